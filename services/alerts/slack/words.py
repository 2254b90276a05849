"""Words: what the terms of the domain are called in a message for people. Pure."""

from collections.abc import Sequence
from datetime import datetime

from schemas.claim import Hop
from schemas.kind import Kind, Tier
from schemas.record import Side
from schemas.signal import Signal

KINDS = {
    Kind.MEETING_MISSED: "Meeting missed",
    Kind.STATEMENT_REVERSED: "Statement reversed",
    Kind.MEETING_CANCELLED: "Meeting cancelled",
    Kind.STATEMENT_CONTRADICTED: "Statement contradicted",
    Kind.PLEDGE_UNMET: "Pledge not kept",
    Kind.TALKS_BROKEN_OFF: "Talks broken off",
    Kind.MEETING_POSTPONED: "Meeting postponed",
    Kind.MEETING_REFUSED: "Meeting refused",
    Kind.CHANNEL_CUT: "Channel cut",
    Kind.MEETING_ANNOUNCED: "Meeting announced",
    Kind.MEETING_HELD: "Meeting held",
    Kind.PLEDGE_MADE: "Pledge made",
    Kind.DENUNCIATION: "Denunciation",
    Kind.THREAT: "Threat",
    Kind.CHANNEL_RESTORED: "Channel restored",
    Kind.WEAPONS_TEST: "Weapons test",
    Kind.MILITARY_DRILL: "Military drill",
    Kind.SANCTIONS_IMPOSED: "Sanctions imposed",
    Kind.CONCESSION: "Concession",
}

SIDES = {
    "PRK": "North Korea", "KOR": "South Korea", "USA": "United States", "CHN": "China", "JPN": "Japan",
    "RUS": "Russia", "UN": "United Nations", "GBR": "United Kingdom", "FRA": "France", "DEU": "Germany",
    "AUS": "Australia", "CAN": "Canada", "IND": "India", "IRN": "Iran", "SYR": "Syria", "CUB": "Cuba",
    "VNM": "Vietnam", "SGP": "Singapore", "MYS": "Malaysia", "THA": "Thailand", "IDN": "Indonesia",
    "PHL": "Philippines", "LAO": "Laos", "KHM": "Cambodia", "MMR": "Myanmar", "MNG": "Mongolia", "TWN": "Taiwan",
    "UKR": "Ukraine", "BLR": "Belarus", "SWE": "Sweden", "NOR": "Norway", "FIN": "Finland", "CHE": "Switzerland",
    "ITA": "Italy", "ESP": "Spain", "POL": "Poland", "NLD": "Netherlands", "NZL": "New Zealand", "TUR": "Turkey",
    "PAK": "Pakistan", "VAT": "Holy See",
}  # fmt: skip
"""Sides that meet in this news; others are shown by their code."""

TIERS = {
    Tier.A: "A: on the record, or told by independent sources",
    Tier.B: "B: one named source, or the outlet's own word",
    Tier.C: "C: anonymous, second-hand, disputed or inferred",
}

_ROLES = {"named": "named", "anonymous": "anonymous", "state_media": "state media", "official": "official"}

_REVISIONS = {
    "new": "",
    "corroborated": "Corroborated",
    "changed": "Changed",
    "corrected": "Corrected",
    "withdrawn": "Withdrawn",
    "merged": "Same event as another report",
}

_CONFIRMATIONS = {"confirmed": "Confirmed", "unconfirmed": "Unconfirmed", "denied_by": "Denied"}


def kind_in_words(signal: Signal) -> str:
    """What happened, and as what it stands now where it is no longer asserted."""
    words = KINDS[signal.kind]
    return words if signal.factuality == "asserted" else f"{words} (now told as {signal.factuality})"


def revision_in_words(signal: Signal) -> str:
    """What this revision does to what was told before; empty for the first."""
    return _REVISIONS[signal.reason]


def parties_in_words(signal: Signal) -> str:
    """Who, and towards whom."""
    actors, targets = _joined(signal.actors), _joined(signal.targets)
    return f"{actors} → {targets}" if actors and targets else actors or targets or "parties not named"


def _joined(sides: Sequence[Side]) -> str:
    names = [SIDES.get(side, side) for side in sides]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 2 else names)


def tier_in_words(signal: Signal) -> str:
    """How far one may lean on it, and why."""
    return "; ".join([TIERS[signal.tier], *signal.tier_reasons])


def confirmation_in_words(signal: Signal) -> str:
    """Whether it is confirmed, and by how many independent sources it is told."""
    told = f"{signal.roots} independent sources" if signal.roots > 1 else "one source"
    return f"{_CONFIRMATIONS[signal.confirmation]}, {told}"


def chain_in_words(hops: Sequence[Hop]) -> str:
    """From the outlet to the origin: `Reuters ← Yonhap (named) ← officials (anonymous)`."""
    return " ← ".join(f"{hop.name} ({_ROLES[hop.role]})" if hop.role in _ROLES else hop.name for hop in hops)


def matter_in_words(signal: Signal) -> str:
    """What it is about; empty where that is not known."""
    return (signal.matter or "").replace("_", " ")


def happened_in_words(signal: Signal) -> str:
    """When and where it happened, in the words of the text as far as there are any."""
    day = signal.time.start.strftime("%-d %b %Y") if signal.time and signal.time.found_by != "unknown" else ""
    words = (signal.time.words or "") if signal.time else ""
    when = f"{words} ({day})" if words and day else words or day
    return ", ".join(part for part in (when, (signal.venue or "").replace("_", " ")) if part)


def date_token(moment: datetime) -> str:
    """Slack's date: every reader sees local time; UTC where the client cannot."""
    fallback = moment.strftime("%Y-%m-%d %H:%M UTC")
    return f"<!date^{int(moment.timestamp())}^{{date_short_pretty}} {{time}}|{fallback}>"
