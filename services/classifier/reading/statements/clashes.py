"""Clashes: two accounts of one matter that cannot both be true, without a word of denial.

set against   "Although the North claims that ..., the U.S. command reports ...": the one that answers
denied        one side says that something happened, the other one beside it that it did not: both, or
              the one that answers with a "but"
each other    each of two sides says that the other one began it
told of       a side says what the other one did, asked or offered, and the other one says that it did not
answered      a side says no "after a newspaper reported" it, "a day after Seoul said" it, "asked about reports" of it,
              or before a sentence by which the press "had reported" it; of its own doing after the press told of it
"""

from collections.abc import Iterator, Mapping, Sequence

from schemas.claim import Claim
from schemas.kind import Factuality, Kind
from services.classifier.reading.claims.claims import evidence
from services.classifier.reading.claims.slots import Drafted
from services.classifier.reading.scenes.clauses import Clause
from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.statements.stance import Stance
from services.classifier.reading.statements.stances import Stances
from services.classifier.reading.texts.text import Span

Clash = tuple[tuple[str, ...], tuple[str, ...], Span, Span, str]
"""The sides that contradict, those whom they contradict, both accounts, and the shape."""


_LIGHT = ("given", "made")
"""Verbs that say no more than their helper: `no warning was given`."""


_DID = ("had", "has", "have", "never", "did")
_BARE = 8
"""Tokens of a charge that says no more than whose it is: `in reply to American charges`."""
_TOLD = frozenset(("~report", "~account", "~remark"))


