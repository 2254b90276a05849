"""Reading in a process of its own: Kafka's heartbeats and the gate go on while a long text is read.

    story.at_once --- names no Korea ----> its messages, mostly none
         |
         +--- has to be read ---> the other process: decode, read, observe, encode ---> messages and counts

A process that dies takes ours down with it: what was in flight is unacknowledged and comes again.
"""

import asyncio
import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import wait

from schemas.encoding import Message
from schemas.incoming import Incoming
from services.classifier.read_service import ReadService
from services.runtime.log import configure_logging
from services.runtime.settings import Settings

Counted = Callable[[str, str], None]
MakeStory = Callable[[Settings, Counted], ReadService]
"""Builds the story that counts so; a function of a module, for it is sent to the other process by name."""


class ReadingProcess:
    """One process that reads one article at a time, in the order in which they were handed in."""

    def __init__(self, make: MakeStory, settings: Settings, counted: Counted) -> None:
        self._counted = counted
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(1, context, _begin, (make, settings))

    def read(self, incoming: Incoming) -> "asyncio.Future[list[Message]]":
        """Hand an article in. The future raises `BrokenProcessPool` where the process has died."""
        return asyncio.ensure_future(self._read(incoming))

    async def _read(self, incoming: Incoming) -> list[Message]:
        loop = asyncio.get_running_loop()
        messages, counts = await loop.run_in_executor(self._pool, _handle, incoming)
        for outcome, reason in counts:
            self._counted(outcome, reason)
        return messages

    def close(self) -> None:
        """End the process; what it has not begun is left."""
        self._pool.shutdown(wait=False, cancel_futures=True)


class _Worker:
    """What the other process holds."""

    story: ReadService
    counts: list[tuple[str, str]]


def _begin(make: MakeStory, settings: Settings) -> None:
    """Make the process ready; it ignores Ctrl-C, which its parent has heard too, and ends with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    configure_logging(settings.log)
    _Worker.counts = []
    _Worker.story = make(settings, lambda outcome, reason: _Worker.counts.append((outcome, reason)))
    gc.collect()
    gc.freeze()  # the knowledge never goes: looking through it again and again costs a tenth of the reading


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(0)


def _handle(incoming: Incoming) -> tuple[list[Message], list[tuple[str, str]]]:
    _Worker.counts = []
    return _Worker.story.handle(incoming), _Worker.counts
