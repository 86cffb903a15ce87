"""What a change means: each kind of change as the sentence that a reviewer reads."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from conftest import GOOD, GOOD_LOG, TODAY, template
from jsonschema import Draft202012Validator

from iop_cli import words
from iop_cli.book import Opened, open_partnership
from iop_cli.difference import (
    HEADINGS,
    SECTIONS,
    Change,
    Piece,
    Rank,
    applied,
    as_data,
    changes,
    diff_schema,
    sections,
    wording,
    worth,
    worth_data,
)
from iop_cli.finding import path_text
from iop_cli.reading import Today
from iop_cli.setting import Library

NAME = "agreements/grannhuset.yaml"
LOG_NAME = "agreements/grannhuset.log.yaml"
ENTRY = "  - {id: k2, activity: kafé, held: 2025-11-18, place: Grannhuset, participants: 14}\n"


def opened(text: str = GOOD, log: str | None = GOOD_LOG, today: date = TODAY) -> Opened:
    logs = (LOG_NAME, log.encode()) if log is not None else None
    return open_partnership((NAME, text.encode()), logs, Today(today), Library(template))


def changed(old: str, new: str, text: str = GOOD) -> list[Change]:
    """The changes where a piece of the good agreement is another."""
    assert old in text
    return changes(opened(text), opened(text.replace(old, new, 1)))


def said(old: str, new: str, text: str = GOOD) -> list[str]:
    return [f"{c.rank}: {c.sentence()}" for c in changed(old, new, text)]


def put_in(more: str) -> str:
    """The good agreement with more keys at its end."""
    return GOOD + more


SAYS = [
    ("status: signed", "status: terminated", "material: the agreement is now terminated; it was signed"),
    ("status: signed", "status: draft", "material: the agreement is a draft again; it was signed"),
    ("title: Grannhuset", "title: Grannars hus", "minor: the agreement is now called “Grannars hus” instead of “Grannhuset”"),
    ("end: 2027-12-31", "end: 2028-12-31", "material: the term is lengthened by 12 months, to 2028-12-31"),
    ("end: 2027-12-31", "end: 2027-12-21", "material: the term is shortened by 10 days, to 2027-12-21"),
    ("end: 2027-12-31", "end: none", "material: the term now runs until further notice"),
    ("start: 2025-01-01", "start: 2025-02-01", "material: the term begins 2025-02-01 instead of 2025-01-01"),
    ("at_end: expires", "at_end: {renews: 1 year}", "material: the term is now renewed by 1 year at a time"),
    ("at_end: expires", "at_end: expires\n  extension: {by: 2 years, times: 1}", "material: the term may now be extended: how long each time: 2 years; how many times: 1"),
    ("length: 3 months", "length: 6 months", "material: the time of notice for breach grows from 3 months to 6 months"),
    ("length: 3 months", "length: 30 days", "material: the time of notice for breach shrinks from 3 months to 30 days"),
    ("min: 5, max: 30", "min: 4, max: 30", "material: Öppet kafé needs at least 4 participants instead of 5"),
    ("min: 5, max: 30", "min: 5, max: 24", "material: Öppet kafé takes at most 24 participants instead of 30"),
    ("min: 40, max: 50", "min: 30, max: 50", "material: Öppet kafé, how many in a period, the fewest times: now 30 instead of 40"),
    ("places: [Grannhuset]", "places: [Grannhuset, Torget]", "material: Öppet kafé, where it is held: “Torget” is added"),
    ("amount: 100 000 kr", "amount: 125 000 kr", "material: the payment bidrag from Exempelköpings kommun (per year) grows by 25 000 kr (+25,0 %), from 100 000 kr to 125 000 kr"),
    ("amount: 100 000 kr", "amount: 90 tkr", "material: the payment bidrag from Exempelköpings kommun (per year) shrinks by 10 000 kr (-10,0 %), from 100 000 kr to 90 tkr"),
    ("amount: 100 000 kr", "amount: about 100 000 kr", "material: the payment bidrag from Exempelköpings kommun (per year): now about 100 000 kr instead of 100 000 kr"),
    ("vat: outside", "vat: \"25\"", "material: the payment bidrag from Exempelköpings kommun (per year), how VAT is treated: now 25 % VAT instead of outside VAT"),
    ("vat: outside", "vat: outside\n    due: 60 days", "material: the payment bidrag from Exempelköpings kommun (per year) is due after 60 days"),
    ("vat: outside", "vat: outside\n    condition: medel", "material: the payment bidrag from Exempelköpings kommun (per year) now hangs on the condition medel"),
    ("name: Föreningen Grannar", "name: Föreningen Goda Grannar", "material: the party Föreningen Grannar is now called Föreningen Goda Grannar"),
    ("name: Föreningen Grannar", "name: Föreningen grannar", "editorial: the party Föreningen Grannar is now called Föreningen grannar"),
    ("acts_through: Kommunstyrelsen", "acts_through: Socialnämnden", "material: Exempelköpings kommun, the board or committee that acts for it: now “Socialnämnden” instead of “Kommunstyrelsen”"),
    ("registered: 2024-02-01", "registered: none", "minor: Föreningen Grannar, registered under lag (2022:900): since: now none, as settled instead of 2024-02-01"),
    ("decides: lead", "decides: unanimous", "material: styrgrupp, how it decides: now decides unanimously instead of the leading party decides"),
    ("meets: {per: half_year}", "meets: {per: quarter}", "minor: styrgrupp, how often it meets, the period that it is counted in: now per quarter instead of per half-year"),
    ("task: Hålla kaféet öppet", "task: Hålla kaféet stängt", "material: the task of Föreningen Grannar is now “Hålla kaféet stängt” instead of “Hålla kaféet öppet”"),
    ("repayment: none", "repayment: {when: misuse}", "material: repayment: now when: misuse instead of none, as settled"),
    ("payments:\n", "payments:\n  extra: {kind: lump_sum, from: kommunen, to: föreningen, amount: 5 000 kr, vat: outside, date: 2025-03-01}\n",
     "material: the payment extra is added: a single sum: 5 000 kr; Exempelköpings kommun → Föreningen Grannar; paid 2025-03-01; outside VAT"),
    ("parties:\n", "parties:\n  x: {role: nonprofit, name: Förening X}\n", "material: Förening X becomes a party (nonprofit party)"),
    ("parties:\n", "parties:\n  x: {role: named, name: Förening X}\n", "material: Förening X is now named, without being a party"),
    ("signatures:\n", "signatures:\n  - {party: föreningen, name: Li Lind, office: kassör, signed: 2024-12-11}\n", "material: Föreningen Grannar signed 2024-12-11: Li Lind, kassör"),
    ("signed: 2024-12-10", "signed: 2024-12-12", "material: Föreningen Grannar signed 2024-12-12 instead of 2024-12-10"),
    ("notice:\n", "notice:\n  - {cause: convenience, kind: notice, length: 12 months, by: kommunen}\n",
     "material: a way out is added: the time of notice without stated cause, 12 months, open to Exempelköpings kommun"),
    ("commitments:\n", "commitments:\n  - {by: kommunen, does: premises, task: Låna ut lokalen}\n", "material: Exempelköpings kommun undertakes a new task: “Låna ut lokalen”"),
    ("  dispute: Tvister löses i samtal.\n", "", "material: the clause on dispute is taken away: “Tvister löses i samtal.”"),
    ("Tvister löses i samtal.", "Tvister löses i domstol.", "material: the clause on dispute is reworded: Tvister löses i [-samtal-]{+domstol+}."),
    ("Tvister löses i samtal.", "Tvister löses, i samtal", "editorial: the clause on dispute is reworded: Tvister löses{+,+} i samtal[-.-]"),
    ("copies: 2", "copies: 3", "minor: how many originals: now 3 instead of 2"),
    ("    dated: 2024-11-04\n", "", "material: the decision ks, the document's date: nothing now, where 2024-11-04 stood"),
    ("language: sv\n", "language: sv\nalso_written: [Grannarna]\n", "editorial: other ways that the title is written: now “Grannarna”, where nothing stood"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), SAYS, ids=[s[2][:60] for s in SAYS])
def test_a_change_is_told_in_one_sentence_with_its_rank(old: str, new: str, expected: str) -> None:
    assert said(old, new) == [expected]


def test_a_seal_is_told_when_it_is_set_taken_away_or_set_on_other_terms() -> None:
    sealed = put_in(f"seal: {{sha256: {'a' * 64}, date: 2024-12-12}}\n")

    assert [c.sentence() for c in changes(opened(), opened(sealed))] == [
        "the signed text is sealed"
    ]
    assert [c.sentence() for c in changes(opened(sealed), opened())] == [
        "the seal on the signed text is taken away"
    ]
    assert said("a" * 64, "b" * 64, sealed) == [
        "material: the seal on the signed text is another: it was set on other terms"
    ]


def test_a_payment_that_loses_its_condition_says_so_by_the_conditions_name() -> None:
    text = put_in("conditions:\n  medel: {what: pengar finns i budgeten}\n")
    text = text.replace("    vat: outside", "    vat: outside\n    condition: medel")

    assert said("    condition: medel\n", "", text) == [
        "material: the payment bidrag from Exempelköpings kommun (per year) "
        "no longer hangs on the condition pengar finns i budgeten"
    ]


def test_an_entry_of_the_log_is_told_as_recorded_altered_or_taken_out() -> None:
    grown, altered = GOOD_LOG + ENTRY, GOOD_LOG.replace("participants: 12", "participants: 21")
    gone = GOOD_LOG.replace(
        "  - {id: k1, activity: kafé, held: 2025-02-04, place: Grannhuset, participants: 12}\n", ""
    )

    def told(log: str | None, before: str | None = GOOD_LOG) -> list[str]:
        found = changes(opened(log=before), opened(log=log))
        assert {(c.about, c.rank, c.in_log) for c in found} <= {("log", Rank.MATERIAL, True)}
        return [f"{path_text(c.where)} {c.kind}: {c.sentence()}" for c in found]

    assert told(grown) == [
        "entries[3] added: k2: Öppet kafé held 2025-11-18 at Grannhuset with 14 participants "
        "is recorded"
    ]
    assert told(altered) == [
        "entries[0].participants changed: altered: k1 in the log, how many took part "
        "is now 21 instead of 12"
    ]
    assert told(gone) == [
        "entries[0] removed: k1 is taken out of the log: Öppet kafé held 2025-02-04 at Grannhuset "
        "with 12 participants"
    ]
    assert [line.split(":")[1] for line in told(GOOD_LOG, None)] == [" k1", " m1", " r1"]


def test_an_entry_that_two_branches_appended_is_told_though_its_id_stands_already() -> None:
    doubled = GOOD_LOG + "  - {id: m1, meeting: styrgrupp, held: 2025-03-01}\n"

    found = changes(opened(), opened(log=doubled))

    assert [(path_text(c.where), c.kind) for c in found] == [("entries[3]", "added")]
    assert applied(GOOD_LOG_WORDS(), found, in_log=True)["entries"][-1]["id"] == "m1"


def GOOD_LOG_WORDS() -> dict[str, Any]:
    document = opened().log_document
    assert document is not None
    return document.data


def test_a_correction_names_the_entry_that_it_corrects() -> None:
    log = GOOD_LOG + (
        "  - {id: k1b, corrects: k1, activity: kafé, held: 2025-02-04, participants: 13,"
        " because: Felräknat}\n  - {id: w1, withdraws: m1, because: Inställt}\n"
    )

    told = [c.sentence() for c in changes(opened(), opened(log=log))]

    assert told == [
        "k1b corrects k1 in the log: Öppet kafé held 2025-02-04 with 13 participants; Felräknat",
        "w1 withdraws m1 from the log; Inställt",
    ]


AMENDMENTS = """amendments:
  a2:
    from: 2026-05-01
    changes:
      notice[0].length: 2 months
      payments.bidrag.amount: +25 000 kr
  a1:
    from: 2026-01-01
    changes:
      payments.bidrag.amount: 120 000 kr
      parties.ny: {role: nonprofit, name: Föreningen Ny}
