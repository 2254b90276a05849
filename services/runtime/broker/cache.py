"""The cache: what is fetched once for this user and kept, whichever process needs it first."""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def cache_folder(name: str, environ: Mapping[str, str] = os.environ) -> Path:
    """KOREADESK_CACHE, or `koreadesk` in the user's cache folder; `name` below it."""
    own = environ.get("KOREADESK_CACHE")
    shared = environ.get("XDG_CACHE_HOME") or "~/.cache"
    base = Path(own) if own else Path(shared) / "koreadesk"
    return base.expanduser().absolute() / name


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[Path]:
    """Make the folder and hold it against other processes, waiting for those that fill it now."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(descriptor)
