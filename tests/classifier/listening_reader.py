"""A reader that tells the features by which it decided on relevance, for the tests and for fitting their weights."""

from collections.abc import Mapping

from services.classifier.knowledge import Knowledge
from services.classifier.reading.reader import Reader
from services.classifier.reading.relevance.relevance import Relevance
from services.classifier.reading.texts.text import Text


class _Listening(Relevance):
    heard: Mapping[str, float] | None = None

    def features(self, *args: object) -> dict[str, float]:
        self.heard = found = super().features(*args)  # type: ignore[arg-type]
        return found


class ListeningReader(Reader):
    """Reads as the reader does."""

    def __init__(self, knowledge: Knowledge) -> None:
        super().__init__(knowledge)
        self._relevance = self._listening = _Listening(knowledge.relevance, self._vetoes.worlds)

    def features(self, text: Text) -> Mapping[str, float] | None:
        """The features of a text; None where the gate turns it away."""
        self._listening.heard = None
        self.read(text)
        return self._listening.heard
