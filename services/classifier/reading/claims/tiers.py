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
    """What the tier rests on.

    `speakers` are the sides that say it, `roots` the origins that the sentences of the evidence name; `joint`: two
    sides act together; `charge`: a side that is not the actor accuses the actor of it.
    """

    actors: tuple[str, ...]
    targets: tuple[str, ...]
    speakers: tuple[str, ...] = ()
    hops: Sequence[Hop] = ()
    roots: tuple[str, ...] = ()
    joint: bool = False
    inferred: bool = False
    denied: bool = False
    own_words: bool = False
    charge: bool = False


def tier_of(standing: Standing) -> tuple[Tier, tuple[str, ...]]:
    """Give the tier and its reasons, the deciding one first."""
    weak = _weaknesses(standing)
    if weak:
        return Tier.C, tuple(weak)
    strong = _strength(standing)
    clear = standing.joint or bool(standing.targets)
    if strong and clear:
        return Tier.A, (strong, "actor and counterpart are named")
    return Tier.B, (strong or _one_root(standing), "the actor is clear" if clear else "no counterpart is named")


def _weaknesses(standing: Standing) -> list[str]:
    roles = {hop.role for hop in standing.hops}
    speaks_for_itself = bool(set(standing.speakers) & set(standing.actors)) or standing.own_words
    weaknesses = (
        ("put together from two statements", standing.inferred),
        ("a single anonymous source", "anonymous" in roles and "official" not in roles),
        ("state media about the other side", "state_media" in roles and not speaks_for_itself),
        ("somebody denies it", standing.denied),
        ("nobody is named as the actor", not standing.actors),
    )
    return [reason for reason, holds in weaknesses if holds]


def _strength(standing: Standing) -> str | None:
    if standing.charge:
        return None
    if standing.own_words or set(standing.speakers) & set(standing.actors):
        return "on the record by the actor itself"
    if set(standing.speakers) & {*standing.actors, *standing.targets}:
        return "on the record by a side that took part"
    if len(standing.roots) > 1:
        return f"independent sources: {' and '.join(standing.roots[:2])}"
    return None


def _one_root(standing: Standing) -> str:
    if standing.charge:
        return "charged by the other side"
    return f"one source: {standing.roots[0]}" if standing.roots else "the outlet's own word"
