"""Parsing in processes that are ended when a document takes too long."""

import asyncio
import os

import pytest

from services.fetcher.parse.document import Document, Unreadable
from services.fetcher.parsers import Parser, parsers
from tests.fetcher.build import item, rss

FEED = Document(content=rss(item()))
ENDLESS = Document(content=b"<rss><channel>" + b"<item><title>a<b></title></item>" * 400_000 + b"</channel></rss>")
"""Not well-formed, so that it falls to the slowest parser, which takes a minute for it."""


def pid(parser: Parser) -> int:
    assert parser._process is not None
    return parser._process.pid


async def test_a_feed_comes_back_from_the_process_as_it_was_parsed_there() -> None:
    async with parsers(1) as parse:
        feed = await parse(FEED)
    assert (feed.entries[0].headline, feed.quality) == ("Envoys meet in Seoul", "strict")


async def test_a_refusal_comes_back_with_its_cause() -> None:
    async with parsers(1) as parse:
        with pytest.raises(Unreadable, match="an HTML page") as refusal:
            await parse(Document(content=b"<html></html>"))
    assert refusal.value.cause == "not_a_feed"


async def test_a_document_that_takes_too_long_ends_its_parser_and_no_other() -> None:
    async with parsers(2, deadline_s=1.0) as parse:
        endless = asyncio.ensure_future(parse(ENDLESS))
        others = await asyncio.gather(*(parse(FEED) for _ in range(5)))
        with pytest.raises(Unreadable) as refusal:
            await endless
        assert refusal.value.cause == "parse_timeout"
        assert (await parse(FEED)).entries == others[0].entries


async def test_a_parser_that_was_killed_is_replaced() -> None:
    parser = Parser(deadline_s=10.0)
    try:
        await parser.parse(FEED)
        first = pid(parser)
        os.kill(first, 9)
        with pytest.raises(Unreadable, match="died"):
            await parser.parse(FEED)
        assert (await parser.parse(FEED)).quality == "strict"
        assert pid(parser) != first
    finally:
        await parser.stop()


async def test_a_parse_that_is_cancelled_leaves_no_half_answer_behind() -> None:
    async with parsers(1) as parse:
        await parse(FEED)
        cancelled = asyncio.ensure_future(parse(ENDLESS))
        done, _ = await asyncio.wait([cancelled], timeout=0.2)
        assert not done
        cancelled.cancel()
        await asyncio.wait([cancelled])
        assert (await parse(FEED)).entries[0].headline == "Envoys meet in Seoul"
