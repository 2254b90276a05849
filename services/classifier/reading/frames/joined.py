"""Joined verbs: what shares the helpers of the verb before it (`has put off or called off`)."""

from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.scenes.verb_group import Group, group_of
from services.classifier.reading.words.lexicon import Lexicon


def leader_of(scene: Scene, lexicon: Lexicon, at: int) -> int:
    """The verb that a joined verb follows: `to cut ... and annul`, `had frozen it, expelled them and left`; or -1."""
    tags = scene.tags
    before = tags.before(at) if tags.forms[at] in ("b", "d", "n") else -1
    if before < 0 or tags.letters[before] not in "C,":
        return -1
    owner = scene.clauses.owner
    for place in range(before - 1, -1, -1):
        if tags.letters[place] == "V" and owner[place] == owner[at]:
            if _goes_with(scene, lexicon, place, at, before):
                return place
            return leader_of(scene, lexicon, place) if tags.forms[place] == tags.forms[at] == "d" else -1
    return -1


def first_infinitive(scene: Scene, at: int) -> int:
    """The first `to` of a row of infinitives: `agreed to swap lists by May and to hold another round`."""
    letters, owner = scene.tags.letters, scene.clauses.owner
    if at < 2 or letters[at - 1] not in "C,":
        return at
    for place in range(at - 2, -1, -1):
        if owner[place] != owner[at] or (letters[place] == "V" and letters[place - 1] != "T"):
            return at
        if letters[place : place + 2] == ["T", "V"]:
            return first_infinitive(scene, place)
    return at


def joined_group(scene: Scene, lexicon: Lexicon, at: int) -> Group:
    """The group of a verb; one that shares the `had` of another is as old: `had left and refused to return`."""
    group = group_of(scene, at, lexicon)
    leader = leader_of(scene, lexicon, at) if group.tense == "past" else -1
    shared = leader >= 0 and group_of(scene, leader, lexicon).tense == "pluperfect"
    return group._replace(tense="pluperfect") if shared else group


def _goes_with(scene: Scene, lexicon: Lexicon, leader: int, at: int, joint: int) -> bool:
    """Tell whether a verb shares the helpers of the one before it; a past does so only at its side."""
    tags = scene.tags
    if tags.forms[at] == "b":
        return tags.forms[leader] == "b"
    group = group_of(scene, leader, lexicon)
    participle = tags.forms[at] == "n" or "n" in lexicon.verbs.get(scene.sentence.words[at], "")
    if group.tense == "pluperfect" or (group.tense == "perfect" and participle):
        return tags.letters[joint - 1] != "," and not group.passive
    return tags.forms[leader] == "n" and leader == joint - 1 and tags.letters[joint] == "C" and group.start < leader
