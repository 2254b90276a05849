"""Tagging: which part each token plays, told by its neighbours."""

from collections.abc import Sequence

from services.classifier.reading.words.lexicon import Lexicon
from services.classifier.reading.words.participles import reduce
from services.classifier.reading.words.tags import Tags

_NOUN_BEFORE = frozenset("DGP#")
_LINES = ("phone", "telephone", "video")
"""By what people speak: `conferred by phone` is no passive."""
_NAMES = frozenset((("agreed", "framework"), ("agreed", "minutes"), ("red", "cross")))
"""Names that look like verbs."""
_OBJECT_AFTER = frozenset("D#EXR\"'")
_FLOATING = frozenset(("both", "each", "all"))
_MAY_FLOAT = _FLOATING | {"but", "further"}
_VERB_PREFIXES = frozenset(("test", "flight", "re", "co", "mis"))
_PLURALS = frozenset(
    ("people", "police", "men", "women", "media", "many", "others", "data", "team", "delegation", "side")
)
_NOUNS_IN_LY = frozenset(("family", "assembly", "italy", "monopoly", "anomaly", "rally", "reply", "supply"))
_ADJECTIVES = frozenset(("hundred", "sacred", "united", "unprecedented", "wicked", "naked", "rugged", "so-called"))
_BARE = frozenset(("being", "having", "been"))
"""Helpers that make no verb of their own."""


MAX_WORDS = 20_000
"""Words whose letter is kept from one text to the next; a stream soon repeats its words, hostile texts do not."""


def tag(words: Sequence[str], parties: Sequence[int], lexicon: Lexicon, hung: frozenset[int] = frozenset()) -> Tags:
    """Tag a sentence; `parties` holds 0 for no party, 1 for its first token, 2 for a later one.

    What hangs on another word by a hyphen is no verb ("three-stage", "submarine-launched"), but for "test-fire".
    """
    letters = _letters(words, parties, lexicon)
    tags = Tags(letters, [""] * len(letters))
    for at, letter in enumerate(letters):
        if letter == "v":
            adjective = (at in hung and words[at - 1] not in _VERB_PREFIXES) or at + 1 in hung
            form = "" if adjective else _resolve(words, at, tags, lexicon)
            tags.forms[at] = form
            letters[at] = "V" if form else "X"
        elif letter == "'":
            letters[at] = _clitic(words, at, letters) if words[at] == "'s" else '"'
        elif letter in "BH" and words[at] in _BARE:
            tags.forms[at] = "g"
        elif words[at] in _MAY_FLOAT and _floats(words, at, letters, lexicon):
            letters[at] = "A"
    reduce(words, tags, lexicon)
    _point(words, letters)
    if not any(letter in "VBHOM" and tags.finite(at) for at, letter in enumerate(letters)):
        _find_verb(words, tags, lexicon)
    return tags


