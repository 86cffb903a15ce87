"""What was found before, by the content that it was found in; never needed, always disposable.

A key is a hash of bytes, so a changed file, rule, setting or version is another key. A cache that
is damaged, foreign or locked is as good as none.
"""

import hashlib
import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from iop_cli import __version__

MOST_ROWS = 200_000
MOST_FILES = 8
_LAYOUT = "create table if not exists kept (key blob primary key, head blob, found blob, seal blob)"


def hashed(*parts: bytes) -> bytes:
    """A hash of some parts, each with its length, so that no two lists of parts share one."""
    state = hashlib.blake2b(digest_size=20)
    for part in parts:
        state.update(len(part).to_bytes(8, "little"))
        state.update(part)
    return state.digest()


def version_key() -> bytes:
    """A hash of all that the findings rest on beside the files: our code, the libraries, Python."""
    here = Path(__file__).parent
    code = dict(_code(here))
    libraries = {"pydantic", "pyyaml", "holidays", "babel", "python_stdnum", "typer"}
    found = find_spec("yaml")
    site = Path(found.origin).parent.parent if found and found.origin else here
    names = sorted(p.name for p in site.iterdir() if p.name.lower().split("-")[0] in libraries)
    return hashed(
        __version__.encode(), sys.version.encode(), "|".join(names).encode(),
        *(part for name in sorted(code) for part in (name.encode(), code[name])),
    )  # fmt: skip


def _code(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Our code and catalogues, by name: what stands in them, for their times change in a clone."""
    for at, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in files:
            if name.endswith((".py", ".mo")):
                yield f"{at[len(str(folder)) :]}/{name}", Path(at, name).read_bytes()


def folder() -> Path:
    """Where caches lie: IOP_CACHE, else the system's folder for them."""
    if named := os.environ.get("IOP_CACHE"):
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "iop" / "cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "iop"


class Cache:
    """One file of what was found under one setting; every trouble with it means: nothing kept."""

    def __init__(self, setting_key: bytes, root: Path | None) -> None:
        """`root` is the folder of caches; None keeps nothing."""
        self._path = root / f"{setting_key.hex()}.sqlite" if root else None
        self._base: sqlite3.Connection | None = None
        if self._path:
            with suppress(OSError, sqlite3.Error, RuntimeError):
                self._base = self._open(self._path)

    def _open(self, path: Path) -> sqlite3.Connection | None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for _attempt in range(2):
            base = sqlite3.connect(path, timeout=1, isolation_level=None)
            try:
                base.execute("pragma journal_mode=wal")
                base.execute("pragma synchronous=off")
                base.execute(_LAYOUT)
                base.execute("select key, head, found, seal from kept limit 1").fetchone()
            except sqlite3.DatabaseError as error:
                base.close()
                if "locked" in str(error):
                    return None
                path.unlink(missing_ok=True)
            else:
                return base
        return None

    def get(self, key: bytes) -> tuple[bytes, bytes] | None:
        """What was kept under a key: its head and its findings, if they are whole."""
        if self._base is None:
            return None
        try:
            row = self._base.execute(
                "select head, found, seal from kept where key=?", (key,)
            ).fetchone()
        except sqlite3.Error:
            return None
        if not row or not all(isinstance(part, bytes) for part in row):
            return None
        head, found, seal = row
        return (head, found) if hashed(key, head, found) == seal else None

    def put(self, rows: Iterable[tuple[bytes, bytes, bytes]]) -> bool:
        """Keep (key, head, findings) for later; returns whether they are kept."""
        if self._base is None:
            return False
        sealed = ((k, h, f, hashed(k, h, f)) for k, h, f in rows)
        with suppress(sqlite3.Error):
            self._base.execute("begin")
            (count,) = self._base.execute("select count(*) from kept").fetchone()
            if count > MOST_ROWS:
                self._base.execute("delete from kept")
            self._base.executemany("insert or replace into kept values (?, ?, ?, ?)", sealed)
            self._base.execute("commit")
            return True
        return False

    def close(self) -> None:
        """Let go of the file, and of caches that newer settings have replaced."""
        if self._base is not None:
            with suppress(sqlite3.Error):
                self._base.close()
        if self._path:
            with suppress(OSError):
                old = sorted(self._path.parent.glob("*.sqlite"), key=lambda p: p.stat().st_mtime)
                for path in old[:-MOST_FILES]:
                    path.unlink(missing_ok=True)
