"""The dates that follow from an agreement, and where a day stands among them."""

from datetime import date

import pytest
from conftest import ROOT, template
from hypothesis import given, settings
from hypothesis import strategies as some

from iop_cli import words
from iop_cli.book import open_partnership
from iop_cli.deadlines import (
    State,
    current_end,
    is_answered,
    known,
    next_deadlines,
    state,
    term_deadlines,
)
from iop_cli.reading import Library, Reading, Today

HEAD = """\
format: 1
id: prov
title: Öppen förskola i Exempelköping
status: {status}
parties:
  kommunen: {{role: public, name: Exempelköpings kommun}}
  föreningen: {{role: nonprofit, name: Föreningen Exempel}}
"""


def reading(text: str, today: str, log: str | None = None, status: str = "signed") -> Reading:
    """The agreement that some lines make, as it reads on a day."""
    file = ("prov.yaml", (HEAD.format(status=status) + text).encode())
    past = ("prov.log.yaml", f"agreement: prov\nentries:\n{log}".encode()) if log else None
    day = Today(date.fromisoformat(today))
    opened = open_partnership(file, past, day, Library(template))
    assert not opened.body.problems
    assert not opened.log.problems
    return opened.readings[-1]


def dates(held: Reading) -> list[tuple[str, str]]:
    """What comes next, as a reader sees it."""
    return [(d.day.isoformat(), d.what.in_words()) for d in next_deadlines(held)]


BORAS = """\
term:
  start: 2018-01-01
  end: 2020-12-31
  extension: {by: 2 years, decide: 6 months before end}
"""
DECIDE = "last day to decide on an extension"
END = "the last day of the agreement"


def test_a_decision_on_extension_is_reckoned_from_the_end() -> None:
    assert dates(reading(BORAS, "2020-01-01")) == [("2020-06-30", DECIDE), ("2020-12-31", END)]


def test_the_day_itself_is_still_to_come_and_the_day_after_has_passed() -> None:
    assert dates(reading(BORAS, "2020-06-30"))[0] == ("2020-06-30", DECIDE)
    assert dates(reading(BORAS, "2020-07-01")) == [("2020-12-31", END)]


def test_nothing_comes_after_the_end() -> None:
    assert dates(reading(BORAS, "2021-01-01")) == []


def test_an_extension_in_the_log_moves_the_end_and_the_next_decision() -> None:
    log = "  - {id: e1, event: extended, date: 2020-05-01, until: 2022-12-31}\n"

    held = reading(BORAS, "2020-06-01", log)

    assert dates(held) == [("2022-06-30", DECIDE), ("2022-12-31", END)]


def test_an_extension_that_has_not_happened_yet_moves_nothing() -> None:
    log = "  - {id: e1, event: extended, date: 2020-05-01, until: 2022-12-31}\n"

    held = reading(BORAS, "2020-04-30", log)

    assert dates(held) == [("2020-06-30", DECIDE), ("2020-12-31", END)]
    assert known(held).log is not None
    assert known(held).entries == []


def test_when_every_extension_is_used_there_is_no_more_to_decide() -> None:
    text = BORAS.replace("by: 2 years", "by: 2 years, times: 1")
    log = "  - {id: e1, event: extended, date: 2020-05-01, until: 2022-12-31}\n"

    assert dates(reading(text, "2021-01-01", log)) == [("2022-12-31", END)]


def test_a_decision_not_to_extend_leaves_only_the_end() -> None:
    log = "  - {id: e1, event: not_extended, date: 2020-05-01}\n"

    assert dates(reading(BORAS, "2020-06-01", log)) == [("2020-12-31", END)]


def test_a_month_as_a_limit_means_its_last_day() -> None:
    text = "term: {start: 2018-01-01, end: 2018-12-31, extension: {decide: 2018-11}}"

    assert dates(reading(text, "2018-06-01"))[0] == ("2018-11-30", DECIDE)


def test_talks_are_told_apart_from_a_decision() -> None:
    text = "term: {start: 20240101, end: 20261231, extension: {talks: 6 months before end}}"

    assert dates(reading(text, "2026-01-01"))[0] == (
        "2026-06-30",
        "last day to begin talks about what follows",
    )


RENEWS = """\
term:
  start: 2024-07-01
  end: 2025-06-30
  at_end: {renews: 1 year, unless_notice: 3 months before end}
"""


