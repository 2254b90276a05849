"""The kinds of signal, and what the trade calls them (SIGNALS.md sections 3 and 7)."""

from enum import StrEnum


class Kind(StrEnum):
    """What happened, in the words of the domain contract."""

    MEETING_MISSED = "meeting_missed"
    STATEMENT_REVERSED = "statement_reversed"
    MEETING_CANCELLED = "meeting_cancelled"
    STATEMENT_CONTRADICTED = "statement_contradicted"
    PLEDGE_UNMET = "pledge_unmet"
    TALKS_BROKEN_OFF = "talks_broken_off"
    MEETING_POSTPONED = "meeting_postponed"
    MEETING_REFUSED = "meeting_refused"
    CHANNEL_CUT = "channel_cut"
    MEETING_ANNOUNCED = "meeting_announced"
    MEETING_HELD = "meeting_held"
    PLEDGE_MADE = "pledge_made"
    DENUNCIATION = "denunciation"
    THREAT = "threat"
    CHANNEL_RESTORED = "channel_restored"
    WEAPONS_TEST = "weapons_test"
    MILITARY_DRILL = "military_drill"
    SANCTIONS_IMPOSED = "sanctions_imposed"
    CONCESSION = "concession"


ALERT_GRADE: tuple[Kind, ...] = tuple(Kind)[:9]
"""The kinds that must never be missed and never be wrong, most pressing first."""


class Factuality(StrEnum):
    """How the text tells the event; only `asserted` alerts."""

    ASSERTED = "asserted"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"
    FUTURE = "future"
    BACKGROUND = "background"


class Tier(StrEnum):
    """How far a reader may lean on a signal: A on the record, B one root, C anonymous or inferred."""

    A = "A"
    B = "B"
    C = "C"
