"""From the names of e-invoices to what was found about them: files, agreements, what is billed.

Reads through safe doors only. Judges nothing itself: see incoming.
"""

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from iop_cli.book import Opened
from iop_cli.cli.invoicing import Desk, Wanted
from iop_cli.diagnostic import NOWHERE, Diagnostic, IopError
from iop_cli.incoming import Books, Judged, Received, judged, received
from iop_cli.incoming.fault import Fault, finished
from iop_cli.incoming.head import seller_key, spoken
from iop_cli.incoming.sides import Standing, chosen, number, standing
from iop_cli.incoming.telling import Checked
from iop_cli.incoming.tree import MOST_BYTES, Unreadable, lines_of
from iop_cli.invoice import Billed
from iop_cli.project import Pair
from iop_cli.report import safe
from iop_cli.words import mark, say

if TYPE_CHECKING:
    from iop_cli.receivables import Receivable


@dataclass
class _Before:
    """What the files that were read earlier in the run have taken up."""

    earlier: dict[tuple[str, str], str]
    left: dict[str, Decimal]
    billed: dict[str, list[Billed]]


def checked(names: Iterable[str], agreement: str | None, today: date) -> list[Checked]:
    """Each file in turn; raises IopError for a file or an agreement that is not there."""
    names = list(dict.fromkeys(names))
    for name in names:
        if name != "-" and not os.path.lexists(name):
            raise IopError(say(mark("there is no file {name}"), name=safe(name)), code="not-found")
    shelf = _Shelf(Desk.find(), agreement, today)
    before = _Before({}, shelf.left, {id: list(b) for id, b in shelf.desk.billed.items()})
    return [_one(name, shelf, before, today) for name in names]


def _one(name: str, shelf: "_Shelf", before: _Before, today: date) -> Checked:
    raw = b""
    try:
        raw = _bytes(name)
        told = received(raw)
    except Unreadable as trouble:
        fault = Fault("IOP951", trouble.says, trouble.span, trouble.values)
        lines = lines_of(raw) if trouble.span is not NOWHERE else []
        return Checked(name, None, None, [finished(fault, name, lines, None)])
    lines = lines_of(raw)
    found = shelf.standing(told)
    if isinstance(found, Fault):
        unread = [Fault("IOP951", says, at, {"name": n}) for at, says, n in told.unread]
        return Checked(name, told, None, [finished(f, name, lines, None) for f in (*unread, found)])
    billed = tuple(before.billed.get(found.id, ()))
    left = shelf.left_without(told, before.left)
    result = judged(told, found, Books(billed, left, before.earlier), today)
    _remember(name, result, before)
    findings = [finished(fault, name, lines, found.id) for fault in result.faults]
    return Checked(name, told, result, _once(findings))


def _once(found: list[Diagnostic]) -> list[Diagnostic]:
    """The findings without those that say the same thing of the same place."""
    return sorted(dict.fromkeys(found), key=lambda finding: finding.order)


def _remember(name: str, result: Judged, before: _Before) -> None:
    """What a file takes up counts for those that come after it in the run."""
    told = result.received
    if not told.number:
        return
    before.earlier.setdefault((seller_key(told), told.number), name)
    if not told.is_credit:
        before.left.setdefault(told.number, told.total)
        before.billed.setdefault(result.standing.id, []).extend(result.billed)
        return
    for at in told.refers_to:
        if at.text in before.left:
            before.left[at.text] -= told.total


