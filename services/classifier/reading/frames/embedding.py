"""Embedding: everything that stands between the text and an act, innermost first."""

from collections import defaultdict
from dataclasses import dataclass

from services.classifier.reading.frames import happenings
from services.classifier.reading.frames.company import occasion, one_of_a_row
from services.classifier.reading.frames.joined import first_infinitive, joined_group, leader_of
from services.classifier.reading.frames.openings import opens_under, reduced
from services.classifier.reading.scenes.clauses import MAIN, PARTICIPLE, RELATIVE, SOURCE, THAT, Clause
from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.scenes.verb_group import Group, group_of, obliged, verb_at
from services.classifier.reading.texts.lazy import lazily, lazy
from services.classifier.reading.times.time_grammar import WEEKDAYS
from services.classifier.reading.words.lexicon import Hit, Lexicon

_REACH = 9
_APPOSITION = 16
"""Tokens between the commas of what says who somebody is."""
_SUBORDINATE = ("after", "before", "when", "because", "though", "than", "relative", "aside")
_OCCASIONS = frozenset(("in", "at", "during"))
"""What only says on which occasion: `agreed in a call` agrees to no call."""
_TO_COME = frozenset(("plan", "expect", "intention", "ready"))
"""Governors of what is still to come."""
_FIXED = frozenset(("going", "set", "expected"))
"""Participles before `to` that are no verbs of their own: `is going to`, `is set to`."""
_NONE = frozenset(("no", "without", "any", "little"))
"""Before a noun that governs a clause: `no immediate confirmation that`."""


@dataclass(slots=True)
class Chain:
    """What was found on the way out: names, the outermost verb group of the clause, the clause kind.

    `inner` is where the group of the verb itself begins, `carrier` the verb that announces a noun.
    """

    names: list[str]
    group: Group
    verb: int
    clause: str = MAIN
    inner: int = -1
    carrier: int = -1


def _ends_open(hit: Hit) -> bool:
    """A noun that brings its own preposition: `talk of`."""
    return hit.entry.sort == "governing noun" and hit.entry.lemma.endswith((" of", " about"))


