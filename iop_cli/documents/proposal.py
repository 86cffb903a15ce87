"""What a decision memo proposes: to whom, what, for which term, and what speaks against it.

The term is the agreement's own; a recorded decision that names another is told of in a note.
"""

import re
from collections.abc import Iterator
from datetime import date

from iop_cli.documents import spoken, words_of
from iop_cli.documents.naming import enters
from iop_cli.documents.values import Markup, Subject
from iop_cli.documents.weaving import blocks, bullets, chained, listed, own, quoted, woven
from iop_cli.documents.words_of import LINE, SHORT_LINE, first_capital, particulars
from iop_cli.finding import read_path
from iop_cli.model.economy import Condition
from iop_cli.model.kinds import NONE
from iop_cli.model.party import Party
from iop_cli.model.term import Decision
from iop_cli.quantity import Moment
from iop_cli.words import _, mark

EFFECT = {
    "sign": mark("to approve the partnership {title} {between} {term}"),
    "extend": mark("to extend the partnership {title} {between} {term}"),
    "amend": mark("to approve the amendments of the partnership {title} {between}"),
    "end": mark("to end the partnership {title} {between}"),
    "fund": mark("to fund the partnership {title} {between} {term}"),
}


def decision_of(subject: Subject) -> tuple[str, Decision | None]:
    """What the memo proposes: the last that is not decided, else the first about the whole."""
    held = subject.reading.agreement.decisions or {}
    later = {a.decision for a in (subject.reading.agreement.amendments or {}).values()}
    open_ = [(id, d) for id, d in held.items() if not d.decided]
    whole = [(id, d) for id, d in held.items() if id not in later and d.effect in (None, "sign")]
    chosen = open_[-1:] or whole[:1]
    return chosen[0] if chosen else ("", None)


def head(subject: Subject, decision: Decision | None) -> Markup:
    """To whom, from whom, the case and the day; what is not known is a line to fill in."""
    agreement = subject.reading.agreement
    public = [p for p in agreement.parties.values() if p.role == "public"]
    proposed = decision.proposes_to if decision else None
    body = decision.body if decision else None
    through = [p.acts_through for p in public if p.acts_through]
    to = own(proposed or body or (through[0] if len(public) == len(through) == 1 else None))
    giver = own(body) if proposed else listed(subject, [own(p.name) for p in public])
    offices = [p.contact for p in public if p.contact]
    handled = [chained(subject, first_capital(own(c.office)), own(c.unit)) for c in offices]
    pairs: list[tuple[str, object]] = [
        (_("To"), to or LINE),
        (_("From"), giver),
        (_("Case number"), (decision.case_number if decision else None) or LINE),
        (_("Date of the memo"), _dated(subject, decision)),
        (_("Handled by"), chained(subject, *handled, by="; ")),
    ]
    return particulars(subject, pairs)


def _dated(subject: Subject, decision: Decision | None) -> object:
    if decision and decision.dated:
        return spoken.moment(decision.dated)
    is_open = subject.reading.agreement.status in ("draft", "proposed")
    return spoken.day(subject.today) if is_open else SHORT_LINE


def lead(subject: Subject, decision: Decision | None) -> Markup:
    """Who proposes to whom, or who is proposed to decide."""
    body = own(decision.body if decision else None)
    other = own(decision.proposes_to if decision else None)
    if body and other:
        return woven(subject, mark("{body} proposes that {other} decide"), body=body, other=other)
    through = [
        p.acts_through for p in subject.reading.agreement.parties.values() if p.role == "public"
    ]
    who = body or own(through[0] if len(through) == 1 else None)
    if who:
        return woven(subject, mark("It is proposed that {body} decide"), body=who)
    return woven(subject, mark("The proposal is"))


