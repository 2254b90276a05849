"""Builds the alert service: settings and files in, lanes and intake out.

The lanes begin before Kafka answers: what waits in the outbox leaves while the broker is away.
"""

import asyncio
import os
import time
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack
from typing import Any

import structlog

from schemas.deadletter import DeadLetter
from schemas.encoding import Message, encode
from schemas.topics import DEADLETTERS, SIGNALS
from services.alerts import measures
from services.alerts.intake import Intake, Origin
from services.alerts.lane.courier import Courier
from services.alerts.lane.lane import Lane, Watch
from services.alerts.lane.names import resolve_apart
from services.alerts.lane.post import Post
from services.alerts.outbox.outbox import Outbox
from services.alerts.outbox.terms import Terms
from services.alerts.recorder import Recorder, Send
from services.alerts.service import Alerts, Surroundings
from services.alerts.slack.courier import slack_courier
from services.alerts.subscriptions import Subscriptions
from services.alerts.targets import BadTarget, Target, resolve_targets, share_of
from services.alerts.watch import count_attempt, count_ended, count_routed, watch
from services.alerts.webhook.courier import webhook_courier
from services.runtime.clients import cluster_id, connected, make_consumer, make_producer, partitions_now
from services.runtime.egress import TLS_PORTS, Networks, Refused, guarded_client
from services.runtime.fatal import Fatal
from services.runtime.health import DEFAULT_ADDRESSES, Health, serve_health
from services.runtime.lock import lock_folder
from services.runtime.settings import Settings
from services.runtime.strict_yaml import BadFile, load_strict, resolve_secret
from services.runtime.topics import wait_for_topics
from services.runtime.version import made_by, software_version

log = structlog.get_logger()


async def run(settings: Settings, stop: asyncio.Event, *, enable: Sequence[str] = ()) -> None:
    """Run the alert service until `stop` is set; `enable` names disabled endpoints to try again."""
    subscriptions, targets = configured(settings, os.environ)
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(lock_folder(settings.data / "alerts"))
        health = Health(ready=("kafka", "outbox"))
        await stack.enter_async_context(serve_health(settings.http or DEFAULT_ADDRESSES["alerts"], health))
        outbox = Outbox(folder / "outbox.sqlite")
        await outbox.open()
        stack.push_async_callback(outbox.close)
        health.set("outbox", True)
        await _tidy(outbox, subscriptions, enable)
        lanes = _lanes(share_of(subscriptions, *settings.share_of), targets, outbox, health, stack)
        await _until(
            stop,
            watch(outbox, frozenset(lanes), time.time),
            _route(settings, share_of(subscriptions, *settings.share_of), outbox, lanes, health),
            *[lane.run(await outbox.open_lane(name, targets[name].fingerprint)) for name, lane in lanes.items()],
        )


def configured(settings: Settings, environ: Mapping[str, str]) -> tuple[Subscriptions, dict[str, Target]]:
    """Subscriptions and secrets.

    Raises:
        Fatal: a file or secret is missing or wrong.
    """
    if settings.subscriptions is None:
        raise Fatal("no subscriptions: give --subscriptions FILE or set KOREADESK_SUBSCRIPTIONS")
    try:
        subscriptions = load_strict(settings.subscriptions, Subscriptions)
        targets = resolve_targets(subscriptions, lambda reference: resolve_secret(reference, environ))
    except BadFile as mistake:
        raise Fatal(str(mistake)) from None
    except BadTarget as mistake:
        raise Fatal(f"{settings.subscriptions}: {mistake}") from None
    return subscriptions, {target.name: target for target in targets}


async def _tidy(outbox: Outbox, subscriptions: Subscriptions, enable: Sequence[str]) -> None:
    for name in enable:
        if not await outbox.enable(name):
            raise Fatal(f"no endpoint {name!r} to enable")
    names = [endpoint.name for endpoint in subscriptions.endpoints]
    dropped = await outbox.drop_endpoints_but(names, time.time())
    if dropped:
        log.warning("endpoints.dropped", deliveries=dropped)


