"""Fixed sums for every period: with schedules, uplifts, an index, and amendments on the way."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from iop_cli.billing import plan as plans
from iop_cli.billing.calendar import MONTHS, Days, wholes
from iop_cli.billing.index import CENT, adjusted
from iop_cli.billing.periodic import Held, HeldOn, charges, in_kronor, span_of, title
from iop_cli.billing.retroactive import adjustments
from iop_cli.billing.work import DAY, Charge, Outcome, Reason, Refused, Version, Work
from iop_cli.model.payment import Fixed
from iop_cli.quantity import Amount, Length, Share, rounded
from iop_cli.words import mark, number, say

_NEAR = timedelta(days=800)
_LATEST = date(date.max.year - 1, 1, 1)
_PERIODS = (*MONTHS, "week", "day")


def fixed(work: Work, days: Days) -> Iterator[Outcome]:
    """The charges of a fixed sum on the days that it runs."""
    payment = work.holding[-1][1]
    per = payment.per or ("year" if isinstance(payment, Fixed) and payment.first_year else None)
    if per == "all":
        periods = [days]
    elif per in _PERIODS:
        horizon = Days(_reach(work, days.first), min(days.last, horizon_of(work, per)))
        periods = wholes(per, horizon) if horizon else []
    else:
        says = mark("the agreement does not say what period the amount is for")
        yield work.refused(says, mark("Write per: year, or another period."))
        return
    held = _Fixed(work, days.first)
    breaks = list(_breaks(work, days))
    for whole in periods:
        span = span_of(work, whole, per or "", whole.within(days), held, breaks)
        if isinstance(span, Refused):
            yield span
        else:
            yield from charges(work, span)
    yield from adjustments(
        work,
        days,
        periods,
        per or "",
        lambda final, _whole: _Fixed(work, days.first, final),
        breaks,
    )


def _reach(work: Work, first: date) -> date:
    """The first day that matters: a pay day is near its period, if nothing adds up over time."""
    adds_up = any(p.cap or p.index or p.settled for _v, p in work.holding)
    if adds_up or work.asked.first <= date.min + _NEAR:
        return first
    return max(first, work.asked.first - _NEAR)


def horizon_of(work: Work, per: str) -> date:
    """The last day of the period after the last one that is asked for: it may be paid before."""
    last = wholes(per, Days(work.asked.last, work.asked.last))[-1].last
    return wholes(per, Days(last + DAY, last + DAY))[-1].last if last < _LATEST else last


def _breaks(work: Work, days: Days) -> Iterator[date]:
    """The days on which another sum may begin to hold."""
    yield from (version.days.first for version in work.versions)
    yield from (day for hole in work.holes for day in (hole.first, hole.last + DAY))
    for _version, payment in work.holding:
        yield from plans.breaks(payment)
        if isinstance(payment, Fixed) and (payment.first_year or payment.yearly_uplift):
            for year in range(work.asked.last.year - days.first.year + 2):
                yield Length.of_months(12 * year).after(days.first)
        if payment.index:
            for year in range(days.first.year, work.asked.last.year + 2):
                yield date(year, 1, 1)


@dataclass(frozen=True)
class _Fixed(HeldOn):
    """The sum of a fixed payment on a day; `start` is the first day of its first year."""

    work: Work
    start: date
    final: bool = False

    def __call__(self, day: date) -> Held | Refused | None:
        found = self.work.on(day)
        if found is None:
            return None
        version, payment = found
        if not isinstance(payment, Fixed):
            return None
        base = self._base(version, payment, day)
        if isinstance(base, Refused):
            return base
        amount, reasons = base
        plan = plans.plan_on(payment, day)
        if payment.index and not (plan and plan.amount):
            made = adjusted(self.work, version, payment.index, amount, day.year,
                            final=self.final)  # fmt: skip
            if isinstance(made, Refused):
                return made
            amount, reasons = made.amount, (*reasons, *made.reasons)
        torn = mark("the text names several times for invoicing; the period asked for decides")
        silent = plans.is_torn(payment) and not plans.slots(payment, Days(day, day), "day")
        return Held(amount, version, payment, reasons, (say(torn),) if silent else ())

    def _base(
        self, version: Version, payment: Fixed, day: date
    ) -> tuple[Decimal, tuple[Reason, ...]] | Refused:
        """The sum before any index: of the plan, of the first year, or with its uplifts."""
        work, year = self.work, _year(self.start, day)
        plan = plans.plan_on(payment, day)
        if plan and plan.amount:
            place = ("schedule", (payment.schedule or []).index(plan), "amount")
            value = work.exact(plan.amount, version, *place)
            return value if isinstance(value, Refused) else (value, (work.clause(version, *place),))
        if payment.first_year and year == 0:
            return self._told(version, payment.first_year, "first_year")
        from_first = payment.first_year and not payment.amount and payment.yearly_uplift
        key = "first_year" if from_first else "amount"
        base = self._told(version, payment.first_year if from_first else payment.amount, key)
        if isinstance(base, Refused) or not payment.yearly_uplift or not year:
            return base
        if payment.amount and payment.first_year:
            year -= 1
        return self._raised(version, base, payment.yearly_uplift, year)

    def _told(
        self, version: Version, amount: Amount | None, key: str
    ) -> tuple[Decimal, tuple[Reason, ...]] | Refused:
        value = self.work.exact(amount, version, key)
        if isinstance(value, Refused):
            return value
        return value, (self.work.clause(version, key),)

    def _raised(
        self, version: Version, base: tuple[Decimal, tuple[Reason, ...]],
        uplift: Amount | Share, years: int,
    ) -> tuple[Decimal, tuple[Reason, ...]]:  # fmt: skip
        value, reasons = base
        if isinstance(uplift, Share):
            result = rounded(value * (1 + uplift.value) ** years, CENT)
            sum_ = (
                f"{in_kronor(value)} * {number(1 + uplift.value)}^{years} = {in_kronor(result)} kr"
            )
        else:
            result = value + uplift.value * years
            sum_ = (
                f"{in_kronor(value)} + {years} * {in_kronor(uplift.value)} = {in_kronor(result)} kr"
            )
        clause = self.work.clause(version, "yearly_uplift")
        return result, (*reasons, clause, replace(clause, says=sum_))


def _year(start: date, day: date) -> int:
    """How many whole years lie between the first day and another."""
    years = day.year - start.year
    return years - 1 if Length.of_months(12 * years).after(start) > day else years


def settlement(
    work: Work, days: Days, advances: list[Charge]
) -> Iterator[Outcome]:  # fmt: skip
    """What advances are settled with: the costs that the log tells, less what was advanced.

    A settlement that was billed before the time was extended counts as an advance.
    """
    version, payment = work.holding[-1]
    settled = payment.settled
    if settled is None or not isinstance(payment, Fixed) or days.last == date.max:
        return
    clause = work.clause(version, "settled")
    part = f"settlement {days.last.isoformat()}"
    end = days.last
    day = _within(settled.within, end)
    if settled.against != "cost":
        says = mark("the advances are settled against volume, and no price is agreed for it")
        help = mark("Agree on the settlement, and record it as a cost; then write against: cost.")
        yield work.refused(says, help, reason=clause, days=Days(day, day))
        return
    costs = [(i, e) for i, e in work.entries if e.cost == work.id and e.amount and e.period]
    if not _is_complete(work, days):
        says = mark("the advances are settled against cost, and the log is not complete to {day}")
        help = mark("Record the costs, then: iop record {agreement} complete {period}")
        span = f"{days.first}..{days.last}"
        yield work.refused(
            says, help, reason=clause, days=Days(day, day), day=end,
            agreement=work.today.file_id, period=span,
        )  # fmt: skip
        return
    spent = sum((e.amount.value for _i, e in costs if e.amount), Decimal(0))
    paid = sum((c.amount for c in advances), Decimal(0))
    earlier = [b for b in work.billed if b.part.startswith("settlement ") and b.part != part]
    paid += sum((b.amount for b in earlier), Decimal(0))
    reasons = [
        work.entry_reason(i, f"{e.id}: {e.amount.text}", "amount") for i, e in costs if e.amount
    ]
    sum_ = f"{in_kronor(spent)} - {in_kronor(paid)} = {in_kronor(spent - paid)} kr"
    yield Charge(
        amount=rounded(spent - paid, CENT),
        day=day,
        first=days.first,
        last=end,
        text=say(mark("{what}, settled against cost"), what=title(work, payment)),
        part=part,
        reasons=(clause, *reasons, replace(clause, says=sum_)),
        entries=tuple(e.id for _i, e in costs),
        version=version.number,
    )


def _within(text: str | None, end: date) -> date:
    """The day that a settlement is to be made by: a length after the end; else the end itself."""
    words = (text or "").split()
    try:
        return Length.read(" ".join(words[:2])).after(end) if len(words) > 1 else end
    except ValueError:
        return end


def _is_complete(work: Work, days: Days) -> bool:
    """Whether the log says of every day of the payment that nothing is missing."""
    told = sorted((e.complete.start, e.complete.end) for _i, e in work.entries if e.complete)
    reached = days.first
    for start, end in told:
        if start <= reached:
            reached = max(reached, end + timedelta(1))
    return reached > days.last
