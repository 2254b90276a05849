"""Vetoes: words of another world (sport, companies, courts, shows, weather) near a frame."""

from collections import defaultdict
from collections.abc import Sequence

from services.classifier.knowledge.class_entries import Veto
from services.classifier.reading.scene import Scene
from services.classifier.reading.tokens import words_of


class VetoWatch:
    """Finds vetoes in a scene."""

    def __init__(self, vetoes: Sequence[Veto]) -> None:
        self._starts: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self._near = {veto.name: veto.near for veto in vetoes}
        self._claims = frozenset(veto.name for veto in vetoes if veto.claims)
        self._unless = {veto.name: frozenset(veto.unless) for veto in vetoes}
        for veto in vetoes:
            for phrase in veto.words:
                words = words_of(phrase)
                self._starts[words[0]].append((words, veto.name))

    def veto(self, scene: Scene) -> str | None:
        """Give the name of the veto on claims that holds, or None."""
        return next((name for name in self.worlds(scene) if name in self._claims), None)

    def worlds(self, scene: Scene) -> list[str]:
        """Give the names of the other worlds that a sentence belongs to."""
        words = list(scene.sentence.words)
        counts: dict[str, int] = defaultdict(int)
        for at, word in enumerate(words):
            for phrase, name in self._starts.get(word, ()):
                if tuple(words[at : at + len(phrase)]) == phrase:
                    counts[name] += 1
        return [
            name for name, count in counts.items() if count >= self._near[name] and not self._unless[name] & set(words)
        ]
