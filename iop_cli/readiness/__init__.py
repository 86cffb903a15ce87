"""Whether an invoice may be written: what the receiver, the bank and the tax rules ask of it.

The official e-invoice rules let most of this pass. Names the place in the agreement where a fault
is mended; mends nothing, asks no register, writes nothing.
"""

from iop_cli.finding import Finding
from iop_cli.invoice import Invoice
from iop_cli.readiness.content import content_faults
from iop_cli.readiness.dates import date_faults
from iop_cli.readiness.references import payment_reference, reference_faults
from iop_cli.readiness.sides import account_faults, side_faults
from iop_cli.readiness.vat import vat_faults

__all__ = ["faults", "payment_reference"]


def faults(
    invoice: Invoice, reference_format: str = "", *, electronic: bool = False
) -> list[Finding]:
    """What keeps an invoice that is to be issued from being written; empty where it is ready.

    `reference_format` is the buyer's pattern. `electronic` says that an e-invoice is written too,
    which needs an address for both sides.
    """
    return [
        *date_faults(invoice),
        *reference_faults(invoice, reference_format),
        *account_faults(invoice),
        *side_faults(invoice, electronic),
        *vat_faults(invoice),
        *content_faults(invoice),
    ]
