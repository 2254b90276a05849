"""Rules of the house that no linter knows."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from schemas.topics import TOPICS

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(path for folder in ("schemas", "services") for path in (ROOT / folder).rglob("*.py"))
LONGEST_FUNCTION = 40
LONGEST_FILE = 400


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_are_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    assert [f.name for f in functions(path) if length(f) > LONGEST_FUNCTION] == []


def test_most_functions_fit_in_ten_lines() -> None:
    lengths = sorted(length(f) for path in MODULES for f in functions(path))
    assert lengths[len(lengths) // 2] <= 10


@pytest.mark.parametrize("framework", ["faust", "sqlite3", "lxml"])
def test_a_framework_stays_where_it_belongs(framework: str) -> None:
    allowed = {"faust": 1, "sqlite3": 4, "lxml": 4}
    users = [
        path
        for path in MODULES
        if f"import {framework}" in (text := path.read_text(encoding="utf-8")) or f"from {framework}" in text
    ]
    assert len(users) <= allowed[framework], [str(path.relative_to(ROOT)) for path in users]


def test_the_root_holds_what_the_design_lists() -> None:
    """A file written by mistake, by a tool that took an option for a name, stands out at once."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    roots = {name.split("/")[0] for name in listed.split("\0") if name}
    design = (ROOT / "DESIGN.md").read_text(encoding="utf-8")
    known = {name for name in roots if re.search(rf"(?<![\w/]){re.escape(name)}(?!\w)", design)}
    assert roots - known <= {".ci", ".gitignore"}


def test_every_topic_is_documented() -> None:
    design = (ROOT / "DESIGN.md").read_text(encoding="utf-8")
    assert [topic.base for topic in TOPICS if f"`{topic.base}`" not in design] == []


def test_every_setting_is_documented() -> None:
    read = {name for path in MODULES for name in re.findall(r"KOREADESK_[A-Z_]+", path.read_text(encoding="utf-8"))}
    documented = (ROOT / "DESIGN.md").read_text(encoding="utf-8") + (ROOT / "README.md").read_text(encoding="utf-8")
    assert sorted(name for name in read if name.rstrip("_") not in documented) == []


READER = [path for path in MODULES if "reading" in path.parts]


@pytest.mark.parametrize("path", READER, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_reader_is_spelled_so_that_it_compiles(path: Path) -> None:
    """mypyc 2.4 stumbles over `in (one, *others)`, and computes `cached_property` at each look."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    sought = [right for node in ast.walk(tree) if isinstance(node, ast.Compare) for right in node.comparators]
    starred = [
        it.lineno for it in sought if isinstance(it, ast.Tuple) and any(isinstance(e, ast.Starred) for e in it.elts)
    ]
    assert not starred
    assert not any(isinstance(node, ast.Name) and node.id == "cached_property" for node in ast.walk(tree))
