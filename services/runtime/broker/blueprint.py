"""The blueprint of a node: its settings, its log and its command line, without doing anything."""

from collections.abc import Mapping
from pathlib import Path

from schemas.topics import MAX_MESSAGE_BYTES

READY = "Kafka Server started"
"""Logged by KafkaRaftServer when clients are served."""

SERVER = "kafka.Kafka"
"""The main class that serves."""

HOST = "127.0.0.1"

LOG4J = """\
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d{ISO8601} %-5p %c{1} %m%n
appender.kept.type = RollingFile
appender.kept.name = kept
appender.kept.fileName = ${sys:node.log}
appender.kept.filePattern = ${sys:node.log}.%i
appender.kept.layout.type = PatternLayout
appender.kept.layout.pattern = %d{ISO8601} %-5p %c{1} %m%n
appender.kept.policies.type = SizeBasedTriggeringPolicy
appender.kept.policies.size = 10MB
appender.kept.strategy.type = DefaultRolloverStrategy
appender.kept.strategy.max = 2
rootLogger.level = warn
rootLogger.appenderRef.kept.ref = kept
logger.ready.name = kafka.server.KafkaRaftServer
logger.ready.level = info
logger.ready.appenderRef.out.ref = out
"""


def node_settings(data: Path, port: int, controller_port: int, extra: Mapping[str, str]) -> dict[str, str]:
    """The settings of one node that is broker and controller, for this machine alone."""
    return {
        "process.roles": "broker,controller",
        "node.id": "1",
        "controller.quorum.voters": f"1@{HOST}:{controller_port}",
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "CLIENTS",
        "listeners": f"CLIENTS://{HOST}:{port},CONTROLLER://{HOST}:{controller_port}",
        "listener.security.protocol.map": "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "log.dirs": str(data),
        "default.replication.factor": "1",
        "min.insync.replicas": "1",
        "offsets.topic.replication.factor": "1",
        "offsets.topic.num.partitions": "4",
        "transaction.state.log.replication.factor": "1",
        "transaction.state.log.min.isr": "1",
        "transaction.state.log.num.partitions": "4",
        "share.coordinator.state.topic.replication.factor": "1",
        "share.coordinator.state.topic.min.isr": "1",
        "auto.create.topics.enable": "false",  # topics are declared, never a typing slip
        "group.initial.rebalance.delay.ms": "0",  # 3 s in production; here one joins at once
        "log.cleaner.dedupe.buffer.size": str(8 << 20),  # 128 MB by default, taken from the heap
        "broker.session.timeout.ms": "3000",  # 9 s: what a start after a crash waits for its own old self
        "broker.heartbeat.interval.ms": "500",
        "message.max.bytes": str(MAX_MESSAGE_BYTES + 64 * 1024),
        "replica.fetch.max.bytes": str(MAX_MESSAGE_BYTES + 64 * 1024),
        **extra,
    }


def properties(settings: Mapping[str, str]) -> str:
    """The text of a Java properties file; a backslash is an escape there."""
    return "".join(f"{name}={value}\n".replace("\\", "\\\\") for name, value in settings.items())


def java_command(java: Path, jars: Path, main: str, *args: str, flags: tuple[str, ...] = ()) -> list[str]:
    """The command that runs a main class of Kafka. C1 alone starts with 40 % less CPU and serves one desk well."""
    return [str(java), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", *flags, "-cp", f"{jars}/*", main, *args]


def server_command(java: Path, jars: Path, folder: Path, heap: str) -> list[str]:
    """The command that serves; its last words, main class and path of the settings, tell this node from others."""
    flags = (
        f"-Xmx{heap}",
        "-XX:+ExitOnOutOfMemoryError",
        "-Djava.awt.headless=true",
        f"-Dnode.log={folder}/node.log",
        f"-Dlog4j2.configurationFile={folder}/log4j2.properties",
    )
    return java_command(java, jars, SERVER, str(folder / "server.properties"), flags=flags)


def format_command(java: Path, jars: Path, folder: Path, cluster: str, scram: Mapping[str, str]) -> list[str]:
    """The command that formats the storage; users for SASL can only be made here."""
    users = [
        word
        for name, password in scram.items()
        for word in ("--add-scram", f"SCRAM-SHA-512=[name={name},password={password}]")
    ]
    place = ("-t", cluster, "-c", str(folder / "server.properties"))
    flags = (f"-Dnode.log={folder}/format.log", f"-Dlog4j2.configurationFile={folder}/log4j2.properties")
    return java_command(java, jars, "kafka.tools.StorageTool", "format", *place, *users, flags=flags)
