"""An e-invoice as it says itself: Peppol BIS Billing 3 or plain EN 16931, in UBL.

Names by namespace, never by prefix. Believes nothing it reads, and compares it with nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from iop_cli.incoming.form import document, repeated
from iop_cli.incoming.tree import Element, Unreadable, parsed
from iop_cli.words import mark

MOST_LINES = 1_000
STANDARD = "urn:cen.eu:en16931:2017"

_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(\.[0-9]{1,12})?")
_ABSENT = Decimal(0)


@dataclass(frozen=True)
class Party:
    """The seller, the buyer or whoever is paid: names and numbers as written, and where."""

    at: Element
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    vat_number: Element | None = None


@dataclass(frozen=True)
class Account:
    """An account to pay to: its number, and the bank's or the giro's name beside it."""

    at: Element
    number: str
    branch: str
    code: str


@dataclass(frozen=True)
class Told:
    """One line, or a charge or an allowance on the whole; `amount` is before VAT."""

    at: Element
    name: str
    text: str
    amount: Decimal
    category: str
    percent: Decimal
    amount_at: Element
    quantity: Decimal = Decimal(1)
    price: Decimal | None = None
    start: date | None = None
    end: date | None = None
    adjusted: Decimal = _ABSENT
    is_line: bool = True


@dataclass(frozen=True)
class Subtotal:
    """The VAT of one category and rate."""

    at: Element
    taxable: Decimal
    tax: Decimal
    category: str
    percent: Decimal


@dataclass
class Received:
    """An invoice or credit note that was read; `unread` are values that nobody can use."""

    root: Element
    is_credit: bool
    number: str = ""
    issue_date: date | None = None
    due_date: date | None = None
    due_at: Element | None = None
    currency: str = ""
    reference: str = ""
    order: str = ""
    start: date | None = None
    end: date | None = None
    seller: Party | None = None
    buyer: Party | None = None
    payee: Party | None = None
    accounts: tuple[Account, ...] = ()
    refers_to: tuple[Element, ...] = ()
    contract: Element | None = None
    notes: str = ""
    subtotals: tuple[Subtotal, ...] = ()
    totals: dict[str, Decimal] = field(default_factory=dict)
    tax: Decimal = _ABSENT
    tax_at: Element | None = None
    lines: tuple[Told, ...] = ()
    unread: list[tuple[Element, str, str]] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        """What is to be paid."""
        return self.totals.get("PayableAmount", _ABSENT)

    def place(self, *path: str) -> Element:
        """The element at a path; else what the path leads to as far as it goes."""
        here = self.root
        for name in path:
            found = here.one(name)
            if found is None:
                break
            here = found
        return here


def received(raw: bytes) -> Received:
    """What the bytes of a file say; raises Unreadable for what is no UBL invoice."""
    root = document(parsed(raw))
    reader = _Reader(root, root.name == "CreditNote")
    return reader.read()


class _Reader:
    """Reads one document; what cannot be used is kept aside with its place."""

    def __init__(self, root: Element, is_credit: bool) -> None:
        self.root = root
        self.made = Received(root, is_credit)

    def read(self) -> Received:
        made, root = self.made, self.root
        made.unread += repeated(root)
        made.number = self._required("ID")
        made.issue_date = self._day(root.one("IssueDate"), required="IssueDate")
        made.due_at = root.one("DueDate") or root.one("PaymentMeans", "PaymentDueDate")
        made.due_date = self._day(made.due_at)
        made.currency = self._required("DocumentCurrencyCode")
        made.reference = root.said("BuyerReference")
        made.order = root.said("OrderReference", "ID")
        made.start = self._day(root.one("InvoicePeriod", "StartDate"))
        made.end = self._day(root.one("InvoicePeriod", "EndDate"))
        made.seller = _party(root, "AccountingSupplierParty", "Party")
        made.buyer = _party(root, "AccountingCustomerParty", "Party")
        made.payee = _party(root, "PayeeParty")
        made.accounts = tuple(_accounts(root))
        made.refers_to = tuple(root.all("BillingReference", "InvoiceDocumentReference", "ID"))
        made.contract = root.one("ContractDocumentReference", "ID")
        made.notes = " ".join(
            e.text for e in (*root.all("Note"), *root.all("ProjectReference", "ID"))
        )
        self._taxes()
        self._sums()
        made.lines = (*self._lines(), *self._adjustments())
        return made

    def _required(self, name: str) -> str:
        text = self.root.said(name)
        if not text:
            self.made.unread.append((self.root, mark("{name} is missing"), name))
        return text

    def _day(self, at: Element | None, required: str = "") -> date | None:
        if at is None:
            if required:
                self.made.unread.append((self.root, mark("{name} is missing"), required))
            return None
        try:
            return date.fromisoformat(at.text) if len(at.text) == 10 else _no_day()
        except ValueError:
            says = mark("{name} is no day; it is written as 2018-03-14")
            self.made.unread.append((at, says, at.name))
            return None

    def _number(self, at: Element | None, absent: Decimal = _ABSENT) -> Decimal:
        if at is None:
            return absent
        if _NUMBER.fullmatch(at.text):
            return Decimal(at.text)
        says = mark("{name} is no number; it is written as 6500.00")
        self.made.unread.append((at, says, at.name))
        return absent

    def _taxes(self) -> None:
        made = self.made
        totals = [t for t in self.root.all("TaxTotal") if t.one("TaxSubtotal")]
        total = next(iter([*totals, *self.root.all("TaxTotal")]), None)
        if total is None:
            return
        made.tax_at = total.one("TaxAmount")
        made.tax = self._number(made.tax_at)
        made.subtotals = tuple(
            Subtotal(
                sub,
                self._number(sub.one("TaxableAmount")),
                self._number(sub.one("TaxAmount")),
                sub.said("TaxCategory", "ID"),
                self._number(sub.one("TaxCategory", "Percent")),
            )
            for sub in total.all("TaxSubtotal")
        )

    def _sums(self) -> None:
        found = self.root.one("LegalMonetaryTotal")
        for at in found.children if found else ():
            self.made.totals[at.name] = self._number(at)
        if "PayableAmount" not in self.made.totals:
            missing = mark("{name} is missing")
            self.made.unread.append((found or self.root, missing, "PayableAmount"))

    def _lines(self) -> Iterator[Told]:
        name = "CreditNoteLine" if self.made.is_credit else "InvoiceLine"
        lines = self.root.all(name)
        if len(lines) > MOST_LINES:
            says = mark("there are {count} lines; at most {most} are read")
            raise Unreadable(says, lines[MOST_LINES].span, count=len(lines), most=MOST_LINES)
        if not lines:
            self.made.unread.append((self.root, mark("{name} is missing"), name))
        return (self._line(at) for at in lines)

    def _line(self, at: Element) -> Told:
        quantity_at = at.one("InvoicedQuantity") or at.one("CreditedQuantity")
        amount_at = at.one("LineExtensionAmount")
        if amount_at is None:
            self.made.unread.append((at, mark("{name} is missing"), "LineExtensionAmount"))
        price, base = None, self._number(at.one("Price", "BaseQuantity"), Decimal(1))
        if price_at := at.one("Price", "PriceAmount"):
            price = self._number(price_at) / (base or Decimal(1))
        item = at.one("Item")
        words = [e.text for e in (*at.all("Note"), *at.all("DocumentReference", "ID"))]
        for path in (("Name",), ("Description",), ("SellersItemIdentification", "ID"),
                     ("AdditionalItemProperty", "Value")):  # fmt: skip
            words += [e.text for e in item.all(*path)] if item else []
        return Told(
            at=at,
            name=at.said("ID"),
            text=" · ".join(dict.fromkeys(w for w in words if w)),
            amount=self._number(amount_at),
            category=item.said("ClassifiedTaxCategory", "ID") if item else "",
            percent=self._number(item.one("ClassifiedTaxCategory", "Percent") if item else None),
            amount_at=amount_at or at,
            quantity=self._number(quantity_at, Decimal(1)),
            price=price,
            start=self._day(at.one("InvoicePeriod", "StartDate")),
            end=self._day(at.one("InvoicePeriod", "EndDate")),
            adjusted=sum((amount for _at, amount in self._changes(at)), Decimal(0)),
        )

    def _adjustments(self) -> Iterator[Told]:
        """Charges and allowances on the whole, as lines that nobody has matched."""
        for at, amount in self._changes(self.root):
            yield Told(
                at=at,
                name="",
                text=at.said("AllowanceChargeReason"),
                amount=amount,
                category=at.said("TaxCategory", "ID"),
                percent=self._number(at.one("TaxCategory", "Percent")),
                amount_at=at.one("Amount") or at,
                is_line=False,
            )

    def _changes(self, at: Element) -> Iterator[tuple[Element, Decimal]]:
        for change in at.all("AllowanceCharge"):
            amount = self._number(change.one("Amount"))
            yield change, amount if change.said("ChargeIndicator") in ("true", "1") else -amount


def _no_day() -> date:
    raise ValueError


def _party(root: Element, *path: str) -> Party | None:
    at = root.one(*path)
    if at is None:
        return None
    names = [*at.all("PartyLegalEntity", "RegistrationName"), *at.all("PartyName", "Name")]
    taxes = [
        scheme.one("CompanyID")
        for scheme in at.all("PartyTaxScheme")
        if scheme.said("TaxScheme", "ID").upper() == "VAT"
    ]
    identified = [e for e in at.all("PartyIdentification", "ID") if _is_organisation(e)]
    addresses = [e for e in at.all("EndpointID") if _is_organisation(e)]
    found = [*at.all("PartyLegalEntity", "CompanyID"), *identified, *addresses]
    return Party(
        at,
        tuple(dict.fromkeys(e.text for e in names if e.text)),
        tuple(dict.fromkeys(e.text for e in (*found, *(t for t in taxes if t)) if e.text)),
        next((t for t in taxes if t), None),
    )


def _is_organisation(at: Element) -> bool:
    return at.attributes.get("schemeID") == "0007"


def _accounts(root: Element) -> Iterator[Account]:
    for means in root.all("PaymentMeans"):
        for at in means.all("PayeeFinancialAccount"):
            number = at.one("ID")
            if number is not None and number.text:
                branch = at.said("FinancialInstitutionBranch", "ID")
                yield Account(number, number.text, branch, means.said("PaymentMeansCode"))
