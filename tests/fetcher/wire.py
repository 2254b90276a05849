"""A wire's web server on loopback: serves what a test gives it and remembers what it was asked."""

import asyncio
import gzip
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.test_utils import TestServer

Respond = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Wire:
    """One document, with an honest ETag unless a test replaces the response."""

    content: bytes = b""
    respond: Respond | None = None
    zipped: bool = False
    requests: list[dict[str, str]] = field(default_factory=list)
    address: str = ""

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.requests.append({name.lower(): value for name, value in request.headers.items()})
        return await (self.respond or self.conditional)(request)

    async def conditional(self, request: web.Request) -> web.StreamResponse:
        etag = f'"{hashlib.sha256(self.content).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        headers = {"ETag": etag, "Content-Type": "application/rss+xml"}
        if self.zipped:
            headers["Content-Encoding"] = "gzip"
        return web.Response(body=gzip.compress(self.content) if self.zipped else self.content, headers=headers)

    def answers(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        """Answer everything like this from now on."""

        async def respond(_: web.Request) -> web.StreamResponse:
            return web.Response(status=status, body=body, headers={k.replace("_", "-"): v for k, v in headers.items()})

        self.respond = respond

    def trickles(self) -> None:
        """Answer everything with a body that never ends, a byte at a time."""

        async def respond(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse()
            await response.prepare(request)
            while True:
                await response.write(b" ")
                await asyncio.sleep(0.02)

        self.respond = respond


@asynccontextmanager
async def wire() -> AsyncIterator[Wire]:
    """A running server."""
    served = Wire()
    app = web.Application()
    app.router.add_get("/{path:.*}", served.serve)
    async with TestServer(app, host="127.0.0.1") as server:
        served.address = str(server.make_url("/feed.xml"))
        yield served
