"""The command as people and machines call it: codes, words, typos, languages, streams."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import GOOD, ROOT

from iop_cli import words
from iop_cli.cli.run import run

SHIPPED = ("boras-alskade-barn", "orust-junis-klubb-busa", "stockholm-bris-stodgrupper",
           "timra-sorakers-folkets-hus")  # fmt: skip
FAULTY = GOOD.replace("id: grannhuset", "id: fel").replace("min: 5, max: 30", "min: 50, max: 30")
MESSAGE = "the least is 50 and the most 30"


class Ran(NamedTuple):
    """What a call gave: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str


Iop = Callable[..., Ran]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of the shipped agreements and a good one; one stands in it, on a given day."""
    root = tmp_path / "repo with å"
    (root / ".git").mkdir(parents=True)
    shutil.copytree(ROOT / "agreements", root / "agreements")
    for path in (ROOT / "tests" / "good").iterdir():
        shutil.copy(path, root / "agreements")
    for name in list(os.environ):
        if name.startswith(("IOP_", "GITHUB_")) or name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("IOP_TODAY", "2026-11-22")
    monkeypatch.setenv("IOP_LANG", "en")
    monkeypatch.setenv("IOP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def iop(repository: Path, capsys: pytest.CaptureFixture[str]) -> Iop:
    """Call the command in the repository."""

    def call(*arguments: str) -> Ran:
        code = run(list(arguments))
        return Ran(code, *capsys.readouterr())

    return call


def add(repository: Path, text: str, name: str = "fel") -> None:
    (repository / "agreements" / f"{name}.yaml").write_text(text, "utf-8")


def test_a_clean_agreement_ends_with_0(iop: Iop) -> None:
    assert iop("validate", "grannhuset") == Ran(
        0, "Nothing to remark on. Looked at 2 files and 1 agreement.\n", ""
    )


def test_an_error_ends_with_1(iop: Iop, repository: Path) -> None:
    add(repository, FAULTY)

    ran = iop("validate", "fel")

    assert ran.code == 1
    assert f"error: agreements/fel.yaml:37:37: IOP501 least-above-most: {MESSAGE}" in ran.out
    assert ran.err == ""


def test_a_warning_ends_with_0_and_when_strict_with_1(iop: Iop, repository: Path) -> None:
    add(repository, GOOD.replace("id: grannhuset", "id: fel"))

    assert iop("validate", "fel").code == 0
    assert iop("validate", "fel", "--strict").code == 1
    (repository / "iop.toml").write_text("strict = true\n", "utf-8")
    assert iop("validate", "fel").code == 1


def test_all_that_we_ship_is_read(iop: Iop) -> None:
    ran = iop("validate", "--output-format", "json")

    report = json.loads(ran.out)
    assert ran.code in (0, 1)
    assert report["summary"]["agreements"] == 5
    assert {f["agreement"] for f in report["findings"]} >= set(SHIPPED)
    assert not [f for f in report["findings"] if f["code"] in ("IOP100", "IOP101", "IOP110")]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["validat"], "there is no command validat; did you mean validate?"),
        (["qqq"], "there is no command qqq"),
        (["validate", "--strictt"], "there is no option --strictt; did you mean --strict?"),
        (["validate", "--strict=3"], "--strict takes no value"),
        (["validate", "--select"], "--select needs a value"),
        (["validate", "--jobs", "x"], "--jobs needs a whole number"),
        (["validate", "boras"], "there is no file or agreement boras; did you mean boras-alskade-barn?"),
        (["validate", "grannhust"], "there is no file or agreement grannhust; did you mean grannhuset?"),
        (["validate", "no/such.yaml"], "there is no file or agreement no/such.yaml"),
        (["validate", "--output-format", "jsn"], "there is no format jsn; did you mean json?"),
        (["validate", "--output-format", "xml"], "there is no format xml; there are text, concise, json, jsonl, github, gitlab, sarif, junit, rdjson and markdown"),
        (["validate", "--output-format", "text,github"], "only one format can go to the terminal; write the others as FORMAT:FILE"),
        (["validate", "--profile", "forum2010"], "there is no profile forum2010; did you mean forum-2010?"),
        (["validate", "--select", "IOPP401"], "IOPP401 is not a rule; did you mean IOP401?"),
        (["validate", "--ignore", "Q"], "Q is not a rule; iop rule lists them"),
        (["validate", "--today", "2026-02-30"], "--today: 2026-02-30 is not in the calendar; February 2026 has 28 days"),
        (["validate", "--lang", "no"], "there is no language no; write sv or en"),
        (["validate", "--color", "sometimes"], "--color is sometimes; write auto, always or never"),
        (["validate", "a\x1b[31mb"], "there is no file or agreement a\\x1b[31mb"),
    ],
)  # fmt: skip
def test_a_typo_ends_with_2_one_sentence_and_what_was_meant(
    iop: Iop, arguments: list[str], says: str
) -> None:
    ran = iop(*arguments)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[0] == f"iop: {says}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("strikt = true", "iop.toml: strikt is not known; did you mean strict?"),
        ("select = ['IOPP401']", "IOPP401 is not a rule; did you mean IOP401?"),
        ("ignore = ['']", " is not a rule; iop rule lists them"),
        (
            "[severity]\nIOP4 = 'off'",
            "IOP4 begins several codes; a severity is set for one whole code",
        ),
        ("profile = 'forum'", "there is no profile forum; did you mean forum-2010?"),
        ("most_files = 2", "7 files are more than 2; raise most_files in iop.toml"),
        ("agreements = 'avtal'", "there is no folder avtal here"),
    ],
)
def test_settings_that_are_wrong_end_with_2(
    iop: Iop, repository: Path, text: str, says: str
) -> None:
    (repository / "iop.toml").write_text(text, "utf-8")

    ran = iop("validate")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"iop: {says}")


def test_settings_weigh_and_choose(iop: Iop, repository: Path) -> None:
    add(repository, FAULTY)

    (repository / "iop.toml").write_text("[severity]\nIOP501 = 'info'\n", "utf-8")
    assert iop("validate", "fel").code == 0
    (repository / "iop.toml").write_text("ignore = ['IOP5', 'IOP6']\n", "utf-8")
    assert iop("validate", "fel").out.startswith("Nothing to remark on.")


def test_select_and_ignore_take_codes_and_their_beginnings(iop: Iop, repository: Path) -> None:
    add(repository, FAULTY)

    assert MESSAGE in iop("validate", "fel", "--select", "IOP5").out
    assert MESSAGE not in iop("validate", "fel", "--select", "iop4, iop6").out
    assert MESSAGE not in iop("validate", "fel", "--ignore", "IOP501").out


@pytest.mark.parametrize("where", ["option", "environment", "settings", "locale"])
def test_the_language_is_chosen_by_option_environment_settings_or_locale(
    iop: Iop, repository: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.delenv("IOP_LANG")
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    if where == "environment":
        monkeypatch.setenv("IOP_LANG", "sv")
    if where == "settings":
        (repository / "iop.toml").write_text('language = "sv"\n', "utf-8")
    if where == "locale":
        monkeypatch.setenv("LC_ALL", "sv_SE.UTF-8")

    ran = iop("validate", "grannhuset", *(["--lang", "sv"] if where == "option" else []))

    assert words.language() == "sv"
    assert ran.code == 0
    assert ran.out.startswith("Inget att anmärka på.")


def test_an_option_stands_before_the_environment(iop: Iop) -> None:
    iop("validate", "grannhuset", "--lang=sv")
    assert words.language() == "sv"
    iop("--lang", "en", "validate", "grannhuset")
    assert words.language() == "en"


def test_today_is_an_option_or_stands_in_the_environment(
    iop: Iop, monkeypatch: pytest.MonkeyPatch
) -> None:
    overdue = "the report for 2026 was due on 2027-02-28 and is not in the log"

    call = ("validate", "grannhuset", "--output-format", "concise")

    assert overdue not in iop(*call, "--today", "2027-02-28").out
    assert overdue in iop(*call, "--today", "2027-03-01").out
    monkeypatch.setenv("IOP_TODAY", "2027-03-01")
    assert overdue in iop(*call).out


@pytest.mark.parametrize("command", ["validate", "list"])
def test_a_bad_day_in_the_environment_is_laid_at_its_own_door(
    iop: Iop, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("IOP_TODAY", "igår")

    ran = iop(command)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("iop: IOP_TODAY: igår ")


def test_the_other_files_of_a_run_are_known_to_it(iop: Iop, repository: Path) -> None:
    apart = repository / "utkast"
    apart.mkdir()
    good = (repository / "agreements" / "grannhuset.yaml").read_text("utf-8")
    for name, more in (("hel", "parts: {expected: 1}\n"), ("del", "part_of: hel\n")):
        text = good.replace("id: grannhuset", f"id: {name}") + more
        (apart / f"{name}.yaml").write_text(text, "utf-8")

    together, alone = iop("validate", "utkast"), iop("validate", "utkast/del.yaml")

    assert "IOP114" not in together.out
    assert "hel is not an agreement here" in alone.out


def test_the_quick_way_in_and_the_one_with_options_print_the_same(
    iop: Iop, repository: Path
) -> None:
    add(repository, FAULTY)

    assert iop("validate") == iop("validate", "--no-cache") == iop("validate", "--jobs", "2")
    assert iop("validate", "fel") == iop("validate", "--color", "auto", "fel")
    assert iop("validate") == iop("validate")


def test_one_can_stand_anywhere_in_the_repository(
    iop: Iop, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(repository, FAULTY)
    monkeypatch.chdir(repository / "agreements")

    assert "error: fel.yaml:37:37" in iop("validate", "fel").out
    assert "error: fel.yaml:37:37" in iop("validate", "fel.yaml").out


def stdin(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))


def test_standard_input_is_read_and_named(iop: Iop, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, FAULTY.encode())
    assert f"-:37:37: IOP501 least-above-most: {MESSAGE}" in iop("validate", "-").out

    stdin(monkeypatch, FAULTY.encode())
    ran = iop("validate", "-", "--stdin-filename", "agreements/fel.yaml")
    assert "error: agreements/fel.yaml:37:37: IOP501" in ran.out
    assert "IOP113" not in ran.out


def test_standard_input_stands_for_the_file_that_it_is_named_after(
    iop: Iop, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin(monkeypatch, GOOD.encode())
    beside_its_log = iop(
        "validate", "-", "grannhuset", "--stdin-filename", "agreements/grannhuset.yaml"
    )
    stdin(monkeypatch, b"agreement: grannhuset\nentries: [x]\n")
    as_log = iop("validate", "-", "--stdin-filename", "agreements/grannhuset.log.yaml")

    assert beside_its_log.out == "Nothing to remark on. Looked at 2 files and 1 agreement.\n"
    assert "error: agreements/grannhuset.log.yaml:2:11: IOP112" in as_log.out


def test_a_broken_file_ends_with_1_and_hides_no_other(iop: Iop, repository: Path) -> None:
    add(repository, FAULTY)
    (repository / "agreements" / "a.yaml").write_bytes(b"\xff\xfe")
    (repository / "agreements" / "z.yaml").write_bytes(b"a: [\n")

    ran = iop("validate", "--output-format", "concise")

    assert ran.code == 1
    assert "agreements/a.yaml:1:1: IOP100" in ran.out
    assert "agreements/z.yaml:2:1: IOP101" in ran.out
    assert MESSAGE in ran.out


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_file_name_that_is_no_text_is_shown_safely(iop: Iop, repository: Path) -> None:
    raw = os.fsencode(repository / "agreements") + b"/b\xe5d\x1b[31m.yaml"
    with open(raw, "wb") as file:  # noqa: PTH123  Path takes no bytes
        file.write(b"a: [\n")

    for form in ("text", "concise", "json", "github", "sarif", "junit", "markdown"):
        ran = iop("validate", "--output-format", form)
        assert ran.code == 1
        assert "\x1b" not in ran.out
        ran.out.encode("utf-8", "strict")


def test_the_entry_point_answers_and_leaves_with_the_code(repository: Path) -> None:
    add(repository, FAULTY)
    ask = [sys.executable, "-m", "iop_cli"]

    for arguments, code in ((["--version"], 0), (["validate", "fel"], 1), (["qqq"], 2)):
        ran = subprocess.run([*ask, *arguments], capture_output=True, check=False)
        assert ran.returncode == code
        assert b"Traceback" not in ran.stderr


def test_a_reader_that_goes_away_is_left_quietly(repository: Path) -> None:
    call = subprocess.Popen(
        [sys.executable, "-m", "iop_cli", "validate"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert call.stdout is not None
    call.stdout.close()

    _out, said = call.communicate(timeout=60)

    assert call.returncode in (0, 1, 141)
    assert said == b""
