"""Every kind of payment and its keys: what is billed, what is left out, what is refused, and why."""

from datetime import date
from decimal import Decimal

import pytest
from owed import HEAD, fixed, kronor, owed, payment, reasons, refusals, sums, total

from iop_cli.invoice import Billed

COURSE = """\
activities:
  kurs:
    name: Kurs
    run_by: [föreningen]
    participants: {min: 10, max: 20}
    volume: {min: 1, max: 2, per: year}
"""
RATES = payment(
    "per_activity", "activity: kurs", "rates:", "  låg: 6500 kr", "  hög: 10000 kr",
    "gate: {participants: min}",
)  # fmt: skip


def entry(id: str, held: str, rest: str = "participants: 12, rate: låg") -> str:
    return f"  - {{id: {id}, activity: kurs, held: {held}, {rest}}}\n"


def test_each_activity_is_paid_at_the_rate_that_the_log_chooses() -> None:
    log = entry("k1", "2018-01-10") + entry("k2", "2018-03-10", "participants: 10, rate: hög")

    found = owed(COURSE + RATES, log, "2018")

    assert sums(found) == kronor("6500", "10000")
    assert [line.text for line in found.invoices[0].lines] == [
        "Kurs, 2018-01-10",
        "Kurs, 2018-03-10",
    ]


def test_an_activity_without_a_rate_is_refused_and_the_others_are_billed() -> None:
    log = entry("k1", "2018-01-10", "participants: 12") + entry("k2", "2018-03-10")

    found = owed(COURSE + RATES, log, "2018")

    assert refusals(found) == ["k1 names no rate, and the agreement has several: låg | hög"]
    assert found.refused[0].place is not None
    assert (found.refused[0].place.file, found.refused[0].place.line) == ("prov.log.yaml", 3)
    assert found.refused[0].help == "Choose one: iop record prov correct k1 --rate RATE"
    assert [line.part for line in found.invoices[0].lines] == ["k2"]


def test_a_rate_that_is_not_there_names_the_one_that_was_meant() -> None:
    found = owed(COURSE + RATES, entry("k1", "2018-01-10", "participants: 12, rate: hog"), "2018")

    assert refusals(found) == ["k1 names the rate hog; did you mean hög?"]


def test_without_the_number_of_participants_the_gate_cannot_be_judged() -> None:
    found = owed(COURSE + RATES, entry("k1", "2018-01-10", "rate: låg"), "2018")

    assert refusals(found) == [
        "k1 does not tell how many took part; the agreement asks for at least 10"
    ]


def test_what_is_held_outside_the_term_or_above_the_volume_is_left_out() -> None:
    log = (
        entry("k1", "2016-12-31") + entry("k2", "2018-01-10") + entry("k3", "2018-02-10")
        + entry("k4", "2018-03-10") + entry("k5", "2018-03-10")
    )  # fmt: skip

    found = owed(COURSE + RATES, log, "2016..2018")

    assert [line.part for line in found.invoices[0].lines] == ["k2", "k3"]
    assert [(o.entry, o.reason) for o in found.left_out] == [
        ("k1", "held 2016-12-31, outside the time that is paid for"),
        ("k4", "more than 2 per year"),
        ("k5", "the same activity, place and day as k4; the same one is paid once"),
    ]


def test_a_corrected_entry_is_billed_under_its_first_id() -> None:
    log = entry("k1", "2018-01-10", "participants: 9, rate: låg") + (
        "  - {id: k1b, corrects: k1, activity: kurs, held: 2018-01-10, participants: 11,"
        " rate: hög, because: Felräknat}\n"
    )

    found = owed(COURSE + RATES, log, "2018")
    again = owed(COURSE + RATES, log, billed=[
        Billed("PF-2018-0001", "bidrag", "kommunen", "föreningen", Decimal(10000), "k1")
    ])  # fmt: skip

    assert [(line.part, line.amount) for line in found.invoices[0].lines] == [
        ("k1", Decimal("10000.00"))
    ]
    assert again.invoices == []
    assert [o.reason for o in again.left_out] == ["already on invoice PF-2018-0001"]


def test_one_entry_of_the_log_can_be_billed_alone() -> None:
    log = entry("k1", "2018-01-10") + entry("k2", "2018-03-10")

    assert [i.lines[0].part for i in owed(COURSE + RATES, log, entry="k2").invoices] == ["k2"]


