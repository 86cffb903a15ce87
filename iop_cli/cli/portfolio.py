"""From what was asked for to readings: one partnership, or all that the repository holds.

Reads choices and days from the command line's words, and says what was meant.
"""

import os
import sys
from collections.abc import Callable, Sequence
from datetime import date

from iop_cli.book import Opened, open_partnership
from iop_cli.cli.gather import library
from iop_cli.cli.terminal import config, remark
from iop_cli.diagnostic import IopError
from iop_cli.finding import Where
from iop_cli.portrait import portrait
from iop_cli.processes import forked
from iop_cli.project import Pair, Project
from iop_cli.quantity import NotRead, read_day
from iop_cli.reading import Library, Today
from iop_cli.report.safe import safe
from iop_cli.roster import Entry, entry
from iop_cli.sheet import Sheet
from iop_cli.survey import FORK_FROM
from iop_cli.words import _, mark, nearest, say


def portrayed(id: str, day: date) -> Sheet:
    """The portrait of one partnership on a day; raises IopError where it cannot be read."""
    project = Project.find()
    settings = config(project)
    pairs = project.pairs([id], settings.agreements, settings.most_files)
    if len(pairs) != 1 or pairs[0].is_profile or pairs[0].file == pairs[0].log:
        says = say(mark("{id} is not one agreement"), id=safe(id))
        help = _("iop list shows the agreements that are here")
        raise IopError(says, help, code="usage")
    opened = _opened(project, pairs[0], day, library(project, settings, settings.profile))
    if opened is None:
        raise IopError(_unread(pairs[0].file), file=pairs[0].file, code="unreadable")
    return portrait(opened.readings[-1], _left_out(opened, pairs[0]))


def gathered(day: date) -> tuple[list[Entry], list[str]]:
    """The entries of all agreements, and the names of the files that could not be read."""
    project = Project.find()
    settings = config(project)
    shelf = library(project, settings, settings.profile)
    held = project.pairs([], settings.agreements, settings.most_files)
    pairs = [pair for pair in held if not pair.is_profile and pair.file != pair.log]

    def one(index: int) -> Entry | None:
        opened = _opened(project, pairs[index], day, shelf)
        return entry(pairs[index].file, opened.readings[-1]) if opened else None

    entries = _each(one, len(pairs), settings.jobs or os.cpu_count() or 1)
    unreadable = [p.file for p, found in zip(pairs, entries, strict=True) if found is None]
    for file in unreadable:
        remark(_unread(file))
    return [found for found in entries if found], unreadable


def _each(one: Callable[[int], Entry | None], count: int, jobs: int) -> list[Entry | None]:
    """The work for each number; in several processes where there is much of it."""
    if jobs < 2 or count < FORK_FROM or sys.platform in ("win32", "darwin"):
        return [one(index) for index in range(count)]
    return forked(one, range(count), jobs)


def _opened(project: Project, pair: Pair, day: date, shelf: Library) -> Opened | None:
    """The agreement and its log as they read on a day; None where it cannot be shown."""
    file, log = project.read(pair.file), project.read(pair.log) if pair.log else None
    if file.trouble:
        return None
    past = (log.name, log.raw) if log and not log.trouble else None
    opened = open_partnership((file.name, file.raw), past, Today(day), shelf)
    return opened if opened.readings and opened.is_named else None


def _unread(file: str) -> str:
    says = mark("{file} cannot be read and is left out; iop validate says why")
    return say(says, file=safe(file))


def _left_out(opened: Opened, pair: Pair) -> list[Where]:
    """The places that could not be read; those of the log, or all of it, under `log`."""
    if pair.log and opened.readings[-1].log is None:
        return [*opened.body.damaged, ("log",)]
    return [*opened.body.damaged, *(("log", *where) for where in opened.log.damaged)]


def day_of(option: str, written: str | None) -> date | None:
    """The day that an option names; None where it is not given."""
    try:
        return read_day(written) if written else None
    except NotRead as error:
        message = say(error.message, **error.values)
        raise IopError(f"{option}: {safe(message)}", code="usage") from error


def choice(option: str, written: str, known: Sequence[str]) -> str:
    """One of the words that an option takes; raises IopError with what was meant."""
    word = written.strip().lower().replace("-", "_")
    if word in known:
        return word
    meant = nearest(word, list(known))
    says = mark("{option}: {word} is not one of {known}")
    if meant:
        says = mark("{option}: {word} is not one of {known}; did you mean {meant}?")
    values = {"word": safe(written), "known": " | ".join(known), "meant": meant}
    raise IopError(say(says, option=option, **values), code="usage")


def choices(option: str, written: list[str] | None, known: Sequence[str]) -> tuple[str, ...]:
    """The words that an option takes, given with commas or by repeating."""
    words = [word for text in written or [] for word in text.split(",") if word.strip()]
    return tuple(choice(option, word, known) for word in words)
