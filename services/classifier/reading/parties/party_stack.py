"""The party stack: who was spoken of last, so that "the North", "they" and "both sides" find their party.

It prefers the one who acts in the sentence at hand, then the one who acted in the sentence before,
then whoever was named last. It looks back over a bounded number of mentions.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterator, Sequence

from services.classifier.reading.parties.mention import Mention

DEPTH = 24
"""Mentions remembered: about eight sentences of dense copy."""

_FRONT = 14
"""Letters before a subject that opens its sentence."""
_SINGULAR = frozenset(("country", "capital", "house", "institution", "demonym"))
Fit = Callable[[Mention], bool]


def _man(mention: Mention) -> bool:
    if mention.form == "pronoun":
        return mention.entry not in ("she", "they", "it", "its", "their", "her", "we", "our")
    return mention.form == "person" or mention.single


def _unnamed(mention: Mention) -> bool:
    """Tell somebody known by the office alone: `The foreign minister flew home. She ...`."""
    return mention.single and mention.person is None and mention.form != "pronoun"


def _no_northerner(mention: Mention) -> bool:
    """Tell who may be meant by `the president`: the North has none."""
    return len(mention.sides) == 1 and mention.sides != ("PRK",)


def _body(mention: Mention) -> bool:
    return mention.form in _SINGULAR and len(mention.sides) == 1 and not (mention.form == "capital" and mention.single)


def _many(mention: Mention) -> bool:
    return mention.many or mention.form in _SINGULAR


def _anybody(mention: Mention) -> bool:
    return len(mention.sides) == 1


def _acting(mention: Mention) -> bool:
    return mention.role in ("agent", "by")


_FITS: dict[str, Fit] = {
    "man": _man,
    "woman": _man,
    "many": _many,
    "body": _body,
    "body_or_person": _anybody,
}


class PartyStack:
    """What was spoken of so far in one text. One per text; fields are entered in order.

    `two` are the sides that "both countries" means where none was named before.
    """

    def __init__(
        self, first_person: str | None = None, women: frozenset[str] = frozenset(), two: tuple[str, ...] = ()
    ) -> None:
        self._first_person = first_person
        self._two = two
        self._women = women
        self._past: deque[tuple[int, Mention]] = deque(maxlen=DEPTH)
        self._ends: Sequence[int] = ()
        self._plain = ""
        self._base = 0

    def enter(self, ends: Sequence[int], plain: str) -> None:
        """Begin a field whose sentences end at `ends`; it counts as a later sentence than all before."""
        self._base += len(self._ends) + 1
        self._ends, self._plain = ends, plain

    def resolve(self, mention: Mention, to: str) -> Mention:
        """Give the mention its sides where it only points back, and remember it."""
        sentence = self._base + bisect_right(self._ends, mention.start)
        if not mention.sides:
            mention = self._pointed(mention, to, sentence)
        if mention.sides and mention.role != "place":
            self._past.append((sentence, mention))
        return mention

    def _pointed(self, mention: Mention, to: str, sentence: int) -> Mention:
        if to == "pair":
            return mention._replace(sides=self._pair(), certain=False, many=True)
        if to == "speaker":
            return mention._replace(sides=(self._first_person,) if self._first_person else (), certain=False)
        if to in ("latter", "former"):
            return mention._replace(sides=self._listed(to), certain=False)
        if to == "many" and (both := self._two_people(sentence) or self._two_joined(sentence)):
            return mention._replace(sides=both, certain=False, many=True)
        found = self._found(mention, to, sentence)
        if found is None:
            return mention
        person = found.person if to in ("man", "woman") else mention.person
        return mention._replace(
            sides=found.sides,
            person=person,
            office=mention.office or (found.office if person else None),
            many=to == "many",
            certain=False,
        )

    def _found(self, mention: Mention, to: str, sentence: int) -> Mention | None:
        """Whoever bears that office, or fits; else a woman may be known by her office alone, a body anybody."""
        fits = _no_northerner if mention.entry == "the president" and not self._first_person else self._fit(to)
        found = self._titled(mention.entry.removeprefix("the ")) or self._antecedent(fits, sentence)
        last = {"woman": _unnamed, "body": _anybody}.get(to)
        return found or (self._antecedent(last, sentence) if last else None)

    def _titled(self, title: str) -> Mention | None:
        """Who was last named with that office: `President Trump ... the president`."""
        return next(
            (
                mention
                for _, mention in reversed(self._past)
                if mention.form == "person" and len(mention.sides) == 1 and mention.office and mention.office == title
            ),
            None,
        )

    def _fit(self, to: str) -> Fit:
        if to == "woman":
            return lambda mention: _man(mention) and mention.person in self._women
        if to == "man":
            return lambda mention: _man(mention) and mention.person not in self._women
        return _FITS[to]

    def _antecedent(self, fits: Fit, sentence: int) -> Mention | None:
        """Choose the last subject of this sentence, else the first of the one before, else whoever was last."""
        fitting = [(at, mention) for at, mention in self._past if len(mention.sides) == 1 and fits(mention)]
        here = [mention for at, mention in fitting if at == sentence and _acting(mention)]
        subjects = [mention for mention in here if mention.opens and mention.role == "agent"]
        if here:
            return subjects[-1] if subjects else here[0]
        before = [mention for at, mention in fitting if at == sentence - 1 and _acting(mention)]
        if before:
            return next((mention for mention in before if mention.opens), before[0])
        return fitting[-1][1] if fitting else None

    def _listed(self, to: str) -> tuple[str, ...]:
        """The last of the two sides named last, or the one before it."""
        sides = list(dict.fromkeys(self._sides_backwards()))
        return tuple(sides[:1] if to == "latter" else sides[1:2])

    def _two_people(self, sentence: int) -> tuple[str, ...]:
        """`Kim hosted Moon. They agreed ...`: the one who acted and the other, where none of many acted."""
        for place in (sentence, sentence - 1):
            here = [mention for at, mention in self._past if at == place and len(mention.sides) == 1]
            if any(_acting(mention) and _many(mention) for mention in here):
                return ()
            people = dict.fromkeys(mention.sides[0] for mention in here if mention.form == "person")
            if len(people) == 2 and any(_acting(mention) and mention.form == "person" for mention in here):
                return tuple(sorted(people))
        return ()

    def _two_joined(self, sentence: int) -> tuple[str, ...]:
        """`Officials of Seoul and Tokyo are in touch. They will meet`: two sides that acted as one."""
        for place in (sentence, sentence - 1):
            acting = [mention for at, mention in self._past if at == place and _acting(mention)]
            if not acting:
                continue
            first = acting[0]
            if first.np_start - self._start(place) > _FRONT:
                return ()
            joined = len(acting) > 1 and place > self._base - 1 and self._joined(first, acting[1])
            sides = (*first.sides, *acting[1].sides) if joined else first.sides
            return tuple(sorted(set(sides))) if len(set(sides)) == 2 else ()
        return ()

    def _joined(self, first: Mention, second: Mention) -> bool:
        return self._plain[first.np_end : second.np_start] in (" and ", " and the ") and _many(second)

    def _start(self, sentence: int) -> int:
        """Where a sentence begins; an earlier field has no places here."""
        number = sentence - self._base
        return self._ends[number - 1] if number > 0 else 0

    def _pair(self) -> tuple[str, ...]:
        sides: list[str] = []
        for side in self._sides_backwards():
            if side not in sides:
                sides.append(side)
            if len(sides) == 2:
                return tuple(sorted(sides))
        return self._two

    def _sides_backwards(self) -> Iterator[str]:
        for _, mention in reversed(self._past):
            yield from mention.sides
