"""Children's output is kept in bounds, and the line that explains an end is found."""

import json
from pathlib import Path

from services.supervisor.output import Output, last_words


def test_log_files_stay_within_their_size(tmp_path: Path) -> None:
    output = Output(tmp_path / "read.log", largest=1000)
    for number in range(200):
        output.write(b"line %03d\n" % number)
    output.close()
    sizes = {path.name: path.stat().st_size for path in tmp_path.iterdir()}
    assert set(sizes) == {"read.log", "read.log.1"}
    assert max(sizes.values()) <= 1000
    assert (tmp_path / "read.log").read_bytes().endswith(b"line 199\n")


def test_the_line_for_people_explains_best() -> None:
    error = json.dumps({"level": "error", "event": "process.failed", "exception": "Traceback\nValueError: x"})
    assert last_words(["koreadesk: no Kafka at 1:2", error, "more"]) == "no Kafka at 1:2"


def test_else_the_last_error_of_the_log_does() -> None:
    error = {"level": "error", "event": "process.failed", "exception": "Traceback ...\nValueError: bad\n"}
    structured = {**error, "exception": [{"exc_type": "KeyError", "exc_value": "'x'"}]}
    info = json.dumps({"level": "info", "event": "stopping"})
    assert last_words([json.dumps(error), info]) == "process.failed: ValueError: bad"
    assert last_words([json.dumps(structured), info]) == "process.failed: KeyError: 'x'"


def test_else_the_last_line_does() -> None:
    assert last_words(["Traceback", "ModuleNotFoundError: No module named 'x'", ""]).startswith("ModuleNotFoundError")
    assert last_words([]) == "nothing was said"
