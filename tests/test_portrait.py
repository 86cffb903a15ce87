"""One partnership on one screen: the words, the layouts, the data, and what is never hidden."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, template

from iop_cli import words
from iop_cli.book import open_partnership
from iop_cli.model.kinds import NONE
from iop_cli.portrait import portrait
from iop_cli.portrait.when import due, moment, span, timing, weekdays
from iop_cli.quantity import Moment
from iop_cli.reading import Library, Today
from iop_cli.report import Look
from iop_cli.report.safe import HIDDEN
from iop_cli.sheet import Sheet, data, page

SHIPPED = sorted(p.stem for p in (ROOT / "agreements").glob("*.yaml") if ".log" not in p.name)
FULL = """\
format: 1
id: prov
title: Härbärge i Exempelköping
status: signed
purpose: {text: Ingen ska sova ute}
target_group: {who: vuxna, ages: 18+}
parties:
  kommunen:
    role: public
    name: Exempelköpings kommun
    legal_form: municipality
    org_number: 222999-0011
    acts_through: Socialnämnden
  föreningen: {role: nonprofit, name: Föreningen Exempel, leads: yes}
  vännerna: {role: nonprofit, name: Vännerna}
  nätverket: {role: named, name: Nätverket Exempel}
term:
  start: 2024
  end: 2026
  length: 3 years
  at_end: {renews: 1 year, unless_notice: 3 months before end}
  extension: {by: 1 year, times: 2, decide: 1 October before}
notice:
  - {cause: breach, kind: notice, by: kommunen}
  - {cause: convenience, kind: leave, length: 6 months}
activities:
  härbärge:
    name: Härbärge
    run_by: [föreningen, vännerna]
    capacity: {normal: 45, max: 90, unit: sängplatser}
    ages: 18+
    places: {norr: {name: Norra torget}}
  kurs: {name: Kurs, sessions: {count: 1}, volume_in_all: {max: 3}}
commitments:
  - {by: vännerna, task: Koka kaffe, how_often: {min: 2, max: 2, per: week}}
contributions:
  - {by: kommunen, kind: cash, payment: bidrag}
  - {by: vännerna, kind: volunteer_time, what: Värdar, amount: about 40 tkr, per: year}
payments:
  bidrag:
    kind: fixed
    amount: 300 tkr
    per: year
    from: kommunen
    to: [föreningen, vännerna]
    index: {series: SCB arbetskostnadsindex}
    schedule: [{valid: {from: 2024, to: 2024}, parts: 4, pay: first week of quarter}]
    vat: outside
  start:
    kind: instalments
    from: kommunen
    to: {föreningen: 60 tkr, vännerna: 40 tkr}
    parts: [{date: 2024-03-01, amount: 60 tkr}, {amount: 40 tkr}]
    condition: medel
    vat: exempt
  tak: {kind: cost_cap, cap: 4 mkr, share: 80 %, to: föreningen, valid: {from: 2024-02}}
  sängar: {kind: per_unit, rate: 350 kr, quantity: nätter, from: kommunen, to: föreningen}
  flera: {kind: total, amount: 2 mkr, covers: 2024..2026, valid: {to: 2026}, invoiced: [at_start]}
  trappa: {kind: fixed, first_year: 10 tkr, yearly_uplift: 1 tkr, settled: {against: cost}}
conditions:
  medel: {what: medel finns, latest: 2025-02-01}
budgets:
  b1: {year: 2024, party: kommunen, lines: {a: {what: Hyra, amount: 10 tkr}}, total: 10 tkr}
  b2: {lines: {a: {what: Hyra}, b: {what: Mat}}}
governance:
  styrgrupp:
    name: Styrgruppen
    members: [{party: kommunen, count: 2, unit: IFO}, {office: revisor}]
    meets: {min: 4, max: 4, per: year}
    when_needed: yes
    decides: unanimous
    convened_by: kommunen
