"""The screen: one calm line for each thing, in colour where there is a terminal."""

import shutil
import sys
from datetime import datetime
from typing import TextIO

from services.supervisor.lines import Line

_COLOURS = {"quiet": "2", "plain": "36", "loud": "1;33", "good": "1;32", "bad": "1;31", "setup": "34"}
_VERB_WIDTH = 10


class Screen:
    """Writes lines. On a terminal they are cut to its width, elsewhere they are whole."""

    def __init__(self, out: TextIO = sys.stdout) -> None:
        self._out = out
        self._terminal = out.isatty()

    def show(self, line: Line) -> None:
        """Write one line."""
        clock = f"{datetime.now().astimezone():%H:%M:%S}"
        words = " ".join(line.words.split())
        verb = f"{line.verb:<{_VERB_WIDTH}}"
        if self._terminal:
            words = _cut(words, shutil.get_terminal_size().columns - _VERB_WIDTH - 12)
            verb = f"\x1b[{_COLOURS.get(line.tone, '0')}m{verb}\x1b[0m"
            clock = f"\x1b[2m{clock}\x1b[0m"
        print(f"{clock}  {verb} {words}", file=self._out, flush=True)

    def setup(self, words: str) -> None:
        """Tell of the desk itself: its start, its end, a process that is started again."""
        self.show(Line("desk", words, "setup"))

    def raw(self, name: str, line: bytes) -> None:
        """Pass on a line of a process's log."""
        print(f"{name:<9} {line.decode(errors='replace').rstrip()}", file=self._out, flush=True)


def _cut(words: str, width: int) -> str:
    return words if len(words) <= max(width, 20) else f"{words[: max(width, 20) - 1]}…"
