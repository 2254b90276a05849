"""RSS 0.9x, 1.0 and 2.0 (and CDF, which is near enough) to entries."""

import re
from collections.abc import Iterable, Iterator

from services.fetcher.parse.dates import moment
from services.fetcher.parse.document import Entry, Feed
from services.fetcher.parse.links import absolute
from services.fetcher.parse.prose import clean, headline, prose
from services.fetcher.parse.tree import (
    Element,
    Fields,
    attribute,
    base_of,
    fields,
    language_of,
    markup_of,
    named,
    text_of,
)

_HEADLINES = ("title", "dc:title", "atom:title", "media:title")
_BODIES = ("content:encoded", "xhtml:body", "atom:content", "description", "abstract", "dc:description", "atom:summary",
           "content", "summary", "media:description")  # fmt: skip
_BYLINES = ("dc:creator", "author", "dc:author", "atom:author", "itunes:author")
_PUBLISHED = ("pubdate", "dc:date", "dcterms:issued", "dcterms:created", "atom:published", "published", "dcterms:date")
_UPDATED = ("dcterms:modified", "atom:updated", "lastbuilddate", "updated", "modified")
_LANGUAGES = ("dc:language", "language")
_CATEGORIES = ("category", "dc:subject", "atom:category")
_MAILBOX = re.compile(r"^\s*\S+@\S+\s*\((.+)\)\s*$")

MAX_MAPPED = 10_000
"""Items that are looked at in one document; the newest 2,000 of them are kept."""


def rss(root: Element, url: str | None, zone: str | None) -> Feed:
    """Map a tree whose root is `rss`, `rdf:RDF` or `channel`."""
    channel = fields(next(iter(named(root, "channel")), root))
    site = _link(channel, base_of(root, url))
    language = _first(channel, _LANGUAGES)
    items = named(root, "item")
    return Feed(
        form="rss",
        title=headline(_markup(channel, _HEADLINES)),
        language=language or language_of(root),
        ttl=_minutes(_first(channel, ("ttl",))),
        entries=tuple(_entry(item, site or url, zone, language) for item in items[:MAX_MAPPED]),
        dropped=max(0, len(items) - MAX_MAPPED),
    )


def _entry(item: Element, base: str | None, zone: str | None, language: str | None) -> Entry:
    found = fields(item)
    inner = base_of(item, base)
    dated = _first(found, _PUBLISHED)
    return Entry(
        guid=_first(found, ("guid", "atom:id")),
        link=_link(found, inner) or absolute(attribute(item, "href"), inner),
        headline=headline(_markup(found, _HEADLINES)),
        body=prose(_markup(found, _BODIES)),
        byline=_byline(found),
        provider=_first(found, ("source", "dc:publisher")),
        language=_first(found, _LANGUAGES) or language_of(item) or language,
        published=moment(dated, zone),
        published_text=dated,
        updated=moment(_first(found, _UPDATED), zone),
        categories=distinct(headline(text_of(element)) for element in _all(found, _CATEGORIES)),
        links=distinct(_further_links(found, inner)),
    )


def _all(found: Fields, names: Iterable[str]) -> Iterator[Element]:
    return (element for name in names for element in found.get(name, ()))


def _first(found: Fields, names: Iterable[str]) -> str | None:
    """The first text that is there, by order of the names."""
    return next((clean(text) for element in _all(found, names) if (text := text_of(element))), None)


def _markup(found: Fields, names: Iterable[str]) -> str:
    return next((markup for element in _all(found, names) if (markup := markup_of(element))), "")


def _link(found: Fields, base: str | None) -> str | None:
    """The item's own address: before FeedBurner, then `link`, then an Atom link, then a permanent guid."""
    return next((link for text in _link_texts(found) if (link := absolute(text, base))), None)


def _link_texts(found: Fields) -> Iterator[str | None]:
    for element in _all(found, ("feedburner:origlink", "link")):
        yield text_of(element) or attribute(element, "href")
    for element in found.get("atom:link", ()):
        if (attribute(element, "rel") or "alternate") == "alternate":
            yield attribute(element, "href")
    for element in found.get("guid", ()):
        if (attribute(element, "ispermalink") or "true").lower() == "true" and text_of(element).startswith("http"):
            yield text_of(element)


def _further_links(found: Fields, base: str | None) -> Iterator[str]:
    for element in _all(found, ("enclosure", "media:content", "atom:link", "comments")):
        if attribute(element, "rel") in (None, "enclosure", "related", "via"):
            link = absolute(attribute(element, "url") or attribute(element, "href") or text_of(element), base)
            if link:
                yield link


def _byline(found: Fields) -> str | None:
    """Who wrote it: the name out of `mail@host (Name)`, or out of an Atom person."""
    for element in _all(found, _BYLINES):
        inner = fields(element)
        text = _first(inner, ("atom:name", "name")) if inner else text_of(element)
        if text:
            mailbox = _MAILBOX.match(text)
            return headline(mailbox[1] if mailbox else text) or None
    return None


def _minutes(text: str | None) -> int | None:
    return int(text) * 60 if text and text.isascii() and text.isdigit() and len(text) < 6 else None


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts once each, without empty ones, in order."""
    return tuple(dict.fromkeys(text for text in texts if text))
