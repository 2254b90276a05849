"""Tagged articles: what reading made of a relevant article."""

from typing import Literal

from schemas.article import Article
from schemas.kind import Factuality, Kind
from schemas.record import MadeBy, Record, Side


class Flag(Record):
    """A claim in short; its slots and proof are in the observation or signal of the same id."""

    observation_id: str
    kind: Kind
    factuality: Factuality


class TaggedArticle(Record):
    """A relevant article (or a correction or kill of one), with why it is relevant."""

    article: Article
    relevance: Literal["relevant", "unread"]
    reasons: tuple[str, ...] = ()
    language: str | None = None
    parties: tuple[Side, ...] = ()
    matters: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    made_by: MadeBy
