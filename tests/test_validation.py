"""`iop validate` in every form: to the terminal, to files, on GitHub, narrow, plain and coloured."""

import json
import os
import re
import sys
import xml.etree.ElementTree as Tree
from pathlib import Path

import pytest
from test_cli import FAULTY, MESSAGE, Iop, add, iop, repository

__all__ = ["iop", "repository"]

FORMS = (
    "text", "concise", "json", "jsonl", "github", "gitlab", "sarif", "junit", "rdjson", "markdown",
)  # fmt: skip


@pytest.fixture(autouse=True)
def faulty(repository: Path) -> None:
    add(repository, FAULTY)


def read(form: str, text: str) -> str:
    """The message of the error in a report, found where the form keeps it."""
    match form:
        case "json":
            found = json.loads(text)["findings"]
            return str(next(f["message"] for f in found if f["code"] == "IOP501"))
        case "jsonl":
            rows = [json.loads(line) for line in text.splitlines()]
            return str(next(r["message"] for r in rows if r.get("code") == "IOP501"))
        case "gitlab":
            return str(
                next(r["description"] for r in json.loads(text) if r["check_name"] == "IOP501")
            )
        case "sarif":
            results = json.loads(text)["runs"][0]["results"]
            return str(next(r["message"]["text"] for r in results if r["ruleId"] == "IOP501"))
        case "rdjson":
            rows = json.loads(text)["diagnostics"]
            return str(next(r["message"] for r in rows if r["code"]["value"] == "IOP501"))
        case "junit":
            tree = Tree.fromstring(text)
            return next(str(e.get("message")) for e in tree.iter("failure"))
        case _:
            return text


@pytest.mark.parametrize("form", FORMS)
def test_every_form_tells_what_was_found(iop: Iop, form: str) -> None:
    ran = iop("validate", "fel", "--output-format", form)

    assert (ran.code, ran.err) == (1, "")
    assert MESSAGE in read(form, ran.out)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_form_is_whole_when_there_is_nothing_to_tell(
    iop: Iop, form: str, language: str
) -> None:
    ran = iop("validate", "grannhuset", "--output-format", form, "--lang", language)

    assert (ran.code, ran.err) == (0, "")
    if form in ("json", "gitlab", "sarif", "rdjson"):
        json.loads(ran.out)
    if form == "junit":
        Tree.fromstring(ran.out)


def test_several_forms_go_to_files_and_one_to_the_terminal(iop: Iop, repository: Path) -> None:
    ran = iop(
        "validate", "fel", "--output-format", "sarif:out/a b.sarif, json:out.json",
        "--output-format", "concise",
    )  # fmt: skip

    assert ran.code == 1
    assert ran.out.startswith("agreements/fel.yaml:")
    sarif = read("sarif", (repository / "out" / "a b.sarif").read_text("utf-8"))
    assert sarif.startswith(f"{MESSAGE}\n")
    assert read("json", (repository / "out.json").read_text("utf-8")) == MESSAGE


def test_a_form_that_goes_to_a_file_leaves_the_terminal_silent(iop: Iop, repository: Path) -> None:
    ran = iop("validate", "fel", "--output-format", "json:out.json")

    assert (ran.code, ran.out, ran.err) == (1, "", "")
    assert (repository / "out.json").exists()


def test_a_file_that_cannot_be_written_ends_with_2_and_says_why(iop: Iop, repository: Path) -> None:
    (repository / "out").mkdir()

    ran = iop("validate", "fel", "--output-format", "json:out")

    assert ran.code == 2
    assert ran.err.startswith("iop: ")
    assert "out cannot be written: " in ran.err
    assert [p.name for p in repository.iterdir() if p.name.startswith(".out")] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["--output-format", "json"],
        ["--output-format=json"],
        ["--output-format", "sarif:x.sarif,json"],
        ["--output-format", "sarif:x.sarif", "--output-format", "json"],
    ],
)
def test_what_stops_is_pure_json_where_json_was_asked_for(iop: Iop, arguments: list[str]) -> None:
    ran = iop("validate", "nej", *arguments)

    assert ran.code == 2
    assert json.loads(ran.out) == {
        "error": {
            "code": "not-found",
            "message": "there is no file or agreement nej",
            "help": "iop list shows the agreements that are here",
            "file": "",
        }
    }


