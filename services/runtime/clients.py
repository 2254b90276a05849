"""Kafka clients as every service uses them: nothing acknowledged is lost, and an outage is waited for."""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ssl import SSLContext
from typing import Any, Protocol, TypeVar

import structlog
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaConnectionError
from aiokafka.helpers import create_ssl_context

from schemas.topics import MAX_MESSAGE_BYTES
from services.runtime.consumer import LastingConsumer
from services.runtime.fatal import Fatal
from services.runtime.producer import LastingProducer
from services.runtime.settings import Settings

LARGEST_BYTES = MAX_MESSAGE_BYTES + 64 * 1024
"""A value of the largest size with its key and headers; a topic's `max.message.bytes` is the same."""

log = structlog.get_logger()


class Client(Protocol):
    """What all of aiokafka's clients have in common."""

    async def start(self) -> None: ...


C = TypeVar("C", bound=Client)


def security_options(settings: Settings) -> dict[str, Any]:
    """The connection options of aiokafka's clients for the security settings."""
    options: dict[str, Any] = {"security_protocol": settings.kafka_security}
    if settings.kafka_security in ("SSL", "SASL_SSL"):
        options["ssl_context"] = tls_context(settings)
    if settings.kafka_security.startswith("SASL"):
        options |= _sasl_options(settings)
    return options


def tls_context(settings: Settings) -> SSLContext:
    """Trust in KOREADESK_KAFKA_CA, or in the system's authorities where it is not set."""
    try:
        context: SSLContext = create_ssl_context(cafile=str(settings.kafka_ca) if settings.kafka_ca else None)
    except OSError as error:
        raise Fatal(f"KOREADESK_KAFKA_CA: {settings.kafka_ca}: {error.strerror or error}") from None
    return context


def _sasl_options(settings: Settings) -> dict[str, Any]:
    if not settings.kafka_username or settings.kafka_password is None:
        raise Fatal(f"{settings.kafka_security} needs KOREADESK_KAFKA_USERNAME and KOREADESK_KAFKA_PASSWORD")
    return {
        "sasl_mechanism": settings.kafka_mechanism,
        "sasl_plain_username": settings.kafka_username,
        "sasl_plain_password": settings.kafka_password.get_secret_value(),
    }


def make_producer(settings: Settings, **options: Any) -> AIOKafkaProducer:
    """An idempotent producer that waits for every replica in sync, and through every outage.

    Options of aiokafka may be overridden; begin with `linger_ms=5` where throughput counts.
    """
    defaults: dict[str, Any] = {
        "enable_idempotence": True,
        "max_request_size": LARGEST_BYTES,
        "max_batch_size": 64 * 1024,
    }
    return LastingProducer(
        bootstrap_servers=settings.kafka.split(","), **security_options(settings), **{**defaults, **options}
    )


def make_consumer(settings: Settings, *topics: str, group: str | None = None, **options: Any) -> AIOKafkaConsumer:
    """A consumer that begins at the earliest message and commits only what it is told to commit.

    Topic and group are names as they stand on the cluster, prefix included.
    """
    defaults: dict[str, Any] = {
        "auto_offset_reset": "earliest",
        "enable_auto_commit": False,
        "max_partition_fetch_bytes": LARGEST_BYTES,
    }
    return LastingConsumer(
        *topics,
        bootstrap_servers=settings.kafka.split(","),
        group_id=group,
        **security_options(settings),
        **{**defaults, **options},
    )


def make_admin(settings: Settings) -> AIOKafkaAdminClient:
    """A client for topics and cluster."""
    return AIOKafkaAdminClient(bootstrap_servers=settings.kafka.split(","), **security_options(settings))


async def partitions_now(producer: AIOKafkaProducer, topic: str) -> set[int]:
    """The partitions that a topic has now: by itself a client goes by what it last heard, for five minutes."""
    await producer.client.force_metadata_update()
    return set(await producer.partitions_for(topic))


def unreachable(settings: Settings) -> str:
    """What to check when no broker answers; Kafka tells these causes apart only in its own log."""
    if settings.kafka_security == "PLAINTEXT":
        return f"no Kafka at {settings.kafka}: is it running, is the address right, does it expect PLAINTEXT?"
    return (
        f"no connection to Kafka at {settings.kafka} with {settings.kafka_security}: if it is running there, check "
        "KOREADESK_KAFKA_USERNAME (does the user exist?), KOREADESK_KAFKA_PASSWORD, and "
        "KOREADESK_KAFKA_CA (does it sign the broker's certificate?)"
    )


@asynccontextmanager
async def connected(client: C, settings: Settings, *, patience_s: float = math.inf) -> AsyncIterator[C]:
    """Start a client, however long Kafka takes to answer, and stop it after the block.

    Raises:
        Fatal: no broker answered for `patience_s`, naming what to check.
    """
    try:
        await _start(client, settings, patience_s)
        yield client
    finally:
        await (client.close() if isinstance(client, AIOKafkaAdminClient) else client.stop())  # type: ignore[attr-defined]


async def _start(client: Client, settings: Settings, patience_s: float) -> None:
    clock = asyncio.get_running_loop().time
    deadline = clock() + patience_s
    pause = 0.25
    while True:
        try:
            return await client.start()
        except KafkaConnectionError:
            if clock() + pause > deadline:
                raise Fatal(unreachable(settings)) from None
        log.warning("kafka.unreachable", check=unreachable(settings), again_in_s=pause)
        await asyncio.sleep(pause)
        pause = min(pause * 2, 3.0)


async def cluster_id(settings: Settings, *, patience_s: float = math.inf) -> str:
    """The id of the cluster: what offsets that are kept elsewhere belong to."""
    async with connected(make_admin(settings), settings, patience_s=patience_s) as admin:
        cluster: dict[str, Any] = await admin.describe_cluster()
    return str(cluster["cluster_id"])
