"""What was found before: used when nothing has changed, and as good as absent in every trouble."""

import os
import shutil
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import GOOD, GOOD_LOG, ROOT, TODAY, setting
from hypothesis import given
from hypothesis import strategies as st

from iop_cli.cache import MOST_FILES, Cache, hashed, version_key
from iop_cli.finding import Text
from iop_cli.setting import Library, Setting
from iop_cli.survey import Partnership, Survey, key

SETTING = b"setting"
FAULTY = GOOD.replace("min: 5, max: 30", "min: 50, max: 30")


def partnership(text: str = FAULTY, log: str | None = GOOD_LOG) -> Partnership:
    logs = Text("agreements/grannhuset.log.yaml", log.encode()) if log is not None else None
    return Partnership(Text("agreements/grannhuset.yaml", text.encode()), logs)


def run(
    root: Path, one: Partnership, how: Setting | None = None, key: bytes = SETTING
) -> list[str]:
    """What a run says with the caches that lie in a folder."""
    cache = Cache(key, root)
    found = Survey(1, lambda _index: one, how or setting(), cache).findings()
    said = [d.message for d in found]
    cache.close()
    return said


SAID = ["the least is 50 and the most 30"]
MARKED = ["kept: the least is 50 and the most 30"]


def mark_kept(root: Path, one: Partnership, setting_key: bytes = SETTING) -> None:
    """Change what was kept, so that one sees whether a run used it."""
    cache = Cache(setting_key, root)
    kept = cache.get(key(one))
    assert kept is not None
    head, found = kept
    text = zlib.decompress(found).replace(b"the least", b"kept: the least")
    cache.put([(key(one), head, zlib.compress(text))])
    cache.close()


def test_what_was_found_is_found_again_without_looking(tmp_path: Path) -> None:
    assert run(tmp_path, partnership()) == SAID
    mark_kept(tmp_path, partnership())

    assert run(tmp_path, partnership()) == MARKED


def test_without_a_folder_nothing_is_kept() -> None:
    cache = Cache(SETTING, None)

    cache.put([(b"k", b"h", b"f")])

    assert cache.get(b"k") is None
    cache.close()


@pytest.mark.parametrize(
    "changed",
    [
        partnership(FAULTY.replace("max: 50, per", "max: 49, per")),
        partnership(FAULTY, GOOD_LOG.replace("participants: 12", "participants: 13")),
        partnership(FAULTY, None),
        Partnership(partnership().file, Text("agreements/grannhuset.log.yml", GOOD_LOG.encode())),
    ],
    ids=["another byte of the same size", "the log", "no log", "another name"],
)
def test_whatever_has_changed_in_the_files_is_looked_at_afresh(
    tmp_path: Path, changed: Partnership
) -> None:
    run(tmp_path, partnership())
    mark_kept(tmp_path, partnership())

    assert MARKED[0] not in run(tmp_path, changed)
    assert run(tmp_path, partnership()) == MARKED


