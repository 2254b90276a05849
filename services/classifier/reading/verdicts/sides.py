"""Sides: whose act a candidate is, and whom it is done to."""

from collections.abc import Iterable, Sequence

from schemas.kind import Kind
from services.classifier.reading.frames.frame import Frame
from services.classifier.reading.parties.aliases import KOREAS
from services.classifier.reading.verdicts.matching import Candidate, others_of

_PRINCIPAL = ("PRK", "USA", "KOR", "CHN", "JPN", "RUS", "UN")
_OF_MANY = ("PRK", "USA")
"""The principal sides of the six-party and four-party talks."""
_BEFALL = (Kind.MEETING_CANCELLED, Kind.MEETING_POSTPONED)
"""What befalls a meeting is nobody's of the parties before the verb: `visit to Seoul cancelled`."""
_SEEN = (Kind.MEETING_HELD, Kind.MEETING_ANNOUNCED)
_TAKES_TWO = (Kind.MEETING_HELD, Kind.MEETING_ANNOUNCED, Kind.TALKS_BROKEN_OFF)
_BETWEEN = ("KOR", "PRK")
_LAUNCHER = ("PRK",)
"""Who fired a missile that nobody is said to have fired."""
_ALLIES = frozenset(("KOR", "USA"))
_JOINT_DRILLS = frozenset(("joint", "foal", "ulchi", "freedom", "resolve", "spirit", "allies", "allied"))
_AMERICAN = frozenset(("b-52", "b-52s", "b-1b", "b-1bs", "b-2", "b-2s", "f-22", "f-22s", "uss", "carrier"))
"""Planes and ships that only one army has here."""
BROKEN = (Kind.MEETING_MISSED, Kind.MEETING_CANCELLED, Kind.MEETING_POSTPONED)
"""What becomes of an appointment: a visit's is the visitor's, a meeting's both sides' where no culprit is named."""

_ANSWERS = frozenset(("over", "for", "after", "following", "response", "protest", "punish", "retaliation", "condemned"))
"""Words that bring a test as what somebody else answers."""
_BRINGS = frozenset(("return", "fly ~ home", "fly ~ out", "send ~ home"))
"""Verbs that with `with` tell who brings captives home, not who frees them: `returned with the three`."""
_NOTICE = frozenset(("notice", "informed", "informs", "notified", "notifies"))


def slots_of(candidate: Candidate) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the actors and the targets of a candidate."""
    frame = candidate.frame
    own = _drilled(candidate, _own(candidate))
    if candidate.kind == Kind.DENUNCIATION:
        own = _accuser(candidate, own)
    if candidate.kind == Kind.WEAPONS_TEST:
        own = _launched(frame, own)
    if candidate.row.actor == "joint":
        return _principal(_met(candidate, candidate.row.sides or _together(candidate, own))), ()
    if candidate.row.actor == "object" and not (frame.passive and frame.subject):
        waiting = frame.doer or frame.subject or frame.owner
        return _principal(_absent(frame, waiting)), _principal(waiting or frame.speakers)
    others = (candidate.kind in BROKEN and frame.company) or others_of(candidate.row, frame)
    targets = tuple(side for side in others if side not in own)
    return _principal(own), _principal(targets)


def _met(candidate: Candidate, sides: Sequence[str]) -> Sequence[str]:
    """Those of a joint act; where two great ones are named with it, a third state is only their host."""
    if candidate.kind == Kind.MILITARY_DRILL and "PRK" in sides and not _ALLIES.isdisjoint(sides):
        return tuple(_ALLIES)  # no army drills together with the one that the drill is aimed at
    korea = next((side for side in sides if side in KOREAS), "")
    if not korea or set(sides) <= {korea, *_PRINCIPAL}:
        return sides
    other = next((side for side in candidate.frame.named if side in _PRINCIPAL and side != korea), "")
    return (korea, other) if other else sides


def _drilled(candidate: Candidate, own: tuple[str, ...]) -> tuple[str, ...]:
    """A drill that is called joint, or by the name of one, is both allies', whoever alone is named."""
    if candidate.kind != Kind.MILITARY_DRILL or candidate.frame.words.isdisjoint(_JOINT_DRILLS):
        return own
    if candidate.frame.name.startswith("drill") and "allies" in candidate.frame.words and "PRK" in own:
        return tuple(_ALLIES)
    return own if own == ("PRK",) or not KOREAS.union(_ALLIES).issuperset(own) else tuple(_ALLIES)


def _launched(frame: Frame, own: tuple[str, ...]) -> tuple[str, ...]:
    """Whose test it is: not of him who answers it (`punished the North for its launch`) or tells of it."""
    told = frame.name == "fly" and not frame.owner
    answered = frame.form == "noun" and "its" in frame.words and not _ANSWERS.isdisjoint(frame.words)
    foreign = "PRK" not in own and "PRK" in frame.named + frame.counterpart
    return _LAUNCHER if told or (answered and foreign) else own


def _accuser(candidate: Candidate, own: tuple[str, ...]) -> tuple[str, ...]:
    """Nobody denounces his own acts: `Japan's hostile acts` are called so by the other side."""
    frame = candidate.frame
    if candidate.row.actor != "speaker" or frame.form != "noun" or frame.owner != own or len(own) != 1:
        return own
    return tuple(side for side in (*frame.counterpart, *frame.named) if side not in own)[:1] or own


def _absent(frame: Frame, waiting: Sequence[str]) -> list[str]:
    """Whom somebody waits for: the other side of the sentence, else the one named beside it; no mere speaker."""
    known = {*(waiting or frame.counterpart[:1]), *frame.speakers}
    found = [side for side in (*frame.counterpart, *frame.named) if side not in known]
    beside = [side for side in _pair_beside(frame) if side not in known]
    both = [side for side in beside if side in found] if len(set(found)) > 1 else []
    near = [side for side in frame.named_beside if side not in known] if waiting else []
    return both[:1] or found[:1] or beside[:1] or near[:1]


