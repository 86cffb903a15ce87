"""`iop record`: what is told is judged first, and stands in the log below what stood there."""

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from iop_cli.cli import recording
from iop_cli.cli.run import run
from iop_cli.diagnostic import IopError

BORÅS = (ROOT / "agreements" / "boras-alskade-barn.log.yaml").read_bytes()
COURSE = ["--held", "2020-11-18", "--place", "Norrbyhuset", "--participants", "14", "--rate", "hög"]
RECORDED = "{id: k12, activity: kurs, held: 2020-11-18, place: Norrbyhuset, participants: 14, rate: hög}"  # fmt: skip

Said = Callable[[], tuple[str, str]]


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped agreements and a few others, in a repository in which one stands."""
    for name in ("agreements", "schema"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("brottsofferstod", "nattharbarget"):
        for ending in (".yaml", ".log.yaml"):
            shutil.copy(ROOT / "tests" / "practice" / f"{name}{ending}", tmp_path / "agreements")
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """What was said since the last time, as the result and the remarks."""

    def since() -> tuple[str, str]:
        both = capsys.readouterr()
        return both.out, both.err

    return since


def record(*told: str, id: str = "boras-alskade-barn") -> int:
    return run(["record", id, *told, "--lang", "en"])


def log(id: str = "boras-alskade-barn") -> bytes:
    return Path("agreements", f"{id}.log.yaml").read_bytes()


def added(id: str = "boras-alskade-barn", before: bytes = BORÅS) -> str:
    """What stands below what stood there."""
    assert log(id).startswith(before)
    return log(id)[len(before) :].decode()


def test_a_course_is_put_below_what_stands_there(said: Said) -> None:
    code = record("activity", "kurs", *COURSE)

    out, err = said()
    assert code == 0
    assert out == f"agreements/boras-alskade-barn.log.yaml:20: {RECORDED}\n"
    assert added() == f"  - {RECORDED}\n"
    assert err == (
        "k12 stands in the log; if it is wrong: "
        "iop record boras-alskade-barn withdraw k12 --because …\n"
    )


@pytest.mark.parametrize(
    ("told", "line"),
    [
        (["meeting", "samråd", "--held", "20180601"], ""),
        (["complete", "2021"], "{id: y4, complete: 2021}"),
        (["event", "notice", "--by", "borås", "--date", "2020-03-01"],
         "{id: e1, event: notice, by: borås, date: 2020-03-01}"),
        (["event", "extended", "--date", "2020-06-01", "--until", "2022-12-31"],
         "{id: e1, event: extended, date: 2020-06-01, until: 2022-12-31}"),
        (["index", "AKI", "--period", "2009", "--value", "103,0", "--preliminary"],
         '{id: i1, index: AKI, period: 2009, value: "103,0", preliminary: yes}'),
        (["index", "AKI", "--period", "2009", "--value", "103", "--final", "--source", "SCB"],
         "{id: i1, index: AKI, period: 2009, value: 103, preliminary: no, source: SCB}"),
        (["quantity", "invånare", "--party", "borås stad", "--date", "2019-11-01", "--value",
          "30 000"], "{id: q1, quantity: invånare, party: borås, date: 2019-11-01, value: 30 000}"),
        (["cost", "kursbidrag", "--period", "2018-12", "--amount", "8 120,50 kr"],
         '{id: c1, cost: kursbidrag, period: 2018-12, amount: "8 120,50 kr"}'),
        (["paid", "SFS-2018-0001", "--date", "2019-01-10", "--amount", "10 000 kr"],
         "{id: p1, paid: SFS-2018-0001, date: 2019-01-10, amount: 10 000 kr}"),
        (["record-check", "cirkelledare", "--date", "2018-02-01"],
         "{id: u1, record_check: cirkelledare, date: 2018-02-01}"),
        (["note", "Vatten: lokalen stängd", "--date", "2018-02-01"],
         '{id: a1, date: 2018-02-01, note: "Vatten: lokalen stängd"}'),
        (["activity", "studiecirkel älskade barn", "--held", "2020-11-18", "--participants", "9",
          "--group", "kväll", "--id", "extra"],
         "{id: extra, activity: kurs, held: 2020-11-18, group: kväll, participants: 9}"),
        (["withdraw", "k3", "--because", "Ställdes in"],
         "{id: k3b, withdraws: k3, because: Ställdes in}"),
    ],
)  # fmt: skip
def test_every_kind_is_told_in_its_own_words(told: list[str], line: str) -> None:
    code = record(*told)

    assert code == (0 if line else 2)
    assert added() == (f"  - {line}\n" if line else "")


def test_a_report_brings_its_values_by_the_names_of_its_indicators() -> None:
    told = ["report", "halvårsstatistik", "--period", "2024-H1", "--submitted", "2024-07-10"]
    values = ["--value", "inskrivna=14", "--value", "nya barn och unga = 3"]

    code = record(*told, *values, id="orust-junis-klubb-busa")

    assert code == 0
    assert (
        log("orust-junis-klubb-busa")
        .decode()
        .endswith(
            "  - {id: r1, report: halvårsstatistik, period: 2024-H1, submitted: 2024-07-10,"
            " values: {inskrivna: 14, nya: 3}}\n"
        )
    )


def test_a_corrected_report_keeps_the_values_that_were_right() -> None:
    told = ["report", "halvårsstatistik", "--period", "2024-H1", "--value", "grupper=2"]
    record(*told, "--value", "inskrivna=14", id="orust-junis-klubb-busa")

    record("correct", "r1", "--value", "grupper=3", "--because", "Fel", id="orust-junis-klubb-busa")

    assert (
        "r1b, corrects: r1, report: halvårsstatistik, period: 2024-H1, values: {grupper: 3, "
        in (log("orust-junis-klubb-busa").decode())
    )


@pytest.mark.parametrize(
    ("id", "told", "line"),
    [
        ("brottsofferstod", ["quantity", "Invånare", "--party", "Exempelköpings kommun", "--date",
         "2026-11-01", "--value", "30 000"], "quantity: invånare, party: köping"),
        ("brottsofferstod", ["index", "prisindex för kommunal verksamhet, skr", "--period", "2025",
         "--value", "106,1"], 'index: "Prisindex för kommunal verksamhet, SKR", period: 2025'),
        ("nattharbarget", ["quantity", "belagda_platser", "--date", "2025-11-05", "--value", "41"],
         "{id: n4, quantity: belagda_platser, date: 2025-11-05, value: 41}"),
        ("nattharbarget", ["activity", "härbärge", "--held", "2025-11-05", "--place",
         "kyrkans hus"], "place: kyrkans_hus"),
    ],
)  # fmt: skip
def test_what_the_agreement_names_is_written_by_its_id(id: str, told: list[str], line: str) -> None:
    before = log(id)

    code = record(*told, id=id)

    assert code == 0
    assert line in added(id, before)


def test_a_correction_takes_over_what_is_not_told_anew() -> None:
    record("correct", "k3", "--participants", "13", "--because", "Felräknat, en kom sent")

    assert added() == (
        "  - {id: k3b, corrects: k3, activity: kurs, held: 2018-09-26, place: Mötesplats Hulta,"
        ' participants: 13, rate: låg, because: "Felräknat, en kom sent"}\n'
    )


def test_a_correction_is_corrected_in_its_turn_and_an_empty_value_goes() -> None:
    record("correct", "k2b", "--place", "", "--held", "2018-05-10", "--because", "Fel dag")

    assert added() == (
        "  - {id: k2c, corrects: k2b, activity: kurs, held: 2018-05-10, participants: 9,"
        " rate: hög, because: Fel dag}\n"
    )


def test_a_key_that_nobody_knows_is_not_taken_over() -> None:
    before = BORÅS + b"  - {id: k12, activity: kurs, held: 2020-11-18, rum: 4, participants: 9}\n"
    Path("agreements", "boras-alskade-barn.log.yaml").write_bytes(before)

    code = record("correct", "k12", "--place", "Norrbyhuset", "--because", "Fel nyckel")

    assert code == 0
    assert "held: 2020-11-18, place: Norrbyhuset, participants: 9, because" in added(before=before)


def test_a_correction_may_change_what_it_was_about() -> None:
    code = record("correct", "y1", "--what", "2018-H1", "--because", "Hösten saknas")

    assert (code, added()) == (
        0, "  - {id: y1b, corrects: y1, complete: 2018-H1, because: Hösten saknas}\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (["activity"], "needed, and not to be invented: ACTIVITY and --held"),
        (["quantity", "invånare"], "needed, and not to be invented: --date and --value"),
        (["correct", "k3", "--participants", "9"], "not to be invented: --because"),
        (["activity", "kurss", *COURSE], "kurss is not an activity here; did you mean kurs?"),
        (["activity", "bad", *COURSE], "bad is not an activity here; known are kurs"),
        (["activity", "kurs", *COURSE, "--place", "Norbyhuset"], "did you mean Norrbyhuset?"),
        (["activity", "kurs", *COURSE, "--rate", "låga"], "a rate of the activity here; did you mean låg?"),
        (["activity", "kurs", "--held", "14/3 2018"], "--held: "),
        (["activity", "kurs", "--held", "14/3/2018"], "--held: 14/3/2018 is not how a day is written"),
        (["activity", "kurs", *COURSE, "--participants", "tio"], "--participants: "),
        (["activity", "kurs", *COURSE, "--group", "a\u200bb"], "--group: the invisible character U+200B"),
        (["cost", "kursbidrag", "--period", "2018", "--amount", "500"], "--amount: "),
        (["cost", "kursbidrag", "--period", "2018-13", "--amount", "500 kr"], "--period: "),
        (["complete", "tvåtusen"], "PERIOD: "),
        (["meeting", "styrgrupp", "--held", "2018-06-01"], "styrgrupp is not a body that steers here"),
        (["event", "notise", "--date", "2018-06-01"], "notise is not an event here; did you mean notice?"),
        (["correct", "k99", "--because", "x"], "there is no entry k99 in the log; did you mean k9?"),
        (["correct", "zz", "--because", "x"], "there is no entry zz in the log"),
        (["correct", "k2", "--because", "x"], "k2 is already corrected by k2b"),
        (["correct", "k3", "--because", "x"], "nothing here differs from k3"),
        (["correct", "k3", "--participants", "12", "--because", "x"], "nothing here differs from k3"),
        (["report", "x", "--period", "2018", "--value", "9"], "write each as name=number"),
        (["activity", "kurs", *COURSE, "--id", "k1"], "--id: k1 stands in the log already"),
        (["activiti", "kurs"], "there is no command activiti; did you mean activity?"),
        (["activity", "kurs", "--helt", "2018-06-01"], "there is no option --helt; did you mean --held?"),
        ([], "say what happened: activity | meeting | report"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)  # fmt: skip
def test_what_cannot_be_told_so_is_refused_and_nothing_written(
    said: Said, told: list[str], says: str
) -> None:
    code = record(*told)

    assert (code, log()) == (2, BORÅS)
    assert says in said()[1]


@pytest.mark.parametrize("asked", [["-h"], ["boras-alskade-barn", "-h"]])
def test_the_help_shows_the_agreement_before_the_kind(said: Said, asked: list[str]) -> None:
    assert run(["record", *asked]) == 0
    assert said()[0].startswith("Usage: iop record ID COMMAND … [OPTIONS]\n")


def test_a_kind_has_a_help_of_its_own(said: Said) -> None:
    assert run(["record", "boras-alskade-barn", "complete", "-h"]) == 0
    assert said()[0].startswith("Usage: iop record ID complete PERIOD [OPTIONS]\n")


def test_an_agreement_that_was_forgotten_is_asked_for(said: Said) -> None:
    assert run(["record", "activity", "kurs", "--lang", "en"]) == 2
    assert "the agreement's id comes first: iop record ID activity" in said()[1]


def test_what_was_withdrawn_is_neither_corrected_nor_withdrawn_again(said: Said) -> None:
    record("withdraw", "k3", "--because", "Ställdes in")
    said()

    assert record("withdraw", "k3", "--because", "Igen") == 2
    assert "k3 is already withdrawn by k3b; record it anew instead" in said()[1]
    assert record("withdraw", "k3b", "--because", "Igen") == 2
    assert "k3b withdraws k3; record k3 anew instead" in said()[1]


def test_what_would_be_an_error_is_shown_and_not_written(said: Said) -> None:
    code = record("activity", "kurs", "--held", "2020-11-18", "--participants", "12")

    out, err = said()
    assert (code, log()) == (1, BORÅS)
    assert "20:6: IOP905 rate-not-chosen: no rate is chosen for\n  kurs" in out
    assert "To accept" not in out
    assert err == "nothing was written: as it stands, the entry would be an error\n"


def test_what_is_remarkable_is_shown_and_written(said: Said) -> None:
    told = [*COURSE, "--participants", "9"]

    code = record("activity", "kurs", *told)

    out = said()[0]
    assert code == 0
    assert "participants: 9" in added()
    assert "info: " in out
    assert "IOP902 too-few-participants: 9 took part" in out
    assert "IOP903" not in out  # k6 had it before


def test_a_course_that_is_recorded_already_is_not_recorded_again(said: Said) -> None:
    code = record("activity", "kurs", *COURSE, "--held", "2020-10-21", "--place", "norrbyhuset")

    assert (code, log()) == (1, BORÅS)
    assert "IOP904 entry-twice: k11 already records kurs" in said()[0]


def test_a_personal_identity_number_is_neither_written_nor_shown(said: Said) -> None:
    code = record("note", "Anmält av 121212-1212")

    out, err = said()
    assert (code, log()) == (1, BORÅS)
    assert "IOP808" in out
    assert "121212" not in out + err


def test_a_dry_run_shows_the_entry_and_writes_nothing(said: Said) -> None:
    code = record("activity", "kurs", *COURSE, "-n")

    out, err = said()
    assert (code, log()) == (0, BORÅS)
    assert RECORDED in out
    assert err == "agreements/boras-alskade-barn.log.yaml is not written\n"


def test_the_same_comes_as_json(said: Said) -> None:
    record("activity", "kurs", *COURSE, "--participants", "9", "--output-format", "json")

    told: dict[str, Any] = json.loads(said()[0])
    assert told["written"] is True
    assert (told["file"], told["line"]) == ("agreements/boras-alskade-barn.log.yaml", 20)
    assert told["entry"]["participants"] == "9"
    assert told["text"].startswith("{id: k12, activity: kurs")
    assert told["undo"] == "iop record boras-alskade-barn withdraw k12 --because …"
    assert [finding["code"] for finding in told["findings"]] == ["IOP902"]


def test_json_stays_json_when_nothing_can_be_written(said: Said) -> None:
    code = record("activity", "kurss", *COURSE, "--output-format", "json")

    assert code == 2
    assert json.loads(said()[0])["error"]["code"] == "usage"


@pytest.mark.parametrize("folder", ["agreements", "agreements/norr"])
def test_a_first_entry_begins_a_log(folder: str) -> None:
    id = "timra-sorakers-folkets-hus"
    Path(folder).mkdir(exist_ok=True)
    Path("agreements", f"{id}.yaml").rename(Path(folder, f"{id}.yaml"))

    code = record("note", "Avtalet är undertecknat", id=id)

    way = "../schema" if folder == "agreements" else "../../schema"
    assert code == 0
    assert Path(folder, f"{id}.log.yaml").read_text("utf-8") == (
        f"# yaml-language-server: $schema={way}/log.schema.json\nagreement: {id}\nentries:\n"
        "  - {id: a1, note: Avtalet är undertecknat}\n"
    )


def test_bytes_that_only_a_careful_hand_keeps_are_kept(repository: Path) -> None:
    before = b"\xef\xbb\xbf" + BORÅS.replace(b"\n", b"\r\n")[:-2] + b"  # sist"
    Path("agreements", "boras-alskade-barn.log.yaml").write_bytes(before)

    record("activity", "kurs", *COURSE)

    assert added(before=before) == f"\r\n  - {RECORDED}\r\n"


def test_a_log_that_cannot_be_read_is_left_alone(said: Said) -> None:
    file = Path("agreements", "boras-alskade-barn.log.yaml")
    file.write_bytes(BORÅS + b"<<<<<<< HEAD\n")

    code = record("activity", "kurs", *COURSE)

    assert code == 2
    assert file.read_bytes() == BORÅS + b"<<<<<<< HEAD\n"
    assert "cannot be read; nothing was written\n     iop validate says why" in said()[1]


def test_faults_that_stood_there_before_stop_nothing() -> None:
    before = BORÅS + b"  - {id: k1, activity: kurs, held: 2031-01-01, rate: hog}\n"
    Path("agreements", "boras-alskade-barn.log.yaml").write_bytes(before)

    code = record("activity", "kurs", *COURSE)

    assert code == 0
    assert added(before=before) == f"  - {RECORDED}\n"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is read-only here")
def test_a_folder_that_takes_no_files_is_told_of(said: Said) -> None:
    Path("agreements").chmod(0o555)

    code = record("activity", "kurs", *COURSE)

    Path("agreements").chmod(0o755)
    assert (code, log()) == (2, BORÅS)
    assert "cannot be written" in said()[1]


class _Terminal:
    """A keyboard that somebody has typed these lines on."""

    def __init__(self, *lines: str, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Take the lines, without their ends, and what happens while somebody types."""
        self.lines, self.meanwhile = [f"{line}\n" for line in lines], meanwhile

    def isatty(self) -> bool:
        """A terminal it is."""
        return True

    def readline(self) -> str:
        """The next line; empty when no more come."""
        self.meanwhile()
        return self.lines.pop(0) if self.lines else ""


