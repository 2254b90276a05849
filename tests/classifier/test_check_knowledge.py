"""`koreadesk check` holds a folder of the user's own knowledge to its sentences."""

from pathlib import Path

from click.testing import CliRunner

from services.cli.check import check

OWN = """classes:
  - name: own
    verbs: [defenestrate]
    rows: [{kind: denunciation, subject: party}]
    examples: [{text: "North Korea defenestrated the South Korean envoy on Monday.", kind: %s}]
"""


def checked(folder: Path, kind: str) -> tuple[int, str]:
    (folder / "classes").mkdir()
    (folder / "classes" / "own.yaml").write_text(OWN % kind)
    result = CliRunner().invoke(check, ["--knowledge", str(folder)])
    return result.exit_code, result.output


def test_own_knowledge_that_holds_is_well(tmp_path: Path) -> None:
    assert checked(tmp_path, "denunciation") == (0, f"all is well: {tmp_path}\n")


def test_a_sentence_that_is_not_read_as_it_says_is_a_problem(tmp_path: Path) -> None:
    code, output = checked(tmp_path, "threat")
    assert code == 1
    assert "own: must give threat[any] asserted, gives denunciation[PRK->KOR]" in output


def test_a_class_that_stands_in_two_files_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "classes").mkdir()
    for name in ("first.yaml", "second.yaml"):
        (tmp_path / "classes" / name).write_text(OWN % "denunciation")
    result = CliRunner().invoke(check, ["--knowledge", str(tmp_path)])
    assert result.exit_code == 1
    assert result.output == f"{tmp_path}/classes/second.yaml: class own: stands in first.yaml too\n"
