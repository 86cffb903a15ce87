"""What the agreed payments come to: by kind, by part years, with extensions and in an open term."""

from datetime import date
from decimal import Decimal

import pytest
from conftest import TODAY, template
from hypothesis import given
from hypothesis import strategies as st

from iop_cli.book import open_partnership
from iop_cli.reading import Library, Today
from iop_cli.rules.worth import agreed_value
from iop_cli.words import form

AGREEMENT = """
format: 1
id: a
title: Exempel
status: signed
parties:
  kommunen: {role: public, name: Exempelköpings kommun}
  föreningen: {role: nonprofit, name: Föreningen Exempel}
"""
THREE_YEARS = "term: {start: 2025-01-01, end: 2027-12-31}"


def value(payment: str, term: str = THREE_YEARS, more: str = "") -> str | None:
    """What an agreement with one payment comes to, in words; None where it is unknown."""
    paid = f"payments:\n  p: {{{payment}, from: kommunen, to: föreningen}}\n"
    text = f"{AGREEMENT}{term}\n{more}\n{paid}"
    opened = open_partnership(("a.yaml", text.encode()), None, Today(TODAY), Library(template))
    assert not opened.body.problems
    amount = agreed_value(opened.readings[0])
    return form(amount) if amount else None


@pytest.mark.parametrize(
    ("payment", "expected"),
    [
        ("kind: fixed, amount: 711 833 kr, per: year", "2 135 499 kr"),
        ("kind: fixed, amount: 10 tkr, per: month", "360 000 kr"),
        ('kind: fixed, first_year: 100 tkr, yearly_uplift: "10 %"', "331 000 kr"),
        ("kind: fixed, amount: 100 tkr, yearly_uplift: 10 tkr, per: year", "330 000 kr"),
        ("kind: fixed, amount: 100 tkr, per: year, valid: {from: 2027-07-01}", "50 000 kr"),
        ("kind: lump_sum, amount: 420 000 kr", "420 000 kr"),
        ('kind: total, amount: "2,1 mkr", split: equal', "2 100 000 kr"),
        ("kind: total, split: {2025: 1 mkr, 2026: 500 tkr}", "1 500 000 kr"),
        ("kind: instalments, parts: [{amount: 100 tkr}, {amount: 200 tkr}]", "300 000 kr"),
        ("kind: cost_cap, cap: 4 mkr", "4 000 000 kr"),
        ("kind: cost_cap, cap: 1 mkr, per: year", "3 000 000 kr"),
        ("kind: per_unit, rate: 4 kr, quantity: q", None),
        ("kind: fixed, per: year", None),
        ("kind: lump_sum, amount: at least 420 000 kr", "at least 420 000 kr"),
    ],
)
def test_each_kind_of_payment_comes_to_its_sum(payment: str, expected: str | None) -> None:
    assert value(payment) == expected


def test_courses_count_at_the_most_and_at_the_highest_rate() -> None:
    course = "activities: {kurs: {name: Kurs, volume: {min: 3, max: 4, per: year}}}"

    said = value(
        "kind: per_activity, activity: kurs, rates: {a: 6500 kr, b: 10000 kr}", more=course
    )

    assert said == "120 000 kr"


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("{start: 2025-01-01, end: 2025-12-31, extension: {by: 1 year, times: 2}}", "300 000 kr"),
        ("{start: 2025-01-01, end: 2025-12-31, extension: {by: 2 years}}", "at least 300 000 kr"),
        ("{start: 2025-01-01, end: none}", "at least 100 000 kr"),
        ("{start: 2025-01-01, end: 2026-05-31}", "141 666,67 kr"),
    ],
)
def test_a_yearly_sum_follows_the_term_and_its_extensions(term: str, expected: str) -> None:
    assert value("kind: fixed, amount: 100 tkr, per: year", f"term: {term}") == expected


def test_a_sum_told_once_is_the_least_when_the_term_may_be_extended() -> None:
    term = "term: {start: 2025-01-01, end: 2025-12-31, extension: {by: 1 year, times: 1}}"

    assert value("kind: lump_sum, amount: 100 tkr", term) == "at least 100 000 kr"


def test_what_an_association_pays_is_not_the_public_party_s_money() -> None:
    rent = "{kind: lump_sum, amount: 9 tkr, from: föreningen, to: kommunen}"
    text = f"{AGREEMENT}{THREE_YEARS}\npayments:\n  hyra: {rent}\n"
    opened = open_partnership(("a.yaml", text.encode()), None, Today(TODAY), Library(template))

    assert agreed_value(opened.readings[0]) is None


@given(
    first=st.dates(date(1900, 1, 1), date(2200, 12, 31)),
    last=st.dates(date(1900, 1, 1), date(2200, 12, 31)),
    amount=st.integers(0, 10**12),
)
def test_any_term_has_a_sum_and_a_longer_one_is_never_less(
    first: date, last: date, amount: int
) -> None:
    def reckoned(end: date) -> Decimal:
        term = f"term: {{start: {first}, end: {end}}}"
        paid = f"payments:\n  p: {{kind: fixed, amount: {amount} kr, per: month}}\n"
        text = f"{AGREEMENT}{term}\n{paid}"
        opened = open_partnership(("a.yaml", text.encode()), None, Today(TODAY), Library(template))
        sum_ = agreed_value(opened.readings[0])
        return sum_.value if sum_ else Decimal(0)

    assert reckoned(last) <= reckoned(max(last, date(2200, 12, 31)))
