"""A steering body's agenda, and the skeleton of its minutes: who, what is due, what is open.

Knows offices and numbers, never names. Puts forward what the file and the log hold.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from iop_cli.deadlines import (
    Deadline,
    current_end,
    is_answered,
    known,
    next_deadlines,
    term_deadlines,
)
from iop_cli.documents import spoken
from iop_cli.documents.memo import readers
from iop_cli.documents.naming import disclosed, name, report_name
from iop_cli.documents.remarks import remarks
from iop_cli.documents.renewal import what
from iop_cli.documents.values import Markup, Subject
from iop_cli.documents.weaving import blocks, chained, own, paragraph, table, woven
from iop_cli.documents.words_of import LINE, SHORT_LINE, first_capital, particulars
from iop_cli.model.economy import Condition
from iop_cli.model.kinds import Frequency
from iop_cli.model.steering import Body, Member, Report
from iop_cli.phrases import DECIDES, chosen
from iop_cli.quantity import Period
from iop_cli.words import _, form, mark

_DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "tertial": 122, "school_term": 183,
         "half_year": 183, "year": 365}  # fmt: skip
_USUAL = 183
_MOST_ROWS = 20
_OVER = ("terminated", "superseded")


def applies(subject: Subject) -> bool:
    """Whether the agreement has a body that steers."""
    agreement = subject.reading.agreement
    has_body = isinstance(agreement.governance, dict) and bool(agreement.governance)
    return has_body and agreement.status not in _OVER


def agenda(subject: Subject) -> dict[str, object]:
    """Everything that the agenda says, body by body."""
    subject = disclosed(subject)
    return {
        "title": own(subject.reading.agreement.title),
        "bodies": [
            {
                "name": name(subject, id),
                "head": particulars(subject, _head(subject, id, body)),
                "members": _members(subject, body),
                "points": _points(subject, body),
            }
            for id, body in _bodies(subject)
        ],
    }


def minutes(subject: Subject) -> dict[str, object]:
    """Everything that the skeleton of the minutes says, body by body."""
    subject = disclosed(subject)
    return {
        "title": own(subject.reading.agreement.title),
        "bodies": [
            {
                "name": name(subject, id),
                "head": particulars(subject, _minutes_head(subject, body)),
                "attendance": _attendance(subject, body),
                "points": _points(subject, body),
                "line": LINE,
                "signed": _signed(subject, body),
            }
            for id, body in _bodies(subject)
        ],
    }


def _bodies(subject: Subject) -> list[tuple[str, Body]]:
    held = subject.reading.agreement.governance
    return list(held.items()) if isinstance(held, dict) else []


def _head(subject: Subject, id: str, body: Body) -> Iterator[tuple[str, object]]:
    yield _("Day and time"), LINE
    yield _("Place of the meeting"), LINE
    yield from _about(subject, body)
    last = _last_meeting(subject, id)
    yield _("Latest meeting according to the log"), spoken.day(last) if last else ""


def _about(subject: Subject, body: Body) -> Iterator[tuple[str, object]]:
    """What the agreement says of the body."""
    often = spoken.how_often(subject, body.meets)
    extra = _("and when needed") if body.when_needed else ""
    yield _("Meets"), first_capital(chained(subject, often, extra, by=" "))
    yield _("Called by"), name(subject, body.convened_by) if body.convened_by else ""
    yield _("How it decides"), first_capital(chosen(DECIDES, body.decides)) if body.decides else ""
    yield _("If the votes are equal"), own(body.tie_break)
    yield _("Task"), own(body.task)


def _minutes_head(subject: Subject, body: Body) -> Iterator[tuple[str, object]]:
    yield _("Day and time"), LINE
    yield _("Place of the meeting"), LINE
    yield from _about(subject, body)


def _members(subject: Subject, body: Body) -> Markup:
    rows = [
        {
            "party": name(subject, m.party) if m.party else "",
            "office": chained(subject, own(m.office), own(m.unit)),
            "count": form(m.count) if m.count else _("number not stated"),
        }
        for m in body.members or []
    ]
    columns: list[tuple[str, str] | tuple[str, str, str]] = [
        ("party", _("Party")),
        ("office", _("Office or unit")),
        ("count", _("Members"), "right"),
    ]
    return table(subject, columns, rows, _("Members"))


def _attendance(subject: Subject, body: Body) -> Markup:
    """A line for each seat; one for each party where the number of seats is not known."""
    rows = [row for m in body.members or [Member()] for row in _seats(subject, m)]
    columns = [
        ("party", _("Party")),
        ("office", _("Office or unit")),
        ("who", _("Name")),
        ("present", _("Present (mark)")),
    ]
    return table(subject, columns, rows, _("Attendance"))


def _seats(subject: Subject, member: Member) -> Iterator[dict[str, object]]:
    for _seat in range(min(member.count or 1, _MOST_ROWS)):
        yield {
            "party": name(subject, member.party) if member.party else LINE,
            "office": chained(subject, own(member.office), own(member.unit)) or SHORT_LINE,
            "who": LINE,
            "present": SHORT_LINE,
        }


def _points(subject: Subject, body: Body) -> list[dict[str, object]]:
    """The items in their order; those without anything to say are not there."""
    due, open_ = _due(subject, body), remarks(subject)
    work = [own(a.name) for a in (subject.reading.agreement.activities or {}).values()]
    says = mark("Each party tells how it goes with: {what}.")
    done = woven(subject, says, what=chained(subject, *work, by="; ")) if work else ""
    items: list[tuple[str, list[object]]] = [
        (_("The meeting is opened"), []),
        (_("Chair, secretary and adjusters for the meeting"), []),
        (_("The agenda is approved"), []),
        (_("Minutes of the last meeting"), []),
        (_("How the work goes"), blocks(done)),
        (_("Follow-up and reports"), blocks(_reports(subject))),
        (_("Money"), blocks(paragraph(subject, _money(subject)))),
        (_("What is due before the next meeting"), blocks(due)),
        (_("After the term"), blocks(paragraph(subject, _after(subject)))),
        (_("Remarks that nobody has accepted"), blocks(open_)),
        (_("Any other business"), []),
        (_("Next meeting"), blocks(_next(subject, body))),
        (_("The meeting is closed"), []),
    ]
    asked = {_("What is due before the next meeting"), _("Remarks that nobody has accepted"),
             _("Follow-up and reports"), _("Money"), _("After the term")}  # fmt: skip
    kept = [(title, held) for title, held in items if held or title not in asked]
    return [
        {"number": number, "title": title, "blocks": held}
        for number, (title, held) in enumerate(kept, 1)
    ]


def _horizon(body: Body) -> timedelta:
    """How long it is to the next meeting at the most; half a year where that is not told."""
    return timedelta(days=_between(body.meets) or _USUAL)


def _between(often: Frequency | None) -> int | None:
    days = _DAYS.get(often.per or "") if often else None
    return days // (often.min or often.max or 1) if often and days else None


def _due(subject: Subject, body: Body) -> Markup:
    """The days until the next meeting, those that have passed without an answer, and conditions."""
    until = subject.today + _horizon(body)
    held = known(subject.reading)
    rows = [
        {
            "day": spoken.day(d.day),
            "what": first_capital(_what(subject, d)),
            "state": _("passed, not answered"),
        }
        for d in term_deadlines(held)
        if d.day < subject.today and not is_answered(held, d) and not _is_over(subject)
    ]
    rows += [
        {"day": spoken.day(d.day), "what": first_capital(_what(subject, d)), "state": ""}
        for d in next_deadlines(subject.reading)
        if d.day <= until
    ]
    rows += [
        {"day": _("no day is stated"), "what": own(c.what), "state": _("not known to be met")}
        for c in _undated(subject)
    ]
    columns = [("day", _("Day")), ("what", _("What")), ("state", _("How it stands"))]
    return table(subject, columns, rows)


def _is_over(subject: Subject) -> bool:
    last = current_end(subject.reading)
    return last is not None and last < subject.today


def _undated(subject: Subject) -> Iterator[Condition]:
    """The conditions that have no day and are not known to be met."""
    entries = known(subject.reading).entries
    met = {e.condition for _i, e in entries if e.event == "condition_met"}
    for id, condition in (subject.reading.agreement.conditions or {}).items():
        is_met = id in met or isinstance(condition.fulfilled, date)
        if not is_met and condition.latest is None:
            yield condition


def _what(subject: Subject, deadline: Deadline) -> Markup | str:
    """What a day is for, the agreement's own words marked."""
    held = deadline.what
    match held.kind:
        case "condition":
            return woven(subject, mark("condition: {name}"), name=own(held.name))
        case "report" if held.period:
            says = mark("report {name} for {period}")
            period = spoken.period(Period.read(held.period))
            return woven(subject, says, name=report_name(subject, held.id), period=period)
        case "report":
            return woven(subject, mark("report {name}"), name=report_name(subject, held.id))
        case _:
            return what(deadline)


