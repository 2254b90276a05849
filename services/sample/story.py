"""Stories: what the sample newswire has to tell, as its files have it."""

import re
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Feed = Literal["world", "korea"]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

_PLACEHOLDER = re.compile(r"\{(day|date|month)([+-]\d+)?\}")
_FORMATS = {"day": "%A", "date": "%B %-d", "month": "%B"}


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Correction(_Written):
    """What is put right later. `at` is in seconds after the wire opens; `replace` maps wrong words to right ones."""

    at: float
    note: Words
    replace: dict[str, str] = Field(min_length=1)


class Story(_Written):
    """One story. `at` is in seconds after the wire opens; below zero it is there from the start.

    Headline and body may hold `{day}`, `{date}` and `{month}`, with a number of days to add or take
    off (`{day-4}`): they are told as of the day of publication. `expects` are the alert-grade kinds that an
    editor finds in it, for the tests.
    """

    feed: Feed
    at: float
    headline: Words
    byline: Words | None = None
    dateline: Words
    body: Words
    correction: Correction | None = None
    expects: tuple[str, ...]


def dated(text: str, published: datetime) -> str:
    """The text with its days told as of the day of publication."""

    def told(found: re.Match[str]) -> str:
        return (published + timedelta(days=int(found[2] or 0))).strftime(_FORMATS[found[1]])

    return _PLACEHOLDER.sub(told, text)
