"""Wording: words and phrases of the knowledge, of which a sentence may hold one."""

from collections.abc import Iterable

from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.texts.tokens import words_of


class Wording:
    """Some words and phrases, cut as sentences are: `e-mail` is two words there.

    `signs` are words of which a sentence must hold one, or else none of these stands in it.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        cut = [words_of(entry) for entry in entries]
        self.signs = frozenset([max(words, key=len) for words in cut])
        self._words = frozenset([words[0] for words in cut if len(words) == 1])
        self._phrases = [f" {' '.join(words)} " for words in cut if len(words) > 1]

    def stands_in(self, scene: Scene) -> bool:
        """Tell whether one of them stands in a sentence."""
        if scene.vocabulary.isdisjoint(self.signs):
            return False
        if not scene.vocabulary.isdisjoint(self._words):
            return True
        line = f" {scene.line} "
        return any(phrase in line for phrase in self._phrases)
