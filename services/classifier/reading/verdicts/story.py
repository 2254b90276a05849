"""Story time: whether the sentences just before have led the reader back to older times."""

from itertools import pairwise

from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.times.clock import Clock, goes_on, next_to
from services.classifier.reading.times.date_rules import RECENT_DAYS
from services.classifier.reading.times.dates import TimeWords
from services.classifier.reading.times.time_grammar import LONG_UNITS
from services.classifier.reading.verdicts.looking_back import Cues, leads_back, looks_back
from services.classifier.reading.verdicts.tale import is_tale

_FOREBEARS = frozenset(("predecessor", "predecessors", "grandfather", "forebears"))
_LONG = LONG_UNITS | {"day", "days"}
_THEN = (["fast", "forward"], ["at", "the", "time"], ["at", "that", "time"], ["back", "then"], ["in", "those", "days"])


class Story:
    """Tells where in time the telling stands; looks back only as far as the nearest sentence that decides it."""

    def __init__(self, clock: Clock, cues: Cues, undated: bool = False) -> None:
        self._clock = clock
        self._cues = cues
        self._may_be_tale = undated
        self._left: dict[int, bool] = {}

    def older(self, scene: Scene) -> bool:
        """Tell whether this sentence is told as of older times, by its own time or by those before it."""
        own = self._own(scene)
        if own is not None:
            return own
        return self._before(scene) or (self._may_be_tale and is_tale(scene, self._clock))

    def _before(self, scene: Scene) -> bool:
        """Where the sentences before one have left the telling."""
        passed: list[Scene] = []
        now, older = scene.previous, None
        while now is not None and older is None:
            older = self._left[now.index] if now.index in self._left else self._after(now)
            passed.append(now)
            now = now.previous
        for one in passed:
            self._left[one.index] = bool(older)
        return bool(older)

    def _after(self, scene: Scene) -> bool | None:
        """Where a sentence leaves the telling: one of today may lead back."""
        own = self._own(scene)
        return own or leads_back(scene, self._cues) or own

    def _own(self, scene: Scene) -> bool | None:
        """What a sentence says by itself; None where it leaves the time as it was."""
        times = [(at, words) for at, words in scene.times if not (goes_on(words) or _only_how_long(scene, at))]
        sorted_times = [(self._sort(scene, at, words), words.nominal, at) for at, words in times]
        told = {(sort, nominal) for sort, nominal, at in sorted_times if sort != "older" or not _aside(scene, at)}
        sorts = {sort for sort, nominal in told if not nominal or sort == "within"}
        if "older" in sorts and "within" not in sorts:
            return True
        if sorts & {"within", "ahead"} or scene.told_now or _latest(scene):
            return False
        following = scene.following if not scene.lead and not scene.headline else None
        told_on = _long_later(scene) or (following is not None and _long_later(following))
        told_on = told_on or _of_another_day(scene) or _of_a_reign(scene)
        return True if told_on or looks_back(scene, self._cues) else None

    def _sort(self, scene: Scene, at: int, words: TimeWords) -> str:
        """What sort of time it is; a day beside a date of long ago is as old: `ten years ago on Wednesday`."""
        tense, field = "future" if _to_come(scene, at) else "past", scene.span.field
        beside = (self._clock(other, "past", field) for _, other in scene.times if next_to(words, other))
        old = any(other.sort == "older" and other.age is not None for other in beside)
        return "older" if old else self._clock(words, tense, field).sort


def _aside(scene: Scene, at: int) -> bool:
    """Tell whether a time only dates what came before: `the accord it had signed in 1991`, `who took the
    post two months ago`, `has not kept what it promised in June`."""
    clause = scene.clauses.of(at)
    if clause.number and scene.told_now:
        return True
    if clause.kind not in ("relative", "that") or clause.verb < 0:
        return False
    if scene.lead and _of_a_word(scene, clause.start):
        return True
    return "had" in scene.words(clause.verb, clause.verb) or "who" in scene.words(clause.opener, clause.opener)


def _of_a_word(scene: Scene, start: int) -> bool:
    """Tell whether a clause only says when a word was given: `accused it of breaking the accord it signed in 2000`."""
    return any(
        start - 4 < thing.last < start and thing.entry.name in ("agreement", "promise") for thing in scene.objects
    )


def _latest(scene: Scene) -> bool:
    """Tell whether a sentence comes back to now: `In its latest statement, it said`."""
    return "latest" in scene.words(0, 3)


def _of_another_day(scene: Scene) -> bool:
    """Tell whether somebody acts, and does not only speak, who left office long ago."""
    acts = any(mention.retired and mention.role == "agent" for mention in scene.mentions)
    acts = acts or not _FOREBEARS.isdisjoint(scene.vocabulary)
    return acts and not scene.group("clause") and not scene.lead and not scene.headline


def _of_a_reign(scene: Scene) -> bool:
    """Tell whether a sentence opens with whose time it tells of: `Under Mr. Lee, the South cut off exchanges`."""
    if not scene.under or scene.headline:
        return False
    return any(mention.person and mention.np_start <= scene.span.start + len("under ") for mention in scene.mentions)


def _long_later(scene: Scene) -> bool:
    """Tell whether a sentence opens by going on in a tale of long ago: `But 16 days later`, `Within months`."""
    words = [word for word in scene.words(0, 4) if word not in ("but", "and", "then", ",", "just", "barely", "only")]
    if any(words[: len(opening)] == opening for opening in _THEN):
        return True
    at = next((place for place, word in enumerate(words) if word == "later"), 0)
    if at < 1 or words[at - 1] not in _LONG:
        return False
    count = words[at - 2] if at > 1 else ""
    return words[at - 1] not in ("day", "days") or (count.isdigit() and int(count) > RECENT_DAYS)


def _only_how_long(scene: Scene, at: int) -> bool:
    return _behind_until(scene, at) or _up_to_now(scene, at)


def _behind_until(scene: Scene, at: int) -> bool:
    """Tell whether a time only says how long: `held back until they explain it`, `the first since 2013`."""
    opener = scene.clauses.of(at).opener
    word = scene.sentence.words[opener] if opener >= 0 else ""
    return word in ("until", "till") or (word == "since" and not scene.told_now)


def _up_to_now(scene: Scene, at: int) -> bool:
    """Tell whether a time only says how long ago something last was: `the first talks since 1992`."""
    if "since" not in scene.words(max(0, at - 2), at):
        return False
    return any(word == "first" or (word.endswith("est") and len(word) > 4) for word in scene.sentence.words[:at])


def _to_come(scene: Scene, at: int) -> bool:
    """Tell whether a time is of an act to come: `agreed to meet in April`, `said the talks would resume in April`."""
    before = scene.tags.letters[scene.clauses.of(at).start : at]
    return "M" in before or ("T", "V") in pairwise(before)
