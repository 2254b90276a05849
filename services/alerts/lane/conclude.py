"""Conclusions: what an attempt means for its deliveries and for the lane. Pure."""

from dataclasses import dataclass

from services.alerts.lane.attempt import Reading, Verdict
from services.alerts.lane.breaker import Breaker
from services.alerts.lane.retry import next_attempt
from services.alerts.outgoing import Outcome, Parcel


@dataclass(frozen=True)
class Conclusion:
    """Either the deliveries end with `outcome`, or they are due again.

    `recovered`: the endpoint answers again, so what waits for its retry need not wait longer.
    `disable`: the endpoint takes nothing any more; whatever waits for it ends as well.
    """

    outcome: Outcome | None
    due: float
    plain: bool
    status: int | None
    error: str | None
    breaker: Breaker
    recovered: bool = False
    disable: bool = False


@dataclass(frozen=True)
class Attempted:
    """An attempt that is over: its answer's status, its meaning, when, and the dice for the next one."""

    status: int | None
    reading: Reading
    retry_after: float | None
    now: float
    chance: float


def conclude(parcel: Parcel, attempted: Attempted, breaker: Breaker, *, has_plain_form: bool) -> Conclusion:
    """Decide what follows from an attempt."""
    verdict = attempted.reading.verdict
    if verdict in (Verdict.RETRY, Verdict.SLOW):
        return _again(parcel, attempted, breaker)
    if verdict is Verdict.GONE:
        return _end(attempted, "disabled", breaker, disable=True)
    if verdict is Verdict.REFUSED and has_plain_form and not parcel.plain:
        return Conclusion(None, attempted.now, True, attempted.status, attempted.reading.reason, breaker.answered())
    if verdict is Verdict.REFUSED:
        return _end(attempted, "refused", breaker)
    return _end(attempted, "digested" if parcel.digest else "delivered", breaker, recovered=breaker.was_open)


def _again(parcel: Parcel, attempted: Attempted, breaker: Breaker) -> Conclusion:
    lane = breaker.failed(attempted.now, attempted.retry_after, attempted.chance)
    floor = attempted.now + (attempted.retry_after or 0.0)
    due = next_attempt(parcel.attempts + 1, attempted.now, floor, attempted.chance)
    return Conclusion(None, due, parcel.plain, attempted.status, attempted.reading.reason, lane)


def _end(
    attempted: Attempted, outcome: Outcome, breaker: Breaker, *, recovered: bool = False, disable: bool = False
) -> Conclusion:
    reason = attempted.reading.reason
    return Conclusion(outcome, attempted.now, False, attempted.status, reason, breaker.answered(), recovered, disable)
