"""Well-formedness given back to what is nearly well-formed, outside CDATA and comments."""

import re
from collections.abc import Iterator
from html.entities import html5

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "atom": "http://www.w3.org/2005/Atom",
    "media": "http://search.yahoo.com/mrss/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
"""Prefixes as everybody uses them, and the namespaces that they mean."""

_AMPERSAND = re.compile(r"&(?:#(\d{1,8});|#[xX]([0-9a-fA-F]{1,7});|([A-Za-z][A-Za-z0-9]{1,31});)?")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_BARE_LESS = re.compile(r"<(?![A-Za-z_/!?])")
_PREFIX = re.compile(r"[<\s/]([A-Za-z_][\w.-]*):[A-Za-z_][\w.-]*(?=[\s/>=])")
_DECLARED = re.compile(r"xmlns:([\w.-]+)\s*=")
_ROOT_NAME = re.compile(r"<([\w.:-]+)")


def repair(text: str) -> str:
    """Mend bare ampersands, HTML entities, impossible references, undeclared prefixes, and what follows the root."""
    return "".join(part if verbatim else _mended(part) for part, verbatim in _parts(_declared(_until_root_ends(text))))


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Split into markup and what stands verbatim (CDATA, comments), in one pass."""
    start = 0
    while (opened := text.find("<!", start)) >= 0:
        end = _verbatim_end(text, opened)
        yield text[start:opened], False
        yield text[opened:end], True
        start = end
    yield text[start:], False


def _verbatim_end(text: str, opened: int) -> int:
    for opening, closing in (("<![CDATA[", "]]>"), ("<!--", "-->")):
        if text.startswith(opening, opened):
            end = text.find(closing, opened)
            return end + len(closing) if end >= 0 else len(text)
    return opened + 2


def _mended(markup: str) -> str:
    return _BARE_LESS.sub("&lt;", _AMPERSAND.sub(_reference, markup))


def _reference(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if decimal or hexadecimal:
        return found[0] if _legal(int(decimal) if decimal else int(hexadecimal, 16)) else ""
    if name in _XML_NAMES:
        return found[0]
    character = html5.get(f"{name};")
    # Some names stand for `<` or `&` themselves; these must stay escaped.
    return f"&amp;{found[0][1:]}" if character is None else character.replace("&", "&amp;").replace("<", "&lt;")


def _legal(code: int) -> bool:
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF


def _declared(text: str) -> str:
    """Declare at the root the prefixes that are used and declared nowhere."""
    root = _ROOT_NAME.match(text)
    missing = set(_PREFIX.findall(text)) - set(_DECLARED.findall(text)) - {"xml", "xmlns"}
    if root is None or not missing:
        return text
    added = "".join(f' xmlns:{prefix}="{NAMESPACES.get(prefix, f"urn:{prefix}")}"' for prefix in sorted(missing))
    return text[: root.end()] + added + text[root.end() :]


def _until_root_ends(text: str) -> str:
    """Cut what follows the end tag of the root, and end that tag where the document breaks off inside it."""
    root = _ROOT_NAME.match(text)
    end = text.rfind(f"</{root[1]}") if root else -1
    return f"{text[:end]}</{root[1]}>" if root and end >= 0 else text
