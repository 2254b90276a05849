"""How a source stands between polls, and how a poll changes that. Pure.

Times are seconds since 1970. `lying`: the source's validators were caught unchanged over a changed
body, and are not sent any more. `full_at` is when a whole document last came.
"""

from dataclasses import dataclass, replace

from services.fetcher.answer import Answer
from services.fetcher.fetch import Request

UNCONDITIONAL_EVERY_S = 86_400.0
UNCONDITIONAL_SHARE = 0.01
"""Of all polls: servers that answer 304 for ever are found in a day at the latest."""


@dataclass(frozen=True)
class Standing:
    """What is remembered of a source."""

    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    lying: int = 0
    full_at: float | None = None
    interval: float | None = None
    next_at: float | None = None
    failures: float = 0.0
    gone_since: float | None = None


def request_for(url: str, standing: Standing, now: float, dice: float) -> Request:
    """Ask conditionally, except of servers whose validators lie, and now and then of all to find those."""
    stale = standing.full_at is None or now - standing.full_at >= UNCONDITIONAL_EVERY_S
    if standing.lying or stale or dice < UNCONDITIONAL_SHARE:
        return Request(url)
    return Request(url, standing.etag, standing.last_modified)


def succeeded(standing: Standing, answer: Answer, body_hash: str | None, now: float) -> Standing:
    """After a 304 (no hash) or a document that was read: fresh validators, and no failures."""
    well = replace(standing, failures=0.0, gone_since=None)
    etag, last_modified = answer.headers.get("etag"), answer.headers.get("last-modified")
    if body_hash is None:
        return replace(well, etag=etag or standing.etag, last_modified=last_modified or standing.last_modified)
    lying = standing.lying or int(_caught(standing, etag, last_modified, body_hash, now))
    return replace(well, etag=etag, last_modified=last_modified, body_hash=body_hash, full_at=now, lying=lying)


def _caught(standing: Standing, etag: str | None, last_modified: str | None, body_hash: str, now: float) -> bool:
    """Say whether the validators are those of another body. Within a minute they may be too coarse to differ."""
    same = (etag, last_modified) == (standing.etag, standing.last_modified) and (etag or last_modified)
    changed = standing.body_hash is not None and standing.body_hash != body_hash
    return bool(same) and changed and standing.full_at is not None and now - standing.full_at > 60


def failed(standing: Standing, weight: float, outcome: str, now: float) -> Standing:
    """After anything else: one failure more, by its weight; a request that was rejected is put plainer next time."""
    worse = replace(standing, failures=standing.failures + weight)
    if outcome == "rejected":
        worse = replace(worse, etag=None, last_modified=None)
    since = (standing.gone_since or now) if outcome == "gone" else None
    return replace(worse, gone_since=since)
