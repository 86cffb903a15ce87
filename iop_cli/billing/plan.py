"""When a sum for a period is billed: in how many parts, and on which days.

Knows the words that agreements use for it; knows no amount.
"""

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from iop_cli.billing.calendar import MONTHS, Days
from iop_cli.model.payment import Fixed, Payment, PerUnit, Plan, Total
from iop_cli.quantity import Length, Moment, NotRead
from iop_cli.quantity.day import MONTH_NUMBERS, month_end

# the words of `invoiced` that give a payment its rhythm: how many months, and at which end
RHYTHMS = {
    f"{word}_in_{side}": (months, side)
    for word, months in (
        ("monthly", 1), ("quarterly", 3), ("tertial", 4), ("half_yearly", 6), ("yearly", 12)
    )
    for side in ("advance", "arrears")
}  # fmt: skip
_DAY_OF_YEAR = re.compile(r"([0-9]{1,2}) ([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of a period that is billed at once, and the day when it may be.

    `is_late` where that is its last day, since the terms bill in arrears.
    """

    days: Days
    day: date
    is_late: bool = False


def plan_on(payment: Payment, day: date) -> Plan | None:
    """The plan that divides the payment on a day."""
    return next((p for p in payment.schedule or [] if _holds(p, day)), None)


def _holds(plan: Plan, day: date) -> bool:
    valid = plan.valid
    first = valid.from_.as_start if valid and valid.from_ else None
    last = valid.to.as_end if valid and valid.to else None
    return (first or date.min) <= day <= (last or date.max)


def slots(payment: Payment, whole: Days, per: str) -> list[Slot]:
    """The parts that a calendar period is billed in, whole; empty where no day is told.

    Then the money is cut to the days that somebody asks for.
    """
    plan, parts = plan_on(payment, whole.first), parts_of(payment, whole)
    pay = plan.pay if plan else None
    rhythms = rhythm(payment)
    if parts:
        pieces = list(whole.cut(_starts(whole, parts, per)))
    elif len(rhythms) == 1:
        pieces = list(whole.cut(_starts(whole, _count(per, rhythms[0][0]), per)))
    elif pay or (isinstance(payment, Fixed) and payment.date):
        pieces = [whole]
    else:
        return []
    is_late = len(rhythms) == 1 and rhythms[0][1] == "arrears"
    fixed = payment.date if isinstance(payment, Fixed) else None
    days = [_day(piece, pay, fixed, is_late) for piece in pieces]
    return [Slot(p, day, is_late and day == p.last) for p, day in zip(pieces, days, strict=True)]


def parts_of(payment: Payment, whole: Days) -> int | None:
    """How many equal parts a calendar period is paid in; None where that is not told."""
    plan = plan_on(payment, whole.first)
    parts = (plan.parts if plan else None) or getattr(payment, "parts", None)
    return parts if isinstance(parts, int) else None


def rhythm(payment: Payment) -> list[tuple[int, str]]:
    """The rhythms that the text names: months, and whether in advance or in arrears."""
    return [RHYTHMS[word] for word in payment.invoiced or [] if word in RHYTHMS]


def is_torn(payment: Payment) -> bool:
    """Whether the text names several rhythms that cannot hold together."""
    return isinstance(payment, Fixed | PerUnit | Total) and len(set(rhythm(payment))) > 1


def _count(per: str, months: int) -> int:
    return max(1, MONTHS.get(per, 1) // months)


def _starts(whole: Days, parts: int, per: str) -> list[date]:
    """The first days of equal parts of a period: in months, or in days where it has too few."""
    months = MONTHS.get(per)
    if months is None or parts > months:
        step = whole.count
        return [date.fromordinal(whole.first.toordinal() + step * i // parts) for i in range(parts)]
    return [Length.of_months(months * i // parts).after(whole.first) for i in range(parts)]


def _day(piece: Days, pay: str | None, fixed: Moment | None, is_late: bool) -> date:
    """The day on which a part may be billed, as near as the words tell it."""
    if fixed and fixed.as_start:
        day = fixed.as_start
        last = month_end(piece.first.year, day.month).day
        return date(piece.first.year, day.month, min(day.day, last))
    told = _told(pay, piece) if pay else None
    return told or (piece.last if is_late else piece.first)


def _told(pay: str, piece: Days) -> date | None:
    words = pay.casefold().split()
    if words[0] in ("last", "sista"):
        return piece.last
    if len(words) == 1 and words[0] in MONTH_NUMBERS:
        return _in_piece(piece, MONTH_NUMBERS[words[0]], 1)
    found = _DAY_OF_YEAR.fullmatch(pay.casefold())
    if found and found[2] in MONTH_NUMBERS:
        return _in_piece(piece, MONTH_NUMBERS[found[2]], int(found[1]))
    try:
        moment = Moment.read(pay)
    except NotRead:
        return None
    if moment.counted is None:
        return moment.as_start
    anchor = piece.first if moment.counted.anchor == "start" else piece.last
    length = moment.counted.length
    return length.before(anchor) if moment.counted.side == "before" else length.after(anchor)


def _in_piece(piece: Days, month: int, day: int) -> date:
    year = piece.first.year + (piece.first.month > month and piece.last.year > piece.first.year)
    return date(year, month, min(day, month_end(year, month).day))


def breaks(payment: Payment) -> list[date]:
    """The days on which a plan begins, or the one after it ends."""
    found = []
    for plan in payment.schedule or []:
        valid = plan.valid
        if valid and valid.from_ and valid.from_.as_start:
            found.append(valid.from_.as_start)
        if valid and valid.to and valid.to.as_end and valid.to.as_end < date.max:
            found.append(date.fromordinal(valid.to.as_end.toordinal() + 1))
    return found


def is_even(pieces: list[Days]) -> bool:
    """Whether some days follow one upon the other without a hole."""
    return all(a.last.toordinal() + 1 == b.first.toordinal() for a, b in pairwise(pieces))
