"""Prints the share of cases passed for each file, then each failure with what was read and what was wanted.

python -m tests.classifier.cases_report [FILE STEM ...]
python -m tests.classifier.cases_report --record      keep the failures as the known ones
"""

import sys
from pathlib import Path

from services.classifier.knowledge import load_knowledge
from services.classifier.reading.reader import Reader
from services.classifier.reading.reading import Reading
from tests.classifier.case_file import OPEN, Case, case_files, load_file
from tests.classifier.case_verdict import faults, text_of, told


def failure(name: str, case: Case, reading: Reading, wrong: list[str]) -> str:
    """Tell one failure in four lines."""
    said = "; ".join(told(claim) for claim in reading.claims) or "nothing"
    wanted = "; ".join(told(claim) for claim in case.expect) or "nothing"
    return f"{name}: {'; '.join(wrong)}\n  {case.title} | {case.text}\n  got {said}\n  want {wanted}  [{case.why}]"


def report_file(path: Path, reader: Reader) -> tuple[int, int, list[str]]:
    """Count the cases passed and all cases of a file, and tell its failures."""
    cases, failures = load_file(path), []
    for number, case in enumerate(cases, start=1):
        reading = reader.read(text_of(case))
        if wrong := faults(case, reading):
            failures.append(failure(f"{path.stem}-{number}", case, reading, wrong))
    return len(cases) - len(failures), len(cases), failures


def record() -> None:
    """Write the list of known failures anew."""
    reader = Reader(load_knowledge())
    found = [
        f"{path.stem}-{number}: {'; '.join(wrong)}"
        for path in case_files()
        for number, case in enumerate(load_file(path), start=1)
        if (wrong := faults(case, reader.read(text_of(case))))
    ]
    OPEN.write_text("\n".join(found) + "\n", encoding="utf-8")
    print(f"{len(found)} known failures in {OPEN.name}")


def main(stems: list[str]) -> None:
    """Report on the named files, or on all."""
    reader = Reader(load_knowledge())
    paths = [path for path in case_files() if not stems or path.stem in stems]
    reports = {path.stem: report_file(path, reader) for path in paths}
    print("\n".join(text for _, _, failures in reports.values() for text in failures))
    for stem, (passed, cases, _) in reports.items():
        print(f"{stem:24} {passed:4} of {cases:4}  {passed / cases:6.1%}")
    passed, cases = sum(r[0] for r in reports.values()), sum(r[1] for r in reports.values())
    print(f"{'all':24} {passed:4} of {cases:4}  {passed / cases:6.1%}")


if __name__ == "__main__":
    record() if sys.argv[1:] == ["--record"] else main(sys.argv[1:])
