"""Matters and venues: every entry of the knowledge finds its own sentences and leaves the others alone."""

from pathlib import Path

import pytest
import yaml

import services.classifier.knowledge
from services.classifier.knowledge.place_entries import Matter, MattersFile, VenuesFile
from services.classifier.reading.claims.matters import MatterFinder, MatterMention
from services.classifier.reading.claims.venues import VenueFinder
from services.classifier.reading.texts.text import fold

FOLDER = Path(services.classifier.knowledge.__file__).parent
MATTERS = MattersFile.model_validate(yaml.safe_load((FOLDER / "matters.yaml").read_text()))
VENUES = VenuesFile.model_validate(yaml.safe_load((FOLDER / "venues.yaml").read_text()))
FINDER = MatterFinder(MATTERS)
PLACES = VenueFinder(VENUES)


def matters(text: str) -> tuple[MatterMention, ...]:
    folded = fold(text)
    return FINDER.read(folded, FINDER.hits(folded))


@pytest.mark.parametrize("matter", MATTERS.matters, ids=lambda matter: matter.matter)
def test_a_matter_finds_its_sentences(matter: Matter) -> None:
    for text in matter.fits:
        assert matter.matter in {found.matter for found in matters(text)}, text


@pytest.mark.parametrize("matter", MATTERS.matters, ids=lambda matter: matter.matter)
def test_a_matter_leaves_look_alikes_alone(matter: Matter) -> None:
    for text in matter.misses:
        strong = {found.matter for found in matters(text) if not found.weak}
        assert matter.matter not in strong, text


def test_the_strong_word_beats_the_near_one() -> None:
    text = "The drills went on while both argued over war remains."
    found = FINDER.matter_near(matters(text), 0, len(text), text.index("drills"))
    assert found is not None
    assert found.matter == "war_remains"


@pytest.mark.parametrize(
    ("text", "venue", "placed"),
    [
        ("They waited at the truce village of Panmunjom.", "panmunjom", True),
        ("Nobody came to the militarized border.", "border", True),
        ("Singapore welcomed them.", "singapore", False),
    ],
)
def test_a_venue_is_found_where_something_happens(text: str, venue: str, placed: bool) -> None:
    folded = fold(text)
    found = PLACES.read(text, folded, PLACES.hits(folded))
    assert (found[0].venue, found[0].placed) == (venue, placed)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no such time zone: Asia/Soul"):
        VenuesFile.model_validate({"venues": [{"venue": "x", "kind": "city", "names": ["Xy"], "zone": "Asia/Soul"}]})
