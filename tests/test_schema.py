"""The JSON Schemas: right in themselves, true to the shipped files and to the model, sharp on slips."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from iop_cli.cli.run import run
from iop_cli.model.agreement import Agreement
from iop_cli.model.log import Log
from iop_cli.model.profile import Profile
from iop_cli.record import shape
from iop_cli.schema import schemas as made
from iop_cli.source import parse

ROOT = Path(__file__).parent.parent
MODELS = {"agreement": Agreement, "log": Log, "profile": Profile}
NAMES = [
    f"{folder}{name}.schema.json"
    for folder in ("", "en/")
    for name in ("agreement", "log", "profile", "findings", "rules", "list")
]
SHIPPED = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("agreements", "templates/profiles")
    for path in (ROOT / folder).rglob("*.yaml")
)

HEAD = """
format: 1
id: exempel
title: Läxhjälp
status: draft
parties:
  kommunen: {role: public, name: Exempelköpings kommun}
  föreningen: {role: nonprofit, name: Föreningen Exempel}
"""

WHOLE = """
# yaml-language-server: $schema=../schema/agreement.schema.json
format: 1
id: boras-alskade-barn
title: Föräldraskapsstödcirkel Älskade Barn
status: signed
language: sv
original:
  document: Överenskommelse om idéburet offentligt partnerskap, odaterad underskrift
programme:
  - name: Styrprogram för föräldraskapsstöd
    from: 2017
    to: 2020
parties:
  borås:
    role: public
    name: Borås Stad
    legal_form: municipality
    acts_through: Fritids- och folkhälsonämnden
    units: [Folkhälsoenheten]
    org_number: 212000-1561
    contact: {office: utvecklingsledare, unit: Folkhälsoenheten}
    invoice: {reference: "10010", electronic: "0007:2120001561", channel: peppol}
  studieförbundet:
    role: nonprofit
    name: Studieförbundet Sjuhärad
    also_written: [Studieförämjandet Sjuhärad, Studiefremjandet Sjuhärad, Studiefremjandet]
    legal_form: association
    org_number: 864500-7710
    payee: {bankgiro: 9999-9997, vat_number: none, f_tax: no, series: SFS}
initiative: {by: [studieförbundet]}
purpose:
  text: Nå föräldrar i nytt land där de bor
  area: [Norrby, Sjöbo, Hässleholmen, Hulta, Kristineberg]
other_funding:
  - what: Bidrag från två förvaltningar
    since: 2014
    relation: earlier
term:
  start: 2018-01-01
  end: 2020-12-31
  at_end: expires
  extension:
    by: 2 years
    decide: 6 months before end
    as_written: (två) år i taget, (sex) månader innan
notice:
  - {cause: breach, kind: notice, length: 6 months, by: any, body: Fritids- och folkhälsoförvaltningen}
  - {cause: changed_circumstances, kind: notice, length: 6 months, by: any}
activities:
  kurs:
    name: Studiecirkel Älskade Barn
    run_by: [studieförbundet]
    volume: {min: 3, max: 4, per: year}
    volume_in_all: {min: 9, max: 12}
    participants: {who: föräldrar, min: 10, max: 20}
    places: [Norrbyhuset, Framtid Sjöbo, Mötesplats Hulta, VI Hässleholmen, Mötesplats Kristineberg]
    price: 0 kr
commitments:
  - by: studieförbundet
    activity: kurs
    does: recruit
    task: Rekrytera cirkelledare och deltagare
  - by: borås
    unit: Folkhälsoenheten
    activity: kurs
    does: pay
    task: Boka och betala barnpassning och fika
contributions:
  - by: borås
    kind: cash
    payment: kursbidrag
  - by: borås
    kind: service
    what: Barnpassning och fika
    amount: about 7000 kr
  - by: studieförbundet
    kind: material
    what: Studiematerial
payments:
  kursbidrag:
    kind: per_activity
    activity: kurs
    from: borås
    to: studieförbundet
    called: bidrag
    rates:
      låg: 6500 kr
      hög: 10000 kr
    gate: {participants: min}
    invoiced: [after_activity, before_new_year, yearly_in_arrears]
    due: 30 days
    vat: outside
