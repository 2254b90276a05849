"""`koreadesk classify`: lines of texts in, lines of signals out."""

import json
from pathlib import Path
from typing import Any, TextIO

import click

from services.classifier.knowledge import load_knowledge
from services.classifier.reading.reader import Reader
from services.classifier.reading.reading import Reading
from services.cli.lines import text_lines
from services.runtime.strict_yaml import BadFile

_RELEVANT = {"relevant": True, "irrelevant": False, "unread": None}


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8"), default="-")
@click.option("--jsonl", is_flag=True, help="JSON lines; the only form there is, named for the sake of scripts.")
@click.option("--knowledge", type=click.Path(path_type=Path), help="A folder of knowledge laid over the built-in one.")
def classify(file: TextIO, jsonl: bool, knowledge: Path | None) -> None:
    """Say of each text in FILE whether it is relevant and which signals it carries.

    One JSON object a line in: id, title, text, date (title and date may be null or absent). One line
    out for each, in order, as soon as it is read. `relevant` is null for what is not in English.

    \b
    Example:
      echo '{"id": "1", "text": "North Korea cancelled the talks with Seoul on Monday."}' | koreadesk classify
    """
    reader = reader_with(knowledge)
    try:
        for text, row in text_lines(file):
            click.echo(json.dumps(classified(row["id"], reader.read(text)), ensure_ascii=False))
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file.name}: not UTF-8: {error.reason}") from None


def reader_with(knowledge: Path | None) -> Reader:
    """A reader with our knowledge, the user's laid over it; a mistake in it ends the command with one line."""
    try:
        return Reader(load_knowledge(knowledge))
    except BadFile as error:
        raise click.ClickException(str(error)) from None


def classified(identity: str, reading: Reading) -> dict[str, Any]:
    """The line that `classify` writes for a reading."""
    return {
        "id": identity,
        "relevant": _RELEVANT[reading.relevance],
        "language": reading.language,
        "signals": [
            {
                "kind": claim.kind.value,
                "actors": list(claim.actors),
                "targets": list(claim.targets),
                "factuality": claim.factuality.value,
                "tier": claim.tier.value,
                "evidence": [
                    {"field": proof.field, "start": proof.start, "end": proof.end, "text": proof.text}
                    for proof in claim.evidence
                ],
            }
            for claim in reading.claims
        ],
    }
