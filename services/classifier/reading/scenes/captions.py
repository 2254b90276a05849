"""Captions: what a picture shows is older than the story, or told elsewhere in it; and headlines run into a body."""

import re
from collections.abc import Mapping

from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.scenes.teasers import in_teaser

_GALLERY = 4
"""Sentences of one caption of a gallery at most."""
_RUN_TOGETHER = re.compile(r"[a-z][A-Z][a-z].*?\bMORE\b")
"""Headlines of other stories behind a linked name, without a space between: `Kim Jong UnTrump says ... MORE`."""


def beside_the_story(scene: Scene, at: int, cues: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether a token stands in a teaser for another story or under a picture."""
    return in_teaser(scene, at, cues["teasers"]) or _in_caption(scene, at, cues["captions"], cues["gallery"])


def _in_caption(scene: Scene, at: int, cues: frozenset[str], gallery: frozenset[str]) -> bool:
    """Tell whether a token stands in the caption of a picture, or among headlines behind a linked name."""
    if scene.headline:
        return False
    if any(map(scene.line.__contains__, cues)):
        return True
    return _in_gallery(scene, at, gallery) or _among_links(scene, at)


def _in_gallery(scene: Scene, at: int, gallery: frozenset[str]) -> bool:
    """Look back for what opens a caption of a gallery (`Photos:`) before anything that ends one (`Hide Caption`)."""
    opened = any(map(scene.line.__contains__, gallery))
    before, now = " ".join(scene.sentence.words[: at + 1]) if opened else "", scene.previous
    for _ in range(_GALLERY):
        places = {before.rfind(cue): cue for cue in gallery if cue in before}
        if places:
            return places[max(places)].endswith(":")
        if now is None:
            return False
        before, now = now.line, now.previous
    return False


def _among_links(scene: Scene, at: int) -> bool:
    place = scene.sentence.piece(at, at).start - scene.span.start
    if "more" not in scene.vocabulary:
        return False
    return any(found.start() <= place < found.end() for found in _RUN_TOGETHER.finditer(scene.written))
