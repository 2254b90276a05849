import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from schemas.claim import EventTime, Hop, Speaker
from schemas.evidence import Evidence
from schemas.kind import Factuality, Kind, Tier
from schemas.signal import Signal
from services.alerts.outgoing import Parcel
from services.alerts.slack.card import card, plain_card
from services.alerts.slack.digest import digest, plain_digest
from services.alerts.slack.words import KINDS, TIERS
from tests.alerts.builders import NOW, WORDS, a_signal, an_article, deliveries

AT = NOW.timestamp()
HOSTILE = "<!channel> *North* & <https://evil.example|South> `x`"
TOKEN = re.compile(r"<(?:https?://[^<>|]+\|[^<>]*|!date\^\d+\^[^<>|]*\|[^<>|]*)>")


def parcel(*signals: Signal) -> Parcel:
    return Parcel("story", tuple(deliveries(signal)["desk"] for signal in signals))


def shown(*signals: Signal, at: float = AT) -> dict[str, Any]:
    return card(parcel(*signals), at)


def texts(part: Any, kind: str = "") -> Iterator[tuple[str, str]]:
    """All texts of a message with the type of the object that holds them."""
    if isinstance(part, list):
        for each in part:
            yield from texts(each, kind)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key == "text" and isinstance(value, str):
                yield part.get("type", "mrkdwn"), value
            else:
                yield from texts(value, part.get("type", ""))


def everything(message: dict[str, Any]) -> str:
    return "\n".join(text for _, text in texts(message))


def quotes(message: dict[str, Any]) -> list[str]:
    return [text for kind, text in texts(message["blocks"]) if kind == "text"]


def the_seed() -> tuple[Signal, ...]:
    article = an_article(headline="North Koreans fail to show up for talks on U.S. war dead: media reports")
    pledge = Evidence(article_id=article.id, field="body", start=0, end=9, text="haven’t been filled")
    missed = a_signal(
        article=article,
        sourcing=(
            Hop(name="Example Wire", role="outlet"),
            Hop(name="Yonhap News Agency", role="named"),
            Hop(name="diplomatic officials it did not identify", role="anonymous"),
        ),
        time=EventTime(start=NOW, end=NOW + timedelta(hours=24), words="Thursday", found_by="text"),
        tier_reasons=("one anonymous source",),
    )
    unmet = a_signal(id="sig_2", article=article, kind=Kind.PLEDGE_UNMET, targets=(), evidence=(pledge,))
    reversed_ = a_signal(id="sig_3", article=article, kind=Kind.STATEMENT_REVERSED)
    return unmet, reversed_, missed


def test_a_story_is_one_card_with_headline_claims_proof_chain_link_and_time() -> None:
    message = shown(*the_seed())
    whole = everything(message)
    assert message["blocks"][0]["text"] == {
        "type": "plain_text",
        "text": "North Koreans fail to show up for talks on U.S. war dead: media reports",
        "emoji": False,
    }
    for expected in (
        "*Meeting missed* · North Korea → United States · war remains",
        "*Statement reversed*",
        "*Pledge not kept* · North Korea",
        "C: anonymous, second-hand, disputed or inferred; one anonymous source",
        "Unconfirmed, one source",
        "Thursday (24 Nov 2026)",
        "Example Wire ← Yonhap News Agency (named) ← diplomatic officials it did not identify (anonymous)",
        f"“{WORDS}”",
        "<https://news.example/a|Example Wire> · published <!date^",
        "Heard through off-script",
    ):
        assert expected in whole
    assert whole.index("Meeting missed*") < whole.index("Statement reversed*") < whole.index("Pledge not kept*")


def test_notifications_and_screen_readers_get_a_line_and_links_are_not_unfurled() -> None:
    message = shown(*the_seed())
    assert message["text"].startswith("Meeting missed, Statement reversed, Pledge not kept · North Korea → United")
    assert len(message["text"]) <= 150
    assert (message["unfurl_links"], message["unfurl_media"]) == (False, False)


def test_mrkdwn_makes_no_links_and_mentions_of_its_own() -> None:
    for block in shown(*the_seed())["blocks"]:
        for part in [block.get("text", {}), *block.get("elements", [])]:
            assert part.get("type") != "mrkdwn" or part["verbatim"] is True


def test_evidence_is_verbatim_even_where_it_looks_like_markup() -> None:
    words = "Kim said <no> & “never” *again*"
    evidence = (Evidence(article_id="article-1", field="body", start=0, end=9, text=words),)
    assert quotes(shown(a_signal(evidence=evidence))) == [f"“{words}”"]


def test_long_evidence_is_cut_between_words() -> None:
    words = "word " * 100
    evidence = (Evidence(article_id="article-1", field="body", start=0, end=9, text=words),)
    (quote,) = quotes(shown(a_signal(evidence=evidence)))
    assert quote.endswith("word…”")
    assert len(quote) <= 242


def test_a_quote_inside_another_is_not_shown_twice() -> None:
    evidence = (
        Evidence(article_id="article-1", field="body", start=0, end=9, text="did not show up"),
        Evidence(article_id="article-1", field="body", start=0, end=9, text="officials did not show up Thursday"),
    )
    assert quotes(shown(a_signal(evidence=evidence))) == ["“officials did not show up Thursday”"]


def test_what_may_leave_as_a_link_only_is_not_quoted() -> None:
    message = shown(a_signal(article=an_article(rights="link")))
    assert quotes(message) == []
    assert "this source allows a link only" in everything(message)


