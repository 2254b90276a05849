"""Slack's replies: what each means. Pure."""

import json
import re

from services.alerts.lane.attempt import Answer, Reading, Verdict

_SLOW = frozenset({"rate_limited", "ratelimited", "message_limit_exceeded"})
_MESSAGE = frozenset({
    "invalid_payload", "invalid_blocks", "invalid_blocks_format", "missing_text_or_fallback_or_attachments",
    "no_text", "msg_blocks_too_long", "msg_too_long", "too_many_attachments",
})  # fmt: skip
_ENDPOINT = frozenset({
    "action_prohibited", "invalid_token", "channel_not_found", "no_service", "no_service_id", "no_team",
    "no_active_hooks", "team_disabled", "user_not_found", "channel_is_archived", "is_archived", "token_revoked",
    "account_inactive", "posting_to_general_channel_denied",
})  # fmt: skip


def read_reply(answer: Answer) -> Reading:
    """The meaning of a reply: only 200 with the body `ok` says that the message was taken."""
    if answer.status is None:
        return Reading(Verdict.RETRY, answer.error or "no answer")
    code = _code(answer.text)
    if answer.status == 200 and code == "ok":
        return Reading(Verdict.DELIVERED)
    reason = f"HTTP {answer.status}" + (f": {code}" if code else "")
    return Reading(_by_code(code) or _by_status(answer.status), reason)


def _code(text: str) -> str:
    """The error's name: the body itself, or `error` in a JSON object."""
    try:
        content = json.loads(text)
    except ValueError:
        content = None
    if isinstance(content, dict):
        return "ok" if content.get("ok") is True else str(content.get("error", ""))[:100]
    word = re.match(r"\s*([a-z_]{2,60})\b", text)
    return word[1] if word else ""


def _by_code(code: str) -> Verdict | None:
    if code in _SLOW:
        return Verdict.SLOW
    if code in _MESSAGE:
        return Verdict.REFUSED
    return Verdict.GONE if code in _ENDPOINT else None


def _by_status(status: int) -> Verdict:
    known = {400: Verdict.REFUSED, 410: Verdict.GONE, 413: Verdict.REFUSED, 429: Verdict.SLOW}
    return known.get(status, Verdict.RETRY)
