import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import standardwebhooks
from hypothesis import given
from hypothesis import strategies as some

from schemas.signal import Signal
from services.alerts.outgoing import Parcel
from services.alerts.webhook.courier import webhook_courier
from services.alerts.webhook.sign import signed_headers, signing_key
from tests.alerts.builders import NOW, SECRET, a_signal, an_article, deliveries, to_archive

KEY = signing_key(SECRET)


def request(parcel: Parcel) -> Any:
    return webhook_courier("https://hooks.example/kd", KEY, "KoreaDesk/test").render(parcel, now())


def now() -> float:
    """The library that verifies knows no clock but its own."""
    return datetime.now(UTC).timestamp()


def verified(body: bytes, headers: dict[str, str]) -> Any:
    return standardwebhooks.Webhook(SECRET).verify(body, headers)


@given(headline=some.text(some.characters(exclude_categories=["Cs"])))
def test_an_independent_library_verifies_the_bytes_that_leave(headline: str) -> None:
    delivery = to_archive(article=an_article(headline=headline))
    sent = request(Parcel(delivery.key, (delivery,)))
    body = verified(sent.body, sent.headers)
    assert Signal.model_validate(body["data"]) == delivery.signal
    assert sent.headers["webhook-id"] == delivery.id


def test_a_changed_byte_is_found_out() -> None:
    delivery = to_archive()
    sent = request(Parcel(delivery.key, (delivery,)))
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        verified(sent.body.replace(b"PRK", b"KOR"), sent.headers)


def test_type_and_timestamp_are_those_of_the_revision() -> None:
    delivery = to_archive(revision=3, reason="corroborated")
    body = json.loads(request(Parcel(delivery.key, (delivery,))).body)
    assert (body["type"], body["timestamp"]) == ("signal.corroborated", "2026-11-24T08:57:00Z")
    assert list(body) == ["type", "timestamp", "data"]


def test_a_field_of_a_newer_writer_goes_through() -> None:
    newer = json.dumps({**a_signal().model_dump(mode="json"), "brand_new": [1]}).encode()
    delivery = deliveries(Signal.model_validate_json(newer))["archive"]
    sent = request(Parcel("k", (replace(delivery, value=newer),)))
    assert json.loads(sent.body)["data"]["brand_new"] == [1]


def test_every_attempt_has_the_same_body_and_id_and_its_own_timestamp() -> None:
    delivery = to_archive()
    courier = webhook_courier("https://hooks.example/kd", KEY, "KoreaDesk/test")
    first, second = (courier.render(Parcel("k", (delivery,)), moment) for moment in (1000.9, 2000.2))
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert [it.headers["webhook-timestamp"] for it in (first, second)] == ["1000", "2000"]
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]


def test_a_digest_carries_whole_signals_under_one_id() -> None:
    old = [to_archive(number, article=an_article(backfill=True)) for number in (1, 2)]
    sent = request(Parcel("msg_sealed", tuple(old)))
    body = verified(sent.body, sent.headers)
    assert (body["type"], body["data"]["count"], sent.headers["webhook-id"]) == ("signal.digest", 2, "msg_sealed")
    assert [signal["id"] for signal in body["data"]["signals"]] == ["sig_1", "sig_2"]


@given(key=some.binary(min_size=24, max_size=64), body=some.binary(max_size=200))
def test_any_fit_key_signs_what_the_library_verifies(key: bytes, body: bytes) -> None:
    secret = "whsec_" + base64.b64encode(key).decode()
    headers = signed_headers(signing_key(secret), "msg_1", int(now()), body + b'""')
    content = f"msg_1.{headers['webhook-timestamp']}.".encode() + body + b'""'
    assert signing_key(secret) == key
    assert headers["webhook-signature"].startswith("v1,")
    assert base64.b64decode(headers["webhook-signature"][3:]) == hmac.digest(key, content, hashlib.sha256)


@pytest.mark.parametrize("message_id", ["msg.1", "", "msg 1", "msg\n1"])
def test_an_id_that_would_blur_what_is_signed_is_refused(message_id: str) -> None:
    with pytest.raises(ValueError, match="a message id holds"):
        signed_headers(KEY, message_id, 1, b"")


def test_the_unit_of_the_clock_is_seconds() -> None:
    delivery = to_archive()
    assert delivery.routed_at == NOW.timestamp()
