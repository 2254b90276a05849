"""The frame: one act as one clause tells it, before anybody decides whether it happened."""

from collections.abc import Sequence
from typing import Literal

from services.classifier.reading.frames.company import beside, met, occasion
from services.classifier.reading.frames.embedding import Chain
from services.classifier.reading.frames.finders import Finders
from services.classifier.reading.frames.givers import anywhere_of, givers_of, named_beside
from services.classifier.reading.frames.passives import befalls, is_passive, only_points
from services.classifier.reading.frames.subjects import counterpart_of, places_of, sides_of, speakers_of, subject_of
from services.classifier.reading.parties.mention import Mention
from services.classifier.reading.scenes.captions import beside_the_story
from services.classifier.reading.scenes.clauses import Clause
from services.classifier.reading.scenes.scene import Party
from services.classifier.reading.scenes.verb_group import none_done, not_to, time_tense
from services.classifier.reading.texts.lazy import lazily, lazy
from services.classifier.reading.texts.text import Span
from services.classifier.reading.times.clock import Time
from services.classifier.reading.words.lexicon import Hit

Form = Literal["verb", "noun", "phrase"]


@lazily
class Frame:
    """What one trigger tells; each part is found when a row asks for it.

    `embedded` holds what governs it, innermost first, `speakers` the sides that say it, `objects` the object
    classes, the head first. `headline`, `lead` and `chronology` tell where it stands, `clause` in what kind of clause.
    """

    def __init__(self, hit: Hit, find: Finders) -> None:
        self.hit, self._find = hit, find
        self._scene, self._letters = find.scene, find.scene.tags.letters
        self.word, self.name = hit.entry.lemma, hit.entry.name
        self.headline, self.lead, self.chronology = find.scene.headline, find.scene.lead, find.scene.chronology
        self._verbal = hit.entry.sort == "verb" or (hit.entry.sort == "phrase" and self._letters[hit.first] == "V")
        self.form: Form = "phrase" if hit.entry.sort == "phrase" else "verb" if self._verbal else "noun"

    @property
    def sentence(self) -> int:
        """The number of its sentence."""
        return self._scene.index

    @lazy
    def evidence(self) -> Span:
        """The proof: from the subject through trigger and object, within the sentence."""
        hit, objects = self.hit, self._objects
        subject = [party for party in self._subject if party in self._scene.parties]
        firsts = [hit.first, *(p.first for p in subject if hit.first - p.first < 25), *(o.first for o in objects[:1])]
        lasts = [hit.last, *(p.last for p in subject if p.last - hit.last < 25), *(o.last for o in objects[:1])]
        return self._scene.sentence.piece(min(firsts), max(lasts))

    @property
    def story_older(self) -> bool:
        """Whether the telling stands in older times."""
        return self._scene.older

    # its verb, and what stands around it

    @lazy
    def _chain(self) -> Chain:
        embeddings = self._find.embeddings
        return embeddings.of(self.hit.first) if self._verbal else embeddings.of_noun(self.hit.first)

    @lazy
    def _clause(self) -> Clause:
        return self._scene.clauses.of(self._chain.verb)

    @property
    def modality(self) -> str:
        """What its helpers say of it."""
        return self._chain.group.modality

    @property
    def tense(self) -> str:
        """The tense that counts."""
        return self._chain.group.tense

    @lazy
    def clause_tense(self) -> str:
        """The tense of the verb that an occasion belongs to: `signed during a meeting`, `will ask for it in a call`."""
        return self._find.embeddings.tense_around(self.hit.first)

    @property
    def clause(self) -> str:
        """The kind of clause that counts."""
        chain = self._chain
        told = chain.clause != "main" or chain.verb != self.hit.first
        return chain.clause if told or not only_points(self._scene, self.hit, chain.group, self._clause) else "relative"

    @lazy
    def embedded(self) -> tuple[str, ...]:
        """What governs it, innermost first."""
        return tuple(self._chain.names)

    @lazy
    def passive(self) -> bool:
        """Whether it befalls its subject."""
        return self._verbal and (is_passive(self._scene, self.hit, self._chain.group) or befalls(self._find, self.hit))

    @lazy
    def negated(self) -> bool:
        """Whether the text says that it did not happen."""
        first, words = self.hit.first, self._scene.sentence.words
        if not self._verbal:
            return first > 0 and words[first - 1] in ("no", "not", "without", "any")
        if self._chain.group.negated or ("no" in words[first : self.hit.last] and "no" not in self.hit.entry.rest):
            return True
        return not_to(self._scene, self._chain.inner) or none_done(self._scene, self._chain.group.start, self.hit.last)

    @lazy
    def _subject(self) -> list[Party]:
        at = self._chain.carrier
        subject = subject_of(self._scene, self._scene.clauses.of(at), self._chain.group.start) if at >= 0 else []
        subject = subject or self._find.doers.subject(self.hit, self._chain, self.passive, self._verbal)
        return self._find.doers.speaking_for(subject, self._clause, self._chain.group.start)

    @lazy
    def subject(self) -> tuple[str, ...]:
        """The sides whose act it is."""
        return sides_of(self._subject)

    @lazy
    def owner(self) -> tuple[str, ...]:
        """The sides to which it belongs."""
        return sides_of(self._find.doers.owner(self.hit.first))

    @lazy
    def doer(self) -> tuple[str, ...]:
        """The sides that are the subject of the clause, whatever the trigger does in it."""
        scene = self._scene
        found = sides_of(subject_of(scene, self._clause, self._chain.group.start))
        return found or (sides_of(self._find.doers.behind(self.hit)) if self.form == "noun" else ())

    @lazy
    def speakers(self) -> tuple[str, ...]:
        """The sides that say it."""
        return sides_of(speakers_of(self._scene, self._clause) or self._find.quoted) or self._scene.voice

    @property
    def bygone(self) -> bool:
        """Whether somebody acts who left office long ago."""
        return any(party.mention.retired for party in self._subject)

    @property
    def own_words(self) -> bool:
        """Whether the side that acts says so itself."""
        return not set(self.speakers).isdisjoint(self.subject)

    @lazy
    def counterpart(self) -> tuple[str, ...]:
        """The other side."""
        own = self.subject or self.owner or (self.doer if self.form == "noun" else ())
        return counterpart_of(self._scene, self.hit.first, own, self.form == "noun")

    @lazy
    def spoken_of(self) -> tuple[str, ...]:
        """The side that is not the speaker's."""
        return counterpart_of(self._scene, self.hit.first, self.speakers)

    @lazy
    def places(self) -> tuple[str, ...]:
        """The sides in whose towns it is."""
        own = self.doer if self.form == "phrase" else self.subject or self.owner
        inside = self.form == "phrase" and self.hit.entry.gap >= 0
        return places_of(self._scene, self.hit.first if inside else self.hit.last, own)

    @lazy
    def anywhere(self) -> tuple[str, ...]:
        """The first other side of the sentence to the right, be it only a place, else to the left."""
        return anywhere_of(self._scene, self.hit.first, self.subject or self.owner)

    @lazy
    def partners(self) -> tuple[str, ...]:
        """The sides that are met: the object of the verb, or whoever `with` brings."""
        own = self.subject or self.owner
        sides = sides_of(met(self._scene, self.hit, self._find.lexicon.cues["people"]))
        return tuple(side for side in sides if side not in own)

    @lazy
    def company(self) -> tuple[str, ...]:
        """The sides that `with` brings."""
        return sides_of(beside(self._scene, self.hit, self._find.lexicon.cues["people"]))

    @lazy
    def occasion(self) -> str:
        """The preposition that brings it as the occasion of something else: `in a call`."""
        at = occasion(self._scene, self.hit.first)
        return self._scene.sentence.words[at] if at >= 0 else ""

    @lazy
    def visitors(self) -> tuple[str, ...]:
        """Whose visit it is that is set, or for which an invitation is accepted."""
        if self.objects[:1] == ("visit",):
            return sides_of(self._find.doers.owner(self._objects[0].first))
        return self.subject if self.objects[:1] == ("offer",) and "visit" in self.words else ()

    @lazy
    def named(self) -> tuple[str, ...]:
        """The sides that the sentence names as more than places."""
        return sides_of(party for party in self._scene.parties if party.mention.role != "place")

    @lazy
    def named_beside(self) -> tuple[str, ...]:
        """The first two sides that the sentence before names, or the one after."""
        return named_beside(self._scene)

    @lazy
    def _objects(self) -> Sequence[Hit]:
        return self._find.objects.of(self.hit, self.passive, self._verbal)

    @lazy
    def objects(self) -> tuple[str, ...]:
        """The classes of what it is done to, the head first."""
        return tuple(thing.entry.name for thing in self._objects)

    @lazy
    def head(self) -> frozenset[str]:
        """The classes of the head of its objects: a word may belong to several ("word", "account")."""
        first = self._objects[0].first if self._objects else -1
        return frozenset(thing.entry.name for thing in self._objects if thing.first == first)

    @lazy
    def direct(self) -> frozenset[str]:
        """The classes of the objects that follow at once."""
        return self._find.objects.direct(self.hit) | self._find.objects.pointed(self.hit, self.objects)

    @lazy
    def about(self) -> frozenset[str]:
        """The object classes of the sentence."""
        return self._find.around.about(self.hit, self._objects)

    @lazy
    def complement(self) -> tuple[str, ...]:
        """The classes of the verb in the infinitive that follows."""
        return self._find.objects.complement(self.hit, self._objects[:1])

    @lazy
    def offered(self) -> tuple[str, ...]:
        """The classes of the verb that the head of its objects brings in the infinitive: `a proposal to meet`."""
        return self._find.objects.offered(self._objects[0]) if self._objects else ()

    @lazy
    def undertaken(self) -> str:
        """The verb in the infinitive that follows, `not` before it where it is denied."""
        return self._find.objects.undertaken(self.hit)

    def elsewhere(self, actor: str) -> tuple[str, ...]:
        """Who acts, where a row does not look at the subject for it (see `givers`)."""
        return sides_of(givers_of(self._scene, actor, self.hit.first, self._find.lexicon.cues["held"]))

    @property
    def before_infinitive(self) -> bool:
        """Whether an infinitive follows at once: `did not appear to be worried`."""
        return self._find.around.before_infinitive(self.hit)

    @lazy
    def who(self) -> Mention | None:
        """Who of its side acts, by name or in which office."""
        return next((p.mention for p in self._subject if p.mention.person or p.mention.office), None)

    # when, and how it is told

    @lazy
    def time(self) -> Time | None:
        """When, in its own clause."""
        if self._verbal and self._find.embeddings.only_named(self._chain):
            return None
        return self._find.times.time(self._clause.number, self.hit, time_tense(self.tense, self.embedded))

    @lazy
    def appointed(self) -> Time | None:
        """When, of the meeting itself that it is done to."""
        return self._find.times.appointed(self._objects)

    @lazy
    def due(self) -> Time | None:
        """When, where what it settles is to come: `agreed to meet in September`, `set the talks for the 3rd`."""
        return self._find.times.due(self._clause.number, self.hit) or self.time

    @lazy
    def planned_object(self) -> bool:
        """Whether its object is only set, or still to come."""
        return self._find.around.planned(self.hit, self._objects, self.time)

    @lazy
    def topic(self) -> bool:
        """Whether it is the subject of the lead or the headline."""
        at = self.hit.first if self.form != "verb" else self._chain.verb
        return self._letters[at] != "V" and self._find.around.topic(at)

    @lazy
    def nominal(self) -> bool:
        """Whether a noun tells it, or a gerund that stands for one."""
        named = not self._verbal or self._find.embeddings.only_named(self._chain)
        return named or self._find.around.bare_gerund(self.hit, self._chain)

    @lazy
    def charged(self) -> bool:
        """Whether somebody is accused of it: `accused Seoul of breaking the accord`."""
        return self._verbal and self._find.doers.charged(self._chain.group.start)

    @property
    def carried(self) -> bool:
        """Whether the verb before a noun announces it."""
        return self._chain.carrier >= 0 and not self._chain.group.negated

    @lazy
    def general(self) -> bool:
        """Whether it is told as a habit, or of the past as such."""
        return self._find.around.general(self._clause.number) or self._find.around.bygone(self.hit)

    @lazy
    def manner(self) -> str:
        """How it is told: `counted` ("met twice"), as a `predicate` ("was their first meeting"), or plainly."""
        return self._find.around.manner(self.hit, self.tense)

    @lazy
    def already(self) -> bool:
        """Whether `already` stands in its verb group: done before what the text tells."""
        return "already" in self._scene.words(self._chain.group.start, self.hit.last)

    @lazy
    def disclosed(self) -> bool:
        """Whether it only comes to light now."""
        return self._find.times.disclosed(self._clause.number)

    @lazy
    def quoted(self) -> bool:
        """Whether it stands inside quotation marks."""
        return self._find.around.quoted(self.hit.first)

    @property
    def asked(self) -> bool:
        """Whether the sentence is a question, or what a questioner says at a briefing."""
        words = self._scene.sentence.words
        return "?" in words[-2:] or words[:2] in (["q", ":"], ["question", ":"])

    @lazy
    def undone(self) -> bool:
        """Whether this sentence or the next speaks of undoing."""
        return self._find.around.undone(self.hit)

    @lazy
    def teased(self) -> bool:
        """Whether it stands in a teaser for another story, or under a picture."""
        return beside_the_story(self._scene, self.hit.first, self._find.lexicon.cues)

    @lazy
    def dated(self) -> bool:
        """Whether it is a noun with a day of its own."""
        return self._find.around.dated(self.hit)

    @property
    def conditioned(self) -> bool:
        """Whether an `if` or `unless` hangs on it."""
        return bool(self._find.around.conditions(self._clause.number))

    @property
    def flat(self) -> bool:
        """Whether it holds unless something changes: `will not meet him unless he apologizes` is a flat no."""
        return "unless" in self._find.around.conditions(self._clause.number)

    @lazy
    def told_if(self) -> bool:
        """Whether what a verb of saying tells hangs on an `if` or `unless`: `warned that if it fires, it would`."""
        return self._find.around.told_on_condition(self.hit)

    @property
    def outside(self) -> bool:
        """Whether the sentence speaks of analysts and the like."""
        return self._find.around.outside(self._find.lexicon.cues["outsiders"])

    @lazy
    def near(self) -> frozenset[str]:
        """The classes of nouns and phrases in the words that follow."""
        return self._find.around.near(self.hit)

    @lazy
    def verbs(self) -> frozenset[str]:
        """The verb classes at work in its clause."""
        return self._find.around.verbs_beside(self.hit)

    @property
    def context(self) -> frozenset[str]:
        """The object classes in and around the sentence."""
        return self._scene.context

    @property
    def words(self) -> frozenset[str]:
        """The words of the sentence."""
        return self._scene.vocabulary

    @property
    def next_party(self) -> bool:
        """Whether a party follows at once."""
        return any(0 < p.first - self.hit.last < 5 and p.mention.sides for p in self._scene.parties)
