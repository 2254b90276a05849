"""The consumer: it can be stopped whatever the broker does."""

import asyncio

import structlog
from aiokafka import AIOKafkaConsumer

log = structlog.get_logger()


class LastingConsumer(AIOKafkaConsumer):  # type: ignore[misc]
    """A consumer whose `stop` ends.

    aiokafka's own raises `CancelledError` in the caller when a fetch was under way without a broker, which
    passes for the caller's own cancellation, and leaves the connections open.
    """

    STOP_GRACE_S = 5.0

    async def stop(self) -> None:
        """Leave the group and close, within `STOP_GRACE_S` and a moment."""
        stopping = asyncio.ensure_future(super().stop())
        try:
            await asyncio.wait([stopping], timeout=self.STOP_GRACE_S)
        finally:
            stopping.cancel()
        await asyncio.wait([stopping], timeout=1)
        if not stopping.done() or stopping.cancelled() or stopping.exception():
            log.warning("kafka.consumer_cut_off")
            await self._client.close()
