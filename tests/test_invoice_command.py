"""`iop invoice` and `iop invoice issue` as an officer meets them: words, places, files, exit codes."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from jsonschema import Draft202012Validator

from iop_cli.cli.run import run

ID = "boras-alskade-barn"
Said = Callable[[], tuple[str, str]]
EXPLAINED = """\
Studieförbundet Sjuhärad bills Borås Stad
2018-01-01 – 2018-12-31, outside VAT, series SFS, reference 10010

  Studiecirkel Älskade Barn, Norrbyhuset, 2018-03-14                                    10 000,00 kr
      rates.hög: 10000 kr  (agreements/boras-alskade-barn.yaml:205)
      14 participants, at least 10  (agreements/boras-alskade-barn.log.yaml:5)
  Studiecirkel Älskade Barn, Mötesplats Hulta, 2018-09-26                                6 500,00 kr
      rates.låg: 6500 kr  (agreements/boras-alskade-barn.yaml:204)
      12 participants, at least 10  (agreements/boras-alskade-barn.log.yaml:8)
  Studiecirkel Älskade Barn, VI Hässleholmen, 2018-11-14                                10 000,00 kr
      rates.hög: 10000 kr  (agreements/boras-alskade-barn.yaml:205)
      17 participants, at least 10  (agreements/boras-alskade-barn.log.yaml:9)
  To pay                                                                                26 500,00 kr

Not billed:
  kursbidrag, k2: 9 participants; the agreement asks for at least 10
    (agreements/boras-alskade-barn.log.yaml:7)
"""
FÖRKLARAD = """\
Studieförbundet Sjuhärad fakturerar Borås Stad
2018-01-01 – 2018-12-31, utanför momsen, serie SFS, referens 10010

  Studiecirkel Älskade Barn, Norrbyhuset, 2018-03-14                                    10 000,00 kr
      rates.hög: 10000 kr  (agreements/boras-alskade-barn.yaml:205)
      14 deltagare, minst 10  (agreements/boras-alskade-barn.log.yaml:5)
  Studiecirkel Älskade Barn, Mötesplats Hulta, 2018-09-26                                6 500,00 kr
      rates.låg: 6500 kr  (agreements/boras-alskade-barn.yaml:204)
      12 deltagare, minst 10  (agreements/boras-alskade-barn.log.yaml:8)
  Studiecirkel Älskade Barn, VI Hässleholmen, 2018-11-14                                10 000,00 kr
      rates.hög: 10000 kr  (agreements/boras-alskade-barn.yaml:205)
      17 deltagare, minst 10  (agreements/boras-alskade-barn.log.yaml:9)
  Att betala                                                                            26 500,00 kr

Faktureras inte:
  kursbidrag, k2: 9 deltagare; överenskommelsen kräver minst 10
    (agreements/boras-alskade-barn.log.yaml:7)
"""


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped agreements in a repository in which one stands."""
    shutil.copytree(ROOT / "agreements", tmp_path / "agreements")
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IOP_TODAY", "2026-11-22")
    monkeypatch.setenv("IOP_LANG", "en")
    return tmp_path


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """What was said since the last time, as the result and the remarks."""

    def read() -> tuple[str, str]:
        sys.stdout.flush()
        return capsys.readouterr()

    return read


def edited(name: str, old: str, new: str) -> None:
    path = Path("agreements") / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(("language", "expected"), [("en", EXPLAINED), ("sv", FÖRKLARAD)])
def test_boras_2018_is_explained_line_by_line(language: str, expected: str, said: Said) -> None:
    code = run(["invoice", ID, "--period", "2018", "--explain", "--lang", language])

    assert (said()[0], code) == (expected, 0)


