"""Watching: what goes over the topics and what the sample's receiver has verified, told line by line."""

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from schemas.encoding import Undecodable, decode
from schemas.topics import ARTICLES, DEADLETTERS, DELIVERIES, SIGNALS, TAGGED, Topic
from services.runtime.clients import connected, make_consumer
from services.runtime.settings import Settings
from services.supervisor.lines import Line

SHOWN: tuple[Topic[Any], ...] = (ARTICLES, TAGGED, SIGNALS, DELIVERIES, DEADLETTERS)
SAMPLE_ENDPOINT = "archive"
"""The endpoint of the sample's subscriptions that is a receiver of ours."""
_LOOK_S = 0.25


async def tail(settings: Settings, see: Callable[[object], None], begun: asyncio.Event) -> None:
    """See every record from the moment on that sets `begun`, those of one fetch in the order of their making."""
    topics = {topic.name(settings.prefix): topic for topic in SHOWN}
    consumer = make_consumer(settings, *topics)
    async with connected(consumer, settings):
        await consumer.seek_to_end()
        begun.set()
        while True:
            batches = await consumer.getmany(timeout_ms=250)
            messages = [message for batch in batches.values() for message in batch]
            for message in sorted(messages, key=lambda message: message.timestamp):
                see(_record(topics[message.topic], message.value))


def _record(topic: Topic[Any], value: bytes | None) -> object:
    """The record, or None for what is none: whoever reads it in earnest buries it."""
    try:
        return decode(topic, value)
    except Undecodable:
        return None


async def watch_receiver(address: str, see: Callable[[Line], None]) -> None:
    """See each delivery that the receiver has verified."""
    seen = 0
    async with ClientSession(timeout=ClientTimeout(total=5)) as session:
        while True:
            came = await _received(session, address)
            for webhook in came:
                if webhook["number"] > seen:
                    see(Line("verified", _told(webhook), "good"))
            seen = came[-1]["number"] if came else 0
            await asyncio.sleep(_LOOK_S)


async def _received(session: ClientSession, address: str) -> list[dict[str, Any]]:
    try:
        async with session.get(f"http://{address}/received") as answer:
            came: dict[str, list[dict[str, Any]]] = await answer.json()
            return came["webhooks"]
    except (ClientError, TimeoutError):
        return []


def _told(webhook: dict[str, Any]) -> str:
    kind = str(webhook.get("kind") or webhook["type"]).replace("_", " ")
    again = "" if webhook.get("revision") in (None, 1) else f" (revision {webhook['revision']})"
    return f"{SAMPLE_ENDPOINT}: {kind}{again} · signature right · {webhook['id']}"


async def is_ready(address: str) -> bool:
    """Whether the program at an address says that it is ready."""
    try:
        timeout = ClientTimeout(total=2)
        async with ClientSession(timeout=timeout) as session, session.get(f"http://{address}/ready") as answer:
            return answer.status == 200
    except (ClientError, TimeoutError, OSError):
        return False