@lazily
class Embeddings:
    """The governors of one scene, by their last token."""

    def __init__(self, scene: Scene, lexicon: Lexicon) -> None:
        self._scene, self._lexicon = scene, lexicon
        self._under = opens_under(scene, lexicon)
        self._by_last: dict[int, Hit] = {}
        self._doubting = {h.last: h.entry.name for h in scene.group("clause") if h.entry.name != "report"}
        for hit in scene.group("governing"):
            if self._governs(hit):
                kept = self._by_last.get(hit.last)
                if kept is None or len(hit.entry.rest) > len(kept.entry.rest):
                    self._by_last[hit.last] = hit

    def _governs(self, hit: Hit) -> bool:
        letter = self._scene.tags.letters[hit.first]
        fixed = self._scene.sentence.words[hit.first] in _FIXED and self._fixed(hit.first)
        if hit.entry.sort == "act":
            return letter in "VB" and not fixed
        return letter not in "VBHM" or (fixed and hit.entry.sort == "state")

    def _fixed(self, at: int) -> bool:
        """Tell `is going to meet` from `went to meet`, and a headline's `Koreas set to meet` from `set it to work`."""
        letters = self._scene.tags.letters
        helped = at > 0 and (letters[at - 1] in "BA" or (letters[at - 1] in "EeX" and self._scene.headline))
        return helped and letters[at + 1 : at + 2] == ["T"]

    def of(self, at: int) -> Chain:
        """The chain of the verb at `at`."""
        leader = leader_of(self._scene, self._lexicon, at)
        if leader >= 0:
            return self.of(leader)
        group = group_of(self._scene, at, self._lexicon)
        chain = Chain(happenings.not_yet(self._scene, group.start, at), group, at, inner=group.start)
        self._inside(chain, group)
        if group.start == at and self._scene.tags.forms[at] == "g" and self._scene.tags.letters[at - 1] == "X":
            self._before_noun(chain, at - 1)  # "seeks a statement condemning the test", "failed to pass one"
            self._above_noun(chain, at - 1)
        clause = self._scene.clauses.of(chain.verb)
        if clause.kind == PARTICIPLE and not chain.group.modality:
            chain.group = happenings.along_with(self._scene, self._lexicon, chain.group, clause)
        self._around(chain, clause)
        if chain.clause == MAIN and chain.verb == at and reduced(self._scene, at, group):
            chain.clause = RELATIVE
        if self._under:
            chain.names.append(self._under)
        if self._recalled(at, group):
            chain.names.append("recalled")
        return chain

    def _recalled(self, at: int, group: Group) -> bool:
        """Tell what only recalls a settlement: `as agreed in May`, `the link they agreed to in the declaration`."""
        words, letters = self._scene.sentence.words, self._scene.tags.letters
        if group.passive:
            return words[max(0, at - 1)] == "as"
        stranded = words[at + 1 : at + 2] in (["to"], ["on"], ["upon"]) and letters[at + 2 : at + 3] in (["P"], ["S"])
        return stranded and words[at + 2] in ("in", "at", "during", "under")

    def of_noun(self, first: int) -> Chain:
        """The chain of a noun: the verb of its clause gives the tense."""
        clause = self._scene.clauses.of(first)
        chain = Chain(["report"] if self._scene.voice else [], Group(first, "", "", False, False), first)
        self._before_noun(chain, first)
        verb = self._verb_before(first, clause)
        if verb >= 0:
            outer = self.of(verb)
            chain.names.extend(outer.names)
            chain.group, chain.clause = outer.group, outer.clause
            announced = self._scene.sentence.words[verb] in self._lexicon.cues["announcing"]
            chain.carrier = verb if announced and outer.verb == verb else -1
        else:
            group, names = happenings.happening(self._scene, self._lexicon, self._by_last, first, clause)
            chain.group = group or chain.group
            chain.names.extend(names)
            self._around(chain, clause)
        return chain

    def tense_around(self, first: int) -> str:
        """The tense of the verb that an occasion belongs to."""
        scene, clause = self._scene, self._scene.clauses.of(first)
        before = occasion(scene, first) - 1
        if before >= 0 and scene.tags.letters[before] == "V" and scene.tags.forms[before] in "dn":
            return "past"
        if clause.verb < 0:
            clause = scene.clauses.above(clause) or clause
        return self._tense_before(first, clause) if clause.verb >= 0 else ""

    def _tense_before(self, first: int, clause: Clause) -> str:
        """The tense of the verb of a clause; what it only plans or expects (`is to fly there for`) is to come."""
        scene = self._scene
        verb = next((at for at in range(first - 1, clause.verb, -1) if scene.tags.letters[at] == "V"), clause.verb)
        inner = scene.tags.letters[verb - 1] == "T" and scene.clauses.owner[verb] == clause.number
        if inner and not _TO_COME.isdisjoint(self.of(verb).names[:1]):
            return "future"
        return group_of(scene, verb_at(scene, clause.verb), self._lexicon).tense

    def _verb_before(self, first: int, clause: Clause) -> int:
        """The verb whose object a noun is."""
        for at in range(first - 1, max(clause.start, first - 8) - 1, -1):
            if self._scene.tags.letters[at] in "PT" and self._scene.sentence.words[at] != "of":
                return -1
            if self._scene.tags.letters[at] == "B" and self._scene.tags.forms[at] != "g":  # "the event was a farce"
                return -1
            if self._scene.tags.letters[at] == "V" and self._scene.clauses.owner[at] == clause.number:
                return at
        return -1

    def _inside(self, chain: Chain, group: Group) -> None:
        """Climb from an infinitive or gerund to the word that governs it, again and again."""
        for _ in range(4):
            hit = self._governor(group)
            if hit is None:
                self._bare_infinitive(chain, group)
                return
            chain.names.append(hit.entry.name)
            if hit.entry.sort == "governing noun":
                chain.group = Group(hit.first, "", chain.group.modality, chain.group.negated, False)
                chain.verb = hit.first
                self._before_noun(chain, hit.first)
                self._above_noun(chain, hit.first)
                return
            verb = self._verb_of(hit)
            group = joined_group(self._scene, self._lexicon, verb)
            if group.negated:
                self._negate(chain, hit)
            chain.group, chain.verb = self._merged(chain.group, group), verb

    def _negate(self, chain: Chain, hit: Hit) -> None:
        """Who does `not want to meet` is unwilling; who was `not asked to meet` only has not been asked."""
        if hit.entry.lemma in self._lexicon.cues["will words"]:
            chain.names[-1] = "unwilling"
        else:
            chain.names.append("not")

    def _above_noun(self, chain: Chain, first: int) -> None:
        """What governs the verb whose object a governing noun is: `urged the North to honor its promise to`."""
        has = first > 0 and self._scene.tags.letters[first - 1] == "H"  # "would have no choice but to"
        verb = first - 1 if has else self._verb_before(first, self._scene.clauses.of(first))
        if verb < 0:
            return
        group = group_of(self._scene, verb, self._lexicon)
        if not chain.group.modality and group.modality in ("possible", "able"):
            chain.group = chain.group._replace(modality=group.modality)
        elif group.tense == "future" and chain.verb == first:
            chain.group = chain.group._replace(tense="future", modality=group.modality)
        for outer in (self._by_last.get(verb), self._governor(group)):
            if outer is not None and (outer.first != verb or outer.entry.name == "cease"):
                chain.names.append(outer.entry.name)

    def _bare_infinitive(self, chain: Chain, group: Group) -> None:
        """`Obama to meet Lee` is to come; `flew there to meet Lee` is a purpose, planned."""
        if group.start and self._scene.tags.letters[group.start - 1] == "T":
            clause = self._scene.clauses.of(group.start - 1)
            if had := obliged(self._scene, group.start - 2, chain.group, self._lexicon):
                chain.group, chain.verb = had, group.start - 2
                return
            if self._scene.sentence.words[group.start - 2] == "ever" and 0 <= clause.verb < group.start:
                chain.verb = clause.verb
                chain.group = self._merged(group, group_of(self._scene, clause.verb, self._lexicon))
                return
            if one_of_a_row(self._scene, group.start - 2):
                chain.clause = RELATIVE
            elif happenings.wanted_of(self._scene, group.start - 2):
                chain.names.append("ask")
            elif clause.kind == PARTICIPLE or 0 <= clause.verb < group.start:
                chain.names.append("purpose")
            else:
                chain.names.append("plan")
                chain.group = Group(group.start - 1, "future", "future", chain.group.negated, group.passive)

    def _merged(self, inner: Group, outer: Group) -> Group:
        return Group(outer.start, outer.tense, outer.modality, inner.negated, outer.passive)

    def _verb_of(self, hit: Hit) -> int:
        """The verb that an adjective (`ready to`) leans on, else the verb itself."""
        if hit.entry.sort != "state":
            return hit.first
        at = hit.first - 1
        while at > 0 and self._scene.tags.letters[at] in 'AN"':
            at -= 1
        return max(at, 0) if self._scene.tags.letters[max(at, 0)] == "B" else hit.first

    def _governor(self, group: Group) -> Hit | None:
        letters = self._scene.tags.letters
        at = group.start - 1
        while at >= 0 and letters[at] in 'AN"':
            at -= 1
        if at < 0:
            return None
        if letters[at] == "T":
            return self._to_be(to := first_infinitive(self._scene, at)) or self._to_the_left(to - 1)
        if letters[at] == "P":
            return self._by_last.get(at) or self._by_last.get(at - 1)
        if self._scene.tags.forms[group.start] == "g" and self._is_day(at):
            at -= 2 if at > 1 and letters[at - 1] == "P" else 1
            return self._by_last.get(at)
        return self._by_last.get(at) if at == group.start - 1 and self._scene.tags.forms[at + 1] == "g" else None

    def _is_day(self, at: int) -> bool:
        """Tell whether a day stands between a word and the gerund that it governs: `denied on Monday having`."""
        return self._scene.sentence.words[at] in WEEKDAYS

    def _to_be(self, at: int) -> Hit | None:
        """`is to`, of somebody who will; not of an aim that is to be reached, nor of what was to have been."""
        hit = self._by_last.get(at)
        if hit is None or self._scene.tags.letters[hit.first] != "B":
            return None
        words = self._scene.sentence.words
        if words[at + 1 : at + 2] == ["have"]:
            return None
        before = words[hit.first - 1] if hit.first else ""
        return None if before in self._lexicon.cues["aims"] else hit

    def _to_the_left(self, start: int) -> Hit | None:
        letters, owner = self._scene.tags.letters, self._scene.clauses.owner
        start = self._before_apposition(start)
        for at in range(start, max(-1, start - _REACH), -1):
            hit = self._by_last.get(at)
            if hit is not None and (at >= start - 1 or hit.entry.sort != "state"):
                return hit
            if happenings.settled(self._scene, at) and at - 1 in self._by_last:
                return self._by_last[at - 1]
            if letters[at] in "VMSW;:," or owner[at] != owner[start]:
                return None
        return None

    def _before_apposition(self, at: int) -> int:
        """Where the words go on before what only says who somebody is: `urged Cha, the envoy, to denounce it`."""
        letters = self._scene.tags.letters
        if letters[at] != ",":
            return at
        for place in range(at - 1, max(0, at - _APPOSITION), -1):
            if letters[place] == ",":
                return place - 1 if letters[place + 1] in "DXE" and letters[place - 1] in "EeX" else at
            if letters[place] in "VBHMOSW;:":
                return at
        return at

    def _before_verb(self, chain: Chain, at: int) -> None:
        """What the verb before a noun makes of it: `urged a halt`; who is asked about a launch asks for none."""
        hit, about = self._by_last.get(at), self._scene.sentence.words[at + 1] == "about"
        if hit is not None and hit.entry.sort == "act" and not about:
            chain.names.append(hit.entry.name)
        elif self._scene.tags.letters[at] == "V" and at in self._doubting and not about:
            chain.names.append(self._doubting[at])

    def _before_noun(self, chain: Chain, first: int) -> None:
        """`the threat of`, `fears of`, `plans for`: a governor close to the left of a noun; `no` before it."""
        words, letters = self._scene.sentence.words, self._scene.tags.letters
        occasions = (at for at in range(max(0, first - 8), first) if words[at] in _OCCASIONS)
        for at in range(first - 1, max(-1, first - 8, *occasions), -1):
            if letters[at] in "VBHM,;:SW":
                self._before_verb(chain, at)
                return
            if words[at] in ("no", "without"):
                chain.names.append("not")
            hit = self._by_last.get(at)
            if hit is not None and (letters[at + 1 + (letters[at + 1] == '"')] in "PT" or _ends_open(hit)):
                chain.names.extend([hit.entry.name] if words[max(0, at - 2) : at] != ["at", "the"] else ())
                return

    def _around(self, chain: Chain, clause: Clause) -> None:
        """Climb from clause to clause; what follows a colon is no part of the clause that announces it."""
        now: Clause | None = clause
        quoted = False
        while now is not None:
            self._note_source(chain, now)
            if now.kind == THAT:
                chain.names.append(now.governor)
                self._note_governing(chain, now)
                quoted = quoted or self._scene.sentence.words[now.start] == ":"
            elif now.kind == "if":
                chain.names.append("if")
            elif now.kind in _SUBORDINATE and chain.clause in (MAIN, "when") and not quoted and not self._cleft(now):
                chain.clause = "after" if self._given(now) else now.kind
                self._wait(chain, now)
            elif chain.clause == MAIN and self._interrupts(now):
                chain.clause = RELATIVE
            now = self._scene.clauses.above(now)

    def _interrupts(self, clause: Clause) -> bool:
        """Tell what only describes a subject whose verb is still to come: `Pyongyang, denying any part in it, said`."""
        above = self._scene.clauses.above(clause)
        return clause.kind == PARTICIPLE and clause.start > 0 and above is not None and above.verb > clause.end

    def only_named(self, chain: Chain) -> bool:
        """Tell what a noun governs that nobody announces: `deplored the decision to expel them`."""
        at = chain.verb
        if ("decide" not in chain.names and chain.names[:1] != ["pledge"]) or self._scene.tags.letters[at] in "VBHMO":
            return False
        verb, words = self._verb_before(at, self._scene.clauses.of(at)), self._scene.sentence.words
        if "but" in words[at : at + 4]:  # "had no choice but to suspend them"
            return False
        return verb < 0 or words[verb] not in self._lexicon.cues["announcing"] | self._lexicon.cues["taking"]

    def _given(self, clause: Clause) -> bool:
        """Tell what a sentence sets out from: `When the summit ended without a deal, nobody was surprised`."""
        above, words = self._scene.clauses.above(clause), self._scene.sentence.words
        opens = above is not None and above.verb > clause.end
        return opens and clause.kind == "when" and words[clause.opener] == "when"

    def _cleft(self, clause: Clause) -> bool:
        """Tell what a cleft sentence tells: `(told Seoul that) it was the North that put off the talks`."""
        above = self._scene.clauses.above(clause)
        words = self._scene.sentence.words
        if clause.kind != RELATIVE or above is None or words[clause.opener] not in ("that", "which", "who"):
            return False
        at = above.start + (words[above.start] in ("--", "that"))
        return words[at] == "it" and self._scene.tags.letters[at + 1] == "B" and words[at + 2] != "not"

    def _wait(self, chain: Chain, clause: Clause) -> None:
        """`will ask for it when he meets him`: what is told in the present is as much to come as its main clause."""
        above = self._scene.clauses.above(clause)
        if above is None or above.verb < 0 or clause.kind not in ("when", "before", "after"):
            return
        outer = group_of(self._scene, verb_at(self._scene, above.verb), self._lexicon)
        ahead = outer.tense == "future" or (clause.kind == "before" and outer.tense == "past")
        if chain.group.tense == "present" and ahead:  # "arrived a day before he meets his host"
            modality = outer.modality if outer.tense == "future" else "future"
            chain.group = Group(chain.group.start, "future", modality, chain.group.negated, chain.group.passive)

    def _note_governing(self, chain: Chain, clause: Clause) -> None:
        if clause.governing < 0:
            return
        if self._scene.tags.letters[clause.governing] != "V":
            if not _NONE.isdisjoint(self._scene.words(max(0, clause.governing - 3), clause.governing - 1)):
                chain.names.append("not")
            return
        group = joined_group(self._scene, self._lexicon, clause.governing)
        told = {
            "not": group.negated,
            "said later": group.modality in ("possible", "future"),
            "says": group.tense == "present" and clause.kind == THAT,
            "said before": group.tense == "pluperfect" and happenings.long_said(self._scene, clause.governing),
        }
        chain.names.extend(name for name, holds in told.items() if holds)

    def _note_source(self, chain: Chain, clause: Clause) -> None:
        chain.names.extend(self._sources.get(clause.number, ()))

    @lazy
    def _sources(self) -> dict[int, list[str]]:
        """By clause: how the sources beside it tell it ("..., the ministry said")."""
        found: dict[int, list[str]] = defaultdict(list)
        for clause in self._scene.clauses.all:
            if clause.kind == SOURCE:
                names = [h.entry.name for h in self._scene.group("clause") if clause.start <= h.first <= clause.end]
                found[clause.parent].extend(names[:1])
        return found
