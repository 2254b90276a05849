"""Tags: what part each token plays, as far as clauses need it."""

# One letter a token: D determiner, P preposition, T to, R pronoun, C and/or/but, A adverb, N not, S subordinator,
# W relative, B be, H have, O do, M modal, G possessive, E party (e: its later words), # number, V verb, X the rest;
# punctuation stands for itself.


class Tags:
    """The tags of one sentence, and for every verb the letter of its form (see `inflection`)."""

    __slots__ = ("forms", "letters")

    def __init__(self, letters: list[str], forms: list[str]) -> None:
        self.letters = letters
        self.forms = forms

    def before(self, at: int) -> int:
        """The nearest token to the left that is no adverb, negation or quote; -1 at the start."""
        place = at - 1
        while place >= 0 and self.letters[place] in 'AN"':
            place -= 1
        return place

    def finite(self, at: int) -> bool:
        """Tell whether a finite verb (or its first auxiliary) stands here."""
        letter = self.letters[at]
        if letter in "BHOM":
            return self.forms[at] != "g" and (at == 0 or self.letters[self.before(at)] != "T")
        if letter != "V" or self.forms[at] not in "sdb":
            return False
        return self.forms[at] != "b" or self.before(at) < 0 or self.letters[self.before(at)] not in "TMO"
