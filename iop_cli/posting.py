"""An entry as the ledger writes it, and the ledger's bytes with one entry more.

Changes no byte that stands there, reads back what it wrote, and touches no disk.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from iop_cli.diagnostic import IopError
from iop_cli.document import Document, ListNode
from iop_cli.finding import MOST_BYTES
from iop_cli.invoice import Invoice, Line, money
from iop_cli.ledger import Ledger, read
from iop_cli.quantity import periods_between
from iop_cli.words import mark, say

Words = dict[str, Any]
_BOM = b"\xef\xbb\xbf"
_PLAIN = re.compile(r"[A-Za-z0-9åäöÅÄÖéÉüÜ_][A-Za-z0-9åäöÅÄÖéÉüÜ_.-]*( kr| [A-Z]{3})?")
_MEANT_OTHERWISE = re.compile(r"(?i)(null|true|false|yes|no|on|off|y|n)")
_HASHES = ("agreement_sha256", "previous")


def entry_words(
    invoice: Invoice, documents: Mapping[str, str], previous: str, agreement_sha256: str = ""
) -> Words:
    """The words of an invoice's or a credit note's entry; `documents` maps endings to hashes."""
    vat = invoice.vat
    words: Words = {
        "number": invoice.number,
        "kind": invoice.kind,
        "issued": invoice.issue_date.isoformat() if invoice.issue_date else "",
        "due": invoice.due_date.isoformat() if invoice.due_date else "",
        "refers_to": invoice.refers_to,
        "because": invoice.because,
        "agreement": invoice.agreement,
        "agreement_sha256": agreement_sha256,
        "payer": invoice.payer.id,
        "payee": invoice.payee.id,
        "period": period_of(invoice.start, invoice.end),
        "currency": "" if invoice.currency == "SEK" else invoice.currency,
        "lines": [_line_words(line, invoice) for line in invoice.lines],
        "vat_total": amount_of(vat, invoice.currency) if vat else "",
        "total": amount_of(invoice.total, invoice.currency),
        "documents": dict(sorted(documents.items())),
        "previous": previous,
    }
    return {key: value for key, value in words.items() if value}


def void_words(number: str, on: date, because: str, previous: str) -> Words:
    """The words of an entry that makes a number void."""
    told = {"refers_to": number, "because": because, "previous": previous}
    return {"kind": "void", "issued": on.isoformat(), **told}


def _line_words(line: Line, invoice: Invoice) -> Words:
    words: Words = {"payment": line.payment}
    if line.part:
        words["entry" if line.part in line.entries else "part"] = line.part
    if line.start and line.end:
        words["period"] = period_of(line.start, line.end)
    elif not line.part:
        words["period"] = period_of(invoice.start, invoice.end)
    return {**words, "amount": amount_of(line.amount, invoice.currency)}


def amount_of(value: Decimal, currency: str) -> str:
    """An amount as the ledger writes it: 10000.00 kr."""
    return f"{money(value)} {'kr' if currency == 'SEK' else currency}"


def period_of(start: date, end: date) -> str:
    """The shortest way to write some days: 2018, 2018-Q1, 2018-03, or from day to day."""
    for per in ("year", "half_year", "tertial", "quarter", "month"):
        whole = periods_between(per, start, start)[0]
        if (whole.start, whole.end) == (start, end):
            return whole.text
    return start.isoformat() if start == end else f"{start.isoformat()}..{end.isoformat()}"


def appended(text: bytes, words: Words, series: str) -> bytes:
    """The ledger's bytes with one entry more; not a byte of what stands there changes."""
    return _appended(text, words, series, _column(read(text, series).document))


def lengthened(ledger: Ledger, words: Words) -> Ledger:
    """The ledger with one entry more, which is read back before it counts; raises IopError."""
    old = ledger.raw or b""
    text = _appended(old, words, ledger.series, _column(ledger.document))
    if len(text) > MOST_BYTES:
        says = mark("the ledger of {series} is full: a file holds 1 MB")
        help = say(mark("give the payee a new series in the agreement; the old one stays as it is"))
        raise IopError(say(says, series=ledger.series), help, ledger.name, code="full")
    added = text[len(old) :] if old else text
    alone = added if not old else b"series: x\n" + _below_entries(ledger, added)
    again = read(alone, ledger.series if not old else "x")
    if again.problems or not again.document or again.document.data["entries"] != [words]:
        says = mark("the entry for {number} cannot be written so that it reads back the same")
        number = str(words.get("number") or words.get("refers_to"))
        help = say(mark("look for signs that cannot be seen in names and reasons"))
        raise IopError(say(says, number=number), help, ledger.name, code="unwritable")
    return replace(
        ledger,
        raw=text,
        document=ledger.document or again.document,
        entries=(*ledger.entries, again.entries[0]),
        hashes=(*ledger.hashes, again.hashes[0]),
    )


def _below_entries(ledger: Ledger, added: bytes) -> bytes:
    block = added.lstrip(b"\r\n")
    return block if _column(ledger.document) is None else b"entries:\n" + block


def _column(document: Document | None) -> int | None:
    """How far the entries are indented; None where there are none yet."""
    entries = document.root.values.get("entries") if document else None
    return entries.start.start_mark.column if isinstance(entries, ListNode) else None


def _appended(text: bytes, words: Words, series: str, column: int | None) -> bytes:
    if not text.removeprefix(_BOM).strip():
        return text + f"series: {_scalar(series)}\nentries:\n".encode() + _block(words, "  ", "\n")
    ending = _ending(text)
    gap = b"" if text.endswith(b"\n") else ending.encode()
    if column is None:
        return text + gap + f"entries:{ending}".encode() + _block(words, "  ", ending)
    return text + gap + _block(words, " " * column, ending)


def _ending(text: bytes) -> str:
    """How the last line that ends does so."""
    end = text.rfind(b"\n")
    return "\r\n" if end > 0 and text[end - 1 : end] == b"\r" else "\n"


def _block(words: Words, indent: str, ending: str) -> bytes:
    """One entry as a list item, its lines and documents in short form."""
    rows: list[str] = []
    for key, value in words.items():
        match value:
            case dict():
                rows.append(f"{key}: {_flow(value)}")
            case list():
                rows += [f"{key}:", *(f"  - {_flow(item)}" for item in value)]
            case _:
                rows.append(f"{key}: {_scalar(value, quoted=key in _HASHES)}")
    first, *rest = rows
    lines = [f"{indent}- {first}", *(f"{indent}  {row}" for row in rest)]
    return "".join(line + ending for line in lines).encode()


def _flow(words: Mapping[str, str]) -> str:
    inner = (f"{key}: {_scalar(value, quoted=len(value) == 64)}" for key, value in words.items())
    return "{" + ", ".join(inner) + "}"


def _scalar(text: str, *, quoted: bool = False) -> str:
    """A value in plain letters, or in quotes where YAML could take it for something else."""
    if quoted or not _PLAIN.fullmatch(text) or _MEANT_OTHERWISE.fullmatch(text):
        return json.dumps(text, ensure_ascii=False)
    return text
