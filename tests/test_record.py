"""Words into records: one slip is one finding, and the rest is still read and judged."""

from typing import Any

import pytest
from conftest import GOOD, GOOD_LOG, check, template
from hypothesis import given
from hypothesis import strategies as st

from iop_cli.check import Checked
from iop_cli.finding import Problem
from iop_cli.model.agreement import Agreement
from iop_cli.model.log import Log
from iop_cli.model.profile import Profile
from iop_cli.record import as_written, opened_file, shape, walk
from iop_cli.source import parse
from iop_cli.words import say


def data(text: str) -> dict[str, Any]:
    document, problems = parse(text.encode(), "a.yaml")
    assert document is not None
    assert problems == []
    return document.data


def said(problem: Problem) -> tuple[str, str, str]:
    code, finding = problem
    place = ".".join(str(part) for part in finding.where)
    return code, place, say(finding.says, **finding.values)


def told(checked: Checked) -> list[tuple[str, int, str]]:
    return [(d.code, d.span.line, d.message) for d in checked.found]


# nothing that happened, but the report that the good agreement asks for
REPORTED = """\
agreement: grannhuset
entries:
  - {id: r1, report: årsrapport, period: 2025, submitted: 2026-02-10}
"""


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_the_good_agreement_and_its_log_give_no_finding() -> None:
    assert told(check(GOOD, GOOD_LOG)) == []


SLIPS = [
    ("a misspelt key", "voluntary: yes", "voluntery: yes",
     "IOP111", "voluntery", "voluntery is not a known key; did you mean voluntary?"),
    ("an amount without unit", "amount: 100 000 kr", "amount: 100 000",
     "IOP112", "amount: 100 000", "100 000 has no unit; write 100 000 kr"),
    ("a day that does not exist", "start: 2025-01-01", "start: 2023-02-29",
     "IOP112", "2023-02-29", "2023-02-29 is not in the calendar; February 2023 has 28 days"),
    ("an end before the start", "end: 2027-12-31", "end: 2024-12-31",
     "IOP301", "end: 2024", "ends 2024-12-31, before it begins 2025-01-01"),
    ("a changed digit", "212000-1561", "212000-1562",
     "IOP201", "212000-1562", "212000-1562 ends in 2; by the other digits it should end in 1"),
    ("a key twice", "    vat: outside", "    vat: outside\n    vat: exempt",
     "IOP102", "vat: exempt", "vat stands twice in the same mapping; only one can hold"),
    ("a tab", "    name: Öppet", "\tname: Öppet",
     "IOP101", "\tname", "a tab stands here; YAML is indented with spaces"),
    ("ja instead of yes", "voluntary: yes", "voluntary: ja",
     "IOP112", "voluntary: ja", "ja is not read here; write yes"),
    ("min above max", "min: 5, max: 30", "min: 50, max: 30",
     "IOP501", "min: 50", "the least is 50 and the most 30"),
    ("a comma in braces", "pay: first week of quarter}", "pay: first week of quarter, tidigt}",
     "IOP105", "tidigt", "a comma cuts first week of quarter, tidigt in two inside { };"
     ' put it in quotes: "first week of quarter, tidigt"'),
    ("a wrong kind of payment", "kind: fixed", "kind: fast",
     "IOP112", "kind: fast", "fast is not one of the choices; choose per_activity | fixed |"
     " instalments | lump_sum | total | cost_cap | per_unit"),
    ("a misspelt required key", "title: Grannhuset", "titel: Grannhuset",
     "IOP111", "titel", "titel is not a known key; did you mean title?"),
    ("a misspelt required key inside", "    role: public", "    rolle: public",
     "IOP111", "rolle", "rolle is not a known key; did you mean role?"),
    ("a misspelt section", "purpose:\n", "purpos:\n",
     "IOP111", "purpos", "purpos is not a known key; did you mean purpose?"),
    ("a misspelt clause", "  background:", "  bakgrund:",
     "IOP111", "bakgrund", "bakgrund is not a known key; did you mean background?"),
    ("a status in Swedish", "status: signed", "status: undertecknad",
     "IOP112", "undertecknad", "undertecknad is not one of the choices; choose draft |"
     " proposed | decided | signed | terminated | superseded"),
    ("an empty title", "title: Grannhuset", "title:",
     "IOP105", "title", "title has no value; write one, or leave the key out"),
    ("no format", "format: 1\n", "",
     "IOP110", "id:", "format is missing; it must be there"),
    ("text for a list", "run_by: [föreningen]", "run_by: föreningen",
     "IOP112", "run_by", "one text stands here; a list is expected: [a, b], or one item a line after -"),
    ("a list for text", "name: Öppet kafé", "name: [Öppet kafé]",
     "IOP112", "name: [", "a list stands here; one text is expected"),
    ("no kind of payment", "    kind: fixed\n", "",
     "IOP110", "bidrag:", "kind is missing; choose per_activity | fixed | instalments | lump_sum |"
     " total | cost_cap | per_unit"),
    ("an unknown party", "by: [föreningen]}", "by: [förening]}",
     "IOP114", "[förening]", "förening is not a party here; did you mean föreningen?"),
]  # fmt: skip


