"""Breakers: an endpoint that fails is left alone, and asked by one probe at a time. Pure."""

from dataclasses import dataclass

from services.alerts.lane.retry import jittered

FAILURES_TO_OPEN = 3
LONGEST_OPEN_S = 600.0


@dataclass(frozen=True)
class Breaker:
    """Failures in a row, and until when nothing is sent (seconds since 1970); kept over restarts."""

    failures: int = 0
    open_until: float = 0.0

    def width(self, concurrency: int) -> int:
        """How many requests may be under way at once: one while the endpoint is in doubt."""
        return 1 if self.failures else concurrency

    def failed(self, now: float, retry_after: float | None, chance: float) -> "Breaker":
        """After a failure; what Retry-After asks for is kept for the whole lane."""
        failures = self.failures + 1
        rest = 0.0 if failures < FAILURES_TO_OPEN else jittered(min(LONGEST_OPEN_S, 2.0 ** min(failures, 20)), chance)
        return Breaker(failures, max(self.open_until, now + rest, now + (retry_after or 0.0)))

    def answered(self) -> "Breaker":
        """After an answer; a rest that was asked for is kept, whoever answered meanwhile."""
        return Breaker(0, self.open_until)

    @property
    def was_open(self) -> bool:
        """Whether it had opened, so that others wait for this endpoint to recover."""
        return self.failures >= FAILURES_TO_OPEN
