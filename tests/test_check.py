"""One partnership from bytes to findings: weights, choices, days, languages, other kinds of file."""

from datetime import date

import pytest
from conftest import GOOD, GOOD_LOG, ROOT, TODAY, check, setting, template
from hypothesis import given, settings
from hypothesis import strategies as st

from iop_cli import words
from iop_cli.check import Checked, check_log, check_partnership, check_profile
from iop_cli.diagnostic import NOWHERE, Severity
from iop_cli.finding import Finding, Text
from iop_cli.rules import roll
from iop_cli.setting import Library, Setting

FAULTY = GOOD.replace("min: 5, max: 30", "min: 50, max: 30").replace("titel: x", "")
FILE = Text("agreements/grannhuset.yaml", FAULTY.encode())
LOG = Text("agreements/grannhuset.log.yaml", GOOD_LOG.encode())
PROFILE = """\
format: 1
id: egen
name: Egen riktlinje
rules:
  IOP501: {severity: SEVERITY, because: Så vill vi ha det}
  IOP112: {severity: off, because: Det går inte}
"""


def weighed(
    weights: dict[str, Severity | None] | None = None,
    profile: str | None = None,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    file: Text = FILE,
) -> list[tuple[str, str]]:
    """The codes and severities that a run with these settings gives."""

    def text(name: str) -> bytes | None:
        if name == "profiles/egen.yaml" and profile:
            return PROFILE.replace("SEVERITY", profile).encode()
        return template(name)

    library = Library(text, profile="egen" if profile else None)
    run = Setting(TODAY, library, weights or {}, select, ignore)
    return [(d.code, d.severity.value) for d in check_partnership(file, LOG, run).found]


def test_a_finding_has_its_rules_weight() -> None:
    assert weighed() == [("IOP501", "error")]


@pytest.mark.parametrize("weight", ["info", "warning", "error"])
def test_the_configuration_and_the_profile_weigh_a_finding_anew(weight: str) -> None:
    assert weighed({"IOP501": Severity(weight)}) == [("IOP501", weight)]
    assert weighed(profile=weight) == [("IOP501", weight)]


def test_a_rule_that_is_off_finds_nothing() -> None:
    assert weighed({"IOP501": None}) == []
    assert weighed(profile="off") == []


def test_the_configuration_stands_before_the_profile() -> None:
    assert weighed({"IOP501": Severity.WARNING}, profile="off") == [("IOP501", "warning")]


def test_no_profile_can_silence_what_cannot_be_read() -> None:
    unread = Text(FILE.name, FAULTY.replace("voluntary: yes", "voluntary: ja").encode())

    assert weighed(profile="info", file=unread) == [("IOP112", "error"), ("IOP501", "info")]


@pytest.mark.parametrize(
    ("select", "ignore", "codes"),
    [
        (("IOP501",), (), ["IOP501"]),
        (("IOP5",), (), ["IOP501"]),
        (("IOP4", "IOP50"), (), ["IOP501"]),
        (("IOP4",), (), []),
        ((), ("IOP501",), []),
        ((), ("IOP4",), ["IOP501"]),
        (("IOP5",), ("IOP501",), []),
    ],
)
def test_codes_are_selected_and_ignored_by_their_beginnings(
    select: tuple[str, ...], ignore: tuple[str, ...], codes: list[str]
) -> None:
    assert [code for code, _weight in weighed(select=select, ignore=ignore)] == codes


def test_an_acceptance_of_a_code_that_was_not_asked_for_is_not_called_unused() -> None:
    text = FAULTY + (
        "accepted_findings:\n"
        '  - {rule: IOP502, where: activities.kafé, finding: "00000000", because: x}\n'
    )
    file = Text(FILE.name, text.encode())

    assert [c for c, _w in weighed(file=file)] == ["IOP501", "IOP120"]
    assert weighed(ignore=("IOP50",), file=file) == []


def test_a_file_that_cannot_be_opened_is_one_finding_and_its_log_is_still_judged() -> None:
    trouble = Finding((), "this is not a regular file", span=NOWHERE)
    broken = Text(LOG.name, GOOD_LOG.replace("held: 2025-02-04", "held: x").encode())

    checked = check_partnership(Text(FILE.name, trouble=trouble), broken, setting())
    beside = check_partnership(FILE, Text(LOG.name, trouble=trouble), setting())

    assert [(d.file, d.code) for d in checked.found] == [
        (LOG.name, "IOP112"),
        (FILE.name, "IOP100"),
    ]
    assert checked.digest is None
    assert [(d.file, d.code) for d in beside.found] == [(LOG.name, "IOP100"), (FILE.name, "IOP501")]


