"""`iop diff` and git's driver: what is said of real changes in real repositories.

A whole output is compared with `golden/diff.<form>.<language>`; UPDATE_GOLDEN=1 writes it anew.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from changing import (
    AGREEMENT,
    ENTRY,
    LOG,
    NAME,
    PARTY,
    append,
    begin,
    change,
    commit,
    git,
    rename,
    reordered,
    tell,
)
from jsonschema import Draft202012Validator
from test_cli import Iop, iop, repository

from iop_cli import words
from iop_cli.cli.differing import driver
from iop_cli.difference import diff_schema

__all__ = ["iop", "repository"]

GOLDEN = Path(__file__).parent / "golden"
FILE = f"agreements/{NAME}.yaml"
SAME = "HEAD → the working tree: no change of meaning.\n"
FORMS = {
    "text": (), "plain": ("--plain",), "narrow": (), "markdown": ("--output-format", "markdown"),
    "json": ("--output-format", "json"), "html": ("--output-format", "html"),
}  # fmt: skip


@pytest.fixture
def kept(repository: Path) -> Path:
    """One stands in a repository with the Borås agreement and one commit."""
    begin()
    return repository


def compare(name: str, output: str) -> None:
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(output.encode())
    assert output == path.read_bytes().decode()


def told(iop: Iop, *arguments: str) -> list[dict[str, Any]]:
    """The agreements that changed, as data that fit the published schema."""
    data = json.loads(iop("diff", *arguments, "--output-format", "json").out)
    Draft202012Validator(diff_schema()).validate(data)
    return list(data["agreements"])


def sentences(iop: Iop, *arguments: str) -> list[str]:
    held = told(iop, *arguments)
    return [f"{c['rank']}: {c['sentence']}" for one in held for c in one["changes"]]


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_a_story_is_told_as_its_golden_file_holds(
    iop: Iop, kept: Path, monkeypatch: pytest.MonkeyPatch, form: str, language: str
) -> None:
    tell()
    monkeypatch.setenv("COLUMNS", "40" if form == "narrow" else "80")

    ran = iop("diff", "HEAD~5..HEAD", *FORMS[form], "--lang", language)

    assert (ran.code, ran.err) == (1, "")
    compare(f"diff.{form}.{language}", ran.out)
    if form in ("narrow", "text"):
        assert max(map(len, ran.out.splitlines())) <= (40 if form == "narrow" else 80)
        assert "\x1b" not in ran.out


def test_nothing_changed_is_0(iop: Iop, kept: Path) -> None:
    assert iop("diff") == (0, SAME, "")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (FILE, reordered(AGREEMENT)),
        (FILE, "# a remark\n" + AGREEMENT.replace("copies: 2", 'copies: "2"   # two')),
        (FILE, AGREEMENT.replace("\n", "\r\n")),
        (FILE.replace(".yaml", ".log.yaml"), LOG.replace("participants: 14", 'participants: "14"')),
    ],
)
def test_order_remarks_quotes_and_line_ends_are_no_change(
    iop: Iop, kept: Path, name: str, text: str
) -> None:
    Path(name).write_bytes(text.encode())

    assert iop("diff") == (0, SAME, "")


def test_a_change_of_the_log_alone_is_told_with_its_agreement(iop: Iop, kept: Path) -> None:
    append(ENTRY)

    ran = iop("diff")

    assert ran.code == 1
    assert "Föräldraskapsstödcirkel Älskade Barn (boras-alskade-barn)" in ran.out
    assert "k12: Studiecirkel Älskade Barn held 2020-11-21" in ran.out


def test_what_is_staged_is_compared_with_the_last_commit(iop: Iop, kept: Path) -> None:
    change("length: 6 months", "length: 3 months")
    git("add", FILE)
    change("length: 3 months", "length: 1 month")

    ran = iop("diff", "--cached")

    assert "shrinks from 6 months to 3 months" in ran.out
    assert ran.out.endswith("HEAD → what is staged: 1 agreement changed (material: 1).\n")
    assert "shrinks from 6 months to 1 month" in iop("diff").out


def test_ranks_choose_what_is_shown_and_the_rest_is_counted(iop: Iop, kept: Path) -> None:
    change("hög: 10000 kr", "hög: 12000 kr")

    assert [s.split(":")[0] for s in sentences(iop)] == ["material", "material", "minor"]
    minor = iop("diff", "--rank", "minor")
    assert minor.code == 1
    assert "IOP120" in minor.out
    assert "12 000 kr" not in minor.out
    assert "(minor: 1). 2 changes of other ranks are left out." in " ".join(minor.out.split())
    assert iop("diff", "--rank", "editorial").code == 0


def test_a_finding_that_came_and_one_that_went_are_told_by_code_and_sentence(
    iop: Iop, kept: Path
) -> None:
    change("end: 2020-12-31", "end: 2017-12-31")
    commit("Slip of the pen")
    change("end: 2017-12-31", "end: 2020-12-31")

    held = sentences(iop)
    assert any(s.startswith("material: gone: error IOP301 end-before-start: ") for s in held)
    (one,) = told(iop, "HEAD~1..HEAD")
    (added,) = [c for c in one["changes"] if "IOP301" in c["sentence"]]
    assert added["after"]["code"] == "IOP301"
    assert (added["about"], added["kind"], added["rank"]) == ("findings", "added", "material")


def test_a_finding_whose_number_in_a_list_alone_is_another_is_no_change(
    iop: Iop, kept: Path
) -> None:
    change(
        "notice:\n", "notice:\n  - {cause: other, kind: renegotiation, by: borås, as_written: x}\n"
    )

    assert not [s for s in sentences(iop) if "IOP210" in s]


def test_a_renamed_agreement_is_one_and_its_old_file_is_named(iop: Iop, kept: Path) -> None:
    rename("boras")

    (one,) = told(iop)
    assert (one["id"], one["file"], one["was"]) == ("boras", "agreements/boras.yaml", FILE)
    assert {c["kind"] for c in one["changes"]} == {"changed"}
    assert told(iop, NAME) == told(iop, "boras") == [one]


def test_a_file_that_was_only_moved_is_told(iop: Iop, kept: Path) -> None:
    Path("agreements/öst").mkdir()
    for ending in ("yaml", "log.yaml"):
        git("mv", f"agreements/{NAME}.{ending}", f"agreements/öst/{NAME}.{ending}")

    ran = iop("diff")

    assert ran.code == 1
    assert f"agreements/öst/{NAME}.yaml, before {FILE}" in " ".join(ran.out.split())


def test_agreements_that_are_new_or_gone_are_told_in_one_sentence_each(
    iop: Iop, kept: Path
) -> None:
    git("mv", FILE, "kept.yaml")
    Path("agreements/ny.yaml").write_text("id: ny\ntitle: Nytt\n", "utf-8")

    ran = iop("diff")

    assert "a new agreement: “Nytt”" in ran.out
    assert "the agreement is taken away: “Föräldraskapsstödcirkel Älskade Barn”" in ran.out
    assert f"{FILE}, which is no longer there" in ran.out


def test_a_side_that_cannot_be_read_is_one_sentence(iop: Iop, kept: Path) -> None:
    append("{{{\n", FILE)

    assert sentences(iop) == ["material: the file can no longer be read; iop validate says why"]
    commit("Broken")
    append("}\n", FILE)
    assert sentences(iop) == [
        "material: the file has changed, and can be read neither before nor after"
    ]


def test_files_that_are_no_agreements_are_named_beside(iop: Iop, kept: Path) -> None:
    Path("iop.toml").write_text('language = "sv"\n', "utf-8")
    git("add", "iop.toml")

    ran = iop("diff", "--lang", "en")

    assert (ran.code, ran.out) == (0, SAME)
    assert "changed too, but no agreements, so that git diff shows them: iop.toml" in ran.err


def test_two_files_and_two_folders_are_compared_without_git(
    iop: Iop, kept: Path, tmp_path: Path
) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(AGREEMENT, "utf-8")
    new.write_text(AGREEMENT.replace("copies: 2", "copies: 3"), "utf-8")

    (one,) = told(iop, str(old), str(new))
    assert (one["id"], one["was"], one["changes"][0]["where"]) == (NAME, None, "copies")
    assert iop("diff", str(old), str(old)).code == 0
    for folder, text in (("a", AGREEMENT), ("b", AGREEMENT.replace("parties:\n", PARTY))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{NAME}.yaml").write_text(text, "utf-8")
    folders = sentences(iop, str(tmp_path / "a"), str(tmp_path / "b"))
    assert "material: Hemgården becomes a party (nonprofit party)" in folders
    assert iop("diff", str(old), str(tmp_path / "a")).code == 2


def test_only_the_agreements_that_are_named_are_told(iop: Iop, kept: Path) -> None:
    other = AGREEMENT.replace(f"id: {NAME}", "id: andra")
    Path("agreements/andra.yaml").write_text(other, "utf-8")
    commit("Another")
    change("copies: 2", "copies: 3")
    change("copies: 2", "copies: 4", "agreements/andra.yaml")

    assert [one["id"] for one in told(iop)] == ["andra", NAME]
    assert [one["id"] for one in told(iop, "andra")] == ["andra"]
    assert [one["id"] for one in told(iop, "HEAD", FILE)] == [NAME]
    assert [one["id"] for one in told(iop, "HEAD", "agreements")] == ["andra", NAME]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nope"], "there is no revision nope in this repository"),
        (["boras-alskade-bar"], f"there is no revision and no agreement boras-alskade-bar here; did you mean {NAME}?"),
        (["HEAD", "boras-alskade-bar"], f"there is no file or agreement boras-alskade-bar; did you mean {NAME}?"),
        (["--", "-x"], "a revision cannot begin with -, as -x does"),
        (["--cached", "HEAD..HEAD"], "--cached compares with one revision; HEAD..HEAD names two"),
        (["--rank", "heavy"], "--rank: heavy is not one of material | minor | editorial"),
        (["--output-format", "htm"], "--output-format: htm is not one of text | markdown | json | html; did you mean html?"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_2_and_one_sentence(
    iop: Iop, kept: Path, arguments: list[str], says: str
) -> None:
    ran = iop("diff", *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[0] == f"iop: {says}"


def test_html_and_markdown_let_no_word_of_a_file_become_markup(iop: Iop, kept: Path) -> None:
    change("title: Föräldraskapsstödcirkel Älskade Barn", "title: <script>x</script> @anna [a](b)")

    html = iop("diff", "--output-format", "html").out
    assert "<script>" not in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html
    markdown = iop("diff", "--output-format", "markdown").out
    assert "\\<script\\>" in markdown
    assert "`@`anna \\[a\\](b)" in markdown


def test_a_result_goes_whole_to_a_file(iop: Iop, kept: Path, tmp_path: Path) -> None:
    change("copies: 2", "copies: 3")

    ran = iop("diff", "-o", str(tmp_path / "out.txt"))

    assert (ran.code, ran.out) == (1, "")
    assert (tmp_path / "out.txt").read_text("utf-8").endswith(" 1 agreement changed (minor: 2).\n")


Driven = Callable[[str, str | None, str | None], tuple[int, str]]


@pytest.fixture
def driven(kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Driven:
    """What git's driver shows of one file before and after; None where there is none."""

    def call(name: str, before: str | None, after: str | None) -> tuple[int, str]:
        paths = []
        for side, text in (("a", before), ("b", after)):
            path = tmp_path / f"{side} temporary"
            path.write_text(text or "", "utf-8")
            paths.append(str(path) if text is not None else "/dev/null")
        old, new = paths
        code = driver([name, old, "1" * 40, "100644", new, "2" * 40, "100644"])
        return code, capsys.readouterr().out

    return call


