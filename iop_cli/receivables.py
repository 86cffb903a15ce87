"""What was issued and what was paid of it: a row for each number, set as text, CSV or JSON.

Ledgers and payments come in, texts go out. Judges no ledger: see audit.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from iop_cli.invoice import money
from iop_cli.ledger import Ledger, left
from iop_cli.model.ledger import LedgerEntry
from iop_cli.report.run import Look
from iop_cli.report.safe import in_json, safe
from iop_cli.sheet import NARROW, bold, labelled, wrapped
from iop_cli.words import _, mark, number, plural, say

Payment = tuple[str, date, Decimal]
COLUMNS = (
    "number", "kind", "issued", "due", "agreement", "payer", "payee", "currency", "total",
    "credited", "paid", "open", "state", "overdue", "refers_to",
)  # fmt: skip
_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
_GAP = "  "


class State(StrEnum):
    """Where an invoice stands; the names are part of the published output."""

    OPEN = "open"
    OVERDUE = "overdue"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    OVERPAID = "overpaid"
    PAID_TWICE = "paid_twice"
    CREDITED = "credited"
    VOID = "void"
    CREDIT = "credit"


STATE = {
    State.OPEN: mark("open"),
    State.OVERDUE: mark("overdue"),
    State.PARTLY_PAID: mark("partly paid"),
    State.PAID: mark("paid"),
    State.OVERPAID: mark("overpaid"),
    State.PAID_TWICE: mark("paid twice"),
    State.CREDITED: mark("credited"),
    State.VOID: mark("void"),
    State.CREDIT: mark("credit note"),
}


@dataclass(frozen=True, slots=True)
class Receivable:
    """One invoice or credit note: amounts with two decimals in its own currency."""

    entry: LedgerEntry
    credited: Decimal
    paid: Decimal
    state: State
    overdue: bool = False

    @property
    def total(self) -> Decimal:
        """What was billed, or credited."""
        return self.entry.total.value if self.entry.total else Decimal(0)

    @property
    def rest(self) -> Decimal:
        """What is still to be paid; below zero where too much was paid."""
        if self.state in (State.VOID, State.CREDIT):
            return -self.paid
        return self.total - self.credited - self.paid

    @property
    def currency(self) -> str:
        """The currency of its amounts."""
        return self.entry.currency or "SEK"


def receivables(
    ledgers: Iterable[Ledger], payments: Iterable[Payment], today: date
) -> tuple[list[Receivable], list[Payment]]:
    """Every number that was issued, as it stands today; and payments of numbers that were not."""
    paid: dict[str, list[Decimal]] = {}
    told = list(payments)
    for name, _day, amount in told:
        paid.setdefault(name, []).append(amount)
    held = [
        _receivable(ledger, entry, paid.get(entry.number or "", []), today)
        for ledger in ledgers
        for entry in ledger.entries
        if entry.number
    ]
    known = {item.entry.number for item in held}
    return held, [payment for payment in told if payment[0] not in known]


def _receivable(
    ledger: Ledger, entry: LedgerEntry, amounts: list[Decimal], today: date
) -> Receivable:
    paid = sum(amounts, Decimal(0))
    if entry.kind == "credit":
        return Receivable(entry, Decimal(0), paid, State.CREDIT)
    if ledger.void(entry.number or ""):
        return Receivable(entry, Decimal(0), paid, State.VOID)
    total = entry.total.value if entry.total else Decimal(0)
    credited = _credited(ledger, entry, total)
    owed = total - credited
    late = entry.due is not None and entry.due < today and paid < owed
    return Receivable(entry, credited, paid, _state(owed, credited, amounts, late), late)


def _credited(ledger: Ledger, entry: LedgerEntry, total: Decimal) -> Decimal:
    """What credit notes take; all of it where no line has anything left, whatever VAT rounded."""
    if entry.lines and not any(left(ledger, entry)):
        return total
    notes = [e for e in ledger.entries if e.kind == "credit" and e.refers_to == entry.number]
    return min(total, sum((e.total.value for e in notes if e.total), Decimal(0)))


def _state(owed: Decimal, credited: Decimal, amounts: list[Decimal], late: bool) -> State:
    paid = sum(amounts, Decimal(0))
    if paid > owed:
        twice = owed > 0 and sum(amount == owed for amount in amounts) > 1
        return State.PAID_TWICE if twice else State.OVERPAID
    if not owed:
        return State.CREDITED if credited else State.PAID
    if paid == owed:
        return State.PAID
    if paid:
        return State.PARTLY_PAID
    return State.OVERDUE if late else State.OPEN


def set_as(
    form: str, items: list[Receivable], strange: list[Payment], today: date, look: Look
) -> Iterator[str]:
    """The list as text, csv or json; `strange` are the payments of unknown numbers."""
    match form:
        case "json":
            yield json(items, strange, today)
        case "csv":
            yield from csv(items)
        case _:
            yield from text(items, strange, look)


def text(items: list[Receivable], strange: list[Payment], look: Look) -> Iterator[str]:
    """The list for people; the count and what is still to be paid last."""
    if look.plain or 0 < look.width < NARROW:
        for item in items:
            yield "\n".join([*_stacked(item, look), "", ""])
    elif items:
        yield from _table(items, look)
    for name, day, amount in strange:
        says = mark("paid {day}: {amount} for {number}, which was not issued here")
        told = say(says, day=day, amount=_money(amount), number=safe(name))
        yield from (line + "\n" for line in wrapped(told, look.width))
    count = plural("{count} number", "{count} numbers", len(items))
    for currency in sorted({item.currency for item in items}):
        rest = sum((i.rest for i in items if i.currency == currency and i.rest > 0), Decimal(0))
        told = _money(rest, currency)
        count += " · " + say(mark("{amount} to be paid"), amount=told)
    yield "\n".join(wrapped(count, look.width)) + "\n"


def _stacked(item: Receivable, look: Look) -> Iterator[str]:
    entry = item.entry
    name = safe(entry.number or "")
    yield from labelled(_("Number"), name, look) if look.plain else [bold(name, look)]
    due = entry.due.isoformat() if entry.due else "–"
    rows = [
        (_("State"), standing(item)),
        (_("Issued"), entry.issued.isoformat()),
        (_("Due"), due),
        (_("Payer"), safe(entry.payer or "")),
        (_("Total"), _money(item.total, item.currency)),
        (_("To be paid"), _money(item.rest, item.currency)),
    ]
    for label, words in rows:
        yield from labelled(label, words, look, "" if look.plain else "  ")


def standing(item: Receivable) -> str:
    """Where an invoice stands, in words: partly paid, overdue."""
    words = _(STATE[item.state])
    if item.state is State.CREDIT:
        return say(mark("credit note for {number}"), number=safe(item.entry.refers_to or ""))
    late = item.overdue and item.state is not State.OVERDUE
    return f"{words}, {_(STATE[State.OVERDUE])}" if late else words


def _table(items: list[Receivable], look: Look) -> Iterator[str]:
    heads = (_("Number"), _("Issued"), _("Due"), _("Total"), _("To be paid"))
    rows = [_cells(item) for item in items]
    widths = [max(len(row[i]) for row in (heads, *rows)) for i in range(len(heads))]
    yield _columns(heads, widths, look)
    for item, row in zip(items, rows, strict=True):
        yield _columns(row, widths, look)
        below = f"{safe(item.entry.payer or '')} · {standing(item)}"
        yield from (line + "\n" for line in wrapped(below, look.width, _GAP, _GAP * 2))
    yield "\n"


def _columns(row: tuple[str, ...], widths: list[int], look: Look) -> str:
    cells = [cell.ljust(width) for cell, width in zip(row[:3], widths[:3], strict=True)]
    cells += [cell.rjust(width) for cell, width in zip(row[3:], widths[3:], strict=True)]
    return _GAP.join([bold(cells[0], look), *cells[1:]]).rstrip() + "\n"


def _cells(item: Receivable) -> tuple[str, ...]:
    entry = item.entry
    due = entry.due.isoformat() if entry.due else "–"
    amounts = (_money(item.total, item.currency), _money(item.rest, item.currency))
    return (safe(entry.number or ""), entry.issued.isoformat(), due, *amounts)


def _money(value: Decimal, currency: str = "SEK") -> str:
    """An amount as a reader expects it: 10 000,50 kr."""
    plain = Decimal(money(value))
    shown = number(plain if plain != plain.to_integral_value() else plain.to_integral_value())
    return f"{shown} {'kr' if currency == 'SEK' else safe(currency)}"


def csv(items: Iterable[Receivable]) -> Iterator[str]:
    """The list for a spreadsheet: semicolons, every value quoted, decimal commas, a BOM first.

    A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    yield "\ufeff" + ";".join(f'"{name}"' for name in COLUMNS) + "\r\n"
    for item in items:
        yield ";".join(_quoted(name, value) for name, value in row(item).items()) + "\r\n"


