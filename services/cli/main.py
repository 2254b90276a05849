"""The door: names every command and loads only the one that is called."""

from importlib import import_module

import click

COMMANDS = {
    "run": "services.cli.run:run",
    "fetcher": "services.cli.fetcher:fetcher",
    "classifier": "services.cli.classifier:classifier",
    "alerts": "services.cli.alerts:alerts",
    "kafka": "services.cli.kafka:kafka",
    "topics": "services.cli.topics:topics",
    "check": "services.cli.check:check",
    "parse": "services.cli.parse:parse",
    "fetch": "services.cli.fetch:fetch",
    "classify": "services.cli.classify:classify",
    "explain": "services.cli.explain:explain",
    "replay": "services.cli.replay:replay",
}
"""In the order of use."""


class Commands(click.Group):
    """Loads a command's module when it is asked for, so that `--help` and small commands stay quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="koreadesk", prog_name="koreadesk")
def main() -> None:
    """Reads the wires and says, with the evidence in hand, when Korea diplomacy goes off script.

    \b
    Try it:    koreadesk run
    Your own:  koreadesk run --sources sources.yaml --subscriptions subscriptions.yaml --data ./desk
    One text:  koreadesk explain article.txt
    """
