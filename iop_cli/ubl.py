"""An invoice as the receiver's system reads it: UBL 2.1 by Peppol BIS Billing 3.0.

Places what the invoice says, element by element, in the order that the schema asks for. Judges
nothing (readiness does, before), adds nothing up, sends nothing.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from iop_cli import identifiers, words
from iop_cli.diagnostic import IopError
from iop_cli.invoice import CATEGORIES, Invoice, Line, Side, Tax, money
from iop_cli.readiness.vat import EXEMPTION, NOT_SUBJECT
from iop_cli.words import _, mark, say

F_TAX = "Godkänd för F-skatt"  # the text that the Swedish rules ask for, in every language

_NAMES = {"invoice": ("Invoice", "380", "Invoiced"), "credit": ("CreditNote", "381", "Credited")}
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
_PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
_NEAR = Decimal("0.02")  # PEPPOL-EN16931-R120: how far quantity times price may be from the amount
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"})
# what XML 1.0 cannot hold, and the carriage return, which readers turn into another character
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def xml(invoice: Invoice) -> bytes:
    """The e-invoice or credit note as UTF-8, in the invoice's language; same invoice, same bytes.

    Takes for granted that readiness found no fault; raises IopError for a draft and for a character
    that XML cannot hold.
    """
    if not (invoice.number and invoice.issue_date):
        says = mark("an e-invoice needs a number and a day of issue; this is a draft")
        raise IopError(say(says), say(mark("Issue the invoice first: iop invoice issue.")))
    with words.speaking(invoice.language):
        document = _document(invoice)
    _require_xml(document)
    return document.encode()


def _require_xml(document: str) -> None:
    """Raise IopError, in the reader's language, for a character that XML cannot hold."""
    if hidden := _NOT_XML.search(document):
        line = document[: hidden.end()].count("\n")
        text = re.sub("<.*?>", "", document.split("\n")[line])
        says = mark("the control character {character} cannot stand in an e-invoice")
        help = say(mark("Take it out of the text {text}."), text=_NOT_XML.sub("\ufffd", text))
        raise IopError(say(says, character=f"U+{ord(hidden[0]):04X}"), help)


def _document(invoice: Invoice) -> str:
    root, code, _quantity = _NAMES[invoice.kind]
    is_credit = invoice.kind == "credit"
    return "".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>\n',
            f'<{root} xmlns="{_UBL}{root}-2"\n xmlns:cac="{_UBL}CommonAggregateComponents-2"\n',
            f' xmlns:cbc="{_UBL}CommonBasicComponents-2">\n',
            _leaf("CustomizationID", _CUSTOMIZATION),
            _leaf("ProfileID", _PROFILE),
            _leaf("ID", invoice.number or ""),
            _day("IssueDate", invoice.issue_date),
            "" if is_credit else _day("DueDate", invoice.due_date),
            _leaf(f"{root}TypeCode", code),
            _leaf("Note", _note(invoice)),
            _leaf("DocumentCurrencyCode", invoice.currency),
            _leaf("BuyerReference", invoice.reference),
            _period(invoice.start, invoice.end),
            _credited(invoice),
            _node("ContractDocumentReference", _leaf("ID", invoice.contract)),
            _seller(invoice),
            _buyer(invoice),
            *_payment_means(invoice),
            _tax_total(invoice),
            _totals(invoice),
            *(_line(invoice, i, line) for i, line in enumerate(invoice.lines, 1)),
            f"</{root}>\n",
        )
    )


def _note(invoice: Invoice) -> str:
    """Everything in words, as one note: more than one is forbidden (PEPPOL-EN16931-R002)."""
    if invoice.kind == "credit":
        told = [say(mark("Credits invoice {number}."), number=invoice.refers_to), invoice.because]
    else:
        told = [_("If payment is late, interest is charged under the Interest Act (räntelagen).")]
    return " ".join(_sentence(text) for text in (*invoice.assumptions, *told) if text.strip())


def _sentence(text: str) -> str:
    return text if text.rstrip().endswith((".", "!", "?")) else f"{text.rstrip()}."