def test_words_of_the_news_cannot_format_ping_or_spoof() -> None:
    article = an_article(headline=HOSTILE, provider=HOSTILE, url="https://news.example/|><!here>")
    hops = (Hop(name=HOSTILE, role="named"),)
    message = shown(a_signal(article=article, sourcing=hops, venue=HOSTILE, speaker=Speaker(person=HOSTILE)))
    for kind, text in texts(message):
        if kind != "text":
            assert "<" not in TOKEN.sub("", text)


@pytest.mark.parametrize(
    ("changes", "headline", "claim"),
    [
        ({"reason": "withdrawn"}, "Withdrawn: North Koreans fail", "*Withdrawn: Meeting missed*"),
        ({"reason": "corrected"}, "Corrected: North Koreans fail", "*Corrected: Meeting missed*"),
        ({"reason": "corroborated", "roots": 2}, "Update: North Koreans fail", "*Corroborated: Meeting missed*"),
        ({"reason": "changed", "factuality": Factuality.DENIED}, "Update: North",
         "*Changed: Meeting missed (now told as denied)*"),
        ({"reason": "merged"}, "Update: North Koreans", "*Same event as another report: Meeting missed*"),
    ],
)  # fmt: skip
def test_a_later_revision_says_what_it_does_to_what_was_told(
    changes: dict[str, Any], headline: str, claim: str
) -> None:
    signal = a_signal(revision=2, **changes)
    sent = deliveries(a_signal())["desk"]
    message = card(Parcel("story", (replace(sent, value=signal.model_dump_json().encode()),)), AT)
    assert message["blocks"][0]["text"]["text"].startswith(headline)
    assert claim in everything(message)


def test_of_several_revisions_of_an_event_only_the_last_is_shown() -> None:
    first, second = a_signal(), a_signal(revision=2, reason="corroborated", roots=2)
    whole = everything(shown(first, second))
    assert "confirmed, 2 independent sources" in whole
    assert "one source" not in whole


def test_a_card_that_comes_late_says_how_late() -> None:
    assert "told 45 min after publication" in everything(shown(a_signal(), at=AT + 40 * 60))
    assert "after publication" not in everything(shown(a_signal()))


def test_every_kind_and_tier_has_its_words() -> None:
    assert set(KINDS) == set(Kind)
    assert set(TIERS) == set(Tier)
    assert all(words.startswith(f"{tier}: ") for tier, words in TIERS.items())


def test_a_plain_card_says_the_same_without_blocks() -> None:
    message = plain_card(parcel(*the_seed()), AT)
    assert "blocks" not in message
    assert len(message["text"]) <= 4000
    assert "Meeting missed" in message["text"]
    assert WORDS in message["text"]


def test_a_digest_is_one_message_with_the_ten_most_pressing_and_a_count_of_the_rest() -> None:
    signals = [a_signal(id=f"sig_{n}", article=an_article(id=f"a{n}", backfill=True)) for n in range(14)]
    message = digest(parcel(*signals))
    assert message["blocks"][0]["text"]["text"] == "Digest: 14 earlier signals"
    assert everything(message).count("*Meeting missed*") == 10
    assert "4 more are in the record of signals" in everything(message)
    assert message["text"] == "Digest: 14 earlier signals"
    assert len(plain_digest(parcel(*signals))["text"]) <= 4000


def limits_hold(message: dict[str, Any]) -> None:
    blocks = message["blocks"]
    assert len(blocks) <= 50
    assert sum(len(text) for _, text in texts(blocks)) <= 10_000
    assert len(message["text"]) <= 150
    for block in blocks:
        assert len(block.get("elements", [None])) in range(1, 11)
        for _, text in texts(block):
            assert 1 <= len(text) <= {"header": 150, "section": 2800, "context": 3000}.get(block["type"], 300)
    for kind, text in texts(message):
        assert kind == "text" or "<" not in TOKEN.sub("", text)
    json.dumps(message).encode()


LONG = some.text(some.characters(exclude_categories=["Cs"]), max_size=60) | some.sampled_from(
    ["<!channel>" * 300, "&" * 5000, "*_~`" * 1000, "\u202e한국" * 900, "", "👩\u200d❤️\u200d👨" * 300, HOSTILE]
)


@settings(max_examples=60, deadline=None)
@given(
    words=some.lists(LONG, min_size=8, max_size=8),
    count=some.integers(1, 40),
    urls=some.sampled_from(["https://news.example/" + "x" * 2900, "https://news.example/&" * 50, "no url"]),
)
def test_whatever_the_news_says_a_card_keeps_slacks_limits(words: list[str], count: int, urls: str) -> None:
    signals = [
        a_signal(
            id=f"sig_{number}",
            article=an_article(id=f"a{number}", headline=words[0], provider=words[1], url=urls),
            matter=words[2],
            venue=words[3],
            speaker=Speaker(person=words[4], office=words[5]),
            sourcing=(Hop(name=words[6], role="named"),) * 9,
            tier_reasons=(words[7],) * 9,
            evidence=tuple(
                Evidence(article_id=f"a{number}", field="body", start=0, end=1, text=text) for text in words
            ),
        )
        for number in range(count)
    ]
    limits_hold(shown(*signals))
    limits_hold(digest(parcel(*signals)))
    assert len(plain_card(parcel(*signals), AT)["text"]) <= 4000
