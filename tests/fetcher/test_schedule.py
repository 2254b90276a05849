"""When a source is polled next, and what an answer means for that."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.fetcher.answer import Answer, freshness, judge, retry_after
from services.fetcher.schedule import (
    BOUNDS,
    DAY,
    Turnover,
    after_failure,
    after_success,
    alarm,
    first_interval,
    jittered,
)
from services.fetcher.standing import Standing, failed, request_for, succeeded
from tests.fetcher.build import source

NOW = datetime(2018, 7, 12, 12, 0, tzinfo=UTC)
SECONDS = NOW.timestamp()


def judged(status: int, failures: float = 0.0, gone_since: datetime | None = None, **headers: str) -> Any:
    answer = Answer("https://wire.example/", status, {name.replace("_", "-"): value for name, value in headers.items()})
    return judge(answer, failures=failures, gone_since=gone_since, now=NOW)


@pytest.mark.parametrize(
    ("interval", "turnover", "expected"),
    [
        (600, Turnover(new=8, known=2), 300),
        (600, Turnover(new=5, known=5), 600),
        (600, Turnover(new=1, known=9), 660),
        (1200, Turnover(new=0, known=9), 1320),
        (600, Turnover(), 660),
        (600, Turnover(new=9, known=0, gap=True), 300),
        (130, Turnover(new=9), BOUNDS["news"].least),
        (3590, Turnover(), BOUNDS["news"].most),
    ],
)
def test_the_interval_follows_the_news_within_its_bounds(interval: float, turnover: Turnover, expected: float) -> None:
    assert after_success(source(), interval, turnover, None).pause == expected


def test_a_server_may_ask_for_less_up_to_the_most_of_the_class() -> None:
    assert after_success(source(), 600, Turnover(5, 5), 1800).pause == 1800
    assert after_success(source(), 600, Turnover(5, 5), 7 * DAY).pause == BOUNDS["news"].most
    assert after_success(source(), 600, Turnover(5, 5), 10).pause == 600


def test_a_fixed_interval_is_kept_whatever_happens() -> None:
    fixed = source(every="45s")
    assert first_interval(fixed) == 45
    assert after_success(fixed, 45, Turnover(new=100), 3600).pause == 45


def test_failures_slow_a_source_down_and_never_end_it() -> None:
    assert after_failure(source(), 600, 0.5, None).pause == 600
    assert after_failure(source(), 600, 4, None).pause == 2400
    assert after_failure(source(), 3600, 30, None).pause == DAY
    assert after_failure(source(), 3600, 400, None).pause == 7 * DAY
    assert after_failure(source(**{"class": "wire"}), 60, 1000, None).pause == 300
    assert after_failure(source(every="1s"), 1, 1000, None).pause == 60


def test_a_wait_that_the_server_names_is_kept_but_for_a_day_at_most() -> None:
    assert after_failure(source(), 600, 1, 1800).pause == 1800
    assert after_failure(source(), 600, 1, 1).pause == 600
    assert after_failure(source(), 600, 1, 9e9).pause == DAY


def test_pauses_are_spread_by_a_tenth() -> None:
    assert [round(jittered(100, dice), 1) for dice in (0.0, 0.5, 0.9999)] == [90, 100, 110]


def test_a_wire_that_fails_three_times_is_an_error_and_others_are_warnings() -> None:
    wire = source(**{"class": "wire"})
    assert [alarm(wire, failures) for failures in (0, 0.5, 1.5)] == ["quiet", "warning", "error"]
    assert alarm(source(), 10) == "warning"


@pytest.mark.parametrize(
    ("status", "outcome", "weight"),
    [
        (200, "fetched", 0), (226, "fetched", 0), (304, "not_modified", 0),
        (400, "rejected", 1), (406, "rejected", 1), (401, "unauthorised", 1), (403, "forbidden", 1),
        (404, "not_found", 0.5), (408, "unavailable", 0.5), (410, "gone", 0.5), (418, "unexpected", 1),
        (429, "rate_limited", 0.5), (500, "unavailable", 0.5), (503, "unavailable", 0.5), (522, "unavailable", 0.5),
        (302, "unexpected", 1),
    ],
)  # fmt: skip
def test_every_status_has_its_meaning(status: int, outcome: str, weight: float) -> None:
    verdict = judged(status)
    assert (verdict.outcome, verdict.weight) == (outcome, weight)


def test_too_many_requests_pause_the_whole_host() -> None:
    assert (judged(429, retry_after="120").wait, judged(429).pause_host) == (120, True)
    assert [judged(429, failures=n).wait for n in (0, 1, 2, 50)] == [900, 1800, 3600, 900 * 64]


def test_a_busy_server_pauses_its_host_where_it_says_for_how_long() -> None:
    assert (judged(503, retry_after="60").wait, judged(503, retry_after="60").pause_host) == (60, True)
    assert (judged(503).wait, judged(503).pause_host) == (None, False)


def test_a_feed_is_gone_when_it_has_been_so_for_a_day() -> None:
    assert judged(410).wait is None
    assert judged(410, gone_since=NOW - timedelta(hours=23)).wait is None
    assert judged(410, gone_since=NOW - timedelta(hours=24)).wait == 7 * DAY


def test_a_challenge_is_told_from_a_refusal() -> None:
    assert judged(403, cf_mitigated="challenge").outcome == "blocked"


def test_credentials_that_are_missing_are_asked_for_again_in_six_hours() -> None:
    assert judged(401).wait == 6 * 3600


@pytest.mark.parametrize(
    ("text", "expected"),
    [("120", 120), ("0", 0), ("999999999", DAY), ("Thu, 12 Jul 2018 12:01:00 GMT", 60),
     ("Thu, 12 Jul 2018 11:00:00 GMT", 0), ("soon", None), ("-5", None), ("", None), (None, None), ("٣", None)],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date(text: str | None, expected: float | None) -> None:
    assert retry_after(text, NOW) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"cache-control": "public, max-age=600"}, 600),
        ({"cache-control": "no-cache, max-age=600"}, None),
        ({"cache-control": "max-age=abc"}, None),
        ({"expires": "Thu, 12 Jul 2018 12:10:00 GMT", "date": "Thu, 12 Jul 2018 12:00:00 GMT"}, 600),
        ({"expires": "0"}, None),
        ({"cache-control": "max-age=0"}, None),
        ({}, None),
    ],
)
def test_freshness_is_what_the_server_says(headers: dict[str, str], expected: float | None) -> None:
    assert freshness(headers, NOW) == expected


WELL = Standing(etag='"a"', last_modified="yesterday", body_hash="1", full_at=SECONDS - 3600, interval=60)


def test_the_etag_is_sent_and_the_date_only_where_there_is_none() -> None:
    assert request_for("u", WELL, SECONDS, 0.5).headers() == {"If-None-Match": '"a"'}
    dated = Standing(last_modified="yesterday", full_at=SECONDS)
    assert request_for("u", dated, SECONDS, 0.5).headers() == {"If-Modified-Since": "yesterday"}


def test_now_and_then_and_after_a_day_of_304_the_whole_document_is_asked_for() -> None:
    assert request_for("u", WELL, SECONDS, 0.001).headers() == {}
    assert request_for("u", WELL, SECONDS + DAY, 0.5).headers() == {}


def test_validators_that_lie_are_never_sent_again() -> None:
    same = Answer("u", 200, {"etag": '"a"', "last-modified": "yesterday"})
    caught = succeeded(WELL, same, "2", SECONDS)
    assert caught.lying
    assert request_for("u", caught, SECONDS, 0.5).headers() == {}
    assert not succeeded(WELL, same, "1", SECONDS).lying
    assert not succeeded(WELL, Answer("u", 200, {"etag": '"b"'}), "2", SECONDS).lying


def test_a_304_keeps_what_it_does_not_send() -> None:
    after = succeeded(WELL, Answer("u", 304, {"last-modified": "today"}), None, SECONDS)
    assert (after.etag, after.last_modified, after.body_hash, after.full_at) == ('"a"', "today", "1", WELL.full_at)


def test_a_success_forgets_the_failures() -> None:
    worse = failed(failed(WELL, 0.5, "gone", SECONDS), 0.5, "gone", SECONDS + 5)
    assert (worse.failures, worse.gone_since) == (1.0, SECONDS)
    better = succeeded(worse, Answer("u", 304), None, SECONDS)
    assert (better.failures, better.gone_since) == (0.0, None)


def test_a_rejected_request_is_put_without_conditions_the_next_time() -> None:
    assert request_for("u", failed(WELL, 1.0, "rejected", SECONDS), SECONDS, 0.5).headers() == {}