def test_a_file_changed_within_the_same_second_to_the_same_size_is_looked_at(
    tmp_path: Path,
) -> None:
    file = tmp_path / "grannhuset.yaml"
    file.write_text(FAULTY, "utf-8")
    before = file.stat()
    run(tmp_path / "cache", Partnership(Text("a.yaml", file.read_bytes())))
    file.write_text(FAULTY.replace("min: 50", "min: 40"), "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    said = run(tmp_path / "cache", Partnership(Text("a.yaml", file.read_bytes())))

    assert file.stat().st_size == before.st_size
    assert "the least is 40 and the most 30" in said


def test_another_setting_or_version_has_a_cache_of_its_own(tmp_path: Path) -> None:
    run(tmp_path, partnership())
    mark_kept(tmp_path, partnership())

    assert run(tmp_path, partnership(), key=b"other") == SAID


def test_a_changed_rule_is_another_version(tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "iop_cli", tmp_path / "iop_cli", ignore=shutil.ignore_patterns("__pycache__")
    )
    ask = [
        sys.executable,
        "-c",
        "from iop_cli.cache import version_key; print(version_key().hex())",
    ]

    def version() -> str:
        return subprocess.run(ask, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    before, again = version(), version()
    rule = tmp_path / "iop_cli" / "rules" / "term.py"
    rule.write_text(rule.read_text("utf-8") + "\n", "utf-8")

    assert before == again
    assert version() != before
    assert version_key() == version_key()


def only(root: Path) -> Path:
    (path,) = root.glob("*.sqlite")
    return path


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _foreign(path: Path) -> None:
    path.write_bytes(b"this is no database at all\n" * 100)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _zeroed(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[:4096] + b"\0" * (len(raw) - 4096))


def _other_table(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as base:
        base.execute("create table kept (something text)")
    base.close()


def _wrong_types(path: Path) -> None:
    with sqlite3.connect(path) as base:
        base.execute("update kept set head='text', found=7")
    base.close()


def _turned(path: Path) -> None:
    with sqlite3.connect(path) as base:
        base.execute("update kept set found=head")
    base.close()


@pytest.mark.parametrize(
    "harm",
    [_empty, _foreign, _cut, _zeroed, _other_table, _wrong_types, _turned],
    ids=lambda f: f.__name__.strip("_"),
)
def test_a_cache_that_is_damaged_or_foreign_is_as_good_as_none(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    run(tmp_path, partnership())

    harm(only(tmp_path))

    assert run(tmp_path, partnership()) == SAID
    assert run(tmp_path, partnership()) == SAID


@pytest.mark.parametrize("at", range(0, 60, 7))
def test_no_single_changed_byte_changes_what_is_said(tmp_path: Path, at: int) -> None:
    run(tmp_path, partnership())
    path = only(tmp_path)
    raw = bytearray(path.read_bytes())
    place = len(raw) * at // 60
    raw[place] ^= 0xFF
    path.write_bytes(raw)

    assert run(tmp_path, partnership()) == SAID


def test_a_cache_that_someone_else_holds_is_passed_by(tmp_path: Path) -> None:
    run(tmp_path, partnership())
    other = sqlite3.connect(only(tmp_path), isolation_level=None)
    other.execute("pragma locking_mode=exclusive")
    other.execute("begin exclusive")
    try:
        assert run(tmp_path, partnership()) == SAID
        assert run(tmp_path, partnership(FAULTY + "# ny\n")) == SAID
    finally:
        other.close()


def test_a_folder_that_cannot_be_written_to_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    assert run(tmp_path / "file", partnership()) == SAID
    assert run(tmp_path / "file" / "deeper", partnership()) == SAID


def test_old_caches_are_cleared_away(tmp_path: Path) -> None:
    for number in range(MOST_FILES + 4):
        run(tmp_path, partnership(), key=f"{number}".encode())

    assert len(list(tmp_path.glob("*.sqlite"))) == MOST_FILES


def test_yesterdays_answer_is_used_while_the_day_does_not_matter(tmp_path: Path) -> None:
    run(tmp_path, partnership())
    mark_kept(tmp_path, partnership())

    assert run(tmp_path, partnership(), setting(date(2026, 11, 23))) == MARKED


def test_yesterdays_answer_is_not_used_when_the_day_matters(tmp_path: Path) -> None:
    log = GOOD_LOG.replace("  - {id: r1", "  # {id: r1")
    overdue = "the report for 2025 was due on 2026-02-28 and is not in the log"

    before = run(tmp_path, partnership(log=log), setting(date(2026, 2, 28)))
    after = run(tmp_path, partnership(log=log), setting(date(2026, 3, 1)))
    again = run(tmp_path, partnership(log=log), setting(date(2026, 2, 28)))

    assert before == again == SAID
    assert sorted(after) == sorted([*SAID, overdue])


def test_a_part_is_looked_at_again_when_its_master_has_changed(tmp_path: Path) -> None:
    master = GOOD.replace("purpose:\n", "parts: {expected: 1, inherit: [purpose]}\npurpose:\n")
    part = partnership(
        FAULTY.replace("purpose:\n  text: Färre äldre ska vara ensamma\n", "part_of: moder\n")
    )

    def how(text: str | None) -> Setting:
        found = {"moder": ("agreements/moder.yaml", text.encode())} if text else {}
        return Setting(TODAY, Library(setting().library.text, found.get), {})

    run(tmp_path, part, how(master))
    mark_kept(tmp_path, part)

    assert MARKED[0] in run(tmp_path, part, how(master))
    assert MARKED[0] not in run(tmp_path, part, how(master + "# ny rad\n"))
    assert MARKED[0] not in run(tmp_path, part, how(None))


@given(st.lists(st.binary(max_size=4), max_size=4), st.lists(st.binary(max_size=4), max_size=4))
def test_no_two_lists_of_parts_share_a_hash(one: list[bytes], other: list[bytes]) -> None:
    assert (hashed(*one) == hashed(*other)) == (one == other)
