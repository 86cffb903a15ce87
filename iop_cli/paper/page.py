"""What stands on an invoice's page, in reading order and in finished words: plain texts and lists.

HTML, Markdown and PDF place the same page. Nothing is computed here and nothing is escaped: each
format does that as it places a text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from iop_cli.invoice import Invoice, Line, Side, Tax
from iop_cli.paper.figures import bare, day, days, figure, money, price
from iop_cli.quantity import Length, NotRead
from iop_cli.report.safe import HIDDEN
from iop_cli.words import _, mark, say

_BLANKS = re.compile(r"[ \t\r\n\u0085\u2028\u2029]+")


@dataclass(frozen=True)
class Fact:
    """A label and what belongs to it."""

    label: str
    value: str


@dataclass(frozen=True)
class Party:
    """The sender or the receiver: who, and the lines below the name."""

    label: str
    name: str
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One row of a table: what it is about, a remark below that, and the cells beside it."""

    text: str
    remark: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table; the first column names its row, all others hold figures."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Reason:
    """Why one line is what it is: each reason says something and stands at a place."""

    text: str
    amount: str
    because: tuple[Fact, ...]


@dataclass(frozen=True)
class Part:
    """A section with its heading; what it does not have is empty."""

    heading: str
    facts: tuple[Fact, ...] = ()
    texts: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Page:
    """The whole page. `mark` is the word laid over a draft, `notice` the sentence beside it."""

    language: str
    title: str
    kind: str
    number: str
    mark: str
    notice: str
    parties: tuple[Party, ...]
    facts: tuple[Fact, ...]
    lines: Table
    sums: tuple[Fact, ...]
    total: Fact
    taxes: Table | None
    notes: tuple[str, ...]
    payment: Part | None
    reasons: Part | None
    assumptions: Part | None
    pages: str


def page(invoice: Invoice) -> Page:
    """The invoice's page in the language spoken now; who calls sees to that it is the invoice's."""
    draft = invoice.status == "draft"
    kind = _("Credit note") if invoice.kind == "credit" else _("Invoice")
    number = _line(invoice.number or "")
    return Page(
        language=invoice.language,
        title=f"{kind} {number}" if number else f"{kind}: {_line(invoice.title)}",
        kind=kind,
        number=number,
        mark=_("DRAFT") if draft else "",
        notice=_("This is a draft. It has no number and is not to be paid.") if draft else "",
        parties=(
            _party(_("Sender"), invoice.payee, invoice),
            _party(_("Receiver"), invoice.payer, invoice),
        ),
        facts=tuple(_facts(invoice)),
        lines=_lines(invoice),
        sums=tuple(_sums(invoice)),
        total=Fact(_due_label(invoice), money(invoice.total, invoice.currency)),
        taxes=_taxes(invoice),
        notes=tuple(_notes(invoice)),
        payment=_payment(invoice),
        reasons=_reasons(invoice),
        assumptions=_assumptions(invoice),
        # the page numbers are put in where pages are made
        pages=_("Page {page} of {pages}"),
    )


def _line(text: str) -> str:
    """A text from a file on one line, without characters that nobody sees."""
    return _BLANKS.sub(" ", HIDDEN.sub(" ", text)).strip()


def _is_taxed(invoice: Invoice) -> bool:
    """Whether the page speaks of VAT at all: a grant outside VAT has no VAT line."""
    return any(tax.category != "O" for tax in invoice.taxes)


def _due_label(invoice: Invoice) -> str:
    return _("To be credited") if invoice.kind == "credit" else _("To pay")


def _party(label: str, side: Side, invoice: Invoice) -> Party:
    place = f"{side.postcode} {side.city}".strip()
    country = "" if side.country in ("", "SE") else side.country
    rows = [side.unit, side.office, side.street, place, country]
    if side.org_number:
        rows.append(say(mark("Organisation number {number}"), number=side.org_number))
    if side.vat_number and _is_taxed(invoice):
        rows.append(say(mark("VAT number {number}"), number=side.vat_number))
    if side.f_tax and side is invoice.payee:
        rows.append(_("Approved for F-tax (Godkänd för F-skatt)"))
    return Party(label, _line(side.name), tuple(row for text in rows if (row := _line(text))))


def _facts(invoice: Invoice) -> Iterator[Fact]:
    for label, value in (
        (_("Invoice number"), invoice.number or ""),
        (_("Invoice date"), day(invoice.issue_date) if invoice.issue_date else ""),
        (_("Due date"), _due(invoice)),
        (_("Payment term"), _term(invoice.due) if invoice.due_date is None else ""),
        (_("Credits"), _credited(invoice)),
        (_("Reason"), invoice.because),
        (_("Your reference"), invoice.reference),
        (_("Contract"), invoice.contract),
        (_("Partnership"), invoice.title),
        (_("Period"), days(invoice.start, invoice.end)),
    ):
        if shown := _line(value):
            yield Fact(label, shown)


def _due(invoice: Invoice) -> str:
    return day(invoice.due_date) if invoice.due_date and invoice.kind != "credit" else ""


def _term(written: str) -> str:
    """A payment term such as 30 days, in the language spoken now where it can be read."""
    try:
        return Length.read(written).in_words() if written else ""
    except NotRead:
        return written


