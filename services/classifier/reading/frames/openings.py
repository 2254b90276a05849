"""Openings: what a sentence says at its start about the standing of all that it tells."""

from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.words.lexicon import Lexicon

_FAR = 8
_YEAR = 4
"""Figures of a year."""


def opens_under(scene: Scene, lexicon: Lexicon) -> str:
    """Tell what a sentence tells of: what a mere paper foresees (`Under the proposal, it would`), or an accord's terms.

    The terms of an accord whose year or day is named are old ones: `Under the 1994 accord`, `In a deal of 2007,`.
    """
    words = scene.sentence.words[:_FAR]
    if words[:1] == ["in"] and "," in words:
        words = words[: words.index(",")]
        dated = any(word.isdigit() and len(word) == _YEAR for word in words)
        return "old terms" if dated and not lexicon.cues["accords"].isdisjoint(words) else ""
    if words[:1] != ["under"]:
        return ""
    if "would" in scene.vocabulary and not lexicon.cues["papers"].isdisjoint(words):
        return "ask"
    if lexicon.cues["accords"].isdisjoint(words):
        return ""
    return "old terms" if any(word.isdigit() for word in words) else "terms"
