"""Issuing, crediting and voiding on the disk: once each, in an unbroken series, or not at all."""

import errno
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from invoices import draft, line
from issues import AGREEMENT, DAY, files, issued, owed, papers, quick_folder, raw, wrong

from iop_cli import archive, issuing
from iop_cli.diagnostic import IopError
from iop_cli.issuing import Paper, credit, issue, void
from iop_cli.ledger import billed
from iop_cli.receivables import State, receivables, set_as
from iop_cli.report.run import Look

FOLDER = Path("invoices/FA")


def numbers(root: Path) -> list[str | None]:
    return [entry.number for entry in archive.opened(root, "FA").entries]


def standing(root: Path) -> list[tuple[str, Decimal]]:
    return [(b.part, b.amount) for b in billed([archive.opened(root, "FA")], AGREEMENT)]


def refused(call: Callable[[], object]) -> IopError:
    with pytest.raises(IopError) as caught:
        call()
    return caught.value


def test_what_is_owed_is_issued_with_its_documents_and_its_entry(tmp_path: Path) -> None:
    made = issued(tmp_path, "k1", "k2")

    assert [m.number for m in made] == ["FA-2026-0001", "FA-2026-0002"]
    assert sorted(files(tmp_path)) == [
        f"invoices/FA/{name}"
        for name in (
            "FA-2026-0001.html", "FA-2026-0001.json", "FA-2026-0001.md",
            "FA-2026-0002.html", "FA-2026-0002.json", "FA-2026-0002.md",
            "ledger.head", "ledger.yaml",
        )
    ]  # fmt: skip
    assert wrong(tmp_path) == []


def test_issuing_again_changes_nothing(tmp_path: Path) -> None:
    issued(tmp_path, "k1", "k2")
    before = files(tmp_path)

    assert issued(tmp_path, "k1", "k2") == []
    assert files(tmp_path) == before


def test_two_places_get_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        issued(tmp_path / name, "k1", "k2")

    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_several_series_are_issued_in_one_run(tmp_path: Path) -> None:
    def both(held: Any) -> list[Any]:
        return [*owed("k1", series="FB")(held), *owed("k2", series="FA")(held)]

    made = issue(tmp_path, ["FB", "FA"], both, papers, DAY)

    assert [m.number for m in made] == ["FB-2026-0001", "FA-2026-0001"]
    assert wrong(tmp_path, "FB") == wrong(tmp_path, "FA") == []


@pytest.mark.parametrize("part", ["k1", ""])
def test_what_is_billed_is_refused_even_if_it_is_asked_for(tmp_path: Path, part: str) -> None:
    one = draft(lines=(line(part=part, entries=("k1",) if part else ()),))
    issue(tmp_path, ["FA"], lambda _held: [one], papers, DAY)

    error = refused(lambda: issue(tmp_path, ["FA"], lambda _held: [one], papers, DAY))

    assert "is billed already, in FA-2026-0001" in error.message
    assert numbers(tmp_path) == ["FA-2026-0001"]


def test_an_invoice_without_a_last_day_to_pay_is_refused(tmp_path: Path) -> None:
    error = refused(lambda: issue(tmp_path, ["FA"], owed("k1"), lambda made: Paper(made, {}), DAY))

    assert error.message == "FA-2026-0001 has no last day to pay"
    assert files(tmp_path) == {}


def test_a_day_before_the_last_one_is_refused(tmp_path: Path) -> None:
    issued(tmp_path, "k1")

    error = refused(lambda: issued(tmp_path, "k2", on=date(2026, 9, 30)))

    assert error.code == "clock"
    assert numbers(tmp_path) == ["FA-2026-0001"]


@pytest.mark.parametrize("series", ["../FA", "F/A", ""])
def test_a_series_that_leads_elsewhere_is_refused(tmp_path: Path, series: str) -> None:
    assert refused(lambda: issue(tmp_path, [series], owed(), papers, DAY)).code == "series"
    assert list(tmp_path.iterdir()) == []


def test_two_series_that_differ_in_their_letters_size_only_are_refused(tmp_path: Path) -> None:
    issued(tmp_path, "k1")

    error = refused(lambda: issue(tmp_path, ["fa"], owed("k2", series="fa"), papers, DAY))

    assert error.message == "there is a series FA; fa would be kept in the same folder"


