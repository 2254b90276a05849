"""Coverage: the denominator of every count, per source and hour."""

from pydantic import Field, NonNegativeInt

from schemas.record import MadeBy, Record, UtcTime


class Coverage(Record):
    """What was read of one source in one hour. `gaps` are polls that did not overlap with the one before."""

    source: str
    hour: UtcTime
    polled: NonNegativeInt
    failed: NonNegativeInt = 0
    gaps: NonNegativeInt = 0
    articles: NonNegativeInt = 0
    languages: dict[str, NonNegativeInt] = Field(default_factory=dict)
    made_by: MadeBy
