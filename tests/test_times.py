"""Lengths, hours of the day and ages: read as people write them, and refused with the way out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quantities import DAYS, refusal

from iop_cli.quantity import (
    AgeRange,
    Clock,
    Duration,
    Length,
)

# Lengths


@pytest.mark.parametrize(
    ("text", "count", "unit", "said"),
    [
        ("6 months", 6, "month", "6 months"),
        ("1 month", 1, "month", "1 month"),
        ("2 years", 2, "year", "2 years"),
        ("30 days", 30, "day", "30 days"),
        ("3 weeks", 3, "week", "3 weeks"),
        ("at once", 0, "day", "at once"),
    ],
)
def test_a_length_is_read(text: str, count: int, unit: str, said: str) -> None:
    length = Length.read(text)

    assert (length.count, length.unit, length.in_words()) == (count, unit, said)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("6 månader", "6 månader is not read as a length; write 6 months"),
        ("sex månader", "sex månader is not read as a length; write 6 months"),
        ("ett år", "ett år is not read as a length; write 1 year"),
        ("omgående", "omgående is not read as a length; write at once"),
        ("6", "6 has no unit; write 6 months, or days, weeks or years"),
        ("1,5 years", "1,5 years is not a whole number; write for example 18 months"),
        ("99999 days", "99999 days is more than two hundred years; correct the number"),
        ("6 moths", "6 moths is not a length; write for example 6 months"),
    ],
)
def test_a_length_that_is_not_read_is_answered(text: str, words: str) -> None:
    assert refusal(Length.read, text) == words


def test_months_clamp_to_the_end_of_the_month() -> None:
    month = Length.of_months(1)

    assert month.after(date(2023, 1, 31)) == date(2023, 2, 28)
    assert month.after(date(2024, 1, 31)) == date(2024, 2, 29)
    assert month.before(date(2024, 3, 31)) == date(2024, 2, 29)
    assert Length.read("1 year").before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert Length.read("2 weeks").after(date(2024, 2, 20)) == date(2024, 3, 5)
    assert Length.read("at once").after(date(2024, 2, 20)) == date(2024, 2, 20)


def test_months_are_known_for_months_and_years_alone() -> None:
    lengths = ["6 months", "2 years", "26 weeks", "at once"]

    assert [Length.read(text).months for text in lengths] == [6, 24, None, None]
    assert Length.days(1) == Length.read("1 day")
    assert Length.of_months(3) == Length.read("3 months")


@given(DAYS, st.sampled_from(["day", "week", "month", "year"]), st.integers(0, 60))
def test_a_length_is_never_shorter_than_its_fewest_days(day: date, unit: str, count: int) -> None:
    length = Length.read(f"{count} {unit}s")

    assert (length.after(day) - day).days >= length.days_at_least


# Hours and ages


@pytest.mark.parametrize(
    ("text", "minutes"), [("2 h", 120), ("90 min", 90), ("1,5 h", 90), ("1 h 30 min", 90)]
)
def test_a_duration_is_told_in_hours_and_minutes(text: str, minutes: int) -> None:
    duration = Duration.read(text)

    assert (duration.minutes, duration.in_words()) == (minutes, text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2 timmar", "2 timmar is not read as a length; write 2 h"),
        ("1,33 h", "1,33 h is not a whole number of minutes; write it in min"),
        ("2", "2 is not a length in hours or minutes; write for example 2 h"),
    ],
)
def test_a_duration_that_is_not_read_is_answered(text: str, words: str) -> None:
    assert refusal(Duration.read, text) == words


def test_a_time_of_day_runs_to_midnight() -> None:
    assert Clock.read("20:30").minutes == 1230
    assert Clock.read("24:00").minutes == 1440
    assert Clock.read("7:30").in_words() == "07:30"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("20.30", "20.30 is not how a time of day is written here; write 20:30"),
        ("kl 20.30", "kl 20.30 is not how a time of day is written here; write 20:30"),
        ("24:30", "24:30 is not a time of day; write for example 20:30"),
        ("25:00", "25:00 is not a time of day; write for example 20:30"),
    ],
)
def test_a_time_of_day_that_is_not_read_is_answered(text: str, words: str) -> None:
    assert refusal(Clock.read, text) == words


def test_ages_are_read_with_or_without_an_upper_end() -> None:
    children, adults = AgeRange.read("7-13"), AgeRange.read("18+")

    assert (children.low, children.high, children.in_words()) == (7, 13, "7-13")
    assert (adults.low, adults.high, adults.in_words()) == (18, None, "18+")


def test_an_en_dash_between_ages_is_read_and_its_normal_spelling_told() -> None:
    assert AgeRange.read("14\u201325").otherwise == "14-25"
    assert AgeRange.read("14-25").otherwise is None


def test_ages_that_run_backwards_are_read() -> None:
    ages = AgeRange.read("13-7")

    assert (ages.low, ages.high) == (13, 7)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("7-13 år", "7-13 år is not read as ages; write 7-13"),
        ("18", "18 is a single age; write 18-18 or 18+"),
        ("7-130", "7-130 holds an age above 120; correct it"),
        ("barn", "barn is not a range of ages; write for example 7-13"),
    ],
)
def test_ages_that_are_not_read_are_answered(text: str, words: str) -> None:
    assert refusal(AgeRange.read, text) == words
