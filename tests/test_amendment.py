"""Amendments and masters: what each reading says, and where a finding in it stands."""

from datetime import date
from typing import Any

import pytest
from conftest import GOOD, TODAY, check, template
from hypothesis import given
from hypothesis import strategies as st

from iop_cli.amendment import amended
from iop_cli.book import Opened, open_partnership
from iop_cli.check import check_partnership
from iop_cli.finding import Text, Where, at
from iop_cli.reading import Today
from iop_cli.setting import Library, Setting

REPORTED = """\
agreement: grannhuset
entries:
  - {id: r1, report: årsrapport, period: 2025, submitted: 2026-02-10}
"""
DECIDED = """\
decisions:
  andra:
    body: Kommunstyrelsen
    case_number: KS/2025:30
    dated: 2025-11-03
    decided: 2025-11-17
    effect: amend
"""
FIRST = """\
amendments:
  a1:
    decision: andra
    from: 2026-01-01
    changes:
"""


def amending(*changes: str) -> str:
    """The good agreement with one amendment; each change is a line."""
    text = GOOD.replace("decisions:\n", DECIDED) + FIRST
    return text + "".join(f"      {line}\n" for line in changes)


def found(text: str, today: date = TODAY) -> list[tuple[str, str, str]]:
    """Each finding as code, the words it points at, and its message."""
    lines = text.splitlines()
    return [
        (d.code, lines[d.span.line - 1][d.span.column - 1 : d.span.end_column - 1], d.message)
        for d in check(text, REPORTED, today=today).found
    ]


def opened(text: str, today: date = TODAY, master: str | None = None) -> Opened:
    masters = {"moder": ("agreements/moder.yaml", master.encode())} if master else {}
    return open_partnership(
        ("agreements/grannhuset.yaml", text.encode()),
        None,
        Today(today),
        Library(template, masters.get),
    )


def amount(agreement: Any) -> str:
    return str(agreement.payments["bidrag"].amount.text)


def apply(data: dict[str, Any], changes: dict[str, Any]) -> tuple[Any, list[str]]:
    after, unfit = amended(data, changes, ("amendments", "a1", "changes"), {})
    return after, [says for _where, says, _values in unfit]


@pytest.mark.parametrize(
    ("before", "more", "after"),
    [
        ("500 000 kr", "+125 000 kr", "625 000 kr"),
        ("500 tkr", "+125 000 kr", "625 tkr"),
        ("1,3 mkr", "+200 tkr", "1,5 mkr"),
        ("100,50 kr", "+0,50 kr", "101 kr"),
    ],
)
def test_a_relative_amount_is_added_to_what_stands(before: str, more: str, after: str) -> None:
    data, unfit = apply({"p": {"amount": before}}, {"p.amount": more})

    assert unfit == []
    assert at(data, ("p", "amount")) == after


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_adding_twice_is_adding_the_sum(first: int, second: int) -> None:
    begun = {"p": {"amount": "1 000 kr"}}

    twice, _unfit = apply(begun, {"p.amount": f"+{first} kr"})
    twice, _unfit = apply(twice, {"p.amount": f"+{second} kr"})
    once, _unfit = apply(begun, {"p.amount": f"+{first + second} kr"})

    assert twice == once


def test_the_words_before_an_amendment_are_left_as_they_were() -> None:
    before = {"a": {"b": ["x", "y"]}}

    after, _unfit = apply(before, {"a.b[1]": "z", "c": "w"})

    assert before == {"a": {"b": ["x", "y"]}}
    assert after == {"a": {"b": ["x", "z"]}, "c": "w"}


def test_a_change_of_the_whole_forgets_where_its_parts_were_changed() -> None:
    places: dict[Where, Where] = {}

    data, _unfit = amended({"p": {"a": "1", "b": "2"}}, {"p.a": "3"}, ("a1",), places)
    amended(data, {"p": {"a": "4"}}, ("a2",), places)

    assert places == {("p",): ("a2", "p")}


@pytest.mark.parametrize(
    ("change", "at_words", "says"),
    [
        ("payments.nytt.amount: 5 kr", "5 kr", "payments.nytt.amount is not in the agreement"),
        ("notice[3].length: 1 month", "1 month", "notice[3].length is not in the agreement"),
        ("notice.length: 1 month", "1 month", "notice.length is not in the agreement"),
        ("title.x: y", "y", "title.x is not in the agreement"),
        ("payments.bidrag.cap: +5 kr", "+5 kr", "+5 kr adds to an amount that is not there"),
        ("payments.bidrag.amount: +5", "+5", "+5 has no unit; write +5 kr"),
    ],
)
def test_a_change_that_does_not_fit_is_one_finding_where_it_stands(
    change: str, at_words: str, says: str
) -> None:
    assert found(amending(change)) == [("IOP810", at_words, says)]


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ("term.end: 2024-12-31", ("IOP301", "2024-12-31", "ends 2024-12-31, before it begins 2025-01-01")),
        ("activities.kafé.participants.min: 50", ("IOP501", "50", "the least is 50 and the most 30")),
        ("activities.kafé.participants: {who: alla, min: 50, max: 30}", ("IOP501", "50", "the least is 50 and the most 30")),
        ("payments.bidrag.amount: 90 000", ("IOP112", "90 000", "90 000 has no unit; write 90 000 kr")),
        ("payments.bidrag.amunt: 9 kr", ("IOP111", "payments.bidrag.amunt", "amunt is not a known key; did you mean amount?")),
        ("titel: Ett annat", ("IOP111", "titel", "titel is not a known key; did you mean title?")),
        ("parties.föreningen.org_number: 864500-7711", ("IOP201", "864500-7711", "864500-7711 ends in 1; by the other digits it should end in 0")),
    ],
)  # fmt: skip
def test_a_finding_in_what_was_amended_stands_in_the_amendment(
    change: str, finding: tuple[str, str, str]
) -> None:
    assert found(amending(change)) == [finding]


