"""Slack's limits on a message, as its incoming webhooks enforce them. Pure."""

from collections.abc import Iterator
from typing import Any

MAX_BLOCKS = 50
MAX_TOTAL = 13_200
"""Characters over all blocks; not in Slack's documentation, reported by several of its users."""

_LIMITS = {"header": 150, "section": 3000, "context": 3000, "rich_text": MAX_TOTAL}
_ELEMENTS = {"context": 10, "actions": 25}


def complaint(message: Any) -> str | None:
    """Slack's answer to a message that it would refuse, or None."""
    if not isinstance(message, dict):
        return "invalid_payload"
    blocks = message.get("blocks", [])
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return "invalid_blocks_format"
    if not blocks and not message.get("text"):
        return "no_text"
    if len(blocks) > MAX_BLOCKS or not all(_fits(block) for block in blocks):
        return "invalid_blocks"
    return "msg_blocks_too_long" if sum(map(len, _texts(blocks))) > MAX_TOTAL else None


def _fits(block: dict[str, Any]) -> bool:
    kind = block.get("type", "")
    fields, elements = block.get("fields", []), block.get("elements", [])
    return bool(
        kind
        and all(len(text) <= _LIMITS.get(kind, 3000) for text in _texts(block.get("text", [])))
        and len(fields) <= 10
        and all(len(text) <= 2000 for text in _texts(fields))
        and len(elements) <= _ELEMENTS.get(kind, MAX_BLOCKS)
        and all(_button_fits(element) for element in elements if element.get("type") == "button")
    )


def _button_fits(button: dict[str, Any]) -> bool:
    return all(len(text) <= 75 for text in _texts(button.get("text", []))) and len(button.get("url", "")) <= 3000


def _texts(part: Any) -> Iterator[str]:
    """Every string under a `text` key, however deep."""
    if isinstance(part, list):
        for each in part:
            yield from _texts(each)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)
