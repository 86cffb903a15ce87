"""What an invoice says: its sides, its lines with their reasons, its taxes and its totals.

Adds up and rounds once, in one order. Computes no line, gives no number, writes no document.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from iop_cli.quantity import rounded

CENT = Decimal("0.01")
# how VAT is treated: the words of the file, and the category that e-invoices name (UNCL5305)
CATEGORIES = {"outside": "O", "exempt": "E", "25": "S", "12": "S", "6": "S"}


@dataclass(frozen=True, slots=True)
class Because:
    """One reason for a line: what a file says, and at which line (counted from 1)."""

    file: str
    line: int
    says: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `amount` before VAT, two decimals, is quantity times price within half an öre.

    `entries` are the log's that it rests on; `part` is what may be billed only once: the id of an
    entry, the number of an instalment, a settlement. It is empty where days are billed: then no day
    of the payment may be billed twice. `start` and `end` are the first and last day it covers.
    """

    payment: str
    text: str
    amount: Decimal
    vat: str
    entries: tuple[str, ...] = ()
    part: str = ""
    start: date | None = None
    end: date | None = None
    quantity: Decimal = Decimal(1)
    unit_price: Decimal | None = None
    because: tuple[Because, ...] = ()
    vat_reason: str = ""

    @property
    def price(self) -> Decimal:
        """The price of one, before VAT."""
        return self.amount if self.unit_price is None else self.unit_price


@dataclass(frozen=True, slots=True)
class Billed:
    """What an earlier invoice has taken up, less what was credited: `number` is the invoice's.

    `part`, `start` and `end` are those of its line.
    """

    number: str
    payment: str
    payer: str
    payee: str
    amount: Decimal
    part: str = ""
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """The payee or the payer as it stands on the invoice; what is unknown is empty.

    `org_number` has its hyphen; `electronic` is scheme and address, such as 0007:2120001561;
    `vat_number` is empty for one who is not registered.
    """

    id: str
    name: str
    org_number: str = ""
    electronic: str = ""
    vat_number: str = ""
    f_tax: bool = False
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    office: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Tax:
    """The VAT of one treatment: on how much, how much, and why none is charged."""

    vat: str
    taxable: Decimal
    tax: Decimal
    reason: str = ""

    @property
    def category(self) -> str:
        """The category that e-invoices name: O, E or S."""
        return CATEGORIES[self.vat]

    @property
    def percent(self) -> Decimal:
        """The rate in per cent; 0 where no VAT is charged."""
        return Decimal(self.vat) if self.vat.isdecimal() else Decimal(0)


@dataclass(frozen=True)
class Invoice:
    """An invoice or a credit note, drafted or issued; all amounts of one currency.

    A credit note's amounts are positive: they are what the payee gives back. `means` maps bankgiro,
    plusgiro, iban and bic to numbers as written; `payment_reference` is the OCR number or, where
    there is none, the invoice's own. `claims` holds the accounts claim, income and vat.
    """

    agreement: str
    title: str
    series: str
    payee: Side
    payer: Side
    lines: tuple[Line, ...]
    start: date
    end: date
    kind: str = "invoice"
    status: str = "draft"
    number: str | None = None
    issue_date: date | None = None
    due_date: date | None = None
    due: str = ""
    currency: str = "SEK"
    language: str = "sv"
    reference: str = ""
    contract: str = ""
    means: dict[str, str] = field(default_factory=dict)
    payment_reference: str = ""
    accounts: dict[str, str] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()
    refers_to: str = ""
    refers_to_date: date | None = None
    because: str = ""

    @property
    def net(self) -> Decimal:
        """The sum of the lines before VAT."""
        return sum((line.amount for line in self.lines), Decimal("0.00"))

    @property
    def taxes(self) -> tuple[Tax, ...]:
        """The VAT of each treatment, rounded once for each, never line by line."""
        return taxes(self.lines)

    @property
    def vat(self) -> Decimal:
        """The VAT in all."""
        return sum((tax.tax for tax in self.taxes), Decimal("0.00"))

    @property
    def total(self) -> Decimal:
        """What is to be paid; giro payments carry öre, so nothing is rounded to whole kronor."""
        return self.net + self.vat


def taxes(lines: Iterable[Line]) -> tuple[Tax, ...]:
    """The VAT of each treatment among some lines, in the order that they come."""
    sums: dict[str, Decimal] = {}
    reasons: dict[str, str] = {}
    for line in lines:
        sums[line.vat] = sums.get(line.vat, Decimal("0.00")) + line.amount
        reasons[line.vat] = reasons.get(line.vat) or line.vat_reason
    made = [Tax(vat, taxable, CENT * 0, reasons[vat]) for vat, taxable in sums.items()]
    return tuple(replace(tax, tax=rounded(tax.taxable * tax.percent / 100, CENT)) for tax in made)


