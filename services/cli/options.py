"""Flags that commands share; each overrides the KOREADESK_* variable of the same name."""

import functools
import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from services.runtime.settings import Settings, WrongSetting, variable

F = TypeVar("F", bound=Callable[..., Any])

FLAGS: dict[str, dict[str, Any]] = {
    "kafka": {"metavar": "HOST:PORT,...", "help": "Kafka's bootstrap addresses."},
    "prefix": {"metavar": "TEXT", "help": "Put before the names of all topics and groups."},
    "instance": {"metavar": "NAME", "help": "Stable name of this replica."},
    "share": {"metavar": "N/M", "help": "This replica's share of the sources or endpoints."},
    "data": {"metavar": "DIR", "help": "Folder for state; one process locks it."},
    "sources": {"metavar": "FILE", "help": "The sources (YAML)."},
    "subscriptions": {"metavar": "FILE", "help": "Endpoints and subscriptions (YAML)."},
    "knowledge": {"metavar": "DIR", "help": "A folder of knowledge laid over the built-in one."},
    "http": {"metavar": "HOST:PORT", "help": "Address of health and metrics."},
    "log": {"type": click.Choice(["json", "console"]), "help": "Form of the log lines on standard error."},
}
SERVICE = ("kafka", "prefix", "instance", "data", "http", "log")
"""The flags of every service."""


def settings_flags(*names: str) -> Callable[[F], F]:
    """Give a command these flags and pass it `settings`; a wrong setting ends it with one line."""

    def decorate(command: F) -> F:
        @functools.wraps(command)
        def with_settings(*args: Any, **given: Any) -> Any:
            overrides = {name: given.pop(name) for name in names}
            return command(*args, settings=_settings(overrides), **given)

        decorated: Any = with_settings
        for name in reversed(names):
            decorated = _flag(name)(decorated)
        return decorated  # type: ignore[no-any-return]

    return decorate


def settings_options(command: F) -> F:
    """Give a command the flags of every service and pass it `settings`."""
    return settings_flags(*SERVICE)(command)


def _flag(name: str) -> Callable[[F], F]:
    details = dict(FLAGS[name])
    words = f"{details.pop('help')}  [{variable(name)}]"
    return click.option(f"--{name}", name, default=None, help=words, **details)


def _settings(overrides: dict[str, Any]) -> Settings:
    try:
        return Settings.from_environment(os.environ, **overrides)
    except WrongSetting as mistake:
        raise click.ClickException(str(mistake)) from None
