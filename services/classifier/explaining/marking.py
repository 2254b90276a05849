"""The text with its evidence marked: pieces of each field, in order, with what each piece proves."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from schemas.claim import Claim
from services.classifier.reading.texts.text import Field, Text


@dataclass(frozen=True)
class Piece:
    """Consecutive characters of one field and the numbers (from 1) of the claims that rest on them."""

    text: str
    claims: tuple[int, ...] = ()


def marked(text: Text, field: Field, claims: tuple[Claim, ...]) -> Iterator[Piece]:
    """Cut a field where evidence begins or ends; joined again, the pieces are the field."""
    whole = text.headline if field == "headline" else text.body
    spans = [
        (proof.start, proof.end, number)
        for number, claim in enumerate(claims, start=1)
        for proof in claim.evidence
        if proof.field == field
    ]
    cuts = sorted({0, len(whole), *(cut for start, end, _ in spans for cut in (start, end))})
    for start, end in pairwise(cuts):
        yield Piece(whole[start:end], tuple(sorted({n for first, last, n in spans if first <= start and end <= last})))