def money(value: Decimal) -> str:
    """An amount as machines read it: 1234567.50."""
    return f"{rounded(value, CENT):.2f}"


def data(invoice: Invoice) -> dict[str, Any]:
    """The invoice as JSON values; `read` is its inverse. Amounts are strings with two decimals."""
    return {
        "status": invoice.status,
        "kind": invoice.kind,
        "number": invoice.number,
        "series": invoice.series,
        "agreement": invoice.agreement,
        "title": invoice.title,
        "language": invoice.language,
        "period": {"start": invoice.start.isoformat(), "end": invoice.end.isoformat()},
        "payer": invoice.payer.id,
        "payee": invoice.payee.id,
        "seller": _side(invoice.payee),
        "buyer": _side(invoice.payer),
        "currency": invoice.currency,
        "issue_date": _day(invoice.issue_date),
        "due_date": _day(invoice.due_date),
        "due": invoice.due or None,
        "reference": invoice.reference or None,
        "contract": invoice.contract or None,
        "payment_means": dict(invoice.means),
        "payment_reference": invoice.payment_reference or None,
        "accounts": dict(invoice.accounts),
        "refers_to": {"number": invoice.refers_to, "issue_date": _day(invoice.refers_to_date)}
        if invoice.refers_to
        else None,
        "because": invoice.because or None,
        "lines": [_line(line) for line in invoice.lines],
        "net": money(invoice.net),
        "vat": money(invoice.vat),
        "vat_breakdown": [_tax(tax) for tax in invoice.taxes if tax.category != "O"],
        "rounding": "0.00",
        "total": money(invoice.total),
        "assumptions": list(invoice.assumptions),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _side(side: Side) -> dict[str, Any]:
    keys = ("id", "name", "org_number", "electronic", "vat_number", "street", "postcode", "city",
            "country", "office", "unit")  # fmt: skip
    told = {key: getattr(side, key) for key in keys if getattr(side, key)}
    return {**told, "f_tax": side.f_tax}


def _line(line: Line) -> dict[str, Any]:
    return {
        "payment": line.payment,
        "entries": list(line.entries),
        "part": line.part or None,
        "start": _day(line.start),
        "end": _day(line.end),
        "text": line.text,
        "quantity": f"{line.quantity:f}",
        "unit_price": _price(line.price),
        "amount": money(line.amount),
        "vat": line.vat,
        "vat_reason": line.vat_reason or None,
        "because": [{"file": b.file, "line": b.line, "says": b.says} for b in line.because],
    }


def _price(price: Decimal) -> str:
    """A price as machines read it: at least two decimals, more where the rate has them."""
    exponent = price.as_tuple().exponent
    return f"{price:f}" if isinstance(exponent, int) and exponent < -2 else money(price)


def _tax(tax: Tax) -> dict[str, Any]:
    return {
        "vat": tax.vat,
        "category": tax.category,
        "percent": f"{tax.percent:f}",
        "taxable": money(tax.taxable),
        "tax": money(tax.tax),
        "reason": tax.reason or None,
    }


def read(told: dict[str, Any]) -> Invoice:
    """The invoice of JSON values that `data` made; raises KeyError, TypeError or ValueError."""
    refers = told["refers_to"] or {}
    return Invoice(
        agreement=told["agreement"],
        title=told["title"],
        series=told["series"],
        payee=Side(**told["seller"]),
        payer=Side(**told["buyer"]),
        lines=tuple(_read_line(line) for line in told["lines"]),
        start=date.fromisoformat(told["period"]["start"]),
        end=date.fromisoformat(told["period"]["end"]),
        kind=told["kind"],
        status=told["status"],
        number=told["number"],
        issue_date=_read_day(told["issue_date"]),
        due_date=_read_day(told["due_date"]),
        due=told["due"] or "",
        currency=told["currency"],
        language=told["language"],
        reference=told["reference"] or "",
        contract=told["contract"] or "",
        means=dict(told["payment_means"]),
        payment_reference=told["payment_reference"] or "",
        accounts=dict(told["accounts"]),
        assumptions=tuple(told["assumptions"]),
        refers_to=refers.get("number", ""),
        refers_to_date=_read_day(refers.get("issue_date")),
        because=told["because"] or "",
    )


def _read_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _read_line(told: dict[str, Any]) -> Line:
    price = Decimal(told["unit_price"])
    return Line(
        payment=told["payment"],
        text=told["text"],
        amount=Decimal(told["amount"]),
        vat=told["vat"],
        entries=tuple(told["entries"]),
        part=told["part"] or "",
        start=_read_day(told["start"]),
        end=_read_day(told["end"]),
        quantity=Decimal(told["quantity"]),
        unit_price=None if price == Decimal(told["amount"]) else price,
        because=tuple(Because(**b) for b in told["because"]),
        vat_reason=told["vat_reason"] or "",
    )
