"""Identity: which party a name stands for, by what the text has taught and by its date."""

from collections.abc import Sequence
from typing import NamedTuple

from services.classifier.knowledge.actor_entries import Grammar, Person
from services.classifier.reading.parties.aliases import KOREAS, Alias, surname
from services.classifier.reading.parties.mention import Mention
from services.classifier.reading.parties.naming import Learned, Memory, Named
from services.classifier.reading.texts.text import fold


class Identity(NamedTuple):
    """Who a personal name is. `certain` is false where only a surname and the date speak for it."""

    name: str | None
    sides: tuple[str, ...]
    office: str | None
    certain: bool
    retired: bool = False


class Identifier:
    """Says who a name is, with the telling titles of actors.yaml."""

    def __init__(self, grammar: Grammar) -> None:
        self._telling = frozenset(grammar.telling_titles)

    def identified(self, named: Named, memory: Memory) -> Mention | None:
        """Give the mention, its sides empty where it only points back; None for a surname of nobody known."""
        mention = _mention(named)
        if mention.form == "person":
            found = self._who(named.meanings, memory, (), named.phrase.titles or (("acts",) if named.acts else ()))
            return _as(mention, found) if found else None
        if named.people and named.person_at:
            found = self._who(named.people, memory, mention.sides, (mention.office or "").split() or (mention.entry,))
            start, end = named.person_at
            return _as(mention, found)._replace(start=start, end=end) if found else mention
        return mention._replace(person=named.introduced) if named.introduced else mention

    def _who(
        self, meanings: Sequence[Alias], memory: Memory, sides: Sequence[str], titles: Sequence[str]
    ) -> Identity | None:
        """Choose by full name, then by who was named before, then by who was in office."""
        if meanings[0].detail == "learned":
            return _of_learned(memory, meanings[0].entry)
        people = [alias.person for alias in meanings if alias.person and _fits(alias.person, sides)]
        whole = [alias.person for alias in meanings if alias.person and not alias.surname]
        if whole:
            return _identity(_in_office(whole, memory) or whole[0], memory, certain=True)
        if not people:
            return None
        return _named_before(people, memory, sides) or self._by_office(people, memory, titles)

    def _by_office(self, people: Sequence[Person], memory: Memory, titles: Sequence[str]) -> Identity | None:
        """Choose by the title before the surname, else the one whose surname is enough; both by the date."""
        titled = [person for person in people if self._bears(person, memory, titles)]
        alone = [person for person in people if person.alone and (memory.korea or person.side not in KOREAS)]
        known = titled or alone
        person = _in_office(known, memory) or (known[0] if known else None)
        if person:
            return _identity(person, memory, certain=False)
        return _by_side(people, memory) if titles and memory.korea else None

    def _bears(self, person: Person, memory: Memory, titles: Sequence[str]) -> bool:
        held = [office for office in person.offices if office.held(memory.on)]
        words = [title for title in titles if title in self._telling]
        return bool(words) and any(all(word in office.title.lower() for word in words) for office in held)


def _as(mention: Mention, who: Identity) -> Mention:
    return mention._replace(
        sides=mention.sides if mention.form != "person" and len(mention.sides) == 1 else who.sides,
        form="person",
        person=who.name,
        office=mention.office or who.office,
        entry=who.name or mention.entry,
        certain=who.certain,
        retired=who.retired,
        many=False,
    )


def _mention(named: Named) -> Mention:
    phrase, alias = named.phrase, named.meanings[0]
    return Mention(
        start=named.start,
        end=named.end,
        np_start=phrase.start,
        np_end=phrase.end,
        sides=alias.sides,
        form=alias.form,
        role=phrase.role,
        prep=phrase.prep,
        head=phrase.head,
        office=phrase.office,
        entry=alias.entry,
        negated=phrase.negated,
        former=phrase.former,
        many=phrase.many or (alias.form == "group" and phrase.head is None) or len(alias.sides) > 1,
        single=phrase.single,
        medium=alias.detail == "medium",
        opens=phrase.opens,
    )


def _fits(person: Person, sides: Sequence[str]) -> bool:
    return not sides or person.side in sides or any(office.side in sides for office in person.offices)


def _named_before(people: Sequence[Person], memory: Memory, sides: Sequence[str]) -> Identity | None:
    family = fold(surname(people[0]))
    seen = [person for person in memory.people.get(family, ()) if _fits(person, sides)]
    if seen:
        return _identity(next((person for person in seen if person.alone), seen[0]), memory, certain=True)
    known = memory.learned.get(family)
    if known and (not sides or known.sides[0] in sides):
        return _identity_of(known)
    return None


def _by_side(people: Sequence[Person], memory: Memory) -> Identity | None:
    """Leave the person open where all who may be meant act for one side ("Rice said", "Mr. Lee")."""
    held = [person for person in people if person.offices and (memory.on is None or person.office_on(memory.on))]
    if len(held) == 1:
        return _identity(held[0], memory, certain=False)
    sides = {person.side_on(memory.on) for person in held}
    return Identity(None, tuple(sides), None, certain=False) if len(sides) == 1 else None


def _in_office(people: Sequence[Person], memory: Memory) -> Person | None:
    return next((person for person in people if memory.on and person.office_on(memory.on)), None)


def _identity(person: Person, memory: Memory, certain: bool) -> Identity:
    office = person.office_on(memory.on)
    retired = person.retired_by(memory.on)
    return Identity(person.name, (person.side_on(memory.on),), office.title if office else None, certain, retired)


def _of_learned(memory: Memory, name: str) -> Identity | None:
    known = next((each for each in memory.learned.values() if each.name == name), None)
    return _identity_of(known) if known else None


def _identity_of(known: Learned) -> Identity:
    return Identity(known.name, known.sides, known.office, certain=True)
