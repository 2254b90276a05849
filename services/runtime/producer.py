"""The producer: what it was given it delivers, however long the broker is away."""

import asyncio
import math
from typing import Any

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaTimeoutError, ProducerClosed, UnknownTopicOrPartitionError

log = structlog.get_logger()


class LastingProducer(AIOKafkaProducer):  # type: ignore[misc]
    """A producer that never gives a message up because of an outage.

    An idempotent aiokafka producer retries what it has sent without end, but it has two limits, both of
    `request_timeout_ms` (40 s): `send` raises when the buffer was full for that long, and a batch of that
    age fails when its partition has no leader, as in the moments in which a broker comes back. The latter
    is worse than a lost message: its sequence numbers are spent, and the broker refuses all that follows.
    So batches here have no age limit, `send` waits for room and for the topic as long as it takes, and
    whoever must not wait sets a limit of its own around it. `stop` gives the last messages
    `STOP_GRACE_S`; what is not acknowledged by then fails with `ProducerClosed`: it was never reported as
    sent, and whoever sent it does so again after a restart.

    Any other error of a delivery (a record refused, this producer fenced) is for the caller to handle;
    after one of the sender itself every `send` fails, and the process should end and start again.
    """

    STOP_GRACE_S = 5.0

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        assert hasattr(self._message_accumulator, "_batch_ttl"), "aiokafka has moved the age limit of batches"
        self._message_accumulator._batch_ttl = math.inf

    async def send(self, topic: str, *args: Any, **kwargs: Any) -> Any:
        """Hand a message over and give the future of its delivery; waits while the buffer is full."""
        while True:
            try:
                return await super().send(topic, *args, **kwargs)
            except (KafkaTimeoutError, UnknownTopicOrPartitionError) as error:
                log.warning("kafka.send_waits", topic=topic, because=type(error).__name__)

    async def stop(self) -> None:
        """Deliver what is pending, for at most `STOP_GRACE_S`, and close."""
        try:
            await asyncio.wait_for(super().stop(), self.STOP_GRACE_S)
        except TimeoutError:
            await self._abandon()

    async def _abandon(self) -> None:
        """Close without the broker: end the sender first (it ends what it has under way when it is cancelled
        twice), then fail what is pending, so that nobody waits for it for ever."""
        sender = self._sender.sender_task
        while sender is not None and not sender.done():
            sender.cancel()
            await asyncio.wait([sender], timeout=0.5)
        await self.client.close()
        log.warning("kafka.undelivered_at_stop", messages=self._fail_pending())

    def _fail_pending(self) -> int:
        accumulator = self._message_accumulator
        waiting = [batch for queue in accumulator._batches.values() for batch in queue]
        accumulator._pending_batches.update(waiting)  # from where a batch that fails takes itself out
        batches = [*accumulator._pending_batches]
        messages = [future for batch in batches for future, _ in batch._msg_futures if not future.done()]
        drains = [batch._drain_waiter for batch in batches if not batch._drain_waiter.done()]
        accumulator.fail_all(ProducerClosed())
        for future in (*messages, *drains):
            future.exception()  # told by our line in the log; whoever awaits it gets it still
        return len(messages)
