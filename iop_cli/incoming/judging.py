"""One incoming invoice held against one agreement: everything that does not agree, and what does.

Brings the parts together: sides, sums, lines, VAT, accounts. Reads no file and pays nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from iop_cli.billing.calendar import Days
from iop_cli.book import Opened
from iop_cli.incoming import credit, head, money, sums
from iop_cli.incoming.evidence import periods
from iop_cli.incoming.fault import Fault
from iop_cli.incoming.matching import Matched, matched
from iop_cli.incoming.owed import Owings, owings
from iop_cli.incoming.phrasing import place, spoken
from iop_cli.incoming.sides import Standing
from iop_cli.incoming.spoken import nearby
from iop_cli.incoming.ubl_read import Received
from iop_cli.invoice import Billed
from iop_cli.words import mark

_MOST_WINDOWS = 40
_MOST_YEARS = 10
_DAY_ONE = date(1, 1, 1)


@dataclass(frozen=True)
class Books:
    """What is known besides the agreement: what is billed, and the invoices that came before.

    `billed` is what our ledgers and the other files of the run have taken up; `issued` are the
    totals and what is left of invoices, by number; `earlier` names the file of each number and
    seller that this run has read before.
    """

    billed: tuple[Billed, ...] = ()
    left: dict[str, Decimal] = field(default_factory=dict)
    earlier: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass
class Judged:
    """An invoice with its agreement: what its lines bill, and the faults in order of place."""

    received: Received
    standing: Standing
    matched: Matched
    faults: list[Fault]

    @property
    def billed(self) -> tuple[Billed, ...]:
        """What it takes up, as an earlier invoice does."""
        found = [o for _line, o in self.matched.pairs] + self.matched.together[1]
        return tuple(
            Billed(self.received.number, o.line.payment, o.payer, o.payee, o.line.amount,
                   o.line.part, o.line.start, o.line.end)
            for o in found
        )  # fmt: skip


def judged(received: Received, standing: Standing, books: Books, today: date) -> Judged:
    """Hold an invoice against the agreement that it is under."""
    opened = standing.opened
    faults = [Fault("IOP951", says, at, {"name": name}) for at, says, name in received.unread]
    faults += head.faults(received, standing, books.earlier)
    faults += sums.faults(received)
    outside = list(_outside(received, opened))
    period = _period(received)
    taken = tuple(b for b in books.billed if b.number != received.number)
    found = _owings(received, opened, taken, standing, period, today)
    held = matched(received, found, opened, period, told_period=bool(outside))
    faults += [*outside, *held.faults]
    faults += money.faults(received, standing, held)
    faults += credit.faults(received, books.left)
    return Judged(received, standing, held, sorted(faults, key=_order))


def _order(fault: Fault) -> tuple[int, int, str]:
    span = fault.at if not hasattr(fault.at, "span") else fault.at.span
    return (span.line, span.column, fault.code)


def _owings(
    received: Received, opened: Opened, taken: tuple[Billed, ...], standing: Standing,
    period: Days | None, today: date,
) -> Owings:  # fmt: skip
    payee, payer = standing.seller, standing.buyer
    windows = list(_windows(received, opened, period, today))
    return owings(opened, windows, today, taken, payee, payer)


def _windows(
    received: Received, opened: Opened, period: Days | None, today: date
) -> Iterator[Days]:
    """The times that an invoice may be for, the likeliest first; at the end the whole term."""
    told = [period] if period else []
    for line in received.lines:
        told += periods(line)
    if not told and received.issue_date:
        told = list(nearby(received.issue_date))
    reading = opened.readings[-1]
    latest = date(min(today.year + _MOST_YEARS, 9998), 12, 31)
    term = Days(reading.first_day or _DAY_ONE, min(reading.last_day or latest, latest))
    clipped = (days.within(term) for days in dict.fromkeys(told))
    yield from [days for days in clipped if days][:_MOST_WINDOWS]
    days_told = (today, received.issue_date, received.end, *(d.last for d in told))
    last = min(max(day for day in days_told if day), latest)
    if whole := Days(term.first, min(date(last.year, 12, 31), term.last)):
        yield whole


def _period(received: Received) -> Days | None:
    start, end = received.start or received.end, received.end or received.start
    return Days(start, end) if start and end and start <= end else None


def _outside(received: Received, opened: Opened) -> Iterator[Fault]:
    """That the whole invoice is for days outside the term, or a part of it is."""
    reading, period = opened.readings[-1], _period(received)
    term = Days(reading.first_day or date.min, reading.last_day or date.max)
    if received.start and received.end and received.start > received.end:
        at = received.place("InvoicePeriod")
        says = mark("{name} is a period that ends before it begins")
        yield Fault("IOP951", says, at, {"name": "InvoicePeriod"})
    if period is None or period.touches(term):
        return
    says = mark("the invoice is for {days}, outside the term, {term}")
    values: dict[str, object] = {"days": spoken(period), "term": spoken(term)}
    at = received.place("InvoicePeriod", "StartDate" if received.start else "EndDate")
    yield Fault("IOP964", says, at, values, (place(opened, ("term",), mark("the term")),))
