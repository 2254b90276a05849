"""Endpoints of the tests: a webhook that verifies with the reference library, and a Slack channel."""

import json
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from standardwebhooks.webhooks import Webhook

SECRET = "whsec_a29yZWEtZGVzay10ZXN0LXNlY3JldC0wMTIzNDU2Nzg5"


@dataclass
class Receiver:
    """Remembers every verified delivery in order, repeats included."""

    hooks: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    arrivals: dict[str, float] = field(default_factory=dict)
    """Id of the article that caused a delivery, and when its first one came (monotonic clock, seconds)."""

    async def hook(self, request: web.Request) -> web.Response:
        body = await request.read()
        try:
            Webhook(SECRET).verify(body.decode(), dict(request.headers))
        except Exception as error:
            self.refused.append(repr(error))
            return web.Response(status=400)
        self.hooks.append((request.headers["webhook-id"], told := json.loads(body)))
        self.arrivals.setdefault(told["data"].get("caused_by", ""), time.monotonic())
        return web.Response(status=204)

    async def slack(self, request: web.Request) -> web.Response:
        self.cards.append(await request.json())
        return web.Response(text="ok")

    def signals(self) -> list[dict[str, Any]]:
        return [body["data"] for _, body in self.hooks if body["type"].startswith("signal.")]

    def headlines(self) -> set[str]:
        """Headlines of the articles that caused what was delivered."""
        return {
            article["headline"]
            for signal in self.signals()
            for article in signal["articles"]
            if article["id"] == signal["caused_by"]
        }

    def ids_by_revision(self) -> dict[tuple[str, int], set[str]]:
        """Every webhook-id seen for a signal's revision; more than one would be a doubled delivery."""
        seen: dict[tuple[str, int], set[str]] = {}
        for webhook_id, body in self.hooks:
            if body["type"].startswith("signal."):
                seen.setdefault((body["data"]["id"], body["data"]["revision"]), set()).add(webhook_id)
        return seen
