"""What the agreed payments come to over the term, with its extensions, in kronor.

Reckons for the rules that hold the money against the law. Reports nothing and rounds once, last.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import Any, assert_never

from iop_cli.model.agreement import Agreement
from iop_cli.model.payment import (
    CostCap,
    Fixed,
    Instalments,
    LumpSum,
    Payment,
    PerActivity,
    PerUnit,
    Plan,
    Rate,
    Total,
)
from iop_cli.model.term import Renewal
from iop_cli.quantity import Amount, Length, Period, Share, rounded
from iop_cli.reading import Reading

MONTHS = {
    "day": Fraction(12, 365), "week": Fraction(12, 52), "month": Fraction(1),
    "quarter": Fraction(3), "tertial": Fraction(4), "school_term": Fraction(6),
    "half_year": Fraction(6), "year": Fraction(12),
}  # fmt: skip


@dataclass(frozen=True)
class Worth:
    """What a payment comes to in kronor over the agreed term, and in a month of an extension.

    `monthly` is None where nobody can say; `more` tells that the sum is the least.
    """

    in_term: Fraction
    monthly: Fraction | None
    months: Fraction
    more: bool = False

    def within(self, months: int) -> Fraction:
        """The most in so many months; the whole where it is not paid month by month."""
        if self.months <= months or self.monthly is None:
            return self.in_term
        return self.monthly * months


def in_kronor(value: Fraction, *, more: bool = False) -> Amount:
    """A sum as an amount, to the hundredth; `more` makes it the least that it may be."""
    exact = rounded(Decimal(value.numerator) / Decimal(value.denominator))
    return Amount(exact, nature="at least" if more else "exact", text=str(exact))


def agreed_value(reading: Reading) -> Amount | None:
    """What the public parties pay over the agreed term with its extensions; None where unknown."""
    payments = public_payments(reading.agreement)
    worths = [worth_of(p, reading) for p in payments.values()]
    known = [w for w in worths if w]
    if not known or not any(w.in_term for w in known):
        return None
    extended, more = _extended(reading.agreement)
    more = more or len(known) < len(worths) or any(w.more for w in known)
    more = more or reading.agreed_end is None
    if extended:
        more = more or any(w.monthly is None for w in known)
    total = sum((w.in_term + (w.monthly or 0) * extended for w in known), Fraction(0))
    return in_kronor(total, more=more)


def _extended(agreement: Agreement) -> tuple[Fraction, bool]:
    """The months that extensions add, and whether there may be more of them than can be counted."""
    term = agreement.term
    if term and isinstance(term.at_end, Renewal):
        return _length(term.at_end.renews), True
    extension = term.extension if term else None
    if extension is None:
        return Fraction(0), False
    if extension.by is None:
        return Fraction(0), extension.decide is not None or extension.times is not None
    return _length(extension.by) * (extension.times or 1), extension.times is None


def _length(length: Length) -> Fraction:
    if length.months is not None:
        return Fraction(length.months)
    return Fraction(length.days_at_least) * MONTHS["day"]


def public_payments(agreement: Agreement) -> dict[str, Payment]:
    """The payments that a public party makes to somebody who is not one."""
    public = {i for i, p in agreement.parties.items() if p.role == "public"}
    payments = agreement.payments if isinstance(agreement.payments, dict) else {}
    return {
        i: p
        for i, p in payments.items()
        if (not _ids(p.from_) or _ids(p.from_) & public) and (not p.to or _ids(p.to) - public)
    }


def _ids(parties: str | list[str] | dict[str, Any] | None) -> set[str]:
    return {parties} if isinstance(parties, str) else set(parties or ())


def worth_of(payment: Payment, reading: Reading) -> Worth | None:
    """What a payment comes to; None where a figure is missing. An open term counts one year."""
    first = reading.first_day
    if first is None:
        return None
    if reading.agreed_end and reading.agreed_end < first:
        return None
    last = reading.agreed_end or Length.of_months(12).after(first) - timedelta(1)
    whole = _months(first, last)
    if payment.valid and payment.valid.from_:
        first = max(first, payment.valid.from_.as_start or first)
    ends = payment.valid.to.as_end if payment.valid and payment.valid.to else None
    last = min(last, ends or last)
    time = _Time(first, last, _months(first, last), whole, ended=ends is not None)
    match payment:
        case Fixed():
            worth = _amended(payment, time, reading) or _fixed(payment, time)
        case PerActivity():
            worth = _per_activity(payment, time, reading.agreement)
        case CostCap():
            worth = _ceiling(payment, time)
        case Instalments() | LumpSum() | Total():
            worth = _whole(payment, time)
        case PerUnit():
            worth = None
        case _:
            assert_never(payment)
    return _capped(worth, payment)


@dataclass(frozen=True)
class _Time:
    """The days that a payment holds, their months, the months of the term, and whether it ends."""

    first: date
    last: date
    months: Fraction
    term: Fraction
    ended: bool

    def worth(self, in_term: Fraction, monthly: Fraction | None, *, more: bool = False) -> Worth:
        """What it comes to; a payment with an end of its own adds nothing to an extension."""
        return Worth(in_term, Fraction(0) if self.ended else monthly, self.term, more)


# asked for each payment, by several rules: most often of the same term
@lru_cache(maxsize=1024)
def _months(first: date, last: date) -> Fraction:
    """The months from one day to another, both included; a broken month counts thirtieths."""
    if last < first:
        return Fraction(0)
    whole = Period("", first, last).months()
    rest = last + timedelta(1) - Length.of_months(whole).after(first)
    return whole + Fraction(rest.days, 30)


def _money(amount: Amount | None) -> Fraction | None:
    """Kronor; None where there is no amount, or it is in another currency."""
    return Fraction(amount.value) if amount and amount.currency == "SEK" else None


def _is_least(amount: Amount | None) -> bool:
    return amount is not None and amount.nature in ("over", "at least")


def _fixed(payment: Fixed, time: _Time) -> Worth | None:
    base = payment.first_year or payment.amount
    per = payment.per or ("year" if payment.first_year else None)
    sum_ = _money(base)
    if sum_ is None:
        return None
    if per not in MONTHS:
        return time.worth(sum_, None, more=per is None)
    monthly, in_term = sum_ / MONTHS[per], Fraction(0)
    for year in range(ceil(time.months / 12)):
        monthly = _raised(monthly, payment.yearly_uplift, MONTHS[per]) if year else monthly
        in_term += monthly * min(Fraction(12), time.months - 12 * year)
    for plan in payment.schedule or []:
        months, amount = _planned(plan, time), _money(plan.amount)
        if amount is not None and months:
            in_term += months * (amount - sum_) / MONTHS[per]
            monthly = amount / MONTHS[per]
    return time.worth(in_term, monthly, more=_is_least(base))


def _amended(payment: Fixed, time: _Time, reading: Reading) -> Worth | None:
    """A plain yearly sum that amendments changed: each time at the amount that held then."""
    held = [(s, _same(payment, reading.agreement, a)) for s, a in reading.versions]
    plain = [(s, p) for s, p in held if p and p.per in MONTHS and not p.schedule]
    sums = [_money(p.amount) for _s, p in plain]
    if reading.day is None or len(plain) < len(reading.versions) or len(set(sums)) < 2:
        return None
    in_term, monthly = Fraction(0), Fraction(0)
    for index, ((since, one), sum_) in enumerate(zip(plain, sums, strict=True)):
        if sum_ is None or one.yearly_uplift:
            return None
        until = plain[index + 1][0] - timedelta(1) if index + 1 < len(plain) else time.last
        monthly = sum_ / MONTHS[one.per or "year"]
        in_term += monthly * _months(max(time.first, since), min(time.last, until))
    return time.worth(in_term, monthly)


def _same(payment: Fixed, now: Agreement, other: Agreement) -> Fixed | None:
    """The payment of the same id in another version of the agreement."""
    mine, theirs = now.payments, other.payments
    if not isinstance(mine, dict) or not isinstance(theirs, dict):
        return None
    found = next((theirs.get(id) for id, p in mine.items() if p is payment), None)
    return found if isinstance(found, Fixed) else None


def _raised(monthly: Fraction, uplift: Amount | Share | None, per: Fraction) -> Fraction:
    if isinstance(uplift, Share):
        return monthly * (1 + Fraction(uplift.value))
    return monthly + (_money(uplift) or 0) / per


def _planned(plan: Plan, time: _Time) -> Fraction:
    """The months that a plan with an amount of its own holds."""
    start = plan.valid.from_.as_start if plan.valid and plan.valid.from_ else None
    end = plan.valid.to.as_end if plan.valid and plan.valid.to else None
    return _months(max(time.first, start or time.first), min(time.last, end or time.last))


def _per_activity(payment: PerActivity, time: _Time, agreement: Agreement) -> Worth | None:
    """Activities at the most, each at the highest rate; the least where no most is agreed."""
    rates = [r.amount if isinstance(r, Rate) else r for r in (payment.rates or {}).values()]
    sums = [_money(a) for a in (*rates, payment.amount) if a]
    known = [s for s in sums if s is not None]
    activity = (agreement.activities or {}).get(payment.activity)
    if not known or not activity:
        return None
    often, in_all = activity.volume, activity.volume_in_all
    once = 1 if often and often.min is None else None
    each = (often.max if often.max is not None else often.min or once) if often else None
    monthly = each / MONTHS[often.per] if often and often.per in MONTHS and each else None
    count = (in_all.max if in_all.max is not None else in_all.min) if in_all else None
    if count is None and monthly is None:
        return None
    more = (
        (in_all.max is None)
        if in_all and count is not None
        else bool(often and often.max is None and often.min)
    )
    whole = Fraction(count) if count is not None else (monthly or 0) * time.months
    highest = max(known)
    return time.worth(whole * highest, monthly * highest if monthly else None, more=more)


def _ceiling(payment: CostCap, time: _Time) -> Worth | None:
    cap = _money(payment.cap)
    if cap is None:
        return None
    if payment.per not in MONTHS:
        return time.worth(cap, None)
    monthly = cap / MONTHS[payment.per]
    return time.worth(monthly * time.months, monthly)


def _whole(payment: Instalments | LumpSum | Total, time: _Time) -> Worth | None:
    """A sum that is told whole, else the sum of its parts."""
    amounts = [payment.amount] if payment.amount else []
    if not amounts and isinstance(payment, Instalments):
        amounts = [p.amount for p in payment.parts if isinstance(p.amount, Amount)]
        amounts = amounts if len(amounts) == len(payment.parts) else []
    if not amounts and isinstance(payment, Total) and isinstance(payment.split, dict):
        amounts = list(payment.split.values())
    sums = [_money(a) for a in amounts]
    known = [s for s in sums if s is not None]
    if not known or len(known) < len(sums):
        return None
    return time.worth(sum(known, Fraction(0)), None, more=any(_is_least(a) for a in amounts))


def _capped(worth: Worth | None, payment: Payment) -> Worth | None:
    """No more than the cap, where it is told for the whole and not for a period."""
    cap = _money(payment.cap)
    if worth is None or cap is None or payment.per or worth.in_term <= cap:
        return worth
    return replace(worth, in_term=cap)
