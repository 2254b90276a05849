"""Voice: whose own words a text is, told by its agency's mark or by the words that only one side uses."""

import re
from collections.abc import Iterable

_STATE_AGENCY = re.compile(r"\(KCNA\)|^\s*KCNA\b|\bJuche \d{2,3}\b")
_ONE_KOREA = re.compile(r"\bsouth Korea")
"""As only the North writes it: a part of the one Korea, no state."""
_MARKS = ("KCNA", "Juche")
"""One of these is in every such mark."""
_HEAD = 400
_OUTSIDE = ("north korea", "n. korea", "n.korea", "nkorea")
_NORTH = "PRK"


def marked_voice(text: str) -> str | None:
    """The side whose state agency has put its mark on a text."""
    head = text[:_HEAD]
    marked = any(mark in head for mark in _MARKS) and _STATE_AGENCY.search(head)
    return _NORTH if marked or text.rstrip().endswith("-0-") else None


def own_voice(folded: Iterable[str], words: Iterable[str], raw: str = "") -> str | None:
    """The North, where a text never calls it so and speaks in the words that nobody else uses."""
    fields = tuple(folded)
    if any(name in field for field in fields for name in _OUTSIDE):
        return None
    used = sum(any(word in field for field in fields) for word in words) + bool(_ONE_KOREA.search(raw))
    return _NORTH if used + any("dprk" in field for field in fields) > 1 and used else None
