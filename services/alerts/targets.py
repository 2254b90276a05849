"""Targets: the endpoints of this process, with their secrets at hand. They are never logged."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from services.alerts.subscriptions import Endpoint, Slack, Subscriptions, check_url
from services.alerts.webhook.sign import signing_key

Resolve = Callable[[str], str]
T = TypeVar("T")


class BadTarget(ValueError):
    """A secret that is missing or unfit; the message names endpoint and key, never the secret."""


@dataclass(frozen=True)
class Target:
    """Where an endpoint is; `signing_key` is None where nothing is signed (Slack)."""

    name: str
    url: str = field(repr=False)
    signing_key: bytes | None = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """Changes with URL or secret: a disabled endpoint that is mended is tried again."""
        return hashlib.sha256(self.url.encode() + b"\n" + (self.signing_key or b"")).hexdigest()[:16]


def resolve_targets(subscriptions: Subscriptions, resolve: Resolve) -> tuple[Target, ...]:
    """Find the secrets of all endpoints.

    Raises:
        BadTarget: a secret is missing or unfit.
    """
    return tuple(_target(endpoint, resolve) for endpoint in subscriptions.endpoints)


def _target(endpoint: Endpoint, resolve: Resolve) -> Target:
    way = endpoint.slack or endpoint.webhook
    assert way is not None
    key = "slack" if isinstance(way, Slack) else "webhook"
    url = _found(f"endpoint {endpoint.name}: {key}.url", lambda: check_url(_written(way.url, resolve)))
    if isinstance(way, Slack):
        return Target(endpoint.name, url, None)
    secret = way.secret
    return Target(
        endpoint.name, url, _found(f"endpoint {endpoint.name}: {key}.secret", lambda: signing_key(resolve(secret)))
    )


def _written(url: str, resolve: Resolve) -> str:
    return resolve(url).strip() if url.startswith(("env:", "file:")) else url


def _found(where: str, find: Callable[[], T]) -> T:
    try:
        return find()
    except ValueError as problem:
        raise BadTarget(f"{where}: {problem}") from None


def share_of(subscriptions: Subscriptions, n: int, m: int) -> Subscriptions:
    """The same subscriptions with the endpoints of share n of m; names decide, so restarts change nothing."""
    mine = tuple(endpoint for endpoint in subscriptions.endpoints if _slot(endpoint.name, m) == n - 1)
    return subscriptions.model_copy(update={"endpoints": mine})


def _slot(name: str, m: int) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") % m
