"""Vetoes: words of another world (sport, companies, courts, shows, weather) near a frame."""

from collections import Counter
from collections.abc import Sequence

from services.classifier.knowledge.class_entries import Veto
from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.words.phrases import PhraseBook


class VetoWatch:
    """Finds vetoes in a scene."""

    def __init__(self, vetoes: Sequence[Veto]) -> None:
        self._book = PhraseBook({veto.name: veto.words for veto in vetoes})
        self._near = {veto.name: veto.near for veto in vetoes}
        self._claims = frozenset(veto.name for veto in vetoes if veto.claims)
        self._unless = {veto.name: frozenset(veto.unless) for veto in vetoes}

    def veto(self, scene: Scene) -> str | None:
        """Give the name of the veto on claims that holds, or None."""
        return next((name for name in self.worlds(scene) if name in self._claims), None)

    def worlds(self, scene: Scene) -> list[str]:
        """Give the names of the other worlds that a sentence belongs to."""
        words = scene.sentence.words
        found = self._book.found_in(words, scene.vocabulary)
        if not found:
            return []
        counts = Counter(name for name, _ in found)
        return [
            name for name, count in counts.items() if count >= self._near[name] and self._unless[name].isdisjoint(words)
        ]
