"""The door to the disk: what is found, what is refused, and that a write is whole or not at all."""

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import GOOD

from iop_cli.diagnostic import IopError
from iop_cli.finding import MOST_BYTES, Text
from iop_cli.project import (
    Pair,
    Project,
    read_file,
    shipped,
    shipped_cases,
    write_file,
)
from iop_cli.words import say

unix = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of Unix")
as_user = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything"
)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with two agreements, a log, a lone log and a profile."""
    for name in (
        "agreements/ada.yaml",
        "agreements/ada.log.yaml",
        "agreements/öst/bertil.yml",
        "agreements/öst/cesar.log.yaml",
        "agreements/.hidden/dag.yaml",
        "agreements/.erik.yaml",
        "agreements/notes.txt",
        "templates/profiles/egen.yaml",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(GOOD, "utf-8")
    (tmp_path / ".git").mkdir()
    return tmp_path


def names(project: Project, *arguments: str, most: int = 100) -> list[str]:
    return [pair.file for pair in project.pairs(arguments, "agreements", most)]


def said(text: Text) -> str:
    assert text.raw == b""
    assert text.trouble is not None
    return say(text.trouble.says, **text.trouble.values)


def test_the_root_is_the_nearest_folder_with_settings_or_a_git_repository(repository: Path) -> None:
    inner = repository / "agreements" / "öst"

    assert Project.find(repository).root == repository
    assert Project.find(inner).root == repository
    (repository / "agreements" / "iop.toml").write_text("", "utf-8")
    assert Project.find(inner).root == repository / "agreements"
    assert Project.find(inner).here == inner


def test_settings_above_the_repository_are_not_taken(repository: Path) -> None:
    (repository / "iop.toml").write_text("", "utf-8")
    clone = repository / "clone"
    (clone / ".git").mkdir(parents=True)

    assert Project.find(clone / "agreements").root == clone


def test_every_agreement_is_found_with_its_log_and_hidden_files_are_not(repository: Path) -> None:
    pairs = Project.find(repository).pairs([], "agreements", 100)

    assert pairs == [
        Pair("agreements/ada.yaml", "agreements/ada.log.yaml"),
        Pair("agreements/öst/bertil.yml"),
        Pair("agreements/öst/cesar.log.yaml", "agreements/öst/cesar.log.yaml"),
        Pair("templates/profiles/egen.yaml", is_profile=True),
    ]


def test_names_are_told_from_where_one_stands(repository: Path) -> None:
    project = Project.find(repository / "agreements" / "öst")

    assert names(project)[1:] == ["../ada.yaml", "bertil.yml", "cesar.log.yaml"]
    assert names(project, "bertil.yml") == ["bertil.yml"]
    assert names(project, "ada") == ["../ada.yaml"]
    assert project.read("../ada.yaml").raw == GOOD.encode()


@pytest.mark.parametrize(
    ("arguments", "files"),
    [
        (["agreements/ada.yaml"], ["agreements/ada.yaml"]),
        (["./agreements/ada.yaml", "ada"], ["agreements/ada.yaml"]),
        (["agreements/ada.log.yaml"], ["agreements/ada.yaml"]),
        (["bertil"], ["agreements/öst/bertil.yml"]),
        (["agreements/öst"], ["agreements/öst/bertil.yml", "agreements/öst/cesar.log.yaml"]),
        (["agreements/öst/"], ["agreements/öst/bertil.yml", "agreements/öst/cesar.log.yaml"]),
        (["agreements/notes.txt"], ["agreements/notes.txt"]),
        (["templates"], ["templates/profiles/egen.yaml"]),
    ],
)
def test_files_folders_and_ids_can_be_named(
    repository: Path, arguments: list[str], files: list[str]
) -> None:
    assert names(Project.find(repository), *arguments) == files


def test_a_second_log_of_an_agreement_does_not_go_unseen(repository: Path) -> None:
    (repository / "agreements" / "ada.log.yml").write_text("x", "utf-8")

    pairs = Project.find(repository).pairs(["agreements"], "agreements", 100)

    assert [p.log for p in pairs if p.log] == [
        "agreements/ada.log.yml",
        "agreements/ada.log.yaml",
        "agreements/öst/cesar.log.yaml",
    ]


@pytest.mark.parametrize(
    ("argument", "says"),
    [
        ("bertill", "there is no file or agreement bertill; did you mean bertil?"),
        ("zzz", "there is no file or agreement zzz"),
        ("agreements/ada.yml", "there is no file or agreement agreements/ada.yml"),
    ],
)
def test_what_is_not_there_stops_with_what_was_meant(
    repository: Path, argument: str, says: str
) -> None:
    with pytest.raises(IopError) as stopped:
        names(Project.find(repository), argument)

    assert stopped.value.message == says
    assert stopped.value.code == "not-found"


def test_a_repository_without_agreements_says_so(tmp_path: Path) -> None:
    with pytest.raises(IopError) as stopped:
        names(Project.find(tmp_path))

    assert stopped.value.message == "there is no folder agreements here"


@pytest.mark.parametrize("most", [4, 5])
def test_the_number_of_files_is_capped_on_both_sides(repository: Path, most: int) -> None:
    project = Project.find(repository)

    if most == 5:
        assert len(names(project, most=5)) == 4
    else:
        with pytest.raises(IopError) as stopped:
            names(project, most=4)
        assert "5 files are more than 4; raise most_files in iop.toml" in stopped.value.message


def _link(path: Path) -> None:
    path.symlink_to(path.parent / "ada.yaml")


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.mkdir()


@unix
@pytest.mark.parametrize(
    ("make", "says"),
    [
        (_link, "this is a symbolic link; put the file itself here"),
        (_dangling, "this is a symbolic link; put the file itself here"),
        (_loop, "this is a symbolic link; put the file itself here"),
        (_pipe, "this is not a regular file"),
        (_folder, "this is not a regular file"),
    ],
    ids=["link", "dangling", "loop", "pipe", "folder"],
)
def test_what_is_no_regular_file_is_refused_at_once(
    repository: Path, make: Callable[[Path], None], says: str
) -> None:
    make(repository / "agreements" / "x.yaml")

    project = Project.find(repository)

    assert said(project.read("agreements/x.yaml")) == says
    assert ("agreements/x.yaml" in names(project)) == (make is not _folder)


def test_a_file_that_vanished_says_why_it_cannot_be_opened(tmp_path: Path) -> None:
    assert said(read_file(tmp_path / "x.yaml", "x.yaml")) == (
        f"this file cannot be opened: {os.strerror(errno.ENOENT)}"
    )


@as_user
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("a: b", "utf-8")
    path.chmod(0)

    assert said(read_file(path, "x.yaml")) == "this file cannot be opened: Permission denied"


@pytest.mark.parametrize("size", [MOST_BYTES, MOST_BYTES + 1])
def test_a_file_is_read_up_to_one_megabyte(tmp_path: Path, size: int) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"x" * size)

    text = read_file(path, "x.yaml")

    if size == MOST_BYTES:
        assert (len(text.raw), text.trouble) == (size, None)
    else:
        assert said(text) == "the file is larger than 1 MB, the most that is read"


@unix
def test_no_folder_that_leads_out_of_the_repository_is_read(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.yaml").write_text("a: b", "utf-8")
    (repository / "agreements" / "ut").symlink_to(outside)
    (repository / "templates" / "tables").symlink_to(outside)
    (repository / "elsewhere").symlink_to(outside)

    project = Project.find(repository)

    assert not any("secret" in name for name in names(project))
    assert project.template("tables/secret.yaml") == b""
    assert project.ids("elsewhere") == {}
    with pytest.raises(IopError, match="elsewhere leads out of the repository"):
        project.pairs([], "elsewhere", 100)


def test_the_repositorys_own_profile_lies_over_the_shipped_one(repository: Path) -> None:
    (repository / "templates" / "profiles" / "base.yaml").write_bytes(b"own")

    project = Project.find(repository)

    assert project.template("profiles/base.yaml") == b"own"
    assert project.template("profiles/egen.yaml") == GOOD.encode()
    assert project.template("profiles/forum-2010.yaml") == shipped(
        "templates/profiles/forum-2010.yaml"
    )
    assert project.template("profiles/no-such.yaml") is None
    assert {"base.yaml", "egen.yaml", "forum-2010.yaml"} <= set(project.template_names("profiles"))


def test_the_settings_are_read_with_or_without_a_byte_order_mark(repository: Path) -> None:
    assert Project.find(repository).config_text is None
    (repository / "iop.toml").write_bytes(b"\xef\xbb\xbfstrict = true\n")

    assert Project.find(repository).config_text == "strict = true\n"


def test_settings_that_are_no_text_stop_the_command(repository: Path) -> None:
    (repository / "iop.toml").write_bytes(b"\xff\xfe")

    with pytest.raises(IopError, match=r"iop\.toml cannot be read") as stopped:
        _ = Project.find(repository).config_text

    assert stopped.value.file == "iop.toml"


def test_a_file_is_written_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    Project.find(tmp_path).write({"a/b.txt": b"first", "c.txt": "å".encode()})
    write_file(tmp_path / "a" / "b.txt", b"second")

    assert (tmp_path / "a" / "b.txt").read_bytes() == b"second"
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a", "b.txt", "c.txt"]


@unix
def test_a_file_that_is_written_over_keeps_who_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"first")
    path.chmod(0o600)

    write_file(path, b"second")

    assert path.stat().st_mode & 0o777 == 0o600


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "a.txt"
    folder.mkdir()
    (folder / "kept").write_bytes(b"old")

    with pytest.raises(IopError, match=r"cannot be written: .*; nothing was changed") as stopped:
        write_file(folder, b"new")

    assert stopped.value.code == "unwritable"
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.txt", "kept"]


@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_a_write_that_breaks_off_half_way_leaves_the_old_file(
    tmp_path: Path, fails: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync", full) if fails == "fsync" else (Path, "replace", full)))
    with pytest.raises(IopError, match="No space left on device; nothing was changed"):
        write_file(path, b"new")

    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_what_came_along_is_found_by_its_name() -> None:
    assert shipped("templates/profiles/base.yaml") is not None
    assert shipped("schema/agreement.schema.json") is not None
    assert set(shipped_cases("IOP301")) == {"IOP301.yaml"}
    assert set(shipped_cases("IOP113")) == {"traff.yaml", "traff_kopia.yaml"}
    assert shipped_cases("IOP000") == {}
