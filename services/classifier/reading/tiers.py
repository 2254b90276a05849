"""Tiers: how far a reader may lean on a claim, from features that have names.

A  on the record by a side that took part, or two independent roots; actor and counterpart stand there; nobody denies
B  one root, named, or the outlet's own assertion; the actor is clear
C  anonymous, state media about the other side, put together or inferred, denied by somebody, or nobody named
"""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.claim import Hop
from schemas.kind import Tier


@dataclass(frozen=True, slots=True)
class Standing:
    """What the tier rests on."""

    actors: tuple[str, ...]
    targets: tuple[str, ...]
    speakers: tuple[str, ...]
    hops: Sequence[Hop]
    joint: bool
    inferred: bool
    denied: bool
    own_words: bool


def tier_of(standing: Standing) -> tuple[Tier, tuple[str, ...]]:
    """Give the tier and its reasons, the deciding one first."""
    weak = _weaknesses(standing)
    if weak:
        return Tier.C, tuple(weak)
    strong = _strengths(standing)
    clear = standing.joint or bool(standing.targets)
    if strong and clear:
        return Tier.A, (*strong, "actor and counterpart are named")
    return Tier.B, (*(strong or ("one root",)), "the actor is clear" if clear else "no counterpart is named")


def _weaknesses(standing: Standing) -> list[str]:
    roles = {hop.role for hop in standing.hops}
    found = []
    if standing.inferred:
        found.append("put together from two statements")
    if "anonymous" in roles and not roles & {"official"}:
        found.append("a single anonymous source")
    if "state_media" in roles and not set(standing.speakers) & set(standing.actors):
        found.append("state media about the other side")
    if standing.denied:
        found.append("somebody denies it")
    if not standing.actors:
        found.append("nobody is named as the actor")
    return found


def _strengths(standing: Standing) -> tuple[str, ...]:
    involved = {*standing.actors, *standing.targets}
    if standing.own_words or set(standing.speakers) & set(standing.actors):
        return ("on the record by the actor itself",)
    if set(standing.speakers) & involved and any(hop.role == "official" for hop in standing.hops):
        return ("on the record by a side that took part",)
    roots = [hop for hop in standing.hops if hop.role in ("named", "official")]
    return ("two independent roots",) if len(roots) >= 2 else ()
