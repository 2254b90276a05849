"""Jars: the pinned class path of Apache Kafka, fetched once by coordinate and checked at every start."""

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import click
from jgo.config import GlobalSettings
from jgo.constants import MAVEN_CENTRAL_URL
from jgo.maven import MavenContext

from services.runtime.broker.cache import cache_folder, one_at_a_time
from services.runtime.fatal import Fatal

_AT_ONCE = 8
_ATTEMPTS = 3


@dataclass(frozen=True)
class Jar:
    """One line of jars.txt."""

    group: str
    artifact: str
    version: str
    sha256: str

    @property
    def name(self) -> str:
        return f"{self.artifact}-{self.version}.jar"


class JarRefused(Exception):
    """A jar that could not be fetched, or whose hash is not the pinned one."""


def pinned_jars() -> tuple[Jar, ...]:
    """The jars of jars.txt: `group:artifact:version sha256:HEX` a line."""
    text = files("services.runtime.broker").joinpath("jars.txt").read_text(encoding="utf-8")
    return tuple(_jar(line) for line in text.splitlines() if line and not line.startswith("#"))


def _jar(line: str) -> Jar:
    coordinate, digest = line.split()
    group, artifact, version = coordinate.split(":")
    return Jar(group, artifact, version, digest.removeprefix("sha256:"))


def kafka_version(jars: Iterable[Jar]) -> str:
    """The version of Apache Kafka among the jars."""
    return next(jar.version for jar in jars if jar.artifact.startswith("kafka_"))


def ensure_jars() -> Path:
    """The folder that holds every pinned jar, whole; what is missing or damaged is fetched.

    Raises:
        Fatal: a jar cannot be had; it is named, with the reason.
    """
    jars = pinned_jars()
    version = kafka_version(jars)
    folder = cache_folder(f"kafka-{version}")
    try:
        with one_at_a_time(folder):
            missing = [jar for jar in jars if not _is_whole(folder / jar.name, jar)]
            _fetch_all(missing, folder, f"Apache Kafka {version} (45 MB, once)")
    except OSError as error:
        raise Fatal(f"{folder}: {error.strerror or error}; choose another folder with KOREADESK_CACHE") from None
    except JarRefused as refused:
        raise Fatal(f"Apache Kafka {version} could not be fetched: {refused}") from None
    return folder


def _is_whole(path: Path, jar: Jar) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == jar.sha256


def _fetch_all(jars: Sequence[Jar], folder: Path, label: str) -> None:
    if not jars:
        return
    for left in folder.glob(".fetch-*"):  # by a fetch that was killed
        shutil.rmtree(left, ignore_errors=True)
    hidden = not sys.stderr.isatty()
    if hidden:
        click.echo(f"fetching {label}", err=True)
    with (
        tempfile.TemporaryDirectory(dir=folder, prefix=".fetch-") as stage,
        ThreadPoolExecutor(_AT_ONCE) as pool,
        click.progressbar(length=len(jars), label=label, file=sys.stderr, hidden=hidden) as bar,
    ):
        fetches = [pool.submit(_fetch, jar, Path(stage), folder) for jar in jars]
        try:
            for fetch in as_completed(fetches):
                fetch.result()
                bar.update(1)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _fetch(jar: Jar, stage: Path, folder: Path) -> None:
    """Put one jar into the folder, in one step, after its hash was found right."""
    reason = "no repository has it"
    for attempt in range(_ATTEMPTS):
        found = stage / str(attempt) / jar.artifact
        try:
            path = _resolve(jar, found, look_at_home=attempt == 0)
        except Exception as error:  # jgo raises whatever its network client raises
            reason = f"{type(error).__name__}: {error}"
            continue
        if _is_whole(path, jar):
            return _place(path, folder / jar.name, stage)
        reason = f"the hash of {path} is not the pinned one"
    raise JarRefused(f"{jar.group}:{jar.artifact}:{jar.version}: {reason}")


def _resolve(jar: Jar, found: Path, *, look_at_home: bool) -> Path:
    """One call of jgo for one coordinate; the first look goes to Maven's own folder of this user."""
    own = GlobalSettings.load()
    context = MavenContext(
        repo_cache=found,
        local_repos=[own.repo_cache] if look_at_home else [],
        remote_repos={"central": MAVEN_CENTRAL_URL, **own.repositories},
        timeout=30,
    )
    path: Path = context.project(jar.group, jar.artifact).at_version(jar.version).artifact().resolve()
    return path


def _place(path: Path, target: Path, stage: Path) -> None:
    copy = stage / target.name
    shutil.copyfile(path, copy)
    os.replace(copy, target)
