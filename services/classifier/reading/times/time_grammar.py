"""The grammar of time expressions: one closed pattern, and the words about which it is tried."""

import re
from typing import Literal

Rule = Literal[
    "weekday", "today", "date", "month", "year", "years", "iso", "ordinal", "unit", "ago", "lag", "span", "recent",
    "now"
]  # fmt: skip

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
SHORT_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12
}  # fmt: skip
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19,
    "twenty": 20, "thirty": 30, "a": 1, "an": 1, "couple": 2, "few": 3, "several": 4, "some": 4, "many": 9,
    "dozen": 12, "half": 1,
}  # fmt: skip
UNITS = (
    "hour", "day", "week", "weekend", "month", "year", "decade", "century", "quarter", "summer", "spring", "autumn",
    "fall",
    "winter", "night", "fortnight", "minute", "season",
)  # fmt: skip
LONG_UNITS = frozenset(("week", "weeks", "month", "months", "year", "years", "decade", "decades"))
"""Units that reach out of the days that count as now."""
SPANS = frozenset(
    ("day", "days", "week", "weeks", "month", "months", "year", "years", "hour", "hours", "night", "evening")
)
"""What tells how long something takes, or how long before something else."""
MODALS = frozenset(("may", "march"))
"""Months that are verbs as well."""

_DAY = "|".join(WEEKDAYS)
_MONTH = "|".join(MONTHS) + r"|(?:" + "|".join(SHORT_MONTHS) + r")(?=[. ]+\d)\.?"
_NUMBER = r"\d{1,3}|" + "|".join(NUMBERS) + r"|a few|a couple(?: of)?|about an?"
_UNIT = "|".join(UNITS)
_YEAR = r"(?:19|20)\d\d"
_TH = "(?:st|nd|rd|th)?"
_TO = r"(?:\ ?(?:-|to|and)\ ?"

CORE = re.compile(
    rf"""(?<!\w)(?:
    (?P<iso>{_YEAR}-\d\d-\d\d)
  | (?P<weekday>{_DAY})(?:\ (?P<part>morning|afternoon|evening|night))?
  | (?P<today>today|tonight|yesterday|tomorrow|overnight|this\ (?:morning|afternoon|evening))
  | (?P<month1>{_MONTH})\ (?P<day1>\d{{1,2}}){_TH}{_TO}(?P<to1>\d{{1,2}}){_TH})?(?:,?\ (?P<year1>{_YEAR}))?
  | (?P<day2>\d{{1,2}}){_TH}{_TO}(?P<to2>\d{{1,2}}){_TH})?\ (?:of\ )?(?P<month2>{_MONTH})(?:,?\ (?P<year2>{_YEAR}))?
  | (?P<month>{_MONTH})(?:,?\ (?:of\ )?(?P<year3>{_YEAR}))?
  | (?P<decade>(?:19|20)\d0)s
  | (?P<year>{_YEAR})(?:[-/](?P<year_to>{_YEAR}|\d\d))?
  | (?P<ago>(?:{_NUMBER})?\ ?(?:{_UNIT})s?)\ ago
  | (?P<lag>(?:(?:{_NUMBER})\ )?(?:{_UNIT})s?)\ (?P<lag_way>later|earlier|afterwards|after|before|hence|from\ now|since)
  | (?:the\ )?(?P<way>next|coming|past|last|recent|following|previous)\ (?P<span>(?:(?:{_NUMBER})\ )?(?:{_UNIT})s)
  | (?P<unit>(?!(?<=last\ )minute|(?<=last-)minute)(?:{_UNIT}))
  | (?P<recent>recently|lately|newly|of\ late)
  | (?P<now>currently|now|at\ present|these\ days|nowadays|at\ the\ moment)
  | on\ the\ (?P<ordinal>\d{{1,2}})(?:st|nd|rd|th)
    )(?!\w)""",
    re.VERBOSE,
)
"""Over searchable folded text. The first alternative that fits wins."""

KEYS = frozenset(
    [
        *WEEKDAYS, *MONTHS, *SHORT_MONTHS, *UNITS, *(f"{unit}s" for unit in UNITS),
        "today", "tonight", "yesterday", "tomorrow", "overnight", "recently", "lately", "newly", "currently", "now",
        "nowadays", "morning", "afternoon", "evening",
        "present", "these", "moment", "late",
        *(f"{day}{ending}" for day in range(1, 32) for ending in ("st", "nd", "rd", "th")),
    ]
)  # fmt: skip
"""Words of which every expression has one, years apart."""

OPENING = frozenset((*WEEKDAYS, "today", "tonight", "yesterday", "tomorrow", "overnight"))
"""Those that only open an expression."""

BEGINS = KEYS | frozenset(NUMBERS) | {
    "about", "the", "this", "these", "so", "at", "of", "on", "next", "coming", "past", "last", "recent", "following",
    "previous",
}  # fmt: skip
"""Words with which an expression may begin, beside numbers."""

WORD = re.compile(r"[^\W_]+")
BEFORE = frozenset(
    [
        "the", "on", "in", "at", "by", "until", "till", "since", "to", "for", "from", "of", "before", "after",
        "during", "through", "past", "early", "late", "mid", "earlier", "later", "last", "this", "next", "coming",
        "previous", "following", "same", "every", "each", "all", "within", "over", "between", "a", "an", "its",
        "their", "his", "around", "about", "one", "starting", "beginning", "scheduled", "set", "due", "another",
        "that", "only", "as", "and", "end", "middle",
    ]
)  # fmt: skip
"""The small words that may stand before an expression and belong to it."""
MOST_BEFORE = 4

PLANNED = re.compile(
    r"(?:pushed back|put back|put off|postponed|moved|delayed|rescheduled|shifted|deferred|set|scheduled|slated"
    r"|planned|due|expected|brought forward)(?: to| until| till| for| on| from [a-z]+ (?:\d+ )?to| in| by| the)*[ ]$"
)
"""Words of planning right before an expression: it lies ahead whatever the tense."""

MONTH_NEEDS = frozenset(
    [
        "in", "last", "this", "next", "since", "until", "early", "late", "mid", "of", "by", "from", "to", "through",
        "during",
        "before", "after", "every", "between",
    ]
)  # fmt: skip
"""One of these must stand before May or March without a day."""
YEAR_NEEDS = frozenset(
    [
        "in", "since", "of", "by", "until", "till", "from", "early", "late", "mid", "before", "after", "during",
        "the", "a", "an",
        "through", "to", "between", "and", "its", "their", "his", "around", "last", "every",
    ]
)  # fmt: skip
"""One of these must stand before a number that is a year."""
UNIT_NEEDS = frozenset(["last", "this", "next", "past", "previous", "following", "same", "coming"])
"""One of these must stand before a bare unit ("last week")."""

NOT_A_YEAR = re.compile(
    r" (?:troops|people|workers|soldiers|percent|per cent|miles|meters|metres|kilometers|tons|tonnes|km|kg|dollars|won"
    r"|families|others)\b"
)
NOT_A_DAY = re.compile(r" (?:times|telegraph|express|mirror|herald|mail|agreement|night live)\b")
