"""The last resort for what is no XML: feedparser, given bytes only and asked for nothing but its tolerance."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

import feedparser

from services.fetcher.parse.dates import moment
from services.fetcher.parse.document import Entry, Feed, Unreadable
from services.fetcher.parse.links import absolute
from services.fetcher.parse.prose import clean, headline, prose
from services.fetcher.parse.rss import MAX_MAPPED, distinct


def recover(text: str, url: str | None, zone: str | None) -> Feed:
    """Read what can be read.

    Raises:
        Unreadable: there is neither an entry nor the title of a feed in it.
    """
    # A stream, for feedparser would open bytes as a file name and a string as an address.
    found = feedparser.parse(BytesIO(text.encode()), sanitize_html=False, resolve_relative_uris=False)
    channel, items = found.feed, found.entries
    if not items and not channel.get("title"):
        raise Unreadable("unparseable", f"no feed can be made out: {_complaint(found)}")
    base = absolute(channel.get("link"), url) or url
    return Feed(
        form="atom" if found.version.startswith("atom") else "rss",
        quality="recovered",
        title=headline(channel.get("title", "")),
        language=channel.get("language") or None,
        entries=tuple(_entry(item, base, zone) for item in items[:MAX_MAPPED]),
        dropped=max(0, len(items) - MAX_MAPPED),
    )


def _complaint(found: Mapping[str, Any]) -> str:
    return " ".join(str(found.get("bozo_exception", "no elements of a feed")).split())[:300]


def _entry(item: Mapping[str, Any], base: str | None, zone: str | None) -> Entry:
    dated = item.get("published") or item.get("created") or None
    return Entry(
        guid=_text(item.get("id")),
        link=absolute(item.get("link"), base),
        headline=headline(item.get("title", "")),
        body=_body(item),
        byline=headline(item.get("author", "")) or None,
        provider=headline(item.get("source", {}).get("title", "")) or None,
        language=_text(item.get("language")),
        published=moment(dated, zone),
        published_text=dated or _updated(item),
        updated=moment(_updated(item), zone),
        categories=distinct(headline(tag.get("term") or "") for tag in item.get("tags", ())),
        links=distinct(_further(item.get("links", ()), base)),
    )


def _text(value: Any) -> str | None:
    return clean(str(value)).strip() or None if value else None


def _updated(item: Mapping[str, Any]) -> str | None:
    """The date of the last change; feedparser would give that of publication for it, with a warning."""
    return _text(item["updated"]) if "updated" in item.keys() else None  # noqa: SIM118 its `in` does the same


def _body(item: Mapping[str, Any]) -> str:
    texts = [content.get("value", "") for content in item.get("content", ())] + [item.get("summary", "")]
    return next((body for text in texts if (body := prose(text))), "")


def _further(links: Iterable[Mapping[str, Any]], base: str | None) -> Iterable[str]:
    for link in links:
        target = absolute(link.get("href"), base)
        if target and link.get("rel") in ("enclosure", "related", "via"):
            yield target
