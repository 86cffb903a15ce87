"""What was computed, as people read it in a terminal and as machines read it.

Knows drafts, lines and reasons; computes nothing and prints nothing.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from iop_cli.billing import Drafted
from iop_cli.billing.work import LeftOut, Refused
from iop_cli.invoice import Because, Invoice, Line, data
from iop_cli.report.run import Look
from iop_cli.report.safe import in_json, safe
from iop_cli.sheet import NARROW, bold, wrapped
from iop_cli.words import _, mark, number, plural, say


def as_json(parts: dict[str, Drafted]) -> str:
    """Several agreements' drafts as JSON: invoices, what is left out, what cannot be computed."""
    told: dict[str, list[dict[str, Any]]] = {"invoices": [], "left_out": [], "refused": []}
    for agreement, drafted in parts.items():
        told["invoices"] += [data(invoice) for invoice in drafted.invoices]
        told["left_out"] += [{"agreement": agreement, **_left_out(o)} for o in drafted.left_out]
        told["refused"] += [{"agreement": agreement, **_refused(r)} for r in drafted.refused]
    return in_json(told) + "\n"


def _left_out(one: LeftOut) -> dict[str, Any]:
    told = {"payment": one.payment, "entry": one.entry or None, "part": one.part or None}
    return {**told, "reason": one.reason, **_place(one.place)}


def _refused(one: Refused) -> dict[str, Any]:
    told = {"payment": one.payment or None, "entry": one.entry or None}
    return {**told, "reason": one.reason, "help": one.help, **_place(one.place)}


def _place(place: Because | None) -> dict[str, Any]:
    return {"file": place.file if place else None, "line": place.line if place else None}


def kronor(amount: Decimal, currency: str = "SEK") -> str:
    """An amount with its öre, as a person reads it: 10 000,00 kr."""
    return f"{number(amount)} {'kr' if currency == 'SEK' else currency}"


def pages(parts: dict[str, Drafted], look: Look, *, explain: bool) -> Iterator[str]:
    """Several agreements' drafts for people, each under its id, and what they come to in all."""
    for count, (agreement, drafted) in enumerate(parts.items()):
        if len(parts) > 1:
            yield ("\n" if count else "") + bold(f"{agreement}:", look) + "\n"
        yield from page(drafted, look, explain=explain)
    if len(parts) > 1:
        yield "\n" + _summary([i for drafted in parts.values() for i in drafted.invoices]) + "\n"


def page(drafted: Drafted, look: Look, *, explain: bool) -> Iterator[str]:
    """The drafts for people, line by line; with `explain`, each reason at its file and line."""
    for count, invoice in enumerate(drafted.invoices):
        if count:
            yield "\n"
        yield from (line + "\n" for line in _invoice(invoice, look, explain=explain))
    if not drafted.invoices:
        yield _("Nothing to bill.") + "\n"
    yield from _section(_("Not billed:"), [_told(o) for o in drafted.left_out], look, explain)
    stopped = [_stopped(r) for r in drafted.refused]
    yield from _section(_("Cannot be computed:"), stopped, look, True)


def _invoice(invoice: Invoice, look: Look, *, explain: bool) -> Iterator[str]:
    names = say(mark("{payee} bills {payer}"), payee=invoice.payee.name, payer=invoice.payer.name)
    yield from (bold(line, look) for line in wrapped(safe(names), look.width))
    yield from wrapped(safe(_head(invoice)), look.width, "", "  ")
    yield ""
    for line in invoice.lines:
        yield from _row(safe(line.text), kronor(line.amount, invoice.currency), look)
        yield from _reasons(line, invoice, look, explain=explain)
    for tax in invoice.taxes:
        if tax.percent:
            says = mark("VAT {percent} %, on {taxable}")
            told = kronor(tax.taxable, invoice.currency)
            words = say(says, percent=tax.percent, taxable=told)
            yield from _row(words, kronor(tax.tax, invoice.currency), look)
    yield from _row(_("To pay"), kronor(invoice.total, invoice.currency), look, strong=True)
    for assumed in invoice.assumptions:
        yield from wrapped(
            say(mark("Assumed: {text}"), text=safe(assumed)), look.width, "  ", "    "
        )


def _head(invoice: Invoice) -> str:
    period = f"{invoice.start} \u2013 {invoice.end}"
    parts = [period, _vat(invoice.lines[0].vat)]
    parts += [say(mark("series {series}"), series=invoice.series)] if invoice.series else []
    reference = say(mark("reference {reference}"), reference=invoice.reference)
    return ", ".join([*parts, *([reference] if invoice.reference else [])])


def _vat(vat: str) -> str:
    match vat:
        case "outside":
            return _("outside VAT")
        case "exempt":
            return _("exempt from VAT")
        case _:
            return say(mark("VAT {percent} %"), percent=vat)


def _row(words: str, amount: str, look: Look, *, strong: bool = False) -> Iterator[str]:
    """Words to the left and an amount to the right; under each other where it is narrow."""
    width = look.width or 100
    if look.plain:
        yield f"{words}: {amount}"
        return
    lines = wrapped(words, max(20, width - len(amount) - 4), "  ", "    ")
    if width < NARROW:
        lines = [*wrapped(words, width, "  ", "    "), amount.rjust(width)]
        yield from (bold(line, look) if strong else line for line in lines)
        return
    first = lines[0].ljust(width - len(amount) - 1) + " " + amount
    yield bold(first, look) if strong else first
    yield from lines[1:]


def _reasons(line: Line, invoice: Invoice, look: Look, *, explain: bool) -> Iterator[str]:
    if not explain:
        return
    if line.quantity != 1:
        told = f"{number(line.quantity)} * {number(line.price)} = {number(line.amount)}"
        yield from wrapped(told, look.width, "      ", "        ")
    for because in line.because:
        yield from wrapped(_at(because.says, because), look.width, "      ", "        ")


def _at(says: str, place: Because | None) -> str:
    if place is None:
        return safe(says)
    return f"{safe(says)}  ({safe(place.file)}:{place.line})"


def _told(one: LeftOut) -> tuple[str, str, Because | None]:
    name = ", ".join(part for part in (one.payment, one.entry or one.part) if part)
    return name, one.reason, one.place


def _stopped(one: Refused) -> tuple[str, str, Because | None]:
    name = ", ".join(part for part in (one.payment, one.entry) if part)
    return name, f"{one.reason}. {one.help}", one.place


def _section(
    heading: str, rows: list[tuple[str, str, Because | None]], look: Look, places: bool
) -> Iterator[str]:
    if not rows:
        return
    yield "\n"
    yield bold(heading, look) + "\n"
    for name, says, place in rows:
        told = _at(says, place if places else None)
        words = f"{safe(name)}: {told}" if name else told
        yield from (line + "\n" for line in wrapped(words, look.width, "  ", "    "))


def _summary(invoices: list[Invoice]) -> str:
    """How many invoices there are, and what they come to in each currency."""
    sums: dict[str, Decimal] = {}
    for invoice in invoices:
        sums[invoice.currency] = sums.get(invoice.currency, Decimal("0.00")) + invoice.total
    count = plural("{count} invoice", "{count} invoices", len(invoices))
    told = [kronor(total, currency) for currency, total in sums.items()]
    return say(mark("{count}, {total} in all"), count=count, total=told) if told else count
