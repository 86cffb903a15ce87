"""The gate by itself: each reason with its near miss, who must decide, which lines are changed."""

import pytest
from conftest import GOOD, GOOD_LOG, TODAY, template
from hypothesis import given
from hypothesis import strategies as st

from iop_cli import words
from iop_cli.book import Opened, open_partnership
from iop_cli.config import Delegation
from iop_cli.diagnostic import IopError
from iop_cli.difference import changes, worth
from iop_cli.finding import Text
from iop_cli.gate import REASONS, Case, changed_lines, deciders, faults, is_issued, ledger, limits
from iop_cli.reading import Library, Today

FILE, LOG = "agreements/grannhuset.yaml", "agreements/grannhuset.log.yaml"
AMENDED = GOOD.replace(
    "repayment: none\n",
    "  ks2:\n    body: Kommunstyrelsen\n    case_number: KS/2026:9\n    effect: amend\n"
    "repayment: none\namendments:\n  a1:\n    decision: ks2\n    from: 2027-01-01\n"
    "    changes:\n      payments.bidrag.amount: 110 000 kr\n",
)
SEAL = f"seal: {{sha256: {'0' * 64}, date: 2025-01-01}}\n"


def opened(text: str, log: str | None = GOOD_LOG) -> Opened:
    logs = (LOG, log.encode()) if log is not None else None
    return open_partnership((FILE, text.encode()), logs, Today(TODAY), Library(template))


def case(
    before: str | None, after: str | None, logs: tuple[str | None, str | None] = (GOOD_LOG,) * 2
) -> Case:
    was = opened(before, logs[0]) if before is not None else None
    now = opened(after, logs[1]) if after is not None else None
    names = [FILE if text is not None else None for text in (before, after)]
    return Case(FILE, LOG, names[0], names[1], was, now, tuple(changes(was, now)))


def told(one: Case) -> list[tuple[str, int]]:
    """The word and the line of each fault."""
    return [(f.reason, f.finding.span.line) for f in faults(one)]


def line(text: str, begin: str) -> int:
    return next(i for i, held in enumerate(text.splitlines(), 1) if held.strip().startswith(begin))


def only(reason: str, one: Case) -> str:
    """The message of the one fault, which has this word, a place and a way out."""
    (found,) = faults(one)
    assert found.reason == reason == found.finding.name
    assert reason in REASONS and found.finding.help
    return found.finding.message


def test_a_signed_term_that_changes_fails_at_its_line() -> None:
    after = GOOD.replace("length: 3 months", "length: 1 month")

    one = case(GOOD, after)

    assert told(one) == [("changed-without-amendment", line(after, "length: 1 month"))]
    assert "from 3 months to 1 month" in only("changed-without-amendment", one)
    assert "iop amend grannhuset" in faults(one)[0].finding.help


def test_the_reason_is_told_in_swedish() -> None:
    words.use("sv")

    message = faults(case(GOOD, None))[0].finding.message

    assert message == "överenskommelsen var undertecknad, och dess fil är borta"


@pytest.mark.parametrize(
    "after",
    [
        GOOD + "# en kommentar\n",
        GOOD.replace("length: 3 months", 'length: "3 months"'),
        GOOD.replace("100 000 kr", "100 tkr"),
        GOOD.replace("status: signed", "status: terminated"),
        GOOD + "not_public: [parties.kommunen]\n",
        GOOD + SEAL,
        GOOD.replace("  ks:\n", "  ny: {body: KS, case_number: KS/1, effect: amend}\n  ks:\n"),
        AMENDED,
    ],
)
def test_what_may_change_in_a_signed_file_passes(after: str) -> None:
    assert told(case(GOOD, after)) == []


def test_a_day_of_signing_may_be_filled_in_but_not_altered() -> None:
    before = GOOD.replace(", signed: 2024-12-10", "")

    assert told(case(before, GOOD)) == []
    assert [r for r, _line in told(case(GOOD, GOOD.replace("2024-12-10", "2024-12-11")))] == [
        "changed-without-amendment"
    ]


def test_what_is_not_signed_may_change() -> None:
    before, after = (
        t.replace("status: signed", "status: proposed")
        for t in (GOOD, GOOD.replace("3 months\n", "1 month\n"))
    )

    assert told(case(before, after)) == []


