"""A message as it lay on its topic."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Incoming:
    """What a consumer hands to a service: the bytes, and the place they came from."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]] = ()
