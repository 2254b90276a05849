"""*ledger*: every observation and edition in, revisions of signals out.

    korea.observations --> decode --> decide --> korea.signals, korea.latest --> the table --> memory
                             |          |
                             |          +-- what changes nothing: one more count, by reason
                             +----------+--> wire.deadletters, with the bytes and the reason

Each step is awaited before the next, and the observation is acknowledged after the last. Killed before
the table knows of a revision, the ledger makes the same one again (same id, same number, same words);
killed after that, it recognises the observation as a repeat. So no observation is forgotten, and none
counts twice.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from schemas.edition import Edition
from schemas.encoding import Message, TooLarge, Undecodable, decode, encode, header
from schemas.incoming import Incoming
from schemas.observation import Observation
from schemas.record import MadeBy
from schemas.signal import Signal
from schemas.topics import EDITIONS, LATEST, MAX_MESSAGE_BYTES, OBSERVATIONS, SIGNALS
from services.classifier.burial import Burial
from services.classifier.ledger.decide import Nothing, Revised, decide, take_back
from services.classifier.ledger.event import Event
from services.classifier.ledger.memory import Memory

log = structlog.get_logger()


class Table(Protocol):
    """Where events are written down."""

    async def write(self, event_id: str, state: bytes) -> None:
        """Return when it is certain that the event will be recalled in this state."""

    def forget(self, event_id: str) -> None:
        """Drop an event that is no longer needed."""


Deliver = Callable[[Sequence[Message], Callable[[str], Message]], Awaitable[None]]
"""Publishes messages and returns when all are acknowledged; the second argument buries what is never taken."""


def _uncounted(outcome: str, reason: str) -> None:
    """Count nothing."""


@dataclass(frozen=True)
class Plan:
    """What to do about one message: publish, write down, remember."""

    messages: tuple[Message, ...]
    events: tuple[tuple[Event, bytes], ...] = ()


@dataclass
class LedgerService:
    """The story of *ledger*. `memory` holds what the table holds; it changes only after the table did."""

    deliver: Deliver
    table: Table
    bury: Burial
    made_by: MadeBy
    prefix: str = ""
    counted: Callable[[str, str], None] = field(default=_uncounted)
    memory: Memory = field(default_factory=Memory)

    def recall(self, states: Sequence[bytes]) -> None:
        """Begin anew from what the table holds."""
        self.memory = Memory(Event.model_validate_json(state) for state in states)
        log.info("ledger.recalled", events=len(self.memory))

    async def record(self, incoming: Incoming) -> None:
        """Handle one observation or edition to its end; raises only what the infrastructure does."""
        plan = self._plan(incoming)
        if plan.messages:
            await self.deliver(plan.messages, lambda reason: self.bury(incoming, "ledger.publish", reason))
        for event, state in plan.events:
            await self.table.write(event.id, state)
            self.memory.put(event)
            self._forget_expired()

    def _plan(self, incoming: Incoming) -> Plan:
        try:
            told = _told(incoming)
        except Undecodable as error:
            return self._buried(incoming, "ledger.decode", str(error))
        try:
            return self._decide(told, incoming)
        except TooLarge as error:
            return self._buried(incoming, "ledger.encode", str(error))
        except Exception as error:
            log.exception("observation.undecided", observation=told.id, offset=incoming.offset)
            return self._buried(incoming, "ledger.decide", f"{type(error).__name__}: {error}")

    def _decide(self, told: Observation | Edition, incoming: Incoming) -> Plan:
        if isinstance(told, Edition):
            return self._planned(take_back(self.memory, told, self.made_by), told, incoming)
        decision = decide(self.memory, told, self.made_by)
        if isinstance(decision, Nothing):
            self.counted("passed over", decision.reason)
            return Plan(())
        return self._planned([decision], told, incoming)

    def _planned(self, revised: Sequence[Revised], cause: Observation | Edition, incoming: Incoming) -> Plan:
        events = tuple((decision.event, _state(decision.event)) for decision in revised)
        messages = tuple(message for it in revised for message in self._messages(it.signal, cause, incoming))
        for decision in revised:
            self.counted("revised", decision.reason)
            _tell(decision, cause)
        return Plan(messages, events)

    def _messages(self, signal: Signal, cause: Observation | Edition, incoming: Incoming) -> tuple[Message, ...]:
        trace = header(incoming.headers, "traceparent")
        return tuple(
            encode(topic, signal, key=signal.id, source=cause.article.source, traceparent=trace, prefix=self.prefix)
            for topic in (SIGNALS, LATEST)
        )

    def _forget_expired(self) -> None:
        for event_id in self.memory.expired(self.memory.now):
            self.table.forget(event_id)
            self.memory.drop(event_id)

    def _buried(self, incoming: Incoming, stage: str, reason: str) -> Plan:
        log.warning("observation.buried", offset=incoming.offset, stage=stage, reason=reason)
        self.counted("buried", stage)
        return Plan((self.bury(incoming, stage, reason),))


def _told(incoming: Incoming) -> Observation | Edition:
    if header(incoming.headers, "schema") == EDITIONS.schema:
        return decode(EDITIONS, incoming.value)
    return decode(OBSERVATIONS, incoming.value)


def _state(event: Event) -> bytes:
    state = event.model_dump_json().encode()
    if len(state) > MAX_MESSAGE_BYTES:
        raise TooLarge(f"event {event.id}: {len(state)} bytes, at most {MAX_MESSAGE_BYTES}")
    return state


def _tell(decision: Revised, cause: Observation | Edition) -> None:
    signal = decision.signal
    log.info(
        "signal.revised",
        signal=signal.id,
        revision=signal.revision,
        reason=signal.reason,
        kind=signal.kind,
        actors=signal.actors,
        targets=signal.targets,
        tier=signal.tier,
        roots=signal.roots,
        article=cause.article.id,
        evidence=[piece.text[:200] for piece in signal.evidence[:3]],
    )