class Clashes:
    """Finds clashing accounts in the sentences of a text."""

    def __init__(self, stances: Stances, cues: Mapping[str, frozenset[str]]) -> None:
        self._stances = stances
        self._cues = cues
        self._told: dict[int, list[Stance]] = {}

    def contradictions(self, article: str, scenes: Sequence[Scene], texts: dict[str, str]) -> list[Drafted]:
        """The first clash of a text, if any."""
        for scene in scenes:
            if scene.near_korea and not self._cues["accounts"].isdisjoint(scene.vocabulary):
                clash = next(self._clashes(scene), None)
                if clash is not None and not scene.older:
                    return [Drafted(_claim(article, clash, texts), (), (), inferred=True)]
        return []

    def _clashes(self, scene: Scene) -> Iterator[Clash]:
        yield from self._set_against(scene)
        yield from self._told_of(scene)
        yield from self._beside(scene)
        yield from self._answered(scene)

    def _set_against(self, scene: Scene) -> Iterator[Clash]:
        accounts = [s for s in self._stances.of(scene) if s.head in self._cues["account verbs"]]
        for one in accounts:
            for other in accounts:
                stands = other.conceded or other.before or self._standing(other)
                if one.conceded and not stands and _strangers(one, other):
                    yield other.sides, one.sides, one.span, other.span, "set against"

    def _standing(self, stance: Stance) -> bool:
        """Tell whether it is what a side has long said: `has consistently denied`, `has always insisted`."""
        return not self._cues["always"].isdisjoint(stance.words)

    def _beside(self, scene: Scene) -> Iterator[Clash]:
        """Accounts of two sides beside each other: one says no to the other, or each charges the other."""
        for one, other in self._pairs(scene):
            if self._opposed(one, other):
                yield self._both(one, other, "denied")
            elif self._charges(one, other) and self._charges(other, one):
                yield self._both(one, other, "each other")

    def _pairs(self, scene: Scene) -> Iterator[tuple[Stance, Stance]]:
        """The accounts of two sides in one sentence, or in one and the next."""
        for one in self._accounts(scene):
            for beside in (scene, scene.following):
                if beside is not None and beside.span.field == scene.span.field:
                    for other in self._accounts(beside):
                        if _follows(one, other) and _strangers(one, other):
                            yield one, other

    def _charges(self, one: Stance, other: Stance) -> bool:
        """Tell whether an account says that the other side began: `said that the North had fired first`."""
        return not one.against and not self._cues["begins"].isdisjoint(one.words) and _names(one, other.sides)

    def _told_of(self, scene: Scene) -> Iterator[Clash]:
        """What a side says that the other one did, asked or offered, and that one's no to it in what follows."""
        for one in self._stances.of(scene):
            if self._is_told(one) and not one.denies:
                for beside in (scene, scene.following):
                    if beside is not None and beside.span.field == scene.span.field:
                        yield from self._noes_to(one, beside)

    def _is_told(self, stance: Stance) -> bool:
        """Tell whether it is told as fact, what a side asked, wanted or offered included."""
        unreal = (stance.words & self._cues["no facts"]) - self._cues["asks"]
        told = stance.head in self._cues["account verbs"] or stance.head in self._cues["replies"]
        return told and not (unreal or stance.hangs or stance.conceded)

    def _says_nothing(self, stance: Stance) -> bool:
        """Tell `said nothing of it` and `had no knowledge of it` from a no to it."""
        mute = "nothing" in stance.scene.words(stance.first, stance.first + 1)
        return mute or not self._cues["says nothing"].isdisjoint(stance.words)

    def _noes_to(self, one: Stance, scene: Scene) -> Iterator[Clash]:
        for other in self._stances.of(scene):
            plain = other.denies and self._is_told(other) and not self._says_nothing(other)
            if plain and not self._standing(other) and _follows(one, other) and _strangers(one, other):
                shared = any(not topic.startswith("~") for topic in one.topic & other.topic)
                if (shared or "such" in other.words) and _names(one, other.sides):
                    yield other.sides, one.sides, one.span, other.span, "told of"

    def _answered(self, scene: Scene) -> Iterator[Clash]:
        charge, reported = self._charge(scene), self._reported_before(scene)
        if charge or reported or "after" in scene.vocabulary:
            for one in self._noes(scene):
                if reported:
                    yield one.sides, (), one.span, reported, "answered"
                if charge and self._of_charge(one, charge):
                    yield one.sides, (), one.span, scene.sentence.piece(charge[0], charge[-1]), "answered"
                yield from self._after(scene, one)

    def _reported_before(self, scene: Scene) -> Span | None:
        """What the sentence after one tells as reported by the press before: `Local media had reported that`."""
        told = scene.following
        if told is None or told.span.field != scene.span.field or told.clauses.all[0].verb < 0:
            return None
        verb = told.clauses.all[0].verb
        if told.sentence.words[verb] != "had" or self._cues["accounts"].isdisjoint(told.words(verb + 1, verb + 2)):
            return None
        return told.sentence.piece(0, verb + 1) if not self._cues["press"].isdisjoint(told.words(0, verb)) else None

    def _after(self, scene: Scene, one: Stance) -> Iterator[Clash]:
        """What a no follows upon: a report of the press, or what a stranger told."""
        for clause in scene.clauses.all:
            told = clause.kind == "after" and self._by_press(scene, clause)
            if told and (self._of_one_thing(one, clause) or self._of_its_doing(one, clause)):
                yield one.sides, (), one.span, scene.sentence.piece(clause.start, clause.end), "answered"
        for other in self._stances.of(scene):
            if other.before == "after" and self._is_denied_by(other, one):
                yield one.sides, other.sides, one.span, other.span, "answered"

    def _noes(self, scene: Scene) -> Iterator[Stance]:
        """The accounts of a sentence that say a plain no to something; `no comment` is none."""
        for one in self._accounts(scene):
            if one.denies and one.against and not self._says_nothing(one):
                yield one

    def _is_denied_by(self, other: Stance, one: Stance) -> bool:
        """Tell whether a no goes against what a stranger told a day or hours before."""
        told = other.head in self._cues["account verbs"] and not other.against
        told = told and self._cues["no facts"].isdisjoint(other.words)
        return told and _strangers(one, other) and not one.topic.isdisjoint(other.topic)

    def _charge(self, scene: Scene) -> range:
        """The words of the charge or the report that a sentence says it answers, empty where there is none."""
        words = scene.sentence.words
        for at, word in enumerate(words if not self._cues["answers"].isdisjoint(scene.vocabulary) else ()):
            if word in self._cues["answers"] and words[at + 1 : at + 2] in (["to"], ["about"], ["on"]):
                inside = range(at, next((p for p in range(at, len(words)) if words[p] == ","), len(words)))
                if not self._cues["charges"].isdisjoint(words[at + 2 : at + 8]):
                    return inside
        return range(0)

    def _of_charge(self, one: Stance, charge: range) -> bool:
        """Tell whether a no answers a charge: one of the same thing, or one that says no more than whose it is."""
        bare = len(charge) < _BARE and not self._cues["press"].intersection(one.scene.words(charge[0], charge[-1]))
        return bare or not (one.topic - _TOLD).isdisjoint(self._stances.topic(one.scene, charge))

    def _by_press(self, scene: Scene, clause: Clause) -> bool:
        """Tell whether a clause tells what the press reported."""
        opening = scene.words(clause.start, clause.verb + 1)
        return not (self._cues["press"].isdisjoint(opening) or self._cues["accounts"].isdisjoint(opening))

    def _of_one_thing(self, one: Stance, clause: Clause) -> bool:
        inside = range(clause.verb, len(one.scene.sentence))
        own = range(one.first, min(one.last + 1, clause.start)) if one.first < clause.start else ()
        topic = self._stances.topic(one.scene, own) if own else one.topic
        return not topic.isdisjoint(self._stances.topic(one.scene, inside))

    def _of_its_doing(self, one: Stance, clause: Clause) -> bool:
        """Tell whether a side says no of its doing (`that it had sent no ...`) where the press told of it."""
        words = one.scene.sentence.words
        own = [at for at in range(one.first, one.last) if words[at] in ("it", "they") and words[at + 1] in _DID]
        named = (p for p in one.scene.parties if p.first > clause.verb)
        return bool(own) and any(set(party.mention.sides) & set(one.sides) for party in named)

    def _accounts(self, scene: Scene) -> list[Stance]:
        """What a sentence tells as said of facts: nothing wished, planned or owed."""
        if scene.index not in self._told:
            self._told[scene.index] = list(self._factual(scene))
        return self._told[scene.index]

    def _factual(self, scene: Scene) -> Iterator[Stance]:
        for stance in self._stances.of(scene):
            factual = self._cues["no facts"].isdisjoint(scene.words(stance.first, stance.last))
            if factual and stance.head in self._cues["account verbs"] and not stance.hangs and not stance.conceded:
                yield stance

    def _opposed(self, one: Stance, other: Stance) -> bool:
        if one.against == other.against or self._says_nothing(other):
            return False
        shared = any(not topic.startswith("~") for topic in one.topic & other.topic)
        return shared or (other.against and self._bare(other))

    def _bare(self, stance: Stance) -> bool:
        """Tell whether it only says no to what was said: `none had been sent`, `it never was`."""
        words = [word for word in stance.scene.words(stance.first, stance.last) if word.isalpha()]
        last = words[-2:-1] if words[-1] in _LIGHT else words[-1:]
        helped = not self._cues["helpers"].isdisjoint(last)
        return "none" in words or (helped and not self._cues["negators"].isdisjoint(words))

    def _both(self, one: Stance, other: Stance, shape: str) -> Clash:
        words = other.scene.sentence.words
        answers = not self._cues["contrast"].isdisjoint(words[max(0, other.first - 6) : other.first])
        sides = other.sides if answers else tuple(sorted({*one.sides, *other.sides}))
        return sides, one.sides if answers else (), one.span, other.span, shape


def _strangers(one: Stance, other: Stance) -> bool:
    return not set(one.sides) & set(other.sides)


def _names(one: Stance, sides: tuple[str, ...]) -> bool:
    """Tell whether an account speaks of a side."""
    named = (p for p in one.scene.parties if one.first < p.first <= one.last)
    return any(set(party.mention.sides) & set(sides) for party in named)


def _follows(one: Stance, other: Stance) -> bool:
    return (one.scene.index, one.first) < (other.scene.index, other.first)


def _claim(article: str, clash: Clash, texts: dict[str, str]) -> Claim:
    sides, others, first, second, shape = clash
    return Claim(
        kind=Kind.STATEMENT_CONTRADICTED,
        actors=sides,
        targets=tuple(side for side in others if side not in sides),
        participants=tuple(sorted({*sides, *others})),
        factuality=Factuality.ASSERTED,
        factuality_reason=f"{shape}: two accounts that cannot both be true",
        evidence=tuple(evidence(article, span, texts) for span in (first, second)),
        rule=f"clashes/{shape}",
    )
