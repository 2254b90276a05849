"""Roles: what the words around a name say of it, as one that acts, is dealt with, or is only a place.

Everything is judged inside a window of a few words, so the cost is linear in the number of names.
"""

import re
from dataclasses import dataclass
from typing import Literal

from services.classifier.knowledge.actor_entries import Grammar
from services.classifier.reading.aliases import Form
from services.classifier.reading.text import fold

Role = Literal["agent", "by", "object", "place", "possessor", "modifier"]

LEFT_WINDOW = 72
RIGHT_WINDOW = 110
_WORD = re.compile(r" ?([^\W_][\w&./'-]*)")
_GAPS = re.compile(r"[\s\"(),;:]+")
_LAST_WORD = re.compile(r"[^\s\"(),;:\[\]]+$")
_NAME = re.compile(r" (?:\"?[^\W\d_a-z][\w'’-]*\.?\"?)(?: [^\W\d_a-z][\w'’.-]*){0,3}")
_DETERMINERS = frozenset(
    "the a an this that these those its their his her our some any no all both several many most other another"
    " each every one two three four five six few more such certain fellow single mr mr. mrs mrs. ms ms. dr dr.".split()
)
_PLACES: frozenset[Form] = frozenset(("country", "capital"))
_STRAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december in on at the and".split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """The noun phrase around a name and the part it plays."""

    start: int
    end: int
    role: Role
    prep: str | None = None
    head: str | None = None
    many: bool = False
    body: bool = False
    name: tuple[int, int] | None = None
    office: str | None = None
    negated: bool = False
    former: bool = False
    titles: tuple[str, ...] = ()


@dataclass(slots=True)
class _Right:
    """What follows a name: the head that acts, and a name after it."""

    end: int
    head: str | None = None
    possessive: bool = False
    noun_follows: bool = False
    name: tuple[int, int] | None = None
    office: str | None = None
    former: bool = False


@dataclass(slots=True)
class _Left:
    """What precedes a name."""

    start: int
    prep: str | None
    before: tuple[str, ...]
    words: tuple[str, ...]
    head: str | None = None


def _split(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


class PhraseReader:
    """Reads the noun phrase around a name with the closed lists of actors.yaml."""

    def __init__(self, grammar: Grammar) -> None:
        self._many = _split(grammar.heads_many)
        self._bodies = _split(grammar.heads_body)
        self._heads = _split(grammar.heads_one) | self._many | self._bodies
        self._modifiers = _split(grammar.modifiers)
        self._titles = frozenset(word for title in grammar.titles for word in fold(title).split())
        self._prepositions = _split(grammar.prepositions)
        self._locative = _split(grammar.locative)
        self._motion = _split(grammar.motion)
        self._visiting = _split(grammar.visiting)
        self._negations = _split(grammar.negations)
        self._bygone = _split(grammar.bygone)
        self._before = (_DETERMINERS | self._modifiers | self._titles) - self._prepositions - {"and"}

    def read(self, text: str, folded: str, start: int, end: int, form: Form, limit: int) -> Phrase:
        """Read around one name; `limit` is where the next name begins."""
        right = self._right(text, folded, end, form, limit)
        left = self._left(folded, start)
        right.head = right.head or left.head
        role = self._role(folded, start, right, left, form)
        return Phrase(
            start=left.start,
            end=right.end,
            role=role,
            prep=left.prep,
            head=right.head,
            many=right.head in self._many,
            body=right.head in self._bodies,
            name=right.name,
            office=right.office,
            negated=self._is_negated(left),
            former=right.former or any(word in self._bygone for word in left.words),
            titles=tuple(word.rstrip(".") for word in reversed(left.words) if word in self._titles),
        )

    def _left(self, folded: str, start: int) -> _Left:
        """Walk back over the words that belong to the name; "officials from" makes officials of it."""
        left = self._walk_back(folded, start)
        if left.prep in ("of", "from", "for") and left.before[-2:-1] and left.before[-2] in self._heads:
            owner = left.before[-2]
            at = folded.rfind(owner, max(0, left.start - LEFT_WINDOW), left.start)
            outer = self._walk_back(folded, at)
            outer.head, outer.words = owner, (*outer.words, *left.words)
            return outer
        return left

    def _walk_back(self, folded: str, start: int) -> _Left:
        window = folded[max(0, start - LEFT_WINDOW) : start]
        base = start - len(window)
        at, words = len(window), []
        while len(words) < 7:
            found = _LAST_WORD.search(window, max(0, at - 25), at - 1) if at and window[at - 1] in " -" else None
            if found is None or found.group() not in self._before:
                break
            words.append(found.group())
            at = found.start()
        before = tuple(_GAPS.split(window[:at].rstrip(" ")))[-4:]
        last = before[-1] if before else ""
        return _Left(base + at, last if last in self._prepositions else None, before, tuple(words))

    def _right(self, text: str, folded: str, end: int, form: Form, limit: int) -> _Right:
        right = _Right(end)
        at = end
        if folded.startswith("'s", at) and not folded[at + 2 : at + 3].isalnum():
            right.possessive, at = True, at + 2
        elif folded.startswith("' ", at) and folded[at - 1] == "s":
            right.possessive, at = True, at + 1
        if form not in ("person", "group"):
            self._walk(text, folded, at, min(limit, end + RIGHT_WINDOW), right)
        elif right.possessive:
            self._walk(text, folded, at, min(limit, end + RIGHT_WINDOW), right)
        return right

    def _walk(self, text: str, folded: str, at: int, limit: int, right: _Right) -> None:
        first = at
        while at < limit:
            found = _WORD.match(folded, at, limit)
            if found is None or (found.start(1) == at and at == first):
                break
            word, ended = _bare(found.group(1))
            if word in self._heads:
                right.head, right.end, right.office = (
                    word,
                    found.start(1) + len(word),
                    folded[first + 1 : found.start(1) + len(word)],
                )
            elif not self._modifies(word):
                right.noun_follows = right.noun_follows or at == first
                break
            right.former = right.former or word in self._bygone
            at = found.end()
            if ended:
                break
        if right.head:
            self._owner_or_name(text, folded, right)

    def _modifies(self, word: str) -> bool:
        return word in self._modifiers or ("-" in word and all(part in self._modifiers for part in word.split("-")))

    def _owner_or_name(self, text: str, folded: str, right: _Right) -> None:
        right.possessive = folded.startswith("'s", right.end) or (
            folded.startswith("' ", right.end) and folded[right.end - 1] == "s"
        )
        if right.possessive or right.head in self._many:
            return
        found = _NAME.match(text, right.end, right.end + 60)
        if found and folded[found.start() + 1 : found.end()].split(" ")[0].strip('".') not in _STRAYS:
            begin, end = found.start() + 1, _without_strays(folded, found.start() + 1, found.end())
            right.name = (begin, end)
            right.end = end
            right.possessive = folded.startswith("'s", end)

    def _role(self, folded: str, start: int, right: _Right, left: _Left, form: Form) -> Role:
        if right.possessive:
            return "possessor"
        if right.head is None and self._is_modifier(folded, start, right, form):
            return "modifier"
        if right.head is None and form in _PLACES and self._is_place(left):
            return "place"
        if left.prep == "by":
            return "by"
        return "object" if left.prep else "agent"

    def _is_modifier(self, folded: str, start: int, right: _Right, form: Form) -> bool:
        hyphen_after = folded.startswith("-", right.end) and folded[right.end + 1 : right.end + 2].isalpha()
        hyphen_before = start > 1 and folded[start - 1] in "-/" and folded[start - 2].isalnum()
        return form == "demonym" or hyphen_after or hyphen_before

    def _is_place(self, left: _Left) -> bool:
        if left.prep in self._locative:
            return True
        if left.prep in ("to", "from", "for", "into", "between"):
            return any(word in self._motion for word in left.before[-4:-1])
        return left.prep is None and bool(left.before) and left.before[-1] in self._visiting

    def _is_negated(self, left: _Left) -> bool:
        if any(word in self._negations for word in left.words):
            return True
        return left.before[-2:] == ("none", "of") or left.before[-1:] == ("no",)


def _bare(word: str) -> tuple[str, bool]:
    """Give the word without its possessive and full stop, and whether it ends there."""
    owner = word.endswith("'s")
    bare = word[:-2] if owner else word.rstrip("'")
    if bare.endswith(".") and bare not in ("u.n.", "gen.", "adm."):
        return bare.rstrip("."), True
    return bare, owner


def _without_strays(folded: str, start: int, end: int) -> int:
    while True:
        bare = folded[start:end].rstrip('. "')
        end = start + len(bare)
        last = bare.rsplit(" ", 1)
        if len(last) == 2 and last[1] in _STRAYS:
            end = start + len(last[0])
            continue
        for owner in ("'s", "'"):
            if bare.endswith(owner):
                return end - len(owner)
        return end
