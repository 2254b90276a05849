import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from services.alerts.lane.attempt import Reading, Verdict
from services.alerts.lane.breaker import Breaker
from services.alerts.lane.conclude import Attempted, Conclusion, conclude
from services.alerts.outbox.journal import Unkept
from services.alerts.outbox.outbox import Outbox
from services.alerts.outbox.terms import Position, Terms
from services.alerts.outgoing import Parcel
from services.alerts.positions import starting_offsets
from services.alerts.route import Told
from tests.alerts.builders import NOW, an_article, to_archive, to_desk

START = NOW.timestamp()
ARCHIVE = Terms("archive", for_people=False, rest_s=300.0, max_age_s=21600.0, page=100)
DESK = Terms("desk", for_people=True, rest_s=300.0, max_age_s=21600.0, page=10000)
OLD = an_article(backfill=True)
NOTHING: Any = None
"""What the table refuses."""


@pytest.fixture
async def outbox(tmp_path: Path) -> AsyncIterator[Outbox]:
    box = Outbox(tmp_path / "outbox.sqlite")
    await box.open()
    await box.open_lane("archive", "f")
    await box.open_lane("desk", "f")
    yield box
    await box.close()


def position(offset: int = 1, cluster: str = "c1") -> Position:
    return Position(cluster, "korea.signals", {0: offset})


def ended(
    parcel: Parcel, verdict: Verdict = Verdict.DELIVERED, *, at: float = START, breaker: Breaker | None = None
) -> Conclusion:
    return conclude(
        parcel, Attempted(200, Reading(verdict, "why"), None, at, 0.5), breaker or Breaker(), has_plain_form=False
    )


async def take(box: Outbox, terms: Terms, at: float, busy: frozenset[str] = frozenset()) -> list[Parcel]:
    return await box.take(terms, busy, 10, at)


async def deliver(box: Outbox, terms: Terms, at: float, verdict: Verdict = Verdict.DELIVERED) -> list[Parcel]:
    parcels = await take(box, terms, at)
    for parcel in parcels:
        await box.conclude(parcel, ended(parcel, verdict, at=at), at)
    return parcels


def ids(parcels: list[Parcel]) -> list[list[str]]:
    return [[delivery.signal_id for delivery in parcel.deliveries] for parcel in parcels]


async def test_deliveries_and_offsets_are_kept_together_or_not_at_all(outbox: Outbox) -> None:
    broken = replace(to_archive(2), value=NOTHING)
    with pytest.raises(Unkept):
        await outbox.admit([to_archive(1), broken], position(7))
    assert await outbox.position("c1", "korea.signals") is None
    assert await take(outbox, ARCHIVE, START) == []


async def test_a_repeat_of_a_batch_adds_nothing_and_rings_nobody_again(outbox: Outbox) -> None:
    assert await outbox.admit([to_archive()], position()) == 1
    await deliver(outbox, ARCHIVE, START)
    assert await outbox.admit([to_archive()], position()) == 0
    assert await take(outbox, ARCHIVE, START) == []


async def test_what_was_kept_is_there_after_a_crash(tmp_path: Path) -> None:
    file = tmp_path / "outbox.sqlite"
    first = Outbox(file)
    await first.open()
    await first.admit([to_archive()], position(5))
    survivor = Outbox(file)  # the first one is never closed, as after kill -9
    await survivor.open()
    assert ids(await take(survivor, ARCHIVE, START)) == [["sig_1"]]
    assert await survivor.position("c1", "korea.signals") == {0: 5}
    await survivor.close()
    await first.close()


async def test_a_crash_between_answer_and_note_repeats_the_request_under_the_same_id(outbox: Outbox) -> None:
    await outbox.admit([to_archive()], position())
    (sent,) = await take(outbox, ARCHIVE, START)
    (again,) = await take(outbox, ARCHIVE, START + 1)
    assert again.message_id == sent.message_id


async def test_positions_belong_to_their_cluster(outbox: Outbox) -> None:
    await outbox.admit([], position(9, "c1"))
    assert await outbox.position("c2", "korea.signals") is None
    assert await outbox.position("c1", "korea.signals") == {0: 9}


def test_reading_begins_at_the_later_of_own_and_committed_on_the_same_cluster_else_at_the_earliest() -> None:
    assert starting_offsets([0, 1, 2], {0: 5, 1: 3}, {0: 4, 1: 6}) == {0: 5, 1: 6, 2: None}
    assert starting_offsets([0, 1], None, {0: 4, 1: 6}) == {0: None, 1: None}


async def test_a_machine_gets_one_request_a_revision_and_those_of_one_event_in_turn(outbox: Outbox) -> None:
    second = to_archive(1, revision=2, reason="corroborated")
    await outbox.admit([to_archive(1), second, to_archive(2)], position())
    first_round = await take(outbox, ARCHIVE, START)
    assert ids(first_round) == [["sig_1"], ["sig_2"]]
    assert await take(outbox, ARCHIVE, START, frozenset({"sig_1", "sig_2"})) == []
    await outbox.conclude(first_round[0], ended(first_round[0]), START)
    (later,) = await take(outbox, ARCHIVE, START, frozenset({"sig_2"}))
    assert [delivery.revision for delivery in later.deliveries] == [2]


