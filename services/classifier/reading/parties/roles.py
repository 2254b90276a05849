"""Roles: what the words around a name say of it, as one that acts, is dealt with, or is only a place."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from services.classifier.knowledge.actor_entries import Grammar
from services.classifier.reading.parties.aliases import Form
from services.classifier.reading.parties.phrase_edges import Edges, Left, Right, folded_words

Role = Literal["agent", "by", "object", "place", "possessor", "modifier"]

_PLACES: frozenset[Form] = frozenset(("country", "capital"))
_ALONE: frozenset[Form] = frozenset(("person", "group"))
_OWNERS = frozenset(("his", "her", "its", "their", "our"))
_WAYS = frozenset(("to", "from", "for", "into", "between"))
"""Prepositions of a place only after a word of motion."""


class Phrase(NamedTuple):
    """The noun phrase around a name and the part it plays."""

    start: int
    end: int
    role: Role
    prep: str | None = None
    head: str | None = None
    many: bool = False
    single: bool = False
    body: bool = False
    name: tuple[int, int] | None = None
    office: str | None = None
    negated: bool = False
    former: bool = False
    opens: bool = False
    titles: tuple[str, ...] = ()


class PhraseReader:
    """Reads the noun phrase around a name with the closed lists of actors.yaml."""

    def __init__(self, grammar: Grammar) -> None:
        self._edges = Edges(grammar)
        self._locative = folded_words(grammar.locative)
        self._motion = folded_words(grammar.motion)
        self._visiting = folded_words(grammar.visiting)
        self._negations = folded_words(grammar.negations)

    def read(self, text: str, folded: str, start: int, end: int, form: Form, limit: int) -> Phrase:
        """Read around one name; `limit` is where the next name begins."""
        edges = self._edges
        right = edges.right(text, folded, end, limit, form in _ALONE)
        left = edges.left(folded, start, form == "capital")
        head = right.head = right.head or left.head
        return Phrase(
            start=start if form == "pronoun" else left.start,  # "a national that it accused"
            end=right.end,
            role=self._role(folded, start, right, left, form),
            prep=left.prep,
            head=head,
            many=head in edges.many or left.head in edges.many,
            single=head in edges.single or left.head in edges.single,
            body=head in edges.bodies,
            name=right.name,
            office=right.office,
            negated=self._is_negated(left),
            former=right.former or not edges.bygone.isdisjoint(left.words),
            opens=left.opens,
            titles=self._titles(left.words) if left.words else (),
        )

    def _titles(self, words: Sequence[str]) -> tuple[str, ...]:
        return tuple(word.rstrip(".") for word in reversed(words) if word in self._edges.titles)

    def _role(self, folded: str, start: int, right: Right, left: Left, form: Form) -> Role:
        if right.possessive or (right.head is None and form == "pronoun" and folded[start : right.end] in _OWNERS):
            return "possessor"
        if right.head is None and (form == "demonym" or _hyphened(folded, start, right.end)):
            return "modifier"
        if right.head is None and form in _PLACES and self._is_place(left):
            return "place"
        if left.prep == "by":
            return "by"
        return "object" if left.prep else "agent"

    def _is_place(self, left: Left) -> bool:
        if left.prep in self._locative:
            return True
        if left.prep in _WAYS:
            return not self._motion.isdisjoint(left.before[:-1])
        return left.prep is None and left.before[-1] in self._visiting

    def _is_negated(self, left: Left) -> bool:
        if left.words and not self._negations.isdisjoint(left.words):
            return True
        last = left.before[-1]
        return last in ("no", "not") or (last == "of" and left.before[-2:] == ("none", "of"))


def _hyphened(folded: str, start: int, end: int) -> bool:
    """Tell "U.S.-North Korea talks" and "Pyongyang-based"."""
    after = folded.startswith("-", end) and folded[end + 1 : end + 2].isalpha()
    return after or (start > 1 and folded[start - 1] in "-/" and folded[start - 2].isalnum())
