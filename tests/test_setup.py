"""`iop init`, `iop git install`, `iop textconv`: what is laid out, and how git comes to speak."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import GOOD, GOOD_LOG, ROOT

from iop_cli import words
from iop_cli.cli.run import run
from iop_cli.config import Config, read_config
from iop_cli.difference.same import normal
from iop_cli.difference.shape import agreement_shape, log_shape
from iop_cli.schema import schemas
from iop_cli.setup.facts import facts, sentences
from iop_cli.setup.layout import WORDED, laid_out
from iop_cli.setup.plain import plain
from iop_cli.setup.speech import SETTINGS, with_attributes
from iop_cli.source import parse

BIN = Path(sys.executable).parent
SAMPLES = sorted([*(ROOT / "agreements").glob("*.yaml"), *(ROOT / "tests/practice").glob("*.yaml")])
unix = pytest.mark.skipif(sys.platform == "win32", reason="links of Unix")
with_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
Said = Callable[[], tuple[str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which one stands; a home of its own; the command on the way."""
    home, held = tmp_path / "home", tmp_path / "partnerskap"
    for path in (home, held):
        path.mkdir()
    monkeypatch.chdir(held)
    for name, value in surroundings(home).items():
        monkeypatch.setenv(name, value)
    return held


def surroundings(home: Path) -> dict[str, str]:
    """What git and iop find around them: a writer, nothing of the machine's own settings."""
    return {
        "HOME": str(home), "XDG_CONFIG_HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org",
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "IOP_LANG": "en",
        "IOP_TODAY": "2026-11-22", "IOP_CACHE": str(home / "cache"), "GIT_PAGER": "cat",
    }  # fmt: skip


@pytest.fixture
def said(capfd: pytest.CaptureFixture[str]) -> Said:
    """What was said since the last time, as the result and the remarks."""

    def since() -> tuple[str, str]:
        both = capfd.readouterr()
        return both.out, both.err

    return since


def git(*arguments: str, code: int = 0) -> str:
    """What git says; it must end with a code."""
    ran = subprocess.run(["git", *arguments], capture_output=True, text=True, encoding="utf-8")
    assert ran.returncode == code, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


@cache
def laid(language: str) -> Mapping[str, bytes]:
    """What a new repository holds, in a language."""
    return laid_out(language, "agreements")


def held(folder: Path) -> dict[str, bytes]:
    """All files of a folder by name, git's own left out."""
    files = (
        p for p in folder.rglob("*") if p.is_file() and ".git" not in p.relative_to(folder).parts
    )
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def begun(folder: Path) -> None:
    """A repository with one agreement and its log, committed, in which git speaks."""
    assert run(["init", "--git"]) == 0
    assert run(["git", "install", "--write"]) == 0
    (folder / "agreements" / "grannhuset.yaml").write_text(GOOD, "utf-8")
    (folder / "agreements" / "grannhuset.log.yaml").write_text(GOOD_LOG, "utf-8")
    git("add", "--all")
    git("commit", "--quiet", "--message", "begin")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_new_repository_passes_its_own_checks(
    folder: Path, said: Said, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IOP_LANG", language)

    code = run(["init"])

    out = said()[0]
    assert code == 0
    assert {"iop.toml", "README.md", "CODEOWNERS", ".gitattributes", ".gitignore"} <= set(
        out.split()
    )
    assert ".github/workflows/agreements.yml\n.gitlab-ci.yml\n" in out
    assert f"agreements/.gitkeep\ntemplates/.gitkeep\nschema/ ({len(schemas())} fil" in out
    assert run(["validate"]) == 0
    assert run(["schema", "--check"]) == 0
    assert f'language = "{language}"' in (folder / "iop.toml").read_text("utf-8")


def test_nothing_is_overwritten_and_what_is_left_is_named(folder: Path, said: Said) -> None:
    (folder / "README.md").write_text("mine\n", "utf-8")
    (folder / ".github").mkdir()

    run(["init"])
    first = held(folder)
    out, err = said()

    assert "README.md" not in out
    assert "left as they are: README.md\n" in err
    assert first["README.md"] == b"mine\n"

    code = run(["init"])

    out, err = said()
    assert (code, out) == (0, "")
    assert "nothing is written" in err
    assert f"schema/ ({len(schemas())} files)" in err
    assert held(folder) == first


def test_a_dry_run_and_a_no_write_nothing(
    folder: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["init", "ny", "--dry-run"]) == 0
    assert said()[0].startswith("iop.toml\nREADME.md\n")
    assert not (folder / "ny").exists()

    (folder / "brev.docx").write_bytes(b"")
    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    code = run(["init"])

    assert code == 2
    assert "where others lie. Go on? (y/n) iop: nothing was written" in said()[1]
    assert list(held(folder)) == ["brev.docx"]


class Terminal:
    """Someone at a terminal who answers."""

    def __init__(self, *lines: str) -> None:
        """Take the answers in their order."""
        self.lines = list(lines)

    def isatty(self) -> bool:
        """Say that somebody sits there."""
        return True

    def readline(self) -> str:
        """Give the next answer."""
        return self.lines.pop(0)


@pytest.mark.parametrize(("typed", "answer"), [(["init"], "j\n"), (["init", "--no-input"], "n\n")])
def test_a_yes_goes_on_and_no_input_asks_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, typed: list[str], answer: str
) -> None:
    (folder / "brev.docx").write_bytes(b"")
    monkeypatch.setattr("sys.stdin", Terminal(answer))

    assert run(typed) == 0
    assert (folder / "iop.toml").is_file()


