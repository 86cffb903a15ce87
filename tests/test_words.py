"""The reader's words: one language at a time, and values in the form that a reader expects."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_cli import words
from iop_cli.diagnostic import Severity
from iop_cli.quantity import Amount, Length
from iop_cli.words import Said, form, nearest, number, plural, say, series


def test_a_message_is_said_in_the_chosen_language() -> None:
    message = "the file is empty; it must be a mapping of keys and values"

    words.use("sv")
    swedish = say(message)
    words.use("en")

    assert swedish != message
    assert say(message) == message


@pytest.mark.parametrize("language", ["no", "", "sv_SE", "../sv"])
def test_a_language_that_is_not_spoken_gives_english(language: str) -> None:
    words.use(language)

    assert words.language() == "en"


def test_a_message_without_translation_is_said_in_english() -> None:
    words.use("sv")

    assert say("no such message: {value}", value=3) == "no such message: 3"
    assert words._("") == ""


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("1760.5"), "1 760,5"),
        (Decimal("-1234567.50"), "-1 234 567,50"),
        (Decimal("1E+3"), "1 000"),
        (Decimal("0.10"), "0,10"),
        (-999, "-999"),
        (1000000, "1 000 000"),
        (date(2024, 12, 20), "2024-12-20"),
        (True, "yes"),
        (False, "no"),
        (Severity.WARNING, "warning"),
        ("{text}", "{text}"),
        (["a"], "a"),
        (("a", "b"), "a and b"),
        (["a", "b", 1000], "a, b and 1 000"),
        ([], ""),
        (None, "None"),
    ],
)
def test_a_value_is_shown_as_a_reader_expects(value: object, shown: str) -> None:
    assert form(value) == shown


def test_numbers_are_written_the_same_in_both_languages_and_words_are_not() -> None:
    words.use("sv")

    assert form(Decimal("1760.5")) == "1 760,5"
    assert form(True) == "ja"
    assert series(["a", "b", "c"]) == "a, b och c"
    assert form(Amount.read("about 7000 kr")) == "cirka 7 000 kr"


def test_a_value_that_knows_its_words_says_them_itself() -> None:
    assert form(Length.read("6 months")) == "6 months"
    assert form(Said("a list is expected")) == "a list is expected"


def test_a_value_from_a_file_is_never_taken_for_a_form() -> None:
    assert say("{key} is here", key="{0.__class__} {key} %s") == "{0.__class__} {key} %s is here"


@pytest.mark.parametrize(("count", "shown"), [(1, "1 file"), (0, "0 files"), (1200, "1 200 files")])
def test_a_count_chooses_its_form(count: int, shown: str) -> None:
    assert plural("{count} file", "{count} files", count) == shown


@given(st.decimals(-(10**15), 10**15, places=2))
def test_a_number_keeps_its_value_and_its_decimals(value: Decimal) -> None:
    shown = number(value)

    assert Decimal(shown.replace(" ", "").replace(",", ".")) == value
    assert shown.partition(",")[2] == f"{value:f}".partition(".")[2]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("titel", "title"),
        ("TITLE", "title"),
        ("tilte", "title"),
        ("zzz", ""),
        ("", ""),
        ("t" * 9999, ""),
    ],
)
def test_the_nearest_word_is_meant_when_it_is_near(word: str, meant: str) -> None:
    assert nearest(word, ["title", "status", "term"]) == meant
