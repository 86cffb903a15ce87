"""What a credit note takes of an invoice: which lines, how much of each, and why.

Computes on what the ledger and the stored document say; touches no disk.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from iop_cli.diagnostic import IopError
from iop_cli.invoice import CENT, Invoice, Line
from iop_cli.ledger import Ledger, left
from iop_cli.letters import INVISIBLE
from iop_cli.model.ledger import LedgerEntry
from iop_cli.quantity import rounded
from iop_cli.words import mark, say
from iop_cli.words import number as figure


def credit_note(
    ledger: Ledger, invoice: Invoice, because: str, wanted: Mapping[int, Decimal | None] | None
) -> Invoice:
    """The draft of a credit note; `wanted` maps lines (from 1) to amounts before VAT, or to all.

    Raises IopError where that is more than is left.
    """
    number = invoice.number or ""
    entry = standing(ledger, number)
    return replace(
        invoice, kind="credit", status="draft", lines=_credited(ledger, entry, invoice, wanted),
        number=None, issue_date=None, due_date=None, payment_reference="", assumptions=(),
        refers_to=number, refers_to_date=invoice.issue_date, because=because,
    )  # fmt: skip


def standing(ledger: Ledger, number: str) -> LedgerEntry:
    """The entry of an invoice that was neither a credit note nor made void; raises IopError."""
    entry = ledger.find(number)
    if entry is None:
        raise missing(number)
    if entry.kind != "invoice":
        says = mark("{number} is a credit note; only an invoice is credited or made void")
        raise refused(says, number, mark("issue what is owed again: its lines can be billed"))
    if ledger.void(number):
        raise refused(mark("{number} was made void; nothing is left to do with it"), number)
    return entry


def _credited(
    ledger: Ledger,
    entry: LedgerEntry,
    invoice: Invoice,
    wanted: Mapping[int, Decimal | None] | None,
) -> tuple[Line, ...]:
    """The lines of a credit note, each with what it takes of what is left; raises IopError."""
    rest = left(ledger, entry)
    chosen = wanted or {index + 1: None for index, amount in enumerate(rest) if amount}
    if not chosen:
        raise refused(mark("{number} is credited in full already"), invoice.number or "")
    lines = []
    for index, amount in sorted(chosen.items()):
        if not 1 <= index <= len(rest):
            says = mark("{number} has {count} lines; there is no line {index}")
            told = say(says, number=invoice.number, count=len(rest), index=index)
            raise IopError(told, code="usage")
        lines.append(_part(invoice, index, rest[index - 1], amount))
    return tuple(lines)


def _part(invoice: Invoice, index: int, rest: Decimal, amount: Decimal | None) -> Line:
    line = invoice.lines[index - 1]
    taken = rounded(rest if amount is None else amount, CENT)
    within = 0 < taken <= rest if rest > 0 else rest <= taken < 0
    if not within or (amount is not None and taken != amount):
        says = mark("of line {index} of {number}, {rest} is left to credit, not {amount}")
        if not rest:
            says = mark("line {index} of {number} is credited in full already")
        told = say(
            says, index=index, number=invoice.number, rest=_shown(rest, invoice),
            amount=_shown(taken if amount is None else amount, invoice),
        )  # fmt: skip
        raise IopError(told, say(mark("amounts are before VAT")), code="refused")
    if taken == line.amount:
        return line
    return replace(line, amount=taken, quantity=Decimal(1), unit_price=None)


def _shown(value: Decimal, invoice: Invoice) -> str:
    currency = "kr" if invoice.currency == "SEK" else invoice.currency
    return f"{figure(value + Decimal('0.00'))} {currency}"


def missing(number: str) -> IopError:
    """What stops a run that names an invoice that is not there."""
    says = mark("there is no invoice {number}")
    help = say(mark("iop invoice list shows the invoices that were issued"))
    return IopError(say(says, number=number), help, code="not-found")


def refused(says: str, number: str, help: str = "") -> IopError:
    """What stops a run that asks for what an invoice does not allow."""
    return IopError(say(says, number=number), say(help), code="refused")


def reason(because: str) -> str:
    """The reason on one line; raises IopError where nobody could read it later."""
    told = " ".join(because.split())
    if not told or len(told) > 2000 or INVISIBLE.search(told):
        says = mark("--because must say why, in one line of at most 2 000 plain characters")
        raise IopError(say(says), code="usage")
    return told
