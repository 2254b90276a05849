"""What a document is, and whether it may go near a parser at all."""

import re
from collections.abc import Iterator

from services.fetcher.parse.document import MAX_DOCUMENT_BYTES, Unreadable

FEED_ROOTS = {"rss": "rss", "rdf": "rss", "channel": "rss", "feed": "atom"}
OTHER_ROOTS = {
    "urlset": "a sitemap", "sitemapindex": "a sitemap index", "newsitem": "NewsML-G2", "packageitem": "NewsML-G2",
    "newsmessage": "NewsML-G2", "newsml": "NewsML 1", "nitf": "NITF",
}  # fmt: skip

_LONG_TAG = re.compile(rb"<[^<>]{65536,}")
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_FEED_LINK = re.compile(r"""<link\b[^>]*application/(?:rss|atom)\+xml[^>]*>""", re.IGNORECASE)
_HREF = re.compile(r"""href\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)


def refuse(content: bytes) -> None:
    """Refuse what no parser should see.

    Raises:
        Unreadable: empty, above the size limit, a tag of 64 KiB (100,000 attributes take a parser a
            minute), or a format that is not read.
    """
    if not content.strip():
        raise Unreadable("empty", "the document is empty")
    if len(content) > MAX_DOCUMENT_BYTES:
        raise Unreadable("too_large", f"the document has {len(content)} bytes, at most {MAX_DOCUMENT_BYTES} are read")
    if any(_LONG_TAG.search(part) for part in _outside_cdata(content)):
        raise Unreadable("bomb", "a tag of more than 64 KiB")
    _refuse_other_formats(content)


def _outside_cdata(content: bytes) -> Iterator[bytes]:
    """The parts between CDATA sections, in which pictures as `data:` URIs make long tags."""
    start = 0
    while (opened := content.find(b"<![CDATA[", start)) >= 0 and (closed := content.find(b"]]>", opened)) >= 0:
        yield content[start:opened]
        start = closed
    yield content[start:]


def _refuse_other_formats(content: bytes) -> None:
    head = content[:64].lstrip()
    if head[:1] in (b"{", b"["):
        raise Unreadable("unsupported", "JSON is not read by this version")
    if head[:1] == b"\x01":
        raise Unreadable("unsupported", "IPTC 7901 is not read by this version")
    if head[:1] == b"\x16":
        raise Unreadable("unsupported", "ANPA 1312 is not read by this version")


def root_at(text: str) -> int:
    """Find where the root element begins, past declaration, comments, DOCTYPE and junk; -1 if nowhere.

    The DOCTYPE goes with the rest: entities that it declares are how small documents become large.
    """
    at = text.find("<")
    while at >= 0 and not _ROOT.match(text, at):
        at = text.find("<", _end_of_prologue(text, at))
    return at


def _end_of_prologue(text: str, at: int) -> int:
    """The position after the comment, instruction, DOCTYPE or stray `<` at a position."""
    for opening, closing in (("<!--", "-->"), ("<?", "?>")):
        if text.startswith(opening, at):
            end = text.find(closing, at)
            return end + len(closing) if end >= 0 else len(text)
    if text[at : at + 9].upper() == "<!DOCTYPE":
        return _end_of_doctype(text, at)
    return at + 1


def _end_of_doctype(text: str, at: int) -> int:
    end, subset = text.find(">", at), text.find("[", at)
    if 0 <= subset < end:
        end = text.find(">", text.find("]", subset))
    return end + 1 if end >= 0 else len(text)


def form_of(text: str, root: int) -> str:
    """Name the form of feed whose root begins at a position: `rss` or `atom`.

    Raises:
        Unreadable: it is a page, or another format, or nothing.
    """
    found = _ROOT.match(text, root) if root >= 0 else None
    name = found[1].lower() if found else ""
    if name in FEED_ROOTS:
        return FEED_ROOTS[name]
    if name in OTHER_ROOTS:
        raise Unreadable("unsupported", f"{OTHER_ROOTS[name]} is not read by this version")
    raise Unreadable("not_a_feed", f"{_described(name)}, not a feed{_hint(text)}")


def _described(name: str) -> str:
    if not name:
        return "no element in it"
    return "an HTML page" if name == "html" else f"root element {name[:40]}"


def _hint(text: str) -> str:
    link = _FEED_LINK.search(text[:65536])
    href = _HREF.search(link[0]) if link else None
    return f"; it names one at {href[1][:200]}" if href else ""
