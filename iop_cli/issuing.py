"""The only writer of ledgers and of the documents beside them: numbers, writes, and commits.

The ledger's entry is the truth and comes last: documents without one are leftovers of a crash,
and the next run removes them. Computes no invoice and sets no document.
"""

import json
import signal
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from iop_cli import archive
from iop_cli.archive import FOLDER, HEAD, LEDGER, Ledgers
from iop_cli.audit import beyond, faults
from iop_cli.crediting import credit_note, missing, reason, refused, standing
from iop_cli.diagnostic import NOWHERE, IopError
from iop_cli.invoice import Billed, Invoice, Line, data
from iop_cli.invoice import read as read_invoice
from iop_cli.ledger import Ledger, billed, digest, is_series, left, matches, next_number, parted
from iop_cli.model.ledger import LedgerEntry
from iop_cli.posting import Words, entry_words, lengthened, period_of, void_words
from iop_cli.project import write_file
from iop_cli.words import mark, say

_WAIT = 30.0


@dataclass(frozen=True)
class Paper:
    """A numbered invoice with its days, and its documents by the ending of their names."""

    invoice: Invoice
    documents: Mapping[str, bytes]
    agreement_sha256: str = ""


Owed = Callable[[Ledgers], Iterable[Invoice]]
Papers = Callable[[Invoice], Paper]


def require_sound(ledger: Ledger, head: str | None, names: Iterable[str] = ()) -> None:
    """Raise IopError for a ledger that nothing may be added to.

    `head` and `names` are what lies beside it: its head, and the files' names.
    """
    fault = next(faults(ledger, head=head), None) or next(beyond(ledger, names), None)
    if fault is None:
        return
    finding = fault[1]
    document = ledger.document
    span = finding.span or (document.span(finding.where, finding.key) if document else NOWHERE)
    says = mark("{file}, line {line}: {fault}; nothing is issued until that is mended")
    told = say(finding.says, **finding.values)
    message = say(says, file=ledger.name, line=str(span.line), fault=told)
    raise IopError(message, say(finding.help, **finding.values), ledger.name, code="ledger")


def issue(
    root: Path, series: Collection[str], owed: Owed, papers: Papers, on: date, wait: float = _WAIT
) -> list[Invoice]:
    """Issue what is owed in some series, one invoice after the other; returns them numbered.

    `owed` is asked under the locks, with all ledgers as they stand then; `papers` takes each
    invoice with its number and its day and gives it back with its documents (json is added).
    Raises IopError, which says what was issued before it.
    """
    with _locked(root, series, wait) as run:
        held = run.ready(on)
        for draft in owed(held):
            run.commit(draft, papers, on)
    return run.issued


def credit(
    root: Path, number: str, on: date, because: str, papers: Papers,
    lines: Mapping[int, Decimal | None] | None = None, wait: float = _WAIT,
) -> Invoice:  # fmt: skip
    """Credit an invoice, or some of its lines (from 1), each with an amount before VAT or all.

    Raises IopError where that is more than is left, and for what cannot be credited.
    """
    why, series = reason(because), _series_of(number)
    with _locked(root, [series], wait) as run:
        ledger = run.ready(on)[series]
        entry = standing(ledger, number)
        note = credit_note(ledger, _stored(root, series, entry), why, lines)
        sealed = entry.agreement_sha256 or ""
        run.commit(note, lambda told: replace(papers(told), agreement_sha256=sealed), on)
    return run.issued[0]


def credit_draft(
    root: Path, number: str, because: str, lines: Mapping[int, Decimal | None] | None = None
) -> Invoice:
    """The credit note that `credit` would issue; nothing is written. Raises IopError as it does."""
    why, series = reason(because), _series_of(number)
    ledger = archive.opened(root, series)
    require_sound(ledger, archive.head(root, series), archive.names(root, series))
    return credit_note(ledger, _stored(root, series, standing(ledger, number)), why, lines)


def require_voidable(ledger: Ledger, number: str, paid: Collection[str]) -> None:
    """Raise IopError for an invoice that is credited, paid or void, or is none."""
    entry = standing(ledger, number)
    if left(ledger, entry) != [line.amount.value for line in entry.lines or []]:
        raise refused(mark("{number} is credited already, and cannot be made void"), number)
    if number in paid:
        help = mark("what was paid is given back by iop invoice credit")
        raise refused(mark("{number} is paid, and cannot be made void"), number, help)


