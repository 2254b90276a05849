"""A real Apache Kafka for tests: one node for the whole session, topics of its own for each test."""

from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import pytest

from services.runtime.broker.node import KafkaNode
from services.runtime.clients import connected, make_admin
from services.runtime.settings import Settings
from services.runtime.topics import create_topics

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KafkaNode]:
    """A node that all tests share: nobody kills it. Its jars are fetched once for this user."""
    node = KafkaNode(tmp_path_factory.mktemp("kafka"), dies_with_parent=True)
    try:
        node.start()
        yield node
    finally:
        node.stop()


@pytest.fixture
async def prefix(kafka: KafkaNode) -> AsyncIterator[str]:
    """A KOREADESK_PREFIX that no other test has, with its topics made; they are deleted after the test."""
    name = f"t{next(_NUMBERS)}."
    settings = Settings(kafka=kafka.bootstrap, prefix=name)
    await create_topics(settings)
    yield name
    async with connected(make_admin(settings), settings, patience_s=10) as admin:
        await admin.delete_topics([topic for topic in await admin.list_topics() if topic.startswith(name)])


@pytest.fixture
def settings(kafka: KafkaNode, prefix: str, tmp_path: Path) -> Settings:
    """Settings of a service under test: the shared node, a prefix of its own, a data folder of its own."""
    return Settings(kafka=kafka.bootstrap, prefix=prefix, data=tmp_path / "data", log="console")


@pytest.fixture
def own_kafka(tmp_path: Path) -> Iterator[KafkaNode]:
    """A node for this test alone, which may kill it and start it again."""
    node = KafkaNode(tmp_path / "own-kafka", dies_with_parent=True)
    try:
        node.start()
        yield node
    finally:
        node.stop()


@pytest.fixture
async def own_settings(own_kafka: KafkaNode, tmp_path: Path) -> Settings:
    """Settings for `own_kafka`, with the topics made."""
    settings = Settings(kafka=own_kafka.bootstrap, data=tmp_path / "data", log="console")
    await create_topics(settings)
    return settings
