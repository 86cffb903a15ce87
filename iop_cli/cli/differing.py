"""`iop diff`: what has changed between two states, from the words of the call to sentences.

Opens changed files alone. What is shown, and how, is told elsewhere.
"""

import os
import posixpath
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from iop_cli.cli.altered import Sides
from iop_cli.cli.driving import driver as driver
from iop_cli.cli.portfolio import choice, choices
from iop_cli.cli.sides import (
    Moved,
    Side,
    is_agreement,
    is_file,
    moved,
    stem,
    stems_of,
)
from iop_cli.cli.terminal import config, day, emit, look, remark
from iop_cli.config import Config
from iop_cli.diagnostic import IopError
from iop_cli.difference_report import (
    FORMATS,
    RANKS,
    Partnership,
    Report,
    set_as,
)
from iop_cli.finding import file_id
from iop_cli.model.kinds import Rank
from iop_cli.phrases import few
from iop_cli.project import Project
from iop_cli.report.safe import safe
from iop_cli.revisions import Tree, changed, plain, staged, trees
from iop_cli.setting import Setting
from iop_cli.words import mark, nearest, say

# a file that is compared by its path may be called what it likes
BY_PATH = ("IOP113",)


@dataclass(frozen=True)
class Asked:
    """What was asked for: states and agreements, ranks (all where none), and the form."""

    words: tuple[str, ...]
    cached: bool = False
    ranks: tuple[str, ...] = ()
    form: str = "text"
    output: str | None = None
    today: str | None = None
    plain: bool = False
    color: str | None = None


def compared(asked: Asked) -> int:
    """Say what has changed: 0 where nothing has, 1 where something is told."""
    form = choice("--output-format", asked.form, FORMATS)
    ranks = choices("--rank", list(asked.ranks), [str(rank) for rank in RANKS])
    style = look(asked.plain, asked.color or ("never" if asked.output else None))
    project = Project.find()
    sides = _sides(project, config(project), asked)
    _tell_others(sides.others)
    every = [held for m in sides.moved if not (held := sides.partnership(m)).is_same]
    report = _ranked(sides, every, ranks, asked.cached)
    emit(set_as(form, report, style), asked.output)
    return 0 if report.is_same else 1


def _ranked(sides: Sides, every: list[Partnership], ranks: tuple[str, ...], cached: bool) -> Report:
    """The report, of which only some ranks may be asked for."""
    shown = [_of_ranks(held, ranks) for held in every] if ranks else every
    left = sum(_count(held) for held in every) - sum(_count(held) for held in shown)
    kept = tuple(held for held in shown if not ranks or _count(held))
    before, after = (side.tree.called or None for side in (sides.before, sides.after))
    return Report(before, after, kept, left, staged=cached)


def _of_ranks(held: Partnership, ranks: tuple[str, ...]) -> Partnership:
    told = tuple(change for change in held.changes if change.rank in ranks)
    found = tuple(one for one in held.found if one.rank in ranks)
    return replace(
        held, changes=told, found=found, worth=held.worth if Rank.MATERIAL in ranks else None
    )


def _count(held: Partnership) -> int:
    return len(held.told)


def _tell_others(names: Sequence[str]) -> None:
    if names:
        says = mark("changed too, but no agreements, so that git diff shows them: {names}")
        remark(say(says, names=few([safe(name) for name in names])))


def _sides(project: Project, settings: Config, asked: Asked) -> Sides:
    """What is compared, by the words that were given."""
    given = list(asked.words)
    if len(given) == 2 and not asked.cached and all(map(os.path.lexists, given)):
        return _by_path(project, settings, asked, *given)
    before, after, given = _states(project, settings, asked, given)
    pairs = changed(before, after)
    ours = is_agreement(after, settings.agreements)
    held = [pair for pair in pairs if any(name and ours(name) for name in pair)]
    others = [pair[1] or pair[0] or "" for pair in pairs if pair not in held]
    some = _wanted(project, settings, moved(held), given, before)
    shown = () if given else tuple(others)
    return _put(project, settings, asked, before, after, some, shown)


