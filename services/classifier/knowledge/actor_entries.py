"""Actors as analysts write them: sides, institutions, people, and the words that show who acts. Strict."""

import datetime
from collections.abc import Callable, Sequence
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from schemas.record import Side

Words = Annotated[str, StringConstraints(min_length=2, max_length=120, strip_whitespace=True)]
Entry = TypeVar("Entry", bound="Entered")


class Entered(BaseModel):
    """What people write: an unknown key is an error, never a silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _parts(value: object) -> list[int]:
    text = value.isoformat() if isinstance(value, datetime.date) else str(value)
    parts = text.split("-")
    if not 1 <= len(parts) <= 3 or not all(part.isdigit() for part in parts):
        raise ValueError("write a date as 2018, 2018-06 or 2018-06-12")
    return [int(part) for part in parts]


def _first_day(value: object) -> datetime.date:
    year, month, day = (*_parts(value), 1, 1)[:3]
    return datetime.date(year, month, day)


def _last_day(value: object) -> datetime.date:
    parts = _parts(value)
    if len(parts) == 3:
        return datetime.date(*parts)
    year, month = (*parts, 12)[:2]
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return following - datetime.timedelta(days=1)


def _proper(value: datetime.date) -> datetime.date:
    if not 1900 <= value.year <= 2100:
        raise ValueError("the year must lie between 1900 and 2100")
    return value


FirstDay = Annotated[datetime.date, BeforeValidator(_first_day), AfterValidator(_proper)]
LastDay = Annotated[datetime.date, BeforeValidator(_last_day), AfterValidator(_proper)]


LONG_AGO = 90
"""Days after which somebody who left office no longer acts for a side without a word of it."""


class Office(Entered):
    """An office and when it was held; without `to` it is held still (or until the death of its holder)."""

    title: Words
    since: FirstDay | None = None
    to: LastDay | None = None
    side: Side | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Office":
        if self.since and self.to and self.to < self.since:
            raise ValueError("`to` lies before `since`")
        return self

    def held(self, on: datetime.date | None) -> bool:
        """Tell whether it was held on that day; without a day, whether it is held at all."""
        if on is None:
            return True
        return (self.since is None or self.since <= on) and (self.to is None or on <= self.to)


class Person(Entered):
    """Somebody who speaks or acts for a side.

    `alone`: the surname is enough from the first mention on (Trump, Pompeo); otherwise the full
    name or an office must have been seen first. `family` says where the surname stands.
    """

    name: Words
    side: Side
    spellings: tuple[Words, ...] = ()
    family: Literal["first", "last"] | None = None
    surname: Words | None = None
    alone: bool = False
    woman: bool = False
    offices: tuple[Office, ...] = ()

    @property
    def key(self) -> str:
        """The name identifies the person."""
        return self.name

    def side_on(self, on: datetime.date | None) -> str:
        """Give the side that the person acted for on that day."""
        held = [office for office in self.offices if on is not None and office.side and office.held(on)]
        return held[-1].side or self.side if held else self.side

    def retired_by(self, on: datetime.date | None) -> bool:
        """Tell whether the last of the offices was left long before that day."""
        ends = [office.to for office in self.offices]
        return on is not None and bool(ends) and all(end is not None and (on - end).days > LONG_AGO for end in ends)

    def office_on(self, on: datetime.date | None) -> Office | None:
        """Give the office held on that day, the last listed where there are several."""
        held = [office for office in self.offices if on is not None and office.held(on)]
        return held[-1] if held else None


class SideNames(Entered):
    """The names of a state: country, demonyms, capital and houses (metonyms: a party only when they act)."""

    side: Side
    name: Words
    korea: bool = False
    countries: tuple[Words, ...] = ()
    demonyms: tuple[Words, ...] = ()
    nationals: tuple[Words, ...] = ()
    capitals: tuple[Words, ...] = ()
    houses: tuple[Words, ...] = ()
    offices: tuple[Words, ...] = ()
    """Of the bodies of the grammar those that only this side has."""
    epithets: tuple[Words, ...] = ()
    initials: tuple[Words, ...] = ()

    @property
    def key(self) -> str:
        """The code identifies the side."""
        return self.side


class Institution(Entered):
    """An office, agency or medium that speaks for a side."""

    name: Words
    side: Side
    aliases: tuple[Words, ...] = ()
    initials: tuple[Words, ...] = ()
    medium: bool = False
    korea: bool = False

    @property
    def key(self) -> str:
        """The name identifies the institution."""
        return self.name


class Pair(Entered):
    """Words for two sides at once: "the two Koreas", "inter-Korean"."""

    words: Words
    sides: Annotated[tuple[Side, ...], Field(min_length=2)]
    adjective: bool = False

    @property
    def key(self) -> str:
        """The words identify the pair."""
        return self.words


class Direction(Entered):
    """The North and the South, which mean a Korea only where the text is about Korea."""

    word: Words
    side: Side
    not_before: tuple[Words, ...] = ()
    not_after: tuple[Words, ...] = ()

    @property
    def key(self) -> str:
        """The word identifies the direction."""
        return self.word


class NotParty(Entered):
    """A look-alike: a name that holds a side's name and is no party."""

    words: Words
    why: Words

    @property
    def key(self) -> str:
        """The words identify the look-alike."""
        return self.words


