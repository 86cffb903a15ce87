"""Measures `iop invoice` against its goals, all in one run, and prints a table: invoices.py.

A thousand copies of the agreement that comes along with a log, each with parties, a series and an
invoice of its own. Every figure is a ratio of processor time in the same minute on one machine.
"""

import argparse
import compileall
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from corpus import SHIPPED, organisation_number

from bench import IOP, ROOT, Row, Run, ratio, run

ID = "boras-alskade-barn"
PERIOD = ["--period", "2018..2020"]
WRITING = """
import sys, time
from datetime import date, timedelta
from dataclasses import replace
from pathlib import Path
from iop_cli.cli.invoicing import Desk, Wanted, computed
from iop_cli.invoice import Invoice
{imports}
wanted = Wanted((), True, "2018..2020", "", date(2026, 11, 22))
started = time.process_time()
drafts = [i for part in computed(Desk.find(), wanted).values() for i in part.invoices]
computing = time.process_time() - started
day = date(2026, 11, 22)
issued = [replace(i, status="issued", number=f"{{i.series}}-2026-0001", issue_date=day,
                  due_date=day + timedelta(30), payment_reference="1") for i in drafts]
{before}
started = time.process_time()
for count, invoice in enumerate(issued[:{most}]):
    Path({folder!r}, f"{{count}}.{suffix}").write_bytes({write})
print(len(issued), computing, time.process_time() - started)
"""
# the same layout and texts, prepared before the clock starts
PREPARED = """
import json, typst
from datetime import UTC, datetime
from iop_cli import words
from iop_cli.paper.page import page, plain
from iop_cli.paper.typeset import LAYOUT, STANDARDS
words.use("sv")
dated = dict(year=2026, month=11, day=22)
texts = [json.dumps({**plain(page(i)), "date": dated, "qr": None}) for i in issued[:100]]
layout, at = LAYOUT.read_bytes(), datetime(2026, 11, 22, tzinfo=UTC)
compiler = typst.Compiler(ignore_system_fonts=True)
def bare(count):
    return compiler.compile(input=layout, sys_inputs={"page": texts[count]},
                            pdf_standards=STANDARDS, timestamp=at)
"""


def corpus(folder: Path, count: int) -> None:
    """Write so many agreements with their logs below a folder."""
    agreement = (SHIPPED / f"{ID}.yaml").read_text(encoding="utf-8")
    log = (SHIPPED / f"{ID}.log.yaml").read_text(encoding="utf-8")
    (folder / "agreements").mkdir(parents=True)
    (folder / "iop.toml").write_text('agreements = "agreements"\n', encoding="utf-8")
    for serial in range(count):
        id, payer = f"{ID}-{serial:05}", organisation_number(2120, serial)
        text = agreement.replace(f"id: {ID}", f"id: {id}")
        text = text.replace("series: SFS", f"series: S{serial}")
        text = text.replace("212000-1561", payer).replace("2120001561", payer.replace("-", ""))
        text = text.replace("864500-7710", organisation_number(8024, serial))
        held = folder / "agreements"
        (held / f"{id}.yaml").write_text(text, encoding="utf-8")
        (held / f"{id}.log.yaml").write_text(log.replace(ID, id), encoding="utf-8")


class Bench:
    """The corpus in a folder of its own, and the rows of the table."""

    def __init__(self, folder: Path, rounds: int) -> None:
        """Take where to work, and how often the short runs are made."""
        self.folder, self.rounds = folder, rounds
        self.cache = folder / "cache"

    def rows(self) -> Iterator[Row]:
        """All rows, as they are measured."""
        corpus(self.folder / "many", 1_000)
        yield self._one()
        yield self._thousand()
        yield self._electronic()
        yield self._portable()

    def _fresh(self) -> Path:
        return Path(tempfile.mkdtemp(prefix="cache-", dir=self.folder))

    def _one(self) -> Row:
        here = self.folder / "many"
        ours: list[Run] = []
        checked: list[Run] = []
        for turn in range(-1, self.rounds):
            mine = run([*IOP, "invoice", f"{ID}-00000", *PERIOD], here, self._fresh())
            theirs = run([*IOP, "validate", f"{ID}-00000"], here, self._fresh())
            if turn >= 0:
                ours.append(mine)
                checked.append(theirs)
        times = ratio(ours, checked)
        return Row("iop invoice of one agreement, against iop validate of it", f"{times:.2f} ×",
                   "at most 1.3 ×", times <= 1.3)  # fmt: skip

    def _thousand(self) -> Row:
        here = self.folder / "many"
        asked = [*IOP, "invoice", "--all", *PERIOD, "--output-format", "json"]
        ours, checked = [], []
        for _turn in range(max(1, self.rounds // 4)):
            ours.append(run(asked, here, self._fresh()))
            checked.append(run([*IOP, "validate", "--jobs", "1"], here, self._fresh()))
        times = ratio(ours, checked)
        shown = f"{times:.2f} × ({ours[0].cpu:.1f} s and {checked[0].cpu:.1f} s)"
        return Row("computing 1,000 invoices, against validating 1,000 agreements", shown,
                   "at most 1.5 ×", times <= 1.5)  # fmt: skip

    def _electronic(self) -> Row:
        count, computing, writing = self._written(
            "from iop_cli.ubl import xml", "xml(invoice)", "xml"
        )
        times = writing / computing
        shown = f"{times:.2f} × ({writing:.2f} s and {computing:.2f} s, {count} files)"
        return Row(
            "writing 1,000 UBL files, against computing them", shown, "at most 1 ×", times <= 1
        )

    def _portable(self) -> Row:
        import_ = "from iop_cli import paper"
        made = [
            self._written(import_, "paper.pdf(invoice)", "pdf", most=100)[2] for _turn in range(3)
        ]
        bare = [self._bare() for _turn in range(3)]
        times = statistics.median(made) / statistics.median(bare)
        shown = f"{times:.2f} × ({min(made):.2f} s and {min(bare):.2f} s)"
        return Row(
            "100 PDFs, against the bare typst compiler", shown, "at most 1.5 ×", times <= 1.5
        )

    def _written(
        self, imports: str, write: str, suffix: str, most: int = 1_000, before: str = ""
    ) -> tuple[int, float, float]:
        out = self.folder / suffix
        out.mkdir(exist_ok=True)
        told = WRITING.format(
            imports=imports, write=write, suffix=suffix, folder=str(out), most=most, before=before
        )
        done = subprocess.run(
            [sys.executable, "-c", told], cwd=self.folder / "many", capture_output=True, text=True,
            check=True, env={"PYTHONPATH": str(ROOT), "PATH": ""},
        )  # fmt: skip
        count, computing, writing = done.stdout.split()
        return int(count), float(computing), float(writing)

    def _bare(self) -> float:
        """The time that the compiler itself needs for the same layout and the same texts."""
        return self._written("", "bare(count)", "bare", 100, PREPARED)[2]


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
