"""Matters: what a sentence is about, by the nouns of matters.yaml."""

from collections.abc import Sequence
from typing import NamedTuple

import ahocorasick_rs

from services.classifier.knowledge.place_entries import Matter, MattersFile
from services.classifier.reading.parties.aliases import Hit, longest, searchable
from services.classifier.reading.texts.text import fold


class MatterMention(NamedTuple):
    """One naming of a matter; `weak` words count only beside an event."""

    start: int
    end: int
    matter: str
    slot: str | None
    weak: bool


class MatterFinder:
    """Finds matters by their nouns; build it once."""

    def __init__(self, matters: MattersFile) -> None:
        self._of: dict[str, tuple[Matter, bool]] = {}
        self._rank = {matter.matter: rank for rank, matter in enumerate(matters.matters)}
        for matter in matters.matters:
            self._add(matter, matter.nouns, weak=False)
        for matter in matters.matters:
            self._add(matter, matter.nearby, weak=True)
        self.patterns = tuple(self._of)
        self._automaton: ahocorasick_rs.AhoCorasick | None = None

    def _add(self, matter: Matter, nouns: Sequence[str], weak: bool) -> None:
        for noun in nouns:
            self._of.setdefault(fold(noun), (matter, weak))

    def hits(self, folded: str) -> list[Hit]:
        """Find every pattern with an automaton of our own."""
        if self._automaton is None:
            self._automaton = ahocorasick_rs.AhoCorasick(self.patterns)
        found: list[Hit] = self._automaton.find_matches_as_indexes(searchable(folded), overlapping=True)
        return found

    def read(self, folded: str, hits: Sequence[Hit]) -> tuple[MatterMention, ...]:
        """Give the matters of a field in order."""
        found = []
        for pattern, start, end in longest(folded, hits):
            matter, weak = self._of[self.patterns[pattern]]
            found.append(MatterMention(start, end, matter.matter, matter.slot, weak))
        return tuple(found)

    def matter_near(self, mentions: Sequence[MatterMention], start: int, end: int, at: int) -> MatterMention | None:
        """Choose the matter of an event at `at` in a sentence: strong before weak, the nearest, the first listed."""
        inside = [mention for mention in mentions if start <= mention.start < end]
        return min(
            inside,
            key=lambda m: (m.weak, min(abs(m.start - at), abs(at - m.end)) // 40, self._rank[m.matter]),
            default=None,
        )
