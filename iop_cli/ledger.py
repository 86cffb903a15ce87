"""A ledger: read from bytes, its entries hashed and numbered, and what stands billed in it.

Touches no disk and writes no entry: see posting and issuing.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from iop_cli.diagnostic import IopError
from iop_cli.document import Document
from iop_cli.finding import Finding, Problem, Where, at
from iop_cli.invoice import Billed
from iop_cli.model import ledger as model
from iop_cli.model.ledger import LedgerEntry, LedgerLine
from iop_cli.quantity import Period
from iop_cli.record import as_written, opened_file
from iop_cli.words import mark, say

# devices that Windows sees in any folder, whatever the ending
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|(com|lpt)[0-9])")


@dataclass(frozen=True)
class Ledger:
    """One series as its file says: the entries that could be read, and what is wrong.

    `hashes` holds each entry's own hash; `raw` is None while nothing was issued in the series.
    """

    series: str
    name: str = ""
    raw: bytes | None = None
    document: Document | None = None
    entries: tuple[LedgerEntry, ...] = ()
    hashes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    written: dict[Where, Where] = field(default_factory=dict)

    @property
    def head(self) -> str:
        """What stands in the file beside the ledger, so that a cut at an entry's end is seen."""
        return f"{len(self.hashes)} {self.hashes[-1]}\n" if self.hashes else "0\n"

    @property
    def last(self) -> str:
        """The number that was given last; empty where there is none."""
        return next((e.number for e in reversed(self.entries) if e.number), "")

    def place(self, index: int, *where: str | int) -> Where:
        """Where in the file something of an entry stands."""
        return as_written(("entries", index, *where), self.written)

    def find(self, number: str) -> LedgerEntry | None:
        """The invoice or credit note of a number."""
        return next((e for e in self.entries if e.number == number), None)

    def void(self, number: str) -> LedgerEntry | None:
        """The entry that made a number void."""
        return next((e for e in self.entries if e.kind == "void" and e.refers_to == number), None)


def read(raw: bytes | None, series: str, name: str = "") -> Ledger:
    """The ledger that some bytes hold (None: there is no file yet); never raises."""
    if raw is None:
        return Ledger(series, name)
    document, shaped = opened_file((name, raw), model.Ledger)
    problems = [(code, finding) for code, finding in shaped.problems if code]
    held = shaped.value
    if held is None or document is None:
        return Ledger(series, name, raw, document, problems=tuple(problems))
    if _nfc(held.series) != _nfc(series):
        says = mark("the ledger is of the series {series}; the folder is called {folder}")
        values: dict[str, object] = {"series": held.series, "folder": series}
        problems.append(("IOP113", Finding(("series",), says, values)))
    entries = tuple(held.entries or ())
    places = [as_written(("entries", i), shaped.written) for i in range(len(entries))]
    hashes = tuple(entry_hash(at(document.data, place)) for place in places)
    return Ledger(
        series, name, raw, document, entries, hashes, tuple(problems), dict(shaped.written)
    )


