"""Clauses: where each begins, what kind it is, and what governs it. No parse: one pass over the tags."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.classifier.reading.scenes.clause_signs import LOOK, Signs
from services.classifier.reading.texts.tokens import Sentence
from services.classifier.reading.words.lexicon import Hit
from services.classifier.reading.words.tags import Tags

MAIN, THAT, RELATIVE, PARTICIPLE, ASIDE, SOURCE = "main", "that", "relative", "participle", "aside", "source"
_TURNING = frozenset("W,;:-()CBHOMVDE")
"""Tags of words that can begin or end a clause without one of the knowledge's subordinators."""
_OPENINGS = frozenset(("if", "when", "after", "before", "because", "though"))
_FREE_RELATIVES = ("what", "how", "why", "who", "where")
_BEFORE_NOUNS = frozenset(("during", "despite", "amid", "amidst", "for", "to", "of"))
"""Openers that bring no clause: a verb after their noun belongs to the clause around."""


@dataclass(slots=True)
class Clause:
    """A clause under way; `governor` is the embedding's name, `governing` the token that governs."""

    number: int
    kind: str
    start: int
    parent: int = -1
    governor: str = ""
    governing: int = -1
    verb: int = -1
    opener: int = -1
    end: int = -1


@dataclass(slots=True)
class Clauses:
    """The clauses of a sentence and, for every token, the number of its own."""

    all: list[Clause]
    owner: list[int] = field(default_factory=list)

    def of(self, at: int) -> Clause:
        """The clause of a token."""
        return self.all[self.owner[at]]

    def above(self, clause: Clause) -> Clause | None:
        """The clause around a clause."""
        return self.all[clause.parent] if clause.parent >= 0 else None


