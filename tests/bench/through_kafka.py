"""How fast articles go through Kafka and *read*, against an agent that only copies bytes, in the same run.

    python -m tests.bench.through_kafka [--articles 20000] [--rounds 3]

Starts an Apache Kafka of its own in a temporary folder. 2.8 kB articles, 95 % of them unrelated. In each
round every agent handles all of them; the ratios are those of the best rounds. The aims: at least 0.8 with an
empty reader, at least 0.5 with reading.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from aiokafka import TopicPartition

from schemas.encoding import encode
from schemas.topics import ARTICLES
from services.classifier.__main__ import READ_GROUP
from services.runtime.broker.node import KafkaNode
from services.runtime.broker.ports import free_port
from services.runtime.clients import connected, make_consumer, make_producer
from services.runtime.settings import Settings, variable
from services.runtime.topics import create_topics
from tests.bench.articles import bench_articles

AIMS = {"empty": 0.8, "read": 0.5}
KINDS = ("copy", *AIMS)


async def publish(settings: Settings, count: int) -> None:
    """Put the articles on the topic."""
    async with connected(make_producer(settings, linger_ms=5), settings) as producer:
        for article in bench_articles(count):
            message = encode(ARTICLES, article, key=article.id, source="bench")
            await producer.send(message.topic, message.value, message.key, headers=message.headers)
        await producer.flush()


def measure(settings: Settings, kind: str, count: int) -> dict[str, float]:
    """Run one agent in a process of its own, from the beginning of the topic."""
    environment = {
        **os.environ,
        variable("kafka"): settings.kafka,
        variable("http"): f"127.0.0.1:{free_port()}",
        variable("log"): "json",
        variable("data"): str(settings.data),
    }
    command = [sys.executable, "-m", "tests.bench.agent", kind, str(count)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        sys.exit(f"{kind}: {done.stderr[-2000:]}")
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    figures["rate"] = count / figures["seconds"]
    return figures


async def rewind(settings: Settings, group: str) -> None:
    """Let the group begin at the beginning again."""
    consumer = make_consumer(settings, group=group)
    async with connected(consumer, settings):
        partitions = [TopicPartition(ARTICLES.base, number) for number in range(ARTICLES.partitions)]
        consumer.assign(partitions)
        await consumer.commit(dict.fromkeys(partitions, 0))


def rounds(settings: Settings, count: int, times: int, kinds: Sequence[str]) -> dict[str, list[dict[str, float]]]:
    """Every agent in turn, several times over, so that a slow minute of the machine meets them all."""
    found: dict[str, list[dict[str, float]]] = {kind: [] for kind in kinds}
    for _ in range(times):
        for kind in kinds:
            figures = measure(settings, kind, count)
            found[kind].append(figures)
            asyncio.run(rewind(settings, "bench-copy" if kind == "copy" else READ_GROUP))
            cpu = figures["cpu"] / count * 1e6
            print(f"  {kind:6} {figures['rate']:8,.0f}/s {cpu:6.0f} us of CPU each {figures['mb']:5.0f} MB")
    return found


def report(found: dict[str, list[dict[str, float]]]) -> None:
    """The ratios of the best rounds, by time and by CPU."""
    rate = {kind: max(figures["rate"] for figures in runs) for kind, runs in found.items()}
    cpu = {kind: min(figures["cpu"] for figures in runs) for kind, runs in found.items()}
    for kind in rate.keys() & AIMS:
        ratios = f"{rate[kind] / rate['copy']:.2f} of the copying agent (by CPU {cpu['copy'] / cpu[kind]:.2f})"
        print(f"{kind:6} {rate[kind]:8,.0f}/s: {ratios}, aim {AIMS[kind]}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--agents", nargs="+", choices=KINDS, default=KINDS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="koreadesk-bench-") as folder:
        node = KafkaNode(Path(folder) / "kafka", dies_with_parent=True)
        node.start()
        (Path(folder) / "data").mkdir()
        try:
            settings = Settings(kafka=node.bootstrap, data=Path(folder) / "data", log="json")
            asyncio.run(create_topics(settings))
            asyncio.run(publish(settings, options.articles))
            report(rounds(settings, options.articles, options.rounds, options.agents))
        finally:
            node.stop()


if __name__ == "__main__":
    main()
