"""Where ledgers and documents lie on the disk: read, locked, and what a crash has left.

Reads and makes folders; writes no ledger and no document, and judges nothing.
"""

import os
import re
import stat
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from iop_cli.diagnostic import NOWHERE, IopError
from iop_cli.finding import Finding, Text
from iop_cli.ledger import Ledger, is_next, read, require_series
from iop_cli.project import read_file
from iop_cli.words import mark, say

FOLDER, LEDGER, HEAD, LOCK = "invoices", "ledger.yaml", "ledger.head", ".lock"
MOST_DOCUMENT = 50_000_000
_TEMPORARY = re.compile(r"\.(ledger\.(yaml|head)|.+-[0-9]{4}-[0-9]{4,}\.[a-z0-9]+)\.[A-Za-z0-9_]+")

Ledgers = dict[str, Ledger]


def ledgers(root: Path) -> Ledgers:
    """Every ledger of a repository by its series; what cannot be read has its problems."""
    folder = root / FOLDER
    held = sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []
    kept = [n for n in held if any(os.path.lexists(folder / n / f) for f in (LEDGER, HEAD))]
    return {name: opened(root, name) for name in kept if not name.startswith(".")}


def opened(root: Path, series: str) -> Ledger:
    """One series as it stands on the disk."""
    text = ledger_text(root, series)
    if text is None:
        return Ledger(series, _name(series))
    if text.trouble:
        return Ledger(series, text.name, b"", problems=(("IOP100", text.trouble),))
    return read(text.raw, series, text.name)


def ledger_text(root: Path, series: str) -> Text | None:
    """The bytes of a series' ledger, or why they cannot be read; None where there is none."""
    path, name = root / FOLDER / series / LEDGER, _name(series)
    if (root / FOLDER).is_symlink() or path.parent.is_symlink():
        says = mark("its folder is a symbolic link; put the folder itself here")
        return Text(name, b"", Finding((), says, span=NOWHERE))
    return read_file(path, name) if os.path.lexists(path) else None


def _name(series: str) -> str:
    return f"{FOLDER}/{series}/{LEDGER}"


def head(root: Path, series: str) -> str | None:
    """What was written beside the ledger when it was last made longer; None where there is none."""
    path = root / FOLDER / series / HEAD
    if not os.path.lexists(path):
        return None
    return read_file(path, HEAD).raw.decode("utf-8", "replace")


def names(root: Path, series: str) -> list[str]:
    """The names of what lies beside a ledger and its head; hidden files are left out."""
    folder = root / FOLDER / series
    held = sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []
    return [n for n in held if not n.startswith(".") and n not in (LEDGER, HEAD)]


def documents(root: Path, series: str) -> dict[str, bytes | None]:
    """What lies beside a ledger, by name; None for what cannot be read safely."""
    return {name: document(root / FOLDER / series / name) for name in names(root, series)}


def document(path: Path) -> bytes | None:
    """The bytes of a regular file; None where it is none, or cannot be read."""
    with suppress(OSError):
        kind = path.lstat()
        if stat.S_ISREG(kind.st_mode) and kind.st_size <= MOST_DOCUMENT:
            return path.read_bytes()
    return None


def leftovers(root: Path, ledger: Ledger) -> list[Path]:
    """What an interrupted issuing has left: temporary files, and the next number's documents."""
    folder = root / FOLDER / ledger.series
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        number = path.name.rpartition(".")[0]
        if _TEMPORARY.fullmatch(path.name) or is_next(ledger, number):
            found.append(path)
    return found


@contextmanager
def locked(folder: Path, wait: float) -> Iterator[None]:
    """Hold a series' lock, which dies with its process; raises IopError after `wait` seconds."""
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=wait)
    except Timeout:
        says = mark("{path} is held by another run of iop; nothing was issued")
        help = say(mark("wait until it is done, and run it again"))
        path = (folder / LOCK).as_posix()
        raise IopError(say(says, path=path), help, code="locked") from None
    except (OSError, NotImplementedError) as error:
        raise unwritable(folder / LOCK, error) from error
    try:
        yield
    finally:
        lock.release()


def folder_of(root: Path, series: str) -> Path:
    """The folder of a series, made where there is none; raises IopError."""
    require_series(series)
    folder = root / FOLDER / series
    above = root / FOLDER
    names = [p.name for p in above.iterdir()] if above.is_dir() else []
    alike = [n for n in names if n != series and _plain(n) == _plain(series)]
    if alike and series not in names:
        says = mark("there is a series {other}; {series} would be kept in the same folder")
        help = say(mark("write the series the same way in every agreement"))
        raise IopError(say(says, other=alike[0], series=series), help, code="series")
    try:
        for path in (above, folder):
            if not path.is_dir():
                path.mkdir(exist_ok=True)
                _settle(path.parent)
    except OSError as error:
        raise unwritable(folder, error) from error
    return folder


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _settle(folder: Path) -> None:
    """Flush a folder to the disk, so that a new folder in it lasts; where the system can."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def unwritable(path: Path, error: BaseException) -> IopError:
    """What stops a run that cannot write."""
    says = mark("{path} cannot be written: {reason}; nothing was changed")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return IopError(say(says, path=path.as_posix(), reason=reason), code="unwritable")