"""


def test_an_amendment_is_told_as_what_it_changes_after_those_before_it() -> None:
    found = changes(opened(), opened(put_in(AMENDMENTS)))

    assert [c.sentence() for c in found] == [
        "amendment a2 from 2026-05-01 is added: the time of notice for breach shrinks from "
        "3 months to 2 months; the payment bidrag from Exempelköpings kommun (per year) grows by "
        "25 000 kr (+20,8 %), from 120 000 kr to 145 000 kr",
        "amendment a1 from 2026-01-01 is added: Föreningen Ny becomes a party (nonprofit party); "
        "the payment bidrag from Exempelköpings kommun (per year) grows by 20 000 kr (+20,0 %), "
        "from 100 000 kr to 120 000 kr",
    ]
    assert [path_text(i.where) for i in found[0].inner] == [
        "notice[0].length",
        "payments.bidrag.amount",
    ]


def test_an_amendment_that_stands_already_and_says_something_else_is_told() -> None:
    text = put_in(AMENDMENTS)

    assert said("120 000 kr", "130 000 kr", text) == [
        "material: amendment a1 now sets payments.bidrag.amount to 130 000 kr instead of 120 000 kr"
    ]
    assert said("      notice[0].length: 2 months\n", "", text) == [
        "material: amendment a2 no longer sets notice[0].length to 2 months"
    ]


ACCEPTED = """accepted_findings:
  - {rule: IOP411, where: payments.bidrag, finding: 3f9a2c1e, because: Texten säger så}
