"""Locks: one process owns a data folder at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.runtime.fatal import Fatal


@contextmanager
def lock_folder(path: Path) -> Iterator[Path]:
    """Make the folder where it is missing and hold it; the kernel lets go when the process ends, however it ends.

    Raises:
        Fatal: another process holds it, or it cannot be written.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise Fatal(f"{path}: {error.strerror}; choose another folder with --data") from None
    try:
        _hold(descriptor, path)
        yield path
    finally:
        os.close(descriptor)


def _hold(descriptor: int, path: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        owner = os.pread(descriptor, 20, 0).decode(errors="replace").strip() or "unknown"
        raise Fatal(f"{path} is in use by process {owner}: stop it, or choose another folder with --data") from None
    os.truncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
