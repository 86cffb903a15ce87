"""The door to the disk: finds the repository, reads its files, writes files whole or not at all.

Knows names and bytes; never what a text means. A file that cannot be read safely comes back as
the finding that says why.
"""

import os
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from iop_cli.diagnostic import NOWHERE, IopError
from iop_cli.finding import MOST_BYTES, Finding, Text, file_id
from iop_cli.words import mark, nearest, say

HERE = Path(__file__).parent
ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Pair:
    """The names of the files that belong together: an agreement and its log, or one profile."""

    file: str
    log: str | None = None
    is_profile: bool = False


@dataclass(frozen=True)
class Project:
    """A repository of agreements; names are given relative to the folder that one stands in."""

    root: Path
    here: Path

    @staticmethod
    def find(start: Path | None = None) -> "Project":
        """The nearest folder upwards with an `iop.toml`, not past a repository's root."""
        here = (start or Path.cwd()).absolute()
        for folder in (here, *here.parents):
            if (folder / "iop.toml").is_file():
                return Project(folder, here)
            if (folder / ".git").exists():
                return Project(folder, here)
        return Project(here, here)

    @cached_property
    def config_text(self) -> str | None:
        """The text of the repository's `iop.toml`; None where there is none."""
        path = self.root / "iop.toml"
        if not os.path.lexists(path):
            return None
        found = read_file(path, "iop.toml")
        try:
            if found.trouble is None:
                return found.raw.decode("utf-8-sig")
            reason = say(found.trouble.says, **found.trouble.values)
        except UnicodeDecodeError:
            reason = say(mark("it is not UTF-8"))
        says = say(mark("iop.toml cannot be read: {error}"), error=reason)
        raise IopError(says, file="iop.toml", code="configuration")

    def name(self, path: Path) -> str:
        """A path as people type it: relative to where they stand, with forward slashes."""
        try:
            return path.relative_to(self.here).as_posix()
        except ValueError:
            return (
                Path(os.path.relpath(path, self.here)).as_posix()
                if self.root in path.parents
                else path.as_posix()
            )

    def read(self, name: str) -> Text:
        """The bytes of one file, or the finding that says why it cannot be read."""
        return read_file(self.here / name, name)

    def template(self, name: str) -> bytes | None:
        """A profile or table: the repository's own, else the one that came with the command.

        Empty where the repository's own cannot be read: it never gives way in silence.
        """
        own = self.root / "templates" / name
        if os.path.lexists(own):
            return read_file(own, self.name(own)).raw if self._holds(own) else b""
        return shipped(f"templates/{name}")

    def template_names(self, folder: str) -> list[str]:
        """The names of all profiles or tables, the repository's own and those that came along."""
        roots = [
            self.root / "templates" / folder,
            *(r / folder for r in _shipped_roots("templates")),
        ]
        return sorted(
            {p.name for r in roots if r.is_dir() for p in r.iterdir() if p.suffix == ".yaml"}
        )

    def _holds(self, path: Path) -> bool:
        """Whether a path stays inside the repository when its links are followed."""
        return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self.root))

    def pairs(self, arguments: Iterable[str], agreements: str, most: int) -> list[Pair]:
        """The files that some paths or ids name (none: all), each agreement with its log, by name.

        Raises IopError for a path or id that is not there, and above `most` files.
        """
        found: set[str] = set()
        for argument in arguments:
            found.update(self._named(argument, agreements))
        if not arguments:
            if not self._holds(self.root / agreements):
                says = say(mark("{name} leads out of the repository"), name=agreements)
                raise IopError(says, code="configuration")
            found.update(self._agreements(agreements))
            if not found and not (self.root / agreements).is_dir():
                says = say(mark("there is no folder {name} here"), name=agreements)
                way_out = say(mark("iop new ID writes a first agreement"))
                raise IopError(says, way_out, code="not-found")
            profiles = self.root / "templates" / "profiles"
            if profiles.is_dir() and self._holds(profiles):
                found.update(self._folder(profiles))
        if len(found) > most:
            says = mark("{count} files are more than {most}; raise most_files in iop.toml")
            raise IopError(say(says, count=len(found), most=most), code="too-many-files")
        return _paired(found, self.here)

    def _agreements(self, agreements: str) -> list[str]:
        """The files of the folder of agreements; of this folder where there is none such."""
        folder = self.root / agreements
        if folder.is_dir():
            return self._folder(folder) if self._holds(folder) else []
        return [self.name(p) for p in self.here.glob("*.yaml") if not p.name.startswith(".")]

    def pair(self, name: str) -> Pair:
        """The pair that a file of this name belongs to, whether it is there or not."""
        return _paired({name}, self.here)[0]

    def _named(self, argument: str, agreements: str) -> list[str]:
        path = self.here / argument
        if path.is_dir():
            return self._folder(path, typed=argument)
        if os.path.lexists(path):
            return [Path(argument).as_posix()]
        ids = self.ids(agreements)
        if argument in ids:
            return [ids[argument]]
        begun = (id for id in ids if argument and id.startswith(argument))
        meant = next(begun, "") or nearest(argument, ids)
        if meant:
            says = say(
                mark("there is no file or agreement {argument}; did you mean {meant}?"),
                argument=argument,
                meant=meant,
            )
        else:
            says = say(mark("there is no file or agreement {argument}"), argument=argument)
        raise IopError(
            says, say(mark("iop list shows the agreements that are here")), code="not-found"
        )

    def ids(self, agreements: str) -> dict[str, str]:
        """The ids of all agreements in the repository, each with its file's name."""
        names = self._agreements(agreements)
        return {file_id(n): n for n in names if not _is_log(n)}

    def _folder(self, folder: Path, typed: str | None = None) -> list[str]:
        """The YAML files below a folder; hidden ones and links to folders are passed by."""
        names: list[str] = []
        for at, folders, files in os.walk(folder, onerror=_unreadable, followlinks=False):
            folders[:] = sorted(f for f in folders if not f.startswith("."))
            for file in files:
                if file.endswith(ENDINGS) and not file.startswith("."):
                    names.append(self._typed(Path(at, file), folder, typed))
        return names

    def _typed(self, path: Path, folder: Path, typed: str | None) -> str:
        if typed is None:
            return self.name(path)
        inner = path.relative_to(folder).as_posix()
        return inner if typed in (".", "./") else f"{Path(typed).as_posix()}/{inner}"

    def write(self, files: dict[str, bytes], *, lasting: bool = True) -> None:
        """Write files, each whole by a temporary file beside it; raises IopError.

        What can be made again at any time need not be `lasting`: see `write_file`.
        """
        for name, raw in files.items():
            write_file(self.here / name, raw, lasting=lasting)


