"""`koreadesk explain`: what the desk sees in a text, and why."""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

import click

from services.classifier.explaining.page import page
from services.classifier.explaining.terminal import lines
from services.classifier.reading.reading import Reading
from services.classifier.reading.texts.text import Text
from services.cli.classify import reader_with
from services.cli.lines import moment, text_lines

_LOOKS = {
    "evidence": {"bg": "yellow", "fg": "black"},
    "asserted": {"fg": "red", "bold": True},
    "other": {"fg": "cyan"},
    "name": {"bold": True},
    "quiet": {"dim": True},
}


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8"), default="-")
@click.option("--date", metavar="DATE", help="When it was published, e.g. 2018-07-12; without it ages are not known.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), metavar="OUT", help="Write one HTML file.")
@click.option("--headline", metavar="HEADLINE", help="The headline; then all of FILE is the body.")
@click.option("--jsonl", is_flag=True, help="Print the whole reading as one JSON line.")
@click.option("--knowledge", type=click.Path(path_type=Path), help="A folder of knowledge laid over the built-in one.")
def explain(
    file: TextIO, date: str | None, html: Path | None, headline: str | None, jsonl: bool, knowledge: Path | None
) -> None:
    """Show what the desk sees in the text in FILE, and why.

    The first line is the headline where an empty line follows it; a JSON line as `classify` reads it
    will do as well. Shown are the text with its evidence marked, each claim with the row of the
    commitment table that decided and the rule of the knowledge that found it, and what was considered
    and turned away.

    \b
    Example:
      koreadesk explain --date 2018-07-12 article.txt
    """
    try:
        text = _text(file.read(), date, headline)
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file.name}: not UTF-8: {error.reason}") from None
    reading = reader_with(knowledge).read(text)
    if html is not None:
        _write(html, page(text, reading))
        return
    if jsonl:
        click.echo(json.dumps({"id": text.id, **_record(reading)}, ensure_ascii=False))
        return
    for line in lines(text, reading, _painted):
        click.echo(line)


def _painted(piece: str, look: str) -> str:
    return piece if os.environ.get("NO_COLOR") else click.style(piece, **_LOOKS[look])  # type: ignore[arg-type]


def _record(reading: Reading) -> dict[str, Any]:
    return {**asdict(reading), "claims": [claim.model_dump(mode="json") for claim in reading.claims]}


def _text(content: str, date: str | None, headline: str | None) -> Text:
    if date is not None and moment(date) is None:
        raise click.ClickException(f"--date: {date!r} is no date; write it like 2018-07-12")
    if content.lstrip().startswith('{"'):
        for text, _row in text_lines([content.strip().splitlines()[0]]):
            return text
    if headline is not None:
        return Text("text", headline, content.strip("\ufeff\n"), moment(date))
    first, _, rest = content.strip("\ufeff\n").partition("\n")
    if rest.startswith("\n"):
        return Text("text", first.strip(), rest.strip("\n"), moment(date))
    return Text("text", "", content.strip("\ufeff\n"), moment(date))


def _write(path: Path, content: str) -> None:
    try:
        path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}") from None
