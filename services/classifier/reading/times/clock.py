"""The clock of a text: its time words, dated by the text's own day and by the tense of their clause."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from schemas.claim import EventTime
from services.classifier.reading.texts.text import Field, Span
from services.classifier.reading.texts.tokens import Sentence
from services.classifier.reading.times.dates import Anchor, Tense, TimeWords, When, find_times, resolve
from services.classifier.reading.times.time_grammar import KEYS


class Time(NamedTuple):
    """When, in the frame's own clause: the words, the age in days (negative: to come), what sort."""

    span: Span
    age: int | None
    sort: str
    event: EventTime | None = None


TimeAt = tuple[int, TimeWords]
"""A time expression and the token at which it begins."""
Clock = Callable[[TimeWords, str, Field], Time]


_TOLD_ON = (("the", "next"), ("the", "following"), ("that", "same"), ("the", "same"))
_GOING_ON = frozenset(("next", "following", "same", "that", "previous"))
_GAP = 5
"""Letters between two times that are one."""
_KEYS = KEYS | {"may (month)"}


def could_hold_time(vocabulary: frozenset[str], numerals: Sequence[str]) -> bool:
    """Tell whether the words of a sentence could hold a time expression; most hold none."""
    return bool(numerals) or not vocabulary.isdisjoint(_KEYS)


def times_in(sentence: Sentence, text: str, plain: str) -> Sequence[TimeAt]:
    """The time expressions of a sentence; `plain` is the field as it is searched."""
    span = sentence.span
    return [(sentence.token_at(words.start), words) for words in find_times(text, span.start, span.end, plain)]


def goes_on(words: TimeWords) -> bool:
    """Tell a time that goes on from another one: `two days later`, `the next day`, `that Monday`, `overnight`."""
    if words.rule == "lag":
        return "last" not in words.before
    if words.words == "overnight":
        return True
    return words.rule in ("unit", "weekday") and not _GOING_ON.isdisjoint(words.before)


def next_to(one: TimeWords, other: TimeWords) -> bool:
    """Tell whether two times are one: `Friday, June 15`, `the same day in May`."""
    first, last = sorted((one, other), key=lambda words: words.start)
    return one is not other and not other.nominal and other.rule != "lag" and last.start - first.end <= _GAP


def clock_of(anchor: Anchor) -> Clock:
    """A clock that dates by the anchor, each expression once for a tense: many a frame asks for the same."""
    known: dict[tuple[Field, int, int, str], Time] = {}

    def told(words: TimeWords, tense: str, field: Field) -> Time:
        asked = (field, words.start, words.end, tense)
        if asked not in known:
            known[asked] = date(words, tense, field)
        return known[asked]

    def date(words: TimeWords, tense: str, field: Field) -> Time:
        when = resolve(words, anchor, _hint("future" if _scheduled(words, tense, field) else tense))
        sort = "older" if _told_on(words, tense) else _sort(when)
        if (
            words.rule == "lag" and "last" not in words.before and sort == "older"
        ):  # "two weeks after": what came first is that old, not this
            return Time(Span(field, words.start, words.end), None, "unknown")
        return Time(Span(field, words.start, words.end), when.age_days, sort, when.event_time())

    return told


def _told_on(words: TimeWords, tense: str) -> bool:
    """Tell `the next year` and `that same month` of what is past: they go on from an older time, told before."""
    if words.rule != "unit" or words.unit not in ("month", "year") or tense not in ("past", "pluperfect"):
        return False
    return any(words.before[-2:] == way for way in _TOLD_ON)


def _scheduled(words: TimeWords, tense: str, field: Field) -> bool:
    """Tell `travels to Pyongyang on Monday` in running text: what a present dates by its day is still to come."""
    return words.rule == "weekday" and tense == "present" and field == "body"


def _hint(tense: str) -> Tense | None:
    if not tense:
        return None
    if tense == "future":
        return "future"
    return "present" if tense in ("present", "progressive") else "past"


def _sort(when: When) -> str:
    words = when.words.lower()
    if "earlier" in words and ("month" in words or "year" in words):
        return "older"
    if words.endswith("recently"):
        return "unknown"
    if when.direction == "future":
        return "ahead"
    if when.recent:
        return "within"
    if when.recent is False or (
        when.recent is None
        and when.found_by in ("text", "unknown")
        and when.precision in ("month", "year", "era", "day")
    ):
        return "older"
    return "unknown"
