"""Planning: from a signal's revision to the deliveries that wait in the outbox. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from schemas.ids import delivery_id
from schemas.signal import Signal
from services.alerts.outgoing import Outgoing
from services.alerts.route import AFTERTHOUGHTS, Decision, Told, Way, aged_from, cause, route, story_of
from services.alerts.subscriptions import Defaults, Subscriptions

DIGEST_KEY = "digest"
"""What is gathered for the next digest; sealed under an id of its own when it leaves."""


@dataclass(frozen=True)
class Plan:
    """What is decided for a revision, and the deliveries that follow."""

    decisions: tuple[Decision, ...]
    deliveries: tuple[Outgoing, ...]


@dataclass(frozen=True)
class Arrival:
    """A revision as it came: the record, its bytes, its trace, and now (seconds since 1970)."""

    signal: Signal
    value: bytes
    traceparent: str | None
    now: float


def plan(arrival: Arrival, subscriptions: Subscriptions, told: Mapping[str, Told]) -> Plan:
    """Route a revision and lay out its deliveries."""
    moment = datetime.fromtimestamp(arrival.now, UTC)
    decisions = route(arrival.signal, subscriptions, moment, told)
    people = {endpoint.name for endpoint in subscriptions.endpoints if endpoint.slack}
    deliveries = tuple(
        _outgoing(arrival, decision, told.get(decision.endpoint), decision.endpoint in people, subscriptions.defaults)
        for decision in decisions
        if decision.way is not Way.HELD
    )
    return Plan(decisions, deliveries)


def _outgoing(
    arrival: Arrival, decision: Decision, told: Told | None, for_people: bool, defaults: Defaults
) -> Outgoing:
    signal = arrival.signal
    article = cause(signal)
    story = story_of(signal, told)
    return Outgoing(
        id=delivery_id(decision.endpoint, signal.id, signal.revision),
        endpoint=decision.endpoint,
        signal_id=signal.id,
        revision=signal.revision,
        key=_key(decision, signal, story, for_people),
        story=story,
        digest=decision.way is Way.DIGEST,
        urgent=signal.reason in AFTERTHOUGHTS,
        subscriptions=decision.subscriptions,
        value=arrival.value,
        published_at=(article.published_at if article else signal.detected_at).timestamp(),
        aged_from=aged_from(signal, told).timestamp(),
        routed_at=arrival.now,
        due=arrival.now + _wait(decision, for_people, defaults),
        traceparent=arrival.traceparent,
    )


def _key(decision: Decision, signal: Signal, story: str, for_people: bool) -> str:
    """People hear by story; a machine gets one request a revision, and those of one event in turn."""
    if decision.way is Way.DIGEST:
        return DIGEST_KEY
    return story if for_people else signal.id


def _wait(decision: Decision, for_people: bool, defaults: Defaults) -> float:
    if decision.way is Way.DIGEST:
        return defaults.group_interval.total_seconds()
    return defaults.group_wait.total_seconds() if for_people else 0.0
