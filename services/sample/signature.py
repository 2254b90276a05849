"""Standard Webhooks signatures, checked by code of the receiver's own. Pure.

It shares nothing with the sender, so that the two prove each other.
"""

import base64
import binascii
import hmac
from collections.abc import Mapping

TOLERANCE = 5 * 60
"""Seconds by which an attempt's time may differ from ours, as in every library of the specification."""


class Unverified(ValueError):
    """The request does not prove that it comes from whom it says; the message says why."""


def verify(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> str:
    """The `webhook-id` of a request whose `webhook-signature` is right.

    Raises:
        Unverified: a header is missing, the time is off, or no signature fits.
    """
    id_, timestamp, signatures = (_header(headers, f"webhook-{name}") for name in ("id", "timestamp", "signature"))
    if not timestamp.isdecimal() or abs(now - int(timestamp)) > TOLERANCE:
        raise Unverified("webhook-timestamp is no time within five minutes of ours")
    expected = hmac.digest(_key(secret), f"{id_}.{timestamp}.".encode() + body, "sha256")
    if not any(hmac.compare_digest(expected, given) for given in _version_1(signatures)):
        raise Unverified("webhook-signature fits neither body nor secret")
    return id_


def _header(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name, "")
    if not value:
        raise Unverified(f"{name} is missing")
    return value


def _key(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix("whsec_"), validate=True)


def _version_1(signatures: str) -> list[bytes]:
    """The signatures of version 1 in a header that may hold several, of other versions too."""
    found = []
    for signature in signatures.split():
        version, _, encoded = signature.partition(",")
        if version == "v1":
            try:
                found.append(base64.b64decode(encoded, validate=True))
            except binascii.Error:
                continue
    return found
