"""Framing: from the words that tell an act to its frame."""

from collections.abc import Iterator, Sequence

from services.classifier.reading.clock import Clock, TimeAt
from services.classifier.reading.embedding import Chain, Embeddings
from services.classifier.reading.frame import Frame, Time
from services.classifier.reading.lexicon import Hit, Lexicon
from services.classifier.reading.scene import Party, Scene
from services.classifier.reading.subjects import (
    agent_of,
    counterpart_of,
    parties_in,
    places_of,
    sides_of,
    speakers_of,
    subject_of,
)

_OBJECT_REACH = 14
_NOUN_REACH = 9
_PLANNED = frozenset(
    ["planned", "scheduled", "set", "slated", "due", "upcoming", "expected", "proposed", "next", "forthcoming", "tomorrow", "agreed", "arranged", "invitation", "intended", "future", "coming", "anticipated", "awaited", "pencilled", "plan", "plans"]
)
_NO_SUBJECT = frozenset(("no", "nobody", "none", "neither", "nothing", "not"))
_BACK = frozenset(
    ["revive", "revived", "reviving", "reinstated", "reinstate", "restored", "restoring", "reopened", "resurrect", "resurrected", "salvage", "rescheduled", "reinstating", "hope", "hopes", "track"]
)
_HABITS = frozenset(
    ["previously", "often", "regularly", "historically", "traditionally", "always", "periodically", "routinely", "customarily", "formerly"]
)
_PAST_AS_SUCH = (
    "in the past",
    "at one point",
    "long record",
    "long history",
    "history of",
    "at times",
    "over the years",
    "for years",
    "for decades",
    "over the decades",
    "every agreement",
    "every time",
    "in recent decades",
    "many times",
)