def test_what_an_interrupted_run_left_is_removed_by_the_next(tmp_path: Path) -> None:
    issued(tmp_path, "k1")
    whole = files(tmp_path)
    for name in ("FA-2026-0002.json", ".FA-2026-0002.md.x1_y2z3", ".ledger.yaml.abcd1234"):
        (tmp_path / FOLDER / name).write_bytes(b"half")

    assert wrong(tmp_path) == []
    assert issued(tmp_path, "k1") == []
    assert files(tmp_path) == whole


def test_what_is_nobodys_leftover_stays(tmp_path: Path) -> None:
    issued(tmp_path, "k1")
    for name in ("README.md", ".gitkeep", "notes-2026.txt"):
        (tmp_path / FOLDER / name).write_bytes(b"mine")

    issued(tmp_path, "k2")

    assert (tmp_path / FOLDER / "README.md").exists()
    assert (tmp_path / FOLDER / ".gitkeep").exists()
    assert (tmp_path / FOLDER / "notes-2026.txt").exists()


def cut(text: bytes) -> bytes:
    return text[: len(text) // 2]


def without_last(text: bytes) -> bytes:
    return text[: text.rindex(b"  - number")]


def by_hand(text: bytes) -> bytes:
    return text.replace(b"6500.00", b"650.00", 1)


def marked(text: bytes) -> bytes:
    half = text.rindex(b"  - number")
    one = text[half:]
    return text[:half] + b"<<<<<<< HEAD\n" + one + b"=======\n" + one + b">>>>>>> gren\n"


@pytest.mark.parametrize("damage", [cut, without_last, by_hand, marked, lambda _text: b""])
@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_a_damaged_ledger_stops_everything_and_loses_nothing(
    tmp_path: Path, damage: Callable[[bytes], bytes], ending: bytes
) -> None:
    issued(tmp_path, "k1", "k2", "k3")
    path = tmp_path / FOLDER / "ledger.yaml"
    path.write_bytes(damage(path.read_bytes()).replace(b"\n", ending))
    before = files(tmp_path)

    errors = [
        refused(lambda: issued(tmp_path, "k4")),
        refused(lambda: credit(tmp_path, "FA-2026-0001", DAY, "Fel", papers)),
        refused(lambda: void(tmp_path, "FA-2026-0001", DAY, "Fel")),
    ]

    for error in errors:
        assert error.code == "ledger"
        assert error.message.startswith("invoices/FA/ledger.yaml, line ")
        assert "nothing is issued until that is mended" in error.message
        assert error.help
    assert files(tmp_path) == before


def test_a_ledger_that_is_gone_is_not_begun_anew(tmp_path: Path) -> None:
    issued(tmp_path, "k1")
    (tmp_path / FOLDER / "ledger.yaml").unlink()

    assert "1 entries were issued, 0 stand here" in refused(lambda: issued(tmp_path, "k2")).message


def test_a_ledger_without_its_head_but_with_its_documents_is_not_begun_anew(tmp_path: Path) -> None:
    issued(tmp_path, "k1", "k2")
    (tmp_path / FOLDER / "ledger.yaml").unlink()
    (tmp_path / FOLDER / "ledger.head").unlink()

    assert "FA-2026-0002.html" in refused(lambda: issued(tmp_path, "k2")).message


@pytest.mark.skipif(sys.platform == "win32", reason="Windows makes no links for everybody")
@pytest.mark.parametrize("which", ["ledger.yaml", "."])
def test_a_ledger_behind_a_link_is_refused_and_never_replaced(tmp_path: Path, which: str) -> None:
    root, other = tmp_path / "root", tmp_path / "other"
    root.mkdir()
    issued(root, "k1")
    path = root / FOLDER if which == "." else root / FOLDER / which
    path.rename(other)
    path.symlink_to(other)

    assert "symbolic link" in refused(lambda: issued(root, "k2")).message


def test_a_ledger_with_windows_line_ends_goes_on(tmp_path: Path) -> None:
    issued(tmp_path, "k1")
    for path in (tmp_path / FOLDER).iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    issued(tmp_path, "k2")

    assert wrong(tmp_path) == []


def test_a_ledger_that_is_held_by_another_run_is_not_waited_for_without_end(tmp_path: Path) -> None:
    with archive.locked(archive.folder_of(tmp_path, "FA"), 1):
        error = refused(lambda: issue(tmp_path, ["FA"], owed("k1"), papers, DAY, wait=0.1))

    assert error.code == "locked" and error.help


def test_a_ledger_that_changes_in_the_middle_is_left_alone(tmp_path: Path) -> None:
    issued(tmp_path, "k1")

    def meddling(made: Any) -> Paper:
        path = tmp_path / FOLDER / "ledger.yaml"
        path.write_bytes(path.read_bytes() + b"# min anteckning\n")
        return papers(made)

    error = refused(lambda: issue(tmp_path, ["FA"], owed("k2"), meddling, DAY))

    assert error.code == "changed"
    assert numbers(tmp_path) == ["FA-2026-0001"]
    assert "FA-2026-0002.json" not in archive.names(tmp_path, "FA")


# --- credit and void


def test_a_credit_note_takes_the_next_number_and_names_its_invoice(tmp_path: Path) -> None:
    issued(tmp_path, "k1", "k2")

    note = credit(tmp_path, "FA-2026-0001", DAY, "Kursen blev inte av", papers)

    assert (note.number, note.kind, note.refers_to) == ("FA-2026-0003", "credit", "FA-2026-0001")
    assert (note.total, note.refers_to_date) == (Decimal("6500.00"), DAY)
    assert standing(tmp_path) == [("k2", Decimal(6500))]
    assert wrong(tmp_path) == []


def test_a_credit_in_parts_never_exceeds_the_whole(tmp_path: Path) -> None:
    issued(tmp_path, "k1")
    credit(tmp_path, "FA-2026-0001", DAY, "Fel", papers, {1: Decimal("6000.00")})

    over = refused(
        lambda: credit(tmp_path, "FA-2026-0001", DAY, "Fel", papers, {1: Decimal("500.01")})
    )
    rest = credit(tmp_path, "FA-2026-0001", DAY, "Fel", papers)
    done = refused(lambda: credit(tmp_path, "FA-2026-0001", DAY, "Fel", papers))

    assert over.message == ("of line 1 of FA-2026-0001, 500,00 kr is left to credit, not 500,01 kr")
    assert rest.total == Decimal("500.00")
    assert done.message == "FA-2026-0001 is credited in full already"
    assert standing(tmp_path) == []
    assert wrong(tmp_path) == []


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "1e9"])
def test_an_amount_that_cannot_be_credited_is_refused(tmp_path: Path, amount: str) -> None:
    issued(tmp_path, "k1")

    error = refused(
        lambda: credit(tmp_path, "FA-2026-0001", DAY, "x", papers, {1: Decimal(amount)})
    )

    assert error.code == "refused"


