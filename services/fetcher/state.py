"""What the fetcher remembers, in SQLite: how each source stands, and what it has shown.

Written only after Kafka has acknowledged what it speaks of. Losing the last write costs a repeat
under the same id and digest, so a commit need not wait for the disk.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from services.fetcher.decide import Decision, Latest, Seen
from services.fetcher.standing import Standing

KEPT_AFTER_LEAVING = timedelta(days=14)
"""How long an item is remembered after it left its feed; never by count, for feeds have all sizes."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS source (
    name TEXT PRIMARY KEY, etag TEXT, last_modified TEXT, body_hash TEXT, lying INTEGER NOT NULL, full_at REAL,
    interval REAL, next_at REAL, failures REAL NOT NULL, gone_since REAL) STRICT;
CREATE TABLE IF NOT EXISTS seen (
    source TEXT NOT NULL, name TEXT NOT NULL, article_id TEXT NOT NULL, digest TEXT NOT NULL, left_at REAL,
    PRIMARY KEY (source, name)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS seen_article ON seen (article_id);
CREATE TABLE IF NOT EXISTS article (
    id TEXT PRIMARY KEY, version INTEGER NOT NULL, digest TEXT NOT NULL, backfill INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS buried (
    source TEXT NOT NULL, digest TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (source, digest)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pause (host TEXT PRIMARY KEY, until REAL NOT NULL) STRICT, WITHOUT ROWID;
"""


_COLUMNS = [field.name for field in fields(Standing)]


class State:
    """The database of one fetcher; the folder is locked by whoever opens it."""

    def __init__(self, path: Path | str) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._db.close()

    def standing(self, source: str) -> Standing | None:
        """How a source stands; None where it was never polled."""
        row = self._db.execute(f"SELECT {', '.join(_COLUMNS)} FROM source WHERE name = ?", (source,)).fetchone()  # noqa: S608
        return Standing(*row) if row else None

    def due(self, source: str) -> float | None:
        """When a source is due, in seconds since 1970; None where it was never polled."""
        standing = self.standing(source)
        return standing.next_at if standing else None

    def seen(self, source: str, names: Iterable[str]) -> dict[str, Seen]:
        """What a source last showed under those of the names that are remembered."""
        query = "SELECT article_id, digest FROM seen WHERE source = ? AND name = ?"
        rows = ((name, self._db.execute(query, (source, name)).fetchone()) for name in names)
        return {name: Seen(*row) for name, row in rows if row}

    def latest(self, article_ids: Iterable[str]) -> dict[str, Latest]:
        """The newest versions of those of the articles that are known."""
        query = "SELECT version, digest, backfill FROM article WHERE id = ?"
        rows = ((article_id, self._db.execute(query, (article_id,)).fetchone()) for article_id in article_ids)
        return {article_id: Latest(row[0], row[1], bool(row[2])) for article_id, row in rows if row}

    def commit(self, source: str, standing: Standing, decision: Decision | None, now: datetime) -> None:
        """Remember a poll: how the source stands now and, where there was a document, what was in it."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._stand(source, standing)
            if decision is not None:
                self._remember(source, decision, now.timestamp())
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _stand(self, source: str, standing: Standing) -> None:
        values = asdict(standing)
        marks = ", ".join("?" * (len(_COLUMNS) + 1))
        self._db.execute(
            f"INSERT OR REPLACE INTO source (name, {', '.join(_COLUMNS)}) VALUES ({marks})",  # noqa: S608
            (source, *(values[column] for column in _COLUMNS)),
        )

    def _remember(self, source: str, decision: Decision, now: float) -> None:
        self._db.executemany(
            "INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?)",
            [(key, it.version, it.digest, int(it.backfill)) for key, it in decision.latest.items()],
        )
        self._let_go(source, decision.present, now)
        self._db.executemany(
            "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, NULL)",
            [(source, name, it.article_id, it.digest) for name, it in decision.present.items()],
        )
        self._forget(source, now)

    def _let_go(self, source: str, present: Mapping[str, Seen], now: float) -> None:
        """Note when an item left its feed. Polls without a document say nothing about that."""
        there = self._db.execute("SELECT name FROM seen WHERE source = ? AND left_at IS NULL", (source,)).fetchall()
        self._db.executemany(
            "UPDATE seen SET left_at = ? WHERE source = ? AND name = ?",
            [(now, source, name) for (name,) in there if name not in present],
        )

    def _forget(self, source: str, now: float) -> None:
        horizon = now - KEPT_AFTER_LEAVING.total_seconds()
        gone = self._db.execute(
            "DELETE FROM seen WHERE source = ? AND left_at < ? RETURNING article_id", (source, horizon)
        ).fetchall()
        self._db.executemany(
            "DELETE FROM article WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM seen WHERE article_id = ?1)", gone
        )
        self._db.execute("DELETE FROM buried WHERE source = ? AND at < ?", (source, horizon))

    def buried(self, source: str, digest: str) -> bool:
        """Say whether a document of a source is a dead letter already."""
        row = self._db.execute("SELECT 1 FROM buried WHERE source = ? AND digest = ?", (source, digest)).fetchone()
        return row is not None

    def remember_buried(self, source: str, digest: str, now: datetime) -> None:
        """Remember that a document was buried, once that is acknowledged."""
        self._db.execute("INSERT OR REPLACE INTO buried VALUES (?, ?, ?)", (source, digest, now.timestamp()))

    def pause(self, host: str, until: datetime) -> None:
        """Leave a host alone for a time; the later of two times holds."""
        self._db.execute(
            "INSERT INTO pause VALUES (?, ?) ON CONFLICT (host) DO UPDATE SET until = max(until, excluded.until)",
            (host, until.timestamp()),
        )

    def paused_until(self, host: str) -> datetime | None:
        """Until when a host is left alone, if it is."""
        row = self._db.execute("SELECT until FROM pause WHERE host = ?", (host,)).fetchone()
        return datetime.fromtimestamp(row[0], UTC) if row else None
