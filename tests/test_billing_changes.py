"""What amendments, early ends and those who leave change of what is owed, and of what was billed."""

from datetime import date
from decimal import Decimal

import pytest
from owed import HEAD, fixed, kronor, opened, owed, payment, refusals, sums, total

from iop_cli.billing import Drafted
from iop_cli.billing.standing import faults
from iop_cli.invoice import Billed

TERM = "term: {start: 2018-01-01, end: 2018-12-31}\n"
THREE = "term: {start: 2018-01-01, end: 2020-12-31}\n"
OTHER = (
    HEAD + "  systern: {role: nonprofit, name: Systern, payee: {bankgiro: 9999-9997, series: S}}\n"
)
QUARTERS = ("2018-Q1", "2018-Q2", "2018-Q3", "2018-Q4")
ENDED = "  - {id: e, event: ended, date: 2018-06-30}\n"
TODAY = date(2026, 11, 22)


def amended(day: str, *changes: str) -> str:
    lines = "".join(f"      {change}\n" for change in changes)
    return f"amendments:\n  a1:\n    from: {day}\n    changes:\n{lines}"


def taken(drafted: Drafted) -> list[Billed]:
    return [
        Billed("PF-2018-0001", line.payment, i.payer.id, i.payee.id, line.amount, line.part,
               line.start, line.end)
        for i in drafted.invoices for line in i.lines
    ]  # fmt: skip


def by_payee(drafted: Drafted) -> dict[str, Decimal]:
    return {invoice.payee.id: invoice.total for invoice in drafted.invoices}


def told(drafted: Drafted) -> list[str]:
    return [f"{o.part}: {o.reason}" for o in drafted.left_out]


def in_quarters(text: str, log: str = "") -> Decimal:
    return sum((total(owed(text, log, quarter)) for quarter in QUARTERS), Decimal(0))


def test_a_yearly_sum_that_becomes_a_monthly_one_is_yearly_until_then() -> None:
    year = TERM + fixed("amount: 120 000 kr", "per: year")
    text = year + amended(
        "2018-07-01", "payments.bidrag.per: month", "payments.bidrag.amount: 15 000 kr"
    )

    assert total(owed(text, period="2018")) == Decimal(150_000)
    assert in_quarters(text) == Decimal(150_000)


@pytest.mark.parametrize(
    ("change", "amounts"),
    [
        ("payments.bidrag.valid: {from: 2018-07-01}", ["60000", "60000"]),
        ("payments.bidrag: {kind: instalments, from: kommunen, to: föreningen, amount: 50 000 kr,"
         " vat: outside, parts: [{date: 2018-10-01}]}", ["60000", "50000"]),
    ],
)  # fmt: skip
def test_what_was_owed_before_a_payment_is_made_another_is_still_owed(
    change: str, amounts: list[str]
) -> None:
    text = TERM + fixed("amount: 120 000 kr", "per: year") + amended("2018-07-01", change)

    assert sums(owed(text, period="2018")) == kronor(*amounts)


def test_a_new_receiver_gets_what_is_for_the_days_from_the_amendment_on() -> None:
    text = OTHER + TERM + fixed("amount: 100 000 kr", "per: year")
    changed = text + amended("2018-07-01", "payments.bidrag.to: systern")

    found = owed(changed, period="2018")
    after = owed(changed, period="2018", billed=taken(owed(text, period="2018")))

    assert by_payee(found) == {"föreningen": Decimal(50_000), "systern": Decimal(50_000)}
    assert by_payee(after) == {"systern": Decimal(50_000)}


def test_shares_and_vat_that_are_amended_hold_from_their_day() -> None:
    text = OTHER + TERM + fixed("amount: 100 000 kr", "per: year", "date: 2018-01-01")
    shared = text.replace("to: föreningen", "to: {föreningen: 60 %, systern: 40 %}")
    change = amended("2018-07-01", "payments.bidrag.to: {föreningen: 50 %, systern: 50 %}")
    vat = owed(text + amended("2018-07-01", "payments.bidrag.vat: exempt"), period="2018")

    assert by_payee(owed(shared + change, period="2018")) == {
        "föreningen": Decimal(55_000),
        "systern": Decimal(45_000),
    }
    assert [(i.lines[0].vat, i.total) for i in vat.invoices] == [
        ("exempt", Decimal(50_000)), ("outside", Decimal(50_000))
    ]  # fmt: skip


