"""Commitment: does the text say that it happened, and now? One ordered table, the first fitting row decides."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from schemas.kind import Kind
from services.classifier.knowledge.class_entries import CommitmentRow, Fits
from services.classifier.reading.frames.frame import Frame
from services.classifier.reading.times.clock import Time
from services.classifier.reading.verdicts.matching import Candidate
from services.classifier.reading.verdicts.sides import slots_of

Test = Callable[[Candidate, str | None], bool]
FLAGS = (
    "asked",
    "lead",
    "topic",
    "general",
    "undone",
    "story_older",
    "conditioned",
    "flat",
    "disclosed",
    "teased",
    "already",
    "carried",
    "bygone",
    "outside",
    "charged",
)
"""What a row may ask of a frame, by yes and no."""


_OF_A_MEETING = frozenset(
    (Kind.TALKS_BROKEN_OFF, Kind.MEETING_HELD, Kind.MEETING_CANCELLED, Kind.MEETING_POSTPONED, Kind.MEETING_MISSED)
)
"""What befalls a meeting, and cannot be younger by much."""


_WEEK = timedelta(days=8)
_HANGING = frozenset(("relative", "aside", "because", "than", "when"))
MAX_KNOWN = 2_000
"""Sorts of candidates for which the rows left are kept from one text to the next."""
_Rows = Sequence[tuple[CommitmentRow, Sequence[Test]]]


class Verdict(NamedTuple):
    """What the table said: `then`, and the row that said it."""

    then: str
    row: str
    reason: str


class CommitmentTable:
    """The rows in their order; of each kind only those that can fit it are asked."""

    def __init__(self, rows: Sequence[CommitmentRow]) -> None:
        tests = [(row, _tests(row.fits)) for row in rows]
        self._rows = {kind: [(row, test) for row, test in tests if _is_for(row.fits, kind)] for kind in Kind}
        self._known: dict[tuple[object, ...], _Rows] = {}

    def judge(self, candidate: Candidate, veto: str | None) -> Verdict:
        """Give the verdict of the first row that fits; without one, the act counts as asserted."""
        for row, tests in self._left(candidate):
            for test in tests:
                if not test(candidate, veto):
                    break
            else:
                reason = f"{row.reason}: {veto}" if row.then == "vetoed" else row.reason
                return Verdict(row.then, row.name, reason)
        return Verdict("asserted", "told", "no row of the table speaks against it")

    def _left(self, candidate: Candidate) -> _Rows:
        """The rows that what is known of a candidate leaves: by its kind, what governs it, and two flags."""
        asked = (candidate.kind, candidate.embedded, candidate.negated, candidate.announced)
        if asked not in self._known:
            if len(self._known) >= MAX_KNOWN:
                self._known.clear()
            self._known[asked] = [
                (row, tests) for row, tests in self._rows[candidate.kind] if _may_fit(row.fits, candidate)
            ]
        return self._known[asked]


def _is_for(fits: Fits, kind: Kind) -> bool:
    return (not fits.kind or kind in fits.kind) and kind not in fits.not_kind


def _may_fit(fits: Fits, candidate: Candidate) -> bool:
    if fits.embedded and set(fits.embedded).isdisjoint(candidate.embedded):
        return False
    if not set(fits.not_embedded).isdisjoint(candidate.embedded):
        return False
    return fits.negated in (None, candidate.negated) and fits.announced in (None, candidate.announced)


def _tests(fits: Fits) -> list[Test]:
    """The other conditions that a row sets, what is cheap to find first."""
    return [*_veto_tests(fits), *_word_tests(fits), *_flag_tests(fits), *_party_tests(fits)]


def _veto_tests(fits: Fits) -> Iterator[Test]:
    if fits.veto == "any":
        yield lambda _, veto: veto is not None
    elif fits.veto:
        yield lambda _, veto: veto == fits.veto


def _flag_tests(fits: Fits) -> Iterator[Test]:
    if fits.nominal is not None:
        yield lambda candidate, _: candidate.nominal is fits.nominal
    if fits.own_words is not None:
        yield lambda candidate, _: (candidate.frame.own_words or candidate.row.actor == "speaker") is fits.own_words
    if fits.hanging is not None:
        yield lambda candidate, _: (candidate.frame.clause in _HANGING) is fits.hanging
    for name in FLAGS:
        wanted = getattr(fits, name)
        if wanted is not None:
            yield lambda candidate, _, name=name, wanted=wanted: getattr(candidate.frame, name) is wanted  # type: ignore[misc]


def _party_tests(fits: Fits) -> Iterator[Test]:
    if fits.nobody is not None:
        yield lambda candidate, _: (not slots_of(candidate)[0]) is fits.nobody


def _word_tests(fits: Fits) -> Iterator[Test]:
    if fits.not_word:
        yield lambda candidate, _: candidate.frame.word not in fits.not_word
    if fits.modality:
        yield lambda candidate, _: candidate.modality in fits.modality
    for name in ("tense", "form", "word", "manner"):
        words = getattr(fits, name)
        if words:
            yield lambda candidate, _, name=name, words=words: getattr(candidate.frame, name) in words  # type: ignore[misc]
    if fits.clause:
        yield lambda candidate, _: clause_of(candidate.frame) in fits.clause
    if fits.own_time:
        yield lambda candidate, _: own_time(candidate) in fits.own_time


def clause_of(frame: Frame) -> str:
    """The clause as the table knows it: a headline or a dated entry counts as one main clause."""
    if frame.headline:
        return "headline"
    return "chronology" if frame.chronology else frame.clause


def own_time(candidate: Candidate) -> str:
    """`none`, `within` a week, `older`, or `ahead`; of a meeting that is announced the time when it is due.

    What befell a meeting of long ago is as old as the meeting.
    """
    frame = candidate.frame
    time = frame.due if candidate.kind is Kind.MEETING_ANNOUNCED else frame.time
    if time is None and candidate.kind in _OF_A_MEETING and frame.appointed and frame.appointed.sort == "older":
        return "older"
    if time is None or time.sort == "unknown":
        return "none"
    if candidate.kind is Kind.MEETING_MISSED and _gone_by(time):
        return "older"
    if candidate.kind is Kind.MEETING_POSTPONED and frame.clause == "relative" and _gone_by(time):
        return "none"  # "a meeting that was put off in November": neither the day of the act nor the new one
    return time.sort


def _gone_by(time: Time) -> bool:
    """Tell whether a month only seems ahead: `a round set for September did not take place`."""
    event = time.event
    return time.sort == "ahead" and event is not None and event.end - event.start > _WEEK
