"""Ids: derived, never random, so doing it twice is doing it once."""

import hashlib
from collections.abc import Iterable
from uuid import UUID, uuid5

ARTICLE_NAMESPACE = UUID("6f1d9b1e-5c0b-5a86-9b57-6d0d8f2b3a41")
"""The namespace of article ids. It is a promise: a change would give every article a new id."""


def article_id(scope: str, key: str) -> str:
    """uuid5 of the id scope (a source's name, or `url`) and the item's guid, uri or canonical URL."""
    return str(uuid5(ARTICLE_NAMESPACE, f"{scope}\n{key}"))


def article_digest(headline: str, body: str) -> str:
    """SHA-256 (hex) of headline and body: the same words give the same digest."""
    return hashlib.sha256(f"{headline}\n\n{body}".encode(errors="surrogatepass")).hexdigest()


def _derived(prefix: str, parts: Iterable[object]) -> str:
    joined = "\x1f".join(str(part) for part in parts)
    return f"{prefix}_{hashlib.sha256(joined.encode(errors='surrogatepass')).hexdigest()[:32]}"


def observation_id(article: str, digest: str, *slots: object) -> str:
    """Of the article version and the claim's slots."""
    return _derived("obs", (article, digest, *slots))


def edition_id(article: str, version: int, digest: str) -> str:
    """Of the article version."""
    return _derived("edi", (article, version, digest))


def signal_id(kind: str, opening_observation: str) -> str:
    """Of the kind and the observation that opened the event."""
    return _derived("sig", (kind, opening_observation))


def delivery_id(endpoint: str, signal: str, revision: int) -> str:
    """Of endpoint, signal and revision; also the `webhook-id`, so it holds no full stop."""
    return _derived("msg", (endpoint, signal, revision))


def dead_letter_id(topic: str, partition: int, offset: int, stage: str) -> str:
    """Of the place the message lay and the stage that failed on it."""
    return _derived("dead", (topic, partition, offset, stage))