class Splitter:
    """Splits one sentence; made for it and thrown away after it."""

    def __init__(self, sentence: Sentence, tags: Tags, groups: Mapping[str, Sequence[Hit]]) -> None:
        self._words = sentence.words
        self._tags = tags
        self._letters = tags.letters
        closing = {hit.first for hit in groups.get("telling", ()) if hit.entry.closing}  # "will come after all"
        self._openers = {hit.first: hit for hit in groups.get("subordinator", ()) if hit.first not in closing}
        self._clausal = {hit.last: hit for hit in groups.get("clause", ()) if self._verbal(hit)}
        self._signs = Signs(sentence.words, tags, self._clausal)
        governing = groups.get("governing", ())
        self._nominal = {hit.last: hit for hit in governing if hit.entry.sort == "governing noun"}
        self._clauses = Clauses([Clause(0, MAIN, 0)])
        self._now = self._clauses.all[0]
        self._skip = -1
        self._told: dict[int, Hit] = {}

    def _verbal(self, hit: Hit) -> bool:
        return self._letters[hit.first] in "VB"

    def split(self) -> Clauses:
        """Give the clauses."""
        if self._opens_with_participle():
            self._open(PARTICIPLE, 0, 0)
        owner, openers, clausal, told = self._clauses.owner, self._openers, self._clausal, self._told
        for at, letter in enumerate(self._letters):
            if letter in _TURNING or at in openers or at in told:
                self._step(at)
            now = self._now
            owner.append(now.number)
            now.end = at
            if now.verb < 0 and letter in "VBHOM" and at != now.opener and self._tags.finite(at):
                now.verb = at
            if at in clausal:
                self._open_after(at)
        return self._clauses

    def _opens_with_participle(self) -> bool:
        """Tell `Accusing Seoul of bad faith, North Korea left` from `Leaving the talks would be folly`."""
        first = self._tags.forms[0] if self._words else ""
        if first not in ("g", "n") or self._letters[0] not in "VBH":
            return False
        for at in range(1, len(self._words)):
            if self._letters[at] == "," and self._signs.clause_ahead(at + 1):
                return True
            if self._letters[at] in ";:" or (self._tags.finite(at) and "W" not in self._letters[:at]):
                return False
        return False

    def _open(
        self, kind: str, start: int, parent: int, governor: str = "", governing: int = -1, opener: int = -1
    ) -> None:
        clause = Clause(len(self._clauses.all), kind, start, parent, governor, governing, -1, opener, start)
        self._clauses.all.append(clause)
        self._now = clause

    def _step(self, at: int) -> None:
        if at <= self._skip:
            return
        letter = self._letters[at]
        if self._signs.inverted(at):
            self._open("if", at, self._now.number, opener=at)
        elif at in self._openers and letter in "SPATVXC" and not self._helped(at):
            self._subordinate(at)
        elif letter == "W":
            self._relative(at)
        elif letter in ",;:-()":
            self._punctuation(at, letter)
        elif letter == "C":
            self._coordinate(at)
        else:
            self._plain(at, letter)

    def _plain(self, at: int, letter: str) -> None:
        """A word that opens no clause by itself may stand in one that nothing announced."""
        if at in self._told:
            self._open(THAT, at, self._now.number, self._told[at].entry.name, self._told[at].last)
        elif letter in "VBHOM" and self._tags.finite(at):
            self._second_verb(at)
        elif self._tags.forms[at] == "g" and letter == "V" and self._behind_a_noun(at):
            self._open(PARTICIPLE, at, self._climb(self._now))
        elif letter in "DE" and (verb := self._unmarked(at)) >= 0:
            self._bare_clause(at, verb)

    def _behind_a_noun(self, at: int) -> bool:
        """Tell `said after the visit, quoting ...` without its comma from `after Pyongyang's leaving`."""
        now = self._now
        return now.kind in ("after", "before") and now.verb < 0 and now.start < at - 1 and self._letters[at - 1] == "X"

    def _unmarked(self, at: int) -> int:
        """The finite verb of a clause that begins at a party without a word of its own, or -1."""
        if not at or self._letters[at - 1] != "X" or not self._now.start < self._now.verb < at - 1:
            return -1
        verb = at
        while verb < len(self._words) and self._letters[verb] in "DEeCGA":
            verb += 1
        named = "E" in self._letters[at : at + 2]
        ends = named and verb < len(self._words) and self._letters[verb - 1] != "C"
        return verb if ends and self._tags.finite(verb) else -1

    def _bare_clause(self, at: int, verb: int) -> None:
        """`told reporters the North had fired`, `the accord Seoul signed in May`, or two lines that run together."""
        host = self._clauses.all[self._climb(self._now)]
        if self._now.kind not in (MAIN, THAT) and host.verb < 0:
            self._now = host
            return
        hit = self._governor_before(at)
        if hit and hit.last in self._clausal:
            self._open(THAT, at, self._now.number, hit.entry.name, hit.last)
            return
        while verb + 1 < len(self._words) and self._letters[verb] in "BHOMNA":
            verb += 1
        complete = verb + 1 < len(self._words) and self._letters[verb + 1] in 'DERX#"W'
        if complete:
            self._open(MAIN, at, -1)
        else:
            self._open(RELATIVE, at, self._now.number, opener=at)

    def _helped(self, at: int) -> bool:
        """Tell `has given the South a list` from `given the tension`: a verb with its helper opens nothing."""
        before = self._tags.before(at)
        return self._letters[at] == "V" and before >= 0 and self._letters[before] in "HB"

    def _subordinate(self, at: int) -> None:
        hit = self._openers[at]
        if self._signs.opens_nothing(at):
            return
        if self._words[at] == "when" and at - 1 in self._clausal and "M" in self._letters[at + 1 : at + 9]:
            self._open(THAT, at, self._now.number, "ask", at - 1, at)  # "would not predict when they would meet"
            return
        inside = self._now.kind in (MAIN, THAT) or self._goes_deeper(at, hit)
        self._open(hit.entry.name, at, self._now.number if inside else self._climb(self._now), opener=at)
        self._skip = hit.last

    def _goes_deeper(self, at: int, hit: Hit) -> bool:
        """Tell `met after the North threatened war as it left the talks`: with no comma it hangs on the threat."""
        now = self._now
        return hit.entry.name == "when" and now.kind in ("after", "before", "because") and now.start < now.verb < at

    def _climb(self, clause: Clause) -> int:
        while clause.kind not in (MAIN, THAT) and clause.parent >= 0:
            clause = self._clauses.all[clause.parent]
        return clause.number

    def _relative(self, at: int) -> None:
        if self._words[at] == "that" and not self._that_relative(at):
            return
        if at and self._words[at] == "that" and (self._letters[at - 1] in "SP" or self._signs.points(at)):
            return
        if self._now.start == at and self._now.kind == THAT:
            return
        self._open(RELATIVE, at, self._now.number, opener=at)

    def _that_relative(self, at: int) -> bool:
        """Open a complement where `that` follows a word that takes one; tell whether it is a relative instead."""
        if at and self._letters[at - 1] == "," and (said := self._said_before(at)):
            self._open(THAT, at, self._clauses.owner[said.last], said.entry.name, said.last, at)
            return False
        if at and self._letters[at - 1] == "C" and self._told_on(at):
            return False
        hit = self._governor_before(at)
        bare = at + 1 < len(self._words) and self._tags.finite(at + 1)
        if hit and not (bare and hit.last in self._nominal):
            self._open(THAT, at, self._now.number, hit.entry.name, hit.last, at)
            return False
        if at and self._letters[at - 1] == "B" and self._signs.clause_ahead(at + 1):
            self._open(THAT, at, self._now.number, "report", at - 1, at)
            return False
        after = self._letters[at + 1] if at + 1 < len(self._words) else "$"
        before = next((self._letters[place] for place in range(at - 1, -1, -1) if self._letters[place] != '"'), "^")
        cleft = before == "," and self._words[0] == "it" and self._letters[1] == "B"
        return (before in 'XEe"' or cleft) and after not in ".,$"

    def _told_on(self, at: int) -> bool:
        """Go on with what is told (`said that they had agreed, but that Tokyo called it off`), if anything is."""
        told = self._clauses.all[self._climb(self._now)]
        named = self._letters[at + 1 : at + 2] == ["D"] or "E" in self._letters[at + 1 : at + 3]
        named = named and self._words[at + 1] not in ("it", "they")
        if named and told.kind == THAT and told.verb >= 0 and self._signs.clause_ahead(at + 1):
            self._open(THAT, at, told.parent, told.governor, told.governing, at)
            return True
        return not any(clause.kind == THAT for clause in self._clauses.all)

    def _said_before(self, at: int) -> Hit | None:
        """The verb of saying that an aside parts from its clause: `said, in a tweet, that`."""
        near = range(at - 2, max(-1, at - 9), -1)
        return next((self._clausal[place] for place in near if place in self._clausal), None)

    def _governor_before(self, at: int) -> Hit | None:
        for place in range(at - 1, max(-1, at - 9), -1):
            hit = self._clausal.get(place) or (self._nominal.get(place) if place >= at - 3 else None)
            if hit and self._clauses.owner[place] == self._now.number:
                return hit
            if self._letters[place] in ";:":
                return None
        return None

    def _punctuation(self, at: int, letter: str) -> None:
        if letter in ";-" and at:
            if letter == "-":
                self._dash(at)
            else:
                self._open(MAIN, at, -1)
        elif letter == ":" and at > 0:
            self._colon(at)
        elif letter == "(":
            self._open(ASIDE, at, self._now.number)
        elif letter == ")" and self._now.kind == ASIDE:
            self._return()
        elif letter == ",":
            self._comma(at)

    def _dash(self, at: int) -> None:
        if self._now.kind == ASIDE:
            self._return()
        elif self._now.verb < 0 and (self._letters[at - 1] == ")" or "-" not in self._letters[at + 1 :]):
            self._open(MAIN, at, -1)
        elif self._now.verb < 0 or "-" in self._letters[at + 1 :]:
            self._open(ASIDE, at, self._now.number)
        else:
            self._open(MAIN, at, -1)

    def _colon(self, at: int) -> None:
        hit = self._governor_before(at)
        if hit:
            self._open(THAT, at, self._now.number, hit.entry.name, hit.last)
        elif self._now.verb < 0 and all(letter in "Ee" for letter in self._letters[self._now.start : at]):
            self._open(THAT, at, self._now.number, "report")
        else:
            self._open(MAIN, at, -1)

    def _return(self) -> None:
        self._now = self._clauses.all[self._now.parent]

    def _comma(self, at: int) -> None:
        opened = self._now.kind in _OPENINGS and self._now.verb >= 0 > self._clauses.all[self._climb(self._now)].verb
        if self._signs.is_list(at, opened) or self._behind_opening(at) or self._source_goes_on():
            return
        inserted = self._now.opener == at - 1 and self._attribution(at)  # "because, it said, the North broke"
        inserted = inserted and self._now.opener >= 0 and self._now.kind != "though"
        if self._now.kind not in (MAIN, THAT) and not inserted:
            waits = self._now.kind == SOURCE and 0 <= self._clauses.all[self._now.parent].opener == self._now.start - 1
            self._now = self._clauses.all[self._now.parent if waits else self._climb(self._now)]
        if self._attribution(at):
            self._open(SOURCE, at, self._outermost())
        elif at + 1 < len(self._words) and self._tags.forms[at + 1] == "g" and self._letters[at + 1] in "VH":
            told = self._now.verb >= 0 and self._signs.speaks_on(at + 1, self._clauses.all[self._outermost()].verb)
            self._open(PARTICIPLE, at, self._outermost() if told else self._now.number)

    def _source_goes_on(self) -> bool:
        """Tell `, the ministry, which handles it, said` from `, according to the ministry,`."""
        now = self._now
        return now.kind == SOURCE and now.verb < 0 and self._words[now.start + 1 : now.start + 2] != ["according"]

    def _outermost(self) -> int:
        """What a source behind a comma says: all that stands before it, not only its last clause."""
        clause = self._now
        while clause.kind == THAT and clause.parent >= 0:
            clause = self._clauses.all[clause.parent]
        return clause.number if clause.kind in (MAIN, THAT) else self._now.number

    def _behind_opening(self, at: int) -> bool:
        """Go on with the main clause behind an opening: `Days after saying that ..., the North came`."""
        clause = self._now
        if clause.kind != THAT or clause.verb < 0:
            return False
        while clause.kind == THAT and clause.parent >= 0:
            clause = self._clauses.all[clause.parent]
        above = self._clauses.all[self._climb(clause)]
        if above.kind not in (MAIN, THAT) or above.verb >= 0 or not self._signs.goes_on(at + 1):
            return False
        self._now = above
        return True

    def _attribution(self, at: int) -> bool:
        """Tell whether `..., the ministry said`, `," said the minister` or `..., according to` begins here."""
        if list(self._words[at + 1 : at + 3]) == ["according", "to"]:
            return True
        if self._now.verb < 0 and '"' not in self._letters[max(0, at - 1) : at + 2]:
            inverted = self._words[at + 1 : at + 2] in (["said"], ["says"]) and "," in self._letters[at + 3 : at + LOOK]
            return inverted or self._signs.said_between(at)
        start = at + 1
        while start < len(self._words) and self._letters[start] == '"':
            start += 1
        if start in self._clausal and self._tags.finite(start):
            return start > at + 1 or self._words[start] == "said"
        return start < len(self._words) and self._letters[start] in "EXDR" and self._signs.says_soon(start)

    def _coordinate(self, at: int) -> None:
        now = self._now
        if now.kind not in (MAIN, THAT):
            now = self._clauses.all[self._climb(now)]
            if self._opens_twice(at, now):
                self._open(self._now.kind, at, self._now.parent, opener=self._now.opener)
                return
            if self._signs.finite(at + 1) and self._left(now, at):
                self._now = now  # "left after an hour and skipped the dinner"
        told = self._now.verb >= 0 or (self._words[at] == "but" and now.verb >= 0)
        ahead = self._signs.clause_ahead(at + 1) or self._signs.but_somebody(at)
        if told and "between" not in self._words[max(0, at - 5) : at] and ahead:
            self._open(now.kind, at, now.parent, now.governor, now.governing)

    def _opens_twice(self, at: int, host: Clause) -> bool:
        """Tell whether an opening goes on to a second clause: `If he lifts it and the North goes back, ...`."""
        opens = self._now.kind in _OPENINGS and self._now.verb >= 0 > host.verb
        return opens and "," in self._letters[at:] and self._signs.clause_ahead(at + 1)

    def _left(self, host: Clause, at: int) -> bool:
        """Tell whether `and` leaves a clause: an hour, or things told of (`left talks that were due and said`)."""
        if self._now.kind == RELATIVE and self._now.verb >= 0 <= host.verb:
            return at + 1 in self._clausal and self._words[self._now.opener] in ("that", "which")
        return self._now.kind in ("after", "before") and self._now.verb < 0 <= host.verb

    def _brings_noun(self, opener: int) -> bool:
        """Tell whether what opens a clause is a preposition: `during`, `in return for`."""
        hit = self._openers.get(opener)
        if hit is None:
            return False
        last = hit.entry.rest[-1] if hit.entry.rest else self._words[opener]
        return last in _BEFORE_NOUNS

    def _second_verb(self, at: int) -> None:
        now = self._now
        if now.verb < 0 and self._brings_noun(now.opener):
            self._return()
            now = self._now
        if now.verb < 0 or now.kind in (MAIN, THAT, ASIDE) or self._letters[at - 1] in "BHMOCN,A":
            return
        self._now = self._clauses.all[now.parent]

    def _open_after(self, at: int) -> None:
        hit = self._clausal[at]
        if self._now.kind == SOURCE:
            return
        start = self._signs.after_time(at + 1)
        if start < len(self._words) and self._words[start] != "that" and self._letters[start] not in ",;:.":
            if self._words[start] in _FREE_RELATIVES:
                self._open(RELATIVE, start, self._now.number, opener=start)
            elif (told := self._signs.behind_the_one_told(start)) >= 0:
                self._told[told] = hit
            elif any(ahead(start) for ahead in self._signs.openings):
                self._open(THAT, at + 1, self._now.number, hit.entry.name, at)
        elif self._words[start : start + 1] == [","] and self._letters[start + 1 : start + 2] == ['"']:
            self._open(THAT, start, self._now.number, hit.entry.name, at)


def clauses_of(sentence: Sentence, tags: Tags, groups: Mapping[str, Sequence[Hit]]) -> Clauses:
    """Split a tagged sentence into clauses."""
    return Splitter(sentence, tags, groups).split()
