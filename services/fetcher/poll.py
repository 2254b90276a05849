"""One poll of one source, from the request to the state that is written.

    request -> answer -> verdict -> document -> feed -> what is new -> Kafka's acknowledgement -> state

The state is written last. A crash anywhere before it means that the same is published again, under
the same ids and digests.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from schemas.article import Article
from schemas.deadletter import DeadLetter, bury
from schemas.incoming import Incoming
from schemas.record import MadeBy
from services.fetcher.answer import Answer, Verdict, freshness, judge
from services.fetcher.article import Arrival
from services.fetcher.decide import Decision, Latest, Seen, decide, named_before
from services.fetcher.fetch import Fetch
from services.fetcher.identity import identify
from services.fetcher.parse.document import Document, Feed, Unreadable
from services.fetcher.parsers import Parse
from services.fetcher.schedule import Plan, Turnover, after_failure, after_success, first_interval, jittered
from services.fetcher.sources import Source
from services.fetcher.standing import Standing, failed, request_for, succeeded

STAGE = "fetch.parse"
"""The stage that dead letters of documents name."""

_BURIED = frozenset({"bomb", "unparseable", "parse_timeout"})
_UNREAD_WEIGHT = 0.5


class Memory(Protocol):
    """What poll after poll is remembered."""

    def standing(self, source: str) -> Standing | None: ...
    def seen(self, source: str, names: Iterable[str]) -> dict[str, Seen]: ...
    def latest(self, article_ids: Iterable[str]) -> dict[str, Latest]: ...
    def commit(self, source: str, standing: Standing, decision: Decision | None, now: datetime) -> None: ...
    def buried(self, source: str, digest: str) -> bool: ...
    def remember_buried(self, source: str, digest: str, now: datetime) -> None: ...
    def pause(self, host: str, until: datetime) -> None: ...


@dataclass(frozen=True)
class Means:
    """What a poll works with. `dice` gives numbers in [0, 1)."""

    fetch: Fetch
    parse: Parse
    publish: Callable[[Article], Awaitable[None]]
    bury: Callable[[DeadLetter, str], Awaitable[None]]
    memory: Memory
    now: Callable[[], datetime]
    dice: Callable[[], float]
    max_age: timedelta
    made_by: MadeBy


@dataclass(frozen=True)
class Reading:
    """What came of a document: a feed and what is new in it, or why there is none; neither where it was unchanged."""

    digest: str
    feed: Feed | None = None
    decision: Decision | None = None
    refusal: Unreadable | None = None


@dataclass(frozen=True)
class Polled:
    """How a poll ended."""

    source: Source
    answer: Answer
    verdict: Verdict
    reading: Reading | None
    standing: Standing
    plan: Plan

    @property
    def outcome(self) -> str:
        """The verdict, or the cause for which the document could not be read."""
        refusal = self.reading.refusal if self.reading else None
        if refusal is not None:
            return refusal.cause
        unchanged = self.reading is not None and self.reading.decision is None
        return "unchanged" if unchanged else self.verdict.outcome


async def poll(source: Source, means: Means) -> Polled:
    """Poll a source once; gives how it went, when all that is new is acknowledged and remembered."""
    now = means.now()
    before = means.memory.standing(source.name) or Standing()
    answer = await means.fetch(request_for(source.url, before, now.timestamp(), means.dice()))
    verdict = judge(answer, failures=before.failures, gone_since=_moment(before.gone_since), now=now)
    reading = await _read(source, answer, before, means) if verdict.outcome == "fetched" else None
    if reading and reading.decision:
        await asyncio.gather(*(means.publish(article) for article in reading.decision.articles))
    after, plan = _afterwards(source, before, answer, verdict, reading, now)
    after = replace(after, interval=plan.interval, next_at=now.timestamp() + jittered(plan.pause, means.dice()))
    means.memory.commit(source.name, after, reading.decision if reading else None, now)
    if verdict.pause_host and verdict.wait:
        means.memory.pause(urlsplit(answer.url).hostname or "", now + timedelta(seconds=verdict.wait))
    return Polled(source, answer, verdict, reading, after, plan)


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


async def _read(source: Source, answer: Answer, before: Standing, means: Means) -> Reading:
    """Parse what has changed and decide what is new in it; what cannot be parsed is buried, once."""
    digest = hashlib.sha256(answer.body).hexdigest()
    if digest == before.body_hash:
        return Reading(digest)
    if means.memory.buried(source.name, digest):
        return Reading(digest, refusal=Unreadable("unparseable", "the same document as the one buried before"))
    document = Document(
        content=answer.body, url=answer.url, content_type=answer.headers.get("content-type"), zone=source.zone
    )
    try:
        feed = await means.parse(document)
    except Unreadable as refusal:
        if refusal.cause in _BURIED:
            await _bury(source, answer, digest, refusal, means)
        return Reading(digest, refusal=refusal)
    return Reading(digest, feed, _decide(source, feed, before.body_hash is None, means))


def _decide(source: Source, feed: Feed, first_poll: bool, means: Means) -> Decision:
    arrival = Arrival(source, feed, means.now(), means.max_age, first_poll, means.made_by)
    items = identify(feed.entries, source.name)
    seen = means.memory.seen(source.name, (name for item in items for name in item.names))
    latest = means.memory.latest({named_before(item, seen) for item in items})
    return decide(items, seen, latest, arrival)


async def _bury(source: Source, answer: Answer, digest: str, refusal: Unreadable, means: Means) -> None:
    """Keep a document that could not be parsed. It lay on no topic: its place is its source and its digest."""
    headers = [("url", answer.url.encode()), ("content-type", answer.headers.get("content-type", "").encode())]
    letter = bury(
        Incoming(f"source:{source.name}", 0, int(digest[:13], 16), source.name.encode(), answer.body, headers),
        stage=STAGE,
        reason=f"{refusal.cause}: {refusal}",
        buried_at=means.now(),
        made_by=means.made_by,
    )
    await means.bury(letter, source.name)
    means.memory.remember_buried(source.name, digest, means.now())


def _afterwards(
    source: Source, before: Standing, answer: Answer, verdict: Verdict, reading: Reading | None, now: datetime
) -> tuple[Standing, Plan]:
    """How the source stands after the poll, and when it is polled next."""
    interval = before.interval if before.interval and not source.every else first_interval(source)
    refusal = reading.refusal if reading else None
    weight = _UNREAD_WEIGHT if refusal else verdict.weight
    if weight:
        after = failed(before, weight, verdict.outcome, now.timestamp())
        return after, after_failure(source, interval, after.failures, verdict.wait)
    after = succeeded(before, answer, reading.digest if reading else None, now.timestamp())
    turnover = reading.decision.turnover if reading and reading.decision else Turnover()
    return after, after_success(source, interval, turnover, _freshness(answer, reading, now))


def _freshness(answer: Answer, reading: Reading | None, now: datetime) -> float | None:
    """How long, by its own word, asking again makes no sense: the longer of HTTP's and the feed's."""
    feed = reading.feed if reading else None
    return max(freshness(answer.headers, now) or 0.0, (feed.ttl if feed else None) or 0.0) or None
