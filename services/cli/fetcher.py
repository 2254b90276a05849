"""`koreadesk fetcher`: publishes what the sources bring."""

import sys

import click

from services.cli.options import SERVICE, settings_flags
from services.fetcher.__main__ import run
from services.runtime.process import run_service
from services.runtime.settings import Settings


@click.command()
@settings_flags(*SERVICE, "sources", "share")
def fetcher(settings: Settings) -> None:
    """Poll the sources and publish new and edited articles on wire.articles, until told to stop.

    What was published is remembered in DIR/fetcher, after Kafka has acknowledged it: kill it at any
    moment, nothing is lost.

    \b
    Example:  koreadesk fetcher --sources sources.yaml --kafka 127.0.0.1:9092 --data ./desk
    """
    sys.exit(run_service(run, settings))
