"""References: the one that the buyer asks for, and the one that the payer writes on the payment.

A buyer's pattern comes from a file that anybody may have written: what might take long to match is
refused unread.
"""

import re
import warnings

from iop_cli import identifiers
from iop_cli.invoice import Invoice, Side
from iop_cli.quantity import NotRead
from iop_cli.readiness.found import Faults, found
from iop_cli.words import mark

MOST_REFERENCE = 50
MOST_OCR = 25

# What a pattern may be made of. No group is repeated, nothing looks around or back, and little
# varies: a short reference is then matched at once, or found not to match.
_LONGEST_PATTERN = 100
_MOST_VARYING = 4
_MOST_CHOICES = 6
_PIECES = re.compile(
    r"(?P<choice>\|)|\((?:\?:|(?!\?))|\)(?P<maybe>\??)(?![?*+{])"
    r"|(?:\\[dwDW]|\\[^\w\s]|\[\^?(?:\\[^\s]|[^\\\[\]])+\]|[^\\\[\](){}*+?|])"
    r"(?:\{[0-9]{1,2}\}|(?P<varies>[*+?]|\{[0-9]{0,2},[0-9]{0,2}\})\??)?(?![?*+{])"
)


def payment_reference(number: str, how: str) -> str:
    """What the payer writes on the payment: the invoice's number, or its digits as an OCR number.

    `how` is the payee's setting: none (or empty), soft (a check digit follows), length (a length
    digit and a check digit follow), or an OCR number of the payee's own, which stands for all.
    Raises NotRead where no OCR number can be made.
    """
    if how in ("", "none"):
        return number
    if how[0] in "0123456789":
        return identifiers.ocr(how, length_digit=False)
    if how not in ("soft", "length"):
        message = mark("{setting} is not known here; write none, soft or length")
        raise NotRead(message, setting=how)
    digits = re.sub("[^0-9]", "", number)
    count = len(digits) + (2 if how == "length" else 1)
    if not digits or count > MOST_OCR:
        message = mark("{number} cannot become an OCR number, which has 2 to {most} digits")
        raise NotRead(message, number=number, most=MOST_OCR)
    digits += str(count % 10) if how == "length" else ""
    from stdnum import luhn  # noqa: PLC0415  slow to import

    return f"{digits}{luhn.calc_check_digit(digits)}"


def reference_faults(invoice: Invoice, reference_format: str) -> Faults:
    """What is wrong with the buyer's reference, and with the pattern that it should fit."""
    reference = invoice.reference
    where = "parties", invoice.payer.id, "invoice", "reference"
    if not reference.strip():
        says = mark("the buyer's reference is missing; buyers send such invoices back")
        help = mark("Ask the buyer for its reference, and write it as invoice.reference.")
        yield found(*where, says=says, help=help)
    elif re.search(r"\s", reference):
        says = mark("the reference {reference} holds a blank")
        help = mark("Write the reference alone: a name beside it makes the invoice go astray.")
        yield found(*where, says=says, help=help, reference=reference)
    elif reference_format and len(reference) <= MOST_REFERENCE:
        yield from _misfit(invoice.payer, reference, reference_format)


def _misfit(payer: Side, reference: str, written: str) -> Faults:
    where = "parties", payer.id, "invoice"
    read = _pattern(written)
    if not read:
        says = mark("the pattern {pattern} is not read here")
        help = mark(
            "Write letters, digits and ranges such as {example}; | stands between two forms. "
            "Repeat no group, and let at most {most} parts vary in length."
        )
        values = {"pattern": written[:60], "example": "[0-9]{5}", "most": _MOST_VARYING}
        yield found(*where, "reference_format", says=says, help=help, **values)
    elif not read.fullmatch(reference):
        says = mark("the reference {reference} does not have the form {pattern}")
        help = mark("Compare with what the buyer wrote; correct the reference or the pattern.")
        values = {"reference": reference, "pattern": written}
        yield found(*where, "reference", says=says, help=help, **values)


def _pattern(written: str) -> re.Pattern[str] | None:
    """The pattern, or None where it is wrong or might take long."""
    end = varying = choices = 0
    while end < len(written) <= _LONGEST_PATTERN and (piece := _PIECES.match(written, end)):
        end = piece.end()
        choices += bool(piece["choice"])
        varying += bool(piece["varies"] or piece["maybe"])
    if end < len(written) or varying > _MOST_VARYING or choices > _MOST_CHOICES:
        return None
    try:
        with warnings.catch_warnings(action="error"):
            return re.compile(written, re.ASCII)
    except (re.error, Warning):
        return None
