"""Tokens of a sentence: folded words and where they stand."""

import re
from collections.abc import Sequence

from services.classifier.reading.text import Span

MAX_TOKENS = 260
"""Tokens read of one sentence; the rest of an endless one is left out."""

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?(?![^\W\d_])|\w+?(?=n't\b)|n't\b|'(?:s|re|ve|ll|d|m)\b|\w+|--+|[^\w\s]"
)


class Sentence:
    """One sentence: its span, its words, and where each of them begins and ends in the field.

    A hyphen inside a word parts two words and is no token; a dash with space around it is one. `hung` are
    the words that hang on the one before by such a hyphen.
    """

    __slots__ = ("ends", "hung", "index", "opens_paragraph", "span", "starts", "words")

    def __init__(
        self,
        span: Span,
        index: int,
        words: Sequence[str],
        starts: Sequence[int],
        ends: Sequence[int],
        hung: frozenset[int] = frozenset(),
    ) -> None:
        self.span = span
        self.index = index
        self.words = words
        self.starts = starts
        self.ends = ends
        self.hung = hung

    def __len__(self) -> int:
        return len(self.words)

    def piece(self, first: int, last: int) -> Span:
        """The span from one token through another."""
        return Span(self.span.field, self.starts[first], self.ends[last])

    def token_at(self, offset: int) -> int:
        """The index of the first token that ends after an offset of the field."""
        low, high = 0, len(self.ends)
        while low < high:
            middle = (low + high) // 2
            if self.ends[middle] > offset:
                high = middle
            else:
                low = middle + 1
        return low


def tokenize(span: Span, index: int, folded: str, text: str = "") -> Sentence:
    """The tokens of one sentence of a folded field; `text` tells May, the month, from the helper."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    hung: set[int] = set()
    for match in _TOKEN.finditer(folded, span.start, span.end):
        word, start, end = match.group(), match.start(), match.end()
        if word == "-" and _inside_word(folded, start, span):
            hung.add(len(words))
            continue
        if word == "may" and words and text[start : start + 1] == "M":
            word = "may (month)"
        words.append(word)
        starts.append(start)
        ends.append(end)
        if len(words) == MAX_TOKENS:
            break
    return Sentence(span, index, words, starts, ends, frozenset(hung))


def _inside_word(folded: str, at: int, span: Span) -> bool:
    return at > span.start and at + 1 < span.end and not folded[at - 1].isspace() and not folded[at + 1].isspace()


def words_of(phrase: str) -> tuple[str, ...]:
    """A phrase of the knowledge as the tokens that a text would show."""
    return tuple(tokenize(Span("body", 0, len(phrase)), 0, phrase.lower()).words)
