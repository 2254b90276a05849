"""Ports: the usual one where it is free, else any."""

import socket

HOST = "127.0.0.1"


def address(preferred: int) -> str:
    """`host:port` on this machine to serve at."""
    return f"{HOST}:{preferred if _is_free(preferred) else _any()}"


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _any() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
