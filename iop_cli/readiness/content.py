"""What an invoice says and sums up to: its lines, its total, its currency, all its texts."""

import re
from collections.abc import Iterator
from decimal import Decimal

from iop_cli.finding import Finding, Where
from iop_cli.invoice import CATEGORIES, Invoice, Line, Side
from iop_cli.letters import INVISIBLE, invisible_finding
from iop_cli.quantity.amount import CURRENCIES
from iop_cli.readiness.found import Faults, found
from iop_cli.readiness.references import MOST_REFERENCE
from iop_cli.words import mark

MOST_NAME = 200
MOST_TEXT = 2_000
MOST_MONEY = Decimal("999999999999.99")
MOST_DECIMALS = 28  # what a division leaves

_CURRENCIES = {"SEK", *CURRENCIES.split("|")}
_LINE_BREAK = re.compile("[\t\n]")


def content_faults(invoice: Invoice) -> Faults:
    """What is wrong with the lines, the total, the currency and the texts."""
    if not invoice.lines:
        says = mark("the invoice has no lines")
        yield found("lines", says=says, help=mark("Bill a period in which something is owed."))
    for i, line in enumerate(invoice.lines):
        if not line.text.strip():
            says = mark("the line does not say what it is for")
            yield found("lines", i, "text", says=says)
        yield from _figures(i, line)
        yield from _covered(invoice, i, line)
    yield from _sums(invoice)
    for where, text, most in _texts(invoice):
        yield from _letters(where, text, most)


def _figures(index: int, line: Line) -> Faults:
    for key, value in (
        ("amount", line.amount),
        ("quantity", line.quantity),
        ("unit_price", line.price),
    ):
        most = 2 if key == "amount" else MOST_DECIMALS
        exponent = value.as_tuple().exponent
        if not value.is_finite() or abs(value) > MOST_MONEY:
            says = mark("{value} is more than an invoice can hold")
            yield found("lines", index, key, says=says, value=str(value)[:40])
        elif isinstance(exponent, int) and exponent < -most:
            says = mark("{value} has more than {most} decimals")
            yield found("lines", index, key, says=says, value=str(value)[:40], most=most)


def _covered(invoice: Invoice, index: int, line: Line) -> Faults:
    days = [day for day in (line.start, line.end) if day]
    outside = [day for day in days if not invoice.start <= day <= invoice.end]
    if outside:
        says = mark("the line covers {day}, outside the period {start} to {end}")
        values: dict[str, object] = {"day": outside[0], "start": invoice.start, "end": invoice.end}
        yield Finding(("lines", index, "period"), says, values)
    elif days != sorted(days):
        says = mark("the period ends {end}, before it begins {start}")
        yield found("lines", index, "period", says=says, start=days[0], end=days[1])


def _sums(invoice: Invoice) -> Faults:
    if invoice.currency not in _CURRENCIES:
        says = mark("the currency {currency} is not known here; write for example {example}")
        yield found("currency", says=says, currency=invoice.currency, example="SEK")
    lines = invoice.lines
    if not lines or any(x.vat not in CATEGORIES or any(_figures(0, x)) for x in lines):
        return
    if invoice.total <= 0:
        says = mark("the total is {total}; it must be above 0")
        help = mark("Carry it over to a later invoice, or credit an earlier one.")
        yield found("lines", says=says, help=help, total=invoice.total)


def _letters(where: Where, text: str, most: int) -> Faults:
    """What no text may hold: letters that cannot be seen, several lines, too much."""
    if hidden := INVISIBLE.search(text) or _LINE_BREAK.search(text):
        told = invisible_finding(where, hidden[0])
        yield Finding(where, told.says, told.values, mark("Write the text again, on one line."))
    if len(text) > most:
        says = mark("{start} … has {count} characters; an invoice holds at most {most} here")
        yield found(*where, says=says, start=text[:40], count=len(text), most=most)


def _texts(invoice: Invoice) -> Iterator[tuple[Where, str, int]]:
    """Every text of the invoice that a person wrote: where, what, and how long it may be."""
    payee, payer = invoice.payee.id, invoice.payer.id
    yield from _side_texts(invoice.payee)
    yield from _side_texts(invoice.payer)
    yield ("parties", payer, "invoice", "reference"), invoice.reference, MOST_REFERENCE
    for account, number in invoice.accounts.items():
        yield ("parties", payee, "payee", "accounts", account), number, MOST_NAME
    for key in ("title", "contract", "payment_reference", "refers_to"):
        yield (key,), getattr(invoice, key), MOST_NAME
    yield ("because",), invoice.because, MOST_TEXT
    for i, line in enumerate(invoice.lines):
        yield ("lines", i, "text"), line.text, MOST_TEXT
        yield ("payments", line.payment, "vat_reason"), line.vat_reason, MOST_TEXT
    for i, text in enumerate(invoice.assumptions):
        yield ("assumptions", i), text, MOST_TEXT


def _side_texts(side: Side) -> Iterator[tuple[Where, str, int]]:
    where = "parties", side.id
    yield (*where, "name"), side.name, MOST_NAME
    for key in ("street", "postcode", "city", "country"):
        yield (*where, "address", key), getattr(side, key), MOST_NAME
    yield (*where, "contact", "office"), side.office, MOST_NAME
    yield (*where, "acts_through"), side.unit, MOST_NAME
