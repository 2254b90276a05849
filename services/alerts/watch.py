"""Watching the outbox: how much waits and how long, and letting go of what is long over."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Protocol

import structlog

from services.alerts import measures
from services.alerts.lane.attempt import Verdict
from services.alerts.outgoing import Ended
from services.alerts.route import Way

log = structlog.get_logger()

LOOK_S = 10.0
KEPT_S = 90 * 86400.0
"""What has ended is kept this long: to tell those who were told, and to recognise a repeat."""


class Shelf(Protocol):
    """The part of the outbox that is watched."""

    async def waiting(self) -> Mapping[str, tuple[int, float]]: ...
    async def forget(self, before: float) -> int: ...


async def watch(shelf: Shelf, endpoints: frozenset[str], clock: Callable[[], float]) -> None:
    """Measure and tidy until cancelled."""
    while True:
        try:
            show_waiting(await shelf.waiting(), endpoints, clock())
            await shelf.forget(clock() - KEPT_S)
        except Exception as error:  # the door: a figure that is missing ends nothing
            log.warning("outbox.unwatched", because=f"{type(error).__name__}: {error}")
        await asyncio.sleep(LOOK_S)


def show_waiting(waiting: Mapping[str, tuple[int, float]], endpoints: frozenset[str], now: float) -> None:
    """Put the figures of every endpoint on show, zeros included."""
    for endpoint in endpoints | set(waiting):
        count, since = waiting.get(endpoint, (0, now))
        measures.WAITING.labels(endpoint).set(count)
        measures.OLDEST.labels(endpoint).set(max(0.0, now - since))


def count_routed(way: Way) -> None:
    """Count a decision."""
    measures.ROUTED.labels(way.value).inc()


def count_attempt(endpoint: str, verdict: Verdict) -> None:
    """Count a request."""
    measures.ATTEMPTS.labels(endpoint, verdict.value).inc()


def count_ended(ended: Ended) -> None:
    """Count an end, and show how late it came."""
    measures.ENDED.labels(ended.endpoint, ended.outcome).inc()
    measures.DELAY.labels(ended.endpoint).set(max(0.0, ended.finished_at - ended.published_at))
