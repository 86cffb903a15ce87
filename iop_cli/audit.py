"""What is wrong with a ledger: its numbers, its chain of hashes, its documents, its credits.

Judges one ledger by itself, never against the agreement or the log. Touches no disk.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from iop_cli.diagnostic import NOWHERE
from iop_cli.finding import Finding, Problem, Where
from iop_cli.ledger import Ledger, about, is_next, left, matches, next_number, parted
from iop_cli.model.ledger import LedgerEntry
from iop_cli.words import mark

_MERGED = mark(
    "A ledger never merges by itself. 1. Find out which branch's invoices were sent."
    " 2. Keep that branch's ledger.yaml, ledger.head and documents:"
    " git checkout BRANCH -- {folder}. 3. Finish the merge and run iop invoice verify."
    " 4. Issue the other branch's invoices again: they get new numbers."
)
_RESTORE = mark(
    "Nobody edits a ledger. Fetch it back as it was issued, with git restore or from a backup,"
    " and run iop invoice verify; what was wrong in an invoice is put right with"
    " iop invoice credit."
)
_LOST = mark(
    "Fetch the document back as it was issued, with git restore or from a backup; it is never"
    " made anew."
)
# the side of a conflict that git calls ours, and the other
_CONFLICT = re.compile(
    rb"(?ms)^<{7} (?P<one>[^\r\n]*)\r?\n(?P<ours>.*?)"
    rb"^={7}\r?\n(?P<theirs>.*?)^>{7} (?P<two>[^\r\n]*)"
)
_NUMBER = re.compile(rb"(?m)^\s*(?:- )?number:\s*[\"']?([^\"'\s]+)")
_REPLACES = "IOP907"


def faults(
    ledger: Ledger,
    documents: Mapping[str, bytes | None] | None = None,
    head: str | None = None,
) -> Iterator[Problem]:
    """Everything that is wrong with a ledger, each with its place in it.

    `documents` maps the names of files beside the ledger to their bytes (None here: they are not
    looked at; None there: unreadable); `head` is what `Ledger.head` was when it was last written.
    """
    yield from (_explained(ledger, problem) for problem in ledger.problems)
    if ledger.problems:
        return
    yield from _numbers(ledger)
    yield from _chain(ledger)
    yield from _headed(ledger, head)
    yield from _references(ledger)
    if documents is not None:
        yield from _documents(ledger, documents)


def _explained(ledger: Ledger, problem: Problem) -> Problem:
    """What the reader found, with the way out for a ledger."""
    code, finding = problem
    hit = _CONFLICT.search(ledger.raw or b"")
    if code == "IOP101" and hit:
        return code, _conflict(ledger, hit, finding)
    help = finding.help or _RESTORE
    return code, Finding(
        finding.where, finding.says, finding.values, help, finding.span, finding.related,
        finding.key,
    )  # fmt: skip


def _conflict(ledger: Ledger, hit: re.Match[bytes], finding: Finding) -> Finding:
    """Both sides of a merge, and what to do."""
    ours, theirs = (_given(hit[side]) for side in ("ours", "theirs"))
    twice = [number for number in ours if number in theirs]
    if not ours and not theirs:
        # both gave the same number, so that its line stands above what differs
        twice = _given((ledger.raw or b"")[: hit.start()])[-1:]
    says = mark("git left conflict marks here: {one} issued {ours}, {two} issued {theirs}")
    if twice:
        says = mark("git left conflict marks here: {one} and {two} both issued {twice}")
    values: dict[str, object] = {
        "one": _name(hit["one"]), "two": _name(hit["two"]),
        "ours": ours or ["–"], "theirs": theirs or ["–"], "twice": twice,
        "folder": _folder(ledger),
    }  # fmt: skip
    return Finding((), says, values, _MERGED, finding.span)


def _given(side: bytes) -> list[str]:
    return [number.decode("utf-8", "replace") for number in _NUMBER.findall(side)]


def _name(branch: bytes) -> str:
    return branch.decode("utf-8", "replace").strip() or "?"


def _folder(ledger: Ledger) -> str:
    return f"invoices/{ledger.series}"


def _numbers(ledger: Ledger) -> Iterator[Problem]:
    """Gaps, repeats, wrong order, and days that run backwards."""
    seen: dict[str, int] = {}
    before = Ledger(ledger.series)
    day = date.min
    for index, entry in enumerate(ledger.entries):
        number = entry.number
        if number and number in seen:
            yield "IOP906", _twice(ledger, index, number, seen[number])
        elif number and not is_next(before, number):
            yield "IOP906", _out_of_line(ledger, index, entry, before)
        if number and number not in seen:
            seen[number] = index
            before = Ledger(ledger.series, entries=(entry,))
        if number and (told := parted(number)) and told[1] != entry.issued.year:
            says = mark("{number} was issued in {year}, which is not the year that it names")
            values: dict[str, object] = {"number": number, "year": str(entry.issued.year)}
            yield "IOP906", _found(ledger, index, "issued", says=says, **values)
        if entry.issued < day:
            says = mark("issued {day}, before the entry above ({before})")
            yield "IOP906", _found(ledger, index, "issued", says=says, day=entry.issued, before=day)
        day = max(day, entry.issued)


def _twice(ledger: Ledger, index: int, number: str, first: int) -> Finding:
    voided = ledger.void(number)
    if voided is not None and voided in ledger.entries[:index]:
        says = mark("{number} was made void and stands here again; a number is never reused")
        return _found(ledger, index, "number", says=says, number=number)
    says = mark("{number} stands twice; two branches have issued it")
    place = ledger.place(first, "number")
    related = ((place, mark("it stands here first")),)
    where = ledger.place(index, "number")
    values: dict[str, object] = {"number": number, "folder": _folder(ledger)}
    return Finding(where, says, values, _MERGED, related=related)


def _out_of_line(ledger: Ledger, index: int, entry: LedgerEntry, before: Ledger) -> Finding:
    """A number that does not come after the one before."""
    number = entry.number or ""
    expected = next_number(before, ledger.series, entry.issued.year)
    told, last = parted(number), parted(before.last)
    if told is None or told[0] != ledger.series:
        says = mark("{number} is not a number of this series; {expected} was expected")
    elif last and (told[1], told[2]) < (last[1], last[2]):
        says = mark("{number} comes after {before}; {expected} was expected")
    else:
        says = mark("{expected} is missing before {number}")
    values: dict[str, object] = {"number": number, "expected": expected, "before": before.last}
    return _found(ledger, index, "number", says=says, **values)


def _chain(ledger: Ledger) -> Iterator[Problem]:
    """Each entry carries the hash of the one before it."""
    for index, entry in enumerate(ledger.entries):
        before = ledger.hashes[index - 1] if index else None
        if entry.previous == before:
            continue
        if before is None:
            says = mark("the first entry names one before it, which is not there")
        elif entry.previous is None:
            says = mark("previous is missing: the entry does not say which one it follows")
        else:
            says = mark("the entry above was changed, or one between was taken out")
        yield _REPLACES, _found(ledger, index, "previous", says=says)


def _headed(ledger: Ledger, head: str | None) -> Iterator[Problem]:
    """What was written beside the ledger: how many entries there were, and the last one's hash."""
    if head is None:
        return
    told = re.fullmatch(r"(0|[1-9][0-9]{0,8})(?: ([0-9a-f]{64}))?\s*", head)
    count = int(told[1]) if told else 0
    if told is None or (count > 0) is not bool(told[2]):
        says = mark("ledger.head beside the ledger cannot be read")
        yield _REPLACES, Finding((), says, {}, _RESTORE, NOWHERE)
    elif count > len(ledger.hashes):
        says = mark("the ledger is cut short: {count} entries were issued, {held} stand here")
        values: dict[str, object] = {"count": count, "held": len(ledger.hashes)}
        yield _REPLACES, Finding(("entries",), says, values, _RESTORE)
    elif count and ledger.hashes[count - 1] != told[2]:
        says = mark("the entry was changed after it was issued")
        yield _REPLACES, _found(ledger, count - 1, says=says)


