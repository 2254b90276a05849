"""Feeds that were not written for us: the feedparser project's test documents, read through the whole parser.

Feedparser itself, given the same bytes, is the judge of titles, links and dates; where a document's own
`Expect:` line can be compared, that is judge too.
"""

import calendar
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import feedparser
import pytest

from services.fetcher.parse import parse
from services.fetcher.parse.document import Document, Feed, Unreadable
from services.fetcher.parse.prose import headline

pytestmark = pytest.mark.shared

URL = "http://127.0.0.1:8097/x/y.xml"
CONTENT_TYPE = re.compile(rb"Content-type:\s*([^\r\n]+)", re.IGNORECASE)
EXPECTED_TITLE = re.compile(r"entries\[0\](?:\.title|\['title'\])\s*==\s*u?'((?:[^'\\]|\\.)*)'\s*$", re.MULTILINE)


def documents(shared: Path) -> Iterator[tuple[Path, bytes]]:
    for path in sorted((shared / "conformance" / "feeds").rglob("*.xml")):
        yield path, path.read_bytes()


@cache
def read(content: bytes) -> Feed | None:
    found = CONTENT_TYPE.search(content[:2048])
    declared = found[1].decode("latin-1").strip() if found else None
    try:
        return parse(Document(content=content, url=URL, content_type=declared))
    except Unreadable:
        return None


def judged(content: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return feedparser.parse(BytesIO(content))


def compared(content: bytes) -> Iterator[tuple[str, bool]]:
    """What can be compared of the first entry, and whether it is the same."""
    feed, judge = read(content), judged(content)
    assert feed is not None
    yield "count", len(feed.entries) == len(judge.entries)
    if not feed.entries or not judge.entries:
        return
    ours, theirs = feed.entries[0], judge.entries[0]
    if theirs.get("title"):
        yield "title", headline(theirs.title) == ours.headline
    if theirs.get("link"):
        yield "link", urljoin(URL, theirs.link) == ours.link
    date = next(
        (theirs[k] for k in ("published_parsed", "created_parsed", "updated_parsed") if dict.__contains__(theirs, k)),
        None,
    )
    if date:
        moment = datetime.fromtimestamp(calendar.timegm(date), UTC)
        yield "date", ours.dated is not None and ours.dated.replace(microsecond=0) == moment


def test_no_document_raises_and_nearly_all_are_read(shared: Path) -> None:
    unread = [path.name for path, content in documents(shared) if read(content) is None]
    assert sum(1 for _ in documents(shared)) > 1300
    assert unread == ["rss_empty_document.xml"]


def test_titles_links_and_dates_are_those_that_feedparser_finds(shared: Path) -> None:
    right: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for _, content in documents(shared):
        for what, same in compared(content) if read(content) else ():
            of[what] += 1
            right[what] += same
    print({what: f"{right[what]}/{of[what]}" for what in of})
    assert of["title"] - right["title"] <= 5
    assert right["title"] >= 160
    assert right["count"] >= of["count"] - 3
    assert right["link"] >= 0.85 * of["link"]
    assert right["date"] >= 0.85 * of["date"]


def test_titles_are_those_that_the_documents_expect(shared: Path) -> None:
    wrong, of = [], 0
    for path, content in documents(shared):
        expected = EXPECTED_TITLE.search(content.decode("utf-8", "ignore"))
        feed = read(content)
        if expected and feed and feed.entries and "\\" not in expected[1] and "<" not in expected[1]:
            of += 1
            if headline(expected[1]) != feed.entries[0].headline:
                wrong.append((path.name, expected[1], feed.entries[0].headline))
    assert of >= 15
    assert wrong == []


def test_what_is_well_formed_needs_no_repair(shared: Path) -> None:
    folder = shared / "conformance" / "feeds" / "wellformed"
    qualities = Counter(
        feed.quality for path, content in documents(shared) if folder in path.parents and (feed := read(content))
    )
    assert qualities["strict"] >= 0.98 * qualities.total(), qualities


@pytest.mark.parametrize("folder", ["ninjs", "newsml-g2"])
def test_other_formats_are_refused_by_name_and_never_taken_for_feeds(shared: Path, folder: str) -> None:
    files = [path for path in (shared / "conformance" / folder).rglob("*") if path.suffix in (".json", ".xml")]
    assert files
    for path in files:
        with pytest.raises(Unreadable) as refusal:
            parse(Document(content=path.read_bytes()))
        assert refusal.value.cause in ("unsupported", "not_a_feed"), path.name
