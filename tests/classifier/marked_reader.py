"""A reader for tests: a text says itself what it claims, so what comes out is known beforehand.

`meeting_missed PRK>USA` as a line of the body is such a claim; a text without claims is irrelevant as
`sport`; `RELEVANT` makes it relevant without a claim; `RAISE` raises; `UNREAD` is in another language.
"""

import re
from typing import Any

from schemas.claim import Claim
from schemas.evidence import Evidence
from schemas.kind import Kind
from services.classifier.reading.reading import Reading
from services.classifier.reading.texts.text import Text
from services.runtime.settings import Settings

_CLAIM = re.compile(r"^(?P<kind>[a-z_]+) (?P<actor>[A-Z]{3})>(?P<target>[A-Z]{3})(?: (?P<factuality>[a-z]+))?$", re.M)


class MarkedReader:
    """Finds the marks."""

    hash = "marks"

    def glance(self, text: Text) -> Reading | None:
        """Sport is told at a glance."""
        marked = "RAISE" in text.body or "RELEVANT" in text.body or _CLAIM.search(text.body)
        return None if marked else self.read(text)

    def read(self, text: Text) -> Reading:
        if "RAISE" in text.body:
            raise RuntimeError("the reader stumbled")
        if "UNREAD" in text.body:
            return _reading("unread", ("korean",), language="ko")
        claims = tuple(_claim(text, match) for match in _CLAIM.finditer(text.body))
        if claims or "RELEVANT" in text.body:
            return _reading("relevant", ("parties",), parties=("PRK",), claims=claims)
        return _reading("irrelevant", ("sport",))


def marked_reader(_: Settings) -> MarkedReader:
    """What the texts of the tests are read with, in whatever process."""
    return MarkedReader()


def _reading(relevance: str, reasons: tuple[str, ...], **changes: Any) -> Reading:
    return Reading(relevance, reasons, **{"language": "en", **changes})  # type: ignore[arg-type]


def _claim(text: Text, match: re.Match[str]) -> Claim:
    start, end = match.span("kind")
    return Claim(
        kind=Kind(match["kind"]),
        actors=(match["actor"],),
        targets=(match["target"],),
        factuality=match["factuality"] or "asserted",  # type: ignore[arg-type]
        evidence=(Evidence(article_id=text.id, field="body", start=start, end=end, text=match["kind"]),),
        rule="test.mark",
    )
