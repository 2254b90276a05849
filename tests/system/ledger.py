"""The ledger of sent against received, and what Kafka holds as committed."""

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

GROUPS = {
    "koreadesk-read": "wire.articles",
    "koreadesk-ledger": "korea.observations",
    "koreadesk-alerts": "korea.signals",
}


async def lags(bootstrap: str, prefix: str) -> dict[str, int]:
    """Messages between the commit and the end of the log, by group."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap)
    await consumer.start()
    try:
        return {group: await _lag(admin, consumer, prefix + group, prefix + topic) for group, topic in GROUPS.items()}
    finally:
        await consumer.stop()
        await admin.close()


async def _lag(admin: AIOKafkaAdminClient, consumer: AIOKafkaConsumer, group: str, topic: str) -> int:
    described = await admin.describe_topics([topic])
    partitions = [TopicPartition(topic, entry["partition"]) for entry in described[0]["partitions"]]
    ends = await consumer.end_offsets(partitions)
    committed = await admin.list_consumer_group_offsets(group)
    return sum(end - max(committed[p].offset if p in committed else 0, 0) for p, end in ends.items())


async def values(bootstrap: str, topic: str, count: int, seconds: float = 30) -> list[bytes]:
    """The first `count` values of a topic; fewer where they do not come in time."""
    consumer = AIOKafkaConsumer(
        topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest", enable_auto_commit=False
    )
    await consumer.start()
    found: list[bytes] = []
    try:
        for _ in range(int(seconds * 5)):
            batch = await consumer.getmany(timeout_ms=200)
            found += [record.value for records in batch.values() for record in records]
            if len(found) >= count:
                break
    finally:
        await consumer.stop()
    return found
