"""How soon an alert is there: from Kafka's acknowledgement of an article to the webhook, at 50 articles a second.

    python -m tests.bench.latency [--seconds 30] [--rate 50]

One article in five rings. The reference, in the same run and on the same node, is Kafka and Faust alone:
the same articles through an agent that copies bytes, to a consumer. Prints the memory of each process.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import psutil

from schemas.article import Article
from schemas.encoding import encode
from schemas.ids import article_digest, article_id
from schemas.record import MadeBy
from schemas.topics import ARTICLES, TAGGED
from services.runtime.broker.node import KafkaNode
from services.runtime.clients import connected, make_consumer, make_producer
from services.runtime.settings import Settings, variable
from services.runtime.topics import create_topics
from tests.bench.articles import bench_articles
from tests.system.copy import no_show
from tests.system.desk import Desk, desk

ONE_IN = 5
Times = dict[str, float]
"""Article id to seconds of the monotonic clock."""


def fresh(number: int, unrelated: Article) -> Article:
    """An article of this moment; every fifth tells of a missed meeting, in 2.8 kB like the others."""
    _guid, headline, body = no_show(number)
    if number % ONE_IN:
        headline, body = unrelated.headline, unrelated.body
    now = datetime.now(UTC)
    digest = article_digest(headline, body)
    made_by = MadeBy(version="bench")
    return Article(
        id=article_id("latency", str(number)), digest=digest, headline=headline, body=body, source="bench",
        published_at=now, fetched_at=now, made_by=made_by,
    )  # fmt: skip


async def publish(settings: Settings, count: int, rate: float) -> Times:
    """Publish at an even pace; when each was acknowledged."""
    acknowledged: Times = {}
    loop = asyncio.get_running_loop()
    async with connected(make_producer(settings), settings) as producer:
        start = loop.time()
        for number, unrelated in enumerate(bench_articles(count)):
            await asyncio.sleep(max(0.0, start + number / rate - loop.time()))
            article = fresh(number, unrelated)
            message = encode(ARTICLES, article, key=article.id, source="bench", prefix=settings.prefix)
            await producer.send_and_wait(message.topic, message.value, message.key, headers=message.headers)
            acknowledged[article.id] = time.monotonic()
    return acknowledged


async def until_quiet(count: Callable[[], int], wanted: int, seconds: float = 30) -> None:
    """Wait until enough is there, or the time is over: what is missing shows in the count."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while count() < wanted:
                await asyncio.sleep(0.1)


def ringing(acknowledged: Times) -> set[str]:
    return {article_id("latency", str(number)) for number in range(0, len(acknowledged), ONE_IN)}


async def through_desk(settings: Settings, whole: Desk, count: int, rate: float) -> list[float]:
    """Seconds from acknowledgement to verified webhook, for every article that rings."""
    acknowledged = await publish(settings, count, rate)
    wanted = ringing(acknowledged)
    arrivals = whole.receiver.arrivals
    await until_quiet(lambda: len(arrivals.keys() & wanted), len(wanted))
    missing = len(wanted - arrivals.keys())
    if missing:
        sys.exit(f"void: {missing} of {len(wanted)} alerts are missing")
    return [arrivals[key] - acknowledged[key] for key in wanted]


async def through_copy(settings: Settings, count: int, rate: float) -> list[float]:
    """Seconds from acknowledgement to a consumer behind the copying agent."""
    arrivals: Times = {}

    async def listen() -> None:
        async with connected(make_consumer(settings, TAGGED.name(settings.prefix)), settings) as consumer:
            async for record in consumer:
                arrivals.setdefault(record.key.decode(), time.monotonic())

    listening = asyncio.create_task(listen())
    async with copying(settings, count):
        acknowledged = await publish(settings, count, rate)
        await until_quiet(lambda: len(arrivals), len(acknowledged))
    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening
    return [arrivals[key] - at for key, at in acknowledged.items() if key in arrivals]


@asynccontextmanager
async def copying(settings: Settings, count: int):
    """The copying agent as a process, warm: it has copied one article before the block begins."""
    environment = {**os.environ, variable("kafka"): settings.kafka, variable("data"): str(settings.data),
                   variable("prefix"): settings.prefix, variable("log"): "json"}  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.agent", "copy", str(count + 1), env=environment,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        await warm(settings)
        yield
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def warm(settings: Settings) -> None:
    """One message through the agent."""
    async with connected(make_consumer(settings, TAGGED.name(settings.prefix)), settings) as consumer:
        async with connected(make_producer(settings), settings) as producer:
            await producer.send_and_wait(ARTICLES.name(settings.prefix), b"warm", b"warm")
        async with asyncio.timeout(60):
            await consumer.getone()


def percentile(seconds: list[float], share: int) -> float:
    return statistics.quantiles(seconds, n=100, method="inclusive")[share - 1] * 1000


def report(desk_s: list[float], copy_s: list[float], memory: dict[str, float]) -> None:
    for name, seconds in (("webhook", desk_s), ("Kafka and Faust alone", copy_s)):
        print(
            f"{name:22} p50 {percentile(seconds, 50):7.1f} ms  p99 {percentile(seconds, 99):7.1f} ms  n {len(seconds)}"
        )
    ratios = (percentile(desk_s, share) / percentile(copy_s, share) for share in (50, 99))
    print("ratio                  p50 {:7.1f}      p99 {:7.1f}".format(*ratios))
    for name, megabytes in memory.items():
        print(f"memory of {name:12} {megabytes:6.0f} MB")


def resident(whole: Desk, node: KafkaNode) -> dict[str, float]:
    """Resident set of each process in megabytes."""
    pids = {name: service.process.pid for name, service in whole.services.items() if service.process}
    kafka = node.status().pid
    if kafka:
        pids["kafka"] = kafka
    return {name: psutil.Process(pid).memory_info().rss / 1e6 for name, pid in pids.items()}


async def measure(node: KafkaNode, folder: Path, count: int, rate: float) -> None:
    ours = Settings(kafka=node.bootstrap, prefix="desk.", data=folder, log="json")
    alone = Settings(kafka=node.bootstrap, prefix="copy.", data=folder / "copy", log="json")
    for settings in (ours, alone):
        await create_topics(settings)
    async with desk(folder, node.bootstrap, ours.prefix) as whole:
        await whole.start()
        desk_s = await through_desk(ours, whole, count, rate)
        memory = resident(whole, node)
    report(desk_s, await through_copy(alone, count, rate), memory)


def on_a_node(measurement: Callable[[KafkaNode, Path], Awaitable[None]]) -> None:
    """Run a measurement on a node of its own."""
    with tempfile.TemporaryDirectory(prefix="koreadesk-bench-") as folder:
        node = KafkaNode(Path(folder) / "kafka", dies_with_parent=True)
        node.start()
        try:
            asyncio.run(measurement(node, Path(folder)))
        finally:
            node.stop()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--rate", type=float, default=50.0, help="articles a second")
    options = parser.parse_args()
    on_a_node(lambda node, folder: measure(node, folder, int(options.seconds * options.rate), options.rate))


if __name__ == "__main__":
    main()
