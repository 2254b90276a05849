"""An explanation as one HTML file: no script, nothing fetched, hostile text escaped."""

from collections.abc import Iterator
from html import escape

from services.classifier.explaining.marking import marked
from services.classifier.explaining.telling import facts_of, name_of, relevance_of, silence, turned_away
from services.classifier.reading.reading import Reading
from services.classifier.reading.texts.text import Field, Text

_STYLE = """
body{font:16px/1.5 Georgia,serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
h1{font-size:1.5rem;line-height:1.25} h2{font:600 1rem system-ui,sans-serif;margin-top:2rem}
.body{white-space:pre-wrap} mark{background:#ffe08a;padding:0 .1em} sup{font:.65em system-ui}
.claim{border-left:4px solid #999;padding:.1rem 1rem;margin:1rem 0;font:.9rem/1.45 system-ui,sans-serif}
.asserted{border-color:#b3261e} dt{color:#666;float:left;clear:left;width:6.5rem} dd{margin:0 0 0 7rem}
li{font:.9rem/1.5 system-ui,sans-serif}
"""


def page(text: Text, reading: Reading) -> str:
    """The whole file."""
    title = escape(text.headline or text.id)
    return "".join(
        (
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>',
            f"<h1>{_field(text, reading, 'headline')}</h1>",
            f'<div class="body" dir="auto">{_field(text, reading, "body")}</div>',
            f"<h2>Relevance</h2><p>{escape(relevance_of(reading))}</p>",
            *_claims(reading),
            *_rest(reading),
            "</html>\n",
        )
    )


def _field(text: Text, reading: Reading, field: Field) -> str:
    return "".join(
        f"<mark>{escape(piece.text)}</mark><sup>{','.join(map(str, piece.claims))}</sup>"
        if piece.claims
        else escape(piece.text)
        for piece in marked(text, field, reading.claims)
    )


def _claims(reading: Reading) -> Iterator[str]:
    if reading.claims:
        yield "<h2>Claims</h2>"
    for number, claim in enumerate(reading.claims, start=1):
        facts = "".join(f"<dt>{name}</dt><dd>{escape(said)}</dd>" for name, said in facts_of(claim) if said)
        yield f'<div class="claim {claim.factuality}"><b>{number}. {escape(name_of(claim))}</b><dl>{facts}</dl></div>'


def _rest(reading: Reading) -> Iterator[str]:
    why = silence(reading)
    if why:
        yield f"<h2>Not flagged</h2><p>{escape(why)}</p>"
    if reading.considered:
        candidates = "".join(f"<li>{escape(turned_away(candidate))}</li>" for candidate in reading.considered)
        yield f"<h2>Considered and turned away</h2><ul>{candidates}</ul>"
    if reading.sentences_left:
        yield f"<p>{reading.sentences_left} sentences beyond the budget were not read.</p>"