def _unnamed(candidate: Candidate) -> tuple[str, ...]:
    frame = candidate.frame
    if candidate.kind == Kind.WEAPONS_TEST:
        return _LAUNCHER
    if candidate.kind == Kind.MILITARY_DRILL:
        return _drilling(frame)
    if candidate.kind in BROKEN:
        if "process" in frame.objects[:1] and set(frame.named) <= set(frame.speakers):
            return frame.elsewhere("requester") or _OF_MANY
        return frame.elsewhere("requester") or frame.visitors or tuple(_appointed(frame))
    if candidate.kind == Kind.CHANNEL_RESTORED and KOREAS.issuperset(frame.named):
        return _BETWEEN  # a line that works again
    return frame.speakers if frame.passive or candidate.kind == Kind.THREAT else ()


def _drilling(frame: Frame) -> tuple[str, ...]:
    """Who drills, where nobody is said to: both allies where the sentence names both, else who tells of it."""
    if _ALLIES.issuperset(frame.named) and len(frame.named) > 1:
        return tuple(_ALLIES)
    if not _AMERICAN.isdisjoint(frame.words):
        return ("USA",)
    return frame.speakers if "PRK" not in frame.speakers else ()


def _others(candidate: Candidate) -> tuple[str, ...]:
    """Whom else a joint act is with: a place, where the row says so; whoever `with` brings, of what is nobody's."""
    frame = candidate.frame
    if candidate.row.target in ("any", "place") and candidate.row.subject == "party":
        return others_of(candidate.row, frame)
    company = frame.company if candidate.kind in _SEEN and frame.passive and not frame.subject else ()
    return (*frame.counterpart, *company)


def _pair_beside(frame: Frame) -> tuple[str, ...]:
    """Both sides that a sentence beside it names."""
    return frame.named_beside if len(frame.named_beside) > 1 else ()


def _appointed(frame: Frame) -> Sequence[str]:
    """The two whose appointment it was: those that the sentence names, who only speaks last, or those beside it.

    Where one side informs the other of it, it is that side's act.
    """
    if frame.speakers and not _NOTICE.isdisjoint(frame.words):
        return frame.speakers
    others = [side for side in frame.named if side not in frame.speakers]
    sides = tuple(dict.fromkeys((*others, *frame.speakers)))[:2]
    return sides if len(sides) > 1 else _pair_beside(frame) or sides or _pair_around(frame)


def _pair_around(frame: Frame) -> tuple[str, ...]:
    """The two whom the sentences around name, if it is just two: `It was called off on Tuesday`."""
    around = tuple(dict.fromkeys(frame.elsewhere("around")))
    return around if len(around) == 2 and not KOREAS.isdisjoint(around) else ()


def _together(candidate: Candidate, own: Sequence[str]) -> Sequence[str]:
    """Both sides of a joint act; of talks of many sides the two principal ones, where no two are named."""
    frame = candidate.frame
    if frame.passive:
        own = (*own, *frame.subject, *frame.doer)
    if candidate.row.partner:
        return (*own, *frame.partners)
    if len(set(own)) > 1:
        return own
    if candidate.kind in BROKEN:
        return frame.elsewhere("requester") or frame.visitors or _appointed(frame)
    if "process" in frame.objects[:1] or (
        "process" in frame.about and (not own or candidate.kind == Kind.TALKS_BROKEN_OFF)
    ):
        return _OF_MANY
    if frame.visitors:
        return frame.visitors
    sides = (*own, *_others(candidate)) or _pair_beside(frame)
    sides = sides if len(set(sides)) != 1 else (*sides, *frame.speakers)
    alone = candidate.kind in _SEEN and not own and len(set(sides)) == 1  # "The talks ran for an hour, Seoul said"
    return _completed(candidate, (*sides, *frame.named_beside) if alone else sides)


def _completed(candidate: Candidate, sides: Sequence[str]) -> Sequence[str]:
    """Talks take two: a lone side, or none, is completed by whom the sentence or those around it name."""
    frame = candidate.frame
    signed = candidate.kind == Kind.PLEDGE_MADE and not sides and frame.passive  # "An agreement was reached"
    if not (signed or candidate.kind in _TAKES_TWO) or len(set(sides)) > 1 or "visit" in frame.objects[:1]:
        return sides
    others = tuple(side for side in (*frame.named, *frame.elsewhere("around")) if side in _PRINCIPAL)
    host = len(set(others)) > 1 and set(sides).isdisjoint(_PRINCIPAL)  # "The Stockholm meeting lasted a day."
    both = tuple(dict.fromkeys(others if host else (*sides, *others)))[:2]
    return both if len(both) > 1 and not KOREAS.isdisjoint(both) else sides


def _own(candidate: Candidate) -> tuple[str, ...]:
    """The sides whose act it is, as the row says where to look for them."""
    frame, row = candidate.frame, candidate.row
    own = frame.subject or (() if frame.passive and candidate.kind in _BEFALL else frame.owner)
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
    if actor == "giver" and frame.hit.entry.lemma in _BRINGS and "with" in frame.words and not frame.passive:
        return frame.elsewhere("holder") or tuple(side for side in frame.named if side not in own)[:1]
    if actor in ("giver", "joint") and own:
        return ()
    return frame.elsewhere(actor)


def _principal(sides: Iterable[str], most: int = 2) -> tuple[str, ...]:
    found = sorted(set(sides), key=lambda side: (_PRINCIPAL.index(side) if side in _PRINCIPAL else 9, side))
    return tuple(sorted(found[:most]))
