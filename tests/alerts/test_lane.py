"""Lanes on real HTTP: each endpoint for itself."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from services.alerts.lane.courier import Courier
from services.alerts.lane.lane import Lane, Watch
from services.alerts.lane.names import resolve_apart
from services.alerts.lane.post import Post
from services.alerts.outbox.outbox import Outbox
from services.alerts.outbox.terms import Position, Terms
from services.alerts.outgoing import Ended, Outgoing, Parcel
from services.alerts.slack.courier import slack_courier
from services.alerts.webhook.courier import webhook_courier
from services.alerts.webhook.sign import signing_key
from services.runtime.egress import Networks, Refused, guarded_client
from tests.alerts.builders import SECRET, to_archive, to_desk
from tests.alerts.receivers import Receiver, hangs, receiving, says, trickles, until

LOOPBACK = Networks.of(["127.0.0.0/8"])
AT = Position("c", "korea.signals", {0: 1})


@pytest.fixture
async def outbox(tmp_path: Path) -> AsyncIterator[Outbox]:
    box = Outbox(tmp_path / "outbox.sqlite")
    await box.open()
    yield box
    await box.close()


@asynccontextmanager
async def running(
    box: Outbox, name: str, courier: Courier, *, total_s: float = 0.5, networks: Networks = LOOPBACK
) -> AsyncIterator[Lane]:
    """A lane as the service runs it, but more impatient."""
    client = guarded_client(networks, timeout=15.0, resolver=resolve_apart)
    terms = Terms(name, for_people=courier.for_people, rest_s=0.3, max_age_s=21600.0, page=100)
    nobody = Watch(attempted=lambda _endpoint, _verdict: None, outbox=lambda _ok, _reason: None)
    lane = Lane(terms, courier, box, Post(client, Refused, total_s), time.time, nobody)
    task = asyncio.create_task(lane.run(await box.open_lane(name, "f")))
    try:
        yield lane
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await client.aclose()


def webhook(receiver: Receiver) -> Courier:
    return webhook_courier(receiver.url, signing_key(SECRET), "KoreaDesk/test")


def slack(receiver: Receiver) -> Courier:
    return slack_courier(receiver.url, "KoreaDesk/test")


def fresh(delivery: Outgoing, **changes: object) -> Outgoing:
    """The same, routed now."""
    now = time.time()
    times = {"routed_at": now, "due": now, "aged_from": now, "published_at": now}
    return replace(delivery, **{**times, **changes})  # type: ignore[arg-type]


def for_endpoint(name: str, count: int) -> list[Outgoing]:
    return [
        fresh(to_archive(number), id=f"msg_{name}_{number}", endpoint=name, key=f"sig_{number}")
        for number in range(count)
    ]


async def ends(box: Outbox, count: int = 1, deadline_s: float = 10.0) -> Sequence[Ended]:
    """The first ends, when there are as many."""
    async with asyncio.timeout(deadline_s):
        while len(found := await box.unrecorded(1000)) < count:
            await asyncio.sleep(0.01)
    return found


async def test_a_delivery_arrives_and_ends_as_delivered(outbox: Outbox) -> None:
    async with receiving() as receiver, running(outbox, "archive", webhook(receiver)) as lane:
        await outbox.admit([fresh(to_archive())], AT)
        lane.wake()
        (end,) = await ends(outbox)
    assert (end.outcome, end.status, end.attempts, receiver.ids) == ("delivered", 200, 1, [end.id])


async def test_a_hanging_endpoint_costs_the_others_nothing(outbox: Outbox) -> None:
    async with receiving(hangs) as dead, receiving() as healthy:
        async with (
            running(outbox, "dead", webhook(dead), total_s=15.0) as dead_lane,
            running(outbox, "healthy", webhook(healthy)) as lane,
        ):
            await outbox.admit(for_endpoint("dead", 50), AT)
            dead_lane.wake()
            await until(lambda: len(dead.arrived) == 4)
            started = time.monotonic()
            await outbox.admit(for_endpoint("healthy", 100), AT)
            lane.wake()
            await until(lambda: len(healthy.arrived) == 100)
            assert time.monotonic() - started < 5.0
        assert len(dead.arrived) == 4


async def seconds_for_the_healthy(box: Outbox, run: str, first: Receiver, others: Receiver) -> float:
    """Twenty deliveries each for eight lanes: how long the seven take that go to `others`."""
    names = [f"{run}-{number}" for number in range(8)]
    async with AsyncExitStack() as stack:
        lanes = [
            await stack.enter_async_context(running(box, name, webhook(others if number else first), total_s=15.0))
            for number, name in enumerate(names)
        ]
        started = time.monotonic()
        await box.admit([it for name in names for it in for_endpoint(name, 20)], AT)
        for lane in lanes:
            lane.wake()
        await until(lambda: len(others.arrived) >= 140, 30.0)
        return time.monotonic() - started


@pytest.mark.fault
async def test_one_dead_lane_among_many_leaves_their_delay_as_it_was(outbox: Outbox) -> None:
    async with receiving() as first, receiving() as others:
        healthy = await seconds_for_the_healthy(outbox, "all-well", first, others)
    async with receiving(hangs) as first, receiving() as others:
        beside_a_dead_one = await seconds_for_the_healthy(outbox, "one-dead", first, others)
    assert beside_a_dead_one < max(2 * healthy, 3.0)


async def test_retry_after_is_never_violated_by_any_request_of_the_lane(outbox: Outbox) -> None:
    slow = says(429, 200, headers={"Retry-After": "1"})
    async with receiving(slow) as receiver, running(outbox, "archive", webhook(receiver)) as lane:
        await outbox.admit([fresh(to_archive(1))], AT)
        lane.wake()
        await until(lambda: len(receiver.arrived) == 1)
        await outbox.admit([fresh(to_archive(2)), fresh(to_archive(3))], AT)
        lane.wake()
        await until(lambda: len(receiver.arrived) == 3)
    assert receiver.arrived[1].at - receiver.arrived[0].at >= 1.0


async def test_retry_after_outlives_the_process(outbox: Outbox) -> None:
    slow = says(503, 200, headers={"Retry-After": "1"})
    async with receiving(slow) as receiver:
        async with running(outbox, "archive", webhook(receiver)) as lane:
            await outbox.admit([fresh(to_archive(1))], AT)
            lane.wake()
            await until(lambda: len(receiver.arrived) == 1)
            async with asyncio.timeout(5):
                while (await outbox.open_lane("archive", "f")).breaker.failures == 0:
                    await asyncio.sleep(0.01)
        await outbox.admit([fresh(to_archive(2))], AT)
        async with running(outbox, "archive", webhook(receiver)):
            await until(lambda: len(receiver.arrived) == 2)
    assert receiver.arrived[1].at - receiver.arrived[0].at >= 1.0


async def test_a_repeat_has_the_same_id_and_body_and_a_signature_of_its_own(outbox: Outbox) -> None:
    async with receiving(says(500, 200)) as receiver, running(outbox, "archive", webhook(receiver)) as lane:
        await outbox.admit([fresh(to_archive())], AT)
        lane.wake()
        (end,) = await ends(outbox, deadline_s=15.0)
    first, second = receiver.arrived
    assert (first.id, first.body) == (second.id, second.body)
    assert (end.attempts, end.outcome) == (2, "delivered")
    assert second.at - first.at >= 4.0


async def test_410_disables_the_endpoint_and_nothing_is_sent_any_more(outbox: Outbox) -> None:
    async with receiving(says(410)) as receiver, running(outbox, "archive", webhook(receiver)) as lane:
        await outbox.admit([fresh(to_archive(1))], AT)
        lane.wake()
        await ends(outbox, 1)
        await outbox.admit([fresh(to_archive(2)), fresh(to_archive(3))], AT)
        lane.wake()
        found = await ends(outbox, 3)
    assert [it.outcome for it in found] == ["disabled"] * 3
    assert len(receiver.arrived) == 1


async def test_a_redirect_is_not_followed(outbox: Outbox) -> None:
    async with receiving() as elsewhere:
        astray = says(302, headers={"Location": elsewhere.url})
        async with receiving(astray) as receiver, running(outbox, "archive", webhook(receiver)) as lane:
            await outbox.admit([fresh(to_archive())], AT)
            lane.wake()
            await until(lambda: len(receiver.arrived) == 1)
            async with asyncio.timeout(5):
                while (await outbox.open_lane("archive", "f")).breaker.failures == 0:
                    await asyncio.sleep(0.01)
        assert elsewhere.arrived == []


async def test_an_address_that_is_not_allowed_is_never_dialled(outbox: Outbox) -> None:
    async with receiving() as receiver:
        post = Post(guarded_client(Networks(), resolver=resolve_apart), Refused, 2.0)
        answer = await post(webhook(receiver).render(Parcel("k", (to_archive(),)), time.time()))
        await post.close()
    assert answer.error is not None
    assert answer.error.startswith("not allowed: 127.0.0.1")
    assert receiver.arrived == []


async def test_a_body_that_trickles_does_not_hold_a_lane_and_the_status_counts(outbox: Outbox) -> None:
    async with receiving(trickles) as receiver, running(outbox, "archive", webhook(receiver), total_s=15.0) as lane:
        await outbox.admit([fresh(to_archive())], AT)
        lane.wake()
        (end,) = await ends(outbox)
    assert (end.outcome, end.attempts) == ("delivered", 1)


async def test_slack_gets_at_most_one_message_a_second(outbox: Outbox) -> None:
    async with receiving() as receiver, running(outbox, "desk", slack(receiver)) as lane:
        await outbox.admit([fresh(to_desk(n), key=f"story-{n}", story=f"story-{n}") for n in range(4)], AT)
        lane.wake()
        await until(lambda: len(receiver.arrived) == 4)
    assert all(later.at - earlier.at >= 0.95 for earlier, later in pairwise(receiver.arrived))


async def test_the_claims_of_a_story_are_one_slack_message_and_a_delivery_each(outbox: Outbox) -> None:
    async with receiving() as receiver, running(outbox, "desk", slack(receiver)) as lane:
        await outbox.admit([fresh(to_desk(number)) for number in (1, 2, 3)], AT)
        lane.wake()
        found = await ends(outbox, 3)
    assert len(receiver.arrived) == 1
    assert {(it.outcome, it.message_id) for it in found} == {("delivered", found[0].message_id)}


async def test_what_slack_refuses_comes_once_more_as_plain_text(outbox: Outbox) -> None:
    fussy = says(400, 200, text="invalid_blocks")
    async with receiving(fussy) as receiver, running(outbox, "desk", slack(receiver)) as lane:
        await outbox.admit([fresh(to_desk())], AT)
        lane.wake()
        (end,) = await ends(outbox)
    assert (end.outcome, end.attempts) == ("delivered", 2)
    assert b'"blocks"' in receiver.arrived[0].body
    assert b'"blocks"' not in receiver.arrived[1].body


async def test_a_parcel_that_cannot_be_rendered_is_refused_and_the_next_one_leaves(outbox: Outbox) -> None:
    async with receiving() as receiver, running(outbox, "archive", webhook(receiver)) as lane:
        await outbox.admit([fresh(to_archive(1), value=b"no signal"), fresh(to_archive(2))], AT)
        lane.wake()
        found = {it.signal_id: it for it in await ends(outbox, 2)}
    assert found["sig_1"].outcome == "refused"
    assert found["sig_1"].error == "could not be rendered: ValidationError"
    assert found["sig_2"].outcome == "delivered"


async def test_an_unreachable_endpoint_is_probed_less_and_less(outbox: Outbox) -> None:
    async with receiving(says(500)) as receiver, running(outbox, "archive", webhook(receiver)) as lane:
        await outbox.admit([fresh(to_archive(number)) for number in range(40)], AT)
        lane.wake()
        await until(lambda: len(receiver.arrived) >= 4)
        async with asyncio.timeout(5):
            while (await outbox.open_lane("archive", "f")).breaker.failures < 4:
                await asyncio.sleep(0.01)
    assert len(receiver.arrived) <= 8
    assert len(await outbox.unrecorded(100)) == 0
