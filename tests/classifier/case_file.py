"""Cases: short texts written for the purpose, and what the contract says must be read in them."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from schemas.kind import Factuality, Kind

FOLDER = Path(__file__).parent / "cases"
OPEN = Path(__file__).parent / "open_cases.txt"
"""The reader's known failures: `stem-number: what is wrong`, a line each."""
KINDS = {kind.value for kind in Kind}


class Strict(BaseModel):
    """A piece of a file that people write: a typo stops the start."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Expected(Strict):
    """A claim that must be found; actors and targets count where they are given."""

    kind: Kind
    actors: frozenset[str] | None = None
    targets: frozenset[str] | None = None
    factuality: Factuality = Factuality.ASSERTED


class Case(Strict):
    """A text with its labels and the line of the contract that decides.

    `never` lists kinds that must not be asserted (`any`: no kind at all), `complete` says that the asserted kinds
    of `expect` are all there are, `unread` is the language of a text that must be left unread.
    """

    text: str = Field(min_length=1)
    why: str = Field(min_length=3)
    title: str = ""
    date: datetime.date | None = None
    relevant: bool | None = None
    expect: tuple[Expected, ...] = ()
    never: tuple[Kind | Literal["any"], ...] = ()
    complete: bool = False
    unread: str | None = None

    @property
    def forbidden(self) -> frozenset[str]:
        """The kinds that must not be asserted."""
        if "any" in self.never:
            return frozenset(KINDS)
        if self.complete:
            return frozenset(KINDS - self.asserted)
        return frozenset(str(kind) for kind in self.never)

    @property
    def asserted(self) -> frozenset[str]:
        """The kinds that must be asserted."""
        return frozenset(wanted.kind.value for wanted in self.expect if wanted.factuality is Factuality.ASSERTED)

    def look_alike(self, subject: str) -> bool:
        """Say whether the text only resembles the subject of its file."""
        return subject in self.forbidden if subject in KINDS else not self.asserted


def load_file(path: Path) -> tuple[Case, ...]:
    """Read one file of cases; raises a validation error that names the entry and the key."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(Case.model_validate(entry, strict=False) for entry in entries)


def case_files() -> Iterator[Path]:
    """List the files, one for each subject."""
    return iter(sorted(FOLDER.glob("*.yaml")))


def open_cases() -> dict[str, str]:
    """Name of each known failure, and what is wrong with it."""
    lines = OPEN.read_text(encoding="utf-8").splitlines() if OPEN.is_file() else []
    return dict(line.split(": ", 1) for line in lines)
