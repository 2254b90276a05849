"""The view: what a person is shown of the run, and how many deliveries are still waited for."""

import asyncio
import math
from pathlib import Path

from schemas.delivery import Delivery
from services.supervisor.child import Sink
from services.supervisor.lines import Line, Teller
from services.supervisor.output import Output
from services.supervisor.screen import Screen


class View:
    """Shows what happens, or the processes' logs instead; keeps the latter in files either way.

    `verifying` is the endpoint whose receiver tells itself what it has verified. `enough` is set after
    `wanted` deliveries: verified ones where there is such an endpoint.
    """

    def __init__(self, screen: Screen, folder: Path, *, logs: bool, wanted: int | None) -> None:
        self._screen = screen
        self._folder = folder
        self._logs = logs
        self._left = math.inf if wanted is None else wanted
        self._teller = Teller()
        self._outputs: dict[str, Output] = {}
        self.enough = asyncio.Event()
        self.verifying: str | None = None

    def record(self, record: object) -> None:
        """Take a record that went over a topic."""
        delivered = record if isinstance(record, Delivery) and record.outcome == "delivered" else None
        told_elsewhere = delivered is not None and delivered.endpoint == self.verifying
        if not self._logs and not told_elsewhere:
            for line in self._teller.lines(record):
                self._screen.show(line)
        if delivered and self.verifying is None:
            self._count()

    def verified(self, line: Line) -> None:
        """Take what the receiver has verified."""
        self._screen.show(line)
        self._count()

    def _count(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self.enough.set()

    def sink(self, name: str) -> Sink:
        """Where a process's output goes."""
        output = self._outputs.setdefault(name, Output(self._folder / f"{name}.log"))

        def take(line: bytes) -> None:
            output.write(line)
            if self._logs:
                self._screen.raw(name, line)

        return take

    def last_words(self, name: str) -> str:
        """What a process said last."""
        return self._outputs[name].last_words()
