"""The list of all partnerships: what it holds, how it is chosen, ordered and set; and the sums."""

import csv as spreadsheet
import io
import json as reader
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT, TODAY, template

from iop_cli import words
from iop_cli.book import open_partnership
from iop_cli.cli.run import run
from iop_cli.deadlines import State
from iop_cli.reading import Library, Reading, Today
from iop_cli.report import Look
from iop_cli.roster import COLUMNS, Entry, Sort, Wanted, csv, entry, json, listed, set_as, text
from iop_cli.sums import sum_over_term

HEAD = """\
format: 1
id: prov
title: Öppen förskola
status: signed
parties:
  kommunen: {role: public, name: Exempelköpings kommun, org_number: 222999-0011}
  föreningen: {role: nonprofit, name: Föreningen Exempel, also_written: [Exemplet]}
"""
TERM = "term: {start: 2024-01-01, end: 2026-12-31}\n"


def reading(text: str, day: date = TODAY, log: str | None = None, id: str = "prov") -> Reading:
    """An agreement's text as it reads on a day."""
    past = (f"{id}.log.yaml", log.encode()) if log else None
    opened = open_partnership((f"{id}.yaml", text.encode()), past, Today(day), Library(template))
    assert not opened.body.problems
    return opened.readings[-1]


def shipped(day: date = TODAY) -> list[Entry]:
    """The shipped agreements in the list."""
    found = []
    for path in sorted((ROOT / "agreements").glob("*.yaml")):
        if ".log." not in path.name:
            log = path.with_name(f"{path.stem}.log.yaml")
            past = log.read_text(encoding="utf-8") if log.exists() else None
            held = reading(path.read_text(encoding="utf-8"), day, past, path.stem)
            found.append(entry(f"agreements/{path.name}", held))
    return found


def ids(entries: list[Entry]) -> list[str]:
    """The first word of each id."""
    return [item.id.split("-")[0] for item in entries]


def made(id: str, more: str = "", status: str = "signed", title: str = "Namn") -> Entry:
    """An entry of an invented agreement."""
    head = HEAD.replace("id: prov", f"id: {id}").replace("Öppen förskola", title)
    return entry(f"{id}.yaml", reading(head.replace("signed", status) + more, id=id))


def test_the_shipped_agreements_have_their_states_days_and_sums() -> None:
    found = {item.id: item for item in shipped()}

    assert {i: e.state.value for i, e in found.items()} == {
        "boras-alskade-barn": "ended",
        "orust-junis-klubb-busa": "undecided",
        "stockholm-bris-stodgrupper": "ended",
        "timra-sorakers-folkets-hus": "ended",
    }
    sums = {i: e.sum.in_words() if e.sum else None for i, e in found.items()}
    assert sums == {
        "boras-alskade-barn": None,
        "orust-junis-klubb-busa": None,
        "stockholm-bris-stodgrupper": "1 423 666 kr",
        "timra-sorakers-folkets-hus": "500 000 kr",
    }
    boras = found["boras-alskade-barn"]
    assert (boras.start, boras.end) == (date(2018, 1, 1), date(2020, 12, 31))
    assert boras.public == ("Borås Stad",)
    assert boras.nonprofit == ("Studieförbundet Sjuhärad",)


def test_a_list_of_an_earlier_day_shows_what_was_to_come() -> None:
    found = {item.id: item for item in shipped(date(2020, 1, 1))}

    deadline = found["boras-alskade-barn"].deadline
    assert deadline is not None
    assert (deadline.day, deadline.what.kind) == (date(2020, 6, 30), "extension")
    assert found["orust-junis-klubb-busa"].state is State.UPCOMING


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["boras", "orust", "stockholm", "timra"]),
        (Wanted(statuses=("signed", "decided")), ["boras", "timra"]),
        (Wanted(states=("undecided",)), ["orust"]),
        (Wanted(party="JUNIS"), ["orust"]),
        (Wanted(party="212000-1561"), ["boras"]),
        (Wanted(party="stockholms stad"), ["stockholm"]),
        (Wanted(party="söråkers fh"), ["timra"]),
        (Wanted(party="finns inte"), []),
        (Wanted(ends_before=date(2018, 12, 31)), []),
        (Wanted(ends_before=date(2019, 1, 1)), ["stockholm", "timra"]),
        (Wanted(ends_after=date(2018, 12, 31)), ["boras", "orust"]),
        (
            Wanted(ends_after=date(2018, 1, 1), ends_before=date(2021, 1, 1), party="borås"),
            ["boras"],
        ),
    ],
)
def test_only_what_is_asked_for_is_listed(wanted: Wanted, found: list[str]) -> None:
    assert ids(listed(shipped(), wanted)) == found


