"""From drafts to issued invoices: what keeps an agreement from being billed, and the documents.

Numbers and writes nothing itself: see issuing.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from iop_cli import words
from iop_cli.archive import FOLDER, Ledgers
from iop_cli.billing import Drafted
from iop_cli.book import Opened
from iop_cli.check import check_partnership
from iop_cli.cli.invoicing import Desk, Wanted, days_of, drafted, taken
from iop_cli.diagnostic import IopError, Severity
from iop_cli.finding import Finding, file_id
from iop_cli.invoice import Billed, Invoice
from iop_cli.issuing import Paper, issue
from iop_cli.model.party import BuyerInvoice, Payee
from iop_cli.paper import SUFFIXES, documents
from iop_cli.project import Pair, Project
from iop_cli.quantity import Length
from iop_cli.readiness import faults, payment_reference
from iop_cli.setting import Setting
from iop_cli.words import mark, nearest, say

USUAL = ("json", "md", "html")


def suffixes(written: list[str] | None) -> tuple[str, ...]:
    """The formats of documents that --output-format names, with commas or repeated."""
    told = [w.strip() for text in written or [] for w in text.split(",") if w.strip()]
    for word in told:
        if word not in SUFFIXES:
            meant = nearest(word, SUFFIXES)
            says = mark("--output-format: {word} is not one of {known}")
            if meant:
                says = mark("--output-format: {word} is not one of {known}; did you mean {meant}?")
            known = " | ".join(SUFFIXES)
            raise IopError(say(says, word=word, known=known, meant=meant), code="usage")
    return tuple(dict.fromkeys(told))


class Order:
    """Invoices to be issued on a day: what stops an agreement, and what each invoice is sent as."""

    def __init__(self, desk: Desk, wanted: Wanted, formats: tuple[str, ...]) -> None:
        """Take what is asked for; without formats each buyer's usual ones are written."""
        self.desk, self.wanted, self.formats = desk, wanted, formats
        self.opened: dict[str, Opened] = {}
        self.seals: dict[str, str] = {}
        self.stopped: dict[str, tuple[str, ...]] = {}
        self.drafts: dict[str, Drafted] = {}

    def prepare(self) -> None:
        """Read and compute; what may not be billed is gathered in `stopped`, by agreement."""
        for pair in self.desk.pairs(self.wanted):
            try:
                opened = self.desk.opened(pair, self.wanted.today)
            except IopError as error:
                if not self.wanted.all:
                    raise
                self.stopped[file_id(pair.file)] = (f"{error.message}. {error.help}",)
                continue
            self._prepare(pair, opened)

    def _prepare(self, pair: Pair, opened: Opened) -> None:
        id = opened.readings[-1].file_id
        days = days_of(self.wanted.period)
        found = drafted(opened, self.wanted, days, self.desk.billed)
        file, log = self.desk.texts(pair)
        reasons = [*_unsigned(opened), *_refusals(found)]
        if found.invoices or reasons:
            setting = Setting(self.wanted.today, self.desk.shelf, self.desk.settings.severity)
            reasons += [
                f"{d.file}:{d.span.line}: {d.code} {d.message}. {d.help}"
                for d in check_partnership(file, log, setting).found
                if d.severity is Severity.ERROR and d.accepted is None
            ]
        self.opened[id], self.seals[id] = opened, hashlib.sha256(file.raw).hexdigest()
        for invoice in found.invoices:
            reasons += self._faults(self._trial(invoice))
        if reasons:
            self.stopped[id] = tuple(dict.fromkeys(reasons))
        else:
            self.drafts[id] = found

    def issued(self) -> list[Invoice]:
        """Issue what was prepared; computed anew under the lock: nothing is billed twice."""
        series = {invoice.series for invoice in self.invoices}
        if not series:
            return []
        root = self.desk.project.root
        return issue(root, series, self._owed, self._paper, self.wanted.today)

    @property
    def invoices(self) -> list[Invoice]:
        """The drafts that may be issued."""
        return [invoice for drafts in self.drafts.values() for invoice in drafts.invoices]

    @property
    def writes_electronic(self) -> bool:
        """Whether any of what was prepared is written as an e-invoice too."""
        return any("xml" in self._formats(invoice) for invoice in self.invoices)

    def _drafts(self, opened: Opened, billed: dict[str, list[Billed]]) -> Drafted:
        """The drafts in the agreement's own language: they become its documents."""
        with words.speaking(opened.readings[-1].agreement.language or "sv"):
            return drafted(opened, self.wanted, days_of(self.wanted.period), billed)

    def _owed(self, held: Ledgers) -> list[Invoice]:
        billed = taken(held)
        ready = [o for id, o in self.opened.items() if id not in self.stopped]
        return [invoice for o in ready for invoice in self._drafts(o, billed).invoices]

    def _paper(self, invoice: Invoice) -> Paper:
        """An invoice with its number, finished, and as its documents; raises IopError."""
        finished = self._finished(invoice)
        if found := self._faults(finished):
            raise IopError(found[0], code="not-ready")
        made = documents(finished, self._formats(finished), self.desk.project.template)
        return Paper(finished, made, self.seals[invoice.agreement])

    def _formats(self, invoice: Invoice) -> tuple[str, ...]:
        if self.formats:
            return tuple(dict.fromkeys(("json", *self.formats)))
        return (*USUAL, *(("xml",) if self._buyer(invoice).channel == "peppol" else ()))

    def _finished(self, invoice: Invoice) -> Invoice:
        on = invoice.issue_date or self.wanted.today
        how = self._payee(invoice).ocr or "none"
        return replace(
            invoice,
            due_date=Length.read(invoice.due).after(on),
            payment_reference=payment_reference(invoice.number or "", how),
        )

    def _trial(self, invoice: Invoice) -> Invoice:
        """The draft as if it had been given a number, so that what it lacks is told before."""
        year = self.wanted.today.year
        number = f"{invoice.series}-{year}-0001"
        numbered = replace(invoice, status="issued", number=number, issue_date=self.wanted.today)
        return self._finished(numbered)

    def _faults(self, invoice: Invoice) -> list[str]:
        """What an invoice lacks, each with its file and line and the way out."""
        pattern = self._buyer(invoice).reference_format or ""
        electronic = "xml" in self._formats(invoice)
        opened = self.opened[invoice.agreement]
        found = faults(invoice, pattern, electronic=electronic)
        return [_told(finding, opened) for finding in found]

    def _payee(self, invoice: Invoice) -> Payee:
        agreement = self.opened[invoice.agreement].readings[-1].agreement
        return agreement.parties[invoice.payee.id].payee or Payee()

    def _buyer(self, invoice: Invoice) -> BuyerInvoice:
        agreement = self.opened[invoice.agreement].readings[-1].agreement
        return agreement.parties[invoice.payer.id].invoice or BuyerInvoice()


def credit_paper(note: Invoice) -> Paper:
    """A credit note as the documents that its invoice has; raises IopError."""
    project = Project.find()
    beside = project.root / FOLDER / note.series / f"{note.refers_to}.xml"
    formats = (*USUAL, *(("xml",) if beside.is_file() else ()))
    finished = replace(note, payment_reference=note.number or "")
    return Paper(finished, documents(finished, formats, project.template))


def _told(finding: Finding, opened: Opened) -> str:
    document = opened.document
    place = ""
    if document is not None:
        span = finding.span or document.span(finding.where, finding.key)
        place = f"{document.name}:{span.line}: "
    help = say(finding.help, **finding.values) if finding.help else ""
    return f"{place}{say(finding.says, **finding.values)}{'. ' + help if help else ''}"


def _unsigned(opened: Opened) -> Iterator[str]:
    status = opened.readings[-1].agreement.status
    if status in ("draft", "proposed"):
        yield say(mark("the agreement is not decided; its status is {status}"), status=status)


def _refusals(drafts: Drafted) -> Iterator[str]:
    for one in drafts.refused:
        place = f"{one.place.file}:{one.place.line}: " if one.place else ""
        yield f"{place}{one.reason}. {one.help}"
