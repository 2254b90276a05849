"""Happenings: what the verb behind a noun says of the act that the noun tells."""

from collections.abc import Mapping

from services.classifier.reading.scenes.clauses import THAT, Clause
from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.scenes.verb_group import Group, group_of, last_of_group, verb_at
from services.classifier.reading.times.time_grammar import WEEKDAYS
from services.classifier.reading.words.lexicon import Hit, Lexicon

_HELD_OPEN = frozenset(("expect", "ask", "plan", "fear", "believe", "cease", "refuse", "attempt"))
"""Governors that leave it open, or stop it, where it is their subject: `the release is expected`, `was ruled out`."""
_SETTLED = frozenset(("reached", "made", "signed", "given", "struck", "concluded"))
_DENIALS = frozenset(("not", "n't"))
_SUBJECT = 5
"""Words of the subject of an infinitive at most."""
_OPEN = frozenset(("possible", "likely", "unlikely", "conceivable", "doubtful", "uncertain", "imminent", "premature"))
"""What is said of a thing that has not come: `A summit is possible`."""
_UNREAL, _ANY = frozenset(("would", "could", "might", "may")), frozenset(("a", "an", "any", "another", "such"))
"""`A breakdown would cost them dearly`: one that nobody tells of."""
_IDLE = frozenset(("deadlocked", "stalled", "frozen", "stuck", "dormant", "moribund", "stymied", "deadlock", "limbo"))
"""What is said of talks that nobody holds: `have been stalled since`."""
_TALKED = frozenset(("talks", "negotiations", "discussions", "consultations", "meeting", "meetings", "session"))
_DONE = frozenset(("order", "require", "force", "challenge", "question", "see"))
"""What is ordered is done."""


def happening(
    scene: Scene, lexicon: Lexicon, governors: Mapping[int, Hit], first: int, clause: Clause
) -> tuple[Group | None, list[str]]:
    """Give the group and the governors of a noun: `A meeting could be`, `its closure is feared`."""
    if clause.verb <= first or scene.tags.letters[clause.verb] not in "MBH":
        return None, []
    at = last_of_group(scene, clause.verb)
    if scene.tags.letters[clause.verb] == "M" and scene.sentence.words[at] in lexicon.cues["happening"]:
        group = group_of(scene, at, lexicon)
        told = Group(first, "future", group.modality, group.negated, False)
        return told, ["not"] if group.negated else []
    if scene.sentence.words[at + 1 : at + 2] and scene.sentence.words[at + 1] in _OPEN:
        return None, ["believe"]
    if not _IDLE.isdisjoint(scene.words(at, at + 1)):
        return None, ["cease"]
    if scene.sentence.words[clause.verb] in _UNREAL and scene.sentence.words[clause.start] in _ANY:
        return Group(first, "unreal", "possible", False, False), []
    return None, _held_open(scene, lexicon, governors, at)


def along_with(scene: Scene, lexicon: Lexicon, group: Group, clause: Clause) -> Group:
    """What a participle adds is as possible, and as old: `could include a ban, freezing`, `had left, expelling`."""
    above = scene.clauses.above(clause)
    if above is None or above.verb < 0 or clause.start < above.verb:
        return group
    outer = group_of(scene, verb_at(scene, above.verb), lexicon)
    if outer.modality in ("possible", "able"):
        return group._replace(modality="possible")
    old = outer.tense == "pluperfect" and above.kind != THAT  # "said he had seen nobody, contradicting the report"
    return group._replace(tense="pluperfect") if old else group


def wanted_of(scene: Scene, last: int) -> bool:
    """Tell whether an infinitive has a subject of its own behind a noun: `a deadline for North Korea to close it`.

    `Talks to free the crew` only have an aim; `Talks to resume Monday` will.
    """
    letters, words = scene.tags.letters, scene.sentence.words
    if words[last] in _TALKED and letters[last + 2 : last + 4] in (["V", "D"], ["V", "E"]):
        return True
    at = last
    while at > 1 and letters[at] in "EeDX#" and last - at < _SUBJECT:
        at -= 1
    return (
        at < last and words[at] == "for" and letters[at - 1] == "X" and "e" in "".join(letters[at : last + 1]).lower()
    )


def not_yet(scene: Scene, start: int, verb: int) -> list[str]:
    """What has `not yet` been done is not done, and not left undone either: it may still come."""
    group = scene.sentence.words[start:verb]
    return ["not"] if "yet" in group and not _DENIALS.isdisjoint(group) else []


def long_said(scene: Scene, verb: int) -> bool:
    """Tell whether what had been said was so before: not inside other words, nor `had announced on Monday`."""
    near = scene.sentence.words[max(0, verb - 3) : verb + 4]
    return scene.clauses.of(verb).kind != THAT and ("last" in near or set(WEEKDAYS).isdisjoint(near))


def settled(scene: Scene, at: int) -> bool:
    """Tell whether a participle only says when a promise was given: `an agreement reached in October to strike it`."""
    return scene.sentence.words[at] in _SETTLED and scene.tags.letters[at - 1] == "X"


def _held_open(scene: Scene, lexicon: Lexicon, governors: Mapping[int, Hit], at: int) -> list[str]:
    """What leaves it open whether it comes: a passive of hope, plan or halt."""
    if scene.tags.letters[at] != "V" or not group_of(scene, at, lexicon).passive:
        return []
    doubting = [hit for hit in scene.group("clause") if hit.last == at]
    found = [hit for hit in (governors.get(at), *doubting) if hit is not None and hit.entry.lemma not in _DONE]
    return [hit.entry.name for hit in found if hit.entry.name in _HELD_OPEN][:1]
