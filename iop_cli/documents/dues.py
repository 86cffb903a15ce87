"""What was agreed, billed and paid for a period, between payers and payees; and what is not paid.

Amounts are before VAT, and what was paid is what was paid. Knows no words; reckons by billing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from iop_cli.billing import Asked, Drafted, draft
from iop_cli.billing.anew import days_of
from iop_cli.billing.calendar import Days
from iop_cli.billing.work import LeftOut, Refused
from iop_cli.book import Opened
from iop_cli.documents.measures import Scope
from iop_cli.documents.values import Subject
from iop_cli.finding import read_path
from iop_cli.invoice import Billed, Line
from iop_cli.logbook import payments
from iop_cli.model.agreement import Agreement
from iop_cli.model.payment import CostCap, PaymentBase, PerActivity, PerUnit
from iop_cli.portrait.payment import ids_of
from iop_cli.reading import Reading

NOTHING = Decimal(0)
Sides = tuple[str, str]


@dataclass(frozen=True)
class Due:
    """Money from one party to another for the period; None is not told, or cannot be reckoned.

    With `lacks`, something that cannot be reckoned comes on top of what is agreed.
    """

    payer: str
    payee: str
    currency: str
    agreed: Decimal | None = None
    billed: Decimal | None = None
    paid: Decimal | None = None
    lacks: bool = False


@dataclass(frozen=True)
class Bill:
    """An invoice: what of it is for the period, and what was paid of it until today.

    Without `is_whole`, some of it is for other days; `billed` is None where no ledger holds it.
    """

    number: str
    payer: str = ""
    payee: str = ""
    billed: Decimal | None = None
    paid: Decimal | None = None
    paid_on: date | None = None
    is_whole: bool = True


@dataclass(frozen=True)
class Dues:
    """All of it: between the parties, by payment, by invoice, and what is left out and refused.

    `partly` are the invoices with a line for days of which only some are of the period: what it
    bills for them is not counted.
    """

    rows: tuple[Due, ...] = ()
    by_payment: tuple[tuple[str, Due], ...] = ()
    bills: tuple[Bill, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    refused: tuple[Refused, ...] = ()
    partly: tuple[str, ...] = ()
    vats: frozenset[str | None] = field(default_factory=frozenset)


def dues(subject: Subject, scope: Scope) -> Dues:
    """What the period gave, reckoned from the terms and the log as they stand."""
    names = _public_payments(subject, scope)
    if names == ():
        return Dues()
    asked = Asked(subject.today, scope.days, payments=names or ())
    drafted = draft(_before_vat(subject.opened), asked)
    owed = [
        ((invoice.payer.id, invoice.payee.id), invoice.currency, line)
        for invoice in drafted.invoices
        for line in invoice.lines
    ]
    billed = [b for b in subject.billed if names is None or b.payment in names]
    lines = list(_of_period(billed, [(sides, line) for sides, _c, line in owed], scope))
    bills = list(_bills(subject, scope, lines))
    held = _payments(scope.agreement)
    places = {name: place for place, name in enumerate(["", *scope.agreement.parties])}
    rows = sorted(
        _rows(owed, held, drafted, scope),
        key=lambda row: [places.get(name, len(places)) for name in (row[1].payer, row[1].payee)],
    )
    return Dues(
        tuple(_with_money(row, lines, bills) for row in _between(rows)),
        tuple(rows) if len({id for id, _row in rows}) > 1 else (),
        tuple(bills),
        tuple(drafted.left_out),
        tuple(drafted.refused),
        tuple(dict.fromkeys(b.number for b in billed if _is_partly(b, lines, scope))),
        frozenset(held[id].vat for id, _row in rows if id in held),
    )


def _public_payments(subject: Subject, scope: Scope) -> tuple[str, ...] | None:
    """The payments that may be told in a public document; None for all of them."""
    places = [read_path(path) for path in scope.agreement.not_public or []]
    hidden = [place for place in places if place[:1] == ("payments",)]
    if not subject.public or not hidden:
        return None
    told = [id for id in _payments(scope.agreement) if all(place[1:2] != (id,) for place in hidden)]
    return () if ("payments",) in hidden else tuple(told)


def _payments(agreement: Agreement) -> dict[str, PaymentBase]:
    return dict(agreement.payments) if isinstance(agreement.payments, dict) else {}


def _before_vat(opened: Opened) -> Opened:
    """The same with every payment outside VAT: amounts before it, also where it is not chosen."""
    made: dict[int, Agreement] = {}

    def outside(agreement: Agreement) -> Agreement:
        if id(agreement) not in made:
            held = {
                name: payment.model_copy(update={"vat": "outside"})
                for name, payment in _payments(agreement).items()
            }
            changed = agreement.model_copy(update={"payments": held}) if held else agreement
            made[id(agreement)] = changed
        return made[id(agreement)]

    def of(reading: Reading) -> Reading:
        versions = tuple((since, outside(agreement)) for since, agreement in reading.versions)
        return replace(reading, agreement=outside(reading.agreement), versions=versions)

    return replace(opened, readings=tuple(of(reading) for reading in opened.readings))


def _rows(
    owed: list[tuple[Sides, str, Line]],
    held: dict[str, PaymentBase],
    drafted: Drafted,
    scope: Scope,
) -> Iterator[tuple[str, Due]]:
    """Each payment between each two parties, and what is agreed for the period."""
    sums: dict[tuple[str, Sides, str], Decimal] = {}
    for sides, currency, line in owed:
        key = (line.payment, sides, currency)
        sums[key] = sums.get(key, NOTHING) + line.amount
    refused = {one.payment for one in drafted.refused}
    for id, payment in held.items() if scope.inside else ():
        is_told = any(other == id for other, _sides, _currency in sums)
        if is_told or not (id in refused or "" in refused or _is_by_log(payment, scope)):
            continue
        is_nothing = id not in refused and scope.is_complete(scope.inside)
        for sides in _sides(payment):
            agreed = NOTHING if is_nothing else None
            yield id, Due(*sides, "SEK", agreed, lacks=not is_nothing and id in refused)
    for (id, sides, currency), amount in sums.items():
        may_be_more = id in held and _is_by_log(held[id], scope)
        may_be_more = may_be_more and not scope.is_complete(scope.inside)
        yield id, Due(*sides, currency, amount, lacks=id in refused or may_be_more)


def _is_by_log(payment: PaymentBase, scope: Scope) -> bool:
    """Whether it is paid by what happens during the period, which only the log tells."""
    valid = payment.valid
    first = valid.from_.as_start if valid and valid.from_ else None
    last = valid.to.as_end if valid and valid.to else None
    if not Days(first or date.min, last or date.max).touches(scope.inside):
        return False
    is_counted = isinstance(payment, PerUnit) and payment.per != "year"
    return is_counted or isinstance(payment, PerActivity | CostCap)


def _sides(payment: PaymentBase) -> list[Sides]:
    return [(a, b) for a in ids_of(payment.from_) or [""] for b in ids_of(payment.to) or [""]]


def _between(rows: list[tuple[str, Due]]) -> list[Due]:
    """The same added up for each two parties."""
    return _added_up((row for _id, row in rows), lambda row: (row.payer, row.payee, row.currency))


def by_payer(rows: Iterable[Due]) -> list[Due]:
    """The same added up for each payer, whoever receives it."""
    return _added_up(rows, lambda row: (row.payer, row.currency))


def _added_up(rows: Iterable[Due], about: Callable[[Due], tuple[str, ...]]) -> list[Due]:
    sums: dict[tuple[str, ...], Due] = {}
    for row in rows:
        before = sums.get(about(row))
        sums[about(row)] = row if before is None else _added(before, row)
    return list(sums.values())


def _added(one: Due, other: Due) -> Due:
    is_half_known = (one.agreed is None) != (other.agreed is None)
    return replace(
        one,
        agreed=_sum(one.agreed, other.agreed),
        billed=_sum(one.billed, other.billed),
        paid=_sum(one.paid, other.paid),
        lacks=one.lacks or other.lacks or is_half_known,
    )


def _sum(*amounts: Decimal | None) -> Decimal | None:
    """What is told of some amounts; None where nothing is."""
    told = [amount for amount in amounts if amount is not None]
    return sum(told, NOTHING) if told else None


def _of_period(
    billed: Iterable[Billed], owed: list[tuple[Sides, Line]], scope: Scope
) -> Iterator[Billed]:
    """The billed lines that are for the period: for what is owed in it, or for days of it."""
    parts = {(line.payment, sides, line.part) for sides, line in owed if line.part}
    log = scope.reading.log
    held = {entry.id for entry in (log.entries if log else None) or []}
    for line in billed:
        is_owed = (line.payment, (line.payer, line.payee), line.part) in parts
        is_of_days = bool(days_of(line)) and days_of(line).is_in(scope.days)
        if is_owed or (is_of_days and (not line.part or line.part in held)):
            yield line


def _is_partly(line: Billed, counted: list[Billed], scope: Scope) -> bool:
    is_by_days = not line.part and bool(days_of(line))
    return is_by_days and line not in counted and days_of(line).touches(scope.days)


def _bills(subject: Subject, scope: Scope, lines: list[Billed]) -> Iterator[Bill]:
    """The invoices for the period, and those that the log says were paid in it and none holds."""
    paid: dict[str, Decimal] = {}
    days: dict[str, date] = {}
    for one in payments(scope.reading.log):
        paid[one.number] = paid.get(one.number, NOTHING) + one.amount.value
        days[one.number] = max(one.day, days.get(one.number, one.day))
    known = {line.number for line in subject.billed}
    whole = {number: [b for b in subject.billed if b.number == number] for number in known}
    for number in dict.fromkeys(line.number for line in lines):
        own = [line for line in lines if line.number == number]
        yield Bill(
            number, own[0].payer, own[0].payee, sum((b.amount for b in own), NOTHING),
            subject.paid.get(number, paid.get(number)), days.get(number),
            len(own) == len(whole[number]),
        )  # fmt: skip
    for number, amount in paid.items():
        if number not in known and scope.days.holds(days[number]):
            yield Bill(number, paid=subject.paid.get(number, amount), paid_on=days[number])


def _with_money(row: Due, lines: list[Billed], bills: list[Bill]) -> Due:
    """The row with what was billed, and what was paid of invoices that are all for the period."""
    own = [line for line in lines if (line.payer, line.payee) == (row.payer, row.payee)]
    whole = [b for b in bills if b.is_whole and (b.payer, b.payee) == (row.payer, row.payee)]
    billed, paid = (line.amount for line in own), (bill.paid for bill in whole)
    return replace(row, billed=_sum(*billed), paid=_sum(*paid))