def _credited(invoice: Invoice) -> str:
    reference = _leaf("ID", invoice.refers_to), _day("IssueDate", invoice.refers_to_date)
    return _node("BillingReference", _node("InvoiceDocumentReference", *reference))


def _seller(invoice: Invoice) -> str:
    side = invoice.payee
    f_tax = _tax_scheme(F_TAX if side.f_tax else "", "TAX")
    return _node("AccountingSupplierParty", _party(side, _vat_scheme(invoice, side) + f_tax))


def _buyer(invoice: Invoice) -> str:
    side = invoice.payer
    return _node("AccountingCustomerParty", _party(side, _vat_scheme(invoice, side)))


def _vat_scheme(invoice: Invoice, side: Side) -> str:
    """The VAT number, which may not stand on an invoice outside VAT (BR-O-02)."""
    outside = any(CATEGORIES[line.vat] == "O" for line in invoice.lines)
    known = side.vat_number and not outside
    return _tax_scheme(identifiers.vat_number(side.vat_number) if known else "", "VAT")


def _tax_scheme(number: str, scheme: str) -> str:
    if not number:
        return ""
    return _node("PartyTaxScheme", _leaf("CompanyID", number), _scheme(scheme))


def _scheme(scheme: str = "VAT") -> str:
    return _node("TaxScheme", _leaf("ID", scheme))


def _party(side: Side, tax_schemes: str) -> str:
    scheme, _colon, address = side.electronic.partition(":")
    number = side.org_number and identifiers.organisation_number(side.org_number)
    entity = (
        _leaf("RegistrationName", side.name),
        _leaf("CompanyID", number.replace("-", ""), schemeID="0007"),
    )
    return _node(
        "Party",
        _leaf("EndpointID", address, schemeID=scheme),
        _node("PartyName", _leaf("Name", side.name)),
        _address(side),
        tax_schemes,
        _node("PartyLegalEntity", *entity),
        _node("Contact", _leaf("Name", ", ".join(x for x in (side.office, side.unit) if x))),
    )


def _address(side: Side) -> str:
    return _node(
        "PostalAddress",
        _leaf("StreetName", side.street),
        _leaf("CityName", side.city),
        _leaf("PostalZone", side.postcode),
        _node("Country", _leaf("IdentificationCode", side.country or "SE")),
    )


def _accounts(invoice: Invoice) -> list[tuple[str, str]]:
    """Each account to pay to: its number without hyphens and blanks, and its bank or giro."""
    means = invoice.means
    found = []
    if giro := means.get("bankgiro"):
        found.append((identifiers.bankgiro(giro).replace("-", ""), "SE:BANKGIRO"))
    if giro := means.get("plusgiro"):
        found.append((identifiers.plusgiro(giro).replace("-", ""), "SE:PLUSGIRO"))
    if iban := means.get("iban"):
        found.append((identifiers.iban(iban), "".join(means.get("bic", "").split()).upper()))
    return found


def _payment_means(invoice: Invoice) -> Iterable[str]:
    """One for each account, without a name: the attribute may stand only once (UBL-SR-46).

    A credit note has its due date in the first, for it too may stand only once (UBL-SR-45).
    """
    due = invoice.due_date if invoice.kind == "credit" else None
    for i, (number, branch) in enumerate(_accounts(invoice)):
        yield _node(
            "PaymentMeans",
            _leaf("PaymentMeansCode", "30"),
            _day("PaymentDueDate", None if i else due),
            _leaf("PaymentID", invoice.payment_reference),
            _node(
                "PayeeFinancialAccount",
                _leaf("ID", number),
                _node("FinancialInstitutionBranch", _leaf("ID", branch)),
            ),
        )


def _tax_total(invoice: Invoice) -> str:
    subtotals = (
        _node(
            "TaxSubtotal",
            _amount("TaxableAmount", tax.taxable, invoice),
            _amount("TaxAmount", tax.tax, invoice),
            _category("TaxCategory", tax, *_reason(tax)),
        )
        for tax in invoice.taxes
    )
    return _node("TaxTotal", _amount("TaxAmount", invoice.vat, invoice), *subtotals)


