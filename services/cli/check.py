"""`koreadesk check`: whether the files that people write are right, without starting anything."""

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import click

from services.alerts.subscriptions import Subscriptions
from services.alerts.targets import BadTarget, resolve_targets
from services.cli.options import settings_flags
from services.fetcher.sources import Sources
from services.runtime.settings import Settings
from services.runtime.strict_yaml import BadFile, load_strict, resolve_secret


@click.command()
@settings_flags("sources", "subscriptions", "knowledge")
def check(settings: Settings) -> None:
    """Check sources, subscriptions and knowledge; one line a problem, exit 1 if there is any.

    Secrets that the subscriptions refer to have to be there. Knowledge has to be well formed, and every example
    sentence in it has to be read as it says; without --knowledge our own is checked.

    \b
    Example:  koreadesk check --sources sources.yaml --subscriptions subscriptions.yaml
    """
    wrong = [*problems(settings), *_problems_of(partial(_knowledge, settings.knowledge))]
    for problem in wrong:
        click.echo(problem)
    if wrong:
        raise SystemExit(1)
    named = [str(path) for path in (settings.sources, settings.subscriptions, settings.knowledge) if path]
    click.echo(f"all is well: {', '.join(named) or 'our own knowledge'}")


def problems(settings: Settings) -> list[str]:
    """What is wrong with the sources and subscriptions that the settings name, one line each."""
    return list(_problems(settings))


def _problems(settings: Settings) -> Iterator[str]:
    if settings.sources:
        yield from _problems_of(partial(load_strict, settings.sources, Sources))
    if settings.subscriptions:
        yield from _problems_of(partial(_subscriptions, settings.subscriptions))


def _subscriptions(path: Path) -> None:
    written = load_strict(path, Subscriptions)
    try:
        resolve_targets(written, lambda reference: resolve_secret(reference, os.environ))
    except BadTarget as problem:
        raise BadFile(f"{path}: {problem}") from None


def _knowledge(overlay: Path | None) -> None:
    from services.classifier.examples import faults  # noqa: PLC0415  (takes a while, and `run` has no need)
    from services.classifier.knowledge import load_knowledge  # noqa: PLC0415

    if broken := faults(load_knowledge(overlay)):
        raise BadFile("\n".join(f"{overlay or 'knowledge'}: {fault}" for fault in broken))


def _problems_of(load: Callable[[], object]) -> list[str]:
    try:
        load()
    except BadFile as mistakes:
        return str(mistakes).splitlines()
    return []
