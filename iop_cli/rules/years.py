"""IOP4xx, how money falls over the years: yearly splits, years left out, prepayment, budget year.

Knows what is to be paid when. Never what was invoiced or paid.
"""

import re
from collections.abc import Iterator
from datetime import date

from iop_cli.model.economy import Budget
from iop_cli.model.kinds import Span
from iop_cli.model.payment import Fixed, Instalments, LumpSum, Payment, Total
from iop_cli.quantity import Length, Moment
from iop_cli.reading import Reading
from iop_cli.rules.rule import WARNING, Finding, Findings, Where, found, rule
from iop_cli.words import mark

_YEAR = re.compile(r"(?<![0-9])(?:19|20|21)[0-9]{2}(?![0-9])")
_TWELVE_MONTHS = Length.of_months(12)


@rule("IOP405", "no-yearly-split", WARNING, rests=("term",))
def no_yearly_split(reading: Reading) -> Findings:
    """A total for several years, and nothing says how much of it belongs to each year.

    Budgets are decided a year at a time. Without a split nobody can budget the later years, bill
    one of them, or tell what is left if the agreement ends early.

    Agree on the yearly amounts and write them under split, or write split: equal if the years are
    alike.
    """
    for name, payment in _payments(reading).items():
        if not isinstance(payment, Total) or payment.split is not None:
            continue
        first, last = _days(reading, payment)
        if first and last and first.year == last.year:
            continue
        where: Where = ("payments", name, "split")
        if payment.amount:
            says = mark("{amount} is for several years; nothing says how much is for each")
            yield found(*where, says=says, amount=payment.amount)
        else:
            yield found(*where, says=mark("a sum for several years has no yearly split"))


@rule("IOP406", "year-without-amount", WARNING, rests=("term", "payments", "budgets"))
def year_without_amount(reading: Reading) -> Findings:
    """A year of the term has no amount, while other years have one.

    The year may be free of charge, forgotten, or left for a later decision; the text should tell
    which, since the party that does the work has to plan for all years.

    Write the missing year's amount, or 0 kr where nothing is to be paid, or let payment and term
    cover the same years.
    """
    splits = [
        (("payments", name, "split"), payment)
        for name, payment in _payments(reading).items()
        if isinstance(payment, Total) and isinstance(payment.split, dict)
    ]
    for where, payment in splits:
        keys = [_years_in(k) for k in payment.split] if isinstance(payment.split, dict) else []
        if all(keys):
            yield from _missing(where, _days(reading, payment), {y for k in keys for y in k})
    if not splits:
        yield from _uncovered(reading)


@rule("IOP413", "long-prepayment", WARNING, rests=("term", "repayment"))
def long_prepayment(reading: Reading) -> Findings:
    """Money is paid more than twelve months before the end of what it is for, and the text does not
    say what is paid back if the work is not done.

    The longer the time, the more can change: the activity may cease, the association may close.
    Public money then has to be asked back without a rule to lean on.

    Agree on smaller payments over the time, or on a repayment clause; write repayment: none if the
    parties agreed that nothing is paid back.
    """
    if reading.says("repayment") or reading.says("clauses", "repayment"):
        return
    for name, payment in _payments(reading).items():
        place, paid = _paid_at_last(reading, payment)
        day = paid.as_end if paid else None
        end = _days(reading, payment)[1]
        if day and end and _TWELVE_MONTHS.after(day) < end:
            says = mark("paid {paid} for a time that lasts to {end}; nothing is said of repayment")
            yield found("payments", name, place, says=says, paid=paid, end=end)


@rule("IOP414", "charged-to-another-year", WARNING)
def charged_to_another_year(reading: Reading) -> Findings:
    """Money is charged to another budget year than the year that it is paid in.

    It happens around New Year, when what is left of one budget pays for the next year's work. The
    accounts of a municipality or region give each year its own costs, so the reason belongs in the
    text.

    Change the day of payment or the budget year, or write down who decided it and why.
    """
    for name, payment in _payments(reading).items():
        charged = _years_in(payment.charged_to or "")
        paid = [moment for _place, moment in _paid_on(payment)]
        elsewhere = [m for m in paid if not _years_of(m) & charged]
        if charged and elsewhere:
            says = mark("charged to {charged}; paid {paid}")
            where: Where = ("payments", name, "charged_to")
            yield found(*where, says=says, charged=payment.charged_to, paid=elsewhere)


def _payments(reading: Reading) -> dict[str, Payment]:
    payments = reading.agreement.payments
    return payments if isinstance(payments, dict) else {}


