"""sources.yaml: what is fetched, how often, and what may leave the building."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    field_validator,
)

from schemas.article import Rights

SourceClass = Literal["wire", "news", "tail"]

_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION = re.compile(r"^(\d+(?:\.\d+)?)(ms|s|m|h|d)$")


def _duration(value: Any) -> Any:
    if isinstance(value, timedelta):
        return value
    found = _DURATION.match(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("a duration is a number with its unit: 500ms, 60s, 5m, 6h or 7d")
    return timedelta(seconds=float(found[1]) * _UNITS[found[2]])


def _web_address(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"no address of the web: {error}") from None
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError("an address begins with https:// or http:// and a host")
    if parts.username or parts.password:
        raise ValueError("a name or password in an address would end up in logs; it is not taken")
    return url


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("no such time zone; they are named like Asia/Seoul") from None
    return name


def _range(text: Any) -> Any:
    try:
        return ip_network(text)
    except ValueError:
        raise ValueError(f"{text} is no range of addresses; one is written 10.0.0.0/8") from None


Duration = Annotated[timedelta, BeforeValidator(_duration)]
WebAddress = Annotated[str, StringConstraints(max_length=2048), AfterValidator(_web_address)]
Zone = Annotated[str, AfterValidator(_zone)]
Range = Annotated[IPv4Network | IPv6Network, PlainValidator(_range)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Source(_Strict):
    """One feed.

    `every` fixes the interval that otherwise adapts within the bounds of the class; `pace` is the time
    between starts at one host. `zone` is that of dates without one; `provider` names the agency where
    the feed does not.
    """

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)]
    url: WebAddress
    source_class: SourceClass = Field(default="news", alias="class")
    every: Annotated[Duration, Field(ge=timedelta(milliseconds=100))] | None = None
    pace: Annotated[Duration, Field(ge=timedelta(0))] = timedelta(seconds=5)
    rights: Rights = "quote"
    zone: Zone | None = None
    provider: str | None = None

    @property
    def host(self) -> str:
        """The host that politeness is owed to."""
        return urlsplit(self.url).hostname or ""


class Defaults(_Strict):
    """What holds for all sources. What is older than `max_age` when it first comes never rings."""

    max_age: Duration = timedelta(hours=6)
    user_agent: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[\x20-\x7e]+$")] | None = None


class Network(_Strict):
    """Ranges that may be reached although they are not public: on any port, by plain http too."""

    allow: tuple[Range, ...] = ()


class Sources(_Strict):
    """The whole file."""

    sources: tuple[Source, ...]
    defaults: Defaults = Defaults()
    network: Network = Network()

    @field_validator("sources")
    @classmethod
    def _one_of_each_name(cls, sources: tuple[Source, ...]) -> tuple[Source, ...]:
        if not sources:
            raise ValueError("no source in it")
        twice = [name for name, count in Counter(source.name for source in sources).items() if count > 1]
        if twice:
            raise ValueError(f"two sources have the name {twice[0]}")
        return sources

    def share(self, number: int, of: int) -> Self:
        """The part that one of several fetchers polls: whole hosts, so that politeness stays in one hand."""
        return self.model_copy(update={"sources": tuple(_part(self.sources, number, of))})


def _part(sources: Iterable[Source], number: int, of: int) -> Iterable[Source]:
    return (source for source in sources if int(fraction(source.host) * of) == number - 1)


def fraction(text: str) -> float:
    """A number in [0, 1) that is the text's own, the same in every process."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6]) / 2**48
