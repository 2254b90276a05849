"""Revisions: what all reports of an event say together."""

from typing import Any

from schemas.claim import Claim
from schemas.edition import Edition
from schemas.evidence import Evidence
from schemas.kind import Tier
from schemas.observation import Observation
from schemas.record import MadeBy
from schemas.signal import RevisionReason, Signal
from services.classifier.ledger.event import Event

MAX_EVIDENCE = 50
"""Pieces of evidence that a revision carries: all of the leading report, the trigger of each other."""

TWO_ROOTS = "two_independent_roots"
_FILLED = ("speaker", "matter", "venue", "time")


def revise(event: Event, cause: Observation | Edition, reason: RevisionReason, made_by: MadeBy) -> Signal:
    """The revision that the event's reports amount to; their order makes no difference to its content."""
    ranked = sorted(event.reports, key=_rank)
    articles = {report.article.id: report.article for report in event.reports}
    return Signal(
        **_claim(ranked, event.roots),
        id=event.id,
        revision=event.revision,
        reason=reason,
        caused_by=cause.article.id,
        articles=tuple(articles.values()),
        articles_beyond=event.beyond,
        roots=len(event.roots),
        detected_at=cause.observed_at,
        made_by=made_by.model_copy(update={"knowledge": cause.made_by.knowledge}),
    )


def _rank(report: Observation) -> tuple[str, object, str]:
    """The leading report first: the one to lean on most, then the earliest."""
    return report.tier, report.article.published_at, report.id


def _claim(ranked: list[Observation], roots: frozenset[str]) -> dict[str, Any]:
    """The leading report's slots, with the gaps filled from the others."""
    lead = ranked[0]
    tier, reasons = _tier(ranked, roots)
    slots = {name: getattr(lead, name) for name in Claim.model_fields}
    slots |= {name: _first(ranked, name) for name in _FILLED}
    slots |= {
        "targets": next((report.targets for report in ranked if report.targets), ()),
        "participants": tuple(sorted({side for report in ranked for side in report.participants})),
        "confirmation": _confirmation(ranked),
        "tier": tier,
        "tier_reasons": reasons,
        "evidence": _evidence(ranked),
    }
    return slots


def _first(ranked: list[Observation], slot: str) -> object:
    return next((value for report in ranked if (value := getattr(report, slot)) is not None), None)


def _confirmation(ranked: list[Observation]) -> str:
    said = {report.confirmation for report in ranked}
    return next(word for word in ("denied_by", "confirmed", "unconfirmed") if word in said)


def _tier(ranked: list[Observation], roots: frozenset[str]) -> tuple[Tier, tuple[str, ...]]:
    """A where two independent roots say it, nobody denies it, and who stands opposite is in a text."""
    lead = ranked[0]
    denied = any(report.confirmation == "denied_by" for report in ranked)
    clear = any(report.targets or len(report.actors) > 1 for report in ranked)
    if len(roots) < 2 or denied or not clear:
        return lead.tier, lead.tier_reasons
    return Tier.A, tuple(dict.fromkeys((*lead.tier_reasons, TWO_ROOTS)))


def _evidence(ranked: list[Observation]) -> tuple[Evidence, ...]:
    lead, *others = ranked
    triggers = [piece for report in others for piece in report.evidence if piece.role == "trigger"]
    return tuple(dict.fromkeys((*lead.evidence, *triggers)))[:MAX_EVIDENCE]
