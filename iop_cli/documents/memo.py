"""The decision memo (tjänsteskrivelse): what is proposed, why, on what criteria, at what cost.

States one term, the agreement's own; a recorded decision that names another is told of in a note.
"""

from collections.abc import Iterator

from iop_cli.deadlines import current_end
from iop_cli.documents import spoken, words_of
from iop_cli.documents.assessment import (
    counts,
    graded_table,
    judged,
    open_table,
    without_guideline,
)
from iop_cli.documents.naming import disclosed, name, names, report_name, signed_only
from iop_cli.documents.proposal import conditions, decision_of, head, lead, notes, points
from iop_cli.documents.reminders import reminders
from iop_cli.documents.values import Markup, Subject
from iop_cli.documents.valuing import economy, money_in_short
from iop_cli.documents.weaving import (
    blocks,
    bullets,
    chained,
    listed,
    own,
    paragraph,
    table,
    woven,
)
from iop_cli.documents.words_of import clause, first_capital, particulars
from iop_cli.model.steering import PartyBody, Report
from iop_cli.model.term import Decision, Follows
from iop_cli.words import _, mark, say
from iop_cli.years import worth_by_year


def applies(_subject: Subject) -> bool:
    """Every partnership can be put before those who decide."""
    return True


def values(subject: Subject) -> dict[str, object]:
    """Everything that the memo says."""
    subject = disclosed(subject)
    id, decision = decision_of(subject)
    return {
        "title": own(subject.reading.agreement.title),
        "head": head(subject, decision),
        "lead": lead(subject, decision),
        "points": points(subject, decision),
        "condition": conditions(subject),
        "notes": list(notes(subject, id, decision)),
        "summary": _summary(subject),
        "background": _background(subject),
        "matter": blocks(clause(subject, "purpose"), clause(subject, "activities")),
        "criteria": _criteria(subject),
        "economy": economy(signed_only(subject)),
        "follow_up": _follow_up(subject),
        "reminders": reminders(subject),
        "documents": _documents(subject, decision),
        "receivers": bullets(subject, map(own, (decision.receivers if decision else None) or [])),
    }


def _summary(subject: Subject) -> list[object]:
    agreement = subject.reading.agreement
    group, purpose = agreement.target_group, agreement.purpose
    held = worth_by_year(subject.reading)
    done = [own(a.name) for a in (agreement.activities or {}).values()]
    pairs: list[tuple[str, object]] = [
        (_("Purpose"), own(purpose.text if purpose else None)),
        (
            _("Target group"),
            chained(subject, first_capital(own(group.who)), spoken.ages(group.ages))
            if group
            else "",
        ),
        (_("What is done"), chained(subject, *done, by="; ")),
        (_("Term"), first_capital(words_of.term(subject))),
        (_("Prolonged"), _prolonged(subject)),
        (_("Money"), first_capital(money_in_short(subject, held))),
    ]
    says = mark("The matter concerns a public–nonprofit partnership (IOP) between {parties}.")
    lead = woven(subject, says, parties=words_of.parties(subject))
    return blocks(lead, particulars(subject, pairs))


def _prolonged(subject: Subject) -> str:
    """The last day as the log has moved it; empty where it stands as agreed."""
    last, agreed = current_end(subject.reading), subject.reading.agreed_end
    if last is None or last == agreed:
        return ""
    return say(mark("according to the log to {day}"), day=spoken.day(last))


def _background(subject: Subject) -> list[object]:
    agreement = subject.reading.agreement
    initiative, follows = agreement.initiative, agreement.follows
    plans = [
        chained(subject, own(p.name), spoken.span(p.from_ or p.since, p.to))
        for p in agreement.programme or []
    ]
    pairs: list[tuple[str, object]] = [
        (_("Initiative"), chained(subject, names(subject, initiative.by), own(initiative.body))
         if initiative else ""),
        (_("Political programme or plan"), chained(subject, *plans, by="; ")),
        (_("Earlier agreement"), _follows(subject, follows)),
        *_other_funding(subject),
    ]  # fmt: skip
    return blocks(clause(subject, "background"), particulars(subject, pairs))


