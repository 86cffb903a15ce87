"""Sums that are told once: a lump sum, and a total over years."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from iop_cli.billing.calendar import Days, months_of, named, share, wholes
from iop_cli.billing.index import CENT
from iop_cli.billing.periodic import Cell, Held, Span, charges, in_kronor, title
from iop_cli.billing.work import DAY, Charge, Outcome, Reason, Refused, Version, Work, is_over
from iop_cli.model.payment import LumpSum, Total
from iop_cli.quantity import rounded
from iop_cli.words import mark, say


def apportioned(whole: Decimal, shares: list[Fraction], rest: str = "last") -> list[Decimal]:
    """A sum divided by shares that add up to one, in öre; the rest goes to the first or the last.

    Each is rounded to the nearest öre, and the one that takes the rest gets what is left.
    """
    amounts = [rounded(whole * Decimal(s.numerator) / Decimal(s.denominator), CENT) for s in shares]
    odd = 0 if rest == "first" else len(amounts) - 1
    others = sum((a for i, a in enumerate(amounts) if i != odd), Decimal(0))
    amounts[odd] = whole - others
    return amounts


def lump_sum(work: Work, version: Version, payment: LumpSum, days: Days) -> Iterator[Outcome]:
    """One sum, on its day or, where none is told, on the first day that it covers."""
    amount = work.exact(payment.amount, version, "amount")
    if isinstance(amount, Refused):
        yield amount
        return
    covered = Days(payment.covers.start, payment.covers.end) if payment.covers else days
    day = payment.date.as_start if payment.date else None
    if day and is_over(work, payment, days, day):
        says = mark("it is due {day}, outside the time that is paid for")
        reason = work.clause(version, "date")
        yield work.left_out(says, day, part="1", reason=reason, day=day)
        return
    if not covered.touches(days):
        yield _outside(work, version, covered)
        return
    assumed: tuple[str, ...] = ()
    if day is None:
        says = mark("the terms name no pay day; it is billed from the first day that it covers")
        assumed, day = (say(says),), max(covered.first, days.first)
    reasons = [work.clause(version, "amount")]
    if payment.calculation:
        reasons.append(work.clause(version, "calculation"))
    what = title(work, payment)
    if covered.last < date.max:
        what = say(mark("{what}, {period}"), what=what, period=named(covered))
    held = covered.within(days)
    held = Days(day, day) if held.last == date.max else held
    yield Charge(amount, day, held.first, held.last, what, part="1",
                 reasons=tuple(reasons), assumptions=assumed,
                 version=version.number)  # fmt: skip


def _covered(version: Version, payment: Total) -> Days:
    """The time that a sum is for: what the terms say, else the whole term as agreed.

    A term that ends early, or is extended, leaves it as it is.
    """
    if payment.covers:
        return Days(payment.covers.start, payment.covers.end)
    reading, valid = version.reading, payment.valid
    term = Days(reading.first_day or date.min, reading.agreed_end or date.max)
    first = valid.from_.as_start if valid and valid.from_ else None
    last = valid.to.as_end if valid and valid.to else None
    return term.within(Days(first or date.min, last or date.max))


def _outside(work: Work, version: Version, covered: Days) -> Refused:
    """The refusal of a sum for days on which the agreement does not hold."""
    says = mark("the sum covers {period}, and the agreement does not hold then")
    help = mark("Correct covers or the term, or agree on an extension.")
    reason = work.clause(version, "covers")
    return work.refused(says, help, reason=reason, period=named(covered))


def total(work: Work, version: Version, payment: Total, days: Days) -> Iterator[Outcome]:
    """A sum over several years, each year's part as the terms divide it."""
    covered = _covered(version, payment)
    if covered.last == date.max:
        says = mark("the sum is for an open term, and the years that it covers are unknown")
        yield work.refused(says, mark("Write covers, such as 2024..2026."))
        return
    if not covered.touches(days):
        yield _outside(work, version, covered)
        return
    years = _years(work, version, payment, covered)
    if isinstance(years, Refused):
        yield years
        return
    if changed := _changed(work, version, years):
        yield changed
        return
    yield from _beyond(work, version, payment, covered, days)
    for whole, amount, reasons, assumed in years:
        held = Held(amount, version, payment, reasons, assumed)
        active = whole.within(covered).within(days)
        if not active:
            continue
        part = share(active, whole, 12, payment.pro_rata)
        cell = Cell(active, held, part / share(whole.within(covered), whole, 12, payment.pro_rata))
        yield from charges(work, Span(whole, "year", (cell,), active == whole, 12))


