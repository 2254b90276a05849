"""The article of the 2018 no-show: exactly what the domain contract says of it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from schemas.claim import Claim
from schemas.kind import Factuality, Kind, Tier
from services.classifier.knowledge import load_knowledge
from services.classifier.reading.reader import Reader
from services.classifier.reading.reading import Reading
from services.classifier.reading.texts.text import Text

pytestmark = pytest.mark.shared

PUBLISHED = datetime(2018, 7, 12, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def text(shared: Path) -> Text:
    (path,) = (shared / "seeds").glob("*.txt")
    paragraphs = [part.strip("\n") for part in path.read_text(encoding="utf-8").split("\n\n") if part.strip()]
    section, headline, *body = paragraphs
    assert len(section) < len(headline)
    return Text("seed", headline, "\n\n".join(body), PUBLISHED)


@pytest.fixture(scope="module")
def reading(text: Text) -> Reading:
    return Reader(load_knowledge()).read(text)


def told(reading: Reading, kind: Kind, factuality: Factuality = Factuality.ASSERTED) -> Claim:
    (claim,) = [claim for claim in reading.claims if claim.kind == kind and claim.factuality == factuality]
    return claim


def words(claim: Claim) -> str:
    return " … ".join(proof.text for proof in claim.evidence)


def test_it_is_relevant_and_asserts_five_signals_and_no_other(reading: Reading) -> None:
    asserted = {(c.kind.value, c.actors) for c in reading.claims if c.factuality == Factuality.ASSERTED}
    assert reading.relevance == "relevant"
    assert asserted == {
        ("meeting_missed", ("PRK",)),
        ("pledge_unmet", ("PRK",)),
        ("denunciation", ("PRK",)),
        ("meeting_held", ("PRK", "USA")),
        ("statement_reversed", ("PRK",)),
    }


def test_the_no_show_has_all_its_slots(reading: Reading) -> None:
    claim = told(reading, Kind.MEETING_MISSED)
    assert (claim.targets, claim.matter, claim.venue) == (("USA",), "war_remains", "border")
    assert claim.time is not None
    assert (claim.time.words, claim.time.start.date()) == ("Thursday", date(2018, 7, 12))


def test_the_no_show_rests_on_yonhap_and_people_it_does_not_name(reading: Reading) -> None:
    claim = told(reading, Kind.MEETING_MISSED)
    assert [hop.role for hop in claim.sourcing] == ["named", "anonymous"]
    assert claim.sourcing[0].name.startswith("Yonhap")
    assert (claim.confirmation, claim.tier) == ("unconfirmed", Tier.C)
    assert "a single anonymous source" in claim.tier_reasons


def test_the_promise_of_june_is_unmet(reading: Reading) -> None:
    claim = told(reading, Kind.PLEDGE_UNMET)
    assert claim.matter == "war_remains"
    assert "pledge" in words(claim)


def test_the_denunciation_is_of_saturday_and_aims_at_the_united_states(reading: Reading) -> None:
    claim = told(reading, Kind.DENUNCIATION)
    assert claim.targets == ("USA",)
    assert "gangster-like" in words(claim)
    assert claim.time is not None
    assert claim.time.words == "Saturday"


def test_the_visit_ended_on_saturday(reading: Reading) -> None:
    claim = told(reading, Kind.MEETING_HELD)
    assert claim.targets == ()
    assert claim.time is not None
    assert claim.time.words == "Saturday"


def test_the_reversal_shows_both_pieces_and_is_of_the_lowest_tier(reading: Reading) -> None:
    claim = told(reading, Kind.STATEMENT_REVERSED)
    assert "earliest start of the working-level talks" in claim.evidence[0].text
    assert len(claim.evidence) == 2
    assert claim.tier == Tier.C
    assert claim.time is not None
    assert claim.time.words == "Thursday"


def test_the_correction_of_june_is_background(reading: Reading) -> None:
    claim = told(reading, Kind.STATEMENT_CONTRADICTED, Factuality.BACKGROUND)
    assert claim.actors == ("USA",)


def test_every_piece_of_evidence_stands_in_the_text(text: Text, reading: Reading) -> None:
    fields = {"headline": text.headline, "body": text.body}
    proofs = [proof for claim in reading.claims for proof in claim.evidence]
    assert proofs
    assert all(fields[proof.field][proof.start : proof.end] == proof.text for proof in proofs)
