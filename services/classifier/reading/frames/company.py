"""Company: who is met, as the object of the verb or after `with`, and the preposition that brings an occasion."""

from collections.abc import Sequence

from services.classifier.reading.scenes.scene import Party, Scene
from services.classifier.reading.words.lexicon import Hit

_REACH = 14
_SPEAKING = ("talk", "discuss", "negotiate", "speak", "chat")
"""Verbs whose object is the matter, not the other side: `talks North Korea`."""
_PARTS = frozenset(("end", "start", "close", "conclusion", "opening", "beginning", "outset"))
"""Parts of a meeting: what is agreed `at the end of` it is agreed at it."""
_SPANS = frozenset(("day", "days", "hour", "hours", "minutes", "week", "weeks", "round", "series"))
"""What a meeting is measured by: what is agreed `in two days of talks` is agreed at them."""
_INSIDE = frozenset(
    ("progress", "headway", "breakthrough", "breakthroughs", "role", "part", "interest", "impasse", "deadlock", "delay",
     "delays", "change", "changes", "postponement")
)  # fmt: skip
"""What is `in` a meeting without being its occasion: `a lack of progress in disarmament talks`."""
_NOBODY = frozenset(
    ("demand", "demands", "deadline", "deadlines", "condition", "conditions", "terms", "target", "targets", "goal",
     "goals", "requirement", "requirements", "needs", "standards", "challenge", "threat", "request", "requests",
     "expectations", "obligations", "commitments", "quota", "criteria")
)  # fmt: skip
"""What is met without a meeting: `meet the American demands`."""
_HIM = frozenset(("him", "her", "them"))
_OWNED = 6
"""Words behind an owner in which somebody of his stands: `the North's visiting vice foreign minister`."""
_WITHIN = frozenset("DX#GA\"'EeR")
"""What may stand between a verb and the head of its object."""


def met(scene: Scene, hit: Hit, people: frozenset[str]) -> Sequence[Party]:
    """The party that is the object of a verb, or whom a later `with` of its clause brings."""
    if hit.entry.lemma in _SPEAKING:
        after = hit.last + 1
        while after < len(scene.sentence) and scene.tags.letters[after] == "A":
            after += 1
        spoken_to = scene.sentence.words[after : after + 1] == ["to"]
        return (_party_from(scene, after + 1, people) if spoken_to else ()) or beside(scene, hit, people)
    return _party_from(scene, hit.last + 1, people) or _him(scene, hit.last + 1) or beside(scene, hit, people)


def beside(scene: Scene, hit: Hit, people: frozenset[str]) -> Sequence[Party]:
    """Whom the next `with` of the clause brings: `the Singapore summit with Kim`."""
    at = _with(scene, hit.last + 1, scene.clauses.owner[hit.first])
    return _party_from(scene, at + 1, people) if at >= 0 else ()


def _party_from(scene: Scene, start: int, people: frozenset[str]) -> Sequence[Party]:
    """The party whose phrase stands at `start` (`members of the Chinese delegation`), with the one joined to it."""
    letters, words = scene.tags.letters, scene.sentence.words
    firsts = {party.first: party for party in scene.parties if party.mention.sides}
    at = start
    while at < min(len(words), start + _REACH):
        party = firsts.get(at)
        there = (
            party is not None
            and party.mention.role == "place"
            and not (words[at - 1] == "in" and words[at - 2] in people)
        )
        if party is not None and not there and party.mention.form != "pronoun":
            return () if _only_owns(scene, party, people) else _joined(scene, party)
        belongs = words[at] in ("of", "from", "in") and words[at - 1] in people
        if not belongs and letters[at] not in _WITHIN and not _aside(scene, at):
            return ()
        at += 1
    return ()


def _him(scene: Scene, at: int) -> Sequence[Party]:
    """Whom `him` stands for behind a verb: the only one that the sentence before names, if the verb's own does not."""
    words, letters = scene.sentence.words, "".join(scene.tags.letters[at + 1 : at + 2])
    if (
        "".join(words[at : at + 1]) not in _HIM
        or letters in ("X", "E", "G", "#")
        or scene.previous is None
        or words[at + 1 : at + 2] == ["with"]
    ):
        return ()
    named = [party for party in scene.previous.parties if party.mention.sides and party.mention.role != "place"]
    return named[:1] if len({party.mention.sides for party in named}) == 1 else ()


def _only_owns(scene: Scene, party: Party, people: frozenset[str]) -> bool:
    """Tell `the North's statement` from `the North's new envoy`: a thing is nobody who is met."""
    after = scene.words(party.last + 1, party.last + _OWNED)
    if not _NOBODY.isdisjoint(after[:3]):
        return True
    return after[:1] == ["'s"] and people.isdisjoint(after)


def _aside(scene: Scene, at: int) -> bool:
    """Tell whether a comma only sets off who somebody is: `Wang Jiarui, head of the party's department`."""
    words = scene.sentence.words
    fits = ("X", "D", "E") if words[at - 1] == "counterpart" else ("X", "D")
    return words[at] == "," and "".join(scene.tags.letters[at + 1 : at + 2]) in fits


def _joined(scene: Scene, party: Party) -> Sequence[Party]:
    following = [p for p in scene.parties if 0 < p.first - party.last <= 3 and p.mention.sides]
    if following and "and" in scene.words(party.last + 1, following[0].first - 1):
        return (party, following[0])
    return (party,)


def _with(scene: Scene, start: int, owner: int) -> int:
    """The nearest `with` to the right in the same clause, or -1."""
    letters, words = scene.tags.letters, scene.sentence.words
    for at in range(start, min(len(words), start + _REACH)):
        if scene.clauses.owner[at] != owner or letters[at] in ";:W":
            return -1
        if words[at] == "with":
            return at
    return -1


def occasion(scene: Scene, first: int) -> int:
    """The preposition before the phrase of a noun, where nothing but its own words stands between; -1 without."""
    letters = scene.tags.letters
    at = first - 1
    while at >= 0 and letters[at] in "DX#EeGA'" and first - at < 9:
        at -= 1
    if at > 1 and scene.sentence.words[at] == "of" and scene.sentence.words[at - 1] in _PARTS | _SPANS:
        return occasion(scene, at - 1)
    if at > 0 and scene.sentence.words[at] == "in" and scene.sentence.words[at - 1] in _INSIDE:
        return -1
    return at if at >= 0 and letters[at] in "PS" else -1


def one_of_a_row(scene: Scene, last: int) -> bool:
    """Tell whether a noun phrase says which of a row somebody is: `the first official to visit`, `the most senior`."""
    letters, words = scene.tags.letters, scene.sentence.words
    at = last
    while at >= 0 and letters[at] in "DX#EeGA'" and last - at < 8:
        if words[at] in ("first", "most", "last", "only") or (words[at].endswith("est") and len(words[at]) > 5):
            return True
        at -= 1
    return False
