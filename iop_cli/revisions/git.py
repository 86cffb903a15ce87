"""git as a program: started with fixed arguments, in an environment of our own, and only read.

The one file that starts a program. Whatever a repository's settings and attributes say, nothing of
theirs runs: no hook, filter, pager, monitor, text conversion, signature check or transport. Knows
hashes and bytes; never what a file says.
"""

import os
import re
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from iop_cli.diagnostic import IopError
from iop_cli.finding import MOST_BYTES
from iop_cli.words import mark, nearest, say

# what one call may answer, and how long it may take
MOST_ANSWER = 128_000_000
MOST_SECONDS = 120
FIXED = (
    "safe.bareRepository=explicit", "core.fsmonitor=false", f"core.hooksPath={os.devnull}",
    "core.warnAmbiguousRefs=true", "protocol.allow=never",
)  # fmt: skip
OWN = {
    "GIT_ALLOW_PROTOCOL": "none", "GIT_LITERAL_PATHSPECS": "1", "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0",
    "LANGUAGE": "C", "LC_ALL": "C",
}  # fmt: skip
HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
BARE = mark("this is a bare repository, which holds no files to look at")


@dataclass(frozen=True, slots=True)
class Answer:
    """What git said: its exit code, and the two streams."""

    code: int
    out: bytes
    error: str


@dataclass(frozen=True)
class Git:
    """The repository of git that a folder lies in, asked from that folder."""

    root: Path
    is_shallow: bool = False
    is_sparse: bool = False
    cut: Path = Path(os.devnull)
    harmless: tuple[str, ...] = ()
    _talks: dict[tuple[str, int], "_Talk"] = field(default_factory=dict, repr=False, compare=False)

    @staticmethod
    def at(root: Path) -> "Git":
        """The repository that a folder lies in; raises IopError where it has none, or no files."""
        ask = ("rev-parse", "--is-bare-repository", "--is-shallow-repository",
               "--is-inside-work-tree", "--git-path", "shallow")  # fmt: skip
        settings = ("config", "-z", "--get-regexp", r"^(filter\.|core\.sparsecheckout$)")
        facts, filters = [_answer(p) for p in [_start(root, ask), _start(root, settings)]]
        if facts.code:
            raise trouble(facts.error)
        bare, shallow, within, cut = _lines(facts.out)
        if bare == "true" or within != "true":
            raise IopError(say(BARE), say(mark("run this in a clone of it")), code="git")
        told = dict(pair.partition("\n")[::2] for pair in _words(filters.out))
        sparse = told.pop("core.sparsecheckout", "false") not in ("false", "no", "off", "0", "")
        return Git(root, shallow == "true", sparse, root / cut, _harmless(told))

    def said(self, *arguments: str) -> bytes:
        """What git answers to one call; raises IopError where it fails."""
        return self.together(arguments)[0]

    def together(self, *calls: tuple[str, ...]) -> list[bytes]:
        """What git answers to some calls that run at once; raises IopError where one fails."""
        started = [self._started(call) for call in calls]
        answers = [_answer(process) for process in started]
        for answer in answers:
            if answer.code:
                raise trouble(answer.error)
        return [answer.out for answer in answers]

    def asked(self, *arguments: str) -> Answer:
        """What git answers to one call, also where it fails."""
        return _answer(self._started(arguments))

    def _started(self, arguments: tuple[str, ...]) -> subprocess.Popen[bytes]:
        return _start(self.root, self.harmless + arguments)

    def cut_at(self) -> frozenset[str]:
        """The commits whose parents are not here, in a clone whose history is cut."""
        with suppress(OSError):
            return frozenset(self.cut.read_text("ascii", "replace").split())
        return frozenset()

    def commit(self, revision: str) -> str:
        """The hash of the commit that a revision names; raises IopError where it names none."""
        _require_revision(revision)
        names = ("rev-parse", "--verify", "--end-of-options", revision + "^{commit}")
        answer = self.asked(*names)
        hash = answer.out.decode("utf-8", "replace").strip()
        if "is ambiguous" in answer.error:
            says = mark("{revision} names more than one thing in this repository")
            help = mark("write refs/heads/… for a branch, refs/tags/… for a tag, or a longer hash")
            raise IopError(say(says, revision=revision), say(help), code="git")
        if answer.code or not HASH.fullmatch(hash):
            raise self._unknown(revision, answer.error)
        return hash

    def _unknown(self, revision: str, error: str) -> IopError:
        if "not a git repository" in error or "dubious" in error or "bare repository" in error:
            return trouble(error)
        if revision == "HEAD" and self.is_unborn():
            return IopError(say(mark("there is no commit in this repository yet")), code="git")
        says = say(mark("there is no revision {revision} in this repository"), revision=revision)
        if self.is_shallow:
            return IopError(says, shallow_help(), code="git")
        known = _lines(self.said("for-each-ref", "--count=2000", "--format=%(refname:short)"))
        meant = nearest(revision, known)
        help = say(mark("did you mean {meant}?"), meant=meant) if meant else ""
        return IopError(says, help, code="git")

    def is_unborn(self) -> bool:
        """Whether the branch that one stands on has no commit yet."""
        missing = self.asked("rev-parse", "--verify", "--quiet", "HEAD^{commit}").code != 0
        return missing and self.asked("symbolic-ref", "--quiet", "HEAD").code == 0

    def base(self, one: str, other: str) -> str:
        """The commit that two commits both come from; raises IopError where there is none."""
        answer = self.asked("merge-base", one, other)
        hash = answer.out.decode("ascii", "replace").strip()
        if answer.code or not HASH.fullmatch(hash):
            says = say(mark("the two revisions have no commit in common here"))
            raise IopError(says, shallow_help() if self.is_shallow else "", code="git")
        return hash

    def size(self, hash: str) -> int | None:
        """How many bytes a file's hash stands for; None where git does not have it."""
        header = self._talk("--batch-check").header(hash)
        return int(header[2]) if len(header) == 3 and header[1] == "blob" else None

    def content(self, hash: str) -> bytes | None:
        """The bytes that a file's hash stands for; None where git does not have it, or they are
        more than are read.
        """
        size = self.size(hash)
        if size is None or size > MOST_BYTES:
            return None
        talk = self._talk("--batch")
        return talk.body(size) if len(talk.header(hash)) == 3 else None

    def _talk(self, how: str) -> "_Talk":
        """The one long answer that files are read from; a forked process begins its own."""
        key = (how, os.getpid())
        if key not in self._talks:
            started = _start(self.root, ("cat-file", how), talks=True)
            self._talks[key] = _Talk(started)
            weakref.finalize(self, _ended, started, os.getpid())
        return self._talks[key]