INSTALMENTS = TERM + payment(
    "instalments",
    "parts: [{date: 2018-03-01, amount: 100 000 kr}, {date: 2018-09-01, amount: 100 000 kr}]",
)


def test_parts_that_an_amendment_lists_anew_are_neither_lost_nor_billed_twice() -> None:
    rest = INSTALMENTS + amended(
        "2018-06-01", "payments.bidrag.parts: [{date: 2018-09-01, amount: 80 000 kr},"
        " {date: 2018-12-01, amount: 40 000 kr}]",
    )  # fmt: skip
    first = taken(owed(INSTALMENTS, period="2018-H1"))

    found = owed(rest, period="2018")
    after = owed(rest, period="2018", billed=first)
    again = owed(rest, period="2018", billed=[*first, *taken(after)])

    assert sums(found) == kronor("100000", "80000", "40000")
    assert len({line.part for i in found.invoices for line in i.lines}) == 3
    assert sums(after) == kronor("80000", "40000")
    assert again.invoices == []


def test_parts_that_an_amendment_repeats_keep_their_numbers() -> None:
    whole = INSTALMENTS + amended(
        "2018-06-01", "payments.bidrag.parts: [{date: 2018-03-01, amount: 100 000 kr},"
        " {date: 2018-09-01, amount: 60 000 kr}, {date: 2018-12-01, amount: 40 000 kr}]",
    )  # fmt: skip

    found = owed(whole, period="2018", billed=taken(owed(INSTALMENTS, period="2018-H1")))

    assert [(line.part, line.amount) for line in found.invoices[0].lines] == [
        ("2", Decimal(60_000)), ("3", Decimal(40_000))
    ]  # fmt: skip


def test_no_instalment_or_lump_sum_is_owed_after_an_early_end() -> None:
    lump = TERM + payment("lump_sum", "amount: 10 000 kr", "date: 2018-09-01")

    assert sums(owed(INSTALMENTS, ENDED, "2018")) == kronor("100000")
    assert told(owed(INSTALMENTS, ENDED, "2018")) == [
        "2: part 2 is due 2018-09-01, outside the time that is paid for"
    ]
    assert told(owed(lump, ENDED, "2018")) == [
        "1: it is due 2018-09-01, outside the time that is paid for"
    ]


def test_a_payment_that_an_amendment_adds_is_owed_though_its_day_is_some_days_before() -> None:
    extra = (
        "payments.extra: {kind: lump_sum, from: kommunen, to: föreningen, amount: 10 tkr,"
        " date: 2018-06, vat: outside}"
    )
    text = TERM + fixed("amount: 120 000 kr", "per: year") + amended("2018-06-15", extra)

    assert sorted(sums(owed(text, period="2018"))) == kronor("10000", "120000")


LUMP = THREE + payment("lump_sum", "amount: 100 000 kr", "date: 2018-03-01")


def test_a_lump_sum_whose_day_is_moved_after_it_is_not_billed_twice() -> None:
    moved = amended("2018-06-01", "payments.bidrag.date: 2018-12-01")
    covered = LUMP + "    covers: 2018..2020\n"

    assert refusals(owed(LUMP + moved)) == [
        "an amendment moves the day from 2018-03-01 to 2018-12-01, and nothing tells whether it is"
        " the same sum or another"
    ]
    assert sums(owed(covered + moved)) == kronor("100000")
    assert owed(covered + moved, billed=taken(owed(covered, period="2018-03"))).invoices == []


def test_a_lump_sum_for_another_year_is_another_one() -> None:
    first = LUMP + "    covers: 2018\n"
    text = first + amended(
        "2019-01-01", "payments.bidrag.date: 2019-03-01", "payments.bidrag.covers: 2019"
    )

    assert sums(owed(text)) == kronor("100000", "100000")
    assert sums(owed(text, billed=taken(owed(first)))) == kronor("100000")


TOTAL = THREE + payment("total", "amount: 2 100 000 kr", "split: equal")
YEARS = THREE + payment(
    "total", "amount: 2 100 000 kr", "split: {2018: 700 tkr, 2019: 700 tkr, 2020: 700 tkr}"
)


