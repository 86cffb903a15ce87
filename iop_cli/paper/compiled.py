"""Compiled templates kept from one run to the next, in the user's own folder of caches.

They are code, as Python's own compiled files are: what is not the user's alone, or not whole, is as
good as not there. Never below IOP_CACHE, which a pipeline may bring from elsewhere, and not on
Windows, where nobody is asked whose a file is.
"""

import marshal
import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import CodeType

from iop_cli import __version__
from iop_cli.cache import hashed

# templates in two ways of escaping, and their older versions
MOST_FILES = 64
_SEAL = 20


def compiled(parts: tuple[bytes, ...], make: Callable[[], CodeType]) -> CodeType:
    """The code that `make` makes, kept under a hash of all that it is made of: `parts`."""
    folder = _folder()
    if folder is None:
        return make()
    path = folder / hashed(*_ours(), *parts).hex()
    with suppress(OSError, ValueError, EOFError, TypeError):
        return _read(path)
    code = make()
    with suppress(OSError):
        _write(path, marshal.dumps(code))
    return code


@cache
def _ours() -> tuple[bytes, ...]:
    """What compiles: Python, the template library, and our own judgement of templates."""
    import jinja2  # noqa: PLC0415  who compiles has it already

    judge = Path(__file__).with_name("jail.py").read_bytes()
    return f"{sys.version} {jinja2.__version__} {__version__}".encode(), judge


@cache
def _folder() -> Path | None:
    """The folder, if it is the user's alone; made where it is missing."""
    if sys.platform == "win32":
        return None
    with suppress(OSError, RuntimeError):
        held = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "iop"
        path = held / "templates"
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if all(_is_own(place.lstat(), stat.S_ISDIR) for place in (held, path)):
            return path
    return None


def _is_own(found: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    """Whether it is of a kind, the user's, and nobody else may write there."""
    return (
        is_kind(found.st_mode)
        and found.st_uid == getattr(os, "geteuid", lambda: found.st_uid)()
        and not found.st_mode & 0o022
    )


def _read(path: Path) -> CodeType:
    """What is kept there; raises ValueError for what is not ours or not whole."""
    handle = os.open(
        path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    )
    with os.fdopen(handle, "rb") as file:
        raw = file.read() if _is_own(os.fstat(handle), stat.S_ISREG) else b""
    if raw[:_SEAL] != hashed(path.name.encode(), raw[_SEAL:]):
        raise ValueError(path.name)
    code = marshal.loads(raw[_SEAL:])
    if not isinstance(code, CodeType):
        raise TypeError(path.name)
    return code


def _write(path: Path, raw: bytes) -> None:
    """Keep it, whole or not at all; the oldest of too many go."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(temporary, flags, 0o600), "wb") as file:
        file.write(hashed(path.name.encode(), raw) + raw)
    temporary.replace(path)
    held = sorted(path.parent.iterdir(), key=lambda p: p.lstat().st_mtime)
    for old in held[:-MOST_FILES]:
        old.unlink(missing_ok=True)
