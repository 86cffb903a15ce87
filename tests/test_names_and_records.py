"""What the case files of 1xx and 9xx cannot show: two files that differ, slips that must not spread."""

from conftest import check

PARTIES = """\
parties:
  kommunen: {role: public, name: Exempelköpings kommun}
  föreningen: {role: nonprofit, name: Föreningen Exempel}
"""
COURSE = f"""\
format: 1
id: kurser
title: Kurser
status: signed
{PARTIES}term: {{start: 2025-01-01, end: 2025-12-31, extension: {{by: 1 year}}}}
activities:
  kurs:
    name: Kurs
    run_by: [föreningen]
    volume: {{min: 2, per: year}}
    participants: {{min: 10, max: 20}}
payments:
  bidrag:
    kind: per_activity
    activity: kurs
    from: kommunen
    to: föreningen
    rates: {{låg: 6 500 kr, hög: 10 000 kr}}
    gate: {{participants: min}}
"""


def log(*entries: str, of: str = "kurser") -> str:
    return f"agreement: {of}\nentries:\n" + "".join(f"  - {{{e}}}\n" for e in entries)


def found(code: str, text: str, entries: str | None = None) -> list[tuple[str, str]]:
    return [(d.where, d.message) for d in check(text, entries).found if d.code == code]


def test_a_log_that_is_about_another_agreement_is_told_at_its_first_key() -> None:
    told = found("IOP114", COURSE, log("id: k1, activity: kurs, held: 2025-02-03", of="andra"))

    assert told == [("agreement", "the log is about andra; its file belongs to kurser")]


def test_a_slip_in_a_party_makes_no_reference_to_it_unknown() -> None:
    text = COURSE.replace("role: nonprofit", "role: ideell")

    codes = [d.code for d in check(text).found]

    assert "IOP112" in codes
    assert "IOP114" not in codes


def test_a_slip_in_a_rate_makes_no_entry_that_chose_it_wrong() -> None:
    text = COURSE.replace("låg: 6 500 kr", "låg: 6500")

    assert not found("IOP114", text, log("id: k1, activity: kurs, held: 2025-02-03, rate: låg"))


def test_an_extension_without_its_last_day_leaves_the_end_unknown() -> None:
    entries = (
        "id: e1, event: extended, date: 2025-06-15",
        "id: k1, activity: kurs, held: 2026-03-01, participants: 12, rate: låg",
    )

    assert not found("IOP901", COURSE, log(*entries))
    assert found("IOP901", COURSE, log(entries[1])) == [
        ("entries[0].held", "held 2026-03-01, after the agreement ended 2025-12-31")
    ]


def test_what_was_held_on_an_unknown_day_may_have_been_held_in_the_period() -> None:
    known = log("id: k1, activity: kurs, held: 2025-02-03", "id: y1, complete: 2025")
    unknown = known + "  - {id: k2, activity: kurs}\n"

    assert found("IOP909", COURSE, known) == [
        ("entries[1].complete", "Kurs: 1 held in 2025; at least 2 are agreed")
    ]
    assert not found("IOP909", COURSE, unknown)


def test_a_period_that_is_complete_only_in_part_misses_nothing() -> None:
    assert not found("IOP909", COURSE, log("id: y1, complete: 2025-H1"))


def test_an_entry_cannot_correct_itself() -> None:
    told = found("IOP114", COURSE, log("id: k1, corrects: k1, activity: kurs, held: 2025-02-03"))

    assert [where for where, _message in told] == ["entries[0].corrects"]


def test_a_party_that_joins_by_an_amendment_is_known_in_the_whole_text() -> None:
    text = COURSE + (
        "amendments:\n"
        "  a1:\n"
        "    from: 2025-03-01\n"
        "    changes:\n"
        "      parties.grannen: {role: nonprofit, name: Grannföreningen}\n"
        "signatures:\n"
        "  - {party: grannen, office: ordförande}\n"
    )

    assert not found("IOP114", text)


def test_an_entry_that_git_doubled_is_one_finding() -> None:
    entry = "id: k1, activity: kurs, held: 2025-02-03, participants: 12, rate: låg"

    assert found("IOP904", COURSE, log(entry, entry)) == [("entries[1].id", "k1 stands twice")]
