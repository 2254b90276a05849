"""Logs: one line a fact, to standard error, through structlog and the root logger alike."""

import logging
import sys

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, Processor

_QUIET = ("aiokafka", "faust", "mode", "aiohttp.access", "httpx", "httpcore", "asyncio")
"""Libraries that talk of their own doings; we name what happened ourselves."""


def configure_logging(format: str, level: str = "INFO") -> None:  # noqa: A002
    """Make structlog own the root logger; `format` is `json` or `console`.

    Debug lines are switched off as a whole: Faust and aiokafka build one for every message, which
    costs a quarter of their speed. Tracebacks never show local variables: they may hold secrets.
    """
    shared = _shared_processors()
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_last_processors(format))
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.captureWarnings(True)
    logging.disable(logging.DEBUG)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _shared_processors() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]


def _last_processors(format: str) -> list[Processor]:  # noqa: A002
    drop = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if format == "console":
        plain = structlog.dev.plain_traceback
        return [drop, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
    tracebacks = structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False))
    return [drop, tracebacks, _in_order, structlog.processors.JSONRenderer(default=str, ensure_ascii=False)]


def _in_order(_: object, __: str, line: EventDict) -> EventDict:
    """Time, level and fact first, for those who read the lines as they are."""
    first = {name: line[name] for name in ("timestamp", "level", "event") if name in line}
    return {**first, **line}
