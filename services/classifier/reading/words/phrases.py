"""Phrases of the knowledge under names, found in one pass over the words of a sentence."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from services.classifier.reading.texts.tokens import words_of

_TELLING = 3
"""Letters of words that say nothing at most."""


class PhraseBook:
    """Finds phrases by their first word: one look-up a token."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._starts: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for name, phrases in lists.items():
            for phrase in phrases:
                words = words_of(phrase)
                self._starts[words[0]].append((words, name))
        self._heads = frozenset(self._starts)

    def found(self, words: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Give the name and the words of each phrase that stands in the sentence."""
        yield from self.found_in(words, frozenset(words))

    def found_in(self, words: Sequence[str], vocabulary: frozenset[str]) -> list[tuple[str, tuple[str, ...]]]:
        """The same for a sentence whose words are known as a set: most sentences hold few first words or none."""
        if self._heads.isdisjoint(vocabulary):
            return []
        return [
            (name, phrase)
            for at, word in enumerate(words)
            if word in self._heads
            for phrase, name in self._starts[word]
            if len(phrase) == 1 or (phrase[1] in vocabulary and tuple(words[at : at + len(phrase)]) == phrase)
        ]


@cache
def _parts(phrases: frozenset[str]) -> frozenset[str]:
    """A few words, or parts of words, of which each phrase holds one."""
    often = Counter(word for phrase in phrases for word in phrase.split() if len(word) > _TELLING)
    return frozenset(max(phrase.split(), key=lambda word: (often[word], len(word))) for phrase in phrases)


def holds_any(text: str, phrases: frozenset[str]) -> bool:
    """Tell whether one of the phrases stands in a text, be it inside of words."""
    return any(map(text.__contains__, _parts(phrases))) and any(map(text.__contains__, phrases))