def _category(name: str, tax: Tax, *reason: str) -> str:
    """The VAT category; outside VAT it has no rate, not even 0 (BR-O-05)."""
    percent = "" if tax.category == "O" else f"{tax.percent:f}"
    return _node(name, _leaf("ID", tax.category), _leaf("Percent", percent), *reason, _scheme())


def _reason(tax: Tax) -> Iterable[str]:
    """Why no VAT is charged: a code where the category or the file gives it, and the words."""
    if tax.category == "S":
        return
    code, told = "", tax.reason
    if tax.category == "O":
        code, told = NOT_SUBJECT, "" if told == NOT_SUBJECT else told
        told = told or _("Not subject to VAT")
    elif found := EXEMPTION.fullmatch(told):
        code, told = found[1], found[2] or ""
    yield _leaf("TaxExemptionReasonCode", code)
    yield _leaf("TaxExemptionReason", told)


def _totals(invoice: Invoice) -> str:
    return _node(
        "LegalMonetaryTotal",
        _amount("LineExtensionAmount", invoice.net, invoice),
        _amount("TaxExclusiveAmount", invoice.net, invoice),
        _amount("TaxInclusiveAmount", invoice.total, invoice),
        _amount("PayableAmount", invoice.total, invoice),
    )


def _line(invoice: Invoice, number: int, line: Line) -> str:
    root, _code, done = _NAMES[invoice.kind]
    quantity, price, told = _factors(line, invoice.currency)
    treatment = Tax(line.vat, line.amount, Decimal(0))
    return _node(
        f"{root}Line",
        _leaf("ID", str(number)),
        _leaf(f"{done}Quantity", f"{quantity:f}", unitCode="C62"),
        _amount("LineExtensionAmount", line.amount, invoice),
        _period(line.start, line.end),
        _node(
            "Item",
            _leaf("Description", told),
            _leaf("Name", line.text),
            _category("ClassifiedTaxCategory", treatment),
        ),
        _node("Price", _leaf("PriceAmount", _price(price), currencyID=invoice.currency)),
    )


def _factors(line: Line, currency: str) -> tuple[Decimal, Decimal, str]:
    """Quantity and price, and the true ones in words where their product misses the amount.

    A price is never below 0 (BR-27): the quantity takes the sign.
    """
    quantity, price = line.quantity, line.price
    told = ""
    if abs(quantity * price - line.amount) >= _NEAR:
        says = mark("{quantity} at {price} {currency} each")
        told = say(says, quantity=quantity, price=price, currency=currency)
        quantity, price = Decimal(1), line.amount
    return (-quantity, -price, told) if price < 0 else (quantity, price, told)


def _price(price: Decimal) -> str:
    """A price in full: at least two decimals, more where it has them."""
    exponent = price.as_tuple().exponent
    return f"{price:f}" if isinstance(exponent, int) and exponent < -2 else money(price)


def _period(start: date | None, end: date | None) -> str:
    return _node("InvoicePeriod", _day("StartDate", start), _day("EndDate", end))


def _amount(name: str, value: Decimal, invoice: Invoice) -> str:
    return _leaf(name, money(value), currencyID=invoice.currency)


def _day(name: str, day: date | None) -> str:
    return _leaf(name, day.isoformat() if day else "")


def _leaf(name: str, text: str, **attributes: str) -> str:
    """An element that holds a text; nothing where the text is empty (PEPPOL-EN16931-R008)."""
    if not text.strip():
        return ""
    told = "".join(f' {key}="{_escaped(value)}"' for key, value in attributes.items())
    return f"<cbc:{name}{told}>{_escaped(text)}</cbc:{name}>\n"


def _node(name: str, *children: str) -> str:
    """An element that holds others; nothing where they are all empty."""
    inside = "".join(children)
    return f"<cac:{name}>\n{inside}</cac:{name}>\n" if inside else ""


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)
