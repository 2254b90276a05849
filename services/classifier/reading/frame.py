"""The frame: one act as one clause tells it, before anybody decides whether it happened."""

from dataclasses import dataclass
from typing import Literal

from schemas.claim import EventTime
from services.classifier.reading.text import Span

Form = Literal["verb", "noun", "phrase"]


@dataclass(frozen=True, slots=True)
class Time:
    """When, in the frame's own clause: the words, the age in days (negative: to come), what sort."""

    span: Span
    age: int | None
    sort: str
    event: EventTime | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What one trigger tells.

    `embedded` holds the names of what governs it, innermost first, and `speakers` the sides that say
    it. `objects` are the object classes, the head first; `complement` what follows in the infinitive.
    `clause` is the kind of clause that counts: the innermost one that subordinates, else `main`.
    """

    sentence: int
    trigger: Span
    evidence: Span
    word: str
    name: str
    form: Form
    negated: bool
    modality: str
    tense: str
    clause: str
    embedded: tuple[str, ...]
    speakers: tuple[str, ...]
    subject: tuple[str, ...]
    owner: tuple[str, ...]
    counterpart: tuple[str, ...]
    places: tuple[str, ...]
    objects: tuple[str, ...]
    about: frozenset[str]
    complement: tuple[str, ...]
    passive: bool
    planned_object: bool
    time: Time | None = None
    headline: bool = False
    lead: bool = False
    chronology: bool = False
    topic: bool = False
    quoted: bool = False
    asked: bool = False
    nominal: bool = False
    general: bool = False
    undone: bool = False
    doer: tuple[str, ...] = ()
    context: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    next_party: bool = False
    story_older: bool = False
    words: frozenset[str] = frozenset()
    person: str | None = None
    office: str | None = None
