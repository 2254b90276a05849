"""Builds the fetcher and runs it."""

import asyncio
import random
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from os import environ
from pathlib import Path

import httpx
from aiokafka import AIOKafkaProducer

from schemas.encoding import Message
from services.fetcher.fetch import Fetch, fetcher
from services.fetcher.metrics import Counted
from services.fetcher.outlet import Outlet
from services.fetcher.pace import Pacer
from services.fetcher.parsers import parsers
from services.fetcher.poll import Means, Polled, poll
from services.fetcher.service import Watch
from services.fetcher.service import run as watch_all
from services.fetcher.sources import Sources
from services.fetcher.state import State
from services.runtime.clients import connected, make_producer
from services.runtime.egress import Networks, Refused, guarded_client
from services.runtime.fatal import Fatal
from services.runtime.health import DEFAULT_ADDRESSES, Health, serve_health
from services.runtime.lock import lock_folder
from services.runtime.process import run_service
from services.runtime.settings import Settings
from services.runtime.strict_yaml import BadFile, load_strict
from services.runtime.version import made_by, software_version


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Fetch until told to stop."""
    sources = read_sources(settings.sources)
    mine = sources.share(*settings.share_of)
    health = Health(ready=("kafka", "sources"))
    with lock_folder(settings.data / "fetcher") as folder, State(folder / "state.sqlite") as state:
        async with (
            serve_health(settings.http or DEFAULT_ADDRESSES["fetcher"], health),
            connected(make_producer(settings, linger_ms=5), settings) as producer,
            web(sources) as fetch,
            parsers() as parse,
        ):
            health.set("kafka", True)
            health.set("sources", not mine.sources, "none polled yet")
            outlet = Outlet(partial(deliver, producer), prefix=settings.prefix, on_change=partial(_tell_kafka, health))
            means = Means(
                fetch,
                parse,
                outlet.publish,
                outlet.bury,
                state,
                _now,
                random.random,
                sources.defaults.max_age,
                made_by(),
            )
            watch = Watch(
                partial(poll, means=means), state, Pacer(time.monotonic), outlet.flowing, _now, _reporter(health)
            )
            await watch_all(mine.sources, watch, stop)


def read_sources(path: Path | None) -> Sources:
    """The sources of a file.

    Raises:
        Fatal: there is none, or it is wrong, naming file, line and key.
    """
    if path is None:
        raise Fatal("no sources: name a file with --sources or KOREADESK_SOURCES")
    try:
        return load_strict(path, Sources)
    except BadFile as mistake:
        raise Fatal(str(mistake)) from None


@asynccontextmanager
async def web(sources: Sources) -> AsyncIterator[Fetch]:
    """The way to the web, through the guard."""
    agent = sources.defaults.user_agent or f"KoreaDesk/{software_version()} (feed reader)"
    client = guarded_client(
        Networks(sources.network.allow),
        timeout=httpx.Timeout(20.0, connect=10.0),
        limits=httpx.Limits(max_connections=128, max_keepalive_connections=20, keepalive_expiry=15.0),
        headers={"User-Agent": agent},
    )
    async with client:
        yield fetcher(client, Refused)


async def deliver(producer: AIOKafkaProducer, message: Message) -> None:
    """Hand a message to Kafka and wait for its acknowledgement."""
    await producer.send_and_wait(message.topic, key=message.key, value=message.value, headers=message.headers)


def _now() -> datetime:
    return datetime.now(UTC)


def _tell_kafka(health: Health, flowing: bool) -> None:
    health.set("kafka", flowing, "Kafka does not acknowledge; nothing is polled until it does")


def _reporter(health: Health) -> "partial[None]":
    return partial(_report, health, Counted())


def _report(health: Health, counted: Counted, polled: Polled, late: float) -> None:
    health.set("sources", True)
    counted(polled, late)


if __name__ == "__main__":
    sys.exit(run_service(run, Settings.from_environment(environ)))
