"""Slots: matter, venue, sources, confirmation, tier and codes of a claim, from the sentences that prove it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from schemas.claim import Claim, Hop, Speaker
from schemas.kind import Factuality, Kind, Tier
from services.classifier.knowledge import Knowledge
from services.classifier.reading.claims.codes import CodeTable
from services.classifier.reading.claims.matters import MatterFinder, MatterMention
from services.classifier.reading.claims.places import Places
from services.classifier.reading.claims.sourcing import SourceFinder, Sources
from services.classifier.reading.claims.tiers import Standing, tier_of
from services.classifier.reading.claims.venues import VenueFinder
from services.classifier.reading.parties.aliases import KOREAS
from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.texts.text import Text

_PLACELESS = frozenset(
    (
        Kind.DENUNCIATION, Kind.THREAT, Kind.PLEDGE_MADE, Kind.PLEDGE_UNMET, Kind.STATEMENT_REVERSED,
        Kind.STATEMENT_CONTRADICTED, Kind.SANCTIONS_IMPOSED,
    )
)  # fmt: skip
"""Acts of words and of paper: they have no venue."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A claim before its slots: what it was done to, who says it, and whether it was put together."""

    claim: Claim
    objects: tuple[str, ...]
    speakers: tuple[str, ...]
    inferred: bool = False
    own_words: bool = False


class SlotFiller:
    """Fills the slots; build it once."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._matters = MatterFinder(knowledge.matters)
        self.venues = VenueFinder(knowledge.venues)
        self._sources = SourceFinder(knowledge.sourcing)
        self._codes = CodeTable(knowledge.codes)
        self._names = {entry.side: entry.name for entry in knowledge.actors.sides}

    def fill(self, drafts: Sequence[Drafted], text: Text, scenes: Sequence[Scene], folded: str) -> list[Claim]:
        """Give the claims with their slots; `folded` is the whole text."""
        open_ended = self._sources.leaves_open(folded)
        denied = {claim.kind for claim in (d.claim for d in drafts) if claim.factuality == Factuality.DENIED}
        outlet = self._sources.outlet(text)
        filled = []
        places = Places(scenes, self._matters, self.venues)
        known: dict[tuple[int, ...], Sources] = {}
        for drafted in drafts:
            own, after = places.around(drafted.claim)
            stands = tuple(scene.index for scene in own)
            sources = known.get(stands) or known.setdefault(stands, self._sources.sources(outlet, own, after))
            # "South Korean media" is not South Korea
            draft = replace(drafted, speakers=()) if sources.press else drafted
            sources = replace(sources, hops=self._with_speaker(draft, sources.hops))
            contested = draft.claim.kind in denied and draft.claim.factuality == Factuality.ASSERTED
            slots = self._placed(draft, [*own, *after], places) | _weighed(draft, sources, contested, open_ended)
            filled.append(draft.claim.model_copy(update=slots))
        return [_timed(claim, filled) for claim in filled]

    def _with_speaker(self, draft: Drafted, hops: tuple[Hop, ...]) -> tuple[Hop, ...]:
        """A side that says it, or whose own words it is, ends the chain, unless somebody of it is named there."""
        sides = draft.speakers or (draft.claim.actors if draft.own_words else ())
        if not sides or any(hop.role in ("official", "state_media", "anonymous") for hop in hops):
            return hops
        return (*hops, Hop(name=self._names.get(sides[0], sides[0]), role="official"))

    def _placed(self, draft: Drafted, scenes: Sequence[Scene], places: Places) -> dict[str, object]:
        claim = draft.claim
        return {
            "matter": self._matter(claim, scenes, places),
            "venue": None if claim.kind in _PLACELESS else places.venue(scenes),
            "speaker": _speaker(draft),
            "codes": self._codes.codes(claim.kind, draft.objects),
        }

    def _matter(self, claim: Claim, scenes: Sequence[Scene], places: Places) -> str | None:
        """The matter beside the evidence; failing that, of the sentence after it."""
        parties = {*claim.actors, *claim.targets}
        for scene in scenes:
            span = scene.span
            proof = (e.start for e in claim.evidence if e.field == span.field and span.start <= e.start < span.end)
            fitting = [m for m in places.matters(scene) if _fits(m, parties)]
            found = self._matters.matter_near(fitting, 0, span.end - span.start, next(proof, span.start) - span.start)
            if found:
                return found.matter
        return None


def _fits(mention: MatterMention, parties: set[str]) -> bool:
    """Dealings between the Koreas are no matter of two sides of which one is none of them."""
    return mention.matter != "inter_korean" or len(parties) < 2 or parties <= KOREAS


def _speaker(draft: Drafted) -> Speaker | None:
    """Who says it: the actor where the act is one of words, else the side that tells it."""
    said = draft.claim.speaker
    if said is not None and (draft.own_words or draft.claim.kind in _PLACELESS or said.side in draft.speakers):
        return said
    return Speaker(side=draft.speakers[0]) if draft.speakers else None


def _weighed(draft: Drafted, sources: Sources, denied: bool, open_ended: bool) -> dict[str, object]:
    claim = draft.claim
    charge = claim.kind == Kind.PLEDGE_UNMET and bool(draft.speakers) and not set(draft.speakers) & set(claim.actors)
    standing = Standing(
        claim.actors, claim.targets, draft.speakers, sources.hops, sources.roots, joint=len(claim.actors) > 1,
        inferred=draft.inferred, denied=denied, own_words=draft.own_words, charge=charge,
    )  # fmt: skip
    tier, reasons = tier_of(standing)
    confirmed = tier == Tier.A and not open_ended
    confirmation = "denied_by" if denied else "confirmed" if confirmed else "unconfirmed"
    return {"sourcing": sources.hops, "confirmation": confirmation, "tier": tier, "tier_reasons": reasons}


def _timed(claim: Claim, others: Sequence[Claim]) -> Claim:
    """Give a claim without a time the time of another that the same words prove."""
    if claim.time is not None:
        return claim
    proofs = set(claim.evidence)
    time = next((other.time for other in others if other.time and proofs & set(other.evidence)), None)
    return claim.model_copy(update={"time": time}) if time else claim
