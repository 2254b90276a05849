"""`koreadesk kafka`: a real Apache Kafka node on this machine."""

import click

from services.cli.options import settings_flags
from services.runtime.broker.node import KafkaNode
from services.runtime.broker.ports import is_free
from services.runtime.fatal import Fatal
from services.runtime.settings import Settings

USUAL_PORT = 9092


@click.group()
def kafka() -> None:
    """A real Apache Kafka node on this machine, with its data in DIR/kafka.

    It needs nothing but Python: Java (17 or newer) is the machine's or is fetched, Kafka is fetched once.
    `koreadesk run` starts one by itself.

    \b
    koreadesk kafka start --data ./desk
    koreadesk topics create
    koreadesk kafka stop --data ./desk
    """


@kafka.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Where it listens.  [the one it had; first 9092, or a free one]"
)
@settings_flags("data")
def start(settings: Settings, port: int | None) -> None:
    """Start the node, wait until it serves, and print its bootstrap address.

    \b
    Example:  koreadesk kafka start --data ./desk --port 19092
    """
    node = _node(settings)
    try:
        node.port = port or _first_port(node)
        click.echo(node.start())
    except Fatal as end:
        raise click.ClickException(str(end)) from None


@kafka.command()
@settings_flags("data")
def stop(settings: Settings) -> None:
    """Stop the node; its data stays.

    \b
    Example:  koreadesk kafka stop --data ./desk
    """
    node = _node(settings)
    try:
        node.stop()
    except Fatal as end:
        raise click.ClickException(str(end)) from None
    click.echo("stopped")


@kafka.command()
@settings_flags("data")
def status(settings: Settings) -> None:
    """Print address, process and memory; exit 1 where the node does not run.

    \b
    Example:  koreadesk kafka status --data ./desk
    """
    try:
        state = _node(settings).status()
    except Fatal as end:
        raise click.ClickException(str(end)) from None
    if state.pid is None:
        click.echo(f"stopped {state.bootstrap or ''}".rstrip())
        raise SystemExit(1)
    click.echo(f"running {state.bootstrap} pid {state.pid} {state.memory_mb} MB")


def _node(settings: Settings) -> KafkaNode:
    return KafkaNode(settings.data / "kafka")


def _first_port(node: KafkaNode) -> int:
    """0, which takes the remembered port or a free one; at the first start the usual one where that is free."""
    return USUAL_PORT if node.status().bootstrap is None and is_free(USUAL_PORT) else 0
