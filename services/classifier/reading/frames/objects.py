"""Objects: what an act is done to, found without a parse in the words around its trigger."""

from collections.abc import Mapping, Sequence

from services.classifier.reading.frames.company import occasion
from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.words.lexicon import Hit, Lexicon

_OBJECT_REACH = 14
_NOUN_REACH = 9
_INFINITIVE_REACH = 15
_PARAPHRASES = frozenset(
    ("would", "was", "were", "is", "are", "appeared", "appears", "seemed", "looked", "believed", "thought", "suspected",
     "said", "may", "could", "might", "called", "calls", "described", "claimed", "termed", "dubbed")
)  # fmt: skip
"""Behind a `what` that only paraphrases: `fired what appeared to be`, `called off what it termed`."""
_IT = ("it", "them")
_PERSONS = frozenset(("workers", "designee", "captive", "kin", "envoy"))
"""What no `it` stands for."""
_MEETINGS = ("meeting", "talks", "gathering")
_TALKED = (*_MEETINGS, "process")
_MATTERS = ("trade", "aid", "remains", "weapon", "tours")
_MEASURES = frozenset(
    ("tons", "tonnes", "barrels", "sacks", "bags", "boxes", "worth", "shipment", "shipments", "rest", "part", "half",
     "most", "all", "some", "many", "much", "several", "dozens", "hundreds", "thousands", "sets", "third", "bulk",
     "last", "one", "two", "both", "each", "number")
)  # fmt: skip
"""What is counted by the word behind its `of`."""
_NO_PROMISE = frozenset(("must", "should", "could", "can", "may", "might", "cannot"))
"""What is agreed that it must or could be is no promise to do it."""


