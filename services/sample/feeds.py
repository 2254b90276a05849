"""Feeds: the wire's items as RSS 2.0 and Atom. Pure."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape
from xml.etree import ElementTree as ET

from services.sample.wire import PROVIDER, Item

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_CREATOR = "http://purl.org/dc/elements/1.1/"
_ABOUT = "A sample newswire. Nothing in it happened."

ET.register_namespace("content", _CONTENT)
ET.register_namespace("dc", _CREATOR)


def newest(items: Sequence[Item]) -> datetime | None:
    """When the feed last changed."""
    return max((item.updated for item in items), default=None)


def rss(items: Sequence[Item], base: str) -> bytes:
    """RSS 2.0, the whole text in `content:encoded`."""
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    _text(channel, "title", f"{PROVIDER}: World")
    _text(channel, "link", f"{base}/world.rss")
    _text(channel, "description", _ABOUT)
    _text(channel, "language", "en")
    for item in items:
        _rss_item(ET.SubElement(channel, "item"), item, base)
    return _document(root)


def _rss_item(element: ET.Element, item: Item, base: str) -> None:
    _text(element, "title", item.headline)
    _text(element, "link", f"{base}/articles/{item.slug}")
    _text(element, "guid", item.guid, isPermaLink="false")
    _text(element, "pubDate", format_datetime(item.published, usegmt=True))
    if item.byline:
        _text(element, f"{{{_CREATOR}}}creator", item.byline)
    _text(element, "description", escape(item.paragraphs[0], quote=False))
    _text(element, f"{{{_CONTENT}}}encoded", html(item))


def atom(items: Sequence[Item], base: str) -> bytes:
    """Atom 1.0, the whole text as HTML."""
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en"})
    _text(root, f"{{{_ATOM}}}id", "tag:eastgate.example,2026:korea")
    _text(root, f"{{{_ATOM}}}title", f"{PROVIDER}: Korea")
    _text(root, f"{{{_ATOM}}}subtitle", _ABOUT)
    ET.SubElement(root, f"{{{_ATOM}}}link", rel="self", href=f"{base}/korea.atom")
    _text(root, f"{{{_ATOM}}}updated", _rfc3339(newest(items)))
    for item in items:
        _atom_entry(ET.SubElement(root, f"{{{_ATOM}}}entry"), item, base)
    return _document(root)


def _atom_entry(element: ET.Element, item: Item, base: str) -> None:
    _text(element, f"{{{_ATOM}}}id", item.guid)
    _text(element, f"{{{_ATOM}}}title", item.headline)
    ET.SubElement(element, f"{{{_ATOM}}}link", href=f"{base}/articles/{item.slug}")
    _text(element, f"{{{_ATOM}}}published", _rfc3339(item.published))
    _text(element, f"{{{_ATOM}}}updated", _rfc3339(item.updated))
    author = ET.SubElement(element, f"{{{_ATOM}}}author")
    _text(author, f"{{{_ATOM}}}name", item.byline or PROVIDER)
    _text(element, f"{{{_ATOM}}}content", html(item), type="html")


def html(item: Item) -> str:
    """The text as HTML paragraphs."""
    return "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in item.paragraphs)


def _text(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = text


def _rfc3339(moment: datetime | None) -> str:
    return (moment.isoformat() if moment else "1970-01-01T00:00:00+00:00").replace("+00:00", "Z")


def _document(root: ET.Element) -> bytes:
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
