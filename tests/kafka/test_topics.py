"""Topics on a real cluster."""

import asyncio

import pytest
from aiokafka.admin import NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from schemas.topics import LATEST, OBSERVATIONS, TOPICS
from services.runtime.clients import cluster_id, connected, make_admin
from services.runtime.fatal import Fatal
from services.runtime.settings import Settings
from services.runtime.topics import check_topics, create_topics, wait_for_topics

pytestmark = pytest.mark.kafka


async def test_created_topics_are_as_the_table_says(settings: Settings) -> None:
    assert await check_topics(settings) == []
    await wait_for_topics(settings, patience_s=0)


async def test_creating_again_changes_nothing(settings: Settings) -> None:
    assert await create_topics(settings) == []


async def test_missing_topics_are_named_one_by_one(settings: Settings) -> None:
    elsewhere = settings.model_copy(update={"prefix": "nowhere."})
    problems = await check_topics(elsewhere)
    assert [line.split(":")[0] for line in problems] == [f"nowhere.{topic.base}" for topic in TOPICS]
    with pytest.raises(Fatal, match=r"nowhere\.wire\.articles: missing"):
        await wait_for_topics(elsewhere, patience_s=0)


async def test_a_setting_that_was_changed_is_found_and_put_right_and_others_stay(settings: Settings) -> None:
    name = LATEST.name(settings.prefix)
    async with connected(make_admin(settings), settings) as admin:
        await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, {"segment.ms": "60000"})])
        async with asyncio.timeout(20):  # a broker learns of it a moment after the controller
            while f"{name}: cleanup.policy is delete, wanted compact" not in await check_topics(settings):
                await asyncio.sleep(0.01)
        assert await create_topics(settings) == [f"{name}: settings put right"]
        answers = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name)])
    found = {row[0]: row[1] for row in answers[0].resources[0][4]}
    assert (found["cleanup.policy"], found["segment.ms"]) == ("compact", "60000")


async def test_wrong_partitions_are_told_and_never_changed(settings: Settings) -> None:
    other = settings.model_copy(update={"prefix": settings.prefix + "other."})
    async with connected(make_admin(settings), settings) as admin:
        await admin.create_topics([NewTopic(OBSERVATIONS.name(other.prefix), 2, 1)])
    with pytest.raises(Fatal, match="observations: 2 partitions, wanted 1"):
        await create_topics(other, patience_s=1)


async def test_more_copies_than_brokers_is_one_clear_line_a_topic(settings: Settings) -> None:
    copies = settings.model_copy(update={"replication_factor": 3, "prefix": settings.prefix + "copies."})
    with pytest.raises(Fatal, match=r"wire\.articles: the cluster has fewer brokers than KOREADESK_REPLICATION asks"):
        await create_topics(copies)


async def test_the_cluster_has_an_id(settings: Settings) -> None:
    first = await cluster_id(settings)
    assert first.startswith("k")
    assert await cluster_id(settings) == first


async def test_no_kafka_at_the_address_is_said_after_the_patience() -> None:
    with pytest.raises(Fatal, match=r"no Kafka at 127\.0\.0\.1:1:"):
        await check_topics(Settings(kafka="127.0.0.1:1"), patience_s=0)
