"""Two states of a repository, and the partnerships whose files differ between them.

A partnership's files are told by their stem, the name without its ending. Only what has changed is
opened, with the tables and profiles of its own state.
"""

import os
import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from iop_cli.book import Opened, open_partnership
from iop_cli.check import found_in
from iop_cli.cli.gather import INVOICES, library
from iop_cli.config import Config
from iop_cli.diagnostic import Diagnostic
from iop_cli.finding import Text, file_id
from iop_cli.project import ENDINGS, Project, shipped
from iop_cli.reading import Today
from iop_cli.revisions import Kind, Tree
from iop_cli.revisions.matching import Pair
from iop_cli.setting import Library, Setting

LOGS = (".log.yaml", ".log.yml")
# above so many the names would not fit on git's command line: the whole tree is listed instead
MOST_NAMED = 400


@dataclass(frozen=True, slots=True)
class Moved:
    """One partnership by its stem before and after; None where it was not there yet, or no more."""

    old: str | None
    new: str | None


@dataclass(frozen=True)
class Held:
    """A partnership as it stands on one side: its files, and how they read."""

    file: Text
    log: Text | None
    opened: Opened

    def found(self, setting: Setting) -> tuple[Diagnostic, ...]:
        """What is found in it."""
        return found_in(self.opened, self.file, self.log, setting)


@dataclass(frozen=True)
class Side:
    """One of two states, of which some partnerships are looked at."""

    tree: Tree
    project: Project
    settings: Config
    stems: tuple[str, ...] = ()

    def held(self, stem: str | None, today: Today) -> Held | None:
        """A partnership by its stem; None where it is not there."""
        name = self.agreement(stem) if stem else None
        if stem is None or name is None:
            return None
        log_name = self._first(stem + ending for ending in LOGS)
        file = self._narrow.read(name)
        log = self._narrow.read(log_name) if log_name else None
        past = (log.name, log.raw) if log and not log.trouble else None
        opened = open_partnership((file.name, file.raw), past, today, self.library)
        return Held(file, log, opened)

    def agreement(self, stem: str) -> str | None:
        """The name of the agreement of a stem; None where there is none."""
        return self._first(stem + ending for ending in ENDINGS)

    def _first(self, names: Iterable[str]) -> str | None:
        return next((name for name in names if self._has(name)), None)

    def _has(self, name: str) -> bool:
        if self.tree.kind in (Kind.DISK, Kind.PLAIN):
            return os.path.lexists(self.tree.project.here / name)
        return name in self._narrow.entries

    @cached_property
    def _narrow(self) -> Tree:
        """The tree with no more in it than what is looked at."""
        if self.tree.git is None or len(self.stems) > MOST_NAMED:
            return self.tree
        names = (stem + ending for stem in self.stems for ending in (*LOGS, *ENDINGS))
        return replace(self.tree, under=tuple(map(self.tree.path, names)), seen={})

    @cached_property
    def library(self) -> Library:
        """Profiles, tables and masters as they stand on this side."""
        if self.tree.kind is Kind.DISK:
            return library(self.project, self.settings, self.settings.profile)
        text = self.project.template if self.tree.git is None else self._template
        return Library(text, self._master, self.settings.profile)

    @cached_property
    def _templates(self) -> Tree:
        return replace(self.tree, under=("templates",), seen={})

    def _template(self, name: str) -> bytes | None:
        own = self.tree.name(f"templates/{name}")
        if own in self._templates.entries:
            return self._templates.read(own).raw
        return shipped(f"templates/{name}")

    @cached_property
    def _ids(self) -> dict[str, str]:
        names = [n for n in sorted(self.tree.entries, reverse=True) if n.endswith(ENDINGS)]
        ours = is_agreement(self.tree, self.settings.agreements)
        return {file_id(n): n for n in names if ours(n) and not n.endswith(LOGS)}

    def _master(self, id: str) -> tuple[str, bytes] | None:
        text = self.tree.read(self._ids[id]) if id in self._ids else None
        return (text.name, text.raw) if text and text.trouble is None else None


def is_agreement(tree: Tree, agreements: str) -> Callable[[str], bool]:
    """How to tell the names of agreements and logs among those of a tree."""
    place = posixpath.normpath(agreements)
    has_folder = tree.kind is not Kind.PLAIN and (tree.project.root / place).is_dir()

    def ours(name: str) -> bool:
        path = tree.path(name)
        if not path.endswith(ENDINGS) or path.startswith(".") or "/." in path:
            return False
        if tree.kind is Kind.PLAIN:
            return not path.startswith((f"{INVOICES}/", "templates/"))
        if has_folder and place != ".":
            return path.startswith(f"{place}/")
        return "/" not in name

    return ours


def moved(pairs: Iterable[Pair]) -> list[Moved]:
    """The partnerships that some pairs of files belong to, each once, in the order of names."""
    named = [(o, n) for o, n in pairs if not (n or o or "").endswith(LOGS)]
    logs = [(o, n) for o, n in pairs if (n or o or "").endswith(LOGS)]
    found = [Moved(stem(o) if o else None, stem(n) if n else None) for o, n in named]
    told = {side for one in found for side in (one.old, one.new)}
    more = dict.fromkeys(stem(name) for pair in logs for name in pair if name)
    found += [Moved(own, own) for own in more if own not in told]
    return sorted(found, key=lambda one: (one.new or one.old or "", one.old or ""))


def stem(name: str) -> str:
    """A file's name without its ending."""
    for ending in (*LOGS, *ENDINGS):
        if name.endswith(ending):
            return name[: -len(ending)]
    return name


def stems_of(some: Iterable[Moved], *, before: bool) -> tuple[str, ...]:
    """The stems of one side."""
    held: Iterator[str | None] = (one.old if before else one.new for one in some)
    return tuple(one for one in held if one)


def is_file(written: str) -> bool:
    """Whether an argument names one agreement's file that is there."""
    return Path(written).is_file() and written.endswith(ENDINGS)
