"""What is said to the outbox: positions in Kafka, and how an endpoint wants its deliveries. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.alerts.lane.breaker import Breaker


@dataclass(frozen=True)
class Position:
    """Where to go on reading: of a topic of a cluster, the next offset of each partition."""

    cluster: str
    topic: str
    offsets: Mapping[int, int]


@dataclass(frozen=True)
class LaneState:
    """What an endpoint's lane remembers over a restart; `disabled_for` is the reason, if it is disabled."""

    breaker: Breaker
    disabled_for: str | None


@dataclass(frozen=True)
class Terms:
    """How an endpoint wants its deliveries. Times in seconds.

    For people, reports of a story leave together, rest for `rest_s` after the story was last told, and
    go into the digest when they are older than `max_age_s`. A digest holds at most `page` deliveries.
    """

    endpoint: str
    for_people: bool
    rest_s: float
    max_age_s: float
    page: int
