"""What earlier invoices have taken up of a payment, which is not billed again.

Knows charges and what is billed; reckons nothing anew.
"""

from decimal import Decimal

from iop_cli.billing.calendar import Days, named
from iop_cli.billing.periodic import in_kronor
from iop_cli.billing.shares import Way, of_charge, ways
from iop_cli.billing.work import Charge, LeftOut, Refused, Work
from iop_cli.invoice import Billed
from iop_cli.words import mark

# so much may the rounding of parts move, for each line that is billed
_SLACK = Decimal("0.05")


def again(work: Work, charge: Charge, charges: list[Charge]) -> LeftOut | None:
    """That an earlier invoice has taken it up: the same part, or any of the same days.

    `charges` are all of the payment: where they come to more than was billed, that is told.
    """
    days = Days(charge.first, charge.last)
    taken = [b for b in work.billed if _is_same(b, charge, days)]
    version, payment = work.of(charge)
    both = ways(work, version, payment)
    pairs = {(b.payer, b.payee) for b in taken}
    if not taken or (
        not isinstance(both, Refused)
        and any((w.payer, w.payee) not in pairs for w in of_charge(charge, both))
    ):
        return None
    numbers = sorted({b.number for b in taken})
    entry = charge.entries[0] if charge.entries else ""
    says = mark("already on invoice {numbers}")
    owed, before = _owed_and_billed(work, charge, charges, taken)
    if payment.cap is None and owed - before > _SLACK * len(taken):
        says = mark("already on invoice {numbers}, with {before} kr; now {owed} kr is owed: credit"
                    " what is billed, and issue it anew")  # fmt: skip
    return work.left_out(
        says, charge.day, entry=entry, part=label(charge), numbers=numbers,
        before=in_kronor(before), owed=in_kronor(owed),
    )  # fmt: skip


def _owed_and_billed(
    work: Work, charge: Charge, charges: list[Charge], taken: list[Billed]
) -> tuple[Decimal, Decimal]:
    """What a charge and those billed with it come to now, and what is billed of them."""
    if charge.part:
        return charge.amount, sum((b.amount for b in taken), Decimal(0))
    spans = [Days(b.start, b.end) for b in taken if b.start and b.end]
    own = [
        c for c in charges
        if not c.part and c.payer == charge.payer
        and any(Days(c.first, c.last).is_in(span) for span in spans)
    ]  # fmt: skip
    return (
        sum((c.amount for c in own), Decimal(0)), sum((b.amount for b in taken), Decimal(0))
    )  # fmt: skip


def is_taken(work: Work, charge: Charge, way: Way) -> bool:
    """Whether an earlier invoice has taken up what one party owes another of a charge."""
    days = Days(charge.first, charge.last)
    return any(
        (b.payer, b.payee) == (way.payer, way.payee) and _is_same(b, charge, days)
        for b in work.billed
    )


def _is_same(billed: Billed, charge: Charge, days: Days) -> bool:
    if billed.payment == "" or (charge.payer and billed.payer != charge.payer):
        return False
    if charge.part or billed.part:
        return charge.part == billed.part
    if billed.start is None or billed.end is None:
        return False
    return days.touches(Days(billed.start, billed.end))


def label(charge: Charge) -> str:
    """What a charge is called where it is left out: its part, else its days."""
    return charge.part or named(Days(charge.first, charge.last))
