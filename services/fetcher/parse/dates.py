"""Dates as feeds write them, to moments in UTC: RFC 822, ISO 8601, epochs, Korean, and near misses.

A date without a zone is read in the zone of its source, else in UTC.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_HOURS = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "bst": 1, "cet": 1, "met": 1, "mez": 1, "west": 1, "wat": 1,
    "ist": 5.5, "cest": 2, "mesz": 2, "eet": 2, "sast": 2, "cat": 2, "eest": 3, "msk": 3, "eat": 3, "trt": 3, "msd": 4,
    "gst": 4, "pkt": 5, "wib": 7, "ict": 7, "hkt": 8, "sgt": 8, "pht": 8, "awst": 8, "kst": 9, "jst": 9, "acst": 9.5,
    "aest": 10, "acdt": 10.5, "aedt": 11, "nzst": 12, "nzdt": 13, "hst": -10, "akst": -9, "akdt": -8, "pst": -8,
    "pdt": -7, "mst": -7, "mdt": -6, "cst": -6, "cdt": -5, "est": -5, "edt": -4, "ast": -4, "adt": -3, "nst": -3.5,
    "brt": -3, "art": -3,
}  # fmt: skip
"""Hours from UTC. BST, IST and CST have several meanings: a source's own zone decides where it knows the name."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan|janvier|januar|enero|ene", "feb|février|februar|febrero", "mar|mars|märz|marzo|mär",
         "apr|avril|abril|abr", "may|mai|mayo", "jun|juin|juni|junio", "jul|juillet|juli|julio",
         "aug|août|aou|agosto|ago",
         "sep|sept|septembre|septiembre", "oct|okt|octobre|octubre", "nov", "dec|dez|dic|déc|décembre|diciembre"),
        start=1,
    )
    for name in names.split("|")
}  # fmt: skip

_CLOCK = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?"
    r"\s*(?P<half>[aApP]\.?[mM]\.?(?![A-Za-z]))?"
)
_ZONE = r"\s*(?P<zone>.*)$"
_ISO = re.compile(
    rf"^(?P<year>\d{{4}})(?:[-/.]?(?P<month>\d{{1,2}})(?:[-/.]?(?P<day>\d{{1,2}}))?)?(?:[Tt\s,]*{_CLOCK}{_ZONE})?\s*$"
)
_COMPACT = re.compile(
    r"^(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)[Tt ]?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?" + _ZONE
)
_RFC822 = re.compile(
    rf"^(?:[^\W\d_]+\.?,?\s*)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s.-]+(?P<name>[^\W\d_]{{3,}})\.?[\s,.-]+(?P<year>\d{{2,4}})"
    rf"(?:[,\s]+(?:at\s+)?{_CLOCK}{_ZONE})?\s*$"
)
_AMERICAN = re.compile(
    rf"^(?:[^\W\d_]+\.?,?\s+)?(?P<name>[^\W\d_]{{3,}})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"
    rf"(?:[,\s]+(?:at\s+)?{_CLOCK}{_ZONE})?\s*$"
)
_ASCTIME = re.compile(
    rf"^[^\W\d_]+\.?,?\s+(?P<name>[^\W\d_]{{3,}})\s+(?P<day>\d{{1,2}})\s+{_CLOCK}\s+(?P<zone>[A-Z]{{2,5}}|[+-]\d{{4}}|)\s*(?P<year>\d{{4}})\s*$"
)
_KOREAN = re.compile(
    r"^(?P<year>\d{4})\s*(?:년|[-./])\s*(?P<month>\d{1,2})\s*(?:월|[-./])\s*(?P<day>\d{1,2})\s*(?:일|\.)?\s*(?:\([^)]*\))?\s*"
    r"(?:(?P<half>오전|오후)\s*)?(?P<hour>\d{1,2})(?::|시)\s*(?P<minute>\d{1,2})(?:(?::|분)\s*(?P<second>\d{1,2})?초?)?\s*(?P<zone>)$"
)
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")
_OFFSET = re.compile(r"^(?:gmt|utc|ut|z)?\s*([+-])(\d{1,2}):?(\d{2})?\b", re.IGNORECASE)
_ZONE_NAME = re.compile(r"^\(?([A-Za-z]{1,5})\b")

