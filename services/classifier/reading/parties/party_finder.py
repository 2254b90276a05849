"""Parties: who is named in a text, found in one pass and then read in order.

hits of the automaton -> names with their noun phrases (naming) -> who they are (identity)
  -> what only points back (party stack) -> mentions
"""

import datetime
import re
from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

import ahocorasick_rs

from services.classifier.knowledge.actor_entries import ActorsFile
from services.classifier.reading.parties.aliases import KOREAS, POWERS, AliasTable, Hit, bounded, searchable
from services.classifier.reading.parties.gate import Gate
from services.classifier.reading.parties.identity import Identifier
from services.classifier.reading.parties.mention import Mention, coordinated
from services.classifier.reading.parties.naming import Memory, Named, Namer, Scanned
from services.classifier.reading.parties.party_stack import PartyStack
from services.classifier.reading.parties.voice import marked_voice
from services.classifier.reading.texts.sentences import sentences
from services.classifier.reading.texts.text import fold

__all__ = ["Mention", "PartyFinder", "Scanned", "coordinated", "dateline_end"]

_DATELINE = re.compile(
    r"\s*(?:[A-Z][A-Z.'’]+(?:[ /-][A-Z][A-Z.'’]+)*\b[^\n]{0,70}?(?:\s--\s?|\s[-–—]\s|[—–])"
    r"|[A-Z][A-Z.'’]{3,}(?: [A-Z.'’]+)*(?:, [A-Z][\w. ]{2,18})? \([A-Za-z/ ]{2,20}\) (?=[A-Z“\"])"
    r"|[A-Z][\w ]{2,20}, [A-Z][a-z]{2,8}\.? \d{1,2}[^\n]{0,30}?\([A-Za-z/ ]{2,20}\)(?: ?[-–—]+)?"
    r"|[A-Z][\w ]{2,20} \([A-Z][A-Za-z/ ]{1,20}\)(?: ?[-–—]+| [A-Z][a-z]{2,8}\.? \d{1,2}, \d{4} ))"
)
_AFTER_BYLINE = re.compile(
    r"(?<![\w.])[A-Z]{4,}(?: [A-Z]{3,})?(?:, [A-Z][\w. ]{2,18})?(?: \([A-Za-z/ ]{2,20}\))? (?:--|[-–—]) (?=[A-Z“\"])"
)
_ALLY = (" ally ", " allies ", " rival ", " neighbor ", " neighbour ", " partner ", " foe ")
"""What names one side by the other: `U.S. ally Japan`."""
_AND = (" and ", ", ", ", and ", " or ", "-", " & ", "/", " and the ", " or the ")


class PartyFinder:
    """Finds the parties of a text. Build it once: it holds the patterns."""

    def __init__(self, actors: ActorsFile) -> None:
        self._table = AliasTable(actors)
        self._namer = Namer(actors, self._table)
        self._identifier = Identifier(self._namer.grammar)
        self._women = frozenset(person.name for person in actors.people if person.woman)
        self._automaton: ahocorasick_rs.AhoCorasick | None = None
        self.patterns = self._table.patterns
        self.korea = self._table.korea
        self._gate = Gate(self._table)

    def concern_korea(self, folded: str) -> bool:
        """Tell whether a field names a Korea, or "the North" beside what shows which North that is."""
        opens = self._gate.opens(searchable(folded))
        return self._table.concern_korea(folded, self.hits(folded)) if opens is None else opens

    def hits(self, folded: str) -> list[Hit]:
        """Find every pattern with an automaton of our own, for use outside the shared pass."""
        if self._automaton is None:
            self._automaton = ahocorasick_rs.AhoCorasick(
                self.patterns, implementation=ahocorasick_rs.Implementation.DFA
            )
        found: list[Hit] = self._automaton.find_matches_as_indexes(searchable(folded), overlapping=True)
        return found

    def korean_names(self, one: Scanned) -> list[int]:
        """Give where a Korea, or what shows a text to be about one ("Yongbyon"), is named; sorted."""
        return sorted(s for pattern, s, e in one.hits if pattern in self.korea and bounded(one.folded, s, e))

    def scan(self, text: str) -> Scanned:
        """Fold one field, search it and find its sentences."""
        folded = fold(text)
        ends = [span.end for span in sentences("body", text, folded)]
        return Scanned(text, folded, self.hits(folded), ends)

    def read(
        self, fields: Sequence[Scanned], on: datetime.date | None = None, first_person: str | None = None
    ) -> tuple[tuple[Mention, ...], ...]:
        """Give the mentions of each field in order; `first_person` is the side of "we" (for KCNA: PRK)."""
        named, memory = self._namer.names(fields, on)
        stack = PartyStack(first_person or _first_person(fields), self._women, _two_sides(named) or _two_koreas(fields))
        return tuple(self._resolved(one, names, memory, stack) for one, names in zip(fields, named, strict=True))

    def _resolved(self, one: Scanned, names: Sequence[Named], memory: Memory, stack: PartyStack) -> tuple[Mention, ...]:
        plain = one.plain
        line_ends = dateline_end(one.text)
        mentions: list[Mention] = []
        stack.enter(one.ends, plain)
        for named, following in zip_longest(names, names[1:]):
            if following and following.phrase.start <= named.start and named.meanings[0].detail == "body":
                continue  # "the Foreign Ministry of the North" is one name
            mention = self._identifier.identified(named, memory)
            if mention is None:
                continue
            if mention.end <= line_ends:
                mention = mention._replace(role="place")
            elif mentions:
                mention = _beside(plain, mentions, mention)
            mentions.append(stack.resolve(mention, named.meanings[0].detail))
        return tuple(mentions)


