"""From what was asked for to drafts and issued invoices: files, ledgers, checks before issuing.

Reads through the door; what is computed and what is written stands in billing and issuing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from iop_cli.billing import Asked, Drafted, draft
from iop_cli.billing.calendar import Days
from iop_cli.billing.work import Refused
from iop_cli.book import Opened, open_partnership
from iop_cli.cli.gather import library
from iop_cli.cli.terminal import config
from iop_cli.config import Config
from iop_cli.diagnostic import IopError
from iop_cli.finding import Text, file_id
from iop_cli.invoice import Billed
from iop_cli.project import Pair, Project
from iop_cli.quantity import NotRead, Period
from iop_cli.reading import Library, Today
from iop_cli.report.safe import safe
from iop_cli.words import _, mark, nearest, say

if TYPE_CHECKING:
    from iop_cli.ledger import Ledger

COMMANDS = ("issue", "credit", "void", "list", "verify", "paid", "check")


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for: ids or files (all of them with `all`), a time, an entry."""

    ids: tuple[str, ...]
    all: bool
    period: str | None
    entry: str
    today: date


@dataclass(frozen=True)
class Desk:
    """The repository as somebody bills from it."""

    project: Project
    settings: Config
    shelf: Library

    @staticmethod
    def find() -> "Desk":
        """The desk of the folder that one stands in."""
        project = Project.find()
        settings = config(project)
        return Desk(project, settings, library(project, settings, settings.profile))

    def pairs(self, wanted: Wanted) -> list[Pair]:
        """The agreements that are asked for; raises IopError where none is, or one is not there."""
        if wanted.all == bool(wanted.ids):
            says = mark("name one or more agreements, or write --all")
            raise IopError(
                say(says), _("iop list shows the agreements that are here"), code="usage"
            )
        try:
            found = self.project.pairs(
                wanted.ids, self.settings.agreements, self.settings.most_files
            )
        except IopError as error:
            if error.code == "not-found" and wanted.ids and not self._is_near(wanted.ids[0]):
                meant = nearest(wanted.ids[0], COMMANDS)
                if meant:
                    says = mark("{id} is neither an agreement nor a command; did you mean {meant}?")
                    told = say(says, id=safe(wanted.ids[0]), meant=meant)
                    raise IopError(told, error.help, code="usage") from None
            raise
        return [pair for pair in found if not pair.is_profile and pair.file != pair.log]

    def _is_near(self, id: str) -> bool:
        known = self.project.ids(self.settings.agreements)
        return bool(nearest(id, known)) or any(k.startswith(id) for k in known)

    def texts(self, pair: Pair) -> tuple[Text, Text | None]:
        """An agreement's file and its log, as bytes."""
        file = self.project.read(pair.file)
        return file, self.project.read(pair.log) if pair.log else None

    def opened(self, pair: Pair, today: date) -> Opened:
        """An agreement as it reads on a day; raises IopError where it cannot be read at all."""
        file, log = self.texts(pair)
        if file.trouble is None and not (log and log.trouble):
            past = (log.name, log.raw) if log else None
            opened = open_partnership((file.name, file.raw), past, Today(today), self.shelf)
            if opened.readings and opened.is_named:
                return opened
        says = mark("{file} cannot be read, so nothing is computed from it")
        help = say(mark("iop validate {file} says why"), file=safe(pair.file))
        raise IopError(say(says, file=safe(pair.file)), help, pair.file, code="unreadable")

    @cached_property
    def billed(self) -> dict[str, list[Billed]]:
        """What the ledgers have taken up, by agreement; raises IopError for a broken one."""
        if not (self.project.root / "invoices").is_dir():
            return {}
        from iop_cli import archive

        return taken(archive.ledgers(self.project.root))


def taken(ledgers: "Mapping[str, Ledger]") -> dict[str, list[Billed]]:
    """What some ledgers have taken up, by agreement; raises IopError for one that is broken."""
    from iop_cli.ledger import billed

    held = list(ledgers.values())
    for ledger in held:
        if ledger.problems:
            says = mark("{file} cannot be read, so nobody knows what is billed already")
            help = _("iop invoice verify explains what is wrong, and the way out")
            raise IopError(say(says, file=ledger.name), help, ledger.name, code="ledger")
    ids = {entry.agreement for ledger in held for entry in ledger.entries if entry.agreement}
    return {id: billed(held, id) for id in ids}


def days_of(period: str | None) -> Days | None:
    """The days that --period names; raises IopError for what is no period."""
    if not period:
        return None
    try:
        read = Period.read(period)
    except NotRead as error:
        message = say(error.message, **error.values)
        raise IopError(f"--period: {safe(message)}", code="usage") from error
    if read.end < read.start:
        says = mark("--period: {period} runs backwards")
        raise IopError(say(says, period=safe(period)), code="usage")
    return Days(read.start, read.end)


def computed(desk: Desk, wanted: Wanted) -> dict[str, Drafted]:
    """What each agreement that is asked for owes, by its id."""
    days = days_of(wanted.period)
    found: dict[str, Drafted] = {}
    for pair in desk.pairs(wanted):
        try:
            opened = desk.opened(pair, wanted.today)
        except IopError as error:
            if not wanted.all:
                raise
            unread = Refused("", error.message, error.help)
            found[file_id(pair.file)] = Drafted(refused=[unread])
            continue
        found[opened.readings[-1].file_id] = drafted(opened, wanted, days, desk.billed)
    return found


def drafted(
    opened: Opened, wanted: Wanted, days: Days | None, billed: dict[str, list[Billed]]
) -> Drafted:
    """What one agreement owes; raises IopError for an entry that its log does not have."""
    reading = opened.readings[-1]
    if wanted.entry:
        ids = [e.id for e in (reading.log.entries if reading.log else None) or []]
        if wanted.entry not in ids:
            meant = nearest(wanted.entry, ids)
            says = mark("the log of {agreement} has no entry {entry}")
            if meant:
                says = mark("the log of {agreement} has no entry {entry}; did you mean {meant}?")
            told = say(says, agreement=reading.file_id, entry=safe(wanted.entry), meant=meant)
            raise IopError(told, code="not-found")
    taken_up = tuple(billed.get(reading.file_id, ()))
    return draft(opened, Asked(wanted.today, days, wanted.entry, taken_up))
