"""Posting: one POST with a limit on everything. The only file that knows httpx."""

import asyncio
from datetime import UTC, datetime

import httpx

from services.alerts.lane.attempt import Answer, Request, retry_after_s

TOTAL_S = 15.0
"""For the whole attempt: httpx's own time-outs are per operation, and a trickling answer outlasts them."""

BODY_S = 3.0
"""For the answer's body: after a status that says it all, nobody waits for a body that trickles."""

MOST_READ_BYTES = 2048
"""Of an answer's body; the rest is dropped with the connection."""


class Post:
    """Sends requests through one endpoint's own client. Never raises for what the network does."""

    def __init__(self, client: httpx.AsyncClient, refusal: type[Exception], total_s: float = TOTAL_S) -> None:
        self._client = client
        self._refusal = refusal
        self._total_s = total_s

    async def __call__(self, request: Request) -> Answer:
        """Send it; the answer, or the error in words that hold no URL."""
        try:
            async with asyncio.timeout(self._total_s):
                return await self._send(request)
        except TimeoutError:
            return Answer(error=f"no whole answer within {self._total_s:g} s")
        except self._refusal as refused:
            return Answer(error=f"not allowed: {refused}")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return Answer(error=_in_words(error))

    async def _send(self, request: Request) -> Answer:
        async with self._client.stream("POST", request.url, content=request.body, headers=request.headers) as response:
            wait = retry_after_s(response.headers.get("retry-after"), datetime.now(UTC))
            return Answer(response.status_code, await _beginning(response), wait)

    async def close(self) -> None:
        """Close the client."""
        await self._client.aclose()


async def _beginning(response: httpx.Response) -> str:
    """The first bytes of the body, as text. What cannot be read does not unsay the status."""
    kept = bytearray()
    try:
        async with asyncio.timeout(BODY_S):
            async for piece in response.aiter_raw():
                kept += piece
                if len(kept) >= MOST_READ_BYTES:
                    break
    except (httpx.HTTPError, TimeoutError):
        return ""
    return bytes(kept[:MOST_READ_BYTES]).decode(errors="replace")


def _in_words(error: Exception) -> str:
    text = str(error)
    return type(error).__name__ + (f": {text[:200]}" if text and "://" not in text else "")
