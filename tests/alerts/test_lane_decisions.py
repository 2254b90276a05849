from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.alerts.lane.attempt import Answer, Reading, Verdict, read_status, retry_after_s
from services.alerts.lane.breaker import FAILURES_TO_OPEN, LONGEST_OPEN_S, Breaker
from services.alerts.lane.conclude import Attempted, Conclusion, conclude
from services.alerts.lane.pace import Pace
from services.alerts.lane.retry import SCHEDULE_S, next_attempt
from services.alerts.outgoing import Parcel
from services.alerts.slack.reply import read_reply
from tests.alerts.builders import to_archive

MOMENT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PARCEL = Parcel("sig_1", (to_archive(),))


@pytest.mark.parametrize(
    ("answer", "verdict", "reason"),
    [
        (Answer(204), Verdict.DELIVERED, None),
        (Answer(299), Verdict.DELIVERED, None),
        (Answer(302, "moved"), Verdict.RETRY, "HTTP 302: moved"),
        (Answer(400, "no"), Verdict.REFUSED, "HTTP 400: no"),
        (Answer(401), Verdict.RETRY, "HTTP 401"),
        (Answer(404), Verdict.RETRY, "HTTP 404"),
        (Answer(410), Verdict.GONE, "HTTP 410"),
        (Answer(413), Verdict.REFUSED, "HTTP 413"),
        (Answer(415), Verdict.REFUSED, "HTTP 415"),
        (Answer(429), Verdict.SLOW, "HTTP 429"),
        (Answer(500), Verdict.RETRY, "HTTP 500"),
        (Answer(503), Verdict.RETRY, "HTTP 503"),
        (Answer(error="ConnectError"), Verdict.RETRY, "ConnectError"),
    ],
)
def test_what_a_webhook_answers_has_one_meaning(answer: Answer, verdict: Verdict, reason: str | None) -> None:
    assert read_status(answer) == Reading(verdict, reason)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (Answer(200, "ok"), Verdict.DELIVERED),
        (Answer(200, "ok\n"), Verdict.DELIVERED),
        (Answer(200, '{"ok": true, "ts": "1"}'), Verdict.DELIVERED),
        (Answer(200, "<html>captive portal"), Verdict.RETRY),
        (Answer(200, ""), Verdict.RETRY),
        (Answer(200, '{"ok":false,"error":"ratelimited"}'), Verdict.SLOW),
        (Answer(200, '{"ok":false,"error":"is_archived"}'), Verdict.GONE),
        (Answer(200, '{"ok":false,"error":"msg_blocks_too_long"}'), Verdict.REFUSED),
        (Answer(429, '{"retry_after":1,"ok":false,"error":"rate_limited"}'), Verdict.SLOW),
        (Answer(429), Verdict.SLOW),
        (Answer(400, "invalid_payload"), Verdict.REFUSED),
        (Answer(400, "invalid_blocks"), Verdict.REFUSED),
        (Answer(400, "user_not_found"), Verdict.GONE),
        (Answer(403, "action_prohibited"), Verdict.GONE),
        (Answer(403, "invalid_token"), Verdict.GONE),
        (Answer(403, "a proxy says no"), Verdict.RETRY),
        (Answer(404, "no_service"), Verdict.GONE),
        (Answer(404, "channel_not_found"), Verdict.GONE),
        (Answer(404, "no_team"), Verdict.GONE),
        (Answer(410, "channel_is_archived"), Verdict.GONE),
        (Answer(500, "rollup_error"), Verdict.RETRY),
        (Answer(error="no whole answer within 15 s"), Verdict.RETRY),
    ],
)
def test_what_slack_answers_has_one_meaning(answer: Answer, verdict: Verdict) -> None:
    assert read_reply(answer).verdict is verdict


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None), ("30", 30.0), (" 30 ", 30.0), ("-5", None), ("nonsense", None), ("", None), ("9999999", 36000.0),
        ("Tue, 24 Nov 2026 09:01:30 GMT", 90.0), ("Tue, 24 Nov 2026 08:00:00 GMT", 0.0), ("1e9", None),
    ],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date_and_has_an_end(header: str | None, seconds: float | None) -> None:
    assert retry_after_s(header, MOMENT) == seconds


