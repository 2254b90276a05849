"""Retries: when a delivery is tried again, and when it is given up. Pure."""

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0

SCHEDULE_S = (5.0, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
"""After the first, second, ... failure, as Standard Webhooks proposes; the last goes on."""

GIVE_UP_AFTER_S = 5 * DAY
"""Counted from routing; then the delivery expires, visibly."""

JITTER = 0.2
"""A delay is up to this share longer or shorter."""


def next_attempt(attempts: int, now: float, floor: float, chance: float) -> float:
    """When to try again after `attempts` failures; `chance` is 0 to 1, `floor` is never undercut."""
    delay = SCHEDULE_S[min(attempts, len(SCHEDULE_S)) - 1]
    return max(now + jittered(delay, chance), floor + JITTER * min(delay, MINUTE) * chance)


def jittered(delay: float, chance: float) -> float:
    """A delay made longer or shorter by chance."""
    return delay * (1 - JITTER + 2 * JITTER * chance)


def given_up(routed_at: float, due: float) -> bool:
    """Say whether the next attempt would come too late."""
    return due > routed_at + GIVE_UP_AFTER_S