def _reports(subject: Subject) -> Markup:
    """The reports that are owed, from whom to whom, how often, and what is handed in."""
    follow_up = subject.reading.agreement.follow_up
    held = (follow_up.reports or {}) if follow_up else {}
    rows = [_report(subject, id, report) for id, report in held.items()]
    columns = [
        ("what", _("Report")), ("from", _("From")), ("to", _("To")), ("often", _("How often")),
        ("latest", _("Latest handed in")),
    ]  # fmt: skip
    return table(subject, columns, rows)


def _report(subject: Subject, id: str, held: Report) -> dict[str, object]:
    told = [e for _i, e in known(subject.reading).entries if e.report == id and e.period]
    latest = max(told, key=lambda e: e.period.end, default=None)  # type: ignore[union-attr] # has one
    return {
        "what": report_name(subject, id),
        "from": name(subject, held.from_) if held.from_ else _("not stated"),
        "to": readers(subject, held),
        "often": first_capital(spoken.how_often(subject, held.how_often)),
        "latest": spoken.period(latest.period) if latest and latest.period
        else _("none in the log"),
    }  # fmt: skip


def _money(subject: Subject) -> Iterator[object]:
    """Whether there is money to go through."""
    if isinstance(subject.reading.agreement.payments, dict):
        yield _("What has been agreed, billed and paid since the last meeting.")
    if subject.reading.agreement.budgets:
        yield _("How it stands against the budget.")


