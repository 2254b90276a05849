"""Whether an observation reports an event that is held already."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from schemas.kind import Kind
from schemas.observation import Observation
from services.classifier.ledger.event import Event, has_own_time

DAY = timedelta(days=1)
SLACK = DAY
"""How far apart two stated times of one event may lie: zones, and "on Thursday night"."""

REACH = timedelta(days=3)
"""How far apart in publication two reports of one event may be where a text does not say when it happened."""

WORDS_REACH = DAY
"""The same for hostile words, which come anew every other day."""

_WORDS = frozenset({Kind.DENUNCIATION, Kind.THREAT})


def same_event(event: Event, observation: Observation) -> bool:
    """Same kind and actors, about the same time, and slots that do not contradict."""
    return (
        not event.withdrawn
        and event.kind == observation.kind
        and set(event.actors) == set(observation.actors)
        and same_time(event.anchor, observation)
        and slots_agree(event, observation)
    )


def slots_agree(event: Event, observation: Observation) -> bool:
    """Whether targets, matter and venue are the same where both sides say them.

    Within one version of an article a second claim is one that its reader has told apart: there the
    slots must be equal.
    """
    if any(
        report.article.version == observation.article.version for report in event.of_article(observation.article.id)
    ):
        return any(_slots(report) == _slots(observation) for report in event.reports)
    return (
        _agree((target for report in event.reports for target in report.targets), observation.targets)
        and _agree((report.matter for report in event.reports), [observation.matter])
        and _agree((report.venue for report in event.reports), [observation.venue])
    )


def same_time(held: Observation, observation: Observation) -> bool:
    """Whether the stated times touch; where one is not stated, whether both were published about together."""
    if held.time and observation.time and has_own_time(held) and has_own_time(observation):
        return _gap(held.time.start, held.time.end, observation.time.start, observation.time.end) <= SLACK
    return distance(held, observation) <= (WORDS_REACH if observation.kind in _WORDS else REACH)


def distance(held: Observation, observation: Observation) -> timedelta:
    """How far apart they were published."""
    return abs(held.article.published_at - observation.article.published_at)


def _gap(start: datetime, end: datetime, other_start: datetime, other_end: datetime) -> timedelta:
    return max(other_start - end, start - other_end, timedelta(0))


def _agree(held: Iterable[str | None], new: Iterable[str | None]) -> bool:
    known, said = set(held) - {None}, set(new) - {None}
    return not known or not said or bool(known & said)


def _slots(report: Observation) -> tuple[frozenset[str], str | None]:
    return frozenset(report.targets), report.matter