def void(
    root: Path, number: str, on: date, because: str, paid: Collection[str] = (),
    wait: float = _WAIT,
) -> None:  # fmt: skip
    """Make an invoice void that was never sent: its lines may be billed again, its number not.

    `paid` holds the numbers that payments are recorded of; raises IopError where it cannot be.
    """
    why, series = reason(because), _series_of(number)
    with _locked(root, [series], wait) as run:
        ledger = run.ready(on)[series]
        require_voidable(ledger, number, paid)
        run.add(ledger, void_words(number, on, why, ledger.hashes[-1]), {})


def _series_of(number: str) -> str:
    told = parted(number)
    if told is None or not is_series(told[0]):
        raise missing(number)
    return told[0]


def _stored(root: Path, series: str, entry: LedgerEntry) -> Invoice:
    """The invoice as it was issued, from its own document; raises IopError."""
    path = root / FOLDER / series / f"{entry.number}.json"
    raw = archive.document(path)
    if raw is None or not matches(raw, (entry.documents or {}).get("json", "")):
        says = mark("{path} is missing or was changed since {number} was issued")
        help = say(mark("fetch it back with git restore or from a backup; it is never made anew"))
        told = say(says, path=path.relative_to(root).as_posix(), number=entry.number or "")
        raise IopError(told, help, code="ledger")
    return read_invoice(json.loads(raw.decode("utf-8-sig")))


def json_document(invoice: Invoice) -> bytes:
    """The document that a credit note is later made from."""
    return (json.dumps(data(invoice), ensure_ascii=False, indent=2) + "\n").encode()


class _Run:
    """One piece of work under its locks: the ledgers as they grow, and what was issued."""

    def __init__(self, root: Path, series: Collection[str]) -> None:
        self.root, self.series = root, sorted(set(series))
        self.held: Ledgers = {}
        self.tried: list[tuple[str, int]] = []
        self.issued: list[Invoice] = []

    def ready(self, on: date) -> Ledgers:
        """The ledgers, found sound and with no leftovers beside them; raises IopError."""
        for series in self.series:
            ledger = archive.opened(self.root, series)
            names = archive.names(self.root, series)
            require_sound(ledger, archive.head(self.root, series), names)
            _require_day(ledger, on)
            for path in archive.leftovers(self.root, ledger):
                _remove(path)
            self.held[series] = ledger
        self.held = {**archive.ledgers(self.root), **self.held}
        return self.held

    def commit(self, draft: Invoice, papers: Papers, on: date) -> None:
        """Number an invoice or a credit note, write its documents, and last its entry."""
        if draft.series not in self.series:
            raise ValueError(f"the series {draft.series} is not locked")
        ledger = self.held[draft.series]
        number = next_number(ledger, draft.series, on.year)
        if draft.kind == "invoice":
            _require_unbilled(self.held.values(), draft)
            _require_payee(self.root, ledger, draft)
        paper = papers(replace(draft, number=number, status="issued", issue_date=on))
        invoice = _fit(paper.invoice, number, draft.series)
        raws = {"json": json_document(invoice), **paper.documents}
        hashes = {ending: digest(raw) for ending, raw in raws.items()}
        before = ledger.hashes[-1] if ledger.hashes else ""
        words = entry_words(invoice, hashes, before, paper.agreement_sha256)
        self.add(ledger, words, {f"{number}.{ending}": raw for ending, raw in raws.items()})
        self.issued.append(invoice)

    def add(self, ledger: Ledger, words: Words, files: Mapping[str, bytes]) -> None:
        """Write some documents, then the ledger with the entry that makes them count."""
        new = lengthened(ledger, words)
        folder = self.root / FOLDER / ledger.series
        if not self._holds(ledger):
            says = mark("{file} was changed by something else meanwhile; run it again")
            raise IopError(say(says, file=ledger.name), file=ledger.name, code="changed")
        self.tried.append((ledger.series, len(new.hashes)))
        try:
            for name, raw in files.items():
                write_file(folder / name, raw)
            write_file(folder / LEDGER, new.raw or b"")
        except BaseException:
            if self._holds(ledger):
                for name in files:
                    with suppress(OSError):
                        (folder / name).unlink(missing_ok=True)
            raise
        self.held[ledger.series] = new
        write_file(folder / HEAD, new.head.encode())
        if not self._holds(new):
            says = mark("{file} does not hold what was written to it; look at the disk")
            help = say(mark("iop invoice verify tells what stands"))
            raise IopError(say(says, file=new.name), help, new.name, code="unwritable")

    def _holds(self, ledger: Ledger) -> bool:
        """Whether the disk holds a ledger just so."""
        text = archive.ledger_text(self.root, ledger.series)
        if text is None:
            return ledger.raw is None
        return text.trouble is None and text.raw == ledger.raw

    def standing(self) -> list[str]:
        """What this run has added that stands in the ledgers, whatever came between."""
        held = {series: archive.opened(self.root, series).entries for series, _count in self.tried}
        added = [
            held[series][count - 1] for series, count in self.tried if count <= len(held[series])
        ]
        return [entry.number or entry.refers_to or "" for entry in added]


