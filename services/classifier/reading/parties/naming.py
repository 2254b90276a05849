"""Naming: the names that stand in a text, with their noun phrases, before anybody is identified."""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from services.classifier.knowledge.actor_entries import ActorsFile, Direction, Grammar, Person
from services.classifier.reading.parties.aliases import Alias, AliasTable, Hit, longest, searchable, surname
from services.classifier.reading.parties.roles import Phrase, PhraseReader
from services.classifier.reading.parties.surnames import Surnames
from services.classifier.reading.texts.lazy import lazily, lazy
from services.classifier.reading.texts.text import fold

MAX_LEARNED = 24
"""People learned from one text; a text with more of them is only a list."""

MAX_NAMES = 2_000
"""Names read of one field; what comes after them in a hostile text is left unread."""
_STOPS = frozenset(("country", "person", "demonym", "capital", "group", "house", "institution"))


@lazily
@dataclass(frozen=True)
class Scanned:
    """One field of a text with the automaton's hits; `ends` are the ends of its sentences, where known."""

    text: str
    folded: str
    hits: Sequence[Hit]
    ends: Sequence[int] = ()

    @lazy
    def plain(self) -> str:
        """The folded text as it is searched."""
        return searchable(self.folded)

    @lazy
    def caseless(self) -> bool:
        """Tell whether the text has no capitals at all, as tokenised copy sometimes comes."""
        return self.text.islower()


@dataclass(slots=True)
class Named:
    """A name and what it may stand for; the alias that comes first is the name's own."""

    start: int
    end: int
    meanings: tuple[Alias, ...]
    phrase: Phrase
    people: tuple[Alias, ...] = ()
    person_at: tuple[int, int] | None = None
    introduced: str | None = None
    acts: bool = False


@dataclass(frozen=True, slots=True)
class Learned:
    """Somebody whom the text itself introduced ("U.S. envoy Charles Kartman")."""

    name: str
    family: str
    sides: tuple[str, ...]
    office: str | None


@dataclass(slots=True)
class Memory:
    """What one text has taught: whether it is about Korea, who was named in full, who was introduced."""

    on: datetime.date | None
    korea: bool
    people: dict[str, list[Person]] = field(default_factory=dict)
    learned: dict[str, Learned] = field(default_factory=dict)

    def meet(self, person: Person) -> None:
        """Remember somebody named in full."""
        known = self.people.setdefault(fold(surname(person)), [])
        if person not in known:
            known.append(person)


_CHARGED = re.compile(
    r"\b(?:accus|suspect|warn|inform|notif|assur|convinc|advis|depriv)(?:e|ed|es|y|ied|ing|s)? (?:\w+ly )?(?:the )?$"
)
"""What takes a charge after it: `accused the South of poisoning the talks` is no `South of France`."""


_TWO_ACT = re.compile(
    r"(?: also| then| later| last| first| never| had| have| were| are| will| would| did)* (?:met|meet|meeting|held|"
    r"hold|spoke|speak|discuss|discussed|talked|talk|agree|agreed|exchanged|shook|sat|sit|signed|shared|dined)\b"
)
"""What shows that `the two` are people or sides: `the two held talks`, not `the two missiles`."""


class _Compass:
    """Tells the North that is a Korea from North Carolina and from "ten miles north"."""

    def __init__(self, direction: Direction) -> None:
        self._before = tuple(f" {fold(words)}" for words in direction.not_before)
        self._after = frozenset(fold(word) for word in direction.not_after)

    def fits(self, plain: str, start: int, end: int) -> bool:
        charged = plain.startswith(" of ", end) and _CHARGED.search(plain[max(0, start - 40) : start])
        for words in () if charged else self._before:
            if plain.startswith(words, end) and not plain[end + len(words) : end + len(words) + 1].isalnum():
                return False
        return plain[max(0, start - 20) : start].rstrip(" -").rsplit(" ", 1)[-1] not in self._after


def _empty_it(grammar: Grammar) -> re.Pattern[str]:
    """What shows after `it` that it stands for nobody: "it is not clear", "it's worth noting"."""
    words = "|".join(re.escape(fold(word)) for word in grammar.empty_it)
    verbs = (
        "'s| is| was| will be| would be| may be| might be| could be| has been| seems| seemed| became| becomes| remains"
    )
    between = " not| n't| also| still| now| just| only| too| so| very| widely| highly| long| yet| been"
    return re.compile(rf"(?:{verbs})(?:{between})* (?:{words})\b")


