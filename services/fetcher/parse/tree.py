"""XML trees: the one place where lxml reads them, with everything off that reaches out or blows up."""

from urllib.parse import urljoin

from lxml import etree

from services.fetcher.parse.repair import NAMESPACES

Element = etree._Element
Fields = dict[str, list[Element]]
"""The children of an element by name, in the order of the document."""

_PLAIN = (
    "", "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", "http://channel.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss2", "http://backend.userland.com/rss", "http://blogs.law.harvard.edu/tech/rss",
    "http://purl.org/net/rss1.1#", "http://my.netscape.com/publish/formats/rss-0.91.dtd",
)  # fmt: skip
_SPELLINGS = {
    "http://purl.org/atom/ns#": "atom",
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://search.yahoo.com/mrss": "media",
}
_PREFIXES = (
    {uri.lower(): prefix for prefix, uri in NAMESPACES.items()} | _SPELLINGS | {uri.lower(): "" for uri in _PLAIN}
)
_XML = "{http://www.w3.org/XML/1998/namespace}"


class NotWellFormed(ValueError):
    """The text is no well-formed XML."""


def strict(text: str) -> Element:
    """Parse text whose declaration and DOCTYPE are gone.

    Raises:
        NotWellFormed: with the parser's words. It never recovers: recovering loses text silently.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False, remove_comments=True,
        remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise NotWellFormed(str(error)) from None


def name_of(element: Element) -> str:
    """The name in lower case with the usual prefix: `title`, `dc:creator`; `?:x` in an unknown namespace.

    RSS's own elements have no prefix, whatever namespace a feed puts them in.
    """
    namespace, _, local = str(element.tag).rpartition("}")
    prefix = _PREFIXES.get(namespace[1:].lower(), "?")
    return f"{prefix}:{local.lower()}" if prefix else local.lower()


def fields(element: Element) -> Fields:
    """The children by name, in the order of the document."""
    found: Fields = {}
    for child in element:
        if isinstance(child.tag, str):
            found.setdefault(name_of(child), []).append(child)
    return found


def named(root: Element, *names: str) -> list[Element]:
    """All elements below with one of the names."""
    return [element for element in root.iter() if isinstance(element.tag, str) and name_of(element) in names]


def text_of(element: Element) -> str:
    """All text inside, trimmed."""
    return "".join(str(text) for text in element.itertext()).strip()


def markup_of(element: Element) -> str:
    """What is inside: text as it stands (often escaped HTML), or child elements written out as HTML."""
    if len(element) == 0:
        return (element.text or "").strip()
    inside = [_escaped(element.text or "")]
    for child in element:
        inside.append(etree.tostring(_plain_names(child), encoding="unicode", method="html", with_tail=True))
    return "".join(inside).strip()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _plain_names(element: Element) -> Element:
    for inner in element.iter():
        if isinstance(inner.tag, str):
            inner.tag = inner.tag.rpartition("}")[2].lower()
    return element


def attribute(element: Element, name: str) -> str | None:
    """An attribute without namespace, under any case of its name; empty counts as absent."""
    for key, value in element.attrib.items():
        if str(key).lower() == name:
            return str(value).strip() or None
    return None


def language_of(element: Element) -> str | None:
    """`xml:lang` of the element or of what it stands in."""
    current: Element | None = element
    while current is not None:
        language = current.get(_XML + "lang")
        if language is not None:
            return language.strip() or None
        current = current.getparent()
    return None


def base_of(element: Element, outermost: str | None) -> str | None:
    """The base of relative links: the `xml:base` attributes from the outside in."""
    bases = []
    current: Element | None = element
    while current is not None:
        bases.append(current.get(_XML + "base"))
        current = current.getparent()
    base = outermost or ""
    for inner in reversed(bases):
        base = _joined(base, inner) if inner else base
    return base or None


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return base
