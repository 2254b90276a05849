"""Places: which sentences prove a claim, and what each of them names as matter and venue, read once a sentence."""

from bisect import bisect_right
from collections.abc import Sequence

from schemas.claim import Claim
from schemas.evidence import Evidence
from services.classifier.reading.claims.matters import MatterFinder, MatterMention
from services.classifier.reading.claims.venues import VenueFinder
from services.classifier.reading.scenes.scene import Scene


class Places:
    """The sentences of one text, by where they begin."""

    def __init__(self, scenes: Sequence[Scene], matters: MatterFinder, venues: VenueFinder) -> None:
        self._scenes, self._matter_finder, self._venue_finder = scenes, matters, venues
        self._numbers: dict[str, list[int]] = {"headline": [], "body": []}
        for number, scene in enumerate(scenes):
            self._numbers[scene.span.field].append(number)
        self._starts = {field: [scenes[n].span.start for n in found] for field, found in self._numbers.items()}
        self._matters: dict[int, Sequence[MatterMention]] = {}
        self._venues: dict[int, str | None] = {}

    def around(self, claim: Claim) -> tuple[list[Scene], list[Scene]]:
        """The sentences of the evidence, and those right after them."""
        own = sorted({number for proof in claim.evidence if (number := self._of(proof)) >= 0})
        after = [n + 1 for n in own if n + 1 < len(self._scenes) and n + 1 not in own]
        return [self._scenes[n] for n in own], [self._scenes[n] for n in after]

    def _of(self, proof: Evidence) -> int:
        """The number of the sentence in which a proof begins, or -1."""
        at = bisect_right(self._starts[proof.field], proof.start) - 1
        number = self._numbers[proof.field][at] if at >= 0 else -1
        return number if number >= 0 and proof.start < self._scenes[number].span.end else -1

    def matters(self, scene: Scene) -> Sequence[MatterMention]:
        """The matters that a sentence names."""
        if scene.index not in self._matters:
            found = self._matter_finder.hits(scene.folded)
            self._matters[scene.index] = self._matter_finder.read(scene.folded, found)
        return self._matters[scene.index]

    def venue(self, scenes: Sequence[Scene]) -> str | None:
        """The first place at which one of the sentences says that something is."""
        return next((venue for scene in scenes if (venue := self._venue(scene))), None)

    def _venue(self, scene: Scene) -> str | None:
        if scene.index not in self._venues:
            found = self._venue_finder.read(scene.written, scene.folded, self._venue_finder.hits(scene.folded))
            self._venues[scene.index] = next((venue.venue for venue in found if venue.placed), None)
        return self._venues[scene.index]
