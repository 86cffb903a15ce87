"""The slips of a newcomer: each is one finding at its place, and says what was meant."""

import pytest
from conftest import GOOD, GOOD_LOG, check

from iop_cli.quantity import NotRead, read_timing

Told = list[tuple[str, int, str]]

KIND = "    kind: fixed\n    from: kommunen\n    to: föreningen\n    amount: 100 000 kr\n    per: year\n"
BY_ACTIVITY = (
    "    kind: lump_sum\n    from: kommunen\n    to: föreningen\n    activity: kafé\n"
    "    rates: {hög: 5 000 kr, låg: 4 000 kr}\n    gate: {participants: min}\n"
)
PLAN = "    schedule:\n      - {parts: 4, pay: first week of quarter}\n"
CHOICES = (
    "activity | meeting | report | quantity | cost | index | event | complete | paid"
    " | record_check | withdraws"
)

AGREEMENT = {
    "a payment of another kind than its keys": (
        KIND, BY_ACTIVITY, "IOP112", "kind: lump_sum",
        "lump_sum has no activity, rates and gate; did you mean per_activity?"),
    "a payment of a kind that needs other keys": (
        KIND, KIND.replace("fixed", "instalments") + "    first_year: 90 000 kr\n",
        "IOP112", "kind: instalments",
        "instalments has no first_year; did you mean fixed?"),
    "an empty kind": (
        "kind: fixed", "kind:", "IOP105", "kind:\n",
        "kind has no value; write one, or leave the key out"),
    "a misspelt kind": (
        "kind: fixed", "knid: fixed", "IOP111", "knid",
        "knid is not a known key; did you mean kind?"),
    "a kind under another name": (
        "kind: fixed", "slag: fixed", "IOP111", "slag",
        "slag is not a known key; kind is missing: did you mean that?"),
    "parties misspelt": (
        "parties:\n", "partys:\n", "IOP111", "partys",
        "partys is not a known key; did you mean parties?"),
    "vem for who": (
        "target_group: {who: äldre", "target_group: {vem: äldre", "IOP111", "vem:",
        "vem is not a known key; who is missing: did you mean that?"),
    "a format in words": (
        "format: 1", "format: ett", "IOP112", "format",
        "ett is not a format; write format: 1"),
    "a misspelt week": (
        "first week of quarter", "frist wek of qarter", "IOP112", "frist",
        "frist wek of qarter is not read; did you mean first week of quarter?"),
    "a misspelt quarter": (
        "first week of quarter", "first week of qarter", "IOP112", "qarter",
        "first week of qarter is not read; did you mean first week of quarter?"),
    "a misspelt period": (
        "2 months after period", "2 months after perod", "IOP112", "perod",
        "2 months after perod is not read; did you mean 2 months after period?"),
    "a misspelt after": (
        "2 months after period", "2 months aftr period", "IOP112", "aftr",
        "2 months aftr period is not read; did you mean 2 months after period?"),
    "a report due in Swedish": (
        "2 months after period", "2 månader efter perioden", "IOP112", "efter",
        "2 månader efter perioden is not read; did you mean 2 months after period?"),
    "a quotation of a page": (
        "  background: Ingen plats fanns där äldre kunde träffas.",
        f"  background: {{text: Bakgrund, as_written: [{'ord ' * 25}]}}", "IOP112", "as_written",
        "25 words; quote at most twelve"),
    "doubtful words without end": (
        "  background: Ingen plats fanns där äldre kunde träffas.",
        f"  background: {{text: Bakgrund, doubtful: [{'ord ' * 13}]}}", "IOP112", "doubtful",
        "13 words; quote at most twelve"),
    "a long quotation of a way out": (
        "    by: any\n", f"    by: any\n    as_written: {'ord ' * 13}\n", "IOP112", "as_written",
        "13 words; quote at most twelve"),
}  # fmt: skip

FEW = "is not read; write min, a whole number or none"
GATES = {"minst": f"minst {FEW}", "tio": f"tio {FEW}", "-1": f"-1 {FEW}"}

