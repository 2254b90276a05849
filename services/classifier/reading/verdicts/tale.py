"""Tale: a passage without a date that only narrates, out of a history or a profile rather than out of the news."""

from collections.abc import Sequence

from services.classifier.reading.scenes.clauses import SOURCE, THAT, Clause
from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.times.clock import Clock

_LEAST, _MOST = 2, 10
"""Sentences of such a passage: one may be the news itself, many are an article."""
_WORDS = 30
"""Tokens that it has at least: two short sentences may be the news as well."""
_SOURCES = frozenset(
    ("said", "told", "official", "officials", "spokesman", "spokeswoman", "spokesperson", "ministry", "kcna",
     "yonhap", "sources", "diplomats", "announced", "reported", "confirmed", "now")
)  # fmt: skip
"""Words of a passage that tells the news: who tells it, and to whom."""


def is_tale(scene: Scene, clock: Clock) -> bool:
    """Tell whether all of a passage stands in the past, and nobody says, quotes or dates anything of it as new."""
    passage = _passage(scene)
    if not _LEAST <= len(passage) <= _MOST or sum(len(one.sentence) for one in passage) < _WORDS:
        return False
    return all(_narrates(one, clock) for one in passage)


def _passage(scene: Scene) -> Sequence[Scene]:
    while scene.previous is not None:
        scene = scene.previous
    found = [scene]
    while scene.following is not None and len(found) <= _MOST:
        scene = scene.following
        found.append(scene)
    return found


def _narrates(scene: Scene, clock: Clock) -> bool:
    if scene.headline or scene.chronology or scene.voice or scene.told_now or '"' in scene.vocabulary:
        return False
    if not scene.vocabulary.isdisjoint(_SOURCES) or any(_reports(clause) for clause in scene.clauses.all):
        return False
    return not any(clock(words, "past", scene.span.field).sort in ("within", "ahead") for _, words in scene.times)


def _reports(clause: Clause) -> bool:
    return clause.kind == SOURCE or (clause.kind == THAT and clause.governor == "report")
