"""Tokens of a sentence: folded words and where they stand."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from services.classifier.reading.texts.lazy import lazily, lazy
from services.classifier.reading.texts.text import Span

MAX_TOKENS = 260
"""Tokens read of one sentence; the rest of an endless one is left out."""

_TOKEN = re.compile(
    r" ?([a-z]++(?=[ ,])|(?:[^\W\d_]\.){2,}|\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?(?![^\W\d_])|\w+?(?=n't\b)|n't\b"
    r"|'(?:s|re|ve|ll|d|m)\b|\w+|--+|[^\w\s])"
)
"""The blank before and the plain word first: most tokens are told by them at once."""


@lazily
class Sentence:
    """One sentence: its span, its words, and where each of them begins and ends in the field.

    A hyphen inside a word parts two words and is no token; a dash with space around it is one. `hung` are
    the words that hang on the one before by such a hyphen. `written` are the words as they stand in the field.
    """

    def __init__(
        self,
        span: Span,
        index: int,
        words: Sequence[str],
        folded: str,
        written: Sequence[str],
        hung: frozenset[int] = frozenset(),
    ) -> None:
        self.span, self.index, self.words, self.hung = span, index, words, hung
        self._folded, self._written = folded, written

    def __len__(self) -> int:
        return len(self.words)

    @lazy
    def starts(self) -> Sequence[int]:
        """Where each word begins."""
        return _starts(self._folded, self._written, self.span.start)

    @lazy
    def ends(self) -> Sequence[int]:
        """Where each word ends."""
        return [start + len(word) for start, word in zip(self.starts, self._written, strict=True)]

    def piece(self, first: int, last: int) -> Span:
        """The span from one token through another."""
        return Span(self.span.field, self.starts[first], self.ends[last])

    def token_at(self, offset: int) -> int:
        """The index of the first token that ends after an offset of the field."""
        return bisect_right(self.ends, offset)


def _starts(folded: str, written: Sequence[str], at: int) -> list[int]:
    starts: list[int] = []
    for word in written:
        at = folded.find(word, at)
        starts.append(at)
        at += len(word)
    return starts


def tokenize(span: Span, index: int, folded: str, text: str = "") -> Sentence:
    """The tokens of one sentence of a folded field; `text` tells May, the month, from the helper."""
    written = _TOKEN.findall(folded, span.start, span.end)
    if "-" in written or "may" in written:
        return _carefully(span, index, folded, text, written)
    words = written[:MAX_TOKENS]
    return Sentence(span, index, words, folded, words)


def _carefully(span: Span, index: int, folded: str, text: str, found: Sequence[str]) -> Sentence:
    """The same where a hyphen or a May must be looked at in its place."""
    words: list[str] = []
    written: list[str] = []
    hung: set[int] = set()
    for word, start in zip(found, _starts(folded, found, span.start), strict=True):
        if word == "-" and _inside_word(folded, start, span):
            hung.add(len(words))
            continue
        month = word == "may" and (words or _numbered(folded, start)) and text[start : start + 1] == "M"
        words.append("may (month)" if month else word)
        written.append(word)
        if len(words) == MAX_TOKENS:
            break
    return Sentence(span, index, words, folded, written, frozenset(hung))


def _numbered(folded: str, start: int) -> bool:
    """Read a May that opens its sentence as the month where a day or a year follows."""
    return folded[start + 4 : start + 5].isdigit()


def _inside_word(folded: str, at: int, span: Span) -> bool:
    return at > span.start and at + 1 < span.end and not folded[at - 1].isspace() and not folded[at + 1].isspace()


def words_of(phrase: str) -> tuple[str, ...]:
    """A phrase of the knowledge as the tokens that a text would show."""
    return tuple(tokenize(Span("body", 0, len(phrase)), 0, phrase.lower()).words)
