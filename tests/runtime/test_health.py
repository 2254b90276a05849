"""Health: conditions with reasons, served over HTTP."""

import socket

import httpx
import pytest
from prometheus_client import CollectorRegistry, Counter

from services.runtime.fatal import Fatal
from services.runtime.health import DEFAULT_ADDRESSES, Health, serve_health


def test_a_process_is_ready_when_all_that_it_waits_for_is_there() -> None:
    health = Health(ready=["kafka", "topics"])
    health.set("kafka", True)
    assert not health.ready
    health.set("topics", True)
    assert health.ready
    health.fail("kafka", "no answer since 12:00")
    assert (health.ready, health.live) == (False, True)
    assert health.conditions()["kafka"].reason == "no answer since 12:00"


def test_what_is_not_alive_is_not_ready() -> None:
    health = Health(ready=[], live=["agent"])
    assert health.live
    health.fail("agent", "crashed")
    assert (health.live, health.ready) == (False, False)


async def test_the_conditions_are_served_with_their_reasons() -> None:
    health, registry = Health(live=["agent"]), CollectorRegistry()
    Counter("articles_read", "Articles read.", registry=registry).inc(3)
    async with (
        serve_health("127.0.0.1:0", health, registry) as (host, port),
        httpx.AsyncClient(base_url=f"http://{host}:{port}", trust_env=False) as client,
    ):
        waiting = await client.get("/ready")
        health.set("kafka", True)
        ready, live, metrics = [await client.get(path) for path in ("/ready", "/live", "/metrics")]
    assert waiting.status_code == 503
    assert waiting.json()["conditions"]["kafka"] == {"ok": False, "reason": "starting"}
    assert (ready.status_code, ready.json()["ready"], live.status_code) == (200, True, 200)
    assert "articles_read_total 3.0" in metrics.text


async def test_a_taken_address_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Fatal, match=f"health at 127.0.0.1:{port}: .*--http"):
            async with serve_health(f"127.0.0.1:{port}", Health()):
                pass


def test_every_process_has_a_port_of_its_own_on_loopback() -> None:
    assert len(set(DEFAULT_ADDRESSES.values())) == len(DEFAULT_ADDRESSES)
    assert all(address.startswith("127.0.0.1:") for address in DEFAULT_ADDRESSES.values())
