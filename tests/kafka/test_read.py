"""*read* on Apache Kafka: articles in, tagged articles and observations out, and the commit."""

import pytest

from schemas.article import Article
from schemas.topics import ARTICLES, DEADLETTERS, MAX_MESSAGE_BYTES, OBSERVATIONS, TAGGED
from services.runtime.broker.node import KafkaNode
from services.runtime.settings import Settings
from tests.classifier.made import an_article
from tests.kafka.workers import (
    READ,
    Reader,
    Worker,
    publish_articles,
    publish_bytes,
    until,
    until_committed,
)

pytestmark = pytest.mark.kafka
fault = pytest.mark.fault

MISSED = "meeting_missed PRK>USA"


def mixed(count: int, first: int = 0) -> list[Article]:
    """Articles of which every fourth makes a claim."""
    return [
        an_article(f"n{n}", body=MISSED if n % 4 == 0 else "the match was lost") for n in range(first, first + count)
    ]


def claiming(articles: list[Article]) -> set[str]:
    return {article.id for article in articles if article.body == MISSED}


def assert_all_there(tagged: Reader, observations: Reader, articles: list[Article]) -> None:
    """Nothing is missing, and what came twice came under the same id."""
    assert {record.article.id for record in tagged.records} == claiming(articles)
    assert {record.article.id for record in observations.records} == claiming(articles)
    assert len({record.id for record in observations.records}) == len(claiming(articles))


async def test_an_article_becomes_a_tagged_article_and_observations(settings: Settings) -> None:
    articles = [
        an_article("one", body=f"{MISSED}\npledge_unmet PRK>USA"),
        an_article("two", body="the match was lost"),
        an_article("three", body="RELEVANT"),
    ]
    async with Reader(settings, TAGGED) as tagged, Reader(settings, OBSERVATIONS) as observations:
        with Worker("read", settings) as read:
            await read.ready()
            await publish_articles(settings, articles)
            await tagged.until_count(2)
            await observations.until_count(2)
            await until_committed(settings, *READ)
    assert {record.article.headline for record in tagged.records} == {"Headline of one", "Headline of three"}
    assert [record.kind for record in observations.records] == ["meeting_missed", "pledge_unmet"]
    assert observations.messages[0].key == b"PRK-USA"


@fault
async def test_kill_9_in_mid_stream_loses_no_article(settings: Settings) -> None:
    articles = mixed(6000)
    await publish_articles(settings, articles)
    async with Reader(settings, TAGGED) as tagged, Reader(settings, OBSERVATIONS) as observations:
        for done in (100, 500, 900):
            with Worker("read", settings, instance="r1") as read:
                await tagged.until_count(done)
                read.kill()
        with Worker("read", settings, instance="r1") as read:
            await until_committed(settings, *READ)
            await tagged.idle()
            assert read.exit_code is None, read.text()[-3000:]
    assert_all_there(tagged, observations, articles)


@fault
async def test_a_clean_stop_neither_loses_nor_repeats(settings: Settings) -> None:
    articles = mixed(6000)
    await publish_articles(settings, articles)
    async with Reader(settings, TAGGED) as tagged, Reader(settings, OBSERVATIONS) as observations:
        for _ in range(4):
            with Worker("read", settings) as read:
                await read.ready()
                assert read.stop() == 0, read.text()[-3000:]
        with Worker("read", settings):
            await until_committed(settings, *READ)
            await tagged.idle()
    assert_all_there(tagged, observations, articles)
    assert len(tagged.messages) == len(claiming(articles))


@fault
async def test_one_of_two_workers_leaves_and_returns_without_loss(settings: Settings) -> None:
    articles = mixed(8000)
    async with Reader(settings, TAGGED) as tagged, Reader(settings, OBSERVATIONS) as observations:
        with Worker("read", settings, instance="r1") as first:
            with Worker("read", settings, instance="r2") as second:
                await first.ready()
                await second.ready()
                await publish_articles(settings, articles[:4000])
                await tagged.until_count(100)
                second.kill()
            with Worker("read", settings, instance="r2") as second:
                await publish_articles(settings, articles[4000:])
                await until_committed(settings, *READ)
                await tagged.idle()
                assert first.exit_code is second.exit_code is None
    assert_all_there(tagged, observations, articles)


@fault
async def test_poison_becomes_a_dead_letter_and_the_next_article_is_read(settings: Settings) -> None:
    large = an_article("large", headline="x", body="RELEVANT " + "y" * (MAX_MESSAGE_BYTES - 640))
    async with Reader(settings, DEADLETTERS) as letters, Reader(settings, TAGGED) as tagged:
        with Worker("read", settings) as read:
            await publish_bytes(settings, ARTICLES, b"{not json")
            await publish_bytes(settings, ARTICLES, None)
            await publish_articles(settings, [an_article("bad", body="RAISE"), large, an_article("good", body=MISSED)])
            await letters.until_count(4)
            await tagged.until_count(1)
            await until_committed(settings, *READ)
            assert read.exit_code is None
    by_stage = {record.stage: record for record in letters.records}
    assert sorted(record.stage for record in letters.records) == [
        "read.classify",
        "read.decode",
        "read.decode",
        "read.encode",
    ]
    assert by_stage["read.classify"].reason == "RuntimeError: the reader stumbled"
    assert b"RAISE" in by_stage["read.classify"].value
    assert by_stage["read.encode"].value_size > MAX_MESSAGE_BYTES - 1000
    assert tagged.records[0].article.headline == "Headline of good"


@fault
@pytest.mark.parametrize("first_is", ["starting", "working"])
async def test_two_workers_with_one_instance_id_end_with_a_clear_message(settings: Settings, first_is: str) -> None:
    articles = mixed(400)
    async with Reader(settings, TAGGED) as tagged:
        with Worker("read", settings, instance="same") as first:
            if first_is == "working":
                await first.ready()
            with Worker("read", settings, instance="same") as second:
                both = (first, second)
                ended = await until(lambda: next((it for it in both if it.exit_code is not None), None), "one to end")
                assert ended.exit_code == 1
                await publish_articles(settings, articles)
                await until_committed(settings, *READ)
                await tagged.until_count(100)
                assert {first.exit_code, second.exit_code} == {None, 1}
                assert "uses the instance id 'same'" in ended.text()


async def test_missing_topics_end_the_start_with_their_names(kafka: KafkaNode, settings: Settings) -> None:
    elsewhere = settings.model_copy(update={"prefix": "nobody."})
    with Worker("read", elsewhere) as read:
        await until(lambda: read.exit_code is not None, "the end of the process")
        assert read.exit_code == 1
        assert "nobody.wire.articles: missing" in read.text()


@fault
async def test_an_outage_of_the_broker_loses_nothing(own_kafka: KafkaNode, own_settings: Settings) -> None:
    before, after = mixed(4000), mixed(400, first=4000)
    async with Reader(own_settings, TAGGED) as tagged, Reader(own_settings, OBSERVATIONS) as observations:
        with Worker("read", own_settings, instance="r1") as read:
            await publish_articles(own_settings, before)
            await tagged.until_count(100)
            own_kafka.kill()
            await until(lambda: not read.conditions()["ready"], "readiness to be false")
            own_kafka.start()
            await publish_articles(own_settings, after)
            await until_committed(own_settings, *READ, patience_s=120)
            await tagged.idle()
            assert read.exit_code is None, read.text()[-3000:]
    assert_all_there(tagged, observations, before + after)
