"""The alert service on a real Apache Kafka: signals in, verified requests out, and kill -9 in between."""

import asyncio
import json
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import standardwebhooks
from aiokafka import TopicPartition
from aiokafka.admin import NewPartitions
from structlog.testing import capture_logs

from schemas.encoding import encode
from schemas.ids import delivery_id
from schemas.signal import Signal
from schemas.topics import DEADLETTERS, DELIVERIES, SIGNALS
from services.alerts.__main__ import group_of, run
from services.runtime.broker.node import KafkaNode
from services.runtime.clients import connected, make_admin, make_consumer, make_producer
from services.runtime.settings import Settings
from tests.alerts.builders import SECRET, a_signal, an_article
from tests.alerts.process import Process
from tests.alerts.receivers import Receiver, receiving, says, until

pytestmark = pytest.mark.kafka

SUBSCRIPTIONS = """
endpoints:
  - {name: archive, webhook: {url: "%s", secret: env:KD_TEST_SECRET}}
  - {name: desk, slack: {url: "%s"}}
subscriptions:
  - {name: off-script, to: [archive, desk]}
defaults: {group_interval: 1s}
network: {allow: [127.0.0.0/8]}
"""


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KD_TEST_SECRET", SECRET)


def subscribed(settings: Settings, folder: Path, archive: Receiver, desk: Receiver) -> Settings:
    """The settings with subscriptions for these receivers."""
    file = folder / "subscriptions.yaml"
    file.write_text(SUBSCRIPTIONS % (archive.url, desk.url))
    return settings.model_copy(update={"subscriptions": file, "http": "127.0.0.1:0"})


def now() -> datetime:
    return datetime.now(UTC)


def fresh(number: int, story: str | None = None) -> Signal:
    """A signal of now."""
    moment = now() - timedelta(seconds=5)
    article = an_article(id=story or f"article-{number}", published_at=moment, fetched_at=moment)
    return a_signal(id=f"sig_{number}", article=article, detected_at=moment)


async def publish(settings: Settings, *signals: Signal, gap_s: float = 0.0) -> None:
    """Put signals on the topic, in order."""
    async with connected(make_producer(settings), settings, patience_s=20) as producer:
        for one in signals:
            message = encode(SIGNALS, one, key=one.id, source="test", prefix=settings.prefix)
            await producer.send_and_wait(message.topic, message.value, key=message.key, headers=message.headers)
            await asyncio.sleep(gap_s)


async def on_topic(settings: Settings, name: str, wanted: int) -> list[bytes]:
    """The values of a topic, when there are as many."""
    found: list[bytes] = []
    async with connected(make_consumer(settings, name), settings, patience_s=20) as consumer:
        async with asyncio.timeout(20):
            while len(found) < wanted:
                batches = await consumer.getmany(timeout_ms=200)
                found += [it.value for batch in batches.values() for it in batch]
    return found


async def until_recorded(settings: Settings, wanted: set[str]) -> None:
    """Wait until `korea.deliveries` holds the ends of all these."""
    missing = set(wanted)
    async with connected(
        make_consumer(settings, DELIVERIES.name(settings.prefix)), settings, patience_s=20
    ) as consumer:
        async with asyncio.timeout(30):
            while missing:
                batches = await consumer.getmany(timeout_ms=200)
                ends = [json.loads(it.value) for batch in batches.values() for it in batch]
                missing -= {it["id"] for it in ends if it["outcome"] == "delivered"}


async def committed_and_end(settings: Settings) -> tuple[Mapping[int, int], Mapping[int, int]]:
    """Of every partition of signals that has any: the group's offset, and the end."""
    topic = SIGNALS.name(settings.prefix)
    async with connected(make_consumer(settings, group=group_of(settings)), settings, patience_s=20) as consumer:
        partitions = [TopicPartition(topic, number) for number in range(SIGNALS.partitions)]
        consumer.assign(partitions)
        ends = {it.partition: end for it, end in (await consumer.end_offsets(partitions)).items() if end}
        found = {number: await consumer.committed(TopicPartition(topic, number)) or 0 for number in ends}
    return found, ends


