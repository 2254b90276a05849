"""Matching: what a verb class makes of a frame. The first row that fits decides."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.kind import Kind
from services.classifier.knowledge.class_entries import Row, VerbClass
from services.classifier.reading.frame import Frame

_FAILS = ("fail",)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A frame read as a kind by a row; whether it happened is still open.

    `embedded` and `negated` are what is left of the frame's own after what the row has used up:
    "failed to attend" is the event itself, so `fail` is gone. `rule` names class and row.
    """

    frame: Frame
    kind: Kind
    row: Row
    rule: str
    embedded: tuple[str, ...]
    negated: bool
    announced: bool


class Matcher:
    """The rows of all classes, by class."""

    def __init__(self, classes: Sequence[VerbClass]) -> None:
        self._rows = {entry.name: entry.rows for entry in classes}

    def candidates(self, frame: Frame) -> list[Candidate]:
        """Give what the frame may be: at most one reading a class."""
        for number, row in enumerate(self._rows[frame.name], start=1):
            if fits(row, frame):
                return [_candidate(frame, row, f"{frame.name}/{number}")]
        return []


def _candidate(frame: Frame, row: Row, rule: str) -> Candidate:
    used = (*row.governor, *(_FAILS if row.negated else ()))
    embedded = tuple(name for name in frame.embedded if name not in used)
    negated = frame.negated and not row.negated
    kind, announced = row.kind, row.announced
    if row.possible and _only_possible(frame, embedded):
        kind, embedded, announced = (
            row.possible,
            tuple(n for n in embedded if n not in ("threaten", "warn", "ask", "believe")),
            True,
        )
    elif row.future and _to_come(frame, embedded):
        kind, announced = row.future, True
        embedded = tuple(name for name in embedded if name not in ("plan", "pledge"))
    return Candidate(frame, kind, row, rule, embedded, negated, announced)


def _only_possible(frame: Frame, embedded: Sequence[str]) -> bool:
    """An own side's `may pull out` is a threat; somebody else's guess is nothing."""
    own = bool(set(frame.speakers) & set(frame.subject)) or "threaten" in embedded
    return own and frame.modality in ("possible",) and "report" in embedded


def _to_come(frame: Frame, embedded: Sequence[str]) -> bool:
    return frame.tense == "future" or "plan" in embedded or "pledge" in embedded


def fits(row: Row, frame: Frame) -> bool:
    """Tell whether every condition of a row holds."""
    return (
        _form_fits(row, frame) and _objects_fit(row, frame) and _context_fits(row, frame) and _parties_fit(row, frame)
    )


def _form_fits(row: Row, frame: Frame) -> bool:
    if row.form != "any" and row.form != frame.form:
        return False
    if row.word and frame.word not in row.word:
        return False
    if frame.word in row.not_word or (row.passive is not None and row.passive != frame.passive):
        return False
    return not row.negated or frame.negated or "fail" in frame.embedded[:1]


def _objects_fit(row: Row, frame: Frame) -> bool:
    if row.object and not (frame.objects and frame.objects[0] in row.object):
        return False
    if row.bare and frame.objects:
        return False
    if row.about and not frame.about.intersection(row.about):
        return False
    if row.context and not frame.context.intersection(row.context):
        return False
    return not frame.about.intersection(row.without) and not frame.verbs.intersection(row.not_with)


def _context_fits(row: Row, frame: Frame) -> bool:
    if row.sentence and not frame.words.intersection(row.sentence):
        return False
    if frame.words.intersection(row.not_sentence):
        return False
    if row.planned_object is not None and row.planned_object != frame.planned_object:
        return False
    return _governors_fit(row, frame) and _clause_fits(row, frame)


def _governors_fit(row: Row, frame: Frame) -> bool:
    close = set(frame.embedded[:2])
    return not (row.governor and not close & set(row.governor)) and not close & set(row.not_governor)


def _clause_fits(row: Row, frame: Frame) -> bool:
    if row.clause and frame.clause not in row.clause:
        return False
    if row.complement and not _complement_fits(row, frame):
        return False
    return not (row.near and not frame.near.intersection(row.near)) and not (row.tense and frame.tense not in row.tense)


def _complement_fits(row: Row, frame: Frame) -> bool:
    return bool(frame.complement) if row.complement == ("any",) else bool(set(row.complement) & set(frame.complement))


def _parties_fit(row: Row, frame: Frame) -> bool:
    if row.subject == "party" and not (frame.subject or frame.owner or (frame.passive and frame.speakers)):
        return False
    if (row.subject == "speaker" and not frame.speakers) or (row.subject == "doer" and not frame.doer):
        return False
    if row.pair and len({*frame.subject, *frame.owner}) < 2:
        return False
    if row.next_party and not frame.next_party:
        return False
    return not row.counterpart or bool(frame.places if row.target == "place" else frame.counterpart)
