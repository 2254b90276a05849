"""Every message ever shipped still parses."""

import json
from pathlib import Path
from typing import Any

import pytest

import schemas
from schemas.encoding import decode
from schemas.topics import MESSAGES, TOPICS, Topic

EXAMPLES = Path(schemas.__file__).parent / "examples"
FILES = sorted(EXAMPLES.glob("*/*.json"))


def folder(topic: Topic[Any]) -> str:
    """The topic's name, and for a second record on it that record's too."""
    return topic.base if topic in TOPICS else f"{topic.base}.{topic.record.__name__.lower()}"


BY_NAME = {folder(topic): topic for topic in MESSAGES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_an_example_still_parses_and_keeps_its_values(file: Path) -> None:
    written = json.loads(file.read_text(encoding="utf-8"))
    record = decode(BY_NAME[file.parent.name], file.read_bytes())
    again = json.loads(record.model_dump_json())
    written.pop("a_field_from_the_future", None)
    assert {key: again.get(key, "gone: old readers need it") for key in written} == written


@pytest.mark.parametrize("topic", MESSAGES, ids=folder)
def test_every_topic_has_an_example_and_one_from_the_future(topic) -> None:
    names = {file.stem for file in FILES if file.parent.name == folder(topic)}
    assert {"first", "from-the-future"} <= names


@pytest.mark.parametrize("topic", MESSAGES, ids=folder)
def test_the_example_from_the_future_holds_an_unknown_field(topic) -> None:
    written = json.loads((EXAMPLES / folder(topic) / "from-the-future.json").read_text(encoding="utf-8"))
    assert written.keys() - topic.record.model_fields.keys()


def test_evidence_of_the_examples_stands_where_it_says() -> None:
    tagged = json.loads((EXAMPLES / "korea.tagged" / "first.json").read_text(encoding="utf-8"))["article"]
    signal = json.loads((EXAMPLES / "korea.signals" / "first.json").read_text(encoding="utf-8"))
    for proof in signal["evidence"]:
        assert tagged[proof["field"]][proof["start"] : proof["end"]] == proof["text"]