def test_a_finding_of_an_amendment_is_shown_before_its_day_has_come() -> None:
    text = amending("term.end: 2024-12-31")

    assert [code for code, *_rest in found(text, date(2026, 6, 1))] == ["IOP301"]
    assert "IOP301" in [code for code, *_rest in found(text, date(2025, 6, 1))]


def test_two_amendments_of_one_value_each_have_their_own_line() -> None:
    text = amending("activities.kafé.participants.min: 50").replace(
        "amendments:\n",
        "amendments:\n  a2:\n    decision: andra\n    from: 2026-07-01\n    changes:\n"
        "      activities.kafé.participants.min: 40\n",
    )

    says = [(words, message) for code, words, message in found(text) if code == "IOP501"]

    assert sorted(says) == [
        ("40", "the least is 40 and the most 30"),
        ("50", "the least is 50 and the most 30"),
    ]


def test_a_fault_that_stands_in_several_readings_is_one_finding() -> None:
    text = amending("copies: 3").replace("min: 5, max: 30", "min: 50, max: 30")

    assert [code for code, *_rest in found(text) if code == "IOP501"] == ["IOP501"]


def test_none_takes_away_what_takes_no_none() -> None:
    text = amending("activities.kafé.participants: none", "surplus: none")

    agreement = opened(text).readings[-1].agreement

    assert found(text) == []
    assert agreement.activities is not None
    assert agreement.activities["kafé"].participants is None
    assert agreement.surplus is not None


def test_a_new_party_is_a_party_from_its_day() -> None:
    text = amending(
        "parties.byalaget: {role: nonprofit, name: Byalaget, legal_form: association}",
        "commitments[0].together_with: [byalaget]",
    )

    signed, now = opened(text).signed, opened(text).readings[-1]

    assert signed is not None
    assert set(signed.agreement.parties) == {"kommunen", "föreningen"}
    assert set(now.agreement.parties) == {"kommunen", "föreningen", "byalaget"}
    assert "IOP114" not in [code for code, *_rest in found(text)]


TWICE = (
    amending("payments.bidrag.amount: +20 000 kr")
    + """\
  a2:
    decision: andra
    from: 2026-07
    changes: {payments.bidrag.amount: +5 000 kr}
"""
)


def test_there_is_a_reading_for_each_day_and_the_last_is_that_of_today() -> None:
    readings = opened(TWICE).readings

    days = {r.day: amount(r.agreement) for r in readings}
    assert days == {
        None: "100 000 kr",
        date(2026, 1, 1): "120 000 kr",
        date(2026, 7, 1): "125 000 kr",
    }
    assert readings[-1].day == date(2026, 7, 1)
    assert opened(TWICE, date(2026, 6, 30)).readings[-1].day == date(2026, 1, 1)
    assert opened(TWICE, date(2025, 12, 31)).readings[-1].day is None


@pytest.mark.parametrize(
    ("day", "sum"),
    [
        (date(2025, 12, 31), "100 000 kr"),
        (date(2026, 1, 1), "120 000 kr"),
        (date(2026, 6, 30), "120 000 kr"),
        (date(2026, 7, 1), "125 000 kr"),
        (date.max, "125 000 kr"),
    ],
)
def test_the_text_on_a_day_is_as_amended_until_then(day: date, sum: str) -> None:
    for reading in opened(TWICE).readings:
        assert amount(reading.on(day)) == sum


def test_amendments_are_read_by_their_days_and_not_by_their_order() -> None:
    turned = TWICE.replace("from: 2026-07", "from: 2025-07")

    assert {r.day: amount(r.agreement) for r in opened(turned).readings} == {
        None: "100 000 kr",
        date(2025, 7, 1): "105 000 kr",
        date(2026, 1, 1): "125 000 kr",
    }


PART = GOOD.replace("purpose:\n  text: Färre äldre ska vara ensamma\n", "part_of: moder\n")
MASTER = (
    GOOD.replace("id: grannhuset", "id: moder")
    .replace("end: 2027-12-31", "end: 2020-12-31")
    .replace("purpose:\n  text: Färre", "parts: {expected: 1, inherit: [purpose, term]}\npurpose:\n  text: Många")
)  # fmt: skip


def test_a_part_inherits_what_its_master_gives_and_it_does_not_say_itself() -> None:
    reading = opened(PART, master=MASTER).readings[-1]

    assert reading.agreement.purpose is not None
    assert reading.agreement.purpose.text == "Många äldre ska vara ensamma"
    assert reading.agreed_end == date(2027, 12, 31)


def test_what_is_inherited_is_judged_in_the_master_alone() -> None:
    part = PART.replace("term:\n  start: 2025-01-01\n  end: 2027-12-31\n  at_end: expires\n", "")

    library = Library(template, {"moder": ("agreements/moder.yaml", MASTER.encode())}.get)
    file = Text("agreements/grannhuset.yaml", part.encode())

    codes = [d.code for d in check_partnership(file, None, Setting(TODAY, library, {})).found]

    assert opened(part, master=MASTER).readings[-1].agreed_end == date(2020, 12, 31)
    assert "IOP301" in [d.code for d in check(MASTER).found]
    assert "IOP301" not in codes


def test_a_part_without_its_master_inherits_nothing() -> None:
    assert opened(PART).inherited == frozenset()
    assert opened(PART).readings[-1].agreement.purpose is None
    assert opened(PART, master="- trasig\n").inherited == frozenset()
