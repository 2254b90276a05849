"""Propositions: what a side said of a matter before, and what it says or does now.

No words of turning are needed: two frames of one side on one slot, with opposite values, are a
reversal. Two shapes are read inside one text, the ledger reads the same across texts:

  said before   "had insisted", "earlier said", "days after saying", "despite suggesting a day earlier"
                against the main clause, or the next one, of the same side behind a word of contrast
  will shown    a side wants or announces a meeting, and then misses, cancels or refuses it
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from schemas.claim import Claim
from schemas.kind import Factuality, Kind
from services.classifier.reading.claims import Told, evidence
from services.classifier.reading.lexicon import Hit
from services.classifier.reading.scene import Scene
from services.classifier.reading.slots import Drafted
from services.classifier.reading.subjects import sides_of, subject_of
from services.classifier.reading.text import Span

_CONTRAST = frozenset(["but", "yet", "now", "instead"])
_EARLIER = frozenset(["earlier", "previously", "once", "initially", "originally"])
_BREAKS = (Kind.MEETING_MISSED, Kind.MEETING_CANCELLED)
Cues = Mapping[str, frozenset[str]]
_MEETINGS = frozenset(("meeting", "talks", "process", "visit", "offer"))


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of a side: where it stands, how it is told, and the sides that made it."""

    sides: tuple[str, ...]
    span: Span
    clause: int
    at: int
    before: bool
    wills: bool
    things: frozenset[str]


@dataclass(frozen=True, slots=True)
class Turn:
    """Two pieces of evidence of one side's turn."""

    side: str
    first: Span
    second: Span
    shape: str


def statements(scene: Scene, cues: Cues) -> Iterator[Said]:
    """The statements of a sentence: verbs that take a clause, with their subjects."""
    for hit in scene.hits:
        if hit.entry.sort == "clause" and hit.entry.lemma in cues["saying"] and scene.tags.letters[hit.first] == "V":
            yield _said(scene, hit, cues)


def _said(scene: Scene, hit: Hit, cues: Cues) -> Said:
    clause = scene.clauses.of(hit.first)
    sides = sides_of(subject_of(scene, clause, hit.first))
    last = len(scene.sentence) - 1
    words = scene.words(hit.first, last)
    things = frozenset(t.entry.name for t in scene.objects if hit.first <= t.first <= last)
    return Said(
        sides, scene.sentence.piece(hit.first, last), clause.number, hit.first,
        _told_as_before(scene, hit, clause.kind), bool(cues["will"] & set(words)), things,
    )  # fmt: skip


def _told_as_before(scene: Scene, hit: Hit, kind: str) -> bool:
    words = scene.sentence.words
    near = set(words[max(0, hit.first - 3) : hit.last + 4])
    if "had" in words[max(0, hit.first - 3) : hit.first] and scene.tags.forms[hit.first] == "n":
        return kind == "main"
    return kind == "main" and bool(near & _EARLIER)


def turns(scene: Scene, cues: Cues) -> Iterator[Turn]:
    """Reversals that one sentence shows: said before, and against it now, by the same side."""
    for said in statements(scene, cues):
        if not said.before or not said.sides:
            continue
        now = _now(scene, said)
        if now is not None and _CONTRAST & set(scene.sentence.words[said.at :]):
            yield Turn(said.sides[0], said.span, now, "said before")


def _now(scene: Scene, said: Said) -> Span | None:
    """What the same side does in another clause of the sentence that is told as now."""
    for clause in scene.clauses.all:
        if clause.number <= said.clause or clause.verb < 0 or clause.kind not in ("main", "because", "when"):
            continue
        group = scene.sentence.words[clause.verb]
        if group in ("had", "would", "could", "may", "might"):
            continue
        sides = sides_of(subject_of(scene, clause, clause.verb))
        if said.sides[0] in sides:
            return scene.sentence.piece(clause.verb, min(clause.end, clause.verb + 12))
    return None


def shows_will(said: Said, sides: Sequence[str]) -> bool:
    """Tell whether a statement shows a side's will for a meeting."""
    return said.wills and bool(said.things & _MEETINGS) and bool(set(said.sides) & set(sides))


def reversals(
    article: str, scenes: Sequence[Scene], entries: Sequence[Told], texts: dict[str, str], cues: Cues
) -> list[Drafted]:
    """The reversals of a text, one a side."""
    found: dict[str, Turn] = {}
    for turn in (*_shown(scenes, cues), *_broken_will(scenes, entries, cues)):
        found.setdefault(turn.side, turn)
    return [Drafted(_claim(article, turn, texts), (), (), inferred=True) for turn in found.values()]


def _shown(scenes: Sequence[Scene], cues: Cues) -> Iterator[Turn]:
    for scene in scenes:
        yield from turns(scene, cues)


def _broken_will(scenes: Sequence[Scene], entries: Sequence[Told], cues: Cues) -> Iterator[Turn]:
    """A side that wanted the meeting, by its own words, and then does not come, cancels or refuses."""
    acts = [e for e in entries if e.candidate.kind in _BREAKS and e.verdict.then == "asserted" and len(e.actors) == 1]
    if not acts:
        return
    for scene in scenes:
        for said in statements(scene, cues):
            for act in acts:
                if shows_will(said, act.actors) and act.candidate.frame.sentence != scene.sentence.index:
                    yield Turn(act.actors[0], said.span, act.candidate.frame.evidence, "broken will")


def _claim(article: str, turn: Turn, texts: dict[str, str]) -> Claim:
    return Claim(
        kind=Kind.STATEMENT_REVERSED,
        actors=(turn.side,),
        participants=(turn.side,),
        factuality=Factuality.ASSERTED,
        factuality_reason=f"{turn.shape}: two statements of one side that go against each other",
        evidence=tuple(evidence(article, span, texts) for span in (turn.first, turn.second)),
        rule=f"propositions/{turn.shape}",
    )
