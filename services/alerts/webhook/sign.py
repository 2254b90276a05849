"""Signatures after Standard Webhooks 1.0.0 (`v1`, HMAC-SHA256). Pure."""

import base64
import binascii
import hashlib
import hmac
import re

SHORTEST_KEY_BYTES = 24


def signing_key(secret: str) -> bytes:
    """Read a secret: `whsec_` and the base64 of at least 24 random bytes.

    Raises:
        ValueError: saying what is wrong, never repeating the secret.
    """
    prefix, _, encoded = secret.strip().partition("_")
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("not base64 after whsec_") from None
    if prefix != "whsec" or len(key) < SHORTEST_KEY_BYTES:
        raise ValueError(f"a secret is whsec_ and the base64 of at least {SHORTEST_KEY_BYTES} bytes")
    return key


def signed_headers(key: bytes, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers for exactly these bytes; `timestamp` is that of the attempt, in whole Unix seconds."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+", message_id):
        raise ValueError(f"a message id holds letters, digits, _ and - only: {message_id!r}")
    content = f"{message_id}.{timestamp}.".encode() + body
    signature = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    return {"webhook-id": message_id, "webhook-timestamp": str(timestamp), "webhook-signature": f"v1,{signature}"}
