"""A scene: one sentence with its parties, tags, clauses and everything of the knowledge found in it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from services.classifier.reading.parties.mention import Mention
from services.classifier.reading.parties.naming import Scanned
from services.classifier.reading.scenes.clauses import Clauses, clauses_of
from services.classifier.reading.texts.lazy import lazily, lazy
from services.classifier.reading.texts.text import Span
from services.classifier.reading.texts.tokens import Sentence, tokenize
from services.classifier.reading.times.clock import TimeAt, could_hold_time, times_in
from services.classifier.reading.words.lexicon import Hit, Lexicon
from services.classifier.reading.words.tagging import tag
from services.classifier.reading.words.tags import Tags


class Party(NamedTuple):
    """A mention in tokens: from its name through the noun phrase around it."""

    first: int
    last: int
    mention: Mention


@lazily
class Scene:
    """One sentence, read as far as somebody asks: each part is made when it is first wanted, and once.

    `matter`: it names a Korea, or what only Korea has ("Yongbyon"), at `korean`; `near_korea`: it does, or the
    sentence before; `voice` is the side that speaks throughout.
    """

    def __init__(self, span: Span, index: int, page: Scanned, mentions: Sequence[Mention], lexicon: Lexicon) -> None:
        self.span, self.index, self.mentions = span, index, mentions
        self._page, self._lexicon, self.cues = page, lexicon, lexicon.cues
        self.headline = self.lead = self.chronology = self.near_korea = self.matter = False
        self.story: Callable[[Scene], bool] | None = None
        self.voice: tuple[str, ...] = ()
        self.korean: Sequence[int] = ()
        self.verb_groups: dict[int, Any] = {}
        self.previous: Scene | None = None
        self.following: Scene | None = None

    @lazy
    def sentence(self) -> Sentence:
        """Its tokens."""
        return tokenize(self.span, self.index, self._page.folded, self._page.text)

    @lazy
    def written(self) -> str:
        """Its words as they stand in the text."""
        return self._page.text[self.span.start : self.span.end]

    @lazy
    def folded(self) -> str:
        """The same in small letters, of the same length."""
        return self._page.folded[self.span.start : self.span.end]

    @lazy
    def parties(self) -> Sequence[Party]:
        """The mentions, in tokens."""
        return _parties(self.sentence, self.mentions)

    @lazy
    def tags(self) -> Tags:
        """What part each token plays."""
        return tag(self.sentence.words, _marks(self.sentence.words, self.parties), self._lexicon, self.sentence.hung)

    @lazy
    def hits(self) -> Sequence[Hit]:
        """Everything of the lexicon that stands in it."""
        return self._lexicon.find(self.sentence.words, self.vocabulary)

    @lazy
    def _groups(self) -> dict[str, list[Hit]]:
        groups: dict[str, list[Hit]] = defaultdict(list)
        for hit in self.hits:
            groups[hit.entry.group].append(hit)
        return groups

    def group(self, name: str) -> Sequence[Hit]:
        """The hits of one group (see `lexicon.GROUPS`), in their order."""
        return self._groups.get(name, ())

    @lazy
    def objects(self) -> Sequence[Hit]:
        """The object nouns."""
        return _objects(self.group("object"))

    @lazy
    def clauses(self) -> Clauses:
        """Its clauses."""
        return clauses_of(self.sentence, self.tags, self._groups)

    @lazy
    def times(self) -> Sequence[TimeAt]:
        """Its time expressions."""
        if not could_hold_time(self.vocabulary, self.numerals):
            return ()
        return times_in(self.sentence, self._page.text, self._page.plain)

    @lazy
    def things(self) -> frozenset[str]:
        """The classes of its objects."""
        return frozenset([thing.entry.name for thing in self.objects])

    @lazy
    def named_acts(self) -> frozenset[str]:
        """The classes of acts that a noun or a phrase may tell."""
        return frozenset([hit.entry.name for hit in self.group("telling") if hit.entry.sort != "verb"])

    @lazy
    def meant(self) -> frozenset[str]:
        """The classes of its objects, those of the sentence before among them where `it` may stand for them."""
        return self.things if self.vocabulary.isdisjoint(("it", "they", "them")) else self.things | self.before

    @property
    def before(self) -> frozenset[str]:
        """The object classes of the sentence before it in the same field."""
        return self.previous.things if self.previous else frozenset()

    @lazy
    def context(self) -> frozenset[str]:
        """The object classes in and around it."""
        return self.things | self.before | (self.following.things if self.following else frozenset())

    @lazy
    def acted(self) -> bool:
        """Whether anybody could be the one who acts: a party is named, or speaks."""
        return bool(self.voice or self.sides)

    @lazy
    def sides(self) -> frozenset[str]:
        """The sides that it mentions."""
        return frozenset([side for mention in self.mentions for side in mention.sides])

    @lazy
    def older(self) -> bool:
        """Whether the story stands in older times here."""
        return self.story is not None and self.story(self)

    @lazy
    def vocabulary(self) -> frozenset[str]:
        """Its words, each once."""
        return frozenset(self.sentence.words)

    @lazy
    def line(self) -> str:
        """Its words with blanks between."""
        return " ".join(self.sentence.words)

    @lazy
    def numerals(self) -> Sequence[str]:
        """Those of its words that begin with a digit."""
        return [word for word in self.vocabulary if word[0].isdecimal()]

    def names(self, sides: frozenset[str]) -> bool:
        """Tell whether one of the sides is mentioned."""
        return not self.sides.isdisjoint(sides)

    def main_form(self) -> str:
        """The form of the first finite verb of the main clause (see `inflection`); empty for helpers or none."""
        for at in range(len(self.tags.letters)):
            if self.tags.finite(at) and self.clauses.of(at).kind == "main":
                return self.tags.forms[at]
        return ""

    @property
    def told_now(self) -> bool:
        """Whether the main clause stands in the present, the perfect or the future."""
        verb = self.clauses.all[0].verb
        if verb < 0:
            return False
        if self.sentence.words[verb] in ("is", "are", "has", "have", "will", "'s"):
            return True
        return self.tags.letters[verb] == "V" and self.tags.forms[verb] in ("s", "b", "g")

    @property
    def under(self) -> Sequence[str]:
        """The words with which it opens, where they are `Under ...`; none of any other sentence."""
        opening = self.words(0, _OPENING)
        return opening if opening[:1] == ["under"] else ()

    def words(self, first: int, last: int) -> Sequence[str]:
        """The words from one token through another."""
        return self.sentence.words[first : last + 1]


_OPENING = 7
"""The last token of what a sentence opens with."""
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


def _objects(hits: Sequence[Hit]) -> list[Hit]:
    """The object nouns, without those inside a longer one; several classes of one span stay."""
    found: list[Hit] = []
    for hit in hits:
        if (
            found
            and hit.first <= found[-1].last
            and hit.last <= found[-1].last
            and (hit.first, hit.last) != (found[-1].first, found[-1].last)
        ):
            continue
        found.append(hit)
    return found
