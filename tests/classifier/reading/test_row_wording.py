"""What a row asks of the words of a sentence: phrases and words with a hyphen count as they are written."""

from pathlib import Path

import pytest

from services.classifier.knowledge import load_knowledge
from services.classifier.reading.reader import Reader
from services.classifier.reading.texts.text import Text


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    folder: Path = tmp_path_factory.mktemp("knowledge")
    (folder / "classes").mkdir()
    (folder / "classes" / "own.yaml").write_text(
        "classes:\n"
        "  - name: own\n"
        "    verbs: [defenestrate]\n"
        "    rows:\n"
        "      - kind: denunciation\n"
        "        subject: party\n"
        "        sentence: [e-mail, state of the art]\n"
        "        not_sentence: [out of hand, mid-summer]\n"
    )
    return Reader(load_knowledge(folder))


@pytest.mark.parametrize(
    ("sentence", "read"),
    [
        ("North Korea defenestrated the South Korean envoy by e-mail on Monday.", True),
        ("North Korea defenestrated the South Korean envoy in a State of the Art way on Monday.", True),
        ("North Korea defenestrated the South Korean envoy by mail on Monday.", False),
        ("North Korea defenestrated the South Korean envoy, a state of affairs in the art world, on Monday.", False),
        ("North Korea defenestrated the South Korean envoy by e-mail, out of hand, on Monday.", False),
        ("North Korea defenestrated the South Korean envoy by e-mail on a mid-summer Monday.", False),
        ("North Korea defenestrated the South Korean envoy by e-mail, out of one hand, on a summer Monday.", True),
    ],
)
def test_a_row_finds_phrases_and_words_with_a_hyphen(reader: Reader, sentence: str, read: bool) -> None:
    claims = reader.read(Text("own", "", sentence, None)).claims
    assert ("own/1" in [claim.rule for claim in claims]) is read