def entry_hash(words: Any) -> str:
    """The SHA-256 of an entry's words, whatever their quotes, order and line ends.

    Taken over JSON in UTF-8 with sorted keys, no blanks, and letters composed (NFC).
    """
    told = json.dumps(_composed(words), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return digest(told.encode("utf-8", "surrogatepass"))


def _composed(words: Any) -> Any:
    if isinstance(words, dict):
        return {_nfc(key): _composed(value) for key, value in words.items()}
    if isinstance(words, list):
        return [_composed(item) for item in words]
    return _nfc(words)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def digest(raw: bytes) -> str:
    """The SHA-256 of some bytes, in 64 hexadecimal digits."""
    return hashlib.sha256(raw).hexdigest()


def matches(raw: bytes, expected: str) -> bool:
    """Whether bytes are those of a hash; line ends that git has converted make no difference."""
    return digest(raw) == expected or digest(raw.replace(b"\r\n", b"\n")) == expected


def is_series(series: str) -> bool:
    """Whether a series can be part of a number and the name of a folder."""
    return bool(re.fullmatch(model.SERIES_PATTERN, series)) and not _DEVICES.fullmatch(series)


def require_series(series: str) -> None:
    """Raise IopError for a series that cannot be the name of a folder."""
    if not is_series(series):
        says = mark("{series} cannot be a series; use at most 40 letters, digits, - and _")
        help = say(mark("the series stands in the agreement, under the party's payee"))
        raise IopError(say(says, series=series), help, code="series")


def parted(number: str) -> tuple[str, int, int] | None:
    """The series, the year and the count of a number such as SFS-2018-0001."""
    found = re.fullmatch(model.NUMBER_PATTERN, number)
    return (found["series"], int(found["year"]), int(found["count"])) if found else None


def next_number(ledger: Ledger, series: str, year: int) -> str:
    """The number that comes next: it counts on within a year of issue, and begins again in each."""
    last = parted(ledger.last)
    count = last[2] + 1 if last and last[1] == year else 1
    return f"{series}-{year:04}-{count:04}"


def is_next(ledger: Ledger, number: str) -> bool:
    """Whether a number may come after the last one: one more, or the first of a later year."""
    told, last = parted(number), parted(ledger.last)
    if told is None or told[0] != ledger.series:
        return False
    same_year = last is not None and told[1] == last[1]
    if last is not None and same_year:
        return told[2] == last[2] + 1
    return told[2] == 1 and (last is None or told[1] > last[1])


def billed(ledgers: Iterable[Ledger], agreement: str) -> list[Billed]:
    """What stands billed under an agreement: voided invoices are gone, credited lines are less."""
    return [line for ledger in ledgers for _entry, _line, line in standing(ledger, agreement)]


def standing(ledger: Ledger, agreement: str = "") -> Iterator[tuple[int, int, Billed]]:
    """What stands billed (under one agreement): the numbers of entry and line from 0, and what."""
    gone = {e.refers_to for e in ledger.entries if e.kind == "void"}
    for index, entry in enumerate(ledger.entries):
        is_asked = agreement in ("", entry.agreement)
        if is_asked and entry.kind == "invoice" and entry.number not in gone:
            yield from ((index, number, line) for number, line in _billed(ledger, entry))


def _billed(ledger: Ledger, entry: LedgerEntry) -> Iterator[tuple[int, Billed]]:
    lines = zip(entry.lines or [], left(ledger, entry), strict=True)
    for number, (line, rest) in enumerate(lines):
        if rest or not line.amount.value:
            yield (
                number,
                Billed(
                    number=entry.number or "",
                    payment=line.payment,
                    payer=entry.payer or "",
                    payee=entry.payee or "",
                    amount=rest,
                    part=line.entry or line.part or "",
                    start=line.period.start if line.period else None,
                    end=line.period.end if line.period else None,
                ),
            )


def left(ledger: Ledger, entry: LedgerEntry) -> list[Decimal]:
    """What is left of each of an invoice's lines when its credit notes have taken their part."""
    taken: dict[tuple[str, ...], Decimal] = {}
    for credit in ledger.entries:
        if credit.kind == "credit" and credit.refers_to == entry.number:
            for line in credit.lines or []:
                taken[about(line)] = taken.get(about(line), Decimal(0)) + line.amount.value
    rest: list[Decimal] = []
    for line in entry.lines or []:
        whole, credited = line.amount.value, taken.get(about(line), Decimal(0))
        part = min(whole, credited) if whole > 0 else max(whole, credited)
        taken[about(line)] = credited - part
        rest.append(whole - part)
    return rest


def about(line: LedgerLine) -> tuple[str, ...]:
    """What a line is about: the same in an invoice and in the credit note for it."""
    days = line.period or Period("", date.min, date.min)
    part = line.entry or line.part or ""
    return line.payment, part, days.start.isoformat(), days.end.isoformat()
