"""Reading in another process: the same outputs and counts, and no silence when it dies."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import pytest

from schemas.encoding import decode, encode
from schemas.incoming import Incoming
from schemas.topics import ARTICLES, OBSERVATIONS
from services.classifier.burial import Burial
from services.classifier.read_service import ReadService
from services.classifier.reading_process import Died, ReadingProcess
from services.runtime.settings import Settings
from tests.classifier.made import MADE, an_article
from tests.classifier.marked_reader import MarkedReader


def now() -> datetime:
    return datetime(2018, 7, 12, tzinfo=UTC)


def marked_story(_: Settings, counted: Callable[[str, str], None]) -> ReadService:
    return ReadService(MarkedReader(), Burial(MADE, now), MADE, now, counted=counted)


def dying_story(_: Settings, counted: Callable[[str, str], None]) -> ReadService:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def incoming(name: str, body: str) -> Incoming:
    message = encode(ARTICLES, an_article(name, body=body), key=name, source="x")
    return Incoming(message.topic, 0, 1, message.key, message.value, message.headers)


@pytest.fixture
async def reading() -> AsyncIterator[tuple[ReadingProcess, list[tuple[str, str]]]]:
    counts: list[tuple[str, str]] = []
    process = await ReadingProcess.start(marked_story, Settings(), lambda *it: counts.append(it))
    yield process, counts
    await process.aclose()


async def test_what_it_gives_is_what_the_story_gives(reading: tuple[ReadingProcess, list[tuple[str, str]]]) -> None:
    process, counts = reading
    came = incoming("one", "meeting_missed PRK>USA")
    messages = await process.read(came)
    assert messages == marked_story(Settings(), lambda *_: None).handle(came)
    assert decode(OBSERVATIONS, messages[1].value).kind == "meeting_missed"
    assert counts == [("relevant", "tagged")]


async def test_articles_are_read_in_the_order_in_which_they_were_handed_in(
    reading: tuple[ReadingProcess, list[tuple[str, str]]],
) -> None:
    process, _ = reading
    given = [process.read(incoming(str(number), "meeting_missed PRK>USA")) for number in range(20)]
    finished: list[int] = []
    for number, future in enumerate(given):
        future.add_done_callback(lambda _, number=number: finished.append(number))
    await asyncio.gather(*given)
    assert finished == list(range(20))


async def test_an_article_on_which_the_reader_stumbles_is_buried_there(
    reading: tuple[ReadingProcess, list[tuple[str, str]]],
) -> None:
    process, counts = reading
    (letter,) = await process.read(incoming("one", "RAISE"))
    assert letter.topic == "wire.deadletters"
    assert counts == [("buried", "read.classify")]


async def test_a_process_that_is_killed_is_told() -> None:
    process = await ReadingProcess.start(dying_story, Settings(), lambda *_: None)
    with pytest.raises(Died, match="ended with -9"):
        await process.read(incoming("one", "RELEVANT"))
    with pytest.raises(Died):
        await process.read(incoming("two", "RELEVANT"))
    await process.aclose()