def _unreadable(error: OSError) -> None:
    says = mark("the folder {name} cannot be read: {reason}")
    words = say(says, name=str(error.filename), reason=_reason(error))
    raise IopError(words, code="unreadable")


def _is_log(name: str) -> bool:
    return name.endswith((".log.yaml", ".log.yml"))


def _paired(names: set[str], here: Path) -> list[Pair]:
    pairs: dict[str, Pair] = {}
    for name in sorted(names):
        stem = name.rsplit(".", 1)[0]
        if _is_log(name):
            owner = next(
                (f"{stem[:-4]}{e}" for e in ENDINGS if os.path.lexists(here / f"{stem[:-4]}{e}")),
                None,
            )
            pairs[owner or name] = Pair(owner or name, name)
        else:
            log = next(
                (f"{stem}.log{e}" for e in ENDINGS if os.path.lexists(here / f"{stem}.log{e}")),
                None,
            )
            profile = (
                Path(name).parent.name == "profiles"
                and Path(name).parent.parent.name == "templates"
            )
            pairs[name] = Pair(name, log, profile or (here / name).parent.name == "profiles")
    held = {pair.log for pair in pairs.values()}
    # a second log, a.log.yml beside a.log.yaml, must not go unseen
    pairs |= {name: Pair(name, name) for name in names if _is_log(name) and name not in held}
    return [pairs[name] for name in sorted(pairs)]


