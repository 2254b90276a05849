"""The supervisor keeps real processes running, and ends them in order."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from services.supervisor.child import Sink
from services.supervisor.keeping import GivenUp
from services.supervisor.program import Program
from services.supervisor.supervisor import Supervisor

STEADY = """
import pathlib, signal, sys, time
def end(*_):
    print("ending", flush=True)
    with open("{folder}/order", "a") as order: order.write("{name} ")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
pathlib.Path("{folder}/{name}.ready").touch()
print("koreadesk: hello", flush=True)
while True: time.sleep(60)
"""


class Heard:
    """Remembers what was told and what the children wrote."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.lines: dict[str, list[str]] = {}

    def sink(self, name: str) -> Sink:
        return lambda line: self.lines.setdefault(name, []).append(line.decode().strip())

    def last_words(self, name: str) -> str:
        return self.lines.get(name, ["nothing"])[-1]


class Bench:
    """Programs of a test: each is ready when its file is there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.heard = Heard()
        self.supervisor = Supervisor(self.probe, self.heard.told.append, self.heard)

    async def probe(self, address: str) -> bool:
        return (self.folder / f"{address}.ready").exists()

    def program(self, name: str, code: str = STEADY) -> Program:
        text = code.replace("{folder}", str(self.folder)).replace("{name}", name)
        return Program(name, (sys.executable, "-S", "-c", text), name)

    async def until(self, condition: Callable[[], bool], seconds: float = 20) -> None:
        async with asyncio.timeout(seconds):
            while not condition():
                await asyncio.sleep(0.02)


async def test_stages_end_in_the_opposite_order(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    for name in ("first", "second", "third"):
        await bench.supervisor.start([bench.program(name)])
    await bench.supervisor.end()
    assert (tmp_path / "order").read_text().split() == ["third", "second", "first"]
    assert bench.heard.lines["first"] == ["koreadesk: hello", "ending"]


async def test_a_killed_child_is_started_again_and_said_so(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.supervisor.start([bench.program("one")])
    before = bench.supervisor.pids()["one"]
    os.kill(before, signal.SIGKILL)
    await bench.until(lambda: bench.heard.lines["one"].count("koreadesk: hello") == 2)
    assert bench.supervisor.pids()["one"] != before
    assert bench.heard.told == ["one was ended by SIGKILL; starting it again"]
    await bench.supervisor.end()


async def test_a_child_that_fails_at_once_ends_the_run_with_its_last_words(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    broken = bench.program("broken", "import sys; sys.exit('koreadesk: no such file')")
    with pytest.raises(GivenUp, match=r"broken ended 4 times .*: koreadesk: no such file"):
        await bench.supervisor.start([broken, bench.program("sound")])
    await bench.supervisor.end()


async def test_one_that_ignores_the_request_to_end_is_killed_in_time(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    deaf = STEADY.replace("signal.signal(signal.SIGTERM, end)", "signal.signal(signal.SIGTERM, signal.SIG_IGN)")
    await bench.supervisor.start([bench.program("deaf", deaf)])
    pid = bench.supervisor.pids()["deaf"]
    async with asyncio.timeout(4):
        await bench.supervisor.end()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_a_very_long_line_goes_through(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    talker = STEADY.replace('print("koreadesk: hello", flush=True)', 'print("x" * 3_000_000, flush=True)')
    await bench.supervisor.start([bench.program("talker", talker)])
    await bench.until(lambda: sum(map(len, bench.heard.lines.get("talker", []))) == 3_000_000)
    await bench.supervisor.end()
