"""Relevance: do states deal with each other here, with a Korea among them?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from services.classifier.reading.claims import Told
from services.classifier.reading.scene import Scene

_KOREAS = frozenset(("PRK", "KOR"))
_DIPLOMATIC = frozenset(
    """meeting visit talks process un_session offer agreement promise membership channel project envoy sanctions list_of_terror drill
    weapon test program remains resolution captive aid war site""".split()
)


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether a text is relevant, why, and which sides it names."""

    relevant: bool
    reasons: tuple[str, ...]
    parties: tuple[str, ...]


class Relevance:
    """Decides over the scenes of a text and what was told in them."""

    def judge(self, scenes: Sequence[Scene], entries: Sequence[Told]) -> Judged:
        """Relevant: an act of a Korea towards another state, or sentences that deal with one."""
        sides = Counter(side for scene in scenes for party in scene.parties for side in party.mention.sides)
        parties = tuple(side for side, _ in sides.most_common())
        acts = [entry for entry in entries if _KOREAS & {*entry.actors, *entry.targets}]
        if acts:
            return Judged(True, (f"tells of {acts[0].candidate.kind.value}",), parties)
        for scene in scenes:
            reason = _deals(scene)
            if reason:
                return Judged(True, (reason,), parties)
        return Judged(False, ("names a Korea, but no dealings between states",), parties)


def _deals(scene: Scene) -> str | None:
    sides = {side for party in scene.parties for side in party.mention.sides}
    things = {thing.entry.name for thing in scene.objects} & _DIPLOMATIC
    if _KOREAS & sides and len(sides) > 1 and things:
        return f"{' and '.join(sorted(sides)[:3])} in one sentence with {sorted(things)[0]}"
    return None
