"""The story of *read*, without Kafka."""

from datetime import timedelta

from schemas.article import Article
from schemas.encoding import Message, decode, encode, header
from schemas.incoming import Incoming
from schemas.topics import ARTICLES, DEADLETTERS, EDITIONS, MAX_MESSAGE_BYTES, OBSERVATIONS, TAGGED
from services.classifier.burial import Burial
from services.classifier.read_service import ReadService
from tests.classifier.made import MADE, THURSDAY, an_article
from tests.classifier.marked_reader import MarkedReader

NOW = THURSDAY + timedelta(minutes=5)
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Desk:
    """The service with its counts."""

    def __init__(self) -> None:
        self.counts: list[tuple[str, str]] = []
        bury = Burial(MADE, lambda: NOW, "p.")
        self.service = ReadService(MarkedReader(), bury, MADE, lambda: NOW, "p.", lambda *it: self.counts.append(it))

    def handle(self, value: bytes | None) -> list[Message]:
        return self.service.handle(Incoming("p.wire.articles", 3, 14, b"key", value, [("traceparent", TRACE.encode())]))

    def read(self, article: Article) -> list[Message]:
        return self.handle(encode(ARTICLES, article, key=article.id, source="x").value)


def test_a_relevant_article_gives_its_tags_and_observations_with_source_and_trace() -> None:
    desk = Desk()
    article = an_article(body="meeting_missed PRK>USA")
    tagged, observation = desk.read(article)
    assert (tagged.topic, tagged.key) == ("p.korea.tagged", article.id.encode())
    assert (observation.topic, observation.key) == ("p.korea.observations", b"PRK-USA")
    assert decode(TAGGED, tagged.value).flags[0].observation_id == decode(OBSERVATIONS, observation.value).id
    assert header(observation.headers, "traceparent") == TRACE
    assert header(observation.headers, "source") == "wire"
    assert desk.counts == [("relevant", "tagged")]


def test_what_is_not_relevant_is_only_counted() -> None:
    desk = Desk()
    assert desk.read(an_article(body="the match was lost")) == []
    assert desk.read(an_article(body="UNREAD")) == []
    assert desk.counts == [("irrelevant", "sport"), ("unread", "ko")]


def test_the_edition_of_a_later_version_follows_its_observations() -> None:
    *_, observation, edition = Desk().read(an_article(body="meeting_missed PRK>USA", version=2))
    assert edition.topic == observation.topic
    assert header(edition.headers, "schema") == "edition/1"
    assert decode(EDITIONS, edition.value).observations == (decode(OBSERVATIONS, observation.value).id,)


def test_a_later_version_that_is_not_relevant_leaves_its_edition() -> None:
    desk = Desk()
    (edition,) = desk.read(an_article(body="the match was lost", version=2))
    assert decode(EDITIONS, edition.value).observations == ()
    assert desk.counts == [("irrelevant", "sport")]


def test_bytes_that_are_no_article_are_buried_as_they_came() -> None:
    desk = Desk()
    (letter,) = desk.handle(b"\xff{")
    dead = decode(DEADLETTERS, letter.value)
    assert (letter.topic, letter.key) == ("p.wire.deadletters", b"key")
    assert (dead.value, dead.key, dead.topic, dead.partition, dead.offset) == (
        b"\xff{",
        b"key",
        "p.wire.articles",
        3,
        14,
    )
    assert (dead.stage, dead.headers) == ("read.decode", (("traceparent", TRACE.encode()),))
    assert desk.counts == [("buried", "read.decode")]


def test_an_article_on_which_the_reader_stumbles_is_buried_with_the_reason() -> None:
    (letter,) = Desk().read(an_article(body="RAISE"))
    dead = decode(DEADLETTERS, letter.value)
    assert (dead.stage, dead.reason) == ("read.classify", "RuntimeError: the reader stumbled")


def test_an_output_that_is_too_large_is_buried_and_the_others_go_their_way() -> None:
    body = "meeting_missed PRK>USA\n" + "y" * (MAX_MESSAGE_BYTES - 900)
    letter, observation = Desk().read(an_article(headline="x", body=body))
    assert decode(DEADLETTERS, letter.value).stage == "read.encode"
    assert observation.topic == "p.korea.observations"


def test_a_message_whose_headers_alone_are_too_large_is_still_buried() -> None:
    desk = Desk()
    headers = [("x", b"y" * MAX_MESSAGE_BYTES)]
    (letter,) = desk.service.handle(Incoming("p.wire.articles", 0, 1, b"key", b"{", headers))
    dead = decode(DEADLETTERS, letter.value)
    assert (dead.headers, dead.value) == ((), None)
    assert "too large to be kept" in dead.reason
