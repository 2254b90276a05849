"""The table of topics: name, key, record, partitions, retention (DESIGN.md section 1)."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from schemas.article import Article
from schemas.coverage import Coverage
from schemas.deadletter import DeadLetter
from schemas.delivery import Delivery
from schemas.edition import Edition
from schemas.judgement import Judgement
from schemas.observation import Observation
from schemas.record import Record
from schemas.signal import Signal
from schemas.tagged import TaggedArticle

R = TypeVar("R", bound=Record)

DAY_MS = 24 * 60 * 60 * 1000
MAX_MESSAGE_BYTES = 4 * 1024 * 1024
"""The largest value on any topic, in bytes; a topic's `max.message.bytes` leaves room for key and headers."""


@dataclass(frozen=True)
class Topic(Generic[R]):
    """One row of the table. `record` is the type of its values; `schema` their name in the header."""

    base: str
    key: str
    record: type[R]
    schema: str
    partitions: int
    retention_ms: int | None
    about: str
    retention_bytes: int | None = None
    compacted: bool = False
    internal: bool = False

    def name(self, prefix: str = "") -> str:
        """The topic's name on the cluster."""
        return prefix + self.base

    def config(self) -> dict[str, str]:
        """The settings of the topic, as Kafka names them. Sizes in bytes a partition, times in milliseconds."""
        settings = {
            "cleanup.policy": "compact" if self.compacted else "delete",
            "max.message.bytes": str(MAX_MESSAGE_BYTES + 64 * 1024),
        }
        if self.retention_ms is not None:
            settings["retention.ms"] = str(self.retention_ms)
        if self.retention_bytes is not None:
            settings["retention.bytes"] = str(self.retention_bytes)
        return settings


ARTICLES = Topic(
    "wire.articles", "article id", Article, "article/1", 12, 7 * DAY_MS,
    "every version of every article, as the sources published it",
    retention_bytes=8 * 1024**3,
)  # fmt: skip
TAGGED = Topic(
    "korea.tagged", "article id", TaggedArticle, "tagged/1", 12, 400 * DAY_MS,
    "every relevant article, and any correction or kill of one",
)  # fmt: skip
OBSERVATIONS = Topic(
    "korea.observations", "dyad", Observation, "observation/1", 1, 30 * DAY_MS,
    "claims on their way to the ledger; one partition, for memory needs one order",
    internal=True,
)  # fmt: skip
EDITIONS = Topic(
    "korea.observations", "article id", Edition, "edition/1", 1, 30 * DAY_MS,
    "after the observations of a later version: which they are, so that the ledger takes back the others",
    internal=True,
)  # fmt: skip
"""A second record on the topic of observations: the ledger needs both in one order."""
SIGNALS = Topic(
    "korea.signals", "signal id", Signal, "signal/1", 6, 400 * DAY_MS,
    "every revision of every flagged event",
)  # fmt: skip
LATEST = Topic(
    "korea.latest", "signal id", Signal, "signal/1", 6, None,
    "the newest revision of every flagged event", compacted=True,
)  # fmt: skip
DELIVERIES = Topic(
    "korea.deliveries", "endpoint", Delivery, "delivery/1", 6, 400 * DAY_MS,
    "what left the building, to whom, why, and with which result",
)  # fmt: skip
JUDGEMENTS = Topic(
    "korea.judgements", "signal id", Judgement, "judgement/1", 1, 400 * DAY_MS,
    "what people said of signals: seen, mute, wrong or right",
)  # fmt: skip
COVERAGE = Topic(
    "wire.coverage", "source", Coverage, "coverage/1", 1, 400 * DAY_MS,
    "per source and hour: polled, failed, gaps, articles, languages",
)  # fmt: skip
DEADLETTERS = Topic(
    "wire.deadletters", "original key", DeadLetter, "deadletter/1", 6, 30 * DAY_MS,
    "what could not be handled, with its reason",
)  # fmt: skip

TOPICS: tuple[Topic[Any], ...] = (
    ARTICLES,
    TAGGED,
    OBSERVATIONS,
    SIGNALS,
    LATEST,
    DELIVERIES,
    JUDGEMENTS,
    COVERAGE,
    DEADLETTERS,
)
"""In the order of the data's way."""
MESSAGES: tuple[Topic[Any], ...] = (*TOPICS, EDITIONS)
"""Every sort of message: the topics, and what else travels on one of them."""
