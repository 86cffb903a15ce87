"""What the close reading of the sources found is what iop finds, at the line that causes it.

The table is the acceptance list of the shipped agreements: the finding's id in the close reading,
the file, the profile it needs, the code, and words of the line that it must stand at.
"""

from datetime import date

import pytest
from conftest import ROOT, TODAY, template

from iop_cli.check import Checked, check_partnership, check_profile
from iop_cli.diagnostic import Severity
from iop_cli.finding import Text
from iop_cli.setting import Library, Setting

BORAS, BRIS = "boras-alskade-barn", "stockholm-bris-stodgrupper"
TIMRA, ORUST = "timra-sorakers-folkets-hus", "orust-junis-klubb-busa"
SHIPPED = (BORAS, BRIS, TIMRA, ORUST)

TABLE: list[tuple[str, str, str | None, str, str]] = [
    ("S0-01", BORAS, None, "IOP204", "also_written: [Studieförämjandet"),
    ("S0-02", BORAS, None, "IOP410", "invoiced:"),
    ("S0-03", BORAS, None, "IOP411", "rates:"),
    ("S0-04", BORAS, None, "IOP408", "about 7000 kr"),
    ("S0-04", BORAS, None, "IOP425", "about 7000 kr"),
    ("S0-05", BORAS, None, "IOP801", "as_written: (två) år"),
    ("S0-06", BORAS, None, "IOP502", "volume:"),
    ("S0-07", BORAS, None, "IOP210", "body: Fritids- och folkhälsoförvaltningen"),
    ("S0-08", BORAS, None, "IOP415", "vat: outside"),
    ("S0-08", BORAS, None, "IOP416", "called: bidrag"),
    ("S0-09", BORAS, None, "IOP306", "length: 6 months"),
    ("S0-10", BORAS, None, "IOP309", "2016..2017"),
    ("S0-11", BORAS, None, "IOP421", "relation: earlier"),
    ("S0-13", BORAS, None, "IOP601", "format: 1"),
    ("S0-13", BORAS, None, "IOP603", "format: 1"),
    ("S0-13", BORAS, None, "IOP708", "clauses:"),
    ("S0-13", BORAS, None, "IOP803", "Ida Legnemark"),
    ("S0-13", BORAS, None, "IOP803", "Peter Thorsell"),
    ("S0-13", BORAS, None, "IOP804", "clauses:"),
    ("S0-13", BORAS, None, "IOP809", "format: 1"),
    ("S0-15", BORAS, None, "IOP204", "also_written:"),
    ("S1-01", BRIS, None, "IOP202", "socialförvaltningen:"),
    ("S1-01", BRIS, None, "IOP202", "bris:"),
    ("S1-01", BRIS, None, "IOP203", "name: Socialförvaltningen"),
    ("S1-02", BRIS, None, "IOP503", "stödgrupp:"),
    ("S1-03", BRIS, None, "IOP503", "parts:"),
    ("S1-04", BRIS, None, "IOP422", "medel:"),
    ("S1-05", BRIS, None, "IOP508", "area:"),
    ("S1-06", BRIS, None, "IOP807", "eventuella förändringar inom partnerskapet"),
    ("S1-07", BRIS, None, "IOP204", "also_written:"),
    ("S1-08", BRIS, None, "IOP312", "start: 2017-01-01"),
    ("S1-09", BRIS, None, "IOP704", "payments:"),
    ("S1-10", BRIS, None, "IOP407", "- by: bris"),
    ("S1-11", BRIS, None, "IOP701", "answers:"),
    ("S1-12", BRIS, None, "IOP313", "format: 1"),
    ("S1-12", BRIS, None, "IOP412", "medel:"),
    ("S1-12", BRIS, None, "IOP603", "format: 1"),
    ("S1-12", BRIS, None, "IOP708", "clauses:"),
    ("S1-12", BRIS, None, "IOP709", "clauses:"),
    ("S1-12", BRIS, None, "IOP804", "clauses:"),
    ("S1-12", BRIS, None, "IOP806", "held: no"),
    ("S1-13", BRIS, None, "IOP303", "end: 2018-12-31"),
    ("S2-01", TIMRA, None, "IOP401", "total: 995 tkr"),
    ("S2-02", TIMRA, None, "IOP402", "44 veckor * 40 h = 176 h"),
    ("S2-03", TIMRA, None, "IOP402", "3 * 196 tkr * 10 % = 20 tkr"),
    ("S2-04", TIMRA, None, "IOP403", "arbetsledare:"),
    ("S2-05", TIMRA, None, "IOP204", "also_written:"),
    ("S2-06", TIMRA, None, "IOP202", "timra:"),
    ("S2-06", TIMRA, None, "IOP202", "folkets_hus:"),
    ("S2-06", TIMRA, None, "IOP203", "name: Timrå kommuns Socialförvaltning"),
    ("S2-07", TIMRA, None, "IOP807", "förhandlingarna"),
    ("S2-09", TIMRA, None, "IOP602", "unanimous"),
    ("S2-10", TIMRA, None, "IOP313", "cause:"),
    ("S2-10", TIMRA, None, "IOP412", "verksamhetsstöd:"),
    ("S2-10", TIMRA, None, "IOP804", "clauses:"),
    ("S2-11", TIMRA, "forum-2010", "IOP702", "by: [timra]"),
    ("S2-12", TIMRA, None, "IOP421", "relation: contract"),
    ("S2-12", TIMRA, None, "IOP705", "purchase_signs:"),
    ("S2-13", TIMRA, None, "IOP707", "clauses:"),
    ("S2-14", TIMRA, None, "IOP708", "clauses:"),
    ("S2-15", TIMRA, None, "IOP303", "end: 2018-12-31"),
    ("S2-17", TIMRA, None, "IOP424", "amount: 500 tkr"),
    ("S2-*", TIMRA, None, "IOP409", "134 kr/h"),
    ("S3-01", ORUST, None, "IOP301", "2023-12-31"),
    ("S3-02", ORUST, None, "IOP302", "start: 20240101"),
    ("S3-03", ORUST, None, "IOP308", "follows:"),
    ("S3-04", ORUST, None, "IOP507", "run_by:"),
    ("S3-05", ORUST, None, "IOP805", "announces:"),
    ("S3-06", ORUST, None, "IOP802", "copies: 3"),
    ("S3-07", ORUST, None, "IOP504", "7-13"),
    ("S3-08", ORUST, None, "IOP807", "also_written:"),
    ("S3-09", ORUST, None, "IOP607", "sektor lednings- och verksamhetsstöd"),
    ("S3-09", ORUST, None, "IOP607", "sektor Omsorg"),
    ("S3-09", ORUST, None, "IOP607", "Sektor socialtjänst"),
    ("S3-10", ORUST, None, "IOP807", "samtliga elever"),
    ("S3-11", ORUST, None, "IOP604", "how_often:"),
    ("S3-11", ORUST, None, "IOP604", "per: school_term"),
    ("S3-12", ORUST, "forum-2010", "IOP702", "by: [orust]"),
    ("S3-13", ORUST, None, "IOP117", "212000–1314"),
    ("S3-13", ORUST, None, "IOP117", "857204–3795"),
    ("S3-13", ORUST, None, "IOP117", "start: 20240101"),
    ("S3-14", ORUST, None, "IOP313", "notice:"),
    ("S3-14", ORUST, None, "IOP708", "clauses:"),
    ("S3-14", ORUST, None, "IOP709", "clauses:"),
    ("S3-14", ORUST, None, "IOP803", "- party: junis"),
    ("S3-14", ORUST, None, "IOP804", "clauses:"),
    ("S3-15", ORUST, None, "IOP807", "Under projekttiden"),
    ("S3-17", ORUST, None, "IOP210", "Kommunstyrelsen"),
    ("S4-03", BRIS, "helsingborg", "IOP711", ""),
    ("S4-03", TIMRA, "helsingborg", "IOP711", ""),
    ("S4-03", ORUST, "helsingborg", "IOP711", ""),
    ("S4-04", TIMRA, "helsingborg", "IOP702", "by: [timra]"),
    ("S4-04", ORUST, "helsingborg", "IOP702", "by: [orust]"),
]