def test_one_without_a_last_day_ends_neither_before_nor_after() -> None:
    held = [made("a", "term: {start: 2024-01-01, end: none}\n"), made("b")]

    assert listed(held, Wanted(ends_before=date(2200, 1, 1))) == []
    assert listed(held, Wanted(ends_after=date(1900, 1, 1))) == []


@pytest.mark.parametrize(
    ("sort", "reverse", "found"),
    [
        (Sort.ID, False, ["boras", "orust", "stockholm", "timra"]),
        (Sort.ID, True, ["timra", "stockholm", "orust", "boras"]),
        (Sort.TITLE, False, ["boras", "timra", "stockholm", "orust"]),
        (Sort.END, False, ["stockholm", "timra", "boras", "orust"]),
        (Sort.START, False, ["stockholm", "boras", "timra", "orust"]),
        (Sort.SUM, False, ["timra", "stockholm", "boras", "orust"]),
        (Sort.SUM, True, ["stockholm", "timra", "boras", "orust"]),
        (Sort.DEADLINE, True, ["orust", "boras", "stockholm", "timra"]),
        (Sort.STATE, False, ["orust", "boras", "stockholm", "timra"]),
    ],
)
def test_the_list_is_ordered_and_what_is_unknown_stands_last(
    sort: Sort, reverse: bool, found: list[str]
) -> None:
    assert ids(listed(shipped(), Wanted(), sort, reverse=reverse)) == found


def test_titles_stand_in_the_order_of_the_swedish_alphabet() -> None:
    held = [
        made(i, title=t)
        for i, t in (("a", "Ögon"), ("b", "Ärlighet"), ("c", "Zebra"), ("d", "Åka"))
    ]

    assert ids(listed(held, Wanted(), Sort.TITLE)) == ["c", "d", "b", "a"]


def test_the_text_has_a_line_of_columns_and_the_rest_below() -> None:
    held = "".join(text(listed(shipped(), Wanted()), Look(width=80))).splitlines()

    assert held[0].split() == ["Id", "State", "Ends", "Next", "Sum"]
    at = next(i for i, line in enumerate(held) if line.startswith("stockholm"))
    assert held[at].split(maxsplit=4) == [
        "stockholm-bris-stodgrupper", "ended", "2018-12-31", "–", "1 423 666 kr",
    ]  # fmt: skip
    assert held[at + 1] == "  Stödgrupper för familjehemsplacerade barn"
    assert held[at + 2] == "  proposed · 2017-01-01 – 2018-12-31 · Socialförvaltningen · Bris"
    assert "  next: the last day of the agreement" in held
    assert held[-1] == "4 partnerships"


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("width", [40, 60, 80])
@pytest.mark.parametrize("plain", [True, False])
def test_the_list_fits_its_width(language: str, width: int, plain: bool) -> None:
    words.use(language)

    held = "".join(text(shipped(), Look(width=width, plain=plain))).splitlines()

    assert not [x for x in held if len(x) > width and " " in x.strip()]


def test_forty_columns_put_everything_under_each_other() -> None:
    held = "".join(text(shipped(), Look(width=40))).splitlines()

    assert held[0] == "boras-alskade-barn"
    assert "  State: signed, has ended" in held
    assert "  Sum: unknown" in held
    assert "  Next: nothing" in held


