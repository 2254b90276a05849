"""The supervisor: starts programs stage by stage, keeps them running, ends them in the opposite order."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from contextlib import suppress
from typing import Any

from services.supervisor.keeping import Kept, Listener, Tell
from services.supervisor.program import Program

Probe = Callable[[str], Awaitable[bool]]
"""Whether the program at an address says that it is ready."""

STAGE_END_S = 1.0
"""Seconds that a stage has to end before the next one is told to."""
END_S = 2.5
"""Seconds after which whatever still runs is killed: nothing is lost by it, and nobody likes to wait."""
KILLED_S = 1.0
"""Seconds that the kernel gets to end what was killed."""
_LOOK_S = 0.1


class Supervisor:
    """Keeps programs running. One is made for one run; what goes wrong for good comes out of `start` and `watch`."""

    def __init__(self, probe: Probe, tell: Tell, listener: Listener) -> None:
        self._probe = probe
        self._tell = tell
        self._listener = listener
        self._stages: list[list[Kept]] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self, stage: Iterable[Program]) -> None:
        """Start a stage's programs together and wait until each says that it is ready.

        Raises:
            GivenUp: one of them cannot be kept running.
        """
        kept = [Kept(program, self._listener, self._tell) for program in stage]
        self._stages.append(kept)
        for each in kept:
            self.keep(each.run())
        for each in kept:
            await self.watch(self._until_ready(each.program.address))

    def keep(self, work: Coroutine[Any, Any, None]) -> None:
        """Run further work along with the children; its failure is the run's."""
        self._tasks.append(asyncio.create_task(work))

    async def watch(self, until: Coroutine[Any, Any, object]) -> None:
        """Keep everything running until `until` is over.

        Raises:
            GivenUp: a program cannot be kept running.
        """
        waiting = asyncio.create_task(until)
        try:
            while not waiting.done():
                done, _ = await asyncio.wait([waiting, *self._tasks], return_when=asyncio.FIRST_COMPLETED)
                self._tasks = [task for task in self._tasks if task not in done]
                for task in done:
                    task.result()
        finally:
            waiting.cancel()

    async def _until_ready(self, address: str) -> None:
        while not await self._probe(address):  # noqa: ASYNC110  (another process's readiness has no event)
            await asyncio.sleep(_LOOK_S)

    async def end(self) -> None:
        """End all, the last stage first, within `END_S`."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + END_S
        for stage in reversed(self._stages):
            for kept in stage:
                kept.let_go()
            await _ended(stage, min(STAGE_END_S, max(deadline - clock(), 0)))
        for kept in self._kept():
            kept.let_go(signal.SIGKILL)
        await _ended(self._kept(), KILLED_S)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def pids(self) -> dict[str, int]:
        """The process ids of the children by name."""
        return {kept.program.name: kept.pid for kept in self._kept() if kept.pid}

    def _kept(self) -> list[Kept]:
        return [kept for stage in self._stages for kept in stage]


async def _ended(stage: Iterable[Kept], seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            for kept in stage:
                await kept.ended.wait()
