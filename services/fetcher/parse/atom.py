"""Atom 0.3 and 1.0 to entries."""

import base64
import binascii
from collections.abc import Iterable, Iterator

from services.fetcher.parse.dates import moment
from services.fetcher.parse.document import Entry, Feed
from services.fetcher.parse.links import absolute
from services.fetcher.parse.prose import clean, headline, literal, prose
from services.fetcher.parse.rss import MAX_MAPPED, distinct
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

_PUBLISHED = ("published", "issued", "created", "dcterms:created", "dc:date")
_UPDATED = ("updated", "modified", "dcterms:modified")


def atom(root: Element, url: str | None, zone: str | None) -> Feed:
    """Map a tree whose root is `feed`."""
    channel = _fields(root)
    entries = named(root, "atom:entry", "entry", "?:entry")
    return Feed(
        form="atom",
        title=_line(channel.get("title", ())),
        language=language_of(root) or _first(channel, ("dc:language",)),
        entries=tuple(_entry(entry, channel, url, zone) for entry in entries[:MAX_MAPPED]),
        dropped=max(0, len(entries) - MAX_MAPPED),
    )


def _entry(entry: Element, channel: Fields, url: str | None, zone: str | None) -> Entry:
    found = _fields(entry)
    dated = _first(found, _PUBLISHED)
    alternate, further = _links(found, url)
    return Entry(
        guid=_first(found, ("id",)),
        link=alternate,
        headline=_line(found.get("title", ()) or found.get("dc:title", ())),
        body=_body(found),
        byline=_byline(found) or _byline(channel),
        provider=_provider(found),
        language=_language(entry, found),
        published=moment(dated, zone),
        published_text=dated or _first(found, _UPDATED),
        updated=moment(_first(found, _UPDATED), zone),
        categories=distinct(_categories(found)),
        links=further,
    )


def _fields(element: Element) -> Fields:
    """The children by name; Atom's own have no prefix here, in whichever of its namespaces they are."""
    found: Fields = {}
    for name, elements in fields(element).items():
        own = name.removeprefix("atom:").removeprefix("?:")
        found.setdefault(own, []).extend(elements)
    return found


def _first(found: Fields, names: Iterable[str]) -> str | None:
    texts = (text_of(element) for name in names for element in found.get(name, ()))
    return next((clean(text) for text in texts if text), None)


def _line(elements: Iterable[Element]) -> str:
    for element in elements:
        content = _content(element)
        text = headline(content) if _is_html(element) else literal(content)
        if text:
            return text
    return ""


def _body(found: Fields) -> str:
    """The text of `content`, else of `summary`; content that lies elsewhere or is no text counts as absent."""
    for name in ("content", "summary", "tagline", "description", "content:encoded"):
        for element in found.get(name, ()):
            text = prose(_content(element)) if _is_text(element) else ""
            if text:
                return text
    return ""


def _content(element: Element) -> str:
    """What is inside, decoded where Atom 0.3 has it in base64."""
    if attribute(element, "mode") != "base64":
        return markup_of(element)
    try:
        return base64.b64decode(text_of(element)).decode(errors="replace")
    except (binascii.Error, ValueError):
        return ""


def _kind(element: Element) -> str:
    return (attribute(element, "type") or "text").lower()


def _is_html(element: Element) -> bool:
    return len(element) > 0 or "html" in _kind(element) or attribute(element, "mode") == "base64"


def _is_text(element: Element) -> bool:
    if attribute(element, "src"):
        return False
    return _kind(element) in ("text", "html", "xhtml") or "xml" in _kind(element) or _kind(element).startswith("text/")


def _links(found: Fields, url: str | None) -> tuple[str | None, tuple[str, ...]]:
    """The page of the entry, and whatever else it points at."""
    linked = [(_relation(element), _target(element, url)) for element in found.get("link", ())]
    alternate = [target for relation, target in linked if relation == "alternate"]
    further = [target for relation, target in linked if relation in ("enclosure", "related", "via")]
    original = absolute(_first(found, ("feedburner:origlink",)), url)
    page = original or next(filter(None, alternate), None) or absolute(_first(found, ("id",)), None)
    return page, distinct(link for link in (*alternate, *further) if link and link != page)


def _relation(link: Element) -> str:
    return (attribute(link, "rel") or "alternate").rpartition("/")[2]


def _target(link: Element, url: str | None) -> str | None:
    return absolute(attribute(link, "href") or text_of(link), base_of(link, url))


def _byline(found: Fields) -> str | None:
    names = (name for author in found.get("author", ()) for name in _names(author))
    creators = (text_of(element) for element in found.get("dc:creator", ()))
    return ", ".join(distinct(map(headline, (*names, *creators)))) or None


def _names(author: Element) -> Iterator[str]:
    inner = _fields(author)
    yield _first(inner, ("name", "email")) or ("" if inner else text_of(author))


def _provider(found: Fields) -> str | None:
    """The title of the feed that an entry was taken from."""
    for source in found.get("source", ()):
        return _line(_fields(source).get("title", ())) or None
    return None


def _language(entry: Element, found: Fields) -> str | None:
    content = next(iter(found.get("content", ())), None)
    return language_of(content if content is not None else entry)


def _categories(found: Fields) -> Iterator[str]:
    for element in found.get("category", ()):
        yield headline(attribute(element, "label") or attribute(element, "term") or text_of(element))
    for element in found.get("dc:subject", ()):
        yield headline(text_of(element))
