"""The summary: one page that says what, who, for whom, when, how much, what next and whom to ask."""

import re
from datetime import date

import pytest
from test_document_agreement import (
    BORAS,
    LANGUAGES,
    ORUST,
    PRACTICE,
    SHIPPED,
    STOCKHOLM,
    TIMRA,
    plain,
    rendered,
    subject,
)


@pytest.mark.parametrize(
    ("id", "words"),
    [
        (
            BORAS,
            "Studiecirkel Älskade Barn: 3–4 per year, 9–12 in all over the term; 10–20 föräldrar",
        ),
        (BORAS, "- Borås Stad, through Fritids- och folkhälsonämnden"),
        (BORAS, "Borås Stad pays Studieförbundet Sjuhärad: 6 500 kr (låg) or 10 000 kr (hög)"),
        (BORAS, "| Borås Stad | utvecklingsledare | Folkhälsoenheten |"),
        (BORAS, "from 1 January 2018 to 31 December 2020"),
        (STOCKHOLM, "Socialförvaltningen pays Bris: 711 833 kr per year"),
        (STOCKHOLM, "the payments come to 1 423 666 kr"),
        (STOCKHOLM, "Familjehemsplacerade barn, 7–18 years."),
        (STOCKHOLM, "Samverkansgrupp: once per school term"),
        (TIMRA, "Budget 2018, Söråkers Folkets Husförening: 995 tkr"),
        (TIMRA, "Kvartalsuppföljning: once per quarter"),
        (ORUST, "Styrgrupp: at least 2 times per year"),
        (ORUST, "| 31 December 2026 |"),
        (ORUST, "Junis Göteborg och Bohusläns distrikt puts in services"),
    ],
)
def test_the_summary_says_the_main_things(id: str, words: str) -> None:
    assert words in plain(rendered("summary", subject(id)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", [*SHIPPED, *PRACTICE])
def test_the_summary_fits_on_a_page(id: str, language: str) -> None:
    lines = [x for x in plain(rendered("summary", subject(id, language))).splitlines() if x]

    assert sum(1 + len(line) // 95 for line in lines) <= 60


def test_the_next_dates_are_those_that_have_not_passed() -> None:
    before = rendered("summary", subject(ORUST, today=date(2025, 6, 1)))

    assert re.findall(r"^\| ([0-9]+ \w+ [0-9]+) \|", before, re.MULTILINE) == [
        "30 June 2026",
        "31 December 2026",
    ]
    assert "No date to come" in rendered("summary", subject(BORAS))


def test_an_extension_in_the_log_moves_the_last_day() -> None:
    text = rendered("summary", subject("anhorigcentrum", today=date(2013, 6, 1)))

    assert "from 1 January 2009 to 31 December 2012" in text
    assert "As things stand the last day is 31 December 2014." in text


def test_a_public_summary_names_no_contact() -> None:
    assert "Whom to ask" in rendered("summary", subject(BORAS))
    assert "Whom to ask" not in rendered("summary", subject(BORAS, public=True))
