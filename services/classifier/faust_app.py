"""Faust, and the repairs it needs so that nothing is lost: the one module that imports it.

An app is built in a function and run by `serve.py`, not by Faust's own worker: signals, logging and exit
codes are ours. What 0.15.3 gets wrong and is put right here:
- after a table's recovery the flow resumes before the positions are right (faust-streaming #596): `_Recovery`;
- offsets may be committed past a message in flight: `_Consumer` asks the `Window` instead;
- two workers under one instance id evict each other for ever: `_ConsumerThread` tells, and `serve.py` ends the process.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

import faust
import structlog
import uvloop
from faust.tables.manager import TableManager
from faust.tables.recovery import Recovery
from faust.transport.drivers import aiokafka as driver

from schemas.incoming import Incoming
from services.classifier.window import Window

COMMIT_INTERVAL_S = 0.5
"""How much is done again after a kill -9."""

SESSION_S = 15.0
"""How long a worker may be silent before its partitions go to another; one that comes back under the same
instance id has them at once."""

Handle = Callable[[Incoming, Callable[[], None]], Awaitable[None]]
"""Handles one message and calls the second argument once everything it gave is safe."""

log = structlog.get_logger()
_THEIRS = logging.getLogger("faust")
"""The services below log as Faust's own do: `mode` would name their loggers after this module."""


class Moved(Exception):
    """The partition has been taken away while a message of it was being handled."""


@dataclass(frozen=True)
class Cluster:
    """Where and how to connect. `security` is in aiokafka's words; `instance` is "" where there is one replica."""

    brokers: str
    security: Mapping[str, Any] = field(default_factory=dict)
    instance: str = ""
    replication: int = 1


class _Recovery(Recovery):
    logger = _THEIRS

    async def on_recovery_completed(self, generation_id: int = 0) -> None:
        self.app.consumer.stop_flow()  # nothing may be delivered until the positions are right
        await asyncio.sleep(0)
        await super().on_recovery_completed(generation_id)


class _TableManager(TableManager):
    logger = _THEIRS

    @property
    def recovery(self) -> Recovery:
        if self._recovery is None:
            self._recovery = _Recovery(self.app, self, beacon=self.beacon, loop=self.loop)
        return self._recovery


class _ConsumerThread(driver.AIOKafkaConsumerThread):
    """A static member keeps its id for life: where the group no longer knows it, another has taken its place."""

    logger = _THEIRS

    async def on_start(self) -> None:
        await super().on_start()
        if self.app.conf.consumer_group_instance_id:
            # aiokafka would join again under a new id, and throw the other one out in its turn
            self._ensure_consumer()._coordinator.reset_generation = self._evicted

    def _evicted(self) -> None:
        cast(DeskApp, self.app).evicted = True


class _Consumer(driver.Consumer):
    """Commits what the window says, and nothing else."""

    logger = _THEIRS

    def _new_offset(self, tp: Any) -> int | None:
        self._acked[tp].clear()
        self._acked_index[tp].clear()
        return cast(DeskApp, self.app).window.position(tp)

    async def on_partitions_revoked(self, revoked: set[Any]) -> None:
        await self.commit()
        cast(DeskApp, self.app).window.forget(revoked)
        await super().on_partitions_revoked(revoked)

    def verify_event_path(self, now: float, tp: Any) -> None:
        """Nothing: it reads Faust's monitor, which is switched off; `serve.Watch` looks after the app instead."""

    def _new_consumer_thread(self) -> Any:
        return _ConsumerThread(self, loop=self.loop, thread_loop=uvloop.new_event_loop(), beacon=self.beacon)


class _Transport(driver.Transport):
    Consumer = _Consumer


class DeskApp(faust.App):
    """Faust's app with the repairs, without monitor and without folders on disk."""

    logger = _THEIRS
    window: Window
    evicted = False

    def _new_transport(self) -> Any:
        return _Transport(self.conf.broker_consumer, self)

    def _create_directories(self) -> None:
        """None: tables are kept in memory, and the file system may be read-only."""

    def on_init_dependencies(self) -> Iterable[Any]:
        services = super().on_init_dependencies()
        self.sensors.remove(self.monitor)
        return services

    def on_rebalance_return(self) -> None:
        """Nothing: there is no sensor to tell."""

    def on_rebalance_end(self) -> None:
        self.rebalancing = False


