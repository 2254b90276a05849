"""Surroundings: what the words around a trigger say of its time and standing."""

import re
from collections.abc import Sequence
from itertools import pairwise

from services.classifier.reading.frames.appointments import after_all, unbegun, waits, was_to
from services.classifier.reading.frames.company import occasion
from services.classifier.reading.frames.embedding import Chain
from services.classifier.reading.scenes.clauses import PARTICIPLE, Clause
from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.times.clock import Clock, Time
from services.classifier.reading.times.dates import TimeWords
from services.classifier.reading.times.time_grammar import WEEKDAYS
from services.classifier.reading.words.lexicon import Hit, Lexicon

_FOLLOWING = 14
_CITED = 8
"""Words by which a reason that is cited may stand before a noun: `protesting at an ongoing exercise`."""
RECENT_DAYS = 8
"""What is further back is no longer current (SIGNALS.md, section 3)."""
_CONDITIONS = ("if", "unless", "provided", "assuming", "as", "so", "should", "were", "had")
_ENDS: tuple[list[str], ...] = ([], ["."], [","], [";"], ['"'])
_UNITS = frozenset(("day", "days", "week", "weeks", "month", "months", "year", "years", "hours", "night", "evening"))
_LONG = frozenset(("weeks", "month", "months", "year", "years", "decade", "decades"))
_BYGONE = frozenset(("previous", "prior", "past", "failed", "famous", "infamous"))
_DOUBTS = frozenset(("then", "ever", "any", "at", "only", "not", "anything"))
"""Behind an `if` that only doubts: `not for weeks, if then`."""
_SET = frozenset(("set", "scheduled", "planned", "slated", "due", "fixed"))
_LATELY = re.compile(r"in the past (?:week|day|hour|hours|few days|\w+ (?:hours|days))\b")
_POINTING = frozenset(("the", "that", "this", "such", "it", "them"))
_RANKS = frozenset(
    ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "latest", "most", "rare",
     "only", "such")
)  # fmt: skip
"""Words by which a noun is one of a row: the latest of several, or the greatest."""
_STRINGS = frozenset(
    ("rounds", "meetings", "summits", "visits", "trips", "times", "occasions", "sessions", "tests", "twice", "thrice")
)  # fmt: skip
_COUNTS = frozenset(
    ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "several", "many", "numerous", "dozens")
)  # fmt: skip
_PREDICATES = frozenset(("is", "was", "are", "were", "'s", "be", "been"))


def _ranks(word: str) -> bool:
    return word in _RANKS or (word.endswith("est") and len(word) > 4) or word[0].isdecimal()


