"""Framing: from the words that tell an act to its frame."""

from collections.abc import Iterator, Sequence
from typing import Any

from services.classifier.reading.clock import Clock, TimeAt
from services.classifier.reading.doers import Doers
from services.classifier.reading.embedding import Chain, Embeddings
from services.classifier.reading.frame import Frame
from services.classifier.reading.lexicon import Hit, Lexicon
from services.classifier.reading.objects import Objects
from services.classifier.reading.scene import Party, Scene
from services.classifier.reading.subjects import counterpart_of, places_of, sides_of, speakers_of, subject_of
from services.classifier.reading.surroundings import Surroundings

_NO_SUBJECT = frozenset(("no", "nobody", "none", "neither", "nothing", "not"))


class Framer:
    """Makes the frames of one scene."""

    def __init__(self, scene: Scene, lexicon: Lexicon, times: Sequence[TimeAt], clock: Clock) -> None:
        self._scene = scene
        self._lexicon = lexicon
        self._letters = scene.tags.letters
        self._embeddings = Embeddings(scene, lexicon)
        self._objects = Objects(scene, lexicon)
        self._doers = Doers(scene)
        self._around = Surroundings(scene, lexicon, times, clock)
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
        subject = self._doers.subject(hit, chain, passive, verbal)
        owner = sides_of(self._doers.owner(hit.first))
        own = sides_of(subject) or owner
        objects = self._objects.of(hit, passive, verbal)
        first, last = self._stretch(hit, subject, objects)
        time = self._around.time(clause.number, hit, chain.group.tense)
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
            about=self._around.about(hit, objects),
            complement=self._objects.complement(hit),
            passive=passive,
            planned_object=self._around.planned(hit, objects, time),
            time=time,
            headline=self._scene.headline,
            lead=self._scene.lead,
            chronology=self._scene.chronology,
            **self._standing(hit, chain, clause.number),
            **_who(subject),
        )

    def _standing(self, hit: Hit, chain: Chain, clause: int) -> dict[str, Any]:
        """What the sentence around the trigger adds to the frame."""
        scene, around = self._scene, self._around
        return {
            "topic": around.topic(hit),
            "nominal": hit.entry.sort != "verb" or around.bare_gerund(hit, chain),
            "general": around.general(clause),
            "near": around.near(hit),
            "context": frozenset(t.entry.name for t in scene.objects) | scene.before | scene.next_things,
            "verbs": around.verbs_beside(hit),
            "doer": sides_of(subject_of(scene, scene.clauses.all[clause], chain.group.start)),
            "next_party": any(hit.last < p.first <= hit.last + 4 and p.mention.sides for p in scene.parties),
            "quoted": around.quoted(hit.first),
            "undone": bool(self._lexicon.cues["undone"] & (self._words | scene.after)),
            "story_older": scene.older,
            "asked": "?" in scene.sentence.words[-2:],
            "words": self._words,
        }

    def _is_passive(self, hit: Hit, chain: Chain) -> bool:
        form = self._scene.tags.forms[hit.first]
        return form == "n" and (
            chain.group.passive or not any(h in "H" for h in self._letters[chain.group.start : hit.first])
        )

    def _is_bare_passive(self, hit: Hit) -> bool:
        """Tell `Talks cancelled over drills` from `Seoul cancelled talks`: its object stands before it."""
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
            and bool(self._objects.left(hit, True))
            and not self._objects.right(hit, 4)
        )

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

    def _stretch(self, hit: Hit, subject: Sequence[Party], objects: Sequence[Hit]) -> tuple[int, int]:
        """The proof: from the subject through trigger and object, within the sentence."""
        firsts = [hit.first, *(p.first for p in subject if hit.first - p.first < 25), *(o.first for o in objects[:1])]
        lasts = [hit.last, *(p.last for p in subject if p.last - hit.last < 25), *(o.last for o in objects[:1])]
        return min(firsts), max(lasts)


def _who(subject: Sequence[Party]) -> dict[str, Any]:
    for party in subject:
        if party.mention.person or party.mention.office:
            return {"person": party.mention.person, "office": party.mention.office}
    return {"person": None, "office": None}


def frames_of(scene: Scene, lexicon: Lexicon, times: Sequence[TimeAt], clock: Clock) -> list[Frame]:
    """Give the frames of a scene."""
    return list(Framer(scene, lexicon, times, clock).frames())
