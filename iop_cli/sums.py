"""What the payments of an agreement come to over its term, where that can be said.

Adds what is printed; never guesses what is unknown, and never bills anything (see invoice).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from iop_cli.deadlines import current_end
from iop_cli.model.agreement import Agreement
from iop_cli.model.kinds import NONE, Span
from iop_cli.model.payment import (
    CostCap,
    Fixed,
    Instalments,
    LumpSum,
    PaymentBase,
    PerActivity,
    PerUnit,
    Total,
)
from iop_cli.quantity import Amount, Length, Share, rounded
from iop_cli.reading import Reading

_DAY = timedelta(days=1)
_MONTHS = {"month": 1, "quarter": 3, "tertial": 4, "half_year": 6, "school_term": 6, "year": 12}
_MOST_MONTHS = 12 * 400
_OfMonth = Callable[[date, int], Amount | None]


def sum_over_term(reading: Reading) -> Amount | None:
    """All payments over the whole term with every amendment; None where any of it is unknown.

    Its nature tells whether it is exact, about or up to; zero where the parties settled that no
    money moves.
    """
    payments = _latest(reading).payments
    if payments is NONE:
        return Amount(Decimal(0))
    if not isinstance(payments, dict):
        return None
    amounts = [_of_one(id, payment, reading) for id, payment in payments.items()]
    return _added([a for a in amounts if a]) if all(amounts) else None


def _latest(reading: Reading) -> Agreement:
    return reading.versions[-1][1] if reading.versions else reading.agreement


def _of_one(id: str, payment: PaymentBase, reading: Reading) -> Amount | None:
    found: Amount | None
    match payment:
        case Fixed():
            found = _fixed(id, payment, reading)
        case Instalments():
            found = payment.amount or _added([p.amount for p in payment.parts])
        case LumpSum():
            found = payment.amount
        case Total():
            found = payment.amount or _split(payment)
        case CostCap():
            return _at_most(_times(payment.cap, payment, reading))
        case PerActivity() | PerUnit():
            return _at_most(_times(payment.cap, payment, reading))
        case _:
            return None
    is_loose = payment.index is not None or payment.settled is not None
    return replace(found, nature="about") if found and is_loose else found


def _at_most(amount: Amount | None) -> Amount | None:
    return replace(amount, nature="up to") if amount else None


def _split(payment: Total) -> Amount | None:
    return _added(list(payment.split.values())) if isinstance(payment.split, dict) else None


def _added(amounts: Sequence[object]) -> Amount | None:
    """The sum; None where something is no amount, or of another currency or direction."""
    held = [a for a in amounts if isinstance(a, Amount)]
    natures = {a.nature for a in held} - {"exact"}
    if not held or len(held) < len(amounts) or len({a.currency for a in held}) > 1:
        return None
    if "up to" in natures and natures & {"over", "at least"}:
        return None
    nature = "about" if "about" in natures else min(natures, default="exact")
    return _plain(sum((a.value for a in held), Decimal(0)), held[0], nature)


def _plain(value: Decimal, like: Amount, nature: str) -> Amount:
    unit = "kr" if like.currency == "SEK" else like.currency
    return Amount(rounded(value), like.currency, unit, nature)


def _days(payment: PaymentBase, reading: Reading) -> tuple[date, date] | None:
    """The first and the last day that the payment runs; None where either is unknown."""
    first, last, valid = reading.first_day, current_end(reading), payment.valid
    starts = [first, valid.from_.as_start if valid and valid.from_ else None]
    ends = [last, valid.to.as_end if valid and valid.to else None]
    start = max((d for d in starts if d), default=None)
    end = min((d for d in ends if d), default=None)
    return (start, end) if start and end and start <= end else None


def _times(amount: Amount | None, payment: PaymentBase, reading: Reading) -> Amount | None:
    """An amount as often as its period comes in the term; once where it has no period."""
    if amount is None or payment.per in (None, "all"):
        return amount
    return _by_month(lambda _day, _year: amount, payment, reading)


def _fixed(id: str, payment: Fixed, reading: Reading) -> Amount | None:
    if payment.per == "all":
        return payment.amount
    uplift = payment.yearly_uplift
    if uplift and (payment.per != "year" or (payment.amount and payment.first_year)):
        return None

    def on(day: date, year: int) -> Amount | None:
        payments = reading.on(day).payments
        now = payments.get(id) if isinstance(payments, dict) else None
        return _in_year(now if isinstance(now, Fixed) else payment, day, year)

    return _by_month(on, payment, reading)


def _in_year(payment: Fixed, day: date, year: int) -> Amount | None:
    """The amount that holds on a day, in the so-manieth year (0 is the first)."""
    for plan in payment.schedule or []:
        if plan.amount and _holds(plan.valid, day):
            return plan.amount
    if year == 0 and payment.first_year:
        return payment.first_year
    base = payment.amount or (payment.first_year if payment.yearly_uplift else None)
    match payment.yearly_uplift:
        case Amount() as more if base:
            return replace(base, value=base.value + more.value * year)
        case Share() as more if base:
            value = rounded(base.value * (1 + more.value) ** year)
            return replace(base, value=value, nature="about" if year else base.nature)
        case _:
            return base


def _holds(valid: Span | None, day: date) -> bool:
    start = valid.from_.as_start if valid and valid.from_ else None
    end = valid.to.as_end if valid and valid.to else None
    return (start is None or start <= day) and (end is None or day <= end)


def _by_month(on: _OfMonth, payment: PaymentBase, reading: Reading) -> Amount | None:
    """The months of the term one by one, each with its part of the amount that holds then.

    A broken last month counts its days, and the sum is about.
    """
    days, months = _days(payment, reading), _MONTHS.get(payment.per or "")
    if not days or not months:
        return None
    start, end = days
    total, held = Fraction(0), list[Amount]()
    for count in range(_MOST_MONTHS):
        first = Length.of_months(count).after(start)
        if first > end:
            break
        last = Length.of_months(count + 1).after(start) - _DAY
        amount = on(first, count // 12)
        if amount is None:
            return None
        part = Fraction((min(last, end) - first).days + 1, (last - first).days + 1)
        total += Fraction(amount.value) * part / months
        held.append(amount if part == 1 else replace(amount, nature="about"))
    value = Decimal(total.numerator) / Decimal(total.denominator)
    whole = _added(held)
    return _plain(value, whole, whole.nature) if whole else None
