"""The window acknowledges in order, whatever ends first."""

import asyncio

import pytest

from services.classifier.window import Window

HERE = ("wire.articles", 0)
THERE = ("wire.articles", 1)


class Event:
    def __init__(self) -> None:
        self.acked = False

    def ack(self) -> bool:
        self.acked = True
        return True


async def test_a_message_is_acknowledged_only_after_those_before_it() -> None:
    window = Window()
    events = [Event(), Event(), Event()]
    slots = [window.enter(HERE, offset, event) for offset, event in enumerate(events, 40)]
    window.finish(slots[2])
    window.finish(slots[1])
    assert window.position(HERE) is None
    assert not any(event.acked for event in events)
    window.finish(slots[0])
    assert window.position(HERE) == 43
    assert all(event.acked for event in events)


async def test_partitions_do_not_wait_for_each_other() -> None:
    window = Window()
    window.enter(HERE, 0, Event())
    window.finish(window.enter(THERE, 7, Event()))
    assert (window.position(HERE), window.position(THERE)) == (None, 8)


async def test_offsets_that_nobody_delivers_leave_no_gap() -> None:
    window = Window()
    for offset in (3, 10, 11):
        window.finish(window.enter(HERE, offset, Event()))
    assert window.position(HERE) == 12


async def test_room_is_for_as_many_messages_as_the_limit_says() -> None:
    window = Window(2)
    slots = [window.enter(HERE, offset, Event()) for offset in range(2)]
    await asyncio.wait_for(window.room(), 1)
    slots.append(window.enter(HERE, 2, Event()))
    waiting = asyncio.ensure_future(window.room())
    await asyncio.sleep(0)
    assert not waiting.done()
    window.finish(slots[1])
    await asyncio.wait_for(waiting, 1)


async def test_what_ends_after_its_partition_has_gone_is_not_acknowledged() -> None:
    window, old, new = Window(), Event(), Event()
    slot = window.enter(HERE, 5, old)
    window.forget([HERE])
    window.enter(HERE, 5, new)
    window.finish(slot)
    assert not old.acked
    assert window.position(HERE) is None
    assert window.in_flight == 1


async def test_empty_is_told_when_the_last_message_has_ended() -> None:
    window = Window()
    await asyncio.wait_for(window.empty(), 1)
    slot = window.enter(HERE, 0, Event())
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(window.empty(), 0.01)
    window.finish(slot)
    window.finish(slot)
    await asyncio.wait_for(window.empty(), 1)
    assert window.in_flight == 0
