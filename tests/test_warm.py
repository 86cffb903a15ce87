"""A second run: quick because nothing is judged again, and to the letter what the first one said."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import GOOD, ROOT, check, setting

from iop_cli.cache import Cache
from iop_cli.finding import Text
from iop_cli.report import Format, Head, Look, Tally, ending, one_by_one, render
from iop_cli.rules import across_roll, roll
from iop_cli.survey import FORK_FROM, Partnership, Survey

FAULTY = GOOD.replace("min: 5, max: 30", "min: 50, max: 30")
HEAD = Head("iop 0.1.0", "2026-11-22", None, strict=False, files=1, agreements=1)
LOOK = Look(color=False, width=60, plain=False)
JUDGES = ("pydantic", "yaml", "holidays", "iop_cli.check", "iop_cli.model.agreement")


def many() -> list[Partnership]:
    """More than are judged in one process, each faulty and with a name of its own."""
    ids = [f"p{number:03}" for number in range(FORK_FROM + 6)]
    texts = [FAULTY.replace("id: grannhuset", f"id: {id}") for id in ids]
    named = zip(ids, texts, strict=True)
    return [Partnership(Text(f"agreements/{id}.yaml", text.encode())) for id, text in named]


def shown(root: Path | None, jobs: int = 1, show: Format = Format.TEXT) -> list[tuple[Tally, str]]:
    cache, held = Cache(b"setting", root), many()
    run = Survey(len(held), held.__getitem__, setting(), cache, jobs, one_by_one(show, LOOK))
    said = list(run.shown())
    cache.close()
    return said


def test_what_is_shown_is_the_same_from_several_processes_and_from_the_cache(
    tmp_path: Path,
) -> None:
    alone = shown(None)

    assert alone == shown(None, jobs=3) == shown(tmp_path, jobs=2) == shown(tmp_path)
    assert all("the least is 50 and the most 30" in text for _count, text in alone)


@pytest.mark.parametrize("format", [Format.TEXT, Format.CONCISE])
def test_findings_set_one_by_one_and_the_ending_are_the_whole_report(format: Format) -> None:
    found, tally = check(FAULTY).found, Tally()
    show = one_by_one(format, LOOK)
    assert show is not None

    pieces = [*show(tally.through(found)), ending(format, tally, HEAD, LOOK)]

    assert "".join(pieces) == "".join(render(found, format, HEAD, (), LOOK))


def test_a_format_that_takes_all_findings_at_once_is_never_set_one_by_one() -> None:
    alone = [format for format in Format if one_by_one(format, LOOK)]

    assert alone == [Format.TEXT, Format.CONCISE]


def test_a_run_in_which_nothing_has_changed_imports_nothing_that_judges(tmp_path: Path) -> None:
    asked = "from iop_cli.cli.run import run; run(['validate', 'stockholm-bris-stodgrupper'])"
    tell = f"import sys\n{asked}\nprint('after', *[m for m in {JUDGES!r} if m in sys.modules])"
    own = {**os.environ, "IOP_CACHE": str(tmp_path), "IOP_TODAY": "2026-11-22"}

    def imported() -> list[str]:
        ask = [sys.executable, "-c", tell]
        ran = subprocess.run(ask, cwd=ROOT, env=own, capture_output=True, text=True, check=True)
        return ran.stdout.splitlines()[-1].split()[1:]

    assert "pydantic" in imported()
    assert imported() == []


def test_the_rules_that_look_across_files_stand_in_one_family() -> None:
    assert across_roll() == [rule for rule in roll().values() if rule.on == "register"]