def test_on_a_terminal_what_is_missing_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, said: Said
) -> None:
    monkeypatch.setattr(sys, "stdin", _Terminal("kurs", "i förrgår", "2020-11-18"))

    code = record("activity", "--participants", "9")

    assert code == 0
    assert "activity: kurs, held: 2020-11-18, participants: 9" in added()
    assert "The day it was held. (--held): --held: i förrgår" in said()[1]


def test_nothing_is_asked_where_nobody_is_to_be_asked(
    monkeypatch: pytest.MonkeyPatch, said: Said
) -> None:
    monkeypatch.setattr(sys, "stdin", _Terminal("2020-11-18"))

    assert record("activity", "kurs", "--no-input") == 2
    assert "needed, and not to be invented: --held" in said()[1]

    monkeypatch.setattr(sys, "stdin", _Terminal())
    assert record("activity", "kurs") == 2
    assert "no more answers came; nothing was written" in said()[1]


@pytest.mark.parametrize("id", ["boras-alskade-barn", "timra-sorakers-folkets-hus"])
def test_a_log_that_somebody_changed_meanwhile_is_not_written_over(
    monkeypatch: pytest.MonkeyPatch, said: Said, id: str
) -> None:
    file, other = Path("agreements", f"{id}.log.yaml"), f"agreement: {id}\n".encode()
    typed = _Terminal("2026-02-14", meanwhile=lambda: file.write_bytes(other))
    monkeypatch.setattr(sys, "stdin", typed)

    code = record("record-check", "cirkelledare", id=id)

    assert (code, file.read_bytes()) == (2, other)
    assert "was changed meanwhile; nothing was written\n     run the same" in said()[1]


def test_a_payment_is_recorded_from_elsewhere_too() -> None:
    code = recording.paid("boras-alskade-barn", "SFS-1", "10 000 kr", "2019-01-10", "Del 1")

    assert code == 0
    assert added() == (
        "  - {id: p1, paid: SFS-1, date: 2019-01-10, amount: 10 000 kr, note: Del 1}\n"
    )
    with pytest.raises(IopError, match="--amount"):
        recording.paid("boras-alskade-barn", "SFS-1", "10 000", "2019-01-10")


def test_a_name_much_like_a_known_one_is_remarked_on(said: Said) -> None:
    record("index", "SCB AKI", "--period", "2009", "--value", "103,0")
    said()

    code = record("index", "SCB-AKI", "--period", "2010", "--value", "104,0")

    assert code == 0
    assert "SCB-AKI is new here; SCB AKI is known already" in said()[1]
