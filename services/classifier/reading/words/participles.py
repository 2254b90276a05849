"""Participles: past forms that are no verbs of their clause: `talks aimed at peace have failed`."""

from collections.abc import Sequence

from services.classifier.reading.words.lexicon import Lexicon
from services.classifier.reading.words.tags import Tags

_INTRANSITIVE = frozenset(
    ("waited", "arrived", "stayed", "remained", "appeared", "happened", "travelled", "traveled", "emerged", "departed")
)
"""What nothing is done by: never said of what it describes."""


def reduce(words: Sequence[str], tags: Tags, lexicon: Lexicon) -> None:
    """Turn `talks aimed at peace have failed` round: a past form before the real verb is a participle."""
    letters, forms = tags.letters, tags.forms
    for at in range(1, len(letters) - 2):
        if forms[at] != "d" or letters[at] != "V" or words[at] in _INTRANSITIVE:
            continue
        party = "n" in lexicon.verbs.get(words[at], "") and _no_subject(tags, at - 1)
        bare = letters[at + 1] in "PTA" if letters[at - 1] == "X" else letters[at + 1] in "PT"
        if bare and (party or letters[at - 1] == "X"):
            verb = _another_verb(words, tags, at + 1)
            source = verb >= 0 and words[verb] in lexicon.sayings and "," in words[at:verb]
            if verb >= 0 and not source and lexicon.sayings.isdisjoint(words[at if party else at + 1 : verb]):
                forms[at] = "n"
        elif letters[at - 1] == "," and letters[at + 1] == "P" and _describes(tags, at):
            forms[at] = "n"


def _no_subject(tags: Tags, at: int) -> bool:
    """Tell whether a party ends at a token that is no subject of a relative clause, as in `that the U.S. sent`."""
    letters = tags.letters
    if letters[at] not in "Ee":
        return False
    while at > 0 and letters[at] in "EeD":
        at -= 1
    return letters[at] not in "WS"


def _describes(tags: Tags, at: int) -> bool:
    """Tell whether a past between commas only describes a subject: `The North, punished for its tests, has vowed`."""
    comma = next((place for place in range(at + 1, len(tags.letters)) if tags.letters[place] in ",;:SW-("), -1)
    if comma < 0 or comma + 1 >= len(tags.letters) or tags.letters[comma] != ",":
        return False
    return tags.finite(comma + 1) and not any(map(tags.finite, (*range(at), *range(at + 1, comma))))


def _another_verb(words: Sequence[str], tags: Tags, start: int) -> int:
    """The verb of the same clause that is still to come, or -1."""
    letters = tags.letters
    for at in range(start, min(len(letters), start + 15)):
        if letters[at] == "," and letters[at - 1] in "Ee" and letters[at + 1 : at + 2] == ["E"]:
            continue  # "held in Beijing, China on Monday"
        if letters[at] in ",;:SW-(" or (letters[at] == "C" and _goes_on(words, tags, at)):
            return -1
        if tags.finite(at):
            return at
    return -1


def _goes_on(words: Sequence[str], tags: Tags, at: int) -> bool:
    """Tell whether a verb or, behind `but`, a subject of its own follows: `landed in Seoul but nobody met them`."""
    after = tags.letters[at + 1 : at + 2]
    return bool(after) and (tags.finite(at + 1) or (words[at] == "but" and after[0] in "DER"))