_Year = tuple[Days, Decimal, tuple[Reason, ...], tuple[str, ...]]


def _changed(work: Work, version: Version, years: list[_Year]) -> Refused | None:
    """A refusal where an amendment makes another sum of a year that had begun before it."""
    earlier = [(v, p) for v, p in work.holding if v.number < version.number]
    before, payment = earlier[-1] if earlier else (version, None)
    if not isinstance(payment, Total):
        return None
    told = _years(work, before, payment, _covered(before, payment))
    amounts = {} if isinstance(told, Refused) else {year.first: sum_ for year, sum_, *_r in told}
    for year, amount, *_rest in years:
        if year.first < version.days.first and amounts.get(year.first) != amount:
            says = mark("the sum is changed from {day}: {year} would be {after} kr instead of"
                        " {before} kr, though it had begun")  # fmt: skip
            help = mark("Write split in the amendment, with each year's amount: those that had"
                        " begun as they were.")  # fmt: skip
            values = {"day": version.days.first, "year": named(year), "after": amount,
                      "before": amounts.get(year.first, Decimal(0))}  # fmt: skip
            reason = work.clause(version, "split")
            return work.refused(says, help, reason=reason, values=values)
    return None


def _beyond(
    work: Work, version: Version, payment: Total, covered: Days, days: Days
) -> Iterator[Outcome]:  # fmt: skip
    """That no sum is told for the time by which the term was extended."""
    day = max(covered.last + DAY, work.asked.first)
    if payment.covers is None and day <= days.last:
        says = mark("the sum is for {period}, and none is agreed for the time after it")
        reason = work.clause(version, "amount")
        yield work.left_out(says, day, reason=reason, period=named(covered))


def _years(
    work: Work, version: Version, payment: Total, covered: Days
) -> list[_Year] | Refused:  # fmt: skip
    if payment.split is None:
        says = mark("the sum covers {period}, and the terms do not divide it on years")
        help = mark("Write split: equal, or each year's amount, once the parties have agreed.")
        return work.refused(says, help, period=named(covered))
    if isinstance(payment.split, dict):
        return _named_years(work, version, payment, covered)
    whole = work.exact(payment.amount, version, "amount")
    if isinstance(whole, Refused):
        return whole
    years = wholes("year", covered)
    months = sum((share(m, w, 1, payment.pro_rata) for m, w in months_of(covered)), Fraction(0))
    parts = [
        sum(
            (share(m, w, 1, payment.pro_rata) for m, w in months_of(y.within(covered))), Fraction(0)
        )
        / months
        for y in years
    ]
    amounts = apportioned(whole, parts, payment.rest or "last")
    clause = work.clause(version, "amount")
    is_even = len(set(parts)) == 1
    silent = say(mark("an equal split counts each month alike, since the years are not all whole"))
    return [
        (year, amount, (clause, work.clause(version, "split"), replace(
            clause, says=f"{in_kronor(whole)} * {part} = {in_kronor(amount)} kr")),
         () if is_even else (silent,))
        for year, amount, part in zip(years, amounts, parts, strict=True)
    ]  # fmt: skip


def _named_years(
    work: Work, version: Version, payment: Total, covered: Days
) -> list[_Year] | Refused:  # fmt: skip
    found: list[_Year] = []
    split_ = payment.split if isinstance(payment.split, dict) else {}
    for name, told in split_.items():
        place = ("split", name)
        amount = work.exact(told, version, *place)
        if isinstance(amount, Refused):
            return amount
        is_year = name.isdecimal() and len(name) == 4
        whole = Days(date(int(name), 1, 1), date(int(name), 12, 31)) if is_year else covered
        if not is_year or not whole.touches(covered):
            says = mark("{name} is not a year that the sum covers")
            help = mark("Name each year of the split, such as 2024: 600 tkr.")
            return work.refused(says, help, reason=work.clause(version, *place), name=name)
        found.append((whole, amount, (work.clause(version, *place),), ()))
    told_sum = sum((amount for _w, amount, _r, _a in found), Decimal(0))
    if payment.amount and payment.amount.nature == "exact" and told_sum != payment.amount.value:
        says = mark("the years add up to {parts} kr, and the whole is {whole} kr")
        help = mark("The text contradicts itself; agree on the amounts in an amendment.")
        return work.refused(says, help, reason=work.clause(version, "amount"), parts=told_sum,
                            whole=payment.amount.value)  # fmt: skip
    return found
