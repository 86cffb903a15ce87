"""What the parties live with: one finding at one place, shown and no longer failing."""

from datetime import date, timedelta

import pytest
from conftest import GOOD, GOOD_LOG, TODAY, check

from iop_cli import words
from iop_cli.check import Checked
from iop_cli.diagnostic import Diagnostic

# two findings of one code: in the participants, and in the volume
FAULTY = GOOD.replace("min: 5, max: 30", "min: 50, max: 30").replace("min: 40,", "min: 60,")


def accepting(where: str, finding: str, text: str = FAULTY, /, **more: str) -> str:
    """A text with one acceptance; `more` replaces its keys, and an empty text leaves one out."""
    keys = {"rule": "IOP501", "where": where, "finding": f'"{finding}"', "because": "Så står det"}
    keys |= {"by": "handläggare", "date": "2026-01-15", **more}
    lines = [f"{key}: {value}" for key, value in keys.items() if value]
    return text + "accepted_findings:\n  - " + "\n    ".join(lines) + "\n"


def found(text: str, today: date = TODAY) -> Checked:
    return check(text, GOOD_LOG, today=today)


def both() -> tuple[Diagnostic, Diagnostic]:
    volume, participants = found(FAULTY).found
    assert (volume.where, participants.where) == (
        "activities.kafé.volume.min",
        "activities.kafé.participants.min",
    )
    return volume, participants


def short(checked: Checked) -> list[tuple[str, str, bool]]:
    return [(d.code, d.where, d.accepted is not None) for d in checked.found]


def test_what_is_accepted_is_shown_with_its_reason() -> None:
    one, _other = both()

    held = found(accepting(one.where, one.fingerprint)).found[0]

    assert held.severity == one.severity
    assert held.message == one.message
    assert held.accepted is not None
    assert held.accepted.because == "Så står det"
    assert (held.accepted.by, held.accepted.date) == ("handläggare", "2026-01-15")
    assert held.accepted.until is None


def test_accepting_one_leaves_the_other_of_the_same_code() -> None:
    one, other = both()

    assert short(found(accepting(one.where, one.fingerprint))) == [
        ("IOP501", one.where, True),
        ("IOP501", other.where, False),
    ]
    assert short(found(accepting(other.where, other.fingerprint))) == [
        ("IOP501", one.where, False),
        ("IOP501", other.where, True),
    ]


def test_changing_the_accepted_value_revives_the_finding_and_reports_the_acceptance() -> None:
    one, other = both()

    text = accepting(one.where, one.fingerprint).replace("min: 60,", "min: 70,")

    assert short(found(text)) == [
        ("IOP501", one.where, False),
        ("IOP501", other.where, False),
        ("IOP120", "accepted_findings[0]", False),
    ]


def test_mending_the_accepted_value_reports_the_acceptance_at_its_place() -> None:
    one, _other = both()

    text = accepting(one.where, one.fingerprint).replace("min: 60,", "min: 40,")
    unused = found(text).found[-1]

    assert unused.code == "IOP120"
    assert unused.message == f"IOP501 with this fingerprint does not occur at {one.where}"
    assert text.splitlines()[unused.span.line - 1] == "  - rule: IOP501"


def test_moving_the_accepted_value_to_another_line_changes_nothing() -> None:
    one, _other = both()

    text = accepting(one.where, one.fingerprint).replace(
        "activities:", "# en rad till\nactivities:"
    )

    assert short(found(text))[0] == ("IOP501", one.where, True)


@pytest.mark.parametrize("key", ["where", "finding", "because"])
def test_an_incomplete_acceptance_covers_nothing_and_says_what_is_missing(key: str) -> None:
    one, _other = both()

    checked = found(accepting(one.where, one.fingerprint, **{key: ""}))

    assert [(d.code, d.accepted) for d in checked.found[:2]] == [("IOP501", None)] * 2
    assert checked.found[2].code == "IOP122"
    assert checked.found[2].message == f"{key} is missing in the acceptance"


def test_the_wrong_fingerprint_or_place_covers_nothing() -> None:
    one, other = both()

    for text in (
        accepting(one.where, other.fingerprint),
        accepting(other.where, one.fingerprint),
        accepting(one.where, one.fingerprint, rule="IOP502"),
    ):
        assert [(d.code, d.accepted is None) for d in found(text).found] == [
            ("IOP501", True),
            ("IOP501", True),
            ("IOP120", True),
        ]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("IOP499", "IOP499 is not a rule; did you mean "),
        ("Q1", "Q1 is not a rule; iop rule lists them"),
        ("IOP112", "IOP112 can never be accepted; correct what it finds"),
    ],
)
def test_a_code_that_cannot_be_accepted_is_named(code: str, says: str) -> None:
    one, _other = both()

    text = accepting(one.where, one.fingerprint, rule=code)
    held = found(text).found[-1]

    assert held.code == "IOP122"
    assert held.message.startswith(says)
    assert text.splitlines()[held.span.line - 1] == f"  - rule: {code}"


@pytest.mark.parametrize(
    ("days", "covers", "code"),
    [
        (-1, False, "IOP121"),
        (0, True, "IOP123"),
        (1, True, "IOP123"),
        (30, True, "IOP123"),
        (31, True, None),
        (400, True, None),
    ],
)
def test_an_acceptance_with_an_end_says_when_it_is_over_and_when_it_soon_will_be(
    days: int, covers: bool, code: str | None
) -> None:
    one, _other = both()
    until = (TODAY + timedelta(days)).isoformat()

    checked = found(accepting(one.where, one.fingerprint, until=until))

    assert short(checked)[0] == ("IOP501", one.where, covers)
    assert [d.code for d in checked.found[2:]] == ([code] if code else [])
    assert checked.since <= TODAY <= checked.until
    if code == "IOP121":
        assert checked.found[2].message == f"accepted until {until}, which has passed"
    if code == "IOP123":
        assert checked.found[2].message == f"accepted until {until}, at most thirty days away"


def test_a_place_is_recognised_whichever_way_its_letters_are_composed() -> None:
    one, _other = both()

    text = accepting(one.where.replace("é", "e\u0301"), one.fingerprint)

    assert short(found(text))[0] == ("IOP501", one.where, True)


def test_what_cannot_be_read_elsewhere_calls_no_acceptance_unused() -> None:
    one, _other = both()

    text = accepting(one.where, one.fingerprint).replace("min: 60", "min: sextio")

    codes = [d.code for d in found(text).found]
    assert "IOP112" in codes
    assert "IOP120" not in codes


def test_an_acceptance_holds_in_both_languages() -> None:
    one, _other = both()
    words.use("sv")

    assert short(found(accepting(one.where, one.fingerprint)))[0] == ("IOP501", one.where, True)


def test_a_finding_in_the_log_is_accepted_in_the_agreement() -> None:
    log = GOOD_LOG.replace("participants: 12", "participants: 44")
    (many,) = check(GOOD, log).found
    assert many.file.endswith(".log.yaml")

    text = accepting(many.where, many.fingerprint, GOOD, rule=many.code)

    assert short(check(text, log)) == [(many.code, many.where, True)]
