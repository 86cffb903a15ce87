"""The worked cases: sums that real partnerships came to, exactly, and where every krona is from."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from owed import TODAY, fixed, kronor, owed, payment, reasons, refusals, sums, total

from iop_cli.billing import Asked, draft
from iop_cli.billing.calendar import Days
from iop_cli.book import open_partnership
from iop_cli.reading import Library, Today

AGREEMENTS = Path(__file__).parent.parent / "agreements"
INDEXED = fixed(
    "amount: 247 700 kr",
    "per: year",
    "schedule:",
    "  - {valid: {from: 2009, to: 2009}, parts: 4, pay: first week of quarter}",
    "  - {valid: {from: 2010}, parts: 3, pay: first week of tertial}",
    "rounded: 1 kr",
    "rest: last",
    "index:",
    "  series: SCB arbetskostnadsindex",
    "  from: 2010",
    "  share: 80 %",
    "  reads: change",
    "  compare: [2 years before, 1 year before]",
    "  values: preliminary",
    "  rounded: down to 100 kr",
    "  never_lower: yes",
)
INDEX = """\
  - {id: i1, index: SCB arbetskostnadsindex, period: 2008, value: "100,0", preliminary: yes}
  - {id: i2, index: SCB arbetskostnadsindex, period: 2009, value: "103,0", preliminary: yes}
"""
LONG = "term: {start: 2009-01-01, end: 2010-12-31}\n"


def test_boras_owes_its_three_courses_of_2018_and_not_the_one_with_nine_parents() -> None:
    file = AGREEMENTS / "boras-alskade-barn.yaml"
    log = AGREEMENTS / "boras-alskade-barn.log.yaml"
    opened = open_partnership(
        (file.name, file.read_bytes()), (log.name, log.read_bytes()), Today(TODAY),
        Library(lambda _name: None),
    )  # fmt: skip

    found = draft(opened, Asked(TODAY, Days(date(2018, 1, 1), date(2018, 12, 31))))

    assert [i.total for i in found.invoices] == kronor("26 500.00")
    assert [line.entries for line in found.invoices[0].lines] == [("k1",), ("k3",), ("k4",)]
    (left,) = found.left_out
    assert left.entry == "k2"
    assert left.reason == "9 participants; the agreement asks for at least 10"


def test_a_yearly_sum_in_four_instalments_then_three_after_the_index() -> None:
    assert sums(owed(LONG + INDEXED, INDEX, "2009")) == kronor("61925", "61925", "61925", "61925")
    assert sums(owed(LONG + INDEXED, INDEX, "2010")) == kronor("84533", "84533", "84534")


def test_the_index_is_explained_by_its_values_and_its_arithmetic() -> None:
    said = reasons(owed(LONG + INDEXED, INDEX, "2010-T3"))

    assert "prov.yaml:14 amount: 247 700 kr" in said
    assert "prov.log.yaml:3 SCB arbetskostnadsindex 2008: 100,0 (preliminary value)" in said
    assert (
        "prov.yaml:21 2010: 247 700 * (1 + 80 % * (103,0 - 100,0) / 100,0) = 253 600 kr"
        " (down to 100 kr)"
    ) in said


def test_an_index_value_that_is_missing_is_asked_for_and_not_guessed() -> None:
    found = owed(LONG + INDEXED, INDEX.splitlines()[0] + "\n", "2010")

    assert refusals(found) == ["the log has no value of SCB arbetskostnadsindex for 2009"]
    assert found.refused[0].help.startswith("Record it: iop record prov index")
    assert not found.invoices


def test_a_sum_for_each_of_two_years_adds_up_by_year_by_quarter_and_by_month() -> None:
    text = fixed("amount: 711 833 kr", "per: year")
    quarters = [f"{year}-Q{number}" for year in (2017, 2018) for number in range(1, 5)]
    months = [f"{year}-{number:02}" for year in (2017, 2018) for number in range(1, 13)]

    assert sums(owed(text, period="2017..2018")) == kronor("711833", "711833")
    assert [sums(owed(text, period=q)) for q in quarters] == [kronor("177958.25")] * 8
    assert sum(total(owed(text, period=m)) for m in months) == Decimal(1_423_666)


def test_a_rate_for_each_inhabitant_is_paid_by_each_municipality_for_its_own() -> None:
    text = """\
format: 1
id: prov
title: Prov
status: signed
parties:
  a: {role: public, name: A kommun}
  b: {role: public, name: B kommun}
  c: {role: public, name: C kommun}
  jouren: {role: nonprofit, name: Jouren, payee: {bankgiro: 9999-9997, series: J}}
term: {start: 2020-01-01, end: 2020-12-31}
payments:
  per_invånare: {kind: per_unit, from: [a, b, c], to: jouren, rate: "4,02 kr", quantity: invånare,
    at: 1 November before, per: year, vat: outside}
