"""Ledgers in a run: what stands billed is held against agreements and logs, in every form."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from test_cli import Iop, Ran, iop, repository
from test_validation import FORMS

__all__ = ["iop", "repository"]

ID = "boras-alskade-barn"
LOG = f"agreements/{ID}.log.yaml"
LEDGER = "invoices/SFS/ledger.yaml"
NUMBER = "SFS-2026-0001"
CODES = "IOP906,IOP907,IOP908,IOP911,IOP101,IOP12"
CORRECTED = (
    "  - {id: k1b, corrects: k1, activity: kurs, held: 2018-03-14, place: Norrbyhuset,"
    " participants: 9, rate: hög, because: Felräknat}\n"
)
CREDIT = ("invoice", "credit", NUMBER, "--because", "Felräknat", "--line")


@pytest.fixture
def billed(iop: Iop, repository: Path) -> Path:
    """The repository where the Borås invoice of 2018 was issued: k1, k3 and k4."""
    ran = iop("invoice", "issue", ID, "--period", "2018", "--output-format", "json")
    assert ran.out == f"{NUMBER}  Borås Stad  26 500,00 kr\n"
    return repository


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def add(path: Path, line: str) -> None:
    path.write_bytes(path.read_bytes() + line.encode())


def report(iop: Iop, *arguments: str, select: str = CODES) -> tuple[int, dict[str, Any]]:
    ran = iop("validate", *arguments, "--select", select, "--output-format", "json")
    return ran.code, json.loads(ran.out)


def found(iop: Iop, *arguments: str) -> list[str]:
    """The findings of a run: code, file and line."""
    code, told = report(iop, *arguments)
    assert code == (1 if any(f["severity"] == "error" for f in told["findings"]) else 0)
    return [f"{f['code']} {f['file']}:{f['line']}" for f in told["findings"]]


def test_what_was_issued_as_it_is_owed_is_no_fault_and_the_ledger_counts(
    iop: Iop, billed: Path
) -> None:
    code, told = report(iop)

    assert (code, told["findings"]) == (0, [])
    assert (told["summary"]["files"], told["summary"]["agreements"]) == (8, 5)
    assert report(iop, ID)[1]["summary"]["files"] == 2
    assert report(iop, LEDGER)[1]["summary"]["files"] == 1
    assert (
        report(iop, "invoices")[1]["summary"] | {"files": 1, "agreements": 0}
        == (report(iop, "invoices/SFS")[1]["summary"])
    )


def test_a_correction_after_billing_is_found_at_its_line_of_the_log(iop: Iop, billed: Path) -> None:
    add(billed / LOG, CORRECTED)

    for arguments in ([], [ID], [LOG], ["."]):
        code, told = report(iop, *arguments)

        [finding] = told["findings"]
        assert code == 1
        assert (finding["code"], finding["name"]) == ("IOP911", "corrected-after-billing")
        assert (finding["file"], finding["line"], finding["column"]) == (LOG, 20, 25)
        assert (finding["agreement"], finding["where"]) == (ID, "entries[15].corrects")
        assert finding["message"] == (
            f"k1b corrects k1: {NUMBER} bills kursbidrag (k1) with 10 000 kr, and 0 kr is owed"
        )
        assert finding["help"] == (
            f"iop invoice credit {NUMBER} --line 1, then bill what is owed now: iop invoice issue."
        )


def test_a_credit_note_for_what_was_corrected_settles_it(iop: Iop, billed: Path) -> None:
    add(billed / LOG, CORRECTED)

    assert iop(*CREDIT, "1").code == 0

    assert found(iop) == []


def test_an_agreement_that_says_less_is_found_at_the_line_of_the_ledger(
    iop: Iop, billed: Path
) -> None:
    change(billed / f"agreements/{ID}.yaml", "hög: 10000 kr", "hög: 9000 kr")
    change(billed / f"agreements/{ID}.yaml", "end: 2020-12-31", "end: 2018-10-31")

    code, told = report(iop, ID)

    assert code == 1
    assert [(f["code"], f["file"], f["line"], f["message"]) for f in told["findings"]] == [
        ("IOP908", LEDGER, 13, "kursbidrag (k1) is billed with 10 000 kr; 9 000 kr is owed"),
        ("IOP908", LEDGER, 15, "kursbidrag (k4) is billed with 10 000 kr, and is not owed: held "
                               "2018-11-14, outside the time that is paid for"),
    ]  # fmt: skip
    assert {f["agreement"] for f in told["findings"]} == {ID}
    assert f"iop invoice credit {NUMBER} --line 3" in told["findings"][1]["help"]
    assert found(iop) == [f"IOP908 {LEDGER}:13", f"IOP908 {LEDGER}:15"]
    assert found(iop, "grannhuset") == []


def test_a_ledger_that_was_changed_is_found_when_it_or_everything_is_asked_for(
    iop: Iop, billed: Path
) -> None:
    change(billed / LEDGER, "due: 2026-12-22", "due: 2027-12-22")

    for arguments in ([], ["."], [LEDGER], ["invoices"], ["invoices/SFS/"], [ID, "invoices"]):
        assert found(iop, *arguments) == [f"IOP907 {LEDGER}:3"]
    assert found(iop, ID) == []


def test_a_number_that_is_missing_is_found(iop: Iop, billed: Path) -> None:
    for path in sorted((billed / "invoices/SFS").glob("ledger.*")):
        path.write_bytes(path.read_bytes().replace(b"SFS-2026-0001", b"SFS-2026-0002"))
    (billed / "invoices/SFS/ledger.head").unlink()

    told = [line for line in found(iop) if "IOP906" in line]

    assert told == [f"IOP906 {LEDGER}:3"]


def test_a_document_that_was_changed_is_found(iop: Iop, billed: Path) -> None:
    add(billed / f"invoices/SFS/{NUMBER}.json", " ")

    [finding] = report(iop)[1]["findings"]

    assert (finding["code"], finding["file"], finding["line"]) == ("IOP907", LEDGER, 17)
    assert finding["message"] == f"{NUMBER}.json was changed after it was issued"


def test_a_ledger_with_conflict_marks_is_told_though_only_other_codes_are_asked_for(
    iop: Iop, billed: Path
) -> None:
    add(billed / LOG, CORRECTED)
    text = (billed / LEDGER).read_text("utf-8")
    (billed / LEDGER).write_text(f"<<<<<<< ours\n{text}=======\n{text}>>>>>>> theirs\n", "utf-8")

    code, told = report(iop, select="IOP501")

    assert code == 1
    assert [(f["code"], f["file"]) for f in told["findings"]] == [("IOP101", LEDGER)]
    assert f"both issued {NUMBER}" in told["findings"][0]["message"]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_tells_it_and_the_run_fails(iop: Iop, billed: Path, form: str) -> None:
    add(billed / LOG, CORRECTED)
    change(billed / LEDGER, "due: 2026-12-22", "due: 2027-12-22")

    ran = iop("validate", "--select", "IOP907,IOP911", "--output-format", form)
    both = iop("validate", "--select", "IOP907,IOP911", "--output-format", f"{form},json:out.json")

    assert (ran.code, both.code) == (1, 1)
    assert "IOP907" in ran.out
    assert "IOP911" in ran.out
    assert ran.out == both.out


@pytest.mark.skipif(sys.platform == "win32", reason="one process there")
def test_cached_or_in_several_processes_the_bytes_are_the_same(iop: Iop, billed: Path) -> None:
    add(billed / LOG, CORRECTED)
    change(billed / f"agreements/{ID}.yaml", "låg: 6500 kr", "låg: 6000 kr")
    change(billed / LEDGER, "due: 2026-12-22", "due: 2027-12-22")
    calls: list[tuple[str, ...]] = [(), (), ("--no-cache",), ("--jobs", "3", "--no-cache")]

    said: list[Ran] = [iop("validate", *call) for call in calls]

    assert {ran.out for ran in said} == {said[0].out}
    order = [said[0].out.index(code) for code in ("IOP911", "IOP907", "IOP908")]
    assert order == sorted(order)


def test_an_answer_that_was_kept_does_not_outlive_a_credit_note(iop: Iop, billed: Path) -> None:
    add(billed / LOG, CORRECTED)
    assert found(iop) == [f"IOP911 {LOG}:20"]

    iop(*CREDIT, "1")

    assert found(iop) == []


def test_a_correction_that_the_parties_live_with_is_accepted_and_later_unused(
    iop: Iop, billed: Path
) -> None:
    add(billed / LOG, CORRECTED)
    [finding] = report(iop)[1]["findings"]
    change(
        billed / f"agreements/{ID}.yaml", "accepted_findings:\n",
        "accepted_findings:\n  - {rule: IOP911, where: 'entries[15].corrects', finding: "
        f'"{finding["fingerprint"]}", because: Krediteras i januari, by: Ida, date: 2026-11-22}}\n',
    )  # fmt: skip

    code, told = report(iop)

    assert (code, told["summary"]["accepted"]) == (0, 1)
    assert iop("invoice", "verify").code == 0
    iop(*CREDIT, "1")
    assert [line.split()[0] for line in found(iop)] == ["IOP120"]


def test_a_severity_of_ones_own_holds_for_ledgers_too(iop: Iop, billed: Path) -> None:
    change(billed / f"agreements/{ID}.yaml", "hög: 10000 kr", "hög: 9000 kr")
    (billed / "iop.toml").write_text('[severity]\nIOP908 = "warning"\n', "utf-8")

    assert report(iop)[0] == 0
    assert [f["severity"] for f in report(iop)[1]["findings"]] == ["warning", "warning"]
    assert report(iop, "--ignore", "IOP9")[1]["findings"] == []


def test_files_are_named_from_where_one_stands(
    iop: Iop, billed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(billed / f"agreements/{ID}.yaml", "låg: 6500 kr", "låg: 6000 kr")
    monkeypatch.chdir(billed / "agreements")

    assert found(iop) == [f"IOP908 ../{LEDGER}:14"]
    assert found(iop, f"{ID}.yaml") == [f"IOP908 ../{LEDGER}:14"]


def test_without_invoices_a_run_reads_and_imports_nothing_more(
    iop: Iop, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "iop_cli.cli.books", raising=False)

    iop("validate")

    assert "iop_cli.cli.books" not in sys.modules


def test_verify_tells_the_same_and_ends_with_1(iop: Iop, billed: Path) -> None:
    assert iop("invoice", "verify").code == 0
    add(billed / LOG, CORRECTED)
    change(billed / f"agreements/{ID}.yaml", "låg: 6500 kr", "låg: 6000 kr")

    ran = iop("invoice", "verify", "--output-format", "json")

    assert ran.code == 1
    assert json.loads(ran.out)["findings"] == report(iop)[1]["findings"]
    said = iop("invoice", "verify").out
    assert f"error: {LOG}:20:25: IOP911 corrected-after-billing" in said
    assert f"error: {LEDGER}:14:10: IOP908 billed-outside-agreement" in said


def test_verify_of_one_series_keeps_to_it(iop: Iop, billed: Path) -> None:
    add(billed / LOG, CORRECTED)
    (billed / "invoices/XX").mkdir()
    (billed / "invoices/XX/ledger.yaml").write_text("series: XX\n", "utf-8")

    assert iop("invoice", "verify", "--series", "SFS").code == 1
    assert iop("invoice", "verify", "--series", "XX").code == 0


def test_the_page_of_each_rule_shows_a_wrong_and_a_right_example(iop: Iop) -> None:
    for code in ("IOP906", "IOP907", "IOP908", "IOP911"):
        told = json.loads(iop("rule", code, "--output-format", "json").out)

        assert told["on"] == "ledger"
        assert told["wrong"]["text"]
        assert told["right"]["text"]
