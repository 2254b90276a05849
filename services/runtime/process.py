"""Processes: how every service starts, is told to stop, and ends."""

import asyncio
import ctypes
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog
import uvloop

from services.runtime.fatal import Fatal
from services.runtime.log import configure_logging
from services.runtime.settings import Settings

__all__ = ["PARENT_VARIABLE", "Fatal", "Main", "run_service"]

Main = Callable[[Settings, asyncio.Event], Awaitable[None]]

PARENT_VARIABLE = "KOREADESK_PARENT_PID"
"""Set by a supervisor on its children: they end when that process does."""

GRACE_S = 20.0
"""How long a service may take to stop before it is cancelled."""

EXIT_S = 2.0
"""How long threads that are left behind may keep a process that is done."""

_PARENT_LOOK_S = 0.5
_PR_SET_PDEATHSIG = 1

log = structlog.get_logger()


def run_service(main: Main, settings: Settings) -> int:
    """Run `main` until it returns, fails or is told to stop by SIGTERM, SIGINT or its parent's end.

    The first signal sets the event; the second, or `GRACE_S` later, cancels. Gives the exit code, with which
    the process ends `EXIT_S` later at the latest.
    """
    code = _run(main, settings)
    _exit_in_time(code)
    return code


def _exit_in_time(code: int) -> None:
    """End the process even where a library has left a thread behind (Faust's consumer, when its broker is gone)."""
    timer = threading.Timer(EXIT_S, os._exit, [code])
    timer.daemon = True
    timer.start()


def _run(main: Main, settings: Settings) -> int:
    configure_logging(settings.log)
    parent = _parent()
    try:
        uvloop.run(_until_done(main, settings, parent))
    except Exception as error:
        _tell(error)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _tell(error: Exception) -> None:
    """One line for a person, also where the end came out of a group of tasks; a traceback for what nobody foresaw."""
    group = error if isinstance(error, ExceptionGroup) else ExceptionGroup("", [error])
    fatal, other = group.split(Fatal)
    if fatal is not None:
        print(f"koreadesk: {_innermost(fatal)}", file=sys.stderr)  # noqa: T201  (the one line)
    if other is not None:
        log.error("process.failed", exc_info=error)


def _innermost(error: Exception) -> Exception:
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error


async def _until_done(main: Main, settings: Settings, parent: int | None) -> None:
    stop = asyncio.Event()
    work = asyncio.ensure_future(main(settings, stop))
    _listen_to_signals(stop, work)
    watchers = [asyncio.create_task(_cancel_when_slow(stop, work))]
    if parent is not None:
        watchers.append(asyncio.create_task(_stop_with(parent, stop)))
    try:
        with suppress(asyncio.CancelledError):
            await work
    finally:
        for watcher in watchers:
            watcher.cancel()


def _listen_to_signals(stop: asyncio.Event, work: "asyncio.Future[None]") -> None:
    def told(name: str) -> None:
        if stop.is_set():
            work.cancel()
        log.info("process.stopping", because=name)
        stop.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told, number.name)


async def _cancel_when_slow(stop: asyncio.Event, work: "asyncio.Future[None]") -> None:
    await stop.wait()
    await asyncio.wait([work], timeout=GRACE_S)
    if not work.done():
        log.warning("process.cancelled", after_s=GRACE_S)
        work.cancel()


def _parent() -> int | None:
    """The supervisor's pid, if there is one; the kernel is asked to tell us of its end too."""
    given = os.environ.get(PARENT_VARIABLE, "")
    if not given.isdigit():
        return None
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    return int(given)


async def _stop_with(parent: int, stop: asyncio.Event) -> None:
    while os.getppid() == parent:  # noqa: ASYNC110  (another process's end has no event)
        await asyncio.sleep(_PARENT_LOOK_S)
    log.info("process.stopping", because="the supervisor ended")
    stop.set()
