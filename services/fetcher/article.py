"""An entry as the article that is published: its time, its status, its sizes. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from schemas.article import Article
from schemas.ids import article_digest
from schemas.record import MadeBy
from services.fetcher.parse.document import Entry, Feed
from services.fetcher.parse.prose import clean
from services.fetcher.sources import Source
from services.fetcher.status import status_of

AHEAD = timedelta(minutes=15)
"""How far a source's clock may be ahead of ours before its date counts as wrong."""
MAX_BODY_BYTES = 1_000_000
MAX_LINE = 1000
"""Characters of a headline, and of a byline."""
MAX_SUBJECTS, MAX_LINKS = 50, 20

_BY = re.compile(r"^by\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Arrival:
    """The circumstances in which a document came."""

    source: Source
    feed: Feed
    fetched_at: datetime
    max_age: timedelta
    first_poll: bool
    made_by: MadeBy


def draft(entry: Entry, article_id: str, arrival: Arrival) -> Article:
    """The article of an entry as version 1; the versions before it are not known here."""
    headline, body, cut = _words(entry)
    published_at, published_from, doubt = _published(entry, arrival)
    status, correction = status_of(headline, body)
    notes = [note for note in (correction, doubt, cut) if note]
    return Article(
        id=article_id,
        digest=article_digest(headline, body),
        headline=headline,
        body=body,
        url=entry.link,
        provider=clipped(arrival.source.provider or entry.provider or arrival.feed.title, MAX_LINE),
        source=arrival.source.name,
        language=language(entry.language or arrival.feed.language),
        published_at=published_at,
        published_from=published_from,
        updated_at=entry.updated,
        fetched_at=arrival.fetched_at,
        rights=arrival.source.rights,
        status=status,
        byline=clipped(_BY.sub("", entry.byline or ""), MAX_LINE),
        subjects=tuple(subject[:200] for subject in entry.categories[:MAX_SUBJECTS]),
        links=entry.links[:MAX_LINKS],
        parse_quality=arrival.feed.quality,
        edit_note="; ".join(notes) or None,
        backfill=_old(entry, published_at, arrival),
        made_by=arrival.made_by,
    )


def _words(entry: Entry) -> tuple[str, str, str | None]:
    """Headline and body within bounds, and a note on what was cut; without a title the body's first words serve."""
    body, cut = _within(clean(entry.body), MAX_BODY_BYTES)
    headline = clean(entry.headline) or _first_words(body)
    notes = [f"body cut at {MAX_BODY_BYTES} bytes"] if cut else []
    if len(headline) > MAX_LINE:
        notes.append(f"headline cut at {MAX_LINE} characters")
    return headline[:MAX_LINE], body, "; ".join(notes) or None


def _within(text: str, size: int) -> tuple[str, bool]:
    encoded = text.encode()
    return (text, False) if len(encoded) <= size else (encoded[:size].decode(errors="ignore"), True)


def _first_words(body: str) -> str:
    line = " ".join(body[:400].split())
    return line if len(line) <= 80 else line[:80].rsplit(" ", 1)[0] + "…"


def _published(entry: Entry, arrival: Arrival) -> tuple[datetime, Literal["feed", "fetched"], str | None]:
    """The time of publication; that of fetching where the feed says nothing or something impossible."""
    dated = entry.dated
    if dated is None:
        doubt = f"date not understood: {entry.published_text[:60]}" if entry.published_text else None
        return arrival.fetched_at, "fetched", doubt
    if dated > arrival.fetched_at + AHEAD:
        return arrival.fetched_at, "fetched", f"dated ahead of its time: {dated.isoformat()}"
    return dated, "feed", None


def _old(entry: Entry, published_at: datetime, arrival: Arrival) -> bool:
    """Say whether an item that comes for the first time is past the age limit.

    What has no date cannot be told from what is new, except at a source's first poll, where all of
    it may be old.
    """
    if entry.dated is None and arrival.first_poll:
        return True
    return published_at < arrival.fetched_at - arrival.max_age


def clipped(text: str | None, length: int) -> str | None:
    """A line within bounds; empty counts as absent."""
    return clean(text or "").strip()[:length] or None


def language(tag: str | None) -> str | None:
    """A language tag as RFC 5646 writes it, or None where it is no such tag."""
    trimmed = (tag or "").strip().replace("_", "-")
    return trimmed if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", trimmed) else None
