"""The files of a repository at one moment: at a revision, staged, on the disk, or in a folder.

Asks git for names and hashes, and for the bytes of single files; compares nothing.
"""

import hashlib
import os
import posixpath
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from pathlib import Path

from iop_cli.diagnostic import NOWHERE, IopError
from iop_cli.finding import MOST_BYTES, Finding, Text
from iop_cli.project import Project, read_file
from iop_cli.revisions.git import Git
from iop_cli.words import mark, say

# what a repository of agreements holds, beside the agreements
OTHERS = ("templates", "invoices", "iop.toml")
FILE, LINK, MODULE = "100644", "120000", "160000"


class Kind(Enum):
    """Where the texts of a tree stand."""

    NOTHING = "nothing"
    REVISION = "revision"
    STAGED = "staged"
    DISK = "disk"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a tree: its mode in git, and the hash of its content (empty: not known)."""

    mode: str
    hash: str


@dataclass(frozen=True)
class Tree:
    """The files of a repository at one moment, named as people type them from where they stand.

    `called` is the revision as it was written; empty for the disk. `under` are the folders and
    files that are looked at, all of them where it is empty. `seen` holds entries known beforehand.
    """

    called: str
    kind: Kind
    project: Project
    git: Git | None = None
    commit: str = ""
    under: tuple[str, ...] = ()
    seen: dict[str, Entry] = field(default_factory=dict, repr=False, compare=False)

    def names(self) -> tuple[str, ...]:
        """The names of all files, in order; raises IopError where a repository lies within."""
        if self.kind is Kind.DISK and self.git:
            held = {n: e for n, e in self._staged(self.git) if self._lies(n)}
        else:
            held = dict(self.entries)
        require_own(held)
        return tuple(sorted(held))

    def read(self, name: str) -> Text:
        """The bytes of one file, at most 1 MB, or the finding that says why it cannot be read."""
        if self.kind in (Kind.DISK, Kind.PLAIN):
            return self.project.read(name)
        held = self.seen.get(name) or self.entries.get(name)
        if held is None or self.git is None:
            return _unread(name, mark("there is no such file in {revision}"), revision=self.called)
        if held.mode == LINK:
            return _unread(name, mark("this is a symbolic link; put the file itself here"))
        if held.mode == MODULE:
            return _unread(name, mark("this is not a regular file"))
        size = self.git.size(held.hash)
        if size is not None and size > MOST_BYTES:
            return _unread(name, mark("the file is larger than 1 MB, the most that is read"))
        raw = self.git.content(held.hash)
        if raw is None:
            return _unread(name, mark("git does not have the content of this file here"))
        return Text(name, raw)

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Every file by its name, with the repositories that lie within this one."""
        match self.kind, self.git:
            case Kind.REVISION, Git() as git:
                return dict(self._listed(git))
            case Kind.STAGED, Git() as git:
                return dict(self._staged(git))
            case Kind.DISK, Git() as git:
                return on_disk(self.project.here, (name for name, _e in self._staged(git)))
            case Kind.PLAIN, _:
                return on_disk(self.project.here, self.under or _within(self.project.here))
            case _:
                return {}

    @property
    def paths(self) -> tuple[str, ...]:
        """How git is told what is looked at."""
        return ("--", *self.under) if self.under else ()

    def name(self, path: str) -> str:
        """A path from the project's folder, as people type it."""
        if self.project.here == self.project.root:
            return path
        end = "/" if path.endswith("/") else ""
        return posixpath.relpath(path, self._here) + end

    def path(self, name: str) -> str:
        """A name as people type it, as a path from the project's folder; undoes `name`."""
        if self.project.here == self.project.root:
            return name
        return posixpath.normpath(posixpath.join(self._here, name))

    @cached_property
    def _here(self) -> str:
        return self.project.here.relative_to(self.project.root).as_posix()

    def _lies(self, name: str) -> bool:
        return os.path.lexists(self.project.here / name)

    def _listed(self, git: Git) -> Iterator[tuple[str, Entry]]:
        for part in parts(git.said("ls-tree", "-r", "-z", self.commit, *self.paths)):
            words, _tab, path = part.partition("\t")
            mode, _kind, hash = words.split(" ")
            yield self.name(path), Entry(mode, hash)

    def _staged(self, git: Git) -> Iterator[tuple[str, Entry]]:
        """What git has been told of, and for the disk also what it has not."""
        more = ("-o",) if self.kind is Kind.DISK else ()
        for part in parts(git.said("ls-files", "-z", "-t", "-s", "-c", *more, *self.paths)):
            words, _tab, path = part.partition("\t")
            if words.startswith("? "):
                module = part.endswith("/")
                yield self.name(part[2:]).rstrip("/"), Entry(MODULE if module else FILE, "")
                continue
            _mark, mode, hash, stage = words.split(" ")
            if stage != "0" and self.kind is Kind.STAGED:
                says = mark("{name} is in conflict; settle it and git add it")
                raise IopError(say(says, name=self.name(path)), code="git")
            yield self.name(path), Entry(mode, hash)


