"""*ledger* on Apache Kafka: observations in, revisions out, the table, and the commit."""

import pytest

from schemas.topics import LATEST, OBSERVATIONS, SIGNALS
from services.runtime.settings import Settings
from tests.classifier.made import an_observation
from tests.kafka.workers import LEDGER, Reader, Worker, publish, until_committed

pytestmark = pytest.mark.kafka


async def test_two_reports_of_one_event_are_one_signal_in_two_revisions(settings: Settings) -> None:
    reports = [an_observation("one"), an_observation("two", ref={"source": "other"})]
    with Worker("ledger", settings) as ledger:
        await ledger.ready()
        async with Reader(settings, SIGNALS) as signals, Reader(settings, LATEST) as latest:
            await publish(settings, OBSERVATIONS, [(report.dyad, report) for report in reports])
            await signals.until_count(2)
            await latest.until_count(2)
            await until_committed(settings, *LEDGER)
    first, second = signals.records
    assert [first.reason, second.reason] == ["new", "corroborated"]
    assert (first.id, first.revision, second.revision) == (second.id, 1, 2)
    assert (second.roots, second.tier) == (2, "A")
    assert latest.records[-1] == second
