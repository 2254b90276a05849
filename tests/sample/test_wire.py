"""The sample newswire tells its stories in time, corrects them, and never says the same twice for nothing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from aiohttp.test_utils import TestClient, TestServer

from schemas.kind import ALERT_GRADE
from services.runtime.strict_yaml import BadFile, load_strict
from services.sample.__main__ import load_stories
from services.sample.newswire import Newswire
from services.sample.story import Story, dated
from services.sample.wire import items

OPENED = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
STORIES = load_stories()


class Clock:
    def __init__(self) -> None:
        self.now = OPENED

    def __call__(self) -> datetime:
        return self.now


def out_after(seconds: float) -> dict[str, str]:
    now = OPENED + timedelta(seconds=seconds)
    return {item.slug: item.headline for feed in ("world", "korea") for item in items(STORIES, feed, OPENED, now)}


def test_days_are_told_as_of_the_day_of_publication() -> None:
    assert dated("{day}, {day-4}, {date+2}, {month-45}", OPENED) == "Thursday, Sunday, March 7, January"


def test_nothing_is_left_undated() -> None:
    texts = [
        " ".join(i.paragraphs) for f in ("world", "korea") for i in items(STORIES, f, OPENED, OPENED + timedelta(1))
    ]
    assert len(texts) >= 20
    assert not any("{" in text for text in texts)


def test_every_alert_grade_kind_has_a_story() -> None:
    assert {kind for story in STORIES.values() for kind in story.expects} == {str(kind) for kind in ALERT_GRADE}


def test_half_of_what_appears_is_no_alert() -> None:
    quiet = [story for story in STORIES.values() if not story.expects]
    assert len(quiet) >= 8


def test_first_alert_appears_within_two_seconds() -> None:
    assert "reunion-talks-no-show" not in out_after(0)
    assert "reunion-talks-no-show" in out_after(2)


def test_correction_replaces_the_words_under_the_same_guid() -> None:
    story = STORIES["fishing-boats-returned"]
    assert story.correction
    assert all(wrong in story.body or wrong in story.headline for wrong in story.correction.replace)
    before, after = (
        next(
            i
            for i in items(STORIES, "korea", OPENED, OPENED + timedelta(seconds=s))
            if i.slug == "fishing-boats-returned"
        )
        for s in (26, 28)
    )
    assert before.guid == after.guid
    assert "six North Korean" in before.headline
    assert after.headline.startswith("CORRECTED: South Korea sends home four")
    assert after.updated > before.updated


def test_misspelt_key_of_a_story_is_named(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text("feed: world\nat: 1\nheadlin: x\nheadline: x\ndateline: SEOUL\nbody: x\nexpects: []\n")
    with pytest.raises(BadFile, match=r"story\.yaml:3: headlin: unknown key"):
        load_strict(path, Story)


async def test_feeds_read_well_and_answer_304_until_something_changes() -> None:
    clock = Clock()
    async with TestClient(TestServer(Newswire(STORIES, clock).application())) as reader:
        for path, version in (("/world.rss", "rss20"), ("/korea.atom", "atom10")):
            clock.now = OPENED
            answer = await reader.get(path)
            read = feedparser.parse(await answer.read())
            assert (read.version, bool(read.bozo)) == (version, False)
            assert all(entry.published_parsed and entry.id and entry.content for entry in read.entries)
            known = {"If-None-Match": answer.headers["ETag"]}
            assert (await reader.get(path, headers=known)).status == 304
            since = {"If-Modified-Since": answer.headers["Last-Modified"]}
            assert (await reader.get(path, headers=since)).status == 304
            clock.now += timedelta(seconds=90)
            assert (await reader.get(path, headers=known)).status == 200


async def test_an_article_has_its_page_once_it_is_out() -> None:
    clock = Clock()
    async with TestClient(TestServer(Newswire(STORIES, clock).application())) as reader:
        path = "/articles/reunion-talks-no-show"
        assert (await reader.get(path)).status == 404
        clock.now += timedelta(seconds=2)
        assert "did not show up Thursday" in await (await reader.get(path)).text()