class Reference(Entered):
    """Words that point back at somebody already named."""

    words: Words
    to: Literal["pair", "man", "woman", "many", "body", "speaker", "body_or_person", "latter", "former"]

    @property
    def key(self) -> str:
        """The words identify the reference."""
        return self.words


class Grammar(Entered):
    """Closed lists of words that show who acts and who is only named."""

    heads_one: tuple[Words, ...]
    heads_many: tuple[Words, ...]
    heads_body: tuple[Words, ...]
    bodies: tuple[Words, ...]
    modifiers: tuple[str, ...]
    titles: tuple[Words, ...]
    locative: tuple[Words, ...]
    motion: tuple[Words, ...]
    visiting: tuple[Words, ...]
    prepositions: tuple[Words, ...]
    negations: tuple[Words, ...]
    bygone: tuple[Words, ...]
    determiners: tuple[str, ...]
    openers: tuple[Words, ...]
    strays: tuple[Words, ...]
    telling_titles: tuple[Words, ...]
    given_syllables: tuple[Words, ...]
    before_surname: tuple[Words, ...]
    after_surname: tuple[Words, ...]
    empty_it: tuple[Words, ...]


def laid_over(ours: Sequence[Entry], theirs: Sequence[Entry], key: Callable[[Entry], str]) -> tuple[Entry, ...]:
    """Merge two lists of entries: theirs replace ours by key, the others follow."""
    merged = {key(entry): entry for entry in ours}
    merged.update((key(entry), entry) for entry in theirs)
    return tuple(merged.values())


class ActorsFile(Entered):
    """The whole of actors.yaml. A user's file may leave out whatever it does not add to.

    `cues` are words that show a text to be about Korea without naming a side; `implied` do so beside "the North",
    unless the text names one of `other_norths`.
    """

    sides: tuple[SideNames, ...] = ()
    directions: tuple[Direction, ...] = ()
    pairs: tuple[Pair, ...] = ()
    institutions: tuple[Institution, ...] = ()
    people: tuple[Person, ...] = ()
    not_parties: tuple[NotParty, ...] = ()
    references: tuple[Reference, ...] = ()
    cues: tuple[Words, ...] = ()
    implied: tuple[Words, ...] = ()
    other_norths: tuple[Words, ...] = ()
    grammar: Grammar | None = None

    def overlaid(self, other: "ActorsFile") -> "ActorsFile":
        """Lay another file over this one: entries with the same key are replaced, others added."""
        return ActorsFile(
            sides=laid_over(self.sides, other.sides, lambda e: e.key),
            directions=laid_over(self.directions, other.directions, lambda e: e.key),
            pairs=laid_over(self.pairs, other.pairs, lambda e: e.key),
            institutions=laid_over(self.institutions, other.institutions, lambda e: e.key),
            people=laid_over(self.people, other.people, lambda e: e.key),
            not_parties=laid_over(self.not_parties, other.not_parties, lambda e: e.key),
            references=laid_over(self.references, other.references, lambda e: e.key),
            cues=tuple(dict.fromkeys((*self.cues, *other.cues))),
            implied=tuple(dict.fromkeys((*self.implied, *other.implied))),
            other_norths=tuple(dict.fromkeys((*self.other_norths, *other.other_norths))),
            grammar=other.grammar or self.grammar,
        )
