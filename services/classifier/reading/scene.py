"""A scene: one sentence with its parties, tags, clauses and everything of the knowledge found in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.classifier.reading.clauses import Clauses, clauses_of
from services.classifier.reading.lexicon import Hit, Lexicon
from services.classifier.reading.mention import Mention
from services.classifier.reading.tagging import Tags, tag
from services.classifier.reading.tokens import Sentence


@dataclass(frozen=True, slots=True)
class Party:
    """A mention in tokens: from its name through the noun phrase around it."""

    first: int
    last: int
    mention: Mention


@dataclass(slots=True)
class Scene:
    """One sentence, read."""

    sentence: Sentence
    tags: Tags
    clauses: Clauses
    hits: Sequence[Hit]
    objects: Sequence[Hit]
    parties: Sequence[Party]
    headline: bool = False
    lead: bool = False
    chronology: bool = False
    older: bool = False
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    next_things: frozenset[str] = frozenset()
    near_korea: bool = False
    voice: tuple[str, ...] = ()

    def main_form(self) -> str:
        """The form of the first finite verb of the main clause (see `inflection`); empty for helpers or none."""
        for at in range(len(self.tags.letters)):
            if self.tags.finite(at) and self.clauses.of(at).kind == "main":
                return self.tags.forms[at]
        return ""

    def words(self, first: int, last: int) -> Sequence[str]:
        """The words from one token through another."""
        return self.sentence.words[first : last + 1]


def scene_of(sentence: Sentence, mentions: Sequence[Mention], lexicon: Lexicon) -> Scene:
    """Read one sentence as far as clauses."""
    parties = _parties(sentence, mentions)
    tags = tag(sentence.words, _marks(sentence.words, parties), lexicon)
    hits = _hits(sentence.words, lexicon)
    return Scene(sentence, tags, clauses_of(sentence, tags, hits), hits, _objects(hits), parties)


_ARTICLES = frozenset(
    ("the", "a", "an", "this", "that", "its", "his", "her", "their", "our", "some", "no", "any", "all", "both")
)

_POSSESSIVES = frozenset(["its", "his", "her", "their", "our", "your", "my", "whose"])


def _parties(sentence: Sentence, mentions: Sequence[Mention]) -> list[Party]:
    found: list[Party] = []
    for mention in mentions:
        first = sentence.token_at(min(mention.start, mention.np_start))
        while (
            first < len(sentence) - 1 and sentence.starts[first] < mention.start and sentence.words[first] in _ARTICLES
        ):
            first += 1
        last = sentence.token_at(max(mention.end, mention.np_end) - 1)
        if first < len(sentence):
            found.append(Party(first, min(last, len(sentence) - 1), mention))
    return found


def _marks(words: Sequence[str], parties: Sequence[Party]) -> list[int]:
    marks = [0] * len(words)
    for party in parties:
        if not party.mention.sides and party.mention.form not in ("person",):
            continue
        if words[party.first] in _POSSESSIVES:
            continue
        marks[party.first] = marks[party.first] or 1
        for at in range(party.first + 1, party.last + 1):
            marks[at] = 2
    return marks


def _hits(words: Sequence[str], lexicon: Lexicon) -> list[Hit]:
    starts = lexicon.starts
    return [hit for at, word in enumerate(words) if word in starts for hit in lexicon.find(words, at)]


def _objects(hits: Sequence[Hit]) -> list[Hit]:
    """The object nouns, without those inside a longer one; several classes of one span stay."""
    found: list[Hit] = []
    for hit in hits:
        if hit.entry.sort != "object":
            continue
        if (
            found
            and hit.first <= found[-1].last
            and hit.last <= found[-1].last
            and (hit.first, hit.last) != (found[-1].first, found[-1].last)
        ):
            continue
        found.append(hit)
    return found
