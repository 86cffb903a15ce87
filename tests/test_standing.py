"""What stands billed, held against what is owed now: each fault with its line and its words."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from owed import TODAY, fixed, opened, owed, payment

from iop_cli import words
from iop_cli.billing.standing import Fault, faults
from iop_cli.invoice import Billed
from iop_cli.words import say

COURSE = """\
activities:
  kurs: {name: Kurs, participants: {who: alla, min: 10}, volume: {max: 4, per: year}}
""" + payment(
    "per_activity", "activity: kurs", "rates: {låg: 6500 kr, hög: 10000 kr}",
    "gate: {participants: min}",
)  # fmt: skip
LOG = """\
  - {id: k1, activity: kurs, held: 2018-03-14, participants: 14, rate: hög}
  - {id: k2, activity: kurs, held: 2018-05-09, participants: 8, rate: hög}
  - {id: k3, activity: kurs, held: 2018-09-26, participants: 12, rate: låg}
"""
YEARLY = fixed("amount: 120 000 kr", "per: year")


def billed(part: str = "", amount: str = "10000", days: str = "", **changes: Any) -> Billed:
    """A line that stands billed: by its part, or by its days."""
    first, _to, last = days.partition("..")
    told: dict[str, Any] = {
        "number": "PF-2018-0001", "payment": "bidrag", "payer": "kommunen",
        "payee": "föreningen", "amount": Decimal(amount), "part": part,
        "start": date.fromisoformat(first) if days else None,
        "end": date.fromisoformat(last or first) if days else None,
    }  # fmt: skip
    return Billed(**{**told, **changes})


def found(text: str, log: str, *lines: Billed, today: date = TODAY) -> list[Fault]:
    """The faults of what stands billed of an agreement."""
    return faults(opened(text, log, today), lines, today)


def said(text: str, log: str, *lines: Billed, today: date = TODAY) -> list[str]:
    """The faults with the number of their line, in words."""
    return [f"{f.at}: {say(f.says, **f.values)}" for f in found(text, log, *lines, today=today)]


def test_what_is_billed_as_it_is_owed_is_no_fault() -> None:
    assert said(COURSE, LOG, billed("k1"), billed("k3", "6500")) == []


def test_what_is_billed_too_little_is_no_fault() -> None:
    assert said(COURSE, LOG, billed("k1", "9000")) == []


def test_below_the_gate_is_billed_with_the_reason_why_it_is_not_owed() -> None:
    assert said(COURSE, LOG, billed("k1"), billed("k2")) == [
        "1: bidrag (k2) is billed with 10 000 kr, and is not owed: "
        "8 participants; the agreement asks for at least 10"
    ]


def test_more_than_is_owed_names_both_sums() -> None:
    assert said(COURSE, LOG, billed("k3")) == [
        "0: bidrag (k3) is billed with 10 000 kr; 6 500 kr is owed"
    ]


def test_an_entry_that_no_log_has_is_not_owed() -> None:
    assert said(COURSE, LOG, billed("k9")) == [
        "0: bidrag (k9) is billed with 10 000 kr, and nothing tells that it is owed"
    ]


def test_an_activity_outside_the_term_is_not_owed() -> None:
    log = LOG.replace("2018-03-14", "2019-03-14")

    assert said(COURSE, log, billed("k1")) == [
        "0: bidrag (k1) is billed with 10 000 kr, and is not owed: "
        "held 2019-03-14, outside the time that is paid for"
    ]


def test_one_more_than_the_volume_is_not_owed() -> None:
    log = "".join(
        f"  - {{id: k{n}, activity: kurs, held: 2018-0{n}-01, participants: 12, rate: låg}}\n"
        for n in range(1, 6)
    )
    lines = [billed(f"k{n}", "6500") for n in range(1, 6)]

    assert said(COURSE, log, *lines) == [
        "4: bidrag (k5) is billed with 6 500 kr, and is not owed: more than 4 per year"
    ]


def test_a_correction_takes_the_room_of_what_it_corrects() -> None:
    log = "".join(
        f"  - {{id: k{n}, activity: kurs, held: 2018-0{n}-01, participants: 12, rate: låg}}\n"
        for n in range(1, 6)
    ) + (
        "  - {id: k2b, corrects: k2, activity: kurs, held: 2018-02-01, participants: 13,"
        " rate: låg, because: Felräknat}\n"
    )  # fmt: skip
    lines = [billed(f"k{n}", "6500") for n in range(1, 5)]

    assert said(COURSE, log, *lines) == []


def test_the_same_entry_on_two_invoices_is_found_on_the_later_one() -> None:
    again = billed("k1", number="PF-2018-0002")

    assert said(COURSE, LOG, billed("k1"), again) == [
        "1: bidrag (k1) is billed already, in PF-2018-0001"
    ]


def test_the_same_day_on_two_lines_is_found() -> None:
    lines = [
        billed(amount="30000", days="2018-01-01..2018-03-31"),
        billed(amount="10000", days="2018-03-01..2018-03-31", number="PF-2018-0002"),
        billed(amount="10000", days="2018-04-01..2018-04-30", number="PF-2018-0003"),
    ]

    assert said(YEARLY, "", *lines) == ["1: bidrag (2018-03) is billed already, in PF-2018-0001"]


def test_one_part_of_two_receivers_is_not_billed_twice() -> None:
    text = payment("lump_sum", "amount: 1 000 kr", "date: 2018-01-15").replace(
        "    to: föreningen\n", "    to: {föreningen: 700 kr, klubben: 300 kr}\n"
    )
    head = opened(YEARLY).document
    assert head is not None
    parties = "\n".join(head.lines[:7]) + "\n  klubben: {role: nonprofit, name: Klubben}\n"
    whole = f"{parties}term: {{start: 2017-01-01, end: 2018-12-31}}\n{text}"

    assert said(whole, "", billed("1", "700"), billed("1", "300", payee="klubben")) == []
    assert said(whole, "", billed("1", "300"), billed("1", "700", payee="klubben")) == [
        "1: bidrag (1) is billed with 700 kr; 300 kr is owed"
    ]


def test_days_after_the_end_lie_outside_the_time_that_is_paid_for() -> None:
    assert said(YEARLY, "", billed(amount="20000", days="2018-12-01..2019-01-31")) == [
        "0: bidrag (2018-12-01–2019-01-31) is billed, and 2019-01 lies outside the time that is "
        "paid for"
    ]


def test_days_before_the_beginning_lie_outside_the_time_that_is_paid_for() -> None:
    assert said(YEARLY, "", billed(amount="10000", days="2016-12-01..2016-12-31")) == [
        "0: bidrag (2016-12) is billed, and 2016-12 lies outside the time that is paid for"
    ]


def test_a_sum_that_was_lowered_later_is_billed_too_high() -> None:
    lowered = YEARLY.replace("120 000", "96 000")

    assert said(lowered, "", billed(amount="30000", days="2018-01-01..2018-03-31")) == [
        "0: bidrag (2018-Q1) is billed with 30 000 kr; 24 000 kr is owed"
    ]


def test_a_payment_that_the_agreement_has_not_is_named() -> None:
    assert said(YEARLY, "", billed("1", payment="extra")) == [
        "0: extra is billed, and the agreement has no such payment"
    ]


def test_other_parties_than_the_agreements_are_named() -> None:
    assert said(COURSE, LOG, billed("k1", payer="föreningen", payee="kommunen")) == [
        "0: bidrag (k1) is billed to föreningen for kommunen; kommunen owes it to föreningen"
    ]


def test_what_passes_the_cap_is_found_where_it_passes() -> None:
    text = payment("cost_cap", "cap: 100 000 kr")
    log = (
        "  - {id: c1, cost: bidrag, period: 2018-06, amount: 60 000 kr}\n"
        "  - {id: c2, cost: bidrag, period: 2018-09, amount: 60 000 kr}\n"
    )
    june, september = "2018-06-01..2018-06-30", "2018-09-01..2018-09-30"

    assert said(text, log, billed("c1", "60000", june), billed("c2", "40000", september)) == []
    assert said(text, log, billed("c1", "60000", june), billed("c2", "60000", september)) == [
        "1: 120 000 kr of bidrag is billed for the whole term; the cap is 100 000 kr"
    ]


def test_a_cap_a_year_counts_each_year_alone() -> None:
    text = payment("cost_cap", "cap: 50 000 kr", "per: year")
    log = (
        "  - {id: c1, cost: bidrag, period: 2017-06, amount: 50 000 kr}\n"
        "  - {id: c2, cost: bidrag, period: 2018-06, amount: 60 000 kr}\n"
    )
    lines = [
        billed("c1", "50000", "2017-06-01..2017-06-30"),
        billed("c2", "50000.01", "2018-06-01..2018-06-30"),
    ]

    assert said(text, log, *lines) == [
        "1: 50 000,01 kr of bidrag is billed for 2018; the cap is 50 000 kr"
    ]


def test_what_cannot_be_computed_is_not_judged() -> None:
    unknown = YEARLY.replace("amount: 120 000 kr", "amount: about 120 000 kr")

    assert said(unknown, "", billed(amount="900000", days="2018-01-01..2018-12-31")) == []
    assert said(COURSE.replace("    vat: outside\n", ""), LOG, billed("k3", "90000")) == []
    assert said(COURSE, LOG.replace("participants: 14, ", ""), billed("k1", "90000")) == []


CORRECTED = (
    "  - {{id: k1b, corrects: k1, activity: kurs, held: 2018-03-14, participants: {count},"
    " rate: {rate}, because: Felräknat}}\n"
)


def test_an_entry_corrected_after_billing_is_found_at_the_correction() -> None:
    log = LOG + CORRECTED.format(count=9, rate="hög")

    [fault] = found(COURSE, log, billed("k1"))

    assert (fault.at, fault.correction, fault.how) == (0, 3, "corrects")
    assert say(fault.says, **fault.values) == (
        "k1b corrects k1: PF-2018-0001 bills bidrag (k1) with 10 000 kr, and 0 kr is owed"
    )


def test_an_entry_withdrawn_after_billing_is_found_at_the_withdrawal() -> None:
    log = LOG + "  - {id: w1, withdraws: k1, because: Blev inställd}\n"

    [fault] = found(COURSE, log, billed("k1"))

    assert (fault.correction, fault.how) == (3, "withdraws")
    assert say(fault.says, **fault.values).startswith("w1 withdraws k1: PF-2018-0001 bills")


def test_a_correction_that_raises_the_sum_is_found_too() -> None:
    log = LOG.replace("participants: 14, rate: hög", "participants: 14, rate: låg")
    log += CORRECTED.format(count=14, rate="hög")

    assert said(COURSE, log, billed("k1", "6500")) == [
        "0: k1b corrects k1: PF-2018-0001 bills bidrag (k1) with 6 500 kr, and 10 000 kr is owed"
    ]


def test_a_correction_that_changes_no_sum_is_no_fault() -> None:
    assert said(COURSE, LOG + CORRECTED.format(count=13, rate="hög"), billed("k1")) == []


def test_what_was_credited_down_to_the_corrected_sum_is_no_fault() -> None:
    assert said(COURSE, LOG + CORRECTED.format(count=14, rate="låg"), billed("k1", "6500")) == []


def test_a_correction_made_before_billing_is_not_blamed() -> None:
    log = LOG + CORRECTED.format(count=14, rate="låg")

    assert said(COURSE, log, billed("k1", "12000")) == [
        "0: bidrag (k1) is billed with 12 000 kr; 6 500 kr is owed"
    ]


def test_a_quantity_corrected_after_billing_is_found_at_the_correction() -> None:
    text = payment(
        "per_unit", "rate: 4 kr", "quantity: invånare", "at: 1 November before", "per: year"
    )
    log = (
        "  - {id: q1, quantity: invånare, date: 2017-11-01, value: 30 000}\n"
        "  - {id: q2, corrects: q1, quantity: invånare, date: 2017-11-01, value: 29 000,"
        " because: Avläst fel}\n"
    )

    [fault] = found(text, log, billed(amount="120000", days="2018-01-01..2018-12-31"))

    assert fault.correction == 1
    assert "with 120 000 kr, and 116 000 kr is owed" in say(fault.says, **fault.values)


def test_an_event_that_ends_the_agreement_is_no_correction() -> None:
    log = "  - {id: e1, event: ended, date: 2018-06-30}\n"

    [fault] = found(YEARLY, log, billed(amount="10000", days="2018-07-01..2018-07-31"))

    assert fault.correction is None
    assert "2018-07 lies outside" in say(fault.says, **fault.values)


def test_nothing_is_judged_where_the_agreement_or_its_log_cannot_be_read() -> None:
    from iop_cli.book import open_partnership
    from iop_cli.reading import Library, Today

    broken = open_partnership(("a.yaml", b"a: ["), None, Today(TODAY), Library(lambda _name: None))

    assert faults(broken, [billed("k1")], TODAY) == []


@pytest.mark.parametrize(
    "period", ["2018", "2018-Q1", "2018-03", "2018-02-10..2018-05-20", "2017..2018"]
)
@pytest.mark.parametrize(
    ("text", "log"),
    [
        (YEARLY, ""),
        (fixed("amount: 100 000 kr", "per: quarter", "rounded: 1 kr", "rest: first"), ""),
        (fixed("amount: 247 700 kr", "per: year", "parts: 3"), ""),
        (COURSE, LOG),
        (payment("total", "amount: 711 833 kr", "split: equal"), ""),
        (payment("instalments", "amount: 100 kr",
                 "parts: [{date: 2018-02-15}, {date: 2018-03-15}, {date: 2018-09-15}]"), ""),
    ],
)  # fmt: skip
def test_what_is_computed_and_billed_is_never_a_fault(text: str, log: str, period: str) -> None:
    made = as_billed(text, log, period.replace("2017..2018", "2017-01-01..2018-12-31"))

    assert said(text, log, *made) == []


def as_billed(text: str, log: str, period: str, before: tuple[Billed, ...] = ()) -> list[Billed]:
    """The lines that are computed for a period, as they stand when they have been billed."""
    return [
        Billed(f"PF-{period}", line.payment, i.payer.id, i.payee.id, line.amount, line.part,
               line.start, line.end)
        for i in owed(text, log, period, billed=before).invoices for line in i.lines
    ]  # fmt: skip


@given(
    st.integers(1, 10_000_000),
    st.lists(st.dates(date(2017, 1, 1), date(2018, 12, 31)), min_size=1, max_size=5, unique=True),
    st.sampled_from(["year", "quarter", "month"]),
)
def test_any_periods_billed_one_after_the_other_are_no_fault(
    kronor: int, days: list[date], per: str
) -> None:
    text = fixed(f"amount: {kronor} kr", f"per: {per}")
    made: tuple[Billed, ...] = ()
    for first, last in zip(sorted(days), sorted(days)[1:], strict=False):
        span = f"{first}..{date.fromordinal(last.toordinal() - 1)}"
        made += tuple(as_billed(text, "", span, made))

    assert said(text, "", *made) == []
    assert len(said(text, "", *(b for b in made if b.amount), *(b for b in made if b.amount))) == (
        sum(1 for b in made if b.amount)
    )


def test_the_words_are_swedish_where_that_is_asked_for_and_the_values_are_the_same() -> None:
    [english] = found(COURSE, LOG, billed("k2"))
    words.use("sv")
    [swedish] = found(COURSE, LOG, billed("k2"))

    assert getattr(english.values["reason"], "text", None) == ""
    assert english.says == swedish.says


def test_a_ledger_that_speaks_of_the_last_days_there_are_stops_no_run() -> None:
    text = fixed("amount: 1 000 kr", "per: month", "cap: 500 kr").replace(
        "payments:", "term: {start: 2017-01-01, end: none}\npayments:"
    )

    told = said(text, "", billed(amount="2000", days="9999-12-01..9999-12-31"))

    assert told[-1].startswith("0: 2 000 kr of bidrag is billed for 9999-12; the cap is 500 kr")


def test_a_reading_by_a_party_that_does_not_pay_is_refused_and_stops_no_run() -> None:
    text = payment("per_unit", "rate: 4 kr", "quantity: nätter").replace(
        "from: kommunen", "from: [kommunen]"
    )
    log = "  - {id: q1, quantity: nätter, party: föreningen, date: 2018-05-01, value: 3}\n"

    drafted = owed(text, log)

    assert [one.reason for one in drafted.refused] == [
        "föreningen does not pay it by the agreement"
    ]
    assert said(text, log, billed("q1", "12")) == []