follow_up:
  reports:
    år:
      from: föreningen
      to: [{party: kommunen, body: Nämnden}, styrgrupp]
      how_often: {per: year}
      due: 2 months after period
      indicators: {nätter: {name: Nätter, unit: antal}, nöjda: {name: Nöjda}}
    utan: {to: kommunen}
  duties: [{what: Samtal, how_often: {per: month}}]
decisions:
  ks: {body: Kommunstyrelsen, decided: 2023-12-11, case_number: KS 2023/1, paragraph: "7", effect: sign}
  förslag: {proposes_to: Nämnden, dated: 2023-11}
amendments:
  a1: {decision: ks, from: 2025-05, changes: {activities.härbärge.capacity.normal: 60}}
  a2: {from: 2026-01-01, changes: {payments.bidrag.amount: +25 tkr}}
accepted_findings:
  - {rule: IOP305, where: term, finding: "00000000", because: Så är det}
"""
LOG = """\
agreement: prov
entries:
  - {id: k1, activity: härbärge, held: 2024-02-01, participants: 12}
  - {id: m1, meeting: styrgrupp, held: 2024-03-01}
  - {id: y1, complete: 2024}
  - {id: e1, event: joined, by: vännerna, date: 2025-01-15}
  - {id: e2, event: condition_met, condition: medel}
  - {id: k2, activity: härbärge, held: 2026-02-01, participants: 30}
"""


def sheet(text: str, day: str, log: str | None = None, id: str = "prov") -> Sheet:
    """The portrait of an agreement's text on a day."""
    past = (f"{id}.log.yaml", log.encode()) if log else None
    today = Today(date.fromisoformat(day))
    opened = open_partnership((f"{id}.yaml", text.encode()), past, today, Library(template))
    return portrait(opened.readings[-1], opened.body.damaged)


def shipped(id: str, day: str) -> Sheet:
    """The portrait of a shipped agreement on a day."""
    log = ROOT / "agreements" / f"{id}.log.yaml"
    text = (ROOT / "agreements" / f"{id}.yaml").read_text(encoding="utf-8")
    return sheet(text, day, log.read_text(encoding="utf-8") if log.exists() else None, id)


def text(held: Sheet, width: int = 0, **look: bool) -> str:
    """The page as a reader meets it."""
    return "".join(page(held, Look(width=width, **look)))


def lines(held: Sheet) -> list[str]:
    """The page's lines, each with its words one space apart."""
    return [" ".join(line.split()) for line in text(held).splitlines()]


def values(held: Sheet) -> Any:
    """The page as data."""
    return json.loads(data(held))


def test_boras_says_when_it_ends_and_what_comes_next() -> None:
    held = lines(shipped("boras-alskade-barn", "2020-05-01"))

    assert held[0] == "Föräldraskapsstödcirkel Älskade Barn"
    assert "State in force (as of 2020-05-01)" in held
    assert "Extension by 2 years at a time, no limit stated" in held
    assert "to be decided: by 2020-06-30 (6 months before the end)" in held
    next_at = held.index("What comes next")
    assert held[next_at + 1] == "2020-06-30 last day to decide on an extension"
    assert held[next_at + 2] == "2020-12-31 the last day of the agreement"


def test_boras_shows_both_rates_and_the_way_of_the_money() -> None:
    money = next(
        x for x in lines(shipped("boras-alskade-barn", "2020-05-01")) if "kursbidrag for" in x
    )

    assert "6 500 kr (låg) or 10 000 kr (hög)" in money
    assert "Borås Stad → Studieförbundet Sjuhärad" in money
    assert money.endswith("outside VAT")


def test_the_log_counts_what_had_happened_by_the_day() -> None:
    held = values(shipped("boras-alskade-barn", "2018-12-31"))["log"]

    assert held["entries"] == {"activity": 4, "complete": 1}
    assert held["last"] == {"id": "y1", "kind": "complete", "date": "2018-12-31"}
    assert held["later"] == 9
    assert held["illustrative"] is True


def test_timra_says_what_is_unknown_about_its_money() -> None:
    held = lines(shipped("timra-sorakers-folkets-hus", "2018-06-01"))

    assert any(x.endswith("unknown: when it is paid and VAT") for x in held)
    assert "fh_2018 2018, Söråkers Folkets Husförening, total 995 tkr, 6 lines" in held
    assert "Over the term 500 000 kr" in held