@pytest.mark.parametrize("form", ["text", "jsonl", "github", "json:out.json"])
def test_what_stops_is_no_json_elsewhere(iop: Iop, form: str) -> None:
    assert iop("validate", "nej", "--output-format", form).out == ""


def test_github_is_spoken_inside_actions_and_a_table_goes_to_the_summary(
    iop: Iop, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = repository / "summary.md"
    summary.write_text("what another step wrote\n", "utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))

    ran = iop("validate", "fel")

    assert ran.code == 1
    assert (
        f"::error file=agreements/fel.yaml,line=37,col=37,endLine=37,endColumn=39,title=IOP501 least-above-most::{MESSAGE}"
        in ran.out
    )
    text = summary.read_text("utf-8")
    assert text.startswith("what another step wrote\n")
    assert "agreements/fel.yaml:37:37" in text


def test_github_is_spoken_without_a_summary_and_not_where_a_form_was_asked_for(
    iop: Iop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    assert "::error " in iop("validate", "fel").out
    assert "::error " not in iop("validate", "fel", "--output-format", "concise").out


def test_what_a_file_says_is_no_command_to_the_build_server(
    iop: Iop, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    add(
        repository,
        FAULTY.replace("min: 50", 'min: "::error::x"').replace("vat: outside", 'vat: "##[x]"'),
    )

    for arguments in ([], ["--output-format", "concise"], ["--output-format", "text"]):
        out = iop("validate", "fel", *arguments).out
        assert not re.search(r"^::error::x", out, re.M)
        assert "##[x]" not in out


# an example, a line of the file, a place and what is to be copied are not broken
WHOLE = re.compile(r"^  iop |^ *\d+ \||^ +\||\{rule|^ +(where|finding): |:\d+:\d+|^ *--?\w")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_forty_columns_are_enough(iop: Iop, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setenv("COLUMNS", "40")

    for arguments in (["validate", "fel"], ["validate", "--help"], ["--help"]):
        for line in iop("--lang", language, *arguments).out.splitlines():
            if not WHOLE.search(line):
                assert len(line) <= 40, line


def test_a_screen_reader_gets_labelled_lines_and_no_drawing(iop: Iop) -> None:
    ran = iop("validate", "fel", "--plain", "--color", "always")

    assert ran.code == 1
    assert MESSAGE in ran.out.replace("\n", " ")
    assert not re.search("[\x1b│┃─━╭╰^~]", ran.out)


@pytest.mark.parametrize(
    ("environment", "arguments", "colored"),
    [
        ({}, [], False),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"NO_COLOR": "1"}, ["--color", "always"], True),
        ({"FORCE_COLOR": "1"}, ["--color", "never"], False),
        ({"FORCE_COLOR": "1"}, ["--plain"], False),
        ({"NO_COLOR": ""}, ["--color", "auto"], False),
    ],
)
def test_colour_is_used_when_it_is_wanted(
    iop: Iop,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    arguments: list[str],
    colored: bool,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    ran = iop("validate", "fel", *arguments)

    assert ("\x1b[" in ran.out) is colored
    assert "error" in ran.out


def test_what_is_accepted_is_shown_and_does_not_fail(iop: Iop, repository: Path) -> None:
    found = json.loads(iop("validate", "fel", "--output-format", "json").out)["findings"]
    error = next(f for f in found if f["severity"] == "error")
    add(repository, FAULTY + (
        f"accepted_findings:\n  - rule: {error['code']}\n    where: {error['where']}\n"
        f'    finding: "{error["fingerprint"]}"\n    because: Så står det\n'
    ))  # fmt: skip

    ran = iop("validate", "fel")
    report = json.loads(iop("validate", "fel", "--output-format", "json").out)

    assert ran.code == 0
    assert "Så står det" in ran.out
    assert (report["ok"], report["summary"]["accepted"], report["summary"]["errors"]) == (
        True,
        1,
        0,
    )


def test_a_profile_is_chosen_for_all(iop: Iop) -> None:
    report = json.loads(
        iop("validate", "fel", "--profile", "helsingborg", "--output-format", "json").out
    )

    assert report["profile"] == "helsingborg"


@pytest.mark.skipif(sys.platform == "win32", reason="no such streams there")
def test_closed_streams_are_no_trouble(repository: Path) -> None:
    call = f"{sys.executable} -m iop_cli validate fel >&- 2>&- <&-"

    assert os.waitstatus_to_exitcode(os.system(call)) == 1  # a shell is what closes them