def _put(
    project: Project, settings: Config, asked: Asked, before: Tree, after: Tree,
    some: list[Moved], others: tuple[str, ...] = (), *, by_path: bool = False,
) -> Sides:  # fmt: skip
    one, other = (
        Side(tree, project, settings, stems_of(some, before=tree is before))
        for tree in (before, after)
    )
    ignored = BY_PATH if by_path else ()
    setting = Setting(day(asked.today), other.library, settings.severity, (), ignored)
    return Sides(one, other, tuple(some), setting, others, by_path)


def _by_path(project: Project, settings: Config, asked: Asked, old: str, new: str) -> Sides:
    """Two files or two folders, without git."""
    if is_file(old) != is_file(new) or Path(old).is_dir() != Path(new).is_dir():
        says = mark(
            "{old} and {new} cannot be compared: name two files of agreements, or two folders"
        )
        raise IopError(say(says, old=safe(old), new=safe(new)), code="usage")
    before, after = plain(Path(old)), plain(Path(new))
    if is_file(old):
        names = (stem(Path(old).name), stem(Path(new).name))
        return _put(project, settings, asked, before, after, [Moved(*names)], by_path=True)
    ours = is_agreement(after, settings.agreements)
    held = [p for p in changed(before, after) if any(name and ours(name) for name in p)]
    return _put(project, settings, asked, before, after, moved(held))


def _is_agreement(project: Project, settings: Config, word: str) -> bool:
    """Whether the first word names an agreement, and not a state to compare with."""
    if os.path.lexists(project.here / word):
        return True
    return ".." not in word and word in project.ids(settings.agreements)


def _states(
    project: Project, settings: Config, asked: Asked, given: list[str]
) -> tuple[Tree, Tree, list[str]]:
    """The two states that the first word names, else the usual ones, and the other words."""
    ways = staged if asked.cached else trees
    if not given or _is_agreement(project, settings, given[0]):
        return *ways(project, "", settings.agreements), given
    word, *more = given
    if asked.cached and ".." in word:
        says = mark("--cached compares with one revision; {revision} names two")
        raise IopError(say(says, revision=safe(word)), code="usage")
    try:
        return *ways(project, word, settings.agreements), more
    except IopError as error:
        if error.code != "git" or ".." in word:
            raise
        before, after = ways(project, "", settings.agreements)
        if any(_is_meant(word, stem(name)) for name in before.entries):
            return before, after, given  # an agreement that is there no more
        if not (meant := nearest(word, project.ids(settings.agreements))):
            raise
    says = mark("there is no revision and no agreement {word} here; did you mean {meant}?")
    raise IopError(say(says, word=safe(word), meant=meant), code="not-found")


def _wanted(
    project: Project, settings: Config, some: list[Moved], words: list[str], before: Tree
) -> list[Moved]:
    """Those that were asked for, all where none was; raises IopError for one that is not there."""
    if not words:
        return some
    chosen: list[Moved] = []
    for word in words:
        hits = [m for m in some if _is_meant(word, m.old) or _is_meant(word, m.new)]
        if not hits and not _is_agreement(project, settings, word):
            _require_known(project, settings, word, before)
        chosen += [m for m in hits if m not in chosen]
    return [m for m in some if m in chosen]


def _is_meant(word: str, own: str | None) -> bool:
    """Whether a word is the id, the file or the folder of a stem."""
    if own is None:
        return False
    path = posixpath.normpath(word.replace(os.sep, "/"))
    return file_id(own) == word or stem(path) == own or own.startswith(f"{path}/") or path == "."


def _require_known(project: Project, settings: Config, word: str, before: Tree) -> None:
    """Raise IopError for a word that names nothing, on neither side."""
    ours = is_agreement(before, settings.agreements)
    ids = {file_id(name) for name in before.entries if ours(name)}
    if word not in ids and not any(_is_meant(word, stem(name)) for name in before.entries):
        project.pairs([word], settings.agreements, settings.most_files)
