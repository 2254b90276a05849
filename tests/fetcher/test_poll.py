"""Whole polls: a real web server, a real database, real parsers; Kafka is a list that can be broken."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from schemas.article import Article, Status
from schemas.deadletter import DeadLetter
from services.fetcher.fetch import fetcher
from services.fetcher.parse import parse as parse_here
from services.fetcher.parse.document import Document, Feed
from services.fetcher.poll import Means, Polled, poll
from services.fetcher.sources import Source
from services.fetcher.state import State
from services.runtime.egress import Networks, Refused, guarded_client
from tests.fetcher.build import MADE_BY, NOW, item, rss, source
from tests.fetcher.wire import Wire, wire


@dataclass
class Kafka:
    """Acknowledges what it is given, unless it is down or told to fail."""

    articles: list[Article] = field(default_factory=list)
    letters: list[DeadLetter] = field(default_factory=list)
    up: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: int = 0

    def __post_init__(self) -> None:
        self.up.set()

    async def publish(self, article: Article) -> None:
        self.waiting += 1
        await self.up.wait()
        self.waiting -= 1
        self.articles.append(article)

    async def bury(self, letter: DeadLetter, source: str) -> None:
        self.letters.append(letter)


async def parse(document: Document) -> Feed:
    return parse_here(document)


@dataclass
class Desk:
    """A source, what serves it, and what polls it."""

    wire: Wire
    kafka: Kafka
    means: Means
    source: Source
    now: datetime = NOW

    async def poll(self) -> Polled:
        return await poll(self.source, replace(self.means, now=lambda: self.now))

    def restarted(self, state: State) -> "Desk":
        return replace(self, means=replace(self.means, memory=state))


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    kafka = Kafka()
    with State(tmp_path / "state.sqlite") as state:
        async with wire() as server, guarded_client(Networks.of(["127.0.0.0/8"])) as client:
            means = Means(
                fetcher(client, Refused, 5.0), parse, kafka.publish, kafka.bury, state, lambda: NOW, lambda: 0.5,
                timedelta(hours=6), MADE_BY,
            )  # fmt: skip
            server.content = rss(item("1"), item("2", "Talks postponed"))
            yield Desk(server, kafka, means, source(url=server.address))


async def test_new_items_are_published_once_and_then_nothing(desk: Desk) -> None:
    first, second = await desk.poll(), await desk.poll()
    assert (first.outcome, second.outcome) == ("fetched", "not_modified")
    assert [article.headline for article in desk.kafka.articles] == ["Envoys meet in Seoul", "Talks postponed"]
    assert "if-none-match" in desk.wire.requests[1]


async def test_an_edited_item_is_published_as_a_new_version_and_the_others_are_not(desk: Desk) -> None:
    await desk.poll()
    desk.wire.content = rss(item("1", body="<p>(Corrects names) Two envoys met.</p>"), item("2", "Talks postponed"))
    polled = await desk.poll()
    edited = desk.kafka.articles[-1]
    assert (len(desk.kafka.articles), edited.version, edited.status) == (3, 2, Status.CORRECTED)
    assert polled.reading is not None
    assert polled.reading.decision is not None
    assert (polled.reading.decision.edited, polled.reading.decision.known) == (1, 1)


async def test_the_same_bytes_without_validators_are_not_parsed_again(desk: Desk) -> None:
    desk.wire.answers(body=desk.wire.content)
    await desk.poll()
    assert (await desk.poll()).outcome == "unchanged"
    assert len(desk.kafka.articles) == 2


async def test_a_restart_publishes_nothing_again(desk: Desk, tmp_path: Path) -> None:
    await desk.poll()
    desk.wire.content = rss(item("1"), item("2", "Talks postponed"), channel="<title>Renamed Wire</title>")
    with State(tmp_path / "state.sqlite") as reopened:
        assert (await desk.restarted(reopened).poll()).outcome == "fetched"
    assert len(desk.kafka.articles) == 2


class Crash(BaseException):
    """The end of the process."""


async def test_a_crash_between_acknowledgement_and_state_repeats_the_same_ids_and_digests(
    desk: Desk, tmp_path: Path
) -> None:
    class Crashing(State):
        def commit(self, *_: object) -> None:
            raise Crash

    with Crashing(tmp_path / "state.sqlite") as state, suppress(Crash):
        await desk.restarted(state).poll()
    desk.now = NOW + timedelta(minutes=5)
    await desk.poll()
    first, repeated = desk.kafka.articles[:2], desk.kafka.articles[2:]
    assert [(a.id, a.version, a.digest) for a in repeated] == [(a.id, a.version, a.digest) for a in first]


async def test_a_poll_that_is_given_up_while_kafka_is_down_leaves_no_trace(desk: Desk) -> None:
    desk.kafka.up.clear()
    given_up = asyncio.create_task(desk.poll())
    async with asyncio.timeout(5):
        while desk.kafka.waiting < 2:
            await asyncio.sleep(0)
            await asyncio.wait([given_up], timeout=0.01)
    given_up.cancel()
    with suppress(asyncio.CancelledError):
        await given_up
    assert (desk.kafka.articles, desk.means.memory.standing("wire")) == ([], None)
    desk.kafka.up.set()
    await desk.poll()
    assert len(desk.kafka.articles) == 2


async def test_old_items_of_a_first_poll_are_backfill(desk: Desk) -> None:
    desk.wire.content = rss(item("1", published=NOW - timedelta(hours=7)), item("2"), item("3", published=None))
    await desk.poll()
    assert {article.url or article.published_from: article.backfill for article in desk.kafka.articles}["fetched"]
    assert sorted(article.backfill for article in desk.kafka.articles) == [False, True, True]
    desk.wire.content = rss(item("4", published=None))
    await desk.poll()
    assert desk.kafka.articles[-1].backfill is False


async def test_a_document_that_cannot_be_parsed_is_buried_once_with_its_bytes(desk: Desk) -> None:
    desk.wire.answers(body=b"<rss><channel><it", content_type="text/xml")
    first, second = await desk.poll(), await desk.poll()
    (letter,) = desk.kafka.letters
    assert (letter.value, letter.stage, letter.topic) == (b"<rss><channel><it", "fetch.parse", "source:wire")
    assert dict(letter.headers)["content-type"] == b"text/xml"
    assert (first.outcome, second.outcome) == ("unparseable", "unparseable")
    assert second.standing.failures == 1.0
    desk.wire.answers(body=b"<rss><channel><ite")
    await desk.poll()
    assert len(desk.kafka.letters) == 2


async def test_a_log_in_page_is_a_failure_that_forgets_nothing(desk: Desk) -> None:
    before = (await desk.poll()).standing
    desk.wire.respond, honest = None, desk.wire.content
    desk.wire.content = b"<html>log in</html>"
    polled = await desk.poll()
    assert (polled.outcome, polled.standing.etag, desk.kafka.letters) == ("not_a_feed", before.etag, [])
    desk.wire.content = honest
    assert (await desk.poll()).outcome == "not_modified"
    assert len(desk.kafka.articles) == 2


async def test_too_many_requests_pause_the_host(desk: Desk) -> None:
    desk.wire.answers(429, retry_after="1800")
    polled = await desk.poll()
    assert (polled.outcome, polled.plan.pause) == ("rate_limited", 1800)
    assert isinstance(desk.means.memory, State)
    assert desk.means.memory.paused_until("127.0.0.1") == NOW + timedelta(seconds=1800)


async def test_failures_add_up_and_a_success_forgets_them(desk: Desk) -> None:
    desk.wire.answers(500)
    assert [(await desk.poll()).standing.failures for _ in range(3)] == [0.5, 1.0, 1.5]
    desk.wire.respond = None
    assert (await desk.poll()).standing.failures == 0


async def test_validators_that_lie_are_found_out_and_left_out(desk: Desk) -> None:
    desk.wire.answers(body=rss(item("1")), etag='"always"')
    await desk.poll()
    desk.wire.answers(body=rss(item("1"), item("2")), etag='"always"')
    desk.now = NOW + timedelta(minutes=10)
    await desk.poll()
    await desk.poll()
    assert ["if-none-match" in request for request in desk.wire.requests] == [False, True, False]
    assert len(desk.kafka.articles) == 2


async def test_the_time_of_the_next_poll_is_remembered(desk: Desk) -> None:
    polled = await desk.poll()
    assert polled.standing.next_at == pytest.approx(NOW.timestamp() + polled.plan.pause)
    stored = desk.means.memory.standing("wire")
    assert stored == polled.standing
