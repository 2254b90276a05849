"""Matching: what a verb class makes of a frame. The first row that fits decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap

from schemas.kind import Kind
from services.classifier.knowledge.class_entries import Row, VerbClass
from services.classifier.reading.frames.frame import Frame
from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.scenes.wording import Wording
from services.classifier.reading.words.lexicon import PART

_FAILS = ("fail",)
_DECIDED = frozenset(("decide", "decides", "decided", "decision", "opted", "chosen"))
_MAY = frozenset(("may", "might"))
_DENIED = "not any"
"""In `not_complement`: every denied act but to test, fire or attack."""
_HARMFUL = frozenset(
    (
        Kind.CHANNEL_CUT, Kind.TALKS_BROKEN_OFF, Kind.MEETING_CANCELLED, Kind.PLEDGE_UNMET, Kind.SANCTIONS_IMPOSED,
        Kind.WEAPONS_TEST,
    )
)  # fmt: skip
"""What a side holds out to another when it says that it may do so, or will unless."""
_UNDONE = frozenset((Kind.TALKS_BROKEN_OFF, Kind.MEETING_CANCELLED))
"""What somebody could not do is not done."""
_PAPERS = frozenset(
    ("statement", "commentary", "spokesman", "spokeswoman", "letter", "communique", "declaration", "ministry",
     "minister", "secretary", "representative", "army", "commander")
)  # fmt: skip
"""What speaks for a side without naming it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A frame read as a kind by a row; whether it happened is still open.

    `embedded` and `negated` are what is left of the frame's own after what the row has used up:
    "failed to attend" is the event itself, so `fail` is gone ("cannot sit with them" is no mere ability);
    that it is told uses up nothing. `rule` names class and row.
    """

    frame: Frame
    kind: Kind
    row: Row
    rule: str
    embedded: tuple[str, ...]
    negated: bool
    announced: bool
    modality: str

    @property
    def nominal(self) -> bool:
        """Whether only a noun mentions it; the occasion of something told is as much told."""
        return self.frame.nominal and not self.row.occasion


Chances = Mapping[str, Sequence["_Needs"]]
"""By name, sort and lemma of a word (`Entry.key`): the rows whose needs a sentence meets."""


class Matcher:
    """The rows of all classes, by class and by the word that could be read so."""

    def __init__(self, classes: Sequence[VerbClass]) -> None:
        self._needs = {entry.name: tuple(starmap(_needs, enumerate(entry.rows, start=1))) for entry in classes}
        self._by_key: dict[str, _Chance] = {}

    def candidate(self, frame: Frame, chances: Chances) -> Candidate | None:
        """Give what the frame may be: the reading of the first row of its class that fits."""
        for need in chances[frame.hit.entry.key]:
            if fits(need.row, frame):
                return _candidate(frame, need.row, f"{frame.name}/{need.number}")
        return None

    def chances(self, scene: Scene) -> Chances:
        """Give what the words of a scene could come to; most sentences have nothing and are read no further."""
        keys, known = {hit.entry.key for hit in scene.group("telling")}, self._by_key.get
        return {key: met for key in keys if (met := (known(key) or self._made(key)).met(scene))}

    def _made(self, key: str) -> "_Chance":
        name, form, word = key.split(PART)
        found = _chance([need for need in self._needs[name] if _word_fits(need.row, form, word)])
        self._by_key[key] = found
        return found


@dataclass(frozen=True, slots=True)
class _Chance:
    """The rows for one word; unless one is `open`, the sentence must hold one of the objects, or one of the words."""

    needs: "Sequence[_Needs]"
    open: bool
    objects: frozenset[str]
    words: frozenset[str]

    def met(self, scene: Scene) -> "list[_Needs]":
        """The rows whose needs a scene meets."""
        if not self.open and scene.meant.isdisjoint(self.objects) and scene.vocabulary.isdisjoint(self.words):
            return []
        return [need for need in self.needs if need.met(scene)]


def _chance(needs: "Sequence[_Needs]") -> _Chance:
    objects = frozenset(name for need in needs for name in need.object)
    words = frozenset(word for need in needs if need.sentence and not need.object for word in need.sentence.signs)
    return _Chance(needs, any(not need.object and not need.sentence for need in needs), objects, words)


@dataclass(frozen=True, slots=True)
class _Needs:
    """A row, its number, and what it needs of the scene whatever the frame will be: cheap to ask, mostly not met.

    A `choosy` one needs something beside the word, around it or in the sentence before.
    """

    number: int
    row: Row
    somebody: bool
    object: frozenset[str]
    direct: frozenset[str]
    near: frozenset[str]
    occasion: frozenset[str]
    around: Sequence[frozenset[str]]
    sentence: Wording | None
    not_sentence: Wording | None
    before: Wording | None
    choosy: bool

    def met(self, scene: Scene) -> bool:
        """Tell whether the scene has it."""
        if self.somebody and not scene.acted:
            return False
        if self.object and scene.meant.isdisjoint(self.object):
            return False
        if self.sentence and not self.sentence.stands_in(scene):
            return False
        if self.not_sentence and self.not_sentence.stands_in(scene):
            return False
        return not self.choosy or self._beside(scene)

    def _beside(self, scene: Scene) -> bool:
        """Tell whether what must stand beside the word is in the scene at all."""
        if self.direct and scene.meant.isdisjoint(self.direct):
            return False
        if self.near and scene.named_acts.isdisjoint(self.near):
            return False
        if self.occasion and scene.vocabulary.isdisjoint(self.occasion):
            return False
        if self.before and (scene.previous is None or not self.before.stands_in(scene.previous)):
            return False
        return not (self.around and any(map(scene.context.isdisjoint, self.around)))


def _needs(number: int, row: Row) -> _Needs:
    somebody = row.subject in ("party", "own")
    around = tuple(frozenset(classes) for classes in (row.about, row.context) if classes)
    words, not_words, before = map(_wording, (row.sentence, row.not_sentence, row.before))
    beside = frozenset(row.direct), frozenset(row.near), frozenset(row.occasion)
    choosy = bool(row.before or around or any(beside))
    return _Needs(number, row, somebody, frozenset(row.object), *beside, around, words, not_words, before, choosy)


def _wording(entries: Sequence[str]) -> Wording | None:
    return Wording(entries) if entries else None


def _candidate(frame: Frame, row: Row, rule: str) -> Candidate:
    used = (*row.governor, *(_FAILS if row.negated else ()))
    embedded = tuple(name for name in frame.embedded if name not in used or name == "report")
    negated = frame.negated and not row.negated
    kind, announced = row.kind, row.announced
    held_out = row.possible or (Kind.THREAT if row.kind in _HARMFUL or _may_stay_away(row, frame) else None)
    if held_out and _held_out(frame, embedded) and not (row.negated and _could_not(row, frame)):
        kind, embedded, announced = (
            held_out,
            tuple(n for n in embedded if n not in ("threaten", "warn", "ask", "believe")),
            True,
        )
    elif row.future and not _given_noun(row, frame) and (_to_come(frame, embedded) or _decided(row, frame)):
        kind, announced = row.future, True
        embedded = tuple(name for name in embedded if name not in ("plan", "pledge"))
    modality = "" if row.negated and _could_not(row, frame) else frame.modality
    return Candidate(frame, kind, row, rule, embedded, negated, announced, modality)


def _could_not(row: Row, frame: Frame) -> bool:
    """Tell whether what was not done could not be: `cannot rejoin the talks`, `could not reach an accord`."""
    failed = row.kind in _UNDONE and "could" in frame.words and frame.modality == "possible"
    refused = row.kind is Kind.MEETING_REFUSED and frame.hit.entry.lemma == "accept" and "could" in frame.words
    return failed or refused or frame.modality == "able"


def _may_stay_away(row: Row, frame: Frame) -> bool:
    """Tell an own side's `may not attend`; a flat `will not, unless` is a refusal."""
    may = row.negated and frame.modality == "possible" and not frame.words.isdisjoint(_MAY)  # no "could not come"
    return may and row.kind is Kind.MEETING_REFUSED


