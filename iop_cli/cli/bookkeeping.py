"""From what was asked of ledgers to the answer: payments from the logs, faults at their place.

Reads choices from the command line's words; what is written is written by issuing.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from iop_cli import __version__, archive
from iop_cli.audit import faults
from iop_cli.cli.terminal import config, remark
from iop_cli.diagnostic import Diagnostic, IopError, Severity
from iop_cli.ledger import Ledger, parted
from iop_cli.model.ledger import LedgerEntry
from iop_cli.model.log import Log
from iop_cli.placing import placed
from iop_cli.project import Project
from iop_cli.quantity import Amount, NotRead
from iop_cli.receivables import Payment
from iop_cli.record import opened_file
from iop_cli.report.run import Head
from iop_cli.report.safe import safe
from iop_cli.rules import roll
from iop_cli.rules.rule import Rule
from iop_cli.words import mark, say

_NAMES = {"IOP906": "number-missing-in-series", "IOP907": "ledger-altered"}


def payments(project: Project) -> list[Payment]:
    """What the logs say was paid, entries that were corrected or withdrawn left out.

    A log that cannot be read is left out, and a remark says so.
    """
    settings = config(project)
    pairs = project.pairs([], settings.agreements, settings.most_files)
    return [p for name in sorted({p.log for p in pairs if p.log}) for p in _paid(project, name)]


def _paid(project: Project, name: str) -> Iterator[Payment]:
    text = project.read(name)
    log = None if text.trouble else opened_file((name, text.raw), Log)[1].value
    if log is None:
        remark(say(mark("{file} cannot be read; what it says was paid is left out"), file=name))
        return
    entries = log.entries or []
    gone = {e.corrects for e in entries} | {e.withdraws for e in entries}
    for entry in entries:
        if entry.paid and entry.id not in gone and entry.date and entry.amount:
            if entry.amount.nature != "exact":
                says = mark("{file}: {id} tells no exact amount, and is left out")
                remark(say(says, file=name, id=safe(entry.id)))
                continue
            yield entry.paid, entry.date, entry.amount.value


def ledgers(root: Path, series: str | None = None) -> list[Ledger]:
    """The ledgers of a repository, or the one of a series; raises IopError where it is not."""
    held = archive.ledgers(root)
    if series is not None and series not in held:
        says = mark("there is no series {series}; there are {known}")
        known = sorted(held) or ["–"]
        raise IopError(say(says, series=safe(series), known=known), code="not-found")
    return [ledger for name, ledger in held.items() if series in (None, name)]


def require_readable(held: Iterable[Ledger]) -> None:
    """Raise IopError for a ledger that cannot be read whole: nobody adds up a half."""
    for ledger in held:
        if ledger.problems:
            says = mark("{file} cannot be read as it stands")
            help = say(mark("iop invoice verify says why, and what to do"))
            raise IopError(say(says, file=ledger.name), help, ledger.name, code="ledger")


def verified(root: Path, held: Iterable[Ledger]) -> list[Diagnostic]:
    """What is wrong with some ledgers and the documents beside them, each at its place."""
    found: list[Diagnostic] = []
    for ledger in held:
        beside = archive.documents(root, ledger.series)
        for code, finding in faults(ledger, beside, archive.head(root, ledger.series)):
            made = placed(
                _rule(code), finding, Severity.ERROR, ledger.document, ledger.name,
                finding.where, raw=ledger.raw or b"",
            )  # fmt: skip
            found.append(made)
        # of a ledger that cannot be read, nobody knows what is left over
        for path in archive.leftovers(root, ledger) if not ledger.problems else ():
            says = mark("{file} was left by an interrupted run; the next one removes it")
            remark(say(says, file=safe(path.relative_to(root).as_posix())))
    return sorted(found, key=lambda finding: finding.order)


def _rule(code: str) -> Rule:
    known = roll().get(code)
    return known or Rule(code, _NAMES.get(code, "ledger"), Severity.ERROR, "reader", None, "")


def head(today: date, count: int) -> Head:
    """What a report on some ledgers begins with."""
    return Head(f"iop {__version__}", today.isoformat(), None, False, count, 0)


def chosen_lines(
    lines: list[int] | None, amount: str | None, entry: LedgerEntry | None
) -> dict[int, Decimal | None] | None:
    """Which lines are credited, and how much of them (None: what is left); raises IopError."""
    if amount is None:
        return dict.fromkeys(lines) if lines else None
    one = lines or ([1] if entry and len(entry.lines or []) == 1 else [])
    if len(one) != 1:
        says = mark("--amount needs one line to be taken from; name it with --line")
        raise IopError(say(says), code="usage")
    return {one[0]: exactly(amount, entry)}


def exactly(amount: str, entry: LedgerEntry | None) -> Decimal:
    """How much --amount says, in the currency of an invoice; raises IopError for anything else."""
    try:
        read = Amount.read(amount)
    except NotRead as error:
        message = safe(say(error.message, **error.values))
        raise IopError(f"--amount: {message}", code="usage") from error
    currency = (entry.currency if entry else None) or "SEK"
    if read.nature != "exact" or read.currency != currency:
        says = mark("--amount: {amount} is not an exact amount in {currency}, which the invoice is"
                    " in")  # fmt: skip
        raise IopError(say(says, amount=safe(amount), currency=currency), code="usage")
    return read.value


def ledger_of(root: Path, number: str) -> Ledger:
    """The ledger that a number belongs to; an empty one where there is none."""
    told = parted(number)
    return archive.ledgers(root).get(told[0], Ledger(told[0])) if told else Ledger("")


def agreement_of(root: Path, number: str) -> str:
    """The agreement that an invoice was issued for; raises IopError where there is no such."""
    entries = ledger_of(root, number).entries
    found = next((e.agreement for e in entries if e.number == number and e.agreement), None)
    if found is None:
        says = say(mark("there is no invoice {number}"), number=safe(number))
        help = say(mark("iop invoice list shows the invoices that were issued"))
        raise IopError(says, help, code="not-found")
    return found
