"""Doers: whose act a trigger tells, for verbs, passives and nouns."""

from collections.abc import Sequence
from itertools import pairwise

from services.classifier.reading.frames.embedding import Chain
from services.classifier.reading.frames.quotation import quoted_speakers
from services.classifier.reading.frames.subjects import (
    agent_of,
    brought,
    parties_in,
    private,
    sides_of,
    speakers_of,
    subject_of,
)
from services.classifier.reading.scenes.clauses import Clause
from services.classifier.reading.scenes.scene import Party, Scene
from services.classifier.reading.words.lexicon import Hit, Lexicon

_CHARGE_REACH = 14
_HOSTS = frozenset(("PRK", "KOR", "USA", "CHN", "JPN", "RUS", "UN"))


def _owns(party: Party) -> bool:
    """The Hanoi summit is no summit of Vietnam."""
    sides = party.mention.sides
    return bool(sides) and (party.mention.form != "capital" or not _HOSTS.isdisjoint(sides))


_DROPPED = frozenset(('"', "just", "also", "again"))
"""What may stand before a verb whose speaker leaves himself out: `"Just spoke with Mr. Abe," he tweeted`."""
_OFFICES = frozenset(("envoy", "minister", "president", "secretary", "premier", "adviser", "representative"))
"""Those whose country goes without saying where their own side tells of them."""
_TRAVELS = ("meet", "visit", "hold", "receive")
_TITLE = 6
_MADE = ("decide", "ask")
"""Governors whose object does what the infinitive tells."""
_HELD = ("drill", "talks", "meeting", "process")
"""Things that are held by those whose they are."""


