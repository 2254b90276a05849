"""Evidence: the exact words that prove a claim."""

from typing import Literal

from pydantic import NonNegativeInt

from schemas.record import Record

Field = Literal["headline", "body"]


class Evidence(Record):
    """A span of an article's text.

    `start` and `end` count Unicode code points in the field as it stands in the `Article` record;
    `article.<field>[start:end] == text`.
    """

    article_id: str
    field: Field
    start: NonNegativeInt
    end: NonNegativeInt
    text: str
    role: Literal["trigger", "statement", "actor", "target", "time"] = "trigger"
