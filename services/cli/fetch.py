"""`koreadesk fetch --once`: what the sources hold now, without Kafka and without memory."""

import asyncio
import time
from datetime import UTC, datetime
from functools import partial

import click

from schemas.article import Article
from schemas.deadletter import DeadLetter
from services.cli.article_lines import show
from services.cli.options import settings_flags
from services.fetcher.__main__ import read_sources, web
from services.fetcher.pace import Pacer
from services.fetcher.parsers import parsers
from services.fetcher.poll import Means, poll
from services.fetcher.sources import Source, Sources
from services.fetcher.state import State
from services.runtime.fatal import Fatal
from services.runtime.settings import Settings
from services.runtime.version import made_by


@click.command()
@click.option("--once", is_flag=True, help="Poll each source once. `koreadesk fetcher` goes on polling.")
@click.option("--jsonl", is_flag=True, help="One Article record a line, as on wire.articles.")
@settings_flags("sources")
def fetch(settings: Settings, once: bool, jsonl: bool) -> None:
    """Poll each source once and print its articles; nothing is published or remembered.

    A source that gives none is named on standard error with the reason, and the exit code is 1.

    \b
    Example:  koreadesk fetch --sources sources.yaml --once
    """
    if not once:
        raise click.UsageError("say --once; to go on polling and publish, run `koreadesk fetcher`")
    try:
        failed = asyncio.run(_all(read_sources(settings.sources), jsonl))
    except Fatal as mistake:
        raise click.ClickException(str(mistake)) from None
    if failed:
        raise SystemExit(1)


async def _all(sources: Sources, jsonl: bool) -> int:
    """Poll all sources; gives how many failed."""

    async def publish(article: Article) -> None:
        show(article, jsonl)

    async def bury(letter: DeadLetter, source: str) -> None:
        """A document that cannot be parsed is named with its poll."""

    with State(":memory:") as state:
        async with web(sources) as ask, parsers() as parse:
            means = Means(
                ask, parse, publish, bury, state, partial(datetime.now, UTC), lambda: 0.5, sources.defaults.max_age,
                made_by(),
            )  # fmt: skip
            pacer = Pacer(time.monotonic)
            polls = (_one(source, means, pacer) for source in sources.sources)
            return sum(await asyncio.gather(*polls))


async def _one(source: Source, means: Means, pacer: Pacer) -> bool:
    """Poll a source; says whether it failed."""
    async with pacer.turn(source.host, source.pace.total_seconds()):
        polled = await poll(source, means)
    if polled.standing.failures:
        refusal = polled.reading.refusal if polled.reading else None
        click.echo(f"{source.name}: {polled.outcome}: {refusal or polled.verdict.message}", err=True)
    return bool(polled.standing.failures)
