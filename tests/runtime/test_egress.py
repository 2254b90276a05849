"""The guard of outgoing connections, against real sockets and a resolver that lies."""

from collections.abc import AsyncIterator, Sequence

import httpx
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from services.runtime.egress import TLS_PORTS, Guard, GuardedTransport, Networks, Refused, guarded_client

LOOPBACK = Networks.of(["127.0.0.0/8"])
NOTHING = Networks()

NOT_PUBLIC = (
    "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "198.18.0.1",
    "192.88.99.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1",
    "::ffff:0:7f00:1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2001:0:1::1", "2002:7f00:1::", "3fff::1", "5f00::1",
    "fc00::1", "fe80::1", "fec0::1", "ff02::1",
)  # fmt: skip


class LyingResolver:
    """Gives its answers in turn and remembers how often it was asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked += 1
        return self.answers.pop(0)


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    async def hello(request: web.Request) -> web.Response:
        return web.Response(text=f"hello {request.host}")

    async def away(request: web.Request) -> web.Response:
        raise web.HTTPFound(request.query["to"])

    app = web.Application()
    app.router.add_get("/", hello)
    app.router.add_get("/away", away)
    async with TestServer(app, host="127.0.0.1") as running:
        yield running


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_what_is_not_public_is_objected_to(address: str) -> None:
    assert NOTHING.objection(address, 443)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_public_addresses_pass_on_the_ports_of_the_web_only(address: str) -> None:
    assert NOTHING.objection(address, 443) is None
    assert "port 22" in str(NOTHING.objection(address, 22))
    assert "port 80" in str(NOTHING.objection(address, 80, TLS_PORTS))


def test_an_allowed_range_opens_every_port_also_in_mapped_form() -> None:
    assert LOOPBACK.objection("127.0.0.1", 9) is None
    assert LOOPBACK.objection("::ffff:127.0.0.1", 9) is None
    assert LOOPBACK.objection("10.0.0.1", 443)


def test_a_range_that_is_none_is_named() -> None:
    with pytest.raises(ValueError, match=r"127\.0\.0\.1/8"):
        Networks.of(["127.0.0.1/8"])


async def test_an_allowed_server_is_reached(server: TestServer) -> None:
    async with guarded_client(LOOPBACK) as client:
        answer = await client.get(str(server.make_url("/")))
    assert answer.text == f"hello 127.0.0.1:{server.port}"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "[::1]"])
async def test_loopback_is_refused_under_every_spelling(server: TestServer, host: str) -> None:
    async with guarded_client(NOTHING) as client:
        with pytest.raises(Refused, match="not a public address"):
            await client.get(f"http://{host}:{server.port}/")


async def test_redirects_are_left_to_the_caller_who_meets_the_guard_again(server: TestServer) -> None:
    async with guarded_client(LOOPBACK) as client:
        answer = await client.get(str(server.make_url("/away")), params={"to": "http://10.0.0.1/"})
        assert answer.status_code == 302
        with pytest.raises(Refused, match=r"10\.0\.0\.1"):
            await client.get(answer.headers["Location"])


async def test_the_judged_address_is_the_dialled_one(server: TestServer) -> None:
    resolver = LyingResolver(["127.0.0.1"], ["10.0.0.1"])
    async with guarded_client(LOOPBACK, resolver=resolver) as client:
        answer = await client.get(f"http://feed.example:{server.port}/")
    assert answer.text == f"hello feed.example:{server.port}"
    assert resolver.asked == 1


async def test_a_name_that_turns_private_is_refused_at_its_next_connection(server: TestServer) -> None:
    resolver = LyingResolver(["127.0.0.1"], ["10.0.0.1"])
    async with guarded_client(LOOPBACK, resolver=resolver, limits=httpx.Limits(max_keepalive_connections=0)) as client:
        await client.get(f"http://feed.example:{server.port}/")
        with pytest.raises(Refused, match=r"feed\.example"):
            await client.get(f"http://feed.example:{server.port}/")


async def test_a_name_with_one_forbidden_address_is_refused_whole(server: TestServer) -> None:
    resolver = LyingResolver(["127.0.0.1", "169.254.169.254"])
    async with guarded_client(LOOPBACK, resolver=resolver) as client:
        with pytest.raises(Refused, match=r"169\.254\.169\.254"):
            await client.get(f"http://feed.example:{server.port}/")


async def test_the_next_address_is_tried_where_the_first_does_not_answer(server: TestServer) -> None:
    resolver = LyingResolver(["127.0.0.2", "127.0.0.1"])
    async with guarded_client(LOOPBACK, resolver=resolver) as client:
        answer = await client.get(f"http://feed.example:{server.port}/")
    assert answer.status_code == 200


async def test_an_unknown_name_is_a_connect_error() -> None:
    async with guarded_client(NOTHING, resolver=LyingResolver([])) as client:
        with pytest.raises(httpx.ConnectError):
            await client.get("https://nowhere.example/")


async def test_a_proxy_of_the_environment_is_not_asked(server: TestServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    async with guarded_client(LOOPBACK) as client:
        assert (await client.get(str(server.make_url("/")))).status_code == 200


async def test_unix_sockets_are_refused() -> None:
    with pytest.raises(Refused):
        await Guard(LOOPBACK).connect_unix_socket("/var/run/docker.sock")


def test_httpx_still_takes_its_connections_from_the_pool_that_is_guarded() -> None:
    """Fails when an upgrade of httpx renames what the guard relies on."""
    assert "_pool" in GuardedTransport.handle_async_request.__code__.co_names