class Namer:
    """Turns hits into names with their noun phrases."""

    def __init__(self, actors: ActorsFile, table: AliasTable) -> None:
        if actors.grammar is None:
            raise ValueError("actors.yaml has no grammar")
        self.grammar = actors.grammar
        self._table = table
        self._phrases = PhraseReader(actors.grammar)
        self._surnames = Surnames(actors.grammar)
        self._empty_it = _empty_it(actors.grammar)
        self._compass = {direction.key: _Compass(direction) for direction in actors.directions}

    def names(self, fields: Sequence[Scanned], on: datetime.date | None) -> tuple[list[list[Named]], Memory]:
        """Give the names of each field in order, and what the text has taught."""
        kept = [longest(one.folded, self._speaking(one.hits))[:MAX_NAMES] for one in fields]
        korea = any(self._about_korea(one, hits) for one, hits in zip(fields, kept, strict=True))
        korea = korea or any(self._table.concern_korea(one.folded, one.hits) for one in fields)
        memory = Memory(on, korea)
        drafts = [self._field(one, hits, memory) for one, hits in zip(fields, kept, strict=True)]
        return [self._learned(one, named, memory) for one, named in zip(fields, drafts, strict=True)], memory

    def _speaking(self, hits: Iterable[Hit]) -> list[Hit]:
        silent = self._table.silent
        return [hit for hit in hits if hit[0] not in silent]

    def _about_korea(self, one: Scanned, hits: Iterable[Hit]) -> bool:
        return any(
            pattern in self._table.korea
            and any(_written(alias, one, start, end) for alias in self._table.meanings[pattern])
            for pattern, start, end in hits
        )

    def _field(self, one: Scanned, hits: Sequence[Hit], memory: Memory) -> list[Named]:
        plain = one.plain
        found: list[Named] = []
        limits = self._limits(hits, len(plain))
        for (pattern, start, end), limit in zip(hits, limits, strict=True):
            meanings = self._meant(self._table.meanings[pattern], one, plain, start, end, memory)
            if not meanings or self._inside(found, start, meanings[0]):
                continue
            phrase = self._phrases.read(one.text, plain, start, end, meanings[0].form, limit)
            named = Named(
                start, end, meanings, phrase, acts=meanings[0].form == "person" and self._surnames.acts(plain, end)
            )
            self._teach(one.text, named, memory)
            if not (found and (_absorbed(plain, found[-1], named) or _posted(plain, found[-1], named))):
                found.append(named)
        return found

    def _limits(self, hits: Sequence[Hit], length: int) -> list[int]:
        limits, limit = [], length
        for pattern, start, _ in reversed(hits):
            limits.append(limit)
            if self._table.meanings[pattern][0].form in _STOPS:
                limit = start
        return limits[::-1]

    def _inside(self, found: Sequence[Named], start: int, alias: Alias) -> bool:
        return bool(found) and start < found[-1].phrase.end and alias.form in ("office", "anaphor")

    def _meant(
        self, meanings: tuple[Alias, ...], one: Scanned, plain: str, start: int, end: int, memory: Memory
    ) -> tuple[Alias, ...]:
        """Give the meanings that fit here; those of a surname stand or fall together."""
        if meanings[0].surname and meanings[-1].surname:
            return meanings if self._is_surname(meanings[0], one, plain, start, end) else ()
        if len(meanings) == 1:
            return meanings if self._means(meanings[0], one, plain, start, end, memory) else ()
        return tuple(alias for alias in meanings if self._means(alias, one, plain, start, end, memory))

    def _is_surname(self, alias: Alias, one: Scanned, plain: str, start: int, end: int) -> bool:
        return _written(alias, one, start, end) and self._surnames.stands_alone(one.text, plain, start, end)

    def _means(self, alias: Alias, one: Scanned, plain: str, start: int, end: int, memory: Memory) -> bool:
        if alias.entry == "it" and self._empty_it.match(plain, end):
            return False
        if alias.entry == "the two" and not _TWO_ACT.match(plain, end):
            return False
        if alias.detail == "not a party" or not _written(alias, one, start, end):
            return False
        if alias.surname:
            return self._surnames.stands_alone(one.text, plain, start, end)
        if alias.detail == "direction":
            return memory.korea and self._compass[alias.entry].fits(plain, start, end)
        return alias.detail != "epithet" or memory.korea

    def _teach(self, text: str, named: Named, memory: Memory) -> None:
        for alias in named.meanings:
            if alias.person and not alias.surname:
                memory.meet(alias.person)
        span, sides = named.phrase.name, named.meanings[0].sides
        if span and len(sides) == 1 and len(memory.learned) < MAX_LEARNED:
            name = text[span[0] : span[1]].strip('" ')
            parts = name.split()
            if len(parts) > 1:
                family = parts[0] if sides[0] in ("PRK", "KOR", "CHN") else parts[-1]
                memory.learned.setdefault(fold(family), Learned(name, family, sides, named.phrase.office))
            named.introduced = name

    def _learned(self, one: Scanned, found: list[Named], memory: Memory) -> list[Named]:
        plain = one.plain
        taken = sorted((named.phrase.start, named.phrase.end) for named in found)
        added: list[Named] = []
        for known in memory.learned.values():
            alias = Alias(known.name, known.sides, "person", detail="learned")
            for start in islice(_standing(known.family, one.text), MAX_NAMES - len(added)):
                end = start + len(known.family)
                phrase = self._phrases.read(one.text, plain, start, end, "person", end + 60)
                added.append(Named(start, end, (alias,), phrase))
        free = _not_covered(taken, added)
        return sorted((*found, *free), key=lambda named: named.start)


