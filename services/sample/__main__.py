"""`python -m services.sample newswire` and `python -m services.sample receiver`."""

import asyncio
import base64
import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path

import click
from aiohttp import web

from services.runtime.fatal import Fatal
from services.runtime.process import Main, run_service
from services.runtime.settings import Settings, WrongSetting
from services.runtime.strict_yaml import BadFile, load_strict
from services.sample.newswire import Newswire
from services.sample.receiver import Receiver
from services.sample.story import Story

ARTICLES = Path(__file__).parent / "articles"

_http = click.option("--http", metavar="HOST:PORT", help="Address to serve at.  [KOREADESK_HTTP]")


@click.group()
def sample() -> None:
    """A newswire to read and a receiver to alert."""


@sample.command()
@_http
def newswire(http: str | None) -> None:
    """Serve the sample's stories as /world.rss and /korea.atom.

    \b
    Example:  python -m services.sample newswire --http 127.0.0.1:8105
    """
    app = Newswire(load_stories()).application()
    _serve(app, http, "127.0.0.1:8105")


@sample.command()
@_http
@click.option("--secret", required=True, type=click.Path(path_type=Path), help="The secret's file; made when absent.")
def receiver(http: str | None, secret: Path) -> None:
    """Take signed webhooks at /hook and Slack messages at /slack; /received tells what came.

    \b
    Example:  python -m services.sample receiver --http 127.0.0.1:8106 --secret ./secret
    """
    _serve(Receiver(shared_secret(secret)).application(), http, "127.0.0.1:8106")


def load_stories(folder: Path = ARTICLES) -> dict[str, Story]:
    """The stories by their files' names.

    Raises:
        BadFile: naming file, line and key.
    """
    return {path.stem: load_strict(path, Story) for path in sorted(folder.glob("*.yaml"))}


def shared_secret(path: Path) -> str:
    """The secret that the sample's two sides share; made by whoever comes first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as made:
            made.write(f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}\n")
    return path.read_text().strip()


def _serve(app: web.Application, http: str | None, default: str) -> None:
    settings = Settings.from_environment(os.environ, http=http)
    sys.exit(run_service(_served(app, settings.http or default), settings))


def _served(app: web.Application, address: str) -> Main:
    async def main(_settings: Settings, stop: asyncio.Event) -> None:
        host, _, port = address.rpartition(":")
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await _listen(runner, host, int(port))
            await stop.wait()
        finally:
            await runner.cleanup()

    return main


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise Fatal(f"{host}:{port}: {error.strerror or error}; choose another address with --http") from None


if __name__ == "__main__":
    try:
        sample(prog_name="python -m services.sample")
    except (BadFile, WrongSetting) as mistakes:
        sys.exit(f"koreadesk: {mistakes}")
