"""Clause signs: what a few tokens ahead tell of a clause that no word of its own announces."""

from collections.abc import Mapping, Sequence

from services.classifier.reading.words.lexicon import Hit
from services.classifier.reading.words.tags import Tags

LOOK = 14
"""Tokens looked ahead for the verb of a clause that begins without a word of its own."""
_SPEAKING = frozenset(
    (
        "calling",
        "adding",
        "saying",
        "describing",
        "denouncing",
        "condemning",
        "accusing",
        "urging",
        "noting",
        "labeling",
    )
)
_SAYING = frozenset(
    ("said", "says", "told", "warned", "added", "declared", "insisted", "announced", "argued", "claimed")
)
"""Participles behind a comma that go on with what the speaker does, not the one spoken of: `said ..., calling it`."""


_INVERTS = frozenset(("should", "were", "had"))
_MEASURES = frozenset(("minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years"))
"""Words that count time."""
_AS_FAR = frozenset(("well", "part", "quoted", "a", "an", "many", "much", "recently", "late", "early", "recent"))
"""Words beside which `as` opens no clause: `as part of`, `as recently as Tuesday`."""


class Signs:
    """Looks ahead in one sentence; `clausal` holds the verbs that take a clause, by their last token."""

    def __init__(self, words: Sequence[str], tags: Tags, clausal: Mapping[int, Hit]) -> None:
        self._words, self._tags, self._letters, self._clausal = words, tags, tags.letters, clausal
        self.openings = (self.clause_ahead, self.appositive_ahead, self.plan_ahead)

    def inverted(self, at: int) -> bool:
        """Tell whether `should the North refuse` or `Were Seoul to agree` stands for an `if`."""
        if self._words[at] not in _INVERTS or self._letters[at + 1 : at + 2] not in (["E"], ["D"], ["R"]):
            return False
        opens = at == 0 or self._letters[at - 1] in ',"'
        return "?" not in self._words[-2:] and (opens or self._words[at] == "should") and self._turned(at)

    def _turned(self, at: int) -> bool:
        """Tell whether a participle follows: `had the North agreed`, not `the minister, had a talk with the guest`."""
        if self._words[at] != "had" or self._letters[at + 1] != "D" or at == 0:
            return True
        for place in range(at + 2, min(len(self._words), at + LOOK)):
            if self._letters[place] in ",;":
                return False
            if self._letters[place] == "V" and self._tags.forms[place] in "pd":
                return True
        return False

    def is_list(self, at: int, opened: bool) -> bool:
        """Tell whether a comma stands in a list of names or nouns.

        Not where it ends a clause that opens the sentence: `If it lands here, the army and its chief will`.
        """
        if at + 1 >= len(self._words) or self._letters[at - 1] not in "EeX" or (opened and self._two_act(at)):
            return False
        if self._letters[at + 1] not in "EXD":
            return False
        for place in range(at + 1, min(len(self._words), at + 8)):
            if self._words[place] in ("and", "or"):
                return self._letters[place - 1] in "EeX,"
            if self._letters[place] not in "EeXD,G":
                return False
        return False

    def _two_act(self, at: int) -> bool:
        """Tell whether two joined subjects with their verb follow a comma: `, Seoul and its ally will`."""
        joined = False
        for place in range(at + 1, min(len(self._words), at + LOOK)):
            if self._tags.finite(place):
                return joined
            if self._letters[place] not in "EeXD'#CG":
                return False
            joined = joined or self._letters[place] == "C"
        return False

    def says_soon(self, start: int) -> bool:
        """Tell whether somebody and a verb of saying follow."""
        for place in range(start + 1, min(len(self._words), start + LOOK - 1)):
            if self._quotes(place) or self._words[place + 1 : place + 4] == ["quoted", "as", "saying"]:
                return True
            if place in self._clausal and self._tags.finite(place):
                after = "$" if place + 1 >= len(self._words) else self._letters[place + 1]
                return after in '$,.AP"XSRT' or (self._words[place] == "told" and after in "DE")
            if self._letters[place] in "VSWBHM;:" or (self._words[place] == "," and not self.apposition(place)):
                return False
        return False

    def _quotes(self, at: int) -> bool:
        """Tell whether somebody is quoted here: `KCNA quoted a spokesman as saying`, `cited the army as saying`."""
        after = self._words[at + 1 : at + LOOK] if self._words[at] in ("quoted", "cited", "quotes") else ()
        return "saying" in after and after[after.index("saying") - 1] == "as"

    def said_between(self, at: int) -> bool:
        """Tell whether somebody says it between an opening and the main clause: `If it goes on, Kim said, Seoul`."""
        if self._letters[at + 1 : at + 2] not in (["E"], ["X"], ["D"], ["R"]) or not self.says_soon(at + 1):
            return False
        ahead = range(at + 2, min(len(self._words) - 1, at + LOOK))
        said = next((place for place in ahead if place in self._clausal and self._tags.finite(place)), -1)
        return said > 0 and self._words[said + 1] == ","

    def speaks_on(self, at: int, verb: int) -> bool:
        """Tell whether a participle goes on with what is said, not with what a paper reports."""
        return verb >= 0 and self._words[at] in _SPEAKING and self._words[verb] in _SAYING

    def apposition(self, at: int) -> bool:
        """Tell whether `, deputy minister of defence, said` ends here or begins here."""
        if at + 1 in self._clausal and self._tags.finite(at + 1):
            return True
        ahead = range(at + 1, min(len(self._words) - 1, at + LOOK))
        end = next((place for place in ahead if self._letters[place] in ",VSWBHM;:"), -1)
        return end > 0 and self._words[end] == "," and end + 1 in self._clausal and self._tags.finite(end + 1)

    def but_somebody(self, at: int) -> bool:
        """Tell whether a subject follows `, but`, however long it is."""
        return (
            self._words[at] == "but"
            and self._letters[at - 1] == ","
            and self._letters[at + 1 : at + 2] in (["D"], ["E"])
        )

    def clause_ahead(self, start: int) -> bool:
        """Tell whether a subject and its finite verb follow at once."""
        nominal = False
        for place in range(start, min(len(self._words), start + LOOK)):
            if self._tags.finite(place):
                return nominal
            letter = self._letters[place]
            if letter in ",;:CSW-TV" and not (self._joins_sides(place) or (nominal and self._qualifies(place))):
                return False
            nominal = nominal or letter in "EXRD#"
        return False

    def finite(self, at: int) -> bool:
        """Tell whether a finite verb stands here, of a subject named before."""
        return at < len(self._words) and self._tags.finite(at)

    def points(self, at: int) -> bool:
        """Tell whether `that` only points to a time: `due that day`."""
        return self._words[at + 1 : at + 2] in (
            ["day"],
            ["week"],
            ["month"],
            ["year"],
            ["night"],
            ["evening"],
            ["morning"],
        )

    def goes_on(self, at: int) -> bool:
        """Tell whether a main clause follows what opens the sentence: its verb, or a subject (`that option`)."""
        if at >= len(self._words):
            return False
        pointing = self._words[at] == "that" and self._letters[at + 1 : at + 2] == ["X"]
        return self._tags.finite(at) or self.clause_ahead(at + pointing)

    def _qualifies(self, at: int) -> bool:
        """Tell whether a participle only says more of a noun: `said a missile fired from the North fell`."""
        bare = self._letters[at] == "V" and self._tags.forms[at] == "n" and self._letters[at - 1] in "Xe"
        return bare and self._letters[at + 1 : at + 2] == ["P"]

    def opens_nothing(self, at: int) -> bool:
        """Tell `as part of it`, `at once` and a headline's `due to meet` from `as he met them`, `due to the test`."""
        if self._words[at] == "due":
            planned = self._letters[at + 1 : at + 3] == ["T", "V"]
            return planned and not any(map(self._tags.finite, range(at)))
        if self._words[at] == "once":  # "at once", "all at once"; "who once called it": an adverb before its verb
            return at > 0 and self._words[at - 1] == "at"
        if at == 0 and self._words[at] in ("after", "before"):
            return self._only_when()
        return self._words[at] == "as" and not _AS_FAR.isdisjoint(self._words[max(0, at - 1) : at + 2])

    def _only_when(self) -> bool:
        """Tell an opening that is no clause: `After two days of talks the North left`, with one verb for all of it."""
        end = next((at for at in range(1, min(len(self._words), 6)) if self._words[at] in _MEASURES), 0)
        if end and not any(map(self._tags.finite, range(end + 2))) and "," not in self._letters[:end]:
            return self._letters[end + 1 : end + 2] != [","]
        return "," not in self._letters and sum(map(self._tags.finite, range(len(self._words)))) == 1

    def plan_ahead(self, start: int) -> bool:
        """Tell what a headline says is to come: `Seoul says two Koreas to hold talks Friday`."""
        if self._words[start - 1] not in ("says", "say") or self._letters[start] not in "ED":
            return False
        at = start + 1
        while at < len(self._words) and self._letters[at] in "EeXDC,'#":
            at += 1
        return "E" in self._letters[start:at] and "".join(self._letters[at : at + 2]) in ("TV", "TB")

    def _joins_sides(self, at: int) -> bool:
        """Tell whether `and` only joins two sides in one subject: `said the North and the South had agreed`."""
        ahead = "".join(self._letters[at + 1 : at + 3])
        joined = self._letters[at - 1] in "Ee" and (ahead[:1] == "E" or ahead == "DE")
        return self._words[at] == "and" and joined

    def behind_the_one_told(self, start: int) -> int:
        """Where what is said begins behind the one it is said to: `told Mr. Moon he would`; or -1."""
        at = start + 1
        while at < len(self._words) and self._letters[at] == "e":
            at += 1
        begins = self._letters[start] == "E" and at < len(self._words) and self._letters[at] in "DER"
        return at if begins and self.clause_ahead(at) else -1

    def appositive_ahead(self, start: int) -> bool:
        """Tell whether a party, something about it between commas, and its verb follow."""
        commas = [at for at in range(start, min(len(self._words), start + 2 * LOOK)) if self._letters[at] == ","][:2]
        if (
            len(commas) < 2
            or commas[1] + 1 == len(self._letters)
            or "E" not in self._letters[start : commas[0]]
            or self._letters[commas[0] - 1] not in "Ee"
        ):
            return False
        inside = range(start, commas[1])
        return self._tags.finite(commas[1] + 1) and not any(self._letters[at] in "VBHOM;:" for at in inside)

    def after_time(self, start: int) -> int:
        """Where the words go on behind adverbs and quotation marks."""
        while start < len(self._words) and self._letters[start] in 'A"':
            start += 1
        return start