def test_a_term_that_renews_itself_goes_on() -> None:
    held = reading(RENEWS, "2025-11-01")

    assert current_end(held) == date(2026, 6, 30)
    assert state(held) is State.IN_FORCE
    assert dates(held) == [
        ("2026-03-30", "last day to give notice before it is renewed"),
        ("2026-06-30", "last day before it is renewed"),
    ]


def test_notice_in_good_time_stops_a_renewal() -> None:
    log = "  - {id: n1, event: notice, by: kommunen, date: 2025-03-30}\n"

    held = reading(RENEWS, "2025-06-01", log)

    assert dates(held) == [("2025-06-30", END)]
    assert state(reading(RENEWS, "2025-07-01", log)) is State.ENDED


def test_a_condition_has_its_day_until_it_is_met() -> None:
    text = "conditions:\n  medel: {what: Medel finns, latest: 2025-03-01}\n"
    log = "  - {id: c1, event: condition_met, condition: medel, date: 2025-02-01}\n"

    assert dates(reading(text, "2025-01-01")) == [("2025-03-01", "condition: Medel finns")]
    assert dates(reading(text, "2025-02-02", log)) == []


REPORTS = """\
term: {start: 2024-01-01, end: 2025-12-31}
follow_up:
  reports:
    halvår: {name: Halvårsrapport, how_often: {per: half_year}, due: 1 month after period}
    utan_dag: {how_often: {per: month}}
"""


def test_a_report_with_a_day_is_due_after_its_period_and_one_without_never_is() -> None:
    found = dates(reading(REPORTS, "2024-08-01"))

    assert found == [("2025-01-31", "report Halvårsrapport for 2024-H2"), ("2025-12-31", END)]


def test_the_last_report_is_due_after_the_end() -> None:
    held = reading(REPORTS, "2026-01-10")

    assert dates(held) == [("2026-01-31", "report Halvårsrapport for 2025-H2")]
    assert state(held) is State.ENDED


def test_a_report_that_was_handed_in_is_not_due_again() -> None:
    log = "  - {id: r1, report: halvår, period: 2024-H2, submitted: 2025-01-07}\n"

    found = dates(reading(REPORTS, "2025-01-10", log))

    assert found[0] == ("2025-07-30", "report Halvårsrapport for 2025-H1")


def test_a_report_with_a_day_of_its_own_is_due_until_it_is_handed_in() -> None:
    text = "follow_up: {reports: {slut: {name: Slutrapport, due: 2026-01-31}}}\n"
    log = "  - {id: r1, report: slut, period: 2025, submitted: 2026-01-10}\n"

    assert dates(reading(text, "2026-01-20")) == [("2026-01-31", "report Slutrapport")]
    assert dates(reading(text, "2026-01-20", log)) == []


def test_periods_of_a_term_that_begins_within_a_year_are_counted_from_its_first_day() -> None:
    text = (
        "term: {start: 2024-09-01, end: 2026-08-31}\n"
        "follow_up: {reports: {år: {how_often: {per: year}, due: 1 month after period}}}\n"
    )
    log = "  - {id: r1, report: år, period: 2024-09-01..2025-08-31, submitted: 2025-09-12}\n"

    assert dates(reading(text, "2025-01-01"))[0] == (
        "2025-09-30",
        "report år for 2024-09-01 – 2025-08-31",
    )
    assert dates(reading(text, "2025-09-20", log))[1][0] == "2026-09-30"


def test_every_deadline_knows_the_place_that_it_follows_from() -> None:
    text = (
        "term:\n  start: 2024-01-01\n  end: 2026-12-31\n"
        "  extension: {decide: 2026-06, talks: 9 months before end}\n"
        "  at_end: {renews: 1 year, unless_notice: 3 months before end}\n"
        "conditions: {medel: {what: Medel finns, latest: 2026-02-01}}\n"
        "follow_up: {reports: {år: {due: 2026-01-31}}}\n"
    )

    found = [
        (".".join(map(str, d.what.where)), d.moves)
        for d in next_deadlines(reading(text, "2026-01-01"))
    ]

    assert found == [
        ("follow_up.reports.år.due", False),
        ("conditions.medel.latest", False),
        ("term.extension.talks", True),
        ("term.extension.decide", False),
        ("term.at_end.unless_notice", True),
        ("term.end", False),
    ]


