"""Framing: the words of a sentence that tell an act, each with its frame."""

from collections.abc import Container, Iterator

from services.classifier.reading.frames.finders import Finders
from services.classifier.reading.frames.frame import Frame
from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.times.clock import Clock
from services.classifier.reading.words.lexicon import Hit, Lexicon


def frames_of(scene: Scene, lexicon: Lexicon, clock: Clock, wanted: Container[str]) -> list[Frame]:
    """Give a frame for each trigger of a scene whose key is wanted, in the order of the text."""
    triggers = [hit for hit in _triggers(scene, wanted) if hit.entry.key in wanted]
    if not triggers:
        return []
    find = Finders(scene, lexicon, clock)
    return [Frame(hit, find) for hit in triggers]


def _triggers(scene: Scene, wanted: Container[str]) -> Iterator[Hit]:
    """What stands as a trigger where one of the wanted begins: of those that begin at one word the longest."""
    telling = scene.group("telling")
    firsts = {hit.first for hit in telling if hit.entry.key in wanted}
    reach: dict[int, int] = {}
    seen: set[tuple[int, int, str]] = set()
    for hit in telling:
        if hit.first not in firsts or not _stands(scene, hit):
            continue
        longest = reach.setdefault(hit.first, hit.last)
        key = (hit.first, hit.last, hit.entry.name)
        if key not in seen and (hit.last == longest or hit.entry.sort == "phrase"):
            seen.add(key)
            yield hit


def _before_time(scene: Scene, last: int) -> bool:
    """Tell whether the last word of a phrase only brings a time: `agreed on Monday` is no `agree on`."""
    word = scene.sentence.words[last]
    if word not in ("on", "in", "at") or word in scene.words(last + 2, last + 4):
        return False
    if scene.tags.letters[last + 1 : last + 2] == ["P"]:  # "is back on for June"
        return False
    return any(at in (last, last + 1) for at, _ in scene.times)


def _only_helps(scene: Scene, hit: Hit, letter: str) -> bool:
    """Tell whether a phrase begins with what only helps a verb: `has proposed a meeting with` has no meeting."""
    after = scene.tags.letters[hit.first + 1 : hit.last]
    if letter == "H" and hit.entry.gap >= 0:
        return next((word for word in after if word not in "AN"), "") == "V"
    return letter == "O" and "V" in after


def _only_says_which(scene: Scene, last: int) -> bool:
    """Tell whether the next noun is what is spoken of: `their nuclear test site`, `the launch plan`."""
    ahead = scene.words(last + 1, last + 1)
    return scene.tags.letters[last] == "X" and not scene.cues["heads of acts"].isdisjoint(ahead)


def _stands(scene: Scene, hit: Hit) -> bool:
    letter, form = scene.tags.letters[hit.first], scene.tags.forms[hit.first]
    if hit.entry.sort == "verb" and not (letter == "V" and form in hit.entry.forms):
        return False
    if hit.entry.sort == "phrase" and _only_helps(scene, hit, letter):
        return False
    if hit.entry.sort == "noun" and ((letter in "VBHM" and form != "g") or _only_says_which(scene, hit.last)):
        return False
    return hit.last == hit.first or not _before_time(scene, hit.last)
