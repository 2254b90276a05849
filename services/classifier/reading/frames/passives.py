"""Passives: what befalls its subject, with a helper and, in headlines, without one."""

from services.classifier.reading.frames.finders import Finders
from services.classifier.reading.scenes.clauses import Clause
from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.scenes.verb_group import Group
from services.classifier.reading.times.time_grammar import SPANS
from services.classifier.reading.words.lexicon import Hit

_COUNTS = frozenset(("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"))
_WITHOUT_SUBJECT = ("when", "though", "if", "after", "before")
"""Clauses whose subject and helper may be left out: `while`, `although`, `once`."""


def is_passive(scene: Scene, hit: Hit, group: Group) -> bool:
    """Tell whether a participle is none of a perfect."""
    if _opens_subordinate(scene, hit.first):
        return True
    if scene.tags.forms[hit.first] != "n":
        return False
    if _goes_on(scene, hit) and "B" not in scene.tags.letters[group.start : hit.first]:
        return False
    return group.passive or "H" not in scene.tags.letters[group.start : hit.first]


def _opens_subordinate(scene: Scene, first: int) -> bool:
    """Tell whether a participle stands right behind what opens its clause: `while often depicted as a madman`."""
    clause = scene.clauses.of(first)
    if scene.tags.forms[first] not in ("d", "n") or clause.opener < 0 or clause.kind not in _WITHOUT_SUBJECT:
        return False
    return all(letter in 'A"' for letter in scene.tags.letters[clause.opener + 1 : first])


def _goes_on(scene: Scene, hit: Hit) -> bool:
    """Tell whether a verb ends in a preposition whose object follows: `pulled out of talks`."""
    letters = scene.tags.letters[hit.first : hit.last + 2]
    return len(letters) > 2 and letters[-2] == "P" and letters[-1] in "DXE#"


def befalls(find: Finders, hit: Hit) -> bool:
    """Tell whether it is a passive without its helper: its object stands before it and none behind it."""
    if hit.entry.name in find.lexicon.intransitive or not _may_be_bare(find.scene, hit):
        return False
    behind = not _why(find.scene, hit.last + 1) and find.objects.right(hit, 4)
    return bool(find.objects.left(hit, True)) and not behind


def _why(scene: Scene, at: int) -> bool:
    """Tell whether only the cause follows: `Reunions put off over drills`."""
    return scene.words(at, at) in (["over"], ["amid"], ["after"], ["due"])


def only_points(scene: Scene, hit: Hit, group: Group, clause: Clause) -> bool:
    """Tell whether a bare participle only says which thing is meant: `scrapped the accords reached with the South`."""
    first, letters = hit.first, scene.tags.letters
    if hit.entry.sort != "verb" or group.start != first:
        return False
    if _before_its_noun(scene, first):
        return True
    participle = scene.tags.forms[first] == "n" or "n" in hit.entry.forms
    if not participle or _goes_on(scene, hit) or letters[first + 1 : first + 2] != ["P"]:
        return False
    if 0 <= clause.verb < first - 1:
        return letters[first - 1] in "XEe"
    return letters[first - 1] == "X" and _verb_follows(scene, first, clause)


def _verb_follows(scene: Scene, first: int, clause: Clause) -> bool:
    """Tell whether the clause has its own verb yet to come: `the sanctions imposed on the North have begun to bite`."""
    later = range(first + 2, min(clause.end, len(scene.tags.letters) - 1) + 1)
    until = next((at for at in later if scene.tags.letters[at] in ",;:CS"), later.stop)
    return any(scene.tags.finite(at) and scene.clauses.of(at) is clause for at in range(first + 2, until))


def _before_its_noun(scene: Scene, first: int) -> bool:
    """Tell whether a participle stands between an article or a number and its noun: `the five freed sailors`."""
    letters = scene.tags.letters
    if scene.tags.forms[first] not in ("d", "n") or first < 1:
        return False
    if letters[first - 1] not in "D#" and scene.sentence.words[first - 1] not in _COUNTS:
        return False
    return letters[first + 1 : first + 2] in (["X"], ["E"], ["e"])


def _may_be_bare(scene: Scene, hit: Hit) -> bool:
    """Tell `Talks cancelled over drills` from `Seoul cancelled talks` and from `the team left the table`."""
    letters = scene.tags.letters
    if scene.tags.forms[hit.first] != "d" or "n" not in hit.entry.forms:
        return False
    if "~" in hit.entry.lemma and "X" in letters[hit.first + 1 : hit.last + 1]:
        return False
    after = letters[hit.last + 1] if hit.last + 1 < len(letters) else "."
    before = scene.tags.before(hit.first)
    return (
        (after in "PTSA.,:;-" or _for_a_while(scene, hit.last + 1))
        and before >= 0
        and (letters[before] == "X" or _brought(scene, before))
    )


def _for_a_while(scene: Scene, at: int) -> bool:
    """Tell whether a span of time follows: `pushed back a week`."""
    return any(word in SPANS for word in scene.words(at, at + 2)) and scene.tags.letters[at] in "D#"


def _brought(scene: Scene, at: int) -> bool:
    """Tell whether the party that ends here only belongs to a noun of a headline: `visit to Berlin axed`."""
    if not scene.headline and scene.tags.letters[-1] == ".":
        return False
    party = next((party for party in scene.parties if party.last == at), None)
    return party is not None and party.first > 1 and scene.tags.letters[party.first - 1] in "PT"