HELD = "held: 2025-03-01"
MET = f"{{id: m1, meeting: styrgrupp, {HELD}}}"
MISSING = "{} is missing; it must be there"
LOG = {
    "an entry's id misspelt": ("{di: m1, meeting: styrgrupp, held: 2025-03-01}", "IOP111",
        "di is not a known key; id is missing: did you mean that?"),
    "the day of a meeting under another name": (
        "{id: m1, meeting: styrgrupp, datum: 2025-03-01}", "IOP111",
        "datum is not a known key; held is missing: did you mean that?"),
    "nothing that happened": ("{id: m1, held: 2025-03-01}", "IOP112",
        f"the entry does not say what happened; write one of {CHOICES}"),
    "two things that happened": (
        "{id: m1, meeting: styrgrupp, event: notice, held: 2025-03-01, date: 2025-03-01}",
        "IOP112", f"meeting and event stand in one entry; keep one of {CHOICES}"),
    "a meeting without a day": ("{id: m1, meeting: styrgrupp}", "IOP110", MISSING.format("held")),
    "an activity without a day": ("{id: m1, activity: kafé}", "IOP110", MISSING.format("held")),
    "a report without a period": ("{id: m1, report: årsrapport}", "IOP110",
        MISSING.format("period")),
    "a quantity without a day": ("{id: m1, quantity: besök, value: 3}", "IOP110",
        MISSING.format("date")),
    "a quantity without a value": ("{id: m1, quantity: besök, date: 2025-03-01}", "IOP110",
        MISSING.format("value")),
    "a cost without an amount": ("{id: m1, cost: bidrag, period: 2025-03}", "IOP110",
        MISSING.format("amount")),
    "an index without a value": ("{id: m1, index: KPI, period: 2025}", "IOP110",
        MISSING.format("value")),
    "an event without a day": ("{id: m1, event: notice, by: kommunen}", "IOP110",
        MISSING.format("date")),
    "a paid invoice without an amount": ("{id: m1, paid: A-1, date: 2025-03-01}", "IOP110",
        MISSING.format("amount")),
    "a record check without a day": ("{id: m1, record_check: ledare}", "IOP110",
        MISSING.format("date")),
    "a withdrawal without a reason": ("{id: m1, withdraws: k1}", "IOP110",
        MISSING.format("because")),
    "a correction without a reason": (
        "{id: m1, corrects: k1, activity: kafé, held: 2025-02-05}", "IOP110",
        MISSING.format("because")),
    "a meeting on a day that does not exist": (
        "{id: m1, meeting: styrgrupp, held: 2025-02-30}", "IOP112",
        "2025-02-30 is not in the calendar; February 2025 has 28 days"),
    "an event that is none": ("{id: m1, event: notis, date: 2025-03-01}", "IOP112",
        "notis is not one of the choices; did you mean notice?"),
}  # fmt: skip


def told(text: str, log: str = GOOD_LOG) -> Told:
    return [(d.code, d.span.line, d.message) for d in check(text, log).found]


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize("slip", AGREEMENT)
def test_a_slip_in_the_agreement_is_one_finding_that_says_what_was_meant(slip: str) -> None:
    old, new, code, at, words = AGREEMENT[slip]
    text = changed(GOOD.replace(PLAN, "") if old == KIND else GOOD, old, new)

    assert told(text) == [(code, line_of(text, at), words)]


@pytest.mark.parametrize("written", GATES)
def test_a_gate_is_min_a_number_or_none(written: str) -> None:
    payment = BY_ACTIVITY.replace("lump_sum", "per_activity").replace("min}", f"{written}}}")
    text = changed(GOOD.replace(PLAN, ""), KIND, payment)

    found = [finding for finding in told(text) if finding[0] == "IOP112"]

    assert found == [("IOP112", line_of(text, "gate:"), GATES[written])]


