"""Many partnerships in one run: the same findings however they are looked at, none hiding another."""

import sys
from pathlib import Path

import pytest
from conftest import GOOD, GOOD_LOG, TODAY, setting

from iop_cli.cache import Cache
from iop_cli.diagnostic import NOWHERE, Accepted, Diagnostic, Related, Severity, Span
from iop_cli.finding import Finding, Text
from iop_cli.setting import Setting
from iop_cli.survey import (
    FORK_FROM,
    Packed,
    Partnership,
    Survey,
    digest,
    pack,
    survey_texts,
    unpack,
)
from iop_cli.survey import judged as judged_alone


def named(id: str, text: str = GOOD, log: str | None = GOOD_LOG) -> Partnership:
    """A partnership of its own, with its own purpose."""
    text = text.replace("id: grannhuset", f"id: {id}").replace("ska vara ensamma", f"i {id}")
    logs = log.replace("agreement: grannhuset", f"agreement: {id}") if log else None
    return Partnership(
        Text(f"agreements/{id}.yaml", text.encode()),
        Text(f"agreements/{id}.log.yaml", logs.encode()) if logs else None,
    )


FAULTY = GOOD.replace("min: 5, max: 30", "min: 50, max: 30")
MANY = [
    *(named(f"p{i:03}", FAULTY if i % 5 == 0 else GOOD, None if i % 7 == 0 else GOOD_LOG)
      for i in range(FORK_FROM + 6)),
    named("p900", GOOD.replace("Exempelköpings kommun", "Exempelköping")),
    Partnership(Text("agreements/q-broken.yaml", b"a: [\n")),
    Partnership(Text("agreements/q-gone.yaml", trouble=Finding((), "gone", span=NOWHERE))),
    Partnership(Text("agreements/q-latin.yaml", b"title: \xe5\n")),
    Partnership(Text("agreements/q-lone.log.yaml", b"agreement: q-lone\n")),
    Partnership(Text("templates/profiles/egen.yaml", b"format: 1\nid: egen\nname: Egen\n"), None, True),
]  # fmt: skip


def found(
    partnerships: list[Partnership],
    jobs: int = 1,
    root: Path | None = None,
    how: Setting | None = None,
) -> list[Diagnostic]:
    cache = Cache(b"setting", root)
    run = Survey(len(partnerships), partnerships.__getitem__, how or setting(), cache, jobs)
    said = list(run.findings())
    cache.close()
    return said


def test_several_processes_and_a_cache_change_nothing_of_what_is_found(tmp_path: Path) -> None:
    alone = found(MANY)

    assert alone == found(MANY, jobs=3)
    assert alone == found(MANY, root=tmp_path)
    assert alone == found(MANY, root=tmp_path)
    assert alone == found(MANY, jobs=3, root=tmp_path / "forked")
    assert alone == found(MANY, jobs=2, root=tmp_path / "forked")
    assert {d.code for d in alone} >= {"IOP100", "IOP101", "IOP114", "IOP208", "IOP501"}


def test_findings_come_by_file_and_then_by_place() -> None:
    said = survey_texts(reversed(MANY), setting())

    assert said == found(MANY)
    assert [(d.file, d.span) for d in said] == sorted((d.file, d.span) for d in said)


def test_a_bad_file_hides_no_finding_of_another() -> None:
    faulty = [named("a", FAULTY), named("z", FAULTY)]
    bad = [p for p in MANY if p.file.name.startswith("agreements/q-")]

    said = [(d.code, d.file) for d in survey_texts([*faulty, *bad], setting())]

    assert said == [
        ("IOP501", "agreements/a.yaml"),
        ("IOP101", "agreements/q-broken.yaml"),
        ("IOP100", "agreements/q-gone.yaml"),
        ("IOP100", "agreements/q-latin.yaml"),
        ("IOP114", "agreements/q-lone.log.yaml"),
        ("IOP501", "agreements/z.yaml"),
    ]


def test_one_number_under_two_names_is_found_only_when_both_are_looked_at() -> None:
    one, other = named("a"), named("b", GOOD.replace("Exempelköpings kommun", "Exempelköping"))

    both = survey_texts([one, other], setting())

    assert {d.code for d in both} == {"IOP208"}
    assert survey_texts([one], setting()) == []
    assert survey_texts([other], setting()) == []


def test_a_finding_across_files_is_accepted_like_any_other() -> None:
    one = named("a")
    other_text = GOOD.replace("Exempelköpings kommun", "Exempelköping")
    (finding,) = (
        d
        for d in survey_texts([one, named("b", other_text)], setting())
        if d.file.endswith("b.yaml")
    )
    accepting = other_text + (
        f"accepted_findings:\n  - {{rule: {finding.code}, where: {finding.where},"
        f' finding: "{finding.fingerprint}", because: Så står det}}\n'
    )

    said = survey_texts([one, named("b", accepting)], setting())
    alone = survey_texts([named("b", accepting)], setting())

    assert [d.accepted is not None for d in said if d.file.endswith("b.yaml")] == [True]
    assert [d.code for d in alone] == ["IOP120"]


def test_a_register_rule_that_is_not_asked_for_finds_nothing() -> None:
    how = Setting(TODAY, setting().library, {}, ignore=("IOP2",))

    assert "IOP208" not in {d.code for d in found(MANY, how=how)}


def test_a_finding_survives_being_packed() -> None:
    checked = judged_alone(named("a", FAULTY), setting())

    packed = pack(checked)

    assert isinstance(packed, Packed)
    assert tuple(unpack(packed.found)) == checked.found
    assert digest(packed) == checked.digest


def test_every_part_of_a_finding_survives_being_packed() -> None:
    from dataclasses import replace

    whole = Diagnostic(
        "IOP501", "name", Severity.INFO, "å\ud800\u202e", "help", "a.yaml", Span(1, 2, 3, 4), "a[0].b",
        "a", "ex", "0a1b2c3d", Accepted("because", "by", "2026-01-01", None),
        (Related("b.yaml", Span(5, 6, 7, 8), "there"),),
    )  # fmt: skip
    checked = judged_alone(named("a"), setting())

    packed = pack(replace(checked, found=(whole,), digest=None))

    assert tuple(unpack(packed.found)) == (whole,)
    assert digest(packed) is None


def test_nothing_to_look_at_is_no_finding() -> None:
    assert found([]) == []
    assert survey_texts([], setting()) == []


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="one process there")
def test_more_processes_than_partnerships_are_no_trouble() -> None:
    assert found(MANY, jobs=200) == found(MANY)
