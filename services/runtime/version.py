"""The version that stands in every record that this software makes."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version

from schemas.record import MadeBy


@cache
def software_version() -> str:
    """The installed version; `unreleased` in a checkout that was never installed."""
    try:
        return version("koreadesk")
    except PackageNotFoundError:
        return "unreleased"


def made_by(knowledge: str | None = None) -> MadeBy:
    """What made a record, here and now; `knowledge` is the hash of what it was read with."""
    return MadeBy(version=software_version(), knowledge=knowledge)
