"""The way to Kafka: a record counts as published when its acknowledgement is there, and not before.

    article -> encode -> hand over -> wait for the acknowledgement

While acknowledgements stay away, `flowing` is not set and nothing new is polled: what is not fetched
need not be kept.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable

from schemas.article import Article
from schemas.deadletter import DeadLetter
from schemas.encoding import Message, encode
from schemas.topics import ARTICLES, DEADLETTERS

Deliver = Callable[[Message], Awaitable[None]]
"""Returns when Kafka has acknowledged the message, however long that takes."""


class Outlet:
    """Publishes articles and dead letters. `on_change` hears when Kafka stops and goes on acknowledging."""

    def __init__(
        self,
        deliver: Deliver,
        *,
        prefix: str = "",
        patience_s: float = 5.0,
        on_change: Callable[[bool], None] | None = None,
    ) -> None:
        self._deliver = deliver
        self._prefix = prefix
        self._patience_s = patience_s
        self._on_change = on_change or (lambda flowing: None)
        self._late: set[object] = set()
        self.flowing = asyncio.Event()
        self.flowing.set()

    async def publish(self, article: Article) -> None:
        """Publish an article; returns when it is acknowledged."""
        message = encode(
            ARTICLES, article, key=article.id, source=article.source, traceparent=trace_of(article), prefix=self._prefix
        )
        await self._delivered(message)

    async def bury(self, letter: DeadLetter, source: str) -> None:
        """Publish a dead letter; returns when it is acknowledged."""
        await self._delivered(encode(DEADLETTERS, letter, key=source, source=source, prefix=self._prefix))

    async def _delivered(self, message: Message) -> None:
        token = object()
        timer = asyncio.get_running_loop().call_later(self._patience_s, self._stall, token)
        try:
            await self._deliver(message)
        finally:
            timer.cancel()
            self._late.discard(token)
            self._flow()

    def _stall(self, token: object) -> None:
        self._late.add(token)
        if self.flowing.is_set():
            self.flowing.clear()
            self._on_change(False)

    def _flow(self) -> None:
        if not self._late and not self.flowing.is_set():
            self.flowing.set()
            self._on_change(True)


def trace_of(article: Article) -> str:
    """A W3C traceparent that is the version's own, so that a repeat is in the same trace."""
    digest = hashlib.sha256(f"{article.id}\n{article.digest}".encode()).hexdigest()
    return f"00-{digest[:32]}-{digest[32:48]}-01"
