"""The text as it came, and the same text folded for matching: same length, so every offset holds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

Field = Literal["headline", "body"]

_PLAIN = (("’", "'"), ("‘", "'"), ("`", "'"), ("“", '"'), ("”", '"'), ("„", '"'), ("–", "-"), ("—", "-"),
          ("‑", "-"), ("\u00a0", " "), ("\u202f", " "), ("\u2009", " "))  # fmt: skip


@dataclass(frozen=True)
class Text:
    """What reading reads of an article. `published_at` must have a zone where it is given.

    `dated` says that a date stands beside it, be it no day: `2003`, `early December 1994`.
    """

    id: str
    headline: str
    body: str
    published_at: datetime | None = None
    dateline: str | None = None
    provider: str | None = None
    dated: bool = False


class Span(NamedTuple):
    """A piece of one field, in code points of that field."""

    field: Field
    start: int
    end: int


def fold(text: str) -> str:
    """The text in small letters with plain quotes and dashes, code point by code point."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(_low(letter) for letter in text)
    if low.isascii():
        return low
    for fancy, plain in _PLAIN:
        low = low.replace(fancy, plain)
    return low


def _low(letter: str) -> str:
    low = letter.lower()
    return low if len(low) == 1 else letter
