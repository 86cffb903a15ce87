"""A credit note held against the invoice that it credits.

Knows what is left of the invoices that are known here; whether its lines are owed is matching's.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from iop_cli.incoming.fault import Fault
from iop_cli.incoming.phrasing import kronor
from iop_cli.incoming.ubl_read import Received
from iop_cli.words import mark


def faults(received: Received, left: Mapping[str, Decimal]) -> Iterator[Fault]:
    """That it names no invoice, credits more than is left of it, or cannot be compared."""
    if not received.is_credit:
        return
    told = [at for at in received.refers_to if at.text]
    if not told:
        says = mark("the credit note names no invoice")
        yield Fault("IOP973", says, received.root)
        return
    known = [at for at in told if at.text in left]
    unknown = [at for at in told if at.text not in left]
    for at in unknown:
        says = mark("{number} is not known here, so what is left of it cannot be compared")
        help = mark("Give its file in the same run: iop invoice check ORIGINAL.xml CREDIT.xml")
        yield Fault("IOP977", says, at, {"number": at.text}, help=help)
    rest = sum((left[at.text] for at in known), Decimal(0))
    if not unknown and received.total > rest:
        says = mark("credits {told}; {left} is left of {numbers}")
        values: dict[str, object] = {
            "told": kronor(received.total, received.currency),
            "left": kronor(rest, received.currency),
            "numbers": [at.text for at in known],
        }
        at = received.place("LegalMonetaryTotal", "PayableAmount")
        yield Fault("IOP974", says, at, values)
