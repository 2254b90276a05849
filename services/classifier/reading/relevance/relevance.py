"""Relevance: do states deal with each other here, with a Korea among them?

Named features of the text (`dealings`), weighed by coefficients of the knowledge: whoever
disagrees finds in the reasons the one to blame.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from services.classifier.knowledge.class_entries import RelevanceFile
from services.classifier.reading.claims.claims import Told
from services.classifier.reading.parties.aliases import KOREAS
from services.classifier.reading.relevance.dealings import (
    business_features,
    cue_features,
    shape_features,
    side_features,
    told_features,
    weighed,
    world_features,
)
from services.classifier.reading.relevance.outlook import outlook
from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.words.phrases import PhraseBook

MAX_REASONS = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether a text is relevant, why, and which sides it names."""

    relevant: bool
    reasons: tuple[str, ...]
    parties: tuple[str, ...]


class Relevance:
    """Decides over the scenes of a text and what was told in them."""

    def __init__(self, knowledge: RelevanceFile, worlds: Callable[[Scene], Sequence[str]]) -> None:
        self._weights = knowledge.weights
        self._strong, self._weak = frozenset(knowledge.business), frozenset(knowledge.lesser)
        self._cues = tuple(knowledge.cues)
        self._book = PhraseBook(knowledge.cues)
        self._worlds_of = worlds

    def judge(self, scenes: Sequence[Scene], entries: Sequence[Told]) -> Judged:
        """Relevant where the weighed features outweigh the threshold (the weight of `always`)."""
        sides = Counter(side for scene in scenes for mention in scene.mentions for side in mention.sides)
        parties = tuple(side for side, _ in sides.most_common())
        parts = weighed(self.features(scenes, entries), self._weights)
        relevant = sum(parts.values()) > 0
        return Judged(relevant, _reasons(parts, relevant), parties)

    def features(self, scenes: Sequence[Scene], entries: Sequence[Told]) -> dict[str, float]:
        """Give the features of a text by their names in plain words."""
        views = [outlook(scene, self._book, self._worlds_of(scene)) for scene in _around_korea(scenes)]
        told = told_features(entries)
        acts = bool(told["tells of a current act"])
        return {
            "always": 1.0,
            **told,
            **side_features(views),
            **business_features(views, self._strong, self._weak, acts),
            **cue_features(views, self._cues),
            **world_features(views),
            **shape_features(views, scenes),
        }


def _around_korea(scenes: Sequence[Scene]) -> list[Scene]:
    """The opening, what names a Korea, and the sentences next to it: the rest of a long article says nothing."""
    named = [scene.matter or scene.names(KOREAS) for scene in scenes]
    near = [any(named[max(0, at - 1) : at + 2]) for at in range(len(scenes))]
    return [scene for scene, close in zip(scenes, near, strict=True) if close or scene.headline or scene.lead]


def _reasons(parts: Mapping[str, float], relevant: bool) -> tuple[str, ...]:
    """The features that spoke loudest for the decision."""
    sign = 1 if relevant else -1
    ours = [
        name
        for name in sorted(parts, key=lambda name: -sign * parts[name])
        if sign * parts[name] > 0 and name != "always"
    ]
    return tuple(ours[:MAX_REASONS]) or (
        ("deals with Korea",) if relevant else ("names a Korea, but no dealings between states",)
    )
