"""Giving out: what a lane takes, and what becomes of it, in one transaction of the caller's."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from schemas.ids import delivery_id
from services.alerts.lane.breaker import Breaker
from services.alerts.lane.conclude import Conclusion
from services.alerts.lane.retry import GIVE_UP_AFTER_S, given_up
from services.alerts.outbox.journal import Connection, Row
from services.alerts.outbox.terms import Terms
from services.alerts.outgoing import Outgoing, Parcel
from services.alerts.plan import DIGEST_KEY

_LOOKAHEAD = 64
"""Due deliveries looked at for each parcel that is wanted."""

_PEOPLE_LEAVE = (
    "max(due, CASE WHEN urgent OR digest THEN 0 ELSE coalesce((SELECT sent_at FROM stories s"
    " WHERE s.endpoint = d.endpoint AND s.story = d.story), 0) + ? END)"
)
"""When a report may leave to people: when it is due, and the story has rested."""


def open_lane(db: Connection, endpoint: str, fingerprint: str) -> tuple[Breaker, str | None]:
    db.execute(
        "INSERT INTO endpoints (name, fingerprint) VALUES (?, ?) ON CONFLICT DO UPDATE SET"
        " fingerprint = excluded.fingerprint, disabled_at = NULL, disabled_for = NULL, failures = 0, open_until = 0"
        " WHERE fingerprint <> excluded.fingerprint",
        (endpoint, fingerprint),
    )
    failures, open_until, disabled_at, disabled_for = db.execute(
        "SELECT failures, open_until, disabled_at, disabled_for FROM endpoints WHERE name = ?", (endpoint,)
    ).fetchone()
    return Breaker(failures, open_until), (disabled_for or "disabled") if disabled_at is not None else None


def enable(db: Connection, endpoint: str) -> bool:
    changed = db.execute(
        "UPDATE endpoints SET disabled_at = NULL, disabled_for = NULL, failures = 0, open_until = 0 WHERE name = ?",
        (endpoint,),
    )
    return changed.rowcount > 0


def drop_endpoints_but(db: Connection, names: Sequence[str], now: float) -> int:
    return db.execute(
        "UPDATE deliveries SET outcome = 'disabled', finished_at = ?, error = 'the endpoint is subscribed no more'"
        " WHERE outcome IS NULL AND endpoint NOT IN (SELECT value FROM json_each(?))",
        (now, json.dumps(list(names))),
    ).rowcount


def take(db: Connection, terms: Terms, busy: frozenset[str], limit: int, now: float) -> list[Parcel]:
    _expire(db, terms, now)
    if terms.for_people:
        _move_old_to_digest(db, terms, now)
    _seal_digest(db, terms, now)
    keys = [key for key in _due_keys(db, terms, limit + len(busy), now) if key not in busy]
    return [Parcel(key, _together(db, terms, key, now)) for key in keys[:limit]]


def _expire(db: Connection, terms: Terms, now: float) -> None:
    db.execute(
        "UPDATE deliveries SET outcome = 'expired', finished_at = ?"
        " WHERE endpoint = ? AND outcome IS NULL AND routed_at < ?",
        (now, terms.endpoint, now - GIVE_UP_AFTER_S),
    )


def _move_old_to_digest(db: Connection, terms: Terms, now: float) -> None:
    db.execute(
        "UPDATE deliveries SET digest = 1, key = ?, due = ?"
        " WHERE endpoint = ? AND outcome IS NULL AND NOT digest AND aged_from < ?",
        (DIGEST_KEY, now + terms.rest_s, terms.endpoint, now - terms.max_age_s),
    )


def _seal_digest(db: Connection, terms: Terms, now: float) -> None:
    """Give what was gathered an id of its own, so that a repeat of the digest is the same digest."""
    waiting = "FROM deliveries WHERE endpoint = ? AND key = ? AND outcome IS NULL"
    (first,) = db.execute(f"SELECT min(due) {waiting}", (terms.endpoint, DIGEST_KEY)).fetchone()
    if first is None or first > now:
        return
    query = f"SELECT id {waiting} ORDER BY rowid LIMIT ?"
    ids = [row[0] for row in db.execute(query, (terms.endpoint, DIGEST_KEY, terms.page))]
    of_all = hashlib.sha256("\n".join(ids).encode()).hexdigest()
    sealed = delivery_id(terms.endpoint, f"digest {of_all}", 0)
    db.executemany("UPDATE deliveries SET key = ?, due = ? WHERE id = ?", [(sealed, now, id_) for id_ in ids])


def _due_keys(db: Connection, terms: Terms, wanted: int, now: float) -> list[str]:
    leaves, given = (_PEOPLE_LEAVE, [terms.rest_s]) if terms.for_people else ("due", [])
    rows = db.execute(
        f"SELECT key FROM deliveries d WHERE endpoint = ? AND outcome IS NULL AND due <= ? AND key <> ?"  # noqa: S608
        f" AND {leaves} <= ? ORDER BY due, revision LIMIT ?",
        [terms.endpoint, now, DIGEST_KEY, *given, now, wanted * _LOOKAHEAD],
    )
    return list(dict.fromkeys(key for (key,) in rows))


def _together(db: Connection, terms: Terms, key: str, now: float) -> tuple[Outgoing, ...]:
    """Deliveries of one key: all of a story or digest, one in its turn for a machine."""
    query = (
        "SELECT d.*, s.value, s.traceparent FROM deliveries d"
        " JOIN signals s ON s.id = d.signal_id AND s.revision = d.revision"
        " WHERE d.endpoint = ? AND d.key = ? AND d.outcome IS NULL AND (? OR d.digest OR d.due <= ?)"
        " ORDER BY d.revision, d.rowid"
    )
    cursor = db.cursor()
    cursor.row_factory = Row
    rows = cursor.execute(query, (terms.endpoint, key, terms.for_people, now)).fetchall()
    alone = not terms.for_people and not rows[0]["digest"]
    return tuple(_outgoing(row) for row in (rows[:1] if alone else rows))


def _outgoing(row: Any) -> Outgoing:
    plain_columns = (
        "id", "endpoint", "signal_id", "revision", "key", "story", "value", "published_at", "aged_from",
        "routed_at", "due", "traceparent", "attempts",
    )  # fmt: skip
    return Outgoing(
        **{column: row[column] for column in plain_columns},
        digest=bool(row["digest"]),
        urgent=bool(row["urgent"]),
        plain=bool(row["plain"]),
        subscriptions=tuple(json.loads(row["subscriptions"])),
    )


def next_due(db: Connection, terms: Terms) -> float | None:
    leaves, given = (_PEOPLE_LEAVE, [terms.rest_s]) if terms.for_people else ("due", [])
    query = f"SELECT min({leaves}) FROM deliveries d WHERE endpoint = ? AND outcome IS NULL"  # noqa: S608
    due: float | None = db.execute(query, [*given, terms.endpoint]).fetchone()[0]
    return due


def conclude(db: Connection, parcel: Parcel, conclusion: Conclusion, now: float) -> None:
    for delivery in parcel.deliveries:
        _conclude_one(db, parcel, delivery, conclusion, now)
    endpoint = parcel.deliveries[0].endpoint
    db.execute(
        "UPDATE endpoints SET failures = ?, open_until = ? WHERE name = ?",
        (conclusion.breaker.failures, conclusion.breaker.open_until, endpoint),
    )
    if conclusion.outcome == "delivered":
        _note_stories(db, parcel, now)
    if conclusion.recovered:
        db.execute(
            "UPDATE deliveries SET due = ? WHERE endpoint = ? AND outcome IS NULL AND attempts > 0 AND due > ?",
            (now, endpoint, now),
        )
    if conclusion.disable:
        _disable(db, endpoint, conclusion, now)


def _conclude_one(db: Connection, parcel: Parcel, delivery: Outgoing, conclusion: Conclusion, now: float) -> None:
    outcome = conclusion.outcome or ("expired" if given_up(delivery.routed_at, conclusion.due) else None)
    db.execute(
        "UPDATE deliveries SET attempts = attempts + 1, due = ?, plain = ?, status = ?, error = ?, outcome = ?,"
        " finished_at = ?, message_id = ? WHERE id = ? AND outcome IS NULL",
        (
            conclusion.due, conclusion.plain, conclusion.status, conclusion.error, outcome,
            now if outcome else None, parcel.message_id, delivery.id,
        ),
    )  # fmt: skip


def _note_stories(db: Connection, parcel: Parcel, now: float) -> None:
    db.executemany(
        "INSERT INTO stories VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET sent_at = excluded.sent_at",
        {(delivery.endpoint, delivery.story, now) for delivery in parcel.deliveries},
    )


def _disable(db: Connection, endpoint: str, conclusion: Conclusion, now: float) -> None:
    reason = conclusion.error or "disabled"
    db.execute("UPDATE endpoints SET disabled_at = ?, disabled_for = ? WHERE name = ?", (now, reason, endpoint))
    db.execute(
        "UPDATE deliveries SET outcome = 'disabled', finished_at = ?, error = ? WHERE endpoint = ? AND outcome IS NULL",
        (now, reason, endpoint),
    )