def test_what_was_credited_can_be_issued_again(tmp_path: Path) -> None:
    issued(tmp_path, "k1")
    credit(tmp_path, "FA-2026-0001", DAY, "Fel", papers)

    assert [m.number for m in issued(tmp_path, "k1")] == ["FA-2026-0003"]
    assert wrong(tmp_path) == []


def test_what_was_made_void_can_be_issued_again_with_another_number(tmp_path: Path) -> None:
    issued(tmp_path, "k1")
    before = archive.names(tmp_path, "FA")

    void(tmp_path, "FA-2026-0001", DAY, "Aldrig skickad")

    assert archive.names(tmp_path, "FA") == before
    assert [m.number for m in issued(tmp_path, "k1")] == ["FA-2026-0002"]
    assert wrong(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("FA-2026-0009", "there is no invoice FA-2026-0009"),
        ("nonsense", "there is no invoice nonsense"),
        ("../../etc-2026-0001", "there is no invoice ../../etc-2026-0001"),
        ("FA-2026-0003", "FA-2026-0003 is a credit note; only an invoice is credited"),
        ("FA-2026-0002", "FA-2026-0002 was made void; nothing is left to do with it"),
    ],
)
def test_only_a_standing_invoice_is_credited_or_made_void(
    tmp_path: Path, number: str, says: str
) -> None:
    issued(tmp_path, "k1", "k2")
    void(tmp_path, "FA-2026-0002", DAY, "Fel")
    credit(tmp_path, "FA-2026-0001", DAY, "Fel", papers)

    assert refused(lambda: credit(tmp_path, number, DAY, "x", papers)).message.startswith(says)
    assert refused(lambda: void(tmp_path, number, DAY, "x")).message.startswith(says)