def test_what_is_in_the_way_stops_it_before_anything_is_written(folder: Path, said: Said) -> None:
    (folder / "schema").write_text("a file", "utf-8")

    code = run(["init"])

    assert code == 2
    assert "iop: schema is no folder in " in said()[1]
    assert list(held(folder)) == ["schema"]
    assert run(["init", "schema"]) == 2
    assert "schema is not a folder" in said()[1]


@unix
def test_a_link_out_of_the_repository_is_not_followed(folder: Path, said: Said) -> None:
    (folder.parent / "else").mkdir()
    (folder / ".vscode").symlink_to(folder.parent / "else")

    code = run(["init"])

    assert code == 2
    assert ".vscode is no folder in " in said()[1]
    assert held(folder.parent / "else") == {}


def test_the_folder_that_the_settings_name_is_kept(folder: Path) -> None:
    (folder / "iop.toml").write_text('agreements = "avtal"\n', "utf-8")

    run(["init"])

    assert (folder / "avtal" / ".gitkeep").is_file()
    assert not (folder / "agreements").exists()
    for name in (".gitattributes", ".vscode/settings.json", "README.md", "CODEOWNERS"):
        assert "avtal/" in (folder / name).read_text("utf-8"), name
        assert "agreements/" not in (folder / name).read_text("utf-8"), name


@with_git
def test_git_begins_only_where_it_is_asked_for(folder: Path, said: Said) -> None:
    run(["init", "utan"])
    run(["init", "med", "--git"])
    run(["init", "med/inne", "--git"])

    assert not (folder / "utan" / ".git").exists()
    assert git("-C", "med", "symbolic-ref", "HEAD").strip() == "refs/heads/main"
    assert not (folder / "med" / "inne" / ".git").exists()
    assert "lies inside another repository" in said()[1]


def test_without_git_nothing_is_written_where_git_was_asked_for(
    folder: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(folder))

    code = run(["init", "--git"])

    assert code == 2
    assert "git is not installed" in said()[1]
    assert held(folder) == {}
    assert run(["init"]) == 0


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_settings_show_every_key_with_a_value_that_is_accepted(language: str) -> None:
    text = laid(language)["iop.toml"].decode()
    shown = "\n".join(re.sub(r"^# (?=[\[\w]+ ?[=\]]|IOP)", "", x) for x in text.splitlines()[1:])

    assert read_config(text, "iop.toml") == Config(language=language)
    assert read_config(shown, "iop.toml").profile == "skr-2017"
    assert read_config(shown, "iop.toml").severity.keys() == {"IOP303"}
    assert len(read_config(shown, "iop.toml").delegation) == 2
    assert read_config(shown, "iop.toml").delegation[0].up_to == "100 000 kr"


@pytest.mark.parametrize("name", sorted(set(WORDED) - {"README.md"}))
def test_both_languages_say_the_same_beside_their_comments(name: str) -> None:
    def bare(language: str) -> list[str]:
        lines = laid(language)[name].decode().splitlines()
        kept = [re.sub(r"\s*(#(?! v5| zizmor).*)?$", "", line) for line in lines]
        return [line.replace(f'"{language}"', '"…"') for line in kept if line]

    assert bare("sv") == bare("en")


