"""Hostile and broken files: each ends in a finding or one sentence, in time, and hides no other."""

import codecs
import json
import os
import shutil
import socket
import sys
import unicodedata
from pathlib import Path

import pytest
from conftest import setting
from hostile import COMMANDS, GOOD, HOSTILE, IOP, NAMES, OBEYED, Ran, put, ran, repository_in

from iop_cli.check import check_partnership
from iop_cli.finding import Text
from iop_cli.project import Project
from iop_cli.report import Format

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs the files of a POSIX system")
OBEYS_MODES = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file"
)
SECONDS, MEGABYTES = 2, 300
# what a process used is told to its parent, and a small parent of its own adds nothing to it
MEASURED = (
    "import resource, subprocess, sys;"
    f"code = subprocess.run([{', '.join(map(repr, IOP))}, *sys.argv[1:]]).returncode;"
    "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
    "peak = used.ru_maxrss // (1024 if sys.platform == 'linux' else 1048576);"
    "open('used', 'w').write(f'{used.ru_utime + used.ru_stime} {peak}');"
    "sys.exit(code if code >= 0 else 255)"
)


def findings(done: Ran) -> list[dict[str, str]]:
    """The findings that a run in jsonl wrote."""
    return [row for line in done.out.splitlines() if "code" in (row := json.loads(line))]


def places(raw: bytes) -> list[tuple[str, int]]:
    """The codes and lines of what is found in the bytes of one agreement."""
    checked = check_partnership(Text("agreements/provtorget.yaml", raw), None, setting())
    return [(d.code, d.span.line) for d in checked.found]


def test_every_hostile_file_gets_its_finding_and_hides_no_other(tmp_path: Path) -> None:
    repository = repository_in(tmp_path)
    for name, (_code, raw) in HOSTILE.items():
        put(repository, f"{name}.yaml", raw)
    put(repository, "zebra.yaml", GOOD.replace(b"status: signed", b"status: singed"))

    done = ran(repository, "validate", "--output-format", "jsonl")

    assert (done.code, done.err) == (1, b"")
    found = {(row["file"], row["code"]) for row in findings(done)}
    expected = {(f"agreements/{name}.yaml", code) for name, (code, _raw) in HOSTILE.items()}
    assert expected - found == set()
    assert ("agreements/zebra.yaml", "IOP112") in found


@POSIX
@pytest.mark.parametrize(
    "name",
    ["brackets", "bomb", "documents", "directives", "unknown", "amendments", "large", "number"],
)
def test_no_file_takes_long_or_much(tmp_path: Path, name: str) -> None:
    repository = repository_in(tmp_path)
    put(repository, "a.yaml", HOSTILE[name][1])

    done = ran(repository, "validate", "--no-cache", prefix=(sys.executable, "-c", MEASURED))

    assert done.code == 1, done.text
    assert "Traceback" not in done.text
    seconds, megabytes = (repository / "used").read_text().split()
    assert float(seconds) < SECONDS
    assert int(megabytes) < MEGABYTES


@POSIX
def test_what_is_no_regular_file_is_refused_unopened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = repository_in(tmp_path) / "agreements"
    os.mkfifo(folder / "pipe.yaml")
    (folder / "loop.yaml").symlink_to("loop.yaml")
    (folder / "secret.yaml").symlink_to("/etc/passwd")
    (folder / "gone.yaml").symlink_to("nowhere")
    (folder / "folder.yaml").mkdir()
    (folder / "up").symlink_to("..", target_is_directory=True)
    monkeypatch.chdir(folder)
    with socket.socket(socket.AF_UNIX) as end:
        end.bind("socket.yaml")

    done = ran(folder.parent, "validate", "--output-format", "jsonl")

    assert (done.code, done.err) == (1, b"")
    not_a_file, a_link = "not a regular file", "a symbolic link; put the file itself here"
    said = dict.fromkeys(("pipe", "socket"), not_a_file) | dict.fromkeys(
        ("loop", "secret", "gone"), a_link
    )
    assert {(r["file"], r["code"], r["message"]) for r in findings(done)} == {
        (f"agreements/{name}.yaml", "IOP100", f"this is {what}") for name, what in said.items()
    }


@OBEYS_MODES
@pytest.mark.parametrize("name", ["a.yaml", "locked/a.yaml"])
def test_what_may_not_be_read_is_said(tmp_path: Path, name: str) -> None:
    repository = repository_in(tmp_path)
    locked = repository / "agreements" / "locked"
    locked.mkdir()
    put(repository, name, GOOD).chmod(0)
    locked.chmod(0 if "/" in name else 0o700)

    done = ran(repository, "validate")

    locked.chmod(0o700)
    assert done.code in (1, 2)
    assert "Permission denied" in done.text


def test_a_file_that_vanishes_is_a_finding(tmp_path: Path) -> None:
    repository = repository_in(tmp_path)
    path = put(repository, "a.yaml", GOOD)
    project = Project.find(repository)
    names = [pair.file for pair in project.pairs([], "agreements", 100)]
    path.unlink()

    trouble = {name: project.read(name).trouble for name in names}

    gone = trouble["agreements/a.yaml"]
    assert gone and gone.says == "this file cannot be opened: {reason}"
    assert trouble["agreements/provtorget.yaml"] is None


@POSIX
@pytest.mark.parametrize("link", ["agreements", "templates", "iop.toml"])
def test_no_link_leads_out_of_the_repository(tmp_path: Path, link: str) -> None:
    repository, outside = repository_in(tmp_path), tmp_path / "outside"
    (outside / "profiles").mkdir(parents=True)
    for name in ("profiles/base.yaml", "secret.yaml"):
        (outside / name).write_text("hemligt: ja\n")
    path = repository / link
    path.unlink() if path.is_file() else shutil.rmtree(path)
    path.symlink_to(outside / "secret.yaml" if link == "iop.toml" else outside)

    done = ran(repository, "validate")

    assert done.code in ((0, 1, 2) if link == "templates" else (2,))
    assert "hemligt" not in done.text
    assert "Traceback" not in done.text


