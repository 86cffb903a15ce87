"""The renewal brief and the letter of notice: days, terms, cost, how it went, ways out."""

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

from iop_cli.documents import notice, renewal

TERM = "term: {start: 2024-01-01, end: 2026-12-31, extension: {by: 1 year, times: 2, decide: %s}}\n"
MONEY = (
    "payments:\n"
    "  bidrag: {kind: fixed, amount: 300 tkr, per: year, from: kommunen, to: föreningen}\n"
)


def _brief(id: str, language: str = "en", today: date = date(2026, 11, 22)) -> str:
    return _spaced(rendered("renewal", shipped(id, language, today), renewal))


def _letter(id: str, language: str = "en", today: date = date(2026, 11, 22)) -> str:
    return _spaced(rendered("notice", shipped(id, language, today), notice))


def _spaced(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_brief_is_made_where_the_term_may_be_extended_and_nowhere_else() -> None:
    assert [id for id in SHIPPED if renewal.applies(shipped(id, "en"))] == [BORAS, ORUST, TIMRA]


def test_a_letter_is_made_where_the_agreement_tells_of_a_way_out() -> None:
    assert [id for id in SHIPPED if notice.applies(shipped(id, "en"))] == [BORAS, ORUST, TIMRA]


@pytest.mark.parametrize("id", [BORAS, ORUST, TIMRA])
@pytest.mark.parametrize("language", LANGUAGES)
def test_brief_and_letter_say_nothing_by_a_slip(id: str, language: str) -> None:
    for text in (_brief(id, language), _letter(id, language)):
        assert unknown_told(text) == []
        assert empty_headings(text) == []


def test_the_last_day_to_decide_is_told_and_whether_it_has_passed() -> None:
    before, after = _brief(BORAS, today=date(2020, 6, 1)), _brief(BORAS)

    assert "| Decide on an extension | 30 June 2020 | 29 days left |" in before
    assert "| Decide on an extension | 30 June 2020 | passed; no answer is recorded |" in after


def test_before_a_day_that_is_free_stands_the_working_day() -> None:
    text = MINIMAL + TERM % "2026-06-06"

    made = rendered("renewal", of(text, today=date(2026, 1, 1)), renewal)

    assert "| 6 June 2026 (the National Day) | 5 June 2026 |" in made


def test_the_cost_of_an_extension_is_told_with_the_whole_it_leads_to() -> None:
    text = _brief(BORAS)

    assert "| The term as it stands | at most 120 000 kr |" in text
    assert "up to and including 31 December 2022 | at most 80 000 kr |" in text
    assert "| Together | at most 200 000 kr |" in text
    assert "The number of extensions is not limited" in text


def test_with_a_limited_number_the_money_with_all_of_them_is_told() -> None:
    made = _spaced(rendered("renewal", of(MINIMAL + TERM % "2026-06-01" + MONEY), renewal))

    assert "| The term as it stands | 900 000 kr |" in made
    assert "| Together | 1 200 000 kr |" in made
    assert "With all 2 extensions the money would be 1 500 000 kr." in made


def test_an_extension_of_unknown_length_has_no_cost() -> None:
    text = _brief(TIMRA)

    assert "The length of an extension is not stated" in text
    assert "| Together |" not in text


def test_a_lump_sum_says_nothing_of_what_an_extension_costs() -> None:
    money = MONEY.replace("kind: fixed", "kind: lump_sum").replace("per: year, ", "")

    made = _spaced(rendered("renewal", of(MINIMAL + TERM % "2026-06-01" + money), renewal))

    assert "31 December 2027 | unknown |" in made
    assert "| Together | 300 000 kr and an unknown amount |" in made


def test_how_it_went_is_told_from_the_log_and_unknown_without_one() -> None:
    assert "82 500 kr" in _brief(BORAS)
    assert "The log is an example" in _brief(BORAS)
    assert "There is no log, so how it has gone is not known." in _brief(ORUST)


def test_a_letter_reckons_the_last_day_from_a_notice_given_today() -> None:
    text = _letter(BORAS, today=date(2019, 3, 1))

    assert "| On breach | Notice | Any party |" in text
    assert "1 September 2019" in text
    assert "The last day is reckoned from a notice that is given on 1 March 2019." in text


def test_a_notice_that_comes_too_late_in_the_term_is_said_to() -> None:
    text = _letter(BORAS, today=date(2020, 9, 1))

    assert "The term ends on 31 December 2020, before such a notice would take effect." in text


def test_after_the_term_no_last_day_is_reckoned() -> None:
    text = _letter(BORAS)

    assert "The term ended on 31 December 2020" in text
    assert "2027" not in text


def test_a_right_without_a_length_has_no_last_day() -> None:
    text = _letter(ORUST)

    assert "| On breach | Rescission | Any party | not stated | cannot be reckoned |" in text
    assert text.startswith("# Notice of rescission")


def test_who_gives_notice_is_a_line_unless_only_one_party_may() -> None:
    only = "notice: [{cause: breach, kind: notice, length: 3 months, by: kommunen}]\n"

    made = rendered("notice", of(MINIMAL + only), notice)

    assert "| From | \\_" in _letter(BORAS)
    assert "| From | [Exempelköpings kommun]{lang=sv} |" in made
    assert "| To | [Föreningen Exempel]{lang=sv} |" in made


def test_a_term_that_renews_itself_has_a_brief_with_the_last_day_to_stop_it() -> None:
    text = MINIMAL + (
        "term:\n"
        "  start: 2024-01-01\n"
        "  end: 2026-12-31\n"
        "  at_end: {renews: 1 year, unless_notice: 3 months before end}\n"
    )

    made = rendered("renewal", of(text, today=date(2026, 1, 1)), renewal).replace("\u00a0", " ")

    assert "| Give notice before it is renewed | 30 September 2026 |" in made
    assert "| Renews itself by | 1 year |" in made


def test_stockholm_has_neither() -> None:
    assert not renewal.applies(shipped(STOCKHOLM, "sv"))
    assert not notice.applies(shipped(STOCKHOLM, "sv"))