@dataclass(frozen=True, slots=True)
class _Talk:
    """git that is asked for one object after the other."""

    process: subprocess.Popen[bytes]

    def header(self, hash: str) -> list[str]:
        """Hash, kind and size of an object; other words where it is not there."""
        to, answer = self.process.stdin, self.process.stdout
        if to is None or answer is None or not HASH.fullmatch(hash):
            return []
        to.write(hash.encode() + b"\n")
        to.flush()
        return answer.readline().decode("utf-8", "replace").split()

    def body(self, size: int) -> bytes | None:
        """The bytes after a header."""
        answer = self.process.stdout
        raw = answer.read(size + 1) if answer else b""
        return raw[:-1] if len(raw) == size + 1 else None


def _ended(process: subprocess.Popen[bytes], pid: int) -> None:
    if os.getpid() != pid:
        return  # a forked process lets its parent's answers alone
    for stream in (process.stdin, process.stdout):
        if stream:
            with suppress(OSError):
                stream.close()
    process.wait()


def _harmless(named: Iterable[str]) -> tuple[str, ...]:
    """The settings that take the programs out of the filters that some settings name."""
    names = {name.rpartition(".")[0] for name in named}
    if odd := next((name for name in names if "=" in name), None):
        says = mark("a filter in the settings of git has a name with = in it: {name}")
        raise IopError(say(says, name=odd), code="git")
    keys = ("clean=", "smudge=", "process=", "required=false")
    return tuple(word for n in sorted(names) for key in keys for word in ("-c", f"{n}.{key}"))


