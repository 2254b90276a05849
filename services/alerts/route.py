"""Routing: which endpoints hear of a signal's revision, and why or why not. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from schemas.article import ArticleRef
from schemas.kind import Factuality, Tier
from schemas.signal import Signal
from services.alerts.subscriptions import Subscriptions, When

AFTERTHOUGHTS = frozenset({"corrected", "withdrawn", "merged"})
"""Revisions that take something back: those who were told hear of them, whatever they asked for."""


class Way(StrEnum):
    """How a revision reaches an endpoint."""

    RING = "ring"
    DIGEST = "digest"
    HELD = "held"


@dataclass(frozen=True)
class Decision:
    """One endpoint's part in a revision; `subscriptions` are those that ask for it."""

    endpoint: str
    way: Way
    reason: str
    subscriptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """That an endpoint has heard, or is about to hear, of an earlier revision: in which story and for whom."""

    story: str
    subscriptions: tuple[str, ...]


def route(
    signal: Signal, subscriptions: Subscriptions, now: datetime, told: Mapping[str, Told]
) -> tuple[Decision, ...]:
    """Decide for every endpoint that a subscription names; one decision an endpoint."""
    named = {endpoint.name for endpoint in subscriptions.endpoints}
    askers = {name for subscription in subscriptions.subscriptions for name in subscription.to} | set(told)
    return tuple(
        _decide(signal, endpoint, subscriptions, now, told.get(endpoint)) for endpoint in sorted(askers & named)
    )


def _decide(signal: Signal, endpoint: str, subscriptions: Subscriptions, now: datetime, told: Told | None) -> Decision:
    objections = {
        entry.name: objection(signal, entry.when) for entry in subscriptions.subscriptions if endpoint in entry.to
    }
    asking = tuple(name for name, problem in objections.items() if problem is None)
    if told is None and signal.reason in ("withdrawn", "merged"):
        return Decision(endpoint, Way.HELD, f"{signal.reason} before it was told here")
    if not asking and told is None:
        return Decision(endpoint, Way.HELD, "; ".join(f"{name}: {why}" for name, why in objections.items()))
    way, reason = _by_age(signal, now, subscriptions.defaults.max_age, told)
    if not asking and told is not None:
        return Decision(endpoint, way, f"told of an earlier revision; {reason}", told.subscriptions)
    return Decision(endpoint, way, reason, asking)


def objection(signal: Signal, when: When) -> str | None:
    """Say why a subscription does not ask for a signal; None where it does."""
    if signal.factuality is not Factuality.ASSERTED:
        return f"not asserted but {signal.factuality}"
    if signal.kind not in when.asked_kinds:
        return f"kind {signal.kind} not asked for"
    if when.parties and not set(when.parties) & {*signal.actors, *signal.targets}:
        return "party not matched"
    if when.matters and signal.matter not in when.matters:
        return "matter not matched"
    if _rank(signal.tier) > _rank(when.tier):
        return f"tier {signal.tier} below {when.tier}"
    return None


def _rank(tier: Tier) -> int:
    return list(Tier).index(tier)


def _by_age(signal: Signal, now: datetime, max_age: timedelta, told: Told | None) -> tuple[Way, str]:
    article = cause(signal)
    if article is not None and article.backfill and not _takes_back(signal, told):
        return Way.DIGEST, "backfill"
    age = now - aged_from(signal, told)
    if age > max_age:
        return Way.DIGEST, f"too old: {_hours(age)} h, at most {_hours(max_age)} h"
    return Way.RING, "asked for"


def _takes_back(signal: Signal, told: Told | None) -> bool:
    return told is not None and signal.reason in AFTERTHOUGHTS


def _hours(span: timedelta) -> str:
    return f"{span.total_seconds() / 3600:.3g}"


def aged_from(signal: Signal, told: Told | None) -> datetime:
    """The moment from which a revision's age counts: the publication of the article that caused it.

    What takes back something that was told counts from when it was read: a kill carries the date of
    what it kills.
    """
    article = cause(signal)
    if article is None or _takes_back(signal, told):
        return signal.detected_at
    return article.published_at


def cause(signal: Signal) -> ArticleRef | None:
    """The article that caused a revision; the newest one where the list was cut before it."""
    for article in signal.articles:
        if article.id == signal.caused_by:
            return article
    return max(signal.articles, key=lambda article: article.published_at, default=None)


def story_of(signal: Signal, told: Told | None) -> str:
    """The story that people hear a revision in: the one in which they heard of the event first."""
    if told is not None:
        return told.story
    article = cause(signal)
    return (article.story_id if article else None) or signal.caused_by
