"""Which days are free in Sweden, and the working day before."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_cli.workdays import not_a_working_day, working_day_before

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("day", "free"),
    [
        (date(2026, 1, 1), "New Year's Day"),
        (date(2026, 1, 6), "Epiphany"),
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 5, 14), "Ascension Day"),
        (date(2026, 5, 24), "Whit Sunday"),
        (date(2026, 6, 6), "the National Day"),
        (date(2026, 6, 19), "Midsummer Eve"),
        (date(2026, 6, 20), "Midsummer Day"),
        (date(2026, 10, 31), "All Saints' Day"),
        (date(2026, 12, 24), "Christmas Eve"),
        (date(2026, 12, 26), "the day after Christmas Day"),
        (date(2026, 12, 31), "New Year's Eve"),
        (date(2026, 11, 21), "a Saturday"),
        (date(2026, 11, 22), "a Sunday"),
        (date(2008, 5, 1), "Ascension Day"),
    ],
)
def test_a_free_day_is_told_by_its_name(day: date, free: str) -> None:
    assert not_a_working_day(day) == free


@pytest.mark.parametrize(
    "day", [date(2026, 11, 23), date(2026, 6, 18), date(2026, 12, 23), date(2005, 5, 16)]
)
def test_an_ordinary_day_is_a_working_day(day: date) -> None:
    assert not_a_working_day(day) is None


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 6, 20), date(2026, 6, 18)),
        (date(2026, 12, 31), date(2026, 12, 30)),
        (date(2027, 1, 1), date(2026, 12, 30)),
        (date(2026, 4, 6), date(2026, 4, 2)),
        (date(2026, 12, 26), date(2026, 12, 23)),
    ],
)
def test_the_working_day_before_passes_over_every_free_day(day: date, before: date) -> None:
    assert working_day_before(day) == before


@given(DAYS)
def test_the_working_day_before_is_a_working_day_at_most_six_days_back(day: date) -> None:
    before = working_day_before(day)

    assert not_a_working_day(before) is None
    assert timedelta(1) <= day - before <= timedelta(6)
