"""A ledger: its bytes only grow, its numbers run, its chain holds, and its faults have places."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invoices import invoice, line

from iop_cli import schema
from iop_cli.audit import beyond, faults
from iop_cli.diagnostic import IopError
from iop_cli.invoice import Invoice, Line
from iop_cli.issuing import json_document
from iop_cli.ledger import (
    Ledger,
    billed,
    digest,
    entry_hash,
    is_next,
    left,
    matches,
    next_number,
    parted,
    read,
    require_series,
)
from iop_cli.model.ledger import Ledger as LedgerFile
from iop_cli.posting import appended, entry_words, lengthened, period_of, void_words
from iop_cli.record import opened_file
from iop_cli.words import say

DAY = date(2026, 10, 1)
EMPTY = Ledger("FA", "invoices/FA/ledger.yaml")


def added(ledger: Ledger, made: Invoice | None = None, **changes: Any) -> Ledger:
    """The ledger with one invoice more, of the next number."""
    made = made or invoice(**changes)
    day = made.issue_date or DAY
    numbered = replace(made, number=next_number(ledger, "FA", day.year), issue_date=day)
    before = ledger.hashes[-1] if ledger.hashes else ""
    hashes = {"json": digest(json_document(numbered))}
    return lengthened(ledger, entry_words(numbered, hashes, before, "b" * 64))


def voided(ledger: Ledger, number: str, on: date = DAY) -> Ledger:
    return lengthened(ledger, void_words(number, on, "Aldrig skickad", ledger.hashes[-1]))


def parts(*names: str) -> tuple[Line, ...]:
    return tuple(line(part=name, entries=(name,)) for name in names)


def three() -> Ledger:
    ledger = EMPTY
    for name in ("k1", "k2", "k3"):
        ledger = added(ledger, lines=parts(name))
    return ledger


def reread(raw: bytes) -> Ledger:
    return read(raw, "FA", "invoices/FA/ledger.yaml")


def told(ledger: Ledger, **beside: Any) -> list[tuple[str, str]]:
    """The faults of a ledger: the line where each stands, and what it says."""
    found = []
    for code, finding in faults(ledger, **beside):
        span = finding.span or (ledger.document.span(finding.where) if ledger.document else None)
        text = (
            ledger.raw.decode("utf-8", "replace").split("\n")[span.line - 1]
            if span and ledger.raw
            else ""
        )
        found.append((f"{code} {text.strip()}", say(finding.says, **finding.values)))
        assert say(finding.help, **finding.values)
    return found


def edited(before: str, after: str, raw: bytes | None = None) -> Ledger:
    text = (raw or three().raw or b"").decode()
    assert before in text
    return reread(text.replace(before, after, 1).encode())


def test_what_is_written_reads_back_as_it_was_and_has_no_faults() -> None:
    ledger = reread(three().raw or b"")

    assert [e.number for e in ledger.entries] == ["FA-2026-0001", "FA-2026-0002", "FA-2026-0003"]
    assert ledger.hashes == three().hashes
    assert told(ledger, head=ledger.head) == []


def test_an_entry_reads_like_the_page_that_describes_it() -> None:
    text = (added(EMPTY).raw or b"").decode()

    assert text.splitlines()[:4] == [
        "series: FA", "entries:", "  - number: FA-2026-0001", "    kind: invoice",
    ]  # fmt: skip
    assert (
        "      - {payment: kursbidrag, entry: k1, period: 2026-03-14, amount: 6500.00 kr}" in text
    )
    assert "    period: 2026\n" in text
    assert "    total: 6500.00 kr\n" in text


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
@pytest.mark.parametrize("cut", [False, True])
def test_not_a_byte_above_a_new_entry_changes(start: bytes, ending: bytes, cut: bool) -> None:
    raw = start + (three().raw or b"").replace(b"\n", ending)
    raw = raw[: -len(ending)] if cut else raw

    ledger = added(reread(raw), lines=parts("k4"))

    assert (ledger.raw or b"").startswith(raw)
    assert (ledger.raw or b"").count(b"\r\n") == (ledger.raw or b"").count(b"\n") * (
        ending == b"\r\n"
    )
    assert told(reread(ledger.raw or b""), head=ledger.head) == []
    assert reread(ledger.raw or b"").hashes[:3] == three().hashes


def test_entries_without_indentation_and_comments_stay_as_they_are() -> None:
    raw = b"# v\xc3\xa5r serie\nseries: FA\nentries:\n- " + b"\n  ".join(
        line.strip() for line in (added(EMPTY).raw or b"").split(b"\n  - ")[1].split(b"\n    ")
    ).replace(b"\n  - {", b"\n    - {")

    ledger = added(reread(raw), lines=parts("k2"))

    assert (ledger.raw or b"").startswith(raw)
    assert told(reread(ledger.raw or b"")) == []


def test_the_hash_of_an_entry_is_that_of_its_words() -> None:
    words = {"number": "FA-2026-0001", "payer": "a\u0308ngen", "lines": [{"amount": "1.00 kr"}]}
    other = {"lines": [{"amount": "1.00 kr"}], "payer": "\u00e4ngen", "number": "FA-2026-0001"}

    assert entry_hash(words) == entry_hash(other)
    assert entry_hash(words) != entry_hash({**words, "payer": "angen"})


def test_line_ends_that_git_converts_make_no_difference_to_a_document() -> None:
    assert matches(b"a\r\nb\r\n", digest(b"a\nb\n"))
    assert not matches(b"a\nc\n", digest(b"a\nb\n"))


def test_the_count_runs_on_within_a_year_and_begins_again_in_the_next() -> None:
    ledger = three()

    assert next_number(EMPTY, "FA", 2026) == "FA-2026-0001"
    assert next_number(ledger, "FA", 2026) == "FA-2026-0004"
    assert next_number(ledger, "FA", 2027) == "FA-2027-0001"
    assert is_next(ledger, "FA-2027-0001") and not is_next(ledger, "FA-2026-0005")
    assert parted("F-A-2026-12345") == ("F-A", 2026, 12345)


@pytest.mark.parametrize("series", ["..", "a/b", "a\\b", "", ".dold", "CON", "a b", "x" * 41, "-"])
def test_a_series_that_cannot_be_the_name_of_a_folder_is_refused(series: str) -> None:
    with pytest.raises(IopError, match="cannot be a series"):
        require_series(series)


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2026-01-01", "2026-12-31", "2026"),
        ("2026-01-01", "2026-06-30", "2026-H1"),
        ("2026-05-01", "2026-08-31", "2026-T2"),
        ("2026-10-01", "2026-12-31", "2026-Q4"),
        ("2026-02-01", "2026-02-28", "2026-02"),
        ("2026-02-03", "2026-02-03", "2026-02-03"),
        ("2026-02-03", "2026-03-01", "2026-02-03..2026-03-01"),
    ],
)
def test_a_period_is_written_as_short_as_can_be(start: str, end: str, text: str) -> None:
    assert period_of(date.fromisoformat(start), date.fromisoformat(end)) == text


def test_what_was_voided_is_billed_no_longer_and_what_was_credited_is_less() -> None:
    ledger = voided(three(), "FA-2026-0001")
    note = invoice(
        kind="credit", refers_to="FA-2026-0002", because="Fel", due_date=None,
        lines=(line(part="k2", entries=("k2",), amount=Decimal("500.00")),),
    )  # fmt: skip

    found = billed([added(ledger, note)], "oppna-angen")

    assert [(b.number, b.part, b.amount) for b in found] == [
        ("FA-2026-0002", "k2", Decimal("6000.00")),
        ("FA-2026-0003", "k3", Decimal("6500.00")),
    ]
    assert billed([ledger], "another") == []


def test_days_that_were_billed_come_back_as_days() -> None:
    bare = line(part="", entries=(), start=date(2026, 1, 1), end=date(2026, 3, 31))

    [found] = billed([added(EMPTY, lines=(bare,))], "oppna-angen")

    assert (found.part, found.start, found.end) == ("", date(2026, 1, 1), date(2026, 3, 31))


def test_a_gap_in_the_numbers_is_found_where_it_is() -> None:
    ledger = edited("number: FA-2026-0002", "number: FA-2026-0007")

    assert told(ledger)[0] == (
        "IOP906 - number: FA-2026-0007", "FA-2026-0002 is missing before FA-2026-0007",
    )  # fmt: skip


def test_a_number_that_stands_twice_is_a_merge_with_a_way_out() -> None:
    raw = three().raw or b""
    other = added(reread(raw), lines=parts("k5")).raw or b""
    merged = added(reread(raw), lines=parts("k4")).raw or b""
    merged += other[len(raw) :]

    assert told(reread(merged))[0] == (
        "IOP906 - number: FA-2026-0004", "FA-2026-0004 stands twice; two branches have issued it",
    )  # fmt: skip


def test_a_voided_number_is_never_reused() -> None:
    ledger = voided(three(), "FA-2026-0003")
    again = invoice(number="FA-2026-0003", lines=parts("k3"), issue_date=DAY)
    words = entry_words(again, {"json": "a" * 64}, ledger.hashes[-1])

    found = told(reread(appended(ledger.raw or b"", words, "FA")))

    assert (
        found[0][1] == "FA-2026-0003 was made void and stands here again; a number is never reused"
    )


def test_days_that_run_backwards_are_found() -> None:
    ledger = added(three(), lines=parts("k4"), issue_date=DAY - timedelta(days=1))

    assert told(reread(ledger.raw or b"")) == [
        ("IOP906 issued: 2026-09-30", "issued 2026-09-30, before the entry above (2026-10-01)")
    ]


def test_a_number_of_another_year_or_series_is_found() -> None:
    raw = (three().raw or b"").decode()
    other = reread(raw.replace("FA-2026-0003", "FA-2027-0001").encode())
    strange = reread(raw.replace("FA-2026-0003", "FB-2026-0003").encode())

    assert "not the year that it names" in told(other)[0][1]
    assert told(strange)[0][1] == (
        "FB-2026-0003 is not a number of this series; FA-2026-0003 was expected"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("amount: 6500.00 kr", "amount: 6501.00 kr"),
        ("payer: kommunen", "payer: annan"),
        ("due: 2026-10-31", "due: 2026-11-30"),
    ],
)
def test_an_entry_that_was_edited_breaks_the_chain(before: str, after: str) -> None:
    found = told(edited(before, after))

    assert found[0][0].startswith("IOP907 previous:")
    assert found[0][1] == "the entry above was changed, or one between was taken out"


def test_the_last_entry_cannot_be_edited_unseen_either() -> None:
    ledger = added(EMPTY)

    found = told(edited("total: 6500.00", "total: 65.00", ledger.raw), head=ledger.head)

    assert found[0][1] == "the entry was changed after it was issued"


def test_a_ledger_that_is_cut_between_two_entries_is_seen_by_its_head() -> None:
    whole = three()
    raw = whole.raw or b""
    cut = reread(raw[: raw.rindex(b"  - number")])

    assert told(cut) == []
    assert told(cut, head=whole.head)[0][1] == (
        "the ledger is cut short: 3 entries were issued, 2 stand here"
    )
    assert told(whole, head="<<<<<<< HEAD\n3 x")[0][1] == (
        "ledger.head beside the ledger cannot be read"
    )


def test_a_head_that_lags_one_entry_behind_is_what_a_crash_leaves_and_no_fault() -> None:
    before = three()

    assert told(added(before, lines=parts("k4")), head=before.head) == []


def test_a_ledger_cut_anywhere_is_seen() -> None:
    whole = three()
    raw = whole.raw or b""

    whole_at = [n for n in range(len(raw)) if not told(reread(raw[:n]), head=whole.head)]

    # without the end of its last line nothing is lost
    assert whole_at == [len(raw) - 1]


def test_a_bit_that_flips_anywhere_is_seen() -> None:
    whole = added(added(EMPTY, lines=parts("k1")), lines=parts("k2"))
    raw = whole.raw or b""

    unseen = []
    for n in range(0, len(raw), 3):
        flipped = raw[:n] + bytes([raw[n] ^ 1]) + raw[n + 1 :]
        ledger = reread(flipped)
        if not told(ledger, head=whole.head):
            unseen.append(n)
            assert ledger.entries == reread(raw).entries

    assert len(unseen) < len(raw) // 100  # a blank that became another blank, and the like


def test_conflict_marks_name_both_branches_and_the_way_out() -> None:
    raw = three().raw or b""
    ours = (added(reread(raw), lines=parts("k4")).raw or b"")[len(raw) :]
    theirs = (added(reread(raw), lines=parts("k5")).raw or b"")[len(raw) :]
    merged = raw + b"<<<<<<< HEAD\n" + ours + b"=======\n" + theirs + b">>>>>>> gren\n"

    [(code, finding)] = list(faults(reread(merged)))

    assert code == "IOP101"
    assert say(finding.says, **finding.values) == (
        "git left conflict marks here: HEAD and gren both issued FA-2026-0004"
    )
    assert finding.span and finding.span.line == raw.count(b"\n") + 1
    assert "git checkout BRANCH -- invoices/FA" in say(finding.help, **finding.values)


@pytest.mark.parametrize(
    "raw", [b"", b"\n", b"series: FA\nentries:\n  - number: [", b"- x\n", b"\xff"]
)
def test_a_ledger_that_cannot_be_read_is_a_fault_and_never_raises(raw: bytes) -> None:
    ledger = reread(raw)

    assert ledger.problems and not ledger.entries
    assert told(ledger)


def test_a_ledger_in_the_wrong_folder_is_a_fault() -> None:
    found = list(faults(read(three().raw, "FB", "invoices/FB/ledger.yaml")))

    assert found[0][0] == "IOP113"


def documents(ledger: Ledger) -> dict[str, bytes | None]:
    found: dict[str, bytes | None] = {}
    for index, name in enumerate(("k1", "k2", "k3")):
        number = ledger.entries[index].number
        found[f"{number}.json"] = json_document(
            invoice(number=number, lines=parts(name), issue_date=DAY)
        )
    return found


def test_documents_as_they_were_issued_are_no_fault_with_other_line_ends() -> None:
    ledger = reread(three().raw or b"")
    converted = {k: (v or b"").replace(b"\n", b"\r\n") for k, v in documents(ledger).items()}

    assert told(ledger, documents=documents(ledger)) == []
    assert told(ledger, documents=converted) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"FA-2026-0002.json": None}, "FA-2026-0002.json is missing or cannot be read"),
        ({"FA-2026-0002.json": b"{}"}, "FA-2026-0002.json was changed after it was issued"),
        ({"FA-2026-0002.pdf": b"%PDF"}, "FA-2026-0002.pdf lies beside the ledger, and its entry"),
        ({"FA-2026-0009.xml": b"<x/>"}, "FA-2026-0009.xml lies beside the ledger, which does not"),
    ],
)
def test_a_document_that_is_lost_altered_or_foreign_is_found(
    change: dict[str, bytes | None], says: str
) -> None:
    ledger = reread(three().raw or b"")

    [(place, found)] = told(ledger, documents={**documents(ledger), **change})

    assert place.startswith("IOP907") and found.startswith(says)


def test_documents_of_the_next_number_are_leftovers_and_no_fault() -> None:
    assert list(beyond(three(), ["FA-2026-0004.json", "README.md", "ledger-2026.txt"])) == []


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("total", "1.00", "FA-2026-0001.json has another total than its entry"),
        ("payer", "x", "FA-2026-0001.json names other parties than its entry"),
        ("number", "x", "FA-2026-0001.json names another number than its entry"),
        ("lines", [], "FA-2026-0001.json has other lines than its entry"),
        ("lines", 3, "FA-2026-0001.json cannot be read as an invoice"),
    ],
)
def test_a_document_that_disagrees_with_its_entry_is_found(key: str, value: Any, says: str) -> None:
    made = invoice(number="FA-2026-0001", issue_date=DAY)
    raw = json.dumps({**json.loads(json_document(made)), key: value}).encode()
    ledger = lengthened(EMPTY, entry_words(made, {"json": digest(raw)}, ""))

    assert [says] == [s for _p, s in told(ledger, documents={"FA-2026-0001.json": raw})]


def credit_note(number: str, amount: str) -> Invoice:
    lines = (line(part="k1", entries=("k1",), amount=Decimal(amount)),)
    return invoice(kind="credit", refers_to=number, because="Fel", due_date=None, lines=lines)


@pytest.mark.parametrize(
    ("number", "amount", "says"),
    [
        ("FA-2026-0009", "1.00", "FA-2026-0009 is no invoice above this entry"),
        ("FA-2026-0001", "6500.01", "more is credited of FA-2026-0001 than is left of it"),
        ("FA-2026-0003", "1.00", "more is credited of FA-2026-0003 than is left of it"),
        ("FA-2026-0002", "1.00", "FA-2026-0002 was made void before"),
    ],
)
def test_a_credit_of_what_is_not_there_is_found(number: str, amount: str, says: str) -> None:
    ledger = added(voided(three(), "FA-2026-0002"), credit_note(number, amount))

    assert told(reread(ledger.raw or b"")) == [(f"IOP907 refers_to: {number}", says)]


def test_an_invoice_that_was_credited_cannot_be_made_void() -> None:
    ledger = voided(added(three(), credit_note("FA-2026-0001", "1.00")), "FA-2026-0001")

    assert told(reread(ledger.raw or b""))[0][1] == (
        "FA-2026-0001 was credited before; it cannot be made void"
    )


def test_a_reason_may_hold_any_letters_that_can_be_seen() -> None:
    reason = 'nej: "x", {y} # z – \\ \' å\u00e9 | > & * ! % @ ` []'
    words = void_words("FA-2026-0001", DAY, reason, three().hashes[-1])

    assert reread(appended(three().raw or b"", words, "FA")).entries[-1].because == reason


def test_a_reason_that_hides_something_is_not_written() -> None:
    words = void_words("FA-2026-0001", DAY, "dolt\u202e", three().hashes[-1])

    with pytest.raises(IopError, match="cannot be written so that it reads back"):
        lengthened(three(), words)


def test_a_full_ledger_says_so() -> None:
    big = replace(three(), raw=b"#" * 1_048_000 + b"\n" + (three().raw or b""))

    with pytest.raises(IopError, match="full"):
        added(big)


def test_an_entry_lacks_what_its_kind_needs() -> None:
    _document, shaped = opened_file(
        ("x", b"series: FA\nentries:\n  - {kind: void, issued: 2026-01-01}\n"), LedgerFile
    )

    assert [f.values["key"] for _c, f in shaped.problems] == ["refers_to", "because"]


def test_the_ledger_has_a_schema_that_names_what_each_kind_needs() -> None:
    made = schema._of_model(LedgerFile, lambda text: text)

    kinds = [
        rule["if"]["properties"]["kind"]["const"] for rule in made["$defs"]["LedgerEntry"]["allOf"]
    ]
    assert kinds == ["invoice", "credit", "void"]


AMOUNTS = st.decimals(Decimal("0.01"), Decimal("99999.99"), places=2)


@given(st.lists(AMOUNTS, min_size=1, max_size=6), st.data())
def test_what_is_left_and_what_was_credited_are_the_whole(
    amounts: list[Decimal], data: st.DataObject
) -> None:
    lines = tuple(line(part=f"k{i}", entries=(f"k{i}",), amount=a) for i, a in enumerate(amounts))
    ledger = added(EMPTY, lines=lines)
    number = ledger.entries[0].number or ""
    for _turn in range(2):
        rest = left(ledger, ledger.entries[0])
        taken = [data.draw(st.decimals(Decimal(0), r, places=2)) for r in rest]
        some = tuple(replace(one, amount=t) for one, t in zip(lines, taken, strict=True) if t)
        if some:
            note = invoice(kind="credit", refers_to=number, because="x", due_date=None, lines=some)
            ledger = added(ledger, note)
        assert left(ledger, ledger.entries[0]) == [r - t for r, t in zip(rest, taken, strict=True)]

    assert told(reread(ledger.raw or b"")) == []


@given(st.lists(st.sampled_from(["issue", "credit", "void", "year"]), max_size=12))
def test_numbers_are_unbroken_whatever_was_done(acts: list[str]) -> None:
    ledger, day = EMPTY, DAY
    for turn, act in enumerate(acts):
        held = [
            e for e in ledger.entries if e.kind == "invoice" and not ledger.void(e.number or "")
        ]
        held = [e for e in held if all(left(ledger, e))]
        if act == "year":
            day = day.replace(year=day.year + 1)
        elif act == "issue" or not held:
            ledger = added(ledger, invoice(lines=parts(f"k{turn}"), issue_date=day))
        elif act == "void":
            ledger = voided(ledger, held[-1].number or "", day)
        else:
            name = (held[0].lines or [])[0].entry or ""
            ledger = added(
                ledger,
                invoice(kind="credit", refers_to=held[0].number, because="x", due_date=None,
                        lines=parts(name), issue_date=day),
            )  # fmt: skip

    again = reread(ledger.raw) if ledger.raw else ledger
    assert told(again, head=ledger.head) == []
    standing = [e for e in again.entries if e.kind == "invoice"]
    assert len(billed([again], "oppna-angen")) <= len(standing)
