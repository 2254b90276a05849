"""Processes, as processes: how they end, what they say, with which code."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from services.runtime.process import PARENT_VARIABLE

ROOT = Path(__file__).resolve().parents[2]
DEADLINE_S = 20

SERVICE = """
import asyncio, logging, structlog, sys
from services.runtime.process import Fatal, run_service
from services.runtime.settings import Settings

async def main(settings, stop):
    {body}

sys.exit(run_service(main, Settings(log="json")))
"""
WAITS = "print('started', flush=True); await stop.wait(); print('ended', flush=True)"


@contextmanager
def service(body: str, **environ: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", SERVICE.format(body=body)],
        cwd=ROOT,
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=DEADLINE_S)
    return process.returncode, out, err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_a_service_end_in_peace(number: signal.Signals) -> None:
    with service(WAITS) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        process.send_signal(number)
        code, out, err = ended(process)
    assert (code, out) == (0, "ended\n")
    assert "Traceback" not in err
    assert json.loads(err)["because"] == number.name


def test_the_second_signal_does_not_wait() -> None:
    with service(
        "print('started', flush=True); await stop.wait(); print('stops', flush=True); await asyncio.sleep(99)"
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline() == "stops\n"
        process.send_signal(signal.SIGINT)
        code, _, err = ended(process)
    assert code == 0
    assert "Traceback" not in err


def test_what_a_person_must_see_to_is_one_line() -> None:
    with service("raise Fatal('sources.yaml:3: unknown key')") as process:
        assert ended(process) == (1, "", "koreadesk: sources.yaml:3: unknown key\n")


def test_it_is_one_line_from_a_group_of_tasks_too() -> None:
    body = "raise ExceptionGroup('tasks', [ExceptionGroup('inner', [Fatal('no Kafka at a:1')])])"
    with service(body) as process:
        assert ended(process) == (1, "", "koreadesk: no Kafka at a:1\n")


def test_a_failure_is_logged_without_the_values_of_variables() -> None:
    with service("password = 's3cret'; raise ValueError('no')") as process:
        code, _, err = ended(process)
    line = json.loads(err)
    assert (code, line["event"], line["exception"][0]["exc_value"]) == (1, "process.failed", "no")
    assert "locals" not in err


def test_lines_of_libraries_and_of_ours_look_alike_and_debug_is_silent() -> None:
    body = (
        "logging.getLogger('any').warning('disk %s', 'full'); logging.getLogger('any').debug('x'); "
        "structlog.get_logger().info('article.classified', id='a', headline='한국')"
    )
    with service(body) as process:
        code, _, err = ended(process)
    first, second = map(json.loads, err.splitlines())
    assert (code, first["event"], first["level"]) == (0, "disk full", "warning")
    assert (second["event"], second["headline"]) == ("article.classified", "한국")
    assert list(second)[:3] == ["timestamp", "level", "event"]


def test_a_child_ends_when_its_supervisor_is_killed() -> None:
    supervisor = f"""
import os, subprocess, sys
environ = {{**os.environ, {PARENT_VARIABLE!r}: str(os.getpid())}}
child = subprocess.Popen([sys.executable, "-c", {SERVICE.format(body=WAITS)!r}], env=environ)
print(child.pid, flush=True)
child.wait()
"""
    with subprocess.Popen([sys.executable, "-c", supervisor], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        assert parent.stdout.readline() == "started\n"
        parent.kill()
        child.wait(DEADLINE_S)
        assert parent.stdout.read() == "ended\n"
