"""The receiver: stands where a user's own systems stand, and believes nothing that is not signed.

POST /hook   a signed webhook          POST /slack  as Slack's incoming webhooks answer
GET /received  what came               GET /ready
"""

import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import structlog
from aiohttp import web

from services.sample.blocks import complaint
from services.sample.signature import Unverified, verify

KEPT = 1000
"""Deliveries that are kept to be looked at; the counts go on."""

log = structlog.get_logger()


@dataclass
class Inbox:
    """What came: each id once, repeats and refusals counted."""

    verified: int = 0
    repeats: int = 0
    refused: int = 0
    messages: int = 0
    webhooks: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=KEPT))
    slack: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=KEPT))
    _seen: set[str] = field(default_factory=set)

    def take(self, id_: str, content: dict[str, Any]) -> bool:
        """Keep a verified webhook; False for one that has come before."""
        if id_ in self._seen:
            self.repeats += 1
            return False
        self._seen.add(id_)
        self.verified += 1
        self.webhooks.append({"number": self.verified, "id": id_, **content})
        return True

    def post(self, message: dict[str, Any]) -> None:
        """Keep a message to the channel."""
        self.messages += 1
        self.slack.append({"number": self.messages, **message})

    def counts(self) -> dict[str, int]:
        """How many of each."""
        return {name: getattr(self, name) for name in ("verified", "repeats", "refused", "messages")}


class Receiver:
    """The receiver as one process serves it. `clock` tells Unix seconds."""

    def __init__(self, secret: str, clock: Callable[[], float] = time.time) -> None:
        self._secret = secret
        self._clock = clock
        self.inbox = Inbox()

    def application(self) -> web.Application:
        """The HTTP side."""
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.router.add_post("/hook", self._hook)
        app.router.add_post("/slack", self._slack)
        app.router.add_get("/received", self._received)
        app.router.add_get("/ready", self._ready)
        return app

    async def _hook(self, request: web.Request) -> web.Response:
        body = await request.read()
        try:
            id_ = verify(self._secret, request.headers, body, self._clock())
            content = _signal(body)
        except Unverified as refused:
            self.inbox.refused += 1
            log.warning("webhook.refused", reason=str(refused))
            return web.json_response({"error": str(refused)}, status=400)
        fresh = self.inbox.take(id_, content)
        log.info("webhook.verified" if fresh else "webhook.repeated", id=id_, **content)
        return web.json_response({"verified": True, "repeat": not fresh})

    async def _slack(self, request: web.Request) -> web.Response:
        message = _parsed(await request.read())
        refused = complaint(message)
        if refused:
            log.warning("slack.refused", reason=refused)
            return web.Response(text=refused, status=400)
        self.inbox.post(message)
        log.info("slack.posted", text=message.get("text"))
        return web.Response(text="ok")

    async def _received(self, _request: web.Request) -> web.Response:
        came = {"webhooks": list(self.inbox.webhooks), "slack": list(self.inbox.slack)}
        return web.json_response({**self.inbox.counts(), **came})

    async def _ready(self, _request: web.Request) -> web.Response:
        return web.json_response({"ready": True, **self.inbox.counts()})


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _signal(body: bytes) -> dict[str, Any]:
    """What the receiver keeps of a webhook's body.

    Raises:
        Unverified: the body is no JSON object with a type.
    """
    content = _parsed(body)
    if not isinstance(content, dict) or not isinstance(content.get("type"), str):
        raise Unverified("the body is no JSON object with a type")
    data = content.get("data")
    data = data if isinstance(data, dict) else {}
    told = {name: data.get(name) for name in ("kind", "actors", "revision", "evidence")}
    return {"type": content["type"], "signal": data.get("id"), **told}