def test_no_template_is_left_that_nothing_lays_out() -> None:
    folder = ROOT / "templates" / "setup"
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    used = {f"{language}/{name}" for language in ("sv", "en") for name in WORDED.values()}

    assert there - used == {"editorconfig", "vscode-settings.json", "vscode-extensions.json"}
    assert used <= there


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_editor_finds_each_schema_where_it_is_laid(language: str) -> None:
    files = laid(language)
    settings = json.loads(files[".vscode/settings.json"])

    assert {name.removeprefix("./") for name in settings["yaml.schemas"]} <= set(files)
    folder = "schema/en/" if language == "en" else "schema/"
    assert f"./{folder}log.schema.json" in settings["yaml.schemas"]


@with_git
@pytest.mark.parametrize(
    ("name", "attribute", "value"),
    [
        ("agreements/a.yaml", "diff", "iop"),
        ("agreements/öst/b.yml", "diff", "iop"),
        ("agreements/a.log.yaml", "diff", "iop"),
        ("agreements/a.log.yaml", "merge", "union"),
        ("agreements/a.yaml", "merge", "unspecified"),
        ("invoices/SFS/ledger.yaml", "merge", "binary"),
        ("invoices/SFS/ledger.yaml", "text", "unset"),
        ("invoices/SFS/SFS-2018-0001.pdf", "text", "unset"),
        ("templates/profiles/egen.yaml", "diff", "unspecified"),
        ("iop.toml", "text", "auto"),
    ],
)
def test_git_reads_the_attributes_as_they_are_meant(
    folder: Path, name: str, attribute: str, value: str
) -> None:
    run(["init", "--git"])

    told = git("-c", "core.quotePath=false", "check-attr", attribute, "--", name)

    assert told == f"{name}: {attribute}: {value}\n"


@with_git
def test_two_branches_of_a_log_are_joined_and_two_ledgers_never(folder: Path) -> None:
    begun(folder)
    log, ledger = folder / "agreements/grannhuset.log.yaml", folder / "invoices/A/ledger.yaml"
    ledger.parent.mkdir(parents=True)
    ledger.write_bytes(b"series: A\nentries:\n")
    git("add", "--all")
    git("commit", "--quiet", "--message", "a ledger")
    for branch, day in (("one", "2025-05-05"), ("two", "2025-06-06")):
        git("switch", "--quiet", "--create", branch, "main")
        with log.open("a", encoding="utf-8", newline="") as file:
            file.write(f"  - {{id: {branch}, activity: kafé, held: {day}, participants: 12}}\n")
        git("commit", "--quiet", "--all", "--message", branch)
    git("merge", "--quiet", "--no-edit", "one")
    both = log.read_text("utf-8")

    assert "id: one" in both
    assert "id: two" in both
    assert "<<<<<<<" not in both

    for branch, number in (("three", b"  - number: A-1\n"), ("four", b"  - number: A-2\n")):
        git("switch", "--quiet", "--create", branch, "main")
        ledger.write_bytes(b"series: A\nentries:\n" + number)
        git("commit", "--quiet", "--all", "--message", branch)
    told = git("merge", "--no-edit", "three", code=1)

    assert "CONFLICT" in told
    assert ledger.read_bytes() == b"series: A\nentries:\n  - number: A-2\n"


def test_what_git_needs_is_shown_and_nothing_is_written(folder: Path, said: Said) -> None:
    code = run(["git", "install"])

    out = said()[0]
    assert code == 0
    assert "\nagreements/**/*.yaml diff=iop\nagreements/**/*.yml diff=iop\n" in out
    assert "git config --local diff.iop.textconv '" in out
    assert "# git config --local --remove-section diff.iop\n" in out
    assert held(folder) == {}


@with_git
def test_it_is_written_once_into_this_repository_alone(folder: Path, said: Said) -> None:
    git("init", "--quiet")
    (folder / ".gitattributes").write_bytes(b"* text=auto\r\n*.docx binary")
    home = held(folder.parent / "home")

    code = run(["git", "install", "--write"])

    out, err = said()
    raw = (folder / ".gitattributes").read_bytes()
    assert code == 0
    assert out == ".gitattributes\ndiff.iop.command\ndiff.iop.textconv\n"
    assert "To undo it: git config --local --remove-section diff.iop" in err
    assert raw.startswith(b"* text=auto\r\n*.docx binary\r\n\r\n# git diff says in sentences")
    assert raw.endswith(b"\r\nagreements/**/*.yaml diff=iop\r\nagreements/**/*.yml diff=iop\r\n")
    assert git("config", "--local", "diff.iop.textconv").strip() == SETTINGS["diff.iop.textconv"]
    assert held(folder.parent / "home") == home

    config = (folder / ".git/config").read_bytes()
    code = run(["git", "install", "--write"])

    out, err = said()
    assert (code, out) == (0, "")
    assert "it is all there already" in err
    assert ((folder / ".gitattributes").read_bytes(), (folder / ".git/config").read_bytes()) == (
        raw, config,
    )  # fmt: skip
    git("config", "--local", "--remove-section", "diff.iop")
    git("config", "--local", "diff.iop.command", code=1)


