"""What a payment is reckoned from, and what comes of it: charges, and what is left out or refused.

Knows readings and the log, never a particular kind of payment. Renders nothing, numbers nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType

from iop_cli.billing.calendar import Days
from iop_cli.book import Opened
from iop_cli.finding import Where, at, path_text
from iop_cli.invoice import Because, Billed
from iop_cli.model.agreement import Agreement
from iop_cli.model.log import Entry
from iop_cli.model.payment import Payment
from iop_cli.placing import overlaid
from iop_cli.quantity import Amount
from iop_cli.reading import Reading
from iop_cli.record import as_written
from iop_cli.words import mark, say

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a charge is what it is: a place in the agreement or the log, and what stands there."""

    where: Where
    says: str
    in_log: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True)
class Charge:
    """Money that falls due on a day, before it is divided among those who receive it.

    `day` is when it may be billed; `first` and `last` are the days it is for. `part` is what may be
    billed only once, and empty where days are billed. A payer is named where only one pays it.
    `place` is an instalment's number among the parts that its version lists; else 0.
    """

    amount: Decimal
    day: date
    first: date
    last: date
    text: str
    part: str = ""
    entries: tuple[str, ...] = ()
    quantity: Decimal = Decimal(1)
    unit_price: Decimal | None = None
    reasons: tuple[Reason, ...] = ()
    assumptions: tuple[str, ...] = ()
    payer: str = ""
    version: int = 0
    place: int = 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is not billed, and why; `day` decides which period it belongs to."""

    payment: str
    reason: str
    day: date | None = None
    entry: str = ""
    part: str = ""
    place: Because | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """What cannot be computed, why, and the way out; without a day it concerns every period."""

    payment: str
    reason: str
    help: str
    place: Because | None = None
    days: Days | None = None
    entry: str = ""


Outcome = Charge | LeftOut | Refused


@dataclass(frozen=True, slots=True)
class Version:
    """The agreement as it reads during some days; `number` is its place among the readings."""

    number: int
    days: Days
    reading: Reading

    @property
    def agreement(self) -> Agreement:
        """The agreement as it reads during these days."""
        return self.reading.agreement


@dataclass(frozen=True)
class Work:
    """One payment of one partnership, to be reckoned up to a day.

    `asked` are the days asked for; on the days of `cuts` money without pay days is cut.
    `uncapped` leaves caps out of account, and keeps refusals that say the same of several periods.
    `only` are the numbers of the versions that count; without it, all in which the payment stands.
    """

    id: str
    opened: Opened
    asked: Days
    billed: tuple[Billed, ...] = ()
    cuts: tuple[date, ...] = field(default=())
    uncapped: bool = False
    only: tuple[int, ...] = ()

    @property
    def today(self) -> Reading:
        """The reading of today: the log and the term as they are known."""
        return self.opened.readings[-1]

    @cached_property
    def versions(self) -> list[Version]:
        """The agreement's readings in order of time, each with the days that it holds."""
        readings = sorted(self.opened.readings, key=lambda r: _since(r, self.opened))
        starts = [_since(r, self.opened) for r in readings]
        ends = [start - DAY for start in starts[1:]] + [date.max]
        return [
            Version(number, Days(first, last), reading)
            for number, (first, last, reading) in enumerate(
                zip(starts, ends, readings, strict=True)
            )
            if first <= last
        ]

    @cached_property
    def holding(self) -> list[tuple[Version, Payment]]:
        """The versions in which the payment stands, each with the payment as it reads then."""
        found = []
        for version in self.versions:
            payments = version.agreement.payments
            payment = payments.get(self.id) if isinstance(payments, dict) else None
            if payment is not None and (not self.only or version.number in self.only):
                found.append((version, payment))
        return found

    def on(self, day: date) -> tuple[Version, Payment] | None:
        """The version of a day and the payment as it reads then; None where it does not stand."""
        if any(hole.holds(day) for hole in self.holes):
            return None
        return next(((v, p) for v, p in self.holding if v.days.holds(day)), None)

    @cached_property
    def holes(self) -> list[Days]:
        """The days between the pieces of a term that is decided piece by piece."""
        term = self.today.agreement.term
        pieces = sorted(
            (piece.start.as_start, last)
            for piece in (term.periods if term else None) or []
            if piece.start and piece.start.as_start
            and (last := getattr(piece.end, "as_end", None))
        )  # fmt: skip
        between = [Days(a[1] + DAY, b[0] - DAY) for a, b in pairwise(pieces) if a[1] < b[0]]
        return [hole for hole in between if hole]

    def of(self, charge: Charge) -> tuple[Version, Payment]:
        """The version that a charge was reckoned by, and the payment as it reads there."""
        held = ((v, p) for v, p in self.holding if v.number == charge.version)
        return next(held, self.holding[-1])

    @cached_property
    def entries(self) -> list[tuple[int, Entry]]:
        """The log's entries that hold, each with its place in the list, in order.

        A correction has the turn of the entry that it corrects: it takes nobody's room.
        """
        turns: dict[str, int] = {}
        log = self.today.log
        for index, entry in enumerate((log.entries if log else None) or []):
            turns.setdefault(entry.id, index)
        return sorted(self.today.entries, key=lambda held: turns.get(self.id_of(held[1]), held[0]))

    @cached_property
    def taken(self) -> list[date]:
        """The days on which what is billed begins, and the days after its end."""
        days = [(b.start, b.end) for b in self.billed if b.start and b.end and not b.part]
        return [day for start, end in days for day in (start, end + DAY)]

    @cached_property
    def leavings(self) -> list[date]:
        """The days from which on a party has joined or left."""
        events = [e for _i, e in self.entries if e.event in ("joined", "left")]
        return [event.date for event in events if event.date]

    @cached_property
    def _first_ids(self) -> dict[str, str]:
        log = self.today.log
        first: dict[str, str] = {}
        for entry in (log.entries if log else None) or []:
            first[entry.id] = (
                first.get(entry.corrects, entry.corrects) if entry.corrects else entry.id
            )
        return first

    def id_of(self, entry: Entry) -> str:
        """The id that an entry is billed under: that of the first one, if it corrects another."""
        return self.first_id(entry.id)

    def first_id(self, id: str) -> str:
        """The id of the first of the entries that correct one another."""
        return self._first_ids.get(id, id)

    def clause(self, version: Version, *where: str | int) -> Reason:
        """A reason: the value at a place of the payment, as it is written."""
        path: Where = ("payments", self.id, *where)
        written = at(version.reading.data, path)
        name = path_text(where) or self.id
        says = f"{name}: {written}" if isinstance(written, str) else name
        return Reason(path, says, version=version.number)

    def entry_reason(self, index: int, says: str, key: str = "") -> Reason:
        """A reason in the log."""
        where: Where = ("entries", index, key) if key else ("entries", index)
        return Reason(where, says, in_log=True)

    def place(self, reason: Reason) -> Because:
        """The reason with its file and line."""
        opened = self.opened
        document, moved, where = opened.log_document, opened.log.written, reason.where
        if not reason.in_log:
            document, moved = opened.document, opened.body.written
            reading = next(v.reading for v in self.versions if v.number == reason.version)
            where = overlaid(reason.where, reading.changed)
        assert document is not None  # what was read has a document
        span = document.span(as_written(where, moved))
        return Because(document.name, span.line, reason.says)

    def refused(
        self, says: str, help: str, *, reason: Reason | None = None, days: Days | None = None,
        entry: str = "", values: Mapping[str, object] = MappingProxyType({}), **named: object,
    ) -> Refused:  # fmt: skip
        """A refusal: what cannot be computed, at its place, and the way out."""
        told = {**values, **named}
        reason = reason or Reason(
            ("payments", self.id), self.id, version=self.holding[-1][0].number
        )
        place = self.place(reason)
        return Refused(self.id, say(says, **told), say(help, **told), place, days, entry)

    def left_out(
        self, says: str, day: date | None, /, *, reason: Reason | None = None, entry: str = "",
        part: str = "", **values: object,
    ) -> LeftOut:  # fmt: skip
        """Something that is not billed, and why."""
        place = self.place(reason) if reason else None
        return LeftOut(self.id, say(says, **values), day, entry, part, place)

    def exact(
        self, amount: Amount | None, version: Version, *where: str | int
    ) -> Decimal | Refused:
        """Kronor (or the payment's currency) of an amount that is exact; a refusal of any other."""
        place = self.clause(version, *where)
        if amount is None:
            says = mark("the amount is unknown")
            return self.refused(says, mark("Write the amount in the agreement."))
        if amount.nature != "exact":
            says = mark("{amount} is not an exact amount")
            help = mark("Write the exact amount that is paid, or agree on it in an amendment.")
            return self.refused(says, help, reason=place, amount=amount)
        return amount.value


