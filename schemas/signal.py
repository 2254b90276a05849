"""Signals: flagged events, revision by revision."""

from typing import Literal

from pydantic import NonNegativeInt, PositiveInt

from schemas.article import ArticleRef
from schemas.claim import Claim
from schemas.record import MadeBy, Record, UtcTime

RevisionReason = Literal["new", "corroborated", "changed", "corrected", "withdrawn", "merged"]

MAX_ARTICLES = 50
"""Article references that a signal carries; further ones are counted in `articles_beyond`."""


class LedgerEntry(Record):
    """The ledger's state of the matter: what is held to be so, and since which report."""

    state: str
    since: UtcTime | None = None
    observation_id: str | None = None


class Signal(Claim):
    """One revision of one flagged event.

    `id` is given when the ledger opens the event and never changes; `revision` counts from 1 and is a
    function of the set of observations behind it. `caused_by` is the article that made this revision,
    `roots` the number of independent origins, `detected_at` the time at which that article was read.
    """

    id: str
    revision: PositiveInt
    reason: RevisionReason
    caused_by: str
    articles: tuple[ArticleRef, ...]
    articles_beyond: NonNegativeInt = 0
    roots: PositiveInt = 1
    before: LedgerEntry | None = None
    after: LedgerEntry | None = None
    merged_into: str | None = None
    detected_at: UtcTime
    made_by: MadeBy
