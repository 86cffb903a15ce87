"""IOP7xx, the money held against the law: procurement limits, de minimis aid and the budget plan.

Reminds of a figure, its date and its source, and never judges. What is agreed is reckoned in worth.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from iop_cli.model.kinds import NONE
from iop_cli.model.payment import (
    CostCap,
    Fixed,
    Instalments,
    LumpSum,
    Payment,
    PerActivity,
    PerUnit,
    Total,
)
from iop_cli.quantity import Amount, Length, NotRead, Period, Share
from iop_cli.reading import Reading
from iop_cli.rules.rule import INFO, WARNING, Finding, Findings, Where, found, rule
from iop_cli.rules.worth import agreed_value, in_kronor, public_payments, worth_of
from iop_cli.words import Said, mark, say

THREE_YEARS = 36
# at five kronor for a euro this is 200 000 euro, and no euro has been that cheap
REMIND_ABOVE = Decimal(1_000_000)
_KRONA = Amount(Decimal(1))
_UNVERIFIED = mark(", a figure that nobody has verified")
_ASSUMED = mark("; value_class is not stated, so the limit is that for goods and services")


@rule(
    "IOP704",
    "procurement-limit",
    INFO,
    rests=("term", "payments", "activities", "decisions", "parties"),
)
def procurement_limit(reading: Reading) -> Findings:
    """The agreed value is above the limit for direct award, or the limit of that day is not known.

    If this were a purchase, its whole value with options and extensions, without VAT, would count
    against the limit in force when it was decided (LOU; the figures stand with their sources in
    tables/procurement.yaml, and one that nobody has verified is said to be so). Where the day of
    the decision is not recorded, the first day of the term is used. The value is what the parties
    have agreed on: sums for a period by whole and part months, activities at the most and at the
    highest rate, costs up to their ceiling. It is "at least" so much where something has no figure,
    or where extensions or the term have no end: then one extension counts, and one year. Above
    100 000 kr reasons must be noted since 2014-07-01.

    Write down why it is no purchase and keep that with the agreement; where the limit is missing,
    supply it, with its source, in your own templates/tables/procurement.yaml.
    """
    day, value = _decided(reading), agreed_value(reading)
    if day is None or value is None:
        return
    kind = reading.agreement.value_class
    row = reading.library.row("procurement", day.day)
    limit = _amount(row, kind or "goods_services")
    if row is None or limit is None:
        says = mark("{value} over the whole term; the limit {day} is missing and must be supplied")
        yield found("payments", says=says, value=value, day=day)
    elif value.value > limit.value:
        says = mark("{value} over the whole term; the limit {day} was {limit}{doubt}{assumed}")
        doubt, assumed = Said(_doubt(row)), Said("" if kind else _ASSUMED)
        yield found("payments", says=says, value=value, day=day, limit=limit,
                    doubt=doubt, assumed=assumed)  # fmt: skip


@dataclass(frozen=True)
class _Day:
    """The day whose figure is read: that of the decision, or the first day of the term."""

    day: date
    decided: bool

    @property
    def text(self) -> str:
        """The day, as it identifies a finding."""
        return self.day.isoformat()

    def in_words(self) -> str:
        """Which day it is, and why."""
        if self.decided:
            return say(mark("on the day of the decision, {day},"), day=self.day)
        return say(mark("on the first day, {day} (no decision day is recorded),"), day=self.day)


def _decided(reading: Reading) -> _Day | None:
    agreement = reading.agreement
    later = {a.decision for a in (agreement.amendments or {}).values()}
    days = [
        d.decided.as_end
        for i, d in (agreement.decisions or {}).items()
        if i not in later and d.effect in (None, "sign") and d.decided
    ]
    first = min((d for d in days if d), default=None)
    if first:
        return _Day(first, decided=True)
    return _Day(reading.first_day, decided=False) if reading.first_day else None


def _amount(row: dict[str, Any] | None, column: str) -> Amount | None:
    text = (row or {}).get(column)
    try:
        return Amount.read(text) if isinstance(text, str) else None
    except NotRead:
        return None


def _doubt(row: dict[str, Any]) -> str:
    return "" if row.get("verified") == "yes" else _UNVERIFIED


@rule(
    "IOP706", "de-minimis", INFO, rests=("term", "payments", "activities", "decisions", "parties")
)
def de_minimis(reading: Reading) -> Findings:
    """Support to one association over three years that may reach the ceiling for de minimis aid.

    The ceiling holds only for economic activity, counts per recipient and group from the day of the
    decision, and is set in euro: 200 000 to the end of 2023 (Regulation 1407/2013), 300 000 from
    2024 (Regulation 2023/2831). The shipped table has no exchange rate. With a rate in the row
    (kronor for one euro, with rate_date and rate_source) the two are compared; without one the
    rule is silent up to 1 mkr, since 200 000 euro have never been worth so little, and reminds
    above it. Support in kind counts too, but is not in this sum.

    Assess whether the activity is economic, and if it is ask the association for its certificate of
    other such aid; supply the rate, with day and source, in your own
    templates/tables/state_aid.yaml.
    """
    day = _decided(reading)
    row = reading.library.row("state_aid", day.day) if day else None
    ceiling, rate = _amount(row, "general"), _amount(row, "rate")
    if row is None or ceiling is None:
        return
    for where, party, support in _supported(reading):
        values = {"support": support, "party": party, "ceiling": ceiling}
        if rate is None and support.value > REMIND_ABOVE:
            says = mark(
                "{support} to {party} over three years; the ceiling is {ceiling}{doubt}, and no "
                "exchange rate is given to compare them by"
            )
            yield Finding(where, says, {**values, "doubt": Said(_doubt(row))})
        elif rate and support.value > ceiling.value * rate.value:
            says = mark(
                "{support} to {party} over three years; the ceiling is {ceiling}{doubt}, which is "
                "{kronor} at {rate} a euro ({source}, {day})"
            )
            kronor = Amount.of(ceiling.value * rate.value, _KRONA)
            source, day_read = row.get("rate_source", "?"), row.get("rate_date", "?")
            told = {"doubt": Said(_doubt(row)), "source": source, "day": day_read}
            yield Finding(where, says, {**values, **told, "kronor": kronor, "rate": rate})


def _supported(reading: Reading) -> Iterator[tuple[Where, str, Amount]]:
    """Each association, where it is first paid, and the most that it is paid in three years."""
    agreement = reading.agreement
    for name, party in agreement.parties.items():
        if party.role != "nonprofit":
            continue
        total, first = Fraction(0), ""
        for key, payment in public_payments(agreement).items():
            worth = worth_of(payment, reading)
            part = _part_of(payment, name, worth.within(THREE_YEARS)) if worth else Fraction(0)
            first = first or (key if part else "")
            total += part
        if total:
            yield ("payments", first, "to"), party.name, in_kronor(total)


def _part_of(payment: Payment, party: str, whole: Fraction) -> Fraction:
    """A recipient's part of a sum; nothing where the split is unknown."""
    match payment.to:
        case str() as one if one == party:
            return whole
        case [one] if one == party:
            return whole
        case dict() as split if party in split:
            part = split[party]
            if isinstance(part, Share):
                return whole * Fraction(part.value)
            amounts = [a.value for a in split.values() if isinstance(a, Amount)]
            return (
                whole * Fraction(part.value) / Fraction(sum(amounts)) if sum(amounts) else whole * 0
            )
        case _:
            return Fraction(0)


