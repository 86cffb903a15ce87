"""Sums that are listed once: instalments, a lump sum, a total over years."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from iop_cli.billing.calendar import Days, months_of, named, share, wholes
from iop_cli.billing.index import CENT
from iop_cli.billing.periodic import Cell, Held, Span, charges, in_kronor, title
from iop_cli.billing.work import Charge, Outcome, Reason, Refused, Version, Work
from iop_cli.model.payment import Instalments, LumpSum, Part, Total
from iop_cli.quantity import Amount, Share, rounded, split
from iop_cli.words import mark, number, say


def instalments(
    work: Work, version: Version, payment: Instalments, days: Days
) -> Iterator[Outcome]:
    """The listed parts, each on its day."""
    amounts = _parts(work, version, payment)
    if isinstance(amounts, Refused):
        yield amounts
        return
    for number_, (part, (amount, reasons, assumed)) in enumerate(
        zip(payment.parts, amounts, strict=True), 1
    ):
        day = part.date.as_start if part.date and part.date.as_start else _submitted(work, part)
        if day is None:
            says = mark("part {number} has no day, and nothing in the log releases it")
            yield work.left_out(says, None, part=str(number_), reason=reasons[0], number=number_)
            continue
        what = say(mark("{what}, part {number} of {all}"), what=title(work, payment),
                   number=number_, all=len(payment.parts))  # fmt: skip
        yield Charge(amount, day, day, day, what, part=str(number_), reasons=reasons,
                     assumptions=assumed, version=version.number)  # fmt: skip


def _submitted(work: Work, part: Part) -> date | None:
    """The day on which the report that releases a part was handed in."""
    days = [
        e.submitted for _i, e in work.entries
        if part.released_by and e.report == part.released_by and e.submitted
    ]  # fmt: skip
    return min(days, default=None)


_Part = tuple[Decimal, tuple[Reason, ...], tuple[str, ...]]


def _parts(work: Work, version: Version, payment: Instalments) -> list[_Part] | Refused:
    """The parts' amounts with their reasons; they add up to the whole, where that is told."""
    told = [part.amount for part in payment.parts]
    whole: Decimal | None = None
    if payment.amount is not None:
        value = work.exact(payment.amount, version, "amount")
        if isinstance(value, Refused):
            return value
        whole = value
    if not any(told):
        return _equal(work, version, payment, whole)
    if any(isinstance(a, Share) for a in told):
        return _shared(work, version, payment, whole)
    values: list[_Part] = []
    for index, amount in enumerate(told):
        exact = work.exact(amount if isinstance(amount, Amount) else None, version,
                           "parts", index, "amount")  # fmt: skip
        if isinstance(exact, Refused):
            return exact
        values.append((exact, (work.clause(version, "parts", index, "amount"),), ()))
    total = sum((v for v, _r, _a in values), Decimal(0))
    if whole is not None and total != whole:
        says = mark("the parts add up to {parts} kr, and the whole is {whole} kr")
        help = mark("The text contradicts itself; agree on the amounts in an amendment.")
        return work.refused(says, help, reason=work.clause(version, "amount"), parts=total,
                            whole=whole)  # fmt: skip
    return values


def _equal(
    work: Work, version: Version, payment: Instalments, whole: Decimal | None
) -> list[_Part] | Refused:
    if whole is None:
        says = mark("neither the whole nor the parts have an amount")
        return work.refused(says, mark("Write the amount in the agreement."))
    count = len(payment.parts)
    clause = work.clause(version, "amount")
    amounts = split(whole, count, CENT, payment.rest or "last")
    equal = say(mark("the parts are equal; the terms do not say how large each is"))
    return [
        (amount, (clause, replace(clause, says=_sum(whole, f"/ {count}", amount))), (equal,))
        for amount in amounts
    ]  # fmt: skip


def _shared(
    work: Work, version: Version, payment: Instalments, whole: Decimal | None
) -> list[_Part] | Refused:
    """Parts told as shares of the whole; what is left over stands where the terms say."""
    shares = [p.amount.value for p in payment.parts if isinstance(p.amount, Share)]
    clause = work.clause(version, "parts")
    if whole is None:
        says = mark("the parts are shares of an amount that is unknown")
        return work.refused(says, mark("Write the amount in the agreement."), reason=clause)
    if len(shares) < len(payment.parts) or sum(shares) != 1:
        says = mark("the parts' shares do not add up to 100 %")
        help = mark("The text contradicts itself; agree on the amounts in an amendment.")
        return work.refused(says, help, reason=clause)
    amounts = apportioned(whole, [Fraction(s) for s in shares], payment.rest or "last")
    return [
        (amount, (work.clause(version, "parts", i, "amount"), replace(
            work.clause(version, "amount"),
            says=_sum(whole, f"* {number((s * 100).normalize())} %", amount))), ())
        for i, (amount, s) in enumerate(zip(amounts, shares, strict=True))
    ]  # fmt: skip


def _sum(whole: Decimal, times: str, amount: Decimal) -> str:
    """A part of a whole as it is reckoned: 300 000 * 25 % = 75 000 kr."""
    return f"{in_kronor(whole)} {times} = {in_kronor(amount)} kr"


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
    covered = _covered(payment, days)
    day = payment.date.as_start if payment.date else None
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


def _covered(payment: LumpSum | Total, days: Days) -> Days:
    """The time that a sum is for: what the terms say, else all the days that it runs."""
    return Days(payment.covers.start, payment.covers.end) if payment.covers else days


def _outside(work: Work, version: Version, covered: Days) -> Refused:
    """The refusal of a sum for days on which the agreement does not hold."""
    says = mark("the sum covers {period}, and the agreement does not hold then")
    help = mark("Correct covers or the term, or agree on an extension.")
    reason = work.clause(version, "covers")
    return work.refused(says, help, reason=reason, period=named(covered))


def total(work: Work, version: Version, payment: Total, days: Days) -> Iterator[Outcome]:
    """A sum over several years, each year's part as the terms divide it."""
    covered = _covered(payment, days)
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
    for whole, amount, reasons, assumed in years:
        held = Held(amount, version, payment, reasons, assumed)
        active = whole.within(covered).within(days)
        if not active:
            continue
        cell = Cell(active, held, Fraction(1))
        yield from charges(work, Span(whole, "year", (cell,), active == whole, 12))


_Year = tuple[Days, Decimal, tuple[Reason, ...], tuple[str, ...]]


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
