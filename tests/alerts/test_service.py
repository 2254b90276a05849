import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiokafka.errors import KafkaConnectionError

from schemas.deadletter import DeadLetter
from schemas.encoding import Message
from schemas.signal import Signal
from schemas.topics import DELIVERIES
from services.alerts.outbox.outbox import Outbox
from services.alerts.outbox.terms import Position, Terms
from services.alerts.recorder import Recorder
from services.alerts.service import Alerts, Surroundings
from tests.alerts.builders import MADE_BY, NOW, a_signal, an_article, subscriptions, to_archive
from tests.alerts.receivers import until
from tests.alerts.test_outbox import ended

CLUSTER, TOPIC = "c1", "korea.signals"
NO_HEADERS: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True)
class Sent:
    """A message on the topic."""

    partition: int
    offset: int
    value: bytes | None
    topic: str = TOPIC
    key: bytes | None = b"key"
    headers: Sequence[tuple[str, bytes]] = NO_HEADERS


@dataclass
class Topic:
    """Gives batches and remembers commits; raises what it is told to, once each."""

    batches: list[Sequence[Sent]] = field(default_factory=list)
    committed: list[Mapping[int, int]] = field(default_factory=list)
    troubles: list[Exception] = field(default_factory=list)

    async def take(self) -> Sequence[Sent]:
        await asyncio.sleep(0)
        if self.troubles:
            raise self.troubles.pop(0)
        return self.batches.pop(0) if self.batches else []

    async def commit(self, offsets: Mapping[int, int]) -> None:
        if offsets:
            self.committed.append(offsets)


@dataclass
class Desk:
    """The service with everything that it touched."""

    outbox: Outbox
    topic: Topic = field(default_factory=Topic)
    buried: list[DeadLetter] = field(default_factory=list)
    woken: list[frozenset[str]] = field(default_factory=list)
    ready: list[tuple[bool, str]] = field(default_factory=list)
    grave_troubles: list[Exception] = field(default_factory=list)

    async def bury(self, letter: DeadLetter) -> None:
        if self.grave_troubles:
            raise self.grave_troubles.pop(0)
        self.buried.append(letter)

    def service(self) -> Alerts:
        around = Surroundings(
            cluster=CLUSTER,
            topic=TOPIC,
            source=self.topic,
            outbox=self.outbox,
            bury=self.bury,
            wake=self.woken.append,
            ready=lambda ok, reason: self.ready.append((ok, reason)),
            routed=lambda _way: None,
            clock=NOW.timestamp,
            made_by=MADE_BY,
        )
        return Alerts(subscriptions(), around)

    async def waiting(self) -> dict[str, int]:
        return {endpoint: count for endpoint, (count, _) in (await self.outbox.waiting()).items()}


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    outbox = Outbox(tmp_path / "outbox.sqlite")
    await outbox.open()
    yield Desk(outbox)
    await outbox.close()


def sent(signal: Signal, offset: int = 0, partition: int = 0) -> Sent:
    return Sent(partition, offset, signal.model_dump_json().encode())


async def test_a_signal_becomes_deliveries_then_an_offset_then_a_commit(desk: Desk) -> None:
    await desk.service().handle([sent(a_signal(), 4, 2)])
    assert await desk.waiting() == {"archive": 1, "desk": 1}
    assert await desk.outbox.position(CLUSTER, TOPIC) == {2: 5}
    assert desk.topic.committed == [{2: 5}]
    assert desk.woken == [frozenset({"archive", "desk"})]


@pytest.mark.parametrize("value", [b"\xff\x00 no JSON", b"{}", None, b'{"kind": "meeting_missed"}', b"[]"])
async def test_poison_is_buried_with_its_bytes_and_the_next_one_is_handled(desk: Desk, value: bytes | None) -> None:
    await desk.service().handle([Sent(0, 7, value, headers=(("h", b"v"),)), sent(a_signal(), 8)])
    (letter,) = desk.buried
    assert (letter.value, letter.key, letter.partition, letter.offset) == (value, b"key", 0, 7)
    assert (letter.stage, letter.topic, letter.headers) == ("alerts.route", TOPIC, (("h", b"v"),))
    assert letter.reason.startswith("korea.signals: ")
    assert await desk.waiting() == {"archive": 1, "desk": 1}
    assert desk.topic.committed == [{0: 9}]


async def test_poison_is_not_passed_over_while_it_cannot_be_buried(desk: Desk) -> None:
    desk.grave_troubles = [KafkaConnectionError(), KafkaConnectionError()]
    desk.topic.batches = [[Sent(0, 7, b"poison")]]
    task = asyncio.create_task(desk.service().run())
    await until(lambda: bool(desk.topic.committed))
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert len(desk.buried) == 1
    assert [ok for ok, _ in desk.ready][:3] == [True, False, False]
    assert desk.topic.committed == [{0: 8}]


