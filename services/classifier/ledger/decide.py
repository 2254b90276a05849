"""What becomes of an observation: a revision of a signal, or nothing, and why."""

from dataclasses import dataclass
from typing import Literal

from schemas.article import Status
from schemas.edition import Edition
from schemas.kind import Factuality
from schemas.observation import Observation
from schemas.record import MadeBy
from schemas.signal import RevisionReason, Signal
from services.classifier.ledger.event import (
    Event,
    open_event,
    outdated_by,
    with_report,
    without_article,
)
from services.classifier.ledger.memory import Memory
from services.classifier.ledger.revise import revise
from services.classifier.ledger.same import distance, same_event, slots_agree

PassedOver = Literal["repeat", "superseded", "not asserted"]


@dataclass(frozen=True)
class Revised:
    """An event as it now is, and the revision that says so."""

    reason: RevisionReason
    event: Event
    signal: Signal


@dataclass(frozen=True)
class Nothing:
    """An observation that changes nothing."""

    reason: PassedOver


def decide(memory: Memory, observation: Observation, made_by: MadeBy) -> Revised | Nothing:
    """Say what an observation changes. Only what is asserted opens an event or adds to one.

    What a text denies, plans or recalls is no report of an event. It changes one only where a newer version
    of an article no longer asserts what the older one did: then that report is taken back, and an event
    without any report is withdrawn.
    """
    if memory.knows(observation.id):
        return Nothing("repeat")
    if _superseded(memory, observation):
        return Nothing("superseded")
    if observation.factuality is not Factuality.ASSERTED:
        return _take_back(memory, observation, made_by)
    return _report(memory, observation, made_by)


def take_back(memory: Memory, edition: Edition, made_by: MadeBy) -> list[Revised]:
    """Say what an article no longer reports, now that the whole of its newer version is known."""
    return [
        _taken_back(event, edition, made_by)
        for event in memory.told_by(edition.article.id)
        if not event.withdrawn and any(outdated_by(report, edition) for report in event.reports)
    ]


def _report(memory: Memory, observation: Observation, made_by: MadeBy) -> Revised:
    held = _own_event(memory, observation) or _same_event(memory, observation)
    if held is None:
        return _revised(open_event(observation), observation, "new", made_by)
    return _revised(with_report(held, observation), observation, _why(held, observation), made_by)


def _take_back(memory: Memory, observation: Observation, made_by: MadeBy) -> Revised | Nothing:
    held = next((event for event in _outdated(memory, observation) if slots_agree(event, observation)), None)
    if held is None or held.withdrawn:
        return Nothing("not asserted")
    return _taken_back(held, observation, made_by)


def _taken_back(event: Event, newer: Observation | Edition, made_by: MadeBy) -> Revised:
    event = without_article(event, newer)
    return _revised(event, newer, "withdrawn" if event.withdrawn else "changed", made_by)


def _revised(event: Event, cause: Observation | Edition, reason: RevisionReason, made_by: MadeBy) -> Revised:
    return Revised(reason, event, revise(event, cause, reason, made_by))


def _superseded(memory: Memory, observation: Observation) -> bool:
    """Whether a newer version of the article has already said something of an event of this kind."""
    return any(
        event.kind == observation.kind and outdated_by(observation, report)
        for event in memory.told_by(observation.article.id)
        for report in event.of_article(observation.article.id)
    )


def _outdated(memory: Memory, observation: Observation) -> list[Event]:
    """Events of this kind that rest on an older version of the same article."""
    return [
        event
        for event in memory.told_by(observation.article.id)
        if event.kind == observation.kind and any(outdated_by(report, observation) for report in event.reports)
    ]


def _own_event(memory: Memory, observation: Observation) -> Event | None:
    """The event that an older version of the article reported: this one says it anew, perhaps of other actors."""
    events = _outdated(memory, observation)
    same = [event for event in events if same_event(event, observation)]
    alone = [event for event in events if event.rests_on_only(observation.article.id)]
    return next(iter(same or alone), None)


def _same_event(memory: Memory, observation: Observation) -> Event | None:
    """The event that other articles report; of several the one reported nearest in time."""
    found = [event for event in memory.alike(observation) if same_event(event, observation)]
    return min(found, key=lambda event: (distance(event.anchor, observation), event.id), default=None)


def _why(held: Event, observation: Observation) -> RevisionReason:
    if any(outdated_by(report, observation) for report in held.reports):
        return "corrected" if observation.article.status is Status.CORRECTED else "changed"
    return "changed" if held.of_article(observation.article.id) else "corroborated"
