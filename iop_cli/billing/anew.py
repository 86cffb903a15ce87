"""What is owed for each line that stands billed, computed anew as if nothing had been billed.

Leaves out what cannot be computed. Judges nothing: see standing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from iop_cli.billing.calendar import Days
from iop_cli.billing.draft import Asked, Drafted, draft
from iop_cli.billing.work import Refused
from iop_cli.book import Opened
from iop_cli.invoice import Billed, Line

DAY = timedelta(days=1)
# so many years ahead of today at the most is anything computed
_AHEAD = 30
Sides = tuple[str, str, str]


@dataclass(frozen=True)
class Sum:
    """What is owed for a line, or for several that share days with it, and what they bill.

    `lines` are those that it is owed by.
    """

    owed: Decimal
    billed: Decimal
    lines: tuple[Line, ...]


def sides(line: Billed) -> Sides:
    """The payment of a line and the parties that it is between."""
    return line.payment, line.payer, line.payee


def days_of(line: Billed | Line) -> Days:
    """The days of a line; none where it tells none."""
    return Days(line.start, line.end) if line.start and line.end else Days(date.max, date.min)


def horizon(billed: Sequence[Billed], today: date) -> Days:
    """All days up to the end of the year after the last one that is billed."""
    starts = [line.start for line in billed if line.start]
    ends = [line.end for line in billed if line.end and not line.part]
    year = min(max([today, *starts, *ends]).year, today.year + _AHEAD, date.max.year - 2)
    return Days(date.min + DAY, date(year + 1, 12, 31))


def computed(opened: Opened, billed: Sequence[Billed], today: date) -> Drafted:
    """What is owed of the payments that are billed: without caps, and cut where the lines are."""
    days = [days_of(line) for line in billed if not line.part and days_of(line)]
    cuts = {d.first for d in days} | {d.last + DAY for d in days if d.last < date.max}
    payments = tuple(dict.fromkeys(line.payment for line in billed))
    time = horizon(billed, today)
    asked = Asked(today, time, payments=payments, cuts=tuple(sorted(cuts)), uncapped=True)
    return draft(opened, asked)


def until(opened: Opened, count: int) -> Opened:
    """The partnership as its log stood when it had so many entries: a log only grows."""
    readings = []
    for reading in opened.readings:
        log = reading.log
        held = log.model_copy(update={"entries": (log.entries or [])[:count]}) if log else None
        readings.append(replace(reading, log=held))
    return replace(opened, readings=tuple(readings))


def sums(drafted: Drafted, billed: Sequence[Billed], without: frozenset[int]) -> dict[int, Sum]:
    """What is owed for each line by its number; those of `without` are left out."""
    owed: dict[Sides, list[Line]] = {}
    for invoice in drafted.invoices:
        for line in invoice.lines:
            key = (line.payment, invoice.payer.id, invoice.payee.id)
            owed.setdefault(key, []).append(line)
    held: dict[Sides, list[int]] = {}
    for at, one in enumerate(billed):
        if at not in without and not _is_refused(one, drafted.refused):
            held.setdefault(sides(one), []).append(at)
    found: dict[int, Sum] = {}
    for key, numbers in held.items():
        found.update(_by_part(billed, numbers, owed.get(key, [])))
        found.update(_by_days(billed, numbers, owed.get(key, [])))
    return found


def _is_refused(line: Billed, refused: Iterable[Refused]) -> bool:
    """Whether what a line bills cannot be computed, or rests on what cannot."""
    for one in refused:
        if one.payment not in ("", line.payment):
            continue
        if one.entry:
            if one.entry == line.part:
                return True
        elif line.part or one.days is None or one.days.touches(days_of(line)):
            return True
    return False


def _by_part(
    billed: Sequence[Billed], numbers: list[int], owed: list[Line]
) -> Iterator[tuple[int, Sum]]:
    for at in numbers:
        one = billed[at]
        if one.part:
            own = [line for line in owed if line.part == one.part]
            yield at, Sum(_total(own), one.amount, tuple(own))


def _by_days(
    billed: Sequence[Billed], numbers: list[int], owed: list[Line]
) -> Iterator[tuple[int, Sum]]:
    left = [at for at in numbers if not billed[at].part and days_of(billed[at])]
    charges = [line for line in owed if not line.part]
    while left:
        group, own = _touching(billed, left, charges)
        left = [at for at in left if at not in group]
        yield max(group), Sum(_total(own), _total(billed[at] for at in group), tuple(own))


def _touching(
    billed: Sequence[Billed], left: list[int], charges: list[Line]
) -> tuple[set[int], list[Line]]:
    """A line by days, the charges that share a day with it, and what these touch in turn."""
    group, own, new = set[int](), list[Line](), {left[0]}
    while new:
        group |= new
        days = [days_of(billed[at]) for at in new]
        more = [c for c in charges if c not in own and any(days_of(c).touches(d) for d in days)]
        own += more
        spans = [days_of(charge) for charge in more]
        new = {at for at in left if any(days_of(billed[at]).touches(s) for s in spans)} - group
    return group, own


def _total(lines: Iterable[Line | Billed]) -> Decimal:
    return sum((line.amount for line in lines), Decimal(0))
