"""From a document to its entries.

    refuse -> decode -> sniff -> drop what precedes the root -> strict -> repaired -> recovered -> newest entries

Strict comes first and a recovering XML parser nowhere: it loses text without a word. Pure, but not to
be trusted with time: hostile documents take minutes in any parser, so the service calls it in a
process that can be killed (`worker`).
"""

from collections.abc import Callable
from datetime import UTC, datetime

from services.fetcher.parse.atom import atom
from services.fetcher.parse.decode import decode, without_illegal
from services.fetcher.parse.document import Document, Entry, Feed, Quality
from services.fetcher.parse.recover import recover
from services.fetcher.parse.repair import repair
from services.fetcher.parse.rss import rss
from services.fetcher.parse.sniff import form_of, refuse, root_at
from services.fetcher.parse.tree import Element, NotWellFormed, strict

MAX_ENTRIES = 2000
"""Entries of one document that become articles: the newest."""

_MAPPERS: dict[str, Callable[[Element, str | None, str | None], Feed]] = {"rss": rss, "atom": atom}


def parse(document: Document) -> Feed:
    """Parse a feed.

    Raises:
        Unreadable: with the cause and a sentence for people.
    """
    refuse(document.content)
    text = without_illegal(decode(document.content, document.content_type))
    root = root_at(text)
    form = form_of(text, root)
    return _newest(_mapped(text[root:], form, document))


def _mapped(text: str, form: str, document: Document) -> Feed:
    try:
        tree, quality = _tree(text)
    except NotWellFormed:
        return recover(text, document.url, document.zone)
    return _MAPPERS[form](tree, document.url, document.zone).model_copy(update={"quality": quality})


def _tree(text: str) -> tuple[Element, Quality]:
    try:
        return strict(text), "strict"
    except NotWellFormed:
        return strict(repair(text)), "repaired"


def _newest(feed: Feed) -> Feed:
    """Keep the newest entries in the order of the document; those without a date count as old."""
    beyond = len(feed.entries) - MAX_ENTRIES
    if beyond <= 0:
        return feed
    by_age = sorted(range(len(feed.entries)), key=lambda at: (_age(feed.entries[at]), at))
    kept = tuple(feed.entries[at] for at in sorted(by_age[:MAX_ENTRIES]))
    return feed.model_copy(update={"entries": kept, "dropped": feed.dropped + beyond})


def _age(entry: Entry) -> float:
    return -(entry.dated or datetime.fromtimestamp(0, UTC)).timestamp()
