"""The outlook of a sentence: what relevance sees of it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from services.classifier.reading.parties.aliases import KOREAS
from services.classifier.reading.parties.mention import Mention
from services.classifier.reading.scenes.scene import Party, Scene
from services.classifier.reading.words.phrases import PhraseBook

_ACTING, _MET = ("agent", "by"), ("object",)
_STRANGE = frozenset(("home", "trade", "pastime", "opinion", "bygone"))
"""Cues that speak of something else than dealings between states."""
Words = Sequence[str]


class Outlook(NamedTuple):
    """One sentence: its sides and what they do in it, and the words of its world."""

    sides: frozenset[str]
    agents: frozenset[str]
    affected: frozenset[str]
    things: frozenset[str]
    cues: Mapping[str, int]
    worlds: tuple[str, ...]
    headline: bool
    lead: bool
    chronology: bool
    voice: bool
    aside: bool
    matter: bool
    years: int

    @property
    def korean(self) -> bool:
        """Tell whether the sentence names a Korea."""
        return self.matter

    @property
    def pair(self) -> bool:
        """Tell whether a Korea stands beside another side."""
        return self.korean and len(self.sides) > 1

    @property
    def mixed(self) -> bool:
        """Tell whether it holds words of something else than dealings between states."""
        return bool(self.worlds) or not _STRANGE.isdisjoint(self.cues)

    @property
    def opens(self) -> bool:
        """Tell whether it is the headline or the first sentence."""
        return self.headline or self.lead


def outlook(scene: Scene, book: PhraseBook, worlds: Sequence[str]) -> Outlook:
    """Look at one sentence."""
    mentions = scene.mentions
    return Outlook(
        sides=scene.sides,
        agents=_of_role(mentions, _ACTING),
        affected=_of_role(mentions, _MET),
        things=scene.things,
        cues=_cues(book, scene),
        worlds=tuple(worlds),
        headline=scene.headline,
        lead=scene.lead,
        chronology=scene.chronology,
        voice=bool(scene.voice),
        matter=scene.matter or scene.names(KOREAS),
        aside=_all_aside(scene),
        years=sum(len(word) == 4 and word[:2] in ("19", "20") and word.isdigit() for word in scene.numerals),
    )


def _of_role(mentions: Sequence[Mention], roles: Sequence[str]) -> frozenset[str]:
    """The sides that play one of the roles."""
    return frozenset([side for mention in mentions if mention.role in roles for side in mention.sides])


def _cues(book: PhraseBook, scene: Scene) -> Mapping[str, int]:
    seen: dict[str, set[tuple[str, ...]]] = {}
    for name, phrase in book.found_in(scene.sentence.words, scene.vocabulary):
        seen.setdefault(name, set()).add(phrase)
    return {name: len(phrases) for name, phrases in seen.items()}


_EXAMPLE = (
    ("such", "as"),
    ("as", "well", "as"),
    ("along", "with"),
    ("compared", "with"),
    ("compared", "to"),
    ("similar", "to"),
)
_COMPARING = frozenset(("like", "unlike", "including", *(one[0] for one in _EXAMPLE)))


def _all_aside(scene: Scene) -> bool:
    """Tell whether each Korea that a sentence names is named as an example; most hold no word for it."""
    if _COMPARING.isdisjoint(scene.vocabulary):
        return False
    koreas = [party for party in scene.parties if KOREAS.intersection(party.mention.sides)]
    return bool(koreas) and all(_aside(scene.sentence.words, party) for party in koreas)


def _aside(words: Words, party: Party) -> bool:
    """A Korea named as an example or for comparison: "like North Korea", "such as Iran and North Korea"."""
    before = words[max(0, party.first - 5) : party.first]
    if "like" in before[-3:] or "unlike" in before[-3:] or "including" in before:
        return True
    return any(tuple(before[at : at + len(one)]) == one for one in _EXAMPLE for at in range(len(before)))