@pytest.mark.parametrize(("slip", "old", "new", "code", "at", "words"), SLIPS, ids=[s[0] for s in SLIPS])  # fmt: skip
def test_one_slip_is_exactly_one_finding(
    slip: str, old: str, new: str, code: str, at: str, words: str
) -> None:
    text = changed(GOOD, old, new)

    assert told(check(text, REPORTED)) == [(code, line_of(text, at), words)], slip


@pytest.mark.parametrize(("slip", "old", "new", "code", "at", "words"), SLIPS, ids=[s[0] for s in SLIPS])  # fmt: skip
def test_a_slip_hides_no_other_finding(
    slip: str, old: str, new: str, code: str, at: str, words: str
) -> None:
    other = changed(GOOD, "864500-7710", "864500-7711")
    text = changed(other, old, new)

    found = {d.code for d in check(text, REPORTED).found}

    assert found == ({code} if slip == "a tab" else {code, "IOP201"})


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "words"),
    [
        ("place: Grannhuset", "place: Kyrkan", "IOP114", 3, "Kyrkan is not a place of the activity here; known are Grannhuset"),
        ("held: 2025-02-04", "held: 2025-02-30", "IOP112", 3, "2025-02-30 is not in the calendar; February 2025 has 28 days"),
        ("participants: 12", "participants: tolv", "IOP112", 3, "tolv is not a whole number; write for example 14"),
        ("participants: 12", "deltagare: 12", "IOP111", 3, "deltagare is not a known key here; known are "),
        ("agreement: grannhuset", "agreement: granhuset", "IOP114", 1, "the log is about granhuset; its file belongs to grannhuset"),
    ],
)  # fmt: skip
def test_one_slip_in_the_log_is_exactly_one_finding_there(
    old: str, new: str, code: str, line: int, words: str
) -> None:
    found = check(GOOD, changed(GOOD_LOG, old, new)).found

    assert [(d.code, d.file, d.span.line) for d in found] == [
        (code, "agreements/grannhuset.log.yaml", line)
    ]
    assert found[0].message.startswith(words)


def test_what_cannot_be_read_is_taken_out_and_the_rest_is_kept() -> None:
    words = data(changed(GOOD, "start: 2025-01-01", "start: 2025-13-01"))

    shaped = shape(Agreement, words)

    assert [said(p)[:2] for p in shaped.problems] == [("IOP112", "term.start")]
    assert shaped.damaged == {("term", "start")}
    assert shaped.value.term.start is None
    assert shaped.value.term.end.text == "2027-12-31"


def test_a_misspelt_key_is_read_as_the_one_that_was_meant() -> None:
    words = data(changed(GOOD, "term:\n", "trem:\n").replace("end: 2027", "edn: 2027"))

    shaped = shape(Agreement, words)

    assert [said(p)[1] for p in shaped.problems] == ["trem", "trem.edn"]
    assert shaped.value.term.end.text == "2027-12-31"


def test_a_value_under_a_misspelt_key_is_shown_where_it_stands() -> None:
    words = data(changed(GOOD, "term:\n", "trem:\n").replace("start: 2025", "start: x2025"))

    shaped = shape(Agreement, words)

    found = [said(p)[:2] for p in shaped.problems]
    assert found == [("IOP111", "trem"), ("IOP112", "trem.start")]


