"""Verb classes, object classes, embeddings and the commitment table as analysts write them. Strict."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from schemas.kind import Factuality, Kind


class Entered(BaseModel):
    """What people write: an unknown key is an error, never a silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Words = tuple[str, ...]
ActorFrom = Literal[
    "subject", "joint", "speaker", "object", "doer", "place", "holder", "giver", "sender", "absentee", "promiser"
]


class Row(Entered):
    """What a verb class makes of an object class: the first row that fits a frame decides.

    `object` is the head of the object, `about` any object of the clause, `bare` a frame without one.
    `future` and `possible` are the kinds of the same act when it is only planned or only possible;
    without them such an act is kept as `future` or `hypothetical`. `actor` says whose act it is.
    A subject is `own` where it tells the act itself, or no analyst does.
    `dated` is a noun with a day of its own (`Tuesday's launch`).
    `direct` is an object that follows at once, before any preposition or verb; `alone`, none does.
    `not_object` are classes that the head must not be of, `not_occasion` prepositions that must not bring the noun.
    `partner` asks for a side that is met: the object of the verb, or whoever `with` brings. `occasion` are prepositions
    that bring a noun as the occasion of something told ("in a call"). `sides` are those who take part in a thing that
    itself says who does ("six-party talks"). `complement` are the classes of the infinitive that follows, or `any` of
    them; with `none` no infinitive may follow at once, with `anything` also one of a verb that nobody has entered.
    `sentence` are words and phrases of which the sentence must hold one, `not_sentence` none; `before` are those of
    which the sentence before must hold one ("promised": "It has not done so").
    With `told_if` a condition hangs on what a verb of saying tells.
    `offered` are the classes of the verb that the head brings in the infinitive, if any ("an offer to meet").
    `not_complement` are words of the verb that follows in the infinitive; "not give" is "never to give" too,
    "not any" every denied act but to test, fire or attack.
    The `holder` is who held the captives, the `giver` who frees them (else who held them), the `absentee` whose absence
    a noun tells, the `sender` whose goods or
    ships are on their way, the `promiser` whose promise an act goes against.
    The target `any` is the other side, be it a party or only a place.
    """

    kind: Kind
    object: Words = ()
    not_object: Words = ()
    about: Words = ()
    direct: Words = ()
    alone: bool = False
    context: Words = ()
    without: Words = ()
    not_with: Words = ()
    bare: bool = False
    negated: bool = False
    governor: Words = ()
    not_governor: Words = ()
    complement: Words = ()
    not_complement: Words = ()
    offered: Words = ()
    form: Literal["verb", "noun", "phrase", "any"] = "any"
    passive: bool | None = None
    word: Words = ()
    not_word: Words = ()
    sentence: Words = ()
    not_sentence: Words = ()
    before: Words = ()
    told_if: bool = False
    planned_object: bool | None = None
    near: Words = ()
    quoted: bool | None = None
    dated: bool = False
    clause: Words = ()
    tense: Words = ()
    subject: Literal["party", "own", "speaker", "doer", "any"] = "any"
    counterpart: bool = False
    pair: bool = False
    next_party: bool = False
    partner: bool = False
    occasion: Words = ()
    not_occasion: Words = ()
    sides: Words = ()
    future: Kind | None = None
    possible: Kind | None = None
    announced: bool = False
    actor: ActorFrom = "subject"
    target: Literal["counterpart", "place", "any"] = "counterpart"


class Example(Entered):
    """An own sentence, what it must give, and, where it matters, by whom and to whom."""

    text: str
    kind: Kind | None = None
    actors: Words | None = None
    targets: Words | None = None
    factuality: Factuality = Factuality.ASSERTED
    headline: bool = False
    date: str | None = None


class VerbClass(Entered):
    """Words that tell one act, as verbs and as nouns, and the rows that read them.

    A `~` in a verb marks where its object may stand (`call ~ off`); a phrase that ends in ` |` leans on what stands
    before it and closes that (`after all |`). Of `spoken` nouns the side after `from`
    is the one that acts ("condemnation from Tokyo"). `examples` must give their kind,
    `lookalikes` must give none of the kinds of this class as asserted.
    """

    name: str
    verbs: Words = ()
    nouns: Words = ()
    phrases: Words = ()
    intransitive: bool = False
    spoken: bool = False
    rows: tuple[Row, ...]
    examples: tuple[Example, ...] = ()
    lookalikes: tuple[Example, ...] = ()


class ObjectClass(Entered):
    """Nouns that name one sort of thing that diplomacy handles; `weak` ones are the head only where no other stands."""

    name: str
    weak: bool = False
    nouns: Words


class Embedding(Entered):
    """Words that govern a clause or an infinitive, and the name that the commitment table knows them by."""

    name: str
    clause: Words = ()
    act: Words = ()
    nouns: Words = ()
    adjectives: Words = ()