async def test_claims_of_a_story_leave_together_after_group_wait(outbox: Outbox) -> None:
    await outbox.admit([to_desk(1), to_desk(2), to_desk(3)], position())
    assert await take(outbox, DESK, START + 0.9) == []
    assert await outbox.next_due(DESK) == START + 1
    assert ids(await take(outbox, DESK, START + 1)) == [["sig_1", "sig_2", "sig_3"]]


async def test_later_reports_of_a_story_are_gathered_for_group_interval(outbox: Outbox) -> None:
    await outbox.admit([to_desk(1)], position())
    await deliver(outbox, DESK, START + 1)
    await outbox.admit([to_desk(2), to_desk(3)], position(2))
    assert await take(outbox, DESK, START + 300) == []
    assert await outbox.next_due(DESK) == START + 301
    assert ids(await take(outbox, DESK, START + 301)) == [["sig_2", "sig_3"]]


async def test_another_story_does_not_wait_for_the_first(outbox: Outbox) -> None:
    await outbox.admit([to_desk(1)], position())
    await deliver(outbox, DESK, START + 1)
    await outbox.admit([to_desk(2, article=an_article(id="article-2"))], position(2))
    assert ids(await take(outbox, DESK, START + 2)) == [["sig_2"]]


async def test_what_is_taken_back_is_told_at_once_with_all_that_waits(outbox: Outbox) -> None:
    await outbox.admit([to_desk(1)], position())
    await deliver(outbox, DESK, START + 1)
    await outbox.admit([to_desk(2)], position(2))
    withdrawn = replace(to_desk(1), id="msg_w", revision=2, urgent=True)
    await outbox.admit([withdrawn], position(3))
    assert ids(await take(outbox, DESK, START + 2)) == [["sig_2", "sig_1"]]


async def test_what_is_too_old_leaves_in_one_digest_after_group_interval(outbox: Outbox) -> None:
    await outbox.admit([to_desk(number, article=OLD) for number in (1, 2, 3)], position())
    assert await take(outbox, DESK, START + 299) == []
    (digest,) = await deliver(outbox, DESK, START + 300)
    assert digest.digest
    assert ids([digest]) == [["sig_1", "sig_2", "sig_3"]]
    assert {it.outcome for it in await outbox.unrecorded(10)} == {"digested"}


async def test_a_repeat_of_a_digest_is_the_same_digest_whatever_came_meanwhile(outbox: Outbox) -> None:
    await outbox.admit([to_archive(1, article=OLD)], position())
    (first,) = await take(outbox, ARCHIVE, START + 300)
    await outbox.admit([to_archive(2, article=OLD)], position(2))
    again, other = await take(outbox, ARCHIVE, START + 301)
    assert (again.message_id, ids([again, other])) == (first.message_id, [["sig_1"], ["sig_2"]])


async def test_a_digest_for_machines_comes_in_pages(outbox: Outbox) -> None:
    small = Terms("archive", for_people=False, rest_s=300.0, max_age_s=21600.0, page=2)
    await outbox.admit([to_archive(number, article=OLD) for number in range(5)], position())
    pages = [await deliver(outbox, small, START + 300) for _ in range(3)]
    assert [len(parcel.deliveries) for page in pages for parcel in page] == [2, 2, 1]


async def test_what_grew_old_while_it_waited_for_people_goes_into_the_digest(outbox: Outbox) -> None:
    await outbox.admit([to_desk(1)], position())
    await deliver(outbox, DESK, START + 1, Verdict.RETRY)
    seven_hours = START + 7 * 3600
    assert await take(outbox, DESK, seven_hours) == []
    (digest,) = await take(outbox, DESK, seven_hours + 300)
    assert digest.digest


async def test_a_machine_is_tried_for_days_and_then_it_expires_in_the_open(outbox: Outbox) -> None:
    await outbox.admit([to_archive(1)], position())
    at, attempts = START, 0
    while (due := await outbox.next_due(ARCHIVE)) is not None:
        at = max(at, due)
        attempts += len(await deliver(outbox, ARCHIVE, at, Verdict.RETRY))
    (end,) = await outbox.unrecorded(10)
    assert (end.outcome, end.attempts, end.error) == ("expired", attempts, "why")
    assert attempts >= 10
    assert 3 * 86400 < at - START < 5 * 86400


async def test_what_was_never_tried_expires_too(outbox: Outbox) -> None:
    await outbox.admit([to_archive(1)], position())
    assert await take(outbox, ARCHIVE, START + 5 * 86400 + 1) == []
    assert [it.outcome for it in await outbox.unrecorded(10)] == ["expired"]