def test_what_is_paid_or_credited_is_not_made_void(tmp_path: Path) -> None:
    issued(tmp_path, "k1", "k2")
    credit(tmp_path, "FA-2026-0001", DAY, "Fel", papers, {1: Decimal(1)})

    credited = refused(lambda: void(tmp_path, "FA-2026-0001", DAY, "x"))
    paid = refused(lambda: void(tmp_path, "FA-2026-0002", DAY, "x", {"FA-2026-0002"}))

    assert credited.message == "FA-2026-0001 is credited already, and cannot be made void"
    assert paid.message == "FA-2026-0002 is paid, and cannot be made void"
    assert numbers(tmp_path) == ["FA-2026-0001", "FA-2026-0002", "FA-2026-0003"]


@pytest.mark.parametrize("because", ["", " \n ", "x" * 2001, "dolt\u202e"])
def test_a_credit_or_void_says_why(tmp_path: Path, because: str) -> None:
    issued(tmp_path, "k1")

    assert refused(lambda: void(tmp_path, "FA-2026-0001", DAY, because)).code == "usage"
    assert refused(lambda: credit(tmp_path, "FA-2026-0001", DAY, because, papers)).code == "usage"


def test_a_document_that_was_changed_credits_nothing(tmp_path: Path) -> None:
    issued(tmp_path, "k1")
    path = tmp_path / FOLDER / "FA-2026-0001.json"
    path.write_bytes(path.read_bytes().replace(b"6500.00", b"9500.00"))

    error = refused(lambda: credit(tmp_path, "FA-2026-0001", DAY, "x", papers))

    assert error.message.startswith("invoices/FA/FA-2026-0001.json is missing or was changed")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(["issue", "credit", "part", "void"]), max_size=6))
def test_whatever_is_done_the_series_is_whole_and_issuing_twice_changes_nothing(
    acts: list[str],
) -> None:
    with quick_folder() as root:
        parts = ["k0"]
        for turn, act in enumerate(acts):
            held = [b.number for b in billed([archive.opened(root, "FA")], AGREEMENT)]
            try:
                match act if held else "issue":
                    case "issue":
                        parts.append(f"k{turn + 1}")
                        issued(root, *parts)
                    case "credit":
                        credit(root, held[0], DAY, "x", papers)
                    case "part":
                        credit(root, held[-1], DAY, "x", papers, {1: Decimal("0.01")})
                    case "void":
                        void(root, held[-1], DAY, "x")
            except IopError as error:
                assert act == "void" and "credited already" in error.message
        issued(root, *parts)
        before = files(root)

        assert issued(root, *parts) == []
        assert files(root) == before
        assert wrong(root) == []
        assert sorted(part for part, _amount in standing(root)) == sorted(parts)


# --- a disk that fails


OPERATIONS = ("open", "fsync", "replace", "chmod", "mkdir")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS])
@pytest.mark.parametrize("lasting", [False, True])
def test_a_disk_that_fails_at_any_step_leaves_all_of_an_invoice_or_nothing(
    monkeypatch: pytest.MonkeyPatch, code: int, lasting: bool
) -> None:
    at = 0
    with quick_folder() as folder:
        while True:
            at += 1
            root = folder / f"{at}"
            root.mkdir()
            with monkeypatch.context() as patch:
                count = failing(patch, at, code, lasting)
                try:
                    issued(root, "k1", "k2")
                    stopped = None
                except IopError as error:
                    stopped = error
            told = (
                re.findall(r"FA-2026-[0-9]{4}", stopped.message.partition("(issued")[2])
                if stopped
                else numbers(root)
            )
            assert numbers(root) == told
            assert wrong(root) == []
            assert not stopped or stopped.message
            issued(root, "k1", "k2")
            assert numbers(root) == ["FA-2026-0001", "FA-2026-0002"]
            assert wrong(root) == [] and not archive.leftovers(root, archive.opened(root, "FA"))
            if count[0] < at:
                break
    assert at > 20


