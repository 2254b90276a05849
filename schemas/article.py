"""Articles: what a source published, version by version, and the reference that travels with claims."""

from enum import StrEnum
from typing import Literal

from pydantic import Field, PositiveInt

from schemas.record import MadeBy, Record, UtcTime


class Status(StrEnum):
    """What the wire says of this version."""

    USABLE = "usable"
    CORRECTED = "corrected"
    WITHHELD = "withheld"
    CANCELED = "canceled"


Relation = Literal["duplicate", "partial", "update", "related"]
Rights = Literal["full", "quote", "link"]


class ArticleRef(Record):
    """An article as observations and signals carry it, for no reader can look articles up."""

    id: str
    version: PositiveInt = 1
    digest: str
    headline: str
    url: str | None = None
    provider: str | None = None
    source: str
    language: str | None = None
    published_at: UtcTime
    fetched_at: UtcTime
    story_id: str | None = None
    relation: Relation | None = None
    rights: Rights = "quote"
    backfill: bool = False
    status: Status = Status.USABLE


class Article(ArticleRef):
    """One version of an item. `id` is the same for all versions; a repeat has the same id and digest.

    `digest` is of headline and body. `published_from` says how `published_at` was found; where it is
    `fetched`, the source gave no usable date. `backfill` marks what was older than the age limit when
    it first came: it is published and read, and never rings.
    """

    body: str = ""
    byline: str | None = None
    dateline: str | None = None
    published_from: Literal["feed", "url", "page", "fetched"] = "feed"
    updated_at: UtcTime | None = None
    embargo_until: UtcTime | None = None
    urgency: int | None = Field(default=None, ge=1, le=9)
    subjects: tuple[str, ...] = ()
    relates_to: str | None = None
    parse_quality: Literal["strict", "repaired", "recovered"] = "strict"
    edit_note: str | None = None
    links: tuple[str, ...] = ()
    made_by: MadeBy

    def ref(self) -> ArticleRef:
        """The reference that observations and signals carry."""
        return ArticleRef.model_validate(self, from_attributes=True)
