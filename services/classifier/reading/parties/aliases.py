"""Aliases: every way of writing a party, compiled from actors.yaml for one pass of an automaton."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from services.classifier.knowledge.actor_entries import ActorsFile, Institution, Person, SideNames
from services.classifier.reading.texts.text import fold

Form = Literal[
    "country", "demonym", "capital", "house", "institution", "person", "office", "group", "anaphor", "pronoun"
]
Hit = tuple[int, int, int]
"""Pattern index, start and end, as ahocorasick_rs gives them."""

KOREAS = frozenset(("PRK", "KOR"))
POWERS = frozenset(("USA", "CHN", "JPN", "RUS", "UN"))
_LONE_SURROGATE = re.compile(f"[{chr(0xD800)}-{chr(0xDFFF)}]")
_RUN_TOGETHER = frozenset(("kim il sung", "kim jong il", "kim jong un"))
"""Names that KCNA's pages set in bold, so that copies of them lose the blanks around: "ofKim Jong Unwas"."""


@dataclass(frozen=True, slots=True)
class Alias:
    """What a spelling stands for. `written` is the case the original must show."""

    entry: str
    sides: tuple[str, ...]
    form: Form
    written: Literal["any", "Capital", "UPPER"] = "Capital"
    person: Person | None = None
    surname: bool = False
    detail: str = ""

    @property
    def long(self) -> bool:
        """Tell whether the spelling cannot be taken for another word even without capitals."""
        return (self.form in ("country", "demonym", "group") and self.detail != "direction") or (
            self.person is not None and not self.surname
        )


def searchable(folded: str) -> str:
    """Make line ends blanks and lone surrogates U+FFFD (the automaton takes UTF-8 only); the length stays."""
    plain = folded.replace("\n", " ").replace("\r", " ").replace("\t", " ").replace("\xad", "-")
    return plain if plain.isascii() else _LONE_SURROGATE.sub("\ufffd", plain)


def bounded(folded: str, start: int, end: int) -> bool:
    """Tell whether the span begins and ends at the edge of a word."""
    inside = (start > 0 and folded[start - 1].isalnum()) or (end < len(folded) and folded[end].isalnum())
    return not inside or folded[start:end] in _RUN_TOGETHER


def longest(folded: str, hits: Iterable[Hit]) -> list[Hit]:
    """Keep the bounded hits, leftmost first and longest first, none over another."""
    size = len(folded)
    whole = [
        (start, -end, pattern)
        for pattern, start, end in hits
        if not ((start and folded[start - 1].isalnum()) or (end < size and folded[end].isalnum()))
        or folded[start:end] in _RUN_TOGETHER
    ]
    kept: list[Hit] = []
    reach = 0
    for start, end, pattern in sorted(whole):
        if start >= reach:
            kept.append((pattern, start, -end))
            reach = -end
    return kept