async def test_an_outage_is_waited_out_with_readiness_false(desk: Desk) -> None:
    desk.topic.troubles = [TimeoutError(), KafkaConnectionError()]
    desk.topic.batches = [[sent(a_signal())]]
    task = asyncio.create_task(desk.service().run())
    await until(lambda: bool(desk.topic.committed))
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert [ok for ok, _ in desk.ready][:2] == [False, False]
    assert desk.ready[-1] == (True, "")
    assert await desk.waiting() == {"archive": 1, "desk": 1}


async def test_the_same_batch_twice_rings_once(desk: Desk) -> None:
    for _ in range(2):
        await desk.service().handle([sent(a_signal())])
    assert await desk.waiting() == {"archive": 1, "desk": 1}


async def test_a_kill_in_the_same_batch_as_what_it_kills_is_told_to_those_who_hear_of_it(desk: Desk) -> None:
    killed = a_signal(revision=2, reason="withdrawn", factuality="denied")
    await desk.service().handle([sent(a_signal(), 0), sent(killed, 1)])
    assert await desk.waiting() == {"archive": 2, "desk": 2}


async def test_what_was_never_told_is_not_taken_back(desk: Desk) -> None:
    await desk.service().handle([sent(a_signal(revision=2, reason="withdrawn"))])
    assert await desk.waiting() == {}


async def test_a_later_report_joins_the_story_in_which_people_heard_of_the_event(desk: Desk) -> None:
    await desk.service().handle([sent(a_signal())])
    later = a_signal(revision=2, reason="corroborated", article=an_article(id="article-2"))
    await desk.service().handle([sent(later, 1)])
    people = Terms("desk", for_people=True, rest_s=300.0, max_age_s=21600.0, page=10)
    (parcel,) = await desk.outbox.take(people, frozenset(), 5, NOW.timestamp() + 1)
    assert {delivery.story for delivery in parcel.deliveries} == {"article-1"}
    assert len(parcel.deliveries) == 2


async def test_a_new_cluster_full_of_old_signals_rings_nobody(desk: Desk) -> None:
    old = an_article(published_at=NOW.replace(day=1))
    await desk.service().handle([sent(a_signal(id=f"sig_{n}", article=old), n) for n in range(50)])
    people = Terms("desk", for_people=True, rest_s=300.0, max_age_s=21600.0, page=100)
    later = NOW.timestamp() + 300
    (parcel,) = await desk.outbox.take(people, frozenset(), 5, later)
    assert (parcel.digest, len(parcel.deliveries)) == (True, 50)


@dataclass
class Kafka:
    """Takes messages, or fails as told."""

    taken: list[Message] = field(default_factory=list)
    troubles: int = 0

    async def send(self, message: Message) -> None:
        if self.troubles:
            self.troubles -= 1
            raise KafkaConnectionError
        self.taken.append(message)


async def an_end(outbox: Outbox) -> None:
    machine = Terms("archive", for_people=False, rest_s=300.0, max_age_s=21600.0, page=10)
    await outbox.admit([to_archive()], Position(CLUSTER, TOPIC, {}))
    (parcel,) = await outbox.take(machine, frozenset(), 5, NOW.timestamp())
    await outbox.conclude(parcel, ended(parcel), NOW.timestamp())


async def test_an_end_is_recorded_once_kafka_has_it(desk: Desk) -> None:
    kafka = Kafka()
    await an_end(desk.outbox)
    recorder = Recorder(desk.outbox, kafka.send, MADE_BY, "p.", lambda _ended: None)
    assert (await recorder.record_some(), await recorder.record_some()) == (1, 0)
    (message,) = kafka.taken
    delivery = DELIVERIES.record.model_validate_json(message.value)
    assert (message.topic, message.key) == ("p.korea.deliveries", b"archive")
    assert (delivery.outcome, delivery.subscriptions, delivery.id) == ("delivered", ("off-script",), to_archive().id)


async def test_an_end_that_kafka_did_not_take_is_recorded_later_also_by_the_next_process(desk: Desk) -> None:
    kafka = Kafka(troubles=1)
    await an_end(desk.outbox)
    with pytest.raises(KafkaConnectionError):
        await Recorder(desk.outbox, kafka.send, MADE_BY, "", lambda _ended: None).record_some()
    next_process = Recorder(desk.outbox, kafka.send, MADE_BY, "", lambda _ended: None)
    assert await next_process.record_some() == 1