def _days(reading: Reading, payment: Payment) -> tuple[date | None, date | None]:
    """The first and last day that a payment is for: its own, else those of the term."""
    covers = payment.covers if isinstance(payment, LumpSum | Total) else None
    if covers:
        return covers.start, covers.end
    valid = payment.valid
    first = valid.from_.as_start if valid and valid.from_ else None
    last = valid.to.as_end if valid and valid.to else None
    return first or reading.first_day, last or reading.agreed_end


def _missing(
    where: Where, days: tuple[date | None, date | None], given: set[int]
) -> Iterator[Finding]:
    """The years between two days that have no amount, where some of them have one."""
    first, last = days
    if not first or not last:
        return
    wanted = range(first.year, last.year + 1)
    missing, known = [y for y in wanted if y not in given], [y for y in wanted if y in given]
    if missing and known:
        says = mark("an amount stands for {known}, none for {missing}")
        yield found(*where, says=says, known=_rows(known), missing=_rows(missing))


def _uncovered(reading: Reading) -> Iterator[Finding]:
    """Years of the term that no payment and no budget is for."""
    limits = [_limit(("payments", n), p, reading) for n, p in _payments(reading).items()]
    limits += [_budget_limit(n, b) for n, b in (reading.agreement.budgets or {}).items()]
    if limits and all(limits):
        given = {year for limit in limits if limit for year in limit[1]}
        where = next(limit[0] for limit in limits if limit)
        yield from _missing(where, (reading.first_day, reading.agreed_end), given)


def _limit(where: Where, payment: Payment, reading: Reading) -> tuple[Where, set[int]] | None:
    """The years that a payment is limited to, and what limits it; None where nothing does."""
    plans = [p.valid for p in payment.schedule or []]
    if isinstance(payment, LumpSum | Total) and payment.covers:
        years = range(payment.covers.start.year, payment.covers.end.year + 1)
        return (*where, "covers"), set(years)
    if payment.valid:
        return (*where, "valid"), _span_years(payment.valid, reading)
    if plans and all(plans):
        years_of_plans = [_span_years(valid, reading) for valid in plans if valid]
        return (*where, "schedule"), set().union(*years_of_plans)
    return None


def _span_years(valid: Span, reading: Reading) -> set[int]:
    first = (valid.from_.as_start if valid.from_ else None) or reading.first_day
    last = (valid.to.as_end if valid.to else None) or reading.agreed_end
    return set(range(first.year, last.year + 1)) if first and last else set()


def _budget_limit(name: str, budget: Budget) -> tuple[Where, set[int]] | None:
    years = _years_in(budget.year or "")
    return (("budgets", name, "year"), years) if years else None


def _years_of(moment: Moment) -> set[int]:
    first, last = moment.as_start, moment.as_end
    return set(range(first.year, last.year + 1)) if first and last else set()


def _rows(years: list[int]) -> list[str]:
    """Years in a sentence: 2019, and 2021 to 2024 with a dash."""
    rows: list[list[int]] = []
    for year in years:
        if rows and rows[-1][-1] == year - 1:
            rows[-1].append(year)
        else:
            rows.append([year])
    return [str(r[0]) if len(r) == 1 else f"{r[0]}\u2013{r[-1]}" for r in rows]


def _paid_on(payment: Payment) -> list[tuple[str, Moment]]:
    """The days that a payment is due by its own words, each with the key that says so."""
    if isinstance(payment, Instalments):
        return [("parts", p.date) for p in payment.parts if p.date and p.date.as_end]
    if isinstance(payment, Fixed | LumpSum) and payment.date and payment.date.as_end:
        return [("date", payment.date)]
    return []


def _paid_at_last(reading: Reading, payment: Payment) -> tuple[str, Moment | None]:
    """The day when the whole sum is paid, and the key that says so; None where it is unknown."""
    if isinstance(payment, Fixed) and payment.per != "all":
        return "", None
    paid = _paid_on(payment)
    if isinstance(payment, Instalments) and len(paid) < len(payment.parts):
        return "", None
    if paid:
        return paid[0][0], max((m for _place, m in paid), key=lambda m: m.as_end or date.min)
    one_sum = isinstance(payment, LumpSum | Total)
    if one_sum and payment.invoiced == ["at_start"]:
        first = _days(reading, payment)[0]
        return "invoiced", Moment.on(first) if first else None
    return "", None


def _years_in(text: str) -> set[int]:
    """The years that a text names, from the first to the last."""
    years = [int(year) for year in _YEAR.findall(text)]
    return set(range(min(years), max(years) + 1)) if years else set()
