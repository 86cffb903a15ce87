"""From what was asked for to readings: one partnership, or all that the repository holds.

Reads choices and days from the command line's words, and says what was meant.
"""

from collections.abc import Sequence
from datetime import date

from iop_cli.book import Library, Opened, Today, open_partnership
from iop_cli.cli.gather import library
from iop_cli.cli.terminal import config, remark
from iop_cli.diagnostic import IopError
from iop_cli.portrait import portrait
from iop_cli.problems import nearest
from iop_cli.project import Pair, Project
from iop_cli.quantity import NotRead, read_day
from iop_cli.report.safe import safe
from iop_cli.roster import Entry, entry
from iop_cli.sheet import Sheet
from iop_cli.source import Where
from iop_cli.words import _, mark, say


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
    if opened is None or not opened.readings:
        raise IopError(_unread(pairs[0].file), file=pairs[0].file, code="unreadable")
    return portrait(opened.readings[-1], _left_out(opened, pairs[0]))


def gathered(day: date) -> tuple[list[Entry], list[str]]:
    """The entries of all agreements, and the names of the files that could not be read."""
    project = Project.find()
    settings = config(project)
    shelf = library(project, settings, settings.profile)
    entries: list[Entry] = []
    unreadable: list[str] = []
    for pair in project.pairs([], settings.agreements, settings.most_files):
        if pair.is_profile or pair.file == pair.log:
            continue
        opened = _opened(project, pair, day, shelf)
        if opened and opened.readings:
            entries.append(entry(pair.file, opened.readings[-1]))
        else:
            unreadable.append(pair.file)
            remark(_unread(pair.file))
    return entries, unreadable


def _opened(project: Project, pair: Pair, day: date, shelf: Library) -> Opened | None:
    """The agreement and its log as they read on a day; None where the file cannot be opened."""
    file, log = project.read(pair.file), project.read(pair.log) if pair.log else None
    if file.trouble:
        return None
    past = (log.name, log.raw) if log and not log.trouble else None
    return open_partnership((file.name, file.raw), past, Today(day), shelf)


def _unread(file: str) -> str:
    says = mark("{file} cannot be read and is left out; iop validate says why")
    return say(says, file=safe(file))


def _left_out(opened: Opened, pair: Pair) -> list[Where]:
    """The places that could not be read; those of the log, or all of it, under `log`."""
    if pair.log and opened.readings[-1].log is None:
        return [*opened.damaged, ("log",)]
    return [*opened.damaged, *(("log", *where) for where in opened.log_damaged)]


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
