"""Dealings: the named features by which relevance is decided, each between 0 and 3."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from services.classifier.reading.claims.claims import Told
from services.classifier.reading.parties.aliases import KOREAS, POWERS
from services.classifier.reading.relevance.outlook import Outlook
from services.classifier.reading.scenes.scene import Scene

Features = dict[str, float]
SPREADING = ("diplomacy", "talk")
"""Cues that say something of the text even in sentences that name no Korea."""
OPEN = ("denied", "hypothetical", "future")
OPENING_ELSEWHERE = "the opening is of another world"
KOREA_ELSEWHERE = "a Korea only in another world"


def told_features(entries: Sequence[Told]) -> Features:
    """What was read as current acts of or towards a Korea."""
    korean = [e for e in entries if KOREAS & {*e.actors, *e.targets}]
    current = [e for e in korean if e.verdict.then == "asserted"]
    return {
        "tells of older acts": _some((e.verdict.then == "background" for e in korean), 3),
        "tells of an act denied, feared or to come": _some(e.verdict.then in OPEN for e in korean),
        "tells of a current act": min(2, len({entry.candidate.kind for entry in current})),
        "tells of a current act between two sides": float(any(len({*e.actors, *e.targets}) > 1 for e in current)),
    }


def side_features(views: Sequence[Outlook]) -> Features:
    """Who stands beside a Korea, and who acts."""
    korean = [view for view in views if view.korean]
    alone = len({side for view in views for side in view.sides}) < 2 and not any(view.sides - KOREAS for view in views)
    return {
        "a Korea acts": _some(bool(view.agents & KOREAS) for view in korean),
        "one side acts towards another": _some(_meets(view) for view in korean),
        "another side acts in a sentence on Korea": _some(bool(view.agents - KOREAS) for view in korean),
        "North Korea": _some("PRK" in view.sides for view in korean),
        "the United Nations": _some("UN" in view.sides for view in korean),
        "no other side at all": float(alone),
        "other states": min(3, len({side for view in views for side in view.sides} - KOREAS - POWERS)),
        "beside other states": _some(bool(view.sides - KOREAS - POWERS) for view in korean),
        "a Korea only as an example": float(bool(korean) and all(view.aside for view in korean)),
    }


def _meets(view: Outlook) -> bool:
    """One side acts and another is its object, a Korea among them."""
    by_korea = bool(view.agents & KOREAS and view.affected - view.agents)
    return by_korea or bool(view.agents - KOREAS and view.affected & KOREAS)


def business_features(views: Sequence[Outlook], strong: frozenset[str], weak: frozenset[str], acts: bool) -> Features:
    """Whether the things that diplomacy handles stand beside a Korea; an act that is told is business enough."""
    korean = [view for view in views if view.korean]
    idle = not acts and not any(view.things & (strong | weak) or _diplomatic(view) for view in korean)
    return {
        "the opening joins a Korea with business": _some(view.opens and bool(view.things & strong) for view in korean),
        "no business at all": float(idle),
        "neither business nor another side": float(idle and not any(view.pair for view in korean)),
    }


def _diplomatic(view: Outlook) -> bool:
    return bool(view.cues.get("diplomacy") or view.cues.get("force"))


def cue_features(views: Sequence[Outlook], cues: Iterable[str]) -> Features:
    """Words of diplomacy, force, opinion and the like, beside a Korea; some of them elsewhere too."""
    near, far = Counter[str](), Counter[str]()
    for view in views:
        (near if view.korean else far).update(view.cues)
    found: Features = {f"words of {cue} beside a Korea": min(3, near[cue]) for cue in cues}
    return found | {f"words of {cue} elsewhere": min(2, far[cue]) for cue in SPREADING}


def world_features(views: Sequence[Outlook]) -> Features:
    """Other worlds (`vetoes.yaml`) in the opening, and in the sentences that name a Korea."""
    korean = [view for view in views if view.korean]
    return {
        OPENING_ELSEWHERE: float(any(view.worlds for view in views if view.opens)),
        KOREA_ELSEWHERE: float(bool(korean) and all(view.worlds for view in korean)),
        "a Korea among words of something else": _some((view.mixed for view in korean), 3),
    }


def shape_features(views: Sequence[Outlook], scenes: Sequence[Scene]) -> Features:
    """The shape of the text: how long it is, what else is in it, who tells it."""
    korean = sum(view.korean for view in views)
    own = any(view.voice for view in views) and not any(view.pair for view in views[:4])
    return {
        "one sentence only": float(len(scenes) == 1),
        "begins with other states": float(bool(scenes) and _of_others(scenes[0])),
        "an entry of a chronology": float(any(view.chronology for view in views)),
        "years named": float(min(3, sum(view.years for view in views))),
        "much else": min(3.0, max(0, len(scenes) - korean) / 8),
        "state agency on its own country": float(own),
    }


def _of_others(scene: Scene) -> bool:
    """A sentence names states that are seldom in it, and no Korea."""
    return bool(scene.sides - KOREAS - POWERS) and not scene.matter and not scene.names(KOREAS)


def _some(facts: Iterable[bool], most: int = 2) -> float:
    return float(min(most, sum(facts)))


def weighed(found: Mapping[str, float], weights: Mapping[str, float]) -> Features:
    """What each feature adds to the score."""
    return {name: weights.get(name, 0.0) * value for name, value in found.items() if value}
