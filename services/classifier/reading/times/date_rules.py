"""Date rules: which days each kind of time expression can mean, one of them chosen by tense.

Every rule takes the words, the text's own day (None where it has none), the tense, and the day of the
story that "three days later" counts from.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from services.classifier.reading.times.days import Days, day, month_of, shifted, span_of, unit_days, week_of, year_of
from services.classifier.reading.times.time_words import TimeWords

Tense = Literal["past", "present", "future"]
Precision = Literal["moment", "day", "week", "month", "year", "era"]

RECENT_DAYS = 8
"""A date more than so many days back is background (the contract's "about a week")."""
FIRST_DAYS = 1
"""Days of a month on which "last month" may well have been yesterday."""
AHEAD = frozenset(("next", "coming", "until", "till", "tomorrow"))
BEHIND = frozenset(("last", "past", "previous", "since"))


@dataclass(frozen=True, slots=True)
class DaysRead:
    """The days that an expression means, before they are put into a zone; `alone`: without the text's own day."""

    days: Days | None
    precision: Precision
    certain: bool = True
    recent: bool | None = None
    direction: Tense | None = None
    alone: bool = False


def _weekday(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> DaysRead:
    if today is None:
        return DaysRead(None, "day", certain=True, recent=True, direction=tense)
    assert words.weekday is not None
    back = (today.weekday() - words.weekday) % 7
    ahead = (words.weekday - today.weekday()) % 7
    if "last" in words.before:
        back = back or 7
    if "next" in words.before:
        ahead = ahead or 7
    if tense == "future":
        return DaysRead(day(shifted(today, ahead)), "day", direction="future")
    return DaysRead(day(shifted(today, -back)), "day", certain=tense is not None or back == 0, direction="past")


def _today(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> DaysRead:
    offset = {"yesterday": -1, "tomorrow": 1}.get(words.way or "", 0)
    direction: Tense | None = {-1: "past", 1: "future"}.get(offset, tense or "present")  # type: ignore[assignment]
    if today is None:
        return DaysRead(None, "day", recent=None if offset > 0 else True, direction=direction)
    return DaysRead(day(shifted(today, offset)), "day", direction=direction)


def _date(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> DaysRead:
    assert words.month is not None
    if words.year:
        return DaysRead(_days_of(words, words.year), "day", alone=True)
    if today is None:
        return DaysRead(None, "day", certain=False, direction=tense)
    found = [days for year in (today.year - 1, today.year, today.year + 1) if (days := _days_of(words, year))]
    return _nearest(found, today, tense, "day")


def _days_of(words: TimeWords, year: int) -> Days | None:
    assert words.month is not None
    assert words.day is not None
    return span_of(year, words.month, words.day, words.day_to)


def _nearest(found: Sequence[Days], today: dt.date, tense: Tense | None, precision: Precision) -> DaysRead:
    """Choose by tense, unless the other side lies within a month and this one is most of a year away."""
    past = [days for days in found if days.first <= today]
    future = [days for days in found if days.last >= today]
    if not past and not future:
        return DaysRead(None, precision, certain=False)
    near = min(found, key=lambda days: abs((days.first - today).days))
    wanted = past[-1] if tense == "past" and past else future[0] if tense == "future" and future else near
    sure = tense == "past" and precision != "day"
    far = not sure and abs((wanted.first - today).days) > 240 and abs((near.first - today).days) <= 31
    return DaysRead(near if far else wanted, precision, certain=tense is not None and not far)


def _month(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> DaysRead:
    assert words.month is not None
    if words.year:
        return DaysRead(_part(month_of(words.year, words.month), words), "month", alone=True)
    if today is None:
        return DaysRead(None, "month", certain=False, direction=tense)
    if "last" in words.before and words.month == today.month:
        return DaysRead(_part(month_of(today.year - 1, words.month), words), "month")
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


def _year(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> DaysRead:
    assert words.year is not None
    last = words.number or words.year + (9 if words.unit == "decade" else 0)
    days = Days(year_of(words.year).first, year_of(max(last, words.year)).last)
    return DaysRead(_part(days, words), "era" if words.rule == "years" else "year", alone=True)


def _iso(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> DaysRead:
    assert words.year is not None
    return DaysRead(_days_of(words, words.year), "day", alone=True)


def _ordinal(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> DaysRead:
    if today is None or words.day is None:
        return DaysRead(None, "day", certain=False, direction=tense)
    months = [shifted(today.replace(day=1), -1), today, shifted(today.replace(day=28), 7)]
    found = [days for each in months if (days := span_of(each.year, each.month, words.day, None))]
    return _nearest(found, today, tense, "day")


def _unit(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> DaysRead:
    """Read "last week", "earlier this month", "next year", "the same day"."""
    near = _precision(words.unit)
    if today is None:
        recent = True if near in ("day", "week") and not AHEAD & set(words.before) else None
        return DaysRead(None, near, certain=recent is True, recent=recent, direction=tense)
    if {"previous", "following", "same"} & set(words.before):
        return _beside_story(words, today, story)
    step = -1 if {"last", "past"} & set(words.before) else 1 if {"next", "coming"} & set(words.before) else 0
    days = _calendar_unit(words.unit or "day", today, step)
    if step:
        return DaysRead(_part(days, words), near, recent=_lately(near, today) if step < 0 else None)
    if "earlier" in words.before:
        return DaysRead(Days(days.first, today), near, direction="past")
    if "later" in words.before:
        return DaysRead(Days(today, days.last), near, direction="future")
    within = near in ("day", "week") and tense != "future"
    return DaysRead(_part(days, words), near, recent=within or None, direction=tense or "present")


def _lately(near: Precision, today: dt.date) -> bool | None:
    """Tell whether the last unit still counts as now: of last month hardly anything does, but in its first days."""
    return True if near == "week" else False if near == "month" and today.day > FIRST_DAYS else None


def _beside_story(words: TimeWords, today: dt.date, story: dt.date | None) -> DaysRead:
    step = -1 if "previous" in words.before else 1 if "following" in words.before else 0
    origin = story or today
    return DaysRead(
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


def _ago(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> DaysRead:
    least, most = unit_days(words.unit, words.number)
    recent = True if most <= RECENT_DAYS else False if least > RECENT_DAYS else None
    if today is None:
        return DaysRead(None, _precision(words.unit), certain=recent is not None, recent=recent, direction="past")
    return DaysRead(
        Days(shifted(today, -most), shifted(today, -least)), _precision(words.unit), recent=recent, direction="past"
    )


def _lag(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> DaysRead:
    """Read "three days later" from the story's day; a small lag is recent whatever it counts from."""
    least, most = unit_days(words.unit, words.number)
    recent = most <= RECENT_DAYS
    back = words.way in ("earlier", "before")
    if words.way in ("hence", "from now"):
        return _in_time(words, today, least, most)
    if story is None:
        return DaysRead(None, _precision(words.unit), certain=False, recent=recent, direction=tense)
    days = (
        Days(shifted(story, -most), shifted(story, -least))
        if back
        else Days(shifted(story, least), shifted(story, most))
    )
    return DaysRead(days, _precision(words.unit), certain=words.number is not None)


def _in_time(words: TimeWords, today: dt.date | None, least: int, most: int) -> DaysRead:
    days = Days(shifted(today, least), shifted(today, most)) if today else None
    return DaysRead(days, _precision(words.unit), certain=today is not None, direction="future")


def _span(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> DaysRead:
    """Read "the past two years", "in recent weeks", "in the coming days"."""
    _, most = unit_days(words.unit, words.number)
    if words.way in ("next", "coming", "following"):
        return _in_time(words, today, 0, most)
    recent = True if most <= RECENT_DAYS else None if words.way == "recent" and words.unit == "week" else False
    days = Days(shifted(today, -most), today) if today else None
    return DaysRead(days, _precision(words.unit), certain=today is not None, recent=recent, direction="past")


def _recently(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> DaysRead:
    return DaysRead(None, "week", certain=False, recent=True, direction="past")


def _now(words: TimeWords, today: dt.date | None, tense: Tense | None, story: dt.date | None) -> DaysRead:
    return DaysRead(day(today) if today else None, "moment", recent=True, direction="present")


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


RULES = {
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
