"""Writes what other programs need of the records: JSON Schema of each, and an AsyncAPI document.

`python -m schemas.publish` writes `schemas/published/`; with `--check` it writes nothing and
exits with 1 where a file is stale.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import yaml

from schemas.topics import MESSAGES, TOPICS, Topic

PUBLISHED = Path(__file__).parent / "published"


def published() -> dict[str, str]:
    """File name to content, for every published file."""
    files = {f"{_file_name(topic)}.json": _json_schema(topic) for topic in MESSAGES}
    return {**files, "asyncapi.yaml": yaml.safe_dump(_asyncapi(), sort_keys=False, width=110)}


def _file_name(topic: Topic[Any]) -> str:
    return topic.schema.replace("/", "-")


def _json_schema(topic: Topic[Any]) -> str:
    schema = topic.record.model_json_schema(mode="serialization")
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": _file_name(topic), **schema}
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _asyncapi() -> dict[str, Any]:
    messages = {_file_name(topic): _message(topic) for topic in MESSAGES}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Korea Desk",
            "version": "1",
            "description": "The topics of Korea Desk. Values are JSON in UTF-8; times are RFC 3339 in UTC; offsets "
            "count Unicode code points. Fields may be added: ignore those that you do not know.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {topic.base: _channel(topic) for topic in TOPICS},
        "operations": {f"read.{topic.base}": _operation(topic) for topic in TOPICS},
        "components": {"messages": messages},
    }


def _channel(topic: Topic[Any]) -> dict[str, Any]:
    names = [_file_name(message) for message in MESSAGES if message.base == topic.base]
    kept = {
        "cleanup.policy": ["compact" if topic.compacted else "delete"],
        **({"retention.ms": topic.retention_ms} if topic.retention_ms else {}),
    }
    return {
        "address": topic.base,
        "description": f"{topic.about}; key: {topic.key}" + (" (internal)" if topic.internal else ""),
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
        "bindings": {"kafka": {"partitions": topic.partitions, "topicConfiguration": kept}},
    }


def _operation(topic: Topic[Any]) -> dict[str, Any]:
    return {"action": "send", "channel": {"$ref": "#/channels/" + topic.base}, "summary": topic.about}


def _message(topic: Topic[Any]) -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "name": topic.record.__name__,
        "contentType": "application/json",
        "headers": {"type": "object", "properties": {"schema": text, "source": text, "traceparent": text}},
        "payload": {
            "schemaFormat": "application/schema+json;version=draft-07",
            "schema": {"$ref": f"./{_file_name(topic)}.json"},
        },
        "bindings": {"kafka": {"key": {"type": "string", "description": topic.key}}},
    }


def stale() -> list[str]:
    """Names of published files that are absent, superfluous, or differ from what would be written."""
    wanted = published()
    found = {file.name: file.read_text(encoding="utf-8") for file in PUBLISHED.glob("*.*")}
    return sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))


def main() -> int:
    """Write, or check."""
    parser = argparse.ArgumentParser(
        prog="python -m schemas.publish", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where a file is stale")
    if parser.parse_args().check:
        names = stale()
        for name in names:
            sys.stderr.write(f"schemas/published/{name} is stale: run `make schemas`\n")
        return 1 if names else 0
    PUBLISHED.mkdir(exist_ok=True)
    for name, content in published().items():
        (PUBLISHED / name).write_text(content, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