def _follows(subject: Subject, held: Follows | str | None) -> Markup:
    if isinstance(held, Follows):
        days = words_of.span(subject, held.term.start, held.term.end) if held.term else ""
        return chained(subject, own(held.title), days)
    return chained(subject, held or "")


def _other_funding(subject: Subject) -> Iterator[tuple[str, object]]:
    """Other money for the same activity, by how it stands to this partnership."""
    held = subject.reading.agreement.other_funding
    said = {
        "earlier": _("Earlier money"),
        "parallel": _("Money beside the partnership"),
        "replaced": _("Money that is replaced"),
        "contract": _("Paid assignment beside the partnership"),
    }
    for one in held if isinstance(held, list) else []:
        days = words_of.span(subject, one.since, one.until)
        told = chained(subject, own(one.what), days, spoken.amount(one.amount))
        yield said.get(one.relation or "", _("Other money")), told


def _criteria(subject: Subject) -> list[object]:
    held = judged(subject)
    profile = subject.reading.profile
    lead = ""
    if profile and held:
        says = mark("The criteria are those of the guideline {name}.")
        lead = woven(subject, says, name=words_of.swedish(subject, profile.name))
        lead = paragraph(subject, [lead, counts(subject, held)])
    return blocks(
        lead or without_guideline(subject),
        "" if held else _("The assessment needs to be made before anything is decided."),
        open_table(subject, held, _("Questions that are open")),
        graded_table(subject, held, _("Criteria that have been assessed")),
    )


def _follow_up(subject: Subject) -> list[object]:
    agreement = subject.reading.agreement
    follow_up = agreement.follow_up
    reports = (follow_up.reports or {}) if follow_up else {}
    duties = [
        chained(
            subject, own(d.what),
            chained(subject, spoken.how_often(subject, d.how_often)),
            _("a suggestion in the text") if d.firm is False else "", by="; ",
        )
        for d in (follow_up.duties if follow_up else None) or []
    ]  # fmt: skip
    rows = [_report(subject, id, r) for id, r in reports.items()]
    columns = [
        ("what", _("Report")), ("from", _("From")), ("to", _("To")), ("often", _("How often")),
        ("due", _("When it is due")),
    ]  # fmt: skip
    told = clause(subject, "follow_up")
    return blocks(
        told,
        "" if told or rows or duties else _("The agreement does not say how it is followed up."),
        table(subject, columns, rows, _("Reports") if rows else ""),
        bullets(subject, duties),
        paragraph(subject, _bodies(subject)),
    )


def _report(subject: Subject, id: str, held: Report) -> dict[str, object]:
    often = spoken.how_often(subject, held.how_often)
    return {
        "what": report_name(subject, id),
        "from": name(subject, held.from_) if held.from_ else _("not stated"),
        "to": readers(subject, held) or _("not stated"),
        "often": first_capital(often),
        "due": spoken.due(subject, held.due) or _("not stated"),
    }


def readers(subject: Subject, held: Report) -> Markup:
    """Who gets a report: parties, and bodies of theirs."""
    to = held.to if isinstance(held.to, list) else [held.to] if held.to else []
    says = mark("{party} ({body})")
    return listed(subject, [
        woven(subject, says, party=name(subject, one.party), body=own(one.body))
        if isinstance(one, PartyBody) else name(subject, one)
        for one in to
    ])  # fmt: skip


def _bodies(subject: Subject) -> Iterator[Markup]:
    """Who steers, and how often it meets."""
    held = subject.reading.agreement.governance
    for id, body in held.items() if isinstance(held, dict) else ():
        often = spoken.how_often(subject, body.meets)
        if often:
            says = mark("{body}: meets {often}.")
            yield woven(subject, says, body=name(subject, id), often=often)


def _documents(subject: Subject, decision: Decision | None) -> Markup:
    """What the decision rests on; the memo and the agreement where nothing is told."""
    told: list[object] = [own(d) for d in (decision.documents if decision else None) or []]
    held = subject.reading.agreement.attachments or {}
    extra: list[object] = [
        woven(subject, mark("{name} (not in the file)"), name=own(a.name)) if a.held is False
        else own(a.name)
        for a in held.values()
    ]  # fmt: skip
    return bullets(subject, [*(told or [_("This memo"), _("The agreement")]), *extra])
