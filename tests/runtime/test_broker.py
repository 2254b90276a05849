"""Java, jars and settings of the node, without starting it."""

import os
import shutil
from pathlib import Path

import pytest

from services.runtime.broker.blueprint import node_settings, properties, server_command
from services.runtime.broker.cache import cache_folder
from services.runtime.broker.jars import ensure_jars, kafka_version, pinned_jars
from services.runtime.broker.java import OLDEST, find_java, java_version
from services.runtime.broker.ports import free_port, is_free


def fake_java(folder: Path, says: str) -> Path:
    java = folder / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(f"#!/bin/sh\necho '{says}' >&2\n")
    java.chmod(0o755)
    return java


@pytest.mark.parametrize(
    ("says", "version"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('java version "1.8.0_411"', 8),
        ('openjdk version "25" 2025-09-16', 25),
        ("command not found", None),
    ],
)
def test_the_version_of_java_is_read_from_what_it_says(tmp_path: Path, says: str, version: int | None) -> None:
    assert java_version(fake_java(tmp_path, says)) == version


def test_java_home_comes_first_and_an_old_one_is_passed_over(tmp_path: Path) -> None:
    old, new = fake_java(tmp_path / "old", 'version "11.0.2"'), fake_java(tmp_path / "new", 'version "21.0.2"')
    path = f"{new.parent}{os.pathsep}/bin{os.pathsep}/usr/bin"
    assert find_java({"JAVA_HOME": str(tmp_path / "old"), "PATH": path}) == new
    assert find_java({"JAVA_HOME": str(tmp_path / "new"), "PATH": str(old.parent)}) == new


def test_the_cache_is_where_the_user_says() -> None:
    assert cache_folder("x", {"KOREADESK_CACHE": "/c", "XDG_CACHE_HOME": "/d"}) == Path("/c/x")
    assert cache_folder("x", {"XDG_CACHE_HOME": "/d"}) == Path("/d/koreadesk/x")
    assert cache_folder("x", {}) == Path.home() / ".cache" / "koreadesk" / "x"


def test_every_jar_is_pinned_by_its_hash() -> None:
    jars = pinned_jars()
    assert len(jars) == 45
    assert {len(jar.sha256) for jar in jars} == {64}
    assert len({jar.name for jar in jars}) == 45
    assert kafka_version(jars).startswith("4.")


@pytest.mark.kafka
def test_a_damaged_or_missing_jar_is_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ensure_jars()
    monkeypatch.setenv("KOREADESK_CACHE", str(tmp_path))
    jars = pinned_jars()
    folder = tmp_path / whole.name
    shutil.copytree(whole, folder)
    names = sorted((jar.name for jar in jars), key=lambda name: (folder / name).stat().st_size)
    (folder / names[0]).write_bytes(b"cut off")
    (folder / names[1]).unlink()
    assert ensure_jars() == folder
    assert sorted(path.name for path in folder.glob("*.jar")) == sorted(names)
    assert (folder / names[0]).read_bytes() == (whole / names[0]).read_bytes()


def test_the_node_listens_on_loopback_alone_and_makes_no_topics_by_itself() -> None:
    settings = node_settings(Path("/d"), 1, 2, {"log.retention.ms": "5"})
    assert settings["listeners"] == "CLIENTS://127.0.0.1:1,CONTROLLER://127.0.0.1:2"
    assert settings["auto.create.topics.enable"] == "false"
    assert settings["log.retention.ms"] == "5"


def test_a_backslash_survives_the_properties_file() -> None:
    assert properties({"log.dirs": "C:\\data"}) == "log.dirs=C:\\\\data\n"


def test_the_command_line_ends_with_what_tells_this_node_from_others() -> None:
    command = server_command(Path("/java"), Path("/jars"), Path("/data/kafka"), "256m")
    assert command[0] == "/java"
    assert command[-2:] == ["kafka.Kafka", "/data/kafka/server.properties"]


def test_free_ports_lie_below_those_of_outgoing_connections() -> None:
    port = free_port()
    assert is_free(port)
    assert port < 32768
    assert OLDEST == 17