def _held_out(frame: Frame, embedded: Sequence[str]) -> bool:
    """An own side's `may pull out` or `will, unless` is a threat; somebody else's guess is nothing."""
    event = "warn" in embedded and frame.speakers and not frame.subject  # "warned that the talks might not go ahead"
    own = event or frame.own_words or (not frame.speakers and frame.words & _PAPERS)
    if not own or frame.outside or "fear" in embedded:
        return False
    firm = frame.tense == "future" and frame.conditioned
    return not {"warn", "ready", "hint"}.isdisjoint(embedded) or (
        "report" in embedded and (frame.modality == "possible" or firm)
    )


def _given_noun(row: Row, frame: Frame) -> bool:
    """Tell whether a noun tells a gift (`to secure the release of two`): to come or not, it promises nothing."""
    return row.future is Kind.PLEDGE_MADE and frame.form == "noun"


def _decided(row: Row, frame: Frame) -> bool:
    """Tell whether a meeting is only decided on: `decided to hold another round in May`."""
    decided = frame.embedded[:1] == ("decide",) and not frame.words.isdisjoint(_DECIDED)
    return row.future is Kind.MEETING_ANNOUNCED and decided


def _to_come(frame: Frame, embedded: Sequence[str]) -> bool:
    if frame.tense == "future" or "plan" in embedded or "pledge" in embedded:
        return True
    described = frame.passive and frame.clause == "relative"  # "negotiations, being held here"
    if frame.tense in ("present", "progressive") and not (frame.headline or described):
        return frame.time is not None and frame.time.sort == "ahead"
    return bool(frame.occasion) and frame.clause_tense == "future"


def fits(row: Row, frame: Frame) -> bool:
    """Tell whether every condition of a row holds; what is cheap to find is asked first."""
    return (
        _objects_fit(row, frame)
        and _parties_fit(row, frame)
        and _governors_fit(row, frame)
        and _clause_fits(row, frame)
        and _verb_fits(row, frame)
    )


