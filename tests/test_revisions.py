"""The door to earlier texts: odd names, odd repositories, and nothing of theirs that ever runs."""

import os
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from conftest import GOOD, GOOD_LOG
from hypothesis import given, settings
from hypothesis import strategies as st

from iop_cli.diagnostic import IopError
from iop_cli.project import Project
from iop_cli.revisions import at, changed, history, plain, staged, trees
from iop_cli.revisions.git import program

A = "agreements/a.yaml"
ODD = ["å ä ö.yaml", "two words.yaml", "'\"quoted\".yaml", "new\nline.yaml", "-lead.yaml", "tab\t.yaml",
       "*.yaml", ":(top)x.yaml", "$(touch ran).yaml"]  # fmt: skip


class Repo:
    """A scratch repository, with an author of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "agreements").mkdir(parents=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str) -> str:
        """What git says to some words."""
        who = (
            "-c",
            "user.name=Åsa",
            "-c",
            "user.email=a@example.org",
            "-c",
            "commit.gpgsign=false",
        )
        own = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        ran = subprocess.run(
            ["git", *who, *words], cwd=self.folder, env=own, capture_output=True, check=True
        )
        return ran.stdout.decode()

    def write(self, name: str, text: str | bytes) -> None:
        """Write one file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def commit(self, subject: str = "one") -> str:
        """Commit everything; returns the hash."""
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", subject)
        return self.git("rev-parse", "HEAD").strip()

    @property
    def project(self) -> Project:
        """The project that its folder is."""
        return Project(self.folder, self.folder)

    def changes(self, written: str = "") -> list[tuple[str | None, str | None]]:
        """The names that differ."""
        return changed(*trees(self.project, written))


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    held = Repo(tmp_path / "repo")
    held.write(A, GOOD)
    held.write("agreements/b.yaml", GOOD.replace("grannhuset", "b"))
    held.commit()
    return held


def stopped(*words: object, project: Project) -> IopError:
    with pytest.raises(IopError) as error:
        changed(*trees(project, *map(str, words)))
    return error.value


def test_a_revision_the_index_and_the_disk_are_read_each_as_they_stand(repo: Repo) -> None:
    repo.write(A, "staged: yes\n")
    repo.git("add", "-A")
    repo.write(A, "on the disk: yes\n")
    before, after = trees(repo.project)
    _before, index = staged(repo.project)

    said = [tree.read(A).raw.decode()[:6] for tree in (before, index, after)]

    assert said == [GOOD[:6], "staged", "on the"]
    assert changed(before, after) == changed(before, index) == changed(index, after) == [(A, A)]
    assert changed(after, before) == [(A, A)]
    assert before.names() == index.names() == after.names() == (A, "agreements/b.yaml")


@pytest.mark.skipif(sys.platform == "win32", reason="such names cannot be there")
@pytest.mark.parametrize("name", ODD)
def test_an_odd_name_is_a_name_like_any_other(repo: Repo, name: str) -> None:
    name = f"agreements/{name}"
    first = repo.git("rev-parse", "HEAD").strip()
    repo.write(name, "a: b\n")

    untold = repo.changes()
    repo.commit()
    repo.write(name, "a: c\n")

    assert untold == [(None, name)]
    assert repo.changes() == [(name, name)]
    assert repo.changes(f"{first}..HEAD") == [(None, name)]
    assert at(repo.project, "HEAD").read(name).raw == b"a: b\n"
    assert [c.names for c in history(repo.project, name)] == [((None, name),)]


def test_two_spellings_of_one_letter_are_one_file(repo: Repo) -> None:
    old, new = (f"agreements/{unicodedata.normalize(f, 'å')}.yaml" for f in ("NFC", "NFD"))
    repo.write(old, "a: b\n")
    first = repo.commit()
    repo.git("mv", old, new)
    repo.write(new, "other: text\nof: another\n")
    repo.commit()

    assert repo.changes(f"{first}..HEAD") == [(old, new)]


def test_line_ends_and_a_new_time_are_no_change(repo: Repo) -> None:
    repo.write(A, GOOD.replace("\n", "\r\n"))
    os.utime(repo.folder / "agreements/b.yaml")

    assert repo.changes() == []


