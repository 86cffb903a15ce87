"""A larger collection of attacks, thrown by its own harness where it lies beside the project.

A sample of it by default; all of it, which takes half an hour, with IOP_ATTACKS=all.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT
from hostile import IOP, SAMPLE

COLLECTION = ROOT.parent / "shared" / "attacks"
SETTINGS = ROOT / "tests" / "attacks" / "iop.toml"
SOME = r"^(Y0[1-5]|K0[1-3]|E0\d-utf|E06-latin1|E12-nul|E14-esc|E21-bidi|B0[1-3]|B1[0-28]|F0[1-4]|F1[1-3]|F2[1-4]|P10|P70)\b"


def prepared(folder: Path) -> Path:
    """A copy of the collection and of our settings, aimed at this checkout; the harness."""
    shutil.copytree(COLLECTION, folder / "attacks")
    for path in [folder / "attacks", *(folder / "attacks").rglob("*")]:
        path.chmod(0o700)
    shutil.copytree(SAMPLE, folder / "sample")
    shutil.copy(SETTINGS.with_name("ledger_check.py"), folder)
    written = SETTINGS.read_text(encoding="utf-8")
    for ours, here in (
        ('tool = ["iop"]', f"tool = {json.dumps(IOP)}"),
        ("[env]\n", f"[env]\nPYTHONPATH = {json.dumps(str(ROOT))}\n"),
        ("/tmp/iop-attacks", str(folder / "work")),
    ):
        assert ours in written
        written = written.replace(ours, here)
    (folder / "iop.toml").write_text(written, encoding="utf-8")
    return folder / "attacks" / "harness.py"


def is_known(case: str, problem: str) -> bool:
    """Whether the settings give the reason why a case's expectation does not fit."""
    unsuited = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))["unsuited"]
    return any(re.search(u["cases"], case) and re.search(u["problem"], problem) for u in unsuited)


@pytest.mark.skipif(os.name != "posix", reason="the harness needs a POSIX system")
@pytest.mark.skipif(not COLLECTION.is_dir(), reason="the collection does not lie beside us")
def test_the_collection_of_attacks_is_withstood(tmp_path: Path) -> None:
    everything = os.environ.get("IOP_ATTACKS") == "all"
    harness = prepared(tmp_path)

    ended = subprocess.run(
        [sys.executable, harness, tmp_path / "iop.toml", "--only", "" if everything else SOME],
        capture_output=True,
        timeout=7200 if everything else 300,
        check=False,
    )

    results = harness.parent / "results" / "iop.csv"
    assert results.is_file(), ended.stderr.decode()
    with results.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    troubled = [(row["id"], p) for row in rows for p in row["problems"].split(" | ") if p]
    assert len(rows) > 30
    assert [one for one in troubled if not is_known(*one)] == []
