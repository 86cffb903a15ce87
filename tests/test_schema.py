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
from iop_cli.model.kinds import Record
from iop_cli.model.ledger import Ledger
from iop_cli.model.log import Log
from iop_cli.model.profile import Profile
from iop_cli.record import shape
from iop_cli.schema import schemas as made
from iop_cli.source import parse

ROOT = Path(__file__).parent.parent
MODELS: dict[str, type[Record]] = {
    "agreement": Agreement,
    "log": Log,
    "profile": Profile,
    "ledger": Ledger,
}
KINDS = [
    "agreement",
    "log",
    "profile",
    "ledger",
    "findings",
    "rules",
    "list",
    "invoices",
    "invoice",
    "incoming",
    "diff",
    "review",
]
NAMES = [f"{folder}{name}.schema.json" for folder in ("", "en/") for name in KINDS]
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
    "a length in Swedish": (
        "notice: [{cause: breach, kind: notice, length: 6 månader}]",
        "månader",
    ),
    "a day that is no day": ('term: {start: "2018-13-45"}', "2018-13-45"),
    "an empty list": ("copies_to: []", "[]"),
    "an empty mapping": ("activities: {}", "{}"),
    "an empty value": ("language:", "None"),
    "ja for yes": ("common: ja", "ja"),
    "no copies": ("copies: 0", "0"),
    "a share without its sign": ("payments: {a: {kind: cost_cap, share: 80}}", "80"),
    "a misspelt time of payment": (
        "payments: {a: {kind: fixed, schedule: [{pay: frist wek of qarter}]}}",
        "frist wek of qarter",
    ),
    "an invoice due in Swedish": ("payments: {a: {kind: fixed, due: 30 dagar}}", "30 dagar"),
    "a report due soon": (
        "follow_up: {reports: {a: {from: kommunen, to: kommunen, due: snart}}}",
        "snart",
    ),
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
    ("block", "name"),
    [("whole", "agreement"), ("parts", "agreement"), ("payments", "agreement"), ("log", "log")],
)
def test_the_blocks_of_the_format_are_valid_and_read_by_the_model(block: str, name: str) -> None:
    text = (ROOT / "tests" / "format" / f"{block}.yaml").read_text(encoding="utf-8")

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


WHEN = [
    "first week of quarter", "last day of month", "mars", "Mars", "2018-03-31", "20180331", "2018",
    "1 month after period", "10 days after", "1 November before", "senast våren", "VÅREN 2030",
    "15 mars varje år", "last day of the year", "Årsskiftet", "mid-year", "vecka 23", "dec",
    "1 juni och 1 december", "2018-09..2019-03", "senast våren efter verksamhetsåret",
]  # fmt: skip
NEVER = [
    "snart", "ja", "2 bananas after period", "frist of", "first week of qarter", "30 days",
    "2 months aftr period", "2 månader efter perioden", "2 månader", "at once", "tills vidare",
    "2018-H1", "31 februari", "Lamarsvägen", "2018-13",
]  # fmt: skip


@pytest.mark.parametrize("written", [*WHEN, *NEVER])
def test_an_editor_knows_what_tells_a_time_as_the_model_does(written: str) -> None:
    told = f"{HEAD}payments: {{a: {{kind: fixed, schedule: [{{pay: '{written}'}}]}}}}\n"

    right = written in WHEN

    assert (troubles("agreement", told) == []) is right
    assert (objections("agreement", told) == []) is right
