"""Topics on the cluster: made from the table, and compared with it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, for_code

from schemas.record import Record
from schemas.topics import TOPICS, Topic
from services.runtime.clients import connected, make_admin
from services.runtime.fatal import Fatal
from services.runtime.settings import Settings

PATIENCE_S = 30.0
"""How long Kafka may take to answer, and new topics to get their leaders."""

_NO_ERROR, _UNKNOWN_TOPIC, _NOT_AUTHORISED, _EXISTS = 0, 3, 29, 36
_SET_ON_TOPIC = 1  # config_source DYNAMIC_TOPIC_CONFIG

_WHY = {
    29: "not authorised: ask the owner of the cluster to make it, or for the right to",
    38: "the cluster has fewer brokers than KOREADESK_REPLICATION asks for",
    40: "the cluster does not know one of the settings",
    44: "the cluster's policy forbids it",
}

log = structlog.get_logger()


@dataclass(frozen=True)
class TopicState:
    """A topic as it stands on the cluster; `config` is None where we may not read it."""

    partitions: int
    replicas: int
    leaders: int
    config: Mapping[str, str] | None = None
    own: Mapping[str, str] | None = None
    """The part of `config` that was set on the topic itself."""


def wanted_config(topic: Topic[Record], settings: Settings) -> dict[str, str]:
    """The table's settings; with three copies or more, an acknowledgement needs two."""
    safe = {"min.insync.replicas": "2"} if settings.replication_factor >= 3 else {}
    return {**topic.config(), **safe}


def differences(topic: Topic[Record], state: TopicState | None, settings: Settings) -> list[str]:
    """What is wrong with a topic, each as one line; more partitions than ours are wrong only where order needs one."""
    name = topic.name(settings.prefix)
    if state is None:
        return [f"{name}: missing; make it with `koreadesk topics create`"]
    problems = [*_partition_problems(topic, state), *_config_problems(wanted_config(topic, settings), state)]
    if state.replicas < settings.replication_factor:
        problems.append(f"{state.replicas} copies, wanted {settings.replication_factor}")
    return [f"{name}: {problem}" for problem in problems]


def _partition_problems(topic: Topic[Record], state: TopicState) -> list[str]:
    if state.partitions < topic.partitions or (topic.partitions == 1 and state.partitions > 1):
        return [f"{state.partitions} partitions, wanted {topic.partitions}"]
    if state.leaders < state.partitions:
        return [f"{state.partitions - state.leaders} partitions without a leader"]
    return []


def _config_problems(wanted: Mapping[str, str], state: TopicState) -> list[str]:
    config = state.config
    if config is None:
        return []
    wrong = [name for name in wanted if config.get(name) != wanted[name]]
    return [f"{name} is {config.get(name)}, wanted {wanted[name]}" for name in wrong]


async def create_topics(settings: Settings, *, patience_s: float = PATIENCE_S) -> list[str]:
    """Make what is missing, put settings right, wait for leaders; gives a line for each thing done.

    Partitions of a topic that exists are never changed: keys would move.

    Raises:
        Fatal: one line for each topic that is still not as it should be.
    """
    async with connected(make_admin(settings), settings, patience_s=patience_s) as admin:
        states = await read_topics(admin, settings)
        refused = await _create(admin, [topic for topic in TOPICS if states[topic.base] is None], settings)
        altered = await _alter(admin, states, settings)
        problems = await _settled(admin, settings, refused, patience_s)
    if problems:
        raise Fatal("\n".join(problems))
    made = [topic.name(settings.prefix) for topic in TOPICS if states[topic.base] is None]
    return [*(f"{name}: created" for name in made), *(f"{name}: settings put right" for name in altered)]


async def check_topics(settings: Settings, *, patience_s: float = PATIENCE_S) -> list[str]:
    """What is wrong with the topics, one line each; empty when all is well."""
    async with connected(make_admin(settings), settings, patience_s=patience_s) as admin:
        return await _problems(admin, settings)


async def wait_for_topics(settings: Settings, *, patience_s: float = PATIENCE_S) -> None:
    """Return when all topics are as they should be.

    Raises:
        Fatal: they are not, `patience_s` after Kafka was asked first.
    """
    async with connected(make_admin(settings), settings, patience_s=patience_s) as admin:
        problems = await _settled(admin, settings, {}, patience_s)
    if problems:
        raise Fatal("\n".join(problems))


