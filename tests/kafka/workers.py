"""Processes of the classifier under test, and what they leave on Kafka."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from aiokafka import ConsumerRecord, TopicPartition

from schemas.article import Article
from schemas.encoding import decode, encode
from schemas.record import Record
from schemas.topics import ARTICLES, OBSERVATIONS, Topic
from services.runtime.broker.ports import free_port
from services.runtime.clients import connected, make_consumer, make_producer
from services.runtime.settings import Settings, variable

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0
_NUMBERS = count(1)


class Worker:
    """One process: `read` or `ledger`, by default with the marked reader."""

    def __init__(self, name: str, settings: Settings, *, instance: str = "", module: str = "tests.classifier.worker"):
        self.name, self.settings, self.module = name, settings, module
        self.instance = instance
        self.http = f"127.0.0.1:{free_port()}"
        self.log = settings.data / f"{name}-{next(_NUMBERS)}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Worker":
        self.log.parent.mkdir(parents=True, exist_ok=True)
        environment = {
            **os.environ,
            **_connection(self.settings),
            variable("instance"): self.instance,
            variable("http"): self.http,
            variable("log"): "json",
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module, self.name], cwd=ROOT, env=environment, stderr=log, stdout=log
            )
        return self

    def kill(self) -> None:
        """kill -9."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """SIGTERM; gives the exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(timeout=30)

    @property
    def exit_code(self) -> int | None:
        assert self.process is not None
        return self.process.poll()

    def memory_mb(self) -> float:
        """RSS."""
        assert self.process is not None
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2

    def text(self) -> str:
        """The log so far."""
        return self.log.read_text(errors="replace")

    def conditions(self) -> dict[str, Any]:
        """What /ready says; {} where nobody answers."""
        try:
            with urllib.request.urlopen(f"http://{self.http}/ready", timeout=2) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return json.load(error)
        except OSError:
            return {}

    async def ready(self) -> "Worker":
        await until(lambda: self.conditions().get("ready") or self.exit_code is not None, f"{self.name} to be ready")
        assert self.exit_code is None, self.text()[-3000:]
        return self

    def __enter__(self) -> "Worker":
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def _connection(settings: Settings) -> dict[str, str]:
    given: dict[str, object] = {
        "kafka": settings.kafka,
        "kafka_security": settings.kafka_security,
        "kafka_username": settings.kafka_username,
        "kafka_password": settings.kafka_password and settings.kafka_password.get_secret_value(),
        "prefix": settings.prefix,
    }
    return {variable(name): str(value) for name, value in given.items() if value}


async def until(condition: Callable[[], Any], what: str, patience_s: float = PATIENCE_S) -> Any:
    """Wait for a condition, looking again and again without blocking the loop."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        found = await asyncio.to_thread(condition)
        if found:
            return found
        await asyncio.sleep(0.05)
    raise AssertionError(f"waited {patience_s} s for {what}")


async def publish(settings: Settings, topic: Topic[Any], records: Iterable[tuple[str, Record]]) -> None:
    """Put records on a topic, each with its key."""
    async with connected(make_producer(settings, linger_ms=5), settings, patience_s=20) as producer:
        futures = []
        for key, record in records:
            message = encode(topic, record, key=key, source="test", prefix=settings.prefix)
            futures.append(await producer.send(message.topic, message.value, message.key, headers=message.headers))
        await asyncio.gather(*futures)


async def publish_articles(settings: Settings, articles: Iterable[Article]) -> None:
    await publish(settings, ARTICLES, ((article.id, article) for article in articles))


async def publish_bytes(settings: Settings, topic: Topic[Any], value: bytes | None, key: bytes = b"k") -> None:
    """Put anything on a topic."""
    async with connected(make_producer(settings), settings, patience_s=20) as producer:
        await producer.send_and_wait(topic.name(settings.prefix), value, key)


class Reader:
    """Follows a topic from its beginning; `records` grows."""

    def __init__(self, settings: Settings, topic: Topic[Any]) -> None:
        self.settings, self.topic = settings, topic
        self.messages: list[ConsumerRecord] = []

    async def __aenter__(self) -> "Reader":
        self._consumer = make_consumer(self.settings, self.topic.name(self.settings.prefix))
        await self._consumer.start()
        self._task = asyncio.create_task(self._follow())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        await self._consumer.stop()

    async def _follow(self) -> None:
        async for message in self._consumer:
            self.messages.append(message)

    @property
    def records(self) -> list[Any]:
        return [decode(self.topic, message.value) for message in self.messages]

    async def until(self, enough: Callable[[list[Any]], Any], patience_s: float = PATIENCE_S) -> list[Any]:
        """Wait until the records satisfy a condition."""
        await until(lambda: enough(self.records), f"{self.topic.base}: {len(self.messages)} so far", patience_s)
        return self.records

    async def until_count(self, wanted: int, patience_s: float = PATIENCE_S) -> None:
        await until(lambda: len(self.messages) >= wanted, f"{wanted} on {self.topic.base}", patience_s)

    async def idle(self, quiet_s: float = 1.0) -> None:
        """Wait until nothing has come for a while: for counting what should not have come."""
        seen, since = -1, time.monotonic()
        while time.monotonic() - since < quiet_s:
            if len(self.messages) != seen:
                seen, since = len(self.messages), time.monotonic()
            await asyncio.sleep(0.05)


async def committed(settings: Settings, topic: Topic[Any], group: str) -> dict[int, tuple[int, int]]:
    """By partition: the committed offset (0 where none) and the end of the log."""
    consumer = make_consumer(settings, group=settings.prefix + group)
    await consumer.start()
    try:
        name = topic.name(settings.prefix)
        partitions = [TopicPartition(name, number) for number in range(topic.partitions)]
        ends = await consumer.end_offsets(partitions)
        return {it.partition: ((await consumer.committed(it)) or 0, ends[it]) for it in partitions}
    finally:
        await consumer.stop()


async def until_committed(settings: Settings, topic: Topic[Any], group: str, patience_s: float = PATIENCE_S) -> None:
    """Wait until the group has committed the end of every partition."""
    deadline = time.monotonic() + patience_s
    while True:
        offsets = await committed(settings, topic, group)
        if all(done == end for done, end in offsets.values()):
            return
        if time.monotonic() > deadline:
            raise AssertionError(f"{group} committed only {offsets}")
        await asyncio.sleep(0.1)


READ = (ARTICLES, "koreadesk-read")
LEDGER = (OBSERVATIONS, "koreadesk-ledger")
