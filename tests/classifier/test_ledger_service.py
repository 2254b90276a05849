"""The story of *ledger*, without Kafka: what is safe before what, and what a kill in between leaves."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from schemas.edition import Edition
from schemas.encoding import Message, decode, encode
from schemas.incoming import Incoming
from schemas.kind import Kind
from schemas.observation import Observation
from schemas.signal import Signal
from schemas.topics import DEADLETTERS, EDITIONS, OBSERVATIONS, SIGNALS
from services.classifier.burial import Burial
from services.classifier.ledger.memory import KEPT
from services.classifier.ledger_service import LedgerService
from tests.classifier.made import MADE, THURSDAY, an_edition, an_observation


class Killed(BaseException):
    """The process is gone at this point."""


class Kafka:
    """Remembers what was published and written down, in order, and kills where it is told to."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.published: list[Message] = []
        self.table: dict[str, bytes] = {}
        self.kill_before = ""
        self.kill_at_write = 0
        self.writes = 0

    async def deliver(self, messages: Sequence[Message], bury: Callable[[str], Message]) -> None:
        self._step("publish")
        self.published.extend(messages)

    async def write(self, event_id: str, state: bytes) -> None:
        self._step("write")
        self.writes += 1
        if self.writes == self.kill_at_write:
            raise Killed
        self.table[event_id] = state

    def forget(self, event_id: str) -> None:
        del self.table[event_id]

    def _step(self, name: str) -> None:
        if self.kill_before == name:
            raise Killed
        self.steps.append(name)

    def start(self) -> LedgerService:
        """A ledger as after a restart: it has what the table has."""
        self.kill_before, self.kill_at_write = "", 0
        service = LedgerService(self.deliver, self, Burial(MADE, lambda: THURSDAY), MADE)
        service.recall(list(self.table.values()))
        return service

    def signals(self) -> list[Signal]:
        return [decode(SIGNALS, message.value) for message in self.published if message.topic == "korea.signals"]


def incoming(observation: Observation) -> Incoming:
    message = encode(OBSERVATIONS, observation, key=observation.dyad, source="x")
    return Incoming(message.topic, 0, 7, message.key, message.value, message.headers)


def incoming_edition(edition: Edition) -> Incoming:
    message = encode(EDITIONS, edition, key=edition.article.id, source="x")
    return Incoming(message.topic, 0, 8, message.key, message.value, message.headers)


async def test_killed_between_two_events_that_an_edition_takes_back_both_are_withdrawn_once() -> None:
    kafka = Kafka()
    service = kafka.start()
    await service.record(incoming(an_observation("one")))
    await service.record(incoming(an_observation("one", Kind.PLEDGE_UNMET)))
    kafka.kill_at_write = 4
    with pytest.raises(Killed):
        await service.record(incoming_edition(an_edition("one")))
    await kafka.start().record(incoming_edition(an_edition("one")))
    withdrawn = {(signal.id, signal.revision) for signal in kafka.signals() if signal.reason == "withdrawn"}
    assert len(withdrawn) == 2
    assert {revision for _, revision in withdrawn} == {2}


async def test_a_revision_is_published_before_it_is_written_down() -> None:
    kafka = Kafka()
    await kafka.start().record(incoming(an_observation()))
    assert kafka.steps == ["publish", "write"]
    assert [message.topic for message in kafka.published] == ["korea.signals", "korea.latest"]
    assert len({message.value for message in kafka.published}) == 1


async def test_killed_before_the_table_knows_the_ledger_makes_the_same_revision_again() -> None:
    kafka = Kafka()
    await kafka.start().record(incoming(an_observation("one")))
    service = kafka.start()
    kafka.kill_before = "write"
    with pytest.raises(Killed):
        await service.record(incoming(an_observation("two")))
    await kafka.start().record(incoming(an_observation("two")))
    _, second, again = kafka.signals()
    assert again == second


async def test_killed_after_the_table_knows_the_ledger_says_nothing_again() -> None:
    kafka = Kafka()
    await kafka.start().record(incoming(an_observation()))
    await kafka.start().record(incoming(an_observation()))
    assert len(kafka.signals()) == 1


async def test_bytes_that_are_no_observation_are_buried() -> None:
    kafka = Kafka()
    await kafka.start().record(Incoming("korea.observations", 0, 7, b"k", b"{}"))
    assert [decode(DEADLETTERS, message.value).stage for message in kafka.published] == ["ledger.decode"]
    assert kafka.table == {}


async def test_an_event_that_outgrows_the_table_buries_the_observation_and_keeps_the_event() -> None:
    kafka = Kafka()
    service = kafka.start()
    long = "y" * 2_500_000
    await service.record(incoming(an_observation("one", rule=long)))
    await service.record(incoming(an_observation("two", rule=long)))
    assert decode(DEADLETTERS, kafka.published[-1].value).stage == "ledger.encode"
    assert len(kafka.signals()) == len(kafka.table) == 1


async def test_the_table_forgets_what_the_memory_forgets() -> None:
    kafka = Kafka()
    service = kafka.start()
    await service.record(incoming(an_observation("one")))
    much_later = THURSDAY + KEPT + timedelta(days=1)
    await service.record(incoming(an_observation("two", ref={"published_at": much_later})))
    assert len(kafka.table) == len(service.memory) == 1
