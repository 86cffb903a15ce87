"""Money for periods: so much a year, a quarter, a month, also by quantity and by a sum of years.

Cuts each calendar period into the parts that are billed, so that they always add up to the whole.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from iop_cli.billing import plan as plans
from iop_cli.billing.calendar import MONTHS, Days, is_broken, named, share
from iop_cli.billing.index import CENT, step_of
from iop_cli.billing.work import DAY, Charge, Outcome, Reason, Refused, Version, Work
from iop_cli.model.payment import Payment
from iop_cli.quantity import NotRead, rounded, split
from iop_cli.words import mark, number, say


@dataclass(frozen=True, slots=True)
class Held:
    """The sum for a whole period as it stands on some days, and why it is that."""

    amount: Decimal
    version: Version
    payment: Payment
    reasons: tuple[Reason, ...]
    assumptions: tuple[str, ...] = ()
    payer: str = ""
    quantity: Decimal | None = None
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """Some days with one sum, the part of the period that they are, and their exact worth."""

    days: Days
    held: Held
    part: Fraction

    @property
    def worth(self) -> Fraction:
        """The exact worth of the days, not rounded."""
        return Fraction(self.held.amount) * self.part


@dataclass(frozen=True, slots=True)
class Span:
    """A calendar period (or the whole term), the days of it that count, and their cells.

    `is_whole` tells that no day of it is missing; `months` is 0 where it is counted in days.
    """

    whole: Days
    per: str
    cells: tuple[Cell, ...]
    is_whole: bool
    months: int


def charges(work: Work, span: Span) -> Iterator[Outcome]:
    """The charges of a period: one for each part that is billed and each sum that holds in it."""
    if not span.cells:
        return
    first = span.cells[0].held
    if (plans.parts_of(first.payment, span.whole) or 0) > span.whole.count:
        says = mark("it is to be paid in more parts than its period has days")
        yield work.refused(says, mark("Correct parts in the agreement."), days=span.whole)
        return
    slots = plans.slots(first.payment, span.whole, span.per)
    try:
        step, _direction = step_of(first.payment.rounded)
    except NotRead as error:
        help = mark("Write rounded as a step, such as 1 kr.")
        reason = work.clause(first.version, "rounded")
        yield work.refused(error.message, help, reason=reason, values=error.values)
        return
    starts = [s.days.first for s in slots] if slots else list(work.cuts)
    cells = list(_cut(span, [*starts, *work.taken, *work.leavings]))
    amounts, rule = _amounts(span, cells, slots, step)
    months = _count(span)
    firsts = [slot.days.first for slot in slots]
    for cell, amount in zip(cells, amounts, strict=True):
        place = bisect_right(firsts, cell.days.first) - 1
        day = _day(span, slots[place]) if slots else cell.days.last
        yield _charge(work, span, cell, amount, day, (rule if months else ""), is_slot=bool(slots))


def _day(span: Span, slot: plans.Slot) -> date:
    """The day of a part, kept within the days that run where only some of the part's do."""
    first, last = span.cells[0].days.first, span.cells[-1].days.last
    day = slot.day
    if slot.days.holds(last) and slot.is_late:
        day = min(day, last)
    return max(day, first) if slot.days.first < first <= slot.days.last else day


def _cut(span: Span, starts: Iterable[date]) -> Iterator[Cell]:
    """The cells in smaller ones, a new one from each of some days on."""
    starts = list(starts)
    for cell in span.cells:
        pieces = list(cell.days.cut(starts))
        parts = [_share(span, piece, cell) for piece in pieces]
        whole = sum(parts, Fraction(0))
        for piece, part in zip(pieces, parts, strict=True):
            yield replace(cell, days=piece, part=cell.part * part / whole if whole else part)


def _share(span: Span, piece: Days, cell: Cell) -> Fraction:
    return share(piece, span.whole, span.months, cell.held.payment.pro_rata)


def _count(span: Span) -> int:
    return span.months or span.whole.count


def _amounts(
    span: Span, cells: list[Cell], slots: list[plans.Slot], step: Decimal
) -> tuple[list[Decimal], str]:
    """The cells' amounts, which add up to the period's, and the rule where the terms are silent."""
    exact = sum((c.worth for c in cells), Fraction(0))
    total = rounded(_decimal(exact), step)
    rest = cells[0].held.payment.rest
    is_plain = span.is_whole and len({id(c.held) for c in cells}) == 1
    if is_plain and slots and len(slots) == len(cells):
        amounts = split(total, len(cells), step, rest or "last")
        if rest or len(set(amounts)) == 1:
            return amounts, ""
        odd = amounts[-1] - amounts[0]
        rule = mark("the last part takes the rest, {odd} kr; the terms do not say where it goes")
        return amounts, say(rule, odd=odd)
    parts = len(slots) or span.months
    amounts, before, done = [], Decimal(0), Fraction(0)
    for cell in cells:
        done += cell.worth
        part = done / exact if exact else Fraction(1)
        upto = _upto(total, part, parts, step, rest if is_plain and parts else None)
        amounts.append(upto - before)
        before = upto
    is_exact = all(Fraction(a) == c.worth for a, c in zip(amounts, cells, strict=True))
    if is_exact or rest or len(cells) < 2:
        return amounts, ""
    rule = mark("parts are rounded so that they add up to {total} kr for {period}")
    return amounts, say(rule, total=total, period=named(_days(cells)))


