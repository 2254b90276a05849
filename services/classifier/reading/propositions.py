"""Propositions: what a side said of a matter before, and what it says or does now.

No words of turning are needed: two frames of one side on one slot, with opposite values, are a
reversal. Two shapes are read inside one text, the ledger reads the same across texts:

  said before   "had insisted", "earlier said", "days after saying", "despite suggesting a day earlier"
                against the main clause, or the next one, of the same side behind a word of contrast
  will shown    a side wants or announces a meeting, and then misses, cancels or refuses it
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.classifier.reading.lexicon import Hit
from services.classifier.reading.scene import Scene
from services.classifier.reading.subjects import sides_of, subject_of
from services.classifier.reading.text import Span

_CONTRAST = frozenset("but yet now instead however nevertheless though although despite then".split())
_EARLIER = frozenset("earlier previously once initially originally repeatedly before".split())
_LAG = ("day", "days", "hours", "hour", "week", "weeks", "minutes")
_WILL = frozenset("earliest seek seeks seeking sought want wants wanted eager ready willing hope hopes hoped agreed look looks looking certain sure attend welcome".split())
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


def statements(scene: Scene) -> Iterator[Said]:
    """The statements of a sentence: verbs that take a clause, with their subjects."""
    for hit in scene.hits:
        if hit.entry.sort == "clause" and hit.entry.name in ("report", "pledge", "believe", "ask") and scene.tags.letters[hit.first] == "V":
            yield _said(scene, hit)


def _said(scene: Scene, hit: Hit) -> Said:
    clause = scene.clauses.of(hit.first)
    sides = sides_of(subject_of(scene, clause, hit.first))
    end = max((c.end for c in scene.clauses.all if c.parent == clause.number and c.governing == hit.last), default=clause.end)
    last = min(max(end, hit.last), len(scene.sentence) - 1)
    words = scene.words(hit.first, last)
    things = frozenset(t.entry.name for t in scene.objects if hit.first <= t.first <= last)
    return Said(
        sides, scene.sentence.piece(hit.first, last), clause.number, hit.first,
        _told_as_before(scene, hit, clause.kind, clause.opener), bool(_WILL & set(words)), things,
    )  # fmt: skip


def _told_as_before(scene: Scene, hit: Hit, kind: str, opener: int) -> bool:
    words = scene.sentence.words
    near = set(words[max(0, hit.first - 3) : hit.last + 4])
    if "had" in words[max(0, hit.first - 3) : hit.first] and scene.tags.forms[hit.first] == "n":
        return True
    if kind == "after" and opener > 0 and words[opener - 1] in _LAG:
        return True
    return bool(near & _EARLIER) or (kind == "though" and bool(near & {"ago", "earlier"}))


def turns(scene: Scene) -> Iterator[Turn]:
    """Reversals that one sentence shows: said before, and against it now, by the same side."""
    words = set(scene.sentence.words)
    for said in statements(scene):
        if not said.before or not said.sides:
            continue
        now = _now(scene, said)
        if now is not None and (words & _CONTRAST or scene.clauses.all[said.clause].kind == "after"):
            yield Turn(said.sides[0], said.span, now, "said before")


def _now(scene: Scene, said: Said) -> Span | None:
    """What the same side does in another clause of the sentence that is told as now."""
    for clause in scene.clauses.all:
        if clause.number == said.clause or clause.verb < 0 or clause.kind not in ("main", "because", "when"):
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