def _credited(invoice: Invoice) -> str:
    if not (invoice.refers_to and invoice.refers_to_date):
        return invoice.refers_to
    template = mark("{number} of {day}")
    return say(template, number=invoice.refers_to, day=day(invoice.refers_to_date))


def _lines(invoice: Invoice) -> Table:
    taxed = _is_taxed(invoice)
    unit = money(Decimal(0), invoice.currency).partition("\u00a0")[2]
    columns = [_("What it is for"), _("Quantity"), say(mark("Price each, {unit}"), unit=unit)]
    columns += [_("VAT rate")] if taxed else []
    columns += [say(mark("Amount, {unit}"), unit=unit)]
    rows = tuple(_row(line, invoice, taxed) for line in invoice.lines)
    credit = invoice.kind == "credit"
    caption = _("What is credited") if credit else _("What is invoiced")
    return Table(caption, tuple(columns), rows)


def _row(line: Line, invoice: Invoice, taxed: bool) -> Row:
    cells = [figure(line.quantity), price(line.price)]
    cells += [_rate(line.vat)] if taxed else []
    return Row(_line(line.text), _covered(line, invoice), (*cells, bare(line.amount)))


def _rate(vat: str) -> str:
    return f"{vat}\u00a0%" if vat.isdecimal() else _("VAT-exempt")


def _covered(line: Line, invoice: Invoice) -> str:
    """The days that a line covers, where neither its text nor the invoice's period says so."""
    if line.start is None or line.end is None:
        return ""
    if (line.start, line.end) == (invoice.start, invoice.end):
        return ""
    if line.start == line.end and line.start.isoformat() in line.text:
        return ""
    return days(line.start, line.end)


def _sums(invoice: Invoice) -> Iterator[Fact]:
    if _is_taxed(invoice):
        yield Fact(_("Sum before VAT"), money(invoice.net, invoice.currency))
    for tax in invoice.taxes:
        if tax.category == "S":
            label = say(mark("VAT {rate}"), rate=_rate(tax.vat))
            yield Fact(label, money(tax.tax, invoice.currency))


def _taxes(invoice: Invoice) -> Table | None:
    """What each treatment is charged on, where there is more than one or a rate."""
    if not any(tax.category == "S" for tax in invoice.taxes):
        return None
    unit = money(Decimal(0), invoice.currency).partition("\u00a0")[2]
    columns = (
        _("VAT rate"),
        say(mark("Before VAT, {unit}"), unit=unit),
        say(mark("VAT, {unit}"), unit=unit),
    )
    rows = tuple(
        Row(_rate(tax.vat), "", (bare(tax.taxable), bare(tax.tax))) for tax in invoice.taxes
    )
    return Table(_("VAT by rate"), columns, rows)


def _notes(invoice: Invoice) -> Iterator[str]:
    for tax in invoice.taxes:
        if tax.category != "S":
            yield _untaxed(tax)
    if invoice.kind == "credit":
        yield _("A credit note is not to be paid.")


def _untaxed(tax: Tax) -> str:
    outside = tax.category == "O"
    says = (
        _("This is a grant outside VAT: it is no basis for VAT, and none is charged.")
        if outside
        else _("Exempt from VAT: no VAT is charged.")
    )
    return f"{says} {_line(tax.reason)}".strip()


def _payment(invoice: Invoice) -> Part | None:
    if invoice.kind == "credit":
        return None
    facts = tuple(_means(invoice))
    late = _("If payment is late, interest is charged under the Interest Act (räntelagen).")
    return Part(_("How to pay"), facts, (late,))


def _means(invoice: Invoice) -> Iterator[Fact]:
    names = {"bankgiro": "Bankgiro", "plusgiro": "Plusgiro", "iban": "IBAN", "bic": "BIC"}
    yield Fact(_("To pay"), money(invoice.total, invoice.currency))
    if invoice.due_date:
        yield Fact(_("Due date"), day(invoice.due_date))
    for key, name in names.items():
        if told := _line(invoice.means.get(key, "")):
            yield Fact(name, told)
    if told := _line(invoice.payment_reference):
        own = told == invoice.number or not told.isdecimal()
        yield Fact(_("Payment reference") if own else _("OCR number"), told)


def _reasons(invoice: Invoice) -> Part | None:
    reasons = tuple(
        Reason(
            _line(line.text),
            money(line.amount, invoice.currency),
            tuple(Fact(_line(b.says), _place(b.file, b.line)) for b in line.because),
        )
        for line in invoice.lines
        if line.because
    )
    return Part(_("How the amount was computed"), reasons=reasons) if reasons else None


def _place(file: str, line: int) -> str:
    return say(mark("{file}, line {line}"), file=_line(file), line=str(line))


def _assumptions(invoice: Invoice) -> Part | None:
    texts = tuple(told for text in invoice.assumptions if (told := _line(text)))
    return Part(_("What was assumed"), texts=texts) if texts else None


def plain(held: Page) -> dict[str, Any]:
    """The page as dicts, lists and texts: all that a template may touch."""
    return _record(held)


def _record(held: Any) -> dict[str, Any]:
    return {name: _plain(getattr(held, name)) for name in held.__dataclass_fields__}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, str) else _record(value)
