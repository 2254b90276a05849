"""Dates as feeds write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fetcher.parse.dates import moment

NINE = datetime(2018, 7, 12, 9, 0, tzinfo=UTC)
MIDNIGHT = datetime(2018, 7, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thu, 12 Jul 2018 09:00:00 GMT", NINE),
        ("Thu, 12 Jul 2018 09:00:00 +0900", MIDNIGHT),
        ("Thu, 12 Jul 2018 09:00:00 +09:00", MIDNIGHT),
        ("Thu, 12 Jul 2018 09:00:00 GMT+0900", MIDNIGHT),
        ("Thu, 12 Jul 2018 09:00:00 KST", MIDNIGHT),
        ("Thu, 12 Jul 2018 10:00:00 BST", NINE),
        ("Thu, 12 Jul 2018 11:00:00 CEST", NINE),
        ("Thu, 12 Jul 2018 19:00:00 AEST", NINE),
        ("Thu, 12 Jul 2018 05:00:00 EDT", NINE),
        ("12 Jul 18 09:00 UT", NINE),
        ("Thursday, 12 July 2018 9:00 GMT", NINE),
        ("Thu,12 Jul 2018 09:00:00 GMT", NINE),
        ("12-Jul-2018 09:00:00", NINE),
        ("Do, 12 Juli 2018 11:00:00 +0200", NINE),
        ("July 12, 2018 9:00 am UTC", NINE),
        ("Jul 12, 2018 12:00 AM", MIDNIGHT),
        ("Thu Jul 12 09:00:00 2018", NINE),
        ("Thu Jul 12 05:00:00 EDT 2018", NINE),
        ("2018-07-12T09:00:00Z", NINE),
        ("2018-07-12T18:00:00.000+09:00", NINE),
        ("2018-07-12 09:00:00", NINE),
        ("2018-07-12T09:00Z", NINE),
        ("2018/07/12 09:00", NINE),
        ("20180712T090000Z", NINE),
        ("20180712", MIDNIGHT),
        ("2018-07-12", MIDNIGHT),
        ("2018-07-11T24:00:00Z", MIDNIGHT),
        ("2018년 7월 12일 오후 6:00:00", NINE),
        ("2018-07-12 오전 9:00:00", MIDNIGHT),
        ("1531386000", NINE),
        ("1531386000000", NINE),
    ],
)
def test_a_date_is_the_moment_that_it_means(text: str, expected: datetime) -> None:
    assert moment(text) == expected


@pytest.mark.parametrize(
    "text",
    [None, "", "yesterday", "0000-00-00", "0001-01-01T00:00:00Z", "1989-12-31", "Thu, 31 Feb 2018 10:00:00 GMT",
     "9999-12-31T23:59:59-14:00",
     "Thu, 12 Foo 2018 09:00:00 GMT", "2018-07-12T25:00:00Z", "-1", "99999999999999999999"],
)  # fmt: skip
def test_what_makes_no_sense_is_no_date(text: str | None) -> None:
    assert moment(text) is None


def test_a_leap_second_is_the_second_before() -> None:
    assert moment("2016-12-31T23:59:60Z") == datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_a_date_without_a_zone_is_read_in_that_of_its_source() -> None:
    assert moment("2018-07-12 18:00:00", "Asia/Seoul") == NINE
    assert moment("Thu, 12 Jul 2018 18:00:00", "Asia/Seoul") == NINE
    assert moment("Thu, 12 Jul 2018 09:00:00 GMT", "Asia/Seoul") == NINE


def test_a_name_of_several_meanings_is_read_as_its_source_uses_it() -> None:
    assert moment("Thu, 12 Jul 2018 09:00:00 CST") == datetime(2018, 7, 12, 15, tzinfo=UTC)
    assert moment("Thu, 12 Jul 2018 17:00:00 CST", "Asia/Shanghai") == NINE
    assert moment("Fri, 12 Jan 2018 11:00:00 IST", "Asia/Jerusalem") == datetime(2018, 1, 12, 9, tzinfo=UTC)


@given(st.text(max_size=60) | st.from_regex(r"\A[\w ,:+./-]{0,40}\Z"))
def test_no_text_breaks_the_reader_of_dates(text: str) -> None:
    found = moment(text)
    assert found is None or found.year >= 1990