@pytest.mark.parametrize(
    ("invoiced", "month", "amounts"),
    [
        ("quarterly_in_advance", "2018-04", ["30000"]),
        ("quarterly_in_arrears", "2018-04", []),
        ("quarterly_in_arrears", "2018-06", ["30000"]),
        ("monthly_in_arrears", "2018-04", ["10000"]),
        ("tertial_in_advance", "2018-05", ["40000"]),
        ("half_yearly_in_arrears", "2018-12", ["60000"]),
        ("yearly_in_advance", "2018-01", ["120000"]),
        ("yearly_in_arrears", "2018-01", []),
    ],
)
def test_the_text_tells_when_a_yearly_sum_is_billed(
    invoiced: str, month: str, amounts: list[str]
) -> None:
    text = fixed("amount: 120 000 kr", "per: year", f"invoiced: [{invoiced}]")

    assert sums(owed(text, period=month)) == kronor(*amounts)


def test_several_rhythms_leave_it_to_the_period_that_is_asked_for_and_say_so() -> None:
    text = fixed(
        "amount: 120 000 kr", "per: year", "invoiced: [yearly_in_advance, monthly_in_arrears]"
    )

    found = owed(text, period="2018-Q1")

    assert sums(found) == kronor("30000")
    assert found.invoices[0].assumptions == (
        "the text names several times for invoicing; the period asked for decides",
    )


def test_a_broken_month_counts_its_days_and_the_invoice_says_so() -> None:
    text = "term: {start: 2018-01-16, end: 2018-12-31}\n"

    found = owed(text + fixed("amount: 120 000 kr", "per: year"), period="2018")
    by_days = owed(text + fixed("amount: 120 000 kr", "per: year", "pro_rata: days"), period="2018")

    assert sums(found) == kronor("115161.29")
    assert found.invoices[0].assumptions == (
        "a broken month counts by its days; the terms do not say how",
    )
    assert sums(by_days) == kronor("115068.49")
    assert by_days.invoices[0].assumptions == ()


@pytest.mark.parametrize(("rest", "parts"), [("first", ("33.34", "33.33", "33.33")),
                                             ("last", ("33.33", "33.33", "33.34"))])  # fmt: skip
def test_the_rest_goes_where_the_terms_say(rest: str, parts: tuple[str, ...]) -> None:
    text = fixed("amount: 100 kr", "per: year", "parts: 3", f"rest: {rest}")

    found = owed(text, period="2018")

    assert sums(found) == kronor(*parts)
    assert found.invoices[0].assumptions == ()


def test_where_the_terms_are_silent_the_rule_for_the_rest_stands_on_the_invoice() -> None:
    found = owed(fixed("amount: 100 kr", "per: year", "parts: 3"), period="2018")

    assert sums(found) == kronor("33.33", "33.33", "33.34")
    assert found.invoices[0].assumptions == (
        "the last part takes the rest, 0,01 kr; the terms do not say where it goes",
    )


def test_an_uplift_is_added_from_the_second_year_on() -> None:
    per_cent = fixed("first_year: 100 000 kr", "yearly_uplift: 2,5 %", "per: year")
    kronor_ = fixed("amount: 100 000 kr", "yearly_uplift: 2 tkr", "per: year")

    assert total(owed(per_cent, period="2017")) == Decimal(100_000)
    assert total(owed(per_cent, period="2018")) == Decimal(102_500)
    assert total(owed(kronor_, period="2018")) == Decimal(102_000)


def test_costs_are_paid_by_their_share_up_to_the_ceiling() -> None:
    text = payment("cost_cap", "cap: 100 tkr", "per: year", "share: 90 %")
    log = (
        "  - {id: c1, cost: bidrag, period: 2018-01, amount: 80 000 kr}\n"
        "  - {id: c2, cost: bidrag, period: 2018-02, amount: 50 000 kr}\n"
        "  - {id: c3, cost: bidrag, period: 2019-01, amount: 50 000 kr}\n"
    )

    found = owed(text, log, "2018..2019")

    assert sums(found) == kronor("72000", "28000")
    assert [(o.entry, o.reason) for o in found.left_out] == [
        ("c3", "the cost of 2019-01 lies outside the time that is paid for"),
        ("c2", "17 000,00 kr is above the cap of 100 tkr"),
    ]


def test_a_cap_counts_what_earlier_invoices_have_taken_up() -> None:
    text = payment("cost_cap", "cap: 100 tkr", "per: year")
    log = (
        "  - {id: c1, cost: bidrag, period: 2018-01, amount: 80 000 kr}\n"
        "  - {id: c2, cost: bidrag, period: 2018-02, amount: 50 000 kr}\n"
    )
    before = Billed("PF-1", "bidrag", "kommunen", "föreningen", Decimal(50_000), "c2",
                    date(2018, 2, 1), date(2018, 2, 28))  # fmt: skip

    assert sums(owed(text, log, "2018", billed=[before])) == kronor("50000")


