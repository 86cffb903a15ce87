"""`iop log`: the history of one partnership, commit by commit.

A whole output is compared with `golden/log.text.<language>`; UPDATE_GOLDEN=1 writes it anew.
"""

import json
import re
from pathlib import Path

import pytest
from changing import AGREEMENT, NAME, begin, change, commit, git, tell
from test_cli import Iop, iop, repository
from test_diff_command import compare

from iop_cli import words

__all__ = ["iop", "repository"]


@pytest.fixture
def kept(repository: Path) -> Path:
    """One stands in a repository where the whole story has been told."""
    begin()
    tell()
    return repository


def dates(iop: Iop, *arguments: str) -> list[str]:
    said = json.loads(iop("log", *arguments, "--output-format", "json").out)
    return [one["date"] for one in said["commits"]]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_story_is_told_backwards_through_its_names(
    iop: Iop, kept: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    ran = iop("log", "boras", "--lang", language)

    assert (ran.code, ran.err) == (0, "")
    compare(f"diff.log.{language}", re.sub(r"\b[0-9a-f]{10}\b", "0123456789", ran.out))


def test_a_history_as_data_has_who_when_and_each_change(iop: Iop, kept: Path) -> None:
    said = json.loads(iop("log", "boras", "--output-format", "json").out)

    assert (said["format"], said["id"], said["file"]) == (1, "boras", "agreements/boras.yaml")
    commits = said["commits"]
    assert [one["date"][5:7] for one in commits] == ["06", "05", "04", "03", "02", "01"]
    assert {one["author"] for one in commits} == {"Anna Berg"}
    assert commits[0]["changes"] == []
    assert commits[1]["was"] == f"agreements/{NAME}.yaml"
    assert [c["sentence"] for c in commits[4]["changes"]] == [
        "the time of notice for breach shrinks from 6 months to 3 months"
    ]
    assert all(re.fullmatch("[0-9a-f]{40}", one["hash"]) for one in commits)


def test_a_history_is_as_long_as_is_asked_for_and_the_rest_is_counted(iop: Iop, kept: Path) -> None:
    assert len(dates(iop, "boras")) == 6
    assert dates(iop, "boras", "--max", "2") == ["2026-06-01", "2026-05-01"]
    assert dates(iop, "boras", "--since", "2026-05-01") == ["2026-06-01", "2026-05-01"]
    assert iop("log", "boras", "--max", "5").err == "1 older commit is left out\n"
    assert iop("log", "boras", "--max", "0").code == 2


def test_an_agreement_that_is_gone_has_a_history_by_its_path(iop: Iop, kept: Path) -> None:
    git("rm", "-q", "agreements/boras.yaml", "agreements/boras.log.yaml")
    commit("Avslutad", on="2026-07-01")

    ran = iop("log", "agreements/boras.yaml")

    assert "the agreement is taken away" in ran.out
    assert len(dates(iop, "agreements/boras.yaml")) == 7


def test_other_agreements_do_not_stand_in_a_history(iop: Iop, kept: Path) -> None:
    Path("agreements/andra.yaml").write_text(AGREEMENT.replace(f"id: {NAME}", "id: andra"), "utf-8")
    commit("En annan", on="2026-08-01")
    change("copies: 2", "copies: 3", "agreements/andra.yaml")
    commit("Fler exemplar", on="2026-09-01")

    assert dates(iop, "andra") == ["2026-09-01", "2026-08-01"]
    assert len(dates(iop, "boras")) == 6


def test_an_agreement_in_no_commit_has_no_history(iop: Iop, kept: Path) -> None:
    Path("agreements/ny.yaml").write_text("id: ny\n", "utf-8")

    ran = iop("log", "ny")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "iop: agreements/ny.yaml has no history: it is in no commit yet\n"


def test_an_id_that_is_not_there_is_one_sentence(iop: Iop, kept: Path) -> None:
    ran = iop("log", "borås")

    assert ran.code == 2
    assert ran.err.startswith("iop: there is no file or agreement borås; did you mean boras?")


def test_without_git_there_is_no_history(
    iop: Iop, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = tmp_path / "without"
    (repository / "agreements").rename(bare)
    monkeypatch.chdir(bare)

    ran = iop("log", NAME)

    assert ran.code == 2
    assert ran.err.startswith("iop: this folder is in no git repository")
