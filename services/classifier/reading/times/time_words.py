"""Time words: the time expressions of wire copy, found and taken apart, not yet dated."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from services.classifier.reading.parties.aliases import searchable
from services.classifier.reading.texts.text import fold
from services.classifier.reading.times.time_grammar import (
    BEFORE,
    BEGINS,
    CORE,
    KEYS,
    MODALS,
    MONTH_NEEDS,
    MONTHS,
    MOST_BEFORE,
    NOT_A_DAY,
    NOT_A_YEAR,
    NUMBERS,
    OPENING,
    PLANNED,
    SHORT_MONTHS,
    UNIT_NEEDS,
    WEEKDAYS,
    WORD,
    YEAR_NEEDS,
    Rule,
)


class TimeWords(NamedTuple):
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
    words = WORD.findall(plain)
    keys = [at for at, word in enumerate(words) if word in KEYS or (word < "3" and _is_year_word(word))]
    spans = [match.span() for match in WORD.finditer(plain)] if keys else []
    reach = 0
    for at in keys:
        start, end = spans[at]
        if start < reach:
            continue
        for place in range(at if words[at] in OPENING else max(0, at - 4), at + 1):
            begin = spans[place][0]
            if begin < reach or not (words[place] in BEGINS or words[place][0].isdecimal()):
                continue
            match = CORE.match(plain, begin)
            if match and match.end() >= end:
                reach = match.end()
                yield match
                break


def _is_year_word(word: str) -> bool:
    return word[:2] in ("19", "20") and len(word) in (4, 5) and word[2:4].isdecimal()


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
        nominal=_nominal(page.plain, match.end(), before) or _of_paper(page.plain, start, before),
        ahead=PLANNED.search(page.plain, max(0, match.start() - 48), match.start()) is not None,
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


_BEHIND_A_MARK = re.compile(r"[\W_]([a-z]+)\Z")
"""The first word of a quotation or an aside: `"in August`."""


def _words_before(plain: str, at: int) -> tuple[str, ...]:
    """Give the small words before an expression, whole words only, a leading "and" left out."""
    *words, gap = plain[max(0, at - 40) : at].replace("-", " ").split(" ")
    first, least = len(words), max(0, len(words) - MOST_BEFORE)
    while not gap and first > least and words[first - 1] in BEFORE:
        first -= 1
    before = words[first:]
    marked = _BEHIND_A_MARK.search(words[first - 1]) if not gap and first > least else None
    if marked and marked.group(1) in BEFORE:
        before = [marked.group(1), *before]
    return tuple(before[1:] if before[:1] == ["and"] else before)


def _is_time(page: _Page, match: re.Match[str], rule: Rule, before: tuple[str, ...]) -> bool:
    if rule == "month":
        return _is_month(page.text, match, before)
    if rule in ("year", "years"):
        return _is_year(page.plain, match, before)
    if rule == "weekday":
        return page.text[match.start()].isupper() and not NOT_A_DAY.match(page.plain, match.end())
    if rule == "unit" and match["unit"] == "weekend" and {"the", "over", "at"} & set(before):
        return True
    if rule == "unit":
        return bool(UNIT_NEEDS & set(before[-2:])) or bool(
            {"end", "earlier", "later"} & set(before) and before[-1] == "the"
        )
    return match["ago"] is None or match["ago"].strip() != ""


def _is_month(text: str, match: re.Match[str], before: tuple[str, ...]) -> bool:
    if not text[match.start()].isupper():
        return False
    return match["month"] not in MODALS or match["year3"] is not None or bool(MONTH_NEEDS & set(before[-2:]))


def _is_year(plain: str, match: re.Match[str], before: tuple[str, ...]) -> bool:
    if match["decade"] or match["year_to"]:
        return True
    if NOT_A_YEAR.match(plain, match.end()) or plain[max(0, match.start() - 1) : match.start()] in (
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
    return bool(before and before[-1] in YEAR_NEEDS) or opening


_CURRENT = frozenset(("last", "this", "same"))
"""Before these a unit stands by itself: "this week North Korea said"."""


_DETERMINERS = frozenset(("the", "a", "an", "its", "their", "his", "this"))
_PAPER = re.compile(
    r"[ -](?:[\w-]+ ){0,2}"
    r"(?:accord|agreement|pact|deal|treaty|declaration|truce|armistice|framework|war|rule|occupation)\b"
)
"""What a year names without an article: "in violation of 1994 pact"."""


_OF_PAPER = re.compile(
    r"\b(?:accord|agreement|pact|deal|treaty|declaration|truce|armistice|framework|statement|promise|pledge|commitment"
    r"|communique|memorandum|settlement|understanding|protocol)s? of(?: |$)"
)
"""What a time behind names: "ran counter to the declaration of 2018"."""


def _of_paper(plain: str, start: int, before: tuple[str, ...]) -> bool:
    end = start + 2 if before[:1] == ("of",) else start
    return _OF_PAPER.search(plain, max(0, start - 24), end) is not None and plain[end - 3 : end].strip() == "of"


def _nominal(plain: str, end: int, before: tuple[str, ...]) -> bool:
    if plain.startswith("'s", end) or plain.startswith("' ", end):
        return True
    determined = bool(before) and (before[0] in _DETERMINERS or before[-1] in _DETERMINERS)
    if not determined and plain[end - 1].isdigit() and before[-1:] != ("in",) and _PAPER.match(plain, end):
        return True
    return (
        determined
        and plain[end : end + 1] in (" ", "-")
        and plain[end + 1 : end + 2].isalpha()
        and not _CURRENT & set(before)
        and "during" not in before
    )


def _values(match: re.Match[str], rule: Rule) -> dict[str, object]:
    if rule in ("date", "iso", "month", "ordinal", "year", "years"):
        return _calendar_values(match, rule)
    if rule == "weekday":
        return {"weekday": WEEKDAYS.index(match["weekday"])}
    return {"way": match["today"]} if rule == "today" else _amount_values(match, rule)


def _calendar_values(match: re.Match[str], rule: Rule) -> dict[str, object]:
    if rule == "date":
        return _date_values(match)
    if rule == "iso":
        year, month, day = match["iso"].split("-")
        return {"year": int(year), "month": int(month), "day": int(day)}
    if rule == "month":
        return {"month": _month(match["month"]), "year": _int(match["year3"])}
    if rule == "ordinal":
        return {"day": int(match["ordinal"])}
    unit = "decade" if match["decade"] else "year"
    return {"year": _int(match["year"] or match["decade"]), "unit": unit, "number": _last_year(match)}


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
    numbers = [NUMBERS.get(part, int(part) if part.isdecimal() else 0) for part in parts[:-1]]
    return (max(numbers) if numbers else None), unit


def _last_year(match: re.Match[str]) -> int | None:
    last = match["year_to"]
    if last is None:
        return None
    return int(last) if len(last) == 4 else int(match["year"][:2] + last)


def _month(word: str) -> int:
    bare = word.rstrip(".")
    return MONTHS.index(bare) + 1 if bare in MONTHS else SHORT_MONTHS[bare]


def _int(digits: str | None) -> int | None:
    return int(digits) if digits else None
