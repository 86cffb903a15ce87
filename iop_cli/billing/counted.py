"""Money for what the log counts: costs up to a ceiling, and rates for quantities that were read."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from iop_cli.billing.calendar import MONTHS, Days, wholes
from iop_cli.billing.fixed import horizon_of
from iop_cli.billing.index import CENT, adjusted
from iop_cli.billing.periodic import Held, HeldOn, charges, in_kronor, span_of, title
from iop_cli.billing.retroactive import adjustments
from iop_cli.billing.work import (
    DAY,
    Charge,
    Outcome,
    Reason,
    Refused,
    Version,
    Work,
    not_paid,
)
from iop_cli.model.payment import CostCap, Payment, PerUnit
from iop_cli.quantity import Length, Moment, NotRead, rounded
from iop_cli.quantity.day import MONTH_NUMBERS, month_end
from iop_cli.words import form, mark, number, say


def cost_cap(work: Work, version: Version, payment: CostCap, days: Days) -> Iterator[Outcome]:
    """Actual costs, as the log tells them, or the share of them that is paid."""
    for index, entry in work.entries:
        if entry.cost != work.id or entry.amount is None or entry.period is None:
            continue
        period = Days(entry.period.start, entry.period.end)
        if not period.is_in(days):
            says = mark("the cost of {period} lies outside the time that is paid for")
            yield not_paid(work, index, entry, says, period=entry.period)
            continue
        reason = work.entry_reason(index, f"{entry.id}: {entry.amount.text}", "amount")
        share = payment.share.value if payment.share else Decimal(1)
        amount = rounded(entry.amount.value * share, CENT)
        reasons = [reason]
        if payment.share:
            clause = work.clause(version, "share")
            percent = form(payment.share)
            sum_ = f"{in_kronor(entry.amount.value)} * {percent} = {in_kronor(amount)} kr"
            reasons += [clause, replace(clause, says=sum_)]
        what = say(mark("{what}, costs {period}"), what=title(work, payment), period=entry.period)
        yield Charge(amount, period.last, period.first, period.last, what, part=work.id_of(entry),
                     entries=(work.id_of(entry),), reasons=tuple(reasons),
                     version=version.number)  # fmt: skip


def per_unit(work: Work, days: Days) -> Iterator[Outcome]:
    """A rate times a quantity: each payer by its own, for each period or each time it is read."""
    payment = work.holding[-1][1]
    if not isinstance(payment, PerUnit):
        return
    if payment.per not in MONTHS:
        for version, now in work.holding:
            if isinstance(now, PerUnit):
                yield from _each_reading(work, version, now, days)
        return
    horizon = Days(days.first, min(days.last, horizon_of(work, payment.per)))
    periods = wholes(payment.per, horizon) if horizon else []
    starts = [version.days.first for version in work.versions]
    starts += [day for hole in work.holes for day in (hole.first, hole.last + DAY)]
    for payer in _payers(payment):
        yield from adjustments(
            work, days, periods, payment.per,
            lambda final, whole, payer=payer: _Quantified(  # type: ignore[misc]
                work, whole, payer, whole.within(days), final
            ),
            starts,
        )  # fmt: skip
        for whole in periods:
            held = _Quantified(work, whole, payer, whole.within(days))
            span = span_of(work, whole, payment.per, whole.within(days), held, starts)
            if isinstance(span, Refused):
                yield span
            else:
                yield from charges(work, span)


def _payers(payment: Payment) -> list[str]:
    """The payers that each pay by their own quantity; one without a name where there is one."""
    return list(payment.from_) if isinstance(payment.from_, list) else [""]


@dataclass(frozen=True)
class _Quantified(HeldOn):
    """The sum for a period by the quantity that was read for it."""

    work: Work
    whole: Days
    payer: str
    active: Days
    final: bool = False

    def __call__(self, day: date) -> Held | Refused | None:
        found = self.work.on(day)
        if found is None:
            return None
        version, payment = found
        if not isinstance(payment, PerUnit):
            return None
        if self.payer and self.payer not in _payers(payment):
            return None
        rate = _unit_rate(self.work, version, payment, day.year, final=self.final)
        if isinstance(rate, Refused):
            return rate
        counted = self._quantity(version, payment)
        if isinstance(counted, Refused):
            return counted
        price, reasons = rate
        quantity, reason = counted
        amount = rounded(price * quantity, CENT)
        sum_ = f"{number(quantity)} * {number(price)} = {in_kronor(amount)} kr"
        told = replace(reasons[0], says=sum_)
        return Held(amount, version, payment, (*reasons, reason, told), payer=self.payer,
                    quantity=quantity, price=price)  # fmt: skip

    def _quantity(self, version: Version, payment: PerUnit) -> tuple[Decimal, Reason] | Refused:
        work, day = self.work, _read_on(payment, self.whole)
        read = [
            (i, e) for i, e in work.entries
            if e.quantity == payment.quantity and e.value is not None and e.date
            and (not self.payer or e.party == self.payer)
        ]  # fmt: skip
        if day:
            found = [(i, e) for i, e in read if e.date == day]
        else:
            found = [(i, e) for i, e in read if e.date and e.date <= self.active.first]
        if not found:
            says = mark("the log has no {quantity} for {payer} on {day}")
            help = mark("Record it: iop record {agreement} quantity {quantity} --date {day}")
            payer = self.payer or str(payment.from_ or "")
            return work.refused(
                says, help, reason=work.clause(version, "quantity"), days=self.active,
                quantity=payment.quantity, payer=payer, day=day or self.active.first,
                agreement=work.today.file_id,
            )  # fmt: skip
        index, entry = max(found, key=lambda item: item[1].date or date.min)
        others = {e.value for _i, e in found if e.date == entry.date and e.party == entry.party}
        if len(others) > 1:
            says = mark("the log has several values of {quantity} on {day}")
            help = mark("Withdraw all but one: iop record {agreement} withdraw ID --because …")
            return work.refused(
                says, help, reason=work.entry_reason(index, "", "value"), days=self.active,
                quantity=payment.quantity, day=entry.date, agreement=work.today.file_id,
            )  # fmt: skip
        value = entry.value or Decimal(0)
        value = max(value, Decimal(payment.least)) if payment.least else value
        source = f" ({entry.source})" if entry.source else ""
        says = f"{payment.quantity} {entry.date}: {number(value)}{source}"
        return value, work.entry_reason(index, says, "value")


def _read_on(payment: PerUnit, whole: Days) -> date | None:
    """The day on which the quantity of a period is read; None where it is not told as a day."""
    words = (payment.at or "").casefold().split()
    if len(words) >= 2 and words[0].isdecimal() and words[1] in MONTH_NUMBERS:
        month, year = MONTH_NUMBERS[words[1]], whole.first.year
        day = min(int(words[0]), month_end(year, month).day)
        told = date(year, month, max(1, day))
        is_before = words[2:3] == ["before"] and told >= whole.first
        return Length.of_months(12).before(told) if is_before else told
    try:
        moment = Moment.read(payment.at or "")
    except NotRead:
        return None
    return moment.first if moment.is_exact else None


def _unit_rate(
    work: Work, version: Version, payment: PerUnit, year: int, *, final: bool = False
) -> tuple[Decimal, tuple[Reason, ...]] | Refused:
    rate = work.exact(payment.rate, version, "rate")
    if isinstance(rate, Refused):
        return rate
    reasons: tuple[Reason, ...] = (work.clause(version, "rate"),)
    if payment.index is None:
        return rate, reasons
    made = adjusted(work, version, payment.index, rate, year, final=final)
    return made if isinstance(made, Refused) else (made.amount, (*reasons, *made.reasons))


def _each_reading(
    work: Work, version: Version, payment: PerUnit, days: Days
) -> Iterator[Outcome]:  # fmt: skip
    """The rate for each time that the quantity was read, such as every night."""
    seen: dict[tuple[object, ...], str] = {}
    for index, entry in work.entries:
        day, value = entry.date, entry.value
        if entry.quantity != payment.quantity or day is None or value is None:
            continue
        if not version.days.holds(day):
            continue
        if (day, entry.party) in seen:
            says = mark("the same quantity, party and day as {other}; the same one is paid once")
            yield not_paid(work, index, entry, says, other=seen[day, entry.party])
            continue
        seen[day, entry.party] = work.id_of(entry)
        if not days.holds(day):
            says = mark("read {day}, outside the time that is paid for")
            yield not_paid(work, index, entry, says, day=day)
            continue
        rate = _unit_rate(work, version, payment, day.year)
        if isinstance(rate, Refused):
            yield replace(rate, days=Days(day, day))
            continue
        price, reasons = rate
        counted = max(value, Decimal(payment.least)) if payment.least else value
        told = f"{payment.quantity}: {number(value)}"
        if counted != value:
            told = say(mark("{told}; at least {least} are paid for"), told=told, least=counted)
        amount = rounded(price * counted, CENT)
        sum_ = f"{number(counted)} * {number(price)} = {in_kronor(amount)} kr"
        yield Charge(
            amount, day, day, day,
            say(mark("{what}, {period}"), what=title(work, payment), period=day),
            part=work.id_of(entry), entries=(work.id_of(entry),),
            quantity=counted, unit_price=price,
            reasons=(*reasons, work.entry_reason(index, told, "value"),
                     replace(reasons[0], says=sum_)),
            payer=entry.party or "" if isinstance(payment.from_, list) else "",
            version=version.number,
        )  # fmt: skip
