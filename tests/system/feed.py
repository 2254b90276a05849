"""A newswire of the tests: RSS over HTTP on loopback."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from aiohttp import web


@dataclass
class Feed:
    """Items in the order of their appearance; served newest first."""

    items: list[str] = field(default_factory=list)
    polls: int = 0

    def publish(self, guid: str, headline: str, body: str, published: datetime | None = None) -> None:
        date = format_datetime(published or datetime.now(UTC))
        html = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in body.split("\n\n"))
        self.items.append(
            f"<item><guid isPermaLink='false'>{guid}</guid><title>{escape(headline)}</title>"
            f"<link>https://wire.example/{guid}</link><pubDate>{date}</pubDate>"
            f"<description>{escape(html)}</description></item>"
        )

    async def serve(self, _request: web.Request) -> web.Response:
        self.polls += 1
        items = "".join(reversed(self.items))
        body = f"<?xml version='1.0'?><rss version='2.0'><channel><title>Test Wire</title>{items}</channel></rss>"
        return web.Response(text=body, content_type="application/rss+xml")
