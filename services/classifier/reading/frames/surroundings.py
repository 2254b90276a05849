"""Surroundings: what the words around a trigger say of its standing."""

import re
from collections.abc import Sequence
from itertools import pairwise

from services.classifier.reading.frames.act_times import ranks
from services.classifier.reading.frames.appointments import after_all, unbegun, was_to
from services.classifier.reading.frames.embedding import Chain
from services.classifier.reading.scenes.clauses import Clause
from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.times.clock import Time
from services.classifier.reading.times.time_grammar import SPANS, WEEKDAYS
from services.classifier.reading.words.lexicon import Hit, Lexicon
from services.classifier.reading.words.phrases import holds_any

_FOLLOWING = 18
_RANKED = frozenset(("first", "second", "third", "previous", "last", "earlier"))
_ROW = 9
"""Words between a verb and the number of the meeting that it tells of."""
_CITED = 8
"""Words by which a reason that is cited may stand before a noun: `protesting at an ongoing exercise`."""
_CONDITIONS = ("if", "unless", "provided", "assuming", "as", "so", "should", "were", "had")
_WHENEVER = ("once", "when")
_PRESENT = frozenset(("is", "are", "has", "have"))
_ENDS: tuple[list[str], ...] = ([], ["."], [","], [";"], ['"'])
_PATTERNS = frozenset(("pattern", "patterns", "cycle", "cycles", "playbook", "script", "ritual", "formula", "habit"))
"""Words after which a sentence in the present tells of what is done as a rule."""
_TURNS = 2
_BYGONE = frozenset(("previous", "prior", "past", "failed", "famous", "infamous"))
_EARLIER = frozenset(("earlier", "previous", "prior"))
_DOUBTS = frozenset(("then", "ever", "any", "at", "only", "not", "anything"))
"""Behind an `if` that only doubts: `not for weeks, if then`."""
_LATELY = re.compile(r"in the past (?:week|day|hour|hours|few days|\w+ (?:hours|days))\b")
_OVER_YEARS = re.compile(
    r"\b(?:over|throughout) (?:the )?(?:past |last )?(?:\w+ )?(?:decades|years)\b"
    r"|\bfor (?:\w+ )?decades\b|\btimes (?:in|over) |\b(?:three|four|five|six|\d) times since\b"
    r"|\bevery (?:\w+ ){1,3}since\b"
)
"""`over three decades`, `four times in eight years`, `every offer since Hanoi`."""
_COMING = frozenset(("came", "comes", "occurred", "followed", "follows"))
_CAME_UP = (["up"], ["under"], ["to"], ["from"])
_DASHED = frozenset(("blow", "dashed", "dashing", "dashes", "dampened", "dimmed", "dims", "setback", "despite"))
"""What is done to hopes that are gone."""
_POINTING = frozenset(("the", "that", "this", "such", "it", "them"))
_STRINGS = frozenset(
    ("rounds", "meetings", "summits", "visits", "trips", "times", "occasions", "sessions", "tests", "twice", "thrice")
)  # fmt: skip
_COUNTS = frozenset(
    ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "several", "many", "numerous", "dozens")
)  # fmt: skip
_PREDICATES = frozenset(("is", "was", "are", "were", "'s", "be", "been"))


