"""Claims: what an article says happened, with its slots, its doubts and its proof."""

from typing import Literal

from schemas.evidence import Evidence
from schemas.kind import Factuality, Kind, Tier
from schemas.record import Record, Side, UtcTime


class Speaker(Record):
    """Who says it: a side, and the person and office where the text names them."""

    side: Side | None = None
    person: str | None = None
    office: str | None = None


class Hop(Record):
    """One step of the sourcing chain, from the outlet towards the origin."""

    name: str
    role: Literal["outlet", "named", "anonymous", "state_media", "official"]


class EventTime(Record):
    """When it happened: an interval in UTC, the words that say so, and how they were read."""

    start: UtcTime
    end: UtcTime
    words: str | None = None
    zone: str | None = None
    found_by: Literal["text", "dateline", "published", "unknown"] = "unknown"


class Code(Record):
    """A code of another scheme, and how well it fits."""

    scheme: Literal["CAMEO", "PLOVER", "Goldstein"]
    value: str | None
    fit: Literal["exact", "nearest", "none"]


class Claim(Record):
    """An event or statement told by one text.

    `rule` is the entry of the knowledge that found it; `factuality_reason` is the row of the commitment table
    that decided its factuality; `tier_reasons` are named, for people.
    """

    kind: Kind
    actors: tuple[Side, ...]
    targets: tuple[Side, ...] = ()
    participants: tuple[Side, ...] = ()
    speaker: Speaker | None = None
    matter: str | None = None
    venue: str | None = None
    time: EventTime | None = None
    factuality: Factuality = Factuality.ASSERTED
    factuality_reason: str = ""
    sourcing: tuple[Hop, ...] = ()
    confirmation: Literal["confirmed", "unconfirmed", "denied_by"] = "unconfirmed"
    tier: Tier = Tier.C
    tier_reasons: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...]
    rule: str = ""
    codes: tuple[Code, ...] = ()
