"""What only grows: the entries of a log and the bytes of a ledger; and acceptances with a reason.

Compares what stood with what stands. Says nothing of what is added, but where it stands twice.
"""

import re
from collections import Counter
from collections.abc import Iterator

from iop_cli.diagnostic import Diagnostic, Severity, Span
from iop_cli.difference import Change
from iop_cli.document import shown
from iop_cli.finding import Text, at
from iop_cli.gate.fault import CODE, Case, Fault, fault
from iop_cli.report.safe import safe
from iop_cli.words import mark, say

LEDGER = re.compile(r"(?:.*/)?invoices/[^/]+/ledger\.yaml")
_BESIDE = re.compile(r"(?:.*/)?invoices/[^/]+/(?!ledger\.)[^./][^/]*")
_LOG = mark(
    "Put the entry back as it was. What was wrong is corrected by an entry of its own:"
    " iop record {id} correct ENTRY, or withdraw ENTRY."
)
_TWICE = mark("Take out one of the two, or give one an id of its own.")
_LEDGER = mark(
    "Put the ledger back as it was, with git restore or a revert. What was wrong in an invoice is"
    " put right with iop invoice credit or iop invoice void; iop invoice verify looks at the rest."
)
_DOCUMENT = mark("Put the document back as it was issued; it is never made anew.")
_REASON = mark("Write why after because, or correct what the finding tells.")


def log(case: Case) -> Iterator[Fault]:
    """Entries that stood in the log and are altered or gone, and ids that came to stand twice."""
    for change in case.changes:
        if not change.in_log or change.pattern[:2] != ("entries", "*"):
            continue
        if len(change.pattern) == 2 and change.kind == "added":
            continue
        is_gone = len(change.pattern) == 2 and change.kind == "removed"
        reason = "log-entry-removed" if is_gone else "log-entry-altered"
        where = ("entries",) if is_gone else change.where
        says = mark("the log only grows: {sentence}")
        sentence = change.sentence()
        yield fault(case, reason, where, says, _LOG, in_log=True, sentence=sentence)
    yield from _twice(case)


def _twice(case: Case) -> Iterator[Fault]:
    before, seen = Counter(_ids(case, before=True)), Counter[str]()
    for index, id in enumerate(_ids(case, before=False)):
        seen[id] += 1
        if id and seen[id] > max(1, before[id]):
            says = mark("{entry} stands twice in the log")
            where = ("entries", index)
            yield fault(case, "log-entry-twice", where, says, _TWICE, in_log=True, entry=id)


def _ids(case: Case, *, before: bool) -> list[str]:
    opened = case.before if before else case.after
    document = opened.log_document if opened else None
    entries = document.data.get("entries") if document else None
    held = entries if isinstance(entries, list) else []
    return [str(entry.get("id", "")) if isinstance(entry, dict) else "" for entry in held]


def acceptances(case: Case) -> Iterator[Fault]:
    """Findings that came to be accepted without a reason, or that have lost it."""
    for change in case.changes:
        if change.in_log:
            continue
        for index in _touched(case, change):
            held = at(case.words_after, ("accepted_findings", index))
            if isinstance(held, dict) and not str(held.get("because") or "").strip():
                says = mark("{rule} is accepted, and no reason stands here")
                where = ("accepted_findings", index)
                rule = str(held.get("rule", "?"))
                yield fault(case, "accepted-without-reason", where, says, _REASON, rule=rule)


def _touched(case: Case, change: Change) -> list[int]:
    """The acceptances that a change adds or alters, by number."""
    if not change.pattern or change.where == ("accepted_findings",):
        held = case.words_after.get("accepted_findings")
        return list(range(len(held))) if isinstance(held, list) else []
    if change.where[0] != "accepted_findings" or not isinstance(change.where[1], int):
        return []
    is_gone = change.kind == "removed" and len(change.where) == 2
    return [] if is_gone else [change.where[1]]


def ledger(was: Text, now: Text | None, name: str) -> Iterator[Fault]:
    """A ledger whose earlier bytes are not the beginning of what it is now; None: it is gone."""
    if now is None:
        says = say(mark("the ledger is gone, with what was issued in it"))
        yield _at("ledger-removed", name, b"", 1, says, _LEDGER)
        return
    before, after = _plain(was.raw), _plain(now.raw)
    if now.trouble or was.trouble or _goes_on(before, after):
        return
    line = _first_other(before, after)
    says = mark("the ledger only grows; from line {line} on it is no longer as it was")
    yield _at("ledger-altered", name, after, line, say(says, line=str(line)), _LEDGER)


def is_issued(name: str) -> bool:
    """Whether a name is that of a document beside a ledger."""
    return bool(_BESIDE.fullmatch(name))


def issued(name: str) -> Fault:
    """That a document of an issued invoice was altered or removed."""
    says = say(mark("the document was issued, and is altered or gone"))
    return _at("issued-document-altered", name, b"", 1, says, _DOCUMENT)


def _plain(raw: bytes) -> bytes:
    """The bytes without the line ends that git converts."""
    return raw.replace(b"\r\n", b"\n")


def _goes_on(before: bytes, after: bytes) -> bool:
    """Whether nothing but whole lines was added below."""
    whole = not before or before.endswith(b"\n") or after[len(before) :][:1] in (b"", b"\n")
    return whole and after.startswith(before)


def _first_other(before: bytes, after: bytes) -> int:
    """The number of the first line that is another."""
    old, new = before.split(b"\n"), after.split(b"\n")
    same = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(new) - 1)
    return max(1, min(same + 1, len(new)))


def _at(reason: str, name: str, raw: bytes, line: int, message: str, help: str) -> Fault:
    text = shown(raw.decode("utf-8", "replace").split("\n"), line)
    span = Span(line, 1, line, len(text) + 1)
    help = say(help)
    return Fault(reason, Diagnostic(
        CODE, reason, Severity.ERROR, message, help, name, span, "", None, safe(text)
    ))  # fmt: skip
