"""English verbs in all their forms, from the lemma."""

from collections.abc import Iterable

BASE, THIRD, PAST, PARTICIPLE, GERUND = "b", "s", "d", "n", "g"

_VOWELS = "aeiou"
_DOUBLED = frozenset(
    [
        "occur",
        "refer",
        "defer",
        "confer",
        "prefer",
        "infer",
        "transfer",
        "concur",
        "incur",
        "recur",
        "deter",
        "commit",
        "permit",
        "admit",
        "submit",
        "transmit",
        "omit",
        "remit",
        "emit",
        "expel",
        "compel",
        "propel",
        "repel",
        "dispel",
        "excel",
        "rebel",
        "cancel",
        "label",
        "signal",
        "travel",
        "control",
        "patrol",
        "fulfil",
        "enrol",
        "abet",
        "regret",
        "rebut",
        "kidnap",
        "equip",
        "forbid",
    ]
)
"""Verbs of two syllables that double their last letter, or may."""


class Inflection:
    """Forms of verbs; `irregular` holds (lemma, past, participle), a lemma perhaps twice."""

    def __init__(self, irregular: Iterable[tuple[str, str, str]]) -> None:
        self._past: dict[str, list[tuple[str, str]]] = {}
        for lemma, past, participle in irregular:
            self._past.setdefault(lemma, []).append((past, participle))

    def forms(self, lemma: str) -> dict[str, str]:
        """Give each form with the letters of what it may be: base, third, past, participle, gerund."""
        found: dict[str, str] = {}
        for form, letter in self._pairs(lemma):
            found[form] = found.get(form, "") + (letter if letter not in found.get(form, "") else "")
        return found

    def _pairs(self, lemma: str) -> Iterable[tuple[str, str]]:
        yield lemma, BASE
        yield _third(lemma), THIRD
        yield _with(lemma, "ing"), GERUND
        if lemma in _DOUBLED:
            yield lemma + lemma[-1] + "ing", GERUND
        for past, participle in self._past.get(lemma) or _regular(lemma):
            yield past, PAST
            yield participle, PARTICIPLE


def _regular(lemma: str) -> Iterable[tuple[str, str]]:
    yield _with(lemma, "ed"), _with(lemma, "ed")
    if lemma in _DOUBLED:
        yield lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ed"


def _third(lemma: str) -> str:
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ies"
    return lemma + "s"


def _with(lemma: str, ending: str) -> str:
    if lemma.endswith("ie") and ending == "ing":
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and (ending == "ed" or not lemma.endswith(("ee", "ye", "oe"))):
        return lemma[:-1] + ending
    if lemma.endswith("y") and ending == "ed" and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ied"
    return lemma + (lemma[-1] if _doubles(lemma) else "") + ending


def _doubles(lemma: str) -> bool:
    sounded = lemma.replace("qu", "qw")  # "quit" doubles as "hit" does
    if len(lemma) < 3 or lemma[-1] in "wxyaeiou" or lemma[-2] not in _VOWELS or sounded[-3] in _VOWELS:
        return False
    return sum(letter in _VOWELS for letter in sounded) == 1


def plural(noun: str) -> str:
    """Give the plural of a noun (of its last word)."""
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + "s"