def test_an_extension_answers_a_fixed_day_and_moves_one_that_is_counted_from_the_end() -> None:
    fixed = BORAS.replace("decide: 6 months before end", "decide: 2020-06-30")
    log = "  - {id: e1, event: extended, date: 2020-05-01, until: 2022-12-31}\n"

    for text, wanted in ((fixed, True), (BORAS, False)):
        held = reading(text, "2020-06-01", log)
        assert [is_answered(held, d) for d in term_deadlines(held)] == [wanted]


def test_a_recorded_extension_does_not_hide_the_next_renewal() -> None:
    log = "  - {id: e1, event: extended, date: 2025-07-01}\n"

    assert dates(reading(RENEWS, "2025-11-01", log))[0][0] == "2026-03-30"


def test_a_terminated_agreement_has_no_dates_to_come() -> None:
    held = reading(BORAS, "2019-01-01", status="terminated")

    assert dates(held) == []
    assert state(held) is State.ENDED


@pytest.mark.parametrize(
    ("term", "status", "today", "wanted"),
    [
        ("{start: 2025-01-01, end: 2025-12-31}", "signed", "2024-12-31", State.UPCOMING),
        ("{start: 2025-01-01, end: 2025-12-31}", "signed", "2025-01-01", State.IN_FORCE),
        ("{start: 2025-01-01, end: 2025-12-31}", "decided", "2025-12-31", State.IN_FORCE),
        ("{start: 2025-01-01, end: 2025-12-31}", "proposed", "2025-06-01", State.UNDECIDED),
        ("{start: 2025-01-01, end: 2025-12-31}", "proposed", "2026-01-01", State.ENDED),
        ("{start: 2025-01-01, end: none}", "signed", "2040-01-01", State.OPEN),
        ("{start: 2025-01-01}", "signed", "2026-01-01", State.UNKNOWN),
        ("{end: 2025-12-31}", "signed", "2025-06-01", State.UNKNOWN),
        ("{start: 2025-01-01, length: 2 years}", "signed", "2026-12-31", State.IN_FORCE),
    ],
)
def test_where_a_day_stands_in_a_term(term: str, status: str, today: str, wanted: State) -> None:
    assert state(reading(f"term: {term}", today, status=status)) is wanted


def test_without_a_term_nothing_is_known_and_nothing_is_invented() -> None:
    held = reading("", "2025-01-01")

    assert state(held) is State.UNKNOWN
    assert current_end(held) is None
    assert next_deadlines(held) == []


def test_the_words_are_also_swedish() -> None:
    words.use("sv")

    assert dates(reading(BORAS, "2020-01-01")) == [
        ("2020-06-30", "sista dag att besluta om förlängning"),
        ("2020-12-31", "överenskommelsens sista dag"),
    ]


@settings(max_examples=60, deadline=None)
@given(
    start=some.dates(date(1900, 1, 1), date(2200, 12, 31)),
    end=some.dates(date(1900, 1, 1), date(2200, 12, 31)),
    today=some.dates(date(1900, 1, 1), date(2200, 12, 31)),
    length=some.sampled_from(["9 weeks", "6 months", "200 years"]),
    status=some.sampled_from(["draft", "proposed", "decided", "signed"]),
)
def test_no_date_that_has_passed_is_ever_told_and_nothing_falls(
    start: date, end: date, today: date, length: str, status: str
) -> None:
    text = (
        f"term:\n  start: {start}\n  end: {end}\n"
        f"  at_end: {{renews: {length}, unless_notice: {length} before end}}\n"
        f"  extension: {{decide: {length} before end, talks: {length} after start}}\n"
        "follow_up: {reports: {år: {how_often: {per: year}, due: 9 weeks after period}}}\n"
    )

    held = reading(text, today.isoformat(), status=status)

    found = next_deadlines(held)
    assert all(d.day >= today for d in found)
    assert found == sorted(found)
    assert (state(held) is State.ENDED) == ((current_end(held) or today) < today)


def test_the_shipped_agreements_say_when_something_happens_next() -> None:
    raw = (ROOT / "agreements" / "orust-junis-klubb-busa.yaml").read_bytes()
    file = ("agreements/orust-junis-klubb-busa.yaml", raw)

    opened = open_partnership(file, None, Today(date(2026, 3, 1)), Library(template))

    assert dates(opened.readings[-1]) == [
        ("2026-06-30", "last day to begin talks about what follows"),
        ("2026-12-31", END),
    ]
