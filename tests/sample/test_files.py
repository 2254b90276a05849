"""The sample's sources and subscriptions are right, on one machine and under docker compose."""

from pathlib import Path
from string import Template

import pytest

from services.alerts.subscriptions import Subscriptions
from services.cli.desk import SAMPLE
from services.fetcher.sources import Sources
from services.runtime.strict_yaml import load_strict

COMPOSE = Path(__file__).resolve().parents[2] / "deploy" / "compose"
ADDRESSES = {"NEWSWIRE": "newswire:8080", "RECEIVER": "receiver:8080", "SECRET": "/run/koreadesk/secret"}


@pytest.mark.parametrize(("name", "model"), [("sources", Sources), ("subscriptions", Subscriptions)])
def test_compose_runs_the_same_sample(name: str, model: type, tmp_path: Path) -> None:
    told = Template((SAMPLE / f"{name}.yaml").read_text()).substitute({**ADDRESSES, "NETWORK": "172.16.0.0/12"})
    (tmp_path / "rendered.yaml").write_text(told)
    rendered = load_strict(tmp_path / "rendered.yaml", model)
    written = load_strict(COMPOSE / f"sample-{name}.yaml", model)
    without_network = {"network"}
    assert written.model_dump(exclude=without_network) == rendered.model_dump(exclude=without_network)