def test_a_screen_reader_gets_labelled_lines() -> None:
    held = "".join(text(shipped(), Look(width=0, plain=True))).splitlines()

    assert held[0] == "Id: boras-alskade-barn"
    assert "Parties: Borås Stad · Studieförbundet Sjuhärad" in held
    assert "Next: 2026-12-31 the last day of the agreement" in held


def test_swedish_readers_meet_swedish_words() -> None:
    words.use("sv")

    held = "".join(text(shipped(), Look(width=80)))

    assert "ej beslutat" in held
    assert "undertecknat · 2018-01-01 – 2020-12-31 · Borås Stad" in held
    assert held.endswith("4 partnerskap\n")


def test_an_empty_list_says_so() -> None:
    assert "".join(text([], Look(width=80))) == "0 partnerships\n"
    assert "".join(text([], Look(width=40))) == "0 partnerships\n"


def test_an_open_end_is_said_in_words() -> None:
    held = "".join(text([made("a", "term: {start: 2024-01-01, end: none}\n")], Look(width=80)))

    assert "2024-01-01 – until further notice" in held
    assert "open-ended" in held


def test_ids_are_bold_only_in_colour() -> None:
    assert "\x1b[1mboras-alskade-barn" in "".join(text(shipped(), Look(width=80, color=True)))
    assert "\x1b" not in "".join(text(shipped(), Look(width=80)))


def test_csv_is_what_a_swedish_spreadsheet_opens() -> None:
    raw = "".join(csv(shipped()))

    rows = list(spreadsheet.reader(io.StringIO(raw.removeprefix("\ufeff")), delimiter=";"))
    assert raw.startswith("\ufeff")
    assert raw.endswith("\r\n")
    assert rows[0] == list(COLUMNS)
    stockholm = dict(zip(rows[0], rows[3], strict=True))
    assert stockholm["sum"] == "1423666,00"
    assert stockholm["sum_is"] == "exact"
    assert stockholm["deadline"] == ""
    orust = dict(zip(rows[0], rows[2], strict=True))
    assert (orust["deadline"], orust["deadline_what"]) == (
        "2026-12-31",
        "the last day of the agreement",
    )


@pytest.mark.parametrize("first", ["=", "+", "-", "@"])
def test_no_value_becomes_a_formula(first: str) -> None:
    held = made("a", title=f'"{first}HYPERLINK(1;2)"')

    raw = "".join(csv([held]))

    assert f';"\'{first}HYPERLINK(1;2)";' in raw


def test_a_tab_or_quotes_first_in_a_value_stay_text() -> None:
    raw = "".join(csv([made("a", title='"\\t=1"'), made("b", title="'\"hej\"'")]))

    assert ';"\' =1";' in raw
    assert ';"""hej""";' in raw


def test_json_has_the_published_keys_and_amounts_with_two_decimals() -> None:
    held = reader.loads(json(shipped(), TODAY, ["agreements/trasig.yaml"]))

    assert held["today"] == "2026-11-22"
    assert held["unreadable"] == ["agreements/trasig.yaml"]
    assert held["agreements"][2] == {
        "id": "stockholm-bris-stodgrupper",
        "title": "Stödgrupper för familjehemsplacerade barn",
        "status": "proposed",
        "state": "ended",
        "public": ["Socialförvaltningen"],
        "nonprofit": ["Bris"],
        "start": "2017-01-01",
        "end": "2018-12-31",
        "deadline": None,
        "sum": {"value": "1423666.00", "currency": "SEK", "is": "exact"},
        "file": "agreements/stockholm-bris-stodgrupper.yaml",
    }
    assert held["agreements"][1]["deadline"] == {
        "date": "2026-12-31", "what": "end", "id": None, "period": None,
    }  # fmt: skip


def test_an_open_end_is_none_in_json_and_an_unknown_one_null() -> None:
    held = reader.loads(
        json([made("a", "term: {start: 2024-01-01, end: none}\n"), made("b")], TODAY)
    )

    assert [item["end"] for item in held["agreements"]] == ["none", None]


def test_each_form_of_the_list_is_reached_by_its_name() -> None:
    forms = {form: "".join(set_as(form, [], TODAY, [], Look())) for form in ("text", "csv", "json")}

    assert forms["text"] == "0 partnerships\n"
    assert forms["csv"].startswith('\ufeff"id";"title"')
    assert reader.loads(forms["json"])["agreements"] == []