"""


def test_an_acceptance_is_told_with_its_reason_or_with_the_lack_of_one() -> None:
    bare = ACCEPTED.replace(", because: Texten säger så", "")

    def told(before: str, after: str) -> list[str]:
        return [c.sentence() for c in changes(opened(GOOD + before), opened(GOOD + after))]

    assert told("", ACCEPTED) == ["IOP411 at payments.bidrag is accepted: “Texten säger så”"]
    assert told("", bare) == ["IOP411 at payments.bidrag is accepted without a reason"]
    assert told(ACCEPTED, "") == ["IOP411 at payments.bidrag is no longer accepted"]
    assert told(ACCEPTED, bare) == [
        "the acceptance of IOP411 at payments.bidrag, why it is accepted: nothing now, "
        "where “Texten säger så” stood"
    ]


def test_a_decision_is_told_when_it_comes_and_when_its_day_is_known() -> None:
    proposal = (
        "  kf:\n    body: Kommunstyrelsen\n    proposes_to: Kommunfullmäktige\n"
        "    case_number: KS/2026:2\n    effect: extend\n"
    )
    text = GOOD.replace("decisions:\n", "decisions:\n" + proposal)

    assert said("decisions:\n", "decisions:\n" + proposal) == [
        "material: Kommunstyrelsen proposes to Kommunfullmäktige to extend it, KS/2026:2"
    ]
    assert said("    effect: extend\n", "    effect: extend\n    decided: 2026-03-02\n", text) == [
        "material: Kommunfullmäktige has decided 2026-03-02"
    ]


def test_a_new_agreement_and_one_that_is_gone_are_told_in_one_sentence() -> None:
    essentials = (
        "“Grannhuset”, signed, between Exempelköpings kommun and Föreningen Grannar, "
        "2025-01-01 – 2027-12-31"
    )

    (new,), (gone,) = changes(None, opened()), changes(opened(), None)

    assert (new.kind, new.rank, new.sentence()) == (
        "added", Rank.MATERIAL, f"a new agreement: {essentials}",
    )  # fmt: skip
    assert gone.sentence() == f"the agreement is taken away: {essentials}"
    assert changes(None, None) == []


def test_a_file_that_cannot_be_read_any_more_is_told_as_that() -> None:
    broken = opened("id: [\n", None)

    assert [c.sentence() for c in changes(opened(log=None), broken)] == [
        "the file can no longer be read; iop validate says why"
    ]
    assert [c.sentence() for c in changes(broken, opened(log=None))] == [
        "the file can be read again; what it said before is not known"
    ]
    assert changes(broken, broken) == []


def test_a_log_that_cannot_be_read_any_more_is_not_told_as_emptied() -> None:
    broken = opened(log="entries: [\n")

    (lost,), (found,) = changes(opened(), broken), changes(broken, opened())

    assert (lost.about, lost.rank, lost.in_log) == ("log", Rank.MATERIAL, True)
    assert lost.sentence() == "the log can no longer be read; iop validate says why"
    assert found.sentence() == "the log can be read again; what it said before is not known"
    assert changes(broken, broken) == []


def test_changes_come_in_a_lawyers_order_by_section() -> None:
    after = (
        GOOD.replace("amount: 100 000 kr", "amount: 1 kr")
        .replace("end: 2027-12-31", "end: 2026-12-31")
        .replace("name: Föreningen Grannar", "name: Grannar")
        .replace("length: 3 months", "length: 1 month")
    )

    found = changes(opened(), opened(after, GOOD_LOG + ENTRY))

    assert [about for about, _held in sections(found)] == [
        "parties", "term", "notice", "payments", "log",
    ]  # fmt: skip
    assert set(HEADINGS) == set(SECTIONS)


def test_a_long_text_is_shown_with_the_words_around_the_change() -> None:
    long = "Föreningen håller kaféet öppet varje vardag mellan tio och fyra, även när det är lov."
    text = GOOD.replace("Föreningen håller kaféet öppet.", long)

    (change,) = changed("tio och fyra", "tio och tre", text)

    assert change.sentence() == (
        "the clause on commitments is reworded: … öppet varje vardag mellan tio och "
        "[-fyra-]{+tre+}, även när det är lov."
    )
    assert wording(change)[1:3] == (Piece("deleted", "fyra"), Piece("inserted", "tre"))
    assert "".join(p.text for p in wording(change) if p.kind != "deleted") == long.replace(
        "fyra", "tre"
    )


def test_hidden_characters_of_a_file_are_visible_in_a_sentence() -> None:
    (change,) = changed("name: Föreningen Grannar", 'name: "Grann\\u202Ear"')

    assert "\u202e" not in change.sentence()


def test_figures_in_a_text_are_never_only_punctuation() -> None:
    text = GOOD.replace("Tvister löses i samtal.", "Vite är 1,5 procent.")

    assert [c.rank for c in changed("1,5", "15", text)] == [Rank.MATERIAL]
    assert [c.rank for c in changed("Vite", "VITE", text)] == [Rank.EDITORIAL]


# ------------------------------------------------------------------ money


def test_the_money_is_told_by_year_and_payer_before_and_after() -> None:
    after = GOOD.replace("end: 2027-12-31", "end: 2028-12-31").replace("100 000", "125 000")

    held = worth(opened(), opened(after))

    def shown(year: int | None) -> tuple[object, ...]:
        row = next(r for r in held.rows if r.year == year)
        sums = [s.amount.value if s and s.amount else None for s in (row.before, row.after)]
        return (row.payers, *sums, row.by, row.is_same)

    assert [r.year for r in held.rows] == [2025, 2026, 2027, 2028]
    assert shown(2025) == (("kommunen",), Decimal(100000), Decimal(125000), Decimal(25000), False)
    assert shown(2028) == (("kommunen",), None, Decimal(125000), Decimal(125000), False)
    assert (held.before and held.before.value, held.after and held.after.value, held.by) == (
        Decimal(300000), Decimal(500000), Decimal(200000),
    )  # fmt: skip
    assert worth_data(held)["years"][3] == {
        "year": 2028,
        "payers": [{"id": "kommunen", "name": "Exempelköpings kommun"}],
        "before": {"value": "0.00", "currency": "SEK", "is": "exact"},
        "after": {"value": "125000.00", "currency": "SEK", "is": "exact"},
        "difference": "125000.00",
    }


def test_money_that_a_later_amendment_brings_counts_whatever_the_day() -> None:
    held = worth(opened(today=date(2025, 1, 1)), opened(put_in(AMENDMENTS), today=date(2025, 1, 1)))

    assert [r.by for r in held.rows if r.year == 2027] == [Decimal(45000)]


def test_a_sum_that_is_unknown_has_no_difference() -> None:
    held = worth(opened(), opened(GOOD.replace("    amount: 100 000 kr\n", "")))

    assert held.after is None
    assert held.by is None
    assert {r.by for r in held.rows} == {None}


# ------------------------------------------------------------------ machines


def test_the_data_fit_their_published_schema() -> None:
    after = put_in(AMENDMENTS).replace("Tvister löses i samtal.", "Tvister löses i domstol.")
    before, now = opened(), opened(after, GOOD_LOG + ENTRY)
    schema = diff_schema()

    answer = {
        "format": 1,
        "before": "HEAD",
        "after": None,
        "agreements": [
            {
                "id": "grannhuset",
                "title": "Grannhuset",
                "file": NAME,
                "was": None,
                "changes": as_data(changes(before, now)),
                "worth": worth_data(worth(before, now)),
            }
        ],
    }

    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(json.loads(json.dumps(answer)))) == []
    assert answer["agreements"][0]["changes"][0]["words"][1] == {  # type: ignore[index]  # plain JSON
        "kind": "deleted",
        "text": "samtal",
    }


def test_the_data_speak_the_readers_language_and_keep_their_keys() -> None:
    found = changed("end: 2027-12-31", "end: 2028-12-31")

    with words.speaking("sv"):
        (swedish,) = as_data(found)
    (english,) = as_data(found)

    assert swedish["sentence"] != english["sentence"]
    assert {k: v for k, v in swedish.items() if k != "sentence"} == {
        k: v for k, v in english.items() if k != "sentence"
    }


IN_SWEDISH = [
    ("status: signed", "status: terminated", "avtalet är nu uppsagt; det var undertecknat"),
    ("end: 2027-12-31", "end: 2028-12-31", "avtalstiden förlängs med 12 månader, till 2028-12-31"),
    ("length: 3 months", "length: 1 month", "uppsägningstiden vid avtalsbrott minskar från 3 månader till 1 månad"),
    ("min: 5, max: 30", "min: 4, max: 30", "Öppet kafé kräver minst 4 deltagare i stället för 5"),
    ("amount: 100 000 kr", "amount: 125 000 kr", "betalningen bidrag från Exempelköpings kommun (per år) ökar med 25 000 kr (+25,0 %), från 100 000 kr till 125 000 kr"),
    ("parties:\n", "parties:\n  x: {role: nonprofit, name: Förening X}\n", "Förening X blir part (idéburen part)"),
    ("Tvister löses i samtal.", "Tvister löses i domstol.", "klausulen om tvist har fått ny lydelse: Tvister löses i [-samtal-]{+domstol+}."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "expected"), IN_SWEDISH, ids=[s[2][:40] for s in IN_SWEDISH]
)
def test_a_change_is_told_in_swedish(old: str, new: str, expected: str) -> None:
    found = changed(old, new)

    with words.speaking("sv"):
        assert [change.sentence() for change in found] == [expected]
