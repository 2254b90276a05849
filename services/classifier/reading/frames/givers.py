"""Givers: who acts or is affected where the sentence does not say it by subject and object."""

from collections.abc import Sequence

from services.classifier.reading.frames.subjects import parties_in, sides_of
from services.classifier.reading.scenes.scene import Party, Scene
from services.classifier.reading.words.lexicon import Hit

_HELD_REACH = 7
_HALTS = frozenset(("moratorium", "freeze"))
_POINTING = frozenset(("its", "their", "his", "her"))
"""Whose they are, the one who acts knows better than the words before."""
_WISHES = frozenset(("request", "urging", "insistence", "behest", "demand"))


def givers_of(scene: Scene, actor: str, first: int, held: frozenset[str]) -> Sequence[Party]:
    """The parties that a row's `actor` asks for, seen from the trigger at `first`."""
    if actor in ("holder", "giver"):
        return _holders(scene, held)
    if actor == "sender":
        return _senders(scene, first)
    if actor == "absentee":
        return _absentees(scene, first)
    if actor == "requester":
        return _requesters(scene, first)
    if actor == "promiser":
        return _promisers(scene, first)
    if actor == "around":
        return _around(scene)
    return _signatories(scene, scene.clauses.owner[first]) if actor == "joint" else ()


def _holders(scene: Scene, held: frozenset[str]) -> Sequence[Party]:
    """Who held somebody: `an American detained in the North`; without such a word the North, if it is named."""
    for at, word in enumerate(scene.sentence.words):
        if word not in held:
            continue
        found = [p for p in parties_in(scene, at + 1, at + _HELD_REACH) if _holds(p, at)]
        if found:
            return found[:1]
    return [p for p in scene.parties if "PRK" in p.mention.sides][:1]


def _holds(party: Party, at: int) -> bool:
    """Tell whether a party after `held`, `jailed` or `left` is where or by whom, not whom somebody left with."""
    return party.mention.role in ("place", "by") or (party.mention.role == "object" and party.first <= at + 2)


def _senders(scene: Scene, first: int) -> Sequence[Party]:
    """The party before a trigger whose ship or goods are on their way: `a ship with South Korean rice left`."""
    before = parties_in(scene, 0, first - 1)
    owned = [p for p in before if p.mention.role in ("modifier", "possessor")]
    return (owned or before)[:1]


def _absentees(scene: Scene, first: int) -> Sequence[Party]:
    """Who did not come, where a preposition brings it: `a no-show by the North`, `nobody from the North`."""
    end = first + _HELD_REACH
    brings = ("from",) if {"nobody", "one"} & set(scene.words(first, first + 1)) else ("of", "by")
    brought = [at for at in range(first, min(len(scene.sentence), end)) if scene.sentence.words[at] in brings]
    return parties_in(scene, brought[0], brought[0] + 3)[:1] if brought else ()


def _promisers(scene: Scene, first: int) -> Sequence[Party]:
    """Whose promise it is that an act goes against: `violated North Korea's moratorium on tests`."""
    near = [p for p in parties_in(scene, first + 1, first + 3) if p.mention.role == "possessor"]
    owners = [p for p in near if scene.sentence.words[p.first] not in _POINTING][:1]
    if not owners:
        return ()
    last = owners[0].last
    return owners if any(last < o.first < last + 5 and _promised(scene, o) for o in scene.objects) else ()


def _promised(scene: Scene, thing: Hit) -> bool:
    return thing.entry.name == "promise" or not _HALTS.isdisjoint(scene.words(thing.first, thing.last))


def _requesters(scene: Scene, first: int) -> Sequence[Party]:
    """At whose wish something is done: `at the request of the North`, `at Seoul's urging`."""
    words = scene.sentence.words
    at = next((at for at in range(first + 1, len(words)) if words[at] in _WISHES and "at" in words[at - 5 : at]), -1)
    after = parties_in(scene, at + 2, at + 4)[:1] if at >= 0 and words[at + 1 : at + 2] == ["of"] else []
    return after or [p for p in parties_in(scene, at - 4, at) if p.mention.role == "possessor"][-1:] if at >= 0 else []


def _signatories(scene: Scene, clause: int) -> Sequence[Party]:
    """The two between whom an agreement stands in a clause."""
    words = scene.sentence.words
    for at, word in enumerate(words):
        if word == "between" and scene.clauses.owner[at] == clause:
            return parties_in(scene, at + 1, at + 10)[:2]
    return ()


def _around(scene: Scene) -> Sequence[Party]:
    """Whoever the sentence before names, and the two after it."""
    following = scene.following
    near = (scene.previous, following, following.following if following else None)
    return [party for other in near if other for party in other.parties if party.mention.role != "place"]


def anywhere_of(scene: Scene, at: int, own: Sequence[str]) -> tuple[str, ...]:
    """The other side, be it only a place: the first one to the right, else to the left."""
    parties = (*(p for p in scene.parties if p.first > at), *scene.parties)
    found = next((p for p in parties if not set(p.mention.sides) <= set(own)), None)
    return tuple(side for side in found.mention.sides if side not in own) if found else ()


def named_beside(scene: Scene) -> tuple[str, ...]:
    """The first two sides that the sentence before names, or the one after; else the one side of the one before."""
    near = [other for other in (scene.previous, scene.following) if other]
    named = [sides_of(p for p in other.parties if p.mention.role != "place") for other in near]
    both = next((sides[:2] for sides in named if len(sides) > 1), ())
    return both or (named[0][:1] if scene.previous else ())
