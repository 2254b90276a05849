"""A node: Apache Kafka as a process of its own, with its data in a folder."""

import base64
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from pydantic import BaseModel, ValidationError

from services.runtime.broker.blueprint import (
    HOST,
    LOG4J,
    READY,
    format_command,
    node_settings,
    properties,
    server_command,
)
from services.runtime.broker.jars import ensure_jars, kafka_version, pinned_jars
from services.runtime.broker.java import find_java
from services.runtime.broker.ports import answers, free_port, is_free
from services.runtime.broker.running import node_process
from services.runtime.fatal import Fatal
from services.runtime.lock import lock_folder

START_S = 120.0
STOP_S = 20.0
_LOOK_S = 0.05


class Identity(BaseModel):
    """What a folder remembers: a restart has the same addresses, and no other version touches the data."""

    kafka: str
    port: int
    controller_port: int


@dataclass(frozen=True)
class NodeStatus:
    """A node as it is now; `pid` is None where it does not run."""

    bootstrap: str | None
    pid: int | None
    memory_mb: int | None = None


@dataclass
class KafkaNode:
    """One node on 127.0.0.1. `port` 0 takes the remembered one, or a free one.

    `start` is `prepare` (slow the first time: Java, jars, format), `launch` (at once) and `wait_ready`.
    A node that already serves from this folder is adopted, whoever started it. With `dies_with_parent`
    the kernel stops it (SIGTERM, Linux only) when the *thread* that called `launch` ends, so launch it from the
    main thread then. `extra` are further settings of the broker, `scram` users and passwords made at formatting.
    """

    folder: Path
    port: int = 0
    dies_with_parent: bool = False
    heap: str = "256m"
    extra: Mapping[str, str] = field(default_factory=dict)
    scram: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.folder = self.folder.expanduser().resolve()
        self._command: list[str] = []
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def bootstrap(self) -> str:
        """`host:port` for clients; known once the folder was prepared."""
        identity = self._identity()
        if identity is None:
            raise Fatal(f"{self.folder} holds no Kafka node yet")
        return f"{HOST}:{identity.port}"

    def start(self, timeout_s: float = START_S) -> str:
        """Serve clients, and give the bootstrap address.

        Raises:
            Fatal: another version's folder, a taken port, no Java, no jars, or no readiness in time.
        """
        self.prepare()
        self.launch()
        self.wait_ready(timeout_s)
        return self.bootstrap

    def prepare(self) -> None:
        """Do all that comes before the process: nothing where it runs already."""
        with lock_folder(self.folder):
            self._check_version()
            if self._running():
                return
            java, jars = find_java(), ensure_jars()
            self._write(self._identify())
            self._format(java, jars)
            self._command = server_command(java, jars, self.folder, self.heap)

    def launch(self) -> None:
        """Start the process, unless it runs."""
        with lock_folder(self.folder):
            if self._running():
                return
            assert self._command, "prepare comes before launch"
            leash = [sys.executable, "-m", "services.runtime.broker.leash"] if self.dies_with_parent else []
            with (self.folder / "node.out").open("wb") as out:
                self._child = subprocess.Popen(  # noqa: S603  (our own words)
                    [*leash, *self._command],
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=out,
                    start_new_session=True,
                )
            (self.folder / "pid").write_text(str(self._child.pid))

    def wait_ready(self, timeout_s: float = START_S) -> None:
        """Wait until clients are served."""
        if not _within(timeout_s, lambda: self.is_ready() or not self._running()) or not self.is_ready():
            raise Fatal(f"Apache Kafka did not start: {self._last_error()}; see {self.folder}/node.log")

    def is_ready(self) -> bool:
        """Whether this run has said that it serves, and answers."""
        identity, out = self._identity(), self.folder / "node.out"
        said = out.exists() and READY in out.read_text(errors="replace")
        return bool(identity and said and self._running() and answers(identity.port))

    def status(self) -> NodeStatus:
        """Address, pid and memory."""
        identity, process = self._identity(), self._running()
        bootstrap = f"{HOST}:{identity.port}" if identity else None
        if process is None:
            return NodeStatus(bootstrap, None)
        return NodeStatus(bootstrap, process.pid, process.memory_info().rss >> 20)

    def stop(self, timeout_s: float = STOP_S) -> None:
        """Ask the node to end, and end it where it does not in time; its data stays."""
        if process := self._running():
            process.send_signal(signal.SIGTERM)
            if not _within(timeout_s, lambda: self._running() is None):
                self.kill()
        self._reap()
        (self.folder / "pid").unlink(missing_ok=True)

    def kill(self) -> None:
        """End the node at once, as a crash would."""
        if process := self._running():
            process.send_signal(signal.SIGKILL)
            if not _within(STOP_S, lambda: self._running() is None):
                raise Fatal(f"process {process.pid} does not end")
        self._reap()

    def _reap(self) -> None:
        if self._child is not None:
            self._child.wait()
            self._child = None

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _running(self) -> psutil.Process | None:
        if self._child is not None and self._child.poll() is not None:
            self._child = None  # reaped
        return node_process(self.folder)

    def _identity(self) -> Identity | None:
        try:
            return Identity.model_validate_json((self.folder / "node.json").read_text())
        except FileNotFoundError:
            return None
        except ValidationError:
            raise Fatal(f"{self.folder}/node.json is damaged: restore it or use another folder") from None

    def _check_version(self) -> None:
        version, known = kafka_version(pinned_jars()), self._identity()
        if known and known.kafka != version:
            raise Fatal(f"{self.folder} was made by Apache Kafka {known.kafka}, this is {version}: use another folder")

    def _identify(self) -> Identity:
        known = self._identity()
        port = self.port or (known.port if known else 0) or free_port()
        controller = known.controller_port if known and known.controller_port != port else free_port([port])
        for each in (port, controller):
            if not is_free(each):
                raise Fatal(f"{HOST}:{each} is taken by another program: stop it, or choose another with --port")
        return Identity(kafka=kafka_version(pinned_jars()), port=port, controller_port=controller)

    def _write(self, identity: Identity) -> None:
        settings = node_settings(self._data, identity.port, identity.controller_port, self.extra)
        _replace(self.folder / "server.properties", properties(settings))
        _replace(self.folder / "log4j2.properties", LOG4J)
        _replace(self.folder / "node.json", identity.model_dump_json(indent=1) + "\n")

    def _format(self, java: Path, jars: Path) -> None:
        """Make the storage, unless it is there; data that lost its description is never emptied by us."""
        if (self._data / "meta.properties").exists():
            return
        if (self._data / "__cluster_metadata-0").exists():
            raise Fatal(f"{self._data} has lost its meta.properties: restore it, or use another folder")
        command = format_command(java, jars, self.folder, _new_cluster_id(), self.scram)
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  (our own words)
        if done.returncode:
            reason = (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()[-1]
            raise Fatal(f"{self.folder}: formatting failed: {reason}")

    def _last_error(self) -> str:
        for name in ("node.log", "node.out"):
            path = self.folder / name
            lines = path.read_text(errors="replace").splitlines() if path.exists() else []
            errors = [line for line in lines if "ERROR" in line or "FATAL" in line or "Exception" in line]
            if errors:
                return errors[-1][:300]
        return "it took too long" if self._running() else "it ended without a word"


def _new_cluster_id() -> str:
    unique = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode()
    return "k" + unique[1:22]  # an id must not begin with a dash


def _replace(path: Path, text: str) -> None:
    stage = path.with_name(path.name + ".new")
    stage.write_text(text)
    os.replace(stage, path)


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(_LOOK_S)
    return True
