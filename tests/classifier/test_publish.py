"""Publishing goes on until Kafka has acknowledged."""

import asyncio

import pytest
from aiokafka.errors import KafkaError, MessageSizeTooLargeError, RequestTimedOutError

from schemas.encoding import Message
from services.classifier.publish import Publisher

SIGNAL = Message("korea.signals", b"k", b"v", [])
LETTER = Message("wire.deadletters", b"k", b"dead", [])


class Producer:
    """Fails as often as it is told to, and remembers what it took."""

    def __init__(self, *errors: KafkaError, at_once: bool = False) -> None:
        self.errors, self.at_once = list(errors), at_once
        self.taken: list[str] = []

    async def send(
        self, topic: str, value: bytes | None = None, key: bytes | None = None, *, headers: object = None
    ) -> "asyncio.Future[object]":
        future: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        if self.errors and self.at_once:
            raise self.errors.pop(0)
        if self.errors:
            future.set_exception(self.errors.pop(0))
        else:
            self.taken.append(topic)
            future.set_result(None)
        return future


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_failure_of_kafka_is_tried_again_and_told(at_once: bool) -> None:
    told: list[str | None] = []
    producer = Producer(RequestTimedOutError(), RequestTimedOutError(), at_once=at_once)
    publisher = Publisher(producer, told.append, pause_s=0)
    await asyncio.wait_for(publisher.deliver([SIGNAL], lambda reason: LETTER), 5)
    assert producer.taken == ["korea.signals"]
    assert len(told) == 3
    assert "korea.signals: RequestTimedOutError" in (told[0] or "")
    assert told[-1] is None


@pytest.mark.parametrize("at_once", [True, False])
async def test_what_kafka_never_takes_is_replaced_by_its_dead_letter(at_once: bool) -> None:
    producer, reasons = Producer(MessageSizeTooLargeError(), at_once=at_once), []

    def bury(reason: str) -> Message:
        reasons.append(reason)
        return LETTER

    await asyncio.wait_for(Publisher(producer, pause_s=0).deliver([SIGNAL, SIGNAL], bury), 5)
    assert sorted(producer.taken) == ["korea.signals", "wire.deadletters"]
    assert "MessageSizeTooLargeError" in reasons[0]
