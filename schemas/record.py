"""What every record has in common: frozen, tolerant towards the future, times in UTC."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer, StringConstraints


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time needs a zone, e.g. 2018-07-12T09:00:00Z")
    return moment.astimezone(UTC)


def _rfc3339(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


UtcTime = Annotated[datetime, AfterValidator(_in_utc), PlainSerializer(_rfc3339, when_used="json")]
"""An RFC 3339 time; any zone is read, UTC is written."""

Side = Annotated[str, StringConstraints(pattern=r"^(UN|[A-Z]{3})$")]
"""A party: ISO 3166-1 alpha-3, or UN."""


class Record(BaseModel):
    """A frozen fact. Unknown fields are ignored: they come from a newer writer."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class MadeBy(Record):
    """What made a record: software version, and the hash of the knowledge (and model) it read with."""

    version: str
    knowledge: str | None = None
