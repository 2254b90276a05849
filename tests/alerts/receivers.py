"""Receivers: real HTTP servers that remember what came, and answer or misbehave as told."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

Answering = Callable[["Receiver", web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Arrived:
    """A request as it came, and when (a steady clock, in seconds)."""

    at: float
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


@dataclass
class Receiver:
    """What one server has got; `url` is where it listens."""

    url: str = ""
    arrived: list[Arrived] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        return [it.id for it in self.arrived]


async def takes(_receiver: Receiver, _request: web.Request) -> web.StreamResponse:
    """Take everything."""
    return web.Response(text="ok")


async def hangs(_receiver: Receiver, _request: web.Request) -> web.StreamResponse:
    """Accept and say nothing."""
    await asyncio.Event().wait()
    raise AssertionError


async def trickles(_receiver: Receiver, request: web.Request) -> web.StreamResponse:
    """Say 200 and then a byte now and then."""
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b".")
        await asyncio.sleep(0.05)


def says(*statuses: int, headers: dict[str, str] | None = None, text: str = "") -> Answering:
    """Answer with these statuses in turn; the last one goes on."""
    left = list(statuses)

    async def answer(_receiver: Receiver, _request: web.Request) -> web.StreamResponse:
        status = left.pop(0) if len(left) > 1 else left[0]
        taken = 200 <= status < 300
        return web.Response(status=status, text="ok" if taken else text, headers=None if taken else headers)

    return answer


@asynccontextmanager
async def receiving(answer: Answering = takes) -> AsyncIterator[Receiver]:
    """A server on a free port of the loopback."""
    receiver = Receiver()

    async def handle(request: web.Request) -> web.StreamResponse:
        body = await request.read()
        receiver.arrived.append(Arrived(time.monotonic(), {k.lower(): v for k, v in request.headers.items()}, body))
        return await answer(receiver, request)

    application = web.Application()
    application.router.add_post("/{path:.*}", handle)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        yield receiver
    finally:
        await runner.cleanup()


async def until(condition: Callable[[], bool], deadline_s: float = 10.0) -> None:
    """Wait for a condition; fail where it does not come in time."""
    async with asyncio.timeout(deadline_s):
        while not condition():
            await asyncio.sleep(0.01)
