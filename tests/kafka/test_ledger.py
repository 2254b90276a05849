"""*ledger* on Apache Kafka: observations in, revisions out, the table, and the commit."""

from collections import Counter
from pathlib import Path

import pytest
from aiokafka.admin import NewTopic
from pydantic import SecretStr

from schemas.observation import Observation
from schemas.signal import Signal
from schemas.topics import DEADLETTERS, LATEST, OBSERVATIONS, SIGNALS
from services.runtime.broker.node import KafkaNode
from services.runtime.clients import connected, make_admin
from services.runtime.settings import Settings
from services.runtime.topics import create_topics
from tests.classifier.made import an_article, an_observation
from tests.kafka.test_node import SASL
from tests.kafka.workers import (
    LEDGER,
    Reader,
    Worker,
    publish,
    publish_articles,
    publish_bytes,
    until,
    until_committed,
)

pytestmark = pytest.mark.kafka
fault = pytest.mark.fault


async def publish_observations(settings: Settings, observations: list[Observation]) -> None:
    await publish(settings, OBSERVATIONS, [(it.dyad, it) for it in observations])


def reports(events: int, articles: int) -> list[Observation]:
    """Every article reports every event once; events differ by their matter."""
    return [
        an_observation(f"e{event}-a{article}", matter=f"m{event}", ref={"source": f"wire{article}"})
        for article in range(articles)
        for event in range(events)
    ]


def assert_exact(signals: list[Signal], events: int, articles: int) -> None:
    """Every event once, every report in it once, and what came twice is the same to the letter."""
    revisions: dict[tuple[str, int], Signal] = {}
    for signal in signals:
        assert revisions.setdefault((signal.id, signal.revision), signal) == signal
    last = {signal.id: signal for signal in signals}
    assert len(last) == events
    assert Counter(name for name, _ in revisions) == dict.fromkeys(last, articles)
    for signal in last.values():
        assert (signal.revision, signal.roots, len(signal.articles)) == (articles, articles, articles)


async def test_two_reports_of_one_event_are_one_signal_in_two_revisions(settings: Settings) -> None:
    async with Reader(settings, SIGNALS) as signals, Reader(settings, LATEST) as latest:
        with Worker("ledger", settings) as ledger:
            await ledger.ready()
            await publish_observations(settings, reports(1, 2))
            await signals.until_count(2)
            await latest.until_count(2)
            await until_committed(settings, *LEDGER)
    first, second = signals.records
    assert [first.reason, second.reason] == ["new", "corroborated"]
    assert (first.id, first.revision, second.revision) == (second.id, 1, 2)
    assert (second.roots, second.tier) == (2, "A")
    assert latest.records[-1] == second


@fault
async def test_kill_9_in_mid_stream_forgets_nothing_and_counts_nothing_twice(settings: Settings) -> None:
    await publish_observations(settings, reports(200, 5))
    async with Reader(settings, SIGNALS) as signals:
        for done in (50, 300, 700):
            with Worker("ledger", settings, instance="l1") as ledger:
                await signals.until_count(done)
                ledger.kill()
        with Worker("ledger", settings, instance="l1") as ledger:
            await until_committed(settings, *LEDGER)
            await signals.idle()
            assert ledger.exit_code is None, ledger.text()[-3000:]
    assert_exact(signals.records, 200, 5)


@fault
async def test_clean_stops_keep_table_and_commit_exact(settings: Settings) -> None:
    await publish_observations(settings, reports(200, 5))
    async with Reader(settings, SIGNALS) as signals:
        for done in (50, 300, 500, 700):
            with Worker("ledger", settings) as ledger:
                await signals.until_count(done)
                assert ledger.stop() == 0, ledger.text()[-3000:]
        with Worker("ledger", settings):
            await until_committed(settings, *LEDGER)
            await signals.idle()
    assert_exact(signals.records, 200, 5)
    assert len(signals.messages) == 1000


@fault
async def test_a_standby_takes_over_with_the_whole_memory(settings: Settings) -> None:
    await publish_observations(settings, reports(100, 4))
    async with Reader(settings, SIGNALS) as signals:
        with Worker("ledger", settings) as first, Worker("ledger", settings) as second:
            await first.ready()
            await second.ready()
            await signals.until_count(100)
            first.stop()
            await until_committed(settings, *LEDGER)
            await signals.idle()
            assert second.exit_code is None, second.text()[-3000:]
    assert_exact(signals.records, 100, 4)


@fault
async def test_poison_becomes_a_dead_letter_and_the_next_observation_is_recorded(settings: Settings) -> None:
    async with Reader(settings, DEADLETTERS) as letters, Reader(settings, SIGNALS) as signals:
        with Worker("ledger", settings) as ledger:
            await publish_bytes(settings, OBSERVATIONS, b'{"kind": "dance"}')
            await publish_bytes(settings, OBSERVATIONS, None)
            await publish_observations(settings, reports(1, 1))
            await letters.until_count(2)
            await signals.until_count(1)
            await until_committed(settings, *LEDGER)
            assert ledger.exit_code is None
    assert {record.stage for record in letters.records} == {"ledger.decode"}
    assert {record.value for record in letters.records} == {b'{"kind": "dance"}', None}


@fault
async def test_an_outage_of_the_broker_loses_nothing(own_kafka: KafkaNode, own_settings: Settings) -> None:
    await publish_observations(own_settings, reports(100, 4))
    async with Reader(own_settings, SIGNALS) as signals:
        with Worker("ledger", own_settings, instance="l1") as ledger:
            await signals.until_count(50)
            own_kafka.kill()
            await until(lambda: not ledger.conditions()["ready"], "readiness to be false")
            own_kafka.start()
            await until_committed(own_settings, *LEDGER, patience_s=120)
            await signals.idle()
            assert ledger.exit_code is None, ledger.text()[-3000:]
    assert_exact(signals.records, 100, 4)


async def test_a_table_of_another_shape_ends_the_process_with_its_name(settings: Settings) -> None:
    changelog = f"{settings.prefix}koreadesk-ledger-events-changelog"
    async with connected(make_admin(settings), settings) as admin:
        await admin.create_topics([NewTopic(changelog, 3, 1)])
    with Worker("ledger", settings) as ledger:
        await until(lambda: ledger.exit_code is not None, "the end of the process")
        assert ledger.exit_code == 1
        assert f"{changelog} has 3 partitions, wanted 1" in ledger.text()


async def test_both_work_where_kafka_asks_for_a_password(tmp_path: Path) -> None:
    scram = {"broker": "b-secret", "desk": "d-secret"}
    node = KafkaNode(tmp_path / "kafka", dies_with_parent=True, extra=SASL, scram=scram)
    try:
        node.start()
        settings = Settings(
            kafka=node.bootstrap,
            kafka_security="SASL_PLAINTEXT",
            kafka_username="desk",
            kafka_password=SecretStr("d-secret"),
            data=tmp_path / "data",
        )
        await create_topics(settings)
        with Worker("read", settings) as read, Worker("ledger", settings) as ledger:
            await read.ready()
            await ledger.ready()
            async with Reader(settings, SIGNALS) as signals:
                await publish_articles(settings, [an_article(body="meeting_missed PRK>USA")])
                await signals.until_count(1)
                await until_committed(settings, *LEDGER)
    finally:
        node.stop()