@with_git
def test_outside_a_repository_nothing_is_written(folder: Path, said: Said) -> None:
    code = run(["git", "install", "--write"])

    assert code == 2
    assert "iop: this folder is in no git repository" in said()[1]
    assert held(folder) == {}


@with_git
@unix
def test_attributes_that_are_a_link_are_not_written_through(folder: Path, said: Said) -> None:
    git("init", "--quiet")
    (folder.parent / "else").write_bytes(b"kept\n")
    (folder / ".gitattributes").symlink_to(folder.parent / "else")

    code = run(["git", "install", "--write"])

    assert code == 2
    assert ".gitattributes cannot be changed: this is a symbolic link" in said()[1]
    assert (folder.parent / "else").read_bytes() == b"kept\n"
    git("config", "--local", "diff.iop.command", code=1)


def test_attributes_that_say_it_in_another_way_of_spacing_are_left() -> None:
    raw = b"agreements/**/*.yaml   diff=iop\n\tagreements/**/*.yml diff=iop\n"

    assert with_attributes(raw, "agreements") is raw
    assert b"\nv\xc3\xa5ra[[:space:]]avtal/**/*.yaml diff=iop\n" in with_attributes(
        b"", "våra avtal"
    )


@with_git
def test_git_log_shows_a_sentence_for_each_fact(folder: Path) -> None:
    begun(folder)
    file = folder / "agreements/grannhuset.yaml"
    file.write_text(GOOD.replace("end: 2027-12-31", "end: 2028-12-31"), "utf-8")
    git("commit", "--quiet", "--all", "--message", "longer")

    told = git("log", "--patch", "--max-count=1")
    changed = [line for line in told.splitlines() if re.match(r"[-+](?![-+])", line)]

    assert [line[0] + line.rpartition(":")[2] for line in changed] == [
        "- 2027-12-31",
        "+ 2028-12-31",
    ]
    assert "  end: " not in told


@with_git
def test_a_file_that_does_not_parse_still_shows_a_diff(folder: Path) -> None:
    begun(folder)
    with (folder / "agreements/grannhuset.yaml").open("a", encoding="utf-8") as file:
        file.write("payments: [\n")

    told = git("diff")

    assert "diff --git a/agreements/grannhuset.yaml b/agreements/grannhuset.yaml" in told
    assert "\n+payments: [\n" in told
    git("commit", "--quiet", "--all", "--message", "broken")
    assert "\n+payments: [\n" in git("log", "--patch", "--max-count=1")


@with_git
@unix
def test_git_works_as_before_where_iop_is_missing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(folder)
    file = folder / "agreements/grannhuset.yaml"
    file.write_text(GOOD.replace("end: 2027-12-31", "end: 2028-12-31"), "utf-8")
    tools = folder.parent / "tools"
    tools.mkdir()
    for name in ("git", "sh", "diff", "cat"):
        (tools / name).symlink_to(str(shutil.which(name)))
    monkeypatch.setenv("PATH", str(tools))

    assert "+  end: 2028-12-31" in git("diff")
    git("commit", "--quiet", "--all", "--message", "longer")
    assert "+  end: 2028-12-31" in git("log", "--patch", "--max-count=1")


@with_git
@pytest.mark.parametrize(
    "name", ["å ä ö.yaml", "-x.yaml", "a'b\"c$(touch x);.yaml", "ny/[a]*.yaml"]
)
def test_odd_names_are_compared_like_others(folder: Path, name: str) -> None:
    if sys.platform == "win32" and re.search(r'["*]', name):
        pytest.skip("Windows has no such names")
    begun(folder)
    file = folder / "agreements" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(GOOD, "utf-8")
    git("add", "--all")
    git("commit", "--quiet", "--message", "odd")
    file.write_text(GOOD.replace("end: 2027-12-31", "end: 2028-12-31"), "utf-8")

    assert "2028-12-31" in git("diff")
    git("commit", "--quiet", "--all", "--message", "longer")
    assert ": 2028-12-31\n" in git("log", "--patch", "--max-count=1")
    assert not (folder / "x").exists()


def read(text: str) -> list[str]:
    found = facts(text.encode(), "a.yaml")
    assert found is not None
    return found


