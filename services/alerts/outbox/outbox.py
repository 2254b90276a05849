"""The outbox: takes deliveries in with the next offsets, and gives them out until they have ended."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from services.alerts.lane.conclude import Conclusion
from services.alerts.outbox import admit, lanes, records
from services.alerts.outbox.journal import Connection, Journal
from services.alerts.outbox.tables import SCHEMA
from services.alerts.outbox.terms import LaneState, Position, Terms
from services.alerts.outgoing import Ended, Outgoing, Parcel
from services.alerts.route import Told


class Outbox:
    """One SQLite file. Every method returns when its change is on the disk; `Unkept` says it is not."""

    def __init__(self, path: Path) -> None:
        self._journal = Journal(path, SCHEMA)

    async def open(self) -> None:
        await self._journal.open()

    async def close(self) -> None:
        await self._journal.close()

    async def position(self, cluster: str, topic: str) -> Mapping[int, int] | None:
        """The next offsets, or None where this cluster's topic was never read."""
        return await self._journal.do(lambda db: admit.position(db, cluster, topic))

    async def told(self, signal_ids: Sequence[str]) -> Mapping[str, Mapping[str, Told]]:
        """Who has heard, or waits to hear, of these signals: by signal and endpoint."""
        return await self._journal.do(lambda db: admit.told(db, signal_ids))

    async def admit(self, deliveries: Sequence[Outgoing], position: Position) -> int:
        """Take in new deliveries and the next offsets, all or nothing; gives the number of new ones.

        What is known already is left as it is; what is for a disabled endpoint ends at once.
        """

        def work(db: Connection) -> int:
            admit.remember_position(db, position.cluster, position.topic, position.offsets)
            return sum(admit.admit(db, delivery) for delivery in deliveries)

        return await self._journal.do(work)

    async def open_lane(self, endpoint: str, fingerprint: str) -> LaneState:
        """The state of an endpoint's lane; a changed fingerprint begins anew."""
        breaker, disabled_for = await self._journal.do(lambda db: lanes.open_lane(db, endpoint, fingerprint))
        return LaneState(breaker, disabled_for)

    async def enable(self, endpoint: str) -> bool:
        """Enable a disabled endpoint; False where there is none of that name."""
        return await self._journal.do(lambda db: lanes.enable(db, endpoint))

    async def drop_endpoints_but(self, names: Sequence[str], now: float) -> int:
        """End what waits for endpoints that are subscribed no more; gives the number of deliveries."""
        return await self._journal.do(lambda db: lanes.drop_endpoints_but(db, names, now))

    async def take(self, terms: Terms, busy: frozenset[str], limit: int, now: float) -> list[Parcel]:
        """The parcels that may leave now, oldest first, but those under way (`busy` keys)."""
        return await self._journal.do(lambda db: lanes.take(db, terms, busy, limit, now))

    async def next_due(self, terms: Terms) -> float | None:
        """When the next parcel may leave; None where nothing waits."""
        return await self._journal.do(lambda db: lanes.next_due(db, terms))

    async def conclude(self, parcel: Parcel, conclusion: Conclusion, now: float) -> None:
        """Keep what an attempt has led to."""
        await self._journal.do(lambda db: lanes.conclude(db, parcel, conclusion, now))

    async def unrecorded(self, limit: int) -> list[Ended]:
        """Deliveries that have ended and are not yet acknowledged on `korea.deliveries`, oldest first."""
        return await self._journal.do(lambda db: records.unrecorded(db, limit))

    async def recorded(self, ids: Sequence[str]) -> None:
        """Note that Kafka has acknowledged these."""
        await self._journal.do(lambda db: records.recorded(db, ids))

    async def waiting(self) -> Mapping[str, tuple[int, float]]:
        """By endpoint: how many deliveries wait, and since when the oldest."""
        return await self._journal.do(records.waiting)

    async def forget(self, before: float) -> int:
        """Delete what ended, and was recorded, before a time; gives the number of deliveries."""
        return await self._journal.do(lambda db: records.forget(db, before))
