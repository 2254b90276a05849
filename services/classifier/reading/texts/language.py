"""Language: which tongue a text is in, by its script and its small words.

A statistical model was measured beside it (py3langid: 0.4 s to load, 90 MB resident) and left out:
what matters here is that English is never taken for foreign, and small words and letters tell that.
"""

import re
from itertools import repeat

from services.classifier.reading.texts.tongues import ENGLISH, LATIN, LETTERS, SCRIPTS, SMALL_WORDS

SAMPLE = 2_000
"""Characters looked at from the beginning of a text; more would tell nothing new."""
OPENING = 300
"""Characters that suffice for most English texts."""
SHORT = 40
"""Words below which a Latin text is taken for English unless its small words say otherwise."""
ENGLISH_SHARE = 0.12
"""Share of English small words from which a longer text is English (wire copy has 0.3 to 0.4)."""

PLAINLY_ENGLISH = 0.22
"""Share from which no other language is even considered."""
_NOUGHT = repeat(0.0)
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """Give the language as ISO 639-1; "und" where neither script nor words tell it.

    A short Latin text is taken for English unless its words say otherwise: headlines are short,
    and what is wrongly called foreign would never be read.
    """
    opening = text[:OPENING]
    if _plainly_english(opening):
        return "en"
    sample = text[:SAMPLE]
    script = _script(sample)
    if script == "latin":
        return _by_words(_WORD.findall(sample.lower()))
    for code, letters in LETTERS.get(script, ()):
        if len(letters.findall(sample)) * 60 > len(sample):
            return code
    return script


def _plainly_english(opening: str) -> bool:
    words = opening.lower().split()
    return sum(map(ENGLISH.__contains__, words)) >= max(4, PLAINLY_ENGLISH * len(words))


def _script(sample: str) -> str:
    """Give "latin", or the language that the prevailing script mostly writes."""
    if sample.isascii():
        return "latin" if LATIN.search(sample) else "und"
    latin = len(LATIN.findall(sample))
    counts = {code: len(letters.findall(sample)) for code, letters in SCRIPTS}
    if counts["ja"] * 10 > counts["zh"]:
        counts["ja"] += counts["zh"]
    code = max(counts, key=lambda each: counts[each])
    if counts[code] * 3 > latin:
        return code
    return "latin" if latin else "und"


def _by_words(words: list[str]) -> str:
    english = sum(word in ENGLISH for word in words)
    weights = {code: sum(map(known.get, words, _NOUGHT)) for code, known in SMALL_WORDS.items()}
    code = max(weights, key=lambda each: weights[each])
    matches = sum(word in SMALL_WORDS[code] for word in words)
    if matches >= 2 and matches > 2 * english and weights[code] >= 0.5:
        return code
    return "en" if len(words) < SHORT or english >= ENGLISH_SHARE * len(words) else "und"