class Fits(Entered):
    """Conditions of a row of the commitment table; all that are given must hold.

    `nobody`: no side is found that does it. `hanging`: a clause tells it that hangs on another, be it in an entry.
    """

    embedded: Words = ()
    not_embedded: Words = ()
    tense: Words = ()
    clause: Words = ()
    modality: Words = ()
    form: Words = ()
    word: Words = ()
    not_word: Words = ()
    kind: tuple[Kind, ...] = ()
    not_kind: tuple[Kind, ...] = ()
    negated: bool | None = None
    announced: bool | None = None
    asked: bool | None = None
    own_time: Words = ()
    topic: bool | None = None
    lead: bool | None = None
    veto: str | None = None
    undone: bool | None = None
    teased: bool | None = None
    general: bool | None = None
    nominal: bool | None = None
    story_older: bool | None = None
    already: bool | None = None
    carried: bool | None = None
    nobody: bool | None = None
    bygone: bool | None = None
    outside: bool | None = None
    charged: bool | None = None
    manner: Words = ()
    disclosed: bool | None = None
    conditioned: bool | None = None
    flat: bool | None = None
    hanging: bool | None = None
    own_words: bool | None = None


class CommitmentRow(Entered):
    """One row of the ordered table: where it fits, the frame is told so, for this reason."""

    name: str
    reason: str
    fits: Fits = Fits()
    then: Literal["asserted", "denied", "hypothetical", "future", "background", "vetoed"]


class Veto(Entered):
    """Words of another world (sport, companies, courts, shows, weather); so many of them turn a frame away."""

    name: str
    words: Words
    near: int = Field(default=1, ge=1)
    claims: bool = True
    unless: Words = ()
    examples: tuple[Example, ...] = ()
    lookalikes: tuple[Example, ...] = ()


class ClosedWords(Entered):
    """The closed words of the language, irregular verbs, and verbs that only make clauses."""

    determiners: Words
    prepositions: Words
    pronouns: Words
    conjunctions: Words
    be: Words
    have: Words
    do: Words
    modals: dict[str, str]
    negations: Words
    adverbs: Words
    subordinators: dict[str, Words]
    relatives: Words
    also_nouns: Words = ()
    cues: dict[str, Words] = {}
    irregular: tuple[tuple[str, str, str], ...]
    verbs: Words


class CodeEntry(Entered):
    """The codes of other schemes for a kind."""

    kind: Kind
    cameo: str | None
    goldstein: float | None
    plover: str | None
    fit: Literal["exact", "nearest", "none"] = "exact"
    by_object: dict[str, tuple[str, float]] = {}


class ClassFile(Entered):
    """A file of verb classes."""

    classes: tuple[VerbClass, ...]

    @model_validator(mode="after")
    def _once(self) -> "ClassFile":
        names = [entry.name for entry in self.classes]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"given twice: {', '.join(sorted(twice))}")
        return self


class ObjectFile(Entered):
    """The object classes."""

    objects: tuple[ObjectClass, ...]


class EmbeddingFile(Entered):
    """The embeddings."""

    embeddings: tuple[Embedding, ...]


class CommitmentFile(Entered):
    """The commitment table and its vetoes."""

    rows: tuple[CommitmentRow, ...]


class RelevanceFile(Entered):
    """What decides relevance.

    `business` and `lesser` are object classes, `cues` words that speak for or against it, `weights` the
    coefficients by the names of the features; `always` is the threshold.
    """

    business: Words
    lesser: Words
    cues: dict[str, Words]
    weights: dict[str, float]


class VetoFile(Entered):
    """The vetoes."""

    vetoes: tuple[Veto, ...]


class SourcingExample(Entered):
    """An own sentence and the chain it must give: each hop as its name and its role."""

    text: str
    chain: Words = ()


class SourcingFile(Entered):
    """Words that name the hops of a sourcing chain, all in small letters."""

    state_media: Words
    agencies: Words
    unnamed_press: Words
    marks: Words
    anonymous: Words
    official: Words
    unconfirmed: Words
    examples: tuple[SourcingExample, ...] = ()
    lookalikes: tuple[SourcingExample, ...] = ()


class StancesFile(Entered):
    """Words by which a side's stance is told: verbs that hold one, verbs that turn it round, words that judge.

    `cues` are the small words that mark it as said before, set it against what follows, or make two accounts clash.
    """

    says: Words
    against: Words
    ill: Words
    cues: dict[str, Words]
    examples: tuple[Example, ...] = ()
    lookalikes: tuple[Example, ...] = ()


class CodeFile(Entered):
    """The code table."""

    codes: tuple[CodeEntry, ...]
