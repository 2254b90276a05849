"""The lexicon: what each word of the knowledge may be, ready for one look-up a token."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from services.classifier.knowledge.class_entries import ClosedWords, Embedding, ObjectClass, StancesFile, VerbClass
from services.classifier.reading.texts.tokens import words_of
from services.classifier.reading.words.inflection import Inflection, plural

GROUPS = {
    "verb": "telling", "noun": "telling", "phrase": "telling", "act": "governing", "governing noun": "governing",
    "state": "governing",
}  # fmt: skip
"""Sorts that are looked for together: what tells an act, and what governs one. Other sorts are their own group."""
_ENDS_GAP, _ENDS_PHRASE = ',.;:"', ",.;:"
"""What no gap goes beyond: that of a verb and its particle, that of a phrase, which may be quoted in part."""
_ADDS = frozenset(("on", "in", "at", "and", "but", "despite", "with", "following", "because", "by", "next", "this"))
"""What may still follow where a phrase ends what is said."""
PART = "\t"
MAX_GAP = 5
"""Tokens that may stand in the gap of `call ~ off`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase that begins with some word: the rest of it, and what it is.

    `sort` is `verb`, `noun` (an act as a noun), `phrase`, `object`, `clause`, `act`, `state`
    (an adjective that governs), `stance` or `subordinator`; `name` is the class. `gap` is the place in
    `rest` before which other words may stand, or -1. `key` is name, sort and lemma, with `PART` between.
    One that is `closing` follows other words and ends what they say ("will come after all.").
    """

    rest: tuple[str, ...]
    sort: str
    name: str
    forms: str = ""
    gap: int = -1
    lemma: str = ""
    group: str = ""
    key: str = ""
    closing: bool = False


class Hit(NamedTuple):
    """An entry found in a sentence: its first and last token."""

    first: int
    last: int
    entry: Entry


_hit: Callable[[tuple[int, int, Entry]], Hit] = partial(tuple.__new__, Hit)
"""Makes a hit in half the time; a sentence has half as many as words."""


class Lexicon:
    """All phrases of the knowledge by their first word, the longest first; and the tags of closed words."""

    def __init__(
        self,
        words: ClosedWords,
        classes: Sequence[VerbClass],
        objects: Sequence[ObjectClass],
        embeddings: Sequence[Embedding],
        stances: StancesFile,
    ) -> None:
        self.intransitive = frozenset(entry.name for entry in classes if entry.intransitive)
        self.weak = frozenset(thing.name for thing in objects if thing.weak)
        self.spoken = frozenset(entry.name for entry in classes if entry.spoken)
        self._inflection = Inflection(words.irregular)
        self._starts: dict[str, list[Entry]] = defaultdict(list)
        self.verbs: dict[str, str] = {}
        self.tags = _closed_tags(words)
        self.letters: dict[str, str] = {}
        self.modals = words.modals
        self.cues = {name: frozenset(found) for name, found in words.cues.items()}
        self.noun_words: set[str] = {form for noun in words.also_nouns for form in (noun, _plural(noun))}
        self._add_verbs(words.verbs, "", "plain")
        for embedding in embeddings:
            self._add_embedding(embedding)
        self.sayings = frozenset(
            word for word, found in self._starts.items() for entry in found if entry.sort == "clause" and not entry.rest
        )
        for verb_class in classes:
            self._add_class(verb_class)
        for thing in objects:
            self._add_nouns(thing.nouns, thing.name, "object")
        for name, phrases in words.subordinators.items():
            for phrase in phrases:
                self._add(words_of(phrase), Entry((), "subordinator", name))
        self._add_stances(stances)
        self.things = frozenset(
            word for word, found in self._starts.items() for e in found if e.sort in ("object", "noun") and not e.rest
        )
        self._found = {word: _starting(found) for word, found in self._starts.items()}
        self._inner = frozenset(word for found in self._starts.values() for e in found for word in e.rest)

    def _add(self, words: tuple[str, ...], entry: Entry) -> None:
        lemma, group = entry.lemma or " ".join(words), GROUPS.get(entry.sort, entry.sort)
        key = PART.join((entry.name, entry.sort, lemma))
        made = replace(entry, rest=words[1:], lemma=lemma, group=group, key=key)
        if made not in self._starts[words[0]]:
            self._starts[words[0]].append(made)

    def _add_class(self, verb_class: VerbClass) -> None:
        self._add_verbs(verb_class.verbs, verb_class.name, "verb")
        self._add_nouns(verb_class.nouns, verb_class.name, "noun")
        for phrase in verb_class.phrases:
            self._add_phrase(phrase, verb_class.name)

    def _add_embedding(self, embedding: Embedding) -> None:
        self._add_verbs(embedding.clause, embedding.name, "clause")
        self._add_verbs(embedding.act, embedding.name, "act")
        self._add_nouns(embedding.nouns, embedding.name, "governing noun")
        for phrase in embedding.adjectives:
            self._add(words_of(phrase), Entry((), "state", embedding.name))

    def _add_stances(self, stances: StancesFile) -> None:
        self.stance_cues = {name: frozenset(found) for name, found in stances.cues.items()}
        self._add_verbs(stances.says, "says", "stance")
        self._add_verbs(stances.against, "against", "stance")
        for phrase in stances.ill:
            self._add(words_of(phrase), Entry((), "stance", "ill"))

    def _add_verbs(self, phrases: Iterable[str], name: str, sort: str) -> None:
        for phrase in phrases:
            words = words_of(phrase)
            rest = words[1:]
            gap = rest.index("~") if "~" in rest else -1
            rest = tuple(word for word in rest if word != "~")
            for form, letters in self._forms(words[0]):
                self.verbs[form] = _merged(self.verbs.get(form, ""), letters)
                if name:
                    self._add((form, *rest), Entry((), sort, name, letters, gap, phrase))

    def _forms(self, lemma: str) -> Iterator[tuple[str, str]]:
        if lemma == "be":
            yield from (
                ("be", "b"),
                ("is", "s"),
                ("are", "s"),
                ("was", "d"),
                ("were", "d"),
                ("been", "n"),
                ("being", "g"),
            )
            return
        yield from self._inflection.forms(lemma).items()

    def _add_nouns(self, nouns: Iterable[str], name: str, sort: str) -> None:
        for noun in nouns:
            for written in dict.fromkeys((noun, _plural(noun))):
                words = words_of(written)
                if words[-2:-1] != ("to",):
                    self.noun_words.add(words[-1])
                self._add(words, Entry((), sort, name, lemma=written))

    def _add_phrase(self, phrase: str, name: str) -> None:
        words = words_of(phrase.removesuffix(" |"))
        rest = words[1:]
        gap = rest.index("~") if "~" in rest else -1
        made = Entry((), "phrase", name, "", gap, phrase, closing=phrase.endswith(" |"))
        self._add((words[0], *(word for word in rest if word != "~")), made)

    def find(self, words: Sequence[str], vocabulary: frozenset[str]) -> list[Hit]:
        """Give the entries that stand in a sentence by their first tokens, the longest first."""
        known = self._found.get
        hits: list[Hit] = []
        for at, starting in enumerate(map(known, words)):
            if starting is None:
                continue
            gaps, whole, close = starting
            whatever, following = close if vocabulary.isdisjoint(gaps) else whole
            for entry in following.get(self._second(words, at), whatever) if following else whatever:
                if not entry.rest:
                    hits.append(_hit((at, at, entry)))
                elif vocabulary.issuperset(entry.rest) and (last := _match(words, at, entry)) >= 0:
                    hits.append(_hit((at, last, entry)))
        return hits

    def find_at(self, words: Sequence[str], at: int) -> list[Hit]:
        """Give the entries that stand at one token, the longest first."""
        phrases = self._found[words[at]].all if words[at] in self._found else _Phrases((), {})
        entries = phrases.following.get(self._second(words, at), phrases.whatever)
        return [
            Hit(at, last, entry) for entry in entries if (last := _match(words, at, entry) if entry.rest else at) >= 0
        ]

    def _second(self, words: Sequence[str], at: int) -> str:
        """The word after one, be it the first of a quotation or behind a manner (`withdraw immediately from`)."""
        if at + 1 >= len(words):
            return ""
        word = words[at + 1]
        if at + 2 < len(words) and (word == '"' or (word.endswith("ly") and word not in self._inner)):
            return words[at + 2]
        return word


class _Phrases(NamedTuple):
    """Entries, the longest first: `whatever` the second word is, and with each second word that counts."""

    whatever: tuple[Entry, ...]
    following: Mapping[str, tuple[Entry, ...]]


class _Starting(NamedTuple):
    """What begins with a word: all of it, and what is `close`, without a gap at once.

    A gap at once needs one of the words `behind_gaps` somewhere.
    """

    behind_gaps: frozenset[str]
    all: _Phrases
    close: _Phrases


def _starting(entries: Sequence[Entry]) -> _Starting:
    ranked = sorted(entries, key=_longest_first)
    close = [entry for entry in ranked if entry.gap]
    return _Starting(frozenset(entry.rest[0] for entry in ranked if not entry.gap), _phrases(ranked), _phrases(close))


def _phrases(ranked: Sequence[Entry]) -> _Phrases:
    seconds = {entry.rest[0] for entry in ranked if entry.rest and entry.gap}
    whatever = tuple(entry for entry in ranked if not entry.rest or not entry.gap)
    return _Phrases(
        whatever, {word: tuple(e for e in ranked if not e.rest or not e.gap or e.rest[0] == word) for word in seconds}
    )


def _longest_first(entry: Entry) -> int:
    return -len(entry.rest)


def _merged(one: str, other: str) -> str:
    return one + "".join(letter for letter in other if letter not in one)


def _plural(noun: str) -> str:
    return noun if noun.endswith("s") or "'" in noun else plural(noun)


def _match(words: Sequence[str], at: int, entry: Entry) -> int:
    """The last token of the phrase that begins at `at`, or -1."""
    place = at + 1
    for number, word in enumerate(entry.rest):
        if number == entry.gap:
            place = _after_gap(words, place, word, _ENDS_PHRASE if entry.sort == "phrase" else _ENDS_GAP)
        elif (place := _unquoted(words, _past_manner(words, place, word, entry), word)) < 0:
            return -1
        if place < 0:
            return -1
        place += 1
    return -1 if entry.closing and not _closes(words, at, place) else place - 1


def _closes(words: Sequence[str], at: int, end: int) -> bool:
    """Tell whether what stands there hangs on the words before it, and the clause or all but an addition is over."""
    after = words[end] if end < len(words) else "."
    return at > 0 and words[at - 1] not in _ENDS_GAP and (after in _ENDS_GAP or after in _ADDS)


def _past_manner(words: Sequence[str], place: int, word: str, entry: Entry) -> int:
    """Where a verb's particle is looked for: behind the manner that stands between, if one does.

    Not before `to`: that also brings whom something was said to.
    """
    there = words[place] if place < len(words) else ""
    return place + 1 if entry.forms and word not in ("to", there) and there.endswith("ly") else place


def _unquoted(words: Sequence[str], place: int, word: str) -> int:
    """Where the next word of a phrase stands, be it the first of a quotation (`must pay "dearly"`); -1 without it."""
    if place < len(words) and words[place] == '"':
        place += 1
    return place if place < len(words) and words[place] == word else -1


def _after_gap(words: Sequence[str], place: int, word: str, ends: str) -> int:
    if words[place : place + 1] == ["to"] and word != "to":  # "had to put off the talks" is no "had talks"
        return -1
    for there in range(place, min(len(words), place + MAX_GAP + 1)):
        if words[there] == word:
            return there
        if words[there] in ends:
            return -1
    return -1


def _closed_tags(words: ClosedWords) -> dict[str, str]:
    tags: dict[str, str] = {}
    groups = {
        "D": words.determiners, "P": words.prepositions, "R": words.pronouns, "C": words.conjunctions,
        "A": words.adverbs, "N": words.negations, "W": words.relatives, "B": words.be, "H": words.have,
        "O": words.do, "M": tuple(words.modals),
    }  # fmt: skip
    for letter, group in groups.items():
        for word in group:
            tags[word] = letter
    tags["to"] = "T"
    for names in words.subordinators.values():
        for word in names:
            if " " not in word:
                tags[word] = "S"
    return tags
