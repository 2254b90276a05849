"""Ports: the usual one where it is free, else any."""

import socket

from services.runtime.broker.blueprint import HOST
from services.runtime.broker.ports import is_free


def address(preferred: int) -> str:
    """`host:port` on this machine to serve at."""
    return f"{HOST}:{preferred if is_free(preferred) else _any()}"


def _any() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