@pytest.mark.parametrize("text", [TOTAL, YEARS])
def test_a_sum_over_the_term_is_not_pressed_into_the_time_before_an_early_end(text: str) -> None:
    log = "  - {id: e, event: ended, date: 2019-06-30}\n"

    assert sums(owed(text, log)) == kronor("700000", "350000")


def test_an_extension_neither_stretches_a_sum_over_the_term_nor_passes_in_silence() -> None:
    log = "  - {id: e, event: extended, date: 2020-06-30, until: 2021-12-31}\n"

    assert sums(owed(TOTAL, log, "2018..2020")) == kronor("700000", "700000", "700000")
    assert [o.reason for o in owed(TOTAL, log, "2021").left_out] == [
        "the sum is for 2018\u20132020, and none is agreed for the time after it"
    ]


def test_a_sum_over_the_term_that_is_changed_on_the_way_is_divided_by_the_parties() -> None:
    change = amended("2019-07-01", "payments.bidrag.amount: 2 400 000 kr")
    listed = amended(
        "2019-01-01", "payments.bidrag.amount: 2 400 000 kr",
        "payments.bidrag.split: {2018: 700 tkr, 2019: 800 tkr, 2020: 900 tkr}",
    )  # fmt: skip

    assert refusals(owed(TOTAL + change)) == [
        "the sum is changed from 2019-07-01: 2018 would be 800 000,00 kr instead of 700 000,00 kr,"
        " though it had begun"
    ]
    assert sums(owed(YEARS + listed)) == kronor("700000", "800000", "900000")


def test_a_term_in_pieces_owes_nothing_between_them() -> None:
    text = (
        "term: {periods: [{start: 2018-01-01, end: 2018-06-30},"
        " {start: 2019-01-01, end: 2019-12-31}]}\n" + fixed("amount: 120 000 kr", "per: year")
    )

    assert sums(owed(text)) == kronor("60000", "120000")


def test_an_end_that_is_recorded_late_extends_nothing() -> None:
    log = "  - {id: e, event: ended, date: 2019-02-28}\n"

    assert owed(TERM + fixed("amount: 120 000 kr", "per: year"), log, "2019").invoices == []


@pytest.mark.parametrize(
    ("key", "period", "amounts"),
    [
        ("invoiced: [quarterly_in_advance]", "2018-02", ["15000"]),
        ("invoiced: [yearly_in_arrears]", "2019-01-01..2019-02-14", ["15000"]),
        ("date: 2018-01-31", "2018-02", ["105000"]),
        ("schedule: [{pay: 1 month before start}]", "2018-12", ["15000"]),
    ],
)
def test_a_pay_day_outside_the_days_that_run_falls_on_one_of_them(
    key: str, period: str, amounts: list[str]
) -> None:
    text = "term: {start: 2018-02-15, end: 2019-02-14}\n"

    found = owed(text + fixed("amount: 120 000 kr", "per: year", key), period=period)

    assert sums(found) == kronor(*amounts)


def test_one_who_leaves_pays_for_the_time_before_and_one_who_joins_for_the_time_after() -> None:
    text = HEAD + "  grannen: {role: public, name: Grannen}\n" + TERM
    text += fixed("amount: 120 000 kr", "per: year").replace(
        "from: kommunen", "from: {kommunen: 60 %, grannen: 40 %}"
    )

    def paid(event: str) -> dict[str, Decimal]:
        log = f"  - {{id: e, event: {event}, by: grannen, date: 2018-07-01}}\n"
        return {i.payer.id: i.total for i in owed(text, log, "2018").invoices}

    assert paid("left") == {"kommunen": Decimal(72_000), "grannen": Decimal(24_000)}
    assert paid("joined") == {"kommunen": Decimal(72_000), "grannen": Decimal(24_000)}


def test_what_was_billed_before_a_raise_says_what_is_owed_now() -> None:
    text = TERM + fixed("amount: 120 000 kr", "per: year", "invoiced: [quarterly_in_advance]")
    raised = text + amended("2018-08-01", "payments.bidrag.amount: 150 000 kr")

    found = owed(raised, period="2018-Q3", billed=taken(owed(text, period="2018-Q3")))

    assert told(found) == [
        f"{part}: already on invoice PF-2018-0001, with 30 000 kr; now 35 000 kr is owed: credit"
        " what is billed, and issue it anew"
        for part in ("2018-07", "2018-08-01\u20132018-09-30")
    ]


