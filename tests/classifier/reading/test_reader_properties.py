"""Whatever comes in, reading gives a reading: the same one each time, and proven by the text as it came."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from types import FrameType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.classifier.knowledge import load_knowledge
from services.classifier.reading.reader import MAX_SENTENCES, Reader
from services.classifier.reading.reading import Reading
from services.classifier.reading.texts.text import Text
from tests.bench.articles import KOREA
from tests.bench.hostile import HOSTILE, OPENING, SENTENCE

READER = Reader(load_knowledge())
JULY_12 = datetime(2018, 7, 12, 12, tzinfo=UTC)

WIRE = (
    "North Korea", "the North", "South Korean", "U.S.", "Pyongyang's", "Kim Jong Un", "KCNA", "the two sides",
    "they", "we", "he", "envoy Ri Aa Bb", "Ri", "cancelled", "did not show up for", "refused", "to attend",
    "condemned", "fired", "denied", "would", "not", "agreed to", "said that", "said", "told", "warned", "if",
    "that", "which", "after", "and", "but", "by", "the talks", "a missile", "the hotline", "the deal", "sanctions",
    "on Monday", "last week", "July 12, 2018", "in 1994", "days after", "?", ".", ",", ";", ":", "-", "--", "(",
    ")", '"', "“", "”", "'s", "\n", "\n\n", "SEOUL, July 12 (Yonhap) --", "Juche 107", "May", "20,000",
)  # fmt: skip
STRANGE = (
    "\x00",
    "\u200f",
    "\u202e",
    "\u0301",
    "e\u0301",
    "\u0130",
    "ß",
    "\ufeff",
    "\u2028",
    "\xad",
    "\ufffd",
    "朝鮮",
    "😀",
)
"""NUL, right-to-left marks, combining marks, letters that grow when made small, line separators, soft hyphens."""

PLAIN = tuple(word for sentence in KOREA for word in sentence.split(" "))
"""Words of the bench's articles, with the commas and full stops that hang on them."""

PIECES = st.one_of(
    st.sampled_from(WIRE),
    st.sampled_from(PLAIN),
    st.sampled_from(WIRE),
    st.sampled_from(STRANGE),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)


def joined(most: int) -> st.SearchStrategy[str]:
    """Texts of pieces, mostly with blanks between them."""
    glue = st.sampled_from([" ", " ", " ", ""])
    pairs = st.lists(st.tuples(PIECES, glue), min_size=most // 4, max_size=most)
    return pairs.map(lambda found: "".join(piece + blank for piece, blank in found))


BODIES = st.builds(str.__add__, st.sampled_from((OPENING, OPENING, OPENING, "")), joined(60))
"""Mostly behind an opening in plain English about Korea: what is in no known language is not read at all."""


def read(headline: str, body: str) -> Reading:
    return READER.read(Text("text", headline, body, JULY_12))


@given(headline=joined(12), body=BODIES)
@example(  # whoever spoke first stands further right in his sentence than the second one has words
    headline="",
    body='"Nobody should think that we shall watch idly what is done to us in the days and weeks to come," the North '
    'Korean foreign ministry said. "We have cut off the hotline with South Korea."',
)
@example(headline="", body="North Korea cancelled the talks on Monday, officials said North Korea, the host,")
@settings(deadline=None, max_examples=150)
def test_any_text_gives_a_reading_that_the_text_itself_proves(headline: str, body: str) -> None:
    reading = read(headline, body)
    written = {"headline": headline, "body": body}
    for claim in reading.claims:
        for proof in claim.evidence:
            assert proof.text == written[proof.field][proof.start : proof.end]
    for turned_away in reading.considered:
        span = turned_away.span
        assert turned_away.words == written[span.field][span.start : span.end]


@given(headline=joined(12), body=BODIES)
@settings(deadline=None, max_examples=50)
def test_the_same_text_is_read_alike_each_time(headline: str, body: str) -> None:
    first = read(headline, body)
    read("North Korea", "Kim Jong Un said that the North would not attend the talks on Monday.")
    assert read(headline, body) == first


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_to_the_end(name: str) -> None:
    text = HOSTILE[name](30_000)
    reading = read(text[:2_000], text)
    assert reading.relevance in ("relevant", "irrelevant", "unread")
    assert all(proof.text in text for claim in reading.claims for proof in claim.evidence)


def test_of_an_endless_text_only_so_many_sentences_are_read() -> None:
    beyond = 40
    reading = read("", f"{SENTENCE}.\n" * (MAX_SENTENCES + beyond))
    assert reading.sentences_left == beyond


@pytest.mark.parametrize("name", HOSTILE)
def test_twice_the_hostile_text_is_not_much_more_than_twice_the_work(name: str) -> None:
    once, twice = (_calls(partial(read, "", HOSTILE[name](length))) for length in (10_000, 20_000))
    assert twice < 2.5 * once + 10_000


def _calls(work: Callable[[], object]) -> int:
    """Count the functions that are called: work measured without a clock."""
    ticks = _Ticks()
    sys.setprofile(ticks)
    try:
        work()
    finally:
        sys.setprofile(None)
    return ticks.count


class _Ticks:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self, _frame: FrameType, event: str, _argument: object) -> None:
        self.count += event.endswith("call")
