"""What goes into parsing and what comes out: a document, a feed with its entries, or a refusal."""

from datetime import datetime
from typing import Literal

from schemas.record import Record, UtcTime

MAX_DOCUMENT_BYTES = 15 * 1024 * 1024
"""The largest document, after decompression."""

Quality = Literal["strict", "repaired", "recovered"]
Cause = Literal["empty", "too_large", "bomb", "not_a_feed", "unsupported", "unparseable", "parse_timeout"]


class Document(Record):
    """Bytes as they came. `url` is where they were found after redirects; `zone` is that of naive times."""

    content: bytes
    url: str | None = None
    content_type: str | None = None
    zone: str | None = None


class Entry(Record):
    """One item of a feed, in plain text; nothing is decided about it yet.

    `published_text` is the date as the feed writes it, kept for those that make no sense.
    """

    guid: str | None = None
    link: str | None = None
    headline: str = ""
    body: str = ""
    byline: str | None = None
    provider: str | None = None
    language: str | None = None
    published: UtcTime | None = None
    published_text: str | None = None
    updated: UtcTime | None = None
    categories: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def dated(self) -> datetime | None:
        """The time of publication; of the last change where that is all the feed says."""
        return self.published or self.updated


class Feed(Record):
    """A parsed document. `dropped` counts entries above the limit; `ttl` is in seconds."""

    form: Literal["rss", "atom"]
    quality: Quality = "strict"
    title: str = ""
    language: str | None = None
    ttl: int | None = None
    entries: tuple[Entry, ...] = ()
    dropped: int = 0


class Unreadable(ValueError):
    """A document that gives no articles; `cause` is for counting, the message for people."""

    def __init__(self, cause: Cause, message: str) -> None:
        super().__init__(message)
        self.cause: Cause = cause
