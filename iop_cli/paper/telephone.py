"""The square code that a telephone's bank app reads (usingqr): what is paid, to whom and when.

Holds nothing that does not stand on the page in words; a municipality pays without it.
"""

import json
from dataclasses import dataclass

from iop_cli.diagnostic import IopError
from iop_cli.invoice import Invoice, money
from iop_cli.words import _

# the accounts that the code can name, in the order in which one is chosen
_ACCOUNTS = (("bankgiro", "BG"), ("plusgiro", "PG"), ("iban", "IBAN"))
QUIET = 4


@dataclass(frozen=True)
class Square:
    """The code as a drawing: its side in modules with the margin, and the path of the dark ones."""

    side: int
    path: str


def code(invoice: Invoice) -> dict[str, str] | None:
    """The code of an issued invoice as side, path and words; None where nothing can be paid by it.

    Raises IopError (missing-extra) where the library is not there.
    """
    text = told(invoice)
    if text is None:
        return None
    square = _drawn(text)
    says = _("Code for the bank app: the amount, the account and the reference above.")
    return {"side": str(square.side), "path": square.path, "says": says}


def told(invoice: Invoice) -> str | None:
    """What the code says, as JSON; None for a draft, a credit note and what has no account."""
    chosen = next(((key, kind) for key, kind in _ACCOUNTS if invoice.means.get(key)), None)
    if not (chosen and invoice.issue_date and invoice.due_date) or invoice.kind == "credit":
        return None
    held = {
        "uqr": 1,
        "tp": 1,
        "nme": invoice.payee.name,
        "cid": invoice.payee.org_number,
        "iref": invoice.payment_reference or invoice.number,
        "idt": f"{invoice.issue_date:%Y%m%d}",
        "ddt": f"{invoice.due_date:%Y%m%d}",
        "cur": invoice.currency,
        "pt": chosen[1],
        "acc": invoice.means[chosen[0]],
        "bc": invoice.means.get("bic", "") if chosen[1] == "IBAN" else "",
    }
    text = json.dumps({key: value for key, value in held.items() if value}, ensure_ascii=False)
    # the format wants the amount as a number, which must not pass through a binary one
    return f'{text[:-1]}, "due": {money(invoice.total)}}}'


def _drawn(text: str) -> Square:
    try:
        import segno  # noqa: PLC0415 - an extra: most who run iop do without it
    except ImportError:
        raise missing() from None
    rows = [bytes(row) for row in segno.make_qr(text, error="m", encoding="utf-8").matrix]
    path = "".join(
        f"M{x + QUIET} {y + QUIET}h{width}v1h-{width}z"
        for y, row in enumerate(rows)
        for x, width in _runs(row)
    )
    return Square(len(rows) + 2 * QUIET, path)


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Where dark modules stand in a row: start and length of each run."""
    starts = [x for x, dark in enumerate(row) if dark and not (x and row[x - 1])]
    ends = [x + 1 for x, dark in enumerate(row) if dark and not row[x + 1 : x + 2].strip(b"\0")]
    return [(start, end - start) for start, end in zip(starts, ends, strict=True)]


def missing() -> IopError:
    """What stops the command where the extra's libraries are not installed."""
    says = _("PDF files and codes for the bank app need the extra pdf")
    help = 'pip install "iop-cli[pdf]"'
    return IopError(says, help, code="missing-extra")
