"""Keeping: one program is kept running until it is let go or given up."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from services.supervisor.child import Child, Sink
from services.supervisor.program import Program
from services.supervisor.restart import GiveUp, after_end

Tell = Callable[[str], None]
"""Takes one line for the person who watches."""


class GivenUp(Exception):
    """A program cannot be kept running; the message says which, why, and what it said last."""


class Listener(Protocol):
    """Takes the output of programs, and knows what each said last."""

    def sink(self, name: str) -> Sink:
        """Where the output of a program goes."""

    def last_words(self, name: str) -> str:
        """What it said last."""


class Kept:
    """A program that is kept running, child after child."""

    def __init__(self, program: Program, listener: Listener, tell: Tell) -> None:
        self.program = program
        self._listener = listener
        self._sink = sink = listener.sink(program.name)
        self._tell = tell
        self._let_go = asyncio.Event()
        self._child = Child(program, sink)
        self.ended = asyncio.Event()

    @property
    def pid(self) -> int | None:
        """The present child's process id."""
        return self._child.pid

    async def run(self) -> None:
        """Run the program again and again until it is let go.

        Raises:
            GivenUp: its runs are too short to go on with.
        """
        try:
            await self._run()
        finally:
            self.ended.set()

    async def _run(self) -> None:
        clock = asyncio.get_running_loop().time
        lives: list[float] = []
        while True:
            began = clock()
            code = await self._child.run()
            if self._let_go.is_set():
                return
            lives.append(clock() - began)
            await self._pause(code, lives)
            if self._let_go.is_set():
                return
            self._child = Child(self.program, self._sink)

    async def _pause(self, code: int, lives: list[float]) -> None:
        verdict, name = after_end(lives), self.program.name
        why = self._listener.last_words(name)
        if isinstance(verdict, GiveUp):
            raise GivenUp(f"{name} {verdict.reason}: {why}")
        self._tell(f"{name} {_ending(code, why)}; starting it again")
        with suppress(TimeoutError):
            await asyncio.wait_for(self._let_go.wait(), verdict.after_s)

    def let_go(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Tell the child to end, and start no other."""
        self._let_go.set()
        self._child.send(number)


def _ending(code: int, why: str) -> str:
    return f"ended with exit code {code} ({why})" if code >= 0 else f"was ended by {signal.Signals(-code).name}"
