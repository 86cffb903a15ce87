"""Every reader of quantities: it reads or refuses, and its pattern lets through what it reads."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quantities import refusal

from iop_cli.quantity import (
    AGES_PATTERN,
    AMOUNT_PATTERN,
    CLOCK_PATTERN,
    DAY_PATTERN,
    DURATION_PATTERN,
    LENGTH_PATTERN,
    PERIOD_PATTERN,
    SHARE_PATTERN,
    AgeRange,
    Amount,
    Calculation,
    Clock,
    Duration,
    Length,
    Moment,
    NotRead,
    Period,
    Share,
    decimal_number,
    read_day,
    whole_number,
)

READERS: dict[str, tuple[Callable[[str], object], str | None]] = {
    "amount": (Amount.read, AMOUNT_PATTERN),
    "share": (Share.read, SHARE_PATTERN),
    "length": (Length.read, LENGTH_PATTERN),
    "duration": (Duration.read, DURATION_PATTERN),
    "clock": (Clock.read, CLOCK_PATTERN),
    "ages": (AgeRange.read, AGES_PATTERN),
    "day": (read_day, DAY_PATTERN),
    "period": (Period.read, PERIOD_PATTERN),
    "moment": (Moment.read, None),
    "number": (decimal_number, None),
    "whole number": (whole_number, None),
    "calculation": (Calculation.read, None),
}
PIECES = (
    *("0", "1", "7", "12", "18", "24", "59", "120", "300", "2018", "2020", "20180901", "\u0663"),
    *("-", "\u2013", "/", "..", ".", ",", "+", "%", ":", ";", "=", "*", " ", " ", "\u00a0", "\n"),
    *("kr", "tkr", "mkr", "SEK", "EUR", "about", "over", "h", "min", "H1", "Q4", "T3", "W53"),
    *("vt", "ht", "month", "months", "year", "days", "before", "after", "end", "vår"),
)
ALMOST = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)


@pytest.mark.parametrize("name", READERS)
@given(data=st.data())
def test_a_reader_reads_or_refuses_and_its_pattern_lets_through_what_it_reads(
    name: str, data: st.DataObject
) -> None:
    read, pattern = READERS[name]
    matching = st.from_regex(pattern) if pattern else st.nothing()
    text = data.draw(ALMOST | matching | st.text(max_size=30))

    try:
        read(text)
    except NotRead as refused:
        assert str(refused)
    else:
        assert pattern is None or re.search(pattern, text)


@pytest.mark.parametrize("name", READERS)
def test_no_reader_reads_a_long_text(name: str) -> None:
    assert refusal(READERS[name][0], "1" * 201).endswith(
        "is longer than 200 characters; write the value alone"
    )


@pytest.mark.parametrize(
    ("pattern", "slip"),
    [
        (AMOUNT_PATTERN, "247700"),
        (AMOUNT_PATTERN, "cirka 7000 kr"),
        (AMOUNT_PATTERN, "-80 kr"),
        (SHARE_PATTERN, "80"),
        (LENGTH_PATTERN, "6 månader"),
        (DURATION_PATTERN, "2"),
        (CLOCK_PATTERN, "20.30"),
        (AGES_PATTERN, "18"),
        (DAY_PATTERN, "2024-13-01"),
        (DAY_PATTERN, "2018"),
        (PERIOD_PATTERN, "våren 2018"),
    ],
)
def test_a_pattern_stops_a_plain_slip(pattern: str, slip: str) -> None:
    assert not re.search(pattern, slip)


@pytest.mark.parametrize("pattern", [pattern for _read, pattern in READERS.values() if pattern])
def test_a_pattern_is_one_that_every_editor_understands(pattern: str) -> None:
    assert pattern.startswith("^")
    assert pattern.endswith("$")
    assert pattern.isascii()
    assert not re.search(r"\(\?[^:]|\\[AZbdwDWB]", pattern)