def test_it_is_told_to_machines_as_the_schema_says(said: Said) -> None:
    code = run(["invoice", ID, "--period", "2018", "--output-format", "json"])

    told = json.loads(said()[0])
    schema = json.loads((ROOT / "schema" / "en" / "invoices.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(told)
    (invoice,) = told["invoices"]
    assert code == 0
    assert (invoice["total"], invoice["payer"], invoice["reference"]) == (
        "26500.00",
        "borås",
        "10010",
    )
    assert invoice["lines"][0]["because"][1] == {
        "file": "agreements/boras-alskade-barn.log.yaml", "line": 5,
        "says": "14 participants, at least 10",
    }  # fmt: skip
    assert told["left_out"][0]["entry"] == "k2"


def test_all_agreements_are_told_each_under_its_id_also_those_that_cannot_be_computed(
    said: Said,
) -> None:
    Path("agreements/trasig.yaml").write_text("title: [\n", "utf-8")

    code = run(["invoice", "--all", "--period", "2018"])

    out = said()[0]
    assert code == 1
    assert "boras-alskade-barn:\nStudieförbundet Sjuhärad bills Borås Stad" in out
    assert "agreements/trasig.yaml cannot be read, so nothing is computed from it" in out
    assert "(agreements/timra-sorakers-folkets-hus.yaml:145)" in out
    assert out.endswith("1 invoice, 26 500,00 kr in all\n")


@pytest.mark.parametrize("narrow", [40, 60])
def test_it_reads_well_where_it_is_narrow(
    narrow: int, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(narrow))

    run(["invoice", ID, "--period", "2018"])

    assert max(len(line) for line in said()[0].splitlines()) <= narrow


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["isue"], "isue is neither an agreement nor a command; did you mean issue?"),
        (["boras"], "there is no file or agreement boras; did you mean boras-alskade-barn?"),
        ([ID, "--period", "20188"], "--period: 20188 is not a period; write for example 2018"),
        ([ID, "--period", "2019..2018"], "--period: 2019..2018 runs backwards"),
        ([ID, "--entry", "k99"], "has no entry k99; did you mean k9?"),
        (["--period", "2018"], "name one or more agreements, or write --all"),
        ([ID, "--all"], "name one or more agreements, or write --all"),
        ([ID, "--perod", "2018"], "there is no option --perod; did you mean --period?"),
        (["issue", ID, "--output-format", "pfd"], "pfd is not one of json | md | html | pdf"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_the_way_out(
    arguments: list[str], message: str, said: Said
) -> None:
    code = run(["invoice", *arguments])

    out, error = said()
    assert (code, out) == (2, "")
    assert message in error


def test_issuing_writes_the_documents_and_the_ledger_and_bills_nothing_twice(said: Said) -> None:
    first = run(["invoice", "issue", ID, "--period", "2018"])
    issued, remarks = said()
    second = run(["invoice", "issue", ID, "--period", "2018"])

    assert (first, second) == (0, 0)
    assert issued == "SFS-2026-0001  Borås Stad  26 500,00 kr\n"
    assert "sent through a Peppol access point" in remarks
    assert "Nothing to bill." in said()[1]
    names = {path.name for path in Path("invoices/SFS").iterdir() if not path.name.startswith(".")}
    assert {f"SFS-2026-0001.{s}" for s in ("json", "md", "html", "xml")} | {"ledger.yaml"} <= names
    run(["invoice", ID, "--period", "2018"])
    assert "kursbidrag, k1: already on invoice SFS-2026-0001" in said()[0]


def test_the_documents_are_in_the_agreements_language_whoever_issues_them() -> None:
    run(["invoice", "issue", ID, "--entry", "k1", "--lang", "en"])

    told = json.loads(Path("invoices/SFS/SFS-2026-0001.json").read_text("utf-8"))
    assert told["language"] == "sv"
    assert told["lines"][0]["because"][1]["says"] == "14 deltagare, minst 10"
    assert '<html lang="sv"' in Path("invoices/SFS/SFS-2026-0001.html").read_text("utf-8")


def test_a_dry_run_shows_what_would_be_issued_and_writes_nothing(said: Said) -> None:
    code = run(["invoice", "issue", ID, "--period", "2018", "--dry-run"])

    out, remarks = said()
    assert code == 0
    assert "26 500,00 kr" in out
    assert "Nothing is written." in remarks
    assert not Path("invoices").exists()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("status: signed", "status: draft", "the agreement is not decided; its status is draft"),
        ("bankgiro: 9999-9997", "bankgiro: 9999-9998", "IOP419"),
        ("org_number: 864500-7710", "org_number: 864500-7711", "IOP201"),
        ('reference: "10010", ', "", "reference"),
        ("vat: outside", "vat: '25'", "VAT"),
        (
            "vat: outside", "called: bidrag2\n    vat_reason: x",
            "agreements/boras-alskade-barn.yaml",
        ),
    ],
)  # fmt: skip
def test_nothing_is_issued_of_an_agreement_that_lacks_something_and_it_is_said_where(
    old: str, new: str, words: str, said: Said
) -> None:
    edited(f"{ID}.yaml", old, new)

    code = run(["invoice", "issue", ID, "--period", "2018"])

    out, error = said()
    assert (code, out) == (1, "")
    assert f"{ID}: nothing is issued\n" in error
    assert words in error
    assert not Path("invoices").exists()


def test_an_error_that_nobody_has_accepted_stops_the_issuing(said: Said) -> None:
    edited(f"{ID}.log.yaml", "held: 2018-03-14", "held: 2017-03-14")

    code = run(["invoice", "issue", ID, "--period", "2018"])

    assert code == 1
    assert "agreements/boras-alskade-barn.log.yaml:5: IOP901" in said()[1]
