"""The agenda and the minutes of a body that steers: who sits in it, what is due, what is open."""

from datetime import date

import pytest
from partners import (
    BORAS,
    LANGUAGES,
    MINIMAL,
    ORUST,
    SHIPPED,
    STOCKHOLM,
    TIMRA,
    empty_headings,
    of,
    rendered,
    shipped,
    unknown_told,
)

from iop_cli.documents import meeting
from iop_cli.documents.values import Subject

BODY = (
    "governance:\n"
    "  styrgrupp:\n"
    "    members: [{party: kommunen, count: 2, office: enhetschef}, {party: föreningen}]\n"
    "    meets: {per: quarter}\n"
)
TERM = "term: {start: 2026-01-01, end: 2027-12-31}\n"


def _agenda(subject: Subject) -> str:
    return rendered("agenda", subject, meeting, meeting.agenda)


def _minutes(subject: Subject) -> str:
    return rendered("minutes", subject, meeting, meeting.minutes)


def test_only_an_agreement_with_a_body_has_meetings() -> None:
    held = [id for id in SHIPPED if meeting.applies(shipped(id, "en"))]

    assert held == [ORUST, STOCKHOLM, TIMRA] and BORAS not in held
    assert not meeting.applies(of(MINIMAL + "governance: none\n"))


@pytest.mark.parametrize("id", [ORUST, STOCKHOLM, TIMRA])
@pytest.mark.parametrize("language", LANGUAGES)
def test_agenda_and_minutes_say_nothing_by_a_slip(id: str, language: str) -> None:
    for text in (_agenda(shipped(id, language)), _minutes(shipped(id, language))):
        assert unknown_told(text) == []
        assert empty_headings(text) == []


@pytest.mark.parametrize("id", [ORUST, STOCKHOLM, TIMRA])
def test_no_person_is_named(id: str) -> None:
    subject = shipped(id, "sv")
    names = [s.name for s in subject.reading.agreement.signatures or [] if s.name]

    text = _agenda(subject) + _minutes(subject)

    assert [name for name in names if name in text] == []


def test_the_agenda_tells_who_sits_in_the_body_and_how_it_decides() -> None:
    text = _agenda(shipped(TIMRA, "en"))

    assert "| [Timrå kommuns Socialförvaltning]{lang=sv} | 2 |" in text
    assert "| Meets | Once per month |" in text
    assert "| How it decides | Decides unanimously |" in text


def test_a_day_that_has_passed_without_an_answer_is_due() -> None:
    text = _agenda(shipped(ORUST, "en"))

    assert "| 30 June 2026 | Begin talks about what follows | passed, not answered |" in text
    assert "| 31 December 2026 | The last day of the agreement |" in text


def test_only_what_comes_before_the_next_meeting_is_due() -> None:
    reports = (
        "follow_up:\n"
        "  reports:\n"
        "    statistik: {from: föreningen, to: kommunen, how_often: {per: month},"
        " due: 1 month after period}\n"
    )
    conditions = (
        "conditions:\n"
        "  medel: {what: Medel finns, latest: 2027-06-30}\n"
        "  lokal: {what: Lokal finns}\n"
    )
    subject = of(MINIMAL + TERM + BODY + reports + conditions, today=date(2026, 2, 10))

    text = _agenda(subject)

    assert "| 28 February 2026 | Report [Statistik]{lang=sv} for January 2026 |" in text
    assert "30 June 2027" not in text
    assert "| no day is stated | [Lokal finns]{lang=sv} | not known to be met |" in text


def test_an_office_and_a_number_make_lines_in_the_minutes() -> None:
    text = _minutes(of(MINIMAL + TERM + BODY))
    seats = [line for line in text.splitlines() if line.startswith("| [") and "\\_" in line]

    assert sum("Exempelköpings kommun" in line for line in seats if "enhetschef" in line) == 2
    assert any("Föreningen Exempel" in line for line in seats)
    assert "Adjuster for [Föreningen Exempel]{lang=sv}" in text


def test_minutes_have_a_line_for_each_item() -> None:
    text = _minutes(shipped(STOCKHOLM, "en"))

    assert text.count("### § ") == text.count("Notes and decision:")


def test_each_body_has_its_own_agenda() -> None:
    two = BODY + "  arbetsgrupp: {name: Arbetsgruppen, members: [{party: föreningen}]}\n"

    text = _agenda(of(MINIMAL + TERM + two))

    assert "## [Styrgrupp]{lang=sv}" in text and "## [Arbetsgruppen]{lang=sv}" in text


def test_the_latest_report_and_meeting_come_from_the_log() -> None:
    reports = "follow_up: {reports: {statistik: {how_often: {per: half_year}}}}\n"
    log = (
        "agreement: prov\n"
        "entries:\n"
        "  - {id: m1, meeting: styrgrupp, held: 2026-05-04}\n"
        "  - {id: r1, report: statistik, period: 2026-H1, submitted: 2026-07-10}\n"
    )

    text = _agenda(of(MINIMAL + TERM + BODY + reports, log=log, today=date(2026, 9, 1)))

    assert "| Latest meeting according to the log | 4 May 2026 |" in text
    assert "the first half of 2026" in text


def test_what_is_made_for_everyone_holds_no_remarks() -> None:
    assert "IOP" in _agenda(shipped(TIMRA, "en"))
    assert "IOP6" not in _agenda(shipped(TIMRA, "en", public=True))
