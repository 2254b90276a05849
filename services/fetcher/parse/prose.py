"""HTML to plain text with its paragraphs, and headlines without markup."""

import html
import re
from collections.abc import Iterator

from lxml import etree

from services.fetcher.parse.decode import without_illegal

_BLOCKS = (
    "address|article|aside|blockquote|body|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h1|h2|h3|h4"
    "|h5|h6|header|hr|html|li|main|nav|ol|p|pre|section|table|tbody|tfoot|thead|tr|ul"
)
_INLINE = (
    "a|abbr|acronym|b|bdi|bdo|big|br|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|meta|nobr|q|s|samp|small"
    "|source|span|strike|strong|sub|sup|td|th|time|tt|u|var|wbr|link|input|button|picture|video|audio|param"
)
_SILENT = "script|style|noscript|template|iframe|object|svg|math|head|title|select|textarea"
_KNOWN = f"{_BLOCKS}|{_INLINE}|{_SILENT}"
_BLOCK_NAMES, _SILENT_NAMES = frozenset(_BLOCKS.split("|")), frozenset(_SILENT.split("|"))

_TAG = re.compile(rf"</?(?:{_KNOWN})\b[^<>]*/?>|<!--", re.IGNORECASE)
_ESCAPED_TAG = re.compile(rf"&lt;/?(?:{_KNOWN})\b[^<>&]*(?:&(?!gt;)[^<>&]*)*&gt;", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]+);")
_BLOCK_TAG = re.compile(rf"<(?:{_BLOCKS}|br)\b", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f\v\xa0]+")
_BLANK_LINE = re.compile(r"[ \t\r\xa0]*\n[ \t\r\xa0]*\n[\s\xa0]*")
# Bytes of Windows-1252 that someone took for Latin-1: quotes and dashes as control characters.
_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}


def prose(markup: str) -> str:
    """The text of a body that is HTML, HTML escaped once more, or plain text; paragraphs apart by an empty line."""
    if not _TAG.search(markup) and _ESCAPED_TAG.search(markup):
        markup = html.unescape(markup)
    if _TAG.search(markup) or _ENTITY.search(markup):
        return _tidy(_from_html(markup))
    return _tidy(_plain_paragraphs(markup))


def headline(markup: str) -> str:
    """A title in one line: known tags go, references are resolved up to twice."""
    for _ in range(2):
        markup = _TAG.sub("", markup) if "<" in markup else markup
        markup = html.unescape(markup) if _ENTITY.search(markup) else markup
    return " ".join(clean(_TAG.sub("", markup)).split())


def literal(text: str) -> str:
    """A title that its feed declares to be plain text: tags stay, references that were escaped twice go."""
    return " ".join(clean(html.unescape(text) if _ENTITY.search(text) else text).split())


def clean(text: str) -> str:
    """Text that every record can hold: no controls, no lone surrogates, no quotes disguised as controls."""
    return without_illegal(text.translate(_C1))


def _tidy(text: str) -> str:
    lines = (line.strip() for line in clean(text).replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _plain_paragraphs(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def _from_html(markup: str) -> str:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    wrapped = f"<html><body>{without_illegal(markup)}</body></html>"
    root = etree.fromstring(wrapped.encode(), parser)
    if root is None:
        return ""
    return "".join(_pieces(root, blank_lines_count=not _BLOCK_TAG.search(markup)))


def _pieces(root: etree._Element, blank_lines_count: bool) -> Iterator[str]:
    """Walk without recursion, for depth is the author's choice. Text in `pre` keeps its lines."""
    silent = preformatted = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag, step = str(element.tag), 1 if event == "start" else -1
        silent += step * (tag in _SILENT_NAMES)
        preformatted += step * (tag == "pre")
        yield _break(tag, event)
        text = element.text if event == "start" else element.tail
        if text and not silent:
            yield text if preformatted else _spaced(text, blank_lines_count)


def _break(tag: str, event: str) -> str:
    if tag in ("li", "tr", "dt", "dd", "br"):
        return "\n" if event == "start" else ""
    if tag in ("td", "th", "img"):
        return " " if event == "end" else ""
    return "\n\n" if tag in _BLOCK_NAMES else ""


def _spaced(text: str, blank_lines_count: bool) -> str:
    """Collapse white space; without any block element an empty line is what its author had for a paragraph."""
    if blank_lines_count and "\n" in text:
        return "\n\n".join(_SPACES.sub(" ", part) for part in _BLANK_LINE.split(text))
    return _SPACES.sub(" ", text)