async def until_committed(settings: Settings) -> None:
    async with asyncio.timeout(20):
        while True:
            found, ends = await committed_and_end(settings)
            if found == ends:
                return
            await asyncio.sleep(0.2)


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[None]:
    """The service in this process."""
    stop = asyncio.Event()
    task = asyncio.create_task(run(settings, stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 20)


def verified(receiver: Receiver) -> set[str]:
    """The ids that came, each body verified by a library that is not ours."""
    for arrived in receiver.arrived:
        standardwebhooks.Webhook(SECRET).verify(arrived.body, arrived.headers)
    return set(receiver.ids)


def ids(count: int, endpoint: str = "archive") -> set[str]:
    return {delivery_id(endpoint, f"sig_{number}", 1) for number in range(count)}


async def test_signals_in_verified_webhooks_and_one_slack_message_a_story_out(
    settings: Settings, tmp_path: Path
) -> None:
    async with receiving() as archive, receiving() as desk:
        settings = subscribed(settings, tmp_path, archive, desk)
        async with serving(settings):
            await publish(settings, *(fresh(number, story="article-s") for number in range(3)))
            await until(lambda: len(archive.arrived) == 3 and len(desk.arrived) == 1, 20)
            await until_committed(settings)
            records = await on_topic(settings, DELIVERIES.name(settings.prefix), 6)
    assert verified(archive) == ids(3)
    assert json.loads(desk.arrived[0].body)["blocks"][0]["type"] == "header"
    outcomes = Counter((it["endpoint"], it["outcome"]) for it in map(json.loads, records))
    assert outcomes == {("archive", "delivered"): 3, ("desk", "delivered"): 3}


async def test_poison_becomes_a_dead_letter_and_the_next_signal_is_delivered(
    settings: Settings, tmp_path: Path
) -> None:
    async with receiving() as archive, receiving() as desk:
        settings = subscribed(settings, tmp_path, archive, desk)
        topic = SIGNALS.name(settings.prefix)
        async with serving(settings):
            async with connected(make_producer(settings), settings, patience_s=20) as producer:
                await producer.send_and_wait(topic, b"\xffno signal", key=b"k", partition=0)
                message = encode(SIGNALS, fresh(0), key="k", source="test", prefix=settings.prefix)
                await producer.send_and_wait(topic, message.value, key=b"k", partition=0)
            await until(lambda: len(archive.arrived) == 1, 20)
            (value,) = await on_topic(settings, DEADLETTERS.name(settings.prefix), 1)
            await until_committed(settings)
    letter = DEADLETTERS.record.model_validate_json(value)
    assert (letter.value, letter.stage, letter.topic) == (b"\xffno signal", "alerts.route", topic)


async def test_after_a_stop_reading_goes_on_where_it_ended(settings: Settings, tmp_path: Path) -> None:
    async with receiving() as archive, receiving() as desk:
        settings = subscribed(settings, tmp_path, archive, desk)
        async with serving(settings):
            await publish(settings, fresh(0))
            await until(lambda: len(archive.arrived) == 1 and len(desk.arrived) == 1, 20)
        await publish(settings, fresh(1))
        with capture_logs() as logs:
            async with serving(settings):
                await until(lambda: len(archive.arrived) == 2 and len(desk.arrived) == 2, 20)
    assert verified(archive) == ids(2)
    assert [it["signal_id"] for it in logs if it["event"] == "signal.routed"] == ["sig_1"]


@pytest.mark.fault
async def test_kill_9_in_mid_stream_loses_no_delivery_and_repeats_under_the_same_id(
    settings: Settings, tmp_path: Path
) -> None:
    count, kills, dice = 300, 4, random.Random(7)
    async with receiving() as archive, receiving() as desk:
        settings = subscribed(settings, tmp_path, archive, desk)
        process = Process(settings)
        await process.start()
        publishing = asyncio.create_task(publish(settings, *map(fresh, range(count)), gap_s=0.03))
        for _ in range(kills):
            got = len(archive.arrived)
            await until(grown(archive, got + dice.randint(5, 40)), 30)
            assert await process.end(signal.SIGKILL) == -signal.SIGKILL
            await process.start()
        await publishing
        started = time.monotonic()
        await until(lambda: set(archive.ids) == ids(count), 60)
        await until_committed(settings)
        await until_recorded(settings, ids(count))
        assert await process.end(signal.SIGTERM) == 0
    repeats = len(archive.arrived) - count
    print(f"kills={kills} missing=0 repeats={repeats} drained in {time.monotonic() - started:.1f} s")
    assert verified(archive) == ids(count)
    assert repeats <= kills * 4
    bodies = {(it.id, it.body) for it in archive.arrived}
    assert len(bodies) == count


def grown(receiver: Receiver, size: int) -> Callable[[], bool]:
    return lambda: len(receiver.arrived) >= size


@pytest.mark.fault
async def test_what_a_dead_endpoint_is_owed_arrives_when_it_is_back(settings: Settings, tmp_path: Path) -> None:
    async with receiving(says(500, 500, 200)) as archive, receiving() as desk:
        settings = subscribed(settings, tmp_path, archive, desk)
        async with serving(settings):
            await publish(settings, *map(fresh, range(5)))
            await until(lambda: len(set(archive.ids)) == 5, 30)
    assert verified(archive) == ids(5)


async def test_on_another_cluster_reading_begins_at_the_earliest_and_nobody_is_told_twice(
    settings: Settings, tmp_path: Path
) -> None:
    async with receiving() as archive, receiving() as desk:
        settings = subscribed(settings, tmp_path, archive, desk)
        async with serving(settings):
            await publish(settings, *map(fresh, range(3)))
            await until(lambda: len(archive.arrived) == 3 and len(desk.arrived) == 3, 20)
            await until_committed(settings)
        with sqlite3.connect(settings.data / "alerts" / "outbox.sqlite") as outbox:
            outbox.execute("UPDATE offsets SET cluster = 'another'")
        outbox.close()
        with capture_logs() as logs:
            async with serving(settings):
                await until(lambda: sum(it["event"] == "signal.routed" for it in logs) == 3, 20)
    assert {it["offset"] for it in logs if it["event"] == "intake.begins"} == {"earliest"}
    assert (len(archive.arrived), len(desk.arrived)) == (3, 3)


async def test_a_topic_that_grows_is_read_whole(settings: Settings, tmp_path: Path) -> None:
    async with receiving() as archive, receiving() as desk:
        settings = subscribed(settings, tmp_path, archive, desk)
        topic = SIGNALS.name(settings.prefix)
        async with serving(settings), connected(make_admin(settings), settings, patience_s=20) as admin:
            await publish(settings, fresh(0))
            await until(lambda: len(archive.arrived) == 1, 20)
            await until_recorded(settings, ids(1))  # from here on no new topic makes its client ask Kafka anew
            await admin.create_partitions({topic: NewPartitions(total_count=7)})
            async with connected(make_producer(settings), settings, patience_s=20) as producer:
                async with asyncio.timeout(20):
                    while len(await producer.partitions_for(topic)) < 7:
                        await producer.client.force_metadata_update()
                message = encode(SIGNALS, fresh(1), key="k", source="test", prefix=settings.prefix)
                await producer.send_and_wait(topic, message.value, key=b"k", partition=6)
            await until(lambda: len(archive.arrived) == 2, 40)


@pytest.mark.fault
async def test_an_outage_of_kafka_is_waited_out_and_everything_arrives(
    own_kafka: KafkaNode, own_settings: Settings, tmp_path: Path
) -> None:
    async with receiving() as archive, receiving() as desk:
        settings = subscribed(own_settings, tmp_path, archive, desk)
        async with serving(settings):
            await publish(settings, *map(fresh, range(5)))
            await until(lambda: len(archive.arrived) == 5, 20)
            with capture_logs() as logs:
                await asyncio.to_thread(own_kafka.kill)
                await until(lambda: sum(it["event"] == "alerts.waits" for it in logs) >= 3, 40)
            await asyncio.to_thread(own_kafka.start)
            await publish(settings, *map(fresh, range(5, 10)))
            await until(lambda: set(archive.ids) == ids(10), 40)
            await until_committed(settings)
    assert len(archive.arrived) == 10
