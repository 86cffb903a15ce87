"""`iop record`: an entry is put into the log, judged with all that stands there, and written.

Writes the log whole or not at all, and only if nobody else has changed it meanwhile.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from iop_cli import words
from iop_cli.book import open_partnership
from iop_cli.check import check_partnership
from iop_cli.cli.gather import library
from iop_cli.cli.portfolio import choice
from iop_cli.cli.telling import Told, Wanted, entry_of
from iop_cli.cli.terminal import config, day, emit, look, remark
from iop_cli.diagnostic import Diagnostic, IopError, Severity
from iop_cli.finding import Text
from iop_cli.logbook import appended, begun, line
from iop_cli.placing import NEVER_SHOWN
from iop_cli.project import Project
from iop_cli.reading import Reading, Today
from iop_cli.report import safe
from iop_cli.report.data import finding_data
from iop_cli.report.safe import in_json
from iop_cli.report.text import each
from iop_cli.setting import Setting
from iop_cli.source import parse
from iop_cli.words import _, mark, say


@dataclass(frozen=True)
class _Desk:
    """An agreement and its log as they lie there; a new log's `raw` is what it begins with."""

    project: Project
    setting: Setting
    file: Text
    log: Text
    is_new: bool
    reading: Reading
    told: Told


@dataclass(frozen=True)
class _Result:
    """What came of it: where the entry stands or would stand, and what was found."""

    wanted: Wanted
    file: str
    line: int
    entry: Told
    found: list[Diagnostic]

    @property
    def is_wrong(self) -> bool:
        """Whether the entry would be an error in the log, and so is not written."""
        return any(f.severity is Severity.ERROR and not f.accepted for f in self.found)

    @property
    def is_secret(self) -> bool:
        """Whether something stands in the entry that must not be shown again."""
        return any(f.code in NEVER_SHOWN for f in self.found)

    @property
    def undo(self) -> str:
        """The command that takes the entry back; none for a withdrawal."""
        if "withdraws" in self.entry:
            return ""
        verb = "correct" if "corrects" in self.entry else "withdraw"
        return f"iop record {self.wanted.agreement} {verb} {self.entry['id']} --because …"


def recorded(wanted: Wanted) -> int:
    """Put an entry into the log and show it: 0, or 1 where it would be an error and is not written.

    Raises IopError for what cannot be told so.
    """
    form = choice("--output-format", wanted.form, ("text", "json"))
    desk = _desk(wanted)
    entry = entry_of(wanted, desk.reading, desk.told)
    raw = appended(desk.log.raw, entry)
    result = _Result(wanted, desk.log.name, _number(raw), entry, _new_findings(desk, raw))
    if not result.is_wrong and not wanted.dry_run:
        _write(desk, raw)
    emit([_data(result)] if form == "json" else _text(result))
    remark(_closing(result))
    return 1 if result.is_wrong else 0


def paid(agreement: str, number: str, amount: str, date: str, note: str = "", **how: Any) -> int:
    """Record that an invoice was paid; `how` are further parts of `Wanted`, such as dry_run."""
    given = {"amount": amount, "date": date, "note": note}
    told = {key: value for key, value in given.items() if value}
    return recorded(Wanted(agreement, "paid", number, told, **how))


def _desk(wanted: Wanted) -> _Desk:
    """The files and how they read; raises IopError where one cannot be read."""
    project = Project.find()
    settings = config(project)
    pairs = project.pairs([wanted.agreement], settings.agreements, settings.most_files)
    if len(pairs) != 1 or pairs[0].is_profile or pairs[0].file == pairs[0].log:
        says = say(mark("{id} is not one agreement"), id=safe(wanted.agreement))
        raise IopError(says, _("iop list shows the agreements that are here"), code="usage")
    file, held = project.read(pairs[0].file), pairs[0].log
    log = project.read(held) if held else None
    today, shelf = day(wanted.today), library(project, settings, settings.profile)
    past = (log.name, log.raw) if log else None
    opened = open_partnership((file.name, file.raw), past, Today(today), shelf)
    if file.trouble or not opened.readings:
        raise _unread(file.name)
    if log and (log.trouble or opened.log_document is None):
        raise _unread(log.name)
    reading = opened.readings[-1]
    setting = Setting(today, shelf, settings.severity, settings.select, settings.ignore)
    told = opened.log_document.data if opened.log_document else {}
    whole = log or _new_log(project, file.name, reading)
    return _Desk(project, setting, file, whole, log is None, reading, told)