"""
    log = "".join(
        f"  - {{id: q{p}, quantity: invånare, party: {p}, date: 2019-11-01, value: {v}}}\n"
        for p, v in (("a", "30 000"), ("b", "12 500"), ("c", "8 200"))
    )

    found = owed(text, log, "2020")

    assert {i.payer.id: i.total for i in found.invoices} == dict(
        zip("abc", kronor("120600", "50250", "32964"), strict=True)
    )
    line = found.invoices[0].lines[0]
    assert (line.quantity, line.price) == (Decimal(30_000), Decimal("4.02"))


def test_a_term_from_september_to_august_is_cut_into_calendar_years_by_twelfths() -> None:
    text = "term: {start: 2020-09-01, end: 2023-08-31}\n" + fixed("amount: 120 000 kr", "per: year")

    found = [sums(owed(text, period=str(year))) for year in (2020, 2021, 2022, 2023)]

    assert found == [kronor("40000"), kronor("120000"), kronor("120000"), kronor("80000")]
    assert "120 000 * 1/3 = 40 000 kr" in reasons(owed(text, period="2020"))[1]


def test_a_term_to_the_end_of_a_leap_february_is_ten_twelfths_and_two() -> None:
    text = "term: {start: 2023-03-01, end: 2024-02-29}\n" + fixed("amount: 120 000 kr", "per: year")

    assert sums(owed(text, period="2023")) == kronor("100000")
    assert sums(owed(text, period="2024")) == kronor("20000")


def test_an_amount_raised_from_july_is_two_halves_each_with_its_own_clause() -> None:
    text = fixed("amount: 100 000 kr", "per: year") + (
        "amendments:\n  a1:\n    from: 2018-07-01\n"
        "    changes: {payments.bidrag.amount: +20 000 kr}\n"
    )

    found = owed(text, period="2018")

    assert sums(found) == kronor("50000", "60000")
    assert reasons(found) == [
        "prov.yaml:14 amount: 100 000 kr",
        "prov.yaml:14 100 000 * 1/2 = 50 000 kr",
        "prov.yaml:21 amount: 120 000 kr",
        "prov.yaml:21 120 000 * 1/2 = 60 000 kr",
    ]
    assert sums(owed(text, period="2017")) == kronor("100000")


SETTLED = "term: {start: 2018-01-01, end: 2018-12-31}\n" + fixed(
    "amount: 50 tkr", "per: month", "settled: {against: cost, within: 2 months after end}"
)
COSTS = """\
  - {id: c1, cost: bidrag, period: 2018-H1, amount: 280 000 kr}
  - {id: c2, cost: bidrag, period: 2018-H2, amount: "345 120,50 kr"}
"""


def test_advances_are_settled_against_the_costs_that_are_documented() -> None:
    found = owed(SETTLED, COSTS + "  - {id: y1, complete: 2018}\n", "2018..2019")

    assert sums(found) == [*kronor("50000") * 12, Decimal("25120.50")]
    assert found.invoices[0].lines[-1].text == "Bidrag, settled against cost"
    assert "prov.yaml:16 625 120,50 - 600 000 = 25 120,50 kr" in reasons(found)


def test_a_settlement_waits_until_the_log_says_that_nothing_is_missing() -> None:
    found = owed(SETTLED, COSTS, "2019")

    assert refusals(found) == [
        "the advances are settled against cost, and the log is not complete to 2018-12-31"
    ]
    assert sums(owed(SETTLED, COSTS, "2018")) == kronor("50000") * 12


def test_a_sum_to_two_receivers_is_two_invoices() -> None:
    text = """\
format: 1
id: prov
title: Prov
status: signed
parties:
  kommunen: {role: public, name: Provköpings kommun}
  ena: {role: nonprofit, name: Ena föreningen, payee: {bankgiro: 9999-9997, series: E}}
  andra: {role: nonprofit, name: Andra föreningen, payee: {plusgiro: 4-2, series: A}}
term: {start: 2018-01-01, end: 2018-12-31}
payments:
  stöd:
    kind: fixed
    amount: 1 050 000 kr
    per: year
    from: kommunen
    to: {ena: 730 000 kr, andra: 320 000 kr}
    vat: outside
"""
    found = owed(text, period="2018")

    assert [(i.series, i.payee.id, i.total) for i in found.invoices] == [
        ("A", "andra", Decimal(320_000)), ("E", "ena", Decimal(730_000)),
    ]  # fmt: skip
    assert found.invoices[1].means == {"bankgiro": "9999-9997"}
    assert "prov.yaml:16 1 050 000 * 73/105 = 730 000 kr" in reasons(found)


@pytest.mark.parametrize("period", ["2016", "2019", "2019-01..2026-12"])
def test_nothing_is_owed_outside_the_term(period: str) -> None:
    found = owed(fixed("amount: 100 000 kr", "per: year"), period=period)

    assert found.invoices == []
    assert found.refused == []


def test_instalments_come_on_their_days_and_a_lump_sum_once() -> None:
    parts = payment(
        "instalments", "amount: 300 tkr", "parts:", "  - {date: 2017-03-01, amount: 100 tkr}",
        "  - {date: 2018-09-01, amount: 200 tkr}",
    )  # fmt: skip
    lump = payment("lump_sum", "amount: 420 000 kr", "date: 2017-01", "covers: 2017..2018")

    assert sums(owed(parts, period="2017")) == kronor("100000")
    assert sums(owed(parts, period="2018-H2")) == kronor("200000")
    assert sums(owed(lump, period="2017-01")) == kronor("420000")
    assert sums(owed(lump, period="2018")) == []
