"""Nothing is lost: kill -9 of every service, poison on every topic, the broker away. The books must balance."""

import asyncio
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from schemas.deadletter import DeadLetter
from tests.system.copy import no_show
from tests.system.desk import SERVICES, Desk, desk, until
from tests.system.ledger import lags, values

pytestmark = [pytest.mark.kafka, pytest.mark.fault]

ARTICLES = 60
OUTAGE_SECONDS = 90


def missing(whole: Desk, count: int) -> set[int]:
    """Numbers of published items of which no verified delivery has come."""
    told = whole.receiver.headlines()
    return {number for number in range(count) if not any(f"(item {number})" in headline for headline in told)}


async def publish_slowly(whole: Desk, numbers: range, pause: float = 0.1) -> None:
    for number in numbers:
        whole.feed.publish(*no_show(number))
        await asyncio.sleep(pause)


async def balanced(whole: Desk, bootstrap: str, prefix: str, count: int) -> None:
    """Everything sent was received, under one id a revision, and committed to the end."""
    await until(lambda: not missing(whole, count), f"deliveries of {count} items", 120)
    assert [ids for ids in whole.receiver.ids_by_revision().values() if len(ids) != 1] == []
    assert whole.receiver.refused == []
    async with asyncio.timeout(30):
        while any((await lags(bootstrap, prefix)).values()):
            await asyncio.sleep(0.5)


@pytest.mark.parametrize("victim", SERVICES)
async def test_kill_9_of_a_service_in_mid_stream_loses_nothing(victim: str, tmp_path: Path, kafka, prefix: str) -> None:
    async with desk(tmp_path, kafka.bootstrap, prefix) as whole:
        await whole.start()
        stream = asyncio.create_task(publish_slowly(whole, range(ARTICLES)))
        for kill_at in (10, 30):
            await until(lambda at=kill_at: len(whole.feed.items) >= at, f"{kill_at} items published")
            await whole.services[victim].kill()
            await whole.services[victim].start()
        await stream
        await balanced(whole, kafka.bootstrap, prefix, ARTICLES)


@pytest.mark.parametrize("topic", ["wire.articles", "korea.observations", "korea.signals"])
async def test_a_poison_message_is_buried_and_the_next_is_handled(
    topic: str, tmp_path: Path, kafka, prefix: str
) -> None:
    async with desk(tmp_path, kafka.bootstrap, prefix) as whole:
        await whole.start()
        producer = AIOKafkaProducer(bootstrap_servers=kafka.bootstrap)
        await producer.start()
        await producer.send_and_wait(prefix + topic, b"\x00{not a record", key=b"poison")
        await producer.stop()
        letters = await values(kafka.bootstrap, prefix + "wire.deadletters", 1)
        whole.feed.publish(*no_show(0))
        await balanced(whole, kafka.bootstrap, prefix, 1)
    letter = DeadLetter.model_validate_json(letters[0])
    assert (letter.topic, letter.value, letter.key) == (prefix + topic, b"\x00{not a record", b"poison")
    assert letter.reason


async def test_the_broker_away_in_mid_stream_loses_nothing(tmp_path: Path, own_kafka, own_settings) -> None:
    async with desk(tmp_path, own_kafka.bootstrap, own_settings.prefix) as whole:
        await whole.start()
        await publish_slowly(whole, range(20))
        own_kafka.kill()
        await publish_slowly(whole, range(20, 40), OUTAGE_SECONDS / 20)
        assert all(service.process and service.process.returncode is None for service in whole.services.values())
        await asyncio.to_thread(own_kafka.start)
        await publish_slowly(whole, range(40, ARTICLES))
        await balanced(whole, own_kafka.bootstrap, own_settings.prefix, ARTICLES)