def test_orust_says_that_it_knows_of_no_decision_and_no_money() -> None:
    held = shipped("orust-junis-klubb-busa", "2025-01-01")

    assert "State within its term, no decision known (as of 2025-01-01)" in lines(held)
    assert values(held)["unknown"] == ["money"]
    assert "Nothing about Money" in lines(held)
    assert values(held)["money"] == {
        "payments": None,
        "stated_sum": None,
        "sum_over_term": None,
    }


def test_stockholm_sums_two_years() -> None:
    held = values(shipped("stockholm-bris-stodgrupper", "2017-03-01"))["money"]

    assert held["sum_over_term"] == {"value": "1423666.00", "currency": "SEK", "is": "exact"}
    assert held["payments"]["medel"]["unknown"] == ["when", "vat"]


FULL_SAYS = [
    "State in force (as of 2025-03-01)",
    "For vuxna, ages 18+",
    "kommunen public party: Exempelköpings kommun, municipality, 222999-0011; "
    "acts through Socialnämnden",
    "föreningen nonprofit party: Föreningen Exempel, organisation number unknown; "
    "leads the associations",
    "nätverket named, not a party: Nätverket Exempel",
    "Start 2024-01-01 (written 2024)",
    "End 2026-12-31 (written 2026)",
    "Length 3 years",
    "At the end renewed by 1 year at a time, unless notice is given 3 months before the end",
    "Extension by 1 year at a time, 2 times",
    "to be decided: 1 October before",
    "Notice notice on breach open to Exempelköpings kommun, length unknown",
    "right to leave without stated cause, 6 months",
    "bidrag fixed amount: 300 tkr per year; Exempelköpings kommun → Föreningen Exempel and "
    "Vännerna; 2024: 4 parts, the first week of the quarter; follows SCB arbetskostnadsindex; "
    "outside VAT; unknown: how it is shared",
    "start in instalments: 2024-03-01 60 tkr and day unknown 40 tkr; Exempelköpings kommun → "
    "Föreningen Exempel (60 tkr) and Vännerna (40 tkr); on condition: medel finns; exempt from VAT",
    "tak costs up to a ceiling: 80 % of the costs, at most 4 mkr; unknown → Föreningen Exempel; "
    "from 2024-02; unknown: when it is paid and VAT",
    "sängar by quantity: 350 kr each, nätter; Exempelköpings kommun → Föreningen Exempel; "
    "unknown: when it is paid and VAT",
    "flera a sum for several years: 2 mkr, covers 2024–2026; unknown → unknown; "
    "invoiced at the start; until 2026; unknown: what falls on each year and VAT",
    "trappa fixed amount: first year 10 tkr, then 1 tkr more each year; unknown → unknown; "
    "advances, settled afterwards; unknown: per what, when it is paid and VAT",
    "b1 2024, Exempelköpings kommun, total 10 tkr, 1 line",
    "b2 total unknown, 2 lines",
    "härbärge Härbärge; run by Föreningen Exempel and Vännerna; ages 18+; "
    "45 sängplatser, at most 90; at Norra torget",
    "kurs Kurs; at most 3 in all; 1 meeting",
    "vännerna Koka kaffe (2 times per week)",
    "kommunen money: bidrag",
    "vännerna volunteer time: Värdar, about 40 tkr per year",
    "styrgrupp Styrgruppen; 2 from Exempelköpings kommun (IFO) and revisor; meets 4 times per year; "
    "and when needed; decides unanimously; called by Exempelköpings kommun",
    "år Föreningen Exempel → Exempelköpings kommun (Nämnden) and Styrgruppen; once per year; "
    "due 2 months after the period",
    "utan sender unknown → Exempelköpings kommun; how often unknown; no day stated",
    "Also Samtal, once per month",
    "år Nätter (antal); Nöjda",
    "ks decided 2023-12-11 by Kommunstyrelsen to enter into the agreement, KS 2023/1, § 7",
    "förslag body unknown proposes to Nämnden, document of 2023-11, decision not known",
    "Entries activities held: 1, meetings: 1, events: 2, complete periods: 1",
    "Last 2025-01-15 Vännerna joined",
    "Events 2025-01-15 Vännerna joined",
    "day unknown condition met: medel finns",
    "Not counted 1 entry after this day",
    "a1 from 2025-05; not in force; changes activities.härbärge.capacity.normal; decision ks",
    "a2 from 2026-01-01; not in force; changes payments.bidrag.amount; decision unknown",
    "Acceptances 1 finding lived with",
]


