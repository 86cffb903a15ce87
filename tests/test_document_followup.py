"""The follow-up report: what was agreed and what happened in a period, and what is not told."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT, TODAY, template
from hypothesis import given
from hypothesis import strategies as st

from iop_cli import words
from iop_cli.book import open_partnership
from iop_cli.diagnostic import NOWHERE, Diagnostic, Severity
from iop_cli.documents import followup
from iop_cli.documents.engine import markdown
from iop_cli.documents.measures import Scope, default_period
from iop_cli.documents.reported import developments, owed
from iop_cli.documents.values import Subject
from iop_cli.invoice import Billed
from iop_cli.quantity import Period
from iop_cli.reading import Library, Today

BORAS = ROOT / "agreements" / "boras-alskade-barn.yaml"
PRACTICE = ROOT / "tests" / "practice"
HEAD = """\
format: 1
id: prov
title: Prov
status: signed
parties:
  kommunen: {role: public, name: Provköpings kommun}
  föreningen: {role: nonprofit, name: Provföreningen}
term: {start: 2024-01-01, end: 2026-12-31}
"""
COURSES = """\
activities:
  kurs:
    name: Provkurs
    volume: {min: 2, max: 3, per: half_year}
    participants: {who: barn, min: 6, max: 12}
payments:
  bidrag: {kind: per_activity, activity: kurs, from: kommunen, to: föreningen, amount: 500 kr, gate: {participants: min}, vat: outside}
"""
SMALL = "follow_up: {small_numbers: {below: 5}}\n"
REPORT = """\
follow_up:
  small_numbers: {below: 5}
  reports:
    kvartal:
      name: Kvartalsrapport
      from: föreningen
      to: kommunen
      how_often: {per: quarter}
      due: 1 month after period
      indicators:
        barn: {name: Nya barn, unit: antal}
        väntan: {name: Väntetid, unit: dagar}
"""
STEERING = "governance:\n  styrgrupp: {name: Styrgruppen, meets: {min: 2, per: half_year}}\n"


def of_texts(
    text: str, log: str | None = "", period: str | None = "2024", *, language: str = "en",
    today: date = TODAY,
) -> Subject:  # fmt: skip
    """The subject of an agreement whose head may be left out, and of its log's entries."""
    whole = text if "format:" in text else HEAD + text
    entries = f"agreement: prov\nentries:\n{log}" if log else "agreement: prov\n"
    log_file = ("prov.log.yaml", entries.encode()) if log is not None else None
    opened = open_partnership(
        ("prov.yaml", whole.encode()), log_file, Today(today), Library(template)
    )
    assert not opened.body.problems, opened.body.problems
    assert not opened.log.problems, opened.log.problems
    told = Period.read(period) if period else None
    return Subject(opened, opened.readings[-1], language, today, period=told)


def of_file(path: Path, period: str | None, language: str = "en") -> Subject:
    """The subject of a file and of the log beside it."""
    log = path.with_suffix("").with_suffix(".log.yaml")
    opened = open_partnership(
        (path.name, path.read_bytes()),
        (log.name, log.read_bytes()),
        Today(TODAY),
        Library(template),
    )
    told = Period.read(period) if period else None
    return Subject(opened, opened.readings[-1], language, TODAY, period=told)


def report(subject: Subject) -> str:
    """The report as Markdown."""
    own = subject.own_language
    return markdown("follow-up", followup.values(subject), template, subject.language, own)


