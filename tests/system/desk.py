"""A whole desk of the tests: real processes, a real broker, a real feed and real endpoints."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from aiohttp import web

from tests.system.feed import Feed
from tests.system.receiver import SECRET, Receiver

SERVICES = {
    "ledger": ("classifier", "ledger"),
    "read": ("classifier", "read"),
    "alerts": ("alerts",),
    "fetcher": ("fetcher",),
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def until(condition: Callable[[], bool], what: str, seconds: float = 90) -> None:
    """Wait for a condition; say what was waited for when it does not come."""
    try:
        async with asyncio.timeout(seconds):
            while not condition():
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"not within {seconds:.0f} s: {what}") from None


@dataclass
class Service:
    """One process of the desk."""

    name: str
    environment: dict[str, str]
    log: Path
    process: asyncio.subprocess.Process | None = None
    port: int = field(default_factory=free_port)

    async def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "services", *SERVICES[self.name],
                env={**os.environ, **self.environment, "KOREADESK_HTTP": f"127.0.0.1:{self.port}"},
                stdout=log, stderr=log,
            )  # fmt: skip

    async def ready(self, seconds: float = 90) -> None:
        async with asyncio.timeout(seconds), httpx.AsyncClient(trust_env=False) as client:
            while not await self._answers(client):
                assert self.process is None or self.process.returncode is None, f"{self.name} ended: {self.tail()}"
                await asyncio.sleep(0.1)

    async def _answers(self, client: httpx.AsyncClient) -> bool:
        try:
            return (await client.get(f"http://127.0.0.1:{self.port}/ready")).status_code == 200
        except httpx.TransportError:
            return False

    async def kill(self) -> None:
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        return await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> int:
        assert self.process
        if self.process.returncode is None:
            self.process.send_signal(how)
        try:
            return await asyncio.wait_for(self.process.wait(), 15)
        except TimeoutError:
            self.process.kill()
            raise AssertionError(f"{self.name} did not end within 15 s of {how.name}") from None

    def tail(self) -> str:
        return self.log.read_text(errors="replace")[-1500:]


@dataclass
class Desk:
    """Feed, endpoints and services of one test."""

    feed: Feed
    receiver: Receiver
    services: dict[str, Service]
    environment: dict[str, str]

    async def start(self) -> None:
        for service in self.services.values():
            await service.start()
        for service in self.services.values():
            await service.ready()

    async def stop(self) -> None:
        for service in reversed(self.services.values()):
            if service.process and service.process.returncode is None:
                service.process.kill()
                await service.process.wait()


def _write_files(folder: Path, port: int) -> dict[str, Path]:
    sources, subscriptions = folder / "sources.yaml", folder / "subscriptions.yaml"
    sources.write_text(
        "sources:\n"
        f"  - {{name: test-wire, url: 'http://127.0.0.1:{port}/wire.rss', class: wire, every: 1s, pace: 0s}}\n"
        "network: {allow: [127.0.0.0/8]}\n"
    )
    subscriptions.write_text(
        "endpoints:\n"
        f"  - {{name: desk, slack: {{url: 'http://127.0.0.1:{port}/slack'}}}}\n"
        f"  - {{name: archive, webhook: {{url: 'http://127.0.0.1:{port}/hook', secret: 'env:HOOK_SECRET'}}}}\n"
        "subscriptions:\n"
        "  - {name: off-script, to: [desk, archive], when: {kinds: [off-script], tier: C}}\n"
        "network: {allow: [127.0.0.0/8]}\n"
    )
    return {"KOREADESK_SOURCES": sources, "KOREADESK_SUBSCRIPTIONS": subscriptions}


@asynccontextmanager
async def desk(folder: Path, kafka: str, prefix: str) -> AsyncIterator[Desk]:
    """A desk on a broker at `kafka` (host:port), its topics already made under `prefix`. Not started yet."""
    feed, receiver = Feed(), Receiver()
    app = web.Application(client_max_size=8 * 1024**2)
    app.router.add_get("/wire.rss", feed.serve)
    app.router.add_post("/hook", receiver.hook)
    app.router.add_post("/slack", receiver.slack)
    runner = web.AppRunner(app)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    files = {name: str(path) for name, path in _write_files(folder, port).items()}
    common = {**files, "KOREADESK_KAFKA": kafka, "KOREADESK_PREFIX": prefix, "HOOK_SECRET": SECRET}
    services = {
        name: Service(
            name, {**common, "KOREADESK_DATA": str(folder / name), "KOREADESK_INSTANCE": name}, folder / f"{name}.log"
        )
        for name in SERVICES
    }
    whole = Desk(feed, receiver, services, common)
    try:
        yield whole
    finally:
        await whole.stop()
        await runner.cleanup()
