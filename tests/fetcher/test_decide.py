"""What is new, what is edited and what is nothing; which item an entry is; when it is old."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Article, Status
from schemas.encoding import encode
from schemas.ids import article_digest, article_id
from schemas.topics import ARTICLES
from services.fetcher.article import MAX_BODY_BYTES, draft
from services.fetcher.parse.document import Entry, Feed
from services.fetcher.parse.links import canonical
from services.fetcher.status import status_of
from tests.fetcher.build import NOW, Shown, arrival

HOUR = timedelta(hours=1)


def entry(guid: str | None = "1", link: str | None = "https://wire.example/1", **fields: Any) -> Entry:
    given = {"headline": "Envoys meet", "body": "Two envoys met.", "published": NOW, **fields}
    return Entry(guid=guid, link=link, **given)


def test_an_item_is_new_once_and_then_nothing() -> None:
    shown = Shown()
    first, again = shown(entry()), shown(entry())
    assert [(article.id, article.version) for article in first.articles] == [(article_id("wire", "1"), 1)]
    assert (first.new, again.new, again.known, again.articles) == (1, 0, 1, ())


def test_an_edited_item_is_a_new_version_of_the_same_article() -> None:
    shown = Shown()
    (first,) = shown(entry()).articles
    (second,) = shown(entry(body="Two envoys met in Seoul.")).articles
    (third,) = shown(entry(body="Two envoys met in Seoul on Thursday.")).articles
    assert first.id == second.id == third.id
    assert [article.version for article in (first, second, third)] == [1, 2, 3]
    assert len({article.digest for article in (first, second, third)}) == 3


def test_an_item_that_is_edited_back_is_a_version_too() -> None:
    shown = Shown()
    for body, version in (("One.", 1), ("Two.", 2), ("One.", 3)):
        (article,) = shown(entry(body=body)).articles
        assert article.version == version


def test_changed_dates_links_or_markup_are_no_edit() -> None:
    shown = Shown()
    shown(entry())
    assert shown(entry(link="https://wire.example/1?utm_source=rss", published=NOW + HOUR, byline="Kim")).articles == ()


def test_what_is_decided_before_an_acknowledgement_is_decided_the_same_after_a_crash() -> None:
    shown = Shown()
    before = shown.decide([entry(), entry("2", "https://wire.example/2")])
    after = shown.decide([entry(), entry("2", "https://wire.example/2")], at=NOW + HOUR)
    assert [(a.id, a.version, a.digest) for a in before.articles] == [
        (a.id, a.version, a.digest) for a in after.articles
    ]


def test_a_changed_guid_at_the_same_address_is_the_same_article() -> None:
    shown = Shown()
    (first,) = shown(entry("1")).articles
    assert shown(entry("new-1")).articles == ()
    (edited,) = shown(entry("newer-1", body="Edited.")).articles
    assert (edited.id, edited.version) == (first.id, 2)


def test_a_changed_address_under_the_same_guid_is_the_same_article() -> None:
    shown = Shown()
    (first,) = shown(entry(link="https://wire.example/1")).articles
    (edited,) = shown(entry(link="https://wire.example/new", body="Edited.")).articles
    assert (edited.id, edited.version) == (first.id, 2)


def test_a_guid_that_all_items_share_names_none_of_them() -> None:
    listed = [entry("same", f"https://wire.example/{n}") for n in range(3)]
    articles = Shown()(*listed).articles
    assert [article.id for article in articles] == [
        article_id("url", canonical(f"https://wire.example/{n}")) for n in range(3)
    ]


def test_items_without_guid_are_named_by_their_address() -> None:
    (article,) = Shown()(entry(None)).articles
    assert article.id == article_id("url", "https://wire.example/1")


def test_items_without_any_name_are_told_apart_by_their_words_and_never_by_the_clock() -> None:
    shown = Shown()
    listed = [entry(None, None, headline=f"Envoys meet {n}", published=None) for n in range(3)]
    assert len({article.id for article in shown(*listed).articles}) == 3
    assert shown(*listed, at=NOW + 5 * HOUR).articles == ()


def test_a_front_page_that_all_items_link_to_names_none_of_them() -> None:
    listed = [entry(None, "https://wire.example/", headline=f"Envoys meet {n}") for n in range(2)]
    assert len({article.id for article in Shown()(*listed).articles}) == 2


def test_an_item_that_stands_twice_in_a_document_is_one() -> None:
    shown = Shown()
    (article,) = shown(entry(body="Newer."), entry()).articles
    assert (article.id, article.body) == (article_id("wire", "1"), "Newer.")
    assert shown(entry(body="Newer.")).articles == ()


def test_the_same_words_through_another_feed_are_not_published_again() -> None:
    shown = Shown()
    shown(entry(None))
    other = shown.decide([entry(None)], name="other")
    shown.seen.clear()
    assert (shown.decide([entry(None)], name="other").articles, other.new) == ((), 0)


@pytest.mark.parametrize(
    ("address", "same_as"),
    [
        ("http://WIRE.example:80/1?utm_source=x&id=7#top", "https://wire.example/1?id=7"),
        ("https://wire.example/1?fbclid=1", "https://wire.example/1"),
        ("https://wire.example", "https://wire.example/"),
        ("https://wire.example/1?b=2&a=1", "https://wire.example/1?b=2&a=1"),
        ("https://wire.example:8443/1", "https://wire.example:8443/1"),
    ],
)
def test_spellings_of_one_address_are_one(address: str, same_as: str) -> None:
    assert canonical(address) == same_as


def test_what_is_older_than_the_age_limit_when_it_first_comes_is_backfill() -> None:
    old, fresh = Shown()(entry("1", published=NOW - 7 * HOUR), entry("2", None, published=NOW - 5 * HOUR)).articles
    assert (old.backfill, fresh.backfill) == (True, False)


def test_a_version_keeps_the_backfill_of_the_first() -> None:
    shown = Shown()
    shown(entry("old", "https://wire.example/o", published=NOW - 7 * HOUR), entry("new", published=NOW))
    later = NOW + 24 * HOUR
    decision = shown(
        entry("old", "https://wire.example/o", published=NOW - 7 * HOUR, body="Edited."),
        entry("new", body="Edited."),
        at=later,
    )
    assert {article.url: article.backfill for article in decision.articles} == {
        "https://wire.example/o": True, "https://wire.example/1": False,
    }  # fmt: skip


def test_undated_items_of_a_first_poll_are_backfill_and_later_ones_are_fresh() -> None:
    shown = Shown()
    (first,) = shown(entry("1", published=None), first_poll=True).articles
    (later,) = shown(entry("2", None, published=None)).articles
    assert (first.backfill, first.published_from, first.published_at) == (True, "fetched", NOW)
    assert later.backfill is False


def test_a_date_ahead_of_its_time_is_replaced_and_noted() -> None:
    (article,) = Shown()(entry(published=NOW + 48 * HOUR)).articles
    assert (article.published_at, article.published_from) == (NOW, "fetched")
    assert "2018-07-14" in (article.edit_note or "")


def test_a_date_that_is_not_understood_is_noted() -> None:
    (article,) = Shown()(entry(published=None, published_text="the day before yesterday")).articles
    assert article.edit_note == "date not understood: the day before yesterday"


def test_without_a_title_the_first_words_serve() -> None:
    (article,) = Shown()(entry(headline="", body="Two envoys met in Seoul. " * 20)).articles
    assert article.headline.startswith("Two envoys met in Seoul.")
    assert len(article.headline) <= 81
    assert Shown()(entry(headline="", body="")).empty == 1


def test_a_body_that_is_too_large_is_cut_and_says_so_and_fits_the_topic() -> None:
    (article,) = Shown()(entry(body='"\\\n' * 2_000_000, headline="회" * 5000)).articles
    assert len(article.body.encode()) <= MAX_BODY_BYTES
    assert article.edit_note == f"body cut at {MAX_BODY_BYTES} bytes; headline cut at 1000 characters"
    encode(ARTICLES, article, key=article.id, source="wire")


def test_articles_come_oldest_first() -> None:
    decision = Shown()(entry("2", None, published=NOW), entry("1", published=NOW - HOUR))
    assert [article.published_at for article in decision.articles] == [NOW - HOUR, NOW]


def test_a_gap_is_a_document_that_shares_nothing_with_the_one_before() -> None:
    shown = Shown()
    assert shown(entry("1", None), first_poll=True).gap is False
    assert shown(entry("1", None), entry("2", None)).gap is False
    assert shown(entry("3", None)).gap is True


def test_the_article_has_what_the_source_and_the_feed_say() -> None:
    feed = Feed(form="rss", title="Example Wire", language="en_US", quality="repaired")
    article = draft(entry(byline="By Kim Min-ji"), "id", arrival(feed, rights="full", provider=None))
    assert (article.provider, article.language, article.byline) == ("Example Wire", "en-US", "Kim Min-ji")
    assert (article.rights, article.parse_quality, article.source) == ("full", "repaired", "wire")
    named = draft(entry(provider="Yonhap"), "id", arrival(feed, provider="Agency"))
    assert named.provider == "Agency"


@pytest.mark.parametrize(
    ("headline", "body", "status", "note"),
    [
        ("Envoys meet", "Two envoys met.", Status.USABLE, None),
        ("CORRECTED-Envoys meet in Seoul", "", Status.CORRECTED, None),
        ("REFILE-N.Korea skips talks", "", Status.CORRECTED, None),
        ("Correction: Koreas-Talks story", "", Status.CORRECTED, None),
        ("(Correction) Envoys meet", "", Status.CORRECTED, None),
        ("Envoys meet (CORRECTED)", "", Status.CORRECTED, None),
        ("Envoys meet", "(Corrects date in para 2)\n\nTwo envoys met.", Status.CORRECTED, "Corrects date in para 2"),
        ("KILL: Koreas-Talks", "", Status.CANCELED, None),
        ("MANDATORY KILL Koreas-Talks", "", Status.CANCELED, None),
        ("WITHHOLD: Koreas-Talks", "", Status.WITHHELD, None),
        ("Correction officers strike", "", Status.USABLE, None),
        ("Correctional facility closed", "", Status.USABLE, None),
        ("KILLED IN ACTION: a family's story", "", Status.USABLE, None),
        ("Kill switch: what it does", "", Status.USABLE, None),
        ("Market correction: what to do", "", Status.USABLE, None),
    ],
)
def test_an_item_says_itself_what_it_corrects(headline: str, body: str, status: Status, note: str | None) -> None:
    assert status_of(headline, body) == (status, note)


@given(st.text(), st.text())
def test_every_article_can_be_encoded_and_has_the_digest_of_its_words(headline: str, body: str) -> None:
    surrogates = entry(headline=headline + "\ud800", body=body + "\udfff\0", byline="\ud800")
    for article in Shown()(surrogates).articles:
        assert Article.model_validate_json(encode(ARTICLES, article, key=article.id, source="wire").value) == article
        assert article.digest == article_digest(article.headline, article.body)