class Surroundings:
    """Looks around in one scene; the words it looks for are the cues of the knowledge."""

    def __init__(self, scene: Scene, lexicon: Lexicon, clock: Clock) -> None:
        self._scene = scene
        self._letters = scene.tags.letters
        self._clock = clock
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

    def time(self, clause: int, hit: Hit, tense: str) -> Time | None:
        """The nearest time of the clause, of two the one behind; what qualifies a noun counts for that noun."""
        if self._long_before(clause):
            return Time(self._scene.sentence.piece(hit.first, hit.last), None, "older")
        if self._lagging(clause):
            return Time(self._scene.sentence.piece(hit.first, hit.last), 1, "within")
        beyond = self._infinitive(hit)
        own = [(at, w) for at, w in self._scene.times if self._scene.clauses.owner[at] == clause and at < beyond]
        near = sorted(own, key=lambda entry: (abs(entry[0] - hit.last), entry[0] < hit.first))
        for at, words in near:
            if self._belongs(at, words, hit):
                return self._clock(words, tense, self._scene.sentence.span.field)
        above = self._of_antecedent(clause, tense) or self._of_occasion(clause, hit, tense)
        return above or self._of_meeting(own, hit) or self._since(clause, tense) or self._of_above(clause, hit)

    def _since(self, number: int, tense: str) -> Time | None:
        """The time since which it has been so: `have been suspended since last September`."""
        if tense != "perfect":
            return None
        for at, words in self._scene.times:
            clause = self._scene.clauses.of(at)
            before = self._scene.words(max(0, clause.opener - 8), clause.opener - 1)
            if (
                clause.parent == number
                and self._scene.sentence.words[clause.opener] == "since"
                and not any(map(_ranks, before))
            ):
                return self._clock(words, "past", self._scene.sentence.span.field)
        return self._since_then(number)

    def _since_then(self, number: int) -> Time | None:
        """`has cut several lines since he took office`: a count over the time since then, however long ago."""
        words = self._scene.sentence.words
        for clause in self._scene.clauses.all:
            told = clause.parent == number and clause.verb >= 0 and clause.opener >= 0
            if told and words[clause.opener] == "since" and not self._times_of(clause.number):
                return Time(self._scene.sentence.piece(clause.opener, clause.verb), None, "older")
        return None

    def _times_of(self, number: int) -> bool:
        return any(self._scene.clauses.owner[at] == number for at, _ in self._scene.times)

    def appointed(self, objects: Sequence[Hit]) -> Time | None:
        """The day of the thing itself: `last month's summit ended`, `cancelled the talks, set for last May`."""
        for thing in objects[:1]:
            for at, words in self._scene.times:
                before = words.nominal and 0 < thing.first - at < 4 and "this" not in words.before
                behind = thing.last < at < thing.last + 9 and not _SET.isdisjoint(words.before)
                if before or (behind and self._scene.clauses.owner[at] == self._scene.clauses.owner[thing.first]):
                    return self._clock(words, "", self._scene.sentence.span.field)
        return None

    def _of_above(self, number: int, hit: Hit) -> Time | None:
        """The time of the clause above a participle, where it is past, and of who waits: `left in May, accusing Seoul`.

        `waited on Friday for officers who never came`: they did not come while one waited.
        """
        clause = self._scene.clauses.all[number]
        waiting = clause.kind in ("relative", "after", "because", "when") and waits(self._scene, clause.parent)
        if clause.parent < 0 or not (waiting or clause.kind == PARTICIPLE):
            return None
        time = self.time(clause.parent, hit, "past")
        above = self._scene.clauses.all[clause.parent]
        if waiting and not time and above.kind == PARTICIPLE and above.parent >= 0:
            time = self.time(above.parent, hit, "past")
        return time if time and (waiting or time.sort == "older") else None

    def manner(self, hit: Hit, tense: str) -> str:
        """How a thing is told: counted, said again, taken back, cited, as a predicate, or plainly."""
        if tense == "perfect" and self._counted(hit):
            return "counted"
        again = not self._cues["repeating"].isdisjoint(self._scene.words(0, hit.first))
        if again and "summit" not in self._scene.vocabulary:
            return "repeated"
        if hit.entry.sort == "verb":
            return "unkept" if tense in ("past", "perfect", "pluperfect") and self._unkept(hit) else ""
        if not self._cues["citing"].isdisjoint(self._scene.words(max(0, hit.first - _CITED), hit.first)):
            return "cited"
        return "predicate" if hit.entry.sort == "noun" and self._predicate(hit) else ""

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
        ranked = any(_ranks(self._scene.sentence.words[at]) for at in between)
        return ranked and all(self._letters[at] in "DX#EeGA'" for at in between)

    def _of_meeting(self, own: Sequence[tuple[int, TimeWords]], hit: Hit) -> Time | None:
        """The time of the meeting at which it is said: `promised at the 2007 summit to freeze the site`."""
        said = self._scene.sentence.words
        infinitive = hit.first > 0 and self._letters[hit.first - 1] == "T"
        for at, words in own:
            place = at if said[at] in ("at", "during") else occasion(self._scene, at)
            if hit.entry.sort != "verb" or not words.nominal or said[place] not in ("at", "during"):
                continue
            behind = place > hit.last and "V" not in self._letters[hit.last + 1 : place]
            if behind or (infinitive and place < hit.first):
                return self._clock(words, "past", self._scene.sentence.span.field)
        return None

    def _of_occasion(self, number: int, hit: Hit, tense: str) -> Time | None:
        """The time of the clause above, when it befell: `said on Monday, when`, `stalled since May as`."""
        clause = self._scene.clauses.all[number]
        while clause.kind == "that" and clause.parent >= 0:
            clause = self._scene.clauses.all[clause.parent]
        if (
            clause.kind != "when"
            or clause.parent < 0
            or self._scene.sentence.words[clause.opener] not in ("when", "as")
        ):
            return None
        told = self.time(clause.parent, hit, tense) if self._scene.sentence.words[clause.opener] == "when" else None
        return told or self._since(clause.parent, "perfect")

    def disclosed(self, number: int) -> bool:
        """Tell whether a sentence says that what a clause tells became known just now: `it emerged on Tuesday`."""
        if self._cues["disclosed"].isdisjoint(self._scene.vocabulary):
            return False
        others = [words for at, words in self._scene.times if self._scene.clauses.owner[at] != number]
        return any(self._clock(words, "past", self._scene.sentence.span.field).sort == "within" for words in others)

    def _of_antecedent(self, number: int, tense: str) -> Time | None:
        """The time of the noun that a relative clause tells of: `a Feb. 29 accord in which it pledged`."""
        clause = self._scene.clauses.all[number]
        if clause.kind == "when":
            beside = [words for at, words in self._scene.times if clause.start - 4 <= at < clause.start]
            return self._clock(beside[-1], tense, self._scene.sentence.span.field) if beside else None
        if clause.kind != "relative":
            return None
        close = [words for at, words in self._scene.times if clause.start - 6 <= at < clause.start and words.nominal]
        return self._clock(close[-1], tense, self._scene.sentence.span.field) if close else None

    def due(self, clause: int, hit: Hit) -> Time | None:
        """When what it settles is to come: `agreed to meet in September`, `set the talks for the 3rd`."""
        ahead = self.time(clause, hit, "future")
        if ahead is None:
            return None
        at = self._scene.sentence.token_at(ahead.span.start)
        aimed = not {"for", "from"}.isdisjoint(self._scene.words(at - 1, at))
        return ahead if aimed or ("T", "V") in pairwise(self._letters[hit.last + 1 : at]) else None

    def _belongs(self, at: int, words: TimeWords, hit: Hit) -> bool:
        """Tell whether a time is that of the trigger: of a noun only what stands beside it, or its verb's."""
        if hit.entry.sort != "noun":
            return not words.nominal and not self._of_participle(hit.last, at)
        brought = words.nominal and self._letters[at] == "P"
        if 0 < hit.first - at - brought < 5 or self._is_occasion(hit):
            return True
        first, last = sorted((at, hit.first))
        return not words.nominal and not any(letter in "VBHMOWS;:" for letter in self._letters[first + 1 : last])

    def _of_participle(self, last: int, at: int) -> bool:
        """Tell whether a time behind is that of a bare participle: `in breach of the pact signed in 1953`."""
        verb, forms = self._scene.clauses.of(at).verb, self._scene.tags.forms
        bare = (p for p in range(last + 2, at) if self._letters[p - 1] in "Xe" and self._letters[p] == "V")
        return 0 <= verb <= last and any(forms[place] in "dn" for place in bare)

    def _infinitive(self, hit: Hit) -> int:
        """Where the infinitive begins that a verb governs: in `agreed to meet in April` the time is of the meeting."""
        end = len(self._letters)
        if hit.entry.sort != "verb":
            return end
        at = "".join(self._letters[hit.last + 1 :]).find("TV")
        return hit.last + 1 + at if at >= 0 else end

    def _is_occasion(self, hit: Hit) -> bool:
        """Tell whether what happens `in a call` or `at talks` happens when its verb does."""
        at = occasion(self._scene, hit.first)
        return at >= 0 and self._scene.sentence.words[at] in ("in", "at", "during")

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
        if not self._cues["hopes"].isdisjoint(self._scene.sentence.words[hit.last :]):
            return True
        scenes = [scene for scene in (self._scene, self._scene.following) if scene]
        named = any(h.entry.name == "put_back" for scene in scenes for h in scene.hits)
        undone = any(not self._cues["undone"].isdisjoint(scene.vocabulary) for scene in scenes)
        return named or undone or after_all(scenes, hit)

    def general(self, clause: int) -> bool:
        """Tell whether the clause, or whoever says it, speaks of habits or of the past as such."""
        owner, now = self._scene.clauses.owner, self._scene.clauses.all[clause]
        if now.kind == "that" and now.governor == "report" and now.parent >= 0 and self.general(now.parent):
            return True
        words = [w for at, w in enumerate(self._scene.sentence.words) if owner[at] == clause]
        if not self._cues["habits"].isdisjoint(words):
            return True
        text = _LATELY.sub("", " ".join((*words, *self._scene.sentence.words[now.end + 1 :][:1])))
        return any(phrase in text for phrase in self._cues["past as such"]) or self._ever_before(clause)

    def bygone(self, hit: Hit) -> bool:
        """Tell whether a noun is said to be of earlier days: `his previous threat of`."""
        near = self._scene.words(max(0, hit.first - 5), hit.first - 1) if hit.entry.sort != "verb" else ()
        return any(word in _BYGONE and (word, hit.entry.name) != ("failed", "fire") for word in near)

    def _ever_before(self, clause: int) -> bool:
        """Tell whether a clause ends with `before`: `has broken its word before`."""
        said, owner = self._scene.sentence.words, self._scene.clauses.owner
        ends = (at for at in range(1, len(said)) if said[at] == "before" and said[at + 1 : at + 2] in _ENDS)
        return any(clause in (owner[at], owner[at - 1]) and said[at - 1] not in _UNITS for at in ends)

    def verbs_beside(self, hit: Hit) -> frozenset[str]:
        """The verb classes at work in the clause: what befalls a noun."""
        owner = self._scene.clauses.owner
        beside = [
            h for h in self._scene.group("telling") if owner[h.first] == owner[hit.first] and h.first != hit.first
        ]
        told = {"verb": "V", "phrase": "VB"}
        return frozenset(h.entry.name for h in beside if self._letters[h.first] in told.get(h.entry.sort, ""))

    def near(self, hit: Hit) -> frozenset[str]:
        """The classes of nouns and phrases in the words that follow."""
        end = hit.last + _FOLLOWING
        return frozenset(
            h.entry.name for h in self._scene.group("telling") if h.entry.sort != "verb" and hit.last < h.first <= end
        )

    def _long_before(self, number: int) -> bool:
        """Tell whether something else came long after what a clause tells: `two months after the talks ended`."""
        clause = self._scene.clauses.all[number]
        opened = clause.kind == "after" and clause.opener > 1 and self._scene.sentence.words[clause.opener] == "after"
        return opened and self._scene.sentence.words[clause.opener - 1] in _LONG

    def _lagging(self, number: int) -> bool:
        """Tell whether a clause hangs on `days after`, `hours before`, `a week after`."""
        clause = self._scene.clauses.all[number]
        while clause.kind == "that" and clause.parent >= 0:
            clause = self._scene.clauses.all[clause.parent]
        if clause.opener < 1 or clause.kind not in ("after", "before"):
            return False
        unit = self._scene.sentence.words[clause.opener - 1]
        count = self._scene.sentence.words[max(0, clause.opener - 2)]
        if unit == "days" and count.isdecimal() and int(count) > RECENT_DAYS:
            return False
        return unit in ("day", "days", "hours", "hour", "minutes", "week")

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

    def _is_condition(self, clause: Clause) -> bool:
        """Tell `if`, `unless` and `only after` from `whether` and `after`."""
        words = self._scene.sentence.words
        if clause.kind == "if":
            return words[clause.opener] in _CONDITIONS and _DOUBTS.isdisjoint(words[clause.opener + 1 :][:1])
        return clause.kind == "after" and words[clause.start - 1] == "only"

    def topic(self, at: int) -> bool:
        """Tell whether a noun stands in the subject of a main clause, or opens the sentence."""
        clause = self._scene.clauses.of(at)
        first = self._scene.lead or self._scene.headline
        if not first or clause.kind != "main" or 0 <= clause.verb <= at:
            return False
        return self._scene.headline or "V" not in self._letters[clause.start : at]

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