@pytest.mark.parametrize("slip", LOG)
def test_a_slip_in_the_log_is_one_finding_at_its_entry(slip: str) -> None:
    entry, code, words = LOG[slip]
    log = changed(GOOD_LOG, MET, entry)
    quiet = changed(GOOD_LOG, f"  - {MET}\n", "")
    before = {message for _code, _line, message in told(GOOD, quiet)}

    found = [finding for finding in told(GOOD, log) if finding[2] not in before]

    assert [f for f in found if f[0][:4] == "IOP1" and f[0] != "IOP114"] == [(code, 4, words)]


@pytest.mark.parametrize(
    "entry", ["{id: m1, note: Vattenskada i lokalen}", "{id: y1, complete: 2025-02}"]
)
def test_a_note_or_a_complete_period_needs_nothing_beside_it(entry: str) -> None:
    found = told(GOOD, changed(GOOD_LOG, MET, entry))

    assert [f for f in found if f[0] in ("IOP110", "IOP112")] == []


@pytest.mark.parametrize(
    "written",
    [
        "first week of quarter", "first week of tertial", "last day of month", "mars", "2018-03-31",
        "1 month after period", "2 months after period", "10 days after period", "senast våren",
        "9 weeks after period", "senast våren efter verksamhetsåret", "våren 2030",
        "1 November before",
    ],
)  # fmt: skip
def test_what_agreements_say_of_when_something_is_paid_or_due_is_read(written: str) -> None:
    assert read_timing(written) == written


@pytest.mark.parametrize("written", ["snart", "ja", "2 bananas after period", "frist of"])
def test_what_tells_no_time_is_refused(written: str) -> None:
    with pytest.raises(NotRead):
        read_timing(written)


def test_parties_that_stand_without_their_key_are_one_missing_key() -> None:
    start, end = GOOD.index("parties:\n"), GOOD.index("initiative:")
    whole = GOOD[start:end]
    own = "".join(line[2:] for line in whole.splitlines(keepends=True)[1:])
    one = own[: own.index("föreningen:")]

    for instead in ("", own, one):
        found = told(GOOD.replace(whole, instead))

        assert found == [("IOP110", 1, "parties is missing; it must be there")]


def test_the_only_key_that_can_hold_the_parties_is_read_as_them() -> None:
    text = changed(GOOD, "parties:\n", "ny: x\ndeltagare:\n")

    found = [message for _code, _line, message in told(text)]

    assert [words[:30] for words in found] == [
        "ny is not a known key here; kn",
        "deltagare is not a known key; ",
    ]


CUT = ["1,3 mkr", "6 500,50 kr", "about 1,5 h", "12,5 %", "2,5mkr"]
WHOLE = ["1, 3 mkr", "2009,2010", "1,2,3", '"1",3 mkr', "2018-01-01,3 mkr", "Sal 1, 2 tr", "a,b"]


@pytest.mark.parametrize("written", CUT)
def test_a_comma_that_cuts_a_value_in_a_list_is_one_finding_that_names_the_trap(
    written: str,
) -> None:
    for old, new in (("amount: 100 000 kr", f"amount: [{written}]"),
                     ("places: [Grannhuset]", f"places: [Grannhuset, {written}, Kyrkan]")):  # fmt: skip
        text = changed(GOOD, old, new)

        found = told(text)

        says = f'a comma cuts {written} in two inside [ ]; put it in quotes: "{written}"'
        assert found == [("IOP105", line_of(text, written), says)]


@pytest.mark.parametrize("written", WHOLE)
def test_a_comma_between_values_of_a_list_is_no_trap(written: str) -> None:
    text = changed(GOOD, "places: [Grannhuset]", f"places: [Grannhuset, {written}]")

    assert "IOP105" not in [code for code, _line, _says in told(text)]


def test_an_addition_without_its_unit_is_told_so() -> None:
    changes = (
        "amendments:\n  a1:\n    decision: ks\n    from: 2026-01-01\n"
        "    changes: {payments.bidrag.amount: +20 000}\n"
    )

    found = [message for code, _line, message in told(GOOD + changes) if code == "IOP810"]

    assert found == ["+20 000 has no unit; write +20 000 kr"]
