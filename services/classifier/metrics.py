"""Every metric of the classifier, declared once."""

from collections.abc import Callable

from prometheus_client import Counter, Gauge

ARTICLES = Counter(
    "koreadesk_read_articles",
    "Articles by what became of them (relevant, irrelevant, unread, buried) and why.",
    ["outcome", "reason"],
)
OBSERVATIONS = Counter(
    "koreadesk_ledger_observations",
    "Observations by what became of them (revised, passed over, buried) and why.",
    ["outcome", "reason"],
)
IN_FLIGHT = Gauge("koreadesk_classifier_in_flight", "Messages whose outputs are not all acknowledged yet.")
EVENTS = Gauge("koreadesk_ledger_events", "Events that the ledger holds.")


def count_article(outcome: str, reason: str) -> None:
    """Count an article of *read*."""
    ARTICLES.labels(outcome, reason).inc()


def count_observation(outcome: str, reason: str) -> None:
    """Count an observation of *ledger*."""
    OBSERVATIONS.labels(outcome, reason).inc()


def watch_gauges(in_flight: Callable[[], int], events: Callable[[], int] = lambda: 0) -> None:
    """Let the gauges read their values where they are."""
    IN_FLIGHT.set_function(in_flight)
    EVENTS.set_function(events)
