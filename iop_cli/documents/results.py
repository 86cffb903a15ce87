"""A follow-up in words: the reports that were due, and how each indicator has developed.

Takes what reported found and returns tables, charts and sentences. Judges no target.
"""

from iop_cli.documents import naming, spoken
from iop_cli.documents.common import capital, own, table, woven
from iop_cli.documents.doings import hidden, small
from iop_cli.documents.measures import Scope
from iop_cli.documents.reported import Development, Owed, Value, developments, owed
from iop_cli.documents.values import Markup, Own, Subject
from iop_cli.paper import figures
from iop_cli.report.safe import in_json
from iop_cli.words import _, mark, plural, say

# one point is no development
_FEWEST_POINTS = 2


def reports(subject: Subject, scope: Scope) -> dict[str, object]:
    """The reports about the period: when each was due and handed in, and how late."""
    found = owed(scope)
    columns = (
        ("name", _("Report")),
        ("period", _("Period")),
        ("due", _("Due by")),
        ("submitted", _("Handed in")),
        ("how", _("Outcome")),
    )
    rows = [
        {
            "name": naming.report_name(subject, one.id),
            "period": capital(spoken.period(one.period)) if one.period else "",
            "due": spoken.day(one.due) if one.due else "",
            "submitted": spoken.day(one.entry.submitted)
            if one.entry and one.entry.submitted
            else "",
            "how": _outcome(one),
        }
        for one in found
    ]
    told = sum(one.entry is not None for one in found)
    says = mark("The log holds {told} of the {count} reports about the period.")
    if not told:
        says = mark("Not one of the {count} reports about the period is in the log.")
    if len(found) == 1:
        says = mark("The only report about the period is in the log.")
        says = says if told else mark("The only report about the period is not in the log.")
    summary = [woven(subject, says, told=told, count=len(found))] if found else []
    late = [_deviation(subject, one) for one in found if one.late or one.is_missing]
    return {"table": table(subject, columns, rows), "summary": summary, "deviations": late}


def _submitted(one: Owed) -> str:
    day = one.entry.submitted if one.entry else None
    return spoken.day(day) if day else ""


def _outcome(one: Owed) -> str:
    if one.is_missing:
        return _("missing")
    if one.entry is None:
        return _("not yet due") if one.is_to_come else _("not in the log")
    if one.late:
        return plural("{count} day late", "{count} days late", one.late)
    return _("in time") if one.late == 0 else _("handed in")


def _deviation(subject: Subject, one: Owed) -> Markup:
    name = naming.report_name(subject, one.id)
    values = {
        "report": name,
        "period": spoken.period(one.period) if one.period else "",
        "days": plural("{count} day", "{count} days", one.late or 0),
        "due": spoken.day(one.due) if one.due else "",
    }
    if one.is_missing and one.period:
        says = mark("{report} for {period} is missing; it was due on {due}.")
    elif one.is_missing:
        says = mark("{report} is missing; it was due on {due}.")
    elif one.period:
        says = mark("{report} for {period} was handed in {days} late.")
    else:
        says = mark("{report} was handed in {days} late.")
    return woven(subject, says, **values)


def indicators(subject: Subject, scope: Scope) -> list[dict[str, object]]:
    """Each indicator: what it is, its chart, and its values from the first period to the last."""
    return [_indicator(subject, scope, one) for one in developments(scope)]


def _indicator(subject: Subject, scope: Scope, one: Development) -> dict[str, object]:
    columns = (("period", _("Period")), ("value", _("Value"), "right"))
    rows = [
        {"period": capital(spoken.period(v.period)), "value": _value(subject, one, v)}
        for v in one.values
    ]
    is_told = any(value.value is not None for value in one.values)
    is_now = any(v.value is not None and scope.days.holds(v.period.end) for v in one.values)
    notes = []
    if not is_told:
        notes.append(woven(subject, mark("No value is reported until the end of the period.")))
    elif not is_now:
        notes.append(woven(subject, mark("No value is reported for the period itself.")))
    if any(value.is_hidden for value in one.values):
        notes.append(small(subject, one.limit))
    return {
        "name": _name(one),
        "about": _about(subject, one),
        "chart": _chart(one),
        "table": table(subject, columns, rows) if is_told else Markup(""),
        "notes": notes,
    }


def _name(one: Development) -> Own:
    return own(one.indicator.name if one.indicator else one.id.replace("_", " "))


def _value(subject: Subject, one: Development, held: Value) -> str:
    if held.value is None:
        return _("not reported")
    if held.is_hidden:
        is_small = one.limit is not None and held.value < one.limit
        return hidden(subject, one.limit) if is_small else _("withheld")
    return figures.figure(held.value)


def _about(subject: Subject, one: Development) -> list[Markup]:
    """What is measured: its unit, its report, where it stood and where it shall come."""
    held, told = one.indicator, []
    if one.report_id:
        name = naming.report_name(subject, one.report_id)
        told.append(woven(subject, mark("Report: {report}."), report=name))
    if held is None:
        return told
    pairs = (
        (mark("Unit: {words}."), held.unit),
        (mark("Measured: {words}."), held.measure),
        (mark("Baseline: {words}."), held.baseline),
        (mark("Target: {words}."), held.target),
    )
    return [*told, *(woven(subject, says, words=own(w)) for says, w in pairs if w)]


def _chart(one: Development) -> Markup:
    """What the engine draws: each value as text, with a full stop before decimals."""
    if len(one.shown) < _FEWEST_POINTS:
        return Markup("")
    unit = (one.indicator.unit if one.indicator else None) or ""
    points = [[held.period.in_words(), _point(one, held)] for held in one.values]
    chart = {
        "title": str(_name(one)),
        "unit": unit,
        "series": [{"name": str(_name(one)), "points": points}],
    }
    return Markup(in_json(chart))


def _point(one: Development, held: Value) -> str:
    """A figure, or the words that stand in its place and leave a gap."""
    if held.value is None:
        return _("not reported")
    if not held.is_hidden:
        return f"{held.value:f}"
    is_small = one.limit is not None and held.value < one.limit
    return say(mark("fewer than {limit}"), limit=one.limit) if is_small else _("withheld")