@pytest.mark.parametrize("wanted", FULL_SAYS)
def test_everything_an_agreement_may_say_has_its_words(wanted: str) -> None:
    assert wanted in lines(sheet(FULL, "2025-03-01", LOG))


MORE = """\
format: 1
id: prov
title: Öppet hus
status: signed
part_of: helheten
follows: {title: Avtalet före, term: {start: 2020-03, end: 2021-02}}
parts: {expected: 2, inherit: [purpose, term]}
parties:
  kommunen: {role: public, name: Kommunens socialförvaltning, org_number: none}
  jouren: {role: nonprofit, name: Exempeljouren}
  missionen: {role: nonprofit, name: Missionen}
term:
  start: 2024-01-01
  end: 2026-12-31
  extension: {decide: 2026-11, talks: first week of quarter}
activities:
  natt:
    name: Natt
    capacity: {min: 20, normal: 45, max: 60, unit: platser, parts: {män: 30, kvinnor: 15}}
    hours:
      - {days: mon-sun, from: "20:30", to: "07:30"}
      - {days: "sat, sun", from: "12:30"}
      - {days: helgdagar, to: "24:00"}
  dag: {name: Dag, participants: {min: 8}, capacity: {min: 4}}
contributions:
  - by: jouren
    kind: volunteer_time
    calculation: 1 500 h * 145 kr/h = 217 500 kr
    per: year
payments:
  tak: {kind: cost_cap, cap: up to 900 tkr, per: year, from: {kommunen: 100 %}, to: jouren}
  plan:
    kind: fixed
    per: year
    called: grunden
    schedule:
      - {valid: {from: 2024, to: 2024}, amount: 78 tkr, pay: mars}
      - {valid: {from: 2025}, amount: 80 tkr, parts: 4, printed: 20 tkr, pay: last day of month}
  delar:
    kind: instalments
    amount: 300 tkr
    parts:
      - {date: 2024-09-01, amount: 100 tkr, condition: medel}
      - {amount: 200 tkr, released_by: rapport}
      - {date: 2025..2026, released_by: okänd, condition: okänt}
  år: {kind: total, split: {2024: 600 tkr, 2025: 1 mkr}, cap: at least 1 mkr}
  lika: {kind: total, calculation: 3 * 140 000 kr = 420 000 kr, split: equal}
  antal:
    kind: per_unit
    rate: 4 kr
    quantity: belagda_platser
    at: 1 November before
    source: SCB
    least: 20
  kurs: {kind: per_activity, activity: dag, amount: 1 tkr, gate: {participants: min}}
  träff: {kind: per_activity, activity: dag, amount: 1 tkr, gate: {participants: "12"}}
  öppen: {kind: per_activity, activity: natt, amount: 1 tkr, gate: {participants: min}}
conditions:
  medel: {what: medel finns, latest: 3 weeks after decision}
governance:
  råd: {name: Rådet, meets: {min: 8, max: 10, unit: möten, per: year}, members: [{count: 2, office: revisor}]}
follow_up:
  reports:
    rapport: {name: Delrapport, from: råd, to: {party: kommunen, body: Nämnden}, due: senast våren 2028}
    slut: {from: jouren, to: råd, due: 2027-01-31}
  duties: [{what: Utbildningsdag, by: råd, firm: no}]
decisions:
  a: {body: Nämnden, paragraph: § 38}
  b: {body: Nämnden, effect: fund}
  c: {body: Utskottet, proposes_to: Nämnden, effect: sign, decided: 2023-12-01}
budgets:
  b1: {year: 2024..2026, party: jouren, lines: {a: {what: Hyra}}}
"""
MORE_LOG = """\
agreement: prov
entries:
  - {id: h1, activity: natt, held: 2024-02-01}
  - {id: e1, event: left, by: missionen, date: 2024-03-01}
  - {id: e2, event: notice, by: jouren, date: 2024-04-01}
  - {id: e3, event: condition_met, condition: medel, by: kommunen, date: 2024-05-01}
  - {id: y1, complete: 2024-06-01..2024-06-30}
"""
MORE_SAYS = [
    "Continues Avtalet före, 2020-03 – 2021-02",
    "Part of helheten",
    "Parts 2 parts expected, taking over purpose and term",
    "kommunen public party: Kommunens socialförvaltning, no organisation number",
    "to be decided: by 2026-11-30 (written 2026-11)",
    "talks to begin: the first week of the quarter",
    "natt Natt; 45 platser (30 män and 15 kvinnor), at least 20, at most 60; "
    "open Mon–Sun 20:30–07:30, Sat, Sun from 12:30 and helgdagar until 24:00",
    "dag Dag; at least 8; at least 4 places to fill",
    "jouren volunteer time: 1 500 h × 145 kr/h = 217 500 kr per year",
    "tak costs up to a ceiling: at most 900 tkr per year; "
    "Kommunens socialförvaltning (100 %) → Exempeljouren; unknown: when it is paid and VAT",
    "plan fixed amount: per year; unknown → unknown; 2024: 78 tkr, mars; "
    "from 2025: 80 tkr, 4 parts of 20 tkr, the last day of the month; unknown: VAT",
    "delar in instalments: 300 tkr, 2024-09-01 100 tkr (on condition: medel finns), "
    "200 tkr (released by Delrapport) and 2025–2026 amount unknown (on condition: okänt; "
    "released by okänd); unknown → unknown; unknown: VAT",
    "år a sum for several years: 2024: 600 tkr and 2025: 1 mkr; unknown → unknown; "
    "ceiling: at least 1 mkr; unknown: when it is paid and VAT",
    "lika a sum for several years: 3 × 140 000 kr = 420 000 kr (the same each year); "
    "unknown → unknown; unknown: when it is paid and VAT",
    "antal by quantity: 4 kr each, belagda platser (1 November before, SCB), "
    "paid for at least 20; unknown → unknown; unknown: when it is paid and VAT",
    "kurs for each activity held: 1 tkr, Dag; unknown → unknown; "
    "only with at least 8 participants; unknown: when it is paid and VAT",
    "träff for each activity held: 1 tkr, Dag; unknown → unknown; "
    "only with at least 12 participants; unknown: when it is paid and VAT",
    "öppen for each activity held: 1 tkr, Natt; unknown → unknown; "
    "only with enough participants; unknown: when it is paid and VAT",
    "råd Rådet; 2 revisor; 8–10 möten per year",
    "rapport Delrapport; Rådet → Kommunens socialförvaltning (Nämnden); due: senast våren 2028",
    "slut Exempeljouren → Rådet; due 2027-01-31",
    "Also Rådet: Utbildningsdag, only suggested",
    "a Nämnden, § 38, decision not known",
    "b Nämnden: to fund it, decision not known",
    "c Utskottet proposes to Nämnden to enter into the agreement, decided 2023-12-01",
    "b1 2024–2026, Exempeljouren, total unknown, 1 line",
    "Last 2024-06-30 complete for 2024-06-01 – 2024-06-30",
    "Events 2024-03-01 Missionen left",
    "2024-04-01 notice given by Exempeljouren",
    "2024-05-01 condition met: medel finns, by Kommunens socialförvaltning",
]
MORE_SAYS_IN_SWEDISH = [
    "Fortsätter Avtalet före, 2020-03 – 2021-02",
    "Del av helheten",
    "Delar 2 delar väntas, som övertar purpose och term",
    "kommunen offentlig part: Kommunens socialförvaltning, inget organisationsnummer",
    "beslutas: senast 2026-11-30 (skrivet 2026-11)",
    "samtal börjar: första veckan i kvartalet",
    "natt Natt; 45 platser (30 män och 15 kvinnor), minst 20, högst 60; "
    "öppet mån–sön 20:30–07:30, lör, sön från 12:30 och helgdagar till 24:00",
    "från 2025: 80 tkr, 4 delbetalningar à 20 tkr, sista dagen i månaden",
    "antal efter antal: 4 kr per enhet, belagda platser (närmast föregående 1 november, SCB)",
    "högst 900 tkr per år",
    "200 tkr (betalas ut när Delrapport har lämnats)",
    "lämnas: senast våren 2028",
    "b Nämnden: att finansiera den, beslut inte känt",
    "2024-03-01 Missionen har lämnat",
]


