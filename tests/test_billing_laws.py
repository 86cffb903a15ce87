"""The laws of money: whatever is agreed, parts add up, days are billed once, terms are kept."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from owed import fixed, owed, payment, sums, total

from iop_cli.billing.calendar import Days
from iop_cli.billing.listed import apportioned
from iop_cli.invoice import Billed

CENT = Decimal("0.01")
LAST = date(2020, 12, 31)
days = st.dates(date(2016, 1, 1), LAST)
kronor = st.decimals(Decimal("0.01"), Decimal(9_999_999), places=2)
periods = st.sampled_from(["year", "half_year", "tertial", "quarter", "month", "school_term"])
keys = st.lists(
    st.sampled_from(
        ["parts: 3", "rest: last", "rest: first", "rounded: 1 kr", "pro_rata: days",
         "invoiced: [quarterly_in_arrears]", "yearly_uplift: 2,5 %",
         "schedule: [{valid: {from: 2018}, parts: 4, pay: first week of quarter}]"]
    ),
    unique_by=lambda key: key.partition(":")[0], max_size=3,
)  # fmt: skip
LIMIT = settings(max_examples=60, deadline=None)


def written(amount: Decimal) -> str:
    return f'"{amount:f}"'.replace(".", ",").replace('"', '"', 1)[:-1] + ' kr"'


def agreed(first: date, last: date, amount: Decimal, per: str, more: list[str]) -> str:
    term = f"term: {{start: {first}, end: {last}}}\n"
    return term + fixed(f"amount: {written(amount)}", f"per: {per}", *more)


@LIMIT
@given(days, days, kronor, periods, keys)
def test_months_and_quarters_add_up_to_the_years_and_nothing_lies_outside_the_term(
    first: date, last: date, amount: Decimal, per: str, more: list[str]
) -> None:
    assume(first <= last)
    text = agreed(first, last, amount, per, more)
    years = [str(year) for year in range(2016, 2021)]
    quarters = [f"{year}-Q{number}" for year in years for number in range(1, 5)]
    months = [f"{year}-{number:02}" for year in years for number in range(1, 13)]

    by_years = [owed(text, period=year) for year in years]

    whole = sum((total(found) for found in by_years), Decimal(0))
    assert sum((total(owed(text, period=q)) for q in quarters), Decimal(0)) == whole
    assert sum((total(owed(text, period=m)) for m in months), Decimal(0)) == whole
    lines = [line for found in by_years for i in found.invoices for line in i.lines]
    assert all(line.amount == line.amount.quantize(CENT) for line in lines)
    assert all(
        line.start and line.end and first <= line.start <= line.end <= last for line in lines
    )


@LIMIT
@given(days, days, kronor, periods, keys, st.lists(days, min_size=1, max_size=4))
def test_however_the_time_is_divided_each_day_is_billed_once(
    first: date, last: date, amount: Decimal, per: str, more: list[str], cuts: list[date]
) -> None:
    assume(first <= last)
    text = agreed(first, last, amount, per, more)
    whole = total(owed(text, period=f"{date(2016, 1, 1)}..{LAST}"))
    billed: list[Billed] = []

    for piece in [*Days(date(2016, 1, 1), LAST).cut(cuts), Days(date(2016, 1, 1), LAST)]:
        found = owed(text, period=f"{piece.first}..{piece.last}", billed=billed)
        billed += [
            Billed("PF-1", line.payment, i.payer.id, i.payee.id, line.amount, line.part, line.start,
                   line.end)
            for i in found.invoices for line in i.lines
        ]  # fmt: skip

    assert sum((b.amount for b in billed), Decimal(0)) == whole
    assert not owed(text, period=f"{date(2016, 1, 1)}..{LAST}", billed=billed).invoices


@given(
    kronor,
    st.lists(st.integers(1, 1000), min_size=1, max_size=9),
    st.sampled_from(["first", "last"]),
)
def test_shares_of_a_sum_add_up_to_it(amount: Decimal, weights: list[int], rest: str) -> None:
    from fractions import Fraction

    whole = sum(weights)

    parts = apportioned(amount, [Fraction(w, whole) for w in weights], rest)

    assert sum(parts) == amount
    assert all(part == part.quantize(CENT) for part in parts)


@LIMIT
@given(kronor, st.integers(1, 99), st.integers(2016, 2018))
def test_what_two_receivers_get_adds_up_to_what_is_paid(
    amount: Decimal, share: int, year: int
) -> None:
    text = fixed(f"amount: {written(amount)}", "per: year").replace(
        "to: föreningen", f"to: {{föreningen: {share} %, kommunen: {100 - share} %}}"
    )

    found = owed(text, period=str(year))

    assert sum(sums(found), Decimal(0)) == (amount if year > 2016 else 0)


@LIMIT
@given(st.lists(st.tuples(st.integers(1, 12), kronor), max_size=8), kronor)
def test_costs_never_pass_the_ceiling_however_they_are_billed(
    costs: list[tuple[int, Decimal]], cap: Decimal
) -> None:
    text = payment("cost_cap", f"cap: {written(cap)}", "per: year")
    log = "".join(
        f"  - {{id: c{n}, cost: bidrag, period: 2018-{month:02}, amount: {written(amount)}}}\n"
        for n, (month, amount) in enumerate(costs)
    )

    found = owed(text, log, "2018")

    assert total(found) == min(cap, sum((amount for _m, amount in costs), Decimal(0)))


@LIMIT
@given(days, st.integers(0, 700))
def test_an_amendment_splits_a_year_without_losing_an_ore(day: date, length: int) -> None:
    last = min(day + timedelta(length), LAST)
    text = agreed(day, last, Decimal("100000.01"), "year", []) + (
        f"amendments:\n  a1: {{from: {day + timedelta(length // 2)},"
        " changes: {payments.bidrag.called: stöd}}\n"
    )
    plain = agreed(day, last, Decimal("100000.01"), "year", [])

    assert total(owed(text, period="2016..2020")) == total(owed(plain, period="2016..2020"))
