"""The log as it grows: entries are put below what stands there, and read back as they were told."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as some

from iop_cli.diagnostic import IopError
from iop_cli.letters import INVISIBLE
from iop_cli.logbook import appended, begun, correcting_id, line, next_id, payments
from iop_cli.model.log import Entry, Log
from iop_cli.record import opened_file
from iop_cli.source import parse

BORÅS = (ROOT / "agreements" / "boras-alskade-barn.log.yaml").read_bytes()
COURSE = {"id": "k9", "activity": "kurs", "held": "2018-03-14"}
WRITTEN = "- {id: k9, activity: kurs, held: 2018-03-14}"


def read(raw: bytes) -> dict[str, Any]:
    document = parse(raw, "a.log.yaml")[0]
    assert document is not None
    return document.data


def log_of(*entries: str) -> dict[str, Any]:
    return read("\n".join(["agreement: a", "entries:", *(f"  - {e}" for e in entries)]).encode())


def test_an_entry_is_written_as_the_shipped_log_writes_its_own() -> None:
    for entry in read(BORÅS)["entries"]:
        assert f"  - {line(entry)}\n".encode() in BORÅS


@pytest.mark.parametrize(
    ("entry", "written"),
    [
        ({"amount": "812 000 kr", "cost": "tak"}, "{cost: tak, amount: 812 000 kr}"),
        ({"amount": "68 900,50 kr", "cost": "tak"}, '{cost: tak, amount: "68 900,50 kr"}'),
        ({"note": "Fel: 9, ej 8"}, '{note: "Fel: 9, ej 8"}'),
        ({"note": "nr #4"}, '{note: "nr #4"}'),
        ({"note": 'Kallas "Hulta" \\ så'}, '{note: "Kallas \\"Hulta\\" \\\\ så"}'),
        ({"note": "två\nrader\toch"}, '{note: "två\\nrader\\toch"}'),
        ({"note": "-5"}, '{note: "-5"}'),
        ({"note": "True"}, '{note: "True"}'),
        ({"note": "why?"}, '{note: "why?"}'),
        (
            {"values": {"inskrivna": "14"}, "period": "2024-H1", "report": "r"},
            "{report: r, period: 2024-H1, values: {inskrivna: 14}}",
        ),
        (
            {"date": "2010-01-02", "source": "SCB", "value": "103,0", "index": "AKI"},
            '{index: AKI, value: "103,0", source: SCB, date: 2010-01-02}',
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_value_stands_in_quotes_where_it_needs_them(entry: dict[str, Any], written: str) -> None:
    assert line(entry) == written


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("agreement: a\nentries:\n  - {id: k1}\n", "  {new}\n"),
        ("agreement: a\nentries:\n  - {id: k1}", "\n  {new}\n"),
        ("agreement: a\r\nentries:\r\n  - {id: k1}\r\n", "  {new}\r\n"),
        ("\ufeffagreement: a\nentries:\n  - {id: k1}\n", "  {new}\n"),
        ("agreement: a\nentries:\n- {id: k1}\n", "{new}\n"),
        ("agreement: a\nentries:\n     - id: k1\n       note: x\n", "     {new}\n"),
        ("agreement: a\nentries:\n  - {id: k1}\n# sist\n\n", "  {new}\n"),
        ("agreement: a\nentries:\n  - id: k1\n    note: |\n      hej", "\n  {new}\n"),
        ("agreement: a\nentries:\n", "  {new}\n"),
        ("agreement: a\nentries:", "\n  {new}\n"),
        ("agreement: a\nentries:   # sist\n  # så\n", "  {new}\n"),
        ("agreement: a", "\nentries:\n  {new}\n"),
        ("# hej\nagreement: a\r\n", "entries:\r\n  {new}\r\n"),
    ],
)
def test_an_entry_is_put_last_and_every_byte_above_stays(before: str, after: str) -> None:
    raw = before.encode()

    longer = appended(raw, COURSE)

    assert longer == raw + after.replace("{new}", WRITTEN).encode()
    assert read(longer)["entries"][-1] == COURSE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "entries:\n  - {id: k1}\n\n# om\nagreement: a\n",
            "entries:\n  - {id: k1}\n  {new}\n\n# om\nagreement: a\n",
        ),
        (
            "entries:\n- id: k1\n  note: |\n    # inte en kommentar\nagreement: a\n",
            "entries:\n- id: k1\n  note: |\n    # inte en kommentar\n{new}\nagreement: a\n",
        ),
        ("agreement: a\nentries: []\n", "agreement: a\nentries:\n  {new}\n"),
        ("agreement: a\nentries: []   # nya\n", "agreement: a\nentries:   # nya\n  {new}\n"),
        ("entries: ~\nagreement: a\n", "entries:\n  {new}\nagreement: a\n"),
    ],
)
def test_an_entry_finds_the_end_of_its_list(before: str, after: str) -> None:
    longer = appended(before.encode(), COURSE)

    assert longer.decode() == after.replace("{new}", WRITTEN)


@pytest.mark.parametrize(
    ("raw", "says", "way_out"),
    [
        ("agreement: a\nentries: [{id: k1}]\n", "stand inside brackets", "a line of its own"),
        ("{agreement: a}\n", "stand inside brackets", "a line of its own"),
        (
            "agreement: a\nentries: hej\n",
            "cannot be put into the log",
            f"last among the entries: {WRITTEN}",
        ),
        ("agreement: a\nentries:\n  - {id: k1}\n...\n", "cannot be put into the log", WRITTEN),
        ("", "the log cannot be read", "iop validate says why"),
        ("entries: [\n", "the log cannot be read", "iop validate says why"),
    ],
    ids=repr,
)
def test_what_cannot_be_put_below_is_refused_with_the_way_out(
    raw: str, says: str, way_out: str
) -> None:
    with pytest.raises(IopError) as stopped:
        appended(raw.encode(), COURSE)

    assert says in stopped.value.message
    assert way_out in stopped.value.help


def test_a_log_never_grows_beyond_what_is_read() -> None:
    raw = b"agreement: a\n" + b"#" * 1_048_540 + b"\nentries:\n"

    with pytest.raises(IopError, match="larger than 1 MB"):
        appended(raw, COURSE)


def test_a_new_log_begins_with_its_schema_and_its_agreement() -> None:
    raw = appended(begun("a", "../schema/log.schema.json"), COURSE)

    assert raw.decode() == (
        "# yaml-language-server: $schema=../schema/log.schema.json\n"
        f"agreement: a\nentries:\n  {WRITTEN}\n"
    )


TEXTS = some.text(some.characters(codec="utf-8"), min_size=1, max_size=60).filter(
    lambda text: text.strip() and not INVISIBLE.search(text)
)
NAMES = some.text("abcåäö_-019 :,#{}\"'", min_size=1, max_size=12).filter(str.strip)
VALUES = some.dictionaries(NAMES, TEXTS, min_size=1, max_size=3)
KEYS = [key for key in Entry.model_fields if key not in ("id", "values")]
ENTRIES = some.fixed_dictionaries(
    {"id": TEXTS},
    optional={**dict.fromkeys(KEYS, TEXTS), "values": VALUES},
)
BEGINNINGS = some.sampled_from([
    BORÅS, BORÅS[:-1], BORÅS.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + BORÅS,
    b"agreement: a\nentries:\n- {id: k1}\n# sist", b"agreement: a", begun("a", None),
])  # fmt: skip


@given(BEGINNINGS, some.lists(ENTRIES, min_size=1, max_size=5))
def test_what_was_put_into_a_log_is_read_back_and_nothing_else_changes(
    raw: bytes, entries: list[dict[str, Any]]
) -> None:
    before, longer = read(raw), raw

    for entry in entries:
        shorter, longer = longer, appended(longer, entry)
        assert longer.startswith(shorter)

    after = read(longer)
    assert after == {**before, "entries": [*(before.get("entries") or []), *entries]}


@given(some.text(some.characters(codec="utf-8"), min_size=1, max_size=3_000).filter(str.strip))
def test_a_long_text_or_one_with_hidden_letters_comes_back_too(text: str) -> None:
    entry = {"id": "a1", "note": text}

    longer = appended(begun("a", None), entry)

    assert read(longer)["entries"] == [entry]


@pytest.mark.parametrize(
    ("kind", "what", "id"),
    [
        ("activity", "kurs", "k12"),
        ("complete", "2021", "y4"),
        ("meeting", "styrgrupp", "m1"),
        ("paid", "SFS-2018-0001", "p1"),
        ("record_check", "ledare", "u1"),
        ("note", "hej", "a1"),
    ],
)
def test_an_entry_takes_the_next_id_of_its_kind(kind: str, what: str, id: str) -> None:
    assert next_id(read(BORÅS), kind, what) == id


@pytest.mark.parametrize(
    ("entries", "kind", "what", "id"),
    [
        (["{id: p1, activity: promenad}"], "paid", "X-1", "pa1"),
        (["{id: p1, activity: promenad}"], "activity", "promenad", "p2"),
        (["{id: p1, activity: promenad}", "{id: k4, activity: kurs}"], "activity", "promenad", "p2"),
        (["{id: n2, quantity: platser}", "{id: n2b, corrects: n2, quantity: platser}"], "quantity", "platser", "n3"),
        (["{id: k007, activity: kurs}"], "activity", "kurs", "k008"),
        (["{id: k-2026-1, activity: kurs}"], "activity", "kurs", "k-2026-2"),
        (["{id: k1, activity: kurs}", "{id: k2, cost: tak}"], "activity", "kurs", "k3"),
        (["{id: första, activity: kurs}"], "activity", "kurs", "k1"),
        (["{id: K1, cost: tak}"], "activity", "kurs", "a1"),
        ([], "index", "SCB", "i1"),
    ],
)  # fmt: skip
def test_an_id_follows_the_habit_of_the_log(
    entries: list[str], kind: str, what: str, id: str
) -> None:
    log = log_of(*entries) if entries else {}

    assert next_id(log, kind, what) == id


@pytest.mark.parametrize(
    ("entries", "of", "id"),
    [
        (["{id: k2, activity: kurs}"], "k2", "k2b"),
        (["{id: k2, activity: kurs}", "{id: k2b, corrects: k2, activity: kurs}"], "k2b", "k2c"),
        (["{id: k2, activity: kurs}", "{id: k3, corrects: k2, activity: kurs}"], "k3", "k4"),
        (["{id: första, activity: kurs}"], "första", "första-b"),
    ],
)
def test_a_correction_is_called_after_what_it_corrects(
    entries: list[str], of: str, id: str
) -> None:
    assert correcting_id(log_of(*entries), of) == id


def test_what_was_paid_is_told_without_what_was_corrected_or_withdrawn() -> None:
    entries = [
        "{id: p1, paid: SFS-1, date: 2019-01-10, amount: 10 000 kr}",
        "{id: p2, paid: SFS-2, date: 2019-01-11, amount: 500 kr}",
        '{id: p2b, corrects: p2, paid: SFS-2, date: 2019-01-11, amount: "500,50 kr", because: x}',
        "{id: p3, paid: SFS-3, date: 2019-01-12, amount: 1 tkr}",
        "{id: p3b, withdraws: p3, because: Fel}",
        "{id: k1, activity: kurs, held: 2019-01-12}",
    ]
    raw = "\n".join(["agreement: a", "entries:", *(f"  - {e}" for e in entries)]).encode()
    log: Log = opened_file(("a.log.yaml", raw), Log)[1].value

    told = [(p.number, p.day, p.amount.value, p.entry) for p in payments(log)]

    assert told == [
        ("SFS-1", date(2019, 1, 10), Decimal(10000), "p1"),
        ("SFS-2", date(2019, 1, 11), Decimal("500.50"), "p2b"),
    ]
    assert payments(None) == []
