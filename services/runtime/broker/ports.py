"""Ports of this machine for a node that must come back under the same address."""

import random
import socket
from collections.abc import Collection

from services.runtime.broker.blueprint import HOST

_RANGE = range(19092, 30000)
"""Below the range from which systems take ports for outgoing connections: what is free today must be
free again after a restart."""


def is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether something accepts connections there."""
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def free_port(besides: Collection[int] = ()) -> int:
    """A port that is free and not among these."""
    choices = random.sample(_RANGE, 200)
    return next(port for port in choices if port not in besides and is_free(port))
