"""Attempts: a request, the answer to it, and what the answer means. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

LONGEST_RETRY_AFTER_S = 10 * 3600.0
"""A longer Retry-After counts as this: an endpoint may not silence itself for a year."""


class Verdict(StrEnum):
    """What an answer means for the delivery, and for the endpoint."""

    DELIVERED = "delivered"
    RETRY = "retry"
    """Time may heal it."""
    SLOW = "slow"
    """Alive, and asks for less."""
    REFUSED = "refused"
    """This message will never be taken."""
    GONE = "gone"
    """This endpoint takes nothing any more."""


@dataclass(frozen=True)
class Request:
    """One POST; the URL may hold a secret and is not shown."""

    url: str = field(repr=False)
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True)
class Answer:
    """What came back: a status and the beginning of the body, or the error that came instead."""

    status: int | None = None
    text: str = ""
    retry_after: float | None = None
    error: str | None = None


@dataclass(frozen=True)
class Reading:
    """The meaning of an answer, and the reason in words; None where all is well."""

    verdict: Verdict
    reason: str | None = None


def retry_after_s(header: str | None, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After header (seconds or a date), at most `LONGEST_RETRY_AFTER_S`."""
    if header is None:
        return None
    seconds = float(header) if header.strip().isdecimal() else _until(header, now)
    return None if seconds is None else min(max(seconds, 0.0), LONGEST_RETRY_AFTER_S)


def _until(date: str, now: datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(date)
        return (moment.replace(tzinfo=moment.tzinfo or now.tzinfo) - now).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None


def read_status(answer: Answer) -> Reading:
    """The meaning of a plain HTTP answer: 2xx is taken, everything else is not.

    410 ends the endpoint, 400, 413 and 415 the message; redirects are not followed; the rest may heal.
    """
    if answer.status is None:
        return Reading(Verdict.RETRY, answer.error or "no answer")
    if 200 <= answer.status < 300:
        return Reading(Verdict.DELIVERED)
    reason = f"HTTP {answer.status}" + (f": {answer.text.strip()[:200]}" if answer.text.strip() else "")
    return Reading(_BY_STATUS.get(answer.status, Verdict.RETRY), reason)


_BY_STATUS = {
    400: Verdict.REFUSED,
    410: Verdict.GONE,
    413: Verdict.REFUSED,
    415: Verdict.REFUSED,
    429: Verdict.SLOW,
}