def _since(reading: Reading, opened: Opened) -> date:
    """The first day that a reading holds; today's is the one its agreement was amended on."""
    if reading.day is not None:
        return reading.day
    signed = reading.versions[0][1] if reading.versions else reading.agreement
    if reading.agreement is signed:
        return date.min
    held = [since for since, agreement in reading.versions if agreement is reading.agreement]
    return held[0] if held else date.min


def window(work: Work, payment: Payment) -> Days | Refused:
    """The days that a payment runs: the term, and its own `valid`; a refusal if unknown."""
    reading = work.today
    start, end = reading.first_day, reading.last_day
    if start is None:
        says = mark("the first day of the term is unknown, so nothing can be said to lie within it")
        return work.refused(says, mark("Write term.start."))
    term = reading.agreement.term
    is_open = end is None and term is not None and getattr(term, "end", None) is not None
    if end is None and not is_open:
        says = mark("the last day of the term is unknown, so nothing can be said to lie within it")
        return work.refused(says, mark("Write term.end; none means until further notice."))
    valid = payment.valid
    first = valid.from_.as_start if valid and valid.from_ else None
    last = valid.to.as_end if valid and valid.to else None
    return Days(max(start, first or start), min(end or date.max, last or date.max))


def belongs(work: Work, version: Version, day: date) -> bool:
    """Whether a version decides on a day: one of its own, or one before it all began."""
    is_first = version.number == work.holding[0][0].number
    return version.days.holds(day) or (is_first and day < version.days.first)


def is_over(work: Work, payment: Payment, days: Days, day: date) -> bool:
    """Whether a day of payment lies after the end that the log tells, or outside `valid`."""
    has_ended = any(e.event == "ended" for _i, e in work.entries)
    return not days.holds(day) if payment.valid else has_ended and day > days.last


def not_paid(work: Work, index: int, entry: Entry, says: str, **values: object) -> LeftOut:
    """An entry of the log that nothing is paid for, and why."""
    reason = work.entry_reason(index, "")
    day = entry.held or entry.date or (entry.period.end if entry.period else None)
    return work.left_out(
        says, day, reason=reason, entry=work.id_of(entry), part=work.id_of(entry), **values
    )