@pytest.mark.parametrize(
    ("payments", "wanted"),
    [
        ("none", "0 kr"),
        ("{p: {kind: fixed, amount: 100 tkr, per: year}}", "300 000 kr"),
        ("{p: {kind: fixed, amount: 1000 kr, per: month}}", "36 000 kr"),
        ("{p: {kind: fixed, amount: 10 tkr, per: tertial}}", "90 000 kr"),
        ("{p: {kind: fixed, amount: 10 tkr, per: all}}", "10 000 kr"),
        ("{p: {kind: fixed, amount: about 10 tkr, per: year}}", "about 30 000 kr"),
        ("{p: {kind: fixed, amount: 10 tkr, per: year, index: {series: SCB}}}", "about 30 000 kr"),
        (
            "{p: {kind: fixed, amount: 10 tkr, per: year, settled: {against: cost}}}",
            "about 30 000 kr",
        ),
        ("{p: {kind: fixed, amount: 10 tkr}}", None),
        ("{p: {kind: fixed, per: year}}", None),
        ("{p: {kind: fixed, amount: 10 tkr, per: week}}", None),
        (
            "{p: {kind: fixed, amount: 12 tkr, per: year, valid: {from: 2025, to: 2025-06}}}",
            "6 000 kr",
        ),
        (
            "{p: {kind: fixed, amount: 31 tkr, per: month, valid: {to: 2024-01-10}}}",
            "about 10 000 kr",
        ),
        ("{p: {kind: fixed, first_year: 5 tkr, amount: 10 tkr, per: year}}", "25 000 kr"),
        ("{p: {kind: fixed, first_year: 5 tkr, yearly_uplift: 1 tkr, per: year}}", "18 000 kr"),
        ("{p: {kind: fixed, amount: 100 kr, yearly_uplift: 10 %, per: year}}", "about 331 kr"),
        ("{p: {kind: fixed, amount: 100 kr, yearly_uplift: 10 %, per: month}}", None),
        (
            "{p: {kind: fixed, amount: 10 tkr, per: year, schedule:"
            " [{valid: {from: 2026}, amount: 16 tkr}]}}",
            "36 000 kr",
        ),
        (
            "{p: {kind: lump_sum, amount: 500 tkr}, q: {kind: lump_sum, amount: 2 mkr}}",
            "2 500 000 kr",
        ),
        ("{p: {kind: lump_sum, amount: 500 tkr}, q: {kind: lump_sum}}", None),
        ("{p: {kind: lump_sum, amount: 500 tkr}, q: {kind: lump_sum, amount: 20 EUR}}", None),
        ("{p: {kind: instalments, parts: [{amount: 100 tkr}, {amount: 200 tkr}]}}", "300 000 kr"),
        ("{p: {kind: instalments, parts: [{amount: 50 %}, {amount: 50 %}]}}", None),
        ("{p: {kind: total, amount: 2 mkr}}", "2 000 000 kr"),
        ("{p: {kind: total, split: {2024: 1 mkr, 2025: 2 mkr}}}", "3 000 000 kr"),
        ("{p: {kind: total}}", None),
        ("{p: {kind: cost_cap, cap: 4 mkr}}", "up to 4 000 000 kr"),
        ("{p: {kind: cost_cap, cap: 1 mkr, per: year}}", "up to 3 000 000 kr"),
        ("{p: {kind: cost_cap}}", None),
        ("{p: {kind: per_unit, rate: 4 kr, quantity: invånare}}", None),
        ("{p: {kind: per_unit, rate: 4 kr, quantity: invånare, cap: 100 tkr}}", "up to 100 000 kr"),
        (
            "{p: {kind: cost_cap, cap: 1 mkr}, q: {kind: lump_sum, amount: at least 1 mkr}}",
            None,
        ),
        (
            "{p: {kind: cost_cap, cap: 1 mkr}, q: {kind: lump_sum, amount: 1 mkr}}",
            "up to 2 000 000 kr",
        ),
    ],
)
def test_the_sum_over_the_term_is_told_only_where_it_is_known(
    payments: str, wanted: str | None
) -> None:
    found = sum_over_term(reading(f"{HEAD}{TERM}payments: {payments}\n"))

    assert (found.in_words() if found else None) == wanted