repayment: none
criteria:
  profile: forum-2010
  answers:
    initiative: {grade: met, evidence: Studieförbundet tog initiativet}
clauses:
  background: |
    Text i Markdown.
copies: 2
signatures:
  - {party: borås, name: Ida Legnemark, office: ordförande, place: Borås}
  - {party: studieförbundet, name: Peter Thorsell, office: ordförande, place: Borås}
added:
  - where: [payments.kursbidrag.vat, payments.kursbidrag.due, parties.studieförbundet.payee, parties.borås.invoice]
    by: illustrativt
    because: behövs för att räkna fram en faktura
accepted_findings:
  - rule: IOP411
    where: payments.kursbidrag.rates
    finding: "3f9a2c1e"
    because: Texten anger två belopp utan villkor; beloppet väljs per kurs i loggen
    by: utvecklingsledare
    date: 2026-11-22
"""

PARTS = """
format: 1
id: delar
title: Delar av avtal
status: draft
parties:
  timra:
    role: public
    name: Timrå kommuns Socialförvaltning
    legal_form: part_of_body
    part_of: Timrå kommun
    territory: [Timrå]
    address: {street: Box 1, postcode: "123 00", city: Exempelköping}
    invoice: {reference: "12345", reference_format: "[0-9]{5}"}
  bracke:
    role: nonprofit
    name: Exempeldiakonin
    leads: yes
    registered: 2023-05-01
    payee: {plusgiro: 4-2, vat_number: none, f_tax: no, series: BD, ocr: none, accounts: {claim: "1510", income: "3987"}}
target_group: {who: barn och unga, ages: 7-13, also_written: [barn och unga i skolåldern], voluntary: yes}
activities:
  stödgrupp:
    name: Veckovis stödgrupp
    run_by: [junis, orust]
    participants: {who: barn, max: 8, ages: 7-18}
    sessions: {count: 8, length: 2 h}
    minors: yes
  härbärge:
    name: Härbärge
    capacity: {normal: 45, max: 90, unit: sängplatser, parts: {män: 30, kvinnor: 15}}
    hours:
      - {days: mon-sun, from: "20:30", to: "07:30"}
    places: {norr: {name: Norra huset, area: Norrby, capacity: 20}}
    sessions: {parts: [{count: 3, length: 1 h 30 min, what: Heldagar}]}
follows:
  title: Överenskommelse 2022-2023
  term: {start: 2022-01-01, end: 2023-12-31}
decisions:
  ks:
    body: Utskottet för omsorg
    proposes_to: Kommunstyrelsen
    case_number: KS/2024:2095
    dated: 2024-12-20
    effect: sign
    term: {start: 2024-01-01, end: 2023-12-31}
    documents: [Tjänsteskrivelse, Överenskommelse]
    receivers: [Sektor omsorg]
conditions:
  medel:
    what: medel för partnerskapet finns
    decided_by: Socialnämnden
    fulfilled: no
stated_sum:
  amount: 500 tkr
  as: kommunens ekonomiska medel
announces: [economy]
budgets:
  fh_2018:
    year: 2018
    party: folkets_hus
    lines:
      arbetsledare:
        what: Arbetsledare inklusive sociala avgifter
        amount: 500 tkr
        paid_by: verksamhetsstöd
      ordinarie:
        what: Ordinarie personal
        calculation: 3 * 196 tkr * 10 % = 20 tkr
        amount: 20 tkr
      volontärer:
        what: Volontärer
        kind: volunteer_time
        calculation: 44 veckor * 40 h = 176 h; 176 h * 134 kr/h = 236 tkr
        amount: 236 tkr
    total: 995 tkr
governance:
  styrgrupp:
    members:
      - {party: timra, count: 2}
      - {party: folkets_hus, count: 2}
    meets: {per: month}
    decides: unanimous
    convened_by: timra
follow_up:
  reports:
    halvårsstatistik:
      from: junis
      to: styrgrupp
      how_often: {per: half_year}
      indicators:
        inskrivna: {name: Antal inskrivna barn och unga, unit: antal, small_numbers: suppress}
    årsrapport:
      to: [timra, {party: folkets_hus, body: Styrelsen}]
  duties:
    - {what: Trepartssamtal, how_often: {per: month}, firm: no}
  small_numbers: {below: 5}