def test_a_sealed_text_is_bound_whatever_its_status() -> None:
    before = GOOD.replace("status: signed", "status: proposed") + SEAL

    assert ("changed-without-amendment", 30) in told(
        case(before, before.replace("3 months\n", "1 month\n"))
    )


def test_a_decision_that_was_signed_does_not_become_a_later_one() -> None:
    found = told(case(GOOD, GOOD.replace("effect: sign", "effect: amend")))

    assert [reason for reason, _line in found] == ["changed-without-amendment"]


@pytest.mark.parametrize("status", ["draft", "proposed", "decided"])
def test_a_signed_agreement_goes_back_to_nothing_before_it(status: str) -> None:
    message = only(
        "signature-withdrawn", case(GOOD, GOOD.replace("status: signed", f"status: {status}"))
    )

    assert message == f"the agreement was signed, and its status is now {status}"


def test_a_seal_is_neither_taken_away_nor_exchanged() -> None:
    assert "taken away" in only("signature-withdrawn", case(GOOD + SEAL, GOOD))
    other = SEAL.replace("0" * 64, "1" * 64)
    assert "another" in only("signature-withdrawn", case(GOOD + SEAL, GOOD + other))


def test_a_signed_agreement_is_not_removed_and_a_draft_may_be() -> None:
    only("signed-agreement-removed", case(GOOD, None))
    assert told(case(GOOD.replace("status: signed", "status: draft"), None)) == []


def test_an_amendment_that_was_decided_stays() -> None:
    after = AMENDED.replace("110 000 kr", "190 000 kr")

    assert told(case(AMENDED, after)) == [
        ("amendment-altered", line(after, "payments.bidrag.amount"))
    ]
    assert "amendment-altered" in dict(told(case(AMENDED, GOOD)))
    undecided = AMENDED.replace("    decision: ks2\n", "")
    assert "amendment-altered" not in dict(told(case(undecided, GOOD)))


def test_an_amendment_may_be_sealed() -> None:
    sealed = AMENDED + f"    seal: {{sha256: {'0' * 64}}}\n"

    assert told(case(AMENDED, AMENDED.rstrip("\n") + sealed[len(AMENDED.rstrip("\n")) :])) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (AMENDED.replace("    decision: ks2\n", ""), "the amendment a1 names no decision"),
        (AMENDED.replace("decision: ks2", "decision: ks3"),
         "the amendment a1 names the decision ks3, which is not here"),
        (AMENDED.replace("    case_number: KS/2026:9\n", ""),
         "the decision ks2 of the amendment a1 has no case number"),
    ],
)  # fmt: skip
def test_an_amendment_rests_on_a_decision_with_a_case_number(text: str, says: str) -> None:
    assert only("decision-missing", case(GOOD, text)) == says


def test_a_minor_amendment_needs_no_decision() -> None:
    text = AMENDED.replace("    decision: ks2\n", "").replace(
        "payments.bidrag.amount: 110 000 kr", "title: Huset"
    )

    assert told(case(GOOD, text)) == []


@pytest.mark.parametrize("status", ["decided", "signed"])
def test_a_status_that_binds_rests_on_a_decision(status: str) -> None:
    before = GOOD.replace("status: signed", "status: proposed")
    after = GOOD.replace("status: signed", f"status: {status}")

    assert told(case(before, after)) == []
    bare = [t.replace("    case_number: KS/2024:17\n", "") for t in (before, after)]
    assert told(case(bare[0], bare[1])) == [("decision-missing", line(after, "status:"))]
    assert told(case(None, bare[1])) == [("decision-missing", line(after, "status:"))]
    assert told(case(bare[0], bare[0].replace("3 months\n", "1 month\n"))) == []


def test_an_entry_that_is_altered_or_gone_fails_and_a_new_one_does_not() -> None:
    altered = GOOD_LOG.replace("participants: 12", "participants: 13")
    gone = "".join(x for x in GOOD_LOG.splitlines(True) if "id: m1" not in x)
    more = GOOD_LOG + "  - {id: m2, meeting: styrgrupp, held: 2025-09-01}\n"

    assert told(case(GOOD, GOOD, (GOOD_LOG, altered))) == [("log-entry-altered", 3)]
    assert [r for r, _l in told(case(GOOD, GOOD, (GOOD_LOG, gone)))] == ["log-entry-removed"]
    assert [r for r, _l in told(case(GOOD, GOOD, (GOOD_LOG, None)))] == ["log-entry-removed"] * 3
    assert told(case(GOOD, GOOD, (GOOD_LOG, more))) == []
    assert told(case(GOOD, GOOD, (None, GOOD_LOG))) == []


