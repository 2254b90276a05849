"""Compares what the reader said of a case with what the case wants."""

import datetime

from schemas.claim import Claim
from schemas.kind import Factuality
from services.classifier.reading.reading import Reading
from services.classifier.reading.texts.text import Text
from tests.classifier.case_file import Case, Expected


def text_of(case: Case) -> Text:
    """Make the case a text as the reader takes it."""
    published = datetime.datetime.combine(case.date, datetime.time(12), datetime.UTC) if case.date else None
    return Text(id="case", headline=case.title, body=case.text, published_at=published)


def faults(case: Case, reading: Reading) -> list[str]:
    """List what is wrong with the reading, each in words; empty means right."""
    return [*_wrong_relevance(case, reading), *_missing(case, reading), *_forbidden(case, reading)]


def _wrong_relevance(case: Case, reading: Reading) -> list[str]:
    wanted = {None: None, True: "relevant", False: "irrelevant"}[case.relevant]
    if case.unread:
        wanted = "unread"
    wrong = [f"is {reading.relevance}, not {wanted}"] if wanted and reading.relevance != wanted else []
    if case.unread and reading.language != case.unread:
        wrong.append(f"is taken for {reading.language}, not {case.unread}")
    return wrong


def _missing(case: Case, reading: Reading) -> list[str]:
    return [f"lacks {told(wanted)}" for wanted in case.expect if not any(_fits(c, wanted) for c in reading.claims)]


def _fits(claim: Claim, wanted: Expected) -> bool:
    return (
        claim.kind is wanted.kind
        and claim.factuality is wanted.factuality
        and wanted.actors in (None, frozenset(claim.actors))
        and wanted.targets in (None, frozenset(claim.targets))
    )


def _forbidden(case: Case, reading: Reading) -> list[str]:
    asserted = {claim.kind.value for claim in reading.claims if claim.factuality is Factuality.ASSERTED}
    return [f"asserts {kind}" for kind in sorted(asserted & case.forbidden)]


def told(claim: Claim | Expected) -> str:
    """Tell a claim in a few words: kind, who to whom, factuality."""
    sides = ",".join(sorted(claim.actors or ())) + ("->" + ",".join(sorted(claim.targets)) if claim.targets else "")
    doubt = "" if claim.factuality is Factuality.ASSERTED else f" ({claim.factuality.value})"
    return f"{claim.kind.value}[{sides}]{doubt}"
