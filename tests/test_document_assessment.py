"""The assessment: open questions first, graded answers with evidence, and what no text holds."""

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

from iop_cli.documents import assessment


def _assessment(id: str, language: str = "en", *, public: bool = False) -> str:
    return rendered("assessment", shipped(id, language, public=public), assessment)


@pytest.mark.parametrize("id", SHIPPED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_assessment_says_nothing_by_a_slip(id: str, language: str) -> None:
    text = _assessment(id, language)

    assert unknown_told(text) == []
    assert empty_headings(text) == []


def test_open_questions_stand_before_graded_answers_and_are_counted() -> None:
    text = _assessment(STOCKHOLM)

    assert "The guideline has 6 criteria: 3 are met and 3 are open." in text
    assert text.index("## Questions that are open") < text.index("## Criteria that have been")


def test_a_demand_that_is_open_stands_before_a_softer_one() -> None:
    held = _assessment(STOCKHOLM).split("## Criteria that have been")[0]
    rows = [line for line in held.splitlines() if line.startswith("| ") and "?" in line]

    assert [row.split("|")[2].strip() for row in rows] == ["Required", "Required", "Softer"]


def test_a_grade_stands_with_its_evidence_in_the_agreements_own_language() -> None:
    text = _assessment(BORAS)

    assert "| Partly met | [Inget annat studieförbund har enligt texten" in text


def test_the_guideline_is_named_with_its_source_and_day() -> None:
    text = _assessment(BORAS)

    assert "[Forums kriterier för IOP från 2010]{lang=sv}" in text
    assert "| Date of the source | 13 December 2016 |" in text


@pytest.mark.parametrize("id", [ORUST, TIMRA])
def test_without_a_guideline_nothing_is_graded_and_the_sections_are_told(id: str) -> None:
    text = _assessment(id)

    assert "No guideline is chosen, so no criteria have been tried." in text
    assert "Questions that are open" not in text
    assert "| Public influence and insight | Missing |" in text
    assert "| Background | Is there |" in text


def test_a_section_that_the_text_promises_and_lacks_is_missing() -> None:
    assert "| The economy | Missing |" in _assessment(ORUST)


def test_who_judged_and_when_stands_only_where_the_file_tells() -> None:
    answers = (
        "criteria:\n"
        "  profile: forum-2010\n"
        "  answers:\n"
        "    initiative: {grade: not_met, evidence: Kommunen frågade, by: utredare,"
        " date: 2026-02-03}\n"
        "    all_contribute: {grade: met, evidence: Båda ger lokaler}\n"
    )

    text = rendered("assessment", of(MINIMAL + answers), assessment)

    assert (
        "| Not met | [Kommunen frågade]{lang=sv} | [utredare]{lang=sv} | 3 February 2026 |" in text
    )
    assert text.index("Not met") < text.index("| Met |")
    assert "Assessed by | Date |" not in _assessment(BORAS).split("## Assessed by")[0]


def test_an_initiative_that_the_agreement_tells_of_is_shown_beside_the_open_question() -> None:
    more = "initiative: {by: [kommunen]}\ncriteria: {profile: forum-2010}\n"

    text = rendered("assessment", of(MINIMAL + more), assessment)

    assert "The initiative came from [Exempelköpings kommun]{lang=sv}." in text


def test_a_guideline_that_is_not_there_is_said_not_to_be() -> None:
    text = rendered("assessment", of(MINIMAL + "criteria: {profile: okänd}\n"), assessment)

    assert "cannot be found" in text or "No guideline is chosen" in text


def test_reminders_carry_a_figure_a_day_and_a_source() -> None:
    text = _assessment(STOCKHOLM).replace("\u00a0", " ")

    assert "534 890 kr" in text and "1 January 2017" in text
    assert "200 000 EUR" in text and "arkiv\\.interreg" in text.replace("arkiv.", "arkiv\\.")
    assert "The Act (2013:852)" in text
