"""Runs an app: until it is told to stop, or stops by itself, and says which.

What is in flight at the end is let finish, and committed.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from services.classifier.faust_app import DeskApp

LOOK_S = 0.25
"""How often the state of the app is looked at."""

DRAIN_S = 5.0
"""How long messages in flight may take to end when the process is told to stop."""

EVICTED = (
    "another worker of {group} uses the instance id {instance!r} (or this one stood still for longer than its "
    "session): give every replica its own (--instance, KOREADESK_INSTANCE)"
)


class Crashed(Exception):
    """The app has stopped by itself; the message says why."""


class Evicted(Crashed):
    """Another worker has taken this one's place in the group under the same instance id."""


@dataclass
class Watch:
    """Looks after a running app: `told` hears why it is not ready, or None."""

    app: DeskApp
    instance: str
    told: Callable[[str | None], None]

    async def until_crashed(self) -> None:
        """Look at the app again and again.

        Raises:
            Crashed: it has stopped by itself.
            Evicted: another worker uses the same instance id.
        """
        while not self.app.crashed:
            self.told(self._not_ready())
            self._check_membership()
            await asyncio.sleep(LOOK_S)
        raise Crashed(f"{type(self.app.crash_reason).__name__}: {self.app.crash_reason}")

    def _not_ready(self) -> str | None:
        if not self.app.started or not self.app.rebalancing_count:
            return "starting"
        if self.app.rebalancing:
            return "partitions are being shared out"
        if self.app.in_recovery:
            return "recalling the table"
        coordinator = self._coordinator()
        return None if coordinator and coordinator.coordinator_id is not None else "no coordinator answers"

    def _check_membership(self) -> None:
        """aiokafka keeps an error of the group's coordinator for whoever fetches: without partitions nobody does."""
        coordinator = self._coordinator()
        error = coordinator and coordinator._pending_exception
        fenced = self.instance and "UnknownError" in repr(error)  # FENCED_INSTANCE_ID, which aiokafka does not know
        if self.app.evicted or fenced:
            raise Evicted(EVICTED.format(group=self.app.conf.id, instance=self.instance))
        if error:
            raise Crashed(f"the coordinator of the group refuses this worker: {error}")

    def _coordinator(self) -> Any:
        """aiokafka's coordinator of the group; None before the consumer has started."""
        consumer = self.app.consumer._thread._consumer  # type: ignore[attr-defined]
        return consumer and consumer._coordinator


async def serve(app: DeskApp, watch: Watch, stop: asyncio.Event) -> None:
    """Run the app until `stop` is set, then let what is in flight end and commit it.

    Raises:
        Crashed: the app has stopped by itself.
    """
    starting = asyncio.ensure_future(app.start())
    watching = asyncio.ensure_future(watch.until_crashed())
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({starting, watching, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done() and (error := starting.exception()):
            raise Crashed(f"{type(error).__name__}: {error}")
        await asyncio.wait({watching, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if watching.done():
            await watching
        await _drain(app)
    finally:
        for task in (watching, stopping, starting):
            task.cancel()
        await app.stop()


async def _drain(app: DeskApp) -> None:
    if app.started:
        app.consumer.stop_flow()
        app.flow_control.suspend()
        with suppress(TimeoutError):
            await asyncio.wait_for(app.window.empty(), DRAIN_S)
