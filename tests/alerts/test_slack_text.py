import html
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from services.alerts.slack.escape import cut, escaped, link, mrkdwn, neutral, one_line, plain, safe_url, units

TEXT = some.text(some.characters(exclude_categories=["Cs"]), max_size=400)
NASTY = some.text(some.sampled_from("<>&|!@#*_~` a\u202e\u0301\u200d👩‍❤️\n\0é한;"), max_size=300)
ANY = some.one_of(TEXT, NASTY)
HALF_AN_ESCAPE = re.compile(r"&(?!amp;|lt;|gt;)")


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("<!channel> fire", "&lt;!channel&gt; fire"),
        ("<@U123> look", "&lt;@U123&gt; look"),
        ("<https://evil.example|Reuters>", "&lt;https://evil.example|Reuters&gt;"),
        ("AT&T & Q&A", "AT&amp;T &amp; Q&amp;A"),
        ("We've &lt;seen&gt; it", "We've &amp;lt;seen&amp;gt; it"),
    ],
)
def test_a_hostile_headline_neither_pings_nor_spoofs(hostile: str, harmless: str) -> None:
    assert plain(hostile, 150) == harmless


def test_formatting_characters_are_disarmed_where_they_would_be_parsed() -> None:
    assert neutral("*bold* _i_ ~s~ `c`") == "\u200b*bold\u200b* \u200b_i\u200b_ \u200b~s\u200b~ \u200b`c\u200b`"
    assert plain("*bold*", 150) == "*bold*"


def test_controls_and_direction_marks_are_dropped() -> None:
    assert one_line("a\u202eb\u2066c\0d\u200f\n\te") == "abcd e"


@given(text=ANY, limit=some.integers(2, 300))
def test_a_cut_text_fits_is_escaped_whole_and_is_a_beginning_of_the_text(text: str, limit: int) -> None:
    written = plain(text, limit)
    assert units(written) <= limit
    assert not HALF_AN_ESCAPE.search(written)
    assert "<" not in written
    assert ">" not in written
    assert one_line(text).startswith(html.unescape(written).removesuffix("…").rstrip()) or "&" in text


@given(text=ANY, limit=some.integers(2, 300))
def test_neutral_text_fits_and_can_open_nothing(text: str, limit: int) -> None:
    written = mrkdwn(text, limit)
    assert units(written) <= limit
    assert not re.search(r"(?<!\u200b)[*_~`]", written)
    assert not re.search(r"[<>\n]", written)


@given(text=ANY, limit=some.integers(3, 200))
@example(text="e\u0301" * 50, limit=10)
@example(text="👩\u200d❤\ufe0f" * 20, limit=9)
@example(text="한국 " * 50, limit=30)
def test_no_character_of_several_code_points_is_cut_apart(text: str, limit: int) -> None:
    written = cut(text, limit)
    if written == text:
        return
    kept = len(written) - 1
    following = text[kept:].lstrip()[:1]
    assert not written.removesuffix("…").endswith("\u200d")
    assert not (following and unicodedata.combining(following) and text[kept : kept + 1] == following and kept)


def test_a_text_is_cut_between_words_where_a_space_is_near() -> None:
    assert cut("North Korean officials did not show up", 24) == "North Korean officials…"
    assert cut("x" * 50, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://news.example/a?x=1&y=2", "https://news.example/a?x=1&y=2"),
        ("https://news.example/a|b>c", "https://news.example/a%7Cb%3Ec"),
        ("https://news.example/\n<!channel>", "https://news.example/%3C!channel%3E"),
        ("javascript:alert(1)", None),
        ("slack://channel", None),
        ("https://", None),
        ("http://[bad", None),
        ("https://news.example/" + "a" * 1500, None),
        (None, None),
    ],
)
def test_a_link_leads_to_the_web_or_nowhere(url: str | None, safe: str | None) -> None:
    assert safe_url(url) == safe


@given(url=TEXT)
def test_no_url_ends_its_link_early(url: str) -> None:
    written = link("https://news.example/" + url, "label")
    if written != "label":
        assert written.count("<") == written.count(">") == written.count("|") == 1
        assert written.endswith("|label>")


@given(text=TEXT)
def test_escaping_is_undone_by_reading_it(text: str) -> None:
    assert escaped(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text
