"""Cards: one message for a story, its claims with their proof, within Slack's limits. Pure."""

from collections.abc import Sequence
from typing import Any

from schemas.article import ArticleRef
from schemas.kind import Kind
from schemas.signal import Signal
from services.alerts.outgoing import Parcel
from services.alerts.route import cause
from services.alerts.slack.blocks import MOST_BLOCKS, MOST_TOGETHER, Block, context, header, message, size
from services.alerts.slack.claim import article_line, claim_blocks, claim_lines, proof, title
from services.alerts.slack.escape import cut, mrkdwn, neutral, one_line
from services.alerts.slack.words import parties_in_words

FALLBACK = 150
PLAIN = 3800
LATE_S = 600.0
"""Later than this after publication, a card says how late it is."""

_RESERVED_BLOCKS, _RESERVED_UNITS = 5, 1800
"""Kept free of claims, for headline, outlets and small print; half of it also of outlets."""


def card(parcel: Parcel, now: float) -> dict[str, Any]:
    """The message of a story."""
    signals = newest(parcel)
    shown, beyond = _shown(signals)
    blocks = [header(headline(signals)), *shown, _footer(parcel, beyond, now)]
    return message(fallback(signals), blocks)


def plain_card(parcel: Parcel, now: float) -> dict[str, Any]:
    """The same as text only, for an endpoint that refused the blocks."""
    signals = newest(parcel)
    lines = [f"*{mrkdwn(headline(signals), FALLBACK)}*"]
    for signal in signals[:5]:
        lines += [*claim_lines(signal)[:2], *(f"“{mrkdwn(words, 240)}”" for words in proof(signal)[:1])]
    lines += [article_line(article) for article in _articles(signals)[:2]]
    kept: list[str] = []
    for line in lines:
        if size({"text": "\n".join([*kept, line])}) <= PLAIN:
            kept.append(line)
    return message("\n".join(kept), None)


def newest(parcel: Parcel) -> list[Signal]:
    """The last revision of each signal in a parcel, the most pressing kinds first."""
    by_id = {delivery.signal_id: delivery.signal for delivery in parcel.deliveries}
    return sorted(by_id.values(), key=lambda signal: list(Kind).index(signal.kind))


def headline(signals: Sequence[Signal]) -> str:
    """The headline of the story's article, with what became of it: `Withdrawn: ...`."""
    reasons = {signal.reason for signal in signals}
    word = {"withdrawn": "Withdrawn: ", "corrected": "Corrected: "}.get(next(iter(reasons)), "Update: ")
    prefix = "" if "new" in reasons else word if len(reasons) == 1 else "Update: "
    articles = _articles(signals)
    return prefix + (articles[0].headline if articles else title(signals[0]))


def _articles(signals: Sequence[Signal]) -> list[ArticleRef]:
    causes = {article.id: article for article in map(cause, signals) if article is not None}
    return list(causes.values())


def fallback(signals: Sequence[Signal]) -> str:
    """For notifications: what happened, who, and the headline."""
    what = ", ".join(dict.fromkeys(title(signal) for signal in signals))
    return cut(one_line(f"{what} · {parties_in_words(signals[0])} · {headline(signals)}"), FALLBACK, neutral)


def _shown(signals: Sequence[Signal]) -> tuple[list[Block], int]:
    """The claims article by article, each article's outlet after its claims; and how many did not fit."""
    blocks: list[Block] = []
    for place, signal in enumerate(signals):
        claim = claim_blocks(signal)
        if not _fits([*blocks, *claim]):
            return _with_outlets(blocks, signals[:place]), len(signals) - place
        blocks += claim
    return _with_outlets(blocks, signals), 0


def _with_outlets(blocks: list[Block], signals: Sequence[Signal]) -> list[Block]:
    shown = list(blocks)
    for article in _articles(signals)[:3]:
        outlet = context(article_line(article))
        if size([*shown, outlet]) <= MOST_TOGETHER - _RESERVED_UNITS // 2:
            shown.append(outlet)
    return shown


def _fits(blocks: list[Block]) -> bool:
    return len(blocks) <= MOST_BLOCKS - _RESERVED_BLOCKS and size(blocks) <= MOST_TOGETHER - _RESERVED_UNITS


def _footer(parcel: Parcel, beyond: int, now: float) -> Block:
    names = sorted({name for delivery in parcel.deliveries for name in delivery.subscriptions})
    why = "Heard through " + mrkdwn(", ".join(names), 300)
    more = f"{beyond} more in this story" if beyond else ""
    late = max(now - delivery.aged_from for delivery in parcel.deliveries)
    delay = f"told {late / 60:.0f} min after publication" if late > LATE_S else ""
    return context(" · ".join(part for part in (why, more, delay, parcel.message_id) if part))
