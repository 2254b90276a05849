"""Quotation: who speaks in a sentence that stands in quotes from end to end, and names nobody who says it."""

from services.classifier.reading.frames.subjects import parties_in, subject_of
from services.classifier.reading.scenes.clauses import SOURCE
from services.classifier.reading.scenes.scene import Party, Scene

_BACK = 5
"""Quoted sentences walked back over to the one that says who speaks."""


def quoted_speakers(scene: Scene) -> list[Party]:
    """Whoever was said to speak last, where a sentence goes on with his words."""
    now: Scene | None = scene
    for _ in range(_BACK):
        if now is None or not _goes_on(now):
            break
        now = now.previous
    return _teller(now) if now is not None and now is not scene else []


def _goes_on(scene: Scene) -> bool:
    """Tell whether a sentence opens with a quote, and all that it holds is quoted."""
    words = scene.sentence.words
    if len(words) < 3 or words[0] != '"':
        return False
    marks = words.count('"')
    return marks == 1 or (marks == 2 and '"' in words[-2:])


def _teller(scene: Scene) -> list[Party]:
    """The one who says the last thing that is said in a sentence."""
    for clause in reversed(scene.clauses.all):
        if clause.kind == SOURCE and (found := parties_in(scene, clause.start, clause.end)[:1]):
            return found
    for hit in reversed(scene.group("clause")):
        if scene.tags.finite(hit.first):
            return subject_of(scene, scene.clauses.of(hit.first), hit.first)
    return []