def _references(ledger: Ledger) -> Iterator[Problem]:
    """Credits and voidings: of what is there, once, and no more than is left."""
    for index, entry in enumerate(ledger.entries):
        if entry.kind == "invoice":
            continue
        number = entry.refers_to or ""
        before = Ledger(ledger.series, entries=ledger.entries[:index])
        target = before.find(number)
        if target is None or target.kind != "invoice":
            says = mark("{number} is no invoice above this entry")
        elif before.void(number):
            says = mark("{number} was made void before")
        elif entry.kind == "void" and left(before, target) != _amounts(target):
            says = mark("{number} was credited before; it cannot be made void")
        elif entry.kind == "credit" and _exceeds(before, target, entry):
            says = mark("more is credited of {number} than is left of it")
        else:
            continue
        yield _REPLACES, _found(ledger, index, "refers_to", says=says, number=number)


def _amounts(entry: LedgerEntry) -> list[Decimal]:
    return [line.amount.value for line in entry.lines or []]


def _exceeds(before: Ledger, invoice: LedgerEntry, credit: LedgerEntry) -> bool:
    """Whether a credit note takes more of any line than was left of it."""
    rest: dict[tuple[str, ...], Decimal] = {}
    for line, amount in zip(invoice.lines or [], left(before, invoice), strict=True):
        rest[about(line)] = rest.get(about(line), Decimal(0)) + amount
    taken: dict[tuple[str, ...], Decimal] = {}
    for line in credit.lines or []:
        taken[about(line)] = taken.get(about(line), Decimal(0)) + line.amount.value
    return any(not _within(amount, rest.get(key, Decimal(0))) for key, amount in taken.items())


