"""Amounts, rounding and splitting, numbers and shares: as people write them, and as refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quantities import refusal

from iop_cli.quantity import (
    Amount,
    NotRead,
    Quantity,
    Share,
    decimal_number,
    rounded,
    split,
    whole_number,
)

SUMS = st.decimals(-(10**12), 10**12, places=2)
STEPS = st.sampled_from([Decimal(step) for step in ("0.01", "0.05", "1", "3", "10", "100")])


# Amounts


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("6500 kr", "6500", "6 500 kr"),
        ("6 500,50 kr", "6500.50", "6 500,50 kr"),
        ("6\u00a0500,5 kr", "6500.5", "6 500,50 kr"),
        ("6\u202f500 SEK", "6500", "6 500 kr"),
        ("10000.00 kr", "10000", "10 000 kr"),
        ("4,02 kr", "4.02", "4,02 kr"),
        ("0 kr", "0", "0 kr"),
        ("500 tkr", "500000", "500 tkr"),
        ("19,6 tkr", "19600", "19,6 tkr"),
        ("1,3 mkr", "1300000", "1,3 mkr"),
        ("1,325 mkr", "1325000", "1,325 mkr"),
        ("995Tkr", "995000", "995 tkr"),
        ("20 EUR", "20", "20 EUR"),
        ("about 7000 kr", "7000", "about 7 000 kr"),
        ("up to 4 mkr", "4000000", "up to 4 mkr"),
        ("over 5,2 mkr", "5200000", "over 5,2 mkr"),
        ("at least 300 tkr", "300000", "at least 300 tkr"),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, value: str, said: str) -> None:
    amount = Amount.read(text)

    assert amount.value == Decimal(value)
    assert amount.in_words() == said
    assert amount.text == text


def test_an_amount_remembers_its_unit_its_currency_and_its_nature() -> None:
    amount = Amount.read("about 20 EUR")

    assert (amount.unit, amount.currency, amount.nature) == ("EUR", "EUR", "about")
    assert (Amount.read("5 tkr").unit, Amount.read("5 tkr").currency) == ("tkr", "SEK")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("247700", "247700 has no unit; write 247 700 kr"),
        ("about 7000", "about 7000 has no unit; write about 7 000 kr"),
        ("1.300 kr", "1.300 kr can be read in two ways; write 1 300 kr or 1,3 kr"),
        ("1,300 kr", "1,300 kr can be read in two ways; write 1 300 kr or 1,3 kr"),
        ("1.325 mkr", "1.325 mkr can be read in two ways; write 1 325 mkr or 1,325 mkr"),
        ("1.300", "1.300 can be read in two ways; write 1 300 kr or 1,3 kr"),
        ("1.300.000 kr", "1.300.000 kr is not read as an amount; write 1 300 000 kr"),
        ("13 00 kr", "13 00 kr is not read as an amount; write 1 300 kr"),
        ("cirka 7000 kr", "cirka 7000 kr is not read as an amount; write about 7 000 kr"),
        (
            "drygt 5,2 miljoner kronor",
            "drygt 5,2 miljoner kronor is not read as an amount; write over 5,2 mkr",
        ),
        ("500:-", "500:- is not read as an amount; write 500 kr"),
        ("SEK 500", "SEK 500 is not read as an amount; write 500 kr"),
        ("500 eur", "500 eur is not read as an amount; write 500 EUR"),
        ("500 kr/h", "500 kr/h says more than an amount; write 500 kr and per what beside"),
        ("6500,505 kr", "6500,505 kr has too many decimals; write at most 2"),
        ("-80 kr", "-80 kr is below zero; write 80 kr"),
        (
            "+125 000 kr",
            "+125 000 kr is a change and belongs in an amendment; write 125 000 kr",
        ),
        ("ja", "ja answers a question of yes or no; write for example 6 500 kr"),
        ("okänt", "okänt is not written; leave the key out while unknown"),
        (
            "inget",
            "inget is not read; write none if the parties settled that there is none",
        ),
        ("", "nothing is written; write for example 6 500 kr"),
        ("500 st", "500 st is not an amount; write for example 6 500 kr"),
        ("\u0663 kr", "\u0663 kr is not an amount; write for example 6 500 kr"),
        (
            "1234567890123456789 kr",
            "1234567890123456789 kr has more than 18 digits; correct the number",
        ),
    ],
)
def test_an_amount_that_is_not_read_is_answered_with_what_to_write(text: str, words: str) -> None:
    assert refusal(Amount.read, text) == words


def test_a_refusal_keeps_its_template_and_its_values_apart() -> None:
    with pytest.raises(NotRead) as refused:
        Amount.read("247700")

    assert refused.value.message == "{text} has no unit; write {suggestion}"
    assert refused.value.values == {"text": "247700", "suggestion": "247 700 kr"}


def test_a_change_is_read_only_where_a_sign_is_allowed() -> None:
    more = Amount.read("+125 000 kr", allow_sign=True)
    less = Amount.read("\u2212 5 tkr", allow_sign=True)
    plain = Amount.read("125 000 kr", allow_sign=True)

    assert (more.value, more.signed, more.in_words()) == (Decimal(125000), True, "+125 000 kr")
    assert (less.value, less.signed, less.in_words()) == (Decimal(-5000), True, "-5 tkr")
    assert plain.signed is False


@pytest.mark.parametrize(
    ("value", "like", "text"),
    [
        ("991000", "995 tkr", "991 tkr"),
        ("235840", "236 tkr", "235,84 tkr"),
        ("58800", "20 tkr", "58,8 tkr"),
        ("1250000", "about 1,3 mkr", "1,25 mkr"),
        ("84533.3333", "1 kr", "84 533,33 kr"),
        ("991.00", "5 kr", "991 kr"),
        ("-500.5", "5 EUR", "-500,50 EUR"),
    ],
)
def test_a_computed_amount_stands_in_the_unit_of_the_printed_one(
    value: str, like: str, text: str
) -> None:
    computed = Amount.of(Decimal(value), Amount.read(like))

    assert computed.in_words() == computed.text == text
    assert (computed.nature, computed.signed) == ("exact", False)


@given(st.integers(0, 10**10), st.sampled_from(["kr", "tkr", "mkr", "EUR", "NOK"]))
def test_an_amount_survives_its_own_words(hundredths: int, unit: str) -> None:
    amount = Amount.of(Decimal(hundredths).scaleb(-2), Amount.read(f"1 {unit}"))

    assert Amount.read(amount.in_words()) == amount


# Rounding and splitting


@pytest.mark.parametrize(
    ("value", "step", "direction", "expected"),
    [
        ("0.005", "0.01", "nearest", "0.01"),
        ("2.5", "1", "nearest", "3"),
        ("-2.5", "1", "nearest", "-3"),
        ("253644.8", "100", "down", "253600"),
        ("253600.01", "100", "up", "253700"),
        ("-0.004", "0.01", "nearest", "0"),
    ],
)
def test_rounding_goes_to_whole_steps(value: str, step: str, direction: str, expected: str) -> None:
    result = rounded(Decimal(value), Decimal(step), direction)

    assert result == Decimal(expected)
    assert not str(result).startswith("-0")


@given(SUMS, STEPS, st.sampled_from(["nearest", "down", "up"]))
def test_a_credit_is_rounded_like_its_invoice(total: Decimal, step: Decimal, way: str) -> None:
    result = rounded(total, step, way)

    assert rounded(-total, step, way) == -result
    assert rounded(result, step, way) == result
    assert abs(result - total) < step


def test_a_step_of_nothing_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="a step of 0"):
        rounded(Decimal(1), Decimal(0))


def test_the_rest_of_a_split_goes_to_the_last_or_the_first_part() -> None:
    last = split(Decimal(253600), 3, Decimal(1))
    first = split(Decimal(253600), 3, Decimal(1), "first")

    assert last == [84533, 84533, 84534]
    assert first == [84534, 84533, 84533]
    assert split(Decimal(247700), 4) == [61925] * 4


@given(SUMS, st.integers(1, 60), STEPS, st.sampled_from(["first", "last"]))
def test_parts_always_add_up_to_their_total(
    total: Decimal, parts: int, step: Decimal, rest: str
) -> None:
    shares = split(total, parts, step, rest)

    assert len(shares) == parts
    assert sum(shares) == total
    assert all(share * total >= 0 for share in shares)


# Numbers and shares


def test_numbers_are_read_with_spaces_and_a_decimal_comma_or_point() -> None:
    assert Quantity.read("30 000") == Quantity(Decimal(30000), "30 000")
    assert decimal_number("4,5") == decimal_number("4.5") == Decimal("4.5")
    assert whole_number("30\u00a0000") == 30000
    assert Quantity.read("30000").in_words() == "30 000"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("4,5", "4,5 is not a whole number; write for example 14"),
        ("tre", "tre is not a whole number; write for example 14"),
        ("-3", "-3 is below zero; write 3"),
        ("\u0661\u0664", "\u0661\u0664 is not a whole number; write for example 14"),
    ],
)
def test_a_whole_number_is_nothing_but_digits(text: str, words: str) -> None:
    assert refusal(whole_number, text) == words


def test_a_number_that_can_be_read_in_two_ways_is_not_guessed() -> None:
    words = refusal(decimal_number, "1.300")

    assert words == "1.300 can be read in two ways; write 1 300 or 1,3"


def test_a_share_is_a_part_of_one() -> None:
    share = Share.read("80 %")

    assert str(share.value) == "0.80"
    assert share.in_words() == "80 %"
    assert Share.read("12,5%").in_words() == "12,5 %"


@pytest.mark.parametrize("text", ["80", "0,8", "80 procent"])
def test_a_share_without_its_sign_is_answered(text: str) -> None:
    assert refusal(Share.read, text) == f"{text} has no per cent sign; write 80 %"
