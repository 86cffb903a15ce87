"""How git is taught to speak of agreements in sentences: its attributes and its settings.

Changes nothing but what it was given: the text of a `.gitattributes`, the settings of one
repository. Knows no agreement.
"""

import shlex
from pathlib import Path

from iop_cli.revisions.git import Git
from iop_cli.words import mark, say

ATTRIBUTES = ".gitattributes"
# where iop is missing or fails, git shows the lines as it always did
SETTINGS = {
    "diff.iop.command": 'f() { iop git driver -- "$@" || diff -u "$2" "$5"; true; }; f',
    "diff.iop.textconv": 'f() { iop textconv -- "$1" || cat "$1"; }; f',
}
_ENDINGS = ("yaml", "yml")
UNDO = "git config --local --remove-section diff.iop"


def attributes(agreements: str) -> tuple[str, ...]:
    """The lines of `.gitattributes` that say which files are agreements."""
    return tuple(f"{_pattern(agreements)}/**/*.{ending} diff=iop" for ending in _ENDINGS)


def _pattern(folder: str) -> str:
    """A folder's name as an attribute's pattern: a blank would end it."""
    return folder.strip("/").replace("\\", "/").replace(" ", "[[:space:]]")


def with_attributes(raw: bytes, agreements: str) -> bytes:
    """The bytes of `.gitattributes` with the lines that it lacks at its end; else as they are."""
    held = {_plainly(line) for line in raw.decode("utf-8", "replace").splitlines()}
    lacking = [line for line in attributes(agreements) if line not in held]
    if not lacking:
        return raw
    end = b"\r\n" if b"\r\n" in raw else b"\n"
    said = say(mark("git diff says in sentences what a change means: iop git install"))
    added = end.join([f"# {said}".encode(), *(line.encode() for line in lacking), b""])
    begun = raw if not raw or raw.endswith(b"\n") else raw + end
    return begun + (end if begun else b"") + added


def _plainly(line: str) -> str:
    return " ".join(line.split())


def commands() -> list[str]:
    """The settings as a person gives them to git."""
    return [f"git config --local {key} {shlex.quote(said)}" for key, said in SETTINGS.items()]


def lacking(root: Path) -> list[str]:
    """The settings that the repository does not have; raises IopError where there is none."""
    git = Git(root)
    git.said("rev-parse", "--git-dir")
    held = {key: git.asked("config", "--local", "--get", key) for key in SETTINGS}
    said = {key: answer.out.decode("utf-8", "replace").strip() for key, answer in held.items()}
    return [key for key, wanted in SETTINGS.items() if said[key] != wanted]


def settle(root: Path) -> None:
    """Write the settings into the repository's own configuration; never the reader's."""
    for key, said in SETTINGS.items():
        Git(root).said("config", "--local", "--replace-all", key, said)


def begin(root: Path) -> None:
    """Make a folder a repository of git, unless it lies in one."""
    git = Git(root)
    if git.asked("rev-parse", "--git-dir").code:
        git.said("init", "--quiet", "--initial-branch=main")
