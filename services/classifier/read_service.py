"""*read*: every article in, what it says out.

    wire.articles --> decode --> read --> observe --> korea.tagged, korea.observations
                        |         |          |
                        |         |          +-- what is not relevant: one more count, by reason; of a later
                        |         |              version an edition, which takes back what it no longer says
                        +---------+------------> wire.deadletters, with the bytes and the reason

A pure function of the message: nothing is kept between two articles, so any number of readers can share
the topic's partitions. The caller publishes what comes out and acknowledges the article after that.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import structlog

from schemas.article import Article
from schemas.encoding import Message, TooLarge, Undecodable, decode, encode, header
from schemas.incoming import Incoming
from schemas.record import MadeBy, Record
from schemas.topics import ARTICLES, EDITIONS, OBSERVATIONS, TAGGED, Topic
from services.classifier.burial import Burial
from services.classifier.observe import Counted, Flagged, observe, text_of
from services.classifier.reading.reading import Reading
from services.classifier.reading.texts.text import Text

log = structlog.get_logger()

Output = tuple[Topic[Any], str, Record]
"""A topic, the key on it, and what goes there."""


class Reads(Protocol):
    """What reads a text; `hash` names what it knows."""

    hash: str

    def read(self, text: Text) -> Reading: ...

    def glance(self, text: Text) -> Reading | None:
        """The reading of a text that is decided at a glance, in microseconds; None for one that has to be read."""


def _uncounted(outcome: str, reason: str) -> None:
    """Count nothing."""


@dataclass(frozen=True)
class ReadService:
    """The story of *read*; `counted` hears of every article's outcome and its reason."""

    reader: Reads
    bury: Burial
    made_by: MadeBy
    clock: Callable[[], datetime]
    prefix: str = ""
    counted: Callable[[str, str], None] = field(default=_uncounted)

    def handle(self, incoming: Incoming) -> list[Message]:
        """What to publish of an article; nothing where it is only counted. Never raises."""
        return self._handled(incoming, self.reader.read) or []

    def at_once(self, incoming: Incoming) -> list[Message] | None:
        """The same for an article that is decided at a glance; None for one that has to be read. Never raises."""
        return self._handled(incoming, self.reader.glance)

    def _handled(self, incoming: Incoming, read: Callable[[Text], Reading | None]) -> list[Message] | None:
        try:
            article = decode(ARTICLES, incoming.value)
        except Undecodable as error:
            return self._buried(incoming, "read.decode", str(error))
        try:
            reading = read(text_of(article))
            return None if reading is None else self._published(article, reading, incoming)
        except Exception as error:
            log.exception("article.unreadable", article=article.id, topic=incoming.topic, offset=incoming.offset)
            return self._buried(incoming, "read.classify", f"{type(error).__name__}: {error}")

    def _published(self, article: Article, reading: Reading, incoming: Incoming) -> list[Message]:
        outcome = observe(article, reading, observed_at=self.clock(), made_by=self.made_by)
        if isinstance(outcome, Counted):
            self.counted(reading.relevance, outcome.reason)
        else:
            self.counted("relevant", "tagged")
            _tell(outcome)
        return list(self._encoded(_outputs(outcome), article, incoming))

    def _encoded(self, outputs: Iterable[Output], article: Article, incoming: Incoming) -> Iterator[Message]:
        """The outputs; one that is too large for its topic is buried, the others go their way."""
        trace = header(incoming.headers, "traceparent")
        for topic, key, record in outputs:
            try:
                yield encode(topic, record, key=key, source=article.source, traceparent=trace, prefix=self.prefix)
            except TooLarge as error:
                yield from self._buried(incoming, "read.encode", str(error))

    def _buried(self, incoming: Incoming, stage: str, reason: str) -> list[Message]:
        log.warning("article.buried", topic=incoming.topic, offset=incoming.offset, stage=stage, reason=reason)
        self.counted("buried", stage)
        return [self.bury(incoming, stage, reason)]


def _outputs(outcome: Counted | Flagged) -> Iterator[Output]:
    """Topic, key and record of each; the edition comes after the observations that it counts."""
    if isinstance(outcome, Flagged):
        yield TAGGED, outcome.tagged.article.id, outcome.tagged
        yield from ((OBSERVATIONS, it.dyad, it) for it in outcome.observations)
    if outcome.edition is not None:
        yield EDITIONS, outcome.edition.article.id, outcome.edition


def _tell(flagged: Flagged) -> None:
    article = flagged.tagged.article
    log.info(
        "article.classified",
        article=article.id,
        version=article.version,
        source=article.source,
        headline=article.headline[:200],
        claims=[f"{flag.kind}:{flag.factuality}" for flag in flagged.tagged.flags],
    )
