"""The way to Kafka: what goes there, and what happens while it does not acknowledge."""

import asyncio

from schemas.encoding import Message, decode, header
from schemas.topics import ARTICLES
from services.fetcher.article import draft
from services.fetcher.outlet import Outlet, trace_of
from services.fetcher.parse.document import Entry
from tests.fetcher.build import NOW, arrival

ARTICLE = draft(Entry(headline="Envoys meet", published=NOW), "id-1", arrival())


class Kafka:
    """Acknowledges when it is up."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.up = asyncio.Event()

    async def __call__(self, message: Message) -> None:
        self.messages.append(message)
        await self.up.wait()


async def test_an_article_goes_under_its_id_with_its_headers() -> None:
    kafka = Kafka()
    kafka.up.set()
    await Outlet(kafka, prefix="test-").publish(ARTICLE)
    (message,) = kafka.messages
    assert (message.topic, message.key, decode(ARTICLES, message.value)) == ("test-wire.articles", b"id-1", ARTICLE)
    assert header(message.headers, "schema") == "article/1"
    assert header(message.headers, "source") == "wire"
    assert header(message.headers, "traceparent") == trace_of(ARTICLE)


async def test_acknowledgements_that_stay_away_stop_the_flow_until_they_come() -> None:
    changes: list[bool] = []
    kafka = Kafka()
    outlet = Outlet(kafka, patience_s=0.01, on_change=changes.append)
    publications = [asyncio.create_task(outlet.publish(ARTICLE)) for _ in range(3)]
    async with asyncio.timeout(5):
        while outlet.flowing.is_set():
            await asyncio.sleep(0.001)
    assert not any(publication.done() for publication in publications)
    kafka.up.set()
    await asyncio.gather(*publications)
    assert (outlet.flowing.is_set(), changes) == (True, [False, True])


async def test_a_publication_that_is_given_up_does_not_hold_the_flow() -> None:
    outlet = Outlet(Kafka(), patience_s=0.01)
    publication = asyncio.create_task(outlet.publish(ARTICLE))
    async with asyncio.timeout(5):
        while outlet.flowing.is_set():
            await asyncio.sleep(0.001)
    publication.cancel()
    async with asyncio.timeout(5):
        await outlet.flowing.wait()
