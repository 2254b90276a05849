"""The wheel works where the checkout is not: code, knowledge, sample and templates are inside."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from services.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = {
    "id": "a1",
    "title": "North Korean delegation fails to show up for talks",
    "text": "SEOUL (Wire) - North Korean officials did not show up Thursday for talks with South Korea at Panmunjom.",
    "date": "2026-03-05",
}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", folder, ROOT], check=True, timeout=120)
    return next(folder.glob("koreadesk-*.whl"))


@pytest.fixture(scope="session")
def koreadesk(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of an environment that holds the wheel and, by a path file, what it depends on.

    Path files that are named in a path file are not followed, so our editable install stays out of sight.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    site = next((folder / "lib").glob("python*/site-packages"))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--ignore-installed"]
    subprocess.run([*pip, wheel], check=True, timeout=120)
    return folder / "bin" / "koreadesk"


def told(command: Path, words: Sequence[str], folder: Path, stdin: str = "") -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("KOREADESK_", "PYTHON"))}
    done = subprocess.run(
        [command, *words],
        check=False,
        cwd=folder,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, f"koreadesk {' '.join(words)}: {done.stderr}"
    return done.stdout


def test_data_files_are_inside(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for folder, kind in (
        ("services/classifier/knowledge/", ".yaml"),
        ("services/sample/articles/", ".yaml"),
        ("services/sample/sources", ".yaml"),
        ("services/runtime/broker/jars", ".txt"),
        ("schemas/published/", ".json"),
    ):
        assert any(name.startswith(folder) and name.endswith(kind) for name in names), folder
    assert not any(name.startswith(("tests/", "deploy/")) for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_code_is_the_wheels_own(koreadesk: Path, tmp_path: Path) -> None:
    code = "import services; print(services.__file__)"
    done = subprocess.run(
        [koreadesk.with_name("python"), "-c", code], check=True, cwd=tmp_path, capture_output=True, text=True
    )
    assert Path(done.stdout.strip()).is_relative_to(koreadesk.parents[1])


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_explains_itself(koreadesk: Path, command: str, tmp_path: Path) -> None:
    assert "koreadesk" in told(koreadesk, [*filter(None, [command]), "--help"], tmp_path)


def test_an_article_is_classified_with_its_evidence(koreadesk: Path, tmp_path: Path) -> None:
    verdict = json.loads(told(koreadesk, ["classify"], tmp_path, json.dumps(ARTICLE) + "\n"))
    assert (verdict["id"], verdict["relevant"]) == ("a1", True)
    assert "meeting_missed" in {signal["kind"] for signal in verdict["signals"]}


def test_its_own_files_are_right(koreadesk: Path, tmp_path: Path) -> None:
    assert "all is well" in told(koreadesk, ["check"], tmp_path)
