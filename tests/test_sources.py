"""What the close reading of the sources found is what iop finds, at the line that causes it.

The table is the acceptance list of the shipped agreements: the finding's id in the close reading,
the file, the profile it needs, the code, and words of the line that it must stand at.
"""

from datetime import date

import pytest
from conftest import ROOT, TODAY, template

from iop_cli.book import Library
from iop_cli.check import Checked, Setting, check_partnership, check_profile
from iop_cli.diagnostic import Severity
from iop_cli.finding import Text

BORAS, BRIS = "boras-alskade-barn", "stockholm-bris-stodgrupper"
TIMRA, ORUST = "timra-sorakers-folkets-hus", "orust-junis-klubb-busa"
SHIPPED = (BORAS, BRIS, TIMRA, ORUST)

TABLE: list[tuple[str, str, str | None, str, str]] = []


def shipped(id: str, day: date = TODAY, profile: str | None = None, accepted: bool = True) -> Checked:
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