def _standing(name: str, text: str) -> Iterator[int]:
    """Where a name stands as a word of its own."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        whole = not _in_word(text[start - 1 : start]) and not _in_word(text[end : end + 1])
        if whole:
            yield start
        start = text.find(name, end if whole else start + 1)


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _written(alias: Alias, one: Scanned, start: int, end: int) -> bool:
    """Tell whether the original shows the case that the alias needs; a text without capitals shows none."""
    if alias.written == "any" or (one.caseless and alias.long):
        return one.plain[start - 1 : start] != "'"
    words = one.text[start:end]
    if alias.written == "UPPER":
        return words.isupper()
    if words[0].isupper() or not words[0].isalpha():
        return True
    return words[1] != " " and words.endswith(("Korea", "Korean", "Koreans"))


def _absorbed(plain: str, last: Named, named: Named) -> bool:
    """Join "North Korean leader" and "Kim Jong Un" into one name; tell whether that was done."""
    if named.meanings[0].form != "person" or last.meanings[0].form in ("person", "pronoun", "group"):
        return False
    gap = plain[last.phrase.end : named.start]
    titled = gap == " " and (last.phrase.head is not None or last.meanings[0].form == "office")
    owned = gap == "'s " and last.meanings[0].form in ("country", "capital")
    if not (titled or owned or named.start < last.phrase.end):
        return False
    last.people = named.meanings
    last.person_at = (named.start, named.end)
    role = named.phrase.role if named.phrase.role == "possessor" else last.phrase.role
    if owned and named.phrase.role != "possessor":
        role = "by" if last.phrase.prep == "by" else "object" if last.phrase.prep else "agent"
    last.phrase = last.phrase._replace(end=max(named.phrase.end, last.phrase.end), role=role, name=None)
    return True


def _posted(plain: str, last: Named, named: Named) -> bool:
    """Read "North Korea's U.N. envoy" as one name of the North's; tell whether that was done."""
    shared = named.meanings[0].entry in _SHARED
    head = named.phrase.head or ("council" if shared else None)
    if not (shared or (named.meanings[0].sides == ("UN",) and head in _POSTS and "UN" not in last.meanings[0].sides)):
        return False
    if last.meanings[0].form not in ("country", "demonym", "adjective", "direction") and last.phrase.head:
        return False
    if plain[last.phrase.end : named.start] not in (" ", "'s "):
        return False
    role = "by" if last.phrase.prep == "by" else "object" if last.phrase.prep else named.phrase.role
    last.phrase = last.phrase._replace(end=named.phrase.end, head=head, role=role)
    return True


_SHARED = frozenset(("National Security Council",))
"""Offices that several states have under one name."""
_POSTS = frozenset(("ambassador", "mission", "envoy", "representative", "delegation", "delegate", "diplomat", "office"))


def _not_covered(taken: Sequence[tuple[int, int]], added: Sequence[Named]) -> list[Named]:
    free: list[Named] = []
    index = 0
    for named in sorted(added, key=lambda each: each.start):
        while index < len(taken) and taken[index][1] <= named.start:
            index += 1
        if index == len(taken) or named.end <= taken[index][0]:
            free.append(named)
    return free
