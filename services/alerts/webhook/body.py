"""Bodies of webhooks: `{"type", "timestamp", "data"}`; the same bytes on every attempt. Pure."""

import json

from services.alerts.outgoing import Outgoing, Parcel

DIGEST_TYPE = "signal.digest"


def body_of(parcel: Parcel) -> bytes:
    """The bytes to sign and send.

    A signal goes out as it came from Kafka, fields of a newer writer included. A digest's data is
    `{"count", "signals": [signal, ...]}`.
    """
    if parcel.digest:
        return _digest(parcel)
    (delivery,) = parcel.deliveries
    signal = delivery.signal
    return _body(f"signal.{signal.reason}", _moment(delivery), delivery.value)


def _digest(parcel: Parcel) -> bytes:
    signals = b",".join(delivery.value for delivery in parcel.deliveries)
    data = b'{"count":%d,"signals":[%s]}' % (len(parcel.deliveries), signals)
    newest = max(parcel.deliveries, key=lambda delivery: delivery.signal.detected_at)
    return _body(DIGEST_TYPE, _moment(newest), data)


def _moment(delivery: Outgoing) -> str:
    """When the revision was detected, as the record itself writes it."""
    return str(json.loads(delivery.signal.model_dump_json(include={"detected_at"}))["detected_at"])


def _body(kind: str, timestamp: str, data: bytes) -> bytes:
    return b'{"type":"%s","timestamp":"%s","data":%s}' % (kind.encode(), timestamp.encode(), data)