def read_file(path: Path, name: str) -> Text:
    """The bytes of a regular file of at most 1 MB; nothing is followed, nothing is waited for."""
    flags = (
        os.O_RDONLY
        | getattr(os, "O_NOFOLLOW", 0)
        | getattr(os, "O_NONBLOCK", 0)
        | getattr(os, "O_BINARY", 0)
    )
    try:
        kind = path.lstat().st_mode
        if stat.S_ISLNK(kind):
            return _trouble(name, mark("this is a symbolic link; put the file itself here"))
        if not stat.S_ISREG(kind):
            return _trouble(name, mark("this is not a regular file"))
        handle = os.open(path, flags)
    except OSError as error:
        return _trouble(name, mark("this file cannot be opened: {reason}"), reason=_reason(error))
    try:
        info = os.fstat(handle)
        if not stat.S_ISREG(info.st_mode):
            return _trouble(name, mark("this is not a regular file"))
        if info.st_size > MOST_BYTES:
            return _trouble(name, mark("the file is larger than 1 MB, the most that is read"))
        with os.fdopen(handle, "rb", closefd=False) as file:
            return Text(name, file.read(MOST_BYTES + 1))
    except OSError as error:
        return _trouble(name, mark("this file cannot be opened: {reason}"), reason=_reason(error))
    finally:
        os.close(handle)


def _trouble(name: str, says: str, **values: object) -> Text:
    return Text(name, b"", Finding((), says, values, span=NOWHERE))


def _reason(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__


def read_stdin(name: str) -> Text:
    """What stands on standard input, at most 1 MB of it."""
    raw = sys.stdin.buffer.read(MOST_BYTES + 1) if sys.stdin else b""
    return Text(name, raw)


def write_file(path: Path, raw: bytes, *, lasting: bool = True) -> None:
    """Write one file whole: a temporary file beside it, flushed to the disk, then renamed.

    What is not `lasting` is not flushed: a power failure may leave it empty.
    """
    import tempfile  # noqa: PLC0415  slow to import, and most commands write nothing

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        Path(temporary).chmod(stat.S_IMODE(path.stat().st_mode) if path.is_file() else 0o644)
        Path(temporary).replace(path)
        if lasting:
            _settle(path.parent)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise _unwritable(path, error) from error
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _settle(folder: Path) -> None:
    """Flush a folder to the disk, so that a rename in it lasts; where the system can."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unwritable(path: Path, error: OSError) -> IopError:
    says = mark("{path} cannot be written: {reason}; nothing was changed")
    return IopError(say(says, path=path.as_posix(), reason=_reason(error)), code="unwritable")


def _shipped_roots(kind: str) -> list[Path]:
    """Where what came along lies: inside the installed package, or beside it in a checkout."""
    beside = {"cases": HERE.parent / "tests" / "rules"}.get(kind, HERE.parent / kind)
    inside = HERE / kind
    return [inside] if inside.is_dir() else [beside]


def shipped(name: str) -> bytes | None:
    """A file that came along (templates/…, schema/…, cases/…); None where there is none."""
    kind, _slash, rest = name.partition("/")
    for root in _shipped_roots(kind):
        path = root / rest
        if path.is_file():
            return path.read_bytes()
    return None


def shipped_cases(code: str) -> dict[str, bytes]:
    """The case files of one rule, by name."""
    for root in _shipped_roots("cases"):
        one, folder = root / f"{code}.yaml", root / code
        if one.is_file():
            return {one.name: one.read_bytes()}
        if folder.is_dir():
            return {p.name: p.read_bytes() for p in sorted(folder.rglob("*.yaml"))}
    return {}
