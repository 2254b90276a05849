"""Children: one program running as a process of ours."""

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress

from services.supervisor.program import Program

Sink = Callable[[bytes], None]

LONGEST_LINE = 1024 * 1024
"""A longer line is passed on in pieces."""


class Child:
    """One run of a program. Its output goes to `sink` line by line.

    It stands in a session of its own, so that Ctrl-C reaches the supervisor alone and the order of the
    end is ours; it knows our process id and ends when we do, however we end.
    """

    def __init__(self, program: Program, sink: Sink) -> None:
        self._program = program
        self._sink = sink
        self._process: asyncio.subprocess.Process | None = None
        self._signalled: signal.Signals | None = None

    async def run(self) -> int:
        """Start it and wait for its end; gives the exit code, negative for a signal."""
        process = await asyncio.create_subprocess_exec(
            *self._program.command,
            env={**os.environ, **self._program.environment, "KOREADESK_PARENT_PID": str(os.getpid())},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
            limit=LONGEST_LINE,
        )
        self._process = process
        if self._signalled:  # told while it was being started
            self.send(self._signalled)
        try:
            await self._relay(process)
            return await process.wait()
        finally:
            self.send(signal.SIGKILL)

    async def _relay(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout
        while line := await _line(process.stdout):
            self._sink(line)

    def send(self, number: signal.Signals) -> None:
        """Send a signal; one that comes before the process is there is sent as soon as it is."""
        self._signalled = number
        if self._process and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.send_signal(number)

    @property
    def pid(self) -> int | None:
        """The process id, once there is one."""
        return self._process.pid if self._process else None


async def _line(stream: asyncio.StreamReader) -> bytes:
    try:
        return await stream.readuntil(b"\n")
    except asyncio.IncompleteReadError as end:
        return end.partial
    except asyncio.LimitOverrunError as overrun:
        return await stream.read(overrun.consumed or LONGEST_LINE)
