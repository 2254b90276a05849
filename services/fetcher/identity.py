"""Which item an entry is: by its guid, by its address, or at worst by its words. Pure."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from schemas.ids import article_id
from services.fetcher.parse.document import Entry
from services.fetcher.parse.links import canonical, names_one_item

URL_SCOPE = "url"
"""Addresses name an item whichever feed it came through."""


@dataclass(frozen=True)
class Identified:
    """An entry with every name it goes by in its source, best first, and the article id it has if none is known."""

    entry: Entry
    names: tuple[str, ...]
    article_id: str


def identify(entries: Iterable[Entry], scope: str) -> tuple[Identified, ...]:
    """Name the entries of one document; of one that stands there twice the first stays.

    A guid that is absent or repeated (some feeds give all items one) names nothing; neither does an
    address that several items share, or a site's front page.
    """
    listed = tuple({(entry.guid, entry.link, entry.headline): entry for entry in reversed(tuple(entries))}.values())[
        ::-1
    ]
    guids = Counter(entry.guid for entry in listed)
    pages = Counter(_page(entry) for entry in listed)
    found: dict[str, Identified] = {}
    for entry in listed:
        guid = entry.guid if entry.guid and guids[entry.guid] == 1 else None
        page = _page(entry)
        identified = _identified(entry, scope, guid, page if page and pages[page] == 1 else None)
        found.setdefault(identified.names[0], identified)
    return tuple(found.values())


def _identified(entry: Entry, scope: str, guid: str | None, page: str | None) -> Identified:
    names = []
    if guid:
        names.append((f"guid {guid}", article_id(scope, guid)))
    if page:
        names.append((f"url {page}", article_id(URL_SCOPE, page)))
    if not names:
        words = _words(entry)
        names.append((f"words {words}", article_id(scope, words)))
    return Identified(entry, tuple(name for name, _ in names), names[0][1])


def _page(entry: Entry) -> str | None:
    return canonical(entry.link) if entry.link and names_one_item(entry.link) else None


def _words(entry: Entry) -> str:
    """A hash of what tells items without a name of their own apart; never of the time of fetching."""
    parts = (entry.guid or "", entry.link or "", entry.headline, entry.published_text or "", entry.body[:500])
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
