"""Story time: whether the sentences just before have led the reader back to older times."""

from collections.abc import Sequence

from services.classifier.reading.clock import Clock, TimeAt
from services.classifier.reading.scene import Scene

_NOW = ("s", "b", "g")


class Story:
    """Walks through the sentences of a text and remembers where in time the telling stands."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._older = False
        self._field = ""

    def older(self, scene: Scene, times: Sequence[TimeAt]) -> bool:
        """Tell whether this sentence is told as of older times, by its own time or by those before it."""
        field = scene.sentence.span.field
        if field != self._field:
            self._field, self._older = field, False
        sorts = {self._clock(words, "past", field).sort for _, words in times if not words.nominal}
        if "older" in sorts and not sorts & {"within"}:
            self._older = True
        elif sorts & {"within", "ahead"} or _present(scene):
            self._older = False
        return self._older


def _present(scene: Scene) -> bool:
    """Tell whether the main clause stands in the present or the perfect."""
    clause = scene.clauses.all[0]
    if clause.verb < 0:
        return False
    letter, form = scene.tags.letters[clause.verb], scene.tags.forms[clause.verb]
    return (letter == "V" and form in _NOW) or scene.sentence.words[clause.verb] in ("is", "are", "has", "have", "will")
