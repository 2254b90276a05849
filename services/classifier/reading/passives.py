"""Passives: what befalls its subject, with a helper and, in headlines, without one."""

from services.classifier.reading.lexicon import Hit
from services.classifier.reading.scene import Scene
from services.classifier.reading.verb_group import Group


def is_passive(scene: Scene, hit: Hit, group: Group) -> bool:
    """Tell whether a participle is none of a perfect."""
    if scene.tags.forms[hit.first] != "n":
        return False
    return group.passive or "H" not in scene.tags.letters[group.start : hit.first]


def may_be_bare(scene: Scene, hit: Hit) -> bool:
    """Tell `Talks cancelled over drills` from `Seoul cancelled talks` and from `the team left the table`."""
    letters = scene.tags.letters
    if scene.tags.forms[hit.first] != "d" or "n" not in hit.entry.forms:
        return False
    if "X" in letters[hit.first + 1 : hit.last + 1]:
        return False
    after = letters[hit.last + 1] if hit.last + 1 < len(letters) else "."
    before = scene.tags.before(hit.first)
    return after in "PTSA.,:;-" and before >= 0 and letters[before] == "X"