def test_a_ledger_with_other_line_ends_has_changed(repo: Repo) -> None:
    repo.write("invoices/S/ledger.yaml", "series: S\n")
    repo.commit()
    repo.write("invoices/S/ledger.yaml", "series: S\r\n")

    assert repo.changes() == [("invoices/S/ledger.yaml",) * 2]


@pytest.mark.parametrize("how", ["moved", "moved and changed", "in another folder", "with its log"])
def test_a_renamed_file_is_one_partnership(repo: Repo, how: str) -> None:
    new = "agreements/2026/a.yaml" if "folder" in how else "agreements/new.yaml"
    repo.write("agreements/a.log.yaml", GOOD_LOG)
    first = repo.commit()
    (repo.folder / new).parent.mkdir(exist_ok=True)
    repo.git("mv", A, new)
    if how == "moved and changed":
        repo.write(new, GOOD.replace("id: grannhuset", "id: new"))
    if how == "with its log":
        repo.git("mv", "agreements/a.log.yaml", "agreements/new.log.yaml")
        repo.write("agreements/new.log.yaml", "agreement: new\n")
    repo.commit()

    assert (A, new) in repo.changes(f"{first}..HEAD")
    if how == "with its log":
        assert ("agreements/a.log.yaml", "agreements/new.log.yaml") in repo.changes(
            f"{first}..HEAD"
        )


def test_one_that_is_gone_and_another_that_is_new_are_two(repo: Repo) -> None:
    (repo.folder / A).unlink()
    repo.write("agreements/ny.yaml", "quite: another\ntext: here\n")

    assert repo.changes() == [(A, None), (None, "agreements/ny.yaml")]


def test_history_goes_back_through_renames_and_over_merges(repo: Repo) -> None:
    repo.git("checkout", "-q", "-b", "side")
    repo.write("agreements/a.log.yaml", GOOD_LOG)
    repo.commit("logged")
    repo.git("checkout", "-q", "main")
    repo.git("mv", A, "agreements/new.yaml")
    repo.write("agreements/new.yaml", GOOD.replace("id: grannhuset", "id: new"))
    repo.commit("renamed")
    repo.git("merge", "-q", "--no-edit", "side")
    repo.git("mv", "agreements/a.log.yaml", "agreements/new.log.yaml")
    repo.commit("its log too")
    repo.write("agreements/b.yaml", "unrelated: yes\n")
    repo.commit("another")

    said = history(repo.project, "agreements/new.yaml")

    assert {c.subject for c in said} == {"its log too", "renamed", "logged", "one"}
    assert {c.author for c in said} == {"Åsa"}
    (renamed,) = (c for c in said if c.subject == "renamed")
    assert renamed.names == ((A, "agreements/new.yaml"),)
    assert renamed.before.read(A).raw == GOOD.encode()
    assert b"id: new" in renamed.after.read("agreements/new.yaml").raw


def test_dots_say_what_is_compared_with_what(repo: Repo) -> None:
    repo.git("checkout", "-q", "-b", "side")
    repo.write(A, "side: yes\n")
    repo.commit()
    repo.git("checkout", "-q", "main")
    repo.write("agreements/b.yaml", "main: yes\n")
    repo.commit()

    assert repo.changes("side...main") == [("agreements/b.yaml",) * 2]
    assert repo.changes("side..main") == [(A, A), ("agreements/b.yaml",) * 2]
    assert repo.changes("side..") == repo.changes("side..HEAD") == repo.changes("side")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("-x", "a revision cannot begin with -, as -x does"),
        ("--output=/tmp/x..HEAD", "a revision cannot begin with -"),
        ("nowhere", "there is no revision nowhere in this repository"),
        ("HEAD:agreements", "there is no revision HEAD:agreements"),
        ("^main", "there is no revision ^main"),
        ("a\nb", "cannot be the name of a revision"),
        ("twice", "twice names more than one thing"),
    ],
)
def test_what_is_no_revision_is_told_in_a_sentence(repo: Repo, written: str, words: str) -> None:
    repo.git("branch", "twice")
    repo.git("tag", "twice")

    assert stopped(written, project=repo.project).message.startswith(words.split(" a\n")[0]) or (
        words in stopped(written, project=repo.project).message
    )


