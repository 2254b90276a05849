"""`koreadesk topics`: make the topics and look whether they are right."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import click

from services.cli.options import settings_flags
from services.runtime.fatal import Fatal
from services.runtime.log import configure_logging
from services.runtime.settings import Settings
from services.runtime.topics import check_topics, create_topics

T = TypeVar("T")

WAIT = click.option(
    "--wait", default=30.0, show_default=True, metavar="SECONDS", help="How long Kafka may take to answer."
)


@click.group()
def topics() -> None:
    """Kafka topics: make them, or check them.

    \b
    koreadesk topics create --kafka kafka:9092 --wait 60
    koreadesk topics check
    """


@topics.command()
@WAIT
@settings_flags("kafka", "prefix", "log")
def create(settings: Settings, wait: float) -> None:
    """Make missing topics and put their settings right; partitions of existing topics are left alone.

    Copies of each partition: KOREADESK_REPLICATION (1).

    \b
    Example:  KOREADESK_REPLICATION=3 koreadesk topics create --kafka kafka-1:9092,kafka-2:9092
    """
    for line in _ask(settings, create_topics(settings, patience_s=wait)):
        click.echo(line)


@topics.command()
@WAIT
@settings_flags("kafka", "prefix", "log")
def check(settings: Settings, wait: float) -> None:
    """Compare the topics with the table; one line a problem, exit 1 if there is any.

    \b
    Example:  koreadesk topics check --kafka kafka:9092
    """
    problems = _ask(settings, check_topics(settings, patience_s=wait))
    for problem in problems:
        click.echo(problem)
    if problems:
        raise SystemExit(1)


def _ask(settings: Settings, answer: Coroutine[Any, Any, T]) -> T:
    plain = settings.kafka_security == "PLAINTEXT"
    configure_logging(settings.log, level="CRITICAL" if plain else "ERROR")  # why a login failed is only in the log
    try:
        return asyncio.run(answer)
    except Fatal as end:
        raise click.ClickException(str(end)) from None