def _start(
    root: Path, arguments: tuple[str, ...], *, talks: bool = False
) -> subprocess.Popen[bytes]:
    settings = [word for setting in FIXED for word in ("-c", setting)]
    nothing, pipe = subprocess.DEVNULL, subprocess.PIPE
    return subprocess.Popen(
        [program(), "--no-pager", "-C", os.fspath(root), *settings, *arguments],
        stdin=pipe if talks else nothing, stdout=pipe, stderr=nothing if talks else pipe,
        env=environment(),
    )  # fmt: skip


def program() -> str:
    """Where git is, by PATH alone: never the folder that one stands in; raises IopError."""
    name = "git.exe" if sys.platform == "win32" else "git"
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        path = Path(folder) / name
        if Path(folder).is_absolute() and path.is_file() and os.access(path, os.X_OK):
            return os.fspath(path)
    says = say(mark("git is not installed, or not on PATH"))
    raise IopError(says, say(mark("git-scm.com has it for every system")), code="git")


def environment() -> dict[str, str]:
    """The environment that git runs in: nothing of it that the reader's own names git's."""
    return {k: v for k, v in os.environ.items() if not k.upper().startswith("GIT_")} | OWN


def _answer(process: subprocess.Popen[bytes]) -> Answer:
    """All that a call says; raises IopError where it says too much or takes too long."""
    said: list[bytes] = []
    listener = threading.Thread(target=lambda: said.append(_drained(process)), daemon=True)
    clock = threading.Timer(MOST_SECONDS, process.kill)
    listener.start()
    clock.start()
    out = process.stdout.read(MOST_ANSWER + 1) if process.stdout else b""
    is_full, is_late = len(out) > MOST_ANSWER, not clock.is_alive()
    clock.cancel()
    if is_full:
        process.kill()
    listener.join()
    with process:
        code = process.wait()
    if is_full or is_late:
        raise IopError(say(mark("git has more to say here than is read")), code="git")
    return Answer(code, out, said[0].decode("utf-8", "replace"))


def _drained(process: subprocess.Popen[bytes]) -> bytes:
    """The beginning of what stands on standard error; the rest is thrown away."""
    first = process.stderr.read(65_536) if process.stderr else b""
    while process.stderr and process.stderr.read(65_536):
        pass
    return first


def trouble(error: str) -> IopError:
    """What git's own words mean to a reader."""
    if "not a git repository" in error:
        says, help = mark("this folder is in no git repository"), mark("git init makes one")
    elif "dubious ownership" in error:
        says = mark("git does not trust this repository, because it belongs to another user")
        help = mark("git config --global --add safe.directory FOLDER trusts it")
    elif "bare repository" in error or "must be run in a work tree" in error:
        says, help = BARE, mark("run this in a clone of it")
    else:
        reason = next(iter(_reasons(error)), "?")
        return IopError(say(mark("git says: {reason}"), reason=reason), code="git")
    return IopError(say(says), say(help), code="git")


def _reasons(error: str) -> Iterator[str]:
    for line in error.splitlines():
        if line.startswith(("fatal: ", "error: ")):
            yield line.partition(": ")[2]


def shallow_help() -> str:
    """The way out of a clone whose history is cut."""
    return say(mark("this clone is shallow; git fetch --unshallow fetches the whole history"))


def _require_revision(revision: str) -> None:
    if revision.startswith("-"):
        says = mark("a revision cannot begin with -, as {revision} does")
    elif not revision.isprintable() or not revision:
        says = mark("{revision} cannot be the name of a revision")
    else:
        return
    raise IopError(say(says, revision=revision or '""'), code="usage")


def _words(out: bytes) -> list[str]:
    return [part.decode("utf-8", "surrogateescape") for part in out.split(b"\0") if part]


def _lines(out: bytes) -> list[str]:
    return out.decode("utf-8", "surrogateescape").splitlines()