@given(attempts=some.integers(1, 40), floor=some.floats(0, 40_000), chance=some.floats(0, 1))
def test_a_retry_never_undercuts_its_floor_nor_the_schedule_by_more_than_the_jitter(
    attempts: int, floor: float, chance: float
) -> None:
    delay = SCHEDULE_S[min(attempts, len(SCHEDULE_S)) - 1]
    due = next_attempt(attempts, 1000.0, 1000.0 + floor, chance)
    assert due >= 1000.0 + floor
    assert due >= 1000.0 + 0.79 * delay
    assert due <= 1000.0 + max(1.21 * delay, floor + 12.0)


def attempted(verdict: Verdict, *, retry_after: float | None = None) -> Attempted:
    return Attempted(None, Reading(verdict, "reason"), retry_after, 1000.0, 0.5)


def follows(verdict: Verdict, breaker: Breaker | None = None, *, plain: bool = False) -> Conclusion:
    return conclude(PARCEL, attempted(verdict), breaker or Breaker(), has_plain_form=plain)


@pytest.mark.parametrize(
    ("verdict", "outcome"),
    [
        (Verdict.DELIVERED, "delivered"),
        (Verdict.REFUSED, "refused"),
        (Verdict.GONE, "disabled"),
        (Verdict.RETRY, None),
        (Verdict.SLOW, None),
    ],
)
def test_a_verdict_leads_to_one_outcome(verdict: Verdict, outcome: str | None) -> None:
    conclusion = follows(verdict)
    assert conclusion.outcome == outcome
    assert conclusion.disable is (verdict is Verdict.GONE)


def test_what_slack_refuses_is_tried_once_as_plain_text() -> None:
    again = follows(Verdict.REFUSED, plain=True)
    assert (again.outcome, again.plain, again.due) == (None, True, 1000.0)
    plain_parcel = Parcel("k", (replace(to_archive(), plain=True),))
    end = conclude(plain_parcel, attempted(Verdict.REFUSED), Breaker(), has_plain_form=True)
    assert end.outcome == "refused"


def test_the_breaker_opens_after_some_failures_and_asks_with_one_probe() -> None:
    breaker = Breaker()
    for _ in range(FAILURES_TO_OPEN - 1):
        breaker = breaker.failed(1000.0, None, 0.5)
    assert breaker.open_until <= 1000.0
    assert breaker.width(4) == 1
    assert breaker.failed(1000.0, None, 0.5).open_until == 1008.0


@given(failures=some.integers(0, 500), chance=some.floats(0, 1))
def test_the_breaker_never_rests_for_ever(failures: int, chance: float) -> None:
    breaker = Breaker(failures).failed(1000.0, None, chance)
    assert breaker.open_until <= 1000.0 + LONGEST_OPEN_S * 1.21


def test_a_late_success_of_another_request_does_not_undo_retry_after() -> None:
    slowed = conclude(PARCEL, attempted(Verdict.SLOW, retry_after=30.0), Breaker(), has_plain_form=False).breaker
    assert follows(Verdict.DELIVERED, slowed).breaker.open_until == 1030.0


def test_a_success_after_an_open_breaker_calls_the_waiting_ones() -> None:
    assert follows(Verdict.DELIVERED, Breaker(FAILURES_TO_OPEN, 900.0)).recovered
    assert not follows(Verdict.DELIVERED, Breaker(1, 0.0)).recovered


@given(steps=some.lists(some.floats(0, 3), min_size=1, max_size=60))
def test_a_pace_of_one_a_second_lets_no_two_leave_within_a_second(steps: list[float]) -> None:
    pace, now, left = Pace(rate=1.0), 100.0, []
    for step in steps:
        now += step
        if pace.wait(now) == 0:
            pace = pace.taken(now)
            left.append(now)
    assert all(later - earlier > 0.999 for earlier, later in pairwise(left))


def test_a_pace_says_how_long_to_wait() -> None:
    pace = Pace(rate=1.0).taken(100.0)
    assert (pace.wait(100.25), pace.wait(101.0)) == (0.75, 0.0)
