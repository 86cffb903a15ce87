"""Who bills and who pays: their names, numbers, addresses, and the accounts to pay to."""

import re
from collections.abc import Set

from iop_cli import identifiers
from iop_cli.invoice import Invoice, Side
from iop_cli.quantity import NotRead
from iop_cli.readiness.found import Faults, found, unread
from iop_cli.words import mark

# where a buyer may be: the EU, the EEA, Switzerland and the United Kingdom; a payee is in Sweden
_COUNTRIES = frozenset(
    re.findall("..", "ATBEBGCHCYCZDEDKEEESFIFRGBGRHRHUIEISITLILTLULVMTNLNOPLPTROSESISK")
)
_BIC = re.compile("[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_DIGITS = {"0007": 10, "0088": 13}  # of the organisation number, and of a GLN


def account_faults(invoice: Invoice) -> Faults:
    """What is wrong with the accounts; a credit note needs none."""
    means = invoice.means
    where = "parties", invoice.payee.id, "payee"
    known = any(means.get(key) for key in ("bankgiro", "plusgiro", "iban"))
    if invoice.kind == "invoice" and not known:
        says = mark("the payee has no account to pay to")
        help = mark("Write the payee's bankgiro, plusgiro or IBAN.")
        yield found(*where, says=says, help=help)
    yield from unread((*where, "bankgiro"), means.get("bankgiro"), identifiers.bankgiro)
    yield from unread((*where, "plusgiro"), means.get("plusgiro"), identifiers.plusgiro)
    yield from unread((*where, "iban"), means.get("iban"), identifiers.iban)
    yield from unread((*where, "bic"), means.get("bic"), _bic)
    if means.get("bic") and not means.get("iban"):
        says = mark("a BIC stands here and no IBAN")
        yield found(*where, "bic", says=says, help=mark("Write the IBAN, or drop the BIC."))


def side_faults(invoice: Invoice, electronic: bool) -> Faults:
    """What is wrong with the payee and with the payer."""
    yield from _side(invoice.payee, electronic)
    yield from _side(invoice.payer, electronic)
    if electronic:
        yield from _country(invoice.payee, {"SE"})
        yield from _country(invoice.payer, _COUNTRIES)


def _side(side: Side, electronic: bool) -> Faults:
    where = "parties", side.id
    if not side.name.strip():
        says = mark("the party has no name")
        yield found(*where, "name", says=says, help=mark("Write its full name."))
    if not side.org_number:
        says = mark("the party has no organisation number")
        help = mark("Write org_number; it stands on the party's own paper.")
        yield found(*where, "org_number", says=says, help=help)
    yield from unread((*where, "org_number"), side.org_number, identifiers.organisation_number)
    here = (*where, "invoice", "electronic")
    yield from unread(here, side.electronic, _electronic)
    if electronic and not side.electronic:
        says = mark("the party has no electronic address, and an e-invoice needs one")
        help = mark("Ask the party for it, and write it as invoice.electronic, such as {example}.")
        yield found(*here, says=says, help=help, example="0007:2120001561")


def _country(side: Side, allowed: Set[str]) -> Faults:
    if side.country and side.country not in allowed:
        says = mark("an e-invoice cannot name the country {country} here")
        help = mark("Write two letters, such as FI; a payee is in Sweden, and needs none.")
        where = "parties", side.id, "address", "country"
        yield found(*where, says=says, help=help, country=side.country)


def _bic(written: str) -> str:
    bare = "".join(written.split()).upper()
    if not _BIC.fullmatch(bare):
        message = mark("{bic} is not the BIC of a bank; write for example {example}")
        raise NotRead(message, bic=written, example="SWEDSESS")
    return bare


def _electronic(written: str) -> str:
    """An electronic address as it stands, if right; raises NotRead with what is wrong."""
    scheme, _colon, digits = written.partition(":")
    if scheme not in _DIGITS or not re.fullmatch("[0-9]+", digits):
        message = mark("{text} is not 0007: and an organisation number, or 0088: and a GLN")
        raise NotRead(message, text=written)
    if len(digits) != _DIGITS[scheme]:
        message = mark("an address of scheme {scheme} has {right} digits; {text} has {count}")
        values = {"scheme": scheme, "right": _DIGITS[scheme], "text": digits, "count": len(digits)}
        raise NotRead(message, **values)
    if scheme == "0007":
        identifiers.organisation_number(digits)
    else:
        _require_gs1_digit(digits)
    return written


def _require_gs1_digit(digits: str) -> None:
    from stdnum import ean  # noqa: PLC0415  slow to import

    right = ean.calc_check_digit(digits[:-1])
    if digits[-1] != right:
        message = mark("{text} ends in {found}; by the other digits it should end in {right}")
        raise NotRead(message, text=digits, found=digits[-1], right=right)
