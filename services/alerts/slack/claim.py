"""One claim on a card: what happened, how far to lean on it, and the words that prove it. Pure."""

from schemas.article import ArticleRef
from schemas.evidence import Evidence
from schemas.signal import Signal
from services.alerts.slack.blocks import Block, context, quote, section
from services.alerts.slack.escape import clean, link, mrkdwn
from services.alerts.slack.words import (
    chain_in_words,
    confirmation_in_words,
    date_token,
    happened_in_words,
    kind_in_words,
    matter_in_words,
    parties_in_words,
    revision_in_words,
    tier_in_words,
)

MOST_QUOTES = 2

_TELLING = ("trigger", "statement", "actor", "target", "time")
"""Roles of evidence, the most telling first."""


def claim_blocks(signal: Signal) -> list[Block]:
    """The blocks of a claim; its quotes stay away where a source allows a link only."""
    quotes = [quote(words) for words in proof(signal)]
    chain = mrkdwn(chain_in_words(signal.sourcing), 500)
    return [section("\n".join(claim_lines(signal))), *quotes, *([context(f"Source: {chain}")] if chain else [])]


def claim_lines(signal: Signal) -> list[str]:
    """The claim in words, as neutral mrkdwn."""
    matter = matter_in_words(signal)
    about = [mrkdwn(parties_in_words(signal), 300), *([mrkdwn(matter, 100)] if matter else [])]
    lines = [
        " · ".join([f"*{mrkdwn(title(signal), 150)}*", *about]),
        mrkdwn(tier_in_words(signal), 500),
        mrkdwn("; ".join(filter(None, (confirmation_in_words(signal), _speaker(signal)))), 400),
        mrkdwn(happened_in_words(signal), 300),
    ]
    return [line for line in lines if line]


def title(signal: Signal) -> str:
    """`Meeting missed`, or `Withdrawn: Meeting missed`."""
    return ": ".join(filter(None, (revision_in_words(signal), kind_in_words(signal))))


def _speaker(signal: Signal) -> str:
    speaker = signal.speaker
    if speaker is None or not (speaker.person or speaker.office):
        return ""
    return "said by " + ", ".join(filter(None, (speaker.person, speaker.office)))


def proof(signal: Signal) -> list[str]:
    """The words to quote: the most telling evidence, none inside another, none that may not leave the house."""
    closed = {article.id for article in signal.articles if article.rights == "link"}
    chosen: list[str] = []
    for evidence in sorted(signal.evidence, key=_order):
        words = clean(evidence.text).strip()
        if words and evidence.article_id not in closed and not any(words in known for known in chosen):
            chosen.append(words)
    return chosen[:MOST_QUOTES]


def _order(evidence: Evidence) -> tuple[int, int]:
    return _TELLING.index(evidence.role), -len(evidence.text)


def article_line(article: ArticleRef) -> str:
    """Where it stands: outlet with link, and when it was published."""
    outlet = link(article.url, mrkdwn(article.provider or article.source, 100) or "article")
    rights = " · this source allows a link only" if article.rights == "link" else ""
    return f"{outlet} · published {date_token(article.published_at)}{rights}"