@pytest.mark.parametrize("wanted", MORE_SAYS)
def test_what_practice_adds_has_its_words_too(wanted: str) -> None:
    assert wanted in lines(sheet(MORE, "2025-03-01", MORE_LOG))


@pytest.mark.parametrize("wanted", MORE_SAYS)
def test_a_screen_reader_is_told_the_same_words(wanted: str) -> None:
    plain = text(sheet(MORE, "2025-03-01", MORE_LOG), plain=True).splitlines()

    assert any(line.replace(": ", " ", 1).endswith(wanted) or wanted in line for line in plain)


@pytest.mark.parametrize("wanted", MORE_SAYS_IN_SWEDISH)
def test_what_practice_adds_has_its_swedish_words(wanted: str) -> None:
    words.use("sv")

    assert any(wanted in line for line in lines(sheet(MORE, "2025-03-01", MORE_LOG)))


def test_what_practice_adds_stands_in_the_data() -> None:
    held = values(sheet(MORE, "2025-03-01", MORE_LOG))
    paid = held["money"]["payments"]

    def kr(thousands: int) -> dict[str, str]:
        return {"value": f"{thousands}000.00", "currency": "SEK", "is": "exact"}

    assert held["summary"]["part_of"] == "helheten"
    assert held["summary"]["follows"] == "Avtalet före"
    assert held["summary"]["parts"] == {"expected": 2, "inherit": ["purpose", "term"]}
    assert paid["tak"]["cap"] == {"value": "900000.00", "currency": "SEK", "is": "up_to"}
    assert paid["tak"]["from_each"] == {"kommunen": {"share": "100 %"}}
    assert paid["tak"]["to_each"] is None
    assert paid["plan"]["schedule"][0] == {
        "from": "2024", "to": "2024", "parts": None, "amount": kr(78), "printed": None, "pay": "mars",
    }  # fmt: skip
    assert paid["delar"]["parts"][:2] == [
        {"date": "2024-09-01", "amount": kr(100), "condition": "medel", "released_by": None},
        {"date": None, "amount": kr(200), "condition": None, "released_by": "rapport"},
    ]
    assert paid["år"]["split"] == {"2024": kr(600), "2025": kr(1000)}
    assert paid["lika"]["split"] == "equal"
    assert paid["lika"]["calculation"] == "3 * 140 000 kr = 420 000 kr"
    assert held["activities"]["natt"]["hours"][1] == {
        "days": "sat, sun",
        "from": "12:30",
        "to": None,
    }
    assert held["activities"]["natt"]["capacity"]["min"] == 20
    assert held["contributions"]["jouren"][0]["calculation"].startswith("1 500 h * 145 kr/h")


