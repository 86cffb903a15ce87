"""The form of an e-invoice: which XML is one, and what may stand in it only once.

Knows names and namespaces, no values.
"""

from collections.abc import Iterator

from iop_cli.incoming.tree import Element, Unreadable
from iop_cli.words import mark

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_ROOTS = {f"{_UBL}Invoice-2": "Invoice", f"{_UBL}CreditNote-2": "CreditNote"}
_INNER = (f"{_UBL}CommonAggregateComponents-2", f"{_UBL}CommonBasicComponents-2")
_ENVELOPE = "StandardBusinessDocument"
# what may stand once, in the whole, the sums and a line: of two, others may read the other one
_ONCE = {
    "": (
        "ID", "IssueDate", "DueDate", "DocumentCurrencyCode", "BuyerReference", "InvoicePeriod",
        "AccountingSupplierParty", "AccountingCustomerParty", "PayeeParty", "LegalMonetaryTotal",
    ),
    "LegalMonetaryTotal": (
        "LineExtensionAmount", "TaxExclusiveAmount", "TaxInclusiveAmount", "AllowanceTotalAmount",
        "ChargeTotalAmount", "PrepaidAmount", "PayableRoundingAmount", "PayableAmount",
    ),
    "InvoiceLine": ("InvoicedQuantity", "LineExtensionAmount", "InvoicePeriod", "Item", "Price"),
    "CreditNoteLine": ("CreditedQuantity", "LineExtensionAmount", "InvoicePeriod", "Item", "Price"),
}  # fmt: skip


def document(root: Element) -> Element:
    """The invoice itself, taken out of the envelope that it may have travelled in.

    What is of another namespace is not what its name says, and taken away. Raises Unreadable.
    """
    inside = [c for c in root.children if c.uri in _ROOTS] if root.name == _ENVELOPE else []
    found = inside[0] if len(inside) == 1 else root
    if _ROOTS.get(found.uri) == found.name:
        _only_known(found)
        return found
    other = {
        "CrossIndustryInvoice": "CII",
        "CrossIndustryDocument": "CII",
        "BasicInvoice": "Svefaktura",
    }
    known = "Svefaktura" if found.uri.startswith("urn:sfti:") else other.get(found.name, "")
    if known:
        says = mark("this is an invoice in the form {form}; only UBL, as in Peppol, is read")
        raise Unreadable(says, found.span, form=known)
    says = mark("this is XML, but no UBL invoice or credit note: it begins with {name}")
    raise Unreadable(says, found.span, name=found.name[:60])


def repeated(root: Element) -> Iterator[tuple[Element, str, str]]:
    """What stands twice and may stand once."""
    for holder, names in _ONCE.items():
        for at in root.all(holder) if holder else [root]:
            for name in names:
                for again in at.all(name)[1:2]:
                    yield again, mark("{name} stands more than once"), name


def _only_known(root: Element) -> None:
    """Take away what is of another namespace: it is not what its name says."""
    waiting = [root]
    while waiting:
        here = waiting.pop()
        here.children = [child for child in here.children if child.uri in _INNER]
        waiting += here.children
