"""Digests: one quiet message for people about what was too old to ring. Pure."""

from typing import Any

from schemas.signal import Signal
from services.alerts.outgoing import Parcel
from services.alerts.route import cause
from services.alerts.slack.blocks import Block, context, header, message, section
from services.alerts.slack.card import newest
from services.alerts.slack.claim import title
from services.alerts.slack.escape import LONGEST_URL, link, mrkdwn, plain, units
from services.alerts.slack.words import date_token, parties_in_words

MOST_LINES = 10
_LONGEST_LINK = 700
"""Longer links are left out of a digest: ten of them have to fit."""


def digest(parcel: Parcel) -> dict[str, Any]:
    """The ten latest of the most pressing kinds, and how many there are beside them."""
    signals = newest(parcel)
    blocks = [
        header(_heading(signals)),
        context("They were published too long ago to ring one by one."),
        *(section(_line(signal)) for signal in signals[:MOST_LINES]),
        *_beyond(signals),
    ]
    return message(plain(_heading(signals), 150), blocks)


def plain_digest(parcel: Parcel) -> dict[str, Any]:
    """The same as text only."""
    signals = newest(parcel)
    lines = [f"*{_heading(signals)}*", *(_line(signal) for signal in signals[:3])]
    return message("\n".join(lines), None)


def _heading(signals: list[Signal]) -> str:
    return f"Digest: {len(signals)} earlier signal{'' if len(signals) == 1 else 's'}"


def _line(signal: Signal) -> str:
    article = cause(signal)
    words = f"*{mrkdwn(title(signal), 120)}* · {mrkdwn(parties_in_words(signal), 150)} · {signal.tier.value}"
    if article is None:
        return words
    url = article.url if units(article.url or "") <= min(_LONGEST_LINK, LONGEST_URL) else None
    return f"{words} · {date_token(article.published_at)}\n{link(url, mrkdwn(article.headline, 200))}"


def _beyond(signals: list[Signal]) -> list[Block]:
    beyond = len(signals) - MOST_LINES
    return [context(f"{beyond} more are in the record of signals")] if beyond > 0 else []