def test_entries_may_come_in_any_order_after_a_merge() -> None:
    head, entries = GOOD_LOG.splitlines(True)[:2], GOOD_LOG.splitlines(True)[2:]
    new = "  - {id: m0, meeting: styrgrupp, held: 2025-02-01}\n"

    turned = "".join([*head, new, *reversed(entries)])

    assert told(case(GOOD, GOOD, (GOOD_LOG, turned))) == []


def test_an_entry_that_comes_to_stand_twice_fails() -> None:
    twice = GOOD_LOG + "  - {id: m1, meeting: styrgrupp, held: 2025-03-01}\n"

    assert told(case(GOOD, GOOD, (GOOD_LOG, twice))) == [("log-entry-twice", 6)]
    assert told(case(GOOD, GOOD, (twice, twice))) == []


def test_an_acceptance_needs_a_reason() -> None:
    entry = 'accepted_findings:\n  - {rule: IOP411, where: payments, finding: "3f9a2c1e"'

    assert told(case(GOOD, GOOD + entry + "}\n")) == [
        ("accepted-without-reason", len(GOOD.splitlines()) + 2)
    ]
    assert told(case(GOOD, GOOD + entry + ", because: Så är det}\n")) == []
    assert told(case(GOOD + entry + "}\n", GOOD)) == []
    lost = case(GOOD + entry + ", because: Så är det}\n", GOOD + entry + "}\n")
    assert [r for r, _l in told(lost)] == ["accepted-without-reason"]
    assert told(case(GOOD + entry + "}\n", GOOD + entry + "}\n")) == []


OLD = b"series: A\nentries:\n  - {number: A-2025-0001}\n"


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (OLD + b"  - {number: A-2025-0002}\n", None),
        (OLD.replace(b"\n", b"\r\n"), None),
        (OLD.replace(b"0001", b"0002"), ("ledger-altered", 3)),
        (OLD[:-10], ("ledger-altered", 3)),
        (b"# mer\n" + OLD, ("ledger-altered", 1)),
        (b"", ("ledger-altered", 1)),
        (None, ("ledger-removed", 1)),
    ],
)
def test_a_ledger_only_grows(new: bytes | None, found: tuple[str, int] | None) -> None:
    name = "invoices/A/ledger.yaml"
    now = Text(name, new) if new is not None else None

    made = [(f.reason, f.finding.span.line) for f in ledger(Text(name, OLD), now, name)]

    assert made == ([found] if found else [])


def test_a_last_line_of_a_ledger_that_goes_on_is_altered() -> None:
    name = "invoices/A/ledger.yaml"

    (made,) = ledger(Text(name, b"a: 1"), Text(name, b"a: 12\n"), name)

    assert made.reason == "ledger-altered"
    assert not list(ledger(Text(name, b"a: 1"), Text(name, b"a: 1\nb: 2\n"), name))


def test_documents_beside_a_ledger_are_known_by_their_place() -> None:
    assert is_issued("invoices/A/A-2025-0001.xml")
    assert not is_issued("invoices/A/ledger.head")
    assert not is_issued("invoices/A/.lock")
    assert not is_issued("agreements/A/x.yaml")


SMALL, BOARD = Delegation("Chef", "50 000 kr"), Delegation("Nämnden")


def decides(one: Case, *rows: Delegation) -> list[tuple[str, str | None]]:
    held = worth(one.before, one.after)
    found = deciders(one, held, limits(rows or (SMALL, BOARD)))
    return [(d.who, f"{d.amount.value:.0f}" if d.amount else None) for d in found]


def test_the_first_row_that_reaches_far_enough_decides() -> None:
    assert decides(case(GOOD, GOOD.replace("100 000 kr", "110 000 kr"))) == [("Chef", "30000")]
    assert decides(case(GOOD, GOOD.replace("100 000 kr", "116 667 kr"))) == [("Nämnden", "50001")]
    assert decides(case(GOOD, GOOD.replace("100 000 kr", "80 000 kr"))) == [("Nämnden", "60000")]
    assert decides(case(GOOD, GOOD.replace("3 months\n", "1 month\n"))) == [("Chef", "0")]