def test_git_is_shown_sentences(driven: Driven) -> None:
    code, out = driven(
        FILE, AGREEMENT, AGREEMENT.replace("length: 6 months", "length: 3 months", 1)
    )

    assert code == 0
    assert out == (
        f"Föräldraskapsstödcirkel Älskade Barn ({NAME})\n{FILE}\n\nNotice\n"
        "  material  the time of notice for breach shrinks from 6 months to 3 months\n\n"
    )


def test_git_is_shown_a_log_with_the_names_that_its_agreement_has(driven: Driven) -> None:
    name = FILE.replace(".yaml", ".log.yaml")

    code, out = driven(name, LOG, LOG + ENTRY)

    assert code == 0
    assert name in out
    assert "k12: Studiecirkel Älskade Barn held 2020-11-21" in out


def test_git_is_told_that_nothing_changed_in_meaning(driven: Driven) -> None:
    code, out = driven(FILE, AGREEMENT, reordered(AGREEMENT))

    assert (code, "no change of meaning; git diff --no-ext-diff shows the lines" in out) == (
        0,
        True,
    )


def test_git_is_shown_an_agreement_that_is_new_or_gone(driven: Driven) -> None:
    assert "a new agreement: “Föräldraskaps" in driven(FILE, None, AGREEMENT)[1]
    assert "the agreement is taken away: “Föräldraskaps" in driven(FILE, AGREEMENT, None)[1]


