"""The intake: all of `korea.signals`, message by message. The only file that knows aiokafka.

Partitions are assigned, not shared out: every process reads all signals for its own endpoints.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from services.alerts.positions import starting_offsets

log = structlog.get_logger()

POLL_S = 0.5
BATCH = 500
PROBE_EVERY_S = 5.0
"""Kafka is asked this often whether it is there: a consumer alone waits through an outage in silence."""


@dataclass(frozen=True)
class Incoming:
    """A message as it lay on the topic."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]


class Intake:
    """Reads in order, and commits what it is told has been handled."""

    def __init__(self, consumer: AIOKafkaConsumer, topic: str) -> None:
        self._consumer = consumer
        self._topic = topic
        self._next: dict[int, int] = {}
        self._uncommitted: dict[int, int] = {}
        self._probed_at = 0.0

    async def begin(self, own: Mapping[int, int] | None) -> None:
        """Take all partitions and go to where reading ended; see `starting_offsets`."""
        partitions = self._partitions()
        self._consumer.assign(partitions)
        committed = await self._committed(partitions)
        for number, offset in starting_offsets([it.partition for it in partitions], own, committed).items():
            await self._seek(TopicPartition(self._topic, number), offset)

    def _partitions(self) -> list[TopicPartition]:
        numbers = self._consumer.partitions_for_topic(self._topic) or set()
        return [TopicPartition(self._topic, number) for number in sorted(numbers)]

    async def _committed(self, partitions: Sequence[TopicPartition]) -> dict[int, int]:
        found = {partition.partition: await self._consumer.committed(partition) for partition in partitions}
        return {number: offset for number, offset in found.items() if offset is not None}

    async def _seek(self, partition: TopicPartition, offset: int | None) -> None:
        if offset is None:
            await self._consumer.seek_to_beginning(partition)
        else:
            self._consumer.seek(partition, offset)
        log.info("intake.begins", partition=partition.partition, offset="earliest" if offset is None else offset)

    async def take(self) -> list[Incoming]:
        """The next messages, or none after half a second.

        Raises:
            KafkaError, TimeoutError: Kafka does not answer.
        """
        await self._probe()
        batches = await self._consumer.getmany(timeout_ms=int(POLL_S * 1000), max_records=BATCH)
        return [
            Incoming(it.topic, it.partition, it.offset, it.key, it.value, it.headers)
            for batch in batches.values()
            for it in batch
        ]

    async def _probe(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._probed_at < PROBE_EVERY_S:
            return
        async with asyncio.timeout(PROBE_EVERY_S):
            await self._consumer.end_offsets(list(self._consumer.assignment()))
        self._probed_at = now
        await self._take_new_partitions()

    async def _take_new_partitions(self) -> None:
        """A topic that has grown is read whole: what is new begins at its earliest message."""
        known = self._consumer.assignment()
        partitions = self._partitions()
        if set(partitions) <= known:
            return
        positions = {it.partition: await self._consumer.position(it) for it in known}
        self._consumer.assign(partitions)
        for partition in partitions:
            await self._seek(partition, positions.get(partition.partition))

    async def commit(self, offsets: Mapping[int, int]) -> None:
        """Commit the next offsets, and those that an outage left uncommitted. They are durable elsewhere
        already, so an outage is no failure here: the next call tries again."""
        self._uncommitted.update(offsets)
        if not self._uncommitted:
            return
        wanted = {TopicPartition(self._topic, number): offset for number, offset in self._uncommitted.items()}
        try:
            async with asyncio.timeout(PROBE_EVERY_S):
                await self._consumer.commit(wanted)
        except (KafkaError, TimeoutError) as error:
            log.warning("intake.uncommitted", because=type(error).__name__)
        else:
            self._uncommitted.clear()


UNAVAILABLE: tuple[type[Exception], ...] = (KafkaError, TimeoutError)
"""What Kafka's absence raises."""