class Objects:
    """Finds the objects of the triggers of one scene."""

    def __init__(self, scene: Scene, lexicon: Lexicon) -> None:
        self._scene = scene
        self._lexicon = lexicon
        self._letters = scene.tags.letters

    def of(self, hit: Hit, passive: bool, verbal: bool) -> list[Hit]:
        """The objects, the head first; those that are weak come last."""
        return sorted(self._in_order(hit, passive, verbal), key=lambda thing: thing.entry.name in self._lexicon.weak)

    def _in_order(self, hit: Hit, passive: bool, verbal: bool) -> list[Hit]:
        right = self.right(hit, _OBJECT_REACH if verbal else _NOUN_REACH)
        if verbal and not passive and self._takes_object(hit):
            return right or self._antecedents(hit)
        left = self.left(hit, verbal) or (self._stood_for(hit) if verbal else [])
        if not verbal:
            return (
                right + left
                if right and self._letters[min(hit.last + 1, len(self._letters) - 1)] in "PT"
                else left + right
            )
        if passive or (left and not (right and self.direct(hit))):
            return self._subjects_first(left) + right
        return right

    def _takes_object(self, hit: Hit) -> bool:
        """Tell `start the talks` from `the talks started`; what something lands in is no object of it either."""
        if hit.entry.name not in self._lexicon.intransitive:
            return True
        return hit.entry.rest[-1:] not in (("in",), ("into",), ("over",)) and bool(self.direct(hit))

    def _subjects_first(self, things: list[Hit]) -> list[Hit]:
        """Of `the announcement of aid and talks on Kaesong collapsed` what stands under no preposition comes first."""
        return sorted(things, key=self._under)

    def _under(self, thing: Hit) -> bool:
        at = thing.first - 1
        while at >= 0 and self._letters[at] in 'DX#EeGA"C':
            at -= 1
        return at >= 0 and self._letters[at] in "PT"

    def right(self, hit: Hit, reach: int) -> list[Hit]:
        """The objects that follow, up to the next verb or clause."""
        start = self._past_as(self._past_until(self._past_what(hit.last + 1)))
        end = start - 1 + reach
        for at in range(start, min(len(self._letters), end + 1)):
            if self._stops(at, start):
                end = at - 1
                break
        own = hit.first if hit.entry.gap >= 0 else hit.last  # `take part in` has no "part in" for its object
        inside = [thing for thing in self._scene.objects if own < thing.first <= end]
        return [thing for thing in self._heads(inside) if not self._is_occasion(thing)] or self._pointed_at(hit)

    def _is_occasion(self, thing: Hit) -> bool:
        """Tell where something is done from what it is done to: `agreed at the June summit to`."""
        if thing.entry.name not in _MEETINGS or self._letters[thing.last + 1 : thing.last + 2] != ["T"]:
            return False
        at = occasion(self._scene, thing.first)
        return at >= 0 and self._scene.sentence.words[at] in ("at", "during")

    def _past_what(self, start: int) -> int:
        """Where the object is named that is only paraphrased: `called off what would have been the first talks`."""
        words = self._scene.words(start, start + 5)
        if "what" not in words or _PARAPHRASES.isdisjoint(words[words.index("what") + 1 :]):
            return start
        at = start + words.index("what") + 1
        while at < len(self._letters) and (
            self._letters[at] in "BHMTAEeRS" or self._scene.sentence.words[at] in _PARAPHRASES
        ):
            at += 1
        return at

    def _past_until(self, start: int) -> int:
        """Where the object begins that a date stands before: `put off until next week their talks`."""
        if self._scene.words(start, start) not in (["until"], ["till"]):
            return start
        return next(
            (at for at in range(start + 1, min(len(self._letters), start + 6)) if self._letters[at] == "D"), start
        )

    def _past_as(self, start: int) -> int:
        """Where the object is named that is judged first: `dismissed as a stunt the North's offer of talks`."""
        if self._scene.words(start, start) != ["as"]:
            return start
        ahead = range(start + 2, min(len(self._letters), start + 7))
        return next((at for at in ahead if self._letters[at] in "DE" and self._letters[at - 1] in "XG"), start)

    def _pointed_at(self, hit: Hit) -> list[Hit]:
        """What `it` stands for right after a verb (`turned it down`): the first thing told of before."""
        words = self._scene.sentence.words
        after = range(hit.first + 1, min(len(words), hit.last + 2)) if hit.entry.sort == "verb" else ()
        found = next((at for at in after if words[at] in _IT and not self._goes_on_to_act(at)), -1)
        if found < 0:
            return []
        told = [thing for thing in self._scene.objects if thing.last < hit.first]
        before = told or (self._scene.previous.objects if self._scene.previous else ())
        meant = [thing for thing in before if words[found] != "it" or thing.entry.name not in _PERSONS]
        return [Hit(found, found, thing.entry) for thing in meant[:1]]

    def _stood_for(self, hit: Hit) -> list[Hit]:
        """What `they` or `it` stands for as the subject (`They collapsed`): the first meeting told before."""
        at = hit.first - 1
        while at >= 0 and self._letters[at] in 'BHOMNA"':
            at -= 1
        if self._scene.previous is None or self._scene.words(at, at) not in (["they"], ["it"]):
            return []
        met = [thing for thing in self._scene.previous.objects if thing.entry.name in _TALKED]
        return [Hit(at, at, thing.entry) for thing in met[:1]]

    def pointed(self, hit: Hit, objects: Sequence[str]) -> frozenset[str]:
        """The class of what `it` or `them` right after a verb, or a relative clause, points back to."""
        following = self._scene.words(hit.last + 1, hit.last + 1)
        alone = following in (["it"], ["them"]) and not self._goes_on_to_act(hit.last + 1)
        return frozenset(objects[:1]) if alone else frozenset(thing.entry.name for thing in self._gap(hit))

    def _gap(self, hit: Hit) -> list[Hit]:
        """What a relative clause with a doer of its own tells of: `the hotline that the North closed on Monday`."""
        start = self._scene.clauses.of(hit.first).start
        if hit.entry.sort != "verb" or hit.entry.name in self._lexicon.intransitive or self._letters[hit.first] != "V":
            return []
        doer = any(start <= party.first < hit.first for party in self._scene.parties)
        return self._antecedents(hit) if doer and not self.right(hit, _OBJECT_REACH) else []

    def _goes_on_to_act(self, at: int) -> bool:
        """Tell whether a pronoun is itself the subject of a verb: `announced it would leave`."""
        return self._letters[at + 1 : at + 2] in (["M"], ["B"], ["H"], ["O"], ["V"])

    def direct(self, hit: Hit) -> frozenset[str]:
        """The classes of what follows at once, with nothing but its own words before it."""
        end, hung = hit.last + 1, self._scene.sentence.hung
        while end < len(self._letters) and (end in hung or self._letters[end] in 'DX#EeGA"C' or self._goes_on(end)):
            end += 1
        inside = [thing for thing in self._scene.objects if hit.last < thing.first < end]
        return frozenset(thing.entry.name for thing in self._heads(inside))

    def _goes_on(self, at: int) -> bool:
        """Tell whether a word only measures or qualifies: `withheld 5,000 tons of rice`, `threatens armed strikes`."""
        said, letters = self._scene.sentence.words, self._letters
        qualifies = letters[at] == "V" and self._scene.tags.forms[at] in "nd" and letters[at + 1 : at + 2] == ["X"]
        return qualifies or (said[at] == "of" and said[at - 1] in _MEASURES)

    def _stops(self, at: int, start: int) -> bool:
        letter = self._letters[at]
        if letter in ";:SW-(" or (letter in "BHMO"):
            return not self._as_what(at, start)
        if letter == "V" and self._scene.tags.forms[at] in "sdb" and at > start:
            return True
        return letter == "," and not self._list_comma(at) and not self._between_adjectives(at, start)

    def _as_what(self, at: int, start: int) -> bool:
        """Tell whether `as` only says what something is called: `listed North Korea as a sponsor of terrorism`."""
        owner, after = self._scene.clauses.owner, self._letters[at + 1 : at + 2]
        return self._scene.sentence.words[at] == "as" and owner[at] == owner[start - 1] and after in (["D"], ["#"])

    def _between_adjectives(self, at: int, start: int) -> bool:
        """Tell whether a comma only parts what qualifies the object: `conducted large-scale, live-fire drills`."""
        before = self._letters[start:at]
        if not 0 < len(before) < 4 or any(letter not in "DX#AG" for letter in before):
            return False
        return any(
            at < thing.first < at + 4 and self._letters[at + 1] in "XG" for thing in self._scene.objects
        ) and not any(start <= thing.last < at for thing in self._scene.objects)

    def _list_comma(self, at: int) -> bool:
        return (
            at + 1 < len(self._letters)
            and self._letters[at - 1] in "EeX"
            and self._letters[at + 1] in "EX#D"
            and "and" in self._scene.words(at, at + 9)
        )

    def left(self, hit: Hit, verbal: bool) -> list[Hit]:
        """The objects that stand before: the subject of a passive, the modifiers of a noun."""
        clause = self._scene.clauses.of(hit.first)
        start = clause.start if verbal else max(clause.start, hit.first - 4)
        if clause.kind == "relative" and verbal:
            start = max(0, clause.start - 8)
        inside = [thing for thing in self._scene.objects if start <= thing.first and thing.last < hit.first]
        heads = self._heads(inside)
        if not verbal:
            return heads[::-1]
        owner = self._scene.clauses.owner
        return [t for t in heads if owner[t.first] == clause.number or t.first < clause.start]

    def _antecedents(self, hit: Hit) -> list[Hit]:
        """What a relative clause tells of: `the missile that the North fired`, `a test it conducted`."""
        clause = self._scene.clauses.of(hit.first)
        if clause.kind != "relative" or not clause.start:
            return []
        last = clause.start - (self._letters[clause.start - 1] in "PC,") - 1
        return self._heads(
            [thing for thing in self._scene.objects if max(0, last - 3) <= thing.first and thing.last == last]
        )

    def complement(self, hit: Hit, things: Sequence[Hit] = ()) -> tuple[str, ...]:
        """The classes of the verb in the infinitive (or `that ... will`) that follows, `anything` where it has none."""
        if things and (proposed := self._proposed(things[0])):
            return proposed
        at = self._infinitive(hit)
        if at < 0:
            return ("anything",) if self._before_anything_to(hit) else ()
        return tuple(
            h.entry.name for h in self._scene.group("telling") if h.first == at and h.entry.sort == "verb"
        ) or ("act",)

    def offered(self, thing: Hit) -> tuple[str, ...]:
        """The classes of what a noun is for: of the verb in `an offer to meet`, of the nouns in `a call for talks`."""
        at = thing.last + (not thing.entry.lemma.endswith(" for"))
        if at > thing.last and self._scene.words(at, at) not in (["to"], ["for"], ["of"], ["that"]):
            return ()
        if proposed := self._proposed(thing):
            return proposed
        at += 1 + (self._letters[at + 1 : at + 2] == ["A"])
        if self._letters[at - 1 : at + 1] == ["T", "V"]:
            return tuple(h.entry.name for h in self._scene.group("telling") if h.first == at) or ("act",)
        end = next((e for e in range(at, len(self._letters)) if self._ends_noun(e)), len(self._letters))
        return tuple(one.entry.name for one in self._scene.objects if at <= one.first < end) or ("act",)

    def _proposed(self, thing: Hit) -> tuple[str, ...]:
        """The classes of what an offer says that sides do: `a suggestion that experts meet`, `that they hold talks`."""
        if thing.entry.name != "offer" or self._scene.words(thing.last + 1, thing.last + 1) != ["that"]:
            return ()
        end = thing.last + 2
        while end < len(self._letters) and self._letters[end] not in ",;:.TS":
            end += 1
        inside = range(thing.last + 3, end)
        verbs = [h for h in self._scene.group("telling") if h.first in inside and h.entry.sort == "verb"]
        verb = verbs[0].first if verbs else -1
        if verb < 0 or self._scene.tags.forms[verb][:1] in ("d", "s", "g"):  # "a suggestion that it met them"
            return ()
        held = [one.entry.name for one in self._scene.objects if verb < one.first < end]
        return (*(h.entry.name for h in verbs if h.first == verb), *held[:1])

    def _ends_noun(self, at: int) -> bool:
        """Tell whether a noun phrase is over at a token, but for an `of`: `the resumption of working talks | with`."""
        if self._letters[at] == "V":
            return self._scene.tags.forms[at] not in ("g", "n")
        return self._letters[at] in "PTBHMOSW,;:." and self._scene.sentence.words[at] != "of"

    def _before_anything_to(self, hit: Hit) -> bool:
        """Tell whether `to` follows with what is no noun phrase: `threatened to back away`, not `to the Koreas`."""
        at = hit.last + 1
        while at < min(len(self._letters), hit.last + 6) and self._letters[at] in 'A"PX#':
            at += 1
        to, after = self._letters[at : at + 1], self._letters[at + 1 : at + 2]
        return to == ["T"] and after not in (["D"], ["E"], ["R"], ["#"], [])

    def undertaken(self, hit: Hit) -> str:
        """The verb itself, `not` before it where it is denied ("never to give up", "will not test")."""
        at = self._infinitive(hit)
        if at < 0:
            return ""
        words = self._scene.sentence.words
        denied = any(word in _DENIALS for word in words[max(hit.last + 1, at - 3) : at])
        verb = words[at] if self._letters[at] == "V" else words[at].removesuffix("ing")
        return f"not {verb}" if denied else verb

    def _infinitive(self, hit: Hit) -> int:
        """Where the verb stands that follows `to`, `will` or `would`, or at once as a gerund; -1 without one."""
        at = hit.last + 1
        if self._scene.tags.forms[at : at + 1] == ["g"]:
            return at
        end = min(len(self._letters), at + _INFINITIVE_REACH)
        while at < end and self._letters[at] not in "TM":
            if self._letters[at] in ";:S":
                return -1
            at += 1
        if at < end and self._scene.sentence.words[at] in _NO_PROMISE:
            return -1
        for place in range(at + 1, min(len(self._letters), at + 4)):
            if self._letters[place] == "V" or (self._letters[place - 1] in 'TM"' and self._unknown_verb(place)):
                return place
        return -1

    def _unknown_verb(self, at: int) -> bool:
        """Tell whether `to` goes on with a verb that nobody has entered: `to ridding`, `to reinvestigate the cases`."""
        word = self._scene.sentence.words[at]
        if self._letters[at] != "X" or word in self._lexicon.noun_words:
            return False
        return (word.endswith("ing") and len(word) > 5) or "".join(self._letters[at + 1 : at + 2]) in tuple("D#ER")

    def _heads(self, things: Sequence[Hit]) -> list[Hit]:
        """The objects without those that only modify another: `missile` in `missile test`, `round` of sanctions."""
        firsts = {thing.first: thing for thing in things}
        return [thing for thing in things if not self._modifies(thing, firsts) and not _counts(thing, firsts)]

    def _modifies(self, thing: Hit, firsts: Mapping[int, Hit]) -> bool:
        """Tell whether another thing follows in the same phrase."""
        if thing.entry.lemma.endswith((" for", " to", "promise of", "pledge of")):
            return False
        inside = [firsts[at] for at in range(thing.first + 1, thing.last + 1) if at in firsts]
        if inside and any(
            other.last > thing.last and other.entry.name in _TALKED for other in inside
        ):  # "nuclear disarmament talks"
            return True
        at = thing.last + 1
        if self._shares_talks(thing, firsts):
            return True
        while at < thing.last + 4 and at not in firsts and at < len(self._letters) and self._letters[at] in "XGe":
            if thing.entry.name in _PERSONS and self._scene.sentence.words[at] == "of":  # "inspectors of the IAEA"
                return False
            at += 1
        return at in firsts

    def _shares_talks(self, thing: Hit, firsts: Mapping[int, Hit]) -> bool:
        """Tell whether it names talks beside others: `trade and Red Cross talks`, not `aid and talks`."""
        bare = thing.first == thing.last and self._letters[thing.first - 1 : thing.first] != ["D"]
        if not bare or thing.entry.name not in _MATTERS or self._scene.words(thing.last + 1, thing.last + 1) != ["and"]:
            return False
        at = thing.last + 2
        while at < thing.last + 5 and at not in firsts and self._letters[at : at + 1] in (["X"], ["e"], ["E"]):
            at += 1
        return at in firsts and firsts[at].entry.name in _TALKED and firsts[at].last > thing.last + 2


def _counts(thing: Hit, firsts: Mapping[int, Hit]) -> bool:
    """Tell whether a round is one of something else."""
    if thing.entry.lemma not in ("round", "rounds"):
        return False
    after = next((firsts[at] for at in range(thing.last + 2, thing.last + 5) if at in firsts), None)
    return after is not None and after.entry.name != thing.entry.name


_DENIALS = frozenset(("not", "never", "neither", "n't"))
