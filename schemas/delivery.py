"""Deliveries: what left the building, to whom, why, and with which result."""

from typing import Literal

from pydantic import NonNegativeInt

from schemas.record import MadeBy, Record, UtcTime


class Delivery(Record):
    """The end of one delivery: one per (endpoint, signal id, revision).

    `id` is also the `webhook-id`. `subscriptions` are the why. `expired` and `disabled` are ends too:
    nothing is given up in silence. `error` never holds a secret or a URL with credentials.
    """

    id: str
    endpoint: str
    signal_id: str
    revision: int
    subscriptions: tuple[str, ...]
    outcome: Literal["delivered", "refused", "expired", "disabled", "digested"]
    attempts: NonNegativeInt
    status: int | None = None
    error: str | None = None
    message_id: str | None = None
    published_at: UtcTime
    routed_at: UtcTime
    finished_at: UtcTime
    made_by: MadeBy