@pytest.mark.parametrize(
    ("written", "english", "swedish"),
    [
        ("6 months before end", "6 months before the end", "6 månader före slutet"),
        ("3 weeks after signature", "3 weeks after the signing", "3 veckor efter undertecknandet"),
        ("2 months after", "2 months after", "2 månader efter"),
        ("30 days before", "30 days before", "30 dagar före"),
        ("last day of period", "the last day of the period", "sista dagen i perioden"),
        ("second month of year", "the second month of the year", "andra månaden i året"),
        ("1 october", "1 October", "1 oktober"),
        ("1 May after", "1 May after", "närmast följande 1 maj"),
        ("2016-2017", "2016–2017", "2016–2017"),
        ("2016-11..2017-02", "2016-11 – 2017-02", "2016-11 – 2017-02"),
        ("våren 2028", "våren 2028", "våren 2028"),
    ],
)
def test_a_moment_is_told_in_the_readers_words(written: str, english: str, swedish: str) -> None:
    assert moment(Moment.read(written)) == english

    words.use("sv")
    assert moment(Moment.read(written)) == swedish


def test_words_that_are_no_moment_are_told_as_they_are_written() -> None:
    assert timing("enligt överenskommelse") == "enligt överenskommelse"
    assert timing(None) == ""
    assert due("enligt överenskommelse") == "due: enligt överenskommelse"
    assert weekdays("Mon-Fri, sun") == "Mon–Fri, Sun"
    assert weekdays("vardagar") == "vardagar"