def _quoted(name: str, value: object) -> str:
    if name in ("total", "credited", "paid", "open"):
        return f'"{str(value).replace(".", ",")}"'
    if isinstance(value, bool):
        return '"yes"' if value else '"no"'
    told = "" if value is None else str(value)
    cell = safe(told).replace('"', '""')
    return f'"\'{cell}"' if told.lstrip().startswith(_FORMULA) else f'"{cell}"'


def json(items: list[Receivable], strange: list[Payment], today: date) -> str:
    """The list for machines: amounts with two decimals as text, days as YYYY-MM-DD."""
    unknown = [
        {"number": name, "date": day.isoformat(), "amount": money(amount)}
        for name, day, amount in strange
    ]
    told = {"format": 1, "today": today.isoformat(), "invoices": [row(item) for item in items]}
    return in_json({**told, "unknown_payments": unknown}) + "\n"


def row(item: Receivable) -> dict[str, object]:
    """One number for machines."""
    entry = item.entry
    return {
        "number": entry.number,
        "kind": entry.kind,
        "issued": entry.issued.isoformat(),
        "due": entry.due.isoformat() if entry.due else None,
        "agreement": entry.agreement,
        "payer": entry.payer,
        "payee": entry.payee,
        "currency": item.currency,
        "total": money(item.total),
        "credited": money(item.credited),
        "paid": money(item.paid),
        "open": money(item.rest),
        "state": item.state.value,
        "overdue": item.overdue,
        "refers_to": entry.refers_to,
    }
