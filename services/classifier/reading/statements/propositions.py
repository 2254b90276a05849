"""Propositions: what a side said of a matter before, and what it says or does now.

No words of turning are needed: two stances of one side on one matter that go against each other are a
reversal. Three shapes are read inside one text, the ledger reads the same across texts:

  said before   "had insisted", "days after saying", "having ruled out", "who last week told", "despite saying"
                against a clause of the same side in this sentence or the next one
  broken word   what was said before is a promise, and an act of the same side goes against it: no turn, a breach
  will shown    a side wants or assures a meeting in its own words, and then misses, cancels or refuses it
"""

from collections.abc import Iterator, Mapping, Sequence

from schemas.claim import Claim
from schemas.kind import Factuality, Kind
from services.classifier.reading.claims.claims import Told, evidence
from services.classifier.reading.claims.slots import Drafted
from services.classifier.reading.scenes.clauses import RELATIVE
from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.statements.stance import Stance
from services.classifier.reading.statements.stances import Stances
from services.classifier.reading.texts.text import Span

_BREAKS = (Kind.MEETING_MISSED, Kind.MEETING_CANCELLED, Kind.MEETING_REFUSED)
_APPOINTMENTS = (Kind.MEETING_MISSED, Kind.MEETING_CANCELLED, Kind.MEETING_POSTPONED)
_OLD = 60
"""Days after which own words of will are no longer own words about this meeting."""
_TELL_BEFORE = (RELATIVE, "after")
"""Clauses that may tell what was said before without a word that hints at it."""
_BROKEN = "broken word"
_TWO = "two statements of one side that go against each other"
_REASONS = {_BROKEN: "what a side does goes against what it promised"}
Turn = tuple[str, Span, Span, str]
"""The side, its words of before, what goes against them, and the shape."""


class Propositions:
    """Reads reversals from pairs of stances."""

    def __init__(self, stances: Stances, cues: Mapping[str, frozenset[str]]) -> None:
        self._cues = cues
        self._stances = stances

    def reversals(
        self, article: str, scenes: Sequence[Scene], entries: Sequence[Told], texts: dict[str, str]
    ) -> list[Drafted]:
        """The reversals of a text, one a side."""
        found: dict[str, Turn] = {}
        broken = [e.candidate.frame.evidence for e in entries if e.candidate.kind in _APPOINTMENTS]
        for turn in (*self._shown(scenes, broken), *self._broken_will(scenes, entries)):
            found.setdefault(turn[0], turn)
        return [Drafted(_claim(article, turn, texts), (), (), inferred=True) for turn in found.values()]

    def _shown(self, scenes: Sequence[Scene], broken: Sequence[Span]) -> Iterator[Turn]:
        for scene in scenes:
            if self._hints(scene):
                for before in self._stances.of(scene):
                    yield from self._turns(before, broken)

    def _hints(self, scene: Scene) -> bool:
        """Tell whether a sentence could hold words of before; most hold none."""
        if not scene.near_korea:
            return False
        if not (scene.group("stance") or any(hit.entry.name == "though" for hit in scene.group("subordinator"))):
            return False
        if not self._cues["hints"].isdisjoint(scene.vocabulary):
            return True
        hangs = bool(scene.times) and any(clause.kind in _TELL_BEFORE for clause in scene.clauses.all)
        return hangs or self._stances.tells_two_days(scene)

    def _turns(self, before: Stance, broken: Sequence[Span]) -> Iterator[Turn]:
        for now in self._nows(before) if before.before else self._later(before):
            side = next((side for side in before.sides if side in now.sides), None)
            if side is None or _of_old(before, now):
                continue
            shape = self._shape(before, now, broken)
            if shape and not self._only_agreed(before, now, broken):
                yield side, before.span, now.span, shape

    def _shape(self, before: Stance, now: Stance, broken: Sequence[Span]) -> str:
        """How two stances go against each other, if they do."""
        acts = before.head in self._cues["promises"] and not now.says and not _among(now, broken)
        if acts and self._breaks(before, now):
            return _BROKEN
        return "said before" if (not acts or now.refers) and self._against(before, now) else ""

    def _breaks(self, before: Stance, now: Stance) -> bool:
        """Tell whether an act breaks a promise: by a plain no on one of the two sides, or by weapons after a halt."""
        if before.denies != now.denies:
            return bool(before.topic & now.topic) or now.refers
        if before.denies or not before.against:
            return False
        return not (self._cues["arms"].isdisjoint(before.topic) or self._cues["fires"].isdisjoint(now.words))

    def _nows(self, before: Stance) -> Iterator[Stance]:
        """What the same sentence tells as of now, and those beside it that say when, or set themselves against it."""
        scene = before.scene
        yield from (s for s in self._stances.of(scene) if not s.before and s.clause != before.clause)
        for other in (scene.following, scene.previous) if before.free else ():
            if other is not None and other.span.field == scene.span.field:
                set_against = not self._cues["contrast"].isdisjoint(other.sentence.words[:2])
                yield from (s for s in self._stances.of(other) if not s.before and (set_against or s.age is not None))

    def _later(self, before: Stance) -> Iterator[Stance]:
        """What the same side does on a later day that the next clause or sentence names."""
        if not before.age or before.hangs or not before.head:
            return
        scene = before.scene
        for other in (scene, scene.following):
            if other is not None and other.span.field == scene.span.field:
                for now in self._stances.of(other):
                    if not now.before and now.age is not None and now.age < before.age:
                        yield now

    def _against(self, before: Stance, now: Stance) -> bool:
        if now.head == "threaten":
            return False  # what is only held out turns nothing round yet
        if before.turned:
            return True
        if before.head in self._cues["says no"] and now.head in self._cues["owns up"]:
            return True
        if now.denies and _would_not_do_so(now):
            return not before.denies
        if before.against == now.against:
            return False
        return bool(before.topic & now.topic) or now.refers or self._gives_way(before, now)

    def _only_agreed(self, before: Stance, now: Stance, broken: Sequence[Span]) -> bool:
        """Tell whether a broken appointment had only been made: to confirm it is no word of one's own will."""
        if before.against or not self._cues["will"].isdisjoint(before.scene.words(before.first, before.last)):
            return False
        return _among(now, broken)

    def _gives_way(self, before: Stance, now: Stance) -> bool:
        """Tell whether a firm no of before is given up in the same sentence: no common word is needed then."""
        if before.scene is not now.scene or not before.against:
            return False
        firm = not self._cues["emphatic"].isdisjoint(before.scene.words(before.first, before.last))
        return firm and not self._cues["yields"].isdisjoint(now.scene.words(now.first, now.last))

    def _broken_will(self, scenes: Sequence[Scene], entries: Sequence[Told]) -> Iterator[Turn]:
        """A side that wanted the meeting, by its own words, and then does not come, cancels or refuses."""
        acts = [
            e for e in entries if e.candidate.kind in _BREAKS and e.verdict.then == "asserted" and len(e.actors) == 1
        ]
        waiting = {act.actors[0] for act in acts}
        for scene in scenes if acts else ():
            if self._cues["will"].isdisjoint(scene.vocabulary):
                continue
            for said in self._stances.sayings(scene):
                if waiting.isdisjoint(said.sides) or not self._shows_will(said):
                    continue
                for act in acts:
                    side = act.actors[0]
                    if side in waiting and side in said.sides and _goes_before(said, act):
                        waiting.remove(side)
                        yield side, said.span, act.candidate.frame.evidence, "broken will"

    def _shows_will(self, said: Stance) -> bool:
        """Tell whether a statement shows a will for a meeting, some weeks ago at most, and on no condition."""
        if said.against or "~meetings" not in said.topic or (said.age is None and said.before != "had"):
            return False
        words = said.scene.words(said.first, said.last)
        if (said.age or 0) > _OLD or not self._cues["conditions"].isdisjoint(words):
            return False
        return not self._cues["will"].isdisjoint(words)