def test_a_span_without_one_of_its_ends_says_which_it_has() -> None:
    start, end = Moment.read("2020-03"), Moment.read("2021-02")

    assert span(start, end) == "2020-03 – 2021-02"
    assert span(start, start) == "2020-03"
    assert span(start, NONE) == "2020-03 – until further notice"
    assert span(None, NONE) == "until further notice"
    assert span(None, end) == "until 2021-02"
    assert span(None, None) == ""


def test_an_amendment_changes_the_portrait_from_its_day() -> None:
    before, after = (lines(sheet(FULL, day)) for day in ("2025-04-30", "2025-05-01"))

    assert any("45 sängplatser" in x for x in before)
    assert any("60 sängplatser" in x for x in after)
    assert (
        "a1 from 2025-05; in force; changes activities.härbärge.capacity.normal; decision ks"
        in after
    )


BARE = """\
format: 1
id: prov
title: Tomt
status: draft
parties:
  kommunen: {role: public, name: Exempelköpings kommun}
  föreningen: {role: nonprofit, name: Föreningen Exempel}
"""


def test_what_the_file_does_not_say_is_called_unknown_in_one_line() -> None:
    held = sheet(BARE, "2025-01-01")

    assert "State start or end unknown (as of 2025-01-01)" in lines(held)
    assert "Notice unknown" in lines(held)
    assert lines(held)[-2:] == [
        "Unknown",
        "Nothing about Money, Activities, Commitments, Contributions, Steering, Follow-up, "
        "Indicators and Decisions",
    ]
    assert "No date to come can be told: no last day is known." in lines(held)
    assert values(held)["steering"] is None


def test_none_is_told_apart_from_unknown() -> None:
    settled = (
        "term: {start: 2024-01-01, end: none}\nnotice: none\npayments: none\ngovernance: none\n"
    )

    held = sheet(BARE + settled, "2025-01-01")

    assert "End until further notice" in lines(held)
    assert "Notice none, as settled" in lines(held)
    assert "No money moves, as settled." in lines(held)
    assert "none, as settled" in lines(held)
    assert values(held)["money"]["payments"] == "none"
    assert values(held)["steering"] == "none"
    assert values(held)["term"]["end"] == "none"


def test_pieces_that_were_decided_one_by_one_are_listed() -> None:
    pieces = "term: {periods: [{start: 2024-01-01, end: 2024-06-30}, {start: 2024-08-01}]}\n"

    held = lines(sheet(BARE + pieces, "2025-01-01"))

    assert "Decided periods 2024-01-01 – 2024-06-30" in held
    assert "2024-08-01 – unknown" in held


def test_an_end_that_the_log_moved_shows_both_days() -> None:
    term = "term: {start: 2024-01-01, end: 2024-12-31, at_end: expires}\n"
    log = "agreement: prov\nentries:\n  - {id: e1, event: extended, date: 2024-10-01, until: 2025-12-31}\n"

    held = lines(sheet(BARE + term, "2025-03-01", log))

    assert "End 2025-12-31 (agreed 2024-12-31)" in held
    assert "At the end expires by itself" in held
    assert "Events 2024-10-01 extended until 2025-12-31" in held