def _after(subject: Subject) -> Iterator[object]:
    """When the term ends, and whether it may be extended."""
    term, last = subject.reading.agreement.term, current_end(subject.reading)
    if last is None:
        return
    if _is_over(subject):
        yield woven(subject, mark("The term ended on {day}."), day=spoken.day(last))
        yield _("What is left to report and settle is gone through.")
        return
    yield woven(subject, mark("The term ends on {day}."), day=spoken.day(last))
    if term and term.extension:
        yield _("The agreement speaks of an extension or of talks about what follows.")


def _last_meeting(subject: Subject, id: str) -> date | None:
    entries = known(subject.reading).entries
    return max((e.held for _i, e in entries if e.meeting == id and e.held), default=None)


def _next(subject: Subject, body: Body) -> Markup:
    days = _between(body.meets)
    if days is None:
        return Markup()
    often = spoken.how_often(subject, body.meets)
    return woven(subject, mark("According to the agreement: {often}."), often=often)


def _signed(subject: Subject, body: Body) -> Markup:
    """A line for the secretary, the chair, and an adjuster from each party."""
    parties = list(dict.fromkeys(m.party for m in body.members or [] if m.party))
    rows: list[dict[str, object]] = [
        {"what": _("Secretary"), "sign": LINE, "print": LINE},
        {"what": _("Chair"), "sign": LINE, "print": LINE},
    ]
    says = mark("Adjuster for {party}")
    rows += [
        {"what": woven(subject, says, party=name(subject, id)), "sign": LINE, "print": LINE}
        for id in parties
    ]
    columns = [("what", _("Task")), ("sign", _("Signature")), ("print", _("Name in print"))]
    return table(subject, columns, rows)