@rule("IOP711", "budget-plan-missing", WARNING, rests=("term", "payments", "budgets", "stated_sum"))
def budget_plan_missing(reading: Reading) -> Findings:
    """The guideline asks for a budget plan, and no budget, split or yearly sum reaches as far.

    An association that employs people on one year's money cannot plan, and a public body that has
    set no money aside ought to wait, or choose a grant or a procurement: so Helsingborg's guideline
    (read 2026-11-22), whose profile takes a long-term plan to be three years, the shortest term it
    calls usual. Silent where no money moves.

    Write a budget for each year, a yearly sum or a split that covers the time, or write down why
    a shorter plan is enough.
    """
    plan = reading.profile.budget_plan if reading.profile else None
    agreement, first = reading.agreement, reading.first_day
    if not plan or not plan.months or agreement.payments is NONE:
        return
    if first is None and (agreement.payments or agreement.budgets):
        return
    planned = list(_planned(reading))
    if None in planned:
        return
    last = max((d for d in planned if d), default=None)
    months = Period("", first, last).months() if first and last and first <= last else 0
    if months >= plan.months:
        return
    key = "budgets" if agreement.budgets or not agreement.payments else "payments"
    if months:
        says = mark("the budget plan reaches {reach}; the guideline asks for {plan}")
        yield found(key, says=says, reach=Length.of_months(months), plan=plan)
    else:
        says = mark("there is no budget plan; the guideline asks for one of {plan}")
        yield found(key, says=says, plan=plan)


def _planned(reading: Reading) -> Iterator[date | None]:
    """The last day that each budget or payment has money for; None where it goes on without end."""
    agreement = reading.agreement
    years = [_period(b.year) for b in (agreement.budgets or {}).values()]
    yield from (year.end for year in years if year)
    payments = agreement.payments
    for payment in (payments if isinstance(payments, dict) else {}).values():
        until = payment.valid.to.as_end if payment.valid and payment.valid.to else None
        match payment:
            case Fixed() | CostCap() | PerActivity():
                yearly = payment.per or isinstance(payment, PerActivity)
                if yearly and worth_of(payment, reading):
                    yield until or reading.agreed_end
            case PerUnit() if payment.rate:
                yield until or reading.agreed_end
            case Total() | LumpSum() | Instalments():
                yield from _years(payment, reading.agreed_end)
            case _:
                pass


def _years(payment: Total | LumpSum | Instalments, end: date | None) -> Iterator[date | None]:
    """The last days of the years that a sum is told for."""
    match payment:
        case Total() if isinstance(payment.split, dict):
            yield from (year.end for year in map(_period, payment.split) if year)
        case Total() if payment.split == "equal":
            yield payment.covers.end if payment.covers else end
        case LumpSum() if payment.amount and payment.covers:
            yield payment.covers.end
        case Instalments():
            days = [p.date.as_end if p.date else None for p in payment.parts]
            yield from (date(day.year, 12, 31) for day in days if day is not None)
        case _:
            pass


def _period(text: str | None) -> Period | None:
    try:
        return Period.read(text) if text else None
    except NotRead:
        return None
