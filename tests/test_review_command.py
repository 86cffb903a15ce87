"""`iop review` in real repositories: what it compares, what fails, what is shown, in what form."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import GOOD
from jsonschema import Draft202012Validator
from test_cli import Iop, iop, repository

from iop_cli.gate.data import review_schema

__all__ = ["iop", "repository"]

FILE, LOG = Path("agreements/grannhuset.yaml"), Path("agreements/grannhuset.log.yaml")
TABLE = """\
[[delegation]]
up_to = "50 000 kr"
decides = "Förvaltningschefen"

[[delegation]]
decides = "Nämnden"
"""


def git(*words: str) -> str:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    own = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    ran = subprocess.run(["git", *who, *words], env=own, capture_output=True, check=True)
    return ran.stdout.decode().strip()


def commit() -> None:
    git("add", "-A")
    git("commit", "-q", "--allow-empty", "-m", "one")


def put(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def kept(repository: Path) -> Path:
    """The repository with a table of who decides and one commit, on a branch of its own."""
    (repository / ".git").rmdir()
    git("init", "-q", "-b", "main")
    Path("iop.toml").write_text(TABLE, "utf-8")
    commit()
    git("checkout", "-q", "-b", "change")
    return repository


def reviewed(iop: Iop, *arguments: str) -> dict[str, Any]:
    """What the review says as JSON, held against its schema and its exit code."""
    ran = iop("review", *arguments, "--output-format", "json")
    told: dict[str, Any] = json.loads(ran.out)

    Draft202012Validator(review_schema()).validate(told)
    assert ran.code == (0 if told["ok"] else 1)
    return told


def places(told: dict[str, Any]) -> set[tuple[str, str, int]]:
    return {(f["reason"], f["file"], f["line"]) for f in told["findings"] if f["reason"]}


def test_nothing_changed_passes(iop: Iop, kept: Path) -> None:
    ran = iop("review")

    assert ran.code == 0
    assert ran.out == "The review passes: no agreement has changed.\n"


def test_the_whole_branch_is_compared_with_where_it_left_the_default_one(
    iop: Iop, kept: Path
) -> None:
    put(FILE, "length: 3 months", "length: 1 month")
    commit()
    git("checkout", "-q", "main")
    put(Path("agreements/boras-alskade-barn.yaml"), "copies: 2", "copies: 3")
    commit()
    git("checkout", "-q", "change")

    told = reviewed(iop)

    assert places(told) == {("changed-without-amendment", FILE.as_posix(), 30)}
    assert reviewed(iop, "HEAD")["ok"]
    assert not reviewed(iop, "main...HEAD")["ok"]
    assert [a["id"] for a in reviewed(iop, "main..HEAD")["agreements"]] == [
        "boras-alskade-barn",
        "grannhuset",
    ]


def test_the_page_tells_findings_changes_money_and_who_decides(iop: Iop, kept: Path) -> None:
    put(FILE, "amount: 100 000 kr", "amount: 120 000 kr")

    ran = iop("review")

    assert ran.code == 1
    assert ran.out.startswith(
        "Findings on changed lines\n\nerror: agreements/grannhuset.yaml:58:13"
    )
    assert "58 |     amount: 120 000 kr" in ran.out
    assert "Way out: Put the signed text back" in ran.out
    assert "Over the term: 300 000 kr → 360 000 kr (+60 000 kr)" in ran.out
    assert "Nämnden decides (money); it is worth 60 000 kr over the term." in ran.out
    assert ran.out.endswith("The review fails: 1 × changed-without-amendment.\n")


def test_an_amendment_with_its_decision_passes_and_the_right_one_decides(
    iop: Iop, kept: Path
) -> None:
    put(
        FILE,
        "repayment: none\n",
        "  ks2: {body: Kommunstyrelsen, case_number: KS/2026:9, decided: 2026-11-02,"
        " effect: amend}\nrepayment: none\namendments:\n  a1:\n    decision: ks2\n"
        "    from: 2027-01-01\n    changes:\n      payments.bidrag.amount: 110 000 kr\n",
    )

    told = reviewed(iop)

    assert told["ok"], told["findings"]
    (agreement,) = told["agreements"]
    assert [d["who"] for d in agreement["decides"]] == ["Förvaltningschefen"]
    assert agreement["decides"][0]["amount"]["value"] == "10000.00"


def test_an_error_that_is_added_fails_and_one_that_was_there_does_not(iop: Iop, kept: Path) -> None:
    put(LOG, "submitted: 2026-02-10}", "submitted: 2026-02-10}\n  - {id: k2, activity: kafé,"
        " held: 2024-01-01, place: Grannhuset, participants: 9}")  # fmt: skip

    first = reviewed(iop)
    commit()
    put(LOG, "held: 2024-01-01, place: Grannhuset, participants: 9}",
        "held: 2024-01-01, place: Grannhuset, participants: 9}\n"
        "  - {id: m2, meeting: styrgrupp, held: 2025-09-01}")  # fmt: skip
    second = reviewed(iop, "HEAD")

    assert places(first) == {("error-added", LOG.as_posix(), 6)}
    assert {f["code"] for f in first["findings"] if f["reason"]} == {"IOP901"}
    assert second["ok"]
    assert ("IOP901", None) in {(f["code"], f["reason"]) for f in second["findings"]}
    assert "it stood here before" in iop("review", "HEAD").out


def test_an_entry_that_stands_twice_is_told_once(iop: Iop, kept: Path) -> None:
    put(LOG, "submitted: 2026-02-10}", "submitted: 2026-02-10}\n"
        "  - {id: m1, meeting: styrgrupp, held: 2025-09-01}")  # fmt: skip

    told = reviewed(iop)

    assert places(told) == {("log-entry-twice", LOG.as_posix(), 6)}


def test_two_branches_that_append_to_the_log_merge_and_pass(iop: Iop, kept: Path) -> None:
    Path(".gitattributes").write_text("*.log.yaml merge=union\n", "utf-8")
    commit()
    git("checkout", "-q", "-b", "other")
    with LOG.open("a", encoding="utf-8") as log:
        log.write("  - {id: m3, meeting: styrgrupp, held: 2025-10-01}\n")
    commit()
    git("checkout", "-q", "change")
    with LOG.open("a", encoding="utf-8") as log:
        log.write("  - {id: m2, meeting: styrgrupp, held: 2025-09-01}\n")
    commit()
    git("merge", "-q", "other")

    told = reviewed(iop)

    assert told["ok"], told["findings"]
    assert len(told["agreements"][0]["changes"]) == 2


def test_a_ledger_only_grows_and_its_documents_stay(iop: Iop, kept: Path) -> None:
    id = "boras-alskade-barn"
    issue = ("invoice", "issue", id, "--output-format", "json", "--period")
    assert iop(*issue, "2018").code == 0
    commit()
    assert iop(*issue, "2019").code == 0

    assert "ledger-altered" not in reviewed(iop, "HEAD")["reasons"]

    ledger = next(Path("invoices").glob("*/ledger.yaml"))
    put(ledger, "2026-0001", "2026-0009")
    document = next(Path("invoices").glob("*/*2026-0001*.json"))
    document.unlink()
    told = reviewed(iop, "HEAD")
    git("checkout", "-q", ".")
    ledger.unlink()

    assert {"ledger-altered", "issued-document-altered"} <= set(told["reasons"])
    assert "ledger-removed" in reviewed(iop, "HEAD")["reasons"]


def test_what_a_ledger_showed_before_does_not_fail_what_comes_after(iop: Iop, kept: Path) -> None:
    issue = ("invoice", "issue", "boras-alskade-barn", "--output-format", "json", "--period")
    assert iop(*issue, "2018").code == 0
    log = Path("agreements/boras-alskade-barn.log.yaml")
    put(log.with_name("boras-alskade-barn.yaml"), "hög: 10000 kr", "hög: 9000 kr")
    first = reviewed(iop)
    commit()
    with log.open("a", encoding="utf-8") as file:
        file.write("  - {id: a99, date: 2020-12-01, note: Klart}\n")
    second = reviewed(iop, "HEAD")

    wrong = {f["code"] for f in second["findings"] if "invoices/" in f["file"]}
    assert wrong and "error-added" in first["reasons"]
    assert second["ok"], second["findings"]


def test_a_signed_agreement_that_is_removed_fails_also_with_its_whole_folder(
    iop: Iop, kept: Path
) -> None:
    FILE.unlink()
    LOG.unlink()

    assert places(reviewed(iop)) == {("signed-agreement-removed", FILE.as_posix(), 1)}

    git("rm", "-rq", "--cached", "agreements")
    for path in sorted(Path("agreements").rglob("*"), reverse=True):
        path.unlink()
    Path("agreements").rmdir()
    assert "signed-agreement-removed" in reviewed(iop)["reasons"]


def test_a_file_that_is_renamed_stays_one_agreement(iop: Iop, kept: Path) -> None:
    for path in (FILE, LOG):
        path.rename(path.with_name(path.name.replace("grannhuset", "huset")))
    put(Path("agreements/huset.yaml"), "id: grannhuset", "id: huset")
    put(Path("agreements/huset.log.yaml"), "agreement: grannhuset", "agreement: huset")

    told = reviewed(iop)

    assert told["ok"], told["findings"]
    assert [(a["id"], a["was"]) for a in told["agreements"]] == [("huset", FILE.as_posix())]


def test_a_change_does_not_soften_its_own_judge(iop: Iop, kept: Path) -> None:
    Path("iop.toml").write_text('ignore = ["IOP5"]\n[severity]\nIOP901 = "off"\n', "utf-8")
    put(LOG, "held: 2025-02-04", "held: 2025-02-04")
    put(LOG, "submitted: 2026-02-10}", "submitted: 2026-02-10}\n  - {id: k2, activity: kafé,"
        " held: 2024-01-01, place: Grannhuset, participants: 9}")  # fmt: skip

    ran = iop("review")

    assert ran.code == 1 and "IOP901" in ran.out
    assert "judged by the settings before it" in ran.err


def test_another_folder_of_agreements_does_not_hide_what_is_gone(iop: Iop, kept: Path) -> None:
    Path("iop.toml").write_text('agreements = "avtal"\n', "utf-8")
    Path("avtal").mkdir()
    FILE.unlink()

    assert "signed-agreement-removed" in reviewed(iop)["reasons"]


def test_a_new_agreement_that_is_signed_rests_on_a_decision(iop: Iop, kept: Path) -> None:
    text = GOOD.replace("id: grannhuset", "id: ny").replace("ensamma", "mätta")
    Path("agreements/ny.yaml").write_text(
        text.replace("    case_number: KS/2024:17\n", ""), "utf-8"
    )

    told = reviewed(iop)

    assert ("decision-missing", "agreements/ny.yaml", 4) in places(told)
    assert [d["who"] for d in told["agreements"][0]["decides"]] == ["Nämnden"]


def test_an_acceptance_without_a_reason_is_told_once(iop: Iop, kept: Path) -> None:
    with FILE.open("a", encoding="utf-8") as file:
        file.write("accepted_findings:\n  - {rule: IOP411, where: payments, finding: 3f9a2c1e}\n")

    assert list(reviewed(iop)["reasons"]) == ["accepted-without-reason"]


def test_a_file_that_can_no_longer_be_read_fails(iop: Iop, kept: Path) -> None:
    FILE.write_text("id: [\n", "utf-8")

    assert "error-added" in reviewed(iop)["reasons"]


def test_without_a_table_nobody_is_named(iop: Iop, kept: Path) -> None:
    Path("iop.toml").unlink()
    commit()
    put(FILE, "length: 3 months", "length: 1 month")

    assert "Who decides is not told: iop.toml has no delegation." in iop("review", "HEAD").out


def test_github_gets_annotations_and_a_summary(
    iop: Iop, kept: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    put(FILE, "length: 3 months", "length: 1 month")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))

    ran = iop("review")

    assert ran.code == 1
    (line,) = ran.out.splitlines()
    assert line.startswith("::error file=agreements/grannhuset.yaml,line=30,")
    assert "review changed-without-amendment" in line
    summary = (tmp_path / "summary.md").read_text("utf-8")
    assert summary.startswith("## Review\n\n**The review fails")
    assert (
        "| changed-without-amendment | yes | error | agreements/grannhuset.yaml:30:13 |" in summary
    )


def test_gitlab_gets_its_own(iop: Iop, kept: Path) -> None:
    put(FILE, "length: 3 months", "length: 1 month")

    (issue,) = json.loads(iop("review", "--output-format", "gitlab").out)

    assert issue["location"] == {"path": FILE.as_posix(), "lines": {"begin": 30}}
    assert issue["severity"] == "major"


def test_a_comment_is_never_too_long_and_nothing_in_it_is_markup(iop: Iop, kept: Path) -> None:
    clauses = "".join(f"  - cause: breach\n    kind: notice\n    length: {n} months\n    by: any\n"
                      f"    body: '<b>@alla</b> {'x' * 500} {n}'\n" for n in range(4, 150))  # fmt: skip
    put(FILE, "activities:\n", clauses + "activities:\n")

    text = iop("review", "--output-format", "markdown").out

    assert len(text) < 65_000
    assert "left out here." in text
    assert "<b>" not in text and "@alla" not in text.replace("`@`", "")


def test_formats_are_written_side_by_side_and_a_typo_is_told(
    iop: Iop, kept: Path, tmp_path: Path
) -> None:
    out = tmp_path / "review.md"

    assert iop("review", "--output-format", f"markdown:{out}", "--output-format", "text").code == 0
    assert "passes" in out.read_text("utf-8")
    ran = iop("review", "--output-format", "gitlob")
    assert ran.code == 2 and "did you mean gitlab?" in ran.err


def test_a_table_with_a_slip_stops_the_review(iop: Iop, kept: Path) -> None:
    Path("iop.toml").write_text('[[delegation]]\ndecide = "A"\n', "utf-8")
    commit()

    ran = iop("review", "HEAD")

    assert ran.code == 2
    assert "delegation.decide is not known; did you mean delegation.decides?" in ran.err


def test_trouble_with_git_is_one_sentence(iop: Iop, kept: Path) -> None:
    assert "cannot begin with -" in iop("review", "--", "-x..HEAD").err
    ran = iop("review", "ingen..HEAD")
    assert ran.code == 2 and "there is no revision ingen" in ran.err


def test_before_the_first_commit_everything_is_new(iop: Iop, repository: Path) -> None:
    (repository / ".git").rmdir()
    git("init", "-q", "-b", "main")

    told = reviewed(iop)

    assert {a["was"] for a in told["agreements"]} == {None}
    assert len(told["agreements"]) == 5


def test_a_screen_reader_hears_labels(iop: Iop, kept: Path) -> None:
    put(FILE, "length: 3 months", "length: 1 month")

    out = iop("review", "--plain").out

    assert "Place: agreements/grannhuset.yaml, line 30, column 13" in out
    assert "material: the time of notice" in out and "^" not in out


def test_the_review_speaks_swedish(iop: Iop, kept: Path) -> None:
    put(FILE, "length: 3 months", "length: 1 month")
    put(LOG, "  - {id: m1, meeting: styrgrupp, held: 2025-03-01}\n", "")

    out = " ".join(iop("review", "--lang", "sv").out.split())

    assert "undertecknat, och ändrat utan avtalsändring" in out
    assert "loggen får bara växa" in out
    assert "Förvaltningschefen beslutar (uppsägning); det är värt 0 kr över avtalstiden." in out
    assert "Granskningen stoppar ändringen: 1 × changed-without-amendment" in out
