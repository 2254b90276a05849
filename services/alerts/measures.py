"""Measures: every metric of the alert service, declared once."""

from prometheus_client import Counter, Gauge

ROUTED = Counter("koreadesk_alerts_routed", "Decisions of the router: a signal's revision and an endpoint.", ["way"])
ATTEMPTS = Counter("koreadesk_alerts_attempts", "Requests sent, by what the answer meant.", ["endpoint", "verdict"])
ENDED = Counter("koreadesk_alerts_deliveries_ended", "Deliveries that have ended.", ["endpoint", "outcome"])
DELAY = Gauge(
    "koreadesk_alerts_last_delay_seconds", "From publication of the article to the end of its delivery.", ["endpoint"]
)
WAITING = Gauge("koreadesk_alerts_deliveries_waiting", "Deliveries in the outbox that have not ended.", ["endpoint"])
OLDEST = Gauge("koreadesk_alerts_oldest_waiting_seconds", "Age of the oldest of them, since routing.", ["endpoint"])
BURIED = Counter("koreadesk_alerts_buried", "Messages that could not be handled: dead letters.")
