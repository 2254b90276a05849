"""The outcome of reading a text."""

from dataclasses import dataclass
from typing import Literal

from schemas.claim import Claim
from schemas.kind import Kind
from services.classifier.reading.texts.text import Span

Relevance = Literal["relevant", "irrelevant", "unread"]


@dataclass(frozen=True)
class Considered:
    """A candidate that is no claim: what it would have been, by which rule, and which row turned it away."""

    kind: Kind
    rule: str
    row: str
    reason: str
    span: Span
    words: str


@dataclass(frozen=True)
class Reading:
    """What reading made of a text. `sentences_left` counts those beyond the budget."""

    relevance: Relevance
    reasons: tuple[str, ...]
    language: str | None
    parties: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    considered: tuple[Considered, ...] = ()
    sentences_left: int = 0
