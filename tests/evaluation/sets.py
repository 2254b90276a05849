"""The labelled sets and what the reader says of them."""

import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("KOREADESK_SHARED", ROOT.parent / "shared"))
CORPUS = SHARED / "corpus"
ACCEPTED = Path(__file__).parent / "accepted"
OPEN_SETS = ("dev", "dev2", "written")
CLOSED = "closed"
Row = dict[str, Any]


@dataclass(frozen=True)
class Judged:
    """Gold and predictions of one set, by id."""

    name: str
    gold: dict[str, Row]
    said: dict[str, Row]


@cache
def scorer() -> ModuleType:
    """The scorer that stands beside the corpus."""
    spec = importlib.util.spec_from_file_location("score", CORPUS / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(path: Path) -> dict[str, Row]:
    """JSON lines by id, in the order of the file."""
    with path.open(encoding="utf-8") as lines:
        return {row["id"]: row for row in (json.loads(line) for line in lines if line.strip())}


def classify(path: Path) -> dict[str, Row]:
    """What `koreadesk classify` says of a file."""
    with path.open("rb") as texts:
        run = subprocess.run(
            [sys.executable, "-m", "services", "classify"], stdin=texts, stdout=subprocess.PIPE, check=True, cwd=ROOT
        )
    return {row["id"]: row for row in map(json.loads, run.stdout.splitlines())}


def judged(name: str) -> Judged:
    """One set, read now."""
    path = CORPUS / f"{name}.jsonl"
    return Judged(name, rows(path), classify(path))


def without_words(row: Row) -> Row:
    """A prediction as it may be kept: id, kinds, actors and offsets, no text."""
    keep = ("kind", "actors", "factuality", "tier")
    signals = [
        {
            **{key: signal[key] for key in keep},
            "evidence": [[e["field"], e["start"], e["end"]] for e in signal["evidence"]],
        }
        for signal in row["signals"]
        if signal["factuality"] == "asserted"
    ]
    return {"id": row["id"], "relevant": row["relevant"], "signals": signals}


def accepted(name: str) -> dict[str, Row]:
    """The recorded predictions of the last accepted version; empty where none are recorded."""
    path = ACCEPTED / f"{name}.jsonl"
    return rows(path) if path.is_file() else {}


def record(judged_set: Judged) -> None:
    """Keep the predictions of this version as the accepted ones."""
    ACCEPTED.mkdir(exist_ok=True)
    lines = (json.dumps(without_words(row), separators=(",", ":")) for row in judged_set.said.values())
    (ACCEPTED / f"{judged_set.name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
