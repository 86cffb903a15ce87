"""Measures `iop` against its goals, all in one run, and prints a table: bench.py [--peer PATH].

Every figure is a ratio of two runs on the same machine in the same minute, in processor time unless
it says otherwise, so that a busy machine shifts both. The peer is check-jsonschema, with the schema
that the project exports; without it that row is left out. Cache folders are fresh, and the package
is compiled first, as pip does when it installs.
"""

import argparse
import compileall
import hashlib
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus import corpus

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "schema" / "agreement.schema.json"
HEAVY = {"pydantic", "yaml", "jinja2", "rich"}
YARDSTICK = """
import typer, yaml
from pydantic import BaseModel
class Small(BaseModel):
    number: int
Small(number=1)
"""
IOP = [sys.executable, "-m", "iop_cli"]


@dataclass(frozen=True)
class Run:
    """What a process took: seconds of processor and of clock, megabytes; a hash of what it said."""

    cpu: float
    wall: float
    peak: float
    said: str


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    measured: str
    goal: str
    holds: bool


def run(command: list[str], here: Path, cache: Path | None = None) -> Run:
    """Run a command in a folder to its end; its output is kept as a hash."""
    with tempfile.TemporaryFile() as out:
        started = os.times().elapsed
        process = subprocess.Popen(
            command, cwd=here, stdout=out, stderr=out, env=_environment(cache)
        )
        _pid, _status, used = os.wait4(process.pid, 0)
        process.returncode = 0
        wall = os.times().elapsed - started
        out.seek(0)
        said = hashlib.file_digest(out, "blake2b").hexdigest()
    return Run(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, said)


def _environment(cache: Path | None) -> dict[str, str]:
    held = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    own = {"PYTHONPATH": str(ROOT), "IOP_TODAY": "2026-11-22", "COLUMNS": "100"}
    return {**held, **own, **({"IOP_CACHE": str(cache)} if cache else {})}


def ratio(ours: list[Run], theirs: list[Run]) -> float:
    """The middle of the ratios of runs that were made side by side."""
    return statistics.median(a.cpu / b.cpu for a, b in zip(ours, theirs, strict=True))


