"""Days, moments and periods: read in every common spelling, and refused with the way out."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quantities import DAYS, refusal

from iop_cli.quantity import (
    Length,
    Moment,
    Period,
    otherwise,
    periods_between,
    read_day,
)

# Days and moments


@pytest.mark.parametrize("text", ["2024-01-05", "20240105", "2024/01/05", "2024\u201301\u201305"])
def test_a_day_is_read_in_any_common_spelling_and_the_normal_one_is_told(text: str) -> None:
    assert read_day(text) == date(2024, 1, 5)
    assert otherwise(text) == (None if text == "2024-01-05" else "2024-01-05")


@pytest.mark.parametrize("read", [read_day, Moment.read])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2023-02-29", "2023-02-29 is not in the calendar; February 2023 has 28 days"),
        ("2024-04-31", "2024-04-31 is not in the calendar; April 2024 has 30 days"),
        ("2024-13-01", "2024-13-01 is not in the calendar; there is no month 13"),
        ("2024-00-01", "2024-00-01 is not in the calendar; there is no month 00"),
        ("1899-01-01", "the year in 1899-01-01 is not between 1900 and 2200; correct it"),
        ("2024-1-5", "2024-1-5 is not how a day is written here; write 2024-01-05"),
        ("1.2.2024", "1.2.2024 is not how a day is written here; write 2024-02-01"),
        ("5 mars 2018", "5 mars 2018 is not how a day is written here; write 2018-03-05"),
        ("240105", "240105 is not how a day is written here; write 2024-01-05"),
        ("ja", "ja answers a question of yes or no; write for example 2018-03-14"),
    ],
)
def test_a_day_that_no_calendar_holds_is_answered(
    read: Callable[[str], object], text: str, words: str
) -> None:
    assert refusal(read, text) == words


def test_a_year_is_no_day() -> None:
    words = refusal(read_day, "2018")

    assert words == "2018 is not a day; write year, month and day: 2018-03-14"


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("2018-03-14", "day", date(2018, 3, 14), date(2018, 3, 14)),
        ("2018-11", "month", date(2018, 11, 1), date(2018, 11, 30)),
        ("2018-12", "month", date(2018, 12, 1), date(2018, 12, 31)),
        ("2018", "year", date(2018, 1, 1), date(2018, 12, 31)),
        ("2016..2017", "span", date(2016, 1, 1), date(2017, 12, 31)),
        ("2016-2017", "span", date(2016, 1, 1), date(2017, 12, 31)),
        ("2018-09-01..2019-08-31", "span", date(2018, 9, 1), date(2019, 8, 31)),
        ("2018-09 \u2013 2019-08", "span", date(2018, 9, 1), date(2019, 8, 31)),
    ],
)
def test_a_moment_has_its_first_and_its_last_day(
    text: str, precision: str, first: date, last: date
) -> None:
    moment = Moment.read(text)

    assert (moment.precision, moment.as_start, moment.as_end) == (precision, first, last)
    assert moment.is_exact is (precision == "day")


@pytest.mark.parametrize(
    "text",
    ["våren 2018", "senast i vår", "autumn 2018", "vecka 12", "2:a kvartalet 2018", "mars 2018"],
)
def test_a_season_has_no_days_and_keeps_its_words(text: str) -> None:
    moment = Moment.read(text)

    assert (moment.precision, moment.first, moment.last) == ("season", None, None)
    assert moment.in_words() == text


@pytest.mark.parametrize(
    ("text", "length", "side", "anchor"),
    [
        ("6 months before end", "6 months", "before", "end"),
        ("3 months after start", "3 months", "after", "start"),
        ("1 month after period", "1 month", "after", "period"),
        ("2 years before", "2 years", "before", ""),
    ],
)
def test_a_counted_moment_tells_its_length_and_its_anchor(
    text: str, length: str, side: str, anchor: str
) -> None:
    moment = Moment.read(text)

    assert moment.precision == "counted"
    assert moment.first is moment.last is None
    assert moment.counted is not None
    assert moment.counted.length == Length.read(length)
    assert (moment.counted.side, moment.counted.anchor) == (side, anchor)


@pytest.mark.parametrize("text", ["1 November before", "first week of quarter", "29 February"])
def test_a_moment_that_comes_back_is_counted_without_a_length(text: str) -> None:
    moment = Moment.read(text)

    assert (moment.precision, moment.counted, moment.first) == ("counted", None, None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2016-17", "there is no month 17; if 2016-17 is a span, write 2016..2017"),
        ("2017..2016", "2017..2016 runs backwards; write 2016..2017"),
        ("tills vidare", "tills vidare is not a moment; write none for an open end"),
        (
            "sex månader före avtalets slut",
            "sex månader före avtalets slut is not read; write 6 months before end",
        ),
        ("6 months befor end", "6 months befor end is not read; write 6 months before end"),
        ("5 mars", "5 mars is not read; write 5 March"),
        (
            "31 November before",
            "31 November before is not in the calendar; the month has 30 days",
        ),
        (
            "2018-H1",
            "2018-H1 is a period; write its first or its last day, such as 2018-03-14",
        ),
        (
            "snart",
            "snart is not a moment; write a day 2018-03-14, a month 2018-03 or a year 2018",
        ),
        (
            "vårdcentralen",
            "vårdcentralen is not a moment; write a day 2018-03-14, a month 2018-03 or a year 2018",
        ),
    ],
)
def test_a_moment_that_is_not_read_is_answered(text: str, words: str) -> None:
    assert refusal(Moment.read, text) == words


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("20240101", "2024-01-01"),
        ("2024/01", "2024-01"),
        ("2016\u20132017", "2016..2017"),
        ("2018-09-01\u20132019-08-31", "2018-09-01..2019-08-31"),
        ("2016..2017", None),
        ("våren 2018", None),
        ("snart", None),
    ],
)
def test_the_normal_spelling_of_a_moment_is_told(text: str, normal: str | None) -> None:
    assert otherwise(text) == normal


@given(DAYS)
def test_a_day_survives_every_spelling(day: date) -> None:
    moment = Moment.on(day)

    assert Moment.read(day.isoformat()) == moment
    assert Moment.read(f"{day:%Y%m%d}").in_words() == moment.in_words() == day.isoformat()
    assert read_day(f"{day:%Y/%m/%d}") == day


# Periods


@pytest.mark.parametrize(
    ("text", "start", "end", "months"),
    [
        ("2018", date(2018, 1, 1), date(2018, 12, 31), 12),
        ("2018-H1", date(2018, 1, 1), date(2018, 6, 30), 6),
        ("2018-T2", date(2018, 5, 1), date(2018, 8, 31), 4),
        ("2018-Q4", date(2018, 10, 1), date(2018, 12, 31), 3),
        ("2018-vt", date(2018, 1, 1), date(2018, 6, 30), 6),
        ("2018-ht", date(2018, 7, 1), date(2018, 12, 31), 6),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), 1),
        ("2020-W53", date(2020, 12, 28), date(2021, 1, 3), 0),
        ("2018-09-01..2019-08-31", date(2018, 9, 1), date(2019, 8, 31), 12),
        ("2020..2022", date(2020, 1, 1), date(2022, 12, 31), 36),
        ("2023-03-15..2023-05-13", date(2023, 3, 15), date(2023, 5, 13), 1),
        ("2022..2020", date(2022, 1, 1), date(2020, 12, 31), 0),
    ],
)
def test_a_period_is_read(text: str, start: date, end: date, months: int) -> None:
    period = Period.read(text)

    assert (period.start, period.end, period.months()) == (start, end, months)
    assert (period.in_words(), period.otherwise) == (text, None)


def test_a_period_contains_its_first_and_its_last_day() -> None:
    period = Period.of(2018)

    assert period.contains(date(2018, 1, 1))
    assert period.contains(date(2018, 12, 31))
    assert not period.contains(date(2019, 1, 1))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2018-H3", "2018-H3 is not in the calendar; a year has H1-H2, T1-T3, Q1-Q4"),
        ("2018-13", "2018-13 is not in the calendar; there is no month 13"),
        ("våren 2018", "våren 2018 is not read as a period; write 2018-vt"),
        ("vt18", "vt18 is not read as a period; write 2018-vt"),
        ("kvartal 2 2019", "kvartal 2 2019 is not read as a period; write 2019-Q2"),
        (
            "hela tiden",
            "hela tiden is not a period; "
            "write for example 2018, 2018-H1 and 2018-01-01..2018-06-30",
        ),
    ],
)
def test_a_period_that_is_not_read_is_answered(text: str, words: str) -> None:
    assert refusal(Period.read, text) == words


@pytest.mark.parametrize(
    ("per", "texts"),
    [
        ("year", ["2018", "2019"]),
        ("half_year", ["2018-H2", "2019-H1"]),
        ("school_term", ["2018-ht", "2019-vt"]),
        ("tertial", ["2018-T3", "2019-T1"]),
        ("quarter", ["2018-Q4", "2019-Q1"]),
        ("month", ["2018-11", "2018-12", "2019-01"]),
    ],
)
def test_the_periods_between_two_days_are_whole(per: str, texts: list[str]) -> None:
    periods = periods_between(per, date(2018, 11, 15), date(2019, 1, 10))

    assert [period.text for period in periods] == texts


def test_nothing_lies_between_days_that_run_backwards() -> None:
    assert periods_between("year", date(2019, 1, 1), date(2018, 1, 1)) == []


@given(
    st.sampled_from(
        ["day", "week", "month", "quarter", "tertial", "school_term", "half_year", "year"]
    ),
    st.dates(date(1901, 1, 1), date(2197, 1, 1)),
    st.integers(0, 900),
)
def test_periods_follow_each_other_without_a_hole(per: str, start: date, days: int) -> None:
    end = start + timedelta(days=days)

    periods = periods_between(per, start, end)

    assert periods[0].contains(start)
    assert periods[-1].contains(end)
    assert all(after.start - before.end == timedelta(days=1) for before, after in pairwise(periods))
    assert [Period.read(period.text) for period in periods] == periods
