"""A lane: sends one endpoint's parcels. What happens here is felt in no other lane."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import structlog

from services.alerts.lane.attempt import Answer, Reading, Request, Verdict
from services.alerts.lane.breaker import Breaker
from services.alerts.lane.conclude import Attempted, Conclusion, conclude
from services.alerts.lane.courier import Courier
from services.alerts.outbox.journal import Unkept
from services.alerts.outbox.outbox import Outbox
from services.alerts.outbox.terms import LaneState, Terms
from services.alerts.outgoing import Parcel

log = structlog.get_logger()

LONGEST_REST_S = 60.0
"""The lane looks at the outbox at least this often."""

GRACE_S = 2.0
"""What is under way when the process stops may still be answered for this long."""


@dataclass(frozen=True)
class Watch:
    """Who is told what a lane does: of every attempt, and whether its outbox can be written."""

    attempted: Callable[[str, Verdict], None]
    outbox: Callable[[bool, str], None]


class Lane:
    """One endpoint: takes due parcels from the outbox, sends them, keeps what became of them.

    A parcel whose outcome could not be kept stays busy until it is: it is not sent a second time.
    """

    def __init__(
        self,
        terms: Terms,
        courier: Courier,
        outbox: Outbox,
        post: Callable[[Request], Awaitable[Answer]],
        clock: Callable[[], float],
        watch: Watch,
        dice: Callable[[], float] = random.random,
    ) -> None:
        self._terms = terms
        self._courier = courier
        self._outbox = outbox
        self._post = post
        self._clock = clock
        self._watch = watch
        self._dice = dice
        self._pace = courier.pace
        self._breaker = Breaker()
        self._disabled = False
        self._wake = asyncio.Event()
        self._under_way: dict[str, asyncio.Task[None]] = {}

    @property
    def endpoint(self) -> str:
        return self._terms.endpoint

    def wake(self) -> None:
        """Say that something may have become due."""
        self._wake.set()

    async def run(self, state: LaneState) -> None:
        """Send until cancelled; what is under way then is given a moment."""
        self._breaker = state.breaker
        self._disabled = state.disabled_for is not None
        if state.disabled_for is not None:
            log.error("endpoint.disabled", endpoint=self.endpoint, reason=state.disabled_for)
        try:
            while True:
                await self._round_at_the_door()
        finally:
            await self._finish()

    async def _round_at_the_door(self) -> None:
        try:
            await self._round()
        except Exception:  # the door: whatever a lane meets, it goes on, and so do the others
            log.exception("lane.stumbled", endpoint=self.endpoint)
            await asyncio.sleep(1.0)

    async def _round(self) -> None:
        self._wake.clear()
        now = self._clock()
        free = self._breaker.width(self._courier.concurrency) - len(self._under_way)
        if self._disabled or free <= 0:
            return await self._rest(LONGEST_REST_S)
        held_s = max(self._breaker.open_until - now, self._pace.wait(_steady()) if self._pace else 0.0)
        if held_s > 0:
            return await self._rest(held_s)
        parcels = await self._outbox.take(self._terms, frozenset(self._under_way), free, now)
        for parcel in parcels:
            self._start(parcel)
        return None if parcels else await self._rest(await self._until_due())

    async def _until_due(self) -> float:
        due = await self._outbox.next_due(self._terms)
        if due is None or self._under_way:
            return LONGEST_REST_S
        return max(due - self._clock(), 0.01)

    async def _rest(self, seconds: float) -> None:
        # Not `wait_for`: before Python 3.12 it swallows a cancellation that comes together with the event.
        with suppress(TimeoutError):
            async with asyncio.timeout(min(seconds, LONGEST_REST_S)):
                await self._wake.wait()

    def _start(self, parcel: Parcel) -> None:
        if self._pace:
            self._pace = self._pace.taken(_steady())
        task = asyncio.create_task(self._deliver(parcel))
        self._under_way[parcel.key] = task
        task.add_done_callback(lambda _: self._landed(parcel.key))

    def _landed(self, key: str) -> None:
        del self._under_way[key]
        self._wake.set()

    async def _deliver(self, parcel: Parcel) -> None:
        answer, reading = await self._attempt(parcel)
        attempted = Attempted(answer.status, reading, answer.retry_after, self._clock(), self._dice())
        conclusion = conclude(parcel, attempted, self._breaker, has_plain_form=self._courier.has_plain_form)
        self._breaker = conclusion.breaker
        self._disabled = self._disabled or conclusion.disable
        await self._keep(parcel, conclusion)
        self._tell(parcel, reading, conclusion)

    async def _attempt(self, parcel: Parcel) -> tuple[Answer, Reading]:
        """The door of a parcel: one that cannot be rendered or sent stops no other."""
        try:
            request = self._courier.render(parcel, self._clock())
        except Exception as error:
            log.exception("delivery.unrenderable", endpoint=self.endpoint, message_id=parcel.message_id)
            return Answer(), Reading(Verdict.REFUSED, f"could not be rendered: {type(error).__name__}")
        try:
            answer = await self._post(request)
        except Exception as error:
            log.exception("delivery.unsendable", endpoint=self.endpoint, message_id=parcel.message_id)
            return Answer(), Reading(Verdict.RETRY, f"could not be sent: {type(error).__name__}")
        return answer, self._courier.read(answer)

    async def _keep(self, parcel: Parcel, conclusion: Conclusion) -> None:
        pause = 0.25
        while True:
            try:
                await self._outbox.conclude(parcel, conclusion, self._clock())
                return self._watch.outbox(True, "")
            except Unkept as error:
                self._watch.outbox(False, str(error))
                log.error("outbox.unwritable", endpoint=self.endpoint, because=str(error), again_in_s=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 15.0)

    def _tell(self, parcel: Parcel, reading: Reading, conclusion: Conclusion) -> None:
        self._watch.attempted(self.endpoint, reading.verdict)
        log.info(
            "delivery.attempted",
            endpoint=self.endpoint,
            message_id=parcel.message_id,
            signals=sorted({delivery.signal_id for delivery in parcel.deliveries}),
            attempt=parcel.attempts + 1,
            verdict=reading.verdict.value,
            outcome=conclusion.outcome,
            status=conclusion.status,
            reason=reading.reason,
            subscriptions=sorted({name for delivery in parcel.deliveries for name in delivery.subscriptions}),
        )
        if conclusion.disable:
            log.error("endpoint.disabled", endpoint=self.endpoint, reason=reading.reason)

    async def _finish(self) -> None:
        """Let what is under way be answered for a moment; what is cut off leaves again, under the same id."""
        if self._under_way:
            _, late = await asyncio.wait(self._under_way.values(), timeout=GRACE_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


def _steady() -> float:
    """For the pace: a clock that nobody sets back."""
    return asyncio.get_running_loop().time()
