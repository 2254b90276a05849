"""Judgements: what a person said of a signal."""

from typing import Literal

from pydantic import PositiveInt

from schemas.record import Record, UtcTime


class Judgement(Record):
    """A person's word on one signal; the newest of an author stands."""

    signal_id: str
    revision: PositiveInt
    verdict: Literal["seen", "mute", "wrong", "right"]
    author: str
    note: str | None = None
    judged_at: UtcTime
