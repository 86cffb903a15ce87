"""An invoice as a voucher for the payee's books: the Swedish exchange format SIE, type 4I.

The claim on one side, each line and the VAT on the other; a credit note turns the signs. Which
accounts they are is told by the payee, never guessed.
"""

import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from iop_cli import __version__
from iop_cli.diagnostic import IopError
from iop_cli.invoice import Invoice, money
from iop_cli.words import _, mark, say

# the format's only character set, IBM's code page 437
CHARACTERS = "cp437"
_NEAR = {
    "–": "-", "—": "-", "−": "-", "‑": "-", "’": "'", "‘": "'", "”": '"', "“": '"', "„": '"',
    "…": "...", "•": "-", "€": "EUR", "\u00a0": " ", "\u202f": " ", "×": "x", "©": "(c)",
    "Ø": "O", "ø": "o", "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Þ": "Th", "þ": "th",
}  # fmt: skip
_ACCOUNT = 10


def sie(invoice: Invoice) -> bytes:
    """The voucher file, in the language spoken now; raises IopError where it cannot be made."""
    return "".join(f"{line}\r\n" for line in _lines(invoice)).encode(CHARACTERS)


def _lines(invoice: Invoice) -> Iterator[str]:
    if not (invoice.number and invoice.issue_date):
        says = _("a draft has no voucher; issue the invoice first")
        raise IopError(says, code="draft")
    day = f"{invoice.issue_date:%Y%m%d}"
    yield "#FLAGGA 0"
    yield f'#PROGRAM "iop" {_quoted(__version__)}'
    yield "#FORMAT PC8"
    yield f"#GEN {day}"
    yield "#SIETYP 4"
    if invoice.payee.org_number:
        yield f"#ORGNR {_bare(invoice.payee.org_number)}"
    yield f"#FNAMN {_quoted(invoice.payee.name)}"
    if invoice.currency != "SEK":
        yield f"#VALUTA {_bare(invoice.currency)}"
    kind = _("Credit note") if invoice.kind == "credit" else _("Invoice")
    told = f"{kind} {invoice.number} {invoice.payer.name}"
    series, number = _quoted(invoice.series), _quoted(_voucher_number(invoice))
    yield f"#VER {series} {number} {day} {_quoted(told)}"
    yield "{"
    for account, amount, text in _entries(invoice):
        yield f"   #TRANS {account} {{}} {money(amount)} {day} {_quoted(text)}"
    yield "}"


def _voucher_number(invoice: Invoice) -> str:
    """The number within its series, of digits alone where it has any: FA-2026-0017 is 20260017."""
    whole = invoice.number or ""
    inner = whole.removeprefix(invoice.series)
    return "".join(c for c in inner if c.isascii() and c.isdigit()) or whole


def _entries(invoice: Invoice) -> Iterator[tuple[str, Decimal, str]]:
    """Account, amount (debit above zero, credit below) and text; they sum to zero."""
    sign = -1 if invoice.kind == "credit" else 1
    yield _account(invoice, "claim"), sign * invoice.total, invoice.payer.name
    for line in invoice.lines:
        if line.amount:
            yield _account(invoice, "income"), -sign * line.amount, line.text
    for tax in invoice.taxes:
        if tax.tax:
            text = say(mark("VAT {rate}"), rate=f"{tax.vat} %")
            yield _account(invoice, "vat"), -sign * tax.tax, text


def _account(invoice: Invoice, key: str) -> str:
    found = invoice.accounts.get(key, "")
    if found.isascii() and found.isdigit() and len(found) <= _ACCOUNT:
        return found
    says = mark("a voucher needs the account for {key}; {payee} has {told}")
    help = mark("Write it at {place}, such as {example}.")
    place = f"parties.{invoice.payee.id}.payee.accounts.{key}"
    example = {"claim": '"1510"', "income": '"3987"', "vat": '"2611"'}[key]
    told = found or _("no such account")
    raise IopError(
        say(says, key=key, payee=invoice.payee.name, told=told),
        say(help, place=place, example=example),
        code="account",
    )


def _quoted(text: str) -> str:
    """A text between quotes; what the character set lacks becomes what is nearest."""
    return '"' + _bare(text).replace('"', '\\"') + '"'


def _bare(text: str) -> str:
    """A text of the character set on one line; a backslash, which the format obeys, turns."""
    return "".join(_near(c) for c in unicodedata.normalize("NFC", text)).replace("\\", "/")


def _near(character: str) -> str:
    if _is_held(character):
        return character
    near = _NEAR.get(character) or unicodedata.normalize("NFKD", character)[:1]
    return near if all(_is_held(c) for c in near) else "?"


def _is_held(character: str) -> bool:
    try:
        return character.isprintable() and bool(character.encode(CHARACTERS))
    except UnicodeEncodeError:
        return False
