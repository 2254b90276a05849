"""Claims: candidates with their verdicts become records, the same event told twice one record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schemas.claim import Claim, Speaker
from schemas.evidence import Evidence
from schemas.kind import Factuality, Kind
from services.classifier.reading.commitment import Verdict
from services.classifier.reading.frame import Frame
from services.classifier.reading.matching import Candidate, others_of
from services.classifier.reading.scene import Scene
from services.classifier.reading.slots import Drafted
from services.classifier.reading.text import Span

_STRENGTH = (Factuality.ASSERTED, Factuality.FUTURE, Factuality.HYPOTHETICAL, Factuality.DENIED, Factuality.BACKGROUND)
_PRINCIPAL = ("PRK", "USA", "KOR", "CHN", "JPN", "RUS", "UN")
_JOINT = (Kind.MEETING_HELD, Kind.MEETING_ANNOUNCED, Kind.MILITARY_DRILL, Kind.PLEDGE_MADE, Kind.TALKS_BROKEN_OFF)
_SPOKEN = (Kind.DENUNCIATION, Kind.THREAT, Kind.STATEMENT_CONTRADICTED)
_OF_EACH = (Kind.CHANNEL_CUT, Kind.THREAT, Kind.PLEDGE_UNMET, Kind.STATEMENT_CONTRADICTED)
_OF_MANY = ("PRK", "USA")
"""The principal sides of the six-party and four-party talks."""
_LAUNCHER = ("PRK",)
"""Who fired a missile that nobody is said to have fired."""
_KOREAS = frozenset(("PRK", "KOR"))
_MEETINGS = (Kind.MEETING_HELD, Kind.MEETING_ANNOUNCED)
MAX_EVIDENCE = 6


@dataclass(frozen=True, slots=True)
class Told:
    """One candidate and what the table said of it."""

    candidate: Candidate
    verdict: Verdict
    actors: tuple[str, ...]
    targets: tuple[str, ...]


_Groups = dict[tuple[Kind, tuple[str, ...]], list[Told]]


def told(candidate: Candidate, verdict: Verdict) -> list[Told]:
    """Give a candidate its actors and targets; what two sides did each for itself is told of each."""
    actors, targets = _slots(candidate)
    if candidate.kind in _OF_EACH and candidate.row.actor != "joint" and len(actors) > 1:
        return [Told(candidate, verdict, (actor,), targets) for actor in actors]
    return [Told(candidate, verdict, actors, targets)]


def _slots(candidate: Candidate) -> tuple[tuple[str, ...], tuple[str, ...]]:
    frame = candidate.frame
    own = _own(candidate)
    if candidate.row.actor == "joint":
        return _principal(candidate.row.sides or _together(candidate, own)), ()
    if candidate.row.actor == "object":
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
        own = (*own, *frame.doer)
    if candidate.row.partner:
        return (*own, *frame.partners)
    if len(set(own)) > 1:
        return own
    if "process" in frame.objects[:1] or (not own and "process" in frame.about):
        return _OF_MANY
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
    if actor in ("giver", "joint") and own:
        return ()
    return frame.elsewhere(actor)


def _principal(sides: Iterable[str], most: int = 2) -> tuple[str, ...]:
    found = sorted(set(sides), key=lambda side: (_PRINCIPAL.index(side) if side in _PRINCIPAL else 9, side))
    return tuple(sorted(found[:most]))


def concerns_korea(entry: Told, scene: Scene) -> bool:
    """Tell whether Korea is a party, or stated as the matter.

    A sentence that names no Korea is still about the one named before it, unless it tells of two other states;
    a denial answers what was said before it whoever is named.
    """
    if any(side in _KOREAS for side in (*entry.actors, *entry.targets)) or scene.names(_KOREAS):
        return True
    if entry.candidate.kind in _SPOKEN:
        return scene.near_korea
    return scene.near_korea and len({side for mention in scene.mentions for side in mention.sides}) < 2


def claims_of(article: str, entries: Sequence[Told], texts: dict[str, str]) -> list[Drafted]:
    """Merge what is told twice: one claim for a kind and its actors, the firmest telling first."""
    grouped: _Groups = {}
    for entry in entries:
        grouped.setdefault((entry.candidate.kind, entry.actors), []).append(entry)
    return [_draft(article, group, texts) for group in _nobody_merged(_visits_merged(grouped)).values()]


def _nobody_merged(grouped: _Groups) -> _Groups:
    """A telling that names no actor joins one of the same kind that does."""
    kept = dict(grouped)
    for kind, actors in grouped:
        others = [key for key in kept if key[0] == kind and key[1]]
        if not actors and others:
            kept[others[0]] = [*kept[others[0]], *kept.pop((kind, actors))]
    return kept


def _visits_merged(grouped: _Groups) -> _Groups:
    """A visit that is also told as talks with the host is one meeting, of both."""
    kept = dict(grouped)
    for kind, actors in grouped:
        for other in grouped:
            if (
                kind in _MEETINGS
                and other[0] == kind
                and len(actors) == 1
                and set(actors) < set(other[1])
                and (kind, actors) in kept
            ):
                kept[other] = [*kept[other], *kept.pop((kind, actors))]
    return kept


def _draft(article: str, group: Sequence[Told], texts: dict[str, str]) -> Drafted:
    order = sorted(group, key=lambda entry: _STRENGTH.index(Factuality(entry.verdict.then)))
    first = order[0]
    same = [entry for entry in order if entry.verdict.then == first.verdict.then][:MAX_EVIDENCE]
    frame = first.candidate.frame
    actors = max((entry.actors for entry in same), key=len)
    targets = next((entry.targets for entry in same if entry.targets), ())
    if len(actors) > 1 and first.candidate.kind in _JOINT:
        targets = ()
    claim = Claim(
        kind=first.candidate.kind,
        actors=actors,
        targets=targets,
        participants=tuple(sorted({*actors, *targets})),
        speaker=Speaker(side=frame.subject[0], person=frame.person, office=frame.office) if frame.subject else None,
        time=next((e.candidate.frame.time.event for e in same if e.candidate.frame.time), None),
        factuality=Factuality(first.verdict.then),
        factuality_reason=f"{first.verdict.row}: {first.verdict.reason}",
        evidence=tuple(
            evidence(article, span, texts) for span in dict.fromkeys(e.candidate.frame.evidence for e in same)
        ),
        rule=first.candidate.rule,
    )
    own_words = first.candidate.row.actor == "speaker" or first.candidate.kind in _SPOKEN
    return Drafted(claim, frame.objects, frame.speakers, own_words=own_words)


def evidence(article: str, span: Span, texts: dict[str, str]) -> Evidence:
    """The words of a span."""
    words = texts[span.field][span.start : span.end]
    return Evidence(article_id=article, field=span.field, start=span.start, end=span.end, text=words)