def test_what_other_parts_were_billed_by_leaves_the_rest_of_a_part_to_be_billed() -> None:
    quarters = TERM + fixed("amount: 120 000 kr", "per: year", "parts: 4")
    tertials = TERM + fixed("amount: 120 000 kr", "per: year", "parts: 3")

    found = owed(tertials, period="2018", billed=taken(owed(quarters, period="2018-Q1")))

    assert total(found) == Decimal(90_000)


def test_a_settlement_of_a_longer_time_counts_the_one_that_was_billed() -> None:
    text = TERM + fixed("amount: 10 tkr", "per: month", "settled: {against: cost}")
    costs = "  - {id: c1, cost: bidrag, period: 2018, amount: 150 000 kr}\n"
    log = costs + "  - {id: y1, complete: 2018}\n"
    later = "  - {id: e, event: extended, date: 2018-12-31, until: 2019-12-31}\n"
    later += "  - {id: y2, complete: 2019}\n"

    before = taken(owed(text, log, "2018"))
    after = owed(text, log + later, "2019", billed=before)

    assert sum((b.amount for b in before), Decimal(0)) == Decimal(150_000)
    assert sums(after)[-1] == Decimal(-120_000)


INDEXED = THREE + fixed(
    "amount: 100 000 kr", "per: year", "index:", "  series: KPI", "  from: 2019",
    "  reads: change", "  compare: [2 years before, 1 year before]", "  values: preliminary",
    "  retroactive: yes",
)  # fmt: skip
VALUES = "".join(
    f'  - {{id: i{id}, index: KPI, period: {year}, value: "{value}", {kind}source: SCB}}\n'
    for id, year, value, kind in (
        (1, 2017, "100", "preliminary: yes, "), (2, 2018, "110", "preliminary: yes, "),
        (3, 2017, "100", ""), (4, 2018, "111", ""),
    )
)  # fmt: skip


def test_an_adjustment_to_the_final_index_is_billed_once_though_the_time_is_cut_short() -> None:
    billed = taken(owed(INDEXED, VALUES, "2019"))
    ended = VALUES + "  - {id: e, event: ended, date: 2019-06-30}\n"

    assert owed(INDEXED, ended, "2019", billed=billed).invoices == []


def test_two_values_of_a_quantity_on_one_day_are_not_chosen_between() -> None:
    text = TERM + payment("per_unit", "rate: 4 kr", "quantity: natt", "per: year", "at: 2018-01-01")
    each = TERM + payment("per_unit", "rate: 4 kr", "quantity: natt")
    log = "".join(
        f'  - {{id: q{i}, quantity: natt, party: kommunen, date: 2018-01-01, value: "{i}"}}\n'
        for i in (1, 2)
    )

    assert refusals(owed(text, log)) == ["the log has several values of natt on 2018-01-01"]
    assert sums(owed(each, log)) == kronor("4")


@pytest.mark.parametrize("log", ["", ENDED])
@pytest.mark.parametrize(
    "change",
    ["payments.bidrag.per: month", "payments.bidrag.valid: {from: 2018-03-01}",
     "payments.bidrag.amount: +1 kr", "payments.bidrag.due: 10 days"],
)  # fmt: skip
def test_what_is_billed_by_the_terms_as_they_stand_is_no_fault(change: str, log: str) -> None:
    text = TERM + fixed("amount: 120 000 kr", "per: year") + amended("2018-03-11", change)

    billed = taken(owed(text, log, "2018"))

    assert faults(opened(text, log), billed, TODAY) == []


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        (["amount: 1 kr", "per: month", "parts: 999999"],
         "it is to be paid in more parts than its period has days"),
        (["amount: 999999999999999999 kr", "per: month", "yearly_uplift: 999999 %"],
         "its sums are larger than can be reckoned"),
    ],
)  # fmt: skip
def test_what_nobody_can_have_meant_is_refused_at_once(keys: list[str], reason: str) -> None:
    text = "term: {start: 2000-01-01, end: none}\n" + fixed(*keys)

    assert refusals(owed(text)) == [reason]
