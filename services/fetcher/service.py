"""The fetcher: watches every source, each at its own pace, and publishes what is new.

    for each source, for ever:
        wait until it is due, its host is not paused, and Kafka acknowledges
        take a turn at its host -> poll -> report

One source never disturbs another: whatever goes wrong in a poll counts against its own source and is
told in its line of the log.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import structlog

from services.fetcher.pace import Pacer
from services.fetcher.poll import Polled
from services.fetcher.schedule import alarm
from services.fetcher.sources import Source, fraction

STARTS_PER_SECOND = 20
"""How quickly sources are taken up at the start."""
STOP_GRACE_S = 3.0
_BROKEN_PAUSE_S = 60.0

log = structlog.get_logger()


class Calendar(Protocol):
    """When sources are due, and which hosts are left alone."""

    def due(self, source: str) -> float | None: ...
    def paused_until(self, host: str) -> datetime | None: ...


@dataclass(frozen=True)
class Watch:
    """What watching a source takes. `flowing` is set while Kafka acknowledges; `report` hears of every poll."""

    poll: Callable[[Source], Awaitable[Polled]]
    calendar: Calendar
    pacer: Pacer
    flowing: asyncio.Event
    now: Callable[[], datetime]
    report: Callable[[Polled, float], None]


async def run(sources: Sequence[Source], watch: Watch, stop: asyncio.Event) -> None:
    """Watch all sources until told to stop; polls that go on after that are given up, and repeated later."""
    tasks = [asyncio.create_task(_watch(source, len(sources), watch, stop)) for source in sources]
    try:
        await asyncio.gather(_stopped(tasks, stop), *tasks)
    finally:
        for task in tasks:
            task.cancel()


async def _stopped(tasks: Sequence["asyncio.Task[None]"], stop: asyncio.Event) -> None:
    await stop.wait()
    if tasks:
        await asyncio.wait(tasks, timeout=STOP_GRACE_S)
    for task in tasks:
        task.cancel()


async def _watch(source: Source, of: int, watch: Watch, stop: asyncio.Event) -> None:
    """Poll a source whenever it is due."""
    now = watch.now().timestamp()
    due = max(now + fraction(source.name) * of / STARTS_PER_SECOND, _next(source, now, watch))
    with suppress(asyncio.CancelledError):
        while await _waited(due, source, watch, stop):
            due = await _turn(source, due, watch)


def _next(source: Source, now: float, watch: Watch) -> float:
    """When it is due by what is remembered; a shorter fixed interval since then counts at once."""
    due = watch.calendar.due(source.name) or now
    return min(due, now + source.every.total_seconds()) if source.every else due


async def _waited(due: float, source: Source, watch: Watch, stop: asyncio.Event) -> bool:
    """Wait until a source may be polled; False when the fetcher is stopping."""
    while not stop.is_set():
        paused = watch.calendar.paused_until(source.host)
        pause = max(due, paused.timestamp() if paused else 0.0) - watch.now().timestamp()
        if pause <= 0:
            return await _either(watch.flowing, stop)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)
    return False


async def _either(flowing: asyncio.Event, stop: asyncio.Event) -> bool:
    if flowing.is_set() and not stop.is_set():
        return True
    waits = [asyncio.create_task(flowing.wait()), asyncio.create_task(stop.wait())]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
    return not stop.is_set()


async def _turn(source: Source, due: float, watch: Watch) -> float:
    """One poll in the host's turn; gives the time of the next."""
    try:
        async with watch.pacer.turn(source.host, source.pace.total_seconds()):
            late = watch.now().timestamp() - due
            polled = await watch.poll(source)
    except Exception:  # the door of a source: a fault of ours there must not end the others
        log.exception("source.broke", source=source.name)
        return watch.now().timestamp() + _BROKEN_PAUSE_S
    watch.report(polled, max(late, 0.0))
    tell(polled)
    return polled.standing.next_at or watch.now().timestamp() + polled.plan.pause


def tell(polled: Polled) -> None:
    """Write the one line of a poll."""
    loudness = alarm(polled.source, polled.standing.failures)
    write = {"quiet": log.info, "warning": log.warning, "error": log.error}[loudness]
    write("source.polled", **_facts(polled))


def _facts(polled: Polled) -> dict[str, Any]:
    reading = polled.reading
    facts: dict[str, Any] = {
        "source": polled.source.name,
        "outcome": polled.outcome,
        "status": polled.answer.status,
        "seconds": round(polled.answer.seconds, 3),
        "next_in_s": round(polled.plan.pause, 1),
        "because": polled.plan.reason,
    }
    if polled.standing.failures:
        message = reading.refusal if reading and reading.refusal else polled.verdict.message
        facts |= {"failures": polled.standing.failures, "problem": str(message)}
    if reading and reading.feed and reading.decision:
        facts |= {"bytes": len(polled.answer.body), "quality": reading.feed.quality}
        facts |= {name: getattr(reading.decision, name) for name in ("new", "edited", "known", "empty", "gap")}
    if polled.answer.url != polled.source.url:
        facts["redirected"] = True
    return facts
