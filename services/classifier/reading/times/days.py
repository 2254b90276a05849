"""Calendar: spans of days. Whatever leaves the years 1 to 9999 stays at the edge; nothing raises."""

import calendar
import datetime as dt
from typing import NamedTuple


class Days(NamedTuple):
    """A span of days, both ends inside it."""

    first: dt.date
    last: dt.date


_LENGTHS = {
    "minute": (0, 0),
    "hour": (0, 0),
    "day": (1, 1),
    "night": (1, 1),
    "week": (7, 7),
    "weekend": (7, 7),
    "fortnight": (14, 14),
    "month": (30, 31),
    "season": (90, 92),
    "quarter": (90, 92),
    "year": (365, 366),
    "decade": (3650, 3660),
    "century": (36500, 36600),
}
_EDGE = dt.timedelta(days=2)


def day(date: dt.date) -> Days:
    """One day."""
    return Days(date, date)


def shifted(date: dt.date, days: int) -> dt.date:
    """The date so many days on or back, kept two days inside what can be written."""
    low, high = dt.date.min + _EDGE, dt.date.max - _EDGE
    ordinal = min(max(date.toordinal() + days, low.toordinal()), high.toordinal())
    return dt.date.fromordinal(ordinal)


def month_of(year: int, month: int) -> Days:
    """A whole month."""
    year = min(max(year, 2), 9998)
    return Days(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]))


def year_of(year: int) -> Days:
    """A whole year."""
    year = min(max(year, 2), 9998)
    return Days(dt.date(year, 1, 1), dt.date(year, 12, 31))


def week_of(date: dt.date) -> Days:
    """The week from Monday through Sunday."""
    monday = shifted(date, -date.weekday())
    return Days(monday, shifted(monday, 6))


def span_of(year: int, month: int, first: int, last: int | None) -> Days | None:
    """The days `first` through `last` of a month; None where there is no such day."""
    month_days = month_of(year, month) if 1 <= month <= 12 else None
    if month_days is None or not 1 <= first <= month_days.last.day:
        return None
    end = last if last and first <= last <= month_days.last.day else first
    return Days(month_days.first.replace(day=first), month_days.first.replace(day=end))


def unit_days(unit: str | None, number: int | None) -> tuple[int, int]:
    """The least and most days that an amount means; no number means some: "days ago" is two to six."""
    least, most = _LENGTHS.get(unit or "day", (90, 92))
    if number is None:
        return (2 * least, 6 * most) if unit in ("day", "night") else (2 * least, 10 * most)
    slack = (most // 7) if unit not in ("day", "night") else 0
    return max(0, number * least - slack), number * most + slack