def test_a_revision_that_is_nearly_there_is_what_was_meant(repo: Repo) -> None:
    assert stopped("mian", project=repo.project).help == "did you mean main?"


def test_before_the_first_commit_everything_is_new(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    repo.write(A, GOOD)

    assert repo.changes() == [(None, A)]
    assert "no commit" in stopped("HEAD", project=repo.project).message


def test_a_detached_head_a_worktree_and_a_subfolder_are_repositories(
    repo: Repo, tmp_path: Path
) -> None:
    repo.git("checkout", "-q", "--detach")
    repo.git("worktree", "add", "-q", str(tmp_path / "tree"), "main")
    repo.write("deep/iop/agreements/c.yaml", GOOD)
    repo.commit()
    inner = repo.folder / "deep" / "iop"
    repo.write("deep/iop/agreements/c.yaml", "x: y\n")
    (tmp_path / "tree" / A).write_text("x: y\n")

    below = trees(Project(inner, inner / "agreements"))

    assert changed(*below) == [("c.yaml", "c.yaml")]
    assert below[0].read("c.yaml").raw == GOOD.encode()
    assert changed(*trees(Project(tmp_path / "tree", tmp_path / "tree"))) == [(A, A)]


def test_no_repository_a_bare_one_and_no_git_are_sentences(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing, bare = tmp_path / "nothing", tmp_path / "bare.git"
    nothing.mkdir()
    repo.git("clone", "-q", "--bare", ".", str(bare))

    assert "in no git repository" in stopped(project=Project(nothing, nothing)).message
    assert "bare repository" in stopped(project=Project(bare, bare)).message
    monkeypatch.setenv("PATH", f"{nothing}{os.pathsep}.")
    assert "git is not installed" in stopped(project=repo.project).message


def test_git_is_never_taken_from_the_folder_that_one_stands_in(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Path(program()).parent
    shutil.copy(sys.executable, repo.folder / "git")
    monkeypatch.chdir(repo.folder)
    monkeypatch.setenv("PATH", os.pathsep.join([".", "", str(found)]))

    assert Path(program()).parent == found


def test_a_clone_that_is_cut_says_so(repo: Repo, tmp_path: Path) -> None:
    repo.write(A, "x: y\n")
    repo.commit("two")
    repo.git("clone", "-q", "--depth", "1", repo.folder.as_uri(), str(tmp_path / "cut"))
    cut = Project(tmp_path / "cut", tmp_path / "cut")

    assert "shallow" in stopped("HEAD~1..HEAD", project=cut).help
    assert changed(*trees(cut)) == []
    with pytest.raises(IopError, match="goes further back than this clone"):
        history(cut, A)


def test_a_repository_within_is_named(repo: Repo, tmp_path: Path) -> None:
    other = Repo(tmp_path / "other")
    other.commit()
    allow = ("-c", "protocol.file.allow=always")
    repo.git(*allow, "submodule", "add", "-q", str(other.folder), "agreements/part")

    assert "agreements/part is a repository of its own" in stopped(project=repo.project).message


def test_nothing_that_a_repository_names_is_ever_run(repo: Repo, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    evil = tmp_path / "evil"
    evil.write_text(f"#!/bin/sh\necho $0 $@ >> '{ran}'\nexec cat\n")
    evil.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "gpg.program",
                "diff.external", "diff.x.textconv", "diff.x.command", "filter.x.clean",
                "filter.x.smudge", "filter.x.process", "core.alternateRefsCommand"):  # fmt: skip
        repo.git("config", key, str(evil))
    repo.git("config", "filter.x.required", "true")
    repo.git("config", "log.showSignature", "true")
    hooks = repo.folder / "hooks"
    hooks.mkdir()
    for hook in ("post-index-change", "fsmonitor-watchman", "reference-transaction"):
        shutil.copy(evil, hooks / hook)
    repo.write(".gitattributes", "*.yaml filter=x diff=x\n")
    repo.git("config", "core.hooksPath", str(hooks))
    repo.write(A, GOOD + "# more\n")
    # an index as old as its files: git would read them again, through their filters
    old = (repo.folder / "agreements/b.yaml").stat().st_mtime_ns
    os.utime(repo.folder / ".git" / "index", ns=(old, old))
    ran.unlink(missing_ok=True)

    assert repo.changes() == [(A, A)]
    assert changed(*staged(repo.project)) == []
    assert at(repo.project, "HEAD").read(A).raw == GOOD.encode()
    assert len(history(repo.project, A)) == 1
    assert not ran.exists()


def test_an_object_that_is_missing_is_never_fetched(repo: Repo, tmp_path: Path) -> None:
    ran, evil = tmp_path / "ran", tmp_path / "evil"
    evil.write_text(f"#!/bin/sh\ntouch '{ran}'\n")
    evil.chmod(0o755)
    repo.git("config", "core.repositoryFormatVersion", "1")
    repo.git("config", "extensions.partialClone", "origin")
    repo.git("config", "remote.origin.promisor", "true")
    repo.git("config", "remote.origin.url", f"ext::{evil}")
    repo.git("config", "protocol.ext.allow", "always")
    hash = repo.git("rev-parse", f"HEAD:{A}").strip()
    (repo.folder / ".git/objects" / hash[:2] / hash[2:]).unlink()

    text = at(repo.project, "HEAD").read(A)

    assert text.trouble and text.trouble.says == "git does not have the content of this file here"
    assert not ran.exists()


def test_the_readers_own_variables_for_git_are_not_heeded(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "/nowhere")

    assert repo.changes() == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_and_a_huge_file_are_not_read(repo: Repo) -> None:
    (repo.folder / "agreements/link.yaml").symlink_to("/etc/passwd")
    repo.write("agreements/huge.yaml", b"x" * 1_048_577)
    repo.write("agreements/most.yaml", b"x" * 1_048_576)
    repo.commit()
    tree = at(repo.project, "HEAD")

    link, huge, most = (tree.read(f"agreements/{n}.yaml") for n in ("link", "huge", "most"))

    assert link.trouble and "symbolic link" in link.trouble.says
    assert huge.trouble and "1 MB" in huge.trouble.says
    assert len(most.raw) == 1_048_576
    assert tree.read("agreements/none.yaml").trouble
    assert tree.read(A).raw == GOOD.encode()


def test_a_file_that_git_was_told_to_overlook_is_looked_at(repo: Repo) -> None:
    repo.git("update-index", "--assume-unchanged", A)
    repo.write(A, "x: y\n")

    assert repo.changes() == [(A, A)]


def test_two_folders_are_compared_without_git(tmp_path: Path) -> None:
    for folder, text in (("one", "a: b\n"), ("other", "a: c\n")):
        (tmp_path / folder / "sub").mkdir(parents=True)
        (tmp_path / folder / "sub" / "x.yaml").write_text(text)
        (tmp_path / folder / "same.yaml").write_text("same: yes\n")

    folders = changed(plain(tmp_path / "one"), plain(tmp_path / "other"))
    files = plain(tmp_path / "one" / "same.yaml")

    assert folders == [("sub/x.yaml", "sub/x.yaml")]
    assert files.names() == ("same.yaml",)
    with pytest.raises(IopError, match="there is no file or folder"):
        plain(tmp_path / "none")


def test_a_conflict_is_named_in_the_index_and_looked_at_on_the_disk(repo: Repo) -> None:
    repo.git("checkout", "-q", "-b", "side")
    repo.write(A, "side: yes\n")
    repo.commit()
    repo.git("checkout", "-q", "main")
    repo.write(A, "main: yes\n")
    repo.commit()
    with pytest.raises(subprocess.CalledProcessError):
        repo.git("merge", "-q", "side")

    assert repo.changes() == [(A, A)]
    with pytest.raises(IopError, match=r"a\.yaml is in conflict"):
        staged(repo.project)[1].names()


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=20))
def test_any_words_for_a_revision_end_in_trees_or_a_sentence(written: str) -> None:
    project = Project(Path(__file__).parent, Path(__file__).parent)

    try:
        assert len(trees(project, written)) == 2
    except IopError as error:
        assert error.message
