"""Every case is read as the contract says, save the known failures, each of which names its cause."""

from collections.abc import Iterator

import pytest

from services.classifier.knowledge import load_knowledge
from services.classifier.reading.reader import Reader
from tests.classifier.case_file import KINDS, Case, case_files, load_file, open_cases
from tests.classifier.case_verdict import faults, text_of


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_knowledge())


def each_case() -> Iterator[object]:
    """Known failures must fail: one that passes has to leave the list, which `cases_report --record` writes anew."""
    known = open_cases()
    for path in case_files():
        for number, case in enumerate(load_file(path), start=1):
            name = f"{path.stem}-{number}"
            marks = [pytest.mark.xfail(reason=known[name], strict=True)] if name in known else []
            yield pytest.param(case, id=name, marks=marks)


@pytest.mark.parametrize("case", list(each_case()))
def test_the_text_is_read_as_the_contract_says(case: Case, reader: Reader) -> None:
    assert faults(case, reader.read(text_of(case))) == [], f"{case.why}: {case.text}"


def test_there_are_many_cases_and_one_in_three_only_resembles_the_thing() -> None:
    look_alikes = [case.look_alike(path.stem) for path in case_files() for case in load_file(path)]
    assert len(look_alikes) >= 400
    assert sum(look_alikes) >= len(look_alikes) / 3


def test_every_kind_has_its_file() -> None:
    assert {path.stem for path in case_files()} >= KINDS


def test_no_text_stands_twice() -> None:
    texts = [case.text for path in case_files() for case in load_file(path)]
    assert len(texts) == len(set(texts))
