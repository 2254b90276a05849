"""The desk's own Apache Kafka node: started, looked after and stopped along with the services."""

import asyncio
import os
import sys
from collections.abc import Callable

from services.runtime.broker.node import KafkaNode
from services.runtime.broker.ports import is_free
from services.runtime.fatal import Fatal

USUAL_PORT = 9092
STOP_S = 1.8
"""Seconds that the node gets to end; it survives being killed."""
_LOOK_S = 0.5
_TRIES = 3

Tell = Callable[[str], None]


class OwnBroker:
    """A node that is kept running. It dies with us, and one that outlived its last supervisor is adopted."""

    def __init__(self, node: KafkaNode, tell: Tell) -> None:
        self._node = node
        self._tell = tell
        self._fetching = False

    async def start(self) -> str:
        """Serve clients, and give the bootstrap address.

        Raises:
            Fatal: the node cannot be started.
        """
        state = self._node.status()
        if state.bootstrap is None and is_free(USUAL_PORT):
            self._node.port = USUAL_PORT
        self._tell(
            f"Apache Kafka: {'adopting the node that runs' if state.pid else 'starting a node'} in {self._node.folder}"
        )
        for attempt in range(_TRIES):
            try:
                await self._start()
                break
            except Fatal:
                # A node that was ending when we came (its supervisor was killed) is no failure of ours.
                if attempt + 1 == _TRIES or self._node.status().pid is not None:
                    raise
        self._tell(f"Apache Kafka: serving at {self._node.bootstrap}")
        return self._node.bootstrap

    async def _start(self) -> None:
        self._fetching = True
        preparing = asyncio.ensure_future(asyncio.to_thread(self._node.prepare))
        preparing.add_done_callback(self._fetched)
        await asyncio.shield(preparing)
        self._node.launch()  # in this thread: the kernel ties the node's life to the thread that starts it
        await asyncio.to_thread(self._node.wait_ready)

    def _fetched(self, preparing: "asyncio.Future[None]") -> None:
        self._fetching = preparing.cancelled()  # by our own end: its thread goes on

    async def keep(self) -> None:
        """Start the node again whenever it has ended.

        Raises:
            Fatal: it cannot be started.
        """
        while True:
            await asyncio.sleep(_LOOK_S)
            if self._node.status().pid is None:
                self._tell("Apache Kafka ended; starting it again")
                await self._start()

    async def stop(self) -> None:
        """End the node. A download that goes on is left in the middle: it is checked and mended next time."""
        if self._fetching:
            sys.stdout.flush()
            os._exit(0)  # threads of the download cannot be cancelled, and nobody likes to wait for them
        await asyncio.to_thread(self._node.stop, STOP_S)
