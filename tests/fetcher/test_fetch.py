"""Fetching from real servers: what is sent, what is taken, what is refused."""

import gzip
import socket
import zlib
from collections.abc import AsyncIterator, Sequence

import pytest
from aiohttp import web

from services.fetcher.body import Body, BodyRefused
from services.fetcher.fetch import Fetch, Request, fetcher
from services.fetcher.parse.document import MAX_DOCUMENT_BYTES
from services.runtime.egress import Networks, Refused, guarded_client
from tests.fetcher.build import item, rss
from tests.fetcher.wire import Wire, wire

LOOPBACK = Networks.of(["127.0.0.1/32"])
FEED = rss(item())


@pytest.fixture
async def server() -> AsyncIterator[Wire]:
    async with wire() as running:
        running.content = FEED
        yield running


@pytest.fixture
async def fetch() -> AsyncIterator[Fetch]:
    async with guarded_client(LOOPBACK, timeout=2.0) as client:
        yield fetcher(client, Refused, total_s=1.0)


async def test_a_feed_comes_whole_with_its_headers(server: Wire, fetch: Fetch) -> None:
    answer = await fetch(Request(server.address))
    assert (answer.status, answer.body, answer.url) == (200, FEED, server.address)
    assert answer.headers["etag"]
    assert server.requests[0]["accept-encoding"] == "gzip"


async def test_an_unchanged_feed_is_not_sent_again(server: Wire, fetch: Fetch) -> None:
    etag = (await fetch(Request(server.address))).headers["etag"]
    assert (await fetch(Request(server.address, etag=etag))).status == 304


async def test_gzip_is_unpacked(server: Wire, fetch: Fetch) -> None:
    server.zipped = True
    assert (await fetch(Request(server.address))).body == FEED


async def test_a_gzip_bomb_is_refused_early(server: Wire, fetch: Fetch) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(200)) + packer.flush()
    server.answers(body=bomb, content_encoding="gzip")
    answer = await fetch(Request(server.address))
    assert (answer.problem, answer.body) == ("too_large", b"")
    assert "when unpacked" in answer.message


@pytest.mark.parametrize("coding", ["br", "gzip, gzip", "zstd", "deflate"])
async def test_a_coding_that_was_not_asked_for_is_refused(server: Wire, fetch: Fetch, coding: str) -> None:
    server.answers(body=gzip.compress(gzip.compress(FEED)), content_encoding=coding)
    answer = await fetch(Request(server.address))
    assert (answer.problem, "not asked for" in answer.message) == ("protocol", True)


async def test_a_body_that_trickles_ends_with_the_time_for_the_attempt(server: Wire, fetch: Fetch) -> None:
    server.trickles()
    answer = await fetch(Request(server.address))
    assert (answer.problem, answer.seconds < 1.8) == ("timeout", True)


@pytest.mark.parametrize(
    "target", ["http://127.0.0.2:1/", "http://169.254.169.254/latest", "http://10.0.0.1/", "http://[::1]/"]
)
async def test_a_redirect_to_a_private_address_is_refused(server: Wire, fetch: Fetch, target: str) -> None:
    server.answers(302, location=target)
    answer = await fetch(Request(server.address))
    assert (answer.problem, "not a public address" in answer.message) == ("refused", True)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://u:p@127.0.0.1/", "http://[::1"])
async def test_a_redirect_off_the_web_is_a_problem(server: Wire, fetch: Fetch, target: str) -> None:
    server.answers(301, location=target)
    assert (await fetch(Request(server.address))).problem == "protocol"


async def test_redirects_are_followed_but_not_for_ever(server: Wire, fetch: Fetch) -> None:
    async def away(request: web.Request) -> web.StreamResponse:
        if request.path == "/there/feed.xml":
            return web.Response(body=FEED)
        raise web.HTTPPermanentRedirect("/there/feed.xml")

    server.respond = away
    answer = await fetch(Request(server.address))
    assert (answer.body, answer.url) == (FEED, server.address.replace("/feed.xml", "/there/feed.xml"))
    server.answers(302, location="/again")
    assert (await fetch(Request(server.address))).problem == "redirects"


async def test_a_name_that_turns_private_between_polls_is_refused(server: Wire) -> None:
    answers = [["127.0.0.1"], ["192.168.0.1"]]

    async def rebinding(host: str, port: int) -> Sequence[str]:
        return answers.pop(0)

    url = server.address.replace("127.0.0.1", "feed.example")
    server.answers(body=FEED, connection="close")
    async with guarded_client(LOOPBACK, resolver=rebinding) as client:
        fetch = fetcher(client, Refused)
        assert (await fetch(Request(url))).status == 200
        assert (await fetch(Request(url))).problem == "refused"


async def test_a_server_that_is_not_there_is_unreachable(fetch: Fetch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        assert (await fetch(Request(f"http://127.0.0.1:{port}/"))).problem == "unreachable"


async def test_a_plain_server_behind_https_is_insecure(server: Wire, fetch: Fetch) -> None:
    assert (await fetch(Request(server.address.replace("http://", "https://")))).problem == "insecure"


def test_a_body_is_bounded_on_the_wire_too() -> None:
    body = Body("")
    for _ in range(MAX_DOCUMENT_BYTES // 65536):
        body.take(b"x" * 65536)
    with pytest.raises(BodyRefused):
        body.take(b"x")


def test_gzip_in_several_members_is_one_body_and_padding_is_dropped() -> None:
    body = Body("gzip")
    for byte in gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0\0":
        body.take(bytes([byte]))
    assert body.whole() == b"one two"


def test_gzip_that_breaks_off_is_damaged() -> None:
    body = Body("gzip")
    body.take(gzip.compress(b"one two three" * 100)[:-10])
    with pytest.raises(BodyRefused, match="breaks off"):
        body.whole()
    with pytest.raises(BodyRefused, match="damaged"):
        Body("gzip").take(b"plain text")