def trees(project: Project, written: str = "", agreements: str = "agreements") -> tuple[Tree, Tree]:
    """What is compared: A..B two revisions, A...B what B adds to A, A a revision with the disk, and
    nothing at all the last commit with the disk.
    """
    git = Git.at(project.root)
    dots = next((dots for dots in ("...", "..") if dots in written), "")
    if not dots:
        return _begun(project, git, written, agreements), _disk(project, git, agreements)
    first, _dots, last = written.partition(dots)
    one, other = (_at(project, git, name or "HEAD", agreements) for name in (first, last))
    if dots == "...":
        one = replace(one, commit=git.base(one.commit, other.commit))
    return one, other


def staged(
    project: Project, written: str = "", agreements: str = "agreements"
) -> tuple[Tree, Tree]:
    """What is compared: a revision, or the last commit, with what the next commit will hold."""
    git = Git.at(project.root)
    after = replace(_disk(project, git, agreements), kind=Kind.STAGED)
    return _begun(project, git, written, agreements), after


def since(project: Project, written: str = "", agreements: str = "agreements") -> tuple[Tree, Tree]:
    """What is compared: where work since a revision began, or the last commit, with the disk."""
    before, after = trees(project, written, agreements)
    if written and before.git and before.commit:
        head = before.git.commit("HEAD")
        before = replace(before, commit=before.git.base(before.commit, head))
    return before, after


def at(project: Project, revision: str, agreements: str = "agreements") -> Tree:
    """The files of one revision."""
    return _at(project, Git.at(project.root), revision, agreements)


def plain(path: Path) -> Tree:
    """The files of a folder, or one file with its log, without git."""
    if not path.exists():
        says = mark("there is no file or folder {name}")
        raise IopError(say(says, name=path.as_posix()), code="not-found")
    folder = (path if path.is_dir() else path.parent).absolute()
    project = Project(folder, folder)
    if path.is_dir():
        return Tree(path.as_posix(), Kind.PLAIN, project)
    pair = project.pair(path.name)
    under = tuple(name for name in (pair.file, pair.log) if name)
    return Tree(path.as_posix(), Kind.PLAIN, project, under=under)


def _under(project: Project, agreements: str) -> tuple[str, ...]:
    if not (project.root / agreements).is_dir() or agreements in (".", "./"):
        return ()
    return tuple(dict.fromkeys((agreements, *OTHERS)))


def _at(project: Project, git: Git, revision: str, agreements: str) -> Tree:
    under, commit = _under(project, agreements), git.commit(revision)
    return Tree(revision, Kind.REVISION, project, git, commit, under)


def _disk(project: Project, git: Git, agreements: str) -> Tree:
    return Tree("", Kind.DISK, project, git, under=_under(project, agreements))


def _begun(project: Project, git: Git, written: str, agreements: str) -> Tree:
    """A revision; the last commit where none is written, and nothing before the first commit."""
    try:
        return _at(project, git, written or "HEAD", agreements)
    except IopError:
        if written or not git.is_unborn():
            raise
        return Tree("HEAD", Kind.NOTHING, project, git)


def _within(folder: Path) -> Iterator[str]:
    """The YAML files below a folder; hidden ones and links to folders are passed by."""
    for pair in Project(folder, folder).pairs(["."], ".", sys.maxsize):
        yield from dict.fromkeys(name for name in (pair.file, pair.log) if name)


def on_disk(folder: Path, names: Iterable[str]) -> dict[str, Entry]:
    """Some files of a folder as git would hold them."""
    held = ((name, entry(folder / name)) for name in names)
    return {name: found for name, found in held if found}


def entry(path: Path, length: int = 40) -> Entry | None:
    """A file on the disk as git would hold it; its hash is empty where it cannot be read."""
    if path.is_symlink():
        target = str(path.readlink()).encode("utf-8", "surrogateescape")
        return Entry(LINK, content_hash(target, length))
    if not path.exists():
        return None
    if path.is_dir():
        return Entry(MODULE, "")
    text = read_file(path, path.name)
    return Entry(FILE, "" if text.trouble else content_hash(text.raw, length))


def content_hash(raw: bytes, length: int = 40) -> str:
    """The hash that git gives to a file's bytes, of 40 characters or 64."""
    maker = hashlib.sha256 if length == 64 else hashlib.sha1
    return maker(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


def require_own(entries: Mapping[str, Entry]) -> None:
    """Raise IopError where one of some entries is a repository of its own."""
    for name, found in entries.items():
        if found.mode == MODULE:
            says = mark("{name} is a repository of its own, and git shows nothing of it here")
            help = mark("stand in it and run this there")
            raise IopError(say(says, name=name), say(help), code="git")


def parts(out: bytes) -> list[str]:
    """What git sets apart with zero bytes."""
    return [part.decode("utf-8", "surrogateescape") for part in out.split(b"\0") if part]


def _unread(name: str, says: str, **values: object) -> Text:
    return Text(name, b"", Finding((), says, values, span=NOWHERE))
