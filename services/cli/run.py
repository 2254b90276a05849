"""`koreadesk run`: the whole desk on this machine, with one process a service."""

import asyncio
import logging
import signal
from collections.abc import Callable
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

import click

from services.cli.broker import OwnBroker
from services.cli.check import problems
from services.cli.desk import Desk, empty, plan
from services.cli.options import settings_flags
from services.cli.watching import SAMPLE_ENDPOINT, is_ready, tail, watch_receiver
from services.runtime.broker.node import KafkaNode
from services.runtime.fatal import Fatal
from services.runtime.lock import lock_folder
from services.runtime.log import configure_logging
from services.runtime.settings import Settings
from services.runtime.topics import create_topics
from services.supervisor.keeping import GivenUp, Tell
from services.supervisor.output import LARGEST_BYTES
from services.supervisor.screen import Screen
from services.supervisor.supervisor import Supervisor
from services.supervisor.view import View

EARLIER_END_S = 25.0
"""How long the processes of an earlier run may take to leave their folders, in seconds."""


@click.command()
@settings_flags("sources", "subscriptions", "data", "knowledge", "kafka", "prefix")
@click.option("--log", "logs", is_flag=True, help="Show the services' logs instead of what happens.")
@click.option("--until-delivered", type=click.IntRange(1), metavar="N", help="End after N deliveries: for tests.")
def run(settings: Settings, logs: bool, until_delivered: int | None) -> None:
    """Run the whole desk here: the services, an Apache Kafka node and, where you name no files, a sample.

    Without --sources a sample newswire is read, without --subscriptions a sample receiver is alerted.
    With --kafka that cluster is used and no node is started. State and logs are in the data folder; the
    sample begins anew each time, unless --data names its folder. Ctrl-C ends everything and loses nothing.

    \b
    koreadesk run
    koreadesk run --sources sources.yaml --subscriptions subscriptions.yaml --data ./desk
    """
    wrong = problems(settings)
    if wrong:
        raise click.ClickException("\n".join(wrong))
    anew = settings.sources is None and "data" not in settings.model_fields_set
    if anew:
        settings = settings.model_copy(update={"data": settings.data / "sample"})
    try:
        with lock_folder(settings.data):
            asyncio.run(_Run(settings, logs=logs, wanted=until_delivered, anew=anew).live())
    except (Fatal, GivenUp) as end:
        raise click.ClickException(str(end)) from None


class _Run:
    """One run of the desk, from its start to its end."""

    def __init__(self, settings: Settings, *, logs: bool, wanted: int | None, anew: bool) -> None:
        self._settings = settings.model_copy(update={"log": "console" if logs else "json"})
        self._anew = anew
        self._tell = (screen := Screen()).setup
        self._view = View(screen, settings.data / "log", logs=logs, wanted=wanted)
        self._node = KafkaNode(settings.data / "kafka", dies_with_parent=True)
        self._broker = OwnBroker(self._node, self._tell)
        self._supervisor = Supervisor(is_ready, self._tell, self._view)

    async def live(self) -> None:
        """Start, watch and end."""
        life = asyncio.create_task(self._life())
        _on_signals(life.cancel)
        try:
            with suppress(asyncio.CancelledError):
                await life
        finally:
            self._tell("ending ...")
            await self._supervisor.end()
            await self._broker.stop()
            self._tell("ended")

    async def _life(self) -> None:
        if self._anew:
            await asyncio.to_thread(self._node.stop)
            empty(self._settings.data)
        _log_to(self._settings.data / "log" / "run.log")
        desk = plan(await self._with_kafka())
        made = await create_topics(desk.settings)
        self._tell(f"topics: {len(made)} made or put right" if made else "topics: all there")
        await self._begin_watching(desk)
        await _wait_for_earlier(desk, self._tell)
        for stage in filter(None, desk.stages()):
            self._tell(f"starting {', '.join(program.name for program in stage)}")
            await self._supervisor.start(stage)
        self._tell(f"reading {_sources(desk)}; logs in {desk.data / 'log'}; Ctrl-C ends")
        await self._supervisor.watch(self._view.enough.wait())

    async def _with_kafka(self) -> Settings:
        """The settings with the address of Kafka: the user's, or our own node's."""
        if "kafka" in self._settings.model_fields_set:
            return self._settings
        address = await self._broker.start()
        self._supervisor.keep(self._broker.keep())
        return self._settings.model_copy(update={"kafka": address})

    async def _begin_watching(self, desk: Desk) -> None:
        begun = asyncio.Event()
        self._supervisor.keep(tail(desk.settings, self._view.record, begun))
        await self._supervisor.watch(begun.wait())
        if desk.receiver:
            self._view.verifying = SAMPLE_ENDPOINT
            self._supervisor.keep(watch_receiver(desk.receiver, self._view.verified))


def _sources(desk: Desk) -> str:
    return f"the sample newswire at http://{desk.newswire}/" if desk.newswire else str(desk.settings.sources)


def _on_signals(told: Callable[[], object]) -> None:
    """The first SIGINT or SIGTERM ends the run in order; the end is quick, so a second changes nothing."""
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, told)
    loop.add_signal_handler(signal.SIGTERM, told)


def _log_to(path: Path) -> None:
    """Let the libraries' own words go to a file of bounded size: the terminal is for what happens."""
    configure_logging("json")
    path.parent.mkdir(parents=True, exist_ok=True)
    root = logging.getLogger()
    file = RotatingFileHandler(path, maxBytes=LARGEST_BYTES, backupCount=1, encoding="utf-8")
    file.setFormatter(root.handlers[0].formatter)
    root.handlers[:] = [file]


async def _wait_for_earlier(desk: Desk, tell: Tell) -> None:
    """Let the processes of a supervisor that was killed come to their end: they still hold their folders.

    Raises:
        Fatal: a folder is in use all the same.
    """
    clock = asyncio.get_running_loop().time
    deadline = clock() + EARLIER_END_S
    for folder in desk.folders():
        told = False
        while not _is_free(folder, last=clock() > deadline):
            if not told:
                tell(f"waiting for an earlier run to leave {folder}")
            told = True
            await asyncio.sleep(0.2)


def _is_free(folder: Path, *, last: bool) -> bool:
    try:
        with lock_folder(folder):
            return True
    except Fatal:
        if last:
            raise
        return False
