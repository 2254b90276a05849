"""Records: what has ended, until Kafka has it, and until it is forgotten."""

import json
from collections.abc import Mapping, Sequence

from services.alerts.outbox.journal import Connection, Row
from services.alerts.outgoing import Ended


def unrecorded(db: Connection, limit: int) -> list[Ended]:
    cursor = db.cursor()
    cursor.row_factory = Row
    rows = cursor.execute(
        "SELECT d.id, d.endpoint, d.signal_id, d.revision, d.subscriptions, d.outcome, d.attempts, d.status, d.error,"
        " d.message_id, d.published_at, d.routed_at, d.finished_at, s.traceparent FROM deliveries d"
        " JOIN signals s ON s.id = d.signal_id AND s.revision = d.revision"
        " WHERE d.outcome IS NOT NULL AND d.recorded = 0 ORDER BY d.finished_at LIMIT ?",
        (limit,),
    )
    return [Ended(**{**row, "subscriptions": tuple(json.loads(row["subscriptions"]))}) for row in map(dict, rows)]


def recorded(db: Connection, ids: Sequence[str]) -> None:
    db.executemany("UPDATE deliveries SET recorded = 1 WHERE id = ?", [(id_,) for id_ in ids])


def waiting(db: Connection) -> Mapping[str, tuple[int, float]]:
    rows = db.execute(
        "SELECT endpoint, count(*), min(routed_at) FROM deliveries WHERE outcome IS NULL GROUP BY endpoint"
    )
    return {endpoint: (count, since) for endpoint, count, since in rows}


def forget(db: Connection, before: float) -> int:
    gone = db.execute("DELETE FROM deliveries WHERE recorded = 1 AND finished_at < ?", (before,)).rowcount
    db.execute(
        "DELETE FROM signals WHERE NOT EXISTS"
        " (SELECT 1 FROM deliveries d WHERE d.signal_id = signals.id AND d.revision = signals.revision)"
    )
    db.execute("DELETE FROM stories WHERE sent_at < ?", (before,))
    return gone
