"""The courier of webhooks: machines get one signed request a revision."""

from services.alerts.lane.attempt import Request, read_status
from services.alerts.lane.courier import Courier
from services.alerts.outgoing import Parcel
from services.alerts.webhook.body import body_of
from services.alerts.webhook.sign import signed_headers

CONCURRENCY = 4
DIGEST_PAGE = 100
"""Signals in one request of a digest."""


def webhook_courier(url: str, signing_key: bytes, user_agent: str) -> Courier:
    """The courier for a receiver."""

    def render(parcel: Parcel, now: float) -> Request:
        body = body_of(parcel)
        headers = signed_headers(signing_key, parcel.message_id, int(now), body)
        return Request(url, body, {"content-type": "application/json", "user-agent": user_agent, **headers})

    return Courier(
        for_people=False,
        concurrency=CONCURRENCY,
        pace=None,
        page=DIGEST_PAGE,
        has_plain_form=False,
        render=render,
        read=read_status,
    )