def _lanes(
    subscriptions: Subscriptions,
    targets: Mapping[str, Target],
    outbox: Outbox,
    health: Health,
    stack: AsyncExitStack,
) -> dict[str, Lane]:
    networks = Networks.of(subscriptions.network.allow)
    seen = Watch(attempted=count_attempt, outbox=lambda ok, reason: health.set("outbox", ok, reason))
    lanes = {}
    for endpoint in subscriptions.endpoints:
        courier = _courier(targets[endpoint.name])
        post = Post(guarded_client(networks, ports=TLS_PORTS, timeout=15.0, resolver=resolve_apart), Refused)
        stack.push_async_callback(post.close)
        terms = _terms(endpoint.name, courier, subscriptions)
        lanes[endpoint.name] = Lane(terms, courier, outbox, post, time.time, seen)
    return lanes


def _courier(target: Target) -> Courier:
    user_agent = f"KoreaDesk/{software_version()}"
    if target.signing_key is None:
        return slack_courier(target.url, user_agent)
    return webhook_courier(target.url, target.signing_key, user_agent)


def _terms(name: str, courier: Courier, subscriptions: Subscriptions) -> Terms:
    defaults = subscriptions.defaults
    return Terms(
        endpoint=name,
        for_people=courier.for_people,
        rest_s=defaults.group_interval.total_seconds(),
        max_age_s=defaults.max_age.total_seconds(),
        page=courier.page,
    )


async def _route(
    settings: Settings, subscriptions: Subscriptions, outbox: Outbox, lanes: Mapping[str, Lane], health: Health
) -> None:
    cluster = await cluster_id(settings)
    await wait_for_topics(settings)
    topic = SIGNALS.name(settings.prefix)
    async with connected(make_producer(settings), settings) as producer, AsyncExitStack() as stack:
        intake = Intake(
            Origin(
                topic=topic,
                consumer=lambda: make_consumer(settings, group=group_of(settings)),
                partitions=lambda: partitions_now(producer, topic),
                own=lambda: outbox.position(cluster, topic),
            )
        )
        stack.push_async_callback(intake.close)

        async def send(message: Message) -> None:
            await producer.send_and_wait(message.topic, message.value, key=message.key, headers=message.headers)

        around = Surroundings(
            cluster=cluster,
            topic=topic,
            source=intake,
            outbox=outbox,
            bury=lambda letter: _bury(letter, send, settings.prefix),
            wake=lambda names: _wake(lanes, names),
            ready=lambda ok, reason: health.set("kafka", ok, reason),
            routed=count_routed,
            clock=time.time,
            made_by=made_by(),
        )
        recorder = Recorder(outbox, send, made_by(), settings.prefix, count_ended)
        await asyncio.gather(Alerts(subscriptions, around).run(), recorder.run())


def _wake(lanes: Mapping[str, Lane], names: frozenset[str]) -> None:
    for name in names & set(lanes):
        lanes[name].wake()


def group_of(settings: Settings) -> str:
    """The consumer group: one for each share, for each reads everything."""
    share = "" if settings.share == "1/1" else "-" + settings.share.replace("/", "-")
    return f"{settings.prefix}koreadesk-alerts{share}"


async def _bury(letter: DeadLetter, send: Send, prefix: str) -> None:
    key = letter.key.decode(errors="replace") if letter.key else letter.topic
    await send(encode(DEADLETTERS, letter, key=key, source="alerts", prefix=prefix))
    measures.BURIED.inc()


async def _until(stop: asyncio.Event, *work: Coroutine[Any, Any, None]) -> None:
    """Run all until told to stop; the first that fails ends the others and is raised."""
    tasks = [asyncio.create_task(it) for it in work]
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([stopped, *tasks], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (stopped, *tasks):
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result
