"""The newswire: serves the sample's stories over HTTP, some at once and the rest while one watches.

    GET /world.rss  GET /korea.atom  GET /articles/SLUG  GET /ready

It opens when the first reader comes, so that nobody misses the first story by starting slowly.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from aiohttp import web

from services.sample.feeds import atom, html, newest, rss
from services.sample.story import Feed, Story
from services.sample.wire import Item, items

Clock = Callable[[], datetime]
Render = Callable[[list[Item], str], bytes]


def utc_now() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


class Newswire:
    """The wire as one process serves it."""

    def __init__(self, stories: Mapping[str, Story], clock: Clock = utc_now) -> None:
        self._stories = stories
        self._clock = clock
        self._opened: datetime | None = None

    def application(self) -> web.Application:
        """The HTTP side."""
        app = web.Application()
        app.router.add_get("/world.rss", self._world)
        app.router.add_get("/korea.atom", self._korea)
        app.router.add_get("/articles/{slug}", self._article)
        app.router.add_get("/ready", _ready)
        return app

    async def _world(self, request: web.Request) -> web.Response:
        return self._feed(request, "world", rss, "application/rss+xml")

    async def _korea(self, request: web.Request) -> web.Response:
        return self._feed(request, "korea", atom, "application/atom+xml")

    async def _article(self, request: web.Request) -> web.Response:
        out = {item.slug: item for feed in ("world", "korea") for item in self._out(feed)}
        item = out.get(request.match_info["slug"])
        if item is None:
            raise web.HTTPNotFound
        page = f"<!doctype html><title>{item.headline}</title><h1>{item.headline}</h1>\n{html(item)}\n"
        return web.Response(text=page, content_type="text/html")

    def _out(self, feed: Feed) -> list[Item]:
        now = self._clock()
        self._opened = self._opened or now
        return items(self._stories, feed, self._opened, now)

    def _feed(self, request: web.Request, feed: Feed, render: Render, content_type: str) -> web.Response:
        out = self._out(feed)
        body = render(out, f"http://{request.host}")
        headers = _validators(body, newest(out))
        if _is_known(request, headers):
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, headers=headers, content_type=content_type, charset="utf-8")


async def _ready(_request: web.Request) -> web.Response:
    return web.json_response({"ready": True})


def _validators(body: bytes, changed: datetime | None) -> dict[str, str]:
    headers = {"ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"', "Cache-Control": "no-cache"}
    if changed:
        headers["Last-Modified"] = format_datetime(changed, usegmt=True)
    return headers


def _is_known(request: web.Request, headers: dict[str, str]) -> bool:
    """Whether the reader has this very feed: its tag decides; its date only where it sends no tag."""
    tags = request.headers.get("If-None-Match")
    if tags is not None:
        return headers["ETag"] in tags or tags.strip() == "*"
    since = request.headers.get("If-Modified-Since")
    return since is not None and "Last-Modified" in headers and _not_after(headers["Last-Modified"], since)


def _not_after(changed: str, since: str) -> bool:
    try:
        return parsedate_to_datetime(changed) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False