def _days(cells: list[Cell]) -> Days:
    return Days(cells[0].days.first, cells[-1].days.last)


def _upto(total: Decimal, part: Fraction, parts: int, step: Decimal, rest: str | None) -> Decimal:
    """How much of a sum is billed when a part of its time is over; all of it at the end."""
    if part >= 1:
        return total
    if rest is None:
        return rounded(_decimal(Fraction(total) * part), step)
    even = Fraction(split(total, parts, step)[0]) * parts
    if rest == "last":
        return rounded(_decimal(even * part), step)
    return total - rounded(_decimal(even * (1 - part)), step) if part else Decimal(0)


def whole_ore(value: Fraction) -> Decimal:
    """An exact sum of kronor in whole öre."""
    return rounded(_decimal(value), CENT)


def in_kronor(value: Decimal) -> str:
    """An amount in a reason: whole kronor without decimals, else two: 61 925 · 61 925,50."""
    value = rounded(value, CENT)
    return number(value.quantize(Decimal(1)) if value == value.to_integral_value() else value)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _charge(
    work: Work, span: Span, cell: Cell, amount: Decimal, day: date, rule: str, *, is_slot: bool
) -> Charge:
    held = cell.held
    is_all = cell.days == span.whole
    reasons = list(held.reasons)
    if not (is_all and amount == held.amount):
        told = _arithmetic(span, cell, amount, is_slot=is_slot)
        reasons.append(replace(held.reasons[0], says=told))
    broken = is_broken(cell.days) and held.payment.pro_rata is None and span.months
    silent = mark("a broken month counts by its days; the terms do not say how")
    assumed = [*held.assumptions, *([say(silent)] if broken else []), *([rule] if rule else [])]
    quantity, price = Decimal(1), None
    if held.quantity is not None and amount == held.amount and is_all:
        quantity, price = held.quantity, held.price
    return Charge(
        amount=rounded(amount, CENT),
        day=day,
        first=cell.days.first,
        last=cell.days.last,
        text=say(mark("{what}, {period}"), what=title(work, held.payment), period=named(cell.days)),
        quantity=quantity,
        unit_price=price,
        reasons=tuple(reasons),
        assumptions=tuple(assumed),
        payer=held.payer,
        version=held.version.number,
    )


def _arithmetic(span: Span, cell: Cell, amount: Decimal, *, is_slot: bool) -> str:
    """How the amount of a part came to be: 247 700 * 1/4 = 61 925 kr."""
    part = cell.part.limit_denominator(100_000)
    told = f"{part.numerator}/{part.denominator}" if part.denominator > 1 else f"{part.numerator}"
    return f"{in_kronor(cell.held.amount)} * {told} = {in_kronor(amount)} kr"


def title(work: Work, payment: Payment) -> str:
    """What a payment is called on an invoice: what the text calls it, else its own name."""
    called = payment.called or work.id.replace("_", " ")
    return called[:1].upper() + called[1:]


def span_of(
    work: Work, whole: Days, per: str, active: Days, held: "HeldOn", breaks: Iterable[date]
) -> Span | Refused:
    """A period with the sums that hold in it, cut where one follows upon another."""
    months = MONTHS.get(per, 0)
    cells: list[Cell] = []
    for piece in active.cut(breaks):
        now = held(piece.first)
        if isinstance(now, Refused):
            return replace(now, days=active)
        if now is None:
            continue
        part = share(piece, whole, months, now.payment.pro_rata)
        if cells and _is_same(cells[-1], now, piece):
            last = cells[-1]
            cells[-1] = Cell(Days(last.days.first, piece.last), last.held, last.part + part)
        else:
            cells.append(Cell(piece, now, part))
    covered = sum(c.days.count for c in cells)
    return Span(whole, per, tuple(cells), covered == whole.count, months)


def _is_same(cell: Cell, held: Held, piece: Days) -> bool:
    return (
        cell.days.last + DAY == piece.first
        and cell.held.amount == held.amount
        and (cell.held.payer, cell.held.quantity) == (held.payer, held.quantity)
        and _terms(cell.held) == _terms(held)
        and plans.plan_on(cell.held.payment, cell.days.first)
        == plans.plan_on(held.payment, piece.first)
    )


def _terms(held: Held) -> tuple[object, ...]:
    """What decides on which invoice a sum stands, and whether it is paid."""
    now = held.payment
    return (now.from_, now.to, now.vat, now.vat_reason, now.due, now.called, now.condition,
            now.released_by, now.cap)  # fmt: skip


class HeldOn:
    """What tells the sum that holds on a day; None where there is none."""

    def __call__(self, day: date) -> Held | Refused | None:
        """The sum that holds on a day."""
        raise NotImplementedError
