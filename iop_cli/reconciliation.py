"""Ledgers held against agreements and logs: what stands billed, at its place in the ledger or log.

A ledger that cannot be read whole, or an agreement that cannot, is not compared. Touches no disk.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from iop_cli.audit import faults as ledger_faults
from iop_cli.billing.standing import faults
from iop_cli.book import Opened
from iop_cli.diagnostic import Diagnostic
from iop_cli.finding import Finding
from iop_cli.invoice import Billed
from iop_cli.ledger import Ledger, standing
from iop_cli.placing import placed
from iop_cli.rules import roll
from iop_cli.setting import Setting
from iop_cli.words import mark

OUTSIDE, CORRECTED = "IOP908", "IOP911"
_CREDIT = mark(
    "If the agreement and the log are right: iop invoice credit {number} --line {line}, then bill"
    " what is owed. If the invoice is right, correct the file or agree on an amendment."
)
_CREDIT_AND_BILL = mark(
    "iop invoice credit {number} --line {line}, then bill what is owed now: iop invoice issue."
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A line that stands billed, with its ledger and its place there: numbers from 0."""

    ledger: Ledger
    entry: int
    line: int
    billed: Billed


def by_agreement(ledgers: Iterable[Ledger]) -> dict[str, list[Standing]]:
    """What stands billed, by agreement, in the order of the ledgers; broken ones are left out."""
    found: dict[str, list[Standing]] = {}
    for ledger in ledgers:
        for entry, line, billed in standing(ledger) if not ledger.problems else ():
            id = ledger.entries[entry].agreement or ""
            found.setdefault(id, []).append(Standing(ledger, entry, line, billed))
    return found


def alone(
    ledger: Ledger,
    documents: Mapping[str, bytes | None] | None,
    head: str | None,
    setting: Setting,
) -> Iterator[Diagnostic]:
    """What is wrong with a ledger and the documents beside it, as the run weighs it.

    Why a ledger could not be read is told even if nobody asked.
    """
    for code, finding in ledger_faults(ledger, documents, head):
        if ledger.problems or setting.wants(code):
            yield from _weighed(code, finding, ledger, setting)


def compared(
    opened: Opened, lines: list[Standing], today: date
) -> Iterator[tuple[str, Finding, Standing]]:
    """What does not agree between one agreement and what stands billed under it.

    IOP908 stands at a line of the ledger, IOP911 at an entry of the log.
    """
    for fault in faults(opened, [one.billed for one in lines], today):
        one = lines[fault.at]
        values = {**fault.values, "number": one.billed.number, "line": str(one.line + 1)}
        if fault.correction is None:
            where = one.ledger.place(one.entry, "lines", one.line)
            yield OUTSIDE, Finding(where, fault.says, values, _CREDIT), one
        else:
            place = ("entries", fault.correction, fault.how)
            finding = Finding(place, fault.says, values, _CREDIT_AND_BILL, in_log=True)
            yield CORRECTED, finding, one


def in_ledger(
    finding: Finding, one: Standing, agreement: str, setting: Setting
) -> Iterator[Diagnostic]:
    """The finished finding at a line of a ledger, as the run weighs it."""
    if setting.wants(OUTSIDE):
        yield from _weighed(OUTSIDE, finding, one.ledger, setting, agreement)


def _weighed(
    code: str, finding: Finding, ledger: Ledger, setting: Setting, agreement: str | None = None
) -> Iterator[Diagnostic]:
    rule = roll()[code]
    weight = setting.weights.get(code, rule.severity)
    if weight is not None:
        yield placed(
            rule, finding, weight, ledger.document, ledger.name, finding.where, agreement,
            ledger.raw or b"",
        )  # fmt: skip
