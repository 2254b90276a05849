"""Teasers: headlines of other stories that stand in a body (`READ MORE: ...`, `Replay More Videos`)."""

from collections.abc import Iterator

from services.classifier.reading.scenes.scene import Scene

_BARS = 2
"""So many bars in a sentence make it a row of headlines."""
_REACH = 20
"""Sentences looked at on either side for what the story itself is about."""


def in_teaser(scene: Scene, at: int, cues: frozenset[str]) -> bool:
    """Tell whether a token stands in a teaser for another story.

    Links within a story go to its own earlier reports too: one that names only sides of this story is read like it.
    """
    if scene.headline or not _teases(scene, at, cues):
        return False
    return not scene.sides <= {side for other in _around(scene) for side in other.sides}


def _teases(scene: Scene, at: int, cues: frozenset[str]) -> bool:
    words = scene.sentence.words
    if words.count("|") >= _BARS or "replay more videos" in scene.line:
        return True
    before = scene.previous
    if before is not None and before.line.rstrip(" .:") in cues:
        return True
    opening = " ".join(words[words.index("|") + 1 if "|" in words[:at] else 0 :][:5])
    return opening.startswith(tuple(cues))


def _around(scene: Scene) -> Iterator[Scene]:
    """The sentences of the story around a teaser."""
    before, after = scene.previous, scene.following
    for _ in range(_REACH):
        if before is not None:
            yield before
        if after is not None:
            yield after
        before, after = before.previous if before else None, after.following if after else None
