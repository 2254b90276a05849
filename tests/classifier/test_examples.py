"""The knowledge holds to its own sentences: what an entry shows is read so, what only resembles it is not."""

from pathlib import Path

import pytest

from services.classifier.examples import Shown, faults, kinds_of, shown
from services.classifier.knowledge import Knowledge, load_knowledge
from services.classifier.knowledge.class_entries import VerbClass, Veto
from services.classifier.reading.reader import Reader

KNOWLEDGE = load_knowledge()


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(KNOWLEDGE)


@pytest.mark.parametrize("one", [pytest.param(s, id=f"{s.entry}: {s.example.text[:60]}") for s in shown(KNOWLEDGE)])
def test_a_sentence_of_the_knowledge_is_read_as_it_says(one: Shown, reader: Reader) -> None:
    assert one.fault(reader) is None


@pytest.mark.parametrize("entry", KNOWLEDGE.classes, ids=lambda entry: entry.name)
def test_every_class_shows_each_of_its_kinds_and_what_only_resembles_them(entry: VerbClass) -> None:
    assert {example.kind for example in entry.examples} >= kinds_of(entry)
    assert len(entry.examples) >= 2
    assert len(entry.lookalikes) >= 2


@pytest.mark.parametrize("veto", KNOWLEDGE.vetoes, ids=lambda veto: veto.name)
def test_every_veto_shows_what_it_turns_away(veto: Veto) -> None:
    assert veto.lookalikes


def overlaid(folder: Path, **example: str) -> Knowledge:
    lines = "".join(f", {key}: {value}" for key, value in example.items())
    (folder / "classes").mkdir()
    (folder / "classes" / "own.yaml").write_text(
        "classes:\n"
        "  - name: own\n"
        "    verbs: [defenestrate]\n"
        "    rows: [{kind: denunciation, subject: party}]\n"
        f"    examples: [{{text: North Korea defenestrated the South Korean envoy on Monday.{lines}}}]\n"
    )
    return load_knowledge(folder)


def own_faults(knowledge: Knowledge) -> list[str]:
    return [fault for fault in faults(knowledge) if fault.startswith("own:")]


def test_a_class_of_the_users_own_is_held_to_its_sentence(tmp_path: Path) -> None:
    assert own_faults(overlaid(tmp_path, kind="denunciation", actors="[PRK]")) == []


def test_a_sentence_that_does_not_hold_is_named_with_its_entry_and_what_was_read(tmp_path: Path) -> None:
    [fault] = own_faults(overlaid(tmp_path, kind="denunciation", actors="[USA]"))
    assert fault.startswith("own: must give denunciation[USA] asserted, gives denunciation[PRK->KOR]")
