"""The appendices of an agreement: budgets, what comes when, criteria, how payments are computed.

Numbers them in their order. Judges nothing; the remarks on printed sums are the rules' own.
"""

from iop_cli.deadlines import day_of
from iop_cli.documents.common import (
    amount,
    blocks,
    bullets,
    calculation,
    capital,
    chained,
    day,
    due,
    how_many,
    how_often,
    latest,
    moment,
    name,
    names,
    own,
    payment_name,
    payments,
    report_name,
    table,
    woven,
)
from iop_cli.documents.computing import as_agreed, computing
from iop_cli.documents.giving import budget_title, remarks
from iop_cli.documents.lasting import decision_words, first_and_last
from iop_cli.documents.placing import change_words
from iop_cli.documents.undertaken import meetings, sessions
from iop_cli.documents.values import Markup, Own, Subject
from iop_cli.model.activity import Activity
from iop_cli.model.economy import Budget, BudgetLine
from iop_cli.phrases import CONTRIBUTION, chosen, count
from iop_cli.rules.sums import calculation_wrong, counted_twice, printed_total_differs
from iop_cli.words import _, mark

_GRADE = {"met": mark("met"), "partly": mark("partly met"), "not_met": mark("not met")}


def appendices(subject: Subject, whole: Subject) -> list[dict[str, object]]:
    """Each appendix that holds something: its number, what it is, its name, its blocks.

    `whole` also knows what was added to the signed text: a payment is computed with it.
    """
    held: list[tuple[str, str, list[object]]] = [
        ("budget", _("Budget"), budgets(subject)),
        ("plan", _("Activity plan"), plan(subject)),
        ("criteria", _("Assessment against the criteria"), criteria(subject)),
        ("computing", _("How each payment is computed"), computing(as_agreed(whole))),
        ("attachments", _("Documents that belong to the agreement"), attachments(subject)),
        ("addenda", _("Amendments and additions"), addenda(subject)),
    ]
    kept = [(kind, title, inner) for kind, title, inner in held if inner]
    return [
        {"number": str(number), "kind": kind, "title": title, "blocks": inner}
        for number, (kind, title, inner) in enumerate(kept, 1)
    ]


def budgets(subject: Subject) -> list[object]:
    """Each budget as printed, and below it what adds up to something else."""
    made: list[object] = []
    for id, held in (subject.reading.agreement.budgets or {}).items():
        made += [_budget(subject, id, held), *_notes(subject, id, held)]
    return blocks(made)


def _budget(subject: Subject, id: str, held: Budget) -> Markup:
    columns = [
        ("what", _("Budget line")),
        ("kind", _("Kind")),
        ("sum", _("Calculation as printed")),
        ("paid", _("Paid by")),
        ("source", _("Source of the value")),
        ("note", _("Note")),
        ("amount", _("Amount"), "right"),
    ]
    rows = [_line(subject, line) for line in held.lines.values()]
    total = {"what": _("Total as printed"), "amount": amount(held.total)}
    return table(
        subject, columns, [*rows, *([total] if held.total else [])], budget_title(subject, id, held)
    )


def _line(subject: Subject, held: BudgetLine) -> dict[str, object]:
    payment = payments(subject).get(held.paid_by or "")
    paid = payment_name(held.paid_by or "", payment) if payment else name(subject, held.paid_by)
    return {
        "what": own(held.what),
        "kind": chosen(CONTRIBUTION, held.kind),
        "sum": calculation(held.calculation),
        "paid": Own(capital(paid)),
        "source": own(held.value_source),
        "note": own(held.note),
        "amount": amount(held.amount),
    }


def _notes(subject: Subject, id: str, held: Budget) -> list[object]:
    """What the printed figures come to when they are reckoned anew, and what stands twice."""
    found = [
        words
        for rule in (printed_total_differs, calculation_wrong)
        for place, words in remarks(subject, rule)
        if place[:2] == ("budgets", id)
    ]
    twice = {w[3] for w, _said in remarks(subject, counted_twice) if w[:2] == ("budgets", id)}
    says = mark("{what}, {amount}: the same money as {payment} in the other budget, counted once.")
    for key, line in held.lines.items():
        payment = payments(subject).get(line.paid_by or "")
        if key in twice and payment:
            called = payment_name(line.paid_by or "", payment)
            values = {"what": own(line.what), "amount": amount(line.amount), "payment": called}
            found.append(woven(subject, says, **values))
    lead = _("Note. The figures stand as printed. Reckoned anew:")
    return blocks(lead if found else "", bullets(subject, found))


def plan(subject: Subject) -> list[object]:
    """What comes how often, who sees to it, and by when."""
    columns = [
        ("what", _("What")),
        ("often", _("How often")),
        ("who", _("By")),
        ("latest", _("When")),
    ]
    return blocks(table(subject, columns, [*_work(subject), *_steering(subject)]))


def _work(subject: Subject) -> list[dict[str, object]]:
    """The activities and the tasks that have a rhythm."""
    agreement = subject.reading.agreement
    rows: list[dict[str, object]] = [
        {
            "what": own(activity.name),
            "often": volume(subject, activity) or sessions(subject, activity),
            "who": names(subject, activity.run_by),
        }
        for activity in (agreement.activities or {}).values()
    ]
    for task in agreement.commitments or []:
        often = how_often(subject, task.how_often)
        rows.append({"what": own(task.task), "often": often, "who": name(subject, task.by)})
    return [row for row in rows if row["often"]]


