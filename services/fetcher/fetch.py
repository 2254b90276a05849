"""One HTTP request for a feed, redirects included, that always ends and never raises."""

import asyncio
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

import httpx

from services.fetcher.answer import Answer, Problem
from services.fetcher.body import Body, BodyRefused

MAX_REDIRECTS = 5
_XML = "application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8"
ACCEPT = f"{_XML}, */*;q=0.1"


@dataclass(frozen=True)
class Request:
    """What to ask for, and what of it is there already."""

    url: str
    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """If-None-Match, else If-Modified-Since: beside the first the second is ignored (RFC 9110)."""
        if self.etag:
            return {"If-None-Match": self.etag}
        return {"If-Modified-Since": self.last_modified} if self.last_modified else {}


Fetch = Callable[[Request], Awaitable[Answer]]


def fetcher(client: httpx.AsyncClient, refused: type[Exception], total_s: float = 60.0) -> Fetch:
    """Make the function that fetches; `refused` is what the client raises where its guard will not connect.

    `total_s` is for the whole attempt: httpx's time-outs are per operation, and a body that trickles
    outlasts them all.
    """

    async def fetch(request: Request) -> Answer:
        started = time.monotonic()
        try:
            async with asyncio.timeout(total_s):
                answer = await _followed(client, request)
        except (TimeoutError, httpx.HTTPError, httpx.InvalidURL, BodyRefused, refused) as error:
            answer = _failed(request.url, error, refused)
        return replace(answer, seconds=time.monotonic() - started)

    return fetch


async def _followed(client: httpx.AsyncClient, request: Request) -> Answer:
    url = request.url
    for _ in range(MAX_REDIRECTS + 1):
        answer = await _once(client, url, request.headers())
        target = _redirected(answer)
        if target is None:
            return answer
        url = target
    return Answer(request.url, problem="redirects", message=f"more than {MAX_REDIRECTS} redirects")


async def _once(client: httpx.AsyncClient, url: str, conditions: dict[str, str]) -> Answer:
    headers = {"Accept": ACCEPT, "Accept-Encoding": "gzip", **conditions}
    async with client.stream("GET", url, headers=headers) as response:
        found = {name.lower(): value for name, value in response.headers.items()}
        if response.status_code not in (200, 203, 226):
            return Answer(url, response.status_code, found)
        body = Body(found.get("content-encoding", ""))
        async for chunk in response.aiter_raw():
            body.take(chunk)
        return Answer(url, response.status_code, found, body.whole())


def _redirected(answer: Answer) -> str | None:
    """Where a redirect leads, if it is one and leads to the web."""
    location = answer.headers.get("location")
    if answer.status not in (301, 302, 303, 307, 308) or not location:
        return None
    try:
        target = urljoin(answer.url, location)
        parts = urlsplit(target)
    except ValueError:
        raise httpx.InvalidURL("a redirect to no address") from None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc:
        raise httpx.InvalidURL(f"a redirect to {parts.scheme}: or with credentials in it")
    return target


def _failed(url: str, error: Exception, refused: type[Exception]) -> Answer:
    problem: Problem = "protocol"
    if isinstance(error, refused):
        problem = "refused"
    elif isinstance(error, BodyRefused):
        problem = "too_large" if "more than" in str(error) else "protocol"
    elif isinstance(error, TimeoutError | httpx.TimeoutException):
        problem = "timeout"
    elif isinstance(error, httpx.ConnectError):
        problem = "insecure" if _is_tls(error) else "unreachable"
    return Answer(url, problem=problem, message=(str(error) or type(error).__name__)[:300])


def _is_tls(error: Exception) -> bool:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    return cause is not None or "CERTIFICATE_VERIFY_FAILED" in str(error)
