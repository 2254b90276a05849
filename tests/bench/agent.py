"""One agent of the bench as a process: `python -m tests.bench.agent copy|empty|read COUNT`.

Handles COUNT articles from the beginning of `wire.articles` and prints one JSON line: seconds from the
first to the last, CPU seconds of the process, and its memory.
"""

import asyncio
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import faust

from schemas.topics import ARTICLES, TAGGED
from services.classifier.__main__ import knowing_reader, run_read
from services.classifier.metrics import ARTICLES as COUNTED
from services.runtime.process import run_service
from services.runtime.settings import Settings
from tests.bench.empty_reader import empty_reader


async def run_copy(settings: Settings, stop: asyncio.Event, done: Callable[[], None]) -> None:
    """The yardstick: a plain Faust agent, tuned as ours is, that copies bytes and waits for nothing."""
    raw = {"key_type": bytes, "value_type": bytes, "key_serializer": "raw", "value_serializer": "raw"}
    app = faust.App(
        "bench-copy",
        broker=f"kafka://{settings.kafka}",
        broker_commit_interval=0.5,
        producer_linger=0.005,
        producer_max_batch_size=65536,
        stream_wait_empty=False,
        topic_allow_declare=False,
        topic_disable_leader=True,
        web_enabled=False,
        store="memory://",
        datadir=str(settings.data),
    )
    out = app.topic(TAGGED.name(settings.prefix), **raw)

    async def copy(stream: Any) -> None:
        async for event in stream.events():
            await out.send(key=event.key, value=event.value, headers=event.headers)
            done()

    app.agent(app.topic(ARTICLES.name(settings.prefix), **raw))(copy)
    await app.start()
    app.sensors.remove(app.monitor)
    await stop.wait()
    await app.stop()


class Clock:
    """Counts messages from the first to the last."""

    def __init__(self, count: int, stop: asyncio.Event) -> None:
        self.count, self.stop, self.seen = count, stop, 0
        self.first = self.last = self.cpu = 0.0

    def done(self, seen: int | None = None) -> None:
        self.seen = self.seen + 1 if seen is None else seen
        if not self.first and self.seen:
            self.first, self.cpu = time.monotonic(), time.process_time()
        if self.seen >= self.count and not self.last:
            self.last, self.cpu = time.monotonic(), time.process_time() - self.cpu
            self.stop.set()

    async def watch_counter(self) -> None:
        while not self.last:
            self.done(int(sum(sample.value for sample in _totals())))
            await asyncio.sleep(0.01)

    def report(self) -> str:
        figures = {
            "seconds": self.last - self.first,
            "cpu": self.cpu,
            "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
        return json.dumps(figures)


def _totals() -> list[Any]:
    return [sample for metric in COUNTED.collect() for sample in metric.samples if sample.name.endswith("_total")]


async def main(settings: Settings, stop: asyncio.Event, kind: str, count: int) -> None:
    """Run the agent until it has handled `count` articles."""
    clock = Clock(count, stop)
    if kind == "copy":
        await run_copy(settings, stop, clock.done)
    else:
        watching = asyncio.create_task(clock.watch_counter())
        await run_read(settings, stop, knowing_reader if kind == "read" else empty_reader)
        await watching
    print(clock.report())


if __name__ == "__main__":
    kind, count = sys.argv[1], int(sys.argv[2])
    sys.exit(run_service(partial(main, kind=kind, count=count), Settings.from_environment(os.environ)))
