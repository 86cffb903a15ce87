"""The letter of notice: who gives notice to whom, on what ground, and when it takes effect.

What the file does not hold is a line to fill in. Chooses no ground and gives no notice itself.
"""

from collections.abc import Iterator

from iop_cli.deadlines import current_end
from iop_cli.documents import spoken
from iop_cli.documents.naming import contact_rows, disclosed, enters, name, parties_table
from iop_cli.documents.values import Markup, Subject
from iop_cli.documents.weaving import blocks, listed, own, quoted, table, woven
from iop_cli.documents.words_of import LINE, SHORT_LINE, clause, first_capital, particulars
from iop_cli.model.term import Notice
from iop_cli.phrases import CAUSE, WAY_OUT, chosen
from iop_cli.words import _, mark

_ENDS = ("notice", "leave", "rescission")
_OVER = ("terminated", "superseded")


def applies(subject: Subject) -> bool:
    """Whether the agreement tells of a way to end it or to leave it."""
    return bool(_rights(subject)) and subject.reading.agreement.status not in _OVER


def values(subject: Subject) -> dict[str, object]:
    """Everything that the letter says."""
    subject = disclosed(subject)
    rights = _rights(subject)
    return {
        "kind": _kind(rights),
        "title": own(subject.reading.agreement.title),
        "head": particulars(subject, _head(subject, rights)),
        "says": _says(subject, rights),
        "grounds": _grounds(subject, rights),
        "remarks": blocks(*_remarks(subject, rights)),
        "clauses": blocks(
            clause(subject, "notice"), clause(subject, "breach"), clause(subject, "renegotiation")
        ),
        "filled": particulars(subject, _filled(subject, rights)),
        "parties": parties_table(subject),
        "contacts": _contacts(subject),
        "signed": particulars(subject, _signed()),
        "received": particulars(subject, _received()),
    }


def _rights(subject: Subject) -> list[Notice]:
    """The ways out that the agreement names, but for talks about new terms."""
    held = subject.reading.agreement.notice
    return [n for n in held if n.kind in _ENDS] if isinstance(held, list) else []


def _kind(rights: list[Notice]) -> str:
    """What the letter is called."""
    match {right.kind for right in rights}:
        case kinds if kinds == {"rescission"}:
            return _("Notice of rescission")
        case kinds if kinds == {"leave"}:
            return _("Notice of leaving the partnership")
        case _:
            return _("Letter of notice")


def _sender(subject: Subject, rights: list[Notice]) -> str | None:
    """The party that alone has every right; None where several may use them."""
    by = {right.by for right in rights}
    only = by.pop() if len(by) == 1 else None
    return only if only in subject.reading.agreement.parties else None


def _head(subject: Subject, rights: list[Notice]) -> Iterator[tuple[str, object]]:
    sender = _sender(subject, rights)
    others = [
        id
        for id, party in subject.reading.agreement.parties.items()
        if enters(party) and id != sender
    ]
    yield _("From"), name(subject, sender) if sender else LINE
    yield _("To"), listed(subject, [name(subject, id) for id in others]) if sender else LINE
    yield _("Date of the letter"), SHORT_LINE
    cases = [d.case_number for d in (subject.reading.agreement.decisions or {}).values()]
    yield _("Case number"), next((case for case in cases if case), "") or LINE


def _says(subject: Subject, rights: list[Notice]) -> Markup:
    """The sentence that gives notice."""
    kinds = {right.kind for right in rights}
    says = mark("We hereby give notice of the partnership {title}.")
    if kinds == {"rescission"}:
        says = mark("We hereby rescind the partnership {title}.")
    elif kinds == {"leave"}:
        says = mark("We hereby leave the partnership {title}.")
    return woven(subject, says, title=quoted(subject, [subject.reading.agreement.title]))


def _grounds(subject: Subject, rights: list[Notice]) -> Markup:
    """Each ground: what right it gives, whose it is, its length, and when it takes effect."""
    last = current_end(subject.reading)
    is_over = last is not None and last < subject.today
    rows: list[dict[str, object]] = []
    for right in rights:
        is_party = right.by in subject.reading.agreement.parties
        effect = right.length.after(subject.today) if right.length else None
        row: dict[str, object] = {
            "ground": first_capital(chosen(CAUSE, right.cause)),
            "right": first_capital(chosen(WAY_OUT, right.kind)),
            "by": name(subject, right.by) if is_party else _("Any party"),
            "body": own(right.body),
            "length": spoken.length(right.length) or _("not stated"),
            "effect": "" if is_over else spoken.day(effect) if effect else _("cannot be reckoned"),
            "text": quoted(subject, [right.as_written]) if right.as_written else "",
            "chosen": SHORT_LINE if len(rights) > 1 else "",
        }
        if row not in rows:
            rows.append(row)
    columns = [
        ("ground", _("Ground")),
        ("right", _("Right")),
        ("by", _("Open to")),
        ("body", _("Body that the text names")),
        ("length", _("Length of notice")),
        ("effect", _("Last day, if given today")),
        ("text", _("The text's own words")),
        ("chosen", _("Used (mark)")),
    ]
    return table(subject, columns, rows)


def _remarks(subject: Subject, rights: list[Notice]) -> Iterator[object]:
    """From what day it is reckoned, and that the term may end before."""
    last = current_end(subject.reading)
    is_over = last is not None and last < subject.today
    if any(right.length for right in rights) and not is_over:
        says = mark("The last day is reckoned from a notice that is given on {day}.")
        yield woven(subject, says, day=spoken.day(subject.today))
    if last and last < subject.today:
        says = mark("The term ended on {day}, so there is nothing left to give notice of.")
        yield woven(subject, says, day=spoken.day(last))
    elif last and any(r.length and r.length.after(subject.today) > last for r in rights):
        says = mark("The term ends on {day}, before such a notice would take effect.")
        yield woven(subject, says, day=spoken.day(last))


def _filled(subject: Subject, rights: list[Notice]) -> Iterator[tuple[str, object]]:
    """What only the party that gives notice can tell."""
    if len(rights) == 1:
        yield _("Ground"), first_capital(chosen(CAUSE, rights[0].cause))
    yield _("What has happened"), LINE
    if any(right.cause == "breach" for right in rights):
        yield _("Correction was asked for on"), SHORT_LINE
    yield _("Last day of the partnership"), SHORT_LINE
    money = subject.reading.agreement.payments
    if isinstance(money, dict):
        yield _("Money left to settle"), LINE


def _contacts(subject: Subject) -> Markup:
    if subject.public or not contact_rows(subject):
        return Markup()
    columns = [("name", _("Party")), ("office", _("Contact")), ("unit", _("Unit")),
               ("address", _("Address"))]  # fmt: skip
    return table(subject, columns, contact_rows(subject))


def _signed() -> Iterator[tuple[str, object]]:
    yield _("Place and date"), LINE
    yield _("Signature"), LINE
    yield _("Name in print and office"), LINE


def _received() -> Iterator[tuple[str, object]]:
    yield _("Received on"), SHORT_LINE
    yield _("Received by"), LINE