def _floats(words: Sequence[str], at: int, letters: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether a closed word only stands between subject and verb, or in `cannot but`."""
    if words[at] == "but":
        return at > 1 and words[at - 1] in ("not", "cannot")
    if words[at] == "further":  # "would not further test"
        return at > 0 and letters[at - 1] in "MN" and bool(lexicon.verbs.get(_next(words, at)))
    return words[at] in _FLOATING and at > 0 and letters[at - 1] in "EeX" and bool(lexicon.verbs.get(_next(words, at)))


def _point(words: Sequence[str], letters: list[str]) -> None:
    """Tell `rejected that offer` from `said that offers`: behind a verb, and hardly anything follows the noun."""
    for at in range(1, len(words) - 1):
        if words[at] == "that" and letters[at - 1] == "V" and letters[at + 1] == "X":
            letters[at] = "D" if "".join(letters[at + 2 : at + 3]) in (".", ",", ";", "C", "P", "") else letters[at]


def _next(words: Sequence[str], at: int) -> str:
    return words[at + 1] if at + 1 < len(words) else ""


def _find_verb(words: Sequence[str], tags: Tags, lexicon: Lexicon) -> None:
    """Give a headline its verb where each that could be one could be a noun too: `Seoul, Pyongyang hold talks`."""
    likely = [(_unlike(words, at, tags, lexicon), at) for at in range(1, len(words)) if tags.letters[at] == "X"]
    found = min((entry for entry in likely if entry[0]), default=None)
    if found:
        tags.letters[found[1]] = "V"
        tags.forms[found[1]] = "s" if "s" in lexicon.verbs[words[found[1]]] else "b"


def _unlike(words: Sequence[str], at: int, tags: Tags, lexicon: Lexicon) -> int:
    """How unlikely a word is to be the verb of a headline, from 1; 0 where it cannot be."""
    forms = lexicon.verbs.get(words[at], "")
    place = tags.before(at)
    before = tags.letters[place] if place >= 0 else "^"
    if (
        before not in "EeX)"
        or not forms
        or _before_to(words, at, before, lexicon)
        or ("s" in forms and "b" in lexicon.verbs.get("".join(words[at + 1 : at + 2]), ""))
    ):
        return 0
    if "s" in forms:
        thing = before == "X" and words[at] in lexicon.things and not _phrasal(words, at, lexicon)
        if thing or _several(words, place, tags):
            return 0
        return 1 if before != "X" else 3 if not _hangs(tags, place) else 0
    return 2 if "b" in forms and _several(words, place, tags) else 0


def _hangs(tags: Tags, at: int) -> bool:
    """Tell whether the noun that ends at a token belongs to a preposition."""
    while at >= 0 and tags.letters[at] in "XDA#":
        at -= 1
    return at >= 0 and tags.letters[at] in "PT"


def _belongs(tags: Tags, at: int) -> bool:
    """Tell whether the party that ends at a token stands under a preposition: `fired despite U.N. sanctions that`."""
    if not any(tags.finite(place) for place in range(_clause_start(tags, at), at)):
        return False
    while at >= 0 and tags.letters[at] in "EeD":
        at -= 1
    return at >= 0 and tags.letters[at] == "P"


def _plural_before(words: Sequence[str], at: int, tags: Tags) -> bool:
    """Tell whether a noun before a verb can be its subject: not `the red` of `red cross`."""
    if tags.letters[at] != "X" or words[at].endswith("s") or words[at] in _PLURALS or _awaited(tags, at):
        return True
    head = at - 2 if at > 1 and tags.letters[at - 1] == "P" else at  # "the offices at Panmunjom resume"
    return head < at and tags.letters[head] == "X" and words[head].endswith("s")


def _awaited(tags: Tags, at: int) -> bool:
    """Tell whether a helper still waits for its verb: `will in the near future conduct`."""
    for place in range(at, max(-1, at - 7), -1):
        if tags.letters[place] in "VBHO,;:SW":
            return False
        if tags.letters[place] == "M":
            return True
    return False


def _several(words: Sequence[str], at: int, tags: Tags) -> bool:
    """Tell whether the subject that ends at a token is a plural, or two joined."""
    return words[at].endswith("s") or (
        tags.letters[at] in "Ee" and any(letter in "C," for letter in tags.letters[max(0, at - 6) : at])
    )


def _letters(words: Sequence[str], parties: Sequence[int], lexicon: Lexicon) -> list[str]:
    """The letters that the words have by themselves; `v` for what may be a verb."""
    known = lexicon.letters
    letters = [known.get(word) or known.setdefault(word, _letter(word, lexicon)) for word in words]
    if len(known) > MAX_WORDS:
        known.clear()
    for at, party in enumerate(parties):
        if party:
            letters[at] = "E" if party == 1 else "e"
    longer = words.index("longer") if "longer" in words else 0
    if longer and words[longer - 1] == "no":  # "would no longer guarantee": an adverb, and a verb may follow
        letters[longer - 1 : longer + 1] = "AA"
    return letters


def _letter(word: str, lexicon: Lexicon) -> str:
    if word == "'s":
        return "'"
    letter = lexicon.tags.get(word)
    if letter:
        return letter
    if word in lexicon.verbs or _looks_past(word):
        return "v"
    return _open(word)


def _looks_past(word: str) -> bool:
    """Tell whether a word that the knowledge lacks has the form of a past: `billowed`, `stymied`."""
    return word.endswith("ed") and len(word) > 5 and word[-3] != "e" and word not in _ADJECTIVES


def _open(word: str) -> str:
    first = word[0]
    if first.isdigit():
        return "#"
    if not first.isalnum():
        return "-" if word.startswith("-") else first if len(word) == 1 else "X"
    return "A" if word.endswith("ly") and len(word) > 4 and word not in _NOUNS_IN_LY else "X"


def _clitic(words: Sequence[str], at: int, letters: list[str]) -> str:
    pronoun = at > 0 and (letters[at - 1] == "R" or words[at - 1] in ("it", "he", "she", "that", "there", "what"))
    return "B" if pronoun and words[at - 1] not in ("one", "everyone") else "G"


def _resolve(words: Sequence[str], at: int, tags: Tags, lexicon: Lexicon) -> str:
    """The form in which a word is a verb here, or nothing where it is a noun or an adjective."""
    forms = lexicon.verbs.get(words[at], "?")
    place = tags.before(at)
    before = tags.letters[place] if place >= 0 else "^"
    if forms == "?":
        return _guessed(before, tags.letters[at + 1] if at + 1 < len(words) else "$")
    governed = _after_auxiliary(before, forms)
    if governed is not None:
        return governed
    after = tags.letters[at + 1] if at + 1 < len(words) else "$"
    if forms == "g":
        joined = words[at + 1 : at + 2] == ["with"] and before in ",S"
        noun = words[at] in lexicon.noun_words
        phrasal = noun and before in ",S^" and _phrasal(words, at, lexicon)  # ", cutting off the line"
        return "g" if joined or phrasal else _gerund(before, after, noun)
    if "d" in forms or "n" in forms:
        bare = "b" in forms and (_joined(tags, place) or ("d" not in forms and _they(words, place, tags)))
        return "b" if bare else _past(words, at, before, after, forms)
    if _before_to(words, at, before, lexicon):
        return ""
    noun = words[at] in lexicon.noun_words
    if "s" in forms:
        return _present(words, at, place, after, tags, lexicon)
    return _base(words, at, before, after, noun, tags)


def _before_to(words: Sequence[str], at: int, before: str, lexicon: Lexicon) -> bool:
    """Tell `talks to resume` and `open to talks` from `talks to him` and `will open to tourists`."""
    if words[at] not in ("talks", "open"):
        return False
    following = [word for word in words[at + 1 : at + 4] if word not in ("'", '"')]
    if following[:1] != ["to"]:
        return False
    base = "b" in lexicon.verbs.get("".join(following[1:2]), "")
    return (words[at] == "talks" and base) or (words[at] == "open" and before in "EeX")


def _present(words: Sequence[str], at: int, place: int, after: str, tags: Tags, lexicon: Lexicon) -> str:
    """Whether a word in `s` is a verb; `place` is the word before it that counts."""
    noun, phrasal = words[at] in lexicon.noun_words, _phrasal(words, at, lexicon)
    before = _after_that(words, place, tags, after) if noun or place < 0 else tags.letters[place]
    if noun and before in "Ee" and _infinitive_after(words, at, lexicon):
        return "s"
    if phrasal and before == "," and tags.letters[0] in "ED" and not any(map(tags.finite, range(at))):
        return "s"
    if phrasal and before == "C" and "s" in tags.forms[:at]:  # "declares the truce void and cuts off phone lines"
        return "s"
    if noun and before in "Ee" and ((after == "W" and _belongs(tags, place)) or _qualifies(tags, at)):
        return ""
    if noun and place >= 0 and words[place].endswith("est") and words[place] not in lexicon.noun_words:
        return ""  # "condemned in the strongest terms the firing of"
    named = after == "v" and words[at + 1] in lexicon.noun_words and not _is_thing(words, at, lexicon)
    return _third(before, "X" if named else after, noun, phrasal)


def _qualifies(tags: Tags, at: int) -> bool:
    """Tell whether a noun only qualifies the subject whose verb follows: `the U.N. sanctions committee has`."""
    end = at + 1
    while end < len(tags.letters) and tags.letters[end] == "X":
        end += 1
    return end > at + 1 and "".join(tags.letters[end : end + 1]) in ("B", "H", "M")


def _is_thing(words: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a word is one of the things of the knowledge: `talks fall through`, not `signs order`."""
    return any(hit.entry.sort == "object" for hit in lexicon.find_at(words, at))


def _infinitive_after(words: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    """Tell whether `to` and a verb follow: `Pyongyang pledges to shut its site`."""
    return words[at + 1 : at + 2] == ["to"] and "b" in lexicon.verbs.get("".join(words[at + 2 : at + 3]), "")


def _after_that(words: Sequence[str], place: int, tags: Tags, after: str) -> str:
    """`says that talks have failed`, `a note that talks fell through` open one; `the line that links them` goes on."""
    if place < 1 or words[place] != "that":
        return tags.letters[place] if place >= 0 else "^"
    return "^" if tags.letters[place - 1] in "VC" or after in "vBHM" else "W"


def _after_auxiliary(before: str, forms: str) -> str | None:
    if before in "MTO":
        return "b" if "b" in forms else ""
    if before == "H":
        return "n" if "n" in forms else ""
    if before == "B":
        return "g" if "g" in forms else "n" if "n" in forms else ""
    return None


def _guessed(before: str, after: str) -> str:
    """The form of a word that looks like a past, only where hardly anything but a verb can stand."""
    if before in "HB":
        return "n"
    if before in "EeR)" or (before == "X" and after in 'DER#A"T'):
        return "d" if after not in "$" else ""
    return "n" if before == "X" and after == "P" else ""


def _joined(tags: Tags, joint: int) -> bool:
    """Tell whether a verb goes on with an infinitive: `to downgrade their ties, expel workers and cut trade`."""
    if joint < 1 or tags.letters[joint] not in "C,":
        return False
    place = next((at for at in range(joint - 1, -1, -1) if tags.letters[at] in "VMBHSW;:"), -1)
    return place > 0 and tags.forms[place] == "b" and tags.letters[tags.before(place)] in "TMOC,"


def _they(words: Sequence[str], place: int, tags: Tags) -> bool:
    """Tell whether several stand before a verb whose participle looks like its base: `its delegates come back`."""
    return place >= 0 and (words[place] == "they" or (tags.letters[place] == "X" and words[place].endswith("s")))


def _past(words: Sequence[str], at: int, before: str, after: str, forms: str) -> str:
    if before == "#" and "n" not in forms:
        return "d"  # "the talks of March 22 broke down"
    if before in _NOUN_BEFORE or (before == "V" and after in "XE") or tuple(words[at : at + 2]) in _NAMES:
        return ""
    if "n" in forms and _next(words, at) == "by" and _next(words, at + 1) not in _LINES:
        return "n"
    if "d" not in forms:
        return "n" if before in "XEe),^" else ""
    if before == "^":
        return "" if after in "XE" else "n" if "n" in forms else "d"
    return "d"


def _gerund(before: str, after: str, noun: bool) -> str:
    if not noun:
        return "" if before in "DG#" and after in "XEe" else "g"
    return "g" if before in ",SP^" and after in "DERv" else ""


def _third(before: str, after: str, noun: bool, phrasal: bool) -> str:
    if before in _NOUN_BEFORE or before == "^":
        return ""
    if not noun:
        return "s"
    if phrasal and before in "EeRW)":
        return "s"
    if before in "EeRW)":
        return "s" if after in _OBJECT_AFTER or after == "W" or before in "RW" else ""
    return "s" if before in ',X"C' and after in "DRE" else ""


def _base(words: Sequence[str], at: int, before: str, after: str, noun: bool, tags: Tags) -> str:
    if before in _NOUN_BEFORE or before == "^":
        return ""
    if before in "C," and "b" in tags.forms[:at] and (not noun or after in "D#ER"):
        return "b"
    if not noun:
        return "b" if before in "EeXR)" and after != "$" and _plural_before(words, tags.before(at), tags) else ""
    if before == "R" and words[tags.before(at)] in ("we", "they", "i"):
        return "b"
    plural = before == "R" or (before in "EeX)" and _several(words, tags.before(at), tags))
    opens = after == "X" and not any(tags.finite(place) for place in range(_clause_start(tags, at), at))
    return "b" if plural and (after in "D#ERTW" or opens) else ""


def _clause_start(tags: Tags, at: int) -> int:
    """Where the stretch of words before `at` begins: after the last mark that parts clauses."""
    place = at - 1
    while place >= 0 and tags.letters[place] not in ";:SW-(":
        place -= 1
    return place + 1


def _phrasal(words: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    return any(hit.entry.forms and hit.entry.rest for hit in lexicon.find_at(words, at))
