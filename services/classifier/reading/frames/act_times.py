"""Act times: when what a frame tells befell, by the times of its clause and of those around it."""

from collections.abc import Sequence
from itertools import pairwise

from services.classifier.reading.frames.appointments import lasts, waits
from services.classifier.reading.frames.company import occasion
from services.classifier.reading.scenes.clauses import PARTICIPLE, RELATIVE, SOURCE
from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.times.clock import Clock, Time, goes_on, next_to
from services.classifier.reading.times.date_rules import RECENT_DAYS
from services.classifier.reading.times.dates import TimeWords
from services.classifier.reading.times.time_grammar import LONG_UNITS
from services.classifier.reading.words.lexicon import Hit, Lexicon

_NEAR = 12
"""Letters between `weeks after` and the date of what they are counted from."""
_SHORT = frozenset(("minute", "hour", "day", "week", "weekend", "fortnight"))
_LONG = LONG_UNITS - {"week"}
_WATCHING = frozenset(
    ("watched", "watches", "looked", "looks", "observed", "supervised", "oversaw", "directed", "stood")
)
"""What somebody does `as` something befalls: `On Saturday Kim looked on as his troops fired rockets`."""
_SET = frozenset(("set", "scheduled", "planned", "slated", "due", "fixed"))
_PROMISED = frozenset(("agreed", "promised", "pledged", "vowed", "signed", "committed", "undertook", "undertaken"))
_RANKS = frozenset(
    ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "latest", "most", "rare",
     "only", "such")
)  # fmt: skip
"""Words by which a noun is one of a row: the latest of several, or the greatest."""


def ranks(word: str) -> bool:
    """Tell a word that counts among others: `first`, `latest`, `largest`, `3rd`."""
    return word in _RANKS or (word.endswith("est") and len(word) > 4) or word[0].isdecimal()


