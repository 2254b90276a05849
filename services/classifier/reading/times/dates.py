"""Dates: when a time expression means, against the date of the text, and how that was found.

    time words -> candidates by the calendar -> one of them by tense -> interval in UTC, age, direction

Nothing is guessed without a mark: `certain` is false wherever tense had to decide and was not known,
and without a date of the text weekdays are only "within the week" and months and years are not dated.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from schemas.claim import EventTime
from services.classifier.reading.times.date_rules import AHEAD, BEHIND, RECENT_DAYS, RULES, DaysRead, Precision, Tense
from services.classifier.reading.times.days import Days, day, shifted
from services.classifier.reading.times.time_words import TimeWords, find_times

__all__ = ["Anchor", "Tense", "TimeWords", "When", "find_times", "resolve"]

_LATE_UTC = 15
"""From this hour on (UTC) it is the next day in Korea and Japan."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What dates are reckoned from: the time of publishing, the dateline's day, and the zone of its place."""

    published_at: dt.datetime | None = None
    dateline: dt.date | None = None
    zone: str | None = None

    @property
    def today(self) -> dt.date | None:
        """The text's own day: the dateline's, else the day of publishing at the dateline's place."""
        if self.dateline:
            return self.dateline
        if self.published_at is None:
            return None
        try:
            return self.published_at.astimezone(self.tz).date()
        except OverflowError:
            return self.published_at.date()

    @property
    def tz(self) -> dt.tzinfo:
        """The zone in which days begin."""
        return ZoneInfo(self.zone) if self.zone else dt.UTC

    @property
    def found_by(self) -> Literal["dateline", "published", "unknown"]:
        """Which of the two the day rests on."""
        if self.dateline:
            return "dateline"
        return "published" if self.published_at else "unknown"


class When(NamedTuple):
    """A resolved time. `earliest` and `latest` are UTC, half open; None where the text has no date to reckon from.

    `recent`: inside the contract's week (True), older (False), not to be told (None; also for what is to come).
    `age_days`: from its last day to the text's day, negative for what is to come.
    """

    start: int
    end: int
    words: str
    rule: str
    earliest: dt.datetime | None
    latest: dt.datetime | None
    age_days: int | None
    recent: bool | None
    direction: Tense | None
    precision: Precision
    found_by: Literal["text", "dateline", "published", "unknown"]
    certain: bool
    zone: str | None

    def event_time(self) -> EventTime | None:
        """The record of it, or None where no interval is known."""
        if self.earliest is None or self.latest is None:
            return None
        return EventTime(start=self.earliest, end=self.latest, words=self.words, zone=self.zone, found_by=self.found_by)


def resolve(words: TimeWords, anchor: Anchor, tense: Tense | None = None, story: When | None = None) -> When:
    """Date one expression. `story` is the event that "three days later" counts from."""
    today = anchor.today
    hint = _hint(words, tense)
    read = RULES[words.rule](words, today, hint, _last_day(story, anchor))
    if words.rule == "weekday" and today and not anchor.zone:
        read = _on_either_side_of_midnight(words, anchor, hint, read)
    return _when(words, anchor, read)


def _hint(words: TimeWords, tense: Tense | None) -> Tense | None:
    if words.ahead or AHEAD & set(words.before):
        return "future"
    return "past" if BEHIND & set(words.before) else tense


def _last_day(story: When | None, anchor: Anchor) -> dt.date | None:
    if story is None or story.latest is None:
        return None
    return (story.latest - dt.timedelta(seconds=1)).astimezone(anchor.tz).date()


def _when(words: TimeWords, anchor: Anchor, read: DaysRead) -> When:
    today = anchor.today
    days = read.days
    age = (today - days.last).days if today and days else None
    return When(
        start=words.start,
        end=words.end,
        words=words.words,
        rule=words.rule,
        earliest=_midnight(days.first, anchor) if days else None,
        latest=_midnight(shifted(days.last, 1), anchor) if days else None,
        age_days=age,
        recent=read.recent if read.recent is not None or days is None else _recent(days, today),
        direction=read.direction or _direction(days, today),
        precision=read.precision,
        found_by="text" if read.alone and days else anchor.found_by,
        certain=read.certain and (days is not None or read.recent is not None),
        zone=anchor.zone,
    )


def _midnight(date: dt.date, anchor: Anchor) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(), anchor.tz).astimezone(dt.UTC)


def _recent(days: Days, today: dt.date | None) -> bool | None:
    if today is None or days.last > today:
        return None
    if (today - days.first).days <= RECENT_DAYS:
        return True
    return False if (today - days.last).days > RECENT_DAYS else None


def _direction(days: Days | None, today: dt.date | None) -> Tense | None:
    if days is None or today is None:
        return None
    if days.first > today:
        return "future"
    return "past" if days.last < today else "present"


def _on_either_side_of_midnight(words: TimeWords, anchor: Anchor, tense: Tense | None, read: DaysRead) -> DaysRead:
    """Late in the day UTC, the next weekday told as past has already begun in Korea."""
    published, today = anchor.published_at, anchor.today
    if published is None or today is None or tense == "future" or (published.utctimetuple().tm_hour) < _LATE_UTC:
        return read
    morrow = shifted(today, 1)
    if words.weekday != morrow.weekday() or "last" in words.before:
        return read
    return DaysRead(day(morrow), "day", certain=False, recent=True, direction="past")
