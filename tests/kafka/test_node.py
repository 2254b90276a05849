"""A node as a process: its address, its data and its end."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from schemas.topics import SIGNALS
from services.runtime.broker.node import KafkaNode
from services.runtime.clients import connected, make_consumer, make_producer
from services.runtime.fatal import Fatal
from services.runtime.settings import Settings
from services.runtime.topics import check_topics, create_topics

pytestmark = pytest.mark.kafka

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Path]:
    """A data folder whose node is stopped at the end, whoever started it."""
    yield tmp_path / "desk"
    KafkaNode(tmp_path / "desk" / "kafka").stop()


def koreadesk(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "services", *words], cwd=ROOT, capture_output=True, text=True, check=False, timeout=150
    )


async def write(settings: Settings, *values: bytes) -> None:
    async with connected(make_producer(settings), settings) as producer:
        for value in values:
            await producer.send_and_wait(SIGNALS.name(settings.prefix), value, key=b"k")


async def read(settings: Settings, count: int) -> list[bytes]:
    consumer = make_consumer(settings, SIGNALS.name(settings.prefix))
    async with connected(consumer, settings):
        return [(await consumer.getone()).value for _ in range(count)]


async def test_a_node_that_was_killed_comes_back_with_its_address_and_its_data(
    own_kafka: KafkaNode, own_settings: Settings
) -> None:
    await write(own_settings, b"one", b"two")
    address = own_kafka.bootstrap
    own_kafka.kill()
    assert own_kafka.status().pid is None
    assert own_kafka.start() == address
    assert await check_topics(own_settings) == []
    assert await read(own_settings, 2) == [b"one", b"two"]


def test_an_orphan_is_adopted_with_or_without_its_pid_file(own_kafka: KafkaNode) -> None:
    pid = own_kafka.status().pid
    heir = KafkaNode(own_kafka.folder)
    assert (heir.start(), heir.status().pid) == (own_kafka.bootstrap, pid)
    (own_kafka.folder / "pid").unlink()
    assert heir.status().pid == pid
    (own_kafka.folder / "pid").write_text(str(os.getpid()))
    assert heir.status().pid == pid
    heir.stop()
    assert own_kafka.status().pid is None


def test_the_pid_of_another_program_is_never_taken_for_the_node(tmp_path: Path) -> None:
    node = KafkaNode(tmp_path)
    (tmp_path / "pid").write_text(str(os.getpid()))
    assert node.status().pid is None
    node.kill()
    node.stop()
    assert psutil.pid_exists(os.getpid())


def test_the_folder_of_another_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "node.json").write_text(json.dumps({"kafka": "3.9.1", "port": 1, "controller_port": 2}))
    with pytest.raises(Fatal, match=r"was made by Apache Kafka 3\.9\.1, this is 4\."):
        KafkaNode(tmp_path).start()


def test_a_taken_port_is_told(kafka: KafkaNode, tmp_path: Path) -> None:
    port = int(kafka.bootstrap.split(":")[1])
    with pytest.raises(Fatal, match=f"127.0.0.1:{port} is taken by another program: .*--port"):
        KafkaNode(tmp_path, port=port).start()


def test_data_without_its_description_is_left_alone(tmp_path: Path) -> None:
    kept = tmp_path / "data" / "__cluster_metadata-0"
    kept.mkdir(parents=True)
    with pytest.raises(Fatal, match=r"has lost its meta\.properties"):
        KafkaNode(tmp_path).start()
    assert kept.is_dir()


def test_a_node_on_a_leash_ends_with_its_supervisor(tmp_path: Path) -> None:
    supervisor = (
        "import pathlib, sys; from services.runtime.broker.node import KafkaNode; "
        f"node = KafkaNode(pathlib.Path({str(tmp_path)!r}), dies_with_parent=True); node.start(); "
        "print(node.status().pid, flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", supervisor]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        node = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
        node.wait(20)


async def test_the_commands_start_a_node_that_stays_and_stop_it(desk: Path) -> None:
    started = koreadesk("kafka", "start", "--data", str(desk))
    address = started.stdout.strip()
    assert (started.returncode, address.split(":")[0]) == (0, "127.0.0.1")
    assert koreadesk("kafka", "start", "--data", str(desk)).stdout.strip() == address
    assert koreadesk("kafka", "status", "--data", str(desk)).stdout.startswith(f"running {address} pid ")
    assert koreadesk("topics", "check", "--kafka", address).returncode == 1
    assert koreadesk("topics", "create", "--kafka", address).returncode == 0
    assert koreadesk("topics", "check", "--kafka", address).stdout == ""
    assert koreadesk("kafka", "stop", "--data", str(desk)).returncode == 0
    gone = koreadesk("kafka", "status", "--data", str(desk))
    assert (gone.returncode, gone.stdout) == (1, f"stopped {address}\n")


async def test_a_user_with_a_password_is_let_in_and_a_wrong_one_is_told_what_to_check(tmp_path: Path) -> None:
    node = KafkaNode(tmp_path, dies_with_parent=True, extra=SASL, scram={"broker": "b-secret", "desk": "d-secret"})
    try:
        node.start()
        settings = Settings.from_environment(
            {
                "KOREADESK_KAFKA": node.bootstrap,
                "KOREADESK_KAFKA_SECURITY": "SASL_PLAINTEXT",
                "KOREADESK_KAFKA_USERNAME": "desk",
                "KOREADESK_KAFKA_PASSWORD": "d-secret",
            }
        )
        await create_topics(settings)
        await write(settings, b"in")
        assert await read(settings, 1) == [b"in"]
        wrong = Settings(**{**dict(settings), "kafka_password": "not it"})
        with pytest.raises(Fatal, match=r"check KOREADESK_KAFKA_USERNAME .* KOREADESK_KAFKA_PASSWORD, .*_CA"):
            await check_topics(wrong, patience_s=0)
    finally:
        node.stop()


SASL = {
    "listener.security.protocol.map": "CLIENTS:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
    "sasl.enabled.mechanisms": "SCRAM-SHA-512",
    "sasl.mechanism.inter.broker.protocol": "SCRAM-SHA-512",
    "listener.name.clients.scram-sha-512.sasl.jaas.config": (
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=broker password=b-secret;"
    ),
}
"""The broker's own user talks to itself; `desk` is a client's."""
