"""Lines of texts: the JSON lines that `classify` and `replay` read, and what counts as a date."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from email.utils import parsedate_to_datetime
from typing import Any

import click

from services.classifier.reading.texts.text import Text

_NOON = time(12)
_FORMS = ("%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%d %b %Y", "%Y/%m/%d", "%Y%m%d")


class BadLine(click.ClickException):
    """A line that is no text; the message names its number."""


def text_lines(lines: Iterable[str]) -> Iterator[tuple[Text, dict[str, Any]]]:
    """Give each line's text and the line itself; empty lines are passed over.

    Raises:
        BadLine: no JSON object, no `id`, no `text`, or one of them of the wrong type.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            row = _row(number, line)
            date = row.get("date") or ""
            text = Text(row["id"], row.get("title") or "", row["text"], moment(date), dated=bool(date.strip()))
            yield text, row


def _row(number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(f"line {number}: not JSON: {error}") from None
    if not isinstance(row, dict):
        raise BadLine(f"line {number}: not a JSON object")
    for key, needed in (("id", True), ("text", True), ("title", False), ("date", False)):
        value = row.get(key)
        if not isinstance(value, str) and (needed or value is not None):
            raise BadLine(f"line {number}: {key}: {'missing' if value is None else 'must be a string'}")
    return row


def moment(date: str | None) -> datetime | None:
    """The time a date string names, in UTC; a day without a time is its noon. None where it cannot be read."""
    if not date:
        return None
    for read in (_iso, _mail, _written):
        found = read(date.strip())
        if found is not None:
            return found
    return None


def _iso(date: str) -> datetime | None:
    if len(date) < 8:
        return None
    try:
        found = datetime.fromisoformat(date)
    except ValueError:
        return None
    if len(date) <= 10:
        found = datetime.combine(found.date(), _NOON)
    return _utc(found)


def _mail(date: str) -> datetime | None:
    try:
        return _utc(parsedate_to_datetime(date))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _written(date: str) -> datetime | None:
    for form in _FORMS:
        try:
            return datetime.combine(datetime.strptime(date, form).date(), _NOON, UTC)  # noqa: DTZ007 (a day, not a moment)
        except ValueError:
            continue
    return None


def _utc(found: datetime) -> datetime | None:
    try:
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
