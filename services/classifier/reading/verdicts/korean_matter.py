"""Korea as the matter of what others do: it must stand where the act is told, not in another clause beside it."""

from collections.abc import Sequence

from services.classifier.reading.parties.aliases import KOREAS
from services.classifier.reading.scenes.clauses import MAIN, SOURCE, Clause
from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.words.lexicon import Hit

_AT_HOME = frozenset(
    ("press", "reporters", "journalists", "critics", "democrats", "democratic", "republicans", "republican", "congress",
     "senators", "lawmakers", "opposition", "predecessor", "rivals", "candidates", "aides")
)  # fmt: skip
_CHARGING = ("condemn", "accuse")
_AIM = 9
"""Tokens behind a verb in which stands whom it is aimed at."""
_ANOTHER_ACT = frozenset("VSMHBW")
"""Letters of verbs and clauses: what stands behind them is of another act."""
_APART = ("when", "though", "before", "than")
"""Clauses that only set something else beside the act: `while North Korea hardly came up`."""
_LIKENED = frozenset(("like", "unlike", "compared", "likened"))
"""Words before what something is only likened to: `a move that one compared with North Korea's tactics`."""
_STILL_OF_IT = frozenset(("he", "she", "they", "it", "we", "i", "his", "her", "their", "both", "two", "sides"))
"""Words by which a second main clause goes on with those of the first."""


def at_home(hit: Hit, scene: Scene, own: Sequence[str]) -> bool:
    """Tell whether an act is aimed at somebody at home: `accused Mr. Gore`, `left a meeting with Democrats`."""
    if hit.entry.sort != "verb" or len(own) != 1:
        return False
    others = [p.first for p in scene.parties if p.first > hit.first and not set(p.mention.sides) <= set(own)]
    reach = min([hit.last + _AIM, *others, _source_behind(hit, scene)])
    if not _AT_HOME.isdisjoint(scene.words(hit.last + 1, reach - 1)) and "of" not in scene.words(reach - 3, reach - 1):
        return True
    if hit.entry.name not in _CHARGING:
        return False
    near = (hit.first + 1, hit.first + 2, hit.last + 1, hit.last + 2)
    aimed = next((p for p in scene.parties if p.first in near), None)
    return aimed is not None and aimed.mention.form == "person" and aimed.mention.sides == tuple(own)


def _source_behind(hit: Hit, scene: Scene) -> int:
    """Where it begins to say who tells the act: `will not come," he | told reporters` aims at nobody at home."""
    sources = (clause.start for clause in scene.clauses.all if clause.kind == SOURCE and clause.start > hit.last)
    return next(sources, len(scene.sentence.words))


def at_another(hit: Hit, scene: Scene, own: Sequence[str]) -> bool:
    """Tell whether curbs are named as those on a state that is no Korea: `eased its sanctions on Myanmar`."""
    ends = min(hit.last + _AIM, len(scene.tags.letters))
    aimed = next((p for p in scene.parties if hit.last < p.first < ends and _is_aimed_at(p.first, scene)), None)
    if aimed is None or aimed.mention.form == "demonym" or not {*KOREAS, *own}.isdisjoint(aimed.mention.sides):
        return False
    koreas = (p.first for p in scene.parties if p.first > aimed.first and not KOREAS.isdisjoint(p.mention.sides))
    korea = next(koreas, -1)
    return korea < 0 or not _ANOTHER_ACT.isdisjoint(scene.tags.letters[aimed.first : korea])


def _is_aimed_at(first: int, scene: Scene) -> bool:
    return "on" in scene.words(first - 1, first - 1) or "against" in scene.words(first - 1, first - 1)


def stated_as_matter(at: int, scene: Scene, party: bool = False) -> bool:
    """Tell whether a Korea is named in the clause of a token, around it, or in one that says more of it.

    The other party of an act may be named in any clause that hangs on it.
    """
    act = scene.clauses.of(at)
    above = {clause.number for clause in _upwards(scene, act)}
    places = [scene.sentence.token_at(place) for place in scene.korean]
    places += [party.first for party in scene.parties if not KOREAS.isdisjoint(party.mention.sides)]
    places = [place for place in places if _LIKENED.isdisjoint(scene.words(max(0, place - 2), place - 1))]
    return any(_speaks_of(scene, scene.clauses.of(place), act, above, party) for place in places)


def _speaks_of(scene: Scene, named: Clause, act: Clause, above: set[int], party: bool) -> bool:
    if named.number in above:
        return True
    for clause in _upwards(scene, named):
        if clause.number in above:
            return True
        if clause.kind in _APART and not party and clause.verb >= 0:
            return False
        if clause.kind == MAIN:
            opening = scene.words(clause.start, clause.start + 3)
            return clause.number < act.number or not _STILL_OF_IT.isdisjoint(opening)
    return False


def _upwards(scene: Scene, clause: Clause) -> list[Clause]:
    """A clause and those around it."""
    found = [clause]
    while (above := scene.clauses.above(found[-1])) is not None:
        found.append(above)
    return found