def _two_sides(named: Sequence[Sequence[Named]]) -> tuple[str, ...]:
    """The two sides that a text names most, for an excerpt that begins with "the two countries"."""
    counts = Counter(side for names in named for name in names for side in name.meanings[0].sides)
    great = Counter({side: count for side, count in counts.items() if side in KOREAS | POWERS})  # no mere host
    most = sorted(side for side, _ in (great if len(great) > 1 else counts).most_common(2))
    return tuple(most) if len(most) == 2 else ()


def _two_koreas(fields: Sequence[Scanned]) -> tuple[str, ...]:
    """The sides of what is called inter-Korean, where the text does not name two."""
    return ("KOR", "PRK") if any("inter-korean" in one.folded for one in fields) else ()


def dateline_end(text: str) -> int:
    """Give where the dateline ends, after a byline too ("By A. Writer TOKYO - "); 0 where there is none.

    A word in small letters makes it none: `U.S. and South Korean forces - some 20,000 - began`.
    """
    found = _DATELINE.match(text) or _AFTER_BYLINE.search(text, 0, 160)
    return found.end() if found and not any(word[0].islower() for word in found.group().split()) else 0


def _first_person(fields: Sequence[Scanned]) -> str | None:
    return next((voice for one in fields if (voice := marked_voice(one.text))), None)


def _share_head(plain: str, mentions: list[Mention], mention: Mention) -> None:
    """`Chinese, South Korean and U.S. envoys`: all before it are envoys too."""
    later = mention
    for at in range(len(mentions) - 1, max(-1, len(mentions) - 6), -1):
        one = mentions[at]
        if one.form != "demonym" or one.head is not None or plain[one.np_end : later.np_start] not in _AND:
            return
        later = mentions[at] = one._replace(head=mention.head, role=mention.role, many=True)


def _beside(plain: str, mentions: list[Mention], mention: Mention) -> Mention:
    """Let joined neighbours share preposition and head: "between Seoul and Tokyo", "U.S. and Korean officials"."""
    last = mentions[-1]
    gap = plain[last.np_end : mention.np_start]
    if gap in _ALLY:
        mentions[-1] = last._replace(role="modifier")
    if gap not in _AND:
        return mention
    if mention.head:
        _share_head(plain, mentions, mention)
    if (
        last.head
        and not mention.head
        and mention.form != "demonym"
        and plain[last.np_start : last.start].find(last.head) >= 0
    ):
        mention = mention._replace(head=last.head, many=last.many)
    if gap == ", " or mention.prep or last.role not in ("object", "place", "by") or mention.role != "agent":
        return mention
    return mention._replace(prep=last.prep, role=last.role)
