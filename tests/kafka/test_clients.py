"""Clients on a real cluster: outages, sizes and wrong settings."""

import asyncio
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import ProducerClosed

from schemas.topics import MAX_MESSAGE_BYTES, SIGNALS
from services.runtime.broker.node import KafkaNode
from services.runtime.clients import connected, make_consumer, make_producer, security_options
from services.runtime.fatal import Fatal
from services.runtime.settings import Settings

pytestmark = pytest.mark.kafka

TOPIC = SIGNALS.name()
REQUEST_TIMEOUT_S = 1.0
"""Of the producers under test: what would give a message up, were it not for ours; 40 s in production."""


async def send(producer: AIOKafkaProducer, numbers: range) -> list["asyncio.Future[object]"]:
    return [await producer.send(TOPIC, b"x" * 500, key=b"%d" % number) for number in numbers]


async def numbers_on_topic(settings: Settings, count: int) -> list[int]:
    consumer = make_consumer(settings, TOPIC)
    async with connected(consumer, settings), asyncio.timeout(30):
        return sorted([int((await consumer.getone()).key) for _ in range(count)])


@pytest.mark.fault
async def test_an_outage_longer_than_every_limit_loses_and_doubles_nothing(
    own_kafka: KafkaNode, own_settings: Settings
) -> None:
    producer = make_producer(own_settings, request_timeout_ms=int(REQUEST_TIMEOUT_S * 1000), max_batch_size=4096)
    async with connected(producer, own_settings):
        await asyncio.gather(*await send(producer, range(100)))
        own_kafka.kill()
        sending = asyncio.create_task(send(producer, range(100, 400)))  # more than the buffers hold
        await outage_beyond(REQUEST_TIMEOUT_S * 3, sending)
        await asyncio.to_thread(own_kafka.prepare)
        own_kafka.launch()
        await asyncio.to_thread(own_kafka.wait_ready)
        async with asyncio.timeout(60):
            await asyncio.gather(*await sending)
            await asyncio.gather(*await send(producer, range(400, 500)))
    assert await numbers_on_topic(own_settings, 500) == list(range(500))


async def outage_beyond(seconds: float, work: "asyncio.Task[list[asyncio.Future[object]]]") -> None:
    done, _ = await asyncio.wait([work], timeout=seconds)
    assert not done, "the buffers held everything: the test shows nothing"


async def test_a_partition_without_a_leader_is_waited_for() -> None:
    producer = make_producer(Settings(), request_timeout_ms=1)
    accumulator = producer._message_accumulator
    accumulator._cluster = NoLeader()
    try:
        delivery = await accumulator.add_message(TopicPartition(TOPIC, 0), b"key", b"value", timeout=1)
        accumulator._batches[TopicPartition(TOPIC, 0)][0]._ctime -= 1_000_000  # seconds ago
        assert accumulator.drain_by_nodes(ignore_nodes=set()) == ({}, True)
        assert not delivery.done()
    finally:
        await producer.stop()


class NoLeader:
    def leader_for_partition(self, _: TopicPartition) -> int:
        return -1


@pytest.mark.fault
async def test_stopping_without_a_broker_takes_seconds_and_tells_the_senders(
    own_kafka: KafkaNode, own_settings: Settings
) -> None:
    producer = make_producer(own_settings)
    producer.STOP_GRACE_S = 0.5
    async with connected(producer, own_settings):
        await asyncio.gather(*await send(producer, range(10)))
        own_kafka.kill()
        pending = await send(producer, range(10))
        async with asyncio.timeout(10):
            await producer.stop()
    assert {type(each) for each in await asyncio.gather(*pending, return_exceptions=True)} == {ProducerClosed}


@pytest.mark.fault
async def test_a_consumer_can_be_stopped_without_a_broker(own_kafka: KafkaNode, own_settings: Settings) -> None:
    consumer = make_consumer(own_settings, TOPIC, group="group")
    async with asyncio.timeout(20), connected(consumer, own_settings):
        async with connected(make_producer(own_settings), own_settings) as producer:
            await producer.send_and_wait(TOPIC, b"x", key=b"k")
        assert (await consumer.getone()).value == b"x"
        own_kafka.kill()


async def test_the_largest_message_passes(settings: Settings) -> None:
    topic = SIGNALS.name(settings.prefix)
    value = b"x" * MAX_MESSAGE_BYTES
    async with connected(make_producer(settings), settings) as producer:
        await producer.send_and_wait(topic, value, key=b"k", headers=[("schema", b"signal/1")])
    consumer = make_consumer(settings, topic, group=settings.prefix + "group")
    async with connected(consumer, settings), asyncio.timeout(30):
        assert (await consumer.getone()).value == value
        await consumer.commit()


async def test_an_authority_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(Fatal, match=r"KOREADESK_KAFKA_CA: .*absent"):
        security_options(Settings(kafka_security="SSL", kafka_ca=tmp_path / "absent"))
    (tmp_path / "no-pem").write_text("no certificate")
    with pytest.raises(Fatal, match="KOREADESK_KAFKA_CA"):
        security_options(Settings(kafka_security="SSL", kafka_ca=tmp_path / "no-pem"))


async def test_a_login_needs_a_name_and_a_password() -> None:
    with pytest.raises(Fatal, match="needs KOREADESK_KAFKA_USERNAME and KOREADESK_KAFKA_PASSWORD"):
        security_options(Settings(kafka_security="SASL_PLAINTEXT", kafka_username="desk"))