def volume(subject: Subject, held: Activity) -> Markup:
    """How many in a period, and in all over the term."""
    whole = held.volume_in_all
    in_all = chained(subject, count(whole.min, whole.max), own(whole.unit), by=" ") if whole else ""
    says = mark("{count} in all over the term")
    total = woven(subject, says, count=in_all) if in_all else ""
    return chained(subject, how_many(subject, held.volume), total)


def _steering(subject: Subject) -> list[dict[str, object]]:
    """The meetings, the reports, the other follow-up, and what is decided before the end."""
    agreement = subject.reading.agreement
    bodies = agreement.governance if isinstance(agreement.governance, dict) else {}
    rows: list[dict[str, object]] = [
        {
            "what": woven(subject, mark("Meeting: {body}"), body=name(subject, id)),
            "often": meetings(subject, body),
            "who": name(subject, body.convened_by) if body.convened_by else "",
        }
        for id, body in bodies.items()
    ]
    follow_up = agreement.follow_up
    for id, report in ((follow_up.reports or {}) if follow_up else {}).items():
        rows.append({
            "what": woven(subject, mark("Report: {report}"), report=report_name(subject, id)),
            "often": how_often(subject, report.how_often),
            "who": name(subject, report.from_) if report.from_ else "",
            "latest": due(subject, report.due),
        })  # fmt: skip
    for duty in (follow_up.duties or []) if follow_up else []:
        often, by = how_often(subject, duty.how_often), name(subject, duty.by) if duty.by else ""
        rows.append({"what": own(duty.what), "often": often, "who": by})
    rows = [row for row in rows if row["often"] or row.get("latest")]
    return [*rows, *_before_the_end(subject)]


def _before_the_end(subject: Subject) -> list[dict[str, object]]:
    """The days that the term itself names."""
    term = subject.reading.agreement.term
    extension = term.extension if term else None
    if extension is None:
        return []
    days = [(_("Decision on an extension"), extension.decide),
            (_("Talks about what follows begin"), extension.talks)]  # fmt: skip
    return [
        {"what": what, "latest": latest(limit, day_of(limit, *first_and_last(subject)))}
        for what, limit in days
        if limit
    ]


def criteria(subject: Subject) -> list[object]:
    """The criteria that have been judged, with grade and evidence; open ones are only counted."""
    held = subject.reading.agreement.criteria
    asked = subject.reading.guideline_criteria
    answers = {k: a for k, a in ((held.answers or {}) if held else {}).items() if a.grade}
    if not answers:
        return []
    columns = [
        ("question", _("Criterion")),
        ("grade", _("Judged")),
        ("evidence", _("Evidence")),
        ("by", _("By")),
        ("day", _("Day")),
    ]
    rows = [
        {
            "question": _question(subject, key),
            "grade": _(_GRADE[answer.grade or "met"]),
            "evidence": own(answer.evidence),
            "by": own(answer.by),
            "day": day(answer.date) if answer.date else "",
        }
        for key, answer in answers.items()
    ]
    profile = subject.reading.profile
    says = mark("The partnership is judged against {profile}.")
    judged = len([key for key in asked if key in answers])
    tally = mark("{count} of {all} criteria have been judged.")
    return blocks(
        chained(
            subject,
            woven(subject, says, profile=own(profile.name)) if profile else "",
            woven(subject, tally, count=judged, all=len(asked)) if asked else "",
            by="\n",
        ),
        table(subject, columns, rows),
    )


def _question(subject: Subject, key: str) -> object:
    """A criterion's question, in the document's language where the profile has it."""
    asked = subject.reading.guideline_criteria.get(key)
    if asked is None:
        return own(key.replace("_", " "))
    english = subject.language == "en" and asked.question_en
    return asked.question_en if english else Own(asked.question)


def attachments(subject: Subject) -> list[object]:
    """The documents that belong to the agreement, and where they are."""
    columns = [("name", _("Document")), ("where", _("Where it is"))]
    rows = [
        {
            "name": own(held.name),
            "where": held.link
            or held.file
            or (_("not with this text") if held.held is False else ""),
        }
        for held in (subject.reading.agreement.attachments or {}).values()
    ]
    return blocks(table(subject, columns, rows))


def addenda(subject: Subject) -> list[object]:
    """The amendments: from when, decided by whom, and what they change."""
    columns = [
        ("since", _("In force from")),
        ("text", _("Amendment")),
        ("decision", _("Decision")),
        ("changes", _("Changes")),
    ]
    agreement = subject.reading.agreement
    decisions = agreement.decisions or {}
    rows = [
        {
            "since": moment(held.from_),
            "text": own(held.text),
            "decision": decision_words(subject, decisions.get(held.decision or "")),
            "changes": chained(
                subject, *[change_words(subject, p, v) for p, v in held.changes.items()], by="; "
            ),
        }
        for held in (agreement.amendments or {}).values()
    ]
    return blocks(table(subject, columns, rows))
