"""Dead letters: what could not be handled, kept whole, with the reason."""

import base64
import hashlib
from datetime import datetime

from pydantic import Base64Bytes, NonNegativeInt

from schemas.ids import dead_letter_id
from schemas.incoming import Incoming
from schemas.record import MadeBy, Record, UtcTime

MAX_KEPT_BYTES = 2 * 1024 * 1024
"""Bytes of the value that a dead letter keeps; base64 makes four thirds of it, which fits on the topic."""


class DeadLetter(Record):
    """The message as it came (base64 in JSON), where it lay, which stage failed on it, and why.

    `id` is derived from topic, partition, offset and stage. Where the bytes would not fit,
    `value` is their beginning, and `value_size` and `value_sha256` say what the whole was.
    """

    id: str
    topic: str
    partition: NonNegativeInt
    offset: NonNegativeInt
    key: Base64Bytes | None
    value: Base64Bytes | None
    value_size: NonNegativeInt
    value_sha256: str
    headers: tuple[tuple[str, Base64Bytes], ...] = ()
    stage: str
    reason: str
    buried_at: UtcTime
    made_by: MadeBy


def bury(
    message: Incoming,
    *,
    stage: str,
    reason: str,
    buried_at: datetime,
    made_by: MadeBy,
) -> DeadLetter:
    """The dead letter of a message; `reason` is cut at 2,000 characters."""
    value = message.value
    return DeadLetter(
        id=dead_letter_id(message.topic, message.partition, message.offset, stage),
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        key=_base64(message.key),
        value=_base64(value[:MAX_KEPT_BYTES] if value else value),
        value_size=len(value or b""),
        value_sha256=hashlib.sha256(value or b"").hexdigest(),
        headers=tuple((name, base64.b64encode(content or b"")) for name, content in message.headers),
        stage=stage,
        reason=reason[:2000],
        buried_at=buried_at,
        made_by=made_by,
    )


def _base64(content: bytes | None) -> bytes | None:
    return None if content is None else base64.b64encode(content)