@pytest.mark.parametrize("language", ["sv", "en"])
def test_order_comments_and_quotes_change_no_sentence(language: str) -> None:
    words.use(language)
    quoted = re.sub(r"(name|what): ([^\n{}\[\]\"#]+)\n", r'\1: "\2"  # said\n', GOOD)
    blocks = re.split(r"(?m)^(?=[a-z_]+:)", GOOD)
    turned = "".join([blocks[0], *reversed(blocks[1:])])

    assert quoted != GOOD
    assert read(quoted) == read(GOOD) == read(turned)
    assert read(GOOD_LOG) != read(GOOD)


def leaves(value: Any, where: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of all values."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, held in inner:
        if isinstance(held, dict | list):
            yield from leaves(held, (*where, key))
        else:
            yield (*where, key)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_value_that_is_changed_is_seen(path: Path, language: str) -> None:
    words.use(language)
    document = parse(path.read_bytes(), path.name)[0]
    assert document is not None
    data = document.data
    shape = log_shape() if "parties" not in data else agreement_shape()
    always = {key: data[key] for key in ("parties", "agreement") if key in data}
    unseen = []
    for key in data:
        some = always | {key: data[key]}
        before = sentences(some)
        for where in leaves({key: data[key]}):
            changed = with_other(some, where)
            if sentences(changed) == before and normal(shape, changed) != normal(shape, some):
                unseen.append(where)

    assert unseen == []


def with_other(data: dict[str, Any], where: tuple[Any, ...]) -> dict[str, Any]:
    """The words with another value at a place."""
    changed = deepcopy(data)
    holder: Any = changed
    for key in where[:-1]:
        holder = holder[key]
    holder[where[-1]] += "9" if re.search(r"\d$", holder[where[-1]]) else " x"
    return changed


@pytest.mark.parametrize(
    "raw",
    [
        b"parties: [\n",
        b"\xff\xfe\x00",
        b"",
        b"- a\n- b\n",
        b"other: yes\n",
        b"id: a\nid: b\nparties: {}\n",
        b"x" * 2_000_000,
        b"format: 1\r\nparties:\r\n",
    ],
    ids=["open", "bytes", "empty", "list", "other", "twice", "long", "empty value"],
)
def test_a_file_that_is_no_agreement_comes_out_as_it_is(folder: Path, raw: bytes) -> None:
    (folder / "a.yaml").write_bytes(raw)

    ran = subprocess.run([BIN / "iop", "textconv", "a.yaml"], capture_output=True)

    assert (ran.returncode, ran.stdout) == (0, raw)


def test_a_file_that_is_not_there_is_told_of(folder: Path, said: Said) -> None:
    code = run(["textconv", "saknas.yaml"])

    assert code == 2
    assert "No such file" in said()[1]


def compared(folder: Path, before: bytes | None, after: bytes | None) -> str:
    """What a driver shows of a change from some bytes to others; None is no file."""
    names = []
    for name, raw in (("before", before), ("after", after)):
        (folder / name).write_bytes(raw or b"")
        names.append("/dev/null" if raw is None else name)
    return "".join(plain(["a.yaml", names[0], "0", "100644", names[1], "1", "100644"]))


def test_the_plain_diff_shows_what_was_added_changed_and_taken_away(folder: Path) -> None:
    head = "diff --git a/a.yaml b/a.yaml\n"

    assert (
        compared(folder, None, b"a\n") == head + "--- /dev/null\n+++ b/a.yaml\n@@ -0,0 +1 @@\n+a\n"
    )
    assert (
        compared(folder, b"a\n", None) == head + "--- a/a.yaml\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"
    )
    assert compared(folder, b"a\n", b"b").endswith("-a\n+b\n\\ No newline at end of file\n")
    assert compared(folder, b"a\0", b"b\n") == head + "Files a/a.yaml and b/a.yaml differ\n"
    assert compared(folder, b"a\n" * 30_000, b"b\n").endswith(" differ\n")
    assert "\x1b" not in compared(folder, b"a\n", b"\x1b[31mred\n")


def test_the_plain_diff_takes_what_git_gives_for_modes_renames_and_conflicts(folder: Path) -> None:
    (folder / "x").write_bytes(b"a\n")
    same = ["old.yaml", "x", "0", "100644", "x", "0", "100755", "new.yaml", "similarity"]

    told = "".join(plain(same))

    assert told == "diff --git a/old.yaml b/new.yaml\nold mode 100644\nnew mode 100755\n"
    assert "".join(plain(["a.yaml"])) == "* Unmerged path a.yaml\n"
    assert "differ" in "".join(plain(["a.yaml", "gone", "0", ".", "x", "0", "100644"]))
