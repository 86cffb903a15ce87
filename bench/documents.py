"""Measures `iop render` against its goals, all in one run, and prints a table: documents.py.

Every figure is a ratio of processor time in the same minute on one machine. What was found before
is forgotten for each run; the package and its templates are compiled first, the one as pip does
when it installs, the others by a first run that is not counted.
"""

import argparse
import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from corpus import SHIPPED, corpus

from bench import IOP, ROOT, Row, Run, ratio, run

ID = "boras-alskade-barn"
# the same layout and the same blocks, prepared before the clock starts for the bare compiler
SETTING = """
import sys, time
from datetime import UTC, date, datetime
from iop_cli.cli.invoicing import Desk
from iop_cli.cli.rendering import Press, Typed, asked
from iop_cli.documents import engine, typeset
from iop_cli.documents.making import made
day = date(2026, 11, 22)
_id, wanted = asked(Typed(("agreement",), True, ["pdf"]), day, None, draft=True, public=False)
press = Press(Desk.find(), wanted)
kind, held = wanted.kinds[0], []
for pair in press.pairs(None):
    try:
        held.append(press.subject(pair))
    except Exception:
        continue
held = held[:100]
told = []
kept = typeset._set
typeset._set = lambda text, on, own_fonts: told.append(text) or kept(text, on, own_fonts=own_fonts)
load = press.desk.project.template
made(kind, held[0], load, ["pdf"])
told.clear()
started = time.process_time()
for subject in held:
    made(kind, subject, load, ["pdf"])
ours = time.process_time() - started
compiler, layout = typeset._compiler(True)[0], typeset._layout()
started = time.process_time()
for text in told:
    compiler.compile(input=layout, sys_inputs={"document": text}, pdf_standards=typeset.STANDARDS,
                     timestamp=datetime(2026, 11, 22, tzinfo=UTC))
print(len(held), ours, time.process_time() - started)
"""


class Bench:
    """The agreements in folders of their own, and the rows of the table."""

    def __init__(self, folder: Path, rounds: int) -> None:
        """Take where to work, and how often the short runs are made."""
        self.folder, self.rounds = folder, rounds
        # compiled templates lie here, what was found elsewhere
        os.environ["XDG_CACHE_HOME"] = str(folder / "compiled")

    def rows(self) -> Iterator[Row]:
        """All rows, as they are measured."""
        one = self.folder / "one"
        one.mkdir()
        for path in SHIPPED.glob(f"{ID}*"):
            shutil.copy(path, one)
        corpus(self.folder / "many", 1_000)
        corpus(self.folder / "some", 110)
        yield self._one(one)
        yield self._thousand(self.folder / "many")
        yield self._portable(self.folder / "some")

    def _run(self, here: Path, *words: str) -> Run:
        shutil.rmtree(here / "documents", ignore_errors=True)
        return run([*IOP, *words], here, Path(tempfile.mkdtemp(prefix="cache-", dir=self.folder)))

    def _one(self, here: Path) -> Row:
        self._run(here, "render", ID)
        turns = range(self.rounds)
        pairs = [(self._run(here, "render", ID), self._run(here, "validate", ID)) for _ in turns]
        times = ratio([ours for ours, _theirs in pairs], [theirs for _ours, theirs in pairs])
        said = f"{times:.2f} × ({min(ours.cpu for ours, _theirs in pairs):.2f} s)"
        return Row("all documents of one agreement as md and HTML, against iop validate of it",
                   said, "at most 1.5 ×", times <= 1.5)  # fmt: skip

    def _thousand(self, here: Path) -> Row:
        asked = ["render", "--all", "agreement", "--draft", "--output-format", "html"]
        ours, theirs = [], []
        for _turn in range(max(1, self.rounds // 4)):
            ours.append(self._run(here, *asked))
            theirs.append(self._run(here, "validate"))
        times = ratio(ours, theirs)
        said = f"{times:.2f} × ({ours[0].cpu:.1f} s and {theirs[0].cpu:.1f} s)"
        return Row("1,000 agreements to HTML, against validating them", said, "at most 3 ×",
                   times <= 3)  # fmt: skip

    def _portable(self, here: Path) -> Row:
        held = [self._set(here) for _turn in range(max(1, self.rounds // 4))]
        times = statistics.median(ours / bare for _count, ours, bare in held)
        count, ours, bare = held[0]
        said = f"{times:.2f} × ({ours:.1f} s and {bare:.1f} s, {count:.0f} files)"
        return Row("100 agreements to PDF, against the bare typst compiler", said,
                   "at most 1.5 ×", times <= 1.5)  # fmt: skip

    def _set(self, here: Path) -> tuple[float, float, float]:
        """How many were set, the time that took, and what the compiler itself needs for them."""
        own = {name: os.environ[name] for name in ("PATH", "XDG_CACHE_HOME")}
        done = subprocess.run(
            [sys.executable, "-c", SETTING], cwd=here, capture_output=True, text=True, check=True,
            env={"PYTHONPATH": str(ROOT), **own},
        )  # fmt: skip
        count, ours, bare = map(float, done.stdout.split())
        return count, ours, bare


def main() -> None:
    """Measure, and print the table in Markdown; ends with 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    compileall.compile_dir(ROOT / "iop_cli", quiet=1)
    print("| what | measured | goal | holds |\n|---|---|---|---|")
    missed = 0
    with tempfile.TemporaryDirectory(prefix="iop-bench-") as folder:
        for row in Bench(Path(folder), given.rounds).rows():
            missed += not row.holds
            holds = "yes" if row.holds else "no"
            print(f"| {row.what} | {row.measured} | {row.goal} | {holds} |", flush=True)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