async def _settled(
    admin: AIOKafkaAdminClient, settings: Settings, refused: Mapping[str, str], patience_s: float
) -> list[str]:
    """The problems that remain; those that the cluster has explained are not waited for."""
    clock = asyncio.get_running_loop().time
    deadline = clock() + patience_s
    while True:
        problems = await _problems(admin, settings)
        if not problems or refused or clock() > deadline:
            return [_explained(problem, refused) for problem in problems]
        await asyncio.sleep(0.2)


def _explained(problem: str, refused: Mapping[str, str]) -> str:
    name, _, _ = problem.partition(":")
    return f"{name}: {refused[name]}" if name in refused else problem


async def _problems(admin: AIOKafkaAdminClient, settings: Settings) -> list[str]:
    states = await read_topics(admin, settings)
    return [line for topic in TOPICS for line in differences(topic, states[topic.base], settings)]


async def read_topics(admin: AIOKafkaAdminClient, settings: Settings) -> dict[str, TopicState | None]:
    """The state of every topic of the table by its base name; None where it is missing."""
    names = {topic.name(settings.prefix): topic.base for topic in TOPICS}
    described = {entry["topic"]: entry for entry in await admin.describe_topics(list(names))}
    present = [name for name in names if _exists(described.get(name))]
    configs = await _read_configs(admin, present)
    states: dict[str, TopicState | None] = dict.fromkeys(names.values())
    for name in present:
        states[names[name]] = _state(described[name], configs.get(name))
    return states


def _exists(entry: Mapping[str, Any] | None) -> bool:
    if entry is None or entry["error_code"] == _UNKNOWN_TOPIC:
        return False
    if entry["error_code"] == _NOT_AUTHORISED:
        raise Fatal(f"{entry['topic']}: not authorised to describe it")
    return True


def _state(entry: Mapping[str, Any], config: Sequence[Sequence[Any]] | None) -> TopicState:
    partitions = entry["partitions"]
    return TopicState(
        partitions=len(partitions),
        replicas=min((len(each["replicas"]) for each in partitions), default=0),
        leaders=sum(each["leader"] >= 0 for each in partitions),
        config=None if config is None else {row[0]: row[1] for row in config},
        own=None if config is None else {row[0]: row[1] for row in config if row[3] == _SET_ON_TOPIC},
    )


async def _read_configs(admin: AIOKafkaAdminClient, names: Sequence[str]) -> dict[str, Sequence[Sequence[Any]]]:
    """Rows of (name, value, read-only, source, ...) a topic; a topic whose settings we may not read is left out."""
    if not names:
        return {}
    answers = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name) for name in names])
    rows = {}
    for code, message, _, name, entries in (resource for answer in answers for resource in answer.resources):
        if code == _NO_ERROR:
            rows[name] = entries
        else:
            log.warning("topic.settings_unread", topic=name, because=message or for_code(code).__name__)
    return rows


async def _create(admin: AIOKafkaAdminClient, topics: Sequence[Topic[Record]], settings: Settings) -> dict[str, str]:
    """Make topics; gives the reason of each that was refused. One that another process just made is no refusal."""
    if not topics:
        return {}
    answer = await admin.create_topics([_new(topic, settings) for topic in topics])
    return {
        row[0]: _reason(row[1], row[2] if len(row) > 2 else "")
        for row in answer.topic_errors
        if row[1] not in (_NO_ERROR, _EXISTS)
    }


def _new(topic: Topic[Record], settings: Settings) -> NewTopic:
    return NewTopic(
        topic.name(settings.prefix),
        topic.partitions,
        settings.replication_factor,
        topic_configs=wanted_config(topic, settings),
    )


def _reason(code: int, message: str | None) -> str:
    error: type[KafkaError] = for_code(code)
    return _WHY.get(code) or f"refused: {message or error.__name__} (code {code})"


async def _alter(admin: AIOKafkaAdminClient, states: Mapping[str, TopicState | None], settings: Settings) -> list[str]:
    """Put the settings of existing topics right. AlterConfigs replaces all of a topic's settings, so the
    whole set is sent: what was set on the topic, with ours over it."""
    changes = {}
    for topic in TOPICS:
        state, wanted = states[topic.base], wanted_config(topic, settings)
        if state is not None and state.own is not None and _config_problems(wanted, state):
            changes[topic.name(settings.prefix)] = {**state.own, **wanted}
    if not changes:
        return []
    resources = [ConfigResource(ConfigResourceType.TOPIC, name, configs) for name, configs in changes.items()]
    for answer in await admin.alter_configs(resources):
        for code, message, _, name in answer.resources:
            if code != _NO_ERROR:
                raise Fatal(f"{name}: settings: {_reason(code, message)}")
    return list(changes)
