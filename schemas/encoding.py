"""Bytes and headers of every message; nowhere else is a record encoded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from schemas.record import Record
from schemas.topics import MAX_MESSAGE_BYTES, Topic

R = TypeVar("R", bound=Record)
Headers = list[tuple[str, bytes]]


class Undecodable(ValueError):
    """The bytes are no such record; the message says where and why."""


class TooLarge(ValueError):
    """The encoded record is larger than a topic takes."""


@dataclass(frozen=True)
class Message:
    """What goes on a topic."""

    topic: str
    key: bytes
    value: bytes
    headers: Headers


def encode(
    topic: Topic[R], record: R, *, key: str, source: str, traceparent: str | None = None, prefix: str = ""
) -> Message:
    """The message for a record.

    Raises:
        TooLarge: the value is above `MAX_MESSAGE_BYTES`.
    """
    value = record.model_dump_json().encode()
    if len(value) > MAX_MESSAGE_BYTES:
        raise TooLarge(f"{topic.base} {key}: {len(value)} bytes, at most {MAX_MESSAGE_BYTES}")
    return Message(topic.name(prefix), key.encode(), value, _headers(topic.schema, source, traceparent))


def _headers(schema: str, source: str, traceparent: str | None) -> Headers:
    headers = [("schema", schema.encode()), ("source", source.encode())]
    if traceparent:
        headers.append(("traceparent", traceparent.encode()))
    return headers


def decode(topic: Topic[R], value: bytes | None) -> R:
    """The record in a message's value.

    Raises:
        Undecodable: naming the first field that is wrong.
    """
    if value is None:
        raise Undecodable(f"{topic.base}: empty value")
    try:
        return topic.record.model_validate_json(value)
    except ValidationError as error:
        raise Undecodable(f"{topic.base}: {_first(error)}") from None


def _first(error: ValidationError) -> str:
    details = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in details["loc"]) or "value"
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{where}: {details['msg']}{more}"


def header(headers: Sequence[tuple[str, bytes]] | Iterable[tuple[str, bytes]] | None, name: str) -> str | None:
    """The last value of a header, or None; bytes that are no UTF-8 count as absent."""
    found = [value for key, value in headers or () if key == name]
    try:
        return found[-1].decode() if found else None
    except UnicodeDecodeError:
        return None
