"""The agreement as a document: all that its file holds, at its place, and nothing else."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from conftest import ROOT, TODAY, template
from hypothesis import given
from hypothesis import strategies as st

from iop_cli.book import open_partnership
from iop_cli.documents import agreement
from iop_cli.documents.engine import markdown, without_charts
from iop_cli.documents.roll import named
from iop_cli.documents.values import Clause, Own, Subject
from iop_cli.documents.weaving import table, woven
from iop_cli.model.agreement import ClauseText, Topic
from iop_cli.quantity import Moment, NotRead
from iop_cli.reading import Library, Today

SHIPPED = (
    "boras-alskade-barn",
    "stockholm-bris-stodgrupper",
    "timra-sorakers-folkets-hus",
    "orust-junis-klubb-busa",
)
PRACTICE = sorted(
    p.stem for p in (ROOT / "tests" / "practice").glob("*.yaml") if ".log" not in p.name
)
LANGUAGES = ("sv", "en")
BORAS, STOCKHOLM, TIMRA, ORUST = SHIPPED

# what a close reading of each source holds: figures, dates, parties, duties and cadences
TOLD: dict[str, list[str]] = {
    BORAS: [
        "Föräldraskapsstödcirkel Älskade Barn",
        "| Borås Stad | public party | municipality | 212000-1561 |",
        "Fritids- och folkhälsonämnden",
        "| Studieförbundet Sjuhärad | nonprofit party | association | 864500-7710 |",
        "Borås Stad takes part through Folkhälsoenheten and Mötesplatserna.",
        "| Borås Stad | utvecklingsledare | Folkhälsoenheten |",
        "| Studieförbundet Sjuhärad | verksamhetsutvecklare |",
        "The initiative was taken by Studieförbundet Sjuhärad.",
        "from 1 January 2018 to 31 December 2020",
        "36 months",
        "It then expires without notice.",
        "extended by 2 years at a time",
        "6 months before the end, by 30 June 2020 at the latest",
        "(två) år i taget, (sex) månader innan",
        "sets no limit to how many times",
        "| Notice | on breach | 6 months | any party | Fritids- och folkhälsoförvaltningen |",
        "| Notice | when circumstances change | 6 months |",
        "| Renegotiation | for another cause | any party |",
        "Norrbyhuset, Framtid Sjöbo, Mötesplats Hulta, VI Hässleholmen",
        "Mötesplats Kristineberg",
        "Area: Norrby, Sjöbo, Hässleholmen, Hulta and Kristineberg.",
        "3–4 per year",
        "| In all over the term | 9–12 |",
        "föräldrar, 10–20",
        "only with at least 10 participants",
        "With fewer than 10 participants nothing is paid.",
        "6 500 kr (låg) or 10 000 kr (hög)",
        "| Barnpassning och fika | about 7 000 kr |",
        "0 kr, it is free to take part",
        "- after each activity",
        "- before the new year",
        "- yearly in arrears",
        "inför varje årsskifte",
        "Efter varje genomförd kurs fakturerar",
        "Alla kostnader faktureras årligen",
        "nothing is paid back",
        "| Material | Studiematerial |",
        "| Training | Utbildning och fortbildning av cirkelledare |",
        "| Studieförbundet Sjuhärad | Marketing | Marknadsföring |",
        "Verksamhetsutvecklarens arbetstid, med ledararvoden, rekrytering, ledarträffar",
        "Folkhälsoenhetens arbete som länk, med information, kontaktlista och ledarträffar",
        "Lokal på mötesplatserna när det är möjligt",
        "boras.se/foralder",
        "Betala arvode till cirkelledarna",
        "Rekrytera cirkelledare",
        "Se till att cirkelledarna rekryterar föräldrar",
        "Utbilda och fortbilda cirkelledare",
        "Hålla kontakt med varje mötesplats",
        "Erbjuda cirkelledarna träffar tillsammans med Folkhälsoenheten",
        "Marknadsföra kurserna med båda parters logotyper",
        "Betala bidrag för varje genomförd kurs",
        "Boka och betala barnpassning och fika",
        "Vara länk mellan mötesplatserna och studieförbundet",
        "Upplåta lokal utan kostnad i den mån det går",
        "internfakturera Folkhälsoenheten",
        "Informera regelbundet om läget och det fortsatta arbetet",
        "drawn up in two identical originals",
        "Original number ______ of 2",
        "Name in print: Ida Legnemark",
        "Name in print: Peter Thorsell",
        "Place and date: Borås, ____",
        "Styrprogram för föräldraskapsstöd, 2017–2020",
        "Överenskommelsen i Borås, from 2016–2017",
        "Fritids- och folkhälsoförvaltningen och Arbetslivsförvaltningen | from 2014 | earlier",
        "3 × 6 500 kr = 19 500 kr",
        "4 × 10 000 kr = 40 000 kr",
        "9 × 6 500 kr = 58 500 kr",
        "12 × 10 000 kr = 120 000 kr",
        "ensamt bland studieförbunden",
        "4 of 6 criteria have been judged.",
    ],
    STOCKHOLM: [
        "Stödgrupper för familjehemsplacerade barn",
        "Proposed agreement",
        "| Socialförvaltningen | public party | part of a public body |",
        "| Bris | nonprofit party | association |",
        "| Socialförvaltningen | handläggare |",
        "| Proposed by | Socialförvaltningen |",
        "| Decided by | Socialnämnden |",
        "| Document of | 13 December 2016 |",
        "from 1 January 2017 to 31 December 2018",
        "24 months",
        "- Medel för partnerskapet finns",
        "| Conditions | Medel för partnerskapet finns |",
        "711 833 kr per year",
        "1 423 666 kr",
        "| Paid by | Socialförvaltningen |",
        "| Paid to | Bris |",
        "Spridning av information och kontakt med chefsnätverk",
        "Visst informationsmaterial",
        "| Bris | Premises | Lokal |",
        "| Bris | Staff time | Personalledning |",
        "Metodutveckling och tillgång till andra stödinsatser",
        "Erfarenhet av stödgrupper",
        "8 meetings of 2 h; 16 h in all",
        "familjehemsplacerade barn, at most 8",
        "3 meetings: Heldagar på lördag och söndag, minst så många",
        "1 meeting: Uppföljande lördag",
        "minst tre heldagar fördelade mellan lördag och söndag, och en uppföljande lördag",
        "7–18 years",
        "Välja metod efter antalet anmälda och barnens förutsättningar",
        "| Where | Bris befintliga lokaler |",
        "| Samverkansgrupp | Bris and Socialförvaltningen | once per school term |",
        "Informera och stämma av löpande",
        "i stadens stadsdelar",
        "eventuella förändringar inom partnerskapet",
        "eventuella förändringar i partnerskapet",
        "bör ske på initiativ av den idéburna organisationen",
        "för barn placerade i familjehem | not with this text |",
        "Socialnämndens budget 2016, 2016",
        "Budget 2017, 2017",
        "3 of 6 criteria have been judged.",
    ],
    TIMRA: [
        "Timrå kommuns Socialförvaltning | public party | part of Timrå kommun | kommunen |",
        "Söråkers Folkets Husförening | nonprofit party | association | föreningen |",
        "Enheten för Arbetsmarknad och Integration",
        "| Timrå kommuns Socialförvaltning | arbetsmarknadschef |",
        "from 1 January 2018 to 31 December 2018",
        "12 months",
        "in November 2018, by 30 November 2018 at the latest",
        "| Decided by | Kommunstyrelsen |",
        "2 from Timrå kommuns Socialförvaltning and 2 from Söråkers Folkets Husförening",
        "| once per month | decides unanimously |",
        "14–25 years",
        "Taking part is voluntary.",
        "av fri vilja och med eget samtycke",
        "The initiative was taken by Timrå kommuns Socialförvaltning.",
        "The text states 500 tkr (kommunens ekonomiska medel).",
        "| Amount | 500 tkr, for 2018 |",
        "| Verksamhetsstöd | 500 tkr |",
        "| Styrgruppskostnader | 5 tkr |",
        "| Handledning med mera för personal | 25 tkr |",
        "| Total as printed | 530 tkr |",
        "Arbetsledare inklusive sociala avgifter",
        "3 × 196 tkr × 10 % = 20 tkr",
        "58,8 tkr; the text says 20 tkr",
        "44 veckor × 40 h = 176 h; 176 h × 134 kr/h = 236 tkr",
        "1 760 h; the text says 176 h",
        "44 veckor × 3750 kr = 165 tkr | | 165 tkr",
        "| Volunteer time | Volontärer | 236 tkr |",
        "| Staff time | Ordinarie personal | 20 tkr |",
        "| Material och utrustning | 45 tkr |",
        "| Resor och studiebesök | 25 tkr |",
        "| 995 tkr |",
        "The total says 995 tkr; the lines add up to 991 tkr.",
        "the same money as verksamhetsstöd in the other budget",
        "500 tkr is the money alone; with what is in kind the contribution is 530 tkr.",
        "| Kvartalsuppföljning | Styrgrupp | Timrå kommuns Socialförvaltning (Kommunstyrelsen)",
        "Söråkers Folkets Husförening (Styrelsen) | once per quarter |",
        "| once per month | a suggestion in the text |",
        "Trepartssamtal för varje deltagare",
        "Löpande utvärdering vid träffar",
        "Föra den varaktiga dokumentationen om deltagarna",
        "Skriva tillfälliga daganteckningar",
        "Svara för den övergripande arbetsledningen",
        "Handleda och fortbilda personal som medverkar",
        "| Right to leave | on breach | any party |",
        "| Right to leave | when circumstances change | any party |",
        "Money is paid back when it has been misused: all or a part of it.",
        "A surplus is used for the same purpose or a similar one.",
        "Policy om social ekonomi, from 2016",
        "Doubtful wording: “förhandlingarna”.",
        "på entreprenad åt kommunen | under another contract |",
    ],
    ORUST: [
        "Case number: KS/2024:2095",
        "| Document of | 20 December 2024 |",
        "| Proposed by | Utskottet för omsorg |",
        "| Decided by | Kommunstyrelsen |",
        "| Documents | Tjänsteskrivelse and Överenskommelse |",
        "| Sent to | Sektor omsorg |",
        "| Orust kommun | public party | municipality | 212000-1314 |",
        "| Junis Göteborg och Bohusläns distrikt | nonprofit party | association | 857204-3795 |",
        "from 1 January 2024 to 31 December 2026",
        "36 months",
        "(1 January 2022 – 31 December 2023)",
        "6 months before the end, by 30 June 2026 at the latest",
        "Stödgruppsverksamheten Klubb BUSA",
        "Fritidsverksamheten",
        "7–13 years",
        "Junisförening för de deltagare som vill bli medlemmar",
        "Vara huvudman för Klubb BUSA",
        "Organisera fritidsverksamheten",
        "Bekosta fritidsverksamheten",
        "Organisera och driva en Junisförening",
        "Bjuda in medlemmarna till distriktets övriga verksamhet",
        "Organisera stödgruppen",
        "Leda grupperna genom personer med lämplig beteendevetenskaplig utbildning",
        "Ordna och bekosta personal",
        "Ordna och bekosta administration, fortbildning och handledning av personalen",
        "Ordna och bekosta lokal för stödgruppen",
        "Upplåta och bekosta lokaler för fritidsverksamheten",
        "hjälpa barn och unga att ta kontakt med stödgruppen första gången",
        "Varje år informera kommunens elever om stödgruppen",
        "Regelbundet berätta för barn, föräldrar och egen personal",
        "sektor lednings- och verksamhetsstöd",
        "Sektor ledning och verksamhetsstöd",
        "Sektor socialtjänst",
        "| Styrgrupp | Orust kommun and Junis Göteborg och Bohusläns distrikt "
        "| at least 2 times per year | Orust kommun |",
        "| Halvårsstatistik | Styrgrupp | once per half-year |",
        "| Inskrivna barn och unga | antal |",
        "| Pågående grupper | antal | per school term |",
        "| Nya barn och unga | antal |",
        "| Kvarvarande barn och unga | antal |",
        "Inskrivna som inte deltar, om möjligt med orsak",
        "Barn som en annan verksamhet särskilt har frågat om",
        "Varifrån och hur deltagarna har fått veta att gruppen finns",
        "Barn och unga med erfarenhet av våld i nära relationer",
        "| Rescission | on breach | any party |",
        "| Renegotiation | when circumstances change | any party |",
        "drawn up in three identical originals",
        "Name in print: Anneli Gunnarsson Simu",
        "Name in print: Eva Malmgren Thörnblom",
        "Name in print: Henrik Lindh",
        "Name in print: Catharina Bråkenhielm",
        "Office: Kommundirektör",
        "The initiative was taken by Orust kommun.",
        "på initiativ av Folkhälsorådet i Orust kommun",
        "holds nothing about it: the economy.",
        "| Orust kommun | enhetschef | IFO Barn och Unga |",
        "barn och ungdomar på Orust, närstående till vuxna",
    ],
}
# days that follow from a term: the last to decide on an extension, the last to begin talks
FOLLOWS = {date(2020, 6, 30), date(2018, 11, 30), date(2026, 6, 30)}


def subject(id: str, language: str = "en", today: date = TODAY, **more: Any) -> Subject:
    """What a document of a shipped agreement, or of one from practice, is about."""
    folder = ROOT / ("agreements" if id in SHIPPED else "tests/practice")

    def held(name: str) -> tuple[str, bytes] | None:
        path: Path = folder / f"{name}.yaml"
        return (path.name, path.read_bytes()) if path.is_file() else None

    file = held(id)
    assert file is not None
    opened = open_partnership(file, held(f"{id}.log"), Today(today), Library(template, held))
    return Subject(opened, opened.readings[-1], language, today, **more)


def rendered(document: str, held: Subject) -> str:
    """The document's Markdown with ordinary blanks."""
    values = named([document])[0].values(held)
    told = markdown(document, values, template, held.language, held.own_language)
    return without_charts(told).replace("\u00a0", " ")