def test_a_long_list_says_how_many_more_there_are() -> None:
    tasks = "".join(f"  - {{by: kommunen, task: Uppgift {n}}}\n" for n in range(1, 9))

    held = sheet(f"{BARE}commitments:\n{tasks}", "2025-01-01")

    row = next(x for x in lines(held) if x.startswith("kommunen Uppgift"))
    assert row.endswith("Uppgift 5; 3 more in the file")
    assert len(values(held)["commitments"]["kommunen"]) == 8


def test_what_could_not_be_read_is_named() -> None:
    held = sheet(BARE + "copies: två\n", "2025-01-01")

    assert "Not read copies; iop validate says why" in lines(held)
    assert values(held)["remarks"]["left_out"] == ["copies"]


def found(path: Path, day: str) -> Sheet:
    """The portrait of an agreement in a folder, with its log and the masters beside it."""
    log = path.with_suffix(".log.yaml")
    past = (log.name, log.read_bytes()) if log.exists() else None
    others = {p.stem: (p.name, p.read_bytes()) for p in path.parent.glob("*.yaml")}
    shelf, today = Library(template, others.get), Today(date.fromisoformat(day))
    return portrait(
        open_partnership((path.name, path.read_bytes()), past, today, shelf).readings[-1]
    )


FILES = [
    path
    for folder in ("agreements", "tests/practice")
    for path in sorted((ROOT / folder).glob("*.yaml"))
    if ".log" not in path.name
]


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("plain", [True, False])
def test_every_portrait_fits_its_width_and_shows_nothing_raw(
    file: Path, language: str, width: int, plain: bool
) -> None:
    words.use(language)

    held = text(found(file, "2025-06-01"), width, plain=plain)

    too_wide = [x for x in held.splitlines() if len(x) > width and " " in x.strip()]
    assert not too_wide
    for raw in ("{", "None", "..", ", none", "at most up to", "högst upp till", "paragraph"):
        assert raw not in held


@pytest.mark.parametrize("id", SHIPPED)
def test_the_data_of_a_portrait_are_in_no_language(id: str) -> None:
    english = values(shipped(id, "2019-01-01"))
    words.use("sv")

    assert values(shipped(id, "2019-01-01")) == english
    assert english["format"] == 1
    assert english["id"] == id
    assert english["as_of"] == "2019-01-01"


def test_swedish_readers_meet_swedish_words() -> None:
    words.use("sv")

    held = lines(shipped("boras-alskade-barn", "2020-05-01"))

    assert "Läge gäller (läget 2020-05-01)" in held
    assert "beslutas: senast 2020-06-30 (6 månader före slutet)" in held
    assert "2020-06-30 sista dag att besluta om förlängning" in held
    assert "Poster genomförda aktiviteter: 9, fullständiga perioder: 2" in held
    assert "Inget om Styrning, Uppföljning, Indikatorer och Beslut" in held


def test_a_screen_reader_gets_labelled_lines_without_indent() -> None:
    held = text(shipped("boras-alskade-barn", "2020-05-01"), 0, plain=True).splitlines()

    assert "Status: signed" in held
    assert "2020-06-30: last day to decide on an extension" in held
    assert not any(x.startswith(" ") for x in held)


def test_headings_are_bold_only_in_colour() -> None:
    held = shipped("boras-alskade-barn", "2020-05-01")

    assert "\x1b[1mParties\x1b[0m" in text(held, 80, color=True)
    assert "\x1b" not in text(held, 80)


def test_nothing_in_a_file_is_obeyed_by_the_terminal() -> None:
    bad = '"Ex\\e[2J\\u202e ::error:: ##[x] \\u200bempel"'
    hostile = FULL.replace("Föreningen Exempel", bad).replace("Uppgift", bad)

    held = sheet(hostile, "2025-03-01", LOG)

    assert "Ex\\x1b[2J<U+202E>" in text(held)
    for shown in (text(held), text(held, 40), data(held)):
        assert not HIDDEN.search(shown.replace("\n", ""))
    assert not any(x.lstrip().startswith("::") for x in text(held, 40).splitlines())