class AliasTable:
    """Folded spellings with what each may stand for, in a fixed order."""

    def __init__(self, actors: ActorsFile) -> None:
        self._of: dict[str, list[Alias]] = {}
        self._korea: set[str] = set()
        for side in actors.sides:
            self._add_side(side)
        for institution in actors.institutions:
            self._add_institution(institution)
        for person in actors.people:
            self._add_person(person)
        self._add_rest(actors)
        self.patterns: tuple[str, ...] = tuple(self._of)
        self.meanings: tuple[tuple[Alias, ...], ...] = tuple(tuple(found) for found in self._of.values())
        self.korea = frozenset(i for i, pattern in enumerate(self.patterns) if pattern in self._korea)
        self.north = self._at(direction.word for direction in actors.directions if direction.side == "PRK")
        south = (direction.word for direction in actors.directions if direction.side == "KOR")
        powers = {i for i, found in enumerate(self.meanings) if POWERS.intersection(found[0].sides)}
        self.shown = self._at(actors.implied)
        self.implied = self.shown | self._at(south) | powers
        self.leader = self._at(
            surname(person)
            for person in actors.people
            if person.side == "PRK" and any(office.title == "leader" for office in person.offices)
        )
        self.other_norths = self._at(actors.other_norths)
        self._telling = self.korea | self.north | self.leader | self.implied | self.other_norths
        self.silent = self._at((*actors.implied, *actors.other_norths)) - {
            i for i, found in enumerate(self.meanings) if any(alias.detail != "not a party" for alias in found)
        }
        """Patterns that name nobody and are no part of a name."""

    def _at(self, words: Iterable[str]) -> frozenset[int]:
        spellings = {fold(word) for word in words}
        return frozenset(i for i, pattern in enumerate(self.patterns) if pattern in spellings)

    def concern_korea(self, folded: str, hits: Iterable[Hit]) -> bool:
        """Tell whether hits name a Korea, or "the North" beside what shows that it is no other North.

        A leader's surname does so too, but only beside the words of diplomacy: there are many Kims.
        """
        north = leader = shown = implied = elsewhere = False
        for pattern, start, end in hits:
            if pattern not in self._telling or not bounded(folded, start, end):
                continue
            if pattern in self.korea:
                return True
            north = north or (pattern in self.north and folded.endswith("the ", 0, start))
            leader = leader or pattern in self.leader
            shown = shown or pattern in self.shown
            implied = implied or pattern in self.implied
            elsewhere = elsewhere or pattern in self.other_norths
        return ((north and implied) or (leader and shown)) and not elsewhere

    def _add(self, words: str, alias: Alias, korea: bool = False) -> None:
        spelling = fold(words)
        self._of.setdefault(spelling, []).append(alias)
        if korea:
            self._korea.add(spelling)

    def _add_all(self, words: Sequence[str], alias: Alias, korea: bool = False) -> None:
        for spelling in words:
            self._add(spelling, alias, korea)

    def _add_side(self, side: SideNames) -> None:
        own = (side.side,)
        self._add_all(side.countries, Alias(side.key, own, "country"), side.korea)
        self._add_all(side.initials, Alias(side.key, own, "country", "UPPER"), side.korea)
        self._add_all(side.demonyms, Alias(side.key, own, "demonym"), side.korea)
        self._add_all(side.nationals, Alias(side.key, own, "group"), side.korea)
        self._add_all(side.capitals, Alias(side.key, own, "capital"), side.korea)
        self._add_all(side.houses, Alias(side.key, own, "house"), side.korea)
        self._add_all(side.epithets, Alias(side.key, own, "country", "any", detail="epithet"))

    def _add_institution(self, institution: Institution) -> None:
        detail = "medium" if institution.medium else ""
        alias = Alias(institution.key, (institution.side,), "institution", detail=detail)
        self._add_all((institution.name, *institution.aliases), alias, institution.korea)
        upper = Alias(institution.key, (institution.side,), "institution", "UPPER", detail=detail)
        self._add_all(institution.initials, upper, institution.korea)

    def _add_person(self, person: Person) -> None:
        whole = Alias(person.key, (person.side,), "person", person=person)
        self._add_all(sorted(spellings(person)), whole, person.side in KOREAS and bool(person.offices))
        family = Alias(person.key, (person.side,), "person", person=person, surname=True)
        self._add(surname(person), family)

    def _add_rest(self, actors: ActorsFile) -> None:
        self._add_silent(actors)
        for look_alike in actors.not_parties:
            self._add(look_alike.words, Alias(look_alike.key, (), "country", "any", detail="not a party"))
        for pair in actors.pairs:
            form: Form = "demonym" if pair.adjective else "group"
            self._add(
                pair.words,
                Alias(pair.key, tuple(sorted(pair.sides)), form, "any", detail="pair"),
                korea="korea" in fold(pair.words),
            )
        for direction in actors.directions:
            self._add(direction.word, Alias(direction.key, (direction.side,), "country", detail="direction"))
        for reference in actors.references:
            form = "pronoun" if " " not in reference.words else "anaphor"
            self._add(reference.words, Alias(reference.key, (), form, "any", detail=reference.to))
        for body in actors.grammar.bodies if actors.grammar else ():
            sides = tuple(side.side for side in actors.sides if body in side.offices)
            self._add(body, Alias(body, sides, "office", "any", detail="body"))

    def _add_silent(self, actors: ActorsFile) -> None:
        """Words that show what a text is about, and name nobody."""
        for cue in actors.cues:
            self._add(cue, Alias(cue, (), "country", detail="not a party"), korea=True)
        for word in (*actors.implied, *actors.other_norths):
            self._add(word, Alias(word, (), "country", detail="not a party"))


def family_first(person: Person) -> bool:
    """Tell whether the surname stands first, as it does in Korea and China."""
    return (person.family or ("first" if person.side in ("PRK", "KOR", "CHN") else "last")) == "first"


def surname(person: Person) -> str:
    """Give the name that stands alone after the first mention."""
    parts = person.name.split()
    return person.surname or (parts[0] if family_first(person) else parts[-1])


def spellings(person: Person) -> set[str]:
    """Give the folded ways to write the name: hyphens and joins of Korean given names, both Japanese orders."""
    found: set[str] = set()
    for name in (person.name, *person.spellings):
        folded = fold(name)
        found.add(folded)
        parts = folded.replace("-", " ").split()
        if family_first(person) and len(parts) == 3:
            family, first, second = parts
            found |= {f"{family} {first}{glue}{second}" for glue in (" ", "-", "")}
        if person.side == "JPN" and len(parts) == 2:
            found.add(f"{parts[1]} {parts[0]}")
    return found
