"""Pace: a token bucket, for endpoints that count our messages. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """At most `burst` messages at once and `rate` a second; frozen: `taken` gives the next state."""

    rate: float
    burst: float = 1.0
    tokens: float = 1.0
    at: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until a message may leave."""
        return max(0.0, (1.0 - self._tokens(now)) / self.rate)

    def taken(self, now: float) -> "Pace":
        """The bucket after a message left now."""
        return Pace(self.rate, self.burst, self._tokens(now) - 1.0, now)

    def _tokens(self, now: float) -> float:
        return min(self.burst, self.tokens + max(0.0, now - self.at) * self.rate)
