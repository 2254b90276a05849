"""The window: messages in flight, acknowledged in the order of their partition.

Outputs are acknowledged by Kafka out of order, and a message without output is done at once. What may be
committed is therefore the end of the unbroken run of done messages at the front of each partition, and
nothing beyond it: Faust 0.15.3 commits past a message that is still in flight when it is the first one
after the last commit (`Consumer._new_offset` allows a distance of one, and any distance while nothing has
been committed yet). So positions are kept here, and the consumer asks for them.
"""

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Protocol


class Acknowledged(Protocol):
    """What can be acknowledged; a Faust event is such."""

    def ack(self) -> bool: ...


Partition = tuple[str, int]
"""Topic and number."""


class _Lane:
    __slots__ = ("forgotten", "position", "slots")

    def __init__(self) -> None:
        self.slots: deque[Slot] = deque()
        self.position: int | None = None
        self.forgotten = False


class Slot:
    """One message's place in the window."""

    __slots__ = ("done", "lane", "message", "offset")

    def __init__(self, lane: _Lane, offset: int, message: Acknowledged) -> None:
        self.lane, self.offset, self.message = lane, offset, message
        self.done = False


class Window:
    """At most `limit` messages are handled at once; the next waits for `room`."""

    def __init__(self, limit: int = 500) -> None:
        self.limit = limit
        self.in_flight = 0
        self._lanes: dict[Partition, _Lane] = {}
        self._room = asyncio.Event()
        self._room.set()
        self._empty = asyncio.Event()
        self._empty.set()

    def enter(self, partition: Partition, offset: int, message: Acknowledged) -> Slot:
        """Take a message in; it must be the next one of its partition."""
        lane = self._lanes.get(partition)
        if lane is None:
            lane = self._lanes[partition] = _Lane()
        slot = Slot(lane, offset, message)
        lane.slots.append(slot)
        self.in_flight += 1
        self._tell()
        return slot

    async def room(self) -> None:
        """Wait until no more than `limit` messages are in flight, the last one taken in included."""
        await self._room.wait()

    async def empty(self) -> None:
        """Wait until nothing is in flight."""
        await self._empty.wait()

    def finish(self, slot: Slot) -> None:
        """Acknowledge what is now done without a gap before it. A second call does nothing."""
        if slot.done:
            return
        slot.done = True
        self.in_flight -= 1
        self._tell()
        if not slot.lane.forgotten:
            self._advance(slot.lane)

    def position(self, partition: Partition) -> int | None:
        """The offset that may be committed: the one after the last message of the unbroken run."""
        lane = self._lanes.get(partition)
        return lane.position if lane else None

    def forget(self, partitions: Iterable[Partition]) -> None:
        """Drop partitions that are taken away; what is in flight there ends without being acknowledged."""
        for partition in partitions:
            lane = self._lanes.pop(partition, None)
            if lane is not None:
                self._abandon(lane)

    def _abandon(self, lane: _Lane) -> None:
        lane.forgotten = True
        for slot in lane.slots:
            self.finish(slot)

    def _advance(self, lane: _Lane) -> None:
        slots = lane.slots
        while slots and slots[0].done:
            slot = slots.popleft()
            slot.message.ack()
            lane.position = slot.offset + 1

    def _tell(self) -> None:
        _put(self._room, self.in_flight <= self.limit)
        _put(self._empty, self.in_flight == 0)


def _put(event: asyncio.Event, state: bool) -> None:
    if state is not event.is_set():
        if state:
            event.set()
        else:
            event.clear()