def shipped(
    id: str, day: date = TODAY, profile: str | None = None, accepted: bool = True
) -> Checked:
    """What is found in a shipped agreement, with or without what is accepted in it."""
    path = ROOT / "agreements" / f"{id}.yaml"
    raw = path.read_bytes()
    if not accepted:
        raw = raw.partition(b"\naccepted_findings:")[0] + b"\n"
    log = path.with_name(f"{id}.log.yaml")
    logs = Text(log.name, log.read_bytes()) if log.exists() else None
    setting = Setting(day, Library(template, profile=profile), {})
    return check_partnership(Text(path.name, raw), logs, setting)


@pytest.mark.parametrize("id", SHIPPED)
def test_without_acceptances_exactly_the_known_errors_are_left(id: str) -> None:
    wanted = {
        BORAS: ["IOP410", "IOP411", "IOP801"],
        BRIS: [],
        TIMRA: ["IOP401", "IOP402", "IOP402"],
        ORUST: ["IOP301", "IOP507", "IOP805"],
    }

    found = shipped(id, accepted=False).found

    assert sorted(d.code for d in found if d.severity is Severity.ERROR) == wanted[id]


@pytest.mark.parametrize("year", [2026, 2027, 2031, 2050, 2100])
@pytest.mark.parametrize("id", SHIPPED)
def test_what_is_accepted_stays_accepted_on_any_day(id: str, year: int) -> None:
    found = shipped(id, date(year, 11, 22)).found

    assert not [d for d in found if d.severity is Severity.ERROR and not d.accepted]
    assert not [d for d in found if d.code in ("IOP120", "IOP121", "IOP122", "IOP123")]


@pytest.mark.parametrize(("finding", "id", "profile", "code", "line"), TABLE)
def test_a_finding_of_the_close_reading_stands_at_its_line(
    finding: str, id: str, profile: str | None, code: str, line: str
) -> None:
    found = shipped(id, profile=profile).found

    assert [d for d in found if d.code == code and line in d.excerpt], f"{finding} is not found"


def test_the_profile_that_aims_without_a_baseline_is_told_so() -> None:
    raw = (ROOT / "templates" / "profiles" / "helsingborg.yaml").read_bytes()

    found = check_profile(Text("templates/profiles/helsingborg.yaml", raw), shipped_setting()).found

    assert [d.code for d in found] == ["IOP605", "IOP605"]
    assert any("-20 %" in d.excerpt for d in found)


def shipped_setting() -> Setting:
    """A run on the day of the tests, with nothing changed."""
    return Setting(TODAY, Library(template), {})
