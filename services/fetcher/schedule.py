"""When a source is polled next: pure, in seconds, each answer with its reason."""

from dataclasses import dataclass
from typing import Literal

from services.fetcher.sources import Source, SourceClass

DAY = 86_400.0
FEW_FAILURES = 30
"""Failures up to which the pause stays within a day; a source is never given up in silence."""


@dataclass(frozen=True)
class Bounds:
    """The polling interval of a class."""

    least: float
    first: float
    most: float
    most_failing: float


BOUNDS: dict[SourceClass, Bounds] = {
    "wire": Bounds(30, 60, 300, 300),
    "news": Bounds(120, 600, 3600, DAY),
    "tail": Bounds(600, 600, DAY, DAY),
}


@dataclass(frozen=True)
class Turnover:
    """What a poll found. `gap`: the document shares no item with the one before, so some may be missed."""

    new: int = 0
    known: int = 0
    gap: bool = False


@dataclass(frozen=True)
class Plan:
    """The interval from now on, the pause until the next poll (without jitter), and why."""

    interval: float
    pause: float
    reason: str


def first_interval(source: Source) -> float:
    """The interval that a source begins with."""
    return source.every.total_seconds() if source.every else BOUNDS[source.source_class].first


def after_success(source: Source, interval: float, turnover: Turnover, hint: float | None) -> Plan:
    """Poll more often what is new, less often what is known; what the server asks for is a lower bound.

    `hint` (max-age, ttl) counts up to the most of the class only.
    """
    if source.every:
        return Plan(first_interval(source), first_interval(source), "fixed interval")
    bounds = BOUNDS[source.source_class]
    wanted, reason = _adapted(interval, turnover)
    bounded = min(max(wanted, bounds.least), bounds.most)
    if hint and min(hint, bounds.most) > bounded:
        return Plan(bounded, min(hint, bounds.most), "the server asks for it")
    return Plan(bounded, bounded, reason)


def _adapted(interval: float, turnover: Turnover) -> tuple[float, str]:
    if turnover.gap:
        return interval / 2, "items were missed"
    total = turnover.new + turnover.known
    if total == 0 or turnover.known / total > 0.67:
        return interval + max(60.0, interval / 10), "little is new"
    if turnover.known / total < 0.33:
        return interval / 2, "most is new"
    return interval, "about half is new"


def after_failure(source: Source, interval: float, failures: float, wait: float | None) -> Plan:
    """Wait longer with each failure, but not for ever; a wait that the server names is kept (at most a day)."""
    if wait is not None:
        return Plan(interval, max(min(wait, DAY), interval), "the server asks for it")
    pause = min(max(interval, interval * failures), _most_failing(source, failures))
    return Plan(interval, max(pause, interval), f"failures add up to {failures:g}")


def _most_failing(source: Source, failures: float) -> float:
    if source.every:
        return max(60.0, 10 * source.every.total_seconds())
    if failures > FEW_FAILURES and source.source_class != "wire":
        return 7 * DAY
    return BOUNDS[source.source_class].most_failing


def jittered(pause: float, dice: float) -> float:
    """A pause that is up to a tenth shorter or longer; `dice` is in [0, 1)."""
    return pause * (0.9 + 0.2 * dice)


Alarm = Literal["quiet", "warning", "error"]


def alarm(source: Source, failures: float) -> Alarm:
    """How loudly a failure is told: wires at the third, others as warnings."""
    if failures <= 0:
        return "quiet"
    return "error" if source.source_class == "wire" and failures >= 1.5 else "warning"
