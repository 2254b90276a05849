"""The courier of Slack: people get one message a story, at Slack's pace."""

import json

from services.alerts.lane.attempt import Request
from services.alerts.lane.courier import Courier
from services.alerts.lane.pace import Pace
from services.alerts.outgoing import Parcel
from services.alerts.slack.card import card, plain_card
from services.alerts.slack.digest import digest, plain_digest
from services.alerts.slack.reply import read_reply

PACE = Pace(rate=1.0)
"""Slack takes one message a second from an incoming webhook, and disables apps that go on beyond it."""

DIGEST_PAGE = 10_000


def slack_courier(url: str, user_agent: str) -> Courier:
    """The courier for an incoming webhook."""

    def render(parcel: Parcel, now: float) -> Request:
        body = json.dumps(_message(parcel, now)).encode()
        return Request(url, body, {"content-type": "application/json; charset=utf-8", "user-agent": user_agent})

    return Courier(
        for_people=True,
        concurrency=1,
        pace=PACE,
        page=DIGEST_PAGE,
        has_plain_form=True,
        render=render,
        read=read_reply,
    )


def _message(parcel: Parcel, now: float) -> dict[str, object]:
    if parcel.digest:
        return plain_digest(parcel) if parcel.plain else digest(parcel)
    return plain_card(parcel, now) if parcel.plain else card(parcel, now)
