"""Claims: candidates with their verdicts become records, the same event told twice one record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from schemas.claim import Claim, Speaker
from schemas.evidence import Evidence
from schemas.kind import Factuality, Kind
from services.classifier.reading.claims.slots import Drafted
from services.classifier.reading.frames.frame import Frame
from services.classifier.reading.parties.aliases import KOREAS
from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.texts.text import Span
from services.classifier.reading.verdicts.commitment import Verdict
from services.classifier.reading.verdicts.korean_matter import at_another, at_home, stated_as_matter
from services.classifier.reading.verdicts.matching import Candidate
from services.classifier.reading.verdicts.sides import BROKEN, slots_of

_STRENGTH = (Factuality.ASSERTED, Factuality.FUTURE, Factuality.HYPOTHETICAL, Factuality.DENIED, Factuality.BACKGROUND)
_JOINT = (Kind.MEETING_HELD, Kind.MEETING_ANNOUNCED, Kind.MILITARY_DRILL, Kind.PLEDGE_MADE, Kind.TALKS_BROKEN_OFF)
_SPOKEN = (Kind.DENUNCIATION, Kind.THREAT, Kind.STATEMENT_CONTRADICTED)
_OF_EACH = (Kind.CHANNEL_CUT, Kind.THREAT, Kind.PLEDGE_UNMET, Kind.STATEMENT_CONTRADICTED)
_COLLAPSES = (Kind.TALKS_BROKEN_OFF,)
_MEETINGS = (Kind.MEETING_HELD, Kind.MEETING_ANNOUNCED)
_JOINED = (*_MEETINGS, Kind.MILITARY_DRILL)
_DEALINGS = frozenset((*_MEETINGS, *BROKEN, Kind.TALKS_BROKEN_OFF, Kind.PLEDGE_MADE, Kind.PLEDGE_UNMET))
"""What others do among themselves, where a Korea may only be named beside it."""
_AT_SOMEBODY = frozenset((*BROKEN, Kind.TALKS_BROKEN_OFF, Kind.MEETING_REFUSED, Kind.DENUNCIATION, Kind.THREAT))
"""What may as well be done at home, to the press or to a rival."""
_CURBS = frozenset((Kind.SANCTIONS_IMPOSED, Kind.CONCESSION))
_TESTERS = frozenset(("PRK", "KOR", "USA"))
"""Whose tests are acts towards a Korea or of one; those of others are their own matter."""
MAX_EVIDENCE = 6
_MISSED = Verdict("background", "missed", "the sentence tells that somebody did not come")
_MOVED = Verdict("background", "moved or broken", "the sentence tells that it was moved or broken")


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
    actors, targets = slots_of(candidate)
    if candidate.kind in _OF_EACH and candidate.row.actor != "joint" and len(actors) > 1:
        return [Told(candidate, verdict, (actor,), targets) for actor in actors]
    return [Told(candidate, verdict, actors, targets)]


def concerns_korea(entry: Told, scene: Scene) -> bool:
    """Tell whether Korea is a party, or stated as the matter.

    A sentence that names no Korea is still about the one named before it, unless it tells of two other states;
    a denial answers what was said before it whoever is named.
    """
    if entry.candidate.kind is Kind.WEAPONS_TEST and _TESTERS.isdisjoint(entry.actors):
        return False
    if _aimed_elsewhere(entry, scene):
        return False
    if not KOREAS.isdisjoint(entry.actors):
        return True
    if not KOREAS.isdisjoint(entry.targets):
        dealing = entry.candidate.kind in _DEALINGS and entry.actors
        return not dealing or stated_as_matter(entry.candidate.frame.hit.first, scene, party=True)
    if scene.matter:
        return len({*entry.actors, *entry.targets}) < 2 or stated_as_matter(entry.candidate.frame.hit.first, scene)
    if entry.candidate.kind in _SPOKEN:
        return scene.near_korea
    return scene.near_korea and len(scene.sides) < 2


def _aimed_elsewhere(entry: Told, scene: Scene) -> bool:
    """Tell whether it is done to somebody at home, or to a state that is no Korea by one that is none."""
    kind, hit = entry.candidate.kind, entry.candidate.frame.hit
    if kind in _AT_SOMEBODY and at_home(hit, scene, entry.actors):
        return True
    return kind in _CURBS and KOREAS.isdisjoint(entry.actors) and at_another(hit, scene, entry.actors)


def claims_of(article: str, entries: Sequence[Told], texts: dict[str, str]) -> list[Drafted]:
    """Merge what is told twice: one claim for a kind and its actors, the firmest telling first."""
    grouped: _Groups = {}
    for entry in _only_broken(entries):
        grouped.setdefault((entry.candidate.kind, entry.actors), []).append(entry)
    return [_draft(article, group, texts) for group in _merged(grouped).values()]


def _only_broken(entries: Sequence[Told]) -> Iterator[Told]:
    """Where a sentence tells that an appointment was moved or broken, that it had been made is no news of its own."""
    over = [e for e in entries if e.candidate.kind in BROKEN and e.verdict.then in ("asserted", "background")]
    broken = {entry.candidate.frame.sentence for entry in over if entry.verdict.row != "undone"}
    long_ago = {entry.candidate.frame.sentence for entry in over if entry.verdict.row == "old"}
    fell = any(entry.verdict.then == "asserted" for entry in over)
    missed = {e.candidate.frame.sentence for e in over if _missed(e)}
    moved = {e.actors for e in over if e.candidate.kind == Kind.MEETING_POSTPONED and e.verdict.then == "asserted"}
    for entry in entries:
        cancelled = entry.candidate.kind == Kind.MEETING_CANCELLED and entry.verdict.then == "asserted"
        if cancelled and entry.candidate.frame.sentence in missed:
            yield replace(entry, verdict=_MISSED)
            continue
        if cancelled and entry.candidate.row.negated and entry.actors in moved:
            yield replace(entry, verdict=_MOVED)  # "put off the talks, saying that its team could not come"
            continue
        made = _only_named(entry.candidate) and entry.verdict.then == "asserted"
        ahead = entry.candidate.frame.tense == "future" and entry.candidate.frame.sentence in long_ago
        gone = (entry.candidate.frame.sentence in broken and not ahead) or (fell and _was_planned(entry.candidate))
        yield replace(entry, verdict=_MOVED) if made and gone else entry


def _missed(entry: Told) -> bool:
    return entry.candidate.kind == Kind.MEETING_MISSED and entry.verdict.then == "asserted"


def _was_planned(candidate: Candidate) -> bool:
    """Tell what was still to come at an earlier time: `the two were to meet on Tuesday`."""
    frame = candidate.frame
    return candidate.kind == Kind.MEETING_ANNOUNCED and frame.tense == "past" and "plan" in frame.embedded


def _only_named(candidate: Candidate) -> bool:
    """Tell whether a meeting is told as arranged, or only named by a noun."""
    if candidate.kind == Kind.MEETING_HELD:
        return candidate.frame.form == "noun"
    return candidate.kind == Kind.MEETING_ANNOUNCED


def _merged(grouped: _Groups) -> _Groups:
    """A telling joins a fuller one of its kind: nobody's somebody's, a broken appointment of two its culprit's, and
    one side's visit or drill the talks or the drill of both.
    """
    kept = dict(grouped)
    for kind, actors in grouped:
        found = next((key for key in kept if key[0] == kind and _names_more(kept, key, actors)), None)
        if found:
            kept[found] = [*kept[found], *kept.pop((kind, actors))]
    return kept


def _names_more(grouped: _Groups, other: tuple[Kind, tuple[str, ...]], actors: tuple[str, ...]) -> bool:
    kind, others = other
    if not actors:
        return bool(others)
    if kind in _JOINED and len(actors) == 1 and set(actors) < set(others):
        return True
    if len(others) != 1 or len(actors) == 1 or others[0] not in actors:
        return kind in _COLLAPSES and set(actors) < set(others) and not _by_one(grouped[kind, actors])
    return kind in BROKEN or (kind in _COLLAPSES and _by_one(grouped[other]))


def _by_one(group: Sequence[Told]) -> bool:
    """Tell whether one side walked out; else a collapse is both sides', though only one be named."""
    return any(e.candidate.row.actor != "joint" and e.verdict.then == "asserted" for e in group)


