"""What all tests share: where the evaluation material is."""

import os
from pathlib import Path

import pytest

pytest_plugins = ["tests.kafka_fixtures"]

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the evaluation material; absent, its tests fail in CI and are left out elsewhere."""
    folder = Path(os.environ.get("KOREADESK_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        message = f"evaluation material is not at {folder}; set KOREADESK_SHARED"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return folder
