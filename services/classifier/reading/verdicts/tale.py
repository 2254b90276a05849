"""Tale: a passage without a date that only narrates, out of a history or a profile rather than out of the news."""

from collections.abc import Sequence

from services.classifier.reading.scenes.clauses import SOURCE, THAT
from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.times.clock import Clock

_LEAST, _MOST = 2, 10
"""Sentences of such a passage: one may be the news itself, many are an article."""
_WORDS = 30
"""Tokens that it has at least: two short sentences may be the news as well."""
_SOURCES = frozenset(
    ("said", "official", "officials", "spokesman", "spokeswoman", "spokesperson", "ministry", "kcna",
     "yonhap", "sources", "diplomats", "announced", "reported", "confirmed", "now")
)  # fmt: skip
"""Words of a passage that tells the news: who tells it, and to whom."""


def is_tale(scene: Scene, clock: Clock) -> bool:
    """Tell whether all of a passage stands in the past, and nobody says, quotes or dates anything of it as new."""
    passage = _passage(scene)
    if not _LEAST <= len(passage) <= _MOST or sum(len(one.sentence) for one in passage) < _WORDS:
        return False
    told = passage[1:] if _is_thesis(passage[0], clock) else passage
    return all(_narrates(one, clock) for one in told)


def _passage(scene: Scene) -> Sequence[Scene]:
    while scene.previous is not None:
        scene = scene.previous
    found = [scene]
    while scene.following is not None and len(found) <= _MOST:
        scene = scene.following
        found.append(scene)
    return found


def _is_thesis(scene: Scene, clock: Clock) -> bool:
    """Tell a first sentence in the present that the rest bears out: `China's influence has its limits.`"""
    return scene.told_now and not scene.chronology and _is_unsaid(scene, clock)


def _narrates(scene: Scene, clock: Clock) -> bool:
    return not scene.told_now and not scene.chronology and _is_unsaid(scene, clock)


def _is_unsaid(scene: Scene, clock: Clock) -> bool:
    """Tell whether nobody says or quotes what a sentence tells, and nothing dates it as new."""
    if scene.headline or scene.voice or '"' in scene.vocabulary:
        return False
    if not scene.vocabulary.isdisjoint(_SOURCES) or _is_reported(scene):
        return False
    return not any(clock(words, "past", scene.span.field).sort in ("within", "ahead") for _, words in scene.times)


def _is_reported(scene: Scene) -> bool:
    """Tell whether somebody says it in so many words, and does not only ask for it (`, the North asked for half,`)."""
    said = [hit.first for hit in scene.group("clause") if hit.entry.name == "report"]
    return any(
        (clause.kind == THAT and clause.governor == "report")
        or (clause.kind == SOURCE and any(clause.start <= at <= clause.end for at in said))
        for clause in scene.clauses.all
    )
