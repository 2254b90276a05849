"""Dead letters: how a message that could not be handled leaves its service."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from schemas.deadletter import DeadLetter, bury
from schemas.encoding import Message, TooLarge, encode, header
from schemas.incoming import Incoming
from schemas.record import MadeBy
from schemas.topics import DEADLETTERS


@dataclass(frozen=True)
class Burial:
    """Makes the dead letter of a message, ready to be published."""

    made_by: MadeBy
    clock: Callable[[], datetime]
    prefix: str = ""

    def __call__(self, incoming: Incoming, stage: str, reason: str) -> Message:
        """The dead letter with the bytes as they came; without headers and value where even it would be too large."""
        try:
            return self._encoded(incoming, incoming, stage, reason)
        except TooLarge:
            bare = Incoming(incoming.topic, incoming.partition, incoming.offset, None, None)
            return self._encoded(bare, incoming, stage, f"{reason} (too large to be kept)")

    def _encoded(self, kept: Incoming, incoming: Incoming, stage: str, reason: str) -> Message:
        source = header(incoming.headers, "source") or "unknown"
        trace = header(incoming.headers, "traceparent")
        letter = self._letter(kept, stage, reason)
        return encode(DEADLETTERS, letter, key=_name(kept.key), source=source, traceparent=trace, prefix=self.prefix)

    def _letter(self, kept: Incoming, stage: str, reason: str) -> DeadLetter:
        return bury(kept, stage=stage, reason=reason, buried_at=self.clock(), made_by=self.made_by)


def _name(key: bytes | None) -> str:
    return key.decode(errors="replace") if key else "none"
