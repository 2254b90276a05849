"""Fits the weights of relevance anew, by ridge logistic regression over its named features.

    python -m tests.evaluation.fit_relevance            print the weights, and how they do on folds not fitted
    python -m tests.evaluation.fit_relevance --write    put them into knowledge/relevance.yaml
    ... --sets dev dev2                                 fitted on these sets only (and the own cases), as they were last

Fitted on dev, dev2, half of written's weight, and our own cases with a label; never on the closed set. The weights
are numbers on features named in plain words: no text, and no n-gram of one, is kept.
"""

import argparse
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import services.classifier.knowledge
from services.classifier.knowledge import load_knowledge
from services.classifier.reading.texts.text import Text
from services.cli.lines import text_lines
from tests.classifier.case_file import case_files, load_file
from tests.classifier.case_verdict import text_of
from tests.classifier.listening_reader import ListeningReader
from tests.evaluation.sets import CORPUS

RIDGE, FOLDS, STEPS = 2.0, 8, 12
SETS = {"dev": 1.0, "dev2": 1.0, "written": 0.5}
FILE = Path(services.classifier.knowledge.__file__).parent / "relevance.yaml"
Vector = list[float]


@dataclass(frozen=True)
class Sample:
    """The features of one text, its label, its weight, and the fold it belongs to (texts of one day stay together)."""

    features: Mapping[str, float]
    relevant: bool
    weight: float
    fold: int


def labelled(sets: Sequence[str]) -> Iterator[tuple[Text, bool, float, str]]:
    """Every text with its label, weight and group."""
    for name in sets:
        with (CORPUS / f"{name}.jsonl").open(encoding="utf-8") as lines:
            for text, row in text_lines(lines):
                yield text, row["relevant"], SETS[name], row.get("date") or row["id"]
    for path in case_files():
        for case in load_file(path):
            if case.relevant is not None:
                yield text_of(case), case.relevant, 1.0, case.text


def samples(sets: Sequence[str]) -> Iterator[Sample]:
    """The texts that pass the gate, as the reader sees them."""
    reader = ListeningReader(load_knowledge())
    for text, relevant, weight, group in labelled(sets):
        features = reader.features(text)
        if features is not None:
            yield Sample(features, relevant, weight, sum(group.encode()) % FOLDS)


def fitted(rows: Sequence[Sample], names: Sequence[str]) -> Vector:
    """Newton's method; `always` carries the threshold and is not held small."""
    table = [([row.features.get(name, 0.0) for name in names], row) for row in rows]
    ridge = [0.01 if name == "always" else RIDGE for name in names]
    weights = [0.0] * len(names)
    for _ in range(STEPS):
        slope = [-r * w for r, w in zip(ridge, weights, strict=True)]
        bend = [[r if i == j else 0.0 for j in range(len(names))] for i, r in enumerate(ridge)]
        for found, row in table:
            _add(found, row, weights, slope, bend)
        weights = [w + step for w, step in zip(weights, solved(bend, slope), strict=True)]
    return weights


def _add(found: Vector, row: Sample, weights: Vector, slope: Vector, bend: list[Vector]) -> None:
    chance = 1 / (1 + math.exp(-_dot(found, weights)))
    error, spread = row.weight * (row.relevant - chance), row.weight * chance * (1 - chance)
    told = [(at, value) for at, value in enumerate(found) if value]
    for i, value in told:
        slope[i] += error * value
        line = bend[i]
        for j, other in told:
            line[j] += spread * value * other


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return max(-30.0, min(30.0, sum(a * b for a, b in zip(one, other, strict=True) if a)))


def solved(matrix: list[Vector], right: Vector) -> Vector:
    """Solve a linear system of full rank (Gauss, with pivots)."""
    size = len(right)
    lines = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for at in range(size):
        best = max(range(at, size), key=lambda i: abs(lines[i][at]))
        lines[at], lines[best] = lines[best], lines[at]
        for below in range(at + 1, size):
            factor = lines[below][at] / lines[at][at]
            lines[below] = [b - factor * a for a, b in zip(lines[at], lines[below], strict=True)]
    answer = [0.0] * size
    for at in reversed(range(size)):
        known = sum(lines[at][j] * answer[j] for j in range(at + 1, size))
        answer[at] = (lines[at][size] - known) / lines[at][at]
    return answer


def f1(rows: Sequence[Sample], names: Sequence[str], weights: Vector) -> tuple[int, int, int]:
    """True, wrong and missed on rows."""
    said = [(_dot([row.features.get(name, 0.0) for name in names], weights) > 0, row.relevant) for row in rows]
    return said.count((True, True)), said.count((True, False)), said.count((False, True))


def folded(rows: Sequence[Sample], names: Sequence[str]) -> tuple[int, int, int]:
    """The same, each fold judged by weights that were fitted without it."""
    counts = (0, 0, 0)
    for fold in range(FOLDS):
        inside = [row for row in rows if row.fold == fold]
        weights = fitted([row for row in rows if row.fold != fold], names)
        counts = tuple(a + b for a, b in zip(counts, f1(inside, names, weights), strict=True))  # type: ignore[assignment]
    return counts


def written(names: Sequence[str], weights: Vector) -> None:
    """Replace the block of weights in the file."""
    head, mark, _ = FILE.read_text(encoding="utf-8").partition("\nweights:\n")
    lines = (
        f"  {name}: {value:.3f}\n" for name, value in sorted(zip(names, weights, strict=True), key=lambda p: -p[1])
    )
    FILE.write_text(head + mark + "".join(lines), encoding="utf-8")


def main() -> None:
    """Fit, tell, and write where asked."""
    parser = argparse.ArgumentParser(description="Fit the weights of relevance anew.")
    parser.add_argument("--write", action="store_true", help="put them into knowledge/relevance.yaml")
    parser.add_argument("--sets", nargs="+", default=list(SETS), help="the labelled sets to fit on")
    asked = parser.parse_args()
    rows = list(samples(asked.sets))
    names = sorted({name for row in rows for name in row.features})
    weights = fitted(rows, names)
    for label, (true, wrong, missed) in (("fitted", f1(rows, names, weights)), ("folds", folded(rows, names))):
        score = 2 * true / (2 * true + wrong + missed)
        print(f"{label:8} F1 {score:.4f}  {wrong} wrong, {missed} missed of {len(rows)} texts")
    for name, value in sorted(zip(names, weights, strict=True), key=lambda pair: -pair[1]):
        print(f"  {name}: {value:.3f}")
    if asked.write:
        written(names, weights)


if __name__ == "__main__":
    main()