repayment: {when: misuse, part: whole or part}
surplus: {use: same or similar purpose}
parts: {expected: 6, inherit: [purpose, term, clauses, governance]}
amendments:
  a1:
    decision: ks
    from: 2016-05-01
    changes:
      parties.karriär: {role: nonprofit, name: Exempelföreningen}
      activities.härbärge.capacity.normal: 200
  a2:
    from: 2020-05
    changes: {payments.bidrag.amount: +125 000 kr}
not_public: [parties.timra.contact]
also_written: [annan titel]
attachments:
  bilaga_1: {name: Överenskommelsen, held: no}
purchase_signs: [market, specified_service, damages]
value_class: social
term:
  periods:
    - {start: 2023-01-01, end: 2023-12-31, decision: ks}
  length: 2 years
  at_end: {renews: 1 year, unless_notice: 3 months before end}
clauses:
  term: {text: Tre år, as_written: [tre år], doubtful: [år]}
"""

PAYMENTS = (
    HEAD
    + """
payments:
  bidrag:
    kind: fixed
    amount: 247 700 kr
    per: year
    schedule:
      - {valid: {from: 2009, to: 2009}, parts: 4, printed: 61 925 kr, pay: first week of quarter}
      - {valid: {from: 2010}, parts: 3, pay: first week of tertial}
    rounded: 1 kr
    rest: last
    index:
      series: SCB arbetskostnadsindex
      from: 2010
      share: 80 %
      reads: change
      compare: [2 years before, 1 year before]
      values: preliminary
      rounded: down to 100 kr
      never_lower: yes
  delbetalningar:
    kind: instalments
    amount: 300 tkr
    parts:
      - {date: 2024-03-01, amount: 100 tkr}
      - {date: 2024-09-01, amount: 200 tkr}
  klumpsumma:
    kind: lump_sum
    amount: 420 000 kr
    calculation: 3 * 140 000 kr = 420 000 kr
    date: 2021-01
    covers: 2020..2022
    charged_to: 2020
  treårssumma:
    kind: total
    amount: 2,1 mkr
    split: equal
  tvåårssumma:
    kind: total
    split:
      2019: 1 mkr
      2020: 1,1 mkr
  tak:
    kind: cost_cap
    cap: 4 mkr
    to: [bracke, frälsningsarmén]
  per_invånare:
    kind: per_unit
    rate: 4,02 kr
    quantity: invånare
    at: 1 November before
    source: SCB
    per: year
    from: [kommun_a, kommun_b]
    to: jouren
    vat: 25
  förskott:
    kind: fixed
    amount: 50 tkr
    per: month
    to: {bracke: 60 %, jouren: 20 tkr}
    settled: {against: cost, within: 2 months after end}
"""
)

LOG = """
agreement: boras-alskade-barn
illustrative: yes
entries:
  - {id: k1, activity: kurs, held: 2018-03-14, place: Norrbyhuset, participants: 14, rate: hög}
  - {id: k2, activity: kurs, held: 2018-05-09, place: Framtid Sjöbo, participants: 8, rate: hög}
  - {id: k2b, corrects: k2, activity: kurs, held: 2018-05-09, place: Framtid Sjöbo, participants: 9, rate: hög, because: Felräknat}
  - {id: m1, meeting: styrgrupp, held: 2018-06-01}
  - {id: r1, report: halvårsstatistik, period: 2024-H1, submitted: 2024-07-10, values: {inskrivna: 14}}
  - {id: q1, quantity: invånare, party: kommun_a, date: 2019-11-01, value: 30 000, source: SCB}
  - {id: c1, cost: tak, period: 2013-12, amount: 812 000 kr}
  - {id: i1, index: SCB arbetskostnadsindex, period: 2009, value: "103,0", preliminary: yes, source: SCB}
  - {id: e1, event: notice, by: borås, date: 2020-03-01}
  - {id: y1, complete: 2018}
  - {id: p1, paid: SFS-2018-0001, date: 2019-01-10, amount: 10000 kr}
