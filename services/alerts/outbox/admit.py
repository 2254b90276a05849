"""Taking in: deliveries and offsets, in one transaction of the caller's."""

import json
from collections.abc import Mapping, Sequence

from services.alerts.outbox.journal import Connection
from services.alerts.outgoing import Outgoing
from services.alerts.route import Told


def position(db: Connection, cluster: str, topic: str) -> Mapping[int, int] | None:
    rows = db.execute("SELECT partition, next FROM offsets WHERE cluster = ? AND topic = ?", (cluster, topic))
    return dict(rows.fetchall()) or None


def remember_position(db: Connection, cluster: str, topic: str, offsets: Mapping[int, int]) -> None:
    db.executemany(
        "INSERT INTO offsets VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET next = excluded.next",
        [(cluster, topic, partition, offset) for partition, offset in offsets.items()],
    )


def told(db: Connection, signal_ids: Sequence[str]) -> Mapping[str, Mapping[str, Told]]:
    """The latest telling wins; what was refused, expired or disabled was not heard."""
    heard: dict[str, dict[str, Told]] = {}
    rows = db.execute(
        "SELECT signal_id, endpoint, story, subscriptions FROM deliveries"
        " WHERE signal_id IN (SELECT value FROM json_each(?))"
        " AND (outcome IS NULL OR outcome IN ('delivered', 'digested')) ORDER BY revision",
        (json.dumps(list(signal_ids)),),
    )
    for signal_id, endpoint, story, subscriptions in rows:
        heard.setdefault(signal_id, {})[endpoint] = Told(story, tuple(json.loads(subscriptions)))
    return heard


def admit(db: Connection, delivery: Outgoing) -> int:
    """Take one in; 1 where it is new."""
    db.execute(
        "INSERT OR IGNORE INTO signals VALUES (?, ?, ?, ?)",
        (delivery.signal_id, delivery.revision, delivery.value, delivery.traceparent),
    )
    added = db.execute(
        "INSERT OR IGNORE INTO deliveries (id, endpoint, signal_id, revision, key, story, digest, urgent,"
        " subscriptions, published_at, aged_from, routed_at, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            delivery.id, delivery.endpoint, delivery.signal_id, delivery.revision, delivery.key, delivery.story,
            delivery.digest, delivery.urgent, json.dumps(delivery.subscriptions), delivery.published_at,
            delivery.aged_from, delivery.routed_at, delivery.due,
        ),
    ).rowcount  # fmt: skip
    if added:
        _end_if_disabled(db, delivery)
    return added


def _end_if_disabled(db: Connection, delivery: Outgoing) -> None:
    db.execute(
        "UPDATE deliveries SET outcome = 'disabled', finished_at = routed_at, error = e.disabled_for"
        " FROM endpoints e WHERE deliveries.id = ? AND e.name = deliveries.endpoint AND e.disabled_at IS NOT NULL",
        (delivery.id,),
    )