def test_a_new_agreement_weighs_its_whole_sum() -> None:
    assert decides(case(None, GOOD)) == [("Nämnden", "300000")]
    proposed = GOOD.replace("status: signed", "status: proposed")
    assert decides(case(proposed, GOOD)) == [("Nämnden", "300000")]


def test_what_an_amendment_moves_is_weighed() -> None:
    assert decides(case(GOOD, AMENDED)) == [("Chef", "10000")]


def test_an_unknown_worth_goes_highest() -> None:
    after = GOOD.replace("end: 2027-12-31", "end: none").replace("amount: 100 000 kr\n", "", 1)

    assert decides(case(GOOD, after)) == [("Nämnden", None)]
    limited = (SMALL, Delegation("Styrelsen", "1 mkr"))
    assert decides(case(GOOD, after), *limited) == [("Styrelsen", None)]


def test_a_payment_without_an_end_hides_behind_no_other() -> None:
    lump = "  extra: {kind: lump_sum, from: kommunen, to: föreningen, amount: 1 000 kr}\n"
    before = GOOD.replace("end: 2027-12-31", "end: none").replace(
        "governance:\n", lump + "governance:\n"
    )

    raised = case(before, before.replace("amount: 100 000 kr", "amount: 900 000 kr"))

    assert decides(raised) == [("Nämnden", None)]
    assert decides(case(before, before.replace("3 months\n", "1 month\n"))) == [("Chef", "0")]
    assert decides(case(None, GOOD.replace("payments:", "budgets:"))) == [("Nämnden", None)]


def test_nothing_material_is_nothing_to_decide() -> None:
    assert decides(case(GOOD, GOOD.replace("title: Grannhuset", "title: Huset"))) == []
    more = GOOD_LOG + "  - {id: m2, meeting: styrgrupp, held: 2025-09-01}\n"
    assert decides(case(GOOD, GOOD, (GOOD_LOG, more))) == []


def test_a_kind_of_change_and_a_payer_may_have_rows_of_their_own() -> None:
    notice = Delegation("Fullmäktige", what=("notice",))
    both = GOOD.replace("3 months\n", "1 month\n").replace("100 000 kr", "101 000 kr")

    assert decides(case(GOOD, both), SMALL, BOARD, notice) == [
        ("Chef", "3000"),
        ("Fullmäktige", "3000"),
    ]
    raised = case(GOOD, GOOD.replace("100 000 kr", "101 000 kr"))
    for payer in ("kommunen", "Exempelköpings kommun"):
        row = Delegation("Ekonomichef", payer=payer)
        assert decides(raised, SMALL, BOARD, row) == [("Ekonomichef", "3000")]
    assert decides(raised, SMALL, BOARD, Delegation("A", payer="regionen")) == [("Chef", "3000")]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (Delegation("A", up_to="100000"), "iop.toml: delegation 1: "),
        (Delegation("A", what=("notise",)), "notise is not known; did you mean notice?"),
        (Delegation("A", what=("zzz",)), "zzz is no kind of change"),
    ],
)
def test_a_table_that_cannot_be_read_stops_the_review(row: Delegation, says: str) -> None:
    with pytest.raises(IopError, match="delegation 1") as stopped:
        limits([row])

    assert says in stopped.value.message


def test_changed_lines_are_those_that_are_new() -> None:
    assert changed_lines(b"a\nb\nc\n", b"a\nx\nc\n") == {2}
    assert changed_lines(b"a\nb\n", b"a\nnew\nb\n") == {2}
    assert changed_lines(b"a\r\nb\r\n", b"a\nb\n") == set()
    assert changed_lines(b"", b"a\nb") == {1, 2}
    assert changed_lines(b"a\nb\n", b"a\n") == set()


LINES = st.lists(st.sampled_from([b"a", b"b", b"c", b""]), max_size=12)


@given(LINES, LINES)
def test_lines_that_are_not_changed_stood_before(old: list[bytes], new: list[bytes]) -> None:
    before, after = b"\n".join([b"-", *old]), b"\n".join([b"-", *new])

    changed = changed_lines(before, after)

    kept = [held for i, held in enumerate(after.split(b"\n"), 1) if i not in changed]
    rest = iter(before.split(b"\n"))
    assert all(held in rest for held in kept)
