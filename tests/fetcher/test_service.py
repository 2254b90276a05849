"""Watching many sources: order, isolation, back-pressure, stopping."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import structlog
from structlog.testing import capture_logs

from services.fetcher.answer import Answer, Verdict
from services.fetcher.pace import Pacer
from services.fetcher.poll import Polled
from services.fetcher.schedule import Plan
from services.fetcher.service import Watch, run, tell
from services.fetcher.sources import Source
from services.fetcher.standing import Standing
from tests.fetcher.build import source


def now() -> datetime:
    return datetime.now(UTC)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.005)


@dataclass
class Desk:
    """Remembers when each source was polled; some of them break or hang."""

    polls: list[tuple[str, float]] = field(default_factory=list)
    breaking: set[str] = field(default_factory=set)
    hanging: set[str] = field(default_factory=set)
    pauses: dict[str, datetime] = field(default_factory=dict)
    dues: dict[str, float] = field(default_factory=dict)
    reported: list[Polled] = field(default_factory=list)
    flowing: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.flowing.set()

    def due(self, source: str) -> float | None:
        return self.dues.get(source)

    def paused_until(self, host: str) -> datetime | None:
        return self.pauses.get(host)

    async def poll(self, source: Source) -> Polled:
        self.polls.append((source.name, time.monotonic()))
        if source.name in self.breaking:
            raise RuntimeError("a fault of ours")
        if source.name in self.hanging:
            await asyncio.Event().wait()
        standing = Standing(next_at=now().timestamp() + 0.02)
        return Polled(
            source, Answer(source.url, 304), Verdict("not_modified"), None, standing, Plan(0.02, 0.02, "test")
        )

    def report(self, polled: Polled, late: float) -> None:
        assert late >= 0
        self.reported.append(polled)

    def names(self) -> list[str]:
        return [name for name, _ in self.polls]

    @asynccontextmanager
    async def running(self, *sources: Source) -> AsyncIterator[asyncio.Event]:
        stop = asyncio.Event()
        watch = Watch(self.poll, self, Pacer(time.monotonic), self.flowing, now, self.report)
        with capture_logs():
            task = asyncio.create_task(run(sources, watch, stop))
            try:
                yield stop
                stop.set()
                async with asyncio.timeout(5):
                    await task
            finally:
                task.cancel()


def feed(name: str, **fields: Any) -> Source:
    return source(**{"name": name, "url": f"https://{name}.example/", **fields})


async def test_sources_are_polled_again_and_again() -> None:
    desk = Desk()
    async with desk.running(feed("a"), feed("b")):
        await until(lambda: desk.names().count("a") >= 3 and desk.names().count("b") >= 3)
    assert len(desk.reported) >= 6


async def test_a_source_that_breaks_or_hangs_disturbs_no_other() -> None:
    desk = Desk(breaking={"a"}, hanging={"b"})
    async with desk.running(feed("a"), feed("b"), feed("c")):
        await until(lambda: desk.names().count("c") >= 5 and {"a", "b"} <= set(desk.names()))
    assert (desk.names().count("a"), desk.names().count("b")) == (1, 1)


async def test_nothing_is_polled_while_kafka_does_not_acknowledge() -> None:
    desk = Desk()
    desk.flowing.clear()
    async with desk.running(feed("a")) as stop:
        waited, _ = await asyncio.wait([asyncio.create_task(stop.wait())], timeout=0.2)
        assert (waited, desk.polls) == (set(), [])
        desk.flowing.set()
        await until(lambda: bool(desk.polls))


async def test_a_stop_is_heard_while_kafka_is_away() -> None:
    desk = Desk()
    desk.flowing.clear()
    async with desk.running(feed("a")):
        pass
    assert desk.polls == []


async def test_a_paused_host_is_left_alone_and_others_are_not() -> None:
    desk = Desk(pauses={"a.example": now() + timedelta(hours=1)})
    async with desk.running(feed("a"), feed("b")):
        await until(lambda: desk.names().count("b") >= 3)
    assert "a" not in desk.names()


async def test_a_source_is_polled_when_it_is_due_by_what_is_remembered() -> None:
    desk = Desk(dues={"a": now().timestamp() + 3600, "c": now().timestamp() + 3600})
    async with desk.running(feed("a"), feed("b"), feed("c", every="100ms")):
        await until(lambda: {"b", "c"} <= set(desk.names()))
    assert "a" not in desk.names()


async def test_starts_at_one_host_keep_their_distance() -> None:
    desk = Desk()
    one, other = (feed(name, url="https://h.example/", pace="100ms") for name in ("a", "b"))
    async with desk.running(one, other):
        await until(lambda: len(desk.polls) >= 4)
    starts = [at for _, at in desk.polls]
    assert min(later - earlier for earlier, later in pairwise(starts)) >= 0.095


async def test_a_desk_without_a_share_of_the_sources_waits_to_be_stopped() -> None:
    async with Desk().running():
        pass


async def test_a_poll_is_one_line_that_says_what_came_of_it() -> None:
    failing = Standing(failures=1.5)
    polled = Polled(
        feed("a", **{"class": "wire"}), Answer("https://a.example/", 503), Verdict("unavailable", 0.5, message="503"),
        None, failing, Plan(60, 90, "failures add up to 1.5"),
    )  # fmt: skip
    structlog.reset_defaults()
    with capture_logs() as lines:
        tell(polled)
    (line,) = lines
    assert (line["event"], line["log_level"], line["source"], line["status"]) == ("source.polled", "error", "a", 503)
    assert (line["failures"], line["problem"], line["next_in_s"]) == (1.5, "503", 90)
