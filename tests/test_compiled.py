"""Compiled templates are kept for the next run, and only what is the user's own and whole is used."""

import stat
import sys
from pathlib import Path
from types import CodeType

import pytest

from iop_cli.paper import compiled as kept
from iop_cli.paper.compiled import compiled

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing is kept on Windows")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(kept, "_folder", kept._folder.__wrapped__)
    return tmp_path / "iop" / "templates"


def made(value: int) -> int:
    """What the code kept under one key gives, where `value` is what is compiled anew."""

    def anew() -> CodeType:
        return compile(str(value), "t", "eval")

    found: int = eval(compiled((b"a template",), anew))
    return found


def test_what_is_kept_is_used_again_and_is_the_users_alone(folder: Path) -> None:
    assert (made(1), made(2)) == (1, 1)

    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_is_damaged_foreign_or_a_link_is_made_anew(folder: Path) -> None:
    made(1)
    (file,) = folder.iterdir()
    whole = file.read_bytes()

    for raw in (b"", whole[:-1], b"x" + whole[1:], whole + b"x"):
        file.write_bytes(raw)
        assert made(2) == 2
        file.write_bytes(whole)
        assert made(2) == 1
    file.chmod(0o666)
    assert made(3) == 3
    beside = folder.parent / "else"
    beside.write_bytes(whole)
    file.unlink()
    file.symlink_to(beside)
    assert made(4) == 4


def test_a_folder_where_others_may_write_is_not_used(folder: Path) -> None:
    made(1)
    folder.chmod(0o777)

    assert made(2) == 2


def test_only_so_many_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_FILES", 2)

    for at in range(4):
        compiled((str(at).encode(),), lambda: compile("1", "t", "eval"))

    assert len(list(folder.iterdir())) == 2
