"""How VAT stands on an invoice: as a person chose it, never a rate from one who is not registered.

Whoever writes an amount as VAT owes it (16 kap. 23 § mervärdesskattelagen). Chooses nothing.
"""

import re

from iop_cli import identifiers
from iop_cli.invoice import CATEGORIES, Invoice, Line
from iop_cli.readiness.found import COMPARE, Faults, found, unread
from iop_cli.words import Said, mark

# the codes of e-invoices for "outside VAT" and for the exemptions in the public interest (article
# 132 of directive 2006/112), the latter alone or with words after it
NOT_SUBJECT = "VATEX-EU-O"
EXEMPTION = re.compile(r"(VATEX-EU-132(?:-1[A-Q])?)(?:[ :,]+(.+))?")

_CODE = re.compile("VATEX-", re.IGNORECASE)


def vat_faults(invoice: Invoice) -> Faults:
    """What is wrong with the treatments, their reasons and the VAT numbers."""
    payer = invoice.payer
    where = "parties", payer.id, "payee", "vat_number"
    yield from _payee_number(invoice)
    yield from unread(where, payer.vat_number, identifiers.vat_number)
    for line in {line.vat: line for line in reversed(invoice.lines)}.values():
        yield from _unchosen(line)
    for line in invoice.lines:
        yield from _reason(line)
    yield from _registered(invoice)
    yield from _mixed(invoice)


def _payee_number(invoice: Invoice) -> Faults:
    payee = invoice.payee
    where = "parties", payee.id, "payee", "vat_number"
    wrong = list(unread(where, payee.vat_number, identifiers.vat_number))
    yield from wrong
    if payee.vat_number and payee.org_number and not wrong:
        own = re.sub("[^0-9]", "", payee.org_number)[-10:]
        if own != identifiers.vat_number(payee.vat_number)[2:-2]:
            says = mark("the VAT number {vat} is not made of the organisation number {number}")
            values = {"vat": payee.vat_number, "number": payee.org_number}
            yield found(*where, says=says, help=COMPARE, **values)


def _unchosen(line: Line) -> Faults:
    if line.vat not in CATEGORIES:
        says = mark("the VAT is {vat}, which is none of its treatments")
        help = mark("Choose vat: outside, exempt, 25, 12 or 6; a person chooses, never the tool.")
        vat = line.vat or Said(mark("unknown"))
        yield found("payments", line.payment, "vat", says=says, help=help, vat=vat)


def _reason(line: Line) -> Faults:
    reason = line.vat_reason.strip()
    where = "payments", line.payment, "vat_reason"
    if line.vat == "exempt" and not reason:
        says = mark("the payment is exempt from VAT, and no reason is given")
        help = mark("Write as vat_reason what exempts it, so that the buyer can see it.")
        yield found(*where, says=says, help=help)
    known = EXEMPTION.fullmatch(reason) if line.vat == "exempt" else reason == NOT_SUBJECT
    if _CODE.match(reason) and not known:
        says = mark("{reason} does not go with vat: {vat}")
        help = mark("Give the reason in words, or the code of an exemption such as {example}.")
        values = {"reason": reason, "vat": line.vat, "example": "VATEX-EU-132-1G"}
        yield found(*where, says=says, help=help, **values)


def _registered(invoice: Invoice) -> Faults:
    payee, told = invoice.payee, {line.vat for line in invoice.lines}
    where = "parties", payee.id, "payee", "vat_number"
    rates = sorted(f"{vat} %" for vat in told if CATEGORIES.get(vat) == "S")
    if rates and not payee.vat_number:
        says = mark("VAT of {rates} is charged, and the payee has no VAT number")
        help = mark("Write the payee's VAT number, or vat: outside where the payment is a grant.")
        yield found(*where, says=says, help=help, rates=rates)
    if "exempt" in told and not (payee.vat_number or payee.f_tax):
        says = mark("exempt from VAT, and the payee has neither a VAT number nor F-tax")
        help = mark("Write the payee's VAT number or f_tax: yes; a grant is vat: outside.")
        yield found(*where, says=says, help=help)


def _mixed(invoice: Invoice) -> Faults:
    others = sorted({line.vat for line in invoice.lines} - {"outside"})
    if others and any(line.vat == "outside" for line in invoice.lines):
        says = mark("lines outside VAT stand together with lines of {others}")
        help = mark("Put the lines outside VAT on an invoice of their own.")
        yield found("lines", says=says, help=help, others=others)
