"""Replay: texts through reading and ledger in memory, in order, as if they had come over the wire."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from schemas.article import Article
from schemas.ids import article_digest
from schemas.record import MadeBy
from schemas.signal import Signal
from services.classifier.ledger.decide import Nothing, Revised, decide, take_back
from services.classifier.ledger.memory import Memory
from services.classifier.observe import Counted, observe
from services.classifier.read_service import Reads
from services.classifier.reading.texts.text import Text

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class _Stream:
    """What one stream has brought so far."""

    memory: Memory = field(default_factory=Memory)
    versions: dict[str, tuple[int, str]] = field(default_factory=dict)
    now: datetime = UNDATED


class Replay:
    """Reads texts one by one and keeps a ledger for each stream; streams do not see each other.

    An article is read the moment it is published, so a replay gives the same revisions every time. A text
    without a date is taken to come right after the one before it. A text whose id has come before is a new
    version of that article, unless it is the same to the letter.
    """

    def __init__(self, reader: Reads, made_by: MadeBy) -> None:
        self._reader = reader
        self._made_by = made_by
        self._streams: defaultdict[str, _Stream] = defaultdict(_Stream)

    def tell(self, text: Text, stream: str = "") -> Iterator[Signal]:
        """Give the revisions that a text causes."""
        told = self._streams[stream]
        article = self._article(text, told)
        reading = self._reader.read(text)
        outcome = observe(article, reading, observed_at=article.published_at, made_by=self._made_by)
        for observation in () if isinstance(outcome, Counted) else outcome.observations:
            decision = decide(told.memory, observation, self._made_by)
            if not isinstance(decision, Nothing):
                yield _remembered(decision, told.memory)
        for decision in take_back(told.memory, outcome.edition, self._made_by) if outcome.edition else ():
            yield _remembered(decision, told.memory)

    def _article(self, text: Text, told: _Stream) -> Article:
        told.now = published = text.published_at or told.now
        digest = article_digest(text.headline, text.body)
        version, last = told.versions.get(text.id, (0, ""))
        told.versions[text.id] = version, _ = (version if digest == last else version + 1, digest)
        return Article(
            id=text.id,
            version=version,
            digest=digest,
            headline=text.headline,
            body=text.body,
            source="replay",
            published_at=published,
            published_from="feed" if text.published_at else "fetched",
            fetched_at=published,
            made_by=self._made_by,
        )


def _remembered(decision: Revised, memory: Memory) -> Signal:
    memory.put(decision.event)
    for event_id in memory.expired(memory.now):
        memory.drop(event_id)
    return decision.signal
