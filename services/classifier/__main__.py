"""Builds *read* and *ledger* and runs them; `koreadesk classifier read|ledger` comes here."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

import structlog

from schemas.encoding import Message
from schemas.incoming import Incoming
from schemas.topics import ARTICLES, OBSERVATIONS
from services.classifier import metrics
from services.classifier.burial import Burial
from services.classifier.conveyor import Conveyor
from services.classifier.faust_app import ChangelogTable, Cluster, DeskApp, build_app
from services.classifier.ledger_service import LedgerService
from services.classifier.publish import Publisher
from services.classifier.read_service import Reads, ReadService
from services.classifier.reading_process import ReadingProcess
from services.classifier.serve import Crashed, Watch, serve
from services.classifier.window import Window
from services.runtime.clients import LARGEST_BYTES, connected, make_producer, security_options
from services.runtime.fatal import Fatal
from services.runtime.health import DEFAULT_ADDRESSES, Health, serve_health
from services.runtime.settings import Settings
from services.runtime.strict_yaml import BadFile
from services.runtime.topics import check_topics
from services.runtime.version import made_by

READ_GROUP = "koreadesk-read"
LEDGER_GROUP = "koreadesk-ledger"
WINDOW = 500
"""Articles in flight at once in *read*."""

log = structlog.get_logger()

MakeReader = Callable[[Settings], Reads]


def knowing_reader(settings: Settings) -> Reads:
    """The reader with our knowledge, and the user's laid over it."""
    from services.classifier.knowledge import load_knowledge  # noqa: PLC0415  (the ledger needs none of it)
    from services.classifier.reading.reader import Reader  # noqa: PLC0415

    try:
        return Reader(load_knowledge(settings.knowledge))
    except BadFile as mistakes:
        raise Fatal(str(mistakes)) from None


async def run_read(settings: Settings, stop: asyncio.Event, make_reader: MakeReader = knowing_reader) -> None:
    """Read every article until told to stop."""
    story = read_story(settings, metrics.count_article, make_reader)
    health = _health()
    make = partial(read_story, make_reader=make_reader)
    async with (
        aclosing(await ReadingProcess.start(make, settings, story.counted)) as elsewhere,
        _publishing(settings, "read", health, linger_ms=5) as publisher,
    ):
        window = Window(WINDOW)
        metrics.watch_gauges(lambda: window.in_flight)

        async def hand_on(incoming: Incoming, messages: list[Message], done: Callable[[], None]) -> None:
            await publisher.publish(messages, partial(story.bury, incoming, "read.publish"), done)

        async def handle(incoming: Incoming, done: Callable[[], None]) -> None:
            messages = story.at_once(incoming)
            if messages == []:
                return done()
            return conveyor.put(incoming, elsewhere.read(incoming) if messages is None else messages, done)

        conveyor = Conveyor(hand_on)
        topic, group = ARTICLES.name(settings.prefix), settings.prefix + READ_GROUP
        app = build_app(group, topic, _cluster(settings), handle, window, ARTICLES.partitions)
        await _beside(conveyor.run(), _serve(app, settings, health, stop))


def read_story(settings: Settings, counted: Callable[[str, str], None], make_reader: MakeReader) -> ReadService:
    """The story of *read*, with a reader of its own."""
    reader = make_reader(settings)
    made = made_by(reader.hash)
    return ReadService(reader, Burial(made, _now, settings.prefix), made, _now, settings.prefix, counted)


async def _beside(work: Coroutine[Any, Any, None], main: Coroutine[Any, Any, None]) -> None:
    """Run both until the second ends; what the first one raises ends both."""
    working, serving = asyncio.ensure_future(work), asyncio.ensure_future(main)
    try:
        await asyncio.wait({working, serving}, return_when=asyncio.FIRST_COMPLETED)
        if not serving.done() and (error := working.exception()):
            raise Fatal(f"the reading process has died: {type(error).__name__}: {error}")
        await serving
    finally:
        for task in (working, serving):
            task.cancel()
        await asyncio.gather(working, serving, return_exceptions=True)


async def run_ledger(settings: Settings, stop: asyncio.Event) -> None:
    """Record every observation until told to stop."""
    made = made_by()
    bury = Burial(made, _now, settings.prefix)
    health = _health()
    async with _publishing(settings, "ledger", health) as publisher:
        window = Window(1)

        async def handle(incoming: Incoming, done: Callable[[], None]) -> None:
            await story.record(incoming)
            done()

        def recall(states: list[bytes]) -> None:
            story.recall(states)

        async def write_down(topic: str, key: bytes, value: bytes) -> None:
            await publisher.deliver([Message(topic, key, value, [])], _cannot_bury)

        group = settings.prefix + LEDGER_GROUP
        app = build_app(group, OBSERVATIONS.name(settings.prefix), _cluster(settings), handle, window, partitions=1)
        table = ChangelogTable(app, "events", recall, write_down, LARGEST_BYTES)
        story = LedgerService(publisher.deliver, table, bury, made, settings.prefix, metrics.count_observation)
        metrics.watch_gauges(lambda: window.in_flight, lambda: len(story.memory))
        await _serve(app, settings, health, stop)


def _health() -> Health:
    return Health(ready=("kafka", "partitions"), live=("agent",))


@asynccontextmanager
async def _publishing(settings: Settings, name: str, health: Health, linger_ms: int = 0) -> AsyncIterator[Publisher]:
    """A publisher, with health served from before Kafka answers; the topics are checked first."""

    def troubled(reason: str | None) -> None:
        health.set("kafka", reason is None, reason or "")

    async with serve_health(settings.http or DEFAULT_ADDRESSES[name], health):
        producer = make_producer(settings, linger_ms=linger_ms)
        async with connected(producer, settings):
            await _require_topics(settings)
            troubled(None)
            yield Publisher(producer, troubled)


async def _require_topics(settings: Settings) -> None:
    """Faust never sees a topic that comes after it: what is missing ends the start."""
    problems = await check_topics(settings)
    fatal = [problem for problem in problems if "missing" in problem or "partitions" in problem]
    for problem in problems:
        log.warning("topic.differs", problem=problem)
    if fatal:
        raise Fatal("\n".join(fatal))


async def _serve(app: DeskApp, settings: Settings, health: Health, stop: asyncio.Event) -> None:
    def told(reason: str | None) -> None:
        health.set("partitions", reason is None, reason or "")

    log.info("classifier.started", group=app.conf.id, instance=settings.instance)
    try:
        await serve(app, Watch(app, settings.instance, told), stop)
    except Crashed as crash:
        health.fail("agent", str(crash))
        raise Fatal(f"{app.conf.id}: {crash}") from None


def _cluster(settings: Settings) -> Cluster:
    return Cluster(settings.kafka, security_options(settings), settings.instance, settings.replication_factor)


def _cannot_bury(reason: str) -> Message:
    raise Fatal(f"the ledger's changelog does not take what it must: {reason}")


def _now() -> datetime:
    return datetime.now(UTC)
