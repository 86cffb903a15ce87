"""The addendum (tilläggsöverenskommelse): one amendment as the parties sign it.

It is about the amendment that comes into force next, and where none is to come, about the last.
Says what the amendment itself changes, after those that hold before it; leaves the rest as it is.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from iop_cli.documents import spoken, words_of
from iop_cli.documents.naming import disclosed, enters, name, parties_table
from iop_cli.documents.values import Clause, Markup, Subject
from iop_cli.documents.weaving import blocks, bullets, capital, chained, own, paragraph, woven
from iop_cli.documents.words_of import LINE, SHORT_LINE, particulars, section
from iop_cli.model.agreement import Amendment
from iop_cli.reading import Reading
from iop_cli.words import _, mark

if TYPE_CHECKING:
    from iop_cli.difference.change import Change


def applies(subject: Subject) -> bool:
    """Whether there is an amendment to sign."""
    return _chosen(subject) is not None


def values(subject: Subject) -> dict[str, object]:
    """Everything that the addendum says."""
    found = _chosen(subject)
    if found is None:
        return _empty(subject)
    id, since, held = found
    subject = disclosed(replace(subject, reading=_reading(subject, since)))
    told = _changes(subject, id)
    return {
        "title": own(subject.reading.agreement.title),
        "head": particulars(subject, _head(subject, id, since, held)),
        "parties": parties_table(subject),
        "lead": _lead(subject, since),
        "changes": bullets(subject, [_sentence(change) for change in told if not _text(change)]),
        "clauses": [_clause(change) for change in told if _text(change)],
        "text": blocks(Clause(held.text.strip()) if held.text else ""),
        "rest": _("In all else the agreement holds unchanged."),
        "copies": _copies(subject),
        "signatures": [_signature(subject, party) for party in _signing(subject)],
    }


def _empty(subject: Subject) -> dict[str, object]:
    """What is said where there is no amendment."""
    title = own(subject.reading.agreement.title)
    none = _("The file holds no amendment.")
    lists: dict[str, object] = {key: [] for key in ("clauses", "text", "signatures")}
    texts: dict[str, object] = dict.fromkeys(("head", "parties", "changes", "rest", "copies"), "")
    return {**lists, **texts, "title": title, "lead": none}


def _chosen(subject: Subject) -> tuple[str, date, Amendment] | None:
    """The amendment that comes into force next, else the last; with its first day."""
    signed = subject.opened.signed
    held = (signed.agreement.amendments or {}) if signed else {}
    dated = [(id, a.from_.as_start, a) for id, a in held.items() if a.from_]
    known = sorted(((id, s, a) for id, s, a in dated if s), key=lambda one: one[1])
    coming = [one for one in known if one[1] > subject.today]
    return next(iter(coming or known[-1:]), None)


def _reading(subject: Subject, since: date) -> Reading:
    """The agreement as it reads when the amendment has come into force."""
    then = [reading for reading in subject.opened.readings if reading.day == since]
    return then[-1] if then else subject.reading


def _changes(subject: Subject, id: str) -> list["Change"]:
    # what compares is slow to import, and most partnerships have nothing to amend
    from iop_cli.difference.amending import made_by  # noqa: PLC0415
    from iop_cli.difference.change import SECTIONS  # noqa: PLC0415

    document = subject.opened.document
    found = made_by(document.data).get(id, ()) if document else ()
    return sorted(found, key=lambda change: SECTIONS.index(change.about))


def _sentence(change: "Change") -> str:
    from iop_cli.difference.telling import sentence  # noqa: PLC0415  see above

    return capital(sentence(change)).rstrip(".") + "."


def _text(change: "Change") -> str:
    """The new wording of a clause."""
    if change.pattern[:1] != ("clauses",) or change.kind == "removed":
        return ""
    held = change.after.get("text") if isinstance(change.after, dict) else change.after
    return held if isinstance(held, str) else ""


def _clause(change: "Change") -> dict[str, object]:
    topic = str(change.where[1]) if len(change.where) > 1 else ""
    return {"topic": section(topic), "text": Clause(_text(change).strip())}


def _head(subject: Subject, id: str, since: date, held: Amendment) -> Iterator[tuple[str, object]]:
    decision = (subject.reading.agreement.decisions or {}).get(held.decision or "")
    yield _("Addendum"), own(id)
    yield _("To the agreement"), own(subject.reading.agreement.title)
    yield _("Holds from"), spoken.day(since)
    if decision is None:
        yield _("Decision"), SHORT_LINE
        return
    day = spoken.moment(decision.decided) if decision.decided else SHORT_LINE
    yield _("Decision"), chained(subject, own(decision.body), day)
    yield _("Case number"), decision.case_number or SHORT_LINE


def _lead(subject: Subject, since: date) -> Markup:
    says = mark("The parties {parties} agree that the agreement is changed as follows from {day}.")
    return woven(subject, says, parties=words_of.parties(subject), day=spoken.day(since))


def _copies(subject: Subject) -> Markup:
    says = _("The addendum is drawn up in as many originals as there are parties.")
    return paragraph(subject, [says, _("It belongs to the agreement and is kept with it.")])


def _signing(subject: Subject) -> list[str]:
    return [id for id, party in subject.reading.agreement.parties.items() if enters(party)]


def _signature(subject: Subject, id: str) -> dict[str, object]:
    """Lines to be filled in by hand: who signs may be another than the one who signed first."""
    return {
        "party": name(subject, id),
        "through": own(subject.reading.agreement.parties[id].acts_through),
        "line": LINE,
    }
