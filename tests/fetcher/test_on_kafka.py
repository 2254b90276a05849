"""The fetcher as a process, with Apache Kafka and a real web server: killed, stopped, and cut off."""

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import pytest
from aiokafka import AIOKafkaConsumer

from schemas.article import Article
from schemas.encoding import decode
from schemas.topics import ARTICLES, DEADLETTERS
from services.runtime.broker.node import KafkaNode
from services.runtime.broker.ports import free_port
from services.runtime.clients import connected, make_consumer
from services.runtime.settings import Settings, variable
from tests.fetcher.build import item, rss
from tests.fetcher.wire import Wire, wire

pytestmark = pytest.mark.kafka

SOURCES = """
sources:
  - {{name: wire, url: '{address}', class: wire, every: 100ms, pace: 0s}}
network: {{allow: [127.0.0.0/8]}}
"""


async def until(condition: Callable[[], bool], what: str, seconds: float = 60) -> None:
    try:
        async with asyncio.timeout(seconds):
            while not condition():
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise AssertionError(f"not within {seconds:g} s: {what}") from None


class Fetcher:
    """A fetcher process; its data folder outlives it."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.settings, self.folder = settings, folder
        self.log = folder / "fetcher.log"
        self.port = free_port()

    async def __aenter__(self) -> Self:
        environment = {
            **os.environ,
            variable("kafka"): self.settings.kafka,
            variable("prefix"): self.settings.prefix,
            variable("data"): str(self.settings.data),
            variable("sources"): str(self.folder / "sources.yaml"),
            variable("http"): f"127.0.0.1:{self.port}",
            variable("log"): "json",
        }
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "services", "fetcher", env=environment, stdout=log, stderr=log
            )
        return self

    async def __aexit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        await self.end(signal.SIGKILL)

    async def end(self, how: signal.Signals) -> int:
        if self.process.returncode is None:
            self.process.send_signal(how)
        return await asyncio.wait_for(self.process.wait(), 15)

    async def answer(self, path: str) -> httpx.Response | None:
        async with httpx.AsyncClient(trust_env=False) as client:
            try:
                return await client.get(f"http://127.0.0.1:{self.port}{path}")
            except httpx.TransportError:
                return None

    async def ready(self, wanted: bool = True) -> None:
        async with asyncio.timeout(60):
            while (answer := await self.answer("/ready")) is None or answer.is_success is not wanted:
                await asyncio.sleep(0.05)

    def polls(self) -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]
        return [line for line in lines if line["event"] == "source.polled"]


class Published:
    """Reads what is on a topic, on and on."""

    def __init__(self, consumer: AIOKafkaConsumer) -> None:
        self.values: list[bytes] = []
        self._task = asyncio.create_task(self._read(consumer))

    async def _read(self, consumer: AIOKafkaConsumer) -> None:
        async for message in consumer:
            self.values.append(message.value)

    def articles(self) -> list[Article]:
        return [decode(ARTICLES, value) for value in self.values]

    def headlines(self) -> set[str]:
        return {article.headline for article in self.articles()}

    async def close(self) -> None:
        self._task.cancel()
        await asyncio.wait([self._task])


@asynccontextmanager
async def published(settings: Settings, topic: str = ARTICLES.base) -> AsyncIterator[Published]:
    async with connected(make_consumer(settings, settings.prefix + topic), settings) as consumer:
        found = Published(consumer)
        try:
            yield found
        finally:
            await found.close()


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Wire]:
    async with wire() as running:
        (tmp_path / "sources.yaml").write_text(SOURCES.format(address=running.address))
        yield running


def headlines(count: int) -> set[str]:
    return {f"Envoys meet {number}" for number in range(count)}


def feed(count: int) -> bytes:
    return rss(*(item(str(number), f"Envoys meet {number}", published=None) for number in reversed(range(count))))


async def test_articles_reach_kafka_and_a_restart_sends_none_again(
    settings: Settings, tmp_path: Path, server: Wire
) -> None:
    server.content = feed(20)
    async with published(settings) as on_topic:
        async with Fetcher(settings, tmp_path) as fetcher:
            await fetcher.ready()
            await until(lambda: on_topic.headlines() == headlines(20), "20 articles")
            metrics = await fetcher.answer("/metrics")
            assert metrics is not None
            assert 'koreadesk_fetch_articles_total{kind="backfill"} 20.0' in metrics.text
            assert await fetcher.end(signal.SIGTERM) == 0
        server.content = feed(21)
        async with Fetcher(settings, tmp_path):
            await until(lambda: on_topic.headlines() == headlines(21), "the 21st article")
    assert len(on_topic.values) == 21
    assert "Traceback" not in (tmp_path / "fetcher.log").read_text()


async def test_a_document_that_cannot_be_parsed_is_one_dead_letter(
    settings: Settings, tmp_path: Path, server: Wire
) -> None:
    server.answers(body=b"<rss><channel><it")
    async with published(settings, DEADLETTERS.base) as on_topic, Fetcher(settings, tmp_path) as fetcher:
        await until(lambda: bool(on_topic.values), "a dead letter")
        server.respond, server.content = None, feed(1)
        await until(lambda: any(poll["outcome"] == "fetched" for poll in fetcher.polls()), "the feed again")
    (letter,) = (decode(DEADLETTERS, value) for value in on_topic.values)
    assert (letter.value, letter.stage) == (b"<rss><channel><it", "fetch.parse")


@pytest.mark.fault
async def test_kill_9_in_mid_stream_loses_nothing_and_repeats_under_the_same_ids(
    settings: Settings, tmp_path: Path, server: Wire
) -> None:
    count = 0
    async with published(settings) as on_topic:
        for _ in range(4):
            async with Fetcher(settings, tmp_path) as fetcher:
                already = len(on_topic.headlines())
                await fetcher.ready()
                while len(on_topic.headlines()) < already + 60:
                    count += 5
                    server.content = feed(count)
                    asked = len(server.requests)
                    await until(lambda asked=asked: len(server.requests) > asked, "a poll")  # type: ignore[misc]
                await fetcher.end(signal.SIGKILL)
        async with Fetcher(settings, tmp_path):
            await until(lambda: on_topic.headlines() == headlines(count), f"all {count} articles")
    names = Counter((article.id, article.digest, article.version) for article in on_topic.articles())
    assert len(names) == count
    assert {version for _, _, version in names} == {1}


@pytest.mark.fault
async def test_while_the_broker_is_away_nothing_is_polled_and_afterwards_nothing_is_missing(
    own_settings: Settings, own_kafka: KafkaNode, tmp_path: Path, server: Wire
) -> None:
    server.content = feed(10)
    async with Fetcher(own_settings, tmp_path) as fetcher:
        await fetcher.ready()
        own_kafka.kill()
        server.content = feed(20)
        await fetcher.ready(False)
        asked = len(server.requests)
        server.content = feed(30)
        quiet, _ = await asyncio.wait([asyncio.create_task(fetcher.process.wait())], timeout=2)
        assert (quiet, len(server.requests)) == (set(), asked)
        await asyncio.to_thread(own_kafka.start)
        await fetcher.ready()
        async with published(own_settings) as on_topic:
            await until(lambda: on_topic.headlines() == headlines(30), "all 30 articles")
            names = Counter((article.id, article.digest) for article in on_topic.articles())
    assert len(names) == 30
