"""Relevance: do states deal with each other here, with a Korea among them?

Named features of the text, weighed by coefficients of the knowledge: whoever disagrees finds the one to blame.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from services.classifier.reading.claims import Told
from services.classifier.reading.scene import Scene

_KOREAS = frozenset(("PRK", "KOR"))
_STRONG = frozenset(
    ["meeting", "talks", "process", "un_session", "agreement", "channel", "project", "envoy", "sanctions", "list_of_terror", "drill", "weapon", "test", "program", "remains", "resolution", "disarmament", "site"]
)
_WEAK = frozenset(
    ["visit", "offer", "promise", "membership", "captive", "aid", "war", "gathering", "force", "trade", "demand", "decision", "consequences"]
)
_PRINCIPAL = frozenset(("USA", "CHN", "JPN", "RUS", "UN"))
_OTHER_WORLDS = (
    "sport",
    "companies",
    "courts",
    "shows",
    "weather",
    "home affairs",
    "polls",
    "history",
    "disasters",
    "society",
)


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether a text is relevant, why, and which sides it names."""

    relevant: bool
    reasons: tuple[str, ...]
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _View:
    """A sentence as relevance sees it."""

    sides: frozenset[str]
    things: frozenset[str]
    agents: frozenset[str]
    opens: bool
    older: bool
    listed: bool
    place_only: bool
    state_voice: bool


class Relevance:
    """Decides over the scenes of a text and what was told in them."""

    def __init__(self, weights: Mapping[str, float], worlds: Callable[[Scene], Sequence[str]]) -> None:
        self._weights = weights
        self._worlds_of = worlds

    def judge(self, scenes: Sequence[Scene], entries: Sequence[Told]) -> Judged:
        """Relevant where the weighed features outweigh the threshold (the weight of `always`)."""
        sides = Counter(side for scene in scenes for party in scene.parties for side in party.mention.sides)
        parties = tuple(side for side, _ in sides.most_common())
        found = self.features(scenes, entries)
        score = sum(self._weights.get(name, 0.0) * value for name, value in found.items())
        return Judged(score > 0, _reasons(found, self._weights, score > 0), parties)

    def features(self, scenes: Sequence[Scene], entries: Sequence[Told]) -> dict[str, float]:
        """The named features, each between 0 and about 3."""
        views = [_view(scene) for scene in scenes]
        worlds = Counter(world for scene in scenes for world in self._worlds_of(scene))
        return {"always": 1.0, **_told(entries), **_sentences(views), **_share(views), **_worlds(worlds, len(scenes))}


def _view(scene: Scene) -> _View:
    sides = frozenset(side for party in scene.parties for side in party.mention.sides)
    agents = frozenset(s for p in scene.parties if p.mention.role in ("agent", "by") for s in p.mention.sides)
    koreas = [p for p in scene.parties if _KOREAS & set(p.mention.sides)]
    return _View(
        sides,
        frozenset(thing.entry.name for thing in scene.objects),
        agents,
        scene.headline or scene.lead,
        scene.older,
        bool(_KOREAS & sides) and bool(sides - _KOREAS - _PRINCIPAL),
        bool(koreas) and all(p.mention.role in ("place", "modifier") for p in koreas),
        bool(scene.voice),
    )


def _told(entries: Sequence[Told]) -> dict[str, float]:
    current = [e for e in entries if e.verdict.then == "asserted" and _KOREAS & {*e.actors, *e.targets}]
    other = [e for e in entries if e.verdict.then != "asserted" and _KOREAS & {*e.actors, *e.targets}]
    return {
        "tells of a current act": min(2, len({e.candidate.kind for e in current})),
        "tells of other acts": min(2, len({e.candidate.kind for e in other})),
    }


def _sentences(views: Sequence[_View]) -> dict[str, float]:
    korean = [view for view in views if view.sides & _KOREAS]
    dealings = [v for v in korean if len(v.sides) > 1 and v.things & _STRONG]
    return {
        "two sides and their business in one sentence": min(3, len(dealings)),
        "two sides in one sentence": min(2, sum(1 for v in korean if len(v.sides) > 1)),
        "both Koreas in one sentence": min(1, sum(1 for v in korean if v.sides >= _KOREAS)),
        "a Korea and its business in one sentence": min(3, sum(1 for v in korean if v.things & _STRONG)),
        "a Korea and lesser business": min(2, sum(1 for v in korean if v.things & _WEAK)),
        "a Korea acts": min(2, sum(1 for v in korean if v.agents & _KOREAS)),
        "another side acts in a sentence on Korea": min(2, sum(1 for v in korean if v.agents - _KOREAS)),
        "the opening names a Korea": min(2, sum(1 for v in korean if v.opens)),
        "the opening joins a Korea with business": min(
            2, sum(1 for v in korean if v.opens and v.things & (_STRONG | _WEAK))
        ),
        "business without a Korea": min(2, sum(1 for v in views if v.things & _STRONG and not v.sides & _KOREAS)),
        "no business at all": 0.0 if any(v.things & (_STRONG | _WEAK) for v in korean) else 1.0,
        "no other side at all": 0.0 if any(len(v.sides) > 1 for v in views) else 1.0,
        "neither business nor another side": 1.0
        if not any(v.things & (_STRONG | _WEAK) or len(v.sides) > 1 for v in korean)
        else 0.0,
        "told of old times": sum(v.older for v in views) / max(1, len(views)),
        "beside other states": min(2, sum(v.listed for v in korean)),
        "a Korea only as a place": 1.0 if korean and all(v.place_only for v in korean) else 0.0,
        "state agency on its own country": 1.0
        if any(v.state_voice for v in views) and not any(len(v.sides) > 1 for v in views[:4])
        else 0.0,
        "state agency": 1.0 if any(v.state_voice for v in views) else 0.0,
        "weapons or talks": min(
            1,
            sum(
                1
                for v in korean
                if v.things
                & {"weapon", "test", "talks", "process", "program", "sanctions", "disarmament", "drill", "meeting"}
            ),
        ),
        "North Korea": min(2, sum(1 for v in korean if "PRK" in v.sides)),
    }


def _share(views: Sequence[_View]) -> dict[str, float]:
    named = [view for view in views if view.sides]
    korean = [view for view in named if view.sides & _KOREAS]
    strangers = {side for view in views for side in view.sides} - _KOREAS - _PRINCIPAL
    return {
        "share of sentences on Korea": len(korean) / max(1, len(views)),
        "one sentence only": 1.0 if len(views) == 1 else 0.0,
        "other states": min(3, len(strangers)),
        "much else": 1.0 if len(views) - len(korean) >= 3 else 0.0,
    }


def _worlds(worlds: Mapping[str, int], sentences: int) -> dict[str, float]:
    return {
        f"words of {world}": 2.0 * min(1.0, worlds.get(world, 0) / max(1, sentences) * 2) for world in _OTHER_WORLDS
    }


def _reasons(found: Mapping[str, float], weights: Mapping[str, float], relevant: bool) -> tuple[str, ...]:
    sign = 1 if relevant else -1
    ranked = sorted(found, key=lambda name: -sign * weights.get(name, 0.0) * found[name])
    return tuple(name for name in ranked if found[name] and sign * weights.get(name, 0.0) > 0 and name != "always")[
        :3
    ] or (("names a Korea, but no dealings between states",) if not relevant else ("deals with Korea",))