def _word_fits(row: Row, form: str, word: str) -> bool:
    if row.form not in ("any", form):
        return False
    return not (row.word and word not in row.word) and word not in row.not_word


def _verb_fits(row: Row, frame: Frame) -> bool:
    if row.passive is not None and row.passive != frame.passive:
        return False
    if row.planned_object is not None and row.planned_object != frame.planned_object:
        return False
    if (row.quoted is not None and row.quoted != frame.quoted) or (row.dated and not frame.dated):
        return False
    return not row.negated or frame.negated or "fail" in frame.embedded[:1]


def _objects_fit(row: Row, frame: Frame) -> bool:
    if not _head_fits(row, frame):
        return False
    if (row.bare and frame.objects) or (row.alone and frame.direct):
        return False
    if row.about and frame.about.isdisjoint(row.about):
        return False
    if row.direct and frame.direct.isdisjoint(row.direct):
        return False
    if not _occasion_fits(row, frame):
        return False
    if row.without and not frame.about.isdisjoint(row.without):
        return False
    return not row.not_with or frame.verbs.isdisjoint(row.not_with)


def _head_fits(row: Row, frame: Frame) -> bool:
    if row.object and frame.head.isdisjoint(row.object):
        return False
    if row.offered and frame.offered and set(frame.offered).isdisjoint(row.offered):
        return False
    return not row.not_object or frame.head.isdisjoint(row.not_object)


def _occasion_fits(row: Row, frame: Frame) -> bool:
    if row.occasion and frame.occasion not in row.occasion:
        return False
    return not row.not_occasion or frame.occasion not in row.not_occasion


def _governors_fit(row: Row, frame: Frame) -> bool:
    close = set(frame.embedded[:2])
    return not (row.governor and not close & set(row.governor)) and not close & set(row.not_governor)


def _places(frame: Frame) -> set[str]:
    """The kind of its clause, and whether that is of a dated entry or of the headline."""
    return {frame.clause, "chronology" if frame.chronology else "", "headline" if frame.headline else ""}


def _clause_fits(row: Row, frame: Frame) -> bool:
    if row.clause and not _places(frame) & set(row.clause):
        return False
    if row.complement and not _complement_fits(row, frame):
        return False
    if row.not_complement and _shunned(row, frame):
        return False
    if (row.near and frame.near.isdisjoint(row.near)) or (row.told_if and not frame.told_if):
        return False
    tense = frame.clause_tense if row.occasion else frame.tense
    return not row.tense or tense in row.tense


def _shunned(row: Row, frame: Frame) -> bool:
    """Tell whether what is undertaken is none for a row; of denied acts only what one keeps still with is one."""
    if frame.undertaken in row.not_complement:
        return True
    denied = _DENIED in row.not_complement and frame.undertaken.startswith("not ")
    return denied and "hold_still" not in frame.complement


def _complement_fits(row: Row, frame: Frame) -> bool:
    if row.kind is Kind.MEETING_ANNOUNCED and frame.undertaken.startswith("not "):
        return False  # "vows never to return to the talks"
    if row.complement == ("none",):
        return not (frame.before_infinitive or frame.undertaken)
    if row.complement == ("any",):
        return bool(frame.complement) and "anything" not in frame.complement
    if row.complement == ("anything",):
        return bool(frame.complement)
    return not set(row.complement).isdisjoint(frame.complement)


def others_of(row: Row, frame: Frame) -> tuple[str, ...]:
    """The other side; of words it is whoever the speaker speaks of, subject or not."""
    if row.target == "place":
        return frame.places
    if row.subject == "doer":
        return tuple(side for side in frame.subject if side not in frame.doer) or frame.counterpart
    if row.actor != "speaker":
        return frame.counterpart or (frame.anywhere if row.target == "any" else ())
    named = (frame.subject, frame.owner, frame.spoken_of, frame.doer)
    return next((sides for sides in named if sides and not set(sides) & set(frame.speakers)), ())


def _own(frame: Frame) -> bool:
    """Tell whether the side that acts says so itself, or no outsider does."""
    if frame.speakers:
        return frame.own_words
    return bool(frame.subject) and not frame.outside and not frame.quoted


def _parties_fit(row: Row, frame: Frame) -> bool:
    if row.subject == "own" and not _own(frame):
        return False
    if row.subject == "party" and not (frame.subject or frame.owner or (frame.passive and frame.speakers)):
        return False
    if (row.subject == "speaker" and not frame.speakers) or (row.subject == "doer" and not frame.doer):
        return False
    if row.pair and len({*(frame.doer if row.subject == "doer" else (*frame.subject, *frame.owner))}) < 2:
        return False
    if (row.next_party and not frame.next_party) or (row.partner and not frame.partners):
        return False
    among = row.actor == "joint" and row.subject == "doer" and len(frame.doer) > 1
    return not row.counterpart or among or bool(others_of(row, frame))
