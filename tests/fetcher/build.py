"""Documents and sources with everything filled in, so that a test states only what it is about."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from xml.sax.saxutils import escape

from schemas.record import MadeBy
from services.fetcher.article import Arrival
from services.fetcher.decide import Decision, Latest, Seen, decide
from services.fetcher.identity import identify
from services.fetcher.parse import parse
from services.fetcher.parse.document import Document, Entry, Feed
from services.fetcher.sources import Source

NOW = datetime(2018, 7, 12, 12, 0, tzinfo=UTC)
MADE_BY = MadeBy(version="test")


def source(**fields: Any) -> Source:
    """A source that is polled without a pause."""
    given = {"name": "wire", "url": "https://wire.example/rss", "pace": "0s", **fields}
    return Source.model_validate(given)


def item(
    guid: str | None = "1",
    title: str = "Envoys meet in Seoul",
    body: str = "<p>Two envoys met.</p><p>They parted.</p>",
    link: str | None = None,
    published: datetime | None = NOW,
    extra: str = "",
) -> str:
    """One `item` of an RSS document."""
    parts = [f"<title>{escape(title)}</title>", f"<description>{escape(body)}</description>", extra]
    if guid:
        parts.append(f"<guid isPermaLink='false'>{escape(guid)}</guid>")
    if link:
        parts.append(f"<link>{escape(link)}</link>")
    if published:
        parts.append(f"<pubDate>{format_datetime(published)}</pubDate>")
    return f"<item>{''.join(parts)}</item>"


def rss(*items: str, channel: str = "<title>Example Wire</title>") -> bytes:
    """An RSS document."""
    inside = channel + "".join(items)
    return f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>{inside}</channel></rss>".encode()


def read(content: bytes | str, **fields: Any) -> Feed:
    """Parse a document found at https://wire.example/rss/feed.xml."""
    raw = content.encode() if isinstance(content, str) else content
    return parse(Document(content=raw, **{"url": "https://wire.example/rss/feed.xml", **fields}))


def only(content: bytes | str, **fields: Any) -> Entry:
    """The one entry of a document."""
    (entry,) = read(content, **fields).entries
    return entry


def in_rss(fields: str, **document: Any) -> Entry:
    """The entry of an RSS document whose one item has these fields."""
    return only(f"<rss version='2.0'><channel><item>{fields}</item></channel></rss>", **document)


def arrival(feed: Feed | None = None, at: datetime = NOW, first_poll: bool = False, **fields: Any) -> Arrival:
    """An arrival at a source with an age limit of six hours."""
    return Arrival(source(**fields), feed or Feed(form="rss"), at, timedelta(hours=6), first_poll, MADE_BY)


class Shown:
    """What a source has shown so far: applies each decision as the state would."""

    def __init__(self) -> None:
        self.seen: dict[str, Seen] = {}
        self.latest: dict[str, Latest] = {}

    def __call__(self, *entries: Entry, at: datetime = NOW, first_poll: bool = False, **fields: Any) -> Decision:
        decision = self.decide(entries, at, first_poll, **fields)
        self.seen |= decision.present
        self.latest |= decision.latest
        return decision

    def decide(self, entries: Iterable[Entry], at: datetime = NOW, first_poll: bool = False, **fields: Any) -> Decision:
        arrived = arrival(at=at, first_poll=first_poll, **fields)
        return decide(identify(entries, arrived.source.name), self.seen, self.latest, arrived)
