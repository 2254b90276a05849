"""Outputs leave in the order of their messages."""

import asyncio

import pytest

from schemas.encoding import Message
from schemas.incoming import Incoming
from services.classifier.conveyor import Conveyor, Done


def incoming(number: int) -> Incoming:
    return Incoming("wire.articles", 0, number, b"k", b"v")


def outputs(number: int) -> list[Message]:
    return [Message("korea.tagged", b"k", str(number).encode(), [])]


class Belt:
    """A conveyor that remembers what it handed on and what was done."""

    def __init__(self) -> None:
        self.left: list[int] = []
        self.conveyor = Conveyor(self._hand_on)

    async def _hand_on(self, came: Incoming, messages: list[Message], done: Done) -> None:
        self.left.append(came.offset)
        done()


async def test_what_is_ready_waits_for_what_came_before_it() -> None:
    belt, done = Belt(), []
    slow: asyncio.Future[list[Message]] = asyncio.get_running_loop().create_future()
    belt.conveyor.put(incoming(1), slow, lambda: done.append(1))
    belt.conveyor.put(incoming(2), outputs(2), lambda: done.append(2))
    running = asyncio.ensure_future(belt.conveyor.run())
    await asyncio.sleep(0)
    assert (belt.left, done) == ([], [])
    slow.set_result(outputs(1))
    while len(done) < 2:
        await asyncio.sleep(0)
    running.cancel()
    assert (belt.left, done) == ([1, 2], [1, 2])


async def test_what_gave_nothing_is_done_in_its_turn() -> None:
    belt, done = Belt(), []
    belt.conveyor.put(incoming(1), [], lambda: done.append(1))
    running = asyncio.ensure_future(belt.conveyor.run())
    while not done:
        await asyncio.sleep(0)
    running.cancel()
    assert belt.left == []


async def test_a_reading_that_cannot_be_had_ends_it() -> None:
    belt = Belt()
    broken: asyncio.Future[list[Message]] = asyncio.get_running_loop().create_future()
    broken.set_exception(RuntimeError("the process has died"))
    belt.conveyor.put(incoming(1), broken, lambda: None)
    with pytest.raises(RuntimeError, match="has died"):
        await belt.conveyor.run()
