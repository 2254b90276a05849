"""`koreadesk run` as a process of the tests."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]


async def until(condition: Callable[[], bool], what: Callable[[], str], seconds: float = 90) -> None:
    """Wait for a condition; say what stood on the screen when it does not come."""
    try:
        async with asyncio.timeout(seconds):
            while not condition():
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"not within {seconds:.0f} s:\n{what()}") from None


class DeskRun:
    """One run, with what it shows."""

    def __init__(self, screen: Path, process: asyncio.subprocess.Process) -> None:
        self._screen = screen
        self._began_at = screen.stat().st_size
        self.process = process

    def shown(self) -> str:
        """What this run has shown so far."""
        return self._screen.read_bytes()[self._began_at :].decode(errors="replace")

    async def shows(self, words: str, seconds: float = 90) -> None:
        await until(lambda: words in self.shown() or self.process.returncode is not None, self.shown, seconds)
        assert words in self.shown(), self.shown()

    def tree(self) -> dict[str, psutil.Process]:
        """The processes of the run by name; `kafka` is the broker."""
        found = {}
        for process in psutil.Process(self.process.pid).children(recursive=True):
            with suppress(psutil.Error):
                words = process.cmdline()
                found["kafka" if "java" in words[0] else words[-1] if "--secret" not in words else "receiver"] = process
        return found

    async def end(self, number: signal.Signals, seconds: float = 10) -> int:
        self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), seconds)

    async def kill_tree(self) -> None:
        """SIGKILL for every process of the run at once."""
        victims = [*self.tree().values(), psutil.Process(self.process.pid)]
        for victim in victims:
            with suppress(psutil.NoSuchProcess):
                victim.kill()
        await self.process.wait()


@asynccontextmanager
async def desk_run(folder: Path, *words: str, environment: dict[str, str] | None = None) -> AsyncIterator[DeskRun]:
    """`koreadesk run WORDS` with its data in a folder; nothing of it is left afterwards."""
    screen = folder / "screen"
    with screen.open("ab") as out:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services", "run", "--data", str(folder / "data"), *words,
            cwd=ROOT, env={**os.environ, **(environment or {})}, stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
    run = DeskRun(screen, process)
    try:
        yield run
    finally:
        if process.returncode is None:
            await run.kill_tree()
