"""git's own driver for diffs: what has changed in one file, in sentences, else line by line.

Whatever is wrong, git goes on.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from iop_cli.book import Opened, open_partnership
from iop_cli.cli.altered import change_of, worth_of
from iop_cli.cli.gather import library
from iop_cli.cli.sides import LOGS, Held, stem
from iop_cli.cli.terminal import config, day, emit, look
from iop_cli.difference_report import one
from iop_cli.finding import Text
from iop_cli.project import ENDINGS, Project, read_file
from iop_cli.reading import Today
from iop_cli.setting import Setting
from iop_cli.words import _, mark

NOTHING = "/dev/null"
# what git gives its driver at the least
LEAST = 7


def driver(argv: Sequence[str]) -> int:
    """Show one change to git: in sentences, else line by line; never fails."""
    from iop_cli.setup.plain import plain as lines

    try:
        shown = _driven(argv)
    except Exception:
        # whatever is wrong here, git goes on and shows the lines
        shown = None
    emit(lines(argv) if shown is None else shown)
    return 0


def _driven(argv: Sequence[str]) -> list[str] | None:
    """The change of one file in sentences; None where a side cannot be read."""
    if len(argv) < LEAST:
        return None
    path, old, _hash, _mode, new, _new_hash, _new_mode, *renamed = argv
    name = renamed[0] if renamed else path
    project = Project.find()
    shelf = library(project, settings := config(project), settings.profile)
    setting = Setting(day(None), shelf, settings.severity)
    was, now = _read(path, old, setting, project), _read(name, new, setting, project)
    sides = [side for side in (was, now) if side]
    if not sides or not all(_is_read(side, name) for side in sides):
        return None
    held = change_of(was, now)
    if name.endswith(LOGS):
        held = replace(held, file=name, was=path if path != name else None)
    else:
        held = replace(held, worth=worth_of(was, now))
    if not held.changes:
        says = mark("no change of meaning; git diff --no-ext-diff shows the lines")
        held = replace(held, note=_(says))
    return [*one(held, look(False, None)), "\n"]


def _read(name: str, file: str, setting: Setting, project: Project) -> Held | None:
    """One side of a file; a log goes with its agreement as it lies on the disk."""
    if file == NOTHING and not name.endswith(LOGS):
        return None
    text = Text(name, b"") if file == NOTHING else read_file(Path(file), name)
    if not name.endswith(LOGS):
        return Held(text, None, _opened(text, None, setting))
    own = [p for e in ENDINGS if (p := project.root / (stem(name) + e)).is_file()]
    agreement = read_file(own[0], f"{stem(name)}.yaml") if own else Text(f"{stem(name)}.yaml", b"")
    log = None if file == NOTHING else text
    return Held(agreement, log, _opened(agreement, log, setting))


def _opened(file: Text, log: Text | None, setting: Setting) -> Opened:
    past = (log.name, log.raw) if log else None
    return open_partnership((file.name, file.raw), past, Today(setting.today), setting.library)


def _is_read(held: Held, name: str) -> bool:
    """Whether the text that git asks about can be told in sentences."""
    opened = held.opened
    if name.endswith(LOGS):
        return held.log is None or (
            opened.log_document is not None and opened.log.value is not None
        )
    return opened.document is not None and opened.body.value is not None