def _fit(invoice: Invoice, number: str, series: str) -> Invoice:
    """The invoice that was numbered; raises IopError where it has no last day to pay."""
    if (invoice.number, invoice.series) != (number, series):
        raise ValueError(f"the documents of {number} are those of {invoice.number}")
    if invoice.kind == "invoice" and invoice.due_date is None:
        says = mark("{number} has no last day to pay")
        raise refused(says, number, mark("write due in the agreement's payment: 30 days"))
    return invoice


@contextmanager
def _locked(root: Path, series: Collection[str], wait: float) -> Iterator[_Run]:
    """Hold the locks of some series, taken in order; trouble comes out saying what was issued."""
    run = _Run(root, series)
    with ExitStack() as locks, _stoppable():
        for name in run.series:
            locks.enter_context(archive.locked(archive.folder_of(root, name), wait))
        try:
            yield run
        except (IopError, OSError, KeyboardInterrupt) as error:
            raise _told(error, run.standing()) from error


@contextmanager
def _stoppable() -> Iterator[None]:
    """While invoices are issued, being told to stop ends the run in order."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL if before is None else before)


def _stop(_number: int, _frame: Any) -> None:
    raise IopError(say(mark("the run was stopped from outside")), code="interrupted")


def _told(error: BaseException, standing: list[str]) -> BaseException:
    """The trouble, with what stands in spite of it."""
    if isinstance(error, KeyboardInterrupt):
        if not standing:
            return error
        error = IopError(say(mark("the run was interrupted")), code="interrupted")
    if isinstance(error, OSError):
        error = archive.unwritable(Path(str(error.filename or FOLDER)), error)
    if not standing or not isinstance(error, IopError):
        return error
    message = say(
        mark("{message} (issued before that, and stands: {numbers})"),
        message=error.message,
        numbers=standing,
    )
    return IopError(message, error.help, error.file, error.code)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        says = mark("{path} was left by an interrupted run and cannot be removed: {reason}")
        reason = error.strerror or type(error).__name__
        told = say(says, path=path.as_posix(), reason=reason)
        raise IopError(told, code="unwritable") from error


def _require_day(ledger: Ledger, on: date) -> None:
    """Raise IopError where the day lies before one that is in the ledger."""
    latest = max((entry.issued for entry in ledger.entries), default=on)
    if on < latest:
        says = mark("{series} was last used on {latest}; nothing is issued on {day}, before that")
        help = say(mark("look at the computer's clock, or at --today"))
        told = say(says, series=ledger.series, latest=latest, day=on)
        raise IopError(told, help, ledger.name, code="clock")


def _require_unbilled(held: Iterable[Ledger], draft: Invoice) -> None:
    """Raise IopError for an invoice with something that stands billed already."""
    sides = (draft.payer.id, draft.payee.id)
    for before in billed(held, draft.agreement):
        for line in draft.lines if (before.payer, before.payee) == sides else ():
            if line.payment == before.payment and _again(line, before):
                what = line.part or period_of(line.start or draft.start, line.end or draft.end)
                says = mark("{payment} ({what}) is billed already, in {number}")
                told = say(says, payment=line.payment, what=what, number=before.number)
                raise IopError(told, code="billed")


def _require_payee(root: Path, ledger: Ledger, draft: Invoice) -> None:
    """Raise IopError where the series is that of somebody else: one belongs to one payee."""
    raw = archive.document(root / FOLDER / ledger.series / f"{ledger.last}.json")
    last = ledger.find(ledger.last)
    if raw is None or last is None or not matches(raw, (last.documents or {}).get("json", "")):
        return
    seller = json.loads(raw.decode("utf-8-sig"))["seller"]
    number = seller.get("org_number", "")
    if number and draft.payee.org_number not in ("", number):
        says = mark("the series {series} is that of {name}, {number}; {payee} needs another")
        told = say(says, series=ledger.series, number=number, name=seller["name"],
                   payee=draft.payee.name)  # fmt: skip
        help = say(mark("Write another series, under the party's payee in the agreement."))
        raise IopError(told, help, ledger.name, code="series")


def _again(line: Line, before: Billed) -> bool:
    """Whether a line bills the same part, or one of the same days, as an earlier one."""
    if line.part or before.part:
        return line.part == before.part
    if not (line.start and line.end and before.start and before.end):
        return False
    return line.start <= before.end and before.start <= line.end
