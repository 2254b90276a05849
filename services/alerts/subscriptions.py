"""Subscriptions: who hears about what, as people write it in `subscriptions.yaml`. Strict."""

import re
from collections.abc import Iterator
from datetime import timedelta
from difflib import get_close_matches
from ipaddress import ip_network
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from schemas.kind import ALERT_GRADE, Kind, Tier
from schemas.record import Side

OFF_SCRIPT = "off-script"
"""In `kinds`: the nine alert-grade kinds."""

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class Written(BaseModel):
    """A part of a file that people write: a key that is not known is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _duration(written: Any) -> Any:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([smhd])", written) if isinstance(written, str) else None
    if match is None:
        raise ValueError("a duration is a number and s, m, h or d, e.g. 90s, 5m, 6h")
    return timedelta(seconds=float(match[1]) * _SECONDS[match[2]])


def _kind(written: str) -> str:
    known = [OFF_SCRIPT, *(kind.value for kind in Kind)]
    if written not in known:
        near = get_close_matches(written, known, n=1)
        raise ValueError(f"no kind {written!r}" + (f"; did you mean {near[0]}?" if near else ""))
    return written


def _is_reference(written: str) -> bool:
    return re.match(r"(env|file):.", written) is not None


def _secret(written: str) -> str:
    if not _is_reference(written):
        raise ValueError("a secret is never written here: env:NAME or file:PATH says where it is")
    return written


def check_url(url: str) -> str:
    """Give the URL back where it can be posted to.

    Raises:
        ValueError: saying why not, without repeating it: it may hold a secret.
    """
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise ValueError("not a URL") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("a URL begins with https:// (or http:// inside network.allow) and names a host")
    if parts.username is not None or len(url) > 2048:
        raise ValueError("a URL holds no user name or password and at most 2,048 characters")
    return url


def _url(written: str) -> str:
    return written if _is_reference(written) else check_url(written)


def _network(written: str) -> str:
    ip_network(written)
    return written


Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]
KindName = Annotated[str, AfterValidator(_kind)]
Secret = Annotated[str, AfterValidator(_secret)]
Url = Annotated[str, AfterValidator(_url)]
Network = Annotated[str, AfterValidator(_network)]


class Slack(Written):
    """An incoming webhook of Slack. Its URL is a secret, so better a reference."""

    url: Url


class Webhook(Written):
    """A receiver of signed requests (Standard Webhooks)."""

    url: Url
    secret: Secret


class Endpoint(Written):
    """A place that can be told: either Slack or a webhook."""

    name: Name
    slack: Slack | None = None
    webhook: Webhook | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.slack is None) == (self.webhook is None):
            raise ValueError("an endpoint has either slack or webhook")
        return self


class When(Written):
    """What a subscription asks for; what is not said asks for everything asserted and alert-grade.

    `parties` are actors or targets; `tier` C means C and better.
    """

    kinds: Annotated[tuple[KindName, ...], Field(min_length=1)] = (OFF_SCRIPT,)
    parties: tuple[Side, ...] = ()
    matters: tuple[str, ...] = ()
    tier: Tier = Tier.C

    @property
    def asked_kinds(self) -> frozenset[Kind]:
        """The kinds, with `off-script` spelled out."""
        named = {Kind(name) for name in self.kinds if name != OFF_SCRIPT}
        return frozenset(named | set(ALERT_GRADE) if OFF_SCRIPT in self.kinds else named)


class Subscription(Written):
    """Who (`to`) hears when."""

    name: Name
    to: Annotated[tuple[str, ...], Field(min_length=1)]
    when: When = When()


class Defaults(Written):
    """How old a report may be to ring, and how long reports of one story are gathered."""

    max_age: Duration = timedelta(hours=6)
    group_wait: Duration = timedelta(seconds=1)
    group_interval: Duration = timedelta(minutes=5)


class NetworkRules(Written):
    """Private ranges that may be reached."""

    allow: tuple[Network, ...] = ()


class Subscriptions(Written):
    """The whole file; every reference in it is checked."""

    endpoints: tuple[Endpoint, ...]
    subscriptions: tuple[Subscription, ...]
    defaults: Defaults = Defaults()
    network: NetworkRules = NetworkRules()

    @model_validator(mode="after")
    def _references_hold(self) -> Self:
        mistakes = [*self._repeated("endpoints"), *self._repeated("subscriptions"), *self._wrong_addressees()]
        if mistakes:
            raise ValidationError.from_exception_data("subscriptions", mistakes)
        return self

    def _repeated(self, field: str) -> Iterator[InitErrorDetails]:
        seen = set()
        for index, entry in enumerate(getattr(self, field)):
            if entry.name in seen:
                yield _mistake((field, index, "name"), f"the name {entry.name} is there twice")
            seen.add(entry.name)

    def _wrong_addressees(self) -> Iterator[InitErrorDetails]:
        known = [endpoint.name for endpoint in self.endpoints]
        for index, subscription in enumerate(self.subscriptions):
            for place, name in enumerate(subscription.to):
                where = ("subscriptions", index, "to", place)
                if name not in known:
                    yield _mistake(where, _no_endpoint(name, known))
                elif name in subscription.to[:place]:
                    yield _mistake(where, f"{name} is there twice")


def _no_endpoint(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"no endpoint {name!r}" + (f"; did you mean {near[0]}?" if near else "")


def _mistake(loc: tuple[str | int, ...], message: str) -> InitErrorDetails:
    # A literal brace would be read as a place to fill in.
    fact = PydanticCustomError("reference", message.replace("{", "(").replace("}", ")"))
    return InitErrorDetails(type=fact, loc=loc, input=None)