def _draft(article: str, group: Sequence[Told], texts: dict[str, str]) -> Drafted:
    order = sorted(group, key=lambda entry: _STRENGTH.index(Factuality(entry.verdict.then)))
    first = order[0]
    same = [entry for entry in order if entry.verdict.then == first.verdict.then][:MAX_EVIDENCE]
    frame = first.candidate.frame
    actors = _culprit(group) or max((entry.actors for entry in same), key=len)
    targets = next((entry.targets for entry in same if entry.targets), ()) or _left_waiting(same, actors)
    if len(actors) > 1 and first.candidate.kind in _JOINT:
        targets = ()
    claim = Claim(
        kind=first.candidate.kind,
        actors=actors,
        targets=targets,
        participants=tuple(sorted({*actors, *targets})),
        speaker=_speaker(frame),
        time=next((e.candidate.frame.time.event for e in same if e.candidate.frame.time), None),
        factuality=Factuality(first.verdict.then),
        factuality_reason=f"{first.verdict.row}: {first.verdict.reason}",
        evidence=tuple(
            evidence(article, span, texts) for span in dict.fromkeys(e.candidate.frame.evidence for e in same)
        ),
        rule=first.candidate.rule,
    )
    own_words = first.candidate.row.actor == "speaker" or first.candidate.kind in _SPOKEN
    speakers = tuple(dict.fromkeys(side for entry in same for side in entry.candidate.frame.speakers))
    return Drafted(claim, frame.objects, speakers, own_words=own_words)


def _speaker(frame: Frame) -> Speaker | None:
    if not frame.subject:
        return None
    who = frame.who
    return Speaker(side=frame.subject[0], person=who and who.person, office=who and who.office)


def _culprit(group: Sequence[Told]) -> tuple[str, ...]:
    """Who broke an appointment, where some telling of it names one side alone."""
    kind = group[0].candidate.kind
    if kind not in BROKEN and not (kind in _COLLAPSES and _by_one(group)):
        return ()
    return min((entry.actors for entry in group if entry.actors), key=len, default=())


def _left_waiting(same: Sequence[Told], actors: tuple[str, ...]) -> tuple[str, ...]:
    """The other of the two whose appointment it was."""
    return next((tuple(s for s in e.actors if s not in actors) for e in same if len(e.actors) > len(actors)), ())


def evidence(article: str, span: Span, texts: dict[str, str]) -> Evidence:
    """The words of a span."""
    words = texts[span.field][span.start : span.end]
    return Evidence(article_id=article, field=span.field, start=span.start, end=span.end, text=words)
