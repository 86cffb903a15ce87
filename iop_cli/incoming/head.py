"""What stands at the head of an incoming invoice: sides, references, numbers, where it is paid to.

Holds each against the agreement. Knows no lines.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date

from iop_cli import identifiers
from iop_cli.incoming.fault import Fault
from iop_cli.incoming.phrasing import log_place, place
from iop_cli.incoming.sides import Standing, contracts, is_contract, number, party_id
from iop_cli.incoming.ubl_read import STANDARD, Account, Party, Received
from iop_cli.invoice import Invoice, Side
from iop_cli.model.party import Payee
from iop_cli.quantity import NotRead
from iop_cli.readiness.references import reference_faults
from iop_cli.words import mark

_GIROS = {"SE:BANKGIRO": "bankgiro", "SE:PLUSGIRO": "plusgiro"}
_OLD_CODES = {"50": "plusgiro", "56": "bankgiro"}


def faults(
    received: Received, standing: Standing, earlier: Mapping[tuple[str, str], str]
) -> Iterator[Fault]:
    """What does not agree at the head."""
    yield from _standard(received)
    yield from _sides(received, standing)
    yield from _number(received, standing, earlier)
    yield from _reference(received, standing)
    yield from _contract(received, standing)
    yield from _accounts(received, standing)


def _standard(received: Received) -> Iterator[Fault]:
    told = received.root.said("CustomizationID")
    if not told.startswith(STANDARD):
        at = received.place("CustomizationID")
        says = mark("the file says that it follows {told}, not EN 16931; it is read all the same")
        yield Fault("IOP977", says, at, {"told": told or "–"})


def _sides(received: Received, standing: Standing) -> Iterator[Fault]:
    agreement = standing.opened.readings[-1].agreement
    told = (
        (received.seller, standing.seller, "IOP953", "AccountingSupplierParty",
         mark("the seller is {told}, which is no party to {agreement}")),
        (received.buyer, standing.buyer, "IOP954", "AccountingCustomerParty",
         mark("the buyer is {told}, which is no party to {agreement}")),
    )  # fmt: skip
    at = (place(standing.opened, ("parties",), mark("the parties")),)
    for party, id, code, name, says in told:
        if not id:
            values: dict[str, object] = {"told": spoken(party), "agreement": agreement.id}
            entity = received.place(name, "Party", "PartyLegalEntity", "CompanyID")
            yield Fault(code, says, entity, values, at)


def spoken(party: Party | None) -> str:
    """A party as the invoice names it: its name, and its number."""
    if party is None:
        return "–"
    return " ".join([*party.names[:1], *(f"({n})" for n in party.numbers[:1])]) or "–"


def _number(
    received: Received, standing: Standing, earlier: Mapping[tuple[str, str], str]
) -> Iterator[Fault]:
    at, told = received.place("ID"), received.number
    seller = seller_key(received)
    if told and (file := earlier.get((seller, told))):
        says = mark("{number} was read already, in {file}")
        yield Fault("IOP971", says, at, {"number": told, "file": file})
    for index, entry in standing.opened.readings[-1].entries:
        if told and entry.paid == told:
            says = mark("{number} was paid on {day}, as the log says")
            found = log_place(standing.opened, index, entry.id)
            values: dict[str, object] = {"number": told, "day": entry.date or "–"}
            yield Fault("IOP971", says, at, values, (found,) if found else ())
            return


def seller_key(received: Received) -> str:
    """What tells one seller from another: its number, else its name."""
    party = received.seller
    if party is None:
        return ""
    return number(party.numbers[0]) if party.numbers else "".join(party.names[:1])


def _reference(received: Received, standing: Standing) -> Iterator[Fault]:
    agreement = standing.opened.readings[-1].agreement
    buyer = agreement.parties.get(standing.buyer)
    wanted = buyer.invoice if buyer else None
    told = received.reference or received.order
    if not told:
        says = mark("the invoice names neither the buyer's reference nor an order")
        yield Fault("IOP955", says, received.root)
        return
    if wanted is None or (wanted.reference or "") in (received.reference, received.order):
        return
    path = ("BuyerReference",) if received.reference else ("OrderReference", "ID")
    at = received.place(*path)
    where = ("parties", standing.buyer, "invoice")
    related = (place(standing.opened, where, mark("how the buyer wants its invoices")),)
    values: dict[str, object] = {"told": told, "wanted": wanted.reference or "–"}
    if wanted.reference_format and _fits(told, wanted.reference_format) is False:
        says = mark("the reference {told} does not have the form {form}")
        yield Fault("IOP956", says, at, {**values, "form": wanted.reference_format}, related)
    elif wanted.reference and not wanted.reference_format:
        says = mark("the reference is {told}; the agreement says {wanted}")
        yield Fault("IOP977", says, at, values, related)


def _fits(reference: str, form: str) -> bool | None:
    """Whether a reference has a form; None where the form itself is not read."""
    day, side = date(2001, 1, 1), Side("", "")
    asked = Invoice("", "", "", side, side, (), day, day, reference=reference)
    found = list(reference_faults(asked, form))
    if any(fault.where[-1:] == ("reference_format",) for fault in found):
        return None
    return not found


def _contract(received: Received, standing: Standing) -> Iterator[Fault]:
    agreement = standing.opened.readings[-1].agreement
    known = contracts(agreement)[1:]
    told = received.contract
    if told is None or not told.text or not known or is_contract(agreement, received):
        return
    says = mark("the contract is {told}; the agreement's case number is {known}")
    values: dict[str, object] = {"told": told.text, "known": known}
    related = (place(standing.opened, ("decisions",), mark("the decisions")),)
    yield Fault("IOP977", says, told, values, related)


def _accounts(received: Received, standing: Standing) -> Iterator[Fault]:
    agreement = standing.opened.readings[-1].agreement
    party = agreement.parties.get(standing.seller)
    if party is None:
        return
    if received.payee is not None and party_id(agreement, received.payee) != standing.seller:
        says = mark("the money is to be paid to {told}, not to the seller")
        yield Fault("IOP969", says, received.payee.at, {"told": spoken(received.payee)})
    where = ("parties", standing.seller, "payee")
    related = (place(standing.opened, where, mark("the payee's accounts")),)
    known_by = _known(party.payee) if party.payee else {}
    if not known_by:
        for account in received.accounts[:1]:
            says = mark("the account {told} cannot be compared: the agreement names none")
            help = mark("Ask the payee by a way known before, and write it in the agreement.")
            yield Fault("IOP977", says, account.at, {"told": _shown(account)}, related, help)
        return
    for account in received.accounts:
        if not _is_known(account, known_by):
            says = mark("the account is {told}; the agreement says {known}")
            values: dict[str, object] = {"told": _shown(account), "known": list(known_by.values())}
            yield Fault("IOP969", says, account.at, values, related)
    if not received.accounts and not received.is_credit:
        says = mark("the invoice names no account; the agreement says {known}")
        at = received.place("PaymentMeans")
        yield Fault("IOP977", says, at, {"known": list(known_by.values())}, related)


def _known(payee: Payee) -> dict[tuple[str, str], str]:
    """The agreement's accounts: their kind and digits, and how they are written."""
    told = {"bankgiro": payee.bankgiro, "plusgiro": payee.plusgiro, "iban": payee.iban}
    return {(kind, _packed(text)): f"{kind} {text}" for kind, text in told.items() if text}


def _is_known(account: Account, known: Mapping[tuple[str, str], str]) -> bool:
    kind = _kind(account)
    packed = _packed(account.number)
    return (kind, packed) in known if kind else packed in {number for _kind, number in known}


def _kind(account: Account) -> str:
    """Which kind of account it is; empty where the invoice does not tell."""
    told = _GIROS.get(account.branch.upper()) or _OLD_CODES.get(account.code)
    if told:
        return told
    with suppress(NotRead):
        identifiers.iban(account.number)
        return "iban"
    return ""


def _shown(account: Account) -> str:
    return f"{_kind(account)} {account.number}".strip()


def _packed(text: str) -> str:
    return re.sub(r"[\s-]", "", text).upper()
