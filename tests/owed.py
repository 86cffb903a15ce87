"""What an agreement that stands in a test owes: texts in, drafts out."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from iop_cli.billing import Asked, Drafted, draft
from iop_cli.billing.calendar import Days
from iop_cli.book import Opened, open_partnership
from iop_cli.invoice import Billed
from iop_cli.quantity import Period
from iop_cli.reading import Library, Today

TODAY = date(2026, 11, 22)
HEAD = """\
format: 1
id: prov
title: Prov
status: signed
parties:
  kommunen: {role: public, name: Provköpings kommun}
  föreningen: {role: nonprofit, name: Provföreningen, payee: {bankgiro: 9999-9997, series: PF}}
"""
TERM = "term: {start: 2017-01-01, end: 2018-12-31}\n"


def opened(text: str, log: str = "", today: date = TODAY) -> Opened:
    """The agreement of a text whose head and term may be left out, and its log."""
    whole = text if "format:" in text else HEAD + ("" if "term:" in text else TERM) + text
    entries = f"agreement: prov\nentries:\n{log}" if log and "agreement:" not in log else log
    log_file = ("prov.log.yaml", entries.encode()) if log else None
    made = open_partnership(
        ("prov.yaml", whole.encode()), log_file, Today(today), Library(lambda _name: None)
    )
    assert not made.body.problems, made.body.problems
    assert not made.log.problems, made.log.problems
    return made


def owed(
    text: str, log: str = "", period: str | None = None, *, entry: str = "",
    billed: Sequence[Billed] = (), today: date = TODAY,
) -> Drafted:  # fmt: skip
    """What is owed for a period (up to today without one)."""
    told = Period.read(period) if period else None
    days = Days(told.start, told.end) if told else None
    return draft(opened(text, log, today), Asked(today, days, entry, tuple(billed)))


def sums(drafted: Drafted) -> list[Decimal]:
    """The amounts of all lines, invoice by invoice."""
    assert not drafted.refused, drafted.refused
    return [line.amount for invoice in drafted.invoices for line in invoice.lines]


def total(drafted: Drafted) -> Decimal:
    """What the lines come to."""
    return sum(sums(drafted), Decimal(0))


def reasons(drafted: Drafted) -> list[str]:
    """Every reason of every line, with its file and line."""
    return [
        f"{because.file}:{because.line} {because.says}"
        for invoice in drafted.invoices for line in invoice.lines for because in line.because
    ]  # fmt: skip


def refusals(drafted: Drafted) -> list[str]:
    """What could not be computed, in words."""
    return [one.reason for one in drafted.refused]


def kronor(*amounts: str) -> list[Decimal]:
    """Amounts as written in a test."""
    return [Decimal(amount.replace(" ", "")) for amount in amounts]


def fixed(*lines: str) -> str:
    """A payment of a fixed sum from kommunen to föreningen, with some more keys."""
    head = "payments:\n  bidrag:\n    kind: fixed\n    from: kommunen\n    to: föreningen\n"
    return head + "".join(f"    {line}\n" for line in (*lines, "vat: outside", "due: 30 days"))


def payment(kind: str, *lines: str) -> str:
    """A payment of another kind, with some more keys."""
    return fixed(*lines).replace("kind: fixed", f"kind: {kind}")