class Doers:
    """Finds who acts in one scene."""

    def __init__(self, scene: Scene, lexicon: Lexicon) -> None:
        self._scene = scene
        self._spoken, self._intransitive = lexicon.spoken, lexicon.intransitive
        self._charging = lexicon.cues["charging"]
        self._letters = scene.tags.letters

    def subject(self, hit: Hit, chain: Chain, passive: bool, verbal: bool) -> list[Party]:
        """The parties whose act it is."""
        if passive:
            return agent_of(self._scene, hit.last)
        if hit.entry.closing:  # "... will come to the South after all": whoever comes
            whole = self._scene.clauses.of(hit.first)
            return subject_of(self._scene, whole, whole.verb if whole.verb >= 0 else hit.first)
        if not verbal:
            return self._noun_parties(hit) or (self._of_phrase(hit) if hit.entry.sort == "phrase" else [])
        clause = self._scene.clauses.of(chain.verb)
        start = chain.group.start
        named = self._of_noun(chain.verb, hit.first) if chain.verb != hit.first else []
        named = named or self._controlled(chain) or self._accused(start)
        found = named or subject_of(self._scene, clause, start) or self._after_opening(hit)
        found = found or (self._noun_parties(hit) if hit.entry.sort == "phrase" else [])
        return found or (self._official(clause, start) if hit.entry.name in _TRAVELS else [])

    def _official(self, clause: Clause, end: int) -> list[Party]:
        """The speaker's side, where a man of office without a country acts: `The envoy will go there, Seoul said`."""
        words, letters = self._scene.sentence.words, self._scene.tags.letters
        head = end - 1
        while head > clause.start and letters[head] == "A":
            head -= 1
        if head < 1 or words[head] not in _OFFICES:
            return []
        first = head
        while first > clause.start and letters[first] in "XEe":
            first -= 1
        before = self._scene.previous
        speakers = speakers_of(self._scene, clause) if words[first] == "the" and head - first < _TITLE else []
        sides = set(sides_of(speakers))
        known = before is None or sides <= set(sides_of(before.parties))
        return speakers if len(sides) == 1 and known and "PRK" not in sides else []

    def _controlled(self, chain: Chain) -> list[Party]:
        """Who is made to do it: `sanctions forced the North to return`, not `promised Seoul to return`."""
        to = chain.inner - 1
        if to < 2 or self._letters[to] != "T" or not chain.names or chain.names[0] not in _MADE:
            return []
        made = [p for p in self._scene.parties if p.last == to - 1 and chain.verb < p.first]
        return [p for p in made if p.mention.role != "place" and not brought(self._scene, p)]

    def _of_phrase(self, hit: Hit) -> list[Party]:
        """The subject before a phrase, or behind it where it opens the sentence."""
        clause = self._scene.clauses.of(hit.first)
        if hit.first == 0:
            return self._after_opening(hit)
        return subject_of(self._scene, clause, hit.first) or self._after_opening(hit)

    def _after_opening(self, hit: Hit) -> list[Party]:
        """Who acts where the sentence opens without its subject: `Reversing itself, the North ...`."""
        opens = 1 if self._letters[0] == "A" and hit.first == 1 else 0  # "Abruptly reversing itself, ..."
        if (self._letters[opens] not in "VP" and hit.first) or (
            self._letters[opens] == "V" and self._scene.tags.forms[opens] != "g"
        ):
            return []
        comma = next((at for at in range(hit.last + 1, len(self._letters)) if self._letters[at] == ","), 0)
        return [p for p in parties_in(self._scene, comma, comma + 3) if p.mention.role == "agent"][:1] if comma else []

    def _of_noun(self, noun: int, verb: int) -> list[Party]:
        """Whose failure to comply or refusal to meet it is: who stands behind the noun, or owns it."""
        words = self._scene.sentence.words
        if self._letters[noun] not in "XD" or words[noun] == "due":
            return []
        behind = [p for p in parties_in(self._scene, noun + 1, verb - 1) if words[p.first - 1] in ("of", "by", "the")]
        return behind[:1] or self.owner(noun)

    def _accused(self, verb: int) -> list[Party]:
        """Of `Tokyo accused Seoul on Friday of breaking the accord` it is Seoul that broke it."""
        charge = self._charge(verb)
        return parties_in(self._scene, charge + 1, verb - 1)[:1] if charge >= 0 else []

    def charged(self, verb: int) -> bool:
        """Tell whether somebody is accused of it: now, not as a standing attitude (`Seoul accuses it of`)."""
        charge = self._charge(verb)
        first = self._scene.lead or self._scene.headline
        return charge >= 0 and (first or self._scene.tags.forms[charge] not in ("s", "b"))

    def _charge(self, verb: int) -> int:
        """The word that charges somebody with what a gerund tells; -1 without one."""
        words = self._scene.sentence.words
        before = verb - 2 if words[max(0, verb - 1)] == '"' else verb - 1
        if self._scene.tags.forms[verb] != "g" or words[max(0, before)] not in ("of", "for", "with"):
            return -1
        for at in range(before - 1, max(-1, verb - _CHARGE_REACH), -1):
            if words[at] in self._charging:
                return at
            if self._letters[at] in "VBHMSW;:":
                break
        return -1

    def behind(self, hit: Hit) -> list[Party]:
        """Who acts behind an occasion that opens the sentence: `In a call to Beijing, Hagel said`."""
        clause = self._scene.clauses.of(hit.first)
        if clause.verb < 0:
            clause = self._scene.clauses.above(clause) or clause
        inside = parties_in(self._scene, hit.last + 1, clause.verb - 1)
        return [party for party in inside if party.mention.role == "agent"][-1:]

    def speaking_for(self, subject: list[Party], clause: Clause, end: int) -> list[Party]:
        """The subject; whoever speaks, where it is `we` or his office, or both of two that `they` stood for."""
        if not subject:
            return self._we(clause, end)
        if len(subject) > 1 or not subject[0].mention.many or subject[0].mention.form != "pronoun":
            return subject
        speakers = speakers_of(self._scene, clause)
        return speakers if len(speakers) > 1 and set(subject[0].mention.sides) <= set(sides_of(speakers)) else subject

    def _we(self, clause: Clause, end: int) -> list[Party]:
        """Whoever speaks, where it is `we`, `our country` or `his government` that acts."""
        words = self._scene.sentence.words[clause.start : end]
        dropped = '"' in words[:1] and _DROPPED.issuperset(words)
        if not ("we" in words or "i" in words or dropped or _our_side(words) or self.own_office(clause, end)):
            return []
        return speakers_of(self._scene, clause) or quoted_speakers(self._scene)

    def own_office(self, clause: Clause, end: int) -> bool:
        """Whether `his government`, `its army` acts, of somebody who speaks."""
        near = [party.mention for party in self._scene.parties if clause.start <= party.first < end]
        return any(mention.form == "pronoun" and mention.head and not mention.sides for mention in near)

    def owner(self, first: int) -> list[Party]:
        """The side to which a noun belongs: `the North's refusal`, `North Korean missile test`, `the test by`."""
        for at in range(first, max(-1, first - 6), -1):
            for party in self._scene.parties:
                if party.last == at - 1 and _owns(party) and not self._between(party.last, first):
                    if private(self._scene, party, first):
                        return []
                    return [*self._paired(party), party]
        return []

    def _paired(self, party: Party) -> list[Party]:
        """The other adjective of `U.S.-South Korean drills`, `joint drills` of `South Korean and U.S. forces`."""
        joints = ([], ["and"], ["/"]) if party.mention.role == "modifier" else ([],)
        for other in self._scene.parties:
            gap = list(self._scene.words(other.last + 1, party.first - 1))
            if other.mention.role == "modifier" and other.last < party.first and gap in joints:
                return [other] if other.mention.sides else []
        return []

    def _noun_parties(self, hit: Hit) -> list[Party]:
        """Whose act a noun is: its owner, and those after `between`, `with` or `by`."""
        owner = self.owner(hit.first) or self._belonging(hit) or self._holders(hit) or self._theirs(hit)
        words, end = self._scene.sentence.words, min(len(self._letters), hit.last + 10)
        for at in range(hit.last + 1, end):
            if self._letters[at] == "," and not owner:
                owner = [p for p in parties_in(self._scene, at + 1, at + 2) if p.mention.role == "possessor"]
            if self._letters[at] in "VBHMSW,;:":
                break
            if words[at] == "between":
                return parties_in(self._scene, at, end + 14)[:2]
            if words[at] in ("from", "in") and hit.entry.name in self._spoken:
                return self._joined(parties_in(self._scene, at, end)[:2])
            if words[at] == "by" or (words[at] == "with" and hit.entry.name not in self._spoken):
                return self._with_others(hit, owner, parties_in(self._scene, at, at + 6)[:1])
        return owner

    def _belonging(self, hit: Hit) -> list[Party]:
        """Whose an act without an object is: `the absence of the northern envoy`."""
        if hit.entry.name not in self._intransitive or self._scene.sentence.words[hit.last + 1 : hit.last + 2] != [
            "of"
        ]:
            return []
        return parties_in(self._scene, hit.last + 2, hit.last + 3)[:1]

    def _theirs(self, hit: Hit) -> list[Party]:
        """Both of two that act in the clause of `their meeting`."""
        if "their" not in self._scene.words(max(0, hit.first - 4), hit.first - 1):
            return []
        clause = self._scene.clauses.of(hit.first)
        found = subject_of(self._scene, clause, clause.verb) if 0 <= clause.verb < hit.first else []
        return found if len(sides_of(found)) > 1 else []

    def _holders(self, hit: Hit) -> list[Party]:
        """`the drills of South Korea and the United States`, not `the release of Americans`."""
        after = hit.last + 1
        if list(self._scene.words(after, after)) != ["of"]:
            return []
        held = any(thing.last == hit.last and thing.entry.name in _HELD for thing in self._scene.objects)
        return self._joined(parties_in(self._scene, after + 1, after + 7)[:2]) if held else []

    def _joined(self, parties: list[Party]) -> list[Party]:
        """Both of two parties joined by `and` or a comma, else the first."""
        if len(parties) < 2 or parties[1].first - parties[0].last > 3:
            return parties[:1]
        between = self._scene.sentence.words[parties[0].last + 1 : parties[1].first]
        return parties if any(word in ("and", ",") for word in between) else parties[:1]

    def _with_others(self, hit: Hit, owner: list[Party], others: list[Party]) -> list[Party]:
        """`talks with the South`: its owner, else whoever acts in the sentence, and the other side."""
        if not owner and others:
            clause = self._scene.clauses.of(hit.first)
            above = self._scene.clauses.above(clause) or clause
            owner = subject_of(self._scene, above, above.verb if above.verb >= 0 else above.end)
            owner = owner or self._speaking(clause, hit.first)
        return owner + [p for p in others if p not in owner]

    def _speaking(self, clause: Clause, before: int) -> list[Party]:
        """Whoever speaks, where it is `we` that acts: `We had a good meeting with Chairman Kim`."""
        if "we" not in self._scene.words(clause.start, before - 1):
            return []
        return speakers_of(self._scene, clause) or quoted_speakers(self._scene)

    def _between(self, last: int, first: int) -> bool:
        return any(self._letters[at] not in "XG#A" for at in range(last + 1, first))


_OUR_SIDE = frozenset(("country", "nation", "republic", "state", "side", "government", "army", "delegation"))


def _our_side(words: Sequence[str]) -> bool:
    """Tell whether `our country` acts, as `we` would."""
    return "our" in words and any(one == "our" and other in _OUR_SIDE for one, other in pairwise(words))
