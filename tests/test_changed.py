"""`iop validate --changed`: what has changed and what refers to it, to the letter as in a whole run."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import GOOD
from test_cli import FAULTY as DOUBLE
from test_cli import Iop, add, iop, repository

from iop_cli.finding import Text

__all__ = ["iop", "repository"]

FAULTY = DOUBLE.replace("ensamma", "mätta")
MASTER = GOOD.replace("id: grannhuset", "id: ram").replace(
    "purpose:", "parts: {expected: 1, inherit: [term]}\npurpose:", 1
)
PART = GOOD.replace("id: grannhuset", "id: del").replace("purpose:", "part_of: ram\npurpose:", 1)


def git(*words: str) -> str:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    own = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    ran = subprocess.run(["git", *who, *words], env=own, capture_output=True, check=True)
    return ran.stdout.decode().strip()


def commit() -> None:
    git("add", "-A")
    git("commit", "-q", "-m", "one")


@pytest.fixture
def kept(repository: Path) -> Path:
    """The repository with a commit, one who goes on from it, and a master with its part."""
    git("init", "-q", "-b", "main")
    add(repository, MASTER, "ram")
    add(repository, PART, "del")
    commit()
    return repository


def same(iop: Iop, *arguments: str) -> tuple[set[str], list[dict[str, Any]], str]:
    """The files that a run over changes judges (as whole runs find them), findings and remarks."""
    part = iop("validate", "--changed", *arguments, "--output-format", "json")
    whole = json.loads(iop("validate", "--output-format", "json").out)
    told = json.loads(part.out)
    files = {f["file"] for f in told["findings"]}

    assert told["findings"] == [f for f in whole["findings"] if f["file"] in files]
    assert part.code == (0 if told["ok"] else 1)
    assert (
        json.loads(iop("validate", "--changed", *arguments, "--output-format", "json").out) == told
    )
    return files, told["findings"], part.err


def test_nothing_changed_is_nothing_judged(iop: Iop, kept: Path) -> None:
    ran = iop("validate", "--changed")

    assert ran.code == 0
    assert ran.out == "Nothing to remark on. Looked at 0 files and 0 agreements.\n"
    assert ran.err == "files judged: 0; left out, not touched since HEAD: 9\n"


def test_a_new_file_and_one_that_changed_are_judged_and_the_rest_is_named(
    iop: Iop, kept: Path
) -> None:
    add(kept, FAULTY)
    path = kept / "agreements" / "orust-junis-klubb-busa.yaml"
    path.write_text(path.read_text("utf-8") + "# more\n", "utf-8")

    files, found, err = same(iop)

    assert files == {"agreements/fel.yaml", "agreements/orust-junis-klubb-busa.yaml"}
    assert "IOP501" in {f["code"] for f in found}
    assert "left out, not touched since HEAD: 8" in err


def test_a_part_is_judged_when_its_master_changes(iop: Iop, kept: Path) -> None:
    add(kept, MASTER.replace("end: 20", "end: 19", 1), "ram")

    files, _found, _err = same(iop)

    assert "agreements/ram.yaml" in files and "agreements/del.yaml" in files


@pytest.mark.parametrize("how", ["deleted", "renamed"])
def test_what_refers_to_a_file_that_is_gone_is_judged(iop: Iop, kept: Path, how: str) -> None:
    path = kept / "agreements" / "ram.yaml"
    if how == "renamed":
        add(kept, MASTER.replace("id: ram", "id: ny"), "ny")
    path.unlink()

    _files, found, _err = same(iop)

    assert ("IOP114", "agreements/del.yaml") in {(f["code"], f["file"]) for f in found}


def test_a_master_is_judged_when_its_part_is_gone(iop: Iop, kept: Path) -> None:
    (kept / "agreements" / "del.yaml").unlink()

    _files, found, _err = same(iop)

    assert ("IOP811", "agreements/ram.yaml") in {(f["code"], f["file"]) for f in found}


def test_an_agreement_is_judged_when_its_log_changes(iop: Iop, kept: Path) -> None:
    path = kept / "agreements" / "grannhuset.log.yaml"
    path.write_text(path.read_text("utf-8").replace("held: 2025-02-04", "held: x"), "utf-8")

    _files, found, err = same(iop)

    assert ("IOP112", "agreements/grannhuset.log.yaml") in {(f["code"], f["file"]) for f in found}
    assert "files judged: 2" in err


def test_another_file_is_judged_when_a_change_makes_it_the_odd_one(iop: Iop, kept: Path) -> None:
    for name in ("x", "y"):
        text = GOOD.replace("id: grannhuset", f"id: {name}").replace("ensamma", f"i {name}")
        add(kept, text.replace("Exempelköpings kommun", "Exempelköping"), name)
    add(kept, GOOD.replace("id: grannhuset", "id: z").replace("ensamma", "i z"), "z")
    commit()
    for name in ("ram", "del", "z"):
        path = kept / "agreements" / f"{name}.yaml"
        path.write_text(
            path.read_text("utf-8").replace("Exempelköpings kommun", "Exempelköping"), "utf-8"
        )

    _files, found, _err = same(iop)

    assert ("IOP208", "agreements/grannhuset.yaml") in {(f["code"], f["file"]) for f in found}


def test_a_ledger_and_what_it_bills_are_judged_together(iop: Iop, kept: Path) -> None:
    id = "boras-alskade-barn"
    assert iop("invoice", "issue", id, "--period", "2018", "--output-format", "json").code == 0
    commit()
    log = kept / "agreements" / f"{id}.log.yaml"
    log.write_bytes(
        log.read_bytes()
        + "  - {id: k1b, corrects: k1, activity: kurs, held: 2018-03-14, place: Norrbyhuset,"
        " participants: 9, rate: hög, because: Felräknat}\n".encode()
    )

    _files, found, _err = same(iop)
    commit()
    ledger = kept / "invoices" / "SFS" / "ledger.yaml"
    ledger.write_text(ledger.read_text("utf-8").replace("26500.00", "26600.00"), "utf-8")
    files, _found, _err = same(iop)

    assert "IOP911" in {f["code"] for f in found}
    assert {"invoices/SFS/ledger.yaml", f"agreements/{id}.log.yaml"} <= files


def test_a_reference_means_where_the_work_began(iop: Iop, kept: Path) -> None:
    git("checkout", "-q", "-b", "work")
    add(kept, FAULTY)
    commit()
    git("checkout", "-q", "main")
    add(kept, FAULTY.replace("id: fel", "id: annan").replace("mätta", "glada"), "annan")
    commit()
    git("checkout", "-q", "work")

    files, _found, err = same(iop, "main")

    assert files == {"agreements/fel.yaml"} and "since main" in err


@pytest.mark.parametrize(
    ("name", "text"),
    [("iop.toml", "strict = true\n"), ("templates/profiles/x.yaml", "format: 1\n")],
)
def test_what_all_rests_on_lets_all_be_judged(iop: Iop, kept: Path, name: str, text: str) -> None:
    (kept / name).parent.mkdir(parents=True, exist_ok=True)
    (kept / name).write_text(text, "utf-8")

    part, whole = iop("validate", "--changed"), iop("validate")

    assert part.err == f"{name} has changed, and all files rest on it: all are judged\n"
    assert (part.code, part.out) == (whole.code, whole.out)


def test_a_repository_within_lets_all_be_judged(iop: Iop, kept: Path) -> None:
    inner = kept / "agreements" / "inre"
    inner.mkdir()
    shutil.copy(kept / "agreements" / "grannhuset.yaml", inner)
    git("-C", str(inner), "init", "-q")

    part, whole = iop("validate", "--changed"), iop("validate")

    assert "git does not show all files that lie here" in part.err
    assert (part.code, part.out) == (whole.code, whole.out)


def test_before_the_first_commit_everything_is_judged(iop: Iop, repository: Path) -> None:
    git("init", "-q")

    part, whole = iop("validate", "--changed"), iop("validate")

    assert "left out, not touched since HEAD: 0" in part.err
    assert (part.code, part.out) == (whole.code, whole.out)


def test_a_subfolder_names_files_as_one_types_them(
    iop: Iop, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(kept / "agreements")
    add(kept, FAULTY)

    files, _found, _err = same(iop)

    assert files == {"fel.yaml"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--changed", "nowhere"], "there is no revision nowhere"),
        (["--changed=-x"], "a revision cannot begin with -, as -x does"),
        (["agreements", "--changed"], "leave out agreements"),
        (["--changed", "--select", "IOP9999"], "IOP9999 is not a rule"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    iop: Iop, kept: Path, arguments: list[str], says: str
) -> None:
    ran = iop("validate", *arguments)

    assert ran.code == 2 and says in ran.err and ran.out == ""


def test_without_a_repository_it_says_so(iop: Iop, repository: Path) -> None:
    assert "in no git repository" in iop("validate", "--changed").err


def test_a_cold_cache_is_told_and_a_warm_one_reads_no_other_file(
    iop: Iop, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from iop_cli.cli import changed
    from iop_cli.project import Project

    monkeypatch.setattr(changed, "LONG", 3)
    add(kept, FAULTY)
    cold = iop("validate", "--changed")
    read: list[str] = []
    whole = Project.read

    def noted(self: Project, name: str) -> Text:
        read.append(name)
        return whole(self, name)

    monkeypatch.setattr(Project, "read", noted)

    warm = iop("validate", "--changed")

    assert "7 files are looked at once, for what the rules need of them; it is kept" in cold.err
    assert warm.err == "files judged: 1; left out, not touched since HEAD: 9\n"
    assert warm.out == cold.out
    assert set(read) == {"agreements/fel.yaml"}


@pytest.mark.parametrize("form", ["text", "concise", "sarif", "github", "markdown"])
def test_every_form_is_what_it_is_for_those_files_named(iop: Iop, kept: Path, form: str) -> None:
    add(kept, FAULTY)

    part = iop("validate", "--changed", "--output-format", form)

    assert part.out == iop("validate", "agreements/fel.yaml", "--output-format", form).out
    assert part.code == 1
