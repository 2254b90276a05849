"""Phrase edges: how far the noun phrase around a name reaches to the left and to the right.

Both walks look at a few words only, so the cost is linear in the number of names.
"""

import re
from dataclasses import dataclass

from services.classifier.knowledge.actor_entries import Grammar
from services.classifier.reading.texts.text import fold

LEFT_WINDOW = 72
RIGHT_WINDOW = 110
_MOST_BEFORE = 7
_WORD = re.compile(r" ?([^\W_][\w&./'-]*)")
_LONGEST = 25
"""Letters of a small word at most, with the blank after it."""
_SPACE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_GAPS = '"(),;:'
_BRACKETS = str.maketrans(dict.fromkeys(_SPACE + '"(),;:[]', " "))
_NAME = re.compile(r" (?:\"?[^\W\d_a-z][\w'’-]*\.?\"?)(?: [^\W\d_a-z][\w'’.-]*){0,3}")
_JOINTS = frozenset((" ", "-"))
_EDGES = frozenset(("", ".", ",", ";", ":", '"', "(", "!", "?", "-", "\n"))
_BEGIN = frozenset(("the", "a", "an", "its", "their", "his", "our"))
"""Words before which no word belongs to the phrase."""
_VERBS_TOO = frozenset(("ships", "forces", "guards"))
"""Heads that are verbs where an object follows: "South Korea ships 50,000 tons"."""
_OBJECT = re.compile(r" (?:\d|(?:the|a|an|its|his|her|their|all)\b)")
_NO_END = frozenset(("u.n.", "gen.", "adm."))


@dataclass(slots=True)
class Left:
    """What precedes a name: its own small words, the preposition before them, and what stands before that.

    `opens`: the phrase stands where a clause begins, so where a subject stands.
    """

    start: int
    prep: str | None
    before: tuple[str, ...]
    words: tuple[str, ...]
    opens: bool = False
    head: str | None = None


@dataclass(slots=True)
class Right:
    """What follows a name: the head that acts, and a name after it."""

    end: int
    head: str | None = None
    possessive: bool = False
    name: tuple[int, int] | None = None
    office: str | None = None
    former: bool = False


def folded_words(words: tuple[str, ...]) -> frozenset[str]:
    """Give a list of actors.yaml as it is compared."""
    return frozenset(fold(word) for word in words)


_CHARGED_WITH = frozenset(("representative", "envoy", "coordinator", "adviser", "advisor"))
"""People whose `for` brings what they see to: a special representative for North Korea is not the North's."""


_SEATED = frozenset(
    (
        "official",
        "officials",
        "government",
        "regime",
        "authorities",
        "leadership",
        "ministry",
        "administration",
        "rulers",
        "spokesman",
        "spokeswoman",
    )
)
"""Who stands for a side where its capital is named: `officials in Seoul`; diplomats may be anybody's."""


