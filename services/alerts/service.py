"""The story of the alert service: a batch is planned and kept, and only then committed.

    take -> read -> who was told before? -> plan -> bury what could not be -> keep, with the next offsets
         -> wake the lanes -> commit to Kafka

kill -9 before `keep`: Kafka gives the batch again, nothing was sent. After it: reading goes on behind it.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import structlog

from schemas.deadletter import DeadLetter, bury
from schemas.incoming import Incoming
from schemas.record import MadeBy
from services.alerts.batch import Planned, Unreadable, next_offsets, plan_all, read
from services.alerts.outbox.terms import Position
from services.alerts.outgoing import Outgoing
from services.alerts.route import Told, Way
from services.alerts.subscriptions import Subscriptions

log = structlog.get_logger()

STAGE = "alerts.route"
"""The stage that dead letters name."""


class Keeper(Protocol):
    """The part of the outbox that the story needs."""

    async def told(self, signal_ids: Sequence[str]) -> Mapping[str, Mapping[str, Told]]: ...
    async def admit(self, deliveries: Sequence[Outgoing], position: Position) -> int: ...


class Source(Protocol):
    """The intake."""

    async def take(self) -> Sequence[Incoming]: ...
    async def commit(self, offsets: Mapping[int, int]) -> None: ...


@dataclass(frozen=True)
class Surroundings:
    """What the story is told with. `ready` hears whether Kafka and the disk let us work, and why not."""

    cluster: str
    topic: str
    source: Source
    outbox: Keeper
    bury: Callable[[DeadLetter], Awaitable[None]]
    wake: Callable[[frozenset[str]], None]
    ready: Callable[[bool, str], None]
    routed: Callable[[Way], None]
    clock: Callable[[], float]
    made_by: MadeBy


class Alerts:
    """Routes signals into the outbox."""

    def __init__(self, subscriptions: Subscriptions, around: Surroundings) -> None:
        self._subscriptions = subscriptions
        self._around = around

    async def run(self) -> None:
        """Handle batch after batch until cancelled."""
        while True:
            await self._until_done(self._take_and_handle)

    async def _take_and_handle(self) -> None:
        letters = await self._around.source.take()
        self._around.ready(True, "")
        if letters:
            await self._until_done(lambda: self.handle(letters))
        else:
            await self._around.source.commit({})

    async def _until_done(self, work: Callable[[], Awaitable[None]]) -> None:
        """Errors of the infrastructure are waited out, without end and in the open."""
        pause = 0.25
        while True:
            try:
                return await work()
            except Exception as error:  # the door: what a message does wrong is buried, this is Kafka or the disk
                reason = f"{type(error).__name__}: {error}"
                self._around.ready(False, reason)
                log.warning("alerts.waits", because=reason, again_in_s=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 5.0)

    async def handle(self, letters: Sequence[Incoming]) -> None:
        """Plan a batch, keep it, commit it."""
        planned, unreadable = await self._plan(letters)
        for problem in unreadable:
            await self._around.bury(self._dead(problem))
        deliveries = [delivery for it in planned for delivery in it.plan.deliveries]
        offsets = next_offsets(letters)
        await self._around.outbox.admit(deliveries, Position(self._around.cluster, self._around.topic, offsets))
        for it in planned:
            self._tell(it)
        self._around.wake(frozenset(delivery.endpoint for delivery in deliveries))
        await self._around.source.commit(offsets)

    async def _plan(self, letters: Sequence[Incoming]) -> tuple[list[Planned], list[Unreadable]]:
        readings = [(letter, read(letter)) for letter in letters]
        signals = [(letter, it) for letter, it in readings if not isinstance(it, Unreadable)]
        told = await self._around.outbox.told([signal.id for _, signal in signals])
        plans = plan_all(signals, self._subscriptions, told, self._around.clock())
        unreadable = [it for it in (*(it for _, it in readings), *plans) if isinstance(it, Unreadable)]
        return [it for it in plans if isinstance(it, Planned)], unreadable

    def _tell(self, it: Planned) -> None:
        for decision in it.plan.decisions:
            self._around.routed(decision.way)
        log.info(
            "signal.routed",
            signal_id=it.signal.id,
            revision=it.signal.revision,
            kind=it.signal.kind.value,
            reason=it.signal.reason,
            ways=dict(Counter(decision.way.value for decision in it.plan.decisions)),
            why={decision.endpoint: decision.reason for decision in it.plan.decisions},
        )

    def _dead(self, problem: Unreadable) -> DeadLetter:
        letter = problem.letter
        log.error("signal.buried", partition=letter.partition, offset=letter.offset, reason=problem.reason)
        return bury(
            letter,
            stage=STAGE,
            reason=problem.reason,
            buried_at=datetime.fromtimestamp(self._around.clock(), UTC),
            made_by=self._around.made_by,
        )
