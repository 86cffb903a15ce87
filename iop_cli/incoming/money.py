"""What an incoming invoice says of VAT, currency and the day of payment, held against the terms.

Judges the lines that bill something that is owed; the others have nothing to be held against.
"""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from iop_cli.incoming.fault import Fault
from iop_cli.incoming.matching import Matched
from iop_cli.incoming.phrasing import place
from iop_cli.incoming.sides import Standing, number
from iop_cli.incoming.ubl_read import Received, Told
from iop_cli.invoice import CATEGORIES, Because
from iop_cli.quantity import Length
from iop_cli.words import mark


def faults(received: Received, standing: Standing, held: Matched) -> Iterator[Fault]:
    """What does not agree about VAT, currency and time to pay."""
    yield from _currency(received, held)
    on_grant = list(_vat(standing, held))
    yield from on_grant
    if not any(fault.code == "IOP966" for fault in on_grant):
        yield from _vat_number(received, standing)
    if not received.is_credit:
        yield from _due(received, standing, held)


def _currency(received: Received, held: Matched) -> Iterator[Fault]:
    for at in [received.place("LegalMonetaryTotal", "PayableAmount"),
               *(line.amount_at for line in received.lines)]:  # fmt: skip
        told = at.attributes.get("currencyID", received.currency)
        if received.currency and told != received.currency:
            says = mark("the amount is in {told}, and the invoice in {currency}")
            yield Fault("IOP957", says, at, {"told": told, "currency": received.currency})
    owed = {o.currency for _line, o in held.pairs} | {o.currency for o in held.together[1]}
    if received.currency and owed and received.currency not in owed:
        says = mark("the invoice is in {told}; the agreement is in {owed}")
        at = received.place("DocumentCurrencyCode")
        yield Fault("IOP957", says, at, {"told": received.currency, "owed": sorted(owed)})


def _vat(standing: Standing, held: Matched) -> Iterator[Fault]:
    lines = [(line, o.line.vat, o.line.payment) for line, o in held.pairs]
    if held.together[1]:
        first = held.together[1][0].line
        lines += [(line, first.vat, first.payment) for line in held.together[0]]
    for line, vat, payment in lines:
        clause = (place(standing.opened, ("payments", payment, "vat"), mark("how VAT is treated")),)
        yield from _treated(line, vat, clause)


def _treated(line: Told, vat: str, clause: tuple[Because, ...]) -> Iterator[Fault]:
    owed = Decimal(vat) if vat.isdecimal() else Decimal(0)
    at = line.at.one("Item", "ClassifiedTaxCategory", "Percent") or line.at.one(
        "Item", "ClassifiedTaxCategory", "ID"
    )
    values: dict[str, object] = {"told": line.percent, "owed": owed, "category": line.category}
    if vat == "outside" and line.percent:
        says = mark("{told} % VAT on what the agreement treats as outside VAT")
        yield Fault("IOP966", says, at or line.at, values, clause)
    elif line.percent != owed:
        says = mark("{told} % VAT; the agreement says {owed} %")
        if vat == "exempt":
            says = mark("{told} % VAT; the agreement says that it is exempt")
        yield Fault("IOP967", says, at or line.at, values, clause)
    elif line.category != CATEGORIES[vat]:
        says = mark("the VAT category is {category}; by the agreement it should be {wanted}")
        wanted = {**values, "category": line.category or "–", "wanted": CATEGORIES[vat]}
        yield Fault("IOP977", says, at or line.at, wanted, clause)


def _vat_number(received: Received, standing: Standing) -> Iterator[Fault]:
    if not any(line.percent for line in received.lines):
        return
    agreement = standing.opened.readings[-1].agreement
    party = agreement.parties.get(standing.seller)
    known = (party.payee.vat_number if party and party.payee else None) or ""
    told = received.seller.vat_number if received.seller else None
    where = ("parties", standing.seller, "payee")
    related = (place(standing.opened, where, mark("the payee")),) if party else ()
    values: dict[str, object] = {"told": told.text if told else "–", "known": known}
    if told is None:
        says = mark("VAT is charged, and the seller's VAT number is missing")
        at = received.tax_at or received.root
        yield Fault("IOP968", says, at, values, related)
    elif known == "none":
        says = mark("the VAT number is {told}; by the agreement the payee has none")
        yield Fault("IOP968", says, told, values, related)
    elif known and number(known) != number(told.text):
        says = mark("the VAT number is {told}; the agreement says {known}")
        yield Fault("IOP968", says, told, values, related)


def _due(received: Received, standing: Standing, held: Matched) -> Iterator[Fault]:
    owed = [o for _line, o in held.pairs] + held.together[1]
    agreed = {o.line.payment: Length.read(o.due) for o in owed if o.due}
    issued, due = received.issue_date, received.due_date
    if not agreed or issued is None or due is None:
        return
    payment = min(agreed, key=lambda id: agreed[id].after(issued))
    day = agreed[payment].after(issued)
    if due < day:
        says = mark("due {due}, {days} days after {issued}; the agreement says {agreed}, {day}")
        values: dict[str, object] = {
            "due": due, "days": (due - issued) // timedelta(days=1), "issued": issued,
            "agreed": agreed[payment], "day": day,
        }  # fmt: skip
        where = ("payments", payment, "due")
        related = (place(standing.opened, where, mark("when it is to be paid")),)
        yield Fault("IOP970", says, received.due_at or received.root, values, related)