def test_a_misspelt_key_beside_the_right_one_takes_nothing_from_it() -> None:
    words = data(GOOD + "titel: Ett annat namn\n")

    shaped = shape(Agreement, words)

    assert [said(p)[1] for p in shaped.problems] == ["titel"]
    assert shaped.value.title == "Grannhuset"


def test_without_parties_there_is_no_record() -> None:
    shaped = shape(Agreement, {"format": "1", "id": "a", "title": "A"})

    assert shaped.value is None
    assert [said(p)[1] for p in shaped.problems] == ["status", "parties"]
    assert () in shaped.damaged


def test_an_unknown_key_of_a_payment_is_answered_with_the_keys_of_its_kind() -> None:
    words = data(changed(GOOD, "    kind: fixed", "    kind: cost_cap"))

    shaped = shape(Agreement, words)

    unknown = [said(p)[2] for p in shaped.problems if p[0] == "IOP111"]
    assert unknown[0].startswith("amount is not a known key here; known are ")
    assert "rates" not in unknown[0]


def test_a_broken_entry_of_the_log_leaves_the_others_in_their_places() -> None:
    words = data("agreement: a\nentries:\n  - {id: a b, note: x}\n  - {id: k2, note: y}\n")

    shaped = shape(Log, words)

    assert [said(p)[:2] for p in shaped.problems] == [("IOP112", "entries.0.id")]
    assert [e.id for e in shaped.value.entries] == ["k2"]
    assert as_written(("entries", 0, "note"), shaped.written) == ("entries", 1, "note")


def test_a_finding_after_a_broken_list_item_stands_on_its_own_line() -> None:
    log = changed(GOOD_LOG, "entries:\n", "entries:\n  - bara text\n")

    found = check(GOOD, changed(log, "place: Grannhuset", "place: Kyrkan")).found

    assert [(d.code, d.where, d.span.line) for d in found] == [
        ("IOP112", "entries[0]", 3),
        ("IOP114", "entries[1].place", 4),
    ]


@pytest.mark.parametrize(("written", "code"), [("1", None), ("2", "IOP115"), ("99999", "IOP115")])
def test_a_later_format_is_one_finding_and_nothing_else(written: str, code: str | None) -> None:
    text = changed(GOOD, "format: 1", f"format: {written}") + "nytt: x\n"

    found = told(check(text, REPORTED))

    if code is None:
        assert [c for c, _line, _says in found] == ["IOP111"]
    else:
        says = f"format {written} is newer than this version of iop reads (1); upgrade iop"
        assert found == [(code, 1, says)]


def test_a_profile_is_read_with_its_problems() -> None:
    raw = template("profiles/base.yaml")
    assert raw is not None

    document, shaped = opened_file(("base.yaml", raw), Profile)
    _document, wrong = opened_file(("base.yaml", raw + b"\nfel: x\n"), Profile)

    assert document is not None
    assert (shaped.value.id, shaped.problems) == ("base", [])
    assert [said(p)[:2] for p in wrong.problems] == [("IOP111", "fel")]


def test_a_file_that_is_no_yaml_has_no_document() -> None:
    document, shaped = opened_file(("a.log.yaml", b"a: [\n"), Log)

    assert document is None
    assert [code for code, _f in shaped.problems] == ["IOP101"]


def test_every_value_is_walked_in_the_order_of_the_text() -> None:
    words = data("a: x\nb: {c: [y, z]}\nd: w\n")

    assert list(walk(words)) == [
        (("a",), "x"),
        (("b", "c", 0), "y"),
        (("b", "c", 1), "z"),
        (("d",), "w"),
    ]


KEYS = st.sampled_from([*Agreement.model_fields, "kind", "amount", "min", "role", "name", "från"])
VALUES = st.sampled_from(
    ["1", "none", "yes", "2018-01-01", "6500 kr", "signed", "a", "public", "x" * 300]
)
WORDS = st.recursive(
    VALUES,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(KEYS, inner, min_size=1, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, WORDS, max_size=8))
def test_any_words_give_a_record_or_a_reason(words: dict[str, Any]) -> None:
    shaped = shape(Agreement, words)

    assert shaped.value is not None or shaped.problems
    assert all(said(p)[2] or not p[0] for p in shaped.problems)