"""

SLIPS = {
    "a misspelt key": ("titel: x", "titel"),
    "a misspelt inner key": ("term: {strat: 2018-01-01}", "strat"),
    "a key of another kind of payment": (
        "payments: {a: {kind: fixed, gate: {participants: min}}}",
        "gate",
    ),
    "a wrong choice": ("value_class: sozial", "sozial"),
    "an amount without its unit": ("stated_sum: {amount: 6500}", "6500"),
    "an amount with a foreign unit": ("stated_sum: {amount: 6500 spänn}", "6500 spänn"),
    "a missing key": ("surplus: {}", "use"),
    "a payment without its kind": ("payments: {a: {amount: 5 kr}}", "kind"),
    "an unknown kind of payment": ("payments: {a: {kind: monthly}}", "monthly"),
    "an id with a dot": ("conditions: {a.b: {what: x}}", "a.b"),
    "an id with a blank": ("initiative: {by: [en förening]}", "en förening"),
    "a length in Swedish": ("notice: [{cause: breach, kind: notice, length: 6 månader}]", "månader"),
    "a day that is no day": ('term: {start: "2018-13-45"}', "2018-13-45"),
    "an empty list": ("copies_to: []", "[]"),
    "an empty mapping": ("activities: {}", "{}"),
    "an empty value": ("language:", "None"),
    "ja for yes": ("common: ja", "ja"),
    "no copies": ("copies: 0", "0"),
    "a share without its sign": ("payments: {a: {kind: cost_cap, share: 80}}", "80"),
    "an unknown topic": ("clauses: {bakgrund: x}", "bakgrund"),
    "a later format": ("format: 2", "1 was expected"),
    "nothing for none": ("repayment: nothing", "none"),
}

DIGITS = """
title: 2018
also_written: [2018, 3]
original: {document: 17, dated: 20240101}
parties:
  2018: {role: public, name: 1, org_number: 2120001561, address: {postcode: 12300}}
  föreningen: {role: nonprofit, name: 2, payee: {bankgiro: 99999997}}
