"""Commitment: does the text say that it happened, and now? One ordered table, the first fitting row decides."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.classifier.knowledge.class_entries import CommitmentRow, Fits
from services.classifier.reading.frame import Frame
from services.classifier.reading.matching import Candidate


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the table said: `then`, and the row that said it."""

    then: str
    row: str
    reason: str


class CommitmentTable:
    """The rows in their order."""

    def __init__(self, rows: Sequence[CommitmentRow]) -> None:
        self._rows = rows

    def judge(self, candidate: Candidate, veto: str | None) -> Verdict:
        """Give the verdict of the first row that fits; without one, the act counts as asserted."""
        for row in self._rows:
            if _fits(row.fits, candidate, veto):
                reason = f"{row.reason}: {veto}" if row.then == "vetoed" else row.reason
                return Verdict(row.then, row.name, reason)
        return Verdict("asserted", "told", "no row of the table speaks against it")


def _fits(fits: Fits, candidate: Candidate, veto: str | None) -> bool:
    frame = candidate.frame
    return _embedding_fits(fits, candidate) and _frame_fits(fits, frame) and _flags_fit(fits, candidate, veto)


def _embedding_fits(fits: Fits, candidate: Candidate) -> bool:
    if fits.embedded and not set(fits.embedded) & set(candidate.embedded):
        return False
    return not set(fits.not_embedded) & set(candidate.embedded)


def _frame_fits(fits: Fits, frame: Frame) -> bool:
    return (
        (not fits.tense or frame.tense in fits.tense)
        and (not fits.clause or clause_of(frame) in fits.clause)
        and (not fits.modality or frame.modality in fits.modality)
        and (not fits.form or frame.form in fits.form)
        and (not fits.own_time or own_time(frame) in fits.own_time)
    )


def _flags_fit(fits: Fits, candidate: Candidate, veto: str | None) -> bool:
    frame = candidate.frame
    asked = (
        (fits.negated, candidate.negated),
        (fits.announced, candidate.announced),
        (fits.asked, frame.asked),
        (fits.topic, frame.topic),
        (fits.lead, frame.lead),
        (fits.general, frame.general),
        (fits.nominal, frame.nominal),
        (fits.undone, frame.undone),
        (fits.story_older, frame.story_older),
    )
    if any(want is not None and want != have for want, have in asked):
        return False
    if fits.veto and not (veto if fits.veto == "any" else veto == fits.veto):
        return False
    return (not fits.kind or candidate.kind in fits.kind) and candidate.kind not in fits.not_kind


def clause_of(frame: Frame) -> str:
    """The clause as the table knows it: a headline or a dated entry counts as one main clause."""
    if frame.headline:
        return "headline"
    return "chronology" if frame.chronology else frame.clause


def own_time(frame: Frame) -> str:
    """`none`, `within` a week, `older`, or `ahead`."""
    time = frame.time
    if time is None or time.sort == "unknown":
        return "none"
    return time.sort