def plain(text: str) -> str:
    """Markdown without the marks of another language, and with one blank between words."""
    bare = re.sub(r"\[((?:[^\[\]]|\\.)*)\]\{lang=sv\}", r"\1", text)
    return re.sub(r" +", " ", re.sub(r"\\([^\w\s])", r"\1", bare))


@pytest.mark.parametrize(("id", "words"), [(id, w) for id, held in TOLD.items() for w in held])
def test_what_the_source_says_stands_in_the_agreement(id: str, words: str) -> None:
    assert words in plain(_english(id))


_MADE: dict[str, str] = {}


def _english(id: str) -> str:
    if id not in _MADE:
        _MADE[id] = rendered("agreement", subject(id))
    return _MADE[id]


def test_the_table_of_what_the_sources_say_is_complete_enough() -> None:
    assert sum(len(set(held)) for held in TOLD.values()) >= 120


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", SHIPPED)
def test_no_clause_is_lost(id: str, language: str) -> None:
    held = subject(id, language)

    text = plain(rendered("agreement", held))

    for clause in (held.reading.agreement.clauses or {}).values():
        for line in (clause.text if isinstance(clause, ClauseText) else clause).splitlines():
            assert plain(line.rstrip()) in text


@pytest.mark.parametrize("id", SHIPPED)
def test_each_clause_stands_in_the_section_of_its_topic(id: str) -> None:
    held = subject(id)

    sections: Any = agreement.values(held)["sections"]

    for topic, clause in (held.reading.agreement.clauses or {}).items():
        text = clause.text if isinstance(clause, ClauseText) else clause
        assert [block for block in sections[topic] if isinstance(block, Clause)] == [text]