class ActTimes:
    """Finds the times of the acts of one scene."""

    def __init__(self, scene: Scene, lexicon: Lexicon, clock: Clock) -> None:
        self._scene = scene
        self._letters = scene.tags.letters
        self._clock = clock
        self._cues = lexicon.cues

    def time(self, clause: int, hit: Hit, tense: str) -> Time | None:
        """The nearest time of the clause, of two the one behind, a date before `days after`; a noun has its own."""
        if self._long_before(clause):
            return Time(self._scene.sentence.piece(hit.first, hit.last), None, "older")
        passing = self._in_passing(hit)
        if self._lagging(clause) and not passing:
            old = self._old_above(clause) or self._told_before()
            return Time(
                self._scene.sentence.piece(hit.first, hit.last), None if old else 1, "older" if old else "within"
            )
        beyond = self._infinitive(hit)
        own = [(at, w) for at, w in self._scene.times if self._scene.clauses.owner[at] == clause and at < beyond]
        told = tense in ("past", "pluperfect")
        near = sorted(
            own, key=lambda entry: (told and entry[1].rule == "lag", abs(entry[0] - hit.last), entry[0] < hit.first)
        )
        for at, words in near:
            if self._belongs(at, words, hit) and not (tense == "perfect" and self._of_first(at, hit)):
                found = self._dated(words, tense)
                # "punished it on Friday over its test": the day is not the test's
                return None if passing and at < hit.first and found and found.sort == "within" else found
        if told and any(self._of_old(words, tense) for _, words in own):
            return Time(self._scene.sentence.piece(hit.first, hit.last), None, "older")
        above = self._of_antecedent(clause, tense) or self._of_occasion(clause, hit, tense)
        return (
            above
            or self._of_meeting(own, hit)
            or self._since(clause, tense, hit)
            or self._of_above(clause, hit)
            or self._of_saying(clause)
        )

    def _of_saying(self, number: int) -> Time | None:
        """When it was said, where that is long ago: `In 2013 the North said it would`, `..., KCNA said last month`."""
        if not self._scene.times:
            return None
        clauses = self._scene.clauses.all
        told = clauses[number]
        near = {told.parent} if told.kind == "that" and told.governing >= 0 else set()
        near.update(clause.number for clause in clauses if clause.kind == SOURCE and clause.parent == number)
        near.discard(-1)
        said = [words for at, words in self._scene.times if self._scene.clauses.owner[at] in near and not words.nominal]
        times = [self._clock(words, "past", self._scene.sentence.span.field) for words in said]
        return times[0] if times and all(time.sort == "older" for time in times) else None

    def _since(self, number: int, tense: str, hit: Hit) -> Time | None:
        """The time since which it has been so: `have been suspended since last September`."""
        if tense != "perfect":
            return None
        for at, words in self._scene.times:
            clause = self._scene.clauses.of(at)
            before = self._scene.words(max(0, clause.opener - 8), clause.opener - 1)
            if (
                clause.parent == number
                and self._scene.sentence.words[clause.opener] == "since"
                and not any(map(ranks, before))
                and not self._goes_on(number, clause.opener, hit)
            ):
                return self._clock(words, "past", self._scene.sentence.span.field)
        return self._since_then(number)

    def _goes_on(self, number: int, since: int, hit: Hit) -> bool:
        """Tell whether a clause goes on behind a `since`: `has tried since May to reach it and has got no answer`."""
        owner, letters = self._scene.clauses.owner, self._letters
        helped = any(letters[at] == "H" and owner[at] == number for at in range(since))  # "Since May, it has" holds on
        return helped and any(letters[at] == "C" and owner[at] == number for at in range(since, hit.first))

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
                before = words.nominal and 0 < thing.first - at < 7 and "this" not in words.before
                behind = thing.last < at < thing.last + 9 and not _SET.isdisjoint(words.before)
                if before or (behind and self._tells_which(at, thing.first)):
                    return self._clock(words, "", self._scene.sentence.span.field)
        return None

    def _tells_which(self, at: int, thing: int) -> bool:
        """Tell whether a time stands in the clause of a thing, or one that only tells which: `a round set for May`."""
        of, own = self._scene.clauses.of(at), self._scene.clauses.owner[thing]
        return of.number == own or (of.kind == RELATIVE and of.parent == own)

    def _of_above(self, number: int, hit: Hit) -> Time | None:
        """The time of the clause above a participle, where it is past, and of who waits: `left in May, accusing Seoul`.

        `waited on Friday for officers who never came`: they did not come while one waited.
        """
        clause = self._scene.clauses.all[number]
        waiting = clause.kind in ("relative", "after", "because", "when") and waits(self._scene, clause.parent)
        waiting = waiting or (clause.kind == "before" and lasts(self._scene, clause.parent))
        if clause.parent < 0 or not (waiting or clause.kind == PARTICIPLE):
            return None
        time = self.time(clause.parent, hit, "past")
        above = self._scene.clauses.all[clause.parent]
        if waiting and not time and above.kind == PARTICIPLE and above.parent >= 0:
            time = self.time(above.parent, hit, "past")
        return time if time and (waiting or time.sort == "older") else None

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
        above, words = self._scene.clauses.all[clause.parent], self._scene.sentence.words
        seen = words[clause.opener] == "when" or (
            above.verb >= 0 and not _WATCHING.isdisjoint(words[above.verb : clause.opener])
        )
        told = self.time(clause.parent, hit, tense) if seen else None
        return told or self._since(clause.parent, "perfect", hit)

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
        """When what it settles is to come: `agreed to free six and meet in September`, `set the talks for the 3rd`."""
        ahead = self.time(clause, hit, "future")
        if ahead is None:
            return None
        at = self._scene.sentence.token_at(ahead.span.start)
        aimed = not {"for", "from"}.isdisjoint(self._scene.words(at - 1, at))
        verb = hit.entry.sort == "verb" and self._scene.tags.forms[hit.first] == "b"
        infinitive = verb and at > hit.last  # "agreed to do this and (to) meet in May"
        behind = ("T", "V") in pairwise(self._letters[hit.last + 1 : at])
        return ahead if aimed or infinitive or behind else None

    def _belongs(self, at: int, words: TimeWords, hit: Hit) -> bool:
        """Tell whether a time is that of the trigger: of a noun only what stands beside it, or its verb's."""
        if hit.entry.sort != "noun":
            return not (words.nominal or self._of_another(hit.last, at) or self._of_test(at))
        brought = words.nominal and self._letters[at] == "P"
        if 0 < hit.first - at - brought < 5 or self._is_occasion(hit):
            return True
        first, last = sorted((at, hit.first))
        return not words.nominal and not any(letter in "VBHMOWS;:" for letter in self._letters[first + 1 : last])

    def _of_test(self, at: int) -> bool:
        """Tell whether a day is only that of a test or a launch that somebody speaks of: `the launches of July 4`."""
        of = at if self._scene.sentence.words[at] == "of" else at - 1
        tested = any(thing.last == of - 1 and thing.entry.name == "test" for thing in self._scene.objects)
        return tested and self._scene.sentence.words[of] == "of"

    def _of_another(self, last: int, at: int) -> bool:
        """Tell whether a time behind is that of something told by the way: `went back on what it had said in July`."""
        between, words = self._letters[last + 1 : at], self._scene.words(last, at)
        said = "V" in between and "what" in words and ("H" in between or not _PROMISED.isdisjoint(words))
        return said or self._of_participle(last, at)

    def _of_first(self, at: int, hit: Hit) -> bool:
        """Tell whether a time behind one verb is not that of a later one: `promised it in June but has not done so`."""
        clause = self._scene.clauses.of(at)
        return clause.start <= clause.verb < at < hit.first and "C" in self._letters[at : hit.first]

    def _of_participle(self, last: int, at: int) -> bool:
        """Tell whether a time behind is that of a bare participle: `in breach of the pact signed in 1953`."""
        clause, forms = self._scene.clauses.of(at), self._scene.tags.forms
        bare = [p for p in range(last + 2, at) if self._letters[p - 1] in "Xe," and self._letters[p] == "V"]
        told = 0 <= clause.verb <= last or (clause.kind == PARTICIPLE and clause.start <= last)
        return told and any(forms[p] in "dn" and (self._letters[p - 1] != "," or self._aside(p, at)) for p in bare)

    def _aside(self, verb: int, at: int) -> bool:
        """Tell `cut the hotline, reopened only in May, ...` from `cut the hotline, expelled them in May and left`."""
        end = next((p for p in range(at + 1, len(self._letters)) if self._letters[p] in ",.;C"), -1)
        closed = end > 0 and self._letters[end] == "," and "C" not in self._letters[end : end + 2]
        return closed and self._letters[verb + 1] in "PA"

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

    def _long_before(self, number: int) -> bool:
        """Tell whether something else came long after what a clause tells: `two months after the talks ended`."""
        clause = self._scene.clauses.all[number]
        opened = clause.kind == "after" and clause.opener > 1 and self._scene.sentence.words[clause.opener] == "after"
        return opened and self._scene.sentence.words[clause.opener - 1] in _LONG

    def _dated(self, words: TimeWords, tense: str) -> Time:
        """When a time is; what goes on from older times, or stands beside a date of long ago, is as old."""
        field = self._scene.sentence.span.field
        time = self._clock(words, tense, field)
        if tense in ("past", "pluperfect") and time.sort != "older":
            beside = (other for _, other in self._scene.times if next_to(words, other))
            known = [self._clock(other, tense, field) for other in beside]
            old = any(other.sort == "older" and other.age is not None for other in known)
            if old or (goes_on(words) and self._scene.older):
                return Time(time.span, None, "older")
        return time

    def _of_old(self, words: TimeWords, tense: str) -> bool:
        """Tell `weeks after the 2000 summit`: what a little while is counted from was long ago."""
        if words.rule != "lag" or words.unit not in _SHORT:
            return False
        later = [other for _, other in self._scene.times if other.nominal and other.start > words.start]
        near = [other for other in later if other.start - words.end < _NEAR]
        return any(self._clock(other, tense, self._scene.sentence.span.field).sort == "older" for other in near)

    def _told_before(self) -> bool:
        """Tell whether the sentences before tell of older times."""
        return self._scene.previous is not None and self._scene.previous.older

    def _old_above(self, number: int) -> bool:
        """Tell whether the clause above says that it was long ago: `In 2009, days after it tested, it quit`."""
        above, field = self._scene.clauses.all[number].parent, self._scene.sentence.span.field
        dated = [
            words
            for at, words in self._scene.times
            if self._scene.clauses.owner[at] == above and words.rule != "lag" and not words.nominal
        ]
        return any(self._clock(words, "past", field).sort == "older" for words in dated)

    def _in_passing(self, hit: Hit) -> bool:
        """Tell a noun that only says what the thing is about: `hours before a vote over its nuclear test`."""
        if hit.entry.sort != "noun" or self._scene.sentence.words[hit.last] not in self._cues["tests and drills"]:
            return False
        at = hit.first - 1
        while at > 0 and self._letters[at] in "DXEeG'#":
            at -= 1
        return at > 0 and self._scene.sentence.words[at] in ("over", "about", "against")

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
