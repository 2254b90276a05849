"""Editions: what one version of an article says in all, so that what it no longer says can be taken back."""

from schemas.article import ArticleRef
from schemas.record import MadeBy, Record, UtcTime


class Edition(Record):
    """The observations of one article version, by their ids; it follows them on their topic.

    The first version has none, for nothing could be taken back. `id` is derived from the version, so a repeat
    is recognised.
    """

    id: str
    article: ArticleRef
    observations: tuple[str, ...] = ()
    observed_at: UtcTime
    made_by: MadeBy
