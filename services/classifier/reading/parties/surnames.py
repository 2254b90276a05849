"""Surnames: whether a name stands for its bearer, or is a part of somebody else's or of something."""

import re

from services.classifier.knowledge.actor_entries import Grammar
from services.classifier.reading.texts.text import fold

_CAPITAL_BEFORE = re.compile(r"[^\W\d_a-z][\w'’-]*[^\W_] \Z")
_NAME_AFTER = re.compile(r"[ -]([a-z]+)")
_OWNS = "visit|trip|proposal|offer|remarks|comments|government|statement|speech|meeting"


class Surnames:
    """Judges lone surnames by the words around them, with the lists of actors.yaml."""

    def __init__(self, grammar: Grammar) -> None:
        self._syllables = frozenset(grammar.given_syllables)
        self._before = frozenset(grammar.before_surname)
        verbs = "|".join(re.escape(fold(word)) for word in grammar.after_surname)
        self._acts = re.compile(rf"(?:'s)? (?:{verbs})\b|'s (?:{_OWNS})\b|, (?:who|speaking|in|the|a)\b")

    def stands_alone(self, text: str, plain: str, start: int, end: int) -> bool:
        """Tell "Kim said" from "Kim Sung-ho said", and "Park said" from "Central Park"."""
        after = _NAME_AFTER.match(plain, end)
        capital = after is not None and text[after.start(1)].isupper()
        if after and capital and after.group(1) in self._syllables:
            return False
        before = _CAPITAL_BEFORE.search(text[max(0, start - 24) : start])
        owner = before is not None and before.group().endswith(("'s ", "\u2019s "))
        return before is None or capital or owner or before.group().strip().lower() in self._before

    def acts(self, plain: str, end: int) -> bool:
        """Tell whether the words after it show its bearer acting."""
        return self._acts.match(plain, end) is not None
