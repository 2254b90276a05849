"""What is new in a document, given what the source showed before. Pure: no clock, no state, no network.

An entry is looked up under every name it goes by, so that a changed guid at the same address, or the
reverse, stays the same article.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from schemas.article import Article
from services.fetcher.article import Arrival, draft
from services.fetcher.identity import Identified
from services.fetcher.schedule import Turnover


@dataclass(frozen=True)
class Seen:
    """What a source last showed under a name: the article, and the digest of its words."""

    article_id: str
    digest: str


@dataclass(frozen=True)
class Latest:
    """The newest version of an article, through whichever source it came."""

    version: int
    digest: str
    backfill: bool


@dataclass(frozen=True)
class Decision:
    """What to publish, oldest first; what to remember once that is acknowledged; and what was found.

    `present` holds every name of every entry in the document: what is not in it has left the feed.
    """

    articles: tuple[Article, ...] = ()
    present: Mapping[str, Seen] = field(default_factory=dict)
    latest: Mapping[str, Latest] = field(default_factory=dict)
    new: int = 0
    edited: int = 0
    known: int = 0
    empty: int = 0
    gap: bool = False

    @property
    def turnover(self) -> Turnover:
        """The figures that the schedule goes by."""
        return Turnover(self.new, self.known + self.edited, self.gap)


def named_before(item: Identified, seen: Mapping[str, Seen]) -> str:
    """The id of an entry's article: the one that any of its names had before, else its own."""
    return next((seen[name].article_id for name in item.names if name in seen), item.article_id)


def decide(
    items: Iterable[Identified], seen: Mapping[str, Seen], latest: Mapping[str, Latest], arrival: Arrival
) -> Decision:
    """Tell new articles and new versions from what is known."""
    found = _Found(dict(latest))
    for item in items:
        _weigh(item, seen, arrival, found)
    articles = sorted(found.articles, key=lambda article: article.published_at)
    gap = not arrival.first_poll and found.new > 0 and found.known + found.edited == 0
    return Decision(
        tuple(articles), found.present, {article.id: found.latest[article.id] for article in articles},
        found.new, found.edited, found.known, found.empty, gap,
    )  # fmt: skip


@dataclass
class _Found:
    """What has been found so far in one document."""

    latest: dict[str, Latest]
    articles: list[Article] = field(default_factory=list)
    present: dict[str, Seen] = field(default_factory=dict)
    new: int = 0
    edited: int = 0
    known: int = 0
    empty: int = 0


def _weigh(item: Identified, seen: Mapping[str, Seen], arrival: Arrival, found: _Found) -> None:
    before = next((seen[name] for name in item.names if name in seen), None)
    article = draft(item.entry, before.article_id if before else item.article_id, arrival)
    if not article.headline:
        found.empty += 1
        return
    found.present.update(dict.fromkeys(item.names, Seen(article.id, article.digest)))
    latest = found.latest.get(article.id)
    if before and before.digest == article.digest:
        found.known += 1
    elif latest is None:
        found.new += 1
        _publish(article, found)
    elif latest.digest == article.digest:
        # The same words through another feed of ours, or under another name: the article is there already.
        found.known += 1
    else:
        found.edited += 1
        _publish(_next_version(article, latest), found)


def _next_version(article: Article, latest: Latest) -> Article:
    """An edited item. Whether it is backfill was settled when it first came."""
    return article.model_copy(update={"version": latest.version + 1, "backfill": latest.backfill})


def _publish(article: Article, found: _Found) -> None:
    found.articles.append(article)
    found.latest[article.id] = Latest(article.version, article.digest, article.backfill)