def test_days_that_are_billed_already_are_not_billed_again() -> None:
    text = fixed("amount: 120 000 kr", "per: year")
    before = Billed("PF-1", "bidrag", "kommunen", "föreningen", Decimal(30_000), "",
                    date(2018, 1, 1), date(2018, 3, 31))  # fmt: skip

    found = owed(text, period="2018", billed=[before])

    assert sums(found) == kronor("90000")
    assert [(o.part, o.reason) for o in found.left_out] == [("2018-Q1", "already on invoice PF-1")]


def test_a_total_is_split_equally_or_as_listed_and_never_by_guess() -> None:
    equal = payment("total", "amount: 300 000 kr", "split: equal")
    listed = payment("total", "amount: 300 000 kr", "split: {2017: 100 tkr, 2018: 200 tkr}")
    unknown = payment("total", "amount: 300 000 kr")

    assert [sums(owed(equal, period=y)) for y in ("2017", "2018")] == [kronor("150000")] * 2
    assert sums(owed(listed, period="2018")) == kronor("200000")
    assert refusals(owed(unknown, period="2018")) == [
        "the sum covers 2017\u20132018, and the terms do not divide it on years"
    ]


CONDITION = "conditions:\n  medel: {what: medel finns}\n"


def test_money_waits_for_its_condition_and_for_the_report_that_releases_it() -> None:
    text = fixed("amount: 120 000 kr", "per: year", "condition: medel")
    met = "  - {id: e1, event: condition_met, condition: medel, date: 2017-02-01}\n"
    parts = payment(
        "instalments", "parts:", "  - {date: 2017-03-01, amount: 100 tkr}",
        "  - {amount: 200 tkr, released_by: delrapport}",
    )  # fmt: skip
    report = "  - {id: r1, report: delrapport, period: 2017-H1, submitted: 2017-08-20}\n"

    waiting = owed(CONDITION + text, period="2018")

    assert [o.reason for o in waiting.left_out] == [
        "nothing tells that the condition medel is fulfilled"
    ]
    assert sums(owed(CONDITION + text, met, "2018")) == kronor("120000")
    assert sums(owed(parts)) == kronor("100000")
    assert sums(owed(parts, report, "2017-08")) == kronor("200000")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (fixed("per: year"), "the amount is unknown"),
        (fixed("amount: up to 100 tkr", "per: year"), "up to 100 tkr is not an exact amount"),
        (fixed("amount: 100 tkr"), "the agreement does not say what period the amount is for"),
        (
            fixed("amount: 1 tkr", "per: year").replace("    vat: outside\n", ""),
            "whether it carries VAT is not chosen; nobody but a person can choose it",
        ),
        (
            fixed("amount: 1 tkr", "per: year").replace("to: föreningen", "to: [föreningen, x]"),
            "x is not a party of the agreement",
        ),
        (
            fixed("amount: 1 tkr", "per: year").replace(
                "from: kommunen", "from: {kommunen: 60 %, föreningen: 30 %}"
            ),
            "the shares do not add up to 100 %",
        ),
        (
            payment("instalments", "amount: 3 tkr", "parts:", "  - {date: 2018-01-01, amount: 1 tkr}"),
            "the parts add up to 1 000 kr, and the whole is 3 000 kr",
        ),
        ("term: {start: 2018-01-01}\n" + fixed("amount: 1 tkr", "per: year"),
         "the last day of the term is unknown, so nothing can be said to lie within it"),
        ("term: {end: 2018-12-31}\n" + fixed("amount: 1 tkr", "per: year"),
         "the first day of the term is unknown, so nothing can be said to lie within it"),
    ],
)  # fmt: skip
def test_what_cannot_be_computed_is_refused_with_its_reason(text: str, reason: str) -> None:
    found = owed(text, period="2018")

    assert refusals(found) == [reason]
    assert not found.invoices
    assert all(one.help and one.place for one in found.refused)


def test_a_sum_for_two_receivers_without_a_division_is_refused() -> None:
    head = (
        HEAD
        + "  andra: {role: nonprofit, name: Andra föreningen}\nterm: {start: 2018, end: 2018}\n"
    )
    text = fixed("amount: 1 tkr", "per: year").replace("to: föreningen", "to: [föreningen, andra]")

    assert refusals(owed(head + text, period="2018")) == [
        "it is for föreningen and andra together, and the terms do not divide it"
    ]


