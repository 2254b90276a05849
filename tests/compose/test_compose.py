"""docker compose, really run: one article of the sample newswire goes through to a verified delivery."""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parents[2]
UP_S, ALERT_S = 900, 120

pytestmark = pytest.mark.compose


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Compose:
    """The project under a name and ports of its own, so that a desk that runs here is left alone."""

    def __init__(self) -> None:
        self.receiver_port = free_port()
        ports = {"RECEIVER_PORT": str(self.receiver_port), "KAFKA_PORT": str(free_port())}
        self._environment = {**os.environ, **ports, "COMPOSE_PROJECT_NAME": "koreadesk-test"}

    def __call__(self, *words: str, seconds: float = 60) -> str:
        done = subprocess.run(
            ["docker", "compose", "--profile", "sample", *words],
            check=False,
            cwd=ROOT,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=seconds,
        )
        assert done.returncode == 0, f"docker compose {' '.join(words)}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout

    def containers(self) -> dict[str, dict[str, Any]]:
        ids = self("ps", "--all", "--quiet").split()
        told = json.loads(subprocess.run(["docker", "inspect", *ids], capture_output=True, check=True).stdout)
        return {each["Config"]["Labels"]["com.docker.compose.service"]: each for each in told}

    def received(self) -> dict[str, Any]:
        try:
            with urlopen(f"http://127.0.0.1:{self.receiver_port}/received", timeout=5) as answer:
                came: dict[str, Any] = json.load(answer)
                return came
        except (URLError, ConnectionError):
            return {"webhooks": [], "slack": []}


@pytest.fixture(scope="module")
def compose() -> Iterator[Compose]:
    if not shutil.which("docker") or subprocess.run(["docker", "info"], check=False, capture_output=True).returncode:
        if os.environ.get("CI"):
            pytest.fail("no Docker engine answers; deploy/ci/docker-up starts one")
        pytest.skip("no Docker engine answers")
    project = Compose()
    try:
        project("up", "--build", "--wait", "--wait-timeout", str(UP_S - 60), seconds=UP_S)
        yield project
    finally:
        project("down", "--volumes", "--timeout", "10", seconds=90)


def until_alerted(compose: Compose, kind: str) -> dict[str, Any]:
    """What came, once there is a verified webhook of that kind and a message to the channel."""
    deadline = time.monotonic() + ALERT_S
    while True:
        came = compose.received()
        if came["slack"] and kind in {webhook["kind"] for webhook in came["webhooks"]}:
            return came
        assert time.monotonic() < deadline, f"no {kind}:\n{compose('logs', '--tail', '40')[-8000:]}"
        time.sleep(0.5)


def test_missed_meeting_reaches_the_receiver_signed_and_the_channel(compose: Compose) -> None:
    came = until_alerted(compose, "meeting_missed")
    missed = next(webhook for webhook in came["webhooks"] if webhook["kind"] == "meeting_missed")
    assert missed["actors"] == ["PRK"]
    assert "show up" in " ".join(evidence["text"] for evidence in missed["evidence"])
    assert came["refused"] == 0


def test_every_service_is_locked_down(compose: Compose) -> None:
    ours = {name: each for name, each in compose.containers().items() if name != "kafka"}
    assert set(ours) == {"topics", "fetcher", "read", "ledger", "alerts", "newswire", "receiver"}
    for name, container in ours.items():
        host = container["HostConfig"]
        assert (name, host["ReadonlyRootfs"], host["CapDrop"]) == (name, True, ["ALL"])
        assert "no-new-privileges:true" in host["SecurityOpt"]
        assert container["Config"]["User"] not in ("", "root", "0")


def test_topics_were_made_once_and_well(compose: Compose) -> None:
    assert compose.containers()["topics"]["State"]["ExitCode"] == 0