@pytest.mark.parametrize("broken", ["{{{", "a: b\n", "\0", "", "x: &a [*a]\n"])
def test_git_is_shown_lines_where_a_side_cannot_be_told(driven: Driven, broken: str) -> None:
    code, out = driven(FILE, AGREEMENT, broken)

    assert code == 0
    assert out.startswith(f"diff --git a/{FILE} b/{FILE}\n")


@pytest.mark.parametrize(
    "arguments", [[], ["x"], [FILE, "/no/such", "1", "2", "/no/such", "3", "4"]]
)
def test_whatever_git_gives_its_driver_ends_with_0(
    kept: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert driver(arguments) == 0
    assert "Traceback" not in capsys.readouterr().out


def test_the_driver_goes_on_where_the_settings_cannot_be_read(driven: Driven) -> None:
    Path("iop.toml").write_text("= broken", "utf-8")

    code, out = driven(FILE, AGREEMENT, AGREEMENT + "# more\n")

    assert (code, "+# more" in out) == (0, True)


def test_before_the_first_commit_everything_is_new(iop: Iop, repository: Path) -> None:
    git("init", "-q", "-b", "main")

    ran = iop("diff", NAME)

    assert ran.code == 1
    assert "a new agreement: “Föräldraskapsstödcirkel Älskade Barn”" in ran.out
    assert iop("log", NAME).err == "iop: there is no commit in this repository yet\n"


def test_without_git_it_is_said_in_one_sentence(
    iop: Iop, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "without"
    (repository / "agreements").rename(folder)
    monkeypatch.chdir(folder)

    ran = iop("diff")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "iop: this folder is in no git repository\n     git init makes one\n"


def test_a_name_with_line_ends_and_escapes_is_shown_as_signs(iop: Iop, kept: Path) -> None:
    Path("agreements/a\n\x1b[31mb.yaml").write_text("id: ny\ntitle: Nytt\n", "utf-8")

    ran = iop("diff")

    assert "agreements/a⏎\\x1b[31mb.yaml" in ran.out
    assert "\x1b" not in ran.out


def test_colour_is_only_where_it_is_wanted(
    iop: Iop, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change("copies: 2", "copies: 3")

    assert "\x1b[1m" in iop("diff", "--color", "always").out
    assert "\x1b" not in iop("diff", "--color", "always", "--plain").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1m" in iop("diff").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in iop("diff").out


def test_states_are_told_from_a_folder_below_too(
    iop: Iop, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change("copies: 2", "copies: 3")
    monkeypatch.chdir(kept / "agreements")

    (one,) = told(iop)
    assert one["file"] == f"{NAME}.yaml"
    assert told(iop, f"{NAME}.yaml") == told(iop, NAME) == [one]


def test_a_part_is_judged_by_its_master_as_it_stood_on_each_side(iop: Iop, kept: Path) -> None:
    master = AGREEMENT.replace(f"id: {NAME}", "id: ram").replace(
        "\npurpose:", "\nparts: {expected: 1, inherit: [copies]}\npurpose:", 1
    )
    part = AGREEMENT.replace("\npurpose:", "\npart_of: ram\npurpose:", 1).replace("copies: 2\n", "")
    Path("agreements/ram.yaml").write_text(master, "utf-8")
    Path(FILE).write_text(part, "utf-8")
    commit("Ram")
    change("copies: 2", "copies: 3", "agreements/ram.yaml")
    change("length: 6 months", "length: 3 months")
    commit("Both")

    held = {one["id"]: one["changes"] for one in told(iop, "HEAD~1..HEAD")}

    assert {"ram", NAME} == set(held)
    assert "length" in held[NAME][0]["where"]
