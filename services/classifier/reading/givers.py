"""Givers: who gives what a text only tells as gone or come, and whose agreement one is."""

from collections.abc import Sequence

from services.classifier.reading.scene import Party, Scene
from services.classifier.reading.subjects import parties_in

_HELD_REACH = 7


def holders(scene: Scene, held: frozenset[str]) -> Sequence[Party]:
    """The party that held somebody: `an American detained in the North`; without such a word the North, if it is named."""
    for at, word in enumerate(scene.sentence.words):
        if word not in held:
            continue
        found = [p for p in parties_in(scene, at + 1, at + _HELD_REACH) if p.mention.role in ("place", "by", "object")]
        if found:
            return found[:1]
    return [p for p in scene.parties if "PRK" in p.mention.sides][:1]


def senders(scene: Scene, first: int) -> Sequence[Party]:
    """The party before a trigger whose ship or goods are on their way: `a ship with South Korean rice left`."""
    before = parties_in(scene, 0, first - 1)
    owned = [p for p in before if p.mention.role in ("modifier", "possessor")]
    return (owned or before)[:1]


def signatories(scene: Scene, clause: int) -> Sequence[Party]:
    """The two between whom an agreement stands in a clause."""
    words = scene.sentence.words
    for at, word in enumerate(words):
        if word == "between" and scene.clauses.owner[at] == clause:
            return parties_in(scene, at + 1, at + 10)[:2]
    return ()
