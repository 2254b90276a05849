"""Names: lookups in threads of their own, so that a name server which hangs stalls one lane only."""

import asyncio
import socket
from collections.abc import Sequence
from contextlib import suppress
from threading import Thread


async def resolve_apart(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, in the order in which they would be dialled.

    The event loop's own lookups share a few threads among all lanes; here each has its own, which
    does not hold up the end of the process either.
    """
    loop = asyncio.get_running_loop()
    found: asyncio.Future[Sequence[str]] = loop.create_future()

    def look_up() -> None:
        try:
            addresses, problem = _addresses(host, port), None
        except (OSError, UnicodeError) as error:
            addresses, problem = (), error
        with suppress(RuntimeError):  # the loop may be closed by now
            loop.call_soon_threadsafe(_settle, found, addresses, problem)

    Thread(target=look_up, name=f"resolve {host}", daemon=True).start()
    return await found


def _settle(found: "asyncio.Future[Sequence[str]]", addresses: Sequence[str], problem: Exception | None) -> None:
    if found.done():
        return
    if problem is None:
        found.set_result(addresses)
    else:
        found.set_exception(problem)


def _addresses(host: str, port: int) -> Sequence[str]:
    entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in entries))