@pytest.mark.parametrize("agreements", ["/", "..", "../repository-2", "agreements/../.."])
def test_no_setting_leads_out_of_the_repository(tmp_path: Path, agreements: str) -> None:
    repository = repository_in(tmp_path)
    (repository / "iop.toml").write_text(f'agreements = "{agreements}"\n')

    done = ran(repository, "validate")

    assert (done.code, done.out) == (2, b"")
    assert "leads out of the repository" in done.text


@pytest.mark.parametrize(
    "table", [b"rows: x\n", b"rows: [a]\n", b"rows:\n  - from: [1]\n", b"\xff", b"rows: [\n"]
)
def test_a_table_of_ones_own_that_cannot_be_read_stops_the_run(
    tmp_path: Path, table: bytes
) -> None:
    repository = repository_in(tmp_path)
    (repository / "templates" / "tables").mkdir()
    (repository / "templates" / "tables" / "procurement.yaml").write_bytes(table)

    done = ran(repository, "validate")

    assert done.code == 2
    assert "templates/tables/procurement.yaml" in done.text


def test_a_master_that_lists_no_words_harms_no_part(tmp_path: Path) -> None:
    repository = repository_in(tmp_path)
    put(repository, "master.yaml", GOOD + b"parts: {inherit: [[a], {b: c}, term]}\n")
    put(repository, "part.yaml", GOOD + b"part_of: master\n")

    done = ran(repository, "validate", "--output-format", "jsonl")

    assert (done.code, done.err) == (1, b"")
    assert {row["file"] for row in findings(done) if row["code"] == "IOP112"} >= {
        "agreements/master.yaml"
    }


def hostile_agreement() -> bytes:
    """An agreement whose values and keys all speak to terminals and build servers."""
    parties = [
        f"  p{n}: {{role: nonprofit, name: {said}, rolle: {said}, {said}: 1}}\n"
        for n, said in enumerate(COMMANDS)
    ]
    head = f"format: 1\nid: hostile\ntitle: {COMMANDS[1]}\nstatus: {COMMANDS[2]}\nparties:\n"
    return (head + "".join(parties)).encode()


@POSIX
@pytest.mark.parametrize("format", [*Format])
def test_nothing_from_a_file_or_its_name_is_obeyed(tmp_path: Path, format: Format) -> None:
    repository = repository_in(tmp_path)
    put(repository, "hostile.yaml", hostile_agreement())
    for name in NAMES:
        put(repository, f"{name}.yaml", b"a: [\n")
    if sys.platform == "linux":
        put(repository, os.fsdecode(b"\xe5.yaml"), b"a: [\n")

    done = ran(repository, "validate", "--output-format", format, COLUMNS="60", IOP_LANG="sv")

    assert done.code == 1
    assert not OBEYED.search(done.text)
    assert done.text.count("IOP101") >= len(NAMES)
    if format is Format.GITHUB:
        lines = done.out.decode().splitlines()
        assert all(x.startswith(("::error file=", "::warning file=")) for x in lines)


@pytest.mark.parametrize(
    "command",
    [["show", "hostile"], ["show", "hostile", "--plain"], ["list"], ["list", "--plain"]],
    ids=" ".join,
)
def test_what_is_shown_of_a_partnership_is_not_obeyed_either(
    tmp_path: Path, command: list[str]
) -> None:
    repository = repository_in(tmp_path)
    for number, said in enumerate(COMMANDS):
        name = f"hostile{number or ''}"
        raw = GOOD.replace(b"provtorget", name.encode())
        raw = raw.replace(b"title: Provtorget", f"title: {said}".encode())
        raw = raw.replace("name: Föreningen Torget".encode(), f"name: {said}".encode())
        put(repository, f"{name}.yaml", raw)

    done = ran(repository, *command, COLUMNS="40")

    assert done.code in (0, 1)
    assert not OBEYED.search(done.text)


@pytest.mark.parametrize("change", ["crlf", "bom", "both", "no last line end"])
def test_line_ends_and_a_byte_order_mark_change_nothing(change: str) -> None:
    raw = GOOD.replace(b"status: signed", b"status: singed")
    changed = raw.replace(b"\n", b"\r\n") if change in ("crlf", "both") else raw
    changed = codecs.BOM_UTF8 + changed if change in ("bom", "both") else changed
    changed = changed.rstrip(b"\n") if change == "no last line end" else changed

    assert places(changed) == places(raw)
    assert ("IOP112", 4) in places(raw)


def test_a_decomposed_file_name_is_named(tmp_path: Path) -> None:
    repository = repository_in(tmp_path)
    put(repository, unicodedata.normalize("NFD", "åäö.yaml"), b"a: [\n")

    done = ran(repository, "validate", "--output-format", "jsonl")

    named = [unicodedata.normalize("NFC", row["file"]) for row in findings(done)]
    assert named == ["agreements/åäö.yaml"]


def test_a_personal_identity_number_is_not_shown(tmp_path: Path) -> None:
    repository = repository_in(tmp_path)
    put(repository, "a.yaml", GOOD.replace(b"name: Eva Ek", b"name: Eva Ek 19811228-9874"))

    done = ran(repository, "validate"), ran(repository, "validate", "--plain")

    assert all(b"IOP808" in one.out for one in done)
    assert not any(b"9874" in one.out for one in done)
