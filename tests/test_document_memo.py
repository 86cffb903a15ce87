"""The decision memo: one term, what is proposed, the economy as far as it can be said."""

import re
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

from iop_cli.documents import memo
from iop_cli.years import worth_by_year


def _memo(id: str, language: str = "en", *, public: bool = False) -> str:
    return rendered("memo", shipped(id, language, public=public), memo)


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("id", SHIPPED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_memo_says_nothing_by_a_slip_and_has_no_empty_heading(id: str, language: str) -> None:
    text = _memo(id, language)

    assert unknown_told(text) == []
    assert empty_headings(text) == []
    assert text.count("\n# ") == 0 and text.startswith("# ")


def test_the_memo_for_orust_states_one_term_and_tells_of_the_other_in_a_note() -> None:
    text = _memo(ORUST)
    note = "\n".join(line for line in text.splitlines() if line.startswith(">"))
    rest = "\n".join(line for line in text.splitlines() if not line.startswith(">"))

    assert "1 January 2024 – 31 December 2023" in note
    assert "ends before it begins" in note and "IOP301" in note
    assert "from 1 January 2024 up to and including 31 December 2026" in rest
    # the end of the agreement before this one is the only other telling of that day
    told = [line for line in rest.splitlines() if "2023" in line]
    assert all("2022" in line for line in told)


def test_the_memo_for_orust_goes_to_the_board_with_case_number_and_day() -> None:
    text = _memo(ORUST)

    assert "| To | [Kommunstyrelsen]{lang=sv} |" in text
    assert "| Case number | KS/2024:2095 |" in text
    assert "| Date of the memo | 20 December 2024 |" in text
    assert "- [Sektor omsorg]{lang=sv}" in text


def test_an_agreement_without_amounts_costs_an_unknown_sum_and_not_nothing() -> None:
    text = _memo(ORUST)

    assert "What the partnership costs the parties is therefore unknown." in text
    assert "0 kr" not in text


def test_the_memo_for_stockholm_states_each_year_and_the_whole() -> None:
    text = _plain(_memo(STOCKHOLM))

    assert "711 833 kr per year" in text
    assert re.search(r"\| 2017 \| .*711 833 kr \|", text)
    assert re.search(r"\| 2018 \| .*711 833 kr \|", text)
    assert "the sum over the whole term is 1 423 666 kr" in text
    assert "Not stated for the payment" in text and "when it is paid and VAT" in text


def test_the_memo_for_stockholm_names_the_condition_and_what_has_no_value() -> None:
    text = _memo(STOCKHOLM)

    assert "The partnership hangs on the following being met:" in text
    assert "[Medel för partnerskapet finns]{lang=sv}" in text
    assert "they are in none of the sums" in text


def test_the_memo_for_stockholm_reminds_of_the_limit_with_its_day_and_source() -> None:
    text = _plain(_memo(STOCKHOLM))

    assert "534 890 kr" in text and "the first day of the term, 1 January 2017" in text
    assert "(not verified)" in text


def test_the_memo_for_boras_tells_a_ceiling_and_never_a_sum() -> None:
    text = _plain(_memo(BORAS))

    assert "at most 40 000 kr" in text and "at most 120 000 kr" in text
    assert re.search(r"(?i)(?<!at most )\b120 000 kr", text) is None
    assert "when the one rate applies and when the other" in text
    assert "about 7 000 kr; the text does not say per what" in text


def test_what_stands_in_the_file_and_not_in_the_text_is_no_term_of_payment() -> None:
    text = _memo(BORAS)

    assert "30 days" not in text.replace("\u00a0", " ")
    assert "Not stated for the payment from [Borås Stad]{lang=sv}: VAT." in text


def test_the_memo_for_timra_counts_the_same_money_once() -> None:
    text = _plain(_memo(TIMRA))

    assert "the sum over the whole term is 500 000 kr" in text
    assert "it is 1 021 000 kr" in text
    assert "| 500 000 kr | 30 000 kr | 530 000 kr |" in text
    assert "995 tkr; the lines add up to 991 tkr" in text


def test_the_memo_in_swedish_reads_as_a_proposal_does() -> None:
    text = _memo(ORUST, "sv")

    assert "Utskottet för omsorg" in text
    assert "{lang=" not in text


def test_open_criteria_come_before_those_that_are_assessed() -> None:
    text = _memo(BORAS)

    assert text.index("Questions that are open") < text.index("Criteria that have been assessed")


def test_a_memo_for_everyone_names_no_contact() -> None:
    assert "enhetschef" in _memo(ORUST).casefold()
    assert "enhetschef" not in _memo(ORUST, public=True).casefold()


def test_a_memo_without_a_decision_has_lines_to_fill_in_and_no_made_up_day() -> None:
    text = rendered("memo", of(MINIMAL.replace("proposed", "signed")), memo)

    assert "| To | \\_" in text and "| Case number | \\_" in text
    assert "| Date of the memo | \\_" in text
    assert "20" not in text.replace("2026", "")


def test_a_proposal_that_nobody_has_dated_is_dated_the_day_it_is_made() -> None:
    text = rendered("memo", of(MINIMAL, today=date(2026, 3, 2)), memo)

    assert "| Date of the memo | 2 March 2026 |" in text


def test_a_decision_that_names_the_same_term_gets_no_note() -> None:
    same = (
        "term: {start: 2026-01-01, end: 2027-12-31}\n"
        "decisions: {ks: {body: Kommunstyrelsen, term: {start: 2026-01-01, end: 2027-12-31}}}\n"
    )
    other = same.replace("2027-12-31}}}", "2028-12-31}}}")

    assert "Remark on the term" not in rendered("memo", of(MINIMAL + same), memo)
    assert "Remark on the term" in rendered("memo", of(MINIMAL + other), memo)


def test_a_decision_to_extend_states_the_extension() -> None:
    text = MINIMAL.replace("proposed", "signed") + (
        "term: {start: 2024-01-01, end: 2025-12-31}\n"
        "decisions:\n"
        "  förlängning:\n"
        "    body: Kommunstyrelsen\n"
        "    effect: extend\n"
        "    term: {start: 2026-01-01, end: 2027-12-31}\n"
    )

    made = rendered("memo", of(text), memo)

    assert "to extend the partnership" in made
    assert "from 1 January 2026 up to and including 31 December 2027" in made
    assert "Remark on the term" not in made


def test_a_sum_for_several_years_without_a_split_has_no_year() -> None:
    text = MINIMAL + (
        "term: {start: 2024-01-01, end: 2026-12-31}\n"
        "payments:\n"
        "  bidrag: {kind: total, amount: '2,1 mkr', from: kommunen, to: föreningen}\n"
    )

    shares = worth_by_year(of(text).reading).shares

    assert [share.year for share in shares] == [0]
    assert "year unknown" in rendered("memo", of(text), memo)


def test_a_yearly_sum_with_an_uplift_is_told_year_by_year() -> None:
    text = MINIMAL + (
        "term: {start: 2024-07-01, end: 2026-06-30}\n"
        "payments:\n"
        "  bidrag:\n"
        "    kind: fixed\n"
        "    first_year: 100 tkr\n"
        "    yearly_uplift: 20 tkr\n"
        "    per: year\n"
        "    from: kommunen\n"
        "    to: föreningen\n"
    )

    shares = worth_by_year(of(text).reading).shares
    told = [(s.year, int(s.money.amount.value)) for s in shares if s.money and s.money.amount]

    assert told == [(2024, 50_000), (2025, 110_000), (2026, 60_000)]


def test_a_contribution_with_a_value_per_year_is_counted_each_year() -> None:
    text = MINIMAL + (
        "term: {start: 2025-01-01, end: 2026-12-31}\n"
        "contributions:\n"
        "  - {by: föreningen, kind: volunteer_time, what: Värdar, amount: about 40 tkr, per: year}\n"
        "  - {by: kommunen, kind: premises, what: Lokal, amount: 30 tkr, per: all}\n"
    )

    made = rendered("memo", of(text), memo).replace("\u00a0", " ")

    assert made.count("| about 40 000 kr |") == 2
    assert "| year unknown | [Exempelköpings kommun]{lang=sv} | 30 000 kr |" in made
    assert "With the contributions that have a value it is about 110 000 kr." in made


def test_a_ceiling_for_a_broken_year_counts_each_period_that_it_touches() -> None:
    text = MINIMAL + (
        "term: {start: 2024-09-01, end: 2026-08-31}\n"
        "activities: {kurs: {name: Kurs, volume: {max: 4, per: year}}}\n"
        "payments:\n"
        "  bidrag: {kind: per_activity, activity: kurs, amount: 10 tkr, from: kommunen,"
        " to: föreningen}\n"
    )

    worth = worth_by_year(of(text).reading)
    told = [(s.year, int(s.money.amount.value)) for s in worth.shares if s.money and s.money.amount]

    assert told == [(2024, 40_000), (2025, 40_000), (2026, 40_000)]
    assert worth.money.amount and worth.money.amount.in_words() == "up to 80 000 kr"


def test_a_part_of_a_period_that_does_not_come_out_even_is_about_right() -> None:
    text = MINIMAL + (
        "term: {start: 2024-09-01, end: 2025-08-31}\n"
        "payments: {b: {kind: fixed, amount: 100 tkr, per: year, from: kommunen, to: föreningen}}\n"
    )

    made = rendered("memo", of(text), memo).replace("\u00a0", " ")

    assert "| about 33 333 kr |" in made and "| about 66 667 kr |" in made
    assert "the sum over the whole term is 100 000 kr" in made