async def test_a_disabled_endpoint_ends_what_waits_and_what_comes_and_no_other_endpoint(outbox: Outbox) -> None:
    await outbox.admit([to_archive(1), to_archive(2), to_desk(3)], position())
    gone = (await take(outbox, ARCHIVE, START))[0]
    await outbox.conclude(gone, ended(gone, Verdict.GONE), START)
    await outbox.admit([to_archive(4)], position(2))
    ends = await outbox.unrecorded(10)
    assert sorted((it.signal_id, it.outcome, it.error) for it in ends) == [
        ("sig_1", "disabled", "why"),
        ("sig_2", "disabled", "why"),
        ("sig_4", "disabled", "why"),
    ]
    assert ids(await take(outbox, DESK, START + 1)) == [["sig_3"]]


async def test_a_disabled_endpoint_stays_so_until_it_is_mended_or_enabled(outbox: Outbox) -> None:
    await outbox.admit([to_archive(1)], position())
    await deliver(outbox, ARCHIVE, START, Verdict.GONE)
    assert (await outbox.open_lane("archive", "f")).disabled_for == "why"
    assert await outbox.enable("archive")
    assert (await outbox.open_lane("archive", "f")).disabled_for is None
    assert not await outbox.enable("no-such-endpoint")
    await outbox.admit([to_archive(2)], position())
    await deliver(outbox, ARCHIVE, START, Verdict.GONE)
    assert (await outbox.open_lane("archive", "another URL")).disabled_for is None


async def test_the_breaker_is_remembered_over_a_restart(outbox: Outbox) -> None:
    await outbox.admit([to_archive(1)], position())
    (parcel,) = await take(outbox, ARCHIVE, START)
    slow = Attempted(429, Reading(Verdict.SLOW, "slow"), 30.0, START, 0.5)
    await outbox.conclude(parcel, conclude(parcel, slow, Breaker(), has_plain_form=False), START)
    assert (await outbox.open_lane("archive", "f")).breaker == Breaker(1, START + 30.0)


async def test_when_an_endpoint_recovers_what_waits_for_its_retry_is_due(outbox: Outbox) -> None:
    await outbox.admit([to_archive(1), to_archive(2)], position())
    for parcel in await take(outbox, ARCHIVE, START):
        for _ in range(2):
            await outbox.conclude(parcel, ended(parcel, Verdict.RETRY, breaker=Breaker(3)), START)
    await outbox.admit([to_archive(3)], position(2))
    (probe,) = await take(outbox, ARCHIVE, START + 1)
    await outbox.conclude(probe, ended(probe, breaker=Breaker(3), at=START + 1), START + 1)
    assert ids(await take(outbox, ARCHIVE, START + 1)) == [["sig_1"], ["sig_2"]]


async def test_who_was_told_is_remembered_with_story_and_subscriptions(outbox: Outbox) -> None:
    await outbox.admit([to_archive(1), to_desk(1), to_archive(2)], position())
    await deliver(outbox, DESK, START + 1)
    told = await outbox.told(["sig_1"])
    why = Told("article-1", ("off-script",))
    assert told == {"sig_1": {"archive": why, "desk": why}}


async def test_who_refused_was_not_told(outbox: Outbox) -> None:
    await outbox.admit([to_archive(1)], position())
    await deliver(outbox, ARCHIVE, START, Verdict.REFUSED)
    assert await outbox.told(["sig_1"]) == {}


async def test_ends_stay_unrecorded_until_kafka_has_them_and_are_forgotten_only_after(outbox: Outbox) -> None:
    await outbox.admit([to_archive(1)], position())
    await deliver(outbox, ARCHIVE, START)
    assert await outbox.forget(START + 1) == 0
    (end,) = await outbox.unrecorded(10)
    assert (end.outcome, end.attempts, end.subscriptions) == ("delivered", 1, ("off-script",))
    await outbox.recorded([end.id])
    assert await outbox.unrecorded(10) == []
    assert await outbox.forget(START + 1) == 1


async def test_what_waits_for_an_endpoint_that_is_subscribed_no_more_ends_in_the_open(outbox: Outbox) -> None:
    await outbox.admit([to_archive(1), to_desk(1)], position())
    assert await outbox.drop_endpoints_but(["desk"], START) == 1
    assert [(it.endpoint, it.outcome) for it in await outbox.unrecorded(10)] == [("archive", "disabled")]
    assert (await outbox.waiting()).keys() == {"desk"}


async def test_one_piece_of_work_that_fails_takes_no_other_with_it(outbox: Outbox) -> None:
    broken = replace(to_archive(2), value=NOTHING)
    results = await asyncio.gather(
        outbox.admit([to_archive(1)], position(1)),
        outbox.admit([broken], position(2)),
        outbox.admit([to_archive(3)], position(3)),
        return_exceptions=True,
    )
    assert [results[0], results[2]] == [1, 1]
    assert isinstance(results[1], Unkept)
    assert await outbox.position("c1", "korea.signals") == {0: 3}