class Edges:
    """Walks from a name to both edges of its phrase, with the closed lists of actors.yaml."""

    def __init__(self, grammar: Grammar) -> None:
        self.many = folded_words(grammar.heads_many)
        self.bodies = folded_words(grammar.heads_body)
        self.single = folded_words(grammar.heads_one)
        self.titles = frozenset(word for title in grammar.titles for word in fold(title).split())
        self.bygone = folded_words(grammar.bygone)
        self._heads = self.single | self.many | self.bodies
        self._modifiers = folded_words(grammar.modifiers)
        self._prepositions = folded_words(grammar.prepositions)
        self._openers = folded_words(grammar.openers)
        self._strays = folded_words(grammar.strays)
        own = folded_words(grammar.determiners) | self._modifiers | self.titles
        self._before = own - self._prepositions - {"and"}

    def left(self, folded: str, start: int, capital: bool = False) -> Left:
        """Walk back over the words that belong to the name; "officials from" makes officials of it.

        Before a `capital` so does "officials in", where nothing says that they are another side's.
        """
        left = self._walk_back(folded, start)
        if capital and left.prep == "in" and left.before[-2:-1] and left.before[-2] in _SEATED:
            outer = self._owned(folded, left)
            told = outer.opens or outer.before[-2:] == ("according", "to")
            return outer if told and "embassy" not in outer.words else left
        if left.prep in ("of", "from", "for") and left.before[-2:-1] and left.before[-2] in self._heads:
            if left.prep == "for" and left.before[-2] in _CHARGED_WITH:
                return left
            return self._owned(folded, left)
        return left

    def _owned(self, folded: str, left: Left) -> Left:
        """Go on from what stands before the preposition: `a spokesman for the ministry in Seoul`."""
        owner = left.before[-2]
        at = folded.rfind(owner, max(0, left.start - LEFT_WINDOW), left.start)
        outer = self._walk_back(folded, at)
        if outer.prep in ("of", "from", "for") and owner in _SEATED and outer.before[-2] in self.single:
            outer = self._owned(folded, outer)
        outer.head, outer.words = outer.head or owner, (*outer.words, *left.words)
        return outer

    def _walk_back(self, folded: str, start: int) -> Left:
        window = folded[max(0, start - LEFT_WINDOW) : start]
        at, words = self._own_words(window)
        outside = window[:at].rstrip(" ")
        before = _last_words(outside)
        last = before[-1]
        opens = outside[-1:] in _EDGES or last in self._openers
        return Left(start - len(window) + at, last if last in self._prepositions else None, before, tuple(words), opens)

    def _own_words(self, window: str) -> tuple[int, list[str]]:
        """The small words at the end of a window that belong to what follows it, and where they begin."""
        at = len(window)
        words: list[str] = []
        last = window[window.rfind(" ", 0, at - 1) + 1 : -1]
        if window[-1:] not in _JOINTS or (last.isalpha() and last not in self._before):
            return at, words
        blanked = window.translate(_BRACKETS)
        while at and window[at - 1] in " -" and len(words) < _MOST_BEFORE:
            begin = max(blanked.rfind(" ", 0, at - 1) + 1, at - _LONGEST, 0)
            word = window[begin : at - 1]
            if word not in self._before:
                break
            words.append(word)
            at = begin
            if word in _BEGIN:
                break
        return at, words

    def right(self, text: str, folded: str, end: int, limit: int, alone: bool) -> Right:
        """Walk on to the head; a name that stands `alone` (a person) has one only as an owner."""
        right = Right(end)
        right.possessive = owns(folded, end)
        if right.possessive or not alone:
            at = end + 2 * folded.startswith("'s", end) if right.possessive else end
            self._walk(folded, max(at, end + right.possessive), min(limit, end + RIGHT_WINDOW), right)
        if right.head:
            self._owner_or_name(text, folded, right)
        return right

    def _walk(self, folded: str, at: int, limit: int, right: Right) -> None:
        first, ended = at, False
        while at < limit and not ended:
            found = _WORD.match(folded, at, limit)
            if found is None or (found.start(1) == at and at == first):
                return
            word, ended = _bare(found.group(1))
            if word in _VERBS_TOO and _OBJECT.match(folded, found.end()):
                return
            if word in self._heads:
                right.head, right.end = word, found.start(1) + len(word)
                right.office = folded[first + 1 : right.end]
            elif not self._modifies(word):
                return
            right.former = right.former or word in self.bygone
            at = found.end()

    def _modifies(self, word: str) -> bool:
        return word in self._modifiers or ("-" in word and all(part in self._modifiers for part in word.split("-")))

    def _owner_or_name(self, text: str, folded: str, right: Right) -> None:
        right.possessive = owns(folded, right.end)
        found = None if right.possessive or right.head in self.many else _NAME.match(text, right.end, right.end + 60)
        if found is None:
            return
        begin = found.start() + 1
        if folded[begin : found.end()].split(" ", 1)[0].strip('".') not in self._strays:
            end = self._without_strays(folded, begin, found.end())
            right.name, right.end = (begin, end), end
            right.possessive = owns(folded, end)

    def _without_strays(self, folded: str, start: int, end: int) -> int:
        """Cut what follows a name: days, the verbs of a headline in capitals, possessives, full stops."""
        words = folded[start:end].rstrip('. "').split(" ")
        stray = next((at for at, word in enumerate(words) if at and self._ends_before(word, words[at - 1])), len(words))
        bare = " ".join(words[:stray]).rstrip(".")
        return start + len(bare.removesuffix("'s").removesuffix("'"))

    def _ends_before(self, word: str, before: str) -> bool:
        """Tell whether a word is no part of the name: a stray, or the first word of another sentence."""
        return word in self._strays or (before.endswith(".") and len(before) > 2 and before not in self.titles)


def owns(folded: str, end: int) -> bool:
    """Tell whether a possessive follows."""
    if folded.startswith("'s", end):
        return not folded[end + 2 : end + 3].isalnum()
    return folded.startswith("' ", end) and folded[end - 1] == "s"


def _last_words(text: str) -> tuple[str, ...]:
    """The last four words; an empty one where the text ends in a gap, or is nothing."""
    for gap in _GAPS:
        text = text.replace(gap, " ")
    words = text.rsplit(None, 4)[-4:]
    if not words or text[-1].isspace():
        words.append("")
    return tuple(words[-4:])


def _bare(word: str) -> tuple[str, bool]:
    """Give the word without its possessive and full stop, and whether the phrase ends there."""
    owner = word.endswith("'s")
    bare = word[:-2] if owner else word.rstrip("'")
    if bare.endswith(".") and bare not in _NO_END:
        return bare.rstrip("."), True
    return bare, owner