def test_a_lone_log_says_that_its_agreement_is_missing_and_what_else_is_wrong() -> None:
    log = Text(LOG.name, GOOD_LOG.replace("held: 2025-02-04", "held: 2025-02-30").encode())

    found = check_log(log, setting()).found

    assert [(d.code, d.span.line) for d in found] == [("IOP114", 1), ("IOP112", 3)]
    assert found[0].message == "there is no agreement grannhuset.yaml beside this log"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (PROFILE.replace("SEVERITY", "info"), []),
        (PROFILE.replace("SEVERITY", "mild"), [("IOP112", 5)]),
        (PROFILE.replace("SEVERITY", "info").replace("id: egen", "id: annan"), [("IOP113", 2)]),
        (PROFILE.replace("SEVERITY", "info") + "nyckel: x\n", [("IOP111", 7)]),
        ("format: 2\n", [("IOP115", 1)]),
        ("a: [\n", [("IOP101", 2)]),
    ],
)
def test_a_profile_is_judged_as_a_profile(text: str, found: list[tuple[str, int]]) -> None:
    checked = check_profile(Text("templates/profiles/egen.yaml", text.encode()), setting())

    assert [(d.code, d.span.line) for d in checked.found] == found


SHIPPED = sorted(
    p for p in (ROOT / "agreements").glob("*.yaml") if not p.name.endswith(".log.yaml")
)


def judged(path_index: int, day: date) -> Checked:
    path = SHIPPED[path_index]
    log = path.with_name(f"{path.stem}.log.yaml")
    logs = Text(f"agreements/{log.name}", log.read_bytes()) if log.exists() else None
    return check_partnership(Text(f"agreements/{path.name}", path.read_bytes()), logs, setting(day))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SHIPPED) - 1), st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_day_from_2000_to_2100_has_an_answer_that_holds_on_that_day(
    index: int, day: date
) -> None:
    checked = judged(index, day)

    assert checked.since <= day <= checked.until
    assert [d.order for d in checked.found] == sorted(d.order for d in checked.found)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(SHIPPED) - 1), st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.data())
def test_findings_are_the_same_on_all_days_that_they_are_said_to_hold(
    index: int, day: date, data: st.DataObject
) -> None:
    checked = judged(index, day)
    low, high = max(checked.since, date(1990, 1, 1)), min(checked.until, date(2110, 1, 1))

    other = judged(index, data.draw(st.dates(low, high)))

    assert other.found == checked.found


@pytest.mark.parametrize("day", [date.min, date(1, 1, 31), date(9999, 12, 1), date.max])
def test_the_first_and_last_days_of_all_have_an_answer(day: date) -> None:
    assert judged(0, day).since <= day


CASES = sorted(p for p in (ROOT / "tests" / "rules").rglob("*.yaml") if ".log." not in p.name)


def test_fingerprints_are_the_same_in_both_languages() -> None:
    seen = set[str]()
    for path in [*SHIPPED, *CASES]:
        file = Text(path.name, path.read_bytes())
        log = path.with_name(f"{path.stem}.log.yaml")
        logs = Text(log.name, log.read_bytes()) if log.exists() else None
        words.use("en")
        english = check_partnership(file, logs, setting()).found
        words.use("sv")
        swedish = check_partnership(file, logs, setting()).found
        by_english = sorted((d.code, d.where, d.fingerprint, d.span) for d in english)
        assert sorted((d.code, d.where, d.fingerprint, d.span) for d in swedish) == by_english
        seen |= {d.code for d in english}
    assert len(seen) > 100


def test_a_fingerprint_is_of_the_code_the_place_and_the_values() -> None:
    def prints(text: str) -> set[str]:
        return {d.fingerprint for d in check(text, GOOD_LOG).found}

    assert prints(FAULTY) == prints("# en rad\n" + FAULTY)
    assert prints(FAULTY) != prints(FAULTY.replace("min: 50", "min: 51"))
    assert all(len(p) == 8 and int(p, 16) >= 0 for p in prints(FAULTY))


def test_every_finding_names_its_rule_and_a_way_out() -> None:
    for path in SHIPPED:
        for d in check_partnership(Text(path.name, path.read_bytes()), None, setting()).found:
            assert d.name == roll()[d.code].name
            assert d.help
            assert "{" not in d.message.replace("{ }", "").replace("{}", "")


@pytest.mark.parametrize("log", ["agreement: [\n", "agreement: grannhuset\nentrys: [x]\n", "\t"])
def test_a_log_that_cannot_be_read_whole_is_not_blamed_for_what_it_lacks(log: str) -> None:
    found = check(GOOD, log).found

    assert found
    assert {d.file for d in found} == {"agreements/grannhuset.log.yaml"}


def test_why_a_file_could_not_be_read_is_told_even_if_nobody_asked() -> None:
    broken = Text(FILE.name, b"a: [\n")
    parties = GOOD[GOOD.index("parties:") : GOOD.index("initiative:")]
    headless = Text(FILE.name, GOOD.replace(parties, "").encode())
    only_money = Setting(TODAY, setting().library, {}, select=("IOP4",), ignore=("IOP1",))

    assert [c for c, _w in weighed(select=("IOP4",), file=broken)] == ["IOP101"]
    assert [c for c, _w in weighed(ignore=("IOP1",), file=broken)] == ["IOP101"]
    assert "IOP110" in [c for c, _w in weighed(select=("IOP4",), file=headless)]
    assert [d.code for d in check_log(Text(LOG.name, b"\t"), only_money).found] == ["IOP101"]
    assert [d.code for d in check_profile(Text("profiles/x.yaml", b"\xff"), only_money).found] == [
        "IOP100"
    ]
