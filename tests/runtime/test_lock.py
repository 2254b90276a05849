"""Locks of data folders."""

from pathlib import Path

import pytest

from services.runtime.fatal import Fatal
from services.runtime.lock import lock_folder


def test_a_folder_has_one_owner_and_the_next_is_told_who(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "fetcher"
    with lock_folder(folder), pytest.raises(Fatal, match=r"fetcher is in use by process \d+: "), lock_folder(folder):
        pass
    with lock_folder(folder) as again:
        assert again.is_dir()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Fatal, match="--data"), lock_folder(tmp_path / "file" / "data"):
        pass
