"""Which process serves from a folder, whoever started it."""

from pathlib import Path

import psutil

from services.runtime.broker.blueprint import SERVER


def node_process(folder: Path) -> psutil.Process | None:
    """The process of the pid file where it really is this folder's node, else the one found by its command line."""
    process = _of_pid_file(folder / "pid")
    if process is not None and _serves(process, folder):
        return process
    return next((process for process in psutil.process_iter() if _serves(process, folder)), None)


def _of_pid_file(path: Path) -> psutil.Process | None:
    try:
        return psutil.Process(int(path.read_text()))
    except (OSError, ValueError, OverflowError, psutil.Error):
        return None


def _serves(process: psutil.Process, folder: Path) -> bool:
    try:
        words: list[str] = process.cmdline()
    except psutil.Error:
        return False
    return words[-2:] == [SERVER, str(folder / "server.properties")]
