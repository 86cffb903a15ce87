"""A whole that is paid in listed parts: how large each is, and on which day it is paid.

Knows no other kind of payment.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from iop_cli.billing.calendar import Days
from iop_cli.billing.index import CENT
from iop_cli.billing.listed import apportioned
from iop_cli.billing.periodic import in_kronor, title
from iop_cli.billing.work import (
    Charge,
    Outcome,
    Reason,
    Refused,
    Version,
    Work,
    belongs,
    is_over,
)
from iop_cli.model.payment import Instalments, LumpSum, Part
from iop_cli.quantity import Amount, Share, split
from iop_cli.words import mark, number, say


def instalments(
    work: Work, version: Version, payment: Instalments, days: Days
) -> Iterator[Outcome]:
    """The listed parts, each on its day."""
    amounts = _parts(work, version, payment)
    if isinstance(amounts, Refused):
        yield amounts
        return
    ids = _ids(work, version, payment)
    for number_, (part, (amount, reasons, assumed)) in enumerate(
        zip(payment.parts, amounts, strict=True), 1
    ):
        day = _day(work, part)
        if day is None:
            says = mark("part {number} has no day, and nothing in the log releases it")
            yield work.left_out(says, None, part=ids[number_], reason=reasons[0], number=number_)
            continue
        if is_over(work, payment, days, day):
            says = mark("part {number} is due {day}, outside the time that is paid for")
            yield work.left_out(says, day, part=ids[number_], reason=reasons[0], number=number_,
                                day=day)  # fmt: skip
            continue
        what = say(mark("{what}, part {number} of {all}"), what=title(work, payment),
                   number=number_, all=len(payment.parts))  # fmt: skip
        yield Charge(amount, day, day, day, what, part=ids[number_], reasons=reasons,
                     assumptions=assumed, version=version.number, place=number_)  # fmt: skip


def _day(work: Work, part: Part) -> date | None:
    return part.date.as_start if part.date and part.date.as_start else _submitted(work, part)


def _ids(work: Work, version: Version, payment: Instalments) -> dict[int, str]:
    """What each part is billed under: its number, unless an amendment lists others before it.

    A number that a part of an earlier version has taken is not given again.
    """
    taken: set[int] = set()
    ids: dict[int, str] = {}
    for each, listed in work.holding:
        if isinstance(listed, LumpSum):
            taken.add(1)
        if each.number > version.number or not isinstance(listed, Instalments):
            continue
        days = {place: _day(work, part) for place, part in enumerate(listed.parts, 1)}
        held = [place for place, day in days.items() if day and belongs(work, each, day)]
        highest = max([len(days), *taken])
        given = {place: place for place in days if place not in held or place not in taken}
        late = [place for place in held if place in taken]
        given |= {place: highest + count for count, place in enumerate(late, 1)}
        taken |= {given[place] for place in held}
        ids = {place: str(number) for place, number in given.items()}
    return ids


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
