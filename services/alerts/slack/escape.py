"""Text for Slack: hostile until proved otherwise. Pure.

Only `&`, `<` and `>` have an escape. mrkdwn has none for its formatting characters, so that a
zero-width space goes before each of them. The runs of a rich text are structured, not parsed: nothing is
escaped there, or readers would see `&amp;`.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from urllib.parse import urlsplit

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BIDI = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_FORMATTING = re.compile(r"([*_~`])")
_ZERO_WIDTH = "\u200b"
_JOINERS = frozenset("\u200d\ufe0e\ufe0f")
_CUT_BACK = 40
"""Characters that may be given up to cut between words."""

LONGEST_URL = 1500
"""Slack takes 3,000; a longer one than this would crowd out what it proves."""


def units(text: str) -> int:
    """The length of a text in UTF-16 units: never less than what Slack counts."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def clean(text: str) -> str:
    """Without control characters and direction marks; tabs and line ends stay."""
    return _BIDI.sub("", _CONTROLS.sub("", text.replace("\r\n", "\n")))


def one_line(text: str) -> str:
    """Clean, and on one line."""
    return " ".join(clean(text).split())


def escaped(text: str) -> str:
    """With the three characters escaped that Slack gives a meaning."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def neutral(text: str) -> str:
    """For mrkdwn: escaped, and unable to begin bold, italics, strike or code."""
    return _FORMATTING.sub(_ZERO_WIDTH + r"\1", escaped(text))


def cut(text: str, limit: int, write: Callable[[str], str] = str) -> str:
    """`write(text)`, in at most `limit` units.

    Where the text is too long, it is cut before it is written, so that no escape is cut apart; between
    words if a space is near, never inside a character of several code points; and ends in an ellipsis.
    """
    whole = write(text[: limit + 1])
    if len(text) <= limit and units(whole) <= limit:
        return whole
    lengths = range(min(len(text), limit) + 1)
    end = bisect_right(lengths, limit - 1, key=lambda length: units(write(text[:length]))) - 1
    return write(text[: _boundary(text, end)].rstrip()) + "…"


def _boundary(text: str, end: int) -> int:
    while 0 < end < len(text) and _joins(text, end):
        end -= 1
    if end < len(text) and text[end].isspace():
        return end
    space = max(text.rfind(" ", max(0, end - _CUT_BACK), end), text.rfind("\n", max(0, end - _CUT_BACK), end))
    return space if space > 0 else end


def _joins(text: str, index: int) -> bool:
    """Whether the code point at `index` belongs to the character before it."""
    here, before = text[index], text[index - 1]
    return bool(unicodedata.combining(here)) or here in _JOINERS or before == "\u200d"


def plain(text: str, limit: int) -> str:
    """One line for a `plain_text` object."""
    return cut(one_line(text), limit, escaped)


def mrkdwn(text: str, limit: int) -> str:
    """One line for mrkdwn that shows as it is written."""
    return cut(one_line(text), limit, neutral)


def link(url: str | None, label: str) -> str:
    """A mrkdwn link with a label that is mrkdwn already; the label alone where the URL is none to follow."""
    target = safe_url(url)
    return f"<{escaped(target)}|{label}>" if target else label


def safe_url(url: str | None) -> str | None:
    """A URL that may stand in a message: http or https, no longer than Slack takes, unable to end the link."""
    if url is None:
        return None
    tidy = "".join(character for character in clean(url) if not character.isspace())
    for character, code in (("|", "%7C"), ("<", "%3C"), (">", "%3E"), ('"', "%22")):
        tidy = tidy.replace(character, code)
    try:
        parts = urlsplit(tidy)
    except ValueError:
        return None
    good = parts.scheme in ("http", "https") and parts.hostname and units(escaped(tidy)) <= LONGEST_URL
    return tidy if good else None