class _Shelf:
    """The agreements that invoices may be under, opened once each."""

    def __init__(self, desk: Desk, agreement: str | None, today: date) -> None:
        self.desk, self.today, self.asked = desk, today, agreement
        wanted = Wanted((agreement,) if agreement else (), not agreement, None, "", today)
        self.pairs = desk.pairs(wanted)
        if agreement and len(self.pairs) != 1:
            says = mark("--agreement: {name} is not one agreement")
            raise IopError(say(says, name=safe(agreement)), code="usage")
        self.opened: dict[str, Opened | None] = {}
        self.texts: dict[str, bytes] = {}

    @cached_property
    def issued(self) -> "list[Receivable]":
        """The invoices and credit notes of our own ledgers, where there are any."""
        if not (self.desk.project.root / "invoices").is_dir():
            return []
        from iop_cli import archive
        from iop_cli.receivables import receivables

        ledgers = archive.ledgers(self.desk.project.root).values()
        return receivables(ledgers, [], self.today)[0]

    @property
    def left(self) -> dict[str, Decimal]:
        """What is left of the invoices in the ledgers, by number, VAT included."""
        return {
            item.entry.number: item.total - item.credited
            for item in self.issued
            if item.entry.number and item.entry.kind == "invoice"
        }

    def left_without(self, told: Received, left: dict[str, Decimal]) -> dict[str, Decimal]:
        """What is left of invoices as if this credit note, if it is our own, were not issued."""
        own = [i for i in self.issued if i.entry.number == told.number and told.is_credit]
        taken = {item.entry.refers_to: item.total for item in own}
        return {number: rest + taken.get(number, Decimal(0)) for number, rest in left.items()}

    def standing(self, told: Received) -> Standing | Fault:
        """How an invoice stands to the agreement that it is under; a fault where none is found."""
        if self.asked:
            opened = self.desk.opened(self.pairs[0], self.today)
            return standing(told, opened)
        found, near = chosen(self._standings(told))
        if found is not None:
            return found
        values: dict[str, object] = {
            "seller": spoken(told.seller), "buyer": spoken(told.buyer),
            "ids": [s.id for s in near],
        }  # fmt: skip
        says = mark("no agreement here is between {seller} and {buyer}")
        if near:
            says = mark("several agreements are between {seller} and {buyer}: {ids}")
        return Fault("IOP952", says, told.place("AccountingSupplierParty"), values)

    def _standings(self, told: Received) -> Iterator[Standing]:
        for pair in self._likely(told):
            if opened := self._open(pair):
                yield standing(told, opened)

    def _likely(self, told: Received) -> list[Pair]:
        """The files that name a side by number or name; all of them where none does."""
        sought: set[bytes] = set()
        for party in (told.seller, told.buyer):
            for text in party.numbers if party else ():
                digits = number(text)
                sought |= {digits.encode(), f"{digits[:6]}-{digits[6:]}".encode()}
            sought |= {name.encode() for name in (party.names if party else ())}
        sought.discard(b"")
        held = [pair for pair in self.pairs if any(s in self._raw(pair) for s in sought)]
        return held or self.pairs

    def _raw(self, pair: Pair) -> bytes:
        if pair.file not in self.texts:
            self.texts[pair.file] = self.desk.project.read(pair.file).raw
        return self.texts[pair.file]

    def _open(self, pair: Pair) -> Opened | None:
        """An agreement, or None for one that cannot be read: it hides no other."""
        if pair.file not in self.opened:
            try:
                self.opened[pair.file] = self.desk.opened(pair, self.today)
            except IopError as error:
                from iop_cli.cli.terminal import remark

                remark(error.message)
                self.opened[pair.file] = None
        return self.opened[pair.file]


def _bytes(name: str) -> bytes:
    """The bytes of a regular file of at most 10 MB; raises Unreadable."""
    if name == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1) if sys.stdin else b""
    path = Path(name)
    try:
        kind = path.lstat().st_mode
        if stat.S_ISLNK(kind):
            raise Unreadable(mark("this is a symbolic link; put the file itself here"))
        if stat.S_ISDIR(kind):
            raise Unreadable(mark("this is a folder; name the files in it"))
        if not stat.S_ISREG(kind):
            raise Unreadable(mark("this is not a regular file"))
        # a file that turns into a pipe or a link meanwhile is neither followed nor waited for
        quick = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        handle = os.open(path, os.O_RDONLY | quick | getattr(os, "O_BINARY", 0))
    except OSError as error:
        says = mark("this file cannot be opened: {reason}")
        raise Unreadable(says, reason=error.strerror or "") from error
    with os.fdopen(handle, "rb") as file:
        return file.read(MOST_BYTES + 1)