initiative: {by: [2018]}
purpose: {text: 1, goals: [100]}
term: {start: 20240101, end: 2026}
budgets: {2018: {year: 2018, lines: {1: {what: 1}}}}
payments: {a: {kind: lump_sum, charged_to: 2020, covers: 2020, date: 2021, vat: 25}}
follow_up: {reports: {a: {indicators: {b: {name: 1, min: 0, max: 4.5, target: 80}}}}}
decisions: {1: {case_number: 2095, paragraph: 12}}
amendments: {1: {decision: 1, from: 2016, changes: {copies: 3}}}
signatures: [{party: 2018, signed: 20240101}]
copies: 2
"""


@cache
def schemas() -> dict[str, str]:
    return made()


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schemas()[f"{name}.schema.json"]))


def loaded(text: str) -> Any:
    """YAML 1.2 as an editor reads it: typed, with dates turned back into text."""
    return as_written(YAML(typ="safe", pure=True).load(text))


def as_written(node: Any) -> Any:
    match node:
        case dict():
            return {str(key): as_written(value) for key, value in node.items()}
        case list():
            return [as_written(value) for value in node]
        case date():
            return node.isoformat()
        case _:
            return node


def troubles(name: str, text: str) -> list[str]:
    return [
        f"{error.json_path} {error.message}" for error in validator(name).iter_errors(loaded(text))
    ]


def objections(name: str, text: str) -> list[str]:
    """What our own reader and model say about a text."""
    document, problems = parse(text.encode(), "a.yaml")
    assert document is not None
    found = shape(MODELS[name], document.data).problems
    return [f"{code} {finding.where} {finding.says}" for code, finding in [*problems, *found]]


def kind_of(name: str) -> str:
    return "log" if name.endswith(".log.yaml") else "profile" if "profiles" in name else "agreement"


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_a_schema_of_2020_12_and_names_itself(name: str) -> None:
    schema = json.loads(schemas()[name])

    Draft202012Validator.check_schema(schema)

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    language = "en" if name.startswith("en/") else "sv"
    kind = name.removeprefix("en/").removesuffix(".schema.json")
    assert schema["$id"] == f"urn:iop:schema:1:{kind}:{language}"


@pytest.mark.parametrize("name", NAMES)
def test_the_checked_in_schemas_are_those_that_the_command_writes(name: str) -> None:
    held = (ROOT / "schema" / name).read_text(encoding="utf-8")

    assert held == schemas()[name], f"run iop schema: {name} is stale"


def test_no_schema_is_without_a_test() -> None:
    assert list(schemas()) == NAMES


def test_the_swedish_schema_says_it_in_swedish_and_the_english_one_in_english() -> None:
    swedish = json.loads(schemas()["agreement.schema.json"])
    english = json.loads(schemas()["en/agreement.schema.json"])

    assert swedish["properties"]["parties"]["description"] == (
        "Minst en offentlig och en idéburen part."
    )
    assert english["properties"]["parties"]["description"] == (
        "At least one public and one nonprofit."
    )


@pytest.mark.parametrize("name", MODELS)
def test_nothing_that_an_officer_writes_may_be_null(name: str) -> None:
    text = schemas()[f"{name}.schema.json"]

    assert '"null"' not in text
    assert '"default"' not in text


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_files_are_valid_for_an_independent_validator(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    assert troubles(kind_of(name), text) == []


@pytest.mark.parametrize("name", MODELS)
def test_the_examples_in_a_schema_are_valid(name: str) -> None:
    for example in validator(name).schema["examples"]:  # type: ignore[index]  # our schemas are objects
        validator(name).validate(example)


@pytest.mark.parametrize(
    ("name", "text"),
    [("agreement", HEAD), ("agreement", WHOLE), ("agreement", PARTS), ("agreement", PAYMENTS), ("log", LOG)],
    ids=["head", "whole", "parts", "payments", "log"],
)
def test_the_blocks_of_the_format_are_valid_and_read_by_the_model(name: str, text: str) -> None:
    assert troubles(name, text) == []
    assert objections(name, text) == []


@pytest.mark.parametrize("slip", SLIPS)
def test_an_editor_underlines(slip: str) -> None:
    line, said = SLIPS[slip]
    key = line.split(":", 1)[0]
    text = "\n".join(x for x in HEAD.splitlines() if not x.startswith(f"{key}:")) + f"\n{line}\n"

    found = troubles("agreement", text)

    assert len(found) == 1, found
    assert said in found[0]
    assert objections("agreement", text) or line == "format: 2"


def test_a_missing_title_is_told() -> None:
    text = HEAD.replace("title: Läxhjälp\n", "")

    assert troubles("agreement", text) == ["$ 'title' is a required property"]


def test_text_that_is_digits_only_may_be_a_number() -> None:
    text = "format: 1\nid: 2018\nstatus: draft\n" + DIGITS

    assert troubles("agreement", text) == []
    assert objections("agreement", text) == []


def test_an_editor_is_told_in_swedish_how_to_write_an_amount() -> None:
    amount = json.loads(schemas()["agreement.schema.json"])["$defs"]["Amount"]

    assert amount["errorMessage"].startswith("Skriv beloppet med enhet")
    assert "6500 kr" in amount["examples"]


def test_every_key_of_an_agreement_has_a_description() -> None:
    schema = json.loads(schemas()["agreement.schema.json"])
    records = {"": schema, **schema["$defs"]}

    without = [
        f"{name}.{key}"
        for name, record in records.items()
        for key, value in record.get("properties", {}).items()
        if "description" not in value and not (name == "Payment" and key == "kind")
    ]

    assert without == []


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        ("findings", ["validate"]),
        ("findings", ["validate", "finns-inte"]),
        ("rules", ["rule"]),
        ("rules", ["rule", "IOP301"]),
        ("rules", ["rule", "IOP000"]),
        ("list", ["list"]),
        ("list", ["list", "--sort", "colour"]),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_the_commands_say_is_as_published(
    kind: str,
    command: list[str],
    language: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    today = [] if command[0] == "rule" else ["--today", "2026-11-22"]

    run([*command, "--output-format", "json", "--lang", language, *today])

    validator(kind).validate(json.loads(capsys.readouterr().out))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_report_of_every_kind_of_finding_is_as_published(language: str) -> None:
    golden = ROOT / "tests" / "golden" / f"report.json.{language}"

    validator("findings").validate(json.loads(golden.read_text(encoding="utf-8")))
