"""Intervals and paired comparison by resampling texts."""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
Counts = tuple[int, int, int]
"""True, predicted, wanted."""

ROUNDS = 2000
SEED = 7


@dataclass(frozen=True)
class Interval:
    """The middle 95 % of a figure over resampled texts."""

    low: float
    high: float


def f1(counts: Counts) -> float:
    """F1 of summed counts; 1.0 where nothing was wanted and nothing said."""
    true, predicted, wanted = counts
    return 2 * true / (predicted + wanted) if predicted + wanted else 1.0


def precision(counts: Counts) -> float:
    """Precision of summed counts; 1.0 where nothing was said."""
    return counts[0] / counts[1] if counts[1] else 1.0


def counts_of(said: set[Any], wanted: set[Any]) -> Counts:
    """Counts of one text."""
    return len(said & wanted), len(said), len(wanted)


def total(counts: Iterable[Counts]) -> Counts:
    """Column by column."""
    columns = list(zip(*counts, strict=True))
    return (sum(columns[0]), sum(columns[1]), sum(columns[2])) if columns else (0, 0, 0)


def interval(texts: Sequence[Counts], figure: Callable[[Counts], float]) -> Interval:
    """95 % interval of a figure by resampling texts."""
    draw = random.Random(SEED)
    figures = sorted(figure(total(draw.choices(texts, k=len(texts)))) for _ in range(ROUNDS))
    return Interval(figures[int(0.025 * ROUNDS)], figures[int(0.975 * ROUNDS)])


def worse(before: Sequence[Counts], now: Sequence[Counts], figure: Callable[[Counts], float]) -> tuple[float, bool]:
    """The change of a figure, and whether it is significantly a fall: the paired 95 % interval lies below 0."""
    draw = random.Random(SEED)
    pairs = list(zip(before, now, strict=True))
    changes = []
    for _ in range(ROUNDS):
        sample = draw.choices(pairs, k=len(pairs))
        changes.append(figure(total(b for _, b in sample)) - figure(total(a for a, _ in sample)))
    changes.sort()
    return figure(total(now)) - figure(total(before)), changes[int(0.975 * ROUNDS)] < 0
