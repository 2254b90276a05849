"""`koreadesk alerts`: tells those who asked."""

import sys
from functools import partial

import click

from services.alerts.__main__ import run
from services.cli.options import SERVICE, settings_flags
from services.runtime.process import run_service
from services.runtime.settings import Settings


@click.command()
@click.option("--enable", multiple=True, metavar="NAME", help="Try an endpoint again that was disabled; repeatable.")
@settings_flags(*SERVICE, "subscriptions", "share")
def alerts(settings: Settings, enable: tuple[str, ...]) -> None:
    """Send signals to Slack and webhooks, as the subscriptions say, until told to stop.

    What must leave waits in DIR/alerts/outbox.sqlite: kill it at any moment, nothing is lost.

    \b
    Example:  SLACK_URL=https://hooks.slack.com/services/... \\
              koreadesk alerts --subscriptions subscriptions.yaml --data ./desk
    """
    sys.exit(run_service(partial(run, enable=enable), settings))