REGISTERED = HEAD.replace("series: PF", "series: PF, vat_number: SE802001477801") + (
    "term: {start: 2017, end: 2018}\n"
)


def test_vat_of_each_kind_stands_on_an_invoice_of_its_own() -> None:
    text = (
        REGISTERED
        + fixed("amount: 1 000 kr", "per: year")
        + (
            "  uppdrag: {kind: fixed, from: kommunen, to: föreningen, amount: 333,33 kr, per: year,"
            ' vat: "25"}\n'
        ).replace("333,33 kr", '"333,33 kr"')
    )

    found = owed(text, period="2018")

    assert [(i.lines[0].vat, i.net, i.vat, i.total) for i in found.invoices] == [
        ("25", *kronor("333.33", "83.33", "416.66")),
        ("outside", *kronor("1000.00", "0.00", "1000.00")),
    ]


def test_a_retroactive_index_adjusts_what_was_billed_by_the_preliminary_value() -> None:
    text = "term: {start: 2024-01-01, end: 2025-12-31}\n" + fixed(
        "amount: 100 000 kr", "per: year", "index:", "  series: KPI", "  from: 2025",
        "  share: 100 %", "  reads: change", "  compare: [2 years before, 1 year before]",
        "  values: preliminary", "  retroactive: yes",
    )  # fmt: skip
    log = (
        '  - {id: i1, index: KPI, period: 2023, value: "100,0", preliminary: no, date: 2024-02-01}\n'
        '  - {id: i2, index: KPI, period: 2024, value: "103,0", preliminary: yes, date: 2024-12-19}\n'
        '  - {id: i3, corrects: i2, index: KPI, period: 2024, value: "104,0", preliminary: no,'
        " date: 2025-04-24, because: Slutligt}\n"
    )

    found = owed(text, log, "2025")

    assert sums(found) == kronor("103000", "1000")
    assert found.invoices[0].lines[1].text == "Bidrag, adjustment to the final index, 2025"
    assert any("104 000 - 103 000 = 1 000 kr" in reason for reason in reasons(found))


def test_a_payment_that_an_amendment_takes_away_ends_on_its_day() -> None:
    text = fixed("amount: 120 000 kr", "per: year") + (
        "amendments:\n  a1: {from: 2018-07-01, changes: {payments.bidrag: none}}\n"
    )

    found = owed(text, period="2018")

    assert sums(found) == kronor("60000")


def test_vat_is_refused_where_the_payee_has_no_vat_number() -> None:
    text = fixed("amount: 1 000 kr", "per: year").replace("vat: outside", "vat: '25'")

    found = owed(text, period="2018")

    assert refusals(found) == ["it carries 25 % VAT, and Provföreningen has no VAT number"]
    assert found.invoices == []


def test_without_a_period_whole_months_up_to_today_are_billed() -> None:
    text = "term: {start: 2026-01-01, end: 2026-12-31}\n"

    found = owed(text + fixed("amount: 120 000 kr", "per: year"))

    assert sums(found) == kronor("100000")
    assert found.invoices[0].lines[0].end == date(2026, 10, 31)


def test_nothing_is_billed_to_one_who_has_left() -> None:
    log = "  - {id: e1, event: left, by: föreningen, date: 2018-07-01}\n"
    text = fixed("amount: 120 000 kr", "per: year", "invoiced: [quarterly_in_advance]")

    found = owed(text, log, "2018")

    assert sums(found) == kronor("30000", "30000")
    assert [(o.part, o.reason) for o in found.left_out] == [
        ("2018-Q3", "föreningen left the partnership on 2018-07-01"),
        ("2018-Q4", "föreningen left the partnership on 2018-07-01"),
    ]


def test_what_one_of_two_payers_was_billed_leaves_the_other_one_to_be_billed() -> None:
    text = fixed("amount: 100 000 kr", "per: year").replace(
        "to: föreningen", "to: {föreningen: 60 %, kommunen: 40 %}"
    )
    before = Billed("PF-1", "bidrag", "kommunen", "föreningen", Decimal(60_000), "",
                    date(2018, 1, 1), date(2018, 12, 31))  # fmt: skip

    found = owed(text, period="2018", billed=[before])

    assert [(i.payee.id, i.net) for i in found.invoices] == [("kommunen", Decimal(40_000))]
