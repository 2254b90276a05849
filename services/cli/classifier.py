"""`koreadesk classifier read|ledger`: the two halves of the classifier."""

import sys

import click

from services.classifier.__main__ import run_ledger, run_read
from services.cli.options import SERVICE, settings_flags, settings_options
from services.runtime.process import run_service
from services.runtime.settings import Settings


@click.group()
def classifier() -> None:
    """Read articles, and keep the ledger of what they report.

    \b
    Example:  koreadesk classifier read
              koreadesk classifier ledger
    """


@classifier.command()
@settings_flags(*SERVICE, "knowledge")
def read(settings: Settings) -> None:
    """Read wire.articles; write korea.tagged and korea.observations.

    As many of these as there are partitions share the work; give each an --instance of its own.

    \b
    Example:  koreadesk classifier read --kafka 127.0.0.1:9092 --instance read-1
    """
    sys.exit(run_service(run_read, settings))


@classifier.command()
@settings_options
def ledger(settings: Settings) -> None:
    """Keep the ledger: read korea.observations; write korea.signals and korea.latest.

    One of these works at a time; a second one stands by.

    \b
    Example:  koreadesk classifier ledger --kafka 127.0.0.1:9092 --instance ledger-1
    """
    sys.exit(run_service(run_ledger, settings))
