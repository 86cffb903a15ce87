"""Makes hostile and broken files, and runs the command over them as a process of its own."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from conftest import ROOT

SAMPLE = ROOT / "tests" / "attacks" / "sample"
GOOD = (SAMPLE / "agreements" / "provtorget.yaml").read_bytes()
TEXT = GOOD.decode()
IOP = (sys.executable, "-P", "-m", "iop_cli")


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit code, and what it wrote."""

    code: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        """All that it said."""
        return (self.out + b"\n" + self.err).decode("utf-8")


def surroundings(folder: Path) -> dict[str, str]:
    """The environment that a command is run in: English, on a fixed day, with its own cache."""
    return {
        "PATH": os.environ["PATH"],
        "SYSTEMROOT": os.environ.get("SYSTEMROOT", ""),
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "IOP_CACHE": str(folder / ".cache"),
        "IOP_TODAY": "2026-11-22",
    }


def ran(folder: Path, *words: str, prefix: Sequence[str] = IOP, **changes: str) -> Ran:
    """Run the command in a folder; `changes` are made to its environment."""
    done = subprocess.run(
        [*prefix, *words],
        cwd=folder,
        env={**surroundings(folder), **changes},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def repository_in(folder: Path) -> Path:
    """A repository with one good agreement, its log and a profile."""
    return Path(shutil.copytree(SAMPLE, folder / "repository"))


def put(repository: Path, name: str, raw: bytes) -> Path:
    """Write a file among the agreements."""
    path = repository / "agreements" / name
    path.write_bytes(raw)
    return path


def bomb() -> bytes:
    """Nine lists of nine aliases each: 9^9 values in a few hundred bytes."""
    names = "abcdefghi"
    rows = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for before, name in pairwise(names):
        rows.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
    return "\n".join(rows).encode()


def many(line: bytes, count: int) -> bytes:
    """A line with a number in it, so many times."""
    return b"".join(line % number for number in range(count))


def with_title(title: str) -> bytes:
    """The good agreement with another title."""
    return GOOD.replace(b"title: Provtorget", f"title: {title}".encode())


# by name: the code of a finding that the file must have, and its bytes
HOSTILE: dict[str, tuple[str, bytes]] = {
    "brackets": ("IOP100", b"[" * 100_000),
    "mappings": ("IOP100", b"{a: " * 50_000),
    "dashes": ("IOP100", b"- " * 60_000 + b"x"),
    "questions": ("IOP103", b"? " * 5_000 + b"x"),
    "bomb": ("IOP103", bomb()),
    "merges": ("IOP103", b"a: &a {k: 1}\nb: {<<: [*a, *a]}\n"),
    "recursion": ("IOP103", b"a: &a [*a]\n"),
    "documents": ("IOP103", b"---\na: 1\n" * 18_000),
    "directives": ("IOP103", many(b"%%TAG !t%d! tag:x,1:\n", 18_000) + b"---\na: 1\n"),
    "keys": ("IOP100", many(b"k%d: 1\n", 60_000)),
    "unknown": ("IOP111", GOOD + many(b"k%d: 1\n", 40_000)),
    "amendments": (
        "IOP100",
        GOOD + b"amendments:\n" + many(b"  a%d: {from: 2026-01-01, changes: {title: x}}\n", 2_000),
    ),
    "multiplied": (
        "IOP100",
        GOOD + b"added:\n" + many(b"  - {where: [a.b%d], by: x, because: y}\n", 2_000),
    ),
    "large": ("IOP100", b"a: " + b"x" * 50_000_000),
    "key": ("IOP100", b"k" * 201 + b": 1\n"),
    "number": ("IOP112", GOOD.replace(b"copies: 2", b"copies: " + b"9" * 5_000)),
    "exponent": ("IOP112", GOOD.replace(b"100 000 kr", b"1e999999999")),
    "pattern": ("IOP112", GOOD.replace(b"2024-12-10", b"1" * 50_000 + b"!")),
    "equals": ("IOP111", GOOD + b"=: 1\n'=map': 1\n'[key]': 1\n"),
    "tag": ("IOP103", GOOD + b"x: !!python/object/apply:os.system [ls]\n"),
    "empty": ("IOP105", b""),
    "list": ("IOP112", b"- a\n"),
    "colon": ("IOP101", b"a: b: c\n"),
    "quote": ("IOP101", b'a: "b\n'),
    "utf16": ("IOP100", TEXT.encode("utf-16")),
    "utf16-bare": ("IOP100", TEXT.encode("utf-16-le")),
    "utf32": ("IOP100", TEXT.encode("utf-32")),
    "latin1": ("IOP100", TEXT.encode("latin-1")),
    "picture": ("IOP100", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
    "nul": ("IOP104", GOOD + b"\0"),
    "escape": ("IOP104", GOOD + b"# \x1b[31m\n"),
    "escaped": ("IOP104", with_title('"a\\x1b[31m"')),
    "bidi-value": ("IOP104", with_title("a\u202eb")),
    "bidi-key": ("IOP104", GOOD + "ab\u2066c: 1\n".encode()),
    "bidi-comment": ("IOP104", GOOD + "# a\u202eb\n".encode()),
    "lone-cr": ("IOP104", GOOD.replace(b"\n", b"\r")),
}

# what speaks to terminals and build servers, as it is written in a file
COMMANDS = [
    "'::set-env name=PATH::x'", '"x\\n::error::y"', '"\\x1b]0;x\\x07"', '"\\e[2J"', '"\\x9b31m"',
    "'##[error]x'", "'##vso[task.setvariable]y'", "'##teamcity[x]'", '"\\u202ex"',
    '"x\\u2028::error::y"', "'" + "x " * 45 + "::add-path::y'", '"%0A::error::x"', "'[red]x[/]'",
    "'<b>&amp;|`x`|](http://x)'",
]  # fmt: skip
NAMES = [
    "x\n::error::y", "::error::y", "x\x1b[31m", "x ##[error]y", "-rf", "a\u202eb", "a\u030a",
    "[red]x", "a%0A::error::b",
]  # fmt: skip
OBEYED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\u00ad]"
    r"|##\[|##vso|##teamcity|^[ \t]*::(?!(?:error|warning|notice) file=)",
    re.MULTILINE | re.IGNORECASE,
)
