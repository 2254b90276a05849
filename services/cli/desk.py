"""The desk: which processes one machine's desk consists of, with their addresses, folders and files."""

import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

import services
from services.runtime.health import DEFAULT_ADDRESSES
from services.runtime.settings import Settings, variable
from services.supervisor.ports import address
from services.supervisor.program import Program

SAMPLE = Path(services.__file__).parent / "sample"
_NEWSWIRE_PORT, _RECEIVER_PORT = 8105, 8106

_SERVICES = ("fetcher", "read", "ledger", "alerts")
_COMMANDS = {
    "fetcher": ("services", "fetcher"),
    "read": ("services", "classifier", "read"),
    "ledger": ("services", "classifier", "ledger"),
    "alerts": ("services", "alerts"),
    "newswire": ("services.sample", "newswire"),
    "receiver": ("services.sample", "receiver"),
}


@dataclass(frozen=True)
class Desk:
    """What is to run. Without sources there is a sample newswire, without subscriptions a sample receiver."""

    settings: Settings
    newswire: str | None = None
    receiver: str | None = None
    addresses: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        """The folder of all its state."""
        return self.settings.data

    def stages(self) -> list[list[Program]]:
        """The programs in the order of their start."""
        samples = [name for name in ("newswire", "receiver") if getattr(self, name)]
        return [
            [self._program(name) for name in names] for names in (samples, ["ledger", "read", "alerts"], ["fetcher"])
        ]

    def folders(self) -> list[Path]:
        """The folders that the services hold while they run."""
        return [self.data / name for name in _SERVICES]

    def _program(self, name: str) -> Program:
        further = ("--secret", str(self.data / "sample" / "secret")) if name == "receiver" else ()
        command = (sys.executable, "-P", "-m", *_COMMANDS[name], *further)
        return Program(name, command, self.addresses[name], self._environment(name))

    def _environment(self, name: str) -> dict[str, str]:
        settings = self.settings
        told = {"kafka": settings.kafka, "prefix": settings.prefix, "log": settings.log}
        own = {"data": self.data / name, "instance": settings.instance or name, "http": self.addresses[name]}
        files = {file: getattr(settings, file) for file in ("sources", "subscriptions", "knowledge")}
        values = {variable(key): str(value) for key, value in {**told, **own, **files}.items() if value}
        # `-P` keeps the folder that one happens to be in off the path; this is where our own code is.
        path = os.pathsep.join(filter(None, (str(SAMPLE.parent.parent), os.environ.get("PYTHONPATH"))))
        return {**values, "PYTHONPATH": path}


def plan(settings: Settings) -> Desk:
    """The desk that the settings ask for; the files that the sample needs are written."""
    addresses = {name: address(int(DEFAULT_ADDRESSES[name].rpartition(":")[2])) for name in _SERVICES}
    if settings.sources is None:
        addresses["newswire"] = address(_NEWSWIRE_PORT)
    if settings.subscriptions is None:
        addresses["receiver"] = address(_RECEIVER_PORT)
    words = {
        "NETWORK": "127.0.0.0/8",
        "NEWSWIRE": addresses.get("newswire", ""),
        "RECEIVER": addresses.get("receiver", ""),
        "SECRET": str(settings.data / "sample" / "secret"),
    }
    written = {
        name: _write(settings.data / "sample" / f"{name}.yaml", words)
        for name in ("sources", "subscriptions")
        if getattr(settings, name) is None
    }
    return Desk(settings.model_copy(update=written), addresses.get("newswire"), addresses.get("receiver"), addresses)


def _write(path: Path, words: dict[str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    template = (SAMPLE / path.name).read_text(encoding="utf-8")
    path.write_text(Template(template).substitute(words), encoding="utf-8")
    return path


def empty(folder: Path) -> None:
    """Remove what an earlier sample left behind."""
    for path in folder.iterdir():
        if path.name != ".lock":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