def test_without_a_term_a_yearly_amount_has_no_sum() -> None:
    held = HEAD + "payments: {p: {kind: fixed, amount: 100 tkr, per: year}}\n"

    assert sum_over_term(reading(held)) is None
    assert sum_over_term(reading(held + "term: {start: 2024-01-01, end: none}\n")) is None


def test_an_amendment_counts_from_its_month() -> None:
    held = (
        HEAD
        + TERM
        + (
            "payments: {p: {kind: fixed, amount: 120 tkr, per: year}}\n"
            "amendments: {a1: {from: 2025-07, changes: {payments.p.amount: +12 tkr}}}\n"
        )
    )

    found = sum_over_term(reading(held))

    assert found is not None
    assert found.in_words() == "378 000 kr"


def test_unknown_money_has_no_sum() -> None:
    assert sum_over_term(reading(HEAD + TERM)) is None


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one agreement, its log, and one file that cannot be read."""
    folder = tmp_path / "agreements"
    folder.mkdir()
    text = HEAD + TERM + "copies: två\n"
    (folder / "prov.yaml").write_text(text, encoding="utf-8")
    (folder / "prov.log.yaml").write_text("agreement: prov\nentries: [\n", encoding="utf-8")
    (folder / "trasig.yaml").write_text("a: [\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IOP_LANG", "en")
    monkeypatch.setenv("IOP_TODAY", "2026-11-22")
    return folder


def test_one_broken_file_hides_no_other_and_fails_the_list(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["list", "--output-format", "json"])

    shown = capsys.readouterr()
    held = reader.loads(shown.out)
    assert code == 1
    assert [item["id"] for item in held["agreements"]] == ["prov"]
    assert held["unreadable"] == ["agreements/trasig.yaml"]
    assert (
        shown.err
        == "agreements/trasig.yaml cannot be read and is left out; iop validate says why\n"
    )


def test_show_names_what_it_had_to_leave_out(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["show", "prov", "--as-of", "2025-01-01", "--plain"])

    shown = capsys.readouterr().out
    assert code == 0
    assert "State: in force (as of 2025-01-01)" in shown
    assert "Not read: copies and log; iop validate says why" in shown


def test_what_cannot_be_shown_is_one_sentence_and_the_code_2(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = {
        ("show", "trasig"): "agreements/trasig.yaml cannot be read and is left out",
        ("show", "agreements"): "agreements is not one agreement",
        ("show", "prob"): "there is no file or agreement prob; did you mean prov?",
        ("show", "prov", "--as-of", "2025-13-01"): "--as-of: 2025-13-01 is not in the calendar",
        ("list", "--sort", "titel"): "--sort: titel is not one of id | title",
        ("list", "--status", "signed,drft"): "--status: drft is not one of draft",
        ("list", "--state", "x"): "--state: x is not one of upcoming | in_force",
        ("rule", "end-befor-start"): "there is no rule end-befor-start; did you mean",
    }

    for arguments, message in said.items():
        assert run(list(arguments)) == 2
        assert message in capsys.readouterr().err


def test_the_list_and_a_page_can_be_written_to_files(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "trasig.yaml").unlink()

    assert run(["list", "--state", "in-force", "--output-format", "csv", "-o", "lista.csv"]) == 0
    assert run(["rule", "end-before-start", "-o", "regel.txt"]) == 0
    assert run(["rule", "--output-format", "json", "-o", "regler.json"]) == 0

    assert capsys.readouterr().out == ""
    assert Path("lista.csv").read_bytes().startswith(b'\xef\xbb\xbf"id";"title"')
    assert Path("regel.txt").read_text(encoding="utf-8").startswith("IOP301 end-before-start\n")
    assert len(reader.loads(Path("regler.json").read_text(encoding="utf-8"))) > 100
