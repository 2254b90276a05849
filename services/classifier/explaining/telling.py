"""What is said of a reading: relevance, each claim with the rule and row behind it, and what was turned away."""

from collections.abc import Iterator

from schemas.claim import Claim
from services.classifier.reading.reading import Considered, Reading

Fact = tuple[str, str]
"""A name and what it says."""


def relevance_of(reading: Reading) -> str:
    """Relevance in one line, with its reasons."""
    verdict: str = reading.relevance
    if verdict == "unread":
        verdict = f"unread: the language is {reading.language or 'not known'}, and only English is read"
    return "; ".join((verdict, *reading.reasons))


def name_of(claim: Claim) -> str:
    """Kind, parties and factuality."""
    parties = ",".join(claim.actors) or "nobody named"
    aimed = f" -> {','.join(claim.targets)}" if claim.targets else ""
    return f"{claim.kind.replace('_', ' ')} · {parties}{aimed} · {claim.factuality}"


def facts_of(claim: Claim) -> Iterator[Fact]:
    """What decided, and the slots that were found."""
    yield "decided by", claim.factuality_reason or "nothing: this is a mistake of the knowledge"
    yield "rule", claim.rule
    yield "tier", f"{claim.tier}: {'; '.join(claim.tier_reasons) or 'no reason given'}"
    yield "sources", " <- ".join(f"{hop.name} ({hop.role.replace('_', ' ')})" for hop in claim.sourcing)
    yield "standing", claim.confirmation.replace("_", " ")
    yield "matter", claim.matter or ""
    yield "venue", claim.venue or ""
    yield "time", _time(claim)
    yield "speaker", _speaker(claim)
    yield "codes", ", ".join(f"{code.scheme} {code.value or 'none'} ({code.fit})" for code in claim.codes)


def _time(claim: Claim) -> str:
    if claim.time is None:
        return ""
    days = f"{claim.time.start:%Y-%m-%d %H:%M} to {claim.time.end:%Y-%m-%d %H:%M} UTC"
    return f"{claim.time.words or 'no words'}: {days}, by {claim.time.found_by}"


def _speaker(claim: Claim) -> str:
    said = claim.speaker
    return " · ".join(part for part in (said.side, said.person, said.office) if part) if said else ""


def turned_away(considered: Considered) -> str:
    """A candidate that is no claim, and the row that says why."""
    kind = considered.kind.replace("_", " ")
    return f"{kind} “{considered.words}”: {considered.reason} ({considered.row}; {considered.rule})"


def silence(reading: Reading) -> str | None:
    """Why nothing was flagged; None where something was."""
    if reading.claims:
        return None
    if reading.relevance != "relevant":
        return "nothing is flagged in a text that is not relevant"
    return (
        "no words of this text told an event of any kind"
        if not reading.considered
        else "every candidate was turned away"
    )
