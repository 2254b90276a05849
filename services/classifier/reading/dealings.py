"""Dealings: the named features by which relevance is decided, each between 0 and about 3."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from services.classifier.reading.claims import Told
from services.classifier.reading.outlook import KOREAS, PRINCIPAL, Outlook

Features = dict[str, float]


def told_features(entries: Sequence[Told]) -> Features:
    """What was read as acts of or towards a Korea."""
    ours = [entry for entry in entries if KOREAS & {*entry.actors, *entry.targets}]
    current = {entry.candidate.kind for entry in ours if entry.verdict.then == "asserted"}
    between = any(len({*e.actors, *e.targets}) > 1 for e in ours if e.verdict.then == "asserted")
    return {
        "tells of a current act": min(2, len(current)),
        "tells of a current act between two sides": float(between),
        "tells of other acts": min(2, len({e.candidate.kind for e in ours if e.verdict.then != "asserted"})),
    }


def side_features(views: Sequence[Outlook]) -> Features:
    """Who stands beside a Korea, and who acts."""
    korean = [view for view in views if view.korean]
    return {
        "two sides in one sentence": _some(view.pair for view in korean),
        "both Koreas in one sentence": _some((view.sides >= KOREAS for view in korean), 1),
        "a Korea acts": _some(bool(view.agents & KOREAS) for view in korean),
        "a Korea acts, another side is acted on": _some(_meets(view) for view in korean),
        "another side acts in a sentence on Korea": _some(bool(view.agents - KOREAS) for view in korean),
        "North Korea": _some("PRK" in view.sides for view in korean),
        "the United States": _some("USA" in view.sides for view in korean),
        "no other side at all": float(
            not any(view.sides - KOREAS for view in views) and not any(view.pair for view in views)
        ),
        "other states": min(3, len({side for view in views for side in view.sides} - KOREAS - PRINCIPAL)),
        "beside other states": _some(bool(view.sides - KOREAS - PRINCIPAL) for view in korean),
        "among many states": _some(len(view.sides) > 3 for view in korean),
        "a Korea only as an example": float(bool(korean) and all(view.aside for view in korean)),
    }


def _meets(view: Outlook) -> bool:
    return bool(view.agents & KOREAS and view.affected - view.agents) or bool(
        view.agents - KOREAS and view.affected & KOREAS
    )


def business_features(views: Sequence[Outlook], strong: frozenset[str], weak: frozenset[str]) -> Features:
    """Whether the things that diplomacy handles stand beside a Korea."""
    korean = [view for view in views if view.korean]
    bare = [view for view in korean if not view.things & (strong | weak) and not _diplomatic(view)]
    return {
        "two sides and their business in one sentence": _some(v.pair and bool(v.things & strong) for v in korean),
        "a Korea and its business in one sentence": _some((bool(v.things & strong) for v in korean), 3),
        "a Korea and lesser business": _some(bool(v.things & weak) for v in korean),
        "the opening joins a Korea with business": _some(v.opens and bool(v.things & strong) for v in korean),
        "business without a Korea": _some(bool(v.things & strong) and not v.korean for v in views),
        "no business at all": float(len(bare) == len(korean)),
        "neither business nor another side": float(len(bare) == len(korean) and not any(v.pair for v in korean)),
    }


def _diplomatic(view: Outlook) -> bool:
    return bool(view.cues.get("diplomacy") or view.cues.get("force"))


def cue_features(views: Sequence[Outlook], cues: Iterable[str]) -> Features:
    """Words of diplomacy, force, opinion and the like, beside a Korea and elsewhere."""
    found: Features = {}
    korean = Counter[str]()
    elsewhere = Counter[str]()
    for view in views:
        (korean if view.korean else elsewhere).update(view.cues)
    for cue in cues:
        found[f"words of {cue} beside a Korea"] = min(3, korean[cue])
        found[f"words of {cue} elsewhere"] = min(2, elsewhere[cue])
    return found


def world_features(views: Sequence[Outlook], worlds: Iterable[str]) -> Features:
    """Words of other worlds: everywhere, in the opening, and in the sentences that name a Korea."""
    every = Counter(world for view in views for world in view.worlds)
    opening = {world for view in views if view.opens for world in view.worlds}
    korean = [view for view in views if view.korean]
    foreign = sum(bool(view.worlds) for view in korean)
    shares = {f"words of {world}": 2.0 * min(1.0, 2 * every[world] / max(1, len(views))) for world in worlds}
    return {
        **shares,
        "the opening is of another world": float(bool(opening)),
        "a Korea only in another world": float(bool(korean) and foreign == len(korean)),
    }


def shape_features(views: Sequence[Outlook]) -> Features:
    """The shape of the text: how much of it is on Korea, how old, who tells it."""
    korean = [view for view in views if view.korean]
    own = not any(view.pair for view in views[:4])
    voice = any(view.voice for view in views)
    return {
        "one sentence only": float(len(views) == 1),
        "no sentence names a Korea": float(not korean),
        "a Korea named once in a longer text": float(len(views) > 2 and sum(view.named for view in views) == 1),
        "a Korea named in one sentence of many": float(len(views) > 2 and len(korean) == 1),
        "a Korea named in passing only": float(bool(korean) and all(view.passing for view in korean)),
        "in passing, in a longer text": float(len(views) > 2 and bool(korean) and all(view.passing for view in korean)),
        "years named": float(min(3, sum(view.years for view in views))),
        "every sentence on Korea names a year": float(
            len(views) > 1 and bool(korean) and all(view.years for view in korean)
        ),
        "a headline alone": float(len(views) == 1 and len(views[0].sides) < 2),
        "share of sentences on Korea": len(korean) / max(1, len(views)),
        "the opening names a Korea": _some(view.opens for view in korean),
        "the headline names a Korea": _some((view.headline for view in korean), 1),
        "much else": float(len(views) - len(korean) >= 3),
        "told of old times": sum(view.older for view in views) / max(1, len(views)),
        "all on Korea told of old times": float(bool(korean) and all(view.older for view in korean)),
        "state agency": float(voice),
        "state agency on its own country": float(voice and own),
    }


def _some(facts: Iterable[bool], most: int = 2) -> float:
    return float(min(most, sum(facts)))


def weighed(found: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
    """What each feature adds to the score."""
    return {name: weights.get(name, 0.0) * value for name, value in found.items() if value}