def build_app(group: str, topic: str, cluster: Cluster, handle: Handle, window: Window, partitions: int) -> DeskApp:
    """An app of one agent that handles each message of `topic`, acknowledged through `window`."""
    app = DeskApp(
        group,
        broker=[f"kafka://{address}" for address in cluster.brokers.split(",")],
        broker_credentials=_credentials(cluster.security),
        broker_commit_interval=COMMIT_INTERVAL_S,
        broker_session_timeout=SESSION_S,
        consumer_group_instance_id=cluster.instance or None,
        stream_wait_empty=False,
        stream_buffer_maxsize=1024,
        topic_partitions=partitions,
        topic_replication_factor=cluster.replication,
        topic_disable_leader=True,
        web_enabled=False,
        store="memory://",
        table_standby_replicas=0,
        TableManager=_TableManager,
    )
    app.window = window
    source = app.topic(topic, key_type=bytes, value_type=bytes, key_serializer="raw", value_serializer="raw")
    app.agent(source, name=f"{group}-agent")(_agent(app, handle))
    return app


def _agent(app: DeskApp, handle: Handle) -> Callable[[Any], Awaitable[None]]:
    window = app.window

    async def agent(stream: Any) -> None:
        try:
            async for event in stream.noack().events():
                message = event.message
                slot = window.enter(message.tp, message.offset, event)
                await window.room()
                with suppress(Moved):
                    await handle(_incoming(message), partial(window.finish, slot))
        except Exception as error:
            await app.crash(error)

    return agent


def _incoming(message: Any) -> Incoming:
    headers = message.headers or ()
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return Incoming(message.topic, message.partition, message.offset, message.key, message.value, tuple(pairs))


def _credentials(security: Mapping[str, Any]) -> Any:
    protocol = security.get("security_protocol", "PLAINTEXT")
    if protocol.startswith("SASL"):
        return faust.SASLCredentials(
            username=security["sasl_plain_username"],
            password=security["sasl_plain_password"],
            mechanism=security["sasl_mechanism"],
            ssl_context=security.get("ssl_context"),
        )
    return faust.SSLCredentials(security["ssl_context"]) if protocol == "SSL" else None


class ChangelogTable:
    """A Faust table whose changelog is written by a producer of ours, so that a write can be waited for.

    Faust restores it after a restart or when the partition comes here. Its topic forgets by itself what has
    not been written for `KEPT_MS`, longer than the ledger's memory, so nothing needs to be deleted.
    """

    KEPT_MS = 90 * 24 * 60 * 60 * 1000

    def __init__(
        self,
        app: DeskApp,
        name: str,
        recalled: Callable[[list[bytes]], None],
        deliver: Callable[[str, bytes, bytes], Awaitable[None]],
        max_bytes: int,
    ) -> None:
        self._app = app
        self._deliver = deliver
        self._table = app.Table(
            name,
            partitions=1,
            key_type=bytes,
            value_type=bytes,
            on_recover=self._on_recover,
            extra_topic_configs={
                "cleanup.policy": "compact,delete",
                "retention.ms": str(self.KEPT_MS),
                "max.message.bytes": str(max_bytes),
            },
        )
        self._changelog = f"{app.conf.id}-{name}-changelog"
        self._recalled = recalled

    async def _on_recover(self) -> None:
        partitions = self._app.consumer.topic_partitions(self._changelog)
        if partitions not in (None, 1):
            return await self._app.crash(ValueError(f"{self._changelog} has {partitions} partitions, wanted 1"))
        return self._recalled(list(self._table.data.values()))

    async def write(self, event_id: str, state: bytes) -> None:
        """Write an event down; returns when the changelog has it.

        Raises:
            Moved: the partition has gone to another worker, or is just coming back.
        """
        generation = self._app.consumer_generation_id
        await self._deliver(self._changelog, event_id.encode(), state)
        if generation != self._app.consumer_generation_id:
            raise Moved
        self._table.data[event_id.encode()] = state

    def forget(self, event_id: str) -> None:
        """Drop an event from the table's memory."""
        self._table.data.pop(event_id.encode(), None)
