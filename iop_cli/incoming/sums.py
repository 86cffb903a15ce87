"""Whether an invoice's own sums add up: each line, the whole, the VAT, what is to be paid.

The limits are those of EN 16931 and Peppol. Knows no agreement.
"""

from collections.abc import Iterator
from decimal import Decimal

from iop_cli.incoming.fault import Fault
from iop_cli.incoming.phrasing import kronor
from iop_cli.incoming.tree import Element
from iop_cli.incoming.ubl_read import Received, Told
from iop_cli.quantity import rounded
from iop_cli.words import mark

_CENT = Decimal("0.01")
_NEAR = Decimal("0.02")  # PEPPOL-EN16931-R120
_VAT_NEAR = Decimal(1)  # BR-S-09: VAT may be rounded line by line
_ZERO = Decimal(0)


def faults(received: Received) -> Iterator[Fault]:
    """What does not add up: every line, and the first of the sums that is wrong."""
    for line in received.lines:
        if line.is_line and line.price is not None:
            yield from _line(line, received)
    wrong = next((f for f in _whole(received)), None)
    if wrong:
        yield wrong
    yield from _vat(received)


def _line(line: Told, received: Received) -> Iterator[Fault]:
    product = rounded(line.quantity * (line.price or _ZERO), _CENT) + line.adjusted
    if abs(product - line.amount) > _NEAR:
        says = mark("the line says {told}; quantity times price gives {right}")
        yield _wrong(says, line.amount_at, line.amount, product, received)


def _whole(received: Received) -> Iterator[Fault]:
    """The sums of the whole, each reckoned from those before it as they stand."""
    totals = received.totals
    if "PayableAmount" not in totals:
        return
    lines = sum((line.amount for line in received.lines if line.is_line), _ZERO)
    net = totals.get("LineExtensionAmount", lines)
    if net != lines:
        says = mark("the sum of the lines is {told}; they add up to {right}")
        yield _wrong(says, _at(received, "LineExtensionAmount"), net, lines, received)
    before = net + sum((line.amount for line in received.lines if not line.is_line), _ZERO)
    exclusive = totals.get("TaxExclusiveAmount", before)
    if exclusive != before:
        says = mark("the sum before VAT is {told}; it should be {right}")
        yield _wrong(says, _at(received, "TaxExclusiveAmount"), exclusive, before, received)
    inclusive = totals.get("TaxInclusiveAmount", exclusive + received.tax)
    if inclusive != exclusive + received.tax:
        says = mark("the sum with VAT is {told}; it should be {right}")
        right = exclusive + received.tax
        yield _wrong(says, _at(received, "TaxInclusiveAmount"), inclusive, right, received)
    right = inclusive - totals.get("PrepaidAmount", _ZERO)
    right += totals.get("PayableRoundingAmount", _ZERO)
    if totals["PayableAmount"] != right:
        says = mark("{told} is to be paid; by the sums above it should be {right}")
        payable = totals["PayableAmount"]
        yield _wrong(says, _at(received, "PayableAmount"), payable, right, received)


def _vat(received: Received) -> Iterator[Fault]:
    subtotals = received.subtotals
    if received.tax_at is not None and subtotals:
        right = sum((s.tax for s in subtotals), _ZERO)
        if received.tax != right:
            says = mark("the VAT is {told}; its parts add up to {right}")
            yield _wrong(says, received.tax_at, received.tax, right, received)
    for sub in subtotals:
        right = rounded(sub.taxable * sub.percent / 100, _CENT)
        if abs(sub.tax - right) > _VAT_NEAR:
            says = mark("the VAT is {told}; {percent} % of {taxable} is {right}")
            at, base = sub.at.one("TaxAmount") or sub.at, kronor(sub.taxable, received.currency)
            yield _wrong(says, at, sub.tax, right, received, percent=sub.percent, taxable=base)
        kind = (sub.category, sub.percent)
        alike = (x.amount for x in received.lines if (x.category, x.percent) == kind)
        net = sum(alike, _ZERO)
        if net != sub.taxable:
            says = mark("VAT is reckoned on {told}; the lines with that rate add up to {right}")
            at = sub.at.one("TaxableAmount") or sub.at
            yield _wrong(says, at, sub.taxable, net, received)


def _at(received: Received, name: str) -> Element:
    return received.place("LegalMonetaryTotal", name)


def _wrong(
    says: str, at: Element, told: Decimal, right: Decimal, received: Received, **values: object
) -> Fault:
    shown = {key: kronor(value, received.currency) for key, value in
             (("told", told), ("right", right))}  # fmt: skip
    return Fault("IOP958", says, at, {**values, **shown})