def _of_old(before: Stance, now: Stance) -> bool:
    """Tell whether a turn itself is told of older times; what was said before is older anyway."""
    scene = now.scene
    if (now.age or 0) > _OLD and "now" not in scene.vocabulary:
        return True
    if now.age is not None or not scene.older:
        return False
    return scene is not before.scene or (scene.previous is not None and scene.previous.older)


def _would_not_do_so(now: Stance) -> bool:
    """Tell whether it says no to the very act of before, whatever that turned against: `would not do so`."""
    words = now.scene.words(now.first, now.last)
    return any(words[at : at + 2] == ["do", "so"] for at in range(len(words) - 1))


def _among(now: Stance, broken: Sequence[Span]) -> bool:
    """Tell whether a stance is a broken appointment."""
    span = now.span
    return any(one.field == span.field and one.start < span.end and span.start < one.end for one in broken)


def _goes_before(said: Stance, act: Told) -> bool:
    """Tell whether words are told as older than an act, and apart from it."""
    frame = act.candidate.frame
    if said.span.field == frame.evidence.field and said.span.start <= frame.evidence.start < said.span.end:
        return False
    if said.age is None:
        return said.before == "had"
    return frame.time is None or frame.time.age is None or said.age > frame.time.age


def _claim(article: str, turn: Turn, texts: dict[str, str]) -> Claim:
    side, first, second, shape = turn
    return Claim(
        kind=Kind.PLEDGE_UNMET if shape == _BROKEN else Kind.STATEMENT_REVERSED,
        actors=(side,),
        participants=(side,),
        factuality=Factuality.ASSERTED,
        factuality_reason=f"{shape}: {_REASONS.get(shape, _TWO)}",
        evidence=tuple(evidence(article, span, texts) for span in (first, second)),
        rule=f"propositions/{shape}",
    )
