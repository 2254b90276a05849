"""Dates: when a time expression means, against the date of the text, and how that was found.

    time words -> candidates by the calendar -> one of them by tense -> interval in UTC, age, direction

Nothing is guessed without a mark: `certain` is false wherever tense had to decide and was not known,
and without a date of the text weekdays are only "within the week" and months and years are not dated.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal
from zoneinfo import ZoneInfo

from schemas.claim import EventTime
from services.classifier.reading.days import Days, day, month_of, shifted, span_of, unit_days, week_of, year_of
from services.classifier.reading.time_words import TimeWords, find_times

__all__ = ["Anchor", "Tense", "TimeWords", "When", "find_times", "resolve"]

Tense = Literal["past", "present", "future"]
Precision = Literal["moment", "day", "week", "month", "year", "era"]

RECENT_DAYS = 8
"""A date more than so many days back is background (the contract's "about a week")."""
_LATE_UTC = 15
"""From this hour on (UTC) it is the next day in Korea and Japan."""
_AHEAD = frozenset(("next", "coming", "until", "till", "tomorrow"))
_BEHIND = frozenset(("last", "past", "previous", "since"))


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
        return self.published_at.astimezone(self.tz).date() if self.published_at else None

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


@dataclass(frozen=True, slots=True)
class When:
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


@dataclass(frozen=True, slots=True)
class _Reading:
    """Days that an expression means, before they are put into a zone."""

    days: Days | None
    precision: Precision
    certain: bool = True
    recent: bool | None = None
    direction: Tense | None = None
    alone: bool = False


def resolve(words: TimeWords, anchor: Anchor, tense: Tense | None = None, story: When | None = None) -> When:
    """Date one expression. `story` is the event that "three days later" counts from."""
    today = anchor.today
    hint = _hint(words, tense)
    read = _RULES[words.rule](words, today, hint, _last_day(story, anchor))
    if words.rule == "weekday" and today and not anchor.zone:
        read = _on_either_side_of_midnight(words, anchor, hint, read)
    return _when(words, anchor, read)


def _hint(words: TimeWords, tense: Tense | None) -> Tense | None:
    if words.ahead or _AHEAD & set(words.before):
        return "future"
    return "past" if _BEHIND & set(words.before) else tense


def _last_day(story: When | None, anchor: Anchor) -> dt.date | None:
    if story is None or story.latest is None:
        return None
    return (story.latest - dt.timedelta(seconds=1)).astimezone(anchor.tz).date()


def _when(words: TimeWords, anchor: Anchor, read: _Reading) -> When:
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


def _weekday(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> _Reading:
    if today is None:
        return _Reading(None, "day", certain=True, recent=True, direction=tense)
    assert words.weekday is not None
    back = (today.weekday() - words.weekday) % 7
    ahead = (words.weekday - today.weekday()) % 7
    if "last" in words.before:
        back = back or 7
    if "next" in words.before:
        ahead = ahead or 7
    if tense == "future":
        return _Reading(day(shifted(today, ahead)), "day", direction="future")
    chosen = _Reading(day(shifted(today, -back)), "day", certain=tense is not None or back == 0, direction="past")
    return chosen


def _on_either_side_of_midnight(words: TimeWords, anchor: Anchor, tense: Tense | None, read: _Reading) -> _Reading:
    """Late in the day UTC, the next weekday told as past has already begun in Korea."""
    published, today = anchor.published_at, anchor.today
    if published is None or today is None or tense == "future" or published.astimezone(dt.UTC).hour < _LATE_UTC:
        return read
    morrow = shifted(today, 1)
    if words.weekday != morrow.weekday() or "last" in words.before:
        return read
    return _Reading(day(morrow), "day", certain=False, recent=True, direction="past")


def _today(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> _Reading:
    offset = {"yesterday": -1, "tomorrow": 1}.get(words.way or "", 0)
    direction: Tense | None = {-1: "past", 1: "future"}.get(offset, tense or "present")  # type: ignore[assignment]
    if today is None:
        return _Reading(None, "day", recent=None if offset > 0 else True, direction=direction)
    return _Reading(day(shifted(today, offset)), "day", direction=direction)


def _date(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> _Reading:
    assert words.month is not None
    if words.year:
        return _Reading(_days_of(words, words.year), "day", alone=True)
    if today is None:
        return _Reading(None, "day", certain=False, direction=tense)
    found = [days for year in (today.year - 1, today.year, today.year + 1) if (days := _days_of(words, year))]
    return _nearest(found, today, tense, "day")


def _days_of(words: TimeWords, year: int) -> Days | None:
    assert words.month is not None
    assert words.day is not None
    return span_of(year, words.month, words.day, words.day_to)


def _nearest(found: Sequence[Days], today: dt.date, tense: Tense | None, precision: Precision) -> _Reading:
    """Choose by tense, unless the other side lies within a month and this one is most of a year away."""
    past = [days for days in found if days.first <= today]
    future = [days for days in found if days.last >= today]
    if not past and not future:
        return _Reading(None, precision, certain=False)
    near = min(found, key=lambda days: abs((days.first - today).days))
    wanted = past[-1] if tense == "past" and past else future[0] if tense == "future" and future else near
    sure = tense == "past" and precision != "day"
    far = not sure and abs((wanted.first - today).days) > 240 and abs((near.first - today).days) <= 31
    return _Reading(near if far else wanted, precision, certain=tense is not None and not far)


def _month(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> _Reading:
    assert words.month is not None
    if words.year:
        return _Reading(_part(month_of(words.year, words.month), words), "month", alone=True)
    if today is None:
        return _Reading(None, "month", certain=False, direction=tense)
    found = [month_of(year, words.month) for year in (today.year - 1, today.year, today.year + 1)]
    read = _nearest(found, today, tense or "past", "month")
    return replace(
        read, days=_part(read.days, words) if read.days else None, certain=read.certain and tense is not None
    )


def _part(days: Days, words: TimeWords) -> Days:
    """Take the early, middle or late part where it is named."""
    third = ((days.last - days.first).days + 1) // 3
    if "early" in words.before or "beginning" in words.before:
        return Days(days.first, shifted(days.first, third))
    if "late" in words.before or "end" in words.before:
        return Days(shifted(days.last, -third), days.last)
    if "mid" in words.before or "middle" in words.before:
        return Days(shifted(days.first, third), shifted(days.last, -third))
    return days


def _year(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> _Reading:
    assert words.year is not None
    last = words.number or words.year + (9 if words.unit == "decade" else 0)
    days = Days(year_of(words.year).first, year_of(max(last, words.year)).last)
    return _Reading(_part(days, words), "era" if words.rule == "years" else "year", alone=True)


def _iso(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> _Reading:
    assert words.year is not None
    return _Reading(_days_of(words, words.year), "day", alone=True)


def _ordinal(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> _Reading:
    if today is None or words.day is None:
        return _Reading(None, "day", certain=False, direction=tense)
    months = [shifted(today.replace(day=1), -1), today, shifted(today.replace(day=28), 7)]
    found = [days for each in months if (days := span_of(each.year, each.month, words.day, None))]
    return _nearest(found, today, tense, "day")


def _unit(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> _Reading:
    """Read "last week", "earlier this month", "next year", "the same day"."""
    near = _precision(words.unit)
    if today is None:
        recent = True if near in ("day", "week") and not _AHEAD & set(words.before) else None
        return _Reading(None, near, certain=recent is True, recent=recent, direction=tense)
    if {"previous", "following", "same"} & set(words.before):
        return _beside_story(words, today, story)
    step = -1 if {"last", "past"} & set(words.before) else 1 if {"next", "coming"} & set(words.before) else 0
    days = _calendar_unit(words.unit or "day", today, step)
    if step:
        return _Reading(_part(days, words), near, recent=True if step < 0 and near == "week" else None)
    if "earlier" in words.before:
        return _Reading(Days(days.first, today), near, direction="past")
    if "later" in words.before:
        return _Reading(Days(today, days.last), near, direction="future")
    return _Reading(_part(days, words), near, direction=tense or "present")


def _beside_story(words: TimeWords, today: dt.date, story: dt.date | None) -> _Reading:
    step = -1 if "previous" in words.before else 1 if "following" in words.before else 0
    origin = story or today
    return _Reading(
        _calendar_unit(words.unit or "day", origin, step), _precision(words.unit), certain=story is not None
    )


def _calendar_unit(unit: str, today: dt.date, step: int) -> Days:
    if unit in ("day", "night", "hour", "minute"):
        return day(shifted(today, step))
    if unit in ("week", "weekend", "fortnight"):
        week = week_of(shifted(today, 7 * step))
        return Days(shifted(week.last, -1), week.last) if unit == "weekend" else week
    if unit == "month":
        middle = shifted(month_of(today.year, today.month).first, 14 + 30 * step)
        return month_of(middle.year, middle.month)
    if unit in ("decade", "century"):
        first = today.year // 10 * 10 + 10 * step
        return Days(year_of(first).first, year_of(first + 9).last)
    return _season(unit, today, step) if unit != "year" else year_of(today.year + step)


def _season(unit: str, today: dt.date, step: int) -> Days:
    first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}.get(unit)
    if first is None:
        quarter = shifted(dt.date(today.year, (today.month - 1) // 3 * 3 + 1, 15), 91 * step)
        first, year = (quarter.month - 1) // 3 * 3 + 1, quarter.year
    else:
        year = today.year + (
            -1 if step < 0 and today.month <= first + 2 else 1 if step > 0 and today.month > first else 0
        )
    third = shifted(dt.date(year, first, 1), 75)
    return Days(dt.date(year, first, 1), month_of(third.year, third.month).last)


def _ago(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> _Reading:
    least, most = unit_days(words.unit, words.number)
    recent = True if most <= RECENT_DAYS else False if least > RECENT_DAYS else None
    if today is None:
        return _Reading(None, _precision(words.unit), certain=recent is not None, recent=recent, direction="past")
    return _Reading(
        Days(shifted(today, -most), shifted(today, -least)), _precision(words.unit), recent=recent, direction="past"
    )


def _lag(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> _Reading:
    """Read "three days later" from the story's day; a small lag is recent whatever it counts from."""
    least, most = unit_days(words.unit, words.number)
    recent = most <= RECENT_DAYS
    back = words.way in ("earlier", "before")
    if words.way in ("hence", "from now"):
        return _in_time(words, today, least, most)
    if story is None:
        return _Reading(None, _precision(words.unit), certain=False, recent=recent, direction=tense)
    days = (
        Days(shifted(story, -most), shifted(story, -least))
        if back
        else Days(shifted(story, least), shifted(story, most))
    )
    return _Reading(days, _precision(words.unit), certain=words.number is not None)


def _in_time(words: TimeWords, today: dt.date | None, least: int, most: int) -> _Reading:
    days = Days(shifted(today, least), shifted(today, most)) if today else None
    return _Reading(days, _precision(words.unit), certain=today is not None, direction="future")


def _span(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> _Reading:
    """Read "the past two years", "in recent weeks", "in the coming days"."""
    least, most = unit_days(words.unit, words.number)
    if words.way in ("next", "coming", "following"):
        return _in_time(words, today, 0, most)
    recent = True if most <= RECENT_DAYS else None if words.way == "recent" and words.unit == "week" else False
    days = Days(shifted(today, -most), today) if today else None
    return _Reading(days, _precision(words.unit), certain=today is not None, recent=recent, direction="past")


def _recently(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> _Reading:
    return _Reading(None, "week", certain=False, recent=True, direction="past")


def _now(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> _Reading:
    return _Reading(day(today) if today else None, "moment", recent=True, direction="present")


def _precision(unit: str | None) -> Precision:
    if unit in ("hour", "minute"):
        return "moment"
    if unit in ("day", "night"):
        return "day"
    if unit in ("week", "weekend", "fortnight"):
        return "week"
    if unit in ("month", "season", "spring", "summer", "autumn", "fall", "winter", "quarter"):
        return "month"
    return "year" if unit == "year" else "era"


_RULES = {
    "weekday": _weekday,
    "today": _today,
    "date": _date,
    "month": _month,
    "year": _year,
    "years": _year,
    "iso": _iso,
    "ordinal": _ordinal,
    "unit": _unit,
    "ago": _ago,
    "lag": _lag,
    "span": _span,
    "recent": _recently,
    "now": _now,
}
