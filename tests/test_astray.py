"""What an id that nothing defines, or a key that stands twice, leads astray: nothing at all."""

import re
from dataclasses import replace

import pytest
from conftest import ROOT, check, setting

from iop_cli.check import check_partnership
from iop_cli.finding import Text

PAYMENTS = r"(^payments:\n(?:[ #].*\n)*?    {}: )[\wåäö]+$"

# the file, what is changed in it or in its log, and the one finding that this adds
SLIPS = {
    "an unknown payer of an only payment": (
        "tests/practice/motesplatser-soder", PAYMENTS.format("from"), r"\1okänd",
        "IOP114 payments.verksamhet.from"),
    "an unknown payer of one payment of several": (
        "tests/practice/lagenhetsstod", PAYMENTS.format("from"), r"\1okänd",
        "IOP114 payments.kostnader.from"),
    "an unknown receiver": (
        "tests/practice/tio-parter", r"^    to: [\wåäö]+$", "    to: okänd",
        "IOP114 payments.processledning.to"),
    "an unknown activity in a payment whose rates the log names": (
        "agreements/boras-alskade-barn", PAYMENTS.format("activity"), r"\1okänd",
        "IOP114 payments.kursbidrag.activity"),
    "an unknown party that runs an activity alone": (
        "tests/practice/etableringslotsar", r"run_by: \[[\wåäö]+", "run_by: [okänd",
        "IOP114 activities.lotsning.run_by[0]"),
    "an unknown party that runs an activity with another": (
        "agreements/orust-junis-klubb-busa", r"run_by: \[[\wåäö]+", "run_by: [okänd",
        "IOP114 activities.stödgrupp.run_by[0]"),
    "an unknown party that signs": (
        "agreements/boras-alskade-barn", r"- \{party: [\wåäö]+, name", "- {party: okänd, name",
        "IOP114 signatures[0].party"),
    "an unknown report in the log": (
        "tests/practice/skolkompisar.log", r"report: [\wåäö]+", "report: okänd",
        "IOP114 entries[5].report"),
    "an unknown body in the log": (
        "tests/practice/brottsofferstod.log", r"meeting: [\wåäö]+", "meeting: okänd",
        "IOP114 entries[4].meeting"),
    "a correction of nothing in the log": (
        "agreements/boras-alskade-barn.log", r"corrects: [\wåäö]+", "corrects: okänd",
        "IOP114 entries[2].corrects"),
    "a rate's id twice, of which the log names the other": (
        "tests/practice/skolkompisar", r"^      stor:", "      liten:",
        "IOP102 "),
    "rates cut by a comma, which the log names": (
        "tests/practice/skolkompisar", r"^    rates:\n(?:      .*\n)+", "    rates: [1,3 mkr]\n",
        "IOP105 "),
    "ages that run backwards": (
        "agreements/stockholm-bris-stodgrupper", "ages: 7-18", "ages: 18-7",
        "IOP501 target_group.ages"),
    "ages of an activity that run backwards": (
        "tests/practice/tio-parter", "^    ages: 16-29", "    ages: 29-16",
        "IOP501 activities.vägledning.ages"),
    "no title beside its other names": (
        "agreements/boras-alskade-barn", "^title: .*\n", "",
        "IOP110 title"),
}  # fmt: skip


def read(name: str) -> str:
    path = ROOT / f"{name}.yaml"
    return path.read_text("utf-8") if path.is_file() else ""


def told(text: str, log: str) -> set[tuple[str, str]]:
    return {(f"{d.code} {d.where}", d.fingerprint) for d in check(text, log or None).found}


@pytest.mark.parametrize("slip", SLIPS)
def test_one_slip_leads_no_other_judgement_astray(slip: str) -> None:
    file, old, new, finding = SLIPS[slip]
    name = file.removesuffix(".log")
    text, log = read(name), read(f"{name}.log")
    before = told(text, log)
    changed, count = re.subn(old, new, read(file), count=1, flags=re.MULTILINE)
    assert count == 1

    after = told(text, changed) if file != name else told(changed, log)

    assert [said for said, _hash in after - before] == [finding]


def test_what_was_asked_for_alone_is_not_led_astray_either() -> None:
    text = read("tests/practice/motesplatser-soder")
    slip = text.replace("    from: kommunen\n", "    from: okänd\n")
    assert slip != text
    file = Text("agreements/motesplatser-soder.yaml", slip.encode())

    found = check_partnership(file, None, replace(setting(), select=("IOP4",))).found

    assert "IOP420" not in {d.code for d in found}
    assert {d.code[:4] for d in found} <= {"IOP4"}
