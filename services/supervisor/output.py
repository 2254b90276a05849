"""Output: what children write, kept in files of bounded size, with the last lines at hand."""

import json
from collections import deque
from collections.abc import Iterable
from pathlib import Path

LARGEST_BYTES = 5 * 1024 * 1024
"""A log file that reaches this size becomes `NAME.log.1`; the one before it goes."""


class Output:
    """One child's output: appended to a file, the last lines remembered."""

    def __init__(self, path: Path, largest: int = LARGEST_BYTES) -> None:
        self._path = path
        self._largest = largest
        self._last: deque[str] = deque(maxlen=30)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("ab")

    def write(self, line: bytes) -> None:
        """Take one line as it came."""
        self._last.append(line.decode(errors="replace").rstrip())
        if self._file.tell() + len(line) > self._largest:
            self._turn()
        self._file.write(line)
        self._file.flush()

    def _turn(self) -> None:
        self._file.close()
        self._path.replace(self._path.with_name(f"{self._path.name}.1"))
        self._file = self._path.open("ab")

    def last_words(self) -> str:
        """The line that most likely says why the child ended."""
        return last_words(self._last)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def last_words(lines: Iterable[str]) -> str:
    """The line that says why: the one written for a person, else the last error, else the last line."""
    told = [line for line in lines if line.strip()]
    for line in reversed(told):
        if line.startswith("koreadesk: "):
            return line.removeprefix("koreadesk: ")
    errors = [words for words in map(_error, told) if words]
    return (errors or told or ["nothing was said"])[-1][:500]


def _error(line: str) -> str | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    if not isinstance(entry, dict) or entry.get("level") not in ("error", "critical"):
        return None
    return f"{entry.get('event')}: {_exception(entry.get('exception'))}".removesuffix(": ")


def _exception(told: object) -> str:
    """Type and message of structlog's exception in either of its forms."""
    if isinstance(told, list) and told and isinstance(told[0], dict):
        return f"{told[0].get('exc_type')}: {told[0].get('exc_value')}"
    return str(told or "").strip().rpartition("\n")[2]
