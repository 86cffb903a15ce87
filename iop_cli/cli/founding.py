"""From what was asked for to a repository laid out, and to a git that speaks in sentences.

Overwrites nothing; what it writes into a file that is there stands at its end.
"""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from iop_cli import words
from iop_cli.cli.terminal import config, emit, remark
from iop_cli.diagnostic import IopError
from iop_cli.project import Project
from iop_cli.report.safe import safe
from iop_cli.revisions.git import program
from iop_cli.setup import speech
from iop_cli.setup.layout import SCHEMA, laid_out
from iop_cli.words import _, mark, plural, say

_YES = ("y", "yes", "j", "ja")


def founded(folder: str, *, with_git: bool, asks: bool, dry_run: bool) -> int:
    """Lay out what a folder lacks of a repository of agreements; returns the exit code."""
    root = Path(os.path.normpath(Path.cwd() / folder))
    project = Project(root, root)
    if with_git:
        program()
    _require_folder(root)
    files = laid_out(words.language(), config(project).agreements)
    wanted = {name: raw for name, raw in files.items() if not os.path.lexists(root / name)}
    for name in wanted:
        _require_way(root, name)
    if not dry_run:
        _confirm(root, len(wanted), asks)
        root.mkdir(parents=True, exist_ok=True)
        project.write(wanted)
        if with_git:
            speech.begin(root)
    _tell(root, wanted, files, dry_run)
    return 0


def _require_folder(root: Path) -> None:
    if os.path.lexists(root) and not root.is_dir():
        says = mark("{name} is not a folder")
        raise IopError(say(says, name=safe(str(root))), code="usage")


def _require_way(root: Path, name: str) -> None:
    """Raises IopError where a folder on the way to a file is none, or leads out of the root."""
    parents = [root / parent for parent in Path(name).parents]
    astray = [p for p in parents if os.path.lexists(p) and not p.is_dir()]
    if not astray and not os.path.realpath(parents[0]).startswith(os.path.realpath(root)):
        astray = parents[:1]
    if astray:
        says = mark("{name} is no folder in {root}; nothing was written")
        told = say(says, name=safe(os.path.relpath(astray[0], root)), root=safe(str(root)))
        raise IopError(told, code="unwritable")


def _confirm(root: Path, count: int, asks: bool) -> None:
    """Ask on a terminal before anything is laid among other files; raises IopError for a no."""
    if not asks or sys.stdin is None or not sys.stdin.isatty() or not _is_strange(root):
        return
    says = mark("{count} files will be laid into {root}, where others lie. Go on? (y/n) ")
    sys.stderr.write(say(says, count=count, root=safe(str(root))))
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in _YES:
        raise IopError(say(mark("nothing was written")), code="usage")


def _is_strange(root: Path) -> bool:
    """Whether a folder holds something, and nothing that says that agreements belong there."""
    if not root.is_dir():
        return False
    held = {path.name for path in root.iterdir()}
    return bool(held) and not held & {".git", "iop.toml", "agreements"}


def _tell(
    root: Path, wanted: Mapping[str, bytes], files: Mapping[str, bytes], dry_run: bool
) -> None:
    emit(f"{line}\n" for line in _in_short(wanted))
    left = [name for name in files if name not in wanted]
    if left:
        says = mark("left as they are: {names}")
        remark(say(says, names=[safe(name) for name in _in_short(left)]))
    if dry_run or not wanted:
        remark(_("nothing is written"))
        return
    remark(plural("{count} file written", "{count} files written", len(wanted)))
    if (root / ".git").exists():
        remark(say(mark("Next: git add --all, git commit, iop new ID, iop validate, iop review")))
    elif any((parent / ".git").exists() for parent in root.parents):
        says = mark(
            "{root} lies inside another repository: GitHub and GitLab look at its root only"
        )
        remark(say(says, root=safe(str(root))))
    else:
        remark(say(mark("Next: git init, git add --all, git commit; iop new ID, iop validate")))


def _in_short(names: Iterable[str]) -> list[str]:
    """The names, those of the schemas as one."""
    held = list(names)
    schemas = [name for name in held if name.startswith(SCHEMA)]
    told = [name for name in held if name not in schemas]
    count = plural("{count} file", "{count} files", len(schemas))
    return [*told, *([f"{SCHEMA} ({count})"] if schemas else [])]


def installed(*, write: bool) -> int:
    """Show what git needs to speak in sentences, or write it; returns the exit code."""
    project = Project.find()
    agreements = config(project).agreements
    if not write:
        emit(f"{line}\n" for line in _shown(agreements))
        return 0
    lacking = speech.lacking(project.root)
    path = project.root / speech.ATTRIBUTES
    raw = _read(project, path)
    now = speech.with_attributes(raw, agreements)
    if now != raw:
        project.write({project.name(path): now})
        emit([f"{safe(project.name(path))}\n"])
    if lacking:
        speech.settle(project.root)
        emit(f"{key}\n" for key in lacking)
    if now == raw and not lacking:
        remark(_("it is all there already"))
    remark(say(mark("To undo it: {command}, and take the lines out of .gitattributes"),
               command=speech.UNDO))  # fmt: skip
    return 0


def _shown(agreements: str) -> list[str]:
    says = mark("# Into .gitattributes, which may be committed:")
    also = mark("# Into the settings of this clone, which are never committed:")
    last = mark("# iop git install --write does both, here and nowhere else. To undo it:")
    lines = speech.attributes(agreements)
    return [_(says), *lines, "", _(also), *speech.commands(), "", _(last), f"# {speech.UNDO}"]


def _read(project: Project, path: Path) -> bytes:
    """The bytes of a file; none where there is no such file, and IopError where it is unread."""
    if not os.path.lexists(path):
        return b""
    text = project.read(project.name(path))
    if text.trouble:
        reason = say(text.trouble.says, **text.trouble.values)
        says = say(mark("{name} cannot be changed: {reason}"), name=text.name, reason=reason)
        raise IopError(says, code="unreadable")
    return text.raw


def converted(file: str) -> int:
    """Write a file as sentences for git, or as it is; returns the exit code."""
    from iop_cli.setup.facts import facts

    raw = Path(file).read_bytes()
    lines = facts(raw, Path(file).name)
    if lines is None:
        _write_bytes(raw)
    else:
        emit(f"{line}\n" for line in lines)
    return 0


def _write_bytes(raw: bytes) -> None:
    """Write bytes as they are: git asked for them."""
    sys.stdout.flush()
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(raw.decode("utf-8", "backslashreplace"))
    else:
        stream.write(raw)
