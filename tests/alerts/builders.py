"""Builders: valid defaults, so that a test states only what it is about."""

from datetime import UTC, datetime, timedelta
from typing import Any

from schemas.article import ArticleRef
from schemas.claim import Hop
from schemas.evidence import Evidence
from schemas.kind import Kind
from schemas.record import MadeBy
from schemas.signal import Signal
from services.alerts.outgoing import Outgoing
from services.alerts.plan import Arrival, plan
from services.alerts.subscriptions import Subscriptions

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MADE_BY = MadeBy(version="test", knowledge="test")
WORDS = "North Korean officials did not show up Thursday for a planned meeting"
SECRET = "whsec_" + "c2VjcmV0LW9mLXRoZS10ZXN0cy10aGF0LWlzLWxvbmc="


def an_article(**changes: Any) -> ArticleRef:
    """An article published five minutes ago."""
    given = {
        "id": "article-1",
        "digest": "d1",
        "headline": "North Koreans fail to show up for talks",
        "url": "https://news.example/a",
        "provider": "Example Wire",
        "source": "example",
        "published_at": NOW - timedelta(minutes=5),
        "fetched_at": NOW - timedelta(minutes=4),
    }
    return ArticleRef(**{**given, **changes})


def a_signal(**changes: Any) -> Signal:
    """An asserted missed meeting, first revision; `article` changes its article."""
    article = changes.pop("article", an_article())
    given: dict[str, Any] = {
        "id": "sig_1",
        "revision": 1,
        "reason": "new",
        "caused_by": article.id,
        "articles": (article,),
        "kind": Kind.MEETING_MISSED,
        "actors": ("PRK",),
        "targets": ("USA",),
        "matter": "war_remains",
        "sourcing": (Hop(name="Example Wire", role="outlet"), Hop(name="Yonhap", role="named")),
        "evidence": (Evidence(article_id=article.id, field="body", start=0, end=len(WORDS), text=WORDS),),
        "detected_at": NOW - timedelta(minutes=3),
        "made_by": MADE_BY,
    }
    return Signal(**{**given, **changes})


def subscriptions(**changes: Any) -> Subscriptions:
    """A channel and an archive that hear of everything off script."""
    given: dict[str, Any] = {
        "endpoints": [
            {"name": "desk", "slack": {"url": "https://hooks.example/slack"}},
            {"name": "archive", "webhook": {"url": "https://hooks.example/kd", "secret": "env:SECRET"}},
        ],
        "subscriptions": [{"name": "off-script", "to": ["desk", "archive"]}],
    }
    return Subscriptions.model_validate({**given, **changes})


def deliveries(
    signal: Signal | None = None, *, now: float | None = None, told: Any = None, asked: Subscriptions | None = None
) -> dict[str, Outgoing]:
    """What is planned for a signal, by endpoint."""
    signal = signal or a_signal()
    moment = NOW.timestamp() if now is None else now
    arrival = Arrival(signal, signal.model_dump_json().encode(), None, moment)
    return {it.endpoint: it for it in plan(arrival, asked or subscriptions(), told or {}).deliveries}


def to_archive(number: int = 1, **changes: Any) -> Outgoing:
    """One delivery for a machine."""
    return deliveries(a_signal(id=f"sig_{number}", **changes))["archive"]


def to_desk(number: int = 1, **changes: Any) -> Outgoing:
    """One delivery for people."""
    return deliveries(a_signal(id=f"sig_{number}", **changes))["desk"]
