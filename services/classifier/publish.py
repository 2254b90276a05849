"""Publishing: messages out, and a word when Kafka has acknowledged them all.

A message that Kafka never takes (too large for its topic) is replaced by its dead letter. Every other
failure is one of the infrastructure: it is tried again without end, and told to whoever watches readiness.
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol

import structlog
from aiokafka.errors import KafkaError, MessageSizeTooLargeError, ProducerClosed, RecordListTooLargeError

from schemas.encoding import Message

NEVER_TAKEN = (MessageSizeTooLargeError, RecordListTooLargeError)

Bury = Callable[[str], Message]
"""The dead letter to publish instead of a message, for this reason."""

log = structlog.get_logger()


class Producer(Protocol):
    """What of aiokafka's producer is used."""

    async def send(
        self, topic: str, value: bytes | None = None, key: bytes | None = None, *, headers: Any = None
    ) -> "asyncio.Future[Any]": ...


class _Batch:
    """The messages that one incoming message gave, until all are acknowledged."""

    __slots__ = ("_done", "_left", "bury")

    def __init__(self, size: int, bury: Bury, done: Callable[[], None]) -> None:
        self._left, self.bury, self._done = size, bury, done

    def acknowledged(self) -> None:
        self._left -= 1
        if self._left == 0:
            self._done()


class Publisher:
    """Sends through one producer; `troubled` hears why nothing goes through, and None when it does again."""

    def __init__(
        self, producer: Producer, troubled: Callable[[str | None], None] = lambda _: None, *, pause_s: float = 1.0
    ) -> None:
        self._producer = producer
        self._troubled = troubled
        self._trouble = False
        self._pause_s = pause_s
        self._repeats: set[asyncio.Task[None]] = set()

    async def publish(self, messages: Sequence[Message], bury: Bury, done: Callable[[], None]) -> None:
        """Hand messages over, waiting only for room in the buffer; `done` is called once all are acknowledged."""
        batch = _Batch(len(messages), bury, done)
        for message in messages:
            await self._send(message, batch)

    async def deliver(self, messages: Sequence[Message], bury: Bury) -> None:
        """Publish and wait until all are acknowledged."""
        acknowledged = asyncio.Event()
        await self.publish(messages, bury, acknowledged.set)
        await acknowledged.wait()

    async def _send(self, message: Message, batch: _Batch) -> None:
        try:
            future = await self._producer.send(message.topic, message.value, message.key, headers=message.headers)
        except KafkaError as error:
            self._failed(error, message, batch)
        else:
            future.add_done_callback(partial(self._ended, message, batch))

    def _ended(self, message: Message, batch: _Batch, future: "asyncio.Future[Any]") -> None:
        error = asyncio.CancelledError() if future.cancelled() else future.exception()
        if error is not None:
            return self._failed(error, message, batch)
        if self._trouble:
            self._trouble = False
            self._troubled(None)
        return batch.acknowledged()

    def _failed(self, error: BaseException, message: Message, batch: _Batch) -> None:
        if isinstance(error, ProducerClosed | asyncio.CancelledError):
            return  # the process is ending: what is not acknowledged comes again at its next start
        task = asyncio.ensure_future(self._again(error, message, batch))
        self._repeats.add(task)
        task.add_done_callback(self._repeats.discard)

    async def _again(self, error: BaseException, message: Message, batch: _Batch) -> None:
        words = f"{message.topic}: {type(error).__name__}: {error}"
        instead = batch.bury(f"not taken: {words}") if isinstance(error, NEVER_TAKEN) else message
        if instead.topic == message.topic:
            self._trouble = True
            self._troubled(words)
            log.warning("publish.failed", error=words, again_in_s=self._pause_s)
            await asyncio.sleep(self._pause_s)
        await self._send(instead, batch)
