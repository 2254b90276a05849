"""The process in which documents are parsed, so that a hostile one can be stopped by ending it.

It reads frames from standard input and answers each on standard output; it ends with its input. A
frame is a length (4 bytes, big endian) and JSON; a document's bytes follow as a frame of their own.
"""

import json
import os
import resource
import signal
import sys
from contextlib import suppress
from typing import BinaryIO

from services.fetcher.parse import parse
from services.fetcher.parse.document import Document, Unreadable

MAX_MEMORY_BYTES = 1024**3
READY = b"ready"

_ALARM_S = 30


def main() -> None:
    """Serve until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which closes the input
    with suppress(ValueError, OSError):  # not every system has such a limit
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get among the answers
    _send(answers, READY)
    while (head := _receive(sys.stdin.buffer)) is not None:
        signal.alarm(_ALARM_S)  # ends this process even if its parent is gone and the parser never returns
        _send(answers, _answered(head, _receive(sys.stdin.buffer) or b""))
        signal.alarm(0)


def _answered(head: bytes, content: bytes) -> bytes:
    """The feed, or why there is none; a parser that breaks on a document makes the document unreadable."""
    try:
        feed = parse(Document(content=content, **json.loads(head)))
    except Unreadable as error:
        return _refusal(error.cause, str(error))
    except Exception as error:  # the door of this process: no document may end it
        return _refusal("unparseable", f"the parser broke: {type(error).__name__}: {error}"[:300])
    return b'{"feed":' + feed.model_dump_json().encode() + b"}"


def _refusal(cause: str, message: str) -> bytes:
    return json.dumps({"cause": cause, "message": message}).encode()


def _receive(stream: BinaryIO) -> bytes | None:
    size = stream.read(4)
    return stream.read(int.from_bytes(size)) if len(size) == 4 else None


def _send(stream: BinaryIO, frame: bytes) -> None:
    stream.write(len(frame).to_bytes(4) + frame)
    stream.flush()


if __name__ == "__main__":
    main()
