"""Money for what the log tells: activities that were held, costs, and quantities that were read."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from iop_cli.billing.calendar import MONTHS, Days, wholes
from iop_cli.billing.index import CENT, adjusted
from iop_cli.billing.periodic import Held, HeldOn, charges, in_kronor, span_of, title
from iop_cli.billing.retroactive import adjustments
from iop_cli.billing.work import Charge, LeftOut, Outcome, Reason, Refused, Version, Work
from iop_cli.model.kinds import NONE
from iop_cli.model.log import Entry
from iop_cli.model.payment import CostCap, Payment, PerActivity, PerUnit, Rate
from iop_cli.quantity import Length, Moment, NotRead, rounded
from iop_cli.quantity.day import MONTH_NUMBERS, month_end
from iop_cli.words import form, mark, nearest, number, plural, say


def per_activity(
    work: Work, version: Version, payment: PerActivity, days: Days
) -> Iterator[Outcome]:
    """So much for each activity that the log tells was held, if it meets the gate."""
    seen: dict[tuple[object, ...], str] = {}
    counted: dict[tuple[str, object], int] = {}
    for index, entry in work.entries:
        if entry.activity != payment.activity or entry.held is None:
            continue
        what = (entry.place, entry.group, entry.held)
        if what in seen and version.days.holds(entry.held):
            says = mark("the same activity, place and day as {other}; the same one is paid once")
            yield _out(work, index, entry, says, other=seen[what])
            continue
        seen[what] = work.id_of(entry)
        yield from _held(work, version, payment, days, index, entry, counted)


def _held(
    work: Work, version: Version, payment: PerActivity, days: Days, index: int, entry: Entry,
    counted: dict[tuple[str, object], int],
) -> Iterator[Outcome]:  # fmt: skip
    assert entry.held is not None  # see above
    if not days.holds(entry.held):
        says = mark("held {day}, outside the time that is paid for")
        yield _out(work, index, entry, says, day=entry.held)
        return
    gate = _gate(work, version, payment, index, entry)
    if isinstance(gate, LeftOut | Refused):
        yield gate
        return
    rate = _rate(work, version, payment, index, entry)
    if isinstance(rate, Refused):
        yield rate
        return
    if full := _above_volume(work, version, payment, index, entry, counted):
        yield full
        return
    amount, clause = rate
    activities = version.agreement.activities or {}
    activity = activities.get(payment.activity)
    name = activity.name if activity and activity.name else payment.activity
    parts = [name, *([entry.place] if entry.place else []), *([entry.group] if entry.group else [])]
    yield Charge(
        amount=rounded(amount, CENT),
        day=entry.held,
        first=entry.held,
        last=entry.held,
        text=", ".join([*parts, entry.held.isoformat()]),
        part=work.id_of(entry),
        entries=(work.id_of(entry),),
        reasons=(clause, gate),
        version=version.number,
    )


def _out(work: Work, index: int, entry: Entry, says: str, **values: object) -> LeftOut:
    reason = work.entry_reason(index, "")
    day = entry.held or entry.date or (entry.period.end if entry.period else None)
    return work.left_out(
        says, day, reason=reason, entry=work.id_of(entry), part=work.id_of(entry), **values
    )


def _gate(
    work: Work, version: Version, payment: PerActivity, index: int, entry: Entry
) -> Reason | LeftOut | Refused:
    """How many took part, and that it was enough; else why nothing is paid."""
    least = _least(version, payment)
    if isinstance(least, str):
        says = mark("the gate asks for the least number of participants, and none is agreed")
        help = mark("Write participants.min for the activity, or the number in the gate.")
        return work.refused(
            says, help, reason=work.clause(version, "gate"), entry=work.id_of(entry)
        )
    there = entry.participants
    if least is None:
        says = say(mark("{id}: held {day}"), id=entry.id, day=entry.held)
        return work.entry_reason(index, says, "held")
    if there is None:
        says = mark(
            "{id} does not tell how many took part; the agreement asks for at least {least}"
        )
        help = mark("Correct it: iop record {agreement} correct {id} --participants N")
        reason = work.entry_reason(index, "")
        held = entry.held or date.min
        return work.refused(
            says, help, reason=reason, days=Days(held, held), entry=work.id_of(entry),
            id=entry.id, least=least, agreement=work.today.file_id,
        )  # fmt: skip
    told = plural("{count} participant", "{count} participants", there)
    if there < least:
        says = mark("{participants}; the agreement asks for at least {least}")
        return _out(work, index, entry, says, participants=told, least=least)
    says = say(mark("{participants}, at least {least}"), participants=told, least=least)
    return work.entry_reason(index, says, "participants")


def _least(version: Version, payment: PerActivity) -> int | str | None:
    """The least number of participants; None where nothing is asked, `min` where it is unknown."""
    told = payment.gate.participants if payment.gate else None
    if told is None or told is NONE:
        return None
    if told != "min":
        return int(str(told))
    activity = (version.agreement.activities or {}).get(payment.activity)
    least = activity.participants.min if activity and activity.participants else None
    return "min" if least is None else least


def _rate(
    work: Work, version: Version, payment: PerActivity, index: int, entry: Entry
) -> tuple[Decimal, Reason] | Refused:
    """The amount that the entry chooses among the rates, or the only one."""
    rates = payment.rates or {}
    held = entry.held or date.min
    reason, days = work.entry_reason(index, ""), Days(held, held)
    if not rates:
        value = work.exact(payment.amount, version, "amount")
        return value if isinstance(value, Refused) else (value, work.clause(version, "amount"))
    name = entry.rate or (next(iter(rates)) if len(rates) == 1 else "")
    if name not in rates:
        meant = nearest(name, rates) if name else ""
        says = mark("{id} names no rate, and the agreement has several: {rates}")
        if name:
            says = mark("{id} names the rate {name}, and the agreement has {rates}")
        if meant:
            says = mark("{id} names the rate {name}; did you mean {meant}?")
        help = mark("Choose one: iop record {agreement} correct {id} --rate RATE")
        return work.refused(
            says, help, reason=reason, days=days, entry=work.id_of(entry), id=entry.id, name=name,
            meant=meant, rates=" | ".join(rates), agreement=work.today.file_id,
        )  # fmt: skip
    rate = rates[name]
    amount = rate.amount if isinstance(rate, Rate) else rate
    place = ("rates", name, "amount") if isinstance(rate, Rate) else ("rates", name)
    value = work.exact(amount, version, *place)
    return value if isinstance(value, Refused) else (value, work.clause(version, *place))


def _above_volume(
    work: Work, version: Version, payment: PerActivity, index: int, entry: Entry,
    counted: dict[tuple[str, object], int],
) -> LeftOut | None:  # fmt: skip
    """That more was held than the agreement has at the most, in a period or in all."""
    activity = (version.agreement.activities or {}).get(payment.activity)
    held = entry.held
    if activity is None or held is None:
        return None
    volume, in_all = activity.volume, activity.volume_in_all
    limits: list[tuple[tuple[str, object], int, str]] = []
    if volume and volume.max and volume.per in MONTHS:
        period = wholes(volume.per, Days(held, held))[0]
        limits.append((("per", period), volume.max, mark("more than {most} per {per}")))
    if in_all and in_all.max:
        limits.append((("all", 0), in_all.max, mark("more than {most} in all")))
    for key, _most, _says in limits:
        counted[key] = counted.get(key, 0) + 1
    for key, most, says in limits:
        if counted[key] > most:
            per = form(say(mark(str(volume.per)))) if volume and volume.per else ""
            return _out(work, index, entry, says, most=most, per=per)
    return None


def cost_cap(work: Work, version: Version, payment: CostCap, days: Days) -> Iterator[Outcome]:
    """Actual costs, as the log tells them, or the share of them that is paid."""
    for index, entry in work.entries:
        if entry.cost != work.id or entry.amount is None or entry.period is None:
            continue
        period = Days(entry.period.start, entry.period.end)
        if not period.is_in(days):
            says = mark("the cost of {period} lies outside the time that is paid for")
            yield _out(work, index, entry, says, period=entry.period)
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
    horizon = Days(days.first, min(days.last, wholes(payment.per, Days(
        work.asked.last, work.asked.last))[-1].last))  # fmt: skip
    periods = wholes(payment.per, horizon) if horizon else []
    starts = [version.days.first for version in work.versions]
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
    for index, entry in work.entries:
        day, value = entry.date, entry.value
        if entry.quantity != payment.quantity or day is None or value is None:
            continue
        if not version.days.holds(day):
            continue
        if not days.holds(day):
            yield _out(work, index, entry, mark("read {day}, outside the time that is paid for"),
                       day=day)  # fmt: skip
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
