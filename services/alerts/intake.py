"""The intake: all of `korea.signals`, message by message. The only file that knows aiokafka.

Partitions are assigned, not shared out: every process reads all signals for its own endpoints. A consumer
that has failed is thrown away and another begins where the outbox ends: aiokafka's stays broken, and does
not survive a second assignment either.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from schemas.incoming import Incoming
from services.alerts.positions import starting_offsets

log = structlog.get_logger()

POLL_S = 0.5
BATCH = 500
PATIENCE_S = 5.0
"""For an answer of Kafka, and between two questions: a consumer alone waits through an outage in silence."""


@dataclass(frozen=True)
class Origin:
    """Where the intake reads: a fresh consumer each time, the topic's partitions, and the outbox's offsets."""

    topic: str
    consumer: Callable[[], AIOKafkaConsumer]
    partitions: Callable[[], Awaitable[Collection[int]]]
    own: Callable[[], Awaitable[Mapping[int, int] | None]]


class Intake:
    """Reads in order, and commits what it is told has been handled."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        self._consumer: AIOKafkaConsumer | None = None
        self._uncommitted: dict[int, int] = {}
        self._asked_at = 0.0

    async def take(self) -> list[Incoming]:
        """The next messages, or none after half a second.

        Raises:
            KafkaError, TimeoutError: Kafka does not answer. The next call begins anew.
        """
        try:
            consumer = self._consumer or await self._open()
            await self._ask(consumer)
            batches = await consumer.getmany(timeout_ms=int(POLL_S * 1000), max_records=BATCH)
        except Exception:  # whatever it was, no consumer goes on that may not stand where the outbox ends
            await self.close()
            raise
        return [
            Incoming(it.topic, it.partition, it.offset, it.key, it.value, it.headers)
            for batch in batches.values()
            for it in batch
        ]

    async def _open(self) -> AIOKafkaConsumer:
        """Take all partitions and go to where reading ended; see `starting_offsets`."""
        async with asyncio.timeout(PATIENCE_S):
            numbers = sorted(await self._origin.partitions())
        self._consumer = consumer = self._origin.consumer()
        partitions = [TopicPartition(self._origin.topic, number) for number in numbers]
        async with asyncio.timeout(2 * PATIENCE_S):
            await consumer.start()
            consumer.assign(partitions)
            committed = {it.partition: await consumer.committed(it) for it in partitions}
        known = {number: offset for number, offset in committed.items() if offset is not None}
        for number, offset in starting_offsets(numbers, await self._origin.own(), known).items():
            await self._seek(consumer, number, offset)
        self._asked_at = _steady()
        return consumer

    async def _seek(self, consumer: AIOKafkaConsumer, number: int, offset: int | None) -> None:
        partition = TopicPartition(self._origin.topic, number)
        if offset is None:
            await consumer.seek_to_beginning(partition)
        else:
            consumer.seek(partition, offset)
        log.info("intake.begins", partition=number, offset="earliest" if offset is None else offset)

    async def _ask(self, consumer: AIOKafkaConsumer) -> None:
        """Now and then: is Kafka there, and has the topic grown?"""
        if _steady() - self._asked_at < PATIENCE_S:
            return
        assigned = consumer.assignment()
        async with asyncio.timeout(PATIENCE_S):
            await consumer.end_offsets(list(assigned))
            numbers = await self._origin.partitions()
        self._asked_at = _steady()
        if set(numbers) - {it.partition for it in assigned}:
            log.info("intake.topic_has_grown", partitions=len(numbers))
            raise KafkaError("the topic has grown: its partitions are taken anew")

    async def commit(self, offsets: Mapping[int, int]) -> None:
        """Commit the next offsets, and those that an outage left uncommitted. They are durable elsewhere
        already, so an outage is no failure here: the next call tries again."""
        self._uncommitted.update(offsets)
        if not self._uncommitted or self._consumer is None:
            return
        wanted = {TopicPartition(self._origin.topic, number): offset for number, offset in self._uncommitted.items()}
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._consumer.commit(wanted)
        except (KafkaError, TimeoutError) as error:
            log.warning("intake.uncommitted", because=type(error).__name__)
        else:
            self._uncommitted.clear()

    async def close(self) -> None:
        """Let the consumer go, whether or not Kafka answers."""
        consumer, self._consumer = self._consumer, None
        if consumer is None:
            return
        try:
            async with asyncio.timeout(PATIENCE_S):
                await consumer.stop()
        except (KafkaError, TimeoutError) as error:
            log.warning("intake.closed_abruptly", because=type(error).__name__)


def _steady() -> float:
    return asyncio.get_running_loop().time()
