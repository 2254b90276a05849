"""Outgoing deliveries: what waits in the outbox, what leaves in one request, and how it ended. Pure."""

from dataclasses import dataclass
from typing import Literal

from schemas.signal import Signal
from schemas.topics import SIGNALS

Outcome = Literal["delivered", "refused", "expired", "disabled", "digested"]


@dataclass(frozen=True)
class Outgoing:
    """One delivery on its way: a revision of a signal for an endpoint. Times are seconds since 1970.

    `key` names what leaves together; `value` is the signal as it came from Kafka; `aged_from` is the
    moment from which its age counts; `urgent` does not wait for the story's `group_interval`; `plain`
    asks for plain text after the endpoint refused the full message.
    """

    id: str
    endpoint: str
    signal_id: str
    revision: int
    key: str
    story: str
    digest: bool
    urgent: bool
    subscriptions: tuple[str, ...]
    value: bytes
    published_at: float
    aged_from: float
    routed_at: float
    due: float
    traceparent: str | None = None
    attempts: int = 0
    plain: bool = False

    @property
    def signal(self) -> Signal:
        """The signal, read from its bytes."""
        return SIGNALS.record.model_validate_json(self.value)


@dataclass(frozen=True)
class Parcel:
    """What leaves in one request: a delivery for a machine, a story for people, or a digest. Never empty."""

    key: str
    deliveries: tuple[Outgoing, ...]

    @property
    def message_id(self) -> str:
        """The id on the outside: the same on every attempt."""
        return self.key if self.digest else self.deliveries[0].id

    @property
    def digest(self) -> bool:
        return self.deliveries[0].digest

    @property
    def attempts(self) -> int:
        """Attempts so far, of the delivery that had most."""
        return max(delivery.attempts for delivery in self.deliveries)

    @property
    def plain(self) -> bool:
        return any(delivery.plain for delivery in self.deliveries)


@dataclass(frozen=True)
class Ended:
    """A delivery that has ended, on its way to `korea.deliveries`."""

    id: str
    endpoint: str
    signal_id: str
    revision: int
    subscriptions: tuple[str, ...]
    outcome: Outcome
    attempts: int
    status: int | None
    error: str | None
    message_id: str | None
    published_at: float
    routed_at: float
    finished_at: float
    traceparent: str | None
