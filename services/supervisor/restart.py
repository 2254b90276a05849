"""Restarts: whether and when a child that has ended is started again. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

STEADY_S = 20.0
"""A child that ran this long had started well: earlier failures no longer count."""
HASTY_LIVES = 4
"""So many short lives in a row, and starting it again would change nothing."""
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 15.0


@dataclass(frozen=True)
class Again:
    """Start it after a pause, in seconds."""

    after_s: float


@dataclass(frozen=True)
class GiveUp:
    """Leave it, and say why."""

    reason: str


def after_end(lives: Sequence[float]) -> Again | GiveUp:
    """What to do about a child whose runs lasted `lives` seconds, the latest last."""
    hasty = 0
    for life in reversed(lives):
        if life >= STEADY_S:
            break
        hasty += 1
    if hasty >= HASTY_LIVES:
        return GiveUp(f"ended {hasty} times in a row soon after its start")
    return Again(min(FIRST_PAUSE_S * 2 ** max(hasty - 1, 0), LONGEST_PAUSE_S))