def failing(patch: pytest.MonkeyPatch, at: int, code: int, lasting: bool) -> list[int]:
    """Let one step that writes fail, or that and all after it; returns a count of the steps."""
    count = [0]

    def fail(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*given: Any, **named: Any) -> Any:
            flags = given[1] if name == "open" and len(given) > 1 else os.O_WRONLY
            if flags & (os.O_WRONLY | os.O_RDWR):
                count[0] += 1
                if count[0] == at or (lasting and count[0] > at):
                    raise OSError(code, os.strerror(code), str(given[0]))
            return real(*given, **named)

        return step

    for name in OPERATIONS:
        patch.setattr(os, name, fail(name, getattr(os, name)))
    return count


def test_ctrl_c_in_the_middle_leaves_nothing_that_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_given: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(issuing, "write_file", interrupt)

    with pytest.raises(KeyboardInterrupt):
        issued(tmp_path, "k1")

    assert files(tmp_path) == {}


def test_ctrl_c_after_an_invoice_says_that_it_stands(tmp_path: Path) -> None:
    def hesitant(made: Any) -> Paper:
        if made.number == "FA-2026-0002":
            raise KeyboardInterrupt
        return papers(made)

    error = refused(lambda: issue(tmp_path, ["FA"], owed("k1", "k2"), hesitant, DAY))

    assert error.message == (
        "the run was interrupted (issued before that, and stands: FA-2026-0001)"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
def test_being_told_to_stop_ends_in_order(tmp_path: Path) -> None:
    def told(made: Any) -> Paper:
        os.kill(os.getpid(), 15)
        return papers(made)

    error = refused(lambda: issue(tmp_path, ["FA"], owed("k1"), told, DAY))

    assert error.message == "the run was stopped from outside"
    assert files(tmp_path) == {}


CHILD = f"""
import sys
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "tests")!r}]
from pathlib import Path
from issues import issued
from iop_cli.diagnostic import IopError
root = Path(sys.argv[1])
try:
    (root / "invoices" / "FA" / "try").write_bytes(b"x" * int(sys.argv[2]))
    print("UNSTAGED")
except OSError:
    pass
try:
    issued(root, "k1", "k2", "k3", "k4", "k5")
except IopError as error:
    print("REFUSED", error.message)
"""


def child(root: Path, size: int = 1, prepare: Callable[[], None] | None = None) -> str:
    """What a process of its own says that issues into a folder, where that cannot be written."""
    ran = subprocess.run(
        [sys.executable, "-c", CHILD, str(root), str(size)],
        capture_output=True, text=True, preexec_fn=prepare, timeout=60,
    )  # fmt: skip
    assert "Traceback" not in ran.stderr, ran.stderr
    if "UNSTAGED" in ran.stdout:
        pytest.skip("this machine lets everything be written")
    return ran.stdout


def obey_modes() -> None:
    """Also for the system's owner, the modes of files shall count."""
    if os.geteuid() == 0:
        import ctypes

        for capability in (1, 2):
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="staged with Linux's means")
def test_a_folder_that_may_not_be_written_is_a_clear_error(tmp_path: Path) -> None:
    issued(tmp_path, "k1")
    before = files(tmp_path)
    folder = tmp_path / FOLDER
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        said = child(tmp_path, prepare=obey_modes)
    finally:
        folder.chmod(0o755)

    assert "REFUSED" in said and "cannot be written" in said
    assert files(tmp_path) == before


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="staged with Linux's means")
def test_a_full_disk_is_a_clear_error_and_loses_nothing(tmp_path: Path) -> None:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24k", "tmpfs", str(tmp_path)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        issued(tmp_path, "k1")
        said = child(tmp_path, size=10)
        (tmp_path / FOLDER / "try").unlink(missing_ok=True)
        found, held = wrong(tmp_path), numbers(tmp_path)
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)

    assert "REFUSED" in said and "No space left" in said
    assert found == [] and held[:1] == ["FA-2026-0001"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no sizes")
def test_a_file_that_may_not_grow_is_a_clear_error_and_loses_nothing(tmp_path: Path) -> None:
    def limited() -> None:
        import resource
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2600, 2600))

    issued(tmp_path, "k1")

    said = child(tmp_path, size=5000, prepare=limited)
    (tmp_path / FOLDER / "try").unlink(missing_ok=True)

    assert "REFUSED" in said and "cannot be written" in said
    assert wrong(tmp_path) == [] and len(numbers(tmp_path)) < 5
    issued(tmp_path, "k1", "k2", "k3", "k4", "k5")
    assert wrong(tmp_path) == [] and len(numbers(tmp_path)) == 5


