"""Couriers: how one sort of endpoint is spoken to. Pure functions and figures, no I/O."""

from collections.abc import Callable
from dataclasses import dataclass

from services.alerts.lane.attempt import Answer, Reading, Request
from services.alerts.lane.pace import Pace
from services.alerts.outgoing import Parcel


@dataclass(frozen=True)
class Courier:
    """Renders parcels and reads answers. `render` gets the time of the attempt in seconds since 1970.

    `has_plain_form`: what is refused is sent once more as plain text.
    """

    for_people: bool
    concurrency: int
    pace: Pace | None
    page: int
    has_plain_form: bool
    render: Callable[[Parcel, float], Request]
    read: Callable[[Answer], Reading]
