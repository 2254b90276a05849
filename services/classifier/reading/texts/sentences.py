"""Sentences as spans: where they begin and end, never copies of them."""

import re

from services.classifier.reading.texts.text import Field, Span

MAX_SENTENCE = 1200
"""Code points of a sentence at most; what is longer is cut, so that no input costs more than its length."""

_BOUNDARY = re.compile(
    r"""\n\s*\n | \s--?-?\s*0\s*--?\s | [.!?]['")\]]*(?=\s) | [.!?]"(?=[a-z]) | \n(?=\s*[-*•]) | \n""", re.VERBOSE
)
_ABBREVIATION = re.compile(
    r"""(?:^|[\s("'/-])(?:[a-z]|[a-z]\.[a-z](?:\.[a-z])*|mr|mrs|ms|dr|gen|col|maj|lt|sgt|capt|adm|cmdr|sen|rep|gov|prof|st|jr|sr|vs|
    inc|corp|co|ltd|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|calif|mass|conn|wash|fla|tex|del|pa|va|md|etc|approx|dept|
    amb|hon|rev|messrs|e\.g|i\.e|ph\.d|mt|mts|ft|brig|cpl|pfc|pvt|asst|atty|ariz|minn|mich|wis|tenn|nev|colo)\Z""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"""(?:^|[\s("'/-])nos?\Z""")
_NEXT_IS_LOWER = re.compile(r"""["'(\[]*[a-z0-9]""")
_SPACE = " \t\r\n\f\v\x1c\x1d\x1e\x1f\x85"


def sentences(field: Field, text: str, folded: str) -> list[Span]:
    """The sentences of a field, in order, without the space around them."""
    spans: list[Span] = []
    start = 0
    for boundary in _BOUNDARY.finditer(folded):
        if boundary.end() > start and _ends(text, folded, boundary):
            _add(spans, field, text, start, boundary.end())
            start = boundary.end()
    _add(spans, field, text, start, len(text))
    return spans


def _ends(text: str, folded: str, boundary: re.Match[str]) -> bool:
    found = boundary.group()
    if found == "\n":
        return not _wrapped(text, folded, boundary)
    if found[0] != ".":
        return True
    follows = _follow(text, boundary.end())
    if _NEXT_IS_LOWER.match(follows) and len(found) == 1 and not follows[:1].isdigit():
        return False
    before = folded[max(0, boundary.start() - 12) : boundary.start()]
    if _NUMBER.search(before):
        return not follows[:1].isdigit()
    if not _ABBREVIATION.search(before):
        return True
    return _country_ends(before, follows)


def _wrapped(text: str, folded: str, boundary: re.Match[str]) -> bool:
    """Tell whether a line only goes on: in small letters, or behind a possessive."""
    follows = text[boundary.end() : boundary.end() + 1]
    return follows.islower() or folded[: boundary.start()].endswith("'s")


def _follow(text: str, at: int) -> str:
    return text[at : at + 40].lstrip(_SPACE)[:12]


def _country_ends(before: str, follows: str) -> bool:
    """Tell `against the U.S. The North` from `the U.S. Treasury`: only a word that starts sentences ends it."""
    opener = follows.split(" ", 1)[0].strip("\"'“”‘’(,")
    return before.endswith((".s", ".n", ".k", "p.m", "a.m", "inc", "corp")) and _OPENERS.match(opener) is not None


_OPENERS = re.compile(
    r"(?:The|A|An|It|He|She|They|We|In|On|At|But|And|This|That|These|Those|His|Her|Their|Its|As|If|When|While|After|Before"
    r"|Since|Both|Asked|There|Some|Many|Last|Earlier|Meanwhile|However|North|South|Pyongyang|Seoul|Washington)\Z"
)


def _add(spans: list[Span], field: Field, text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    for cut in range(start, end, MAX_SENTENCE):
        spans.append(Span(field, cut, min(end, cut + MAX_SENTENCE)))
