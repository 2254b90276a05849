"""A batch of messages: what is read from it, what is planned for each signal, and what cannot be. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.encoding import Undecodable, decode, header
from schemas.incoming import Incoming
from schemas.signal import Signal
from schemas.topics import SIGNALS
from services.alerts.outgoing import Outgoing
from services.alerts.plan import Arrival, Plan, plan
from services.alerts.route import Told
from services.alerts.subscriptions import Subscriptions

Histories = Mapping[str, Mapping[str, Told]]
"""Who was told before: by signal and endpoint."""


@dataclass(frozen=True)
class Planned:
    """A signal with its plan."""

    signal: Signal
    plan: Plan


@dataclass(frozen=True)
class Unreadable:
    """A message that cannot be handled, and why."""

    letter: Incoming
    reason: str


def read(letter: Incoming) -> Signal | Unreadable:
    """The signal in a message."""
    try:
        return decode(SIGNALS, letter.value)
    except Undecodable as problem:
        return Unreadable(letter, str(problem))


def plan_one(
    letter: Incoming, signal: Signal, subscriptions: Subscriptions, told: Mapping[str, Told], now: float
) -> Planned | Unreadable:
    """Plan a signal. Whatever goes wrong with one is told of it alone: the next is planned all the same."""
    arrival = Arrival(signal, letter.value or b"", header(letter.headers, "traceparent"), now)
    try:
        return Planned(signal, plan(arrival, subscriptions, told))
    except Exception as problem:  # the door of a signal
        return Unreadable(letter, f"could not be planned: {type(problem).__name__}: {problem}")


def plan_all(
    readings: Sequence[tuple[Incoming, Signal]], subscriptions: Subscriptions, histories: Histories, now: float
) -> list[Planned | Unreadable]:
    """Plan signals in their order: a revision knows who is told of those before it in the same batch."""
    told = {signal_id: dict(heard) for signal_id, heard in histories.items()}
    results = []
    for letter, signal in readings:
        heard = told.setdefault(signal.id, {})
        result = plan_one(letter, signal, subscriptions, heard, now)
        results.append(result)
        if isinstance(result, Planned):
            heard.update(_telling(result.plan.deliveries))
    return results


def _telling(deliveries: Sequence[Outgoing]) -> dict[str, Told]:
    return {delivery.endpoint: Told(delivery.story, delivery.subscriptions) for delivery in deliveries}


def next_offsets(letters: Sequence[Incoming]) -> dict[int, int]:
    """Behind the last message of each partition."""
    offsets: dict[int, int] = {}
    for letter in letters:
        offsets[letter.partition] = max(offsets.get(letter.partition, 0), letter.offset + 1)
    return offsets
