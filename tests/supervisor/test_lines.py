"""What a person who watches is told of each record."""

import json
from pathlib import Path

import pytest

from schemas.encoding import decode
from schemas.topics import ARTICLES, DELIVERIES, SIGNALS, TAGGED
from services.supervisor.lines import Teller

EXAMPLES = Path(__file__).resolve().parents[2] / "schemas" / "examples"


def example(topic: object) -> object:
    path = sorted((EXAMPLES / topic.base).glob("*.json"))[0]  # type: ignore[attr-defined]
    return decode(topic, json.dumps(json.loads(path.read_text())).encode())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("topic", "verb"), [(ARTICLES, "read"), (TAGGED, "tagged"), (SIGNALS, "flagged"), (DELIVERIES, "delivered")]
)
def test_every_record_is_told_in_its_own_words(topic: object, verb: str) -> None:
    line = Teller().lines(example(topic))[0]
    assert line.verb == verb
    assert line.words


def test_a_signal_is_told_with_its_evidence() -> None:
    signal = example(SIGNALS)
    line = Teller().lines(signal)[0]
    assert f"“{signal.evidence[0].text}”" in line.words  # type: ignore[attr-defined]


def test_what_is_no_record_is_not_told() -> None:
    assert Teller().lines(None) == []
