"""An explanation as lines for a terminal."""

from collections.abc import Callable, Iterator

from services.classifier.explaining.marking import marked
from services.classifier.explaining.telling import facts_of, name_of, relevance_of, silence, turned_away
from services.classifier.reading.reading import Reading
from services.classifier.reading.texts.text import Text

Paint = Callable[[str, str], str]
"""Gives a piece of text the look of its part: evidence, asserted, other, name or quiet."""

_CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, *range(128, 160)), "�")
"""A hostile text must not move the cursor of whoever reads its explanation."""


def lines(text: Text, reading: Reading, paint: Paint) -> Iterator[str]:
    """The text with evidence marked, then relevance, claims and what was turned away."""
    yield from (f"{_field(text, reading, 'headline', paint)}", "") if text.headline else ()
    yield _field(text, reading, "body", paint)
    yield ""
    yield f"{paint('relevance', 'name')}  {_safe(relevance_of(reading))}"
    for number, claim in enumerate(reading.claims, start=1):
        yield ""
        look = "asserted" if claim.factuality == "asserted" else "other"
        yield f"[{number}] {paint(name_of(claim), look)}"
        yield from (f"    {paint(f'{name:10}', 'quiet')} {_safe(said)}" for name, said in facts_of(claim) if said)
    yield from _rest(reading, paint)


def _rest(reading: Reading, paint: Paint) -> Iterator[str]:
    if reading.considered:
        yield ""
        yield paint("considered and turned away", "name")
        yield from (f"  - {_safe(turned_away(candidate))}" for candidate in reading.considered)
    if reading.sentences_left:
        yield f"{reading.sentences_left} sentences beyond the budget were not read"
    why = silence(reading)
    if why:
        yield f"{paint('not flagged', 'name')}  {why}"


def _field(text: Text, reading: Reading, field: str, paint: Paint) -> str:
    pieces = marked(text, "headline" if field == "headline" else "body", reading.claims)
    return "".join(
        paint(_safe(piece.text), "evidence") + f"[{','.join(map(str, piece.claims))}]"
        if piece.claims
        else _safe(piece.text)
        for piece in pieces
    )


def _safe(text: str) -> str:
    return text.translate(_CONTROL)