_EARLIEST_YEAR = 1990
_KST = timezone(timedelta(hours=9))


def moment(text: str | None, zone: str | None = None) -> datetime | None:
    """Read a date; None where it makes no sense or lies before 1990.

    `zone` (IANA) is that of dates without one, and tells which of several meanings a name has.
    """
    trimmed = " ".join((text or "").split())[:100]
    if _EPOCH.match(trimmed):
        return datetime.fromtimestamp(int(trimmed[:10]), UTC)
    try:
        return _in_utc(trimmed, ZoneInfo(zone) if zone else None)
    except (ValueError, OverflowError):
        return None


def _in_utc(text: str, zone: tzinfo | None) -> datetime | None:
    for grammar in (_ISO, _RFC822, _KOREAN, _AMERICAN, _ASCTIME, _COMPACT):
        found = grammar.match(text)
        if found:
            naive = _naive(found.groupdict())
            fallback = zone or (_KST if grammar is _KOREAN else UTC)
            return _checked(naive.replace(tzinfo=_zone(found["zone"] or "", naive, fallback)).astimezone(UTC))
    return None


def _checked(found: datetime) -> datetime | None:
    return found if found.year >= _EARLIEST_YEAR else None


def _naive(parts: dict[str, str | None]) -> datetime:
    """The date and time on the wall; 24:00 is the next day, a leap second the one before it.

    Raises:
        ValueError: there is no such day or hour.
    """
    hour, extra = _hour(parts)
    day = datetime(  # noqa: DTZ001 the zone is found in the next step
        _year(parts["year"] or ""), _month(parts), int(parts.get("day") or 1), hour, int(parts["minute"] or 0),
        min(int(parts["second"] or 0), 59), int((parts.get("fraction") or "0")[:6].ljust(6, "0")),
    )  # fmt: skip
    return day + extra


def _hour(parts: dict[str, str | None]) -> tuple[int, timedelta]:
    hour = int(parts["hour"] or 0)
    half = (parts.get("half") or "").lower()
    if half.startswith(("p", "오후")) and hour < 12:
        hour += 12
    elif half.startswith(("a", "오전")) and hour == 12:
        hour = 0
    return (0, timedelta(days=1)) if hour == 24 else (hour, timedelta())


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (1900 if year >= 90 else 2000) if year < 100 else year + 1900


def _month(parts: dict[str, str | None]) -> int:
    if parts.get("name"):
        name = (parts["name"] or "").lower()
        number = _MONTHS.get(name) or _MONTHS.get(name[:3])
        if number is None:
            raise ValueError(f"no month {name}")
        return number
    return int(parts["month"] or 1)


def _zone(text: str, naive: datetime, fallback: tzinfo) -> tzinfo:
    """The zone written after a time, or the fallback where none is, or none that is known."""
    offset = _OFFSET.match(text)
    if offset:
        sign, hours, minutes = offset.groups()
        return timezone((-1 if sign == "-" else 1) * timedelta(hours=int(hours), minutes=int(minutes or 0)))
    named = _ZONE_NAME.match(text)
    name = named[1].lower() if named else ""
    if name not in _HOURS or _knows(fallback, name, naive):
        return fallback
    return timezone(timedelta(hours=_HOURS[name]))


def _knows(zone: tzinfo, name: str, naive: datetime) -> bool:
    """Say whether a zone uses a name at some time of the year, for feeds write EST in summer too."""
    return any((zone.tzname(naive.replace(month=month, day=1)) or "").lower() == name for month in (1, 7))
