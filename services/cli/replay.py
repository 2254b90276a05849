"""`koreadesk replay`: lines of texts in, revisions of signals out."""

import json
from pathlib import Path
from typing import Any, TextIO

import click

from schemas.signal import Signal
from services.classifier.replay import Replay
from services.cli.classify import reader_with
from services.cli.lines import BadLine, text_lines
from services.runtime.version import made_by


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8"), default="-")
@click.option("--jsonl", is_flag=True, help="JSON lines: every revision whole, as it would be published.")
@click.option("--knowledge", type=click.Path(path_type=Path), help="A folder of knowledge laid over the built-in one.")
def replay(file: TextIO, jsonl: bool, knowledge: Path | None) -> None:
    """Read the texts in FILE in order and print each signal revision that they cause.

    One JSON object a line in: id, title, text, date, and perhaps stream: texts of one stream share a
    memory, streams do not see each other. `article_id` in the output is the text that caused the revision.

    \b
    Example:
      koreadesk replay --jsonl texts.jsonl > signals.jsonl
    """
    reader = reader_with(knowledge)
    desk = Replay(reader, made_by(reader.hash))
    show = _as_json if jsonl else _as_words
    try:
        for text, row in text_lines(file):
            stream = _stream(row)
            for signal in desk.tell(text, stream):
                click.echo(show(signal, row.get("stream")))
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file.name}: not UTF-8: {error.reason}") from None


def _stream(row: dict[str, Any]) -> str:
    stream = row.get("stream")
    if stream is not None and not isinstance(stream, str):
        raise BadLine(f"text {row['id']}: stream: must be a string")
    return stream or ""


def _as_json(signal: Signal, stream: str | None) -> str:
    where = {"article_id": signal.caused_by} | ({"stream": stream} if stream is not None else {})
    return json.dumps({**signal.model_dump(mode="json"), **where}, ensure_ascii=False)


def _as_words(signal: Signal, stream: str | None) -> str:
    parties = "-".join(",".join(sides) for sides in (signal.actors, signal.targets) if sides)
    words = f"{signal.reason} {signal.kind} {parties} (tier {signal.tier}, roots {signal.roots})"
    where = f"{stream}: {signal.caused_by}" if stream else signal.caused_by
    proof = "\n".join(f"    “{piece.text}”" for piece in signal.evidence if piece.role == "trigger")
    return f"{where}  {signal.id[:12]} r{signal.revision}  {words}\n{proof}".rstrip()
