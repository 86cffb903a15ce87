"""What a rule may know: the day, for how long an answer holds, the log, the profiles and tables."""

from datetime import date

import pytest
from conftest import GOOD, TODAY, template
from hypothesis import given
from hypothesis import strategies as st

from iop_cli.book import open_partnership
from iop_cli.reading import Reading, Today
from iop_cli.setting import Library

DAYS = st.dates(date(1990, 1, 1), date(2110, 12, 31))
QUESTIONS = st.lists(st.tuples(st.sampled_from(["is_after", "is_before"]), DAYS), max_size=12)


def answers(today: Today, questions: list[tuple[str, date]]) -> list[bool]:
    return [getattr(today, question)(other) for question, other in questions]


@given(DAYS, QUESTIONS, st.data())
def test_within_the_days_that_today_remembers_every_answer_is_the_same(
    day: date, questions: list[tuple[str, date]], data: st.DataObject
) -> None:
    today = Today(day)

    said = answers(today, questions)

    assert today.since <= day <= today.until
    other = data.draw(
        st.dates(max(today.since, date(1980, 1, 1)), min(today.until, date(2120, 1, 1)))
    )
    assert answers(Today(other), questions) == said


@given(DAYS, st.lists(DAYS, min_size=1, max_size=12))
def test_the_days_remembered_are_as_many_as_they_can_be(day: date, others: list[date]) -> None:
    today = Today(day)
    questions = [("is_after", other) for other in others]

    said = answers(today, questions)

    for step in (-1, 1):
        edge = today.since if step < 0 else today.until
        if date.min < edge < date.max:
            beyond = date.fromordinal(edge.toordinal() + step)
            assert answers(Today(beyond), questions) != said


@pytest.mark.parametrize("day", [date.min, date.max, TODAY])
def test_the_first_and_the_last_day_of_all_can_be_asked_for(day: date) -> None:
    today = Today(day)

    assert today.is_after(date.max) is False
    assert today.is_before(date.min) is False
    assert today.since <= day <= today.until


def test_whoever_takes_the_day_itself_holds_for_that_day_only() -> None:
    today = Today(TODAY)

    assert today.day == TODAY
    assert (today.since, today.until) == (TODAY, TODAY)


def reading(text: str = GOOD, log: str | None = None, profile: str | None = None) -> Reading:
    opened = open_partnership(
        ("agreements/öst/grannhuset.yaml", text.encode()),
        ("agreements/öst/grannhuset.log.yaml", log.encode()) if log else None,
        Today(TODAY),
        Library(template, profile=profile),
    )
    return opened.readings[-1]


LOG = """\
agreement: grannhuset
entries:
  - {id: k1, activity: kafé, held: 2025-02-04, participants: 12}
  - {id: k2, activity: kafé, held: 2025-02-11, participants: 8}
  - {id: k2b, corrects: k2, activity: kafé, held: 2025-02-11, participants: 9, because: Felräknat}
  - {id: k3, activity: kafé, held: 2025-02-18}
  - {id: k3b, withdraws: k3, because: Hölls inte}
  - {id: e1, event: extended, date: 2027-05-01, until: 2029-12-31}
  - {id: y1, complete: 2025}
"""


def test_an_entry_that_is_corrected_or_withdrawn_counts_no_more() -> None:
    held = reading(log=LOG)

    assert [(i, e.id) for i, e in held.entries] == [(0, "k1"), (2, "k2b"), (5, "e1"), (6, "y1")]
    assert [e.id for _i, e in held.complete] == ["y1"]
    assert reading().entries == []


def test_an_extension_that_the_log_records_moves_the_last_day() -> None:
    assert reading().last_day == date(2027, 12, 31)
    assert reading(log=LOG).last_day == date(2029, 12, 31)
    assert reading(log=LOG).agreed_end == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("term", "first", "end"),
    [
        ("start: 2025-01-01\n  end: none", date(2025, 1, 1), None),
        ("start: 2025-03\n  end: 2026", date(2025, 3, 1), date(2026, 12, 31)),
        ("start: 2025-03-15\n  length: 2 years", date(2025, 3, 15), date(2027, 3, 14)),
        ("end: 2026-06", None, date(2026, 6, 30)),
        (
            "periods:\n    - {start: 2026-01-01, end: 2026-12-31}\n    - {start: 2025, end: 2025-06}",
            date(2025, 1, 1),
            date(2026, 12, 31),
        ),
    ],
)
def test_the_first_and_last_day_are_what_the_term_gives(
    term: str, first: date | None, end: date | None
) -> None:
    text = GOOD.replace("start: 2025-01-01\n  end: 2027-12-31\n  at_end: expires", term)

    held = reading(text)

    assert (held.first_day, held.agreed_end) == (first, end)


@pytest.mark.parametrize(
    ("old", "new", "ended"),
    [
        ("", "", False),
        ("end: 2027-12-31", "end: 2026-11-21", True),
        ("end: 2027-12-31", "end: 2026-11-22", False),
        ("end: 2027-12-31", "end: none", False),
        ("status: signed", "status: terminated", True),
        ("status: signed", "status: superseded", True),
    ],
)
def test_an_agreement_has_ended_after_its_last_day_or_when_its_status_says_so(
    old: str, new: str, ended: bool
) -> None:
    assert reading(GOOD.replace(old, new)).ended is ended


def test_what_is_added_does_not_count_as_said_in_the_signed_text() -> None:
    held = reading(GOOD + "added:\n  - {where: [payments.bidrag.vat], by: x, because: y}\n")

    assert held.says("payments", "bidrag", "amount")
    assert not held.says("payments", "bidrag", "vat")
    assert not held.says("payments", "annat")


def test_the_profile_asked_for_stands_before_the_agreements_own() -> None:
    text = GOOD + "criteria: {profile: forum-2010}\n"

    assert reading(text).profile_id == "forum-2010"
    assert reading(text, profile="helsingborg").profile_id == "helsingborg"
    assert reading().profile is None
    assert reading().recommended_months == 36


def test_a_profile_that_is_not_there_or_cannot_be_read_is_none() -> None:
    texts = {"profiles/a.yaml": b"a: [", "profiles/b.yaml": None}

    library = Library(texts.get)

    assert library.profile_named("a") is None
    assert library.profile_named("b") is None


TABLE = b"""\
rows:
  - {id: one, from: "2020-01-01", to: "2021-12-31", limit: "1"}
  - {id: two, from: "2022-01-01", limit: "2"}
"""


@pytest.mark.parametrize(
    ("day", "limit"),
    [
        (date(2019, 12, 31), None),
        (date(2020, 1, 1), "1"),
        (date(2021, 12, 31), "1"),
        (date(2022, 1, 1), "2"),
        (date(2099, 1, 1), "2"),
    ],
)
def test_a_table_gives_the_row_that_is_in_force_on_a_day(day: date, limit: str | None) -> None:
    library = Library({"tables/limits.yaml": TABLE}.get)

    row = library.row("limits", day)

    assert (row["limit"] if row else None) == limit
    assert library.rows("no-such-table") == []


def test_a_text_is_fetched_once_however_often_it_is_asked_for() -> None:
    asked: list[str] = []

    def text(name: str) -> bytes | None:
        asked.append(name)
        return template(name)

    library = Library(text)
    for _again in range(3):
        library.profile_named("base")
        library.rows("procurement")
        library.fact("no-such-law")

    assert asked == ["profiles/base.yaml", "tables/procurement.yaml", "tables/laws.yaml"]
