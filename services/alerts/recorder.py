"""The recorder: every delivery that has ended goes on `korea.deliveries`, and is noted when Kafka has it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Protocol

import structlog

from schemas.delivery import Delivery
from schemas.encoding import Message, encode
from schemas.record import MadeBy
from schemas.topics import DELIVERIES
from services.alerts.outgoing import Ended

log = structlog.get_logger()

BATCH = 200
REST_S = 0.2

Send = Callable[[Message], Awaitable[None]]
"""Returns when Kafka has acknowledged."""


class Records(Protocol):
    """The part of the outbox that the recorder needs."""

    async def unrecorded(self, limit: int) -> list[Ended]: ...
    async def recorded(self, ids: Sequence[str]) -> None: ...


def delivery_of(ended: Ended, made_by: MadeBy) -> Delivery:
    """The record of a delivery that has ended."""
    return Delivery(
        id=ended.id,
        endpoint=ended.endpoint,
        signal_id=ended.signal_id,
        revision=ended.revision,
        subscriptions=ended.subscriptions,
        outcome=ended.outcome,
        attempts=ended.attempts,
        status=ended.status,
        error=ended.error,
        message_id=ended.message_id,
        published_at=_moment(ended.published_at),
        routed_at=_moment(ended.routed_at),
        finished_at=_moment(ended.finished_at),
        made_by=made_by,
    )


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


class Recorder:
    """Publishes ends until cancelled. A kill -9 between Kafka's answer and our note repeats a record under its id."""

    def __init__(
        self, records: Records, send: Send, made_by: MadeBy, prefix: str, ended: Callable[[Ended], None]
    ) -> None:
        self._records = records
        self._send = send
        self._made_by = made_by
        self._prefix = prefix
        self._ended = ended

    async def run(self) -> None:
        """Look for ends again and again."""
        while True:
            try:
                count = await self.record_some()
            except Exception as error:  # the door: Kafka or the disk is away; what is not noted is sent again
                log.warning("recorder.waits", because=f"{type(error).__name__}: {error}")
                count = 0
            await asyncio.sleep(0 if count == BATCH else REST_S)

    async def record_some(self) -> int:
        """Publish the oldest ends; gives their number."""
        batch = await self._records.unrecorded(BATCH)
        if batch:
            await asyncio.gather(*(self._send(self._message(ended)) for ended in batch))
            await self._records.recorded([ended.id for ended in batch])
            for ended in batch:
                self._ended(ended)
        return len(batch)

    def _message(self, ended: Ended) -> Message:
        record = delivery_of(ended, self._made_by)
        return encode(
            DELIVERIES,
            record,
            key=ended.endpoint,
            source="alerts",
            traceparent=ended.traceparent,
            prefix=self._prefix,
        )
