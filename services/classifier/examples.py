"""Examples: every entry of the knowledge that decides something shows own sentences, and what each must give.

An analyst who changes an entry sees at once which of its sentences no longer hold (`koreadesk check`).
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.claim import Claim
from schemas.kind import Factuality, Kind
from services.classifier.knowledge import Knowledge
from services.classifier.knowledge.class_entries import Example, VerbClass, Veto
from services.classifier.reading.reader import Reader
from services.classifier.reading.texts.text import Text


@dataclass(frozen=True, slots=True)
class Shown:
    """One sentence of an entry: what it must give, or the kinds that it must not assert."""

    entry: str
    example: Example
    never: frozenset[Kind] = frozenset()

    def fault(self, reader: Reader) -> str | None:
        """Say what is wrong with the reading of the sentence; nothing if it holds."""
        claims = reader.read(_text(self.example)).claims
        if self.never:
            asserted = {claim.kind for claim in claims if claim.factuality is Factuality.ASSERTED} & self.never
            return self._told(f"must not assert {', '.join(sorted(asserted))}") if asserted else None
        if any(_fits(self.example, claim) for claim in claims):
            return None
        return self._told(f"must give {_wanted(self.example)}, gives {'; '.join(map(_told, claims)) or 'nothing'}")

    def _told(self, fault: str) -> str:
        return f"{self.entry}: {fault}: {self.example.text}"


def shown(knowledge: Knowledge) -> Iterator[Shown]:
    """All sentences of verb classes, vetoes and stances."""
    for entry in knowledge.classes:
        yield from (Shown(entry.name, example) for example in entry.examples)
        yield from (Shown(entry.name, example, kinds_of(entry)) for example in entry.lookalikes)
    for veto in knowledge.vetoes:
        yield from _of_veto(veto)
    reversal = frozenset((Kind.STATEMENT_REVERSED,))
    yield from (Shown("stances", example) for example in knowledge.stances.examples)
    yield from (Shown("stances", example, reversal) for example in knowledge.stances.lookalikes)


def _of_veto(veto: Veto) -> Iterator[Shown]:
    """A veto's look-alike asserts nothing; its example has the veto's words and rings all the same."""
    yield from (Shown(veto.name, example) for example in veto.examples)
    yield from (Shown(veto.name, example, frozenset(Kind)) for example in veto.lookalikes)


def kinds_of(entry: VerbClass) -> frozenset[Kind]:
    """The kinds that the rows of a class give."""
    return frozenset(row.kind for row in entry.rows)


def faults(knowledge: Knowledge) -> list[str]:
    """List the sentences that do not hold, one line each."""
    reader = Reader(knowledge)
    return [fault for one in shown(knowledge) if (fault := one.fault(reader))]


def _text(example: Example) -> Text:
    published = None
    if example.date:
        day = datetime.date.fromisoformat(example.date)
        published = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
    headline, body = (example.text, "") if example.headline else ("", example.text)
    return Text(id="example", headline=headline, body=body, published_at=published)


def _fits(example: Example, claim: Claim) -> bool:
    return (
        claim.kind is example.kind
        and claim.factuality is example.factuality
        and _same(example.actors, claim.actors)
        and _same(example.targets, claim.targets)
    )


def _same(wanted: Sequence[str] | None, found: Sequence[str]) -> bool:
    return wanted is None or set(wanted) == set(found)


def _wanted(example: Example) -> str:
    sides = ",".join(example.actors or ("any",)) + (f"->{','.join(example.targets)}" if example.targets else "")
    return f"{example.kind}[{sides}] {example.factuality}"


def _told(claim: Claim) -> str:
    return f"{claim.kind}[{','.join(claim.actors)}->{','.join(claim.targets)}] {claim.factuality}"
