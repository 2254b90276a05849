"""What an article's reading leaves behind: a tagged article with its observations, or one more count.

An article that nobody kills and that reads as Korea diplomacy is tagged, and each of its claims becomes an
observation. Everything else is only counted, by the reader's reason; what is in a language that we do not
read counts as unread. A kill or an article held back is tagged where it is relevant, but proves nothing.

A later version, a kill among them, leaves an edition as well, whatever it says: what an older version claimed
and this one does not is taken back by it.
"""

from dataclasses import dataclass
from datetime import datetime

from schemas.article import Article, Status
from schemas.claim import Claim
from schemas.edition import Edition
from schemas.ids import edition_id, observation_id
from schemas.observation import Observation
from schemas.record import MadeBy
from schemas.tagged import Flag, TaggedArticle
from services.classifier.reading.reading import Reading
from services.classifier.reading.texts.text import Text

_PROVES_NOTHING = frozenset({Status.CANCELED, Status.WITHHELD})


@dataclass(frozen=True)
class Counted:
    """An article of which only a number remains: why it is irrelevant, or in which language it is unread."""

    reason: str
    edition: Edition | None = None


@dataclass(frozen=True)
class Flagged:
    """A relevant article and what it says."""

    tagged: TaggedArticle
    observations: tuple[Observation, ...]
    edition: Edition | None = None


def text_of(article: Article) -> Text:
    """What the reader sees; without a date where the source gave none."""
    return Text(
        id=article.id,
        headline=article.headline,
        body=article.body,
        published_at=None if article.published_from == "fetched" else article.published_at,
        dateline=article.dateline,
        provider=article.provider,
    )


def observe(article: Article, reading: Reading, *, observed_at: datetime, made_by: MadeBy) -> Counted | Flagged:
    """Turn a reading into what is published of it."""
    if reading.relevance == "unread":
        return Counted(reading.language or "unknown language", _edition(article, (), observed_at, made_by))
    if reading.relevance == "irrelevant":
        reason = next(iter(reading.reasons), "no reason given")
        return Counted(reason, _edition(article, (), observed_at, made_by))
    claims = () if article.status in _PROVES_NOTHING else reading.claims
    observations = _observations(article, claims, observed_at, made_by)
    edition = _edition(article, observations, observed_at, made_by)
    return Flagged(_tagged(article, reading, observations, made_by), observations, edition)


def _edition(
    article: Article, observations: tuple[Observation, ...], observed_at: datetime, made_by: MadeBy
) -> Edition | None:
    """Only what may say less than a version before it needs one."""
    if article.version == 1:
        return None
    return Edition(
        id=edition_id(article.id, article.version, article.digest),
        article=article.ref(),
        observations=tuple(it.id for it in observations),
        observed_at=observed_at,
        made_by=made_by,
    )


def _tagged(
    article: Article, reading: Reading, observations: tuple[Observation, ...], made_by: MadeBy
) -> TaggedArticle:
    return TaggedArticle(
        article=article,
        relevance="relevant",
        reasons=reading.reasons,
        language=reading.language,
        parties=reading.parties,
        matters=reading.matters,
        flags=tuple(Flag(observation_id=it.id, kind=it.kind, factuality=it.factuality) for it in observations),
        made_by=made_by,
    )


def _observations(
    article: Article, claims: tuple[Claim, ...], observed_at: datetime, made_by: MadeBy
) -> tuple[Observation, ...]:
    ref = article.ref()
    told: dict[str, Observation] = {}
    for claim in claims:
        name = _id(article, claim, told)
        told[name] = Observation(**dict(claim), id=name, article=ref, observed_at=observed_at, made_by=made_by)
    return tuple(told.values())


def _id(article: Article, claim: Claim, taken: dict[str, Observation]) -> str:
    """Of the claim's slots; claims that agree in them all are told apart by their order."""
    slots = (claim.kind, ",".join(claim.actors), ",".join(claim.targets), claim.matter or "", claim.factuality)
    number, name = 1, observation_id(article.id, article.digest, *slots)
    while name in taken:
        number += 1
        name = observation_id(article.id, article.digest, *slots, number)
    return name
