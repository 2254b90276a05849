"""Time words: the closed grammar of wire copy's time expressions, found and taken apart, not yet dated."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from services.classifier.reading.aliases import searchable
from services.classifier.reading.text import fold

Unit = Literal["hour", "day", "week", "month", "year", "decade"]
Rule = Literal[
    "weekday",
    "today",
    "date",
    "month",
    "year",
    "years",
    "iso",
    "ordinal",
    "unit",
    "ago",
    "lag",
    "span",
    "recent",
    "now",
]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SHORT_MONTHS = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sept": 9,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen twenty".split()
    )
} | {"a": 1, "an": 1, "couple": 2, "few": 3, "several": 4, "some": 4, "many": 9, "dozen": 12, "half": 1, "thirty": 30}  # fmt: skip

_DAY = "|".join(WEEKDAYS)
_MONTH = "|".join(MONTHS) + r"|(?:" + "|".join(_SHORT_MONTHS) + r")(?=[. ]+\d)\.?"
_NUMBER = r"\d{1,3}|" + "|".join(_NUMBERS) + r"|a few|a couple(?: of)?|about an?"
_UNIT = "hour|day|week|weekend|month|year|decade|century|quarter|summer|spring|autumn|fall|winter|night|fortnight|minute|season"
_YEAR = r"(?:19|20)\d\d"

_CORE = re.compile(
    rf"""(?<!\w)(?:
    (?P<iso>{_YEAR}-\d\d-\d\d)
  | (?P<weekday>{_DAY})(?:\ (?P<part>morning|afternoon|evening|night))?
  | (?P<today>today|tonight|yesterday|tomorrow|overnight)
  | (?P<month1>{_MONTH})\ (?P<day1>\d{{1,2}})(?:st|nd|rd|th)?(?:\ ?(?:-|to|and)\ ?(?P<to1>\d{{1,2}})(?:st|nd|rd|th)?)?(?:,?\ (?P<year1>{_YEAR}))?
  | (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:\ ?(?:-|to|and)\ ?(?P<to2>\d{{1,2}})(?:st|nd|rd|th)?)?\ (?:of\ )?(?P<month2>{_MONTH})(?:,?\ (?P<year2>{_YEAR}))?
  | (?P<month>{_MONTH})(?:,?\ (?:of\ )?(?P<year3>{_YEAR}))?
  | (?P<decade>(?:19|20)\d0)s
  | (?P<year>{_YEAR})(?:[-/](?P<year_to>{_YEAR}|\d\d))?
  | (?P<ago>(?:{_NUMBER})?\ ?(?:{_UNIT})s?)\ ago
  | (?P<lag>(?:(?:{_NUMBER})\ )?(?P<lag_unit>{_UNIT})s?)\ (?P<lag_way>later|earlier|afterwards|after|before|hence|from\ now|since)
  | (?:the\ )?(?P<way>next|coming|past|last|recent|following|previous)\ (?P<span>(?:(?:{_NUMBER})\ )?(?:{_UNIT})s)
  | (?P<unit>{_UNIT})
  | (?P<recent>recently|lately|newly|of\ late)
  | (?P<now>currently|now|at\ present|these\ days|nowadays|so\ far|at\ the\ moment)
  | on\ the\ (?P<ordinal>\d{{1,2}})(?:st|nd|rd|th)
    )(?!\w)""",
    re.VERBOSE,
)
_UNITS = _UNIT.split("|")
_KEYS = frozenset(
    (*WEEKDAYS, *MONTHS, *_SHORT_MONTHS, *_UNITS, *(f"{unit}s" for unit in _UNITS))
    + tuple("today tonight yesterday tomorrow overnight recently lately newly currently now nowadays".split())
    + tuple("present these far moment late".split())
    + tuple(f"{day}{ending}" for day in range(1, 32) for ending in ("st", "nd", "rd", "th"))
)
_WORD = re.compile(r"[^\W_]+")
_BEFORE = re.compile(
    r"((?:(?:the|on|in|at|by|until|till|since|to|for|from|of|before|after|during|through|past|early|late|mid|earlier|later|last|this|next|coming"
    r"|previous|following|same|every|each|all|within|over|between|a|an|its|their|his|around|about|one|starting|beginning|scheduled|set|due|another"
    r"|that|only|as|and|end|beginning|middle)[ -]){0,4})$"
)  # fmt: skip
_YEAR_NEEDS = frozenset(
    "in since of by until till from early late mid before after during the a an through to between and its their his around last every".split()
)
_NOT_A_YEAR = re.compile(
    r" (?:troops|people|workers|soldiers|percent|per cent|miles|meters|metres|kilometers|tons|tonnes|km|kg|dollars|won|families|others)\b"
)
_AHEAD = re.compile(
    r"(?:pushed back|put back|put off|postponed|moved|delayed|rescheduled|shifted|deferred|set|scheduled|slated|planned|due|expected|brought forward)"
    r"(?: to| until| till| for| on| from [a-z]+ (?:\d+ )?to| in| by| the)*[ ]$"
)
_MODAL = frozenset(("may", "march"))
_NAME_AFTER = re.compile(r" (?:times|telegraph|express|mirror|herald|mail|agreement|night live)\b")


@dataclass(frozen=True, slots=True)
class TimeWords:
    """One time expression. `before` are the small words that stand before it and belong to it.

    `nominal`: it qualifies a noun ("the 1994 accord", "last month's test"); `ahead`: it follows a word
    of planning ("pushed back to Sunday").
    """

    start: int
    end: int
    words: str
    rule: Rule
    before: tuple[str, ...] = ()
    weekday: int | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    day_to: int | None = None
    number: int | None = None
    unit: str | None = None
    way: str | None = None
    nominal: bool = False
    ahead: bool = False


def find_times(text: str, start: int = 0, end: int | None = None, plain: str | None = None) -> tuple[TimeWords, ...]:
    """Find the time expressions that begin inside the span; offsets are those of the field.

    `plain` is the searchable folded field where the caller has it already.
    """
    end = len(text) if end is None else end
    piece = text[start:end]
    page = _Page(piece, searchable(fold(piece)) if plain is None else plain[start:end], start)
    found = (_read(page, match) for match in _matches(page.plain))
    return tuple(words for words in found if words)


def _matches(plain: str) -> Iterator[re.Match[str]]:
    """Match the grammar only about the words that a time expression cannot do without."""
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(plain)]
    reach = 0
    for at, (word, start, end) in enumerate(words):
        if start < reach or (word not in _KEYS and not _is_year_word(word)):
            continue
        for _, begin, _ in words[max(0, at - 4) : at + 1]:
            match = _CORE.match(plain, begin) if begin >= reach else None
            if match and match.end() >= end:
                reach = match.end()
                yield match
                break


def _is_year_word(word: str) -> bool:
    return len(word) in (4, 5) and word[:2] in ("19", "20") and word[2:4].isdecimal()


@dataclass(frozen=True, slots=True)
class _Page:
    """The piece of a field that is looked at, and where it begins."""

    text: str
    plain: str
    offset: int


def _read(page: _Page, match: re.Match[str]) -> TimeWords | None:
    rule = _rule(match)
    before = _words_before(page.plain, match.start())
    if not _is_time(page, match, rule, before):
        return None
    start = match.start() - sum(len(word) + 1 for word in before)
    if rule == "ordinal":
        start = match.start()
    return TimeWords(
        start=page.offset + start,
        end=page.offset + match.end(),
        words=page.text[start : match.end()],
        rule=rule,
        before=before,
        nominal=_nominal(page.plain, match.end(), before),
        ahead=_AHEAD.search(page.plain, max(0, match.start() - 48), match.start()) is not None,
        **_values(match, rule),  # type: ignore[arg-type]
    )


def _rule(match: re.Match[str]) -> Rule:
    last = match.lastgroup or ""
    if match["month1"] or match["month2"]:
        return "date"
    if match["month"]:
        return "month"
    names: dict[str, Rule] = {
        "part": "weekday",
        "decade": "years",
        "year_to": "years",
        "lag_way": "lag",
        "way": "span",
        "span": "span",
    }
    return names.get(last, last)  # type: ignore[arg-type]


def _words_before(plain: str, at: int) -> tuple[str, ...]:
    """Give the small words before an expression, whole words only, a leading "and" left out."""
    window = plain[max(0, at - 40) : at]
    found = _BEFORE.search(window)
    words = re.split(r"[ -]", found.group(1))[:-1] if found and found.group(1) else []
    if found and found.start() and window[found.start() - 1].isalnum():
        words = words[1:]
    return tuple(words[1:] if words[:1] == ["and"] else words)


def _is_time(page: _Page, match: re.Match[str], rule: Rule, before: tuple[str, ...]) -> bool:
    if rule == "month":
        return _is_month(page.text, match, before)
    if rule in ("year", "years"):
        return _is_year(page.plain, match, before)
    if rule == "weekday":
        return page.text[match.start()].isupper() and not _NAME_AFTER.match(page.plain, match.end())
    if rule == "unit":
        return bool({"last", "this", "next", "past", "previous", "following", "same", "coming"} & set(before[-2:]))
    return match["ago"] is None or match["ago"].strip() != ""


def _is_month(text: str, match: re.Match[str], before: tuple[str, ...]) -> bool:
    word = match["month"]
    if not text[match.start()].isupper():
        return False
    asked = {
        "in",
        "last",
        "this",
        "next",
        "since",
        "until",
        "early",
        "late",
        "mid",
        "of",
        "by",
        "from",
        "to",
        "through",
        "during",
        "before",
        "after",
        "every",
        "between",
    }
    return word not in _MODAL or match["year3"] is not None or bool(asked & set(before[-2:]))


def _is_year(plain: str, match: re.Match[str], before: tuple[str, ...]) -> bool:
    if match["decade"] or match["year_to"]:
        return True
    if _NOT_A_YEAR.match(plain, match.end()) or plain[max(0, match.start() - 1) : match.start()] in (
        "$",
        "#",
        ",",
        ".",
    ):
        return False
    opening = (
        plain[max(0, match.start() - 1) : match.start()] in ("(", "")
        or plain[max(0, match.start() - 3) : match.start()] == "'s "
    )
    return bool(before and before[-1] in _YEAR_NEEDS) or opening


def _nominal(plain: str, end: int, before: tuple[str, ...]) -> bool:
    if plain.startswith("'s", end) or plain.startswith("' ", end):
        return True
    determined = bool(before) and (
        before[0] in ("the", "a", "an", "its", "their", "his", "this") or before[-1] == "the"
    )
    return (
        determined
        and plain[end : end + 1] in (" ", "-")
        and plain[end + 1 : end + 2].isalpha()
        and "last" not in before
    )


def _values(match: re.Match[str], rule: Rule) -> dict[str, object]:
    if rule == "weekday":
        return {"weekday": WEEKDAYS.index(match["weekday"])}
    if rule == "today":
        return {"way": match["today"]}
    if rule == "iso":
        year, month, day = match["iso"].split("-")
        return {"year": int(year), "month": int(month), "day": int(day)}
    if rule == "date":
        return _date_values(match)
    if rule == "month":
        return {"month": _month(match["month"]), "year": _int(match["year3"])}
    if rule in ("year", "years"):
        return {
            "year": _int(match["year"] or match["decade"]),
            "unit": "decade" if match["decade"] else "year",
            "number": _last_year(match),
        }
    if rule == "ordinal":
        return {"day": int(match["ordinal"])}
    return _amount_values(match, rule)


def _date_values(match: re.Match[str]) -> dict[str, object]:
    which = "1" if match["month1"] else "2"
    return {
        "month": _month(match["month" + which]),
        "day": int(match["day" + which]),
        "day_to": _int(match["to" + which]),
        "year": _int(match["year" + which]),
    }


def _amount_values(match: re.Match[str], rule: Rule) -> dict[str, object]:
    amount = {"ago": match["ago"], "lag": match["lag"], "span": match["span"], "unit": match["unit"]}.get(rule)
    if amount is None:
        return {}
    number, unit = _amount(amount)
    return {"number": number, "unit": unit, "way": match["lag_way"] or match["way"]}


def _amount(words: str) -> tuple[int | None, str]:
    parts = words.split()
    unit = parts[-1]
    unit = unit.rstrip("s") if unit != "season" else unit
    numbers = [_NUMBERS.get(part, int(part) if part.isdecimal() else 0) for part in parts[:-1]]
    return (max(numbers) if numbers else None), unit


def _last_year(match: re.Match[str]) -> int | None:
    last = match["year_to"]
    if last is None:
        return None
    return int(last) if len(last) == 4 else int(match["year"][:2] + last)


def _month(word: str) -> int:
    bare = word.rstrip(".")
    return MONTHS.index(bare) + 1 if bare in MONTHS else _SHORT_MONTHS[bare]


def _int(digits: str | None) -> int | None:
    return int(digits) if digits else None
