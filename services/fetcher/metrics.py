"""Every figure that the fetcher gives out, by name; labels are few and never addresses."""

from datetime import UTC, datetime

from prometheus_client import Counter, Gauge, Histogram

from schemas.article import Article
from services.fetcher.poll import Polled, Reading

POLLS = Counter("koreadesk_fetch_polls", "Polls of sources, by how they ended", ["outcome"])
SECONDS = Histogram(
    "koreadesk_fetch_seconds",
    "Duration of a request, redirects included",
    buckets=(0.05, 0.2, 0.5, 1, 2, 5, 10, 30, 60),
)
BYTES = Counter("koreadesk_fetch_bytes", "Bytes of documents, unpacked")
ARTICLES = Counter(
    "koreadesk_fetch_articles", "Articles published and acknowledged: new, edited, or backfill", ["kind"]
)
PARSED = Counter("koreadesk_fetch_parsed", "Documents by what parsing them took, or why it failed", ["quality"])
GAPS = Counter("koreadesk_fetch_gaps", "Polls that shared no item with the one before: items may have been missed")
DROPPED = Counter("koreadesk_fetch_dropped", "Entries above the limit of a document, which are not read")
AGE = Histogram(
    "koreadesk_fetch_age_seconds",
    "From publication, as the source dates it, to Kafka's acknowledgement (not of backfill)",
    buckets=(1, 5, 15, 60, 300, 900, 3600, 21600),
)
LATE = Histogram(
    "koreadesk_fetch_late_seconds", "How much later than planned a poll began", buckets=(0.1, 1, 5, 30, 120, 600)
)
FAILING = Gauge("koreadesk_fetch_sources_failing", "Sources whose last poll failed")


class Counted:
    """Turns polls into figures; remembers only which sources are failing."""

    def __init__(self) -> None:
        self._failing: set[str] = set()

    def __call__(self, polled: Polled, late: float) -> None:
        POLLS.labels(polled.outcome).inc()
        SECONDS.observe(polled.answer.seconds)
        LATE.observe(late)
        BYTES.inc(len(polled.answer.body))
        (self._failing.add if polled.standing.failures else self._failing.discard)(polled.source.name)
        FAILING.set(len(self._failing))
        if polled.reading:
            _count(polled.reading)


def _count(reading: Reading) -> None:
    if reading.refusal:
        PARSED.labels(reading.refusal.cause).inc()
    if reading.feed:
        PARSED.labels(reading.feed.quality).inc()
        DROPPED.inc(reading.feed.dropped)
    if reading.decision:
        GAPS.inc(reading.decision.gap)
        for article in reading.decision.articles:
            _count_article(article)


def _count_article(article: Article) -> None:
    edited = "edited" if article.version > 1 else "new"
    ARTICLES.labels("backfill" if article.backfill else edited).inc()
    if not article.backfill and article.version == 1:
        AGE.observe(max((datetime.now(UTC) - article.published_at).total_seconds(), 0.0))
