"""What an item says of itself, in headline or first line: that it corrects, kills or withholds. Pure."""

import re

from schemas.article import Status

_CORRECTED = re.compile(
    r"""^\W{0,2}(?:CORRECTED|CORRECTION|CLARIFICATION|REFILE)\s*[-:\])–—]    # CORRECTED-UPDATE 1-, REFILE-
    | ^\W{0,2}(?i:corrected|correction|clarification|refile)\s*[:\])–—]       # Correction: , (Correction)
    | [(\[](?i:corrected|correction|refile)[)\]]\s*$                          # ... (CORRECTED)""",
    re.VERBOSE,
)
_CORRECTS = re.compile(
    r"""^\W{0,3}(
        (?:corrects|correcting|refiles|refiled|corrected\ to
        |this\ (?:story|article|item)\ (?:has\ been|was|is)\ corrected)\b[^\n]{0,300}
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_KILLED = re.compile(
    r"""^\W{0,2}(?:KILL|KILLED|[A-Z]+[- ]KILL)\s*[:–—]                       # KILL: , BULLETIN KILL:
    | ^\W{0,2}(?:MANDATORY|BULLETIN|STORY|ADVISORY)[- ]KILL\b
    | ^\W{0,2}(?:STORY\ )?(?:WITHDRAWN|RETRACTED)\s*[:–—]""",
    re.VERBOSE,
)
_WITHHELD = re.compile(r"^\W{0,2}(?:WITHHOLD|STORY WITHHELD|WITHHELD)\s*[:–—]")


def status_of(headline: str, body: str) -> tuple[Status, str | None]:
    """The status, and the sentence that says what was corrected."""
    if _KILLED.search(headline):
        return Status.CANCELED, None
    if _WITHHELD.search(headline):
        return Status.WITHHELD, None
    corrects = _CORRECTS.search(body)
    if corrects or _CORRECTED.search(headline):
        return Status.CORRECTED, corrects[1].strip("() ") if corrects else None
    return Status.USABLE, None
