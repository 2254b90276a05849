"""What the sample's stories are there to show is what the reader finds in them, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest

from schemas.kind import ALERT_GRADE, Factuality
from services.classifier.knowledge import load_knowledge
from services.classifier.reading.reader import Reader
from services.classifier.reading.texts.text import Text
from services.sample.__main__ import load_stories
from services.sample.wire import Item, items

OPENED = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
STORIES = load_stories()
ITEMS = [item for feed in ("world", "korea") for item in items(STORIES, feed, OPENED, OPENED + timedelta(days=1))]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_knowledge(None))


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.slug)
def test_an_editors_finding_is_the_readers(reader: Reader, item: Item) -> None:
    reading = reader.read(Text(item.slug, item.headline, "\n\n".join(item.paragraphs), item.published))
    asserted = [claim for claim in reading.claims if claim.factuality is Factuality.ASSERTED]
    found = {claim.kind.value for claim in asserted if claim.kind in ALERT_GRADE}
    assert found == set(STORIES[item.slug].expects)