@pytest.mark.parametrize("topic", get_args(Topic))
def test_every_topic_has_a_section_in_the_template(topic: str) -> None:
    text = (ROOT / "templates" / "agreement.md.j2").read_text(encoding="utf-8")

    assert f"in sections.{topic} %}}" in text


@pytest.mark.parametrize("document", ["agreement", "summary"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", [*SHIPPED, *PRACTICE])
def test_nothing_unknown_is_stated(id: str, language: str, document: str) -> None:
    lines = rendered(document, subject(id, language)).splitlines()

    assert not [x for x in lines if re.search(r"\bNone\b|\bunknown\b|\bokän[dt]|\{\w+\}|\(\)", x)]
    assert not _empty_headings(lines)
    assert not _hollow_columns(lines)


def _empty_headings(lines: list[str]) -> list[str]:
    """Headings with nothing below them before the next of their level or above."""
    said = [x for x in lines if x.strip() and x != "\\newpage"]
    empty = []
    for line, after in zip(said, [*said[1:], "# "], strict=True):
        depth, next_ = len(line) - len(line.lstrip("#")), len(after) - len(after.lstrip("#"))
        if depth and (not line.strip("# .0123456789") or (next_ and next_ <= depth)):
            empty.append(line)
    return empty


def _hollow_columns(lines: list[str]) -> list[str]:
    """Headings of columns that hold nothing in any row."""
    hollow = []
    for at, line in enumerate(lines):
        if not re.fullmatch(r"\|( -+:? \|)+", line):
            continue
        rows = [_cells(x) for x in _while_in_table(lines[at + 1 :])]
        heads = _cells(lines[at - 1])
        hollow += [h for i, h in enumerate(heads) if not h or not any(row[i] for row in rows)]
    return hollow


def _while_in_table(lines: list[str]) -> list[str]:
    end = next((i for i, x in enumerate(lines) if not x.startswith("|")), len(lines))
    return lines[:end]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]


@pytest.mark.parametrize("id", SHIPPED)
def test_no_date_is_invented(id: str) -> None:
    held = subject(id)
    written = set(FOLLOWS)
    for _where, word in held.reading.words:
        written |= _days(word)

    told = set(re.findall(r"[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}", rendered("agreement", held)))

    assert told <= {f"{d.day} {d:%B %Y}" for d in written}


def _days(word: str) -> set[date]:
    try:
        held = Moment.read(word)
    except NotRead:
        return set()
    return {d for d in (held.first, held.last) if d}


def test_dates_and_amounts_are_written_as_swedes_write_them() -> None:
    text = rendered("agreement", subject(ORUST, "sv"))

    assert "1 januari 2024" in text
    assert "31 december 2026" in text
    assert "711 833 kr" in rendered("agreement", subject(STOCKHOLM, "sv"))


def test_the_agreement_shows_its_own_term_and_not_the_decision_s() -> None:
    assert "to 31 December 2026" in _english(ORUST)
    assert "1 January 2024 – 31 December 2023" not in _english(ORUST)


def test_what_was_added_to_the_signed_text_stands_in_a_closing_note_only() -> None:
    body, note = plain(_english(BORAS)).split("## Notes that are not a part of the agreement")

    assert "9999-9997" not in body
    assert "VAT (bidrag) | outside VAT | illustrativt | behövs för att räkna fram" in note
    assert "time for payment (bidrag) | 30 days" in note
    assert "bankgiro 9999-9997" in note
    assert "reference 10010" in note


def test_a_public_agreement_names_no_signatory_and_no_contact() -> None:
    text = rendered("agreement", subject(ORUST, public=True))

    assert "Lindh" not in text
    assert "enhetschef" not in text
    assert "Signature: ____" in text


def test_an_english_agreement_marks_each_swedish_part_with_its_language() -> None:
    text = _english(TIMRA)

    assert "# [Idéburet Offentlig Partnerskap mellan Timrå kommun" in text
    assert "::: {lang=sv}\nKommunfullmäktige antog" in text
    assert "{lang=" not in rendered("agreement", subject(TIMRA, "sv"))


def test_sections_are_numbered_without_holes() -> None:
    numbers = [int(n) for n in re.findall(r"^## ([0-9]+)\. ", _english(ORUST), re.MULTILINE)]

    assert numbers == list(range(1, len(numbers) + 1))


def test_the_text_is_as_amended_on_the_day_and_the_amendment_is_an_addendum() -> None:
    before = plain(rendered("agreement", subject("nattharbarget", today=date(2025, 12, 1))))
    after = plain(rendered("agreement", subject("nattharbarget", today=date(2026, 2, 1))))

    assert "45 sängplatser, at least 20, at most 60" in before
    assert "60 sängplatser, at least 20, at most 75" in after
    assert "The text is as amended on 1 January 2026." in after
    assert "Socialnämnden, 10 December 2025, SN 2025/0318" in after
    assert "ceiling (platsdygn): +300 000 kr" in after


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("anhorigcentrum", "2009: 247 700 kr in 4 parts, each 61 925 kr."),
        ("anhorigcentrum", "From 2010: 247 700 kr in 3 parts, 82 566 kr, 82 566 kr and 82 568 kr."),
        ("anhorigcentrum", "247 700 kr becomes 253 644,80 kr, rounded 253 600 kr."),
        ("nattharbarget", "Example: 20 × 395 kr = 7 900 kr."),
        ("nattharbarget", "No more is paid than 2 984 025 kr."),
        ("tio-parter", "A whole year: 120 tkr in 4 parts, each 30 000 kr."),
        ("anhorigcentrum", "Over the whole term the payments come to about 990 800 kr."),
    ],
)
def test_an_appendix_reckons_each_payment(id: str, words: str) -> None:
    assert words in plain(rendered("agreement", subject(id)))


