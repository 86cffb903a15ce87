"""A signed agreement while a command writes in it: its file, its log, and how they read.

Writes the file whole or not at all, and only if nobody else has changed it meanwhile.
"""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from iop_cli.book import Opened, open_partnership
from iop_cli.check import check_partnership
from iop_cli.cli.gather import library
from iop_cli.cli.terminal import config, day
from iop_cli.diagnostic import Diagnostic, IopError, Severity
from iop_cli.finding import Text
from iop_cli.model.agreement import Agreement
from iop_cli.project import Project
from iop_cli.reading import Today
from iop_cli.report.safe import safe
from iop_cli.setting import Setting
from iop_cli.words import _, mark, say


@dataclass(frozen=True)
class Desk:
    """An agreement, its log and what they are judged by."""

    project: Project
    setting: Setting
    file: Text
    log: Text | None
    agreements: str

    def opened(self, raw: bytes | None = None) -> Opened:
        """The agreement and its log as they read; of other bytes where they are given."""
        held = self.file.raw if raw is None else raw
        past = (self.log.name, self.log.raw) if self.log else None
        file = (self.file.name, held)
        return open_partnership(file, past, Today(self.setting.today), self.setting.library)

    def signed(self) -> Agreement:
        """The text as first signed; raises IopError where a part of it cannot be read."""
        opened = self.opened()
        reading = opened.signed
        is_lost = opened.document is None or opened.document.lost or opened.body.damaged
        if reading is None or is_lost or not opened.is_named:
            raise unread(self.file.name)
        return reading.agreement

    def words(self, raw: bytes | None = None) -> dict[str, Any]:
        """The words of the file, or of other bytes; raises IopError where they cannot be read."""
        document = self.opened(raw).document
        if document is None:
            raise unread(self.file.name)
        return document.data

    def errors(self, before: bytes, after: bytes) -> list[Diagnostic]:
        """The errors of some bytes that other bytes have not, and that nobody has accepted."""
        known = Counter(map(_identity, self._found(before)))
        fresh = []
        for finding in self._found(after):
            if known[_identity(finding)]:
                known[_identity(finding)] -= 1
            elif finding.severity is Severity.ERROR and not finding.accepted:
                fresh.append(finding)
        return fresh

    def _found(self, raw: bytes) -> tuple[Diagnostic, ...]:
        return check_partnership(replace(self.file, raw=raw), self.log, self.setting).found

    def line(self, raw: bytes, *where: str) -> int:
        """The line of a place in some bytes, counted from 1."""
        document = self.opened(raw).document
        return document.span(where, key=True).line if document else 1

    def write(self, raw: bytes) -> None:
        """Write the file; raises IopError where it is not as it was when it was read."""
        if self.project.read(self.file.name) != self.file:
            says = mark("{file} was changed meanwhile; nothing was written")
            way_out = say(mark("run the same command again"))
            name = self.file.name
            raise IopError(say(says, file=safe(name)), way_out, file=name, code="changed")
        self.project.write({self.file.name: raw})


def desk(id: str, today: str | None) -> Desk:
    """One agreement by its id or file; raises IopError where it is not there or not readable."""
    project = Project.find()
    settings = config(project)
    pairs = project.pairs([id], settings.agreements, settings.most_files)
    if len(pairs) != 1 or pairs[0].is_profile or pairs[0].file == pairs[0].log:
        says = say(mark("{id} is not one agreement"), id=safe(id))
        raise IopError(says, _("iop list shows the agreements that are here"), code="usage")
    file = project.read(pairs[0].file)
    log = project.read(pairs[0].log) if pairs[0].log else None
    for text in (file, log):
        if text and text.trouble:
            raise unread(text.name)
    shelf = library(project, settings, settings.profile)
    setting = Setting(day(today), shelf, settings.severity, settings.select, settings.ignore)
    return Desk(project, setting, file, log, settings.agreements)


def unread(name: str) -> IopError:
    """That a file cannot be read whole, so that nothing is written into it."""
    says = say(mark("{file} cannot be read whole; nothing was written"), file=safe(name))
    return IopError(says, _("iop validate says why"), file=name, code="unreadable")


def require_signed(agreement: Agreement, id: str) -> None:
    """Raise IopError for a text that is not signed: it is changed in the file itself."""
    if agreement.status != "signed":
        says = say(mark("the status of {id} is {status}; only what is signed is sealed or amended"),
                   id=safe(id), status=agreement.status)  # fmt: skip
        way_out = mark("until then the text itself is changed; write status: signed once it is")
        raise IopError(says, say(way_out), code="unsigned")


def _identity(finding: Diagnostic) -> tuple[str, ...]:
    return finding.file, finding.code, finding.where, finding.fingerprint
