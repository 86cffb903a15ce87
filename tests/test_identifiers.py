"""Numbers with a check digit are read in any usual spelling, or refused with what is wrong."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from iop_cli.identifiers import (
    bankgiro,
    group_digit,
    iban,
    ocr,
    organisation_number,
    personal_identity_numbers,
    plusgiro,
    vat_number,
)
from iop_cli.quantity import NotRead

# The made-up person of many a Swedish form.
PERSON = "19121212-1212"


def refusal(read: Callable[[str], object], text: str) -> str:
    """The words with which a text is refused."""
    with pytest.raises(NotRead) as refused:
        read(text)
    return str(refused.value)


# Organisations


@pytest.mark.parametrize(
    "number",
    [
        "212000-0142",
        "212000-1314",
        "212000-1561",
        "212000-2882",
        "212000-2965",
        "222000-0448",
        "556047-3521",
        "802001-4778",
        "857204-3795",
        "864500-7710",
    ],
)
def test_a_known_organisation_number_is_right(number: str) -> None:
    assert organisation_number(number) == number
    assert group_digit(number) == number[0]


@pytest.mark.parametrize(
    "text",
    [
        "2120001561",
        "212000 1561",
        " 212000\u20131561 ",
        "212000\u00a0-\u00a01561",
        "162120001561",
        "16212000-1561",
        "SE212000156101",
        "se 212000-1561 01",
    ],
)
def test_an_organisation_number_is_normalised(text: str) -> None:
    assert organisation_number(text) == "212000-1561"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("212000-1562", "212000-1562 ends in 2; by the other digits it should end in 1"),
        (
            "SE212000156201",
            "212000-1562 ends in 2; by the other digits it should end in 1",
        ),
        ("212000-156", "an organisation number has 10 digits; 212000-156 has 9"),
        ("121212-1212", "the third digit is 1; in an organisation number it is 2 or above"),
        (
            PERSON,
            "twelve digits that begin with 19 are a person's number; take it out",
        ),
        ("212000-156X", "212000-156X holds X; only digits belong in the number"),
        ("212000-156\u0661", "212000-156\u0661 holds \u0661; only digits belong in the number"),
        (" ", "nothing is written; write the number, or leave the key out"),
        (
            "1" * 61,
            "11111111111111111111 … is longer than 60 characters; write the number alone",
        ),
    ],
)
def test_a_wrong_organisation_number_is_told_what_is_wrong(text: str, words: str) -> None:
    assert refusal(organisation_number, text) == words


def test_a_person_is_never_named_in_a_refusal() -> None:
    words = [refusal(organisation_number, text) for text in (PERSON, "121212-1212")]

    assert not any("1212" in each for each in words)


@given(st.from_regex("[2-9][0-9][2-9][0-9]{6}", fullmatch=True), st.integers(0, 9))
def test_one_check_digit_of_ten_is_right_and_a_wrong_one_is_told_the_right(
    nine: str, last: int
) -> None:
    right = luhn.calc_check_digit(nine)

    if str(last) == right:
        assert organisation_number(f"{nine}{last}") == f"{nine[:6]}-{nine[6:]}{last}"
    else:
        assert refusal(organisation_number, f"{nine}{last}").endswith(f"should end in {right}")


def test_a_vat_number_is_se_the_organisation_number_and_01() -> None:
    assert vat_number("SE 212000-1561 01") == "SE212000156101"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "212000-1561",
            "212000-1561 does not begin with SE; a Swedish VAT number does",
        ),
        (
            "SE2120001561",
            "SE2120001561 is not SE, ten digits and 01; write for example SE212000156101",
        ),
        (
            "SE212000156201",
            "212000-1562 ends in 2; by the other digits it should end in 1",
        ),
    ],
)
def test_a_wrong_vat_number_is_told_what_is_wrong(text: str, words: str) -> None:
    assert refusal(vat_number, text) == words


# Accounts and payment references


@pytest.mark.parametrize(
    ("text", "normal"),
    [("624-1061", "624-1061"), ("160 9908", "160-9908"), ("99999997", "9999-9997")],
)
def test_a_bankgiro_number_is_normalised(text: str, normal: str) -> None:
    assert bankgiro(text) == normal


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("624-1062", "624-1062 ends in 2; by the other digits it should end in 1"),
        ("624-106", "a bankgiro number has 7 or 8 digits; 624-106 has 6"),
        ("BG 624-1061", "BG 624-1061 holds B; only digits belong in the number"),
    ],
)
def test_a_wrong_bankgiro_number_is_told_what_is_wrong(text: str, words: str) -> None:
    assert refusal(bankgiro, text) == words


def test_a_plusgiro_number_has_its_check_digit_after_the_hyphen() -> None:
    assert plusgiro("4-2") == plusgiro("42") == "4-2"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("4-3", "4-3 ends in 3; by the other digits it should end in 2"),
        ("4", "a plusgiro number has 2 to 8 digits; 4 has 1"),
    ],
)
def test_a_wrong_plusgiro_number_is_told_what_is_wrong(text: str, words: str) -> None:
    assert refusal(plusgiro, text) == words


def test_an_iban_is_packed() -> None:
    assert iban("SE45 5000 0000 0583 9825 7466") == "SE4550000000058398257466"
    assert iban("no93 8601 1117 947") == "NO9386011117947"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "SE46 5000 0000 0583 9825 7466",
            "SE46 5000 0000 0583 9825 7466 has the check digits 46; by the rest they should be 45",
        ),
        (
            "SE45 5000 0000 0583 9825 746",
            "a Swedish IBAN has 24 characters; SE45 5000 0000 0583 9825 746 has 23",
        ),
        (
            "624-1061",
            "624-1061 is not two letters, two digits and an account; "
            "write for example SE45 5000 0000 0583 9825 7466",
        ),
        ("XX15 5000 0000", "XX15 5000 0000 does not fit the form of an IBAN from XX; correct it"),
    ],
)
def test_a_wrong_iban_is_told_what_is_wrong(text: str, words: str) -> None:
    assert refusal(iban, text) == words


def test_an_ocr_number_may_tell_its_own_length() -> None:
    with_length = "123457" + luhn.calc_check_digit("123457")

    assert ocr(with_length, length_digit=True) == with_length
    assert ocr("1234 5674", length_digit=False) == "12345674"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "12345674",
            "the last digit but one in 12345674 is 7; by the length it should be 8",
        ),
        ("1", "an OCR number has 2 to 25 digits; 1 has 1"),
        ("12345680", "12345680 ends in 0; by the other digits it should end in 2"),
    ],
)
def test_a_wrong_ocr_number_is_told_what_is_wrong(text: str, words: str) -> None:
    assert refusal(lambda each: ocr(each, length_digit=True), text) == words


# Persons


@pytest.mark.parametrize(
    "number",
    ["121212-1212", "121212+1212", "19121212-1212", "191212121212", "1212121212"],
)
def test_a_personal_identity_number_is_found_in_every_spelling(number: str) -> None:
    text = f"Kontakt är Exempel ({number}), nås via kansliet."

    (found,) = personal_identity_numbers(text)

    assert text[slice(*found)] == number


def test_a_coordination_number_is_found() -> None:
    nine = "121272121"
    number = f"{nine[:6]}-{nine[6:]}{luhn.calc_check_digit(nine)}"

    assert personal_identity_numbers(number) == [(0, 11)]


def test_every_personal_identity_number_in_a_text_is_found() -> None:
    assert personal_identity_numbers(f"{PERSON} och 121212-1212") == [(0, 13), (18, 29)]


@pytest.mark.parametrize(
    "text",
    [
        "121212-1213",
        "121312-1212",
        "121232-1210",
        "19121212-12121",
        "0191212121212",
        "212000-1561",
        "162120001561",
        "SE212000156101",
        "SE4550000000058398257466",
        "2024-12-20",
        "KS/2024:2095",
        "",
    ],
)
def test_other_numbers_are_no_persons(text: str) -> None:
    assert personal_identity_numbers(text) == []


@given(
    st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.integers(0, 999), st.sampled_from(["", "-"])
)
def test_every_date_with_a_right_check_digit_is_found(day: date, serial: int, hyphen: str) -> None:
    nine = f"{day:%y%m%d}{serial:03}"
    number = f"{day:%Y%m%d}{hyphen}{serial:03}{luhn.calc_check_digit(nine)}"

    assert personal_identity_numbers(f"({number})") == [(1, 1 + len(number))]


@given(st.from_regex("[2-9][0-9][2-9][0-9]{6}", fullmatch=True))
def test_an_organisation_number_is_never_a_person(nine: str) -> None:
    number = f"{nine[:6]}-{nine[6:]}{luhn.calc_check_digit(nine)}"

    assert organisation_number(number) == number
    assert personal_identity_numbers(number) == []
