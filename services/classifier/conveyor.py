"""The conveyor: outputs leave in the order in which their messages came, whenever each of them is ready.

A correction may be decided at a glance while the article that it corrects is still being read.
"""

import asyncio
from collections.abc import Awaitable, Callable

from schemas.encoding import Message
from schemas.incoming import Incoming

Done = Callable[[], None]
Output = list[Message] | asyncio.Future[list[Message]]
"""What a message gave, or will give."""
HandOn = Callable[[Incoming, list[Message], Done], Awaitable[None]]


class Conveyor:
    """Takes in outputs, some of them still to come, and hands them on one after the other."""

    def __init__(self, hand_on: HandOn) -> None:
        self._hand_on = hand_on
        self._queue: asyncio.Queue[tuple[Incoming, Output, Done]] = asyncio.Queue()

    def put(self, incoming: Incoming, messages: Output, done: Done) -> None:
        """Take in what a message gave, or will give; `done` is called when all of it is safe."""
        self._queue.put_nowait((incoming, messages, done))

    async def run(self) -> None:
        """Hand on for ever; raises what a future raises."""
        while True:
            incoming, messages, done = await self._queue.get()
            ready = messages if isinstance(messages, list) else await messages
            if ready:
                await self._hand_on(incoming, ready, done)
            else:
                done()
