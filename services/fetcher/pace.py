"""Politeness towards hosts: so many seconds between starts, so many connections at once."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

CONNECTIONS_PER_HOST = 2


class Pacer:
    """Gives each host its turns. `clock` counts seconds and never goes back."""

    def __init__(
        self, clock: Callable[[], float], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep, at_once: int = 100
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._all = asyncio.Semaphore(at_once)
        self._hosts: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(CONNECTIONS_PER_HOST))
        self._next_start: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, host: str, pace: float) -> AsyncIterator[None]:
        """Hold a turn at a host: begins `pace` seconds after the turn before it."""
        async with self._hosts[host]:
            start = max(self._clock(), self._next_start.get(host, 0.0))
            self._next_start[host] = start + pace
            await self._sleep(start - self._clock())
            async with self._all:
                yield