def rows(text: str, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading or a caption, its own heading left out."""
    lines = text[text.index(heading) :].split("\n")
    table = [line for line in lines if line.startswith("|")]
    first = lines.index(table[0])
    held = []
    for line in lines[first + 2 :]:
        if not line.startswith("|"):
            break
        held.append([cell.strip() for cell in line.strip("|").split("|")])
    return held


def bare(text: str) -> str:
    """The text without the marks of languages, and with ordinary blanks."""
    for mark in ("[", "]{lang=sv}"):
        text = text.replace(mark, "")
    return text.replace("\u00a0", " ")


# ------------------------------------------------------------------------------ borås, as it is


def test_four_courses_were_held_in_boras_in_2018_and_one_had_too_few() -> None:
    text = bare(report(of_file(BORAS, "2018")))

    assert text.startswith("# Follow-up report for 2018\n")
    assert rows(text, "## Activities") == [
        ["Studiecirkel Älskade Barn", "3–4 per year; 10–20 föräldrar", "4", "1", "52", "9", "17"]
    ]
    assert rows(text, "occasions in the period") == [
        ["14 March 2018", "Norrbyhuset", "14", ""],
        ["9 May 2018", "Framtid Sjöbo", "9", "below the least number (10)"],
        ["26 September 2018", "Mötesplats Hulta", "12", ""],
        ["14 November 2018", "VI Hässleholmen", "17", ""],
    ]
    assert ["Mötesplats Kristineberg", "0"] in rows(text, "occasions at each place")
    assert rows(text, "## Economy") == [["Borås Stad", "Studieförbundet Sjuhärad", "26 500 kr"]]
    assert rows(text, "What is not paid for, and why") == [
        ["Studiecirkel Älskade Barn, Framtid Sjöbo", "9 May 2018",
         "9 participants; the agreement asks for at least 10"]
    ]  # fmt: skip
    assert "The log is stated to be complete for the period." in text
    assert "held 4 times since the agreement began; the agreement states 9–12" in text


def test_a_correction_stands_for_what_it_corrects() -> None:
    text = report(of_file(BORAS, "2018"))

    assert " 8 took part" not in text
    assert " 9 took part; the agreement states at least 10." in text


def test_more_than_the_most_is_a_deviation_and_is_paid_for_all_the_same() -> None:
    text = bare(report(of_file(BORAS, "2019")))

    assert rows(text, "## Activities")[0][2:] == ["4", "0", "61", "11", "22"]
    assert rows(text, "## Economy") == [["Borås Stad", "Studieförbundet Sjuhärad", "33 000 kr"]]
    assert (
        "- Studiecirkel Älskade Barn, Norrbyhuset, 10 April 2019: 22 took part;"
        " the agreement states at most 20.\n"
    ) in text
    assert "held 8 times since the agreement began" in text


def test_three_courses_in_2020_are_as_agreed() -> None:
    text = bare(report(of_file(BORAS, "2020")))

    assert rows(text, "## Activities")[0][2:] == ["3", "0", "40", "10", "18"]
    assert rows(text, "## Economy") == [["Borås Stad", "Studieförbundet Sjuhärad", "23 000 kr"]]
    assert "## Deviations" not in text
    assert "The log shows no deviation." in text
    assert "held 11 times since the agreement began" in text


def test_the_whole_term_is_the_sum_of_its_years() -> None:
    text = bare(report(of_file(BORAS, "2018-01-01..2020-12-31")))

    assert rows(text, "## Activities")[0][2:6] == ["11", "1", "153", "9"]
    assert rows(text, "## Economy")[0][2] == "82 500 kr"


def test_in_swedish_the_report_is_swedish() -> None:
    text = report(of_file(BORAS, "2018", "sv")).replace("\u00a0", " ")

    assert text.startswith("# Uppföljningsrapport för 2018\n")
    assert "{lang" not in text
    assert (
        "- Studiecirkel Älskade Barn har genomförts 4 gånger, 1 av dem med färre deltagare än"
        " överenskommet.\n"
        "- Enligt överenskommelsen betalar Borås Stad 26 500 kr för perioden.\n"
        "- 1 avvikelse beskrivs nedan.\n"
    ) in text
    assert "9 maj 2018: 9 deltog; överenskommelsen anger minst 10.\n" in text
    assert rows(text, "varför")[0][2] == "9 deltagare; överenskommelsen kräver minst 10"


def test_in_english_the_agreements_own_words_are_marked() -> None:
    text = report(of_file(BORAS, "2018"))

    assert "| [Borås Stad]{lang=sv} |" in text
    assert "[Barnpassning och fika]{lang=sv}" in text


# ---------------------------------------------------------------------------------- the period


@pytest.mark.parametrize(
    ("name", "expected"),
    [("skolkompisar", "2025"), ("nattharbarget", "2025-11-01..2026-03-31"),
     ("anhorigcentrum", "2014"), ("brottsofferstod", "2025")],
)  # fmt: skip
def test_the_period_is_the_last_year_of_the_term_that_is_over(name: str, expected: str) -> None:
    reading = of_file(PRACTICE / f"{name}.yaml", None).reading

    period = default_period(reading)

    assert period is not None
    assert period.text == expected


def test_before_a_year_is_over_the_period_is_the_term() -> None:
    subject = of_texts("", period=None, today=date(2024, 5, 1))

    assert default_period(subject.reading) == Period.read("2024-01-01..2026-12-31")


def test_without_a_term_the_period_is_the_year_of_the_last_entry() -> None:
    text = HEAD.replace("term: {start: 2024-01-01, end: 2026-12-31}\n", "")
    subject = of_texts(text, "  - {id: m1, meeting: råd, held: 2023-04-05}\n", None)

    assert report(subject).startswith("# Follow-up report for 2023\n")


def test_outside_the_term_nothing_is_agreed_and_nothing_missing() -> None:
    text = report(of_texts(COURSES + REPORT + STEERING, "  - {id: y1, complete: 2028}\n", "2028"))

    assert "The period lies outside the term of the agreement." in text
    for heading in (
        "Activities",
        "Reports",
        "Meetings held",
        "Economy",
        "Deviations",
        "Indicators",
    ):
        assert f"## {heading}\n" not in text


def test_what_has_not_happened_yet_is_not_told() -> None:
    log = "  - {id: k1, activity: kurs, held: 2024-03-01, participants: 7}\n"
    log += "  - {id: k2, activity: kurs, held: 2024-09-01, participants: 8}\n"

    text = report(of_texts(COURSES, log, today=date(2024, 6, 1)))

    assert "The period is not over yet." in text
    assert "1 September 2024" not in text


# ------------------------------------------------------------------------------ what is unknown


def test_a_partnership_without_a_log_has_no_report() -> None:
    assert not followup.applies(of_texts("", None))
    assert followup.applies(of_texts("", ""))


def test_an_empty_log_leaves_all_not_reported_and_nothing_zero_or_missing() -> None:
    text = report(of_texts(COURSES + REPORT + STEERING, ""))

    assert "The log has no entries." in text
    assert "The log is not stated to be complete for the period." in text
    assert rows(text, "## Activities")[0][2] == "not reported"
    assert {row[-1] for row in rows(text, "## Reports")} == {"not in the log"}
    assert rows(text, "## Meetings held")[0][2] == "not reported"
    assert "missing" not in text
    assert " 0 " not in text
    assert "None" not in text
    assert "No value is reported until the end of the period." in text


def test_nothing_held_in_a_complete_period_is_too_little() -> None:
    text = bare(report(of_texts(COURSES + STEERING, "  - {id: y1, complete: 2024}\n")))

    assert rows(text, "## Activities")[0][2] == "0"
    assert "- Provkurs was held 0 times in the period; the agreement states at least 4.\n" in text
    assert (
        "- Styrgruppen: 0 meetings held in the period; the agreement states at least 4.\n" in text
    )
    assert rows(text, "## Economy") == [["Provköpings kommun", "Provföreningen", "0 kr"]]


def test_less_than_agreed_is_no_shortfall_where_the_log_may_not_be_complete() -> None:
    log = "  - {id: k1, activity: kurs, held: 2024-03-01, participants: 7}\n"
    log += "  - {id: y1, complete: 2024-H1}\n"

    text = bare(report(of_texts(COURSES, log)))

    assert "The log shows no deviation." in text
    assert rows(text, "## Economy")[0][2] == "at least 500 kr"


def test_participants_that_are_not_told_are_not_zero() -> None:
    log = "  - {id: k1, activity: kurs, held: 2024-03-01, participants: 7}\n"
    log += "  - {id: k2, activity: kurs, held: 2024-04-01}\n"

    text = bare(report(of_texts(COURSES, log)))

    assert rows(text, "## Activities")[0][3:] == ["0", "at least 7", "7", "7"]
    assert "how many took part is not reported for 1 occasion." in text


def test_what_is_agreed_in_hours_is_not_held_against_occasions() -> None:
    agreed = (
        "activities:\n  öppet: {name: Öppet hus, volume: {min: 15, unit: timmar, per: month}}\n"
    )
    log = "  - {id: k1, activity: öppet, held: 2024-03-01}\n  - {id: y1, complete: 2024}\n"

    text = bare(report(of_texts(agreed, log)))

    assert "what is agreed is counted in timmar, which the log does not tell." in text
    assert "The log shows no deviation." in text


def test_more_was_held_than_the_most_agreed() -> None:
    log = "".join(
        f"  - {{id: k{n}, activity: kurs, held: 2024-03-{n:02}, participants: 7}}\n"
        for n in range(1, 8)
    )

    text = bare(report(of_texts(COURSES, log)))

    assert "- Provkurs was held 7 times in the period; the agreement states at most 6.\n" in text


def test_very_many_occasions_are_counted_and_not_listed() -> None:
    log = "".join(
        f"  - {{id: k{n}, activity: kurs, held: 2024-{n % 12 + 1:02}-{n % 28 + 1:02}}}\n"
        for n in range(70)
    )

    text = bare(report(of_texts(COURSES, log)))

    assert "Provkurs: the 70 occasions are listed in the log." in text
    assert "occasions in the period" not in text


def test_a_place_may_be_logged_by_its_id() -> None:
    agreed = """\
activities:
  kurs: {name: Provkurs, volume_in_all: {min: 4}, places: {a: {name: Ängen}, b: {name: Backen}}}
"""
    log = "  - {id: k1, activity: kurs, held: 2024-03-01, place: a}\n"

    text = bare(report(of_texts(agreed, log)))

    assert rows(text, "occasions in the period") == [["1 March 2024", "Ängen"]]
    assert rows(text, "occasions at each place") == [["Ängen", "1"], ["Backen", "not reported"]]
    assert (
        "According to the log Provkurs has been held 1 time since the agreement began;"
        " the agreement states at least 4 for the whole term.\n"
    ) in text


def test_what_happened_to_the_partnership_is_told_day_by_day() -> None:
    agreed = "conditions: {medel: {what: Medel finns}}\n"
    log = "  - {id: e1, event: condition_met, condition: medel, date: 2024-02-01}\n"
    log += "  - {id: e2, event: extended, by: kommunen, date: 2024-06-20, until: 2028-12-31}\n"

    text = bare(report(of_texts(agreed, log)))

    assert rows(text, "## Events") == [
        ["1 February 2024", "Condition met: Medel finns"],
        ["20 June 2024", "Extended until 31 December 2028"],
    ]


# ------------------------------------------------------------------------------ reports, meetings


LATE = """\
  - {id: r1, report: kvartal, period: 2024-Q1, submitted: 2024-04-30, values: {barn: 9, väntan: 3}}
  - {id: r2, report: kvartal, period: 2024-Q2, submitted: 2024-08-08, values: {barn: 12, väntan: 2}}
"""


def test_a_late_report_is_late_by_so_many_days() -> None:
    text = bare(report(of_texts(REPORT, LATE)))

    assert [row[2:] for row in rows(text, "## Reports")] == [
        ["30 April 2024", "30 April 2024", "in time"],
        ["30 July 2024", "8 August 2024", "9 days late"],
        ["30 October 2024", "", "not in the log"],
        ["31 January 2025", "", "not in the log"],
    ]
    assert "Kvartalsrapport for the second quarter of 2024 was handed in 9 days late.\n" in text


def test_a_report_is_missing_only_where_the_log_is_complete_until_it_was_due() -> None:
    log = LATE + "  - {id: y1, complete: 2024}\n"

    text = bare(report(of_texts(REPORT, log)))

    assert [row[-1] for row in rows(text, "## Reports")][2:] == ["missing", "not in the log"]
    assert "third quarter of 2024 is missing; it was due on 30 October 2024." in text
    assert "The log holds 2 of the 4 reports about the period." in text


def test_a_report_that_is_not_due_yet_is_neither_late_nor_missing() -> None:
    text = report(of_texts(REPORT, LATE, today=date(2024, 10, 5)))

    assert rows(text, "## Reports")[2][-1] == "not yet due"


def test_a_report_that_nobody_asked_for_is_told() -> None:
    log = "  - {id: r1, report: enkät, period: 2024, submitted: 2025-01-04, values: {nöjda: 80}}\n"

    text = bare(report(of_texts("", log)))

    assert rows(text, "## Reports") == [["Enkät", "2024", "4 January 2025", "handed in"]]
    assert "### nöjda" in text


def test_a_body_that_met_as_often_as_agreed_departs_from_nothing() -> None:
    days = ("02-01", "05-02", "09-03", "11-04")
    log = "".join(f"  - {{id: m{d}, meeting: styrgrupp, held: 2024-{d}}}\n" for d in days)

    text = bare(report(of_texts(STEERING, log + "  - {id: y1, complete: 2024}\n")))

    assert rows(text, "## Meetings held") == [
        ["Styrgruppen", "at least 2 times per half-year", "4",
         "1 February 2024, 2 May 2024, 3 September 2024 and 4 November 2024"]
    ]  # fmt: skip
    assert "The log shows no deviation." in text


# -------------------------------------------------------------------------------- small numbers


def test_small_numbers_are_hidden_where_the_file_says_so() -> None:
    text = bare(report(of_file(PRACTICE / "skolkompisar.yaml", "2026-H1")))

    assert [row[1] for row in rows(text, "### Genomförda kurser")] == [
        "fewer than 5", "5", "fewer than 5", "6",
    ]  # fmt: skip
    assert "Numbers below 5 are given as fewer than 5" in text


def test_a_chart_tells_each_period_and_leaves_a_gap_for_what_is_hidden() -> None:
    held = followup.values(of_file(PRACTICE / "skolkompisar.yaml", "2026-H1"))["indicators"]

    assert isinstance(held, list)
    assert json.loads(held[0]["chart"]) == {
        "title": "Genomförda kurser",
        "unit": "antal",
        "series": [
            {
                "name": "Genomförda kurser",
                "points": [
                    ["2024-ht", "fewer than 5"],
                    ["2025-vt", "5"],
                    ["2025-ht", "fewer than 5"],
                    ["2026-vt", "6"],
                ],
            }
        ],
    }
    assert "\n" not in held[0]["chart"]


def test_one_value_is_no_development_and_has_no_chart() -> None:
    assert "```chart" not in report(of_texts(REPORT, LATE.split("\n")[0] + "\n"))


def test_a_waiting_time_is_no_small_number() -> None:
    text = report(of_texts(REPORT, LATE))

    assert [row[1] for row in rows(text, "### [Väntetid]")] == ["3", "2"] + ["not reported"] * 2


@pytest.mark.parametrize(
    ("limit", "choice", "expected"),
    [
        ("", "suppress", "fewer than 5"),
        ("", "show", "3"),
        ("small_numbers: {below: 10}", "show", "3"),
        ("small_numbers: {below: 10}", "suppress", "fewer than 10"),
    ],
)
def test_an_indicator_may_choose_for_itself(limit: str, choice: str, expected: str) -> None:
    agreed = f"""\
follow_up:
  {limit}
  reports:
    år:
      how_often: {{per: year}}
      indicators: {{barn: {{name: Barn, unit: antal, small_numbers: {choice}}}}}
"""
    log = "  - {id: r1, report: år, period: 2024, submitted: 2025-01-04, values: {barn: 3}}\n"

    assert rows(report(of_texts(agreed, log)), "### [Barn]") == [["2024", expected]]


YEAR = "    år: {how_often: {per: year}, indicators: {barn: {name: Nya barn, unit: antal}}}\n"


def test_a_year_that_would_tell_a_hidden_quarter_is_withheld() -> None:
    log = LATE.replace("barn: 9", "barn: 3")
    log += "  - {id: r3, report: år, period: 2024, submitted: 2025-01-04, values: {barn: 40}}\n"

    text = report(of_texts(REPORT + YEAR, log))

    assert "withheld" in text
    assert "40" not in text


def test_a_year_that_leaves_a_small_rest_is_withheld() -> None:
    log = (
        LATE + "  - {id: r3, report: år, period: 2024, submitted: 2025-01-04, values: {barn: 23}}\n"
    )

    text = report(of_texts(REPORT + YEAR, log))

    assert "23" not in text
    assert "withheld" in text


@given(st.lists(st.integers(0, 20), min_size=2, max_size=4), st.integers(0, 90))
def test_no_hidden_quarter_can_be_reckoned_from_the_year(quarters: list[int], year: int) -> None:
    log = "".join(
        f"  - {{id: q{n}, report: kvartal, period: 2024-Q{n}, submitted: 2024-12-30, values: {{barn: {value}}}}}\n"
        for n, value in enumerate(quarters, 1)
    )
    log += f"  - {{id: å, report: år, period: 2024, submitted: 2025-01-04, values: {{barn: {year}}}}}\n"
    subject = of_texts(REPORT + YEAR, log)

    found = developments(Scope(subject.reading, Period.read("2024")))

    told = {
        v.period.text: v.value
        for one in found
        if one.id == "barn"
        for v in one.values
        if not v.is_hidden
    }
    assert all(value is None or value >= 5 for value in told.values())
    if any(value < 5 for value in quarters):
        assert told.get("2024") is None


def test_so_few_participants_that_they_are_hidden_stand_nowhere() -> None:
    log = "  - {id: k1, activity: kurs, held: 2024-10-11, participants: 3}\n"
    log += "  - {id: k2, activity: kurs, held: 2024-10-12, participants: 9}\n"

    text = bare(report(of_texts(COURSES + SMALL, log)))

    assert rows(text, "## Activities")[0][2:] == ["2", "1", "withheld", "fewer than 5", "9"]
    assert rows(text, "occasions in the period")[0][1] == "fewer than 5"
    assert rows(text, "What is not paid for")[0][2] == "fewer participants than agreed"
    assert "11 October 2024: fewer than 5 took part; the agreement states at least 6." in text
    for told in ("3 took", "3 participants", "| 3 |", " 12 |"):
        assert told not in text


def test_small_quantities_are_hidden_and_many_are_told_by_least_and_most() -> None:
    one = "  - {{id: n{0}, quantity: gäster, date: 2024-01-{0:02}, value: {1}}}\n"
    few = "".join(one.format(day, value) for day, value in ((1, 2), (2, 31)))
    many = "".join(one.format(day, day + 1) for day in range(1, 21))

    assert [row[2] for row in rows(report(of_texts(SMALL, few)), "## Quantities")] == [
        "fewer than 5", "31",
    ]  # fmt: skip
    assert rows(bare(report(of_texts(SMALL, many))), "## Quantities") == [
        ["Gäster", "1 January 2024 – 20 January 2024", "fewer than 5 to 21 (20 readings)"]
    ]


# --------------------------------------------------------------------------------------- money


def billed(*lines: tuple[str, str, str]) -> tuple[Billed, ...]:
    """Lines of invoices to Borås: number, the entry that was held, kronor; each on its day."""
    days = {"k1": date(2018, 3, 14), "k3": date(2018, 9, 26), "k5": date(2019, 2, 13)}
    return tuple(
        Billed(number, "kursbidrag", "borås", "studieförbundet", Decimal(kronor), entry,
               days[entry], days[entry])
        for number, entry, kronor in lines
    )  # fmt: skip


def test_what_was_billed_and_paid_for_the_period_is_told() -> None:
    lines = billed(("SFS-2018-0001", "k1", "10000"), ("SFS-2018-0001", "k3", "6500"))
    subject = replace(
        of_file(BORAS, "2018"), billed=lines, paid={"SFS-2018-0001": Decimal("16500")}
    )

    text = bare(report(subject))

    assert rows(text, "## Economy")[0][2:] == ["26 500 kr", "16 500 kr", "16 500 kr"]
    assert rows(text, "Table: Invoices") == [
        ["SFS-2018-0001", "Borås Stad", "16 500 kr", "16 500 kr"]
    ]
    assert (
        "According to the agreement Borås Stad pays 26 500 kr for the period; 16 500 kr is billed"
        " and 16 500 kr is paid."
    ) in text
    assert "as known on 22 November 2026" in text


def test_what_was_paid_of_an_invoice_for_two_years_belongs_to_neither() -> None:
    lines = billed(("SFS-2019-0001", "k1", "10000"), ("SFS-2019-0001", "k5", "6500"))
    subject = replace(
        of_file(BORAS, "2018"), billed=lines, paid={"SFS-2019-0001": Decimal("16500")}
    )

    text = bare(report(subject))

    assert rows(text, "## Economy") == [
        ["Borås Stad", "Studieförbundet Sjuhärad", "26 500 kr", "10 000 kr"]
    ]
    assert rows(text, "Table: Invoices")[0][2:] == [
        "10 000 kr",
        "16 500 kr",
        "also covers other time",
    ]


def test_what_was_billed_and_not_paid_is_not_reported_as_nothing() -> None:
    subject = replace(of_file(BORAS, "2018"), billed=billed(("SFS-2018-0001", "k1", "10000")))

    text = report(subject)

    assert "No payment of what was billed is reported." in text
    assert "0 kr" not in bare(text).replace("10 000 kr", "").replace("26 500 kr", "").replace(
        "7 000 kr", ""
    )


def test_what_was_billed_for_days_on_both_sides_of_the_year_is_not_counted() -> None:
    agreed = "payments:\n  stöd: {kind: fixed, from: kommunen, to: föreningen, amount: 120 tkr, per: year, vat: outside}\n"
    line = Billed(
        "PF-2025-0001", "stöd", "kommunen", "föreningen", Decimal(120_000), "",
        date(2024, 9, 1), date(2025, 8, 31),
    )  # fmt: skip

    text = bare(report(replace(of_texts(agreed, ""), billed=(line,))))

    assert rows(text, "## Economy") == [["Provköpings kommun", "Provföreningen", "120 000 kr"]]
    assert "only partly of the period: PF-2025-0001." in text


def test_the_log_tells_what_was_paid_where_no_ledger_does() -> None:
    text = bare(report(of_file(PRACTICE / "nattharbarget.yaml", None)))

    assert rows(text, "Table: Invoices") == [
        ["EM-2026-0001", "not reported", "503 625 kr", "12 January 2026"]
    ]
    assert rows(text, "## Quantities") == [
        ["Belagda platser", "1 November 2025", "41"], ["Belagda platser", "2 November 2025", "43"],
    ]  # fmt: skip


def test_money_is_told_also_where_nobody_has_chosen_its_vat() -> None:
    agreed = "payments:\n  stöd: {kind: fixed, from: kommunen, to: föreningen, amount: 120 tkr, per: year}\n"

    text = bare(report(of_texts(agreed, "")))

    assert rows(text, "## Economy") == [["Provköpings kommun", "Provföreningen", "120 000 kr"]]
    assert "does not say whether VAT is added" in text


def test_what_cannot_be_reckoned_is_said_with_its_reason() -> None:
    agreed = "payments:\n  stöd: {kind: fixed, from: kommunen, to: föreningen, per: year}\n"

    text = bare(report(of_texts(agreed, "")))

    assert rows(text, "## Economy")[0][2] == "cannot be reckoned"
    assert "- Stöd: the amount is unknown.\n" in text


def test_costs_are_told_with_their_sum() -> None:
    text = bare(report(of_file(PRACTICE / "kvinnohuset.yaml", "2021")))

    assert [row[2] for row in rows(text, "## Quantities and costs")] == [
        "71 250 kr", "68 900,50 kr", "140 150,50 kr",
    ]  # fmt: skip


# ---------------------------------------------------------------------- findings, public, names


def finding(code: str, where: str, message: str) -> Diagnostic:
    """What a rule found in Borås' log."""
    return Diagnostic(
        code, "a-finding", Severity.WARNING, message, "", "boras-alskade-barn.log.yaml", NOWHERE,
        where,
    )  # fmt: skip


def test_findings_of_the_period_are_deviations_and_no_others() -> None:
    found = (
        finding("IOP905", "entries[0].rate", "no rate is chosen"),
        finding("IOP905", "entries[6].rate", "this is of 2019"),
        finding("IOP902", "entries[2].participants", "told in other words"),
        finding("IOP910", "entries[3].values.barn", "Barn is 2"),
        replace(finding("IOP411", "payments", "of the agreement"), file="agreements/b.yaml"),
    )

    text = report(replace(of_file(BORAS, "2018"), findings=found))

    assert "- No rate is chosen.\n" in text
    assert "- A reported number is outside what is possible.\n" in text
    for told in ("this is of 2019", "told in other words", "Barn is 2", "of the agreement\n"):
        assert told not in text


def test_a_public_report_leaves_out_what_is_not_public() -> None:
    agreed = COURSES + STEERING + "not_public: [payments.bidrag, governance.styrgrupp]\n"
    log = "  - {id: m1, meeting: styrgrupp, held: 2024-02-01}\n"
    log += "  - {id: k1, activity: kurs, held: 2024-03-01, participants: 7}\n"
    subject = of_texts(agreed, log)

    text = report(replace(subject, public=True))

    assert "500" in report(subject)
    for told in ("500", "## Economy", "## Meetings held", "styrgrupp"):
        assert told not in text


def test_a_report_names_no_person() -> None:
    log = "  - {id: u1, record_check: kursledare, by: Anna Exempel, date: 2024-02-03}\n"
    log += "  - {id: e1, event: joined, by: Berit Exempel, date: 2024-02-04}\n"
    log += "  - {id: a1, note: Cecilia Exempel slutade, date: 2024-02-05}\n"

    text = report(of_texts("", log))

    assert "Exempel" not in text
    assert rows(bare(text), "## Record checks") == [["kursledare", "1"]]
    assert "Ida Legnemark" not in report(of_file(BORAS, "2018"))


def test_names_and_texts_of_the_files_are_harmless() -> None:
    agreed = "activities:\n  kurs: {name: '<b>| *kurs* ```chart', volume: {min: 1, per: year}}\n"
    log = "  - {id: k1, activity: kurs, held: 2024-03-01, place: '# [x](javascript:y)'}\n"

    text = report(of_texts(agreed, log))

    assert "<b>" not in text.replace("\\<b>", "")
    assert "```chart" not in text
    assert "](javascript" not in text.replace("\\](javascript", "")


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("path", sorted(PRACTICE.glob("*.log.yaml")), ids=lambda path: path.stem)
def test_every_practice_log_can_be_followed_up(path: Path, language: str) -> None:
    agreement = path.with_name(path.name.replace(".log", ""))

    for period in (None, "2018", "2024-H2", "2025"):
        text = report(of_file(agreement, period, language))

        assert "None" not in text
        assert "\n\n\n" not in text
        assert not _empty_headings(text)


def _empty_headings(text: str) -> Sequence[str]:
    """The headings that nothing follows before another of the same or a higher level."""
    lines = [line for line in text.split("\n") if line]
    pairs = zip(lines, [*lines[1:], "# end"], strict=True)
    level = {line: len(line) - len(line.lstrip("#")) for line in lines}
    return [
        line
        for line, following in pairs
        if line.startswith("#") and following.startswith("#")
        if len(following) - len(following.lstrip("#")) <= level[line]
    ]


def test_the_reports_values_are_plain() -> None:
    def plain(held: object) -> bool:
        if isinstance(held, dict):
            return all(isinstance(key, str) and plain(value) for key, value in held.items())
        if isinstance(held, list):
            return all(plain(value) for value in held)
        return isinstance(held, str)

    assert plain(followup.values(of_file(BORAS, "2019")))


def test_the_language_that_was_spoken_is_spoken_again() -> None:
    words.use("en")

    followup.values(of_file(BORAS, "2018", "sv"))

    assert words.language() == "en"


def test_a_report_owed_by_a_set_day_belongs_to_the_period_of_that_day() -> None:
    reading = of_file(PRACTICE / "anhorigcentrum.yaml", None).reading

    found = owed(Scope(reading, Period.read("2010")))

    assert [(one.due, one.is_missing) for one in found] == [(date(2010, 2, 15), True)]
