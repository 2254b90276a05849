"""Parsing with a deadline: processes that are ended when a document takes too long, and started anew."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from services.fetcher.parse.document import Document, Feed, Unreadable

DEADLINE_S = 10.0
_START_S = 60.0
_WORKER = "services.fetcher.parse.worker"
_ROOT = Path(__file__).resolve().parents[2]

Parse = Callable[[Document], Awaitable[Feed]]


class Parser:
    """One process; started when it is first needed, and again after it was ended."""

    def __init__(self, deadline_s: float) -> None:
        self._deadline_s = deadline_s
        self._process: Process | None = None

    async def parse(self, document: Document) -> Feed:
        """Parse, or end the process over it.

        Raises:
            Unreadable: no feed, or none within the deadline.
        """
        process = await self._started()
        answer: bytes | None = None
        try:
            async with asyncio.timeout(self._deadline_s):
                answer = await _ask(process, document)
        except TimeoutError:
            raise Unreadable("parse_timeout", f"not parsed within {self._deadline_s:g} s") from None
        except (asyncio.IncompleteReadError, OSError):
            raise Unreadable("unparseable", "the parser died of it") from None
        finally:
            # Whatever cut the conversation short, a cancellation too, has left half an answer in the pipe.
            if answer is None:
                await self.stop()
        return _feed(answer)

    async def _started(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await _start()
        return self._process

    async def stop(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()
            await process.wait()


async def _start() -> Process:
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", _WORKER, stdin=PIPE, stdout=PIPE, env={**os.environ, "PYTHONPATH": path}
    )
    async with asyncio.timeout(_START_S):
        await _receive(process)
    return process


async def _ask(process: Process, document: Document) -> bytes:
    assert process.stdin is not None
    head = document.model_dump_json(exclude={"content"}).encode()
    for frame in (head, document.content):
        process.stdin.write(len(frame).to_bytes(4) + frame)
    await process.stdin.drain()
    return await _receive(process)


async def _receive(process: Process) -> bytes:
    assert process.stdout is not None
    size = int.from_bytes(await process.stdout.readexactly(4))
    return await process.stdout.readexactly(size)


def _feed(answer: bytes) -> Feed:
    if answer.startswith(b'{"feed":'):
        return Feed.model_validate_json(answer[len(b'{"feed":') : -1])
    refusal = json.loads(answer)
    raise Unreadable(refusal["cause"], refusal["message"])


@asynccontextmanager
async def parsers(count: int = 2, deadline_s: float = DEADLINE_S) -> AsyncIterator[Parse]:
    """So many parsers, the one used last first, so that the others start only when they are needed."""
    all_of_them = [Parser(deadline_s) for _ in range(count)]
    idle: asyncio.LifoQueue[Parser] = asyncio.LifoQueue()
    for parser in all_of_them:
        idle.put_nowait(parser)

    async def parse(document: Document) -> Feed:
        parser = await idle.get()
        try:
            return await parser.parse(document)
        finally:
            idle.put_nowait(parser)

    try:
        yield parse
    finally:
        for parser in all_of_them:
            await parser.stop()
