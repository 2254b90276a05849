"""Blocks of Slack's Block Kit, each within its limit; what comes in as mrkdwn is neutral already. Pure."""

from typing import Any

from services.alerts.slack.escape import clean, cut, plain, units

Block = dict[str, Any]

MOST_BLOCKS = 50
HEADER, SECTION, CONTEXT, QUOTE = 150, 2800, 2000, 240
MOST_TOGETHER = 10_000
"""Units of all text of a message. Slack takes some 13,200 and does not say so."""


def header(text: str) -> Block:
    """A headline. It may be hostile, so it is plain text; colons make no emoji of it."""
    return {"type": "header", "text": {"type": "plain_text", "text": plain(text, HEADER) or "…", "emoji": False}}


def section(text: str) -> Block:
    """Neutral mrkdwn."""
    return {"type": "section", "text": _mrkdwn(text, SECTION)}


def context(*texts: str) -> Block:
    """Small print: neutral mrkdwn, at most 10 elements."""
    return {"type": "context", "elements": [_mrkdwn(text, CONTEXT) for text in texts if text][:10]}


def _mrkdwn(text: str, limit: int) -> Block:
    assert units(text) <= limit, "mrkdwn is put together from parts that fit"
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def quote(text: str) -> Block:
    """Verbatim words. A rich text is structured, not parsed: whatever they hold, they are only shown."""
    shown = {"type": "text", "text": "“" + cut(clean(text), QUOTE) + "”"}
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [shown]}]}


def size(block: Any) -> int:
    """Units of all texts in a block."""
    if isinstance(block, dict):
        own = units(block["text"]) if isinstance(block.get("text"), str) else 0
        return own + sum(size(value) for value in block.values() if not isinstance(value, str))
    return sum(size(part) for part in block) if isinstance(block, list) else 0


def message(text: str, blocks: list[Block] | None) -> dict[str, Any]:
    """A whole message; `text` is what notifications and screen readers get. Links are never unfurled."""
    shown: dict[str, Any] = {"text": text, "unfurl_links": False, "unfurl_media": False}
    return {**shown, "blocks": blocks} if blocks else shown
