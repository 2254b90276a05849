"""Openings: what a sentence says at its start about the standing of all that it tells."""

from collections.abc import Sequence

from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.scenes.verb_group import Group
from services.classifier.reading.words.lexicon import Lexicon

_FAR = 8
_YEAR = 4
"""Figures of a year."""


def opens_under(scene: Scene, lexicon: Lexicon) -> str:
    """Tell what a sentence tells of: what a mere paper foresees (`Under the proposal, it would`), or an accord's terms.

    The terms of an accord whose year or day is named are old ones: `Under the 1994 accord`, `In a deal of 2007,`.
    """
    words = scene.sentence.words[:_FAR]
    if words[:1] == ["in"] and "," in words:
        words = words[: words.index(",")]
        dated = any(word.isdigit() and len(word) == _YEAR for word in words)
        return "old terms" if dated and not lexicon.cues["accords"].isdisjoint(words) else ""
    if "would" in scene.vocabulary and not lexicon.cues["papers"].isdisjoint(scene.under):
        return "ask"
    if lexicon.cues["accords"].isdisjoint(scene.under):
        return ""
    return "old terms" if any(word.isdigit() for word in scene.under) else "terms"


def reduced(scene: Scene, at: int, group: Group) -> bool:
    """Tell `left the plant frozen under the accord`, `With talks suspended, ...`: a bare participle."""
    verb, tags = scene.clauses.of(at).verb, scene.tags
    if group.start == at and _behind_comma(scene, at):
        return True
    if group.start != at or tags.letters[at - 1] not in "XEe":
        return False
    if tags.forms[at] in ("d", "n") and _with(scene.words(0, at - 2)[-_FAR:]):
        return True
    return group.passive and (0 <= verb < at - 1 or (verb >= at and _goes_on(scene, at)))


def _behind_comma(scene: Scene, at: int) -> bool:
    """Tell what only describes a thing: `its reactors, frozen for eight years, and ordered the inspectors out`."""
    tags = scene.tags
    bare = tags.forms[at] == "n" and not scene.sentence.words[at].endswith("ed")
    return bare and at > 1 and tags.letters[at - 2 : at] == ["X", ","] and tags.letters[at + 1 : at + 2] == ["P"]


def _goes_on(scene: Scene, at: int) -> bool:
    """Tell whether the verb is still to come behind a bare participle: `the site frozen under the deal had begun`."""
    if scene.tags.forms[at] != "n" or scene.sentence.words[at].endswith("ed") or scene.headline:
        return False
    return not set("BHM").isdisjoint(scene.tags.letters[at + 1 : scene.clauses.of(at).end + 1])


def _with(before: Sequence[str]) -> bool:
    """Tell whether a `with` that opens a phrase is the last thing but a noun: `With the six-party talks |`."""
    opened = next((at for at in range(len(before) - 1, -1, -1) if before[at] in ("with", ",")), -1)
    return opened >= 0 and before[opened] == "with" and (opened == 0 or before[opened - 1] == ",")
