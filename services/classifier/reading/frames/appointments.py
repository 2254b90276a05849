"""Appointments: what a sentence says of a meeting that was set, waited for, or put back on."""

from collections.abc import Sequence
from itertools import pairwise

from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.words.lexicon import Hit

_WERE = frozenset(("was", "were"))
_DUE = frozenset(("to", "due", "set", "scheduled", "supposed", "slated", "planned"))
_ENDING = frozenset(("end", "close", "conclude", "finish", "wrap", "leave", "return", "resume"))
_SOON = 20
"""How far behind a word it is looked for what was to come then."""
_WAITS = frozenset(("waited", "waiting", "sat"))
_LASTS = frozenset(("lasted", "sat", "talked", "met", "ran", "bargained", "haggled", "negotiated", "argued", "huddled"))
_OPENS = frozenset(("open", "begin", "start", "convene", "take", "happen", "proceed"))
_NO = frozenset(("not", "n't", "no", "nor"))
_WHICH = frozenset(("that", "which", "who"))
_NEAR = 8


def unbegun(scene: Scene, hit: Hit) -> bool:
    """Tell whether it befell something that had not begun: `a day before they were to open`."""
    said = scene.words(hit.last, hit.last + _SOON)
    until = said.index("before") if "before" in said else len(said)
    ahead = said[until : until + 8]
    return _ENDING.isdisjoint(ahead) and any(be in _WERE and then in _DUE for be, then in pairwise(ahead))


def was_to(scene: Scene, hit: Hit) -> bool:
    """Tell whether the sentence begins with what was to be: `were to have met`, `a team that was to come`."""
    said = scene.sentence.words[: hit.first]
    to = [at for at, pair in enumerate(pairwise(said)) if pair[0] in _WERE and pair[1] == "to"]
    return any(said[at + 2 : at + 3] == ["have"] or said[max(0, at - 1)] in _WHICH for at in to)


def waits(scene: Scene, number: int) -> bool:
    """Tell whether the verb of a clause is one of waiting, or what was to begin did not."""
    verb = scene.clauses.all[number].verb if number >= 0 else -1
    told = scene.words(verb, verb + 2) if verb >= 0 else ()
    if not _WAITS.isdisjoint(told[:2]):
        return True
    return not (_NO.isdisjoint(scene.words(max(0, verb - 2), verb + 1)) or _OPENS.isdisjoint(told))


def lasts(scene: Scene, number: int) -> bool:
    """Tell whether the verb of a clause is one of lasting: `lasted an hour before they walked out` tells the end."""
    verb = scene.clauses.all[number].verb if number >= 0 else -1
    return verb >= 0 and not _LASTS.isdisjoint(scene.words(verb, verb + 2)[:2])


def after_all(scenes: Sequence[Scene], hit: Hit) -> bool:
    """Tell `will meet him after all` from `will not go ahead after all` and `was called off after all`."""
    for scene in scenes:
        at = next((at for at, pair in enumerate(pairwise(scene.sentence.words)) if pair == ("after", "all")), -1)
        own = scene is scenes[0] and 0 <= at - hit.last < _NEAR
        if at >= 0 and not own and _NO.isdisjoint(scene.vocabulary):
            return True
    return False
