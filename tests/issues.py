"""Issuing to test with: parts that are owed, their documents, and what must hold afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from invoices import draft, line

from iop_cli import archive
from iop_cli.audit import faults
from iop_cli.invoice import Invoice
from iop_cli.issuing import Owed, Paper, issue
from iop_cli.ledger import Ledger, billed
from iop_cli.words import say

DAY = date(2026, 10, 1)
AGREEMENT = "oppna-angen"


def owed(*parts: str, series: str = "FA") -> Owed:
    """An invoice for each of some parts that is not billed yet."""

    def drafts(held: dict[str, Ledger]) -> list[Invoice]:
        before = {b.part for b in billed(held.values(), AGREEMENT)}
        return [
            draft(series=series, lines=(line(part=part, entries=(part,)),))
            for part in parts
            if part not in before
        ]

    return drafts


def papers(invoice: Invoice) -> Paper:
    """The invoice with its last day, and two documents."""
    day = invoice.issue_date or DAY
    due = day + timedelta(days=30) if invoice.kind == "invoice" else None
    made = replace(invoice, due_date=due, payment_reference=invoice.number or "")
    page = f"# {made.number}\n\n{made.total}\n".encode()
    return Paper(made, {"md": page, "html": b"<p>" + page}, "b" * 64)


def issued(root: Path, *parts: str, on: date = DAY) -> list[Invoice]:
    """Some parts issued, those that are not billed yet."""
    return issue(root, ["FA"], owed(*parts), papers, on)


def wrong(root: Path, series: str = "FA") -> list[str]:
    """What is wrong with a series and its documents; and what is billed twice."""
    ledger = archive.opened(root, series)
    beside = archive.documents(root, series)
    before = archive.head(root, series)
    found = [say(f.says, **f.values) for _c, f in faults(ledger, beside, before)]
    parts = [b.part for b in billed([ledger], AGREEMENT)]
    return found + [f"{part} is billed twice" for part in set(parts) if parts.count(part) > 1]


def raw(root: Path, series: str = "FA") -> bytes:
    """The bytes of a ledger; none where there is no ledger."""
    return archive.opened(root, series).raw or b""


def files(root: Path) -> dict[str, bytes]:
    """Every file of a repository but the locks, by name."""
    found = (p for p in root.rglob("*") if p.is_file() and p.name != ".lock")
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(found)}


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder in memory where there is one: thousands of runs wait for no disk."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)
