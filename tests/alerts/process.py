"""A `koreadesk alerts` in a process of its own, to be killed."""

import asyncio
import os
import sys

from services.runtime.settings import Settings


class Process:
    """A `koreadesk alerts` of its own."""

    def __init__(self, settings: Settings) -> None:
        self._command = [
            sys.executable, "-m", "services", "alerts",
            "--kafka", settings.kafka, "--prefix", settings.prefix, "--data", str(settings.data),
            "--subscriptions", str(settings.subscriptions), "--http", "127.0.0.1:0", "--log", "json",
        ]  # fmt: skip
        self._running: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        quiet = asyncio.subprocess.DEVNULL
        self._running = await asyncio.create_subprocess_exec(*self._command, stdout=quiet, stderr=quiet, env=os.environ)

    async def end(self, number: int) -> int:
        assert self._running is not None
        if self._running.returncode is None:
            self._running.send_signal(number)
        return await asyncio.wait_for(self._running.wait(), 20)