class Bench:
    """The corpora in a folder of their own, and the rows of the table."""

    def __init__(self, folder: Path, rounds: int, peer: str | None) -> None:
        """Take where to work, how often the short runs are made, and the peer's command."""
        self.folder, self.rounds, self.peer = folder, rounds, peer

    def rows(self) -> Iterator[Row]:
        """All rows, as they are measured."""
        for count in (1, 1_000, 10_000):
            corpus(self.folder / str(count), count)
        yield self._help()
        yield self._one_file()
        yield from self._thousand()
        yield from self._ten_thousand()

    def _at(self, count: int) -> Path:
        return self.folder / str(count)

    def _fresh(self) -> Path:
        return Path(tempfile.mkdtemp(prefix="cache-", dir=self.folder))

    def _help(self) -> Row:
        asked = [sys.executable, "-X", "importtime", "-m", "iop_cli", "--help"]
        told = subprocess.run(asked, capture_output=True, text=True, env=_environment(None)).stderr
        imported = {line.rpartition("|")[2].strip().split(".")[0] for line in told.splitlines()}
        heavy = ", ".join(sorted(imported & HEAVY)) or "none"
        return Row(
            "`iop --help` imports of pydantic, yaml, jinja2, rich", heavy, "none", heavy == "none"
        )

    def _one_file(self) -> Row:
        (file,) = (self._at(1) / "agreements").iterdir()
        ours: list[Run] = []
        yard: list[Run] = []
        for turn in range(-1, self.rounds):
            pair = [
                (ours, [*IOP, "validate", str(file.relative_to(self._at(1)))], self._fresh()),
                (yard, [sys.executable, "-c", YARDSTICK], None),
            ]
            for held, command, cache in random.sample(pair, 2):
                made = run(command, self._at(1), cache)
                if turn >= 0:
                    held.append(made)
        times = ratio(ours, yard)
        least = min(r.cpu for r in ours) / min(r.cpu for r in yard)
        shown = f"{times:.2f} × (of the quickest: {least:.2f} ×; {min(r.cpu for r in ours):.3f} s)"
        what = "one file, against importing typer, yaml, pydantic and building a small model"
        return Row(what, shown, "at most 1.7 ×", times <= 1.7)

    def _thousand(self) -> Iterator[Row]:
        here = self._at(1_000)
        files = sorted(str(p.relative_to(here)) for p in (here / "agreements").iterdir())
        alone, shared, peer = [], [], []
        for _turn in range(max(1, self.rounds // 4)):
            alone.append(run([*IOP, "validate", "--jobs", "1"], here, self._fresh()))
            shared.append(run([*IOP, "validate"], here, self._fresh()))
            if self.peer:
                peer.append(run([self.peer, "--schemafile", str(SCHEMA), *files], here))
        same = len({r.said for r in (*alone, *shared)}) == 1
        yield Row("1,000 files: one process or several say", _same(same), "the same", same)
        if peer:
            times = 1 / ratio(alone, peer)
            rate = f"{1_000 / alone[0].cpu:,.0f} against {1_000 / peer[0].cpu:,.0f} files a second"
            what = "1,000 files and all rules, one process, against check-jsonschema"
            yield Row(what, f"{times:.1f} × ({rate})", "at least 15 ×", times >= 15)
            clock = statistics.median(b.wall / a.wall for a, b in zip(shared, peer, strict=True))
            what = "the same, on all processors, by the clock"
            yield Row(what, f"{clock:.1f} ×", "at least 15 ×", clock >= 15)

    def _ten_thousand(self) -> Iterator[Row]:
        few = run([*IOP, "validate", "--jobs", "1"], self._at(1_000), self._fresh())
        kept = self._fresh()
        many = run([*IOP, "validate", "--jobs", "1"], self._at(10_000), kept)
        again = run([*IOP, "validate", "--jobs", "1"], self._at(10_000), kept)
        time, peak, second = many.cpu / few.cpu, many.peak / few.peak, many.cpu / again.cpu
        shown = f"{time:.1f} × ({few.cpu:.1f} s and {many.cpu:.1f} s)"
        yield Row("10,000 files against 1,000, time", shown, "at most 11 ×", time <= 11)
        shown = f"{peak:.2f} × ({few.peak:.0f} MB and {many.peak:.0f} MB)"
        yield Row("10,000 files against 1,000, peak memory", shown, "at most 2 ×", peak <= 2)
        shown = f"{second:.0f} × ({again.cpu:.2f} s, {again.peak:.0f} MB)"
        yield Row(
            "10,000 unchanged files, second run quicker", shown, "at least 10 ×", second >= 10
        )
        same = many.said == again.said
        yield Row("10,000 files: afresh or from the cache say", _same(same), "the same", same)
        filled = any(kept.iterdir())
        told = "IOP_CACHE" if filled else "another folder"
        yield Row("the cache lies in the folder that is named by", told, "IOP_CACHE", filled)


def _same(same: bool) -> str:
    return "the same" if same else "not the same"


def main() -> None:
    """Measure, and print the table in Markdown; ends with 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", default=shutil.which("check-jsonschema"))
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    compileall.compile_dir(ROOT / "iop_cli", quiet=1)
    print("| what | measured | goal | holds |\n|---|---|---|---|")
    missed = 0
    with tempfile.TemporaryDirectory(prefix="iop-bench-") as folder:
        for row in Bench(Path(folder), given.rounds, given.peer).rows():
            missed += not row.holds
            holds = "yes" if row.holds else "no"
            print(f"| {row.what} | {row.measured} | {row.goal} | {holds} |", flush=True)
    load = " ".join(f"{part:.1f}" for part in os.getloadavg())
    print(f"\nPython {sys.version.split()[0]}, {os.cpu_count()} processors, load {load}.")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