class Surroundings:
    """Looks around in one scene; the words it looks for are the cues of the knowledge."""

    def __init__(self, scene: Scene, lexicon: Lexicon) -> None:
        self._scene = scene
        self._letters = scene.tags.letters
        self._cues = lexicon.cues

    def planned(self, hit: Hit, objects: Sequence[Hit], time: Time | None) -> bool:
        """Tell whether the thing is said to be set, or its time is to come."""
        last = objects[0].last if objects else hit.last
        first = min([hit.first, *(thing.first for thing in objects[:1])])
        near = self._scene.words(max(0, first - 4), last + 6)
        ahead = time is not None and time.age is not None and time.age < 0
        return (
            ahead
            or any(word in self._cues["planned"] for word in near)
            or unbegun(self._scene, hit)
            or was_to(self._scene, hit)
        )

    def manner(self, hit: Hit, tense: str) -> str:
        """How a thing is told: counted, said again, taken back, cited, as a predicate, or plainly."""
        if tense == "perfect" and self._counted(hit):
            return "counted"
        again = not self._cues["repeating"].isdisjoint(self._scene.words(0, hit.first))
        if again and "summit" not in self._scene.vocabulary:
            return "repeated"
        if hit.entry.sort == "verb":
            past = tense in ("past", "perfect", "pluperfect")
            return "unkept" if past and self._unkept(hit) else "one of a row" if past and self._in_a_row(hit) else ""
        if not self._cues["citing"].isdisjoint(self._scene.words(max(0, hit.first - _CITED), hit.first)):
            return "cited"
        return "predicate" if hit.entry.sort == "noun" and self._predicate(hit) else ""

    def _in_a_row(self, hit: Hit) -> bool:
        """Tell whether the subject is one of several meetings: `Their second summit collapsed`."""
        before = self._scene.words(max(0, hit.first - _ROW), hit.first - 1)
        return any(rank in _RANKED and thing in ("summit", "meeting", "encounter") for rank, thing in pairwise(before))

    def _unkept(self, hit: Hit) -> bool:
        """Tell whether the sentence goes on with what became of a word: `promised to freeze it, but never did`."""
        said = self._scene.sentence.words
        turn = next((at for at in range(hit.last + 1, len(said)) if said[at] == "but"), len(said))
        return not self._cues["unkept"].isdisjoint(said[turn + 1 : turn + 5])

    def _counted(self, hit: Hit) -> bool:
        """Tell whether it is told how often it was done: `have held three rounds`, `have met twice`."""
        after = self._scene.words(hit.last + 1, hit.last + 6)
        for at, word in enumerate(after):
            if word in ("twice", "thrice") or (word in _STRINGS and not _COUNTS.isdisjoint(after[max(0, at - 3) : at])):
                return True
            if self._letters[hit.last + 1 + at] in "VBHMSW,;:":
                return False
        return False

    def _predicate(self, hit: Hit) -> bool:
        """Tell whether the main clause says of something that it is this: `It was the first summit of the two`."""
        clause = self._scene.clauses.of(hit.first)
        verb = clause.verb
        if clause.kind != "main" or not 0 <= verb < hit.first or self._scene.sentence.words[verb] not in _PREDICATES:
            return False
        between = range(verb + 1, hit.first)
        ranked = any(ranks(self._scene.sentence.words[at]) for at in between)
        return ranked and all(self._letters[at] in "DX#EeGA'" for at in between)

    def about(self, hit: Hit, objects: Sequence[Hit]) -> frozenset[str]:
        """The object classes of the sentence; `the proposal` brings those of the sentence before."""
        first = objects[0].first if objects else 0
        if objects and _POINTING & set(self._scene.words(first - 1, first)):
            return self._scene.things | self._scene.before
        return self._scene.things

    def before_infinitive(self, hit: Hit) -> bool:
        """Tell whether an infinitive follows a trigger at once."""
        after = self._letters[hit.last + 1 : hit.last + 3]
        return len(after) == 2 and after[0] == "T" and after[1] in "VBH"

    def undone(self, hit: Hit) -> bool:
        """Tell whether the sentence or the next speaks of undoing what it tells, or goes on to new hope."""
        said = self._scene.sentence.words[hit.last :]
        if not self._cues["hopes"].isdisjoint(said) and _DASHED.isdisjoint(said):
            return True
        scenes = [scene for scene in (self._scene, self._scene.following) if scene]
        named = any(h.entry.name == "put_back" for scene in scenes for h in scene.hits)
        undone = any(not self._cues["undone"].isdisjoint(scene.vocabulary) for scene in scenes)
        return named or undone or after_all(scenes, hit)

    def general(self, clause: int) -> bool:
        """Tell whether the clause, or whoever says it, speaks of habits or of the past as such."""
        owner, now = self._scene.clauses.owner, self._scene.clauses.all[clause]
        said = now.kind == "that" and now.governor == "report" and now.parent >= 0
        if said and (self.general(now.parent) or self._of_former(now)):
            return True
        words = [w for at, w in enumerate(self._scene.sentence.words) if owner[at] == clause]
        if not self._cues["habits"].isdisjoint(words):
            return True
        text = _LATELY.sub("", " ".join((*words, *self._scene.sentence.words[now.end + 1 :][:1])))
        return (
            holds_any(text, self._cues["past as such"])
            or _OVER_YEARS.search(text) is not None
            or self._ever_before(clause)
            or self._last_did(now)
            or self._by_turns(now)
        )

    def _by_turns(self, clause: Clause) -> bool:
        """Tell a pattern told in the present: `It wins an offer of talks, takes the aid and then walks out`."""
        forms = self._scene.tags.forms
        if self._scene.headline or clause.verb < 0 or forms[clause.verb] not in ("s", "b"):
            return False
        previous = self._scene.previous
        if previous is not None and not _PATTERNS.isdisjoint(previous.vocabulary):
            return True
        if self._whenever(clause):
            return True
        if "then" not in self._scene.vocabulary:
            return False
        return sum(forms[at] == "s" and self._scene.tags.finite(at) for at in range(len(forms))) > _TURNS

    def _whenever(self, clause: Clause) -> bool:
        """Tell what is done as often as something else is so: `When it is displeased, it stops answering`."""
        words = self._scene.sentence.words
        whens = (c for c in self._scene.clauses.all if c.kind == "when" and c.parent == clause.number and c.verb >= 0)
        return any(words[c.opener] == "when" and self._in_the_present(c.verb) for c in whens)

    def _last_did(self, clause: Clause) -> bool:
        """Tell what was so the last time: `The two last met in Geneva`."""
        before = clause.verb - 1
        return before > 0 and self._scene.sentence.words[before] == "last" and self._letters[before - 1] in "XEeR),"

    def _of_former(self, clause: Clause) -> bool:
        """Tell what a former diplomat tells of his day, or critics hold up: `A former envoy said they left`."""
        said = self._scene.sentence.words[: clause.start]
        at = next((at for at, word in enumerate(said) if word == "former"), -1)
        told = clause.verb >= 0 and self._scene.tags.forms[clause.verb] == "d"
        former = at >= 0 and not self._cues["formers"].isdisjoint(said[at + 1 : at + 5])
        return told and (former or said[self._scene.clauses.all[clause.parent].start] in self._cues["partisans"])

    def bygone(self, hit: Hit) -> bool:
        """Tell whether a noun is said to be of earlier days: `his previous threat of`."""
        if hit.entry.sort == "verb":
            return self._of_an_earlier_word(hit.first)
        near = self._scene.words(max(0, hit.first - 5), hit.first - 1)
        return any(word in _BYGONE and (word, hit.entry.name) != ("failed", "fire") for word in near)

    def _of_an_earlier_word(self, at: int) -> bool:
        """Tell what only says what a word of before said: `misread Seoul's earlier statement denying it`."""
        said = self._scene.tags.forms[at] == "g" and at > 1 and self._letters[at - 1] == "X"
        return said and not _EARLIER.isdisjoint(self._scene.words(max(0, at - 4), at - 2))

    def _ever_before(self, clause: int) -> bool:
        """Tell whether a clause ends with `before`: `has broken its word before`."""
        said, owner = self._scene.sentence.words, self._scene.clauses.owner
        ends = (at for at in range(1, len(said)) if said[at] == "before" and said[at + 1 : at + 2] in _ENDS)
        return any(clause in (owner[at], owner[at - 1]) and said[at - 1] not in SPANS for at in ends)

    def verbs_beside(self, hit: Hit) -> frozenset[str]:
        """The verb classes at work in the clause: what befalls a noun."""
        owner = self._scene.clauses.owner
        beside = [
            h for h in self._scene.group("telling") if owner[h.first] == owner[hit.first] and h.first != hit.first
        ]
        told = {"verb": "V", "phrase": "VB"}
        return frozenset(h.entry.name for h in beside if self._letters[h.first] in told.get(h.entry.sort, ""))

    def near(self, hit: Hit) -> frozenset[str]:
        """The classes of nouns and phrases in the words that follow, those in the gap of a verb among them."""
        end = hit.last + _FOLLOWING
        return frozenset(
            h.entry.name for h in self._scene.group("telling") if h.entry.sort != "verb" and hit.first < h.first <= end
        )

    def dated(self, hit: Hit) -> bool:
        """Tell whether a noun has a day of its own: `Tuesday's missile launch`, `a missile test on Sunday`."""
        words = self._scene.sentence.words
        after = words[hit.last + 1 : hit.last + 3]
        if hit.entry.name == "fire" and (after[:1] == ["on"] and after[1:] and after[1] in WEEKDAYS):
            return True
        return any(words[at] == "'s" and words[at - 1] in WEEKDAYS for at in range(max(1, hit.first - 3), hit.first))

    def conditions(self, number: int) -> list[str]:
        """The words that open the conditions of the sentence that hang on the clause (or on one around it)."""
        clauses = self._scene.clauses.all
        around = {number}
        while clauses[number].parent >= 0:
            number = clauses[number].parent
            around.add(number)
        hung = (clause for clause in clauses if clause.parent in around and clause.number not in around)
        return [self._scene.sentence.words[clause.opener] for clause in hung if self._is_condition(clause)]

    def told_on_condition(self, hit: Hit) -> bool:
        """Tell whether a condition hangs on what a verb of saying tells: `warned Seoul that if it did, it would`."""
        clauses = self._scene.clauses.all
        told = {c.number for c in clauses if c.kind == "that" and hit.first <= c.governing <= hit.last}
        return any(clause.parent in told and self._is_condition(clause) for clause in clauses)

    def _is_condition(self, clause: Clause) -> bool:
        """Tell `if`, `unless` and `only after` from `whether` and `after`."""
        words = self._scene.sentence.words
        if clause.kind == "if":
            return words[clause.opener] in _CONDITIONS and _DOUBTS.isdisjoint(words[clause.opener + 1 :][:1])
        if clause.kind == "after" and words[clause.start - 1] == "only":
            return True
        return words[clause.opener] in _WHENEVER and self._awaited(clause)

    def outside(self, outsiders: frozenset[str]) -> bool:
        """Tell whether the sentence speaks of analysts and the like; a party paper's editorial is its side's word."""
        found = self._scene.vocabulary & outsiders
        papers = any(party.mention.medium for party in self._scene.parties)
        return bool(found) and not (papers and found == {"editorial"})

    def _awaited(self, clause: Clause) -> bool:
        """Tell what an act to come waits for: `will send aid once the North returns`, `when it disarms`; no set day."""
        scene = self._scene
        above = scene.clauses.above(clause)
        if above is None or clause.verb < 0 or not self._in_the_present(clause.verb):
            return False
        dated = any(scene.clauses.owner[at] in (clause.number, above.number) for at, _ in scene.times)
        goes_on = "C" in self._letters[clause.end : clause.end + 3]
        return not dated and not goes_on and "M" in self._letters[above.start : above.end + 1]

    def _in_the_present(self, verb: int) -> bool:
        """Tell whether a clause stands in the present or the perfect, by its first verb."""
        return self._scene.tags.forms[verb] in ("s", "b") or self._scene.sentence.words[verb] in _PRESENT

    def topic(self, at: int) -> bool:
        """Tell whether a noun stands in the subject of a main clause, or opens the sentence."""
        clause = self._scene.clauses.of(at)
        first = self._scene.lead or self._scene.headline or self._came(clause, at)
        if not first or clause.kind != "main" or 0 <= clause.verb <= at:
            return False
        return self._scene.headline or "V" not in self._letters[clause.start : at]

    def _came(self, clause: Clause, at: int) -> bool:
        """Tell whether the sentence says of what a noun tells that it came: `The release came hours after`."""
        verb, words = clause.verb, self._scene.sentence.words
        if not 0 <= at < verb or words[verb] not in _COMING or words[verb + 1 : verb + 2] in _CAME_UP:
            return False
        return "V" not in self._letters[at + 1 : verb]

    def quoted(self, at: int) -> bool:
        """Tell whether the trigger stands inside quotation marks."""
        return self._scene.sentence.words[:at].count('"') % 2 == 1

    def _opens_alone(self, first: int) -> bool:
        """Tell `Leaving the pact would be folly` from `Leaving the pact, the North rebuilt the site`."""
        clause = self._scene.clauses.of(first)
        return clause.start == first == 0 and clause.kind != "participle"

    def bare_gerund(self, hit: Hit, chain: Chain) -> bool:
        """Tell `shutting the office would hurt` from `is shutting the office` and `..., shutting the office`."""
        verb = chain.verb if chain.verb == hit.first or "refuse" in chain.names[:1] else hit.first
        bare = self._scene.tags.forms[verb] == "g" and chain.verb == verb and chain.group.start == verb
        before = self._scene.tags.before(verb)
        if before < 0 and not self._opens_alone(verb):  # "(Abruptly) reversing its decision, the North ..."
            return False
        return bare and (before < 0 or self._letters[before] not in ",XEe-" or self._opens_alone(verb))
