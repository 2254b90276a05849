"""Sourcing: the chain from the outlet to the origin, and whether anybody leaves it open.

A name counts only where it tells the story: before a verb of saying ("Kyodo reported") or after words that
lead to a source ("according to", "citing", "told"). Unnamed press ("local media") gives way to the outlet that
the next sentence names.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from schemas.claim import Hop
from services.classifier.knowledge.class_entries import SourcingFile
from services.classifier.reading.texts.text import Text
from services.classifier.reading.texts.tokens import words_of

_OUTLET = re.compile(
    r"\((Reuters|AP|AFP|Yonhap|KCNA|Kyodo|CNN|UPI|Xinhua|Bloomberg|IANS|dpa|ANI)\)|\b(Kyodo|Yonhap|Xinhua) --"
)
_SAYS = re.compile(
    r"(?:['’]s)?(?:\s+(?:for|of|from|at|in|on|the|and|a|who|has|had|have|was|were|also|later|then|[a-z]+ly|[a-z]+day"
    r"|official|ministry|newspaper|agency|[A-Z][\w.’'-]*)){0,10}(?:,[^,;]{0,80},)?"
    r"\s+(?:said|says|say|saying|reported|reports|report|announced|confirmed|told|quoted|cited|added|stated|declared|disclosed|wrote)\b"
)
_LEADS = re.compile(
    r"\b(?i:according to|citing|cited|quoting|quoted|told|reported by|quoted by)\s+"
    r"(?:(?:the|a|an|its|their|some|two|several|senior|high-ranking|diplomatic|[A-Z][\w.’'-]*)\s+){0,5}\Z"
)
_TITLE = re.compile(r"(?:(?!(?:The|An?|One|Both) )[A-Z][\w.’'-]*\s+){0,4}\Z")
_OF = re.compile(r"(?:\s+(?:for|of|at|in)\s+(?:the\s+)?(?:[A-Z][\w.’'-]*\s?)+)+")
_ROOTS = ("named", "official", "state_media")
_DEPTH = ("outlet", "named", "state_media", "official", "anonymous")
MAX_HOPS = 5


class Sentence(Protocol):
    """What of a sentence is looked at: as written, folded, and its words."""

    @property
    def written(self) -> str: ...
    @property
    def folded(self) -> str: ...
    @property
    def vocabulary(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Sources:
    """The chain, the different origins that the sentences of the evidence name, and whether only the press tells it."""

    hops: tuple[Hop, ...]
    roots: tuple[str, ...] = ()
    press: bool = False


class SourceFinder:
    """Finds the hops in the words of a sentence; build it once."""

    def __init__(self, words: SourcingFile) -> None:
        self._named = (
            (_Phrases(words.state_media), "state_media"),
            (_Phrases(words.agencies), "named"),
            (_Phrases(words.official), "official"),
            (_Phrases(words.anonymous), "anonymous"),
        )
        self._press = _Phrases(words.unnamed_press)
        self._marks = _Phrases(words.marks)
        self._unconfirmed = words.unconfirmed

    def outlet(self, text: Text) -> Hop | None:
        """The outlet: the provider, else the agency in the dateline."""
        found = _OUTLET.search(text.body, 0, 200)
        name = text.provider or (found and (found.group(1) or found.group(2)))
        return Hop(name=name, role="state_media" if name == "KCNA" else "outlet") if name else None

    def sources(self, outlet: Hop | None, own: Sequence[Sentence], after: Sequence[Sentence]) -> Sources:
        """Outlet first, then whom it cites, down to the origin: from the sentences of the evidence and those after."""
        told = [list(self.cited(sentence)) for sentence in own]
        press = not any(told)
        if press:
            told = self._resolved(own, after)
        hops = {
            hop.name.casefold(): hop for hop in (*([outlet] if outlet else []), *(h for hops in told for h in hops))
        }
        roots = (next((hop.name for hop in reversed(hops) if hop.role in _ROOTS), "") for hops in told)
        chain = sorted(hops.values(), key=lambda hop: _DEPTH.index(hop.role))[:MAX_HOPS]
        return Sources(tuple(chain), _distinct(roots), press and bool(told))

    def _resolved(self, own: Sequence[Sentence], after: Sequence[Sentence]) -> list[list[Hop]]:
        """Unnamed press: the outlet that the sentence after it names, else the press as an unnamed source."""
        press = [hop for sentence in own for hop in _told_by(self._press, "anonymous", sentence)]
        if not press:
            return []
        later = [list(self.cited(sentence)) for sentence in after]
        return [hops for hops in later if any(hop.role == "named" for hop in hops)] or [press[:1]]

    def cited(self, sentence: Sentence) -> Iterator[Hop]:
        """The sources that one sentence rests on."""
        found = [hop for phrases, role in self._named for hop in _told_by(phrases, role, sentence)]
        yield from found
        mark = self._marks.first_in(sentence)
        if mark and not any(hop.role == "anonymous" for hop in found):
            yield Hop(name=sentence.written[mark.start() : mark.end()], role="anonymous")

    def leaves_open(self, folded: str) -> bool:
        """Tell whether the text says that nobody would confirm."""
        return any(phrase in folded for phrase in self._unconfirmed)


class _Phrases:
    """Phrases of one sort; a sentence without the first word of any of them is not searched."""

    def __init__(self, phrases: Sequence[str]) -> None:
        longest = sorted(phrases, key=len, reverse=True)
        self._pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(phrase) for phrase in longest) + r")(?!\w)")
        self._heads = frozenset(words_of(phrase)[0] for phrase in phrases)

    def all_in(self, sentence: Sentence) -> Iterator[re.Match[str]]:
        """Every place where one of them stands."""
        return iter(()) if self._heads.isdisjoint(sentence.vocabulary) else self._pattern.finditer(sentence.folded)

    def first_in(self, sentence: Sentence) -> re.Match[str] | None:
        """The first of these places."""
        return next(self.all_in(sentence), None)


def _distinct(roots: Iterable[str]) -> tuple[str, ...]:
    """The different origins; "a spokeswoman" beside "the Unification Ministry" is no other one."""
    found = dict.fromkeys(root for root in roots if root)
    named = tuple(root for root in found if not root.islower())
    return named or tuple(found)[:1]


def _told_by(phrases: _Phrases, role: str, sentence: Sentence) -> Iterator[Hop]:
    for found in phrases.all_in(sentence):
        if _tells(sentence.written, found.start(), found.end()):
            whole = _whole if role == "official" else _as_written
            yield Hop.model_validate({"name": whole(sentence.written, found.start(), found.end()), "role": role})
            return


def _tells(written: str, start: int, end: int) -> bool:
    if _LEADS.search(written, max(0, start - 80), start):
        return True
    return _SAYS.match(written, end) is not None


def _as_written(written: str, start: int, end: int) -> str:
    return written[start:end]


def _whole(written: str, start: int, end: int) -> str:
    """The name with its title and its house: `spokesman` is `Foreign Ministry spokesman`, `spokesman for the ...`."""
    left = _TITLE.search(written, max(0, start - 60), start)
    right = _OF.match(written, end)
    return written[left.start() if left else start : right.end() if right else end].strip()
