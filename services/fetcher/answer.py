"""What a server answered and what follows from it: the table of status codes, pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

Problem = Literal["refused", "unreachable", "insecure", "timeout", "too_large", "redirects", "protocol"]
Outcome = Literal[
    "fetched", "not_modified", "rejected", "unauthorised", "forbidden", "blocked", "not_found", "gone", "rate_limited",
    "unavailable", "unexpected", "refused", "unreachable", "insecure", "timeout", "too_large", "redirects", "protocol",
]  # fmt: skip

MAX_WAIT = 86_400.0
"""The longest wait that a server may ask for, in seconds."""
_QUARTER_HOUR, _SIX_HOURS, _WEEK = 900.0, 6 * 3600.0, 7 * 86_400.0
_GONE_FOR_GOOD = timedelta(hours=24)


@dataclass(frozen=True)
class Answer:
    """A response with its whole body, or the problem there was; header names in lower case."""

    url: str
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    problem: Problem | None = None
    message: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Verdict:
    """What an answer means. `weight` is how much of a failure it is; `wait` in seconds, where one is due.

    `pause_host`: the wait is for every source at that host.
    """

    outcome: Outcome
    weight: float = 0.0
    wait: float | None = None
    pause_host: bool = False
    message: str = ""


def judge(answer: Answer, *, failures: float, gone_since: datetime | None, now: datetime) -> Verdict:
    """Say what an answer means, given how often the source failed before."""
    if answer.problem:
        weight = 0.25 if answer.problem == "unreachable" else 0.5
        return Verdict(answer.problem, weight, message=answer.message)
    status = answer.status or 0
    if status in (200, 203, 226):
        return Verdict("fetched")
    if status == 304:
        return Verdict("not_modified")
    if status == 410:
        return _gone(gone_since, now)
    return _refusal(status, answer.headers, failures, now)


def _gone(since: datetime | None, now: datetime) -> Verdict:
    """A feed is gone when it has been so for a day: some come back."""
    if since is not None and now - since >= _GONE_FOR_GOOD:
        return Verdict("gone", 1.0, wait=_WEEK, message="410 for a day: asked again in a week only")
    return Verdict("gone", 0.5, message="410")


def _refusal(status: int, headers: Mapping[str, str], failures: float, now: datetime) -> Verdict:
    wait = retry_after(headers.get("retry-after"), now)
    if status == 429:
        asked = wait if wait is not None else min(_QUARTER_HOUR * 2 ** min(failures, 6.0), MAX_WAIT)
        return Verdict("rate_limited", 0.5, asked, pause_host=True, message="429")
    if status in (408, 425) or status >= 500:
        return Verdict("unavailable", 0.5, wait, pause_host=status == 503 and wait is not None, message=str(status))
    return _hard(status, headers)


def _hard(status: int, headers: Mapping[str, str]) -> Verdict:
    if status in (401, 407):
        return Verdict("unauthorised", 1.0, _SIX_HOURS, message=str(status))
    if status == 403:
        challenged = headers.get("cf-mitigated", "").lower() == "challenge"
        return Verdict("blocked" if challenged else "forbidden", 1.0, message="403")
    if status == 404:
        return Verdict("not_found", 0.5, message="404")
    if status in (400, 405, 406):
        return Verdict("rejected", 1.0, message=str(status))
    return Verdict("unexpected", 1.0, message=f"status {status}")


def retry_after(text: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, at most a day; None where it says nothing that can be read."""
    if not text:
        return None
    trimmed = text.strip()
    if trimmed.isascii() and trimmed.isdigit():
        return min(float(trimmed[:9]), MAX_WAIT)
    date = _http_date(trimmed)
    return None if date is None else min(max((date - now).total_seconds(), 0.0), MAX_WAIT)


def _http_date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def freshness(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds for which a response says it stays fresh (max-age, else Expires); None where it does not."""
    directives = [part.strip().lower() for part in headers.get("cache-control", "").split(",")]
    if "no-cache" in directives or "no-store" in directives:
        return None
    for directive in directives:
        name, _, value = directive.partition("=")
        if name == "max-age" and value.strip('"').isdigit():
            return float(value.strip('"')[:9]) or None
    expires = _http_date(headers.get("expires", ""))
    lasts = (expires - (_http_date(headers.get("date", "")) or now)).total_seconds() if expires else 0.0
    return lasts if lasts > 0 else None
