"""Slots: matter, venue, sources, confirmation, tier and codes of a claim, from the sentences that prove it."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.claim import Claim
from schemas.kind import Factuality
from services.classifier.knowledge import Knowledge
from services.classifier.reading.codes import CodeTable
from services.classifier.reading.matters import MatterFinder, MatterMention
from services.classifier.reading.scene import Scene
from services.classifier.reading.sourcing import SourceFinder
from services.classifier.reading.text import Text
from services.classifier.reading.tiers import Standing, tier_of
from services.classifier.reading.venues import VenueFinder, VenueMention


@dataclass(frozen=True, slots=True)
class Drafted:
    """A claim before its slots: what it was done to, who says it, and whether it was put together."""

    claim: Claim
    objects: tuple[str, ...]
    speakers: tuple[str, ...]
    inferred: bool = False
    own_words: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """One field as slots need it: written, folded, its matters and venues."""

    written: str
    folded: str
    matters: Sequence[MatterMention]
    venues: Sequence[VenueMention]


class SlotFiller:
    """Fills the slots; build it once."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._matters = MatterFinder(knowledge.matters)
        self.venues = VenueFinder(knowledge.venues)
        self._sources = SourceFinder(knowledge.sourcing)
        self._codes = CodeTable(knowledge.codes)

    def place(self, written: str, folded: str) -> Place:
        """Search one field."""
        matters = self._matters.read(folded, self._matters.hits(folded))
        return Place(written, folded, matters, self.venues.read(written, folded, self.venues.hits(folded)))

    def fill(
        self, drafts: Sequence[Drafted], text: Text, places: dict[str, Place], scenes: Sequence[Scene]
    ) -> list[Claim]:
        """Give the claims with their slots."""
        open_ended = any(self._sources.leaves_open(place.folded) for place in places.values())
        denied = {claim.kind for claim in (d.claim for d in drafts) if claim.factuality == Factuality.DENIED}
        return [self._filled(draft, text, places, scenes, open_ended, draft.claim.kind in denied) for draft in drafts]

    def _filled(
        self,
        draft: Drafted,
        text: Text,
        places: dict[str, Place],
        scenes: Sequence[Scene],
        open_ended: bool,
        denied: bool,
    ) -> Claim:
        near = _around(draft.claim, scenes)
        hops = self._sources.chain(self._sources.outlet(text), [_words(scene, places) for scene in near])
        claim = draft.claim
        standing = Standing(
            claim.actors, claim.targets, draft.speakers, hops, len(claim.actors) > 1, draft.inferred,
            denied and claim.factuality == Factuality.ASSERTED, draft.own_words,
        )  # fmt: skip
        tier, reasons = tier_of(standing)
        confirmed = tier.value == "A" and not open_ended
        return claim.model_copy(
            update={
                "matter": self._matter(claim, places, scenes),
                "venue": _venue(claim, places, scenes),
                "sourcing": hops,
                "confirmation": "denied_by" if standing.denied else "confirmed" if confirmed else "unconfirmed",
                "tier": tier,
                "tier_reasons": reasons,
                "codes": self._codes.codes(claim.kind, draft.objects),
            }
        )

    def _matter(self, claim: Claim, places: dict[str, Place], scenes: Sequence[Scene]) -> str | None:
        """The matter beside the evidence; failing that, of the sentence after it, then of the headline."""
        for scene in _around(claim, scenes):
            span = scene.sentence.span
            at = next(
                (e.start for e in claim.evidence if e.field == span.field and span.start <= e.start < span.end),
                span.start,
            )
            found = self._matters.matter_near(places[span.field].matters, span.start, span.end, at)
            if found:
                return found.matter
        return None


def _around(claim: Claim, scenes: Sequence[Scene]) -> list[Scene]:
    """The sentences of the evidence, then those right after them."""
    own = [n for n, scene in enumerate(scenes) for e in claim.evidence if _holds(scene, e.field, e.start)]
    after = [n + 1 for n in own if n + 1 < len(scenes)]
    return [scenes[n] for n in dict.fromkeys((*own, *after))]


def _holds(scene: Scene, field: str, start: int) -> bool:
    span = scene.sentence.span
    return span.field == field and span.start <= start < span.end


def _words(scene: Scene, places: dict[str, Place]) -> tuple[str, str]:
    span = scene.sentence.span
    place = places[span.field]
    return place.written[span.start : span.end], place.folded[span.start : span.end]


def _venue(claim: Claim, places: dict[str, Place], scenes: Sequence[Scene]) -> str | None:
    for scene in _around(claim, scenes):
        span = scene.sentence.span
        inside = [v for v in places[span.field].venues if span.start <= v.start < span.end and v.placed]
        if inside:
            return inside[0].venue
    return None