def test_each_payer_and_payee_stands_with_its_own_amount() -> None:
    text = plain(rendered("agreement", subject("tio-parter")))

    assert "Exempelköpings kommun (400 tkr), Exempelby kommun (200 tkr)" in text
    assert "Föreningen Exempel (600 tkr), Exempeljouren (200 tkr)" in text
    assert "| Exempelköpings kommun | Money | verksamhetsstöd | 400 tkr per year |" in text
    assert "Besides the parties, Länsstyrelsen i Exempels län gets one." in text
    assert "- Exempels församling, religious community" in text


def test_master_and_parts_name_each_other() -> None:
    assert "It is the master agreement of" in rendered("agreement", subject("motesplatser"))
    assert "It is a part of the master agreement" in rendered(
        "agreement", subject("motesplatser-norr")
    )


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.text("xå|\n\\[", max_size=4))))
def test_a_table_has_only_columns_that_hold_something(rows: list[dict[str, str]]) -> None:
    columns = [(key, key.upper()) for key in "abc"]

    made = table(subject(BORAS), columns, rows).splitlines()

    assert not _hollow_columns(made)
    assert len({len(_cells(line)) for line in made}) <= 1


@given(st.text(max_size=30))
def test_a_text_of_the_agreement_is_never_more_than_a_text(text: str) -> None:
    held = replace(subject(BORAS), language="en")

    made = woven(held, "{a}", a=Own(text))

    assert "\n" not in made
    assert not made or made.startswith("[")
