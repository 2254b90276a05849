"""The journal: one SQLite file, one thread, and one durable commit for all that waits at the moment."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

Connection = sqlite3.Connection
Row = sqlite3.Row

T = TypeVar("T")
Work = Callable[[Connection], T]

_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA busy_timeout=5000",
    "PRAGMA foreign_keys=ON",
)


class Unkept(Exception):
    """The disk has not taken it: nothing of that piece of work is kept."""


class Journal:
    """Runs pieces of work on the file, each whole or not at all, and tells when they are on the disk.

    What is asked for while a commit is under way goes into the next one together, so that many lanes
    share the price of reaching the disk. One piece that fails undoes itself only.
    """

    def __init__(self, path: Path, schema: str) -> None:
        self._path = path
        self._schema = schema
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="outbox")
        self._waiting: list[tuple[Work[Any], asyncio.Future[Any]]] = []
        self._flush: asyncio.Task[None] | None = None
        self._connection: sqlite3.Connection | None = None

    async def open(self) -> None:
        """Open the file, and make it where it is missing."""
        loop = asyncio.get_running_loop()
        self._connection = await loop.run_in_executor(self._thread, self._connect)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        for setting in _SETTINGS:
            connection.execute(setting)
        connection.executescript(self._schema)
        return connection

    async def close(self) -> None:
        """Commit what waits and close the file."""
        if self._flush is not None:
            await self._flush
        if self._connection is not None:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._connection.close)
        self._thread.shutdown()

    async def do(self, work: Work[T]) -> T:
        """Run a piece of work; returns when it is durable.

        Raises:
            Unkept: nothing of it is on the disk.
        """
        result: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, result))
        if self._flush is None or self._flush.done():
            self._flush = asyncio.create_task(self._flush_all())
        return await result

    async def _flush_all(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch, self._waiting = self._waiting, []
            results = await loop.run_in_executor(self._thread, self._commit, [work for work, _ in batch])
            for (_, future), result in zip(batch, results, strict=True):
                _settle(future, result)

    def _commit(self, batch: Sequence[Work[Any]]) -> list[Any]:
        """The result of each piece, or the exception that it raised."""
        connection = self._connection
        assert connection is not None, "the journal is not open"
        try:
            connection.execute("BEGIN IMMEDIATE")
            results = [_attempt(connection, work) for work in batch]
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            return [error] * len(batch)
        return results


def _attempt(connection: sqlite3.Connection, work: Work[Any]) -> Any:
    connection.execute("SAVEPOINT piece")
    try:
        return work(connection)
    except Exception as error:  # the door of a piece: it is told to the one who asked
        connection.execute("ROLLBACK TO piece")
        return error
    finally:
        connection.execute("RELEASE piece")


def _settle(future: "asyncio.Future[Any]", result: Any) -> None:
    if future.done():
        return
    if isinstance(result, sqlite3.Error):
        future.set_exception(Unkept(f"{type(result).__name__}: {result}"))
    elif isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)