# --- the list


def states(root: Path, *payments: tuple[str, date, Decimal], today: date = DAY) -> list[str]:
    items, _strange = receivables([archive.opened(root, "FA")], payments, today)
    return [item.state.value for item in items]


def test_the_list_says_how_each_number_stands(tmp_path: Path) -> None:
    issued(tmp_path, *(f"k{n}" for n in range(1, 9)))
    void(tmp_path, "FA-2026-0007", DAY, "Fel")
    credit(tmp_path, "FA-2026-0008", DAY, "Fel", papers)
    whole, part = Decimal(6500), Decimal(500)
    paid = [
        ("FA-2026-0002", DAY, whole), ("FA-2026-0003", DAY, part),
        ("FA-2026-0004", DAY, whole), ("FA-2026-0004", DAY, whole),
        ("FA-2026-0005", DAY, whole + part),
    ]  # fmt: skip

    assert states(tmp_path, *paid) == [
        "open", "paid", "partly_paid", "paid_twice", "overpaid", "open", "void", "credited", "credit",
    ]  # fmt: skip
    assert states(tmp_path, today=date(2026, 11, 1))[0] == "overdue"


def test_a_part_that_is_paid_late_is_both(tmp_path: Path) -> None:
    issued(tmp_path, "k1")
    paid = [("FA-2026-0001", DAY, Decimal(1))]

    [item], _strange = receivables([archive.opened(tmp_path, "FA")], paid, date(2026, 11, 1))

    assert (item.state, item.overdue, item.rest) == (State.PARTLY_PAID, True, Decimal(6499))


@pytest.mark.parametrize("look", [Look(), Look(width=40), Look(width=40, plain=True)])
def test_the_list_reads_well_where_it_is_narrow(tmp_path: Path, look: Look) -> None:
    issued(tmp_path, "k1", "k2")
    credit(tmp_path, "FA-2026-0002", DAY, "Fel", papers)
    items, strange = receivables(
        [archive.opened(tmp_path, "FA")], [("FA-2026-0044", DAY, Decimal(9))], DAY
    )

    lines = "".join(set_as("text", items, strange, DAY, look)).splitlines()

    assert any("FA-2026-0001" in text for text in lines)
    assert any("6 500 kr" in text for text in lines)
    assert max(map(len, lines)) <= look.width


def test_the_list_as_csv_and_json(tmp_path: Path) -> None:
    import json

    issued(tmp_path, "k1")
    items, strange = receivables([archive.opened(tmp_path, "FA")], [], DAY)

    sheet = "".join(set_as("csv", items, strange, DAY, Look()))
    told = json.loads("".join(set_as("json", items, strange, DAY, Look())))

    assert sheet.splitlines()[1].startswith('"FA-2026-0001";"invoice";"2026-10-01";"2026-10-31"')
    assert '"6500,00";"0,00";"0,00";"6500,00";"open";"no";""' in sheet
    assert told["invoices"][0]["total"] == "6500.00"
    assert told["unknown_payments"] == []


# --- the commands


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "iop.toml").write_text("")
    (tmp_path / "agreements").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IOP_TODAY", "2026-11-22")
    return tmp_path


def iop(*arguments: str) -> int:
    import typer

    from iop_cli.cli.ledger import register

    app = typer.Typer(pretty_exceptions_enable=False)
    register(app, papers)
    code = app(list(arguments), standalone_mode=False)
    return code if isinstance(code, int) else 0


