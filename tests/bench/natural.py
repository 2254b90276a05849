"""Whole articles as they are written, from the stream of the evaluation material."""

from collections.abc import Sequence
from dataclasses import replace

from services.classifier.reading.reader import Reader
from services.classifier.reading.texts.text import Text
from services.cli.lines import text_lines
from tests.evaluation.sets import CORPUS

LETTERS = 2_800
"""Each is cut to so many letters, to be like the bench's own; shorter ones are left out."""


def natural_texts(reader: Reader) -> dict[str, Sequence[Text]]:
    """Relevant articles, and all at their natural rate; nothing where the material is absent."""
    path = CORPUS / "stream.jsonl"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8") as lines:
        whole = [replace(text, body=text.body[:LETTERS]) for text, _ in text_lines(lines) if len(text.body) >= LETTERS]
    return {"dense": [text for text in whole if reader.read(text).relevance == "relevant"], "mixed": whole}
