"""Builders: valid records by default, so that a test says only what it is about."""

from datetime import UTC, datetime, timedelta
from typing import Any

from schemas.article import Article, ArticleRef
from schemas.claim import Claim, EventTime, Hop
from schemas.edition import Edition
from schemas.evidence import Evidence
from schemas.ids import article_digest, article_id, edition_id, observation_id
from schemas.kind import Kind
from schemas.observation import Observation
from schemas.record import MadeBy

THURSDAY = datetime(2018, 7, 12, 9, 0, tzinfo=UTC)
MADE = MadeBy(version="test", knowledge="k1")


def an_article(name: str = "a1", body: str = "", **changes: Any) -> Article:
    """An article, published on a Thursday."""
    headline = changes.pop("headline", f"Headline of {name}")
    published = changes.pop("published_at", THURSDAY)
    values: dict[str, Any] = {
        "id": article_id("test", name),
        "digest": article_digest(headline, body),
        "headline": headline,
        "body": body,
        "source": "wire",
        "published_at": published,
        "fetched_at": published + timedelta(minutes=1),
        "made_by": MADE,
    }
    return Article(**{**values, **changes})


def a_ref(name: str = "a1", **changes: Any) -> ArticleRef:
    """The reference of such an article."""
    return an_article(name, **changes).ref()


def a_claim(kind: Kind = Kind.MEETING_MISSED, **changes: Any) -> Claim:
    """A claim with evidence in the headline."""
    values: dict[str, Any] = {
        "kind": kind,
        "actors": ("PRK",),
        "targets": ("USA",),
        "evidence": (Evidence(article_id="x", field="headline", start=0, end=8, text="Headline"),),
        "rule": "test.rule",
    }
    return Claim(**{**values, **changes})


def an_observation(name: str = "a1", kind: Kind = Kind.MEETING_MISSED, **changes: Any) -> Observation:
    """One claim of one article; `article` changes go by `ref=`, the id follows from the slots."""
    ref = a_ref(name, **changes.pop("ref", {}))
    claim = a_claim(kind, **changes)
    evidence = tuple(piece.model_copy(update={"article_id": ref.id}) for piece in claim.evidence)
    slots = (claim.kind, claim.actors, claim.targets, claim.matter, claim.factuality, ref.version)
    return Observation(
        **{**dict(claim), "evidence": evidence},
        id=observation_id(ref.id, ref.digest, *slots),
        article=ref,
        observed_at=ref.published_at + timedelta(minutes=2),
        made_by=MADE,
    )


def an_edition(name: str = "a1", *observations: Observation, **changes: Any) -> Edition:
    """The second version of an article, and what it says in all."""
    ref = a_ref(name, **{"version": 2, "body": "x", **changes})
    return Edition(
        id=edition_id(ref.id, ref.version, ref.digest),
        article=ref,
        observations=tuple(it.id for it in observations),
        observed_at=ref.published_at + timedelta(minutes=3),
        made_by=MADE,
    )


def on_day(day: datetime, words: str = "Thursday") -> EventTime:
    """A day that the text names."""
    start = day.replace(hour=0, minute=0)
    return EventTime(start=start, end=start + timedelta(days=1), words=words, found_by="text")


def hops(*names: tuple[str, str]) -> tuple[Hop, ...]:
    """A sourcing chain of (name, role)."""
    return tuple(Hop(name=name, role=role) for name, role in names)  # type: ignore[arg-type]
