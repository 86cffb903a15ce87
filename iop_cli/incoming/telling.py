"""What was found about incoming invoices: first what agrees, for people; all of it as JSON.

Sets finished findings; judges nothing and prints nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from iop_cli.billing.calendar import Days
from iop_cli.diagnostic import Diagnostic
from iop_cli.incoming.head import spoken as party_words
from iop_cli.incoming.judging import Judged
from iop_cli.incoming.owed import Owed
from iop_cli.incoming.phrasing import kronor, spoken
from iop_cli.incoming.ubl_read import Party, Received, Told
from iop_cli.invoice import money
from iop_cli.report import Format, Head, Look, Tally, render, safe
from iop_cli.report.data import finding_data, summary
from iop_cli.report.safe import in_json
from iop_cli.sheet import bold, labelled, wrapped
from iop_cli.words import _, mark, say

_SIDES = {"IOP953": "seller", "IOP954": "buyer", "IOP955": "reference", "IOP956": "reference"}


@dataclass
class Checked:
    """One file: what was read in it, how it stands to its agreement, and the findings."""

    file: str
    received: Received | None
    judged: Judged | None
    found: list[Diagnostic]


def text(files: list[Checked], head: Head, look: Look) -> Iterator[str]:
    """For each invoice what agrees, then what does not; the count last."""
    for file in files:
        if file.received is not None:
            yield from (line + "\n" for line in _agreed(file, file.received, look))
            yield "\n"
    found = [replace(f, where="") for file in files for f in file.found]  # nothing to accept in XML
    yield from render(found, Format.TEXT, head, [], look)


def _agreed(file: Checked, received: Received, look: Look) -> Iterator[str]:
    says = mark("{file}: invoice {number}, {total}")
    if received.is_credit:
        says = mark("{file}: credit note {number}, {total}")
    total = kronor(received.total, received.currency or "SEK")
    told = say(says, file=safe(file.file), number=safe(received.number or "–"), total=safe(total))
    yield from (bold(line, look) for line in wrapped(told, look.width))
    judged = file.judged
    if judged is None:
        return
    wrong = {_SIDES[f.code] for f in file.found if f.code in _SIDES}
    rows = [(_("Agreement"), judged.standing.id, True)]
    rows += [
        (_("Seller"), party_words(received.seller), "seller" not in wrong),
        (_("Buyer"), party_words(received.buyer), "buyer" not in wrong),
        (_("Reference"), received.reference or received.order or "–", "reference" not in wrong),
        (_("Period"), _period(received), not any(
            f.code == "IOP964" and f.where.startswith("InvoicePeriod") for f in file.found)),
    ]  # fmt: skip
    for label, words, is_right in rows:
        yield from labelled(label, f"{safe(words)} – {_stands(is_right)}", look, "  ")
    for number, line in enumerate(received.lines, 1):
        yield from _line(number, line, judged, received, look)


def _period(received: Received) -> str:
    start, end = received.start, received.end
    if start and end and start <= end:
        return spoken(Days(start, end))
    return " – ".join(day.isoformat() for day in (start, end) if day) or "–"


def _stands(is_right: bool) -> str:
    return _("agrees") if is_right else _("does not agree")


def _line(number: int, line: Told, judged: Judged, received: Received, look: Look) -> Iterator[str]:
    label = say(mark("Line {number}"), number=line.name or str(number))
    amount = kronor(line.amount, received.currency or "SEK")
    words = f"{line.text or '–'}, {amount}"
    owed = judged.matched.owed(line)
    says = _stands(_agrees(line, judged))
    if owed is not None and _agrees(line, judged):
        reason = next((b for b in owed.line.because), None)
        at = f" ({reason.file}:{reason.line})" if reason else ""
        says = f"{says}: {owed.line.text}{at}"
    yield from labelled(safe(label), f"{safe(words)} – {safe(says)}", look, "  ")


def _agrees(line: Told, judged: Judged) -> bool:
    """Whether a line's amount is owed, and no fault stands at the line."""
    matched = judged.matched
    if not any(line is told for told in matched.together[0]) and matched.owed(line) is None:
        return False
    errors = ("IOP978", "IOP977", "IOP979")
    inside = line.at.path
    return not any(
        getattr(fault.at, "path", "").startswith(f"{inside}/") or fault.at is line.at
        for fault in judged.faults
        if fault.code not in errors
    )


def json(files: list[Checked], head: Head) -> Iterator[str]:
    """The invoices, what their lines bill, the findings and the count."""
    found = [f for file in files for f in file.found]
    tally = Tally()
    findings = [finding_data(finding) for finding in tally.through(found)]
    told = {
        "tool": head.tool,
        "format": 1,
        "today": head.today,
        "ok": tally.ok(head.strict),
        "invoices": [_invoice(file) for file in files],
        "findings": findings,
        "summary": summary(tally, head),
    }
    yield in_json(told) + "\n"


def _invoice(file: Checked) -> dict[str, Any]:
    received, judged = file.received, file.judged
    ok = not any(f.severity.value == "error" for f in file.found)
    told: dict[str, Any] = {"file": file.file, "ok": ok, "read": received is not None}
    if received is None:
        return told
    period = {"start": _day(received.start), "end": _day(received.end)}
    return {
        **told,
        "kind": "credit" if received.is_credit else "invoice",
        "number": received.number or None,
        "issue_date": _day(received.issue_date),
        "due_date": _day(received.due_date),
        "currency": received.currency or None,
        "reference": received.reference or received.order or None,
        "period": period,
        "seller": _party(received.seller, judged.standing.seller if judged else ""),
        "buyer": _party(received.buyer, judged.standing.buyer if judged else ""),
        "refers_to": [at.text for at in received.refers_to if at.text],
        "total": money(received.total),
        "agreement": judged.standing.id if judged else None,
        "lines": [_line_data(line, judged) for line in received.lines],
    }


def _day(day: object) -> str | None:
    return str(day) if day else None


def _party(party: Party | None, id: str) -> dict[str, Any]:
    names, numbers = (party.names, party.numbers) if party else ((), ())
    name, number = next(iter(names), None), next(iter(numbers), None)
    return {"id": id or None, "name": name, "number": number}


def _line_data(line: Told, judged: Judged | None) -> dict[str, Any]:
    owed: Iterable[Owed] = ()
    if judged is not None:
        one = judged.matched.owed(line)
        together = any(line is told for told in judged.matched.together[0])
        owed = [one] if one else judged.matched.together[1] if together else []
    return {
        "id": line.name or None,
        "line": line.at.span.line,
        "text": line.text,
        "amount": money(line.amount),
        "agrees": judged is not None and _agrees(line, judged),
        "owed": [_owed(o) for o in owed],
    }


def _owed(owed: Owed) -> dict[str, Any]:
    line = owed.line
    return {
        "payment": line.payment,
        "entries": list(line.entries),
        "part": line.part or None,
        "start": _day(line.start),
        "end": _day(line.end),
        "text": line.text,
        "amount": money(line.amount),
        "vat": line.vat,
        "because": [{"file": b.file, "line": b.line, "says": b.says} for b in line.because],
    }
