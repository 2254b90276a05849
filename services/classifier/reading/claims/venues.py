"""Venues and datelines: where a text says that something takes place, and where it was filed."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import ahocorasick_rs

from services.classifier.knowledge.place_entries import Venue, VenuesFile
from services.classifier.reading.parties.aliases import Hit, longest, searchable
from services.classifier.reading.texts.text import fold
from services.classifier.reading.times.dates import Anchor
from services.classifier.reading.times.time_words import find_times

_AT = re.compile(
    r"(?:in|at|near|on|to|from|for|inside|outside|of|across|along|over|off|around|between|crossed|visiting|visits?|visited)"
    r" (?:the |a |its |their |north korea's |south korea's |[\w-]+ )?\Z"
)
_FILED = re.compile(
    r"\s*([A-Z][\w.'’ /-]{2,30}?(?:, [A-Z][\w. ]{2,20}?)??)(?:, ([A-Z][a-z]{2,8}\.? \d{1,2})(?:, \d{4})?)?"
    r"\s*(?:\([^)\n]{2,40}\)\s*)?(?:--|[-–—])"
)


class VenueMention(NamedTuple):
    """One naming of a place; `placed` where a preposition says that it is the place of something."""

    start: int
    end: int
    venue: str
    kind: str
    side: str | None
    zone: str | None
    placed: bool


@dataclass(frozen=True, slots=True)
class Filed:
    """A dateline: where and, where it says so, on which day a text was filed."""

    place: str
    venue: Venue | None
    month: int | None = None
    day: int | None = None


class VenueFinder:
    """Finds venues by their names; build it once."""

    def __init__(self, venues: VenuesFile) -> None:
        self._of: dict[str, Venue] = {fold(name): venue for venue in venues.venues for name in venue.names}
        self._cased = frozenset(fold(n) for v in venues.venues for n in v.names if n[0].isupper())
        self.patterns = tuple(self._of)
        self._automaton: ahocorasick_rs.AhoCorasick | None = None

    def hits(self, folded: str) -> list[Hit]:
        """Find every pattern with an automaton of our own."""
        if self._automaton is None:
            self._automaton = ahocorasick_rs.AhoCorasick(self.patterns)
        found: list[Hit] = self._automaton.find_matches_as_indexes(searchable(folded), overlapping=True)
        return found

    def read(self, text: str, folded: str, hits: Sequence[Hit]) -> tuple[VenueMention, ...]:
        """Give the venues of a field in order."""
        plain = searchable(folded)
        found = []
        for pattern, start, end in longest(folded, hits):
            name = self.patterns[pattern]
            if name in self._cased and text[start].islower():
                continue
            venue = self._of[name]
            placed = _AT.search(plain, max(0, start - 40), start) is not None
            found.append(VenueMention(start, end, venue.venue, venue.kind, venue.side, venue.zone, placed))
        return tuple(found)

    def filed(self, dateline: str | None, body: str) -> Filed | None:
        """Read the dateline, as given or as the body begins with it ("SEOUL, July 12 (Yonhap) --")."""
        line = f"{dateline} --" if dateline else body[:120]
        found = _FILED.match(line)
        place = found.group(1).split(",")[0].split("/")[0].strip() if found else ""
        venue = self._of.get(fold(place))
        if found is None or (venue is None and not place.isupper()):
            return None
        dates = find_times(found.group(2)) if found.group(2) else ()
        month, day = (dates[0].month, dates[0].day) if dates else (None, None)
        return Filed(place, venue, month, day)

    def anchor(self, published_at: dt.datetime | None, dateline: str | None, body: str) -> Anchor:
        """Give what the text's dates are reckoned from: publishing, dateline and the zone of its place."""
        filed = self.filed(dateline, body)
        zone = filed.venue.zone if filed and filed.venue else None
        bare = Anchor(published_at, zone=zone)
        day = _filed_on(filed, bare.today) if filed else None
        return Anchor(published_at, day, zone)


def _filed_on(filed: Filed, published: dt.date | None) -> dt.date | None:
    """Give the dateline's day in the year that brings it nearest to publishing; None where it is far from it."""
    if published is None or filed.month is None or filed.day is None:
        return None
    near = []
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            near.append(dt.date(year, filed.month, filed.day))
        except ValueError:
            continue
    best = min(near, key=lambda date: abs((date - published).days), default=None)
    return best if best and abs((best - published).days) <= 10 else None