def points(subject: Subject, decision: Decision | None) -> list[Markup]:
    """What is proposed, point by point; the term is the agreement's own."""
    effect = (decision.effect if decision else None) or "sign"
    agreement = subject.reading.agreement
    title = own(agreement.title)
    is_named = all(_is_in(title, p) for p in agreement.parties.values() if enters(p))
    says = mark("between {parties}")
    between = Markup() if is_named else woven(subject, says, parties=words_of.parties(subject))
    term = words_of.term(subject)
    if effect == "extend" and decision and decision.term:
        end = decision.term.end
        term = words_of.days(subject, decision.term.start.first if decision.term.start else None,
                             end.last if isinstance(end, Moment) else None,
                             is_open=end is NONE)  # fmt: skip
    for_ = woven(subject, mark("for the time {term}"), term=term) if term else Markup()
    told = {"title": quoted(subject, [title]), "between": between}
    first = woven(
        subject, EFFECT[effect], **(told if effect in ("amend", "end") else {**told, "term": for_})
    )
    points = [Markup(re.sub(" {2,}", " ", first).strip())]
    if decision and decision.delegated:
        what = own(decision.delegated)
        points.append(woven(subject, mark("to delegate the following: {what}"), what=what))
    return points


def _is_in(title: str, party: Party) -> bool:
    """Whether a title names a party, in any of the ways that the text writes it."""
    ways = [party.name, party.part_of, *(party.also_written or [])]
    return any(way and way.casefold() in title.casefold() for way in ways)


def conditions(subject: Subject) -> list[object]:
    """What the agreement hangs on, as far as it is not known to be met."""
    met = {e.condition for _i, e in subject.reading.entries if e.event == "condition_met"}
    held = [
        c for id, c in (subject.reading.agreement.conditions or {}).items()
        if id not in met and not isinstance(c.fulfilled, date)
    ]  # fmt: skip
    if not held:
        return []
    lines = [_condition(subject, one) for one in held]
    return blocks(_("The partnership hangs on the following being met:"), bullets(subject, lines))


def _condition(subject: Subject, held: Condition) -> Markup:
    """A condition: what it is, who decides it and by when, and what happens otherwise."""
    decided = mark("decided by {body}")
    otherwise, limit = mark("otherwise: {what}"), spoken.moment(held.latest)
    return chained(
        subject,
        own(held.what),
        woven(subject, decided, body=own(held.decided_by)) if held.decided_by else "",
        woven(subject, mark("by {day}"), day=limit) if limit else "",
        woven(subject, otherwise, what=own(held.otherwise)) if held.otherwise else "",
        by="; ",
    )


def notes(subject: Subject, id: str, decision: Decision | None) -> Iterator[object]:
    """That the recorded decision names another term than the agreement does, and the finding."""
    reading = subject.reading
    if not decision or not decision.term or decision.effect not in (None, "sign"):
        return
    start, end = decision.term.start, decision.term.end
    first = start.first if start else None
    last = end.last if isinstance(end, Moment) else None
    same_start = first is None or reading.first_day is None or first == reading.first_day
    same_end = end is None or reading.agreed_end is None or last == reading.agreed_end
    if same_start and same_end:
        return
    is_decided = decision.decided is not None
    told = words_of.span(subject, start, end)
    says = mark("The recorded proposal names another term than the agreement: {term}.")
    way_out = _("The proposal needs to be corrected before anything is decided.")
    if is_decided:
        says = mark("The recorded decision names another term than the agreement: {term}.")
        way_out = _("The decision needs to be corrected.")
    lines = [
        woven(subject, says, term=told),
        _("That term ends before it begins.") if first and last and last < first else "",
        _("This memo follows the agreement."),
        way_out,
    ]
    yield from blocks(*lines, *_findings(subject, id))


def _findings(subject: Subject, id: str) -> Iterator[Markup]:
    """What the check says of the decision's term."""
    place = ("decisions", id, "term")
    told = () if subject.public else (*subject.findings, *subject.accepted)
    for found in told:
        if read_path(found.where)[:3] == place:
            says = mark("The check says ({code}): {message}.")
            yield woven(subject, says, code=found.code, message=found.message)
