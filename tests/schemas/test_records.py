"""Records, ids and bytes keep their promises."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import ids
from schemas.article import Article
from schemas.deadletter import MAX_KEPT_BYTES, bury
from schemas.encoding import TooLarge, Undecodable, decode, encode, header
from schemas.incoming import Incoming
from schemas.record import MadeBy
from schemas.topics import ARTICLES, DEADLETTERS, MAX_MESSAGE_BYTES, TOPICS

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
BY = MadeBy(version="0")


def article(**changes: object) -> Article:
    fields = {
        "id": "a", "digest": "d", "headline": "h", "source": "s",
        "published_at": NOW, "fetched_at": NOW, "made_by": BY,
    }  # fmt: skip
    return Article.model_validate({**fields, **changes})


def letter(value: bytes | None, *, headers: tuple[tuple[str, bytes], ...] = (), stage: str = "read.decode"):
    message = Incoming("wire.articles", 0, 1, None, value, headers)
    return bury(message, stage=stage, reason="r", buried_at=NOW, made_by=BY)


def test_a_record_survives_the_way_there_and_back() -> None:
    sent = article(body="Seoul said “no” — 서울 🗞", links=("https://a.example",))
    message = encode(ARTICLES, sent, key=sent.id, source="fetcher", traceparent="00-1-2-01", prefix="t.")
    assert (message.topic, message.key) == ("t.wire.articles", b"a")
    assert decode(ARTICLES, message.value) == sent
    assert header(message.headers, "schema") == "article/1"
    assert header(message.headers, "traceparent") == "00-1-2-01"
    assert header([("schema", b"\xff")], "schema") is None


def test_a_time_is_written_in_utc_whatever_zone_it_came_in() -> None:
    seoul = timezone(timedelta(hours=9))
    assert article(published_at=datetime(2018, 7, 12, 9, tzinfo=seoul)).model_dump(mode="json")["published_at"] == (
        "2018-07-12T00:00:00Z"
    )


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        article(published_at=datetime(2018, 7, 12, 9))  # noqa: DTZ001 - the mistake is what is tested


@pytest.mark.parametrize("value", [None, b"", b"{", b"[]", b"{}", b"\xff\xfe", b'{"id": 1}', b"null"])
def test_what_is_no_article_is_undecodable_and_named(value: bytes | None) -> None:
    with pytest.raises(Undecodable, match=r"wire\.articles: "):
        decode(ARTICLES, value)


def test_a_record_above_the_limit_is_refused_with_its_size() -> None:
    with pytest.raises(TooLarge, match=str(MAX_MESSAGE_BYTES)):
        encode(ARTICLES, article(body="x" * MAX_MESSAGE_BYTES), key="a", source="s")


@pytest.mark.parametrize("size", [0, 1, MAX_KEPT_BYTES, MAX_MESSAGE_BYTES])
def test_a_dead_letter_keeps_the_bytes_or_their_beginning_and_fits_on_its_topic(size: int) -> None:
    dead = letter(b"\xff" * size, headers=(("schema", b"\x00"),))
    back = decode(DEADLETTERS, encode(DEADLETTERS, dead, key="k", source="read").value)
    assert back.value == b"\xff" * min(size, MAX_KEPT_BYTES)
    assert back.value_size == size
    assert back.headers == (("schema", b"\x00"),)


def test_a_dead_letter_of_an_empty_value_says_so() -> None:
    assert letter(None).value is None


def test_the_id_of_a_dead_letter_is_its_place_and_stage() -> None:
    assert letter(b"1").id == letter(b"2").id
    assert letter(b"1").id != letter(b"1", stage="ledger.decode").id


@given(st.text(), st.text())
def test_the_digest_tells_headline_from_body(headline: str, body: str) -> None:
    if headline != body:
        assert ids.article_digest(headline, body) != ids.article_digest(body, headline)


def test_ids_are_a_promise() -> None:
    assert ids.article_id("yonhap", "urn:1") == "f1277eb5-585c-579e-8a83-b40711552b93"
    assert ids.delivery_id("desk", "sig_1", 2).startswith("msg_")
    assert "." not in ids.delivery_id("desk", "sig_1", 2)


def test_topics_have_distinct_names_and_room_for_the_largest_value() -> None:
    assert len({topic.base for topic in TOPICS}) == len(TOPICS) == 9
    assert all(int(topic.config()["max.message.bytes"]) > MAX_MESSAGE_BYTES for topic in TOPICS)
