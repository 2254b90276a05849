"""Hostile texts: what nobody writes and somebody sends. Each can be had as long as wanted.

They open in plain English about Korea, since what is in another language or about something else is not read at all.
"""

from collections.abc import Callable

SENTENCE = "North Korea said that it would not attend the talks"
OPENING = (
    "The foreign ministry of North Korea said on Monday that it would not go to the talks which it had agreed to hold "
    "with the United States in the village on the border, and that it was for the other side to say when they could "
    "be held. There was no word of it from the White House, and the officials who had been sent to the border for the "
    "day have been told to go home. "
)

_UNITS: dict[str, str] = {
    "no spaces": "NorthKoreasaid",
    "one word": "a",
    "one endless sentence": "North Korea said that ",
    "party names": "North Korea ",
    "party names in a list": "North Korea, South Korea, the United States, ",
    "surnames": "Kim Park Lee ",
    "trigger verbs": "cancelled refused fired condemned ",
    "triggers with their parties": "North Korea cancelled the talks with South Korea and ",
    "words that govern": "threatened to refuse to agree to plan to ",
    "quotes": '"',
    "quoted words": '"North Korea" ',
    "curly quotes": "“North Korea said ‘no’” ",
    "brackets": "North Korea (",
    "nested quotes and brackets": '"North (Korea "said (no ',
    "no full stops": f"{SENTENCE} and ",
    "full stops": "U.S. N. Korea. ",
    "short sentences": "North Korea refused. ",
    "questions": "Will North Korea come? ",
    "commas": "North Korea, ",
    "dashes": "North Korea - South-Korea -- ",
    "line ends": "North Korea\n",
    "right-to-left marks": "North\u200f Korea\u202e said\u202c ",
    "combining marks": "No\u0301rth Ko\u0308rea North Korea\u0301 ",
    "letters that grow when made small": "\u0130 North Korea ",
    "NUL": "North Korea\x00said\x00",
    "years": "1994 2018 North Korea ",
    "dates": "on July 12, 2018 North Korea last week of Monday ",
    "weekdays": "Monday ",
    "numbers": "1,000.50:20 ",
    "apostrophes": "North Korea's Kim's ",
    "introductions": "North Korean envoy Ri Aa Bb said Ri ",
    "Juche": "(KCNA) -- Juche 107 we ",
}
"""What is said again and again."""


def _repeated(unit: str) -> Callable[[int], str]:
    return lambda length: (OPENING + unit * (length // len(unit) + 1))[:length]


HOSTILE: dict[str, Callable[[int], str]] = {name: _repeated(unit) for name, unit in _UNITS.items()}
"""By name: a function from a length in characters to a text of it."""
