"""What an agreement owes one party from another, as an incoming invoice may bill it.

Computed by billing for the days that the invoice speaks of; what is billed elsewhere is told, not
hidden. Compares nothing with an invoice.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from iop_cli.billing import Asked, draft
from iop_cli.billing.calendar import Days
from iop_cli.billing.work import LeftOut, Refused
from iop_cli.book import Opened
from iop_cli.invoice import Billed, Invoice, Line
from iop_cli.model.agreement import Agreement
from iop_cli.model.log import Entry
from iop_cli.model.payment import PerActivity


@dataclass(frozen=True)
class Owed:
    """One thing that is owed: its line, whose it is, and the invoices that have billed it."""

    line: Line
    payer: str
    payee: str
    currency: str
    due: str
    rank: int
    taken: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    @property
    def days(self) -> Days:
        """The days that it is for."""
        return Days(self.line.start or date.min, self.line.end or date.max)


class Used:
    """What has been billed by some lines: parts, and days of payments that have no parts."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._parts: set[tuple[str, ...]] = set()
        self._days: dict[tuple[str, ...], list[Days]] = {}

    def add(self, owed: Owed) -> None:
        """Count something as billed."""
        line = owed.line
        if line.part:
            self._parts.add((line.payment, owed.payee, owed.payer, line.part))
        else:
            self._days.setdefault((line.payment, owed.payee, owed.payer), []).append(owed.days)

    def holds(self, owed: Owed) -> bool:
        """Whether billing it would bill something twice."""
        line = owed.line
        if line.part:
            return (line.payment, owed.payee, owed.payer, line.part) in self._parts
        held = self._days.get((line.payment, owed.payee, owed.payer), ())
        return any(owed.days.touches(days) for days in held)


@dataclass(frozen=True)
class Event:
    """Something that the log tells was held: all ids that it has had, its day, its place."""

    entry: Entry
    index: int
    ids: frozenset[str]


@dataclass
class Owings:
    """All that may be billed, best guesses first; what is left out, and what is not computed."""

    owed: list[Owed] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


def owings(
    opened: Opened, windows: Iterable[Days], today: date, billed: tuple[Billed, ...],
    payee: str, payer: str,
) -> Owings:  # fmt: skip
    """What is owed in each of some windows of days, with nothing twice.

    `payee` and `payer` are ids; an empty one is anybody.
    """
    found = Owings(events=events(opened))
    known: dict[tuple[object, ...], None] = {}
    left_out: dict[LeftOut, None] = {}
    refused: dict[Refused, None] = {}
    for rank, days in enumerate(windows):
        for taken in [billed, ()] if billed else [()]:
            drafted = draft(opened, Asked(today, days, billed=tuple(taken)))
            for invoice in drafted.invoices:
                if payee in ("", invoice.payee.id) and payer in ("", invoice.payer.id):
                    found.owed += _owed(opened, invoice, rank, billed, found.events, known)
            left_out |= dict.fromkeys(drafted.left_out)
            refused |= dict.fromkeys(drafted.refused)
    found.left_out, found.refused = [*left_out], [*refused]
    return found


def _owed(
    opened: Opened, invoice: Invoice, rank: int, billed: Iterable[Billed], log: list[Event],
    known: dict[tuple[object, ...], None],
) -> Iterable[Owed]:  # fmt: skip
    by_id = {id: event for event in log for id in event.ids}
    for line in invoice.lines:
        key = (line.payment, line.part, line.start, line.end, line.amount, invoice.payer.id,
               invoice.payee.id)  # fmt: skip
        if key in known:
            continue
        known[key] = None
        told = [by_id[id] for id in line.entries if id in by_id]
        agreement = opened.readings[-1].on(line.end or date.max)
        yield Owed(
            line=line,
            payer=invoice.payer.id,
            payee=invoice.payee.id,
            currency=invoice.currency,
            due=_due(agreement, line.payment),
            rank=rank,
            taken=tuple(sorted({b.number for b in billed if _has_taken(b, line, invoice)})),
            places=frozenset(e.entry.place for e in told if e.entry.place),
            ids=frozenset(id for e in told for id in e.ids),
            names=frozenset(_names(agreement, line.payment)),
        )


def _has_taken(billed: Billed, line: Line, invoice: Invoice) -> bool:
    """Whether an earlier invoice took up the same part, or any of the same days."""
    if billed.payment != line.payment or billed.payer not in ("", invoice.payer.id):
        return False
    if line.part or billed.part:
        return line.part == billed.part
    if not (billed.start and billed.end and line.start and line.end):
        return False
    return Days(billed.start, billed.end).touches(Days(line.start, line.end))


def _due(agreement: Agreement, id: str) -> str:
    """How long after the invoice a payment is to be paid; empty where the terms do not tell."""
    payments = agreement.payments
    payment = payments.get(id) if isinstance(payments, dict) else None
    return payment.due.text if payment and payment.due else ""


def _names(agreement: Agreement, id: str) -> Iterable[str]:
    """What a payment may be called in an invoice's text."""
    yield id
    payments = agreement.payments
    payment = payments.get(id) if isinstance(payments, dict) else None
    if payment and payment.called:
        yield payment.called
    if isinstance(payment, PerActivity):
        activity = (agreement.activities or {}).get(payment.activity)
        yield payment.activity
        if activity and activity.name:
            yield activity.name


def events(opened: Opened) -> list[Event]:
    """The log's entries that hold, each with the ids of those it has replaced."""
    reading = opened.readings[-1]
    earlier: dict[str, frozenset[str]] = {}
    for entry in (reading.log.entries if reading.log else None) or []:
        before = earlier.get(entry.corrects, frozenset({entry.corrects})) if entry.corrects else ()
        earlier[entry.id] = frozenset({entry.id, *before})
    return [Event(e, index, earlier[e.id]) for index, e in reading.entries]


def least(agreement: Agreement, payment_id: str) -> int | None:
    """The least number of participants that a payment asks for; None where it asks for none."""
    payments = agreement.payments
    payment = payments.get(payment_id) if isinstance(payments, dict) else None
    gate = payment.gate if isinstance(payment, PerActivity) else None
    if gate is None or gate.participants is None or not isinstance(payment, PerActivity):
        return None
    told = str(gate.participants)
    if told.isdecimal():
        return int(told)
    activity = (agreement.activities or {}).get(payment.activity)
    return activity.participants.min if activity and activity.participants else None
