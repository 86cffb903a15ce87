"""Printed calculations: each step judged with its own printed factors."""

from decimal import Decimal
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quantities import refusal

from iop_cli.quantity import (
    Calculation,
    wrong_steps,
)


def said(text: str) -> list[tuple[str, str, str]]:
    """What is said of the wrong steps of a calculation."""
    return [wrong.said() for wrong in wrong_steps(Calculation.read(text))]


def test_a_wrong_result_that_is_taken_up_again_is_told_once() -> None:
    calculation = Calculation.read("44 veckor * 40 h = 176 h; 176 h * 134 kr/h = 236 tkr")

    wrong = wrong_steps(calculation)

    assert [(each.step.text, each.computed) for each in wrong] == [
        ("44 veckor * 40 h = 176 h", Decimal(1760))
    ]
    assert wrong[0].said() == ("44 veckor \u00d7 40 h", "1 760 h", "176 h")


def test_a_step_is_read_with_its_factors_and_its_result() -> None:
    (step,) = Calculation.read("3 * 196 tkr * 10 % = 20 tkr").steps

    assert [(each.value, each.unit, each.percent) for each in step.factors] == [
        (Decimal(3), "", False),
        (Decimal(196), "tkr", False),
        (Decimal(10), "%", True),
    ]
    assert (step.operators, step.result.in_words()) == (("*", "*"), "20 tkr")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 * 196 tkr * 10 % = 20 tkr", ("3 \u00d7 196 tkr \u00d7 10 %", "58,8 tkr", "20 tkr")),
        ("3 x 140 000 kr = 42 000 kr", ("3 \u00d7 140 000 kr", "420 000 kr", "42 000 kr")),
        ("1000 kr / 3 = 334 kr", ("1 000 kr / 3", "333,33 kr", "334 kr")),
        ("500 tkr + 500 kr = 501 kr", ("500 tkr + 500 kr", "500 500 kr", "501 kr")),
        ("200 tkr + 25 % = 240 tkr", ("200 tkr + 25 %", "250 tkr", "240 tkr")),
        ("10 / 3 = 4", ("10 / 3", "3,33", "4")),
        ("44 * 40,5 h = 1 760 h", ("44 \u00d7 40,5 h", "1 782 h", "1 760 h")),
    ],
)
def test_a_wrong_step_says_what_is_right(text: str, expected: tuple[str, str, str]) -> None:
    assert said(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "44 veckor * 3750 kr = 165 tkr",
        "3 * 140 000 kr = 420 000 kr",
        "196 tkr * 10 % = 20 tkr",
        "1760 h \u00d7 134 kr/h = 236 tkr",
        "44x40=1760",
        "100 kr - 600 kr = -500 kr",
        "500 tkr / 250 kr = 2000 st",
        "100 tkr / 4 = 25",
        "200 tkr + 25 % = 250 tkr",
        "50 % + 30 % = 80 %",
        "1 / 3 = 33 %",
        "10 / 3 = 3,33;",
    ],
)
def test_what_holds_at_the_precision_it_is_printed_with_is_not_reported(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "2 * 3 = 7; 7 tkr * 2 = 12 tkr",
        "2 * 3 = 7; 7 tkr * 2 = 14 tkr",
        "2 * 3 tkr = 7 tkr; 7 000 kr * 2 = 12 tkr",
    ],
)
def test_a_later_step_holds_with_the_printed_factor_or_the_right_one(text: str) -> None:
    assert [printed for _left, _right, printed in said(text)] in (["7"], ["7 tkr"])


def test_a_wrong_zero_divides_nothing() -> None:
    wrong = said("1 - 1 = 5; 10 / 5 = 3")

    assert wrong == [("1 - 1", "0", "5"), ("10 / 5", "2", "3")]


def test_the_largest_numbers_are_reckoned_too() -> None:
    text = "*".join(["999999999999999999"] * 9) + " = 1 kr"

    assert len(said(text)) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "3 * 4",
            "3 * 4 needs one equals sign and a result; write for example 44 * 40 h = 1 760 h",
        ),
        (
            "2 * 2 = 4 = 4",
            "2 * 2 = 4 = 4 needs one equals sign and a result; "
            "write for example 44 * 40 h = 1 760 h",
        ),
        (
            "1 + 2 * 3 = 7",
            "1 + 2 * 3 = 7 mixes sums and products; write each as a step of its own",
        ),
        (
            "(3 * 4) = 12",
            "(3 * 4) = 12 has brackets; write each step by itself, with a semicolon between",
        ),
        ("10 / 0 = 3", "10 / 0 = 3 divides by 0; correct the step"),
        (
            "a * 2 = 4",
            "a in a * 2 = 4 is not a number with a unit; write for example 44 * 40 h = 1 760 h",
        ),
        ("2 * 1.300 kr = 5 kr", "1.300 kr can be read in two ways; write 1 300 kr or 1,3 kr"),
        (";", "; has no step; write for example 44 * 40 h = 1 760 h"),
    ],
)
def test_a_calculation_that_is_not_read_is_answered(text: str, words: str) -> None:
    assert refusal(Calculation.read, text) == words


@given(st.lists(st.integers(1, 10**4), min_size=2, max_size=4))
def test_a_right_product_is_never_reported(factors: list[int]) -> None:
    text = f"{' * '.join(map(str, factors))} kr = {prod(factors)} kr"

    assert said(text) == []