class Framer:
    """Makes the frames of one scene."""

    def __init__(self, scene: Scene, lexicon: Lexicon, times: Sequence[TimeAt], clock: Clock) -> None:
        self._scene = scene
        self._lexicon = lexicon
        self._letters = scene.tags.letters
        self._embeddings = Embeddings(scene, lexicon)
        self._times = times
        self._clock = clock
        self._words = frozenset(scene.sentence.words)

    def frames(self) -> Iterator[Frame]:
        """Give a frame for each trigger, in the order of the text."""
        for hit in self._triggers():
            yield self._frame(hit)

    def _triggers(self) -> Iterator[Hit]:
        reach: dict[int, int] = {}
        seen: set[tuple[int, int, str]] = set()
        for hit in self._scene.hits:
            if hit.entry.sort not in ("verb", "noun", "phrase") or not self._stands(hit):
                continue
            longest = reach.setdefault(hit.first, hit.last)
            key = (hit.first, hit.last, hit.entry.name)
            if key not in seen and (hit.last == longest or hit.entry.sort == "phrase"):
                seen.add(key)
                yield hit

    def _stands(self, hit: Hit) -> bool:
        letter, form = self._letters[hit.first], self._scene.tags.forms[hit.first]
        if hit.entry.sort == "verb":
            return letter == "V" and form in hit.entry.forms
        if hit.entry.sort == "noun":
            return letter not in "VBHM" or form == "g"
        return True

    def _frame(self, hit: Hit) -> Frame:
        verbal = hit.entry.sort == "verb" or (hit.entry.sort == "phrase" and self._letters[hit.first] == "V")
        chain = self._embeddings.of(hit.first) if verbal else self._embeddings.of_noun(hit.first)
        clause = self._scene.clauses.of(chain.verb)
        passive = verbal and (self._is_passive(hit, chain) or self._is_bare_passive(hit))
        subject = self._subject(hit, chain, passive, verbal)
        owner = sides_of(self._owner(hit.first))
        own = sides_of(subject) or owner
        objects = self._objects(hit, passive, verbal)
        first, last = self._stretch(hit, subject, objects)
        time = self._time(clause.number, hit, chain.group.tense)
        return Frame(
            sentence=self._scene.sentence.index,
            trigger=self._scene.sentence.piece(hit.first, hit.last),
            evidence=self._scene.sentence.piece(first, last),
            word=hit.entry.lemma,
            name=hit.entry.name,
            form="phrase" if hit.entry.sort == "phrase" else "verb" if verbal else "noun",
            negated=self._negated(hit, chain, verbal),
            modality=chain.group.modality,
            tense=chain.group.tense,
            clause=chain.clause,
            embedded=tuple(chain.names),
            speakers=sides_of(speakers_of(self._scene, clause)) or self._scene.voice,
            subject=sides_of(subject),
            owner=owner,
            counterpart=counterpart_of(self._scene, hit.first, own),
            places=places_of(self._scene, hit.last, own),
            objects=tuple(thing.entry.name for thing in objects),
            about=self._about(hit, objects),
            complement=self._complement(hit),
            passive=passive,
            planned_object=self._planned(hit, objects, time),
            time=time,
            headline=self._scene.headline,
            lead=self._scene.lead,
            chronology=self._scene.chronology,
            topic=self._is_topic(hit),
            nominal=not verbal or self._is_bare_gerund(hit, chain),
            general=self._is_general(clause.number),
            near=self._near(hit),
            context=frozenset(t.entry.name for t in self._scene.objects) | self._scene.before | self._scene.next_things,
            verbs=self._verbs_beside(hit),
            doer=sides_of(subject_of(self._scene, clause, chain.group.start)),
            next_party=any(hit.last < p.first <= hit.last + 4 and p.mention.sides for p in self._scene.parties),
            quoted=self._quoted(hit.first),
            undone=bool(_BACK & (self._words | self._scene.after)),
            story_older=self._scene.older,
            asked="?" in self._scene.sentence.words[-2:],
            words=self._words,
            **_who(subject),
        )

    def _is_passive(self, hit: Hit, chain: Chain) -> bool:
        form = self._scene.tags.forms[hit.first]
        return form == "n" and (
            chain.group.passive or not any(h in "H" for h in self._letters[chain.group.start : hit.first])
        )

    def _is_bare_passive(self, hit: Hit) -> bool:
        """Tell `Talks cancelled over drills` from `Seoul cancelled talks`: nothing of its kind follows, and something stands before."""
        if (
            self._scene.tags.forms[hit.first] != "d"
            or hit.entry.name in self._lexicon.intransitive
            or "n" not in hit.entry.forms
        ):
            return False
        after = self._letters[hit.last + 1] if hit.last + 1 < len(self._letters) else "."
        before = self._scene.tags.before(hit.first)
        return (
            after in "PTSA.,:;-"
            and before >= 0
            and self._letters[before] in "Xe"
            and bool(self._left_objects(hit, True))
            and not self._right_objects(hit, 4)
        )

    def _subject(self, hit: Hit, chain: Chain, passive: bool, verbal: bool) -> list[Party]:
        if passive:
            return agent_of(self._scene, hit.last)
        if not verbal:
            parties = self._noun_parties(hit)
            return parties or (
                subject_of(self._scene, self._scene.clauses.of(hit.first), hit.first)
                if hit.entry.sort == "phrase"
                else []
            )
        clause = self._scene.clauses.of(chain.verb)
        return subject_of(self._scene, clause, chain.group.start)

    def _owner(self, first: int) -> list[Party]:
        """The side to which a noun belongs: `the North's refusal`, `North Korean missile test`, `the test by`."""
        for at in range(first, max(-1, first - 6), -1):
            for party in self._scene.parties:
                if party.last == at - 1 and party.mention.sides and not self._between(party.last, first):
                    return [party]
        return []

    def _noun_parties(self, hit: Hit) -> list[Party]:
        """Whose act a noun is: its owner, and those after `between`, `with` or `by`."""
        owner = self._owner(hit.first)
        words, end = self._scene.sentence.words, min(len(self._letters), hit.last + 10)
        for at in range(hit.last + 1, end):
            if self._letters[at] in "VBHMSW,;:":
                break
            if words[at] == "between":
                return parties_in(self._scene, at, end + 4)[:2]
            if words[at] in ("with", "by"):
                return self._with_others(hit, owner, parties_in(self._scene, at, at + 6)[:1])
        return owner

    def _with_others(self, hit: Hit, owner: list[Party], others: list[Party]) -> list[Party]:
        """`talks with the South`: its owner, else whoever acts in the sentence, and the other side."""
        if not owner and others:
            clause = self._scene.clauses.of(hit.first)
            above = self._scene.clauses.above(clause) or clause
            owner = subject_of(self._scene, above, above.verb if above.verb >= 0 else above.end)
        return owner + [p for p in others if p not in owner]

    def _between(self, last: int, first: int) -> bool:
        return any(self._letters[at] not in "XG#A" for at in range(last + 1, first))

    def _objects(self, hit: Hit, passive: bool, verbal: bool) -> list[Hit]:
        right = self._right_objects(hit, _OBJECT_REACH if verbal else _NOUN_REACH)
        left = self._left_objects(hit, verbal)
        if verbal and not passive and hit.entry.name not in self._lexicon.intransitive:
            return right
        if not verbal:
            return (
                right + left
                if right and self._letters[min(hit.last + 1, len(self._letters) - 1)] in "PT"
                else left + right
            )
        if passive or (not right and left):
            return left + right
        return right

    def _right_objects(self, hit: Hit, reach: int) -> list[Hit]:
        end = hit.last + reach
        start = hit.last + 1
        for at in range(start, min(len(self._letters), end + 1)):
            if self._stops(at, start):
                end = at - 1
                break
        inside = [
            thing
            for thing in self._scene.objects
            if hit.first < thing.first and thing.last <= end and thing.first >= hit.first
        ]
        return _heads(inside)

    def _stops(self, at: int, start: int) -> bool:
        letter = self._letters[at]
        if letter in ";:SW-(" or (letter in "BHMO"):
            return True
        if letter == "V" and self._scene.tags.forms[at] in "sdb" and at > start:
            return True
        return letter == "," and not self._list_comma(at)

    def _list_comma(self, at: int) -> bool:
        return (
            at + 1 < len(self._letters)
            and self._letters[at - 1] in "EeX"
            and self._letters[at + 1] in "EX#D"
            and "and" in self._scene.words(at, at + 9)
        )

    def _left_objects(self, hit: Hit, verbal: bool) -> list[Hit]:
        clause = self._scene.clauses.of(hit.first)
        start = clause.start if verbal else max(clause.start, hit.first - 4)
        if clause.kind == "relative" and verbal:
            start = max(0, clause.start - 8)
        inside = [thing for thing in self._scene.objects if start <= thing.first and thing.last < hit.first]
        heads = _heads(inside)
        return heads[::-1] if not verbal else heads

    def _complement(self, hit: Hit) -> tuple[str, ...]:
        """The classes of the verb in the infinitive (or `that ... will`) that follows."""
        at = hit.last + 1
        end = min(len(self._letters), at + 12)
        while at < end and not (self._letters[at] == "T" or self._letters[at] == "M"):
            if self._letters[at] in ";:S":
                return ()
            at += 1
        for place in range(at + 1, min(len(self._letters), at + 4)):
            if self._letters[place] == "V":
                return tuple(h.entry.name for h in self._scene.hits if h.first == place and h.entry.sort == "verb") or (
                    "act",
                )
        return ()

    def _negated(self, hit: Hit, chain: Chain, verbal: bool) -> bool:
        if not verbal:
            return hit.first > 0 and self._scene.sentence.words[hit.first - 1] in ("no", "not", "without", "any")
        if chain.group.negated:
            return True
        words = self._scene.sentence.words
        inner = chain.inner
        if inner > 1 and words[inner - 1] == "to" and words[inner - 2] == "not":
            return True
        clause = self._scene.clauses.of(chain.group.start)
        head = [w for w in words[clause.start : chain.group.start] if w not in ('"', "but", "and", ",")][:1]
        return bool(head) and head[0] in _NO_SUBJECT

    def _planned(self, hit: Hit, objects: Sequence[Hit], time: Time | None) -> bool:
        last = objects[0].last if objects else hit.last
        first = min([hit.first, *(thing.first for thing in objects[:1])])
        near = self._scene.words(max(0, first - 4), last + 6)
        return any(word in _PLANNED for word in near) or (time is not None and time.age is not None and time.age < 0)

    def _time(self, clause: int, hit: Hit, tense: str) -> Time | None:
        """The nearest time of the same clause; what only qualifies a noun counts for the noun beside it."""
        if self._lagging(clause):
            return Time(self._scene.sentence.piece(hit.first, hit.last), 1, "within")
        own = [(at, words) for at, words in self._times if self._scene.clauses.owner[at] == clause]
        near = sorted(own, key=lambda entry: abs(entry[0] - hit.last))
        for at, words in near:
            if not words.nominal or (hit.entry.sort == "noun" and 0 < hit.first - at < 5):
                return self._clock(words, tense, self._scene.sentence.span.field)
        return None

    def _about(self, hit: Hit, objects: Sequence[Hit]) -> frozenset[str]:
        """The object classes of the sentence; `the proposal` brings those of the sentence before."""
        names = {thing.entry.name for thing in self._scene.objects}
        if objects and self._scene.sentence.words[objects[0].first - 1] in ("the", "that", "this", "such"):
            names |= self._scene.before
        return frozenset(names)

    def _is_bare_gerund(self, hit: Hit, chain: Chain) -> bool:
        """Tell `shutting the office would hurt` from `is shutting the office` and `..., shutting the office`."""
        bare = self._scene.tags.forms[hit.first] == "g" and chain.verb == hit.first and chain.group.start == hit.first
        before = self._scene.tags.before(hit.first)
        return bare and (
            before < 0
            or self._letters[before] not in ",XEe-"
            or self._scene.clauses.of(hit.first).start == hit.first == 0
        )

    def _is_general(self, clause: int) -> bool:
        """Tell whether the clause speaks of habits or of the past as such."""
        owner = self._scene.clauses.owner
        words = [w for at, w in enumerate(self._scene.sentence.words) if owner[at] == clause]
        if any(word in _HABITS for word in words):
            return True
        text = " ".join(words)
        return any(phrase in text for phrase in _PAST_AS_SUCH) or text.rstrip(' ."').endswith(" before")

    def _verbs_beside(self, hit: Hit) -> frozenset[str]:
        """The verb classes at work in the clause: what befalls a noun."""
        owner = self._scene.clauses.owner
        return frozenset(
            h.entry.name for h in self._scene.hits
            if h.entry.sort == "verb" and self._letters[h.first] == "V" and owner[h.first] == owner[hit.first] and h.first != hit.first
        )  # fmt: skip

    def _near(self, hit: Hit) -> frozenset[str]:
        """The classes of nouns and phrases in the words that follow."""
        end = hit.last + _OBJECT_REACH
        return frozenset(
            h.entry.name for h in self._scene.hits if h.entry.sort in ("noun", "phrase") and hit.last < h.first <= end
        )

    def _lagging(self, number: int) -> bool:
        """Tell whether a clause hangs on `days after`, `hours before`, `a week after`."""
        clause = self._scene.clauses.all[number]
        while clause.kind == "that" and clause.parent >= 0:
            clause = self._scene.clauses.all[clause.parent]
        if clause.opener < 1 or clause.kind not in ("after", "before"):
            return False
        unit = self._scene.sentence.words[clause.opener - 1]
        return unit in ("day", "days", "hours", "hour", "minutes", "week")

    def _is_topic(self, hit: Hit) -> bool:
        """Tell whether a noun stands in the subject of a main clause, or opens the sentence."""
        clause = self._scene.clauses.of(hit.first)
        first = self._scene.lead or self._scene.headline
        return first and clause.kind == "main" and (clause.verb < 0 or hit.first < clause.verb)

    def _quoted(self, at: int) -> bool:
        return self._scene.sentence.words[:at].count('"') % 2 == 1

    def _stretch(self, hit: Hit, subject: Sequence[Party], objects: Sequence[Hit]) -> tuple[int, int]:
        """The proof: from the subject through trigger and object, within the sentence."""
        firsts = [hit.first, *(p.first for p in subject if hit.first - p.first < 25), *(o.first for o in objects[:1])]
        lasts = [hit.last, *(p.last for p in subject if p.last - hit.last < 25), *(o.last for o in objects[:1])]
        return min(firsts), max(lasts)


def _heads(things: Sequence[Hit]) -> list[Hit]:
    """The objects without those that only modify the next one (`missile` in `missile test`)."""
    firsts = {thing.first for thing in things}
    return [thing for thing in things if thing.last + 1 not in firsts]


def _who(subject: Sequence[Party]) -> dict[str, str | None]:
    for party in subject:
        if party.mention.person or party.mention.office:
            return {"person": party.mention.person, "office": party.mention.office}
    return {"person": None, "office": None}


def frames_of(scene: Scene, lexicon: Lexicon, times: Sequence[TimeAt], clock: Clock) -> list[Frame]:
    """Give the frames of a scene."""
    return list(Framer(scene, lexicon, times, clock).frames())
