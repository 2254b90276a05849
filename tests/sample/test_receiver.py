"""The sample receiver believes nothing that is not signed, and answers as Slack does."""

import json
from datetime import UTC, datetime

from aiohttp.test_utils import TestClient, TestServer
from standardwebhooks.webhooks import Webhook

from services.sample.blocks import complaint
from services.sample.receiver import Receiver

SECRET = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY="
NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
BODY = json.dumps({"type": "signal.new", "timestamp": "x", "data": {"id": "sig_1", "kind": "meeting_missed"}})


def headers(
    body: str = BODY, *, id_: str = "msg_1", at: datetime = NOW, signature: str | None = None
) -> dict[str, str]:
    return {
        "webhook-id": id_,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signature or Webhook(SECRET).sign(id_, at, body),
    }


def receiver() -> Receiver:
    return Receiver(SECRET, clock=NOW.timestamp)


async def answers(*requests: tuple[str, dict[str, str]], path: str = "/hook") -> tuple[list[int], dict[str, object]]:
    async with TestClient(TestServer(receiver().application())) as sender:
        statuses = [(await sender.post(path, data=body, headers=given)).status for body, given in requests]
        return statuses, await (await sender.get("/received")).json()


async def test_what_the_public_library_signs_is_verified() -> None:
    statuses, came = await answers((BODY, headers()))
    assert statuses == [200]
    assert came["webhooks"][0]["kind"] == "meeting_missed"  # type: ignore[index]


async def test_a_repeat_is_taken_and_counted_once() -> None:
    statuses, came = await answers((BODY, headers()), (BODY, headers()), (BODY, headers(id_="msg_2")))
    assert statuses == [200, 200, 200]
    assert (came["verified"], came["repeats"]) == (2, 1)


async def test_what_is_not_signed_rightly_is_refused() -> None:
    other = Webhook("whsec_" + "eA" * 16).sign("msg_1", NOW, BODY)
    late = headers(at=datetime(2026, 3, 5, 12, 6, tzinfo=UTC))
    bad = [
        (BODY, {}),
        (BODY + " ", headers()),
        (BODY, headers(signature=other)),
        (BODY, headers(signature="v1,not base64")),
        (BODY, headers(signature="v1a,AAAA")),
        (BODY, late),
        (BODY, {**headers(), "webhook-id": "msg_2"}),
    ]
    statuses, came = await answers(*bad)
    assert statuses == [400] * len(bad)
    assert (came["verified"], came["refused"]) == (0, len(bad))


async def test_one_good_signature_among_several_is_enough() -> None:
    right = headers()
    statuses, _ = await answers((BODY, {**right, "webhook-signature": f"v1a,xx v1,eA== {right['webhook-signature']}"}))
    assert statuses == [200]


async def test_slack_answers_ok_in_plain_text() -> None:
    async with TestClient(TestServer(receiver().application())) as sender:
        answer = await sender.post("/slack", json={"text": "off script"})
        assert (answer.status, await answer.text()) == (200, "ok")
        assert (await (await sender.get("/received")).json())["messages"] == 1


def block(kind: str, text: str) -> dict[str, object]:
    return {"type": kind, "text": {"type": "plain_text", "text": text}}


def test_slack_refuses_what_is_too_long() -> None:
    assert complaint({"blocks": [block("header", "x" * 150)]}) is None
    assert complaint({"blocks": [block("header", "x" * 151)]}) == "invalid_blocks"
    assert complaint({"blocks": [block("section", "x" * 3001)]}) == "invalid_blocks"
    assert complaint({"blocks": [block("section", "x" * 2900)] * 5}) == "msg_blocks_too_long"
    assert complaint({"blocks": [block("section", "x")] * 51}) == "invalid_blocks"


def test_slack_refuses_what_is_no_message() -> None:
    assert complaint([]) == "invalid_payload"
    assert complaint({}) == "no_text"
    assert complaint({"blocks": "x"}) == "invalid_blocks_format"
