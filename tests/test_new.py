"""`iop new` and `iop schema`: what they ask, what they refuse, what they write."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from iop_cli.cli.run import run
from iop_cli.diagnostic import IopError
from iop_cli.interview import Known, Question, ask, interview, take

ROOT = Path(__file__).parent.parent
NAMES = ["--public-name", "Exempelköpings kommun", "--nonprofit-name", "Föreningen Exempel"]
GIVEN = ["new", "laxhjalp", "--title", "Läxhjälp", *NAMES, "--lang", "en"]

Said = Callable[[], tuple[str, str]]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository, in which one stands."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """What was said since the last time, as the result and the remarks."""

    def since() -> tuple[str, str]:
        both = capsys.readouterr()
        return both.out, both.err

    return since


def question(key: str) -> Question:
    return next(q for q in interview() if q.key == key)


def answering(*lines: str) -> tuple[Callable[[str], str], list[str]]:
    """Someone who answers with these lines, and a list of what was asked."""
    asked: list[str] = []
    left = list(lines)

    def prompt(text: str) -> str:
        asked.append(text)
        return left.pop(0) + "\n"

    return prompt, asked


def test_a_new_agreement_is_written_and_passes_at_once(repository: Path, said: Said) -> None:
    code = run([*GIVEN, "--start", "20270101", "--end", "2029", "--profile", "forum-2010"])

    out, err = said()
    text = (repository / "agreements" / "laxhjalp.yaml").read_text(encoding="utf-8")
    assert (code, out) == (0, "agreements/laxhjalp.yaml\n")
    assert "Next: fill it in, and run iop validate laxhjalp" in err
    assert "term:\n  start: 2027-01-01\n  end: 2029\n" in text
    assert "    # Did the idea for the activity come from the association" in text
    assert run(["validate", "--today", "2026-11-22"]) == 0


@pytest.mark.parametrize(
    ("arguments", "schema"),
    [
        ([], "../schema/en/agreement.schema.json"),
        (["--language", "sv"], "../schema/agreement.schema.json"),
        (["-o", "agreements/skola/norr"], "../../../schema/en/agreement.schema.json"),
        (["-o", "laxhjalp.yaml"], "schema/en/agreement.schema.json"),
    ],
)
def test_the_modeline_is_right_from_every_folder(
    repository: Path, said: Said, arguments: list[str], schema: str
) -> None:
    run(["schema"])
    said()

    run([*GIVEN, *arguments])

    name = said()[0].strip()
    first = (repository / name).read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={schema}"
    assert ((repository / name).parent / schema).resolve().is_file()


def test_nothing_is_overwritten(repository: Path, said: Said) -> None:
    run(GIVEN)
    file = repository / "agreements" / "laxhjalp.yaml"
    file.write_text("# mine\n", encoding="utf-8")

    code = run([*GIVEN, "-o", "agreements/other"])

    assert code == 2
    assert "laxhjalp is there already: agreements/laxhjalp.yaml" in said()[1]
    assert file.read_text(encoding="utf-8") == "# mine\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["new", "Åb"], "Åb cannot be an id"),
        (["new", "paid"], "paid is a word of iop invoice"),
        (["new", "a", "--no-input"], "needed, and not to be invented: --title, --public-name and"),
        ([*GIVEN, "--public-number", "212000-1111"], "--public-number: 212000-1111 ends in 1"),
        ([*GIVEN, "--start", "2027-13-01"], "--start: 2027-13-01 is not in the calendar"),
        ([*GIVEN, "--start", "2027", "--end", "2026"], "the last day, 2026, is before the first"),
        ([*GIVEN, "--profile", "forum"], "there is no profile forum; did you mean forum-2010?"),
        ([*GIVEN, "--profile", "../x"], "there is no profile ../x"),
        ([*GIVEN, "--profile", "../tables/laws"], "../tables/laws cannot be read as a profile"),
        ([*GIVEN, "--language", "fi"], "--language is fi; write sv or en"),
        ([*GIVEN, "-o", "other.yaml"], "-o is other.yaml; a file is named after its agreement"),
        ([*GIVEN, "--title", "Läx\u200bhjälp"], "the invisible character U+200B stands here"),
        ([*GIVEN, "--title", "x" * 201], "201 characters are too many"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_what_cannot_be_is_refused_and_nothing_written(
    repository: Path, said: Said, arguments: list[str], says: str
) -> None:
    code = run([*arguments, "--lang", "en"])

    assert code == 2
    assert says in said()[1]
    assert not (repository / "agreements").exists()


def test_a_dry_run_shows_the_text_and_writes_nothing(repository: Path, said: Said) -> None:
    run([*GIVEN, "-n"])

    out, err = said()
    assert "\nid: laxhjalp\n" in out
    assert "agreements/laxhjalp.yaml is not written" in err
    assert not (repository / "agreements").exists()


def test_a_wrong_answer_is_told_and_asked_again() -> None:
    prompt, asked = answering("212000-1111", "212000-1355")

    answer = ask(question("public_number"), {}, prompt)

    assert answer == "212000-1355"
    assert asked[0] == "Its organisation number (empty: unknown): "
    assert asked[1].startswith("212000-1111 ends in 1; by the other digits it should end in 6\nIts")


def test_an_empty_answer_is_unknown_and_a_name_is_asked_for_again() -> None:
    nothing, _asked = answering("")
    later, asked = answering("", "  Orust   kommun ")

    assert ask(question("start"), {}, nothing) is None
    assert ask(question("public_name"), {}, later) == "Orust kommun"
    assert asked[1].startswith("a name is needed here\n")


@pytest.mark.parametrize(
    ("key", "written", "known", "answer"),
    [
        ("end", "none", {"start": "2027-01-01"}, "none"),
        ("end", "2027-01", {"start": "2027-01-15"}, "2027-01"),
        ("start", "hösten 2027", {}, "hösten 2027"),
        ("start", "20270101", {"end": "none"}, "2027-01-01"),
        ("nonprofit_number", "16 864500 7710", {}, "864500-7710"),
    ],
)
def test_an_answer_is_taken_in_its_normal_spelling(
    key: str, written: str, known: Known, answer: str
) -> None:
    assert take(question(key), written, known) == answer


def test_a_start_after_a_known_end_is_refused() -> None:
    with pytest.raises(IopError, match=r"--start: the last day, 2026-12-31, is before"):
        take(question("start"), "2027-01-01", {"end": "2026-12-31"})


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own (pty)")
def test_on_a_terminal_the_questions_are_asked(repository: Path) -> None:
    import pty
    import subprocess

    ours, theirs = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "iop_cli",
        "new",
        "laxhjalp",
        "--start",
        "2027",
        "--lang",
        "en",
    ]
    asked = subprocess.Popen(
        command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    os.write(ours, b"Skola\nOrust kommun\n212000-1315\n212000-1314\nJunis\n\n\n")

    out, err = asked.communicate(timeout=30)
    os.close(ours)
    os.close(theirs)

    text = (repository / out.strip()).read_text(encoding="utf-8")
    assert "212000-1315 ends in 5" in err
    assert "First day" not in err, "the flag has answered it"
    assert "title: Skola\n" in text
    assert "    org_number: 212000-1314\n" in text
    assert "  start: 2027\n#  end:" in text


def test_schema_writes_what_differs_and_check_names_it(repository: Path, said: Said) -> None:
    assert run(["schema"]) == 0
    written = said()[0].splitlines()
    file = repository / "schema" / "en" / "log.schema.json"
    crlf = file.read_bytes().replace(b"\n", b"\r\n")

    file.write_bytes(crlf)
    assert run(["schema", "--check"]) == 0
    file.write_bytes(b"{}\n")
    assert run(["schema", "--check"]) == 1

    assert len(written) == 24
    assert said()[0] == "schema/en/log.schema.json is stale; iop schema writes it anew\n"
    assert run(["schema", "-n"]) == 0
    assert file.read_bytes() == b"{}\n"


def test_schema_writes_to_the_folder_that_is_named(repository: Path, said: Said) -> None:
    run(["schema", "-o", "public/schemas"])

    assert "public/schemas/agreement.schema.json\n" in said()[0]
    assert (repository / "public" / "schemas" / "en" / "agreement.schema.json").is_file()
