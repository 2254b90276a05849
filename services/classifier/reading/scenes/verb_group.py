"""Verb groups: auxiliaries, negation, modality and tense around one verb."""

from collections.abc import Sequence
from typing import NamedTuple

from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.words.lexicon import Lexicon

_TENSES = {"d": "past", "s": "present", "b": "present", "g": "progressive", "n": "past"}


class Group(NamedTuple):
    """The group of a verb: where it begins, and what its helpers say."""

    start: int
    tense: str
    modality: str
    negated: bool
    passive: bool


def group_of(scene: Scene, at: int, lexicon: Lexicon) -> Group:
    """The group that ends with the verb at `at`; many a frame asks for the same one."""
    known: dict[int, Group] = scene.verb_groups
    if at not in known:
        known[at] = _read(scene, at, lexicon)
    return known[at]


_GUESSED = frozenset(("probably", "possibly", "perhaps", "maybe", "likely"))
"""Behind a helper: `will probably resume` is a guess."""


def _read(scene: Scene, at: int, lexicon: Lexicon) -> Group:
    letters, words = scene.tags.letters, scene.sentence.words
    start, helpers = at, ""
    modality, negated = "", False
    place = at - 1
    if place >= 0 and (at in scene.sentence.hung or words[place] in ("test", "flight")):
        place -= 1
    while place >= 0 and (letters[place] in 'BHOMNA"' or _no_longer(words, place)):
        letter = letters[place] if letters[place] in 'BHOMNA"' else "A"
        if letter == "M":
            modality = modality or lexicon.modals[words[place]]
        if letter == "A" and words[place] in _GUESSED and "M" in letters[max(0, place - 2) : place]:
            modality = "possible"
        negated = negated or _negates(words, place)
        helpers = letter + helpers
        if letter not in 'A"':
            start = place
        place -= 1
    if "but" in words[start:at]:  # "cannot but cancel" cancels
        modality, negated, helpers = "", False, helpers.replace("M", "").replace("N", "")
    form = scene.tags.forms[at]
    return Group(start, _tense(form, helpers, words[start]), modality, negated, _passive(form, helpers))


def _negates(words: Sequence[str], place: int) -> bool:
    word = words[place]
    if word == "longer":
        return place > 0 and words[place - 1] == "no"
    if word in ("not", "n't", "never", "cannot", "hardly", "scarcely", "almost", "nearly", "neither", "nor"):
        return not (place + 1 < len(words) and words[place + 1] in ("only", "just", "yet"))
    return False


def _no_longer(words: Sequence[str], place: int) -> bool:
    """Read `will no longer attend` as one group."""
    if words[place] not in ("no", "longer"):
        return False
    return words[place : place + 2] == ["no", "longer"] or words[max(0, place - 1) : place + 1] == ["no", "longer"]


def _tense(form: str, helpers: str, first: str) -> str:
    if "M" in helpers:
        return "unreal" if first in ("would", "'d") and "H" in helpers else "future"
    if "H" in helpers:
        return "pluperfect" if first in ("had", "'d", "having") else "perfect"
    if "O" in helpers:
        return "past" if first == "did" else "present"
    if "B" in helpers and form == "n":
        return "past" if first in ("was", "were") else "present"
    if "B" in helpers:
        return "past progressive" if first in ("was", "were") else "progressive"
    return _TENSES.get(form) or ("past" if first in ("was", "were") else "")


def _passive(form: str, helpers: str) -> bool:
    return form == "n" and ("B" in helpers or not helpers.strip('AN"'))


def last_of_group(scene: Scene, helper: int) -> int:
    """The verb of a group, or its `be` where that is all: `could be`."""
    letters = scene.tags.letters
    places = [helper]
    for at in range(helper + 1, len(letters)):
        if letters[at] not in 'BHONAV"':
            break
        places.append(at)
        if letters[at] == "V":
            return at
    return next((at for at in reversed(places) if letters[at] == "B"), helper)


def verb_at(scene: Scene, helper: int) -> int:
    """The verb whose group begins with the helper at `helper`; the helper itself where it stands alone."""
    letters = scene.tags.letters
    at = helper
    while at + 1 < len(letters) and letters[at] in 'BHOMNA"':
        at += 1
    return at if letters[at] == "V" else helper


_NO_SUBJECT = frozenset(("no", "nobody", "none", "neither", "nothing", "not"))


def not_to(scene: Scene, inner: int) -> bool:
    """Tell whether an infinitive is denied before its `to`: `agreed not to`, `vowed never to`, `has yet to agree`."""
    words = scene.sentence.words
    return inner > 1 and words[inner - 1] == "to" and words[inner - 2] in ("not", "never", "yet")


_NO_THING = frozenset(
    ("longer", "fewer", "less", "more", "later", "sign", "signs", "indication", "interest", "inclination", "intention",
     "willingness", "doubt", "secret")
)  # fmt: skip
"""Behind `no`, what is no thing that an act could be done to: `fired no fewer than five`, `shows no interest`."""


def none_done(scene: Scene, start: int, last: int) -> bool:
    """Tell whether nobody does it, or to nothing."""
    return _nobody(scene, start) or _nothing(scene, last)


def _nothing(scene: Scene, last: int) -> bool:
    """Tell whether nothing is what a verb is done to: `has handed over no remains`, `gave the North no rice`."""
    said, letters, at = scene.sentence.words, scene.tags.letters, last + 1
    while at < last + 4 and letters[at : at + 1] in (["D"], ["E"], ["e"]) and said[at] not in ("no", "none"):
        at += 1
    at = at if letters[at - 1] in "Ee" else last + 1
    words = said[at : at + 2]
    if words == ["no", "more"] and said[at + 2 : at + 3] != ["than"]:
        return True
    return words[:1] in (["no"], ["none"]) and _NO_THING.isdisjoint(words[1:])


def _nobody(scene: Scene, start: int) -> bool:
    """Tell whether the clause of a verb begins with `no`, `nobody` and the like."""
    clause = scene.clauses.of(start)
    head = [
        word
        for word in scene.sentence.words[clause.start : start]
        if word not in ('"', "but", "and", ",", ";", ":", "that")
    ][:1]
    only = "only" in scene.sentence.words[clause.start : start]
    return bool(head) and head[0] in _NO_SUBJECT and not (only and head[0] == "not")


def time_tense(tense: str, embedded: Sequence[str]) -> str:
    """The tense by which a time is dated: what is promised or planned is to come (`has agreed to meet by May`)."""
    to_come = tense in ("present", "perfect", "") and ("pledge" in embedded[:2] or "plan" in embedded[:2])
    return "future" if to_come else tense


def obliged(scene: Scene, at: int, inner: Group, lexicon: Lexicon) -> Group | None:
    """`had to postpone them` tells that it was done, `will have to` that it will be, `has to` only what must be."""
    word = scene.sentence.words[at] if at >= 0 else ""
    if word not in ("have", "has", "had"):
        return None
    outer = group_of(scene, at, lexicon)
    tense, modality = ("past", "") if word == "had" else ("present", "must")
    if outer.modality:
        tense, modality = "future", "must" if outer.modality == "would" else outer.modality
    return Group(outer.start, tense, modality, inner.negated or outer.negated, inner.passive)
