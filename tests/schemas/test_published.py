"""What other programs read of the records is true and valid."""

import json
import subprocess
from pathlib import Path

import yaml

from schemas import publish
from schemas.topics import TOPICS

ROOT = Path(__file__).resolve().parents[2]


def test_published_files_are_not_stale() -> None:
    assert publish.stale() == [], "run `make schemas`"


def test_every_topic_is_a_channel() -> None:
    document = yaml.safe_load((publish.PUBLISHED / "asyncapi.yaml").read_text(encoding="utf-8"))
    assert set(document["channels"]) == {topic.base for topic in TOPICS}


def test_json_schemas_allow_fields_from_the_future() -> None:
    for file in publish.PUBLISHED.glob("*.json"):
        assert json.loads(file.read_text(encoding="utf-8")).get("additionalProperties", True) is not False


def test_the_asyncapi_document_is_valid() -> None:
    checker = ROOT / "deploy" / "asyncapi"
    if not (checker / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=checker, check=True, timeout=300)
    document = publish.PUBLISHED / "asyncapi.yaml"
    run = subprocess.run(
        ["node", checker / "check.mjs", document], check=False, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stderr
