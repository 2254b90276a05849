"""Programs: what a child runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Program:
    """A command under a name; it is ready when its `/ready` at `address` (host:port) says so."""

    name: str
    command: tuple[str, ...]
    address: str
    environment: Mapping[str, str] = field(default_factory=dict)