def _unread(name: str) -> IopError:
    says = say(mark("{file} cannot be read; nothing was written"), file=safe(name))
    return IopError(says, _("iop validate says why"), file=name, code="unreadable")


def _new_log(project: Project, file: str, reading: Reading) -> Text:
    """What a log begins with, in a file beside its agreement; its schema as that of `iop new`."""
    name = re.sub(r"\.ya?ml$", "", file) + ".log.yaml"
    language = reading.agreement.language or words.language()
    folder = project.root / "schema" / ("en" if language == "en" else "")
    schema, here = folder / "log.schema.json", (project.here / name).parent
    way = Path(os.path.relpath(schema, here)).as_posix() if schema.is_file() else None
    return Text(name, begun(reading.file_id, way))


def _new_findings(desk: _Desk, raw: bytes) -> list[Diagnostic]:
    """What the longer log is told of that the present one is not."""
    now = None if desk.is_new else desk.log
    before = check_partnership(desk.file, now, desk.setting).found
    after = check_partnership(desk.file, Text(desk.log.name, raw), desk.setting).found
    known = Counter(map(_identity, before))
    fresh = []
    for finding in after:
        if known[_identity(finding)]:
            known[_identity(finding)] -= 1
        else:
            fresh.append(finding)
    return fresh


def _identity(finding: Diagnostic) -> tuple[str, ...]:
    return finding.file, finding.code, finding.where, finding.fingerprint


def _write(desk: _Desk, raw: bytes) -> None:
    """Write the log; raises IopError where it is not as it was when the entry was judged."""
    name = desk.log.name
    there = os.path.lexists(desk.project.here / name)
    if there is desk.is_new or (there and desk.project.read(name) != desk.log):
        says = mark("{file} was changed meanwhile; nothing was written")
        way_out = say(mark("run the same command again"))
        raise IopError(say(says, file=safe(name)), way_out, file=name, code="changed")
    desk.project.write({name: raw})


def _number(raw: bytes) -> int:
    """The line of the last entry, counted from 1."""
    document = parse(raw, "")[0]
    last = len(document.data["entries"]) - 1 if document else 0
    return document.span(("entries", last)).line if document else 1


def _text(result: _Result) -> Iterator[str]:
    shown = "…" if result.is_secret else safe(line(result.entry))
    yield f"{safe(result.file)}:{result.line}: {shown}\n"
    if result.found:
        yield "\n"
    # what is not written can be told better, and need not be accepted
    is_kept = not result.is_wrong and not result.wanted.dry_run
    found = result.found if is_kept else [replace(f, fingerprint="") for f in result.found]
    yield from each(found, look(result.wanted.plain, result.wanted.color))


def _closing(result: _Result) -> str:
    id = safe(result.entry["id"])
    if result.is_wrong:
        return say(mark("nothing was written: as it stands, the entry would be an error"))
    if result.wanted.dry_run:
        return say(mark("{file} is not written"), file=safe(result.file))
    if not result.undo:
        return say(mark("{id} stands in the log"), id=id)
    says = mark("{id} stands in the log; if it is wrong: {command}")
    return say(says, id=id, command=safe(result.undo))


def _data(result: _Result) -> str:
    told = {
        "written": not result.is_wrong and not result.wanted.dry_run,
        "file": result.file,
        "line": result.line,
        "entry": None if result.is_secret else result.entry,
        "text": None if result.is_secret else line(result.entry),
        "undo": result.undo or None,
        "findings": [finding_data(finding) for finding in result.found],
    }
    return in_json(told) + "\n"
