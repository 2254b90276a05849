"""Dates: what the time words of wire copy mean, and where they must stay open."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.classifier.knowledge.place_entries import VenuesFile
from services.classifier.reading.claims.venues import VenueFinder
from services.classifier.reading.times.dates import Anchor, Tense, When, find_times, resolve
from services.classifier.reading.times.days import shifted, span_of

FRIDAY = dt.datetime(2018, 7, 13, 9, 0, tzinfo=dt.UTC)
FROM_SEOUL = Anchor(FRIDAY, zone="Asia/Seoul")
UNDATED = Anchor()


def when(text: str, tense: Tense | None = "past", anchor: Anchor = FROM_SEOUL) -> When:
    found = find_times(text)
    assert len(found) == 1, [words.words for words in found]
    return resolve(found[0], anchor, tense)


def days(read: When) -> tuple[str, str] | None:
    """Give the first and the last day, in the zone of the place."""
    if read.earliest is None or read.latest is None:
        return None
    zone = FROM_SEOUL.tz
    last = read.latest - dt.timedelta(seconds=1)
    return read.earliest.astimezone(zone).date().isoformat(), last.astimezone(zone).date().isoformat()


def one(day: str) -> tuple[str, str]:
    return day, day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They did not show up Thursday.", one("2018-07-12")),
        ("They did not show up on Thursday morning.", one("2018-07-12")),
        ("It came on Friday.", one("2018-07-13")),
        ("It came last Friday.", one("2018-07-06")),
        ("It came on Saturday.", one("2018-07-07")),
        ("It came yesterday.", one("2018-07-12")),
        ("It came on June 12.", one("2018-06-12")),
        ("It came on Jan. 3.", one("2018-01-03")),
        ("It came on December 3.", one("2017-12-03")),
        ("It came on 3 December 2011.", one("2011-12-03")),
        ("It lasted from July 10-12.", ("2018-07-10", "2018-07-12")),
        ("It lasted from 10-12 July.", ("2018-07-10", "2018-07-12")),
        ("It came on the 12th.", one("2018-07-12")),
        ("It came on the 20th.", one("2018-06-20")),
        ("It came last week.", ("2018-07-02", "2018-07-08")),
        ("It came earlier this week.", ("2018-07-09", "2018-07-13")),
        ("It came last month.", ("2018-06-01", "2018-06-30")),
        ("It came earlier this month.", ("2018-07-01", "2018-07-13")),
        ("It came in February.", ("2018-02-01", "2018-02-28")),
        ("It came in August.", ("2017-08-01", "2017-08-31")),
        ("It came last year.", ("2017-01-01", "2017-12-31")),
        ("It came in 2009.", ("2009-01-01", "2009-12-31")),
        ("The 1994 accord was signed.", ("1994-01-01", "1994-12-31")),
        ("It came in May 2010.", ("2010-05-01", "2010-05-31")),
        ("It came three days ago.", one("2018-07-10")),
        ("It came 2018-07-01.", one("2018-07-01")),
        ("It went on from 1994-95.", ("1994-01-01", "1995-12-31")),
        ("It came in the 1990s.", ("1990-01-01", "1999-12-31")),
    ],
)
def test_past_words_are_dated_backwards(text: str, expected: tuple[str, str]) -> None:
    assert days(when(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They will meet on Sunday.", one("2018-07-15")),
        ("They will meet on Friday.", one("2018-07-13")),
        ("They will meet next Friday.", one("2018-07-20")),
        ("They will meet on September 18.", one("2018-09-18")),
        ("They will meet in January.", ("2019-01-01", "2019-01-31")),
        ("They will meet next month.", ("2018-08-01", "2018-08-31")),
        ("They will meet tomorrow.", one("2018-07-14")),
        ("They will meet next week.", ("2018-07-16", "2018-07-22")),
        ("They will meet in the coming days.", ("2018-07-13", "2018-07-19")),
    ],
)
def test_future_words_are_dated_forwards(text: str, expected: tuple[str, str]) -> None:
    read = when(text, "future")
    assert days(read) == expected
    assert read.direction in ("future", "present")


@pytest.mark.parametrize(
    "text",
    [
        "The talks were pushed back to Sunday.",
        "The talks were postponed until Sunday.",
        "The talks, scheduled for Sunday, are off.",
        "The session was moved to Sunday.",
    ],
)
def test_a_word_of_planning_looks_ahead_whatever_the_tense(text: str) -> None:
    assert days(when(text, "past")) == one("2018-07-15")


@pytest.mark.parametrize(
    ("text", "recent"),
    [
        ("It came on Thursday.", True),
        ("It came last week.", True),
        ("It came yesterday.", True),
        ("It came on July 6.", True),
        ("It came on July 4.", False),
        ("It came in June.", False),
        ("It came last month.", False),
        ("It came in 2009.", False),
        ("It came a week ago.", True),
        ("It came two weeks ago.", False),
        ("It came months ago.", False),
        ("It came earlier this month.", None),
        ("It came recently.", True),
        ("It came days after the summit.", True),
        ("It came weeks after the summit.", False),
        ("It has lasted for the past two years.", False),
    ],
)
def test_older_than_eight_days_is_not_recent(text: str, recent: bool | None) -> None:
    assert when(text).recent is recent


@pytest.mark.parametrize(
    ("text", "recent"),
    [
        ("It came on Thursday.", True),
        ("It came yesterday.", True),
        ("It came last week.", True),
        ("It came a week ago.", True),
        ("It came in June.", None),
        ("It came on June 12.", None),
        ("It came last month.", None),
        ("It came two months ago.", False),
    ],
)
def test_without_a_date_weekdays_are_within_the_week_and_months_are_not_known(text: str, recent: bool | None) -> None:
    read = when(text, anchor=UNDATED)
    assert (read.recent, read.earliest, read.age_days) == (recent, None, None)


def test_a_full_date_needs_no_date_of_the_text() -> None:
    read = when("It came in June 2009.", anchor=UNDATED)
    assert (read.found_by, read.earliest) == ("text", dt.datetime(2009, 6, 1, tzinfo=dt.UTC))


@pytest.mark.parametrize(
    "text",
    [
        "They may march on.",
        "It may be late.",
        "March on, they said.",
        "May they rest.",
        "Resolution 1874 was passed.",
        "Some 2000 troops came.",
        "It cost $2000 then.",
        "He read the Sunday Times.",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert find_times(text) == ()


@pytest.mark.parametrize(
    ("text", "month"),
    [("They met in May.", 5), ("It began in March.", 3), ("It came on May 24.", 5), ("Until March 2019.", 3)],
)
def test_may_and_march_are_months_where_they_are_dated(text: str, month: int) -> None:
    assert find_times(text)[0].month == month


def test_without_tense_a_weekday_is_marked_as_uncertain() -> None:
    assert not when("The Thursday talks.", None).certain
    assert when("The Thursday talks.", "past").certain


def test_a_tense_against_the_calendar_gives_way_and_is_marked() -> None:
    read = when("It will be on June 12.", "future")
    assert (days(read), read.certain) == (one("2018-06-12"), False)


def test_three_days_later_counts_from_the_story() -> None:
    story = when("It began on July 2.")
    later = resolve(find_times("Three days later it ended.")[0], FROM_SEOUL, "past", story)
    assert days(later) == one("2018-07-05")


def test_three_days_later_is_open_without_a_story() -> None:
    read = when("Three days later it ended.")
    assert (read.earliest, read.certain) == (None, False)


def test_the_day_begins_in_the_zone_of_the_place() -> None:
    read = when("It came on Thursday.")
    assert (read.earliest, read.zone) == (dt.datetime(2018, 7, 11, 15, tzinfo=dt.UTC), "Asia/Seoul")
    washington = when("It came on Thursday.", anchor=Anchor(FRIDAY, zone="America/New_York"))
    assert washington.earliest == dt.datetime(2018, 7, 12, 4, tzinfo=dt.UTC)


def test_thursday_told_late_on_wednesday_utc_has_begun_in_korea() -> None:
    wednesday_night = Anchor(dt.datetime(2018, 7, 11, 22, 0, tzinfo=dt.UTC))
    read = when("They did not show up Thursday.", anchor=wednesday_night)
    assert (read.earliest, read.certain) == (dt.datetime(2018, 7, 12, tzinfo=dt.UTC), False)


def test_a_qualifying_date_is_nominal() -> None:
    assert [words.nominal for words in find_times("the 1994 accord")] == [True]
    assert [words.nominal for words in find_times("last month's test")] == [True]
    assert [words.nominal for words in find_times("It fired on Sunday at dawn.")] == [False]


def test_the_record_of_a_time_says_how_it_was_found() -> None:
    record = when("It came on Thursday.").event_time()
    assert record is not None
    assert (record.words, record.found_by, record.zone) == ("on Thursday", "published", "Asia/Seoul")


VENUES = VenueFinder(
    VenuesFile.model_validate(
        {"venues": [{"venue": "seoul", "kind": "city", "names": ["Seoul"], "zone": "Asia/Seoul"},
                    {"venue": "pyongyang", "kind": "city", "names": ["Pyongyang"], "zone": "Asia/Pyongyang"}]}
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("body", "zone", "day"),
    [
        ("SEOUL, July 12 (Yonhap) -- Nobody came.", "Asia/Seoul", dt.date(2018, 7, 12)),
        ("Pyongyang, July 12 (KCNA) -- A statement was issued.", "Asia/Pyongyang", dt.date(2018, 7, 12)),
        ("SEOUL, South Korea (AP) — Nobody came.", "Asia/Seoul", None),
        ("SEOUL (Reuters) - Nobody came.", "Asia/Seoul", None),
        ("SEOUL, May 2 (Yonhap) -- An old story.", "Asia/Seoul", None),
        ("Nobody came to Seoul.", None, None),
    ],
)
def test_a_dateline_gives_zone_and_day(body: str, zone: str | None, day: dt.date | None) -> None:
    anchor = VENUES.anchor(FRIDAY, None, body)
    assert (anchor.zone, anchor.dateline) == (zone, day)


def test_a_dateline_beside_the_body_counts_too() -> None:
    assert VENUES.anchor(FRIDAY, "SEOUL, July 12", "Nobody came.").dateline == dt.date(2018, 7, 12)


WORDS = st.sampled_from(
    (
        *(
            "on",
            "in",
            "last",
            "next",
            "this",
            "the",
            "Thursday",
            "Sunday",
            "June",
            "May",
            "12",
            "31",
            "99",
            "2018",
            "1994",
        ),
        *("week", "weeks", "month", "year", "ago", "later", "earlier", "a", "few", "three", "days", "since", "until"),
        *(
            "early",
            "late",
            "mid",
            "12th",
            "-",
            ",",
            ".",
            "yesterday",
            "tomorrow",
            "recently",
            "1990s",
            "2009-01-99",
            "0",
        ),
        *("İ", "’s", "Feb.", "30", "century", "decades", "coming", "past", "end", "of"),
    )
)
TENSES: st.SearchStrategy[Tense | None] = st.sampled_from(["past", "present", "future", None])
MOMENTS = st.datetimes(timezones=st.just(dt.UTC))


@given(st.lists(st.one_of(WORDS, st.text(max_size=4)), max_size=14).map(" ".join), MOMENTS, TENSES)
def test_every_text_is_dated_without_an_error(text: str, published: dt.datetime, tense: Tense | None) -> None:
    reach = 0
    for words in find_times(text):
        assert words.words == text[words.start : words.end]
        assert words.end > reach
        reach = words.end
        read = resolve(words, Anchor(published), tense)
        assert read.earliest is None or read.latest is None or read.earliest < read.latest
        read.event_time()


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_span_gives_the_same_words_as_the_whole(before: str, after: str) -> None:
    text = f"{before}. On Thursday it came. {after}"
    start = len(before) + 2
    found = find_times(text, start, start + 20)
    assert [(words.start, words.words) for words in found] == [(start, "On Thursday")]


@given(st.dates(), st.integers(-5_000_000, 5_000_000))
def test_shifting_never_leaves_the_calendar(date: dt.date, days_on: int) -> None:
    shifted(date, days_on)


def test_there_is_no_thirtieth_of_february() -> None:
    assert span_of(2018, 2, 30, None) is None