def _within(part: Decimal, whole: Decimal) -> bool:
    return 0 <= part <= whole if whole >= 0 else whole <= part <= 0


def _documents(ledger: Ledger, documents: Mapping[str, bytes | None]) -> Iterator[Problem]:
    """Each entry's documents are there with their hashes, and no others bear its number."""
    for index, entry in enumerate(ledger.entries):
        for ending, expected in (entry.documents or {}).items():
            name = f"{entry.number}.{ending}"
            raw = documents.get(name)
            says = ""
            if raw is None:
                says = mark("{name} is missing or cannot be read")
            elif not matches(raw, expected):
                says = mark("{name} was changed after it was issued")
            elif ending == "json":
                says = _disagrees(raw, entry)
            if says:
                where = ledger.place(index, "documents", ending)
                yield _REPLACES, Finding(where, says, {"name": name}, _LOST)
    known = {f"{e.number}.{ending}" for e in ledger.entries for ending in e.documents or {}}
    numbers = {e.number: index for index, e in enumerate(ledger.entries) if e.number}
    for name in sorted(set(documents) - known):
        if (index := numbers.get(name.rpartition(".")[0], -1)) >= 0:
            says = mark("{name} lies beside the ledger, and its entry does not name it")
            help = mark("Move it elsewhere: only what was issued lies beside a ledger.")
            yield _REPLACES, Finding(ledger.place(index, "number"), says, {"name": name}, help)
    yield from beyond(ledger, documents)


def beyond(ledger: Ledger, names: Iterable[str]) -> Iterator[Problem]:
    """Documents of numbers that the ledger does not reach: it was cut short, or they are foreign.

    Those of the next number are what an interrupted issuing leaves, and no fault.
    """
    numbers = {entry.number for entry in ledger.entries}
    for name in sorted(names):
        number = name.rpartition(".")[0]
        if number not in numbers and _is_beyond(ledger, number):
            says = mark("{name} lies beside the ledger, which does not reach that number")
            yield _REPLACES, Finding(("entries",), says, {"name": name}, _RESTORE)


def _is_beyond(ledger: Ledger, number: str) -> bool:
    """Whether a number without an entry is not the one that an interrupted issuing would leave."""
    told = parted(number)
    return told is not None and told[0] == ledger.series and not is_next(ledger, number)


def _disagrees(raw: bytes, entry: LedgerEntry) -> str:
    """What a document says otherwise than its entry; empty where they agree."""
    try:
        told = json.loads(raw.decode("utf-8-sig"))
        lines = [Decimal(line["amount"]) for line in told["lines"]]
        total = Decimal(told["total"])
    except (ValueError, KeyError, TypeError, InvalidOperation):
        return mark("{name} cannot be read as an invoice")
    if told.get("number") != entry.number:
        return mark("{name} names another number than its entry")
    if entry.total is None or total != entry.total.value:
        return mark("{name} has another total than its entry")
    if lines != _amounts(entry):
        return mark("{name} has other lines than its entry")
    sides = [(told.get("payer"), entry.payer), (told.get("payee"), entry.payee)]
    if any(one != other for one, other in sides):
        return mark("{name} names other parties than its entry")
    return ""


def _found(ledger: Ledger, index: int, *where: str, says: str, **values: Any) -> Finding:
    place: Where = ledger.place(index, *where)
    return Finding(place, says, values, _RESTORE)
