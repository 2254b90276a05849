"""Sides: whose act a candidate is, and whom it is done to."""

from collections.abc import Iterable, Sequence

from schemas.kind import Kind
from services.classifier.reading.frame import Frame
from services.classifier.reading.matching import Candidate, others_of

_PRINCIPAL = ("PRK", "USA", "KOR", "CHN", "JPN", "RUS", "UN")
_OF_MANY = ("PRK", "USA")
"""The principal sides of the six-party and four-party talks."""
_LAUNCHER = ("PRK",)
"""Who fired a missile that nobody is said to have fired."""


def slots_of(candidate: Candidate) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the actors and the targets of a candidate."""
    frame = candidate.frame
    own = _own(candidate)
    if candidate.row.actor == "joint":
        return _principal(candidate.row.sides or _together(candidate, own)), ()
    if candidate.row.actor == "object" and not (frame.passive and frame.subject):
        absent = [side for side in frame.counterpart if side not in frame.doer]
        return _principal(absent), _principal(own or frame.doer)
    targets = tuple(side for side in others_of(candidate.row, frame) if side not in own)
    return _principal(own), _principal(targets)


def _unnamed(candidate: Candidate) -> tuple[str, ...]:
    frame = candidate.frame
    if candidate.kind == Kind.WEAPONS_TEST:
        return _LAUNCHER
    return frame.speakers if frame.passive else ()


def _together(candidate: Candidate, own: Sequence[str]) -> Sequence[str]:
    """Both sides of a joint act; of talks of many sides the two principal ones, where no two are named."""
    frame = candidate.frame
    if frame.passive:
        own = (*own, *frame.subject, *frame.doer)
    if candidate.row.partner:
        return (*own, *frame.partners)
    if len(set(own)) > 1:
        return own
    if "process" in frame.objects[:1] or (not own and "process" in frame.about):
        return _OF_MANY
    if frame.visitors:
        return frame.visitors
    sides = (*own, *frame.counterpart) or frame.named_beside
    return sides if len(set(sides)) != 1 else (*sides, *frame.speakers)


def _own(candidate: Candidate) -> tuple[str, ...]:
    """The sides whose act it is, as the row says where to look for them."""
    frame, row = candidate.frame, candidate.row
    own = frame.subject or frame.owner
    if row.subject == "doer":
        return frame.doer
    if row.actor == "place":
        return frame.places
    return _elsewhere(row.actor, frame, own) or own or _unnamed(candidate)


def _elsewhere(actor: str, frame: Frame, own: tuple[str, ...]) -> tuple[str, ...]:
    """Where rows look for the one who acts instead of the subject, or where there is none."""
    if actor == "speaker":
        return frame.speakers
    if actor == "absentee":
        return frame.owner or frame.elsewhere(actor) or frame.doer
    if actor in ("giver", "joint") and own:
        return ()
    return frame.elsewhere(actor)


def _principal(sides: Iterable[str], most: int = 2) -> tuple[str, ...]:
    found = sorted(set(sides), key=lambda side: (_PRINCIPAL.index(side) if side in _PRINCIPAL else 9, side))
    return tuple(sorted(found[:most]))
