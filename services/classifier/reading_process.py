"""Reading in a process of its own: Kafka's heartbeats and the gate go on while a long text is read.

    story.at_once --- names no Korea ----> its messages, mostly none
         |
         +--- has to be read ---> the other process: decode, read, observe, encode ---> messages and counts

Articles go to the other process over its standard input, outputs come back over its standard output, in the
same order. It ends when its input does, so also when we are killed. When it dies, so do we: what was in flight
is unacknowledged and comes again.
"""

import asyncio
import gc
import os
import pickle
import signal
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

from schemas.encoding import Message
from schemas.incoming import Incoming
from services.classifier.read_service import ReadService
from services.classifier.reading.reader import COLLECT_AFTER
from services.runtime.log import configure_logging
from services.runtime.settings import Settings

Counted = Callable[[str, str], None]
MakeStory = Callable[[Settings, Counted], ReadService]
"""Builds the story that counts so; made of functions of modules, for it is sent to the other process by name."""

LENGTH = 8
"""Bytes before each frame that say how long it is; what is in it is pickled, and never leaves the two processes."""
END_S = 1.0
"""How long the other process may take to end by itself."""


class Died(Exception):
    """The other process has ended."""


class ReadingProcess:
    """One process that reads one article at a time, in the order in which they were handed in."""

    def __init__(self, process: asyncio.subprocess.Process, counted: Counted) -> None:
        self._process, self._counted = process, counted
        self._waiting: deque[asyncio.Future[list[Message]]] = deque()
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def start(cls, make: MakeStory, settings: Settings, counted: Counted) -> "ReadingProcess":
        """Start the process; it is ready for articles at once, and reads them when its knowledge is loaded."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", __name__, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        started = cls(process, counted)
        started._send((make, settings))
        return started

    def read(self, incoming: Incoming) -> "asyncio.Future[list[Message]]":
        """Hand an article in. The future raises `Died` where the process has ended."""
        future: asyncio.Future[list[Message]] = asyncio.get_running_loop().create_future()
        if self._listening.done():
            future.set_exception(Died(self._ended()))
        else:
            self._waiting.append(future)
            self._send(incoming)
        return future

    async def aclose(self) -> None:
        """End the process; what it has not begun is left."""
        self._listening.cancel()
        assert self._process.stdin
        self._process.stdin.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), END_S)
        if self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    def _send(self, it: object) -> None:
        assert self._process.stdin
        self._process.stdin.write(_framed(it))

    async def _listen(self) -> None:
        assert self._process.stdout
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                length = int.from_bytes(await self._process.stdout.readexactly(LENGTH))
                messages, counts = pickle.loads(await self._process.stdout.readexactly(length))  # noqa: S301  (our own)
                for outcome, reason in counts:
                    self._counted(outcome, reason)
                self._tell(messages)
        await self._process.wait()
        while self._waiting:
            self._waiting.popleft().set_exception(Died(self._ended()))

    def _tell(self, messages: list[Message]) -> None:
        future = self._waiting.popleft()
        if not future.done():
            future.set_result(messages)

    def _ended(self) -> str:
        return f"it ended with {self._process.returncode}"


def _framed(it: object) -> bytes:
    data = pickle.dumps(it)
    return len(data).to_bytes(LENGTH) + data


def _frame(pipe: BinaryIO) -> bytes | None:
    head = pipe.read(LENGTH)
    return pipe.read(int.from_bytes(head)) if len(head) == LENGTH else None


def main() -> None:
    """Be the other process: read what comes in until nothing does. Ctrl-C is for the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe_in, pipe_out = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever else is printed must not get between the frames
    begin = _frame(pipe_in)
    if begin is None:
        return
    make, settings = pickle.loads(begin)  # noqa: S301  (our own)
    configure_logging(settings.log)
    counts: list[tuple[str, str]] = []
    story = make(settings, lambda outcome, reason: counts.append((outcome, reason)))
    gc.collect()
    gc.freeze()  # the knowledge never goes: looking through it again and again costs a tenth of the reading
    gc.set_threshold(COLLECT_AFTER)
    while (frame := _frame(pipe_in)) is not None:
        counts.clear()
        messages = story.handle(pickle.loads(frame))  # noqa: S301  (our own)
        with suppress(BrokenPipeError):
            pipe_out.write(_framed((messages, counts)))
            pipe_out.flush()


if __name__ == "__main__":
    main()