def test_the_commands_credit_void_list_and_verify(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    issued(repository, "k1", "k2", "k3")

    assert iop("credit", "FA-2026-0001", "--amount", "500 kr", "--because", "Fel") == 0
    assert iop("void", "FA-2026-0002", "--because", "Aldrig skickad") == 0
    assert iop("list", "--output-format", "csv") == 0
    assert iop("verify") == 0

    said = capsys.readouterr().out
    assert "FA-2026-0004 credits FA-2026-0001" in said
    assert "FA-2026-0002 is void" in said
    assert '"6500,00";"500,00";"0,00";"6000,00";"overdue";"yes"' in said


def test_a_dry_run_writes_nothing(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    issued(repository, "k1")
    before = files(repository)

    assert iop("credit", "FA-2026-0001", "-n", "--because", "Fel") == 0
    assert iop("void", "FA-2026-0001", "--dry-run", "--because", "Fel") == 0

    assert capsys.readouterr().out.splitlines() == [
        "6 500,00 kr of FA-2026-0001 would be credited", "FA-2026-0001 would become void",
    ]  # fmt: skip
    assert files(repository) == before


def test_a_series_is_that_of_one_payee(repository: Path) -> None:
    issued(repository, "k1")
    other = draft(series="FA", lines=(line(part="k9", entries=("k9",)),))
    seller = replace(other.payee, name="Andra föreningen", org_number="864500-7710")
    owner = other.payee

    stopped = refused(
        lambda: issue(repository, ["FA"], lambda _held: [replace(other, payee=seller)], papers, DAY)
    )

    assert stopped.message == (
        f"the series FA is that of {owner.name}, {owner.org_number}; Andra föreningen needs another"
    )
    assert wrong(repository) == []


@pytest.mark.parametrize("amount", ["about 500 kr", "500 EUR", "up to 500 kr"])
def test_what_is_credited_or_paid_is_an_exact_amount_of_the_invoices_currency(
    repository: Path, amount: str
) -> None:
    issued(repository, "k1")
    why = f"--amount: {amount} is not an exact amount in SEK, which the invoice is in"

    credited = refused(
        lambda: iop("credit", "FA-2026-0001", "--amount", amount, "--because", "Fel")
    )
    paid = refused(lambda: iop("paid", "FA-2026-0001", "--date", "2026-12-01", "--amount", amount))

    assert (credited.message, paid.message) == (why, why)


def test_a_line_that_is_credited_whole_is_not_credited_again(repository: Path) -> None:
    issued(repository, "k1", "k2")
    assert iop("credit", "FA-2026-0001", "--line", "1", "--because", "Fel") == 0

    again = refused(lambda: iop("credit", "FA-2026-0001", "--line", "1", "--because", "Fel"))

    assert again.message == "line 1 of FA-2026-0001 is credited in full already"


def test_verify_ends_with_1_and_names_the_place(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    issued(repository, "k1", "k2")
    path = repository / FOLDER / "ledger.yaml"
    path.write_bytes(by_hand(path.read_bytes()))

    assert iop("verify", "--output-format", "concise") == 1
    assert "invoices/FA/ledger.yaml:" in capsys.readouterr().out
    assert refused(lambda: iop("list", "--series", "FB")).code == "not-found"


def test_what_a_log_says_was_paid_is_in_the_list(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    issued(repository, "k1", "k2")
    (repository / "agreements" / "oppna-angen.yaml").write_text("id: oppna-angen\n")
    (repository / "agreements" / "oppna-angen.log.yaml").write_text(
        "agreement: oppna-angen\nentries:\n"
        "  - {id: p1, paid: FA-2026-0001, date: 2026-10-05, amount: 6000 kr}\n"
        "  - {id: p2, corrects: p1, because: Fel, paid: FA-2026-0001, date: 2026-10-05,"
        " amount: 6500 kr}\n"
    )

    assert iop("list", "--output-format", "csv") == 0
    assert '"6500,00";"0,00";"paid"' in capsys.readouterr().out
    assert refused(lambda: iop("void", "FA-2026-0001", "--because", "x")).code == "refused"


def test_an_unsent_number_stays_unique_whatever_the_year(tmp_path: Path) -> None:
    issued(tmp_path, "k1", on=date(2026, 12, 31))
    issued(tmp_path, "k2", on=date(2027, 1, 1))

    assert numbers(tmp_path) == ["FA-2026-0001", "FA-2027-0001"]
    assert wrong(tmp_path) == []


def test_a_draft_is_never_taken_for_another_series(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not locked"):
        issue(tmp_path, ["FA"], lambda _held: [replace(draft(), series="FB")], papers, DAY)

    assert raw(tmp_path) == b""
