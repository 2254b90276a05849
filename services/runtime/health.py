"""Health: what a process says of itself to whoever watches it, at /live, /ready and /metrics."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest

from services.runtime.fatal import Fatal

DEFAULT_ADDRESSES = {
    "console": "127.0.0.1:8100",
    "fetcher": "127.0.0.1:8101",
    "read": "127.0.0.1:8102",
    "ledger": "127.0.0.1:8103",
    "alerts": "127.0.0.1:8104",
}
"""Where each process answers unless KOREADESK_HTTP or --http says otherwise."""


@dataclass(frozen=True)
class Condition:
    """Whether something holds, and why not."""

    ok: bool
    reason: str = ""


class Health:
    """Named conditions. Live ones begin true, ready ones begin false with the reason `starting`.

    A process is ready while all conditions hold, and alive while its live ones hold: what is not alive
    should be started again, what is not ready should be waited for.
    """

    def __init__(self, *, ready: Iterable[str] = ("kafka",), live: Iterable[str] = ()) -> None:
        self._live = {name: Condition(ok=True) for name in live}
        self._ready = {name: Condition(ok=False, reason="starting") for name in ready}

    def set(self, name: str, ok: bool, reason: str = "") -> None:
        """State a condition; a name that was not declared is one of readiness."""
        conditions = self._live if name in self._live else self._ready
        conditions[name] = Condition(ok, "" if ok else reason or "no reason given")

    def fail(self, name: str, reason: str) -> None:
        """State that a condition does not hold, and why."""
        self.set(name, False, reason)

    @property
    def live(self) -> bool:
        return all(condition.ok for condition in self._live.values())

    @property
    def ready(self) -> bool:
        return self.live and all(condition.ok for condition in self._ready.values())

    def conditions(self) -> dict[str, Condition]:
        """All conditions by name."""
        return {**self._live, **self._ready}


def _answer(word: str, holds: bool, conditions: dict[str, Condition]) -> web.Response:
    body = {
        word: holds,
        "conditions": {name: {"ok": it.ok, "reason": it.reason} for name, it in conditions.items()},
    }
    return web.json_response(body, status=200 if holds else 503)


def _application(health: Health, registry: CollectorRegistry) -> web.Application:
    async def live(_: web.Request) -> web.Response:
        return _answer("live", health.live, health.conditions())

    async def ready(_: web.Request) -> web.Response:
        return _answer("ready", health.ready, health.conditions())

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    application = web.Application()
    application.add_routes([web.get("/live", live), web.get("/ready", ready), web.get("/metrics", metrics)])
    return application


@asynccontextmanager
async def serve_health(
    address: str, health: Health, registry: CollectorRegistry = REGISTRY
) -> AsyncIterator[tuple[str, int]]:
    """Answer at `host:port` (port 0 takes a free one) while the block runs; gives the host and port it got.

    Raises:
        Fatal: the address cannot be had.
    """
    host, _, port = address.rpartition(":")
    runner = web.AppRunner(_application(health, registry), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        yield await _listen(runner, host.strip("[]"), int(port))
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, host: str, port: int) -> tuple[str, int]:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise Fatal(f"health at {host}:{port}: {error.strerror or error}; choose another address with --http") from None
    bound = runner.addresses[0]
    return str(bound[0]), int(bound[1])
