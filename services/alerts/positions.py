"""Positions: where to begin to read. Pure."""

from collections.abc import Iterable, Mapping


def starting_offsets(
    partitions: Iterable[int], own: Mapping[int, int] | None, committed: Mapping[int, int]
) -> dict[int, int | None]:
    """The offset to begin at in each partition; None is the earliest there is.

    `own` are the outbox's for this very cluster; None where it never read this cluster, whose commits
    then say nothing about the outbox: another one made them. Otherwise the later of the two counts.
    """
    if own is None:
        return dict.fromkeys(partitions)
    return {partition: max(known) if (known := _known(partition, own, committed)) else None for partition in partitions}


def _known(partition: int, *sources: Mapping[int, int]) -> list[int]:
    return [source[partition] for source in sources if partition in source]
