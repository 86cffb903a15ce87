"""What is done, who steers it, and how it is followed up."""

from iop_cli.model.activity import Activity, Hours
from iop_cli.model.agreement import Agreement
from iop_cli.model.kinds import NONE, Frequency
from iop_cli.model.steering import Body, Duty, Indicator, Member, PartyBody, Report
from iop_cli.phrases import DECIDES, chosen, count, few, joined, shown, told
from iop_cli.portrait.when import due, how_many, how_often, weekdays
from iop_cli.portrait.who import name_of
from iop_cli.quantity import Moment, NotRead
from iop_cli.report.safe import safe
from iop_cli.sheet import Row, Section
from iop_cli.words import _, form, mark, plural, series


def activities(agreement: Agreement) -> Section:
    """A row for each activity: volume, participants, places."""
    rows = tuple(
        Row(
            id,
            safe(id),
            (_activity(activity, agreement),),
            {
                "name": activity.name,
                "run_by": activity.run_by,
                "volume": activity.volume.model_dump(exclude_none=True)
                if activity.volume
                else None,
                "in_all": _bounds(activity.volume_in_all),
                "participants": _bounds(activity.participants),
                "places": _places(activity),
                "capacity": activity.capacity.model_dump(exclude_none=True)
                if activity.capacity
                else None,
                "hours": [_hours_data(hours) for hours in activity.hours or []] or None,
            },
        )
        for id, activity in (agreement.activities or {}).items()
    )
    return Section("activities", _("Activities"), rows)


def _bounds(held: object) -> dict[str, object] | None:
    return {"min": getattr(held, "min", None), "max": getattr(held, "max", None)} if held else None


def _activity(held: Activity, agreement: Agreement) -> str:
    by = series([name_of(agreement, id) for id in held.run_by or []])
    people = held.participants
    ages = held.ages or (people.ages if people else None)
    who = joined(count(people.min, people.max), safe(people.who or ""), by=" ") if people else ""
    total = held.volume_in_all
    whole = count(total.min, total.max) if total else ""
    is_told = whole or held.capacity or held.hours
    hours = [_open(hours) for hours in held.hours or []]
    places = few([safe(place) for place in _places(held) or []])
    return joined(
        safe(held.name),
        told(mark("run by {parties}"), parties=by) if by else "",
        how_many(held.volume) or ("" if is_told else _("volume unknown")),
        told(mark("{count} in all"), count=whole) if whole else "",
        _sessions(held),
        who,
        told(mark("ages {ages}"), ages=ages) if ages else "",
        _room(held),
        told(mark("open {hours}"), hours=hours) if hours else "",
        told(mark("at {places}"), places=places) if places else "",
        by="; ",
    )


def _sessions(held: Activity) -> str:
    sessions = held.sessions
    if sessions is None or sessions.count is None:
        return safe(sessions.as_written or "") if sessions else ""
    meetings = plural("{count} meeting", "{count} meetings", sessions.count)
    length = told(mark("of {length}"), length=sessions.length) if sessions.length else ""
    return joined(meetings, length, by=" ")


def _room(held: Activity) -> str:
    room = held.capacity
    if room is None:
        return ""
    unit = safe(room.unit or _("places to fill"))
    if room.normal is None:
        number = count(room.min, room.max)
        return f"{number} {unit}" if number else ""
    parts = [joined(form(number), safe(id), by=" ") for id, number in (room.parts or {}).items()]
    return joined(
        f"{form(room.normal)} {unit}" + (f" ({series(parts)})" if parts else ""),
        told(mark("at least {count}"), count=room.min) if room.min is not None else "",
        told(mark("at most {count}"), count=room.max) if room.max is not None else "",
    )


def _open(held: Hours) -> str:
    """When it is open: Mon–Fri 9:00–17:00; also across midnight."""
    start, end = (shown(clock) if clock else "" for clock in (held.from_, held.to))
    hours = f"{start}–{end}" if start and end else ""
    if start and not end:
        hours = told(mark("from {day}"), day=start)
    elif end and not start:
        hours = told(mark("until {day}"), day=end)
    return joined(weekdays(held.days or ""), hours, by=" ")


def _hours_data(held: Hours) -> dict[str, object]:
    start, end = held.from_, held.to
    return {
        "days": held.days,
        "from": start.in_words() if start else None,
        "to": end.in_words() if end else None,
    }


def _places(held: Activity) -> list[str] | None:
    places = held.places
    return [p.name for p in places.values()] if isinstance(places, dict) else places


def steering(agreement: Agreement) -> Section:
    """A row for each body that steers: who sits in it, how often it meets, how it decides."""
    if agreement.governance is NONE:
        return Section("steering", _("Steering"), (), _("none, as settled"), "none")
    held = agreement.governance if isinstance(agreement.governance, dict) else {}
    rows = tuple(
        Row(
            id,
            safe(id),
            (_body(body, agreement),),
            {
                "name": body.name,
                "meets": _often(body.meets),
                "decides": body.decides,
                "convened_by": body.convened_by,
            },
        )
        for id, body in held.items()
    )
    return Section("steering", _("Steering"), rows)


def _body(body: Body, agreement: Agreement) -> str:
    members = [_member(m, agreement) for m in body.members or []]
    caller = body.convened_by
    return joined(
        safe(body.name or ""),
        series(members) if members else _("members unknown"),
        _meets(body),
        _("and when needed") if body.when_needed else "",
        chosen(DECIDES, body.decides),
        told(mark("called by {party}"), party=name_of(agreement, caller)) if caller else "",
        by="; ",
    )


def _meets(body: Body) -> str:
    often = how_often(body.meets)
    if body.meets and body.meets.unit:
        return often
    return told(mark("meets {often}"), often=often) if often else _("meetings unknown")


def _member(held: Member, agreement: Agreement) -> str:
    party = name_of(agreement, held.party) if held.party else ""
    where = joined(safe(held.office or ""), safe(held.unit or ""))
    who = party or where
    if held.count and party:
        who = told(mark("{count} from {party}"), count=held.count, party=party)
    elif held.count:
        who = joined(form(held.count), where, by=" ")
    return f"{who} ({where})" if party and where else who


def follow_up(agreement: Agreement) -> Section:
    """A row for each report that is owed, and one for other follow-up."""
    held = agreement.follow_up
    reports, duties = ((held.reports or {}), held.duties or []) if held else ({}, [])
    rows = [Row(id, safe(id), (_report(r, agreement),)) for id, r in reports.items()]
    if duties:
        lines = tuple(_duty(duty, agreement) for duty in duties)
        rows.append(Row("", _("Also"), lines))
    value = {
        "reports": {id: _report_data(r, agreement) for id, r in reports.items()},
        "duties": [{"what": d.what, "how_often": _often(d.how_often)} for d in duties],
    }
    return Section("follow_up", _("Follow-up"), tuple(rows), data=value if rows else None)


def _report_data(report: Report, agreement: Agreement) -> dict[str, object]:
    return {
        "from": report.from_,
        "to": _readers(report, agreement),
        "how_often": _often(report.how_often),
        "due": report.due,
    }


def _often(held: Frequency | None) -> dict[str, object] | None:
    return held.model_dump(exclude_none=True) if held else None


def _duty(held: Duty, agreement: Agreement) -> str:
    by = name_of(agreement, held.by) if held.by else ""
    what = told(mark("{label}: {words}"), label=by, words=held.what) if by else safe(held.what)
    hint = _("only suggested") if held.firm is False else ""
    return joined(what, how_often(held.how_often), hint)


def report_name(agreement: Agreement, id: str) -> str:
    """The name of a report, else its id."""
    reports = (agreement.follow_up.reports or {}) if agreement.follow_up else {}
    report = reports.get(id)
    return (report.name if report else None) or id


def _report(report: Report, agreement: Agreement) -> str:
    readers = [_reader(reader, agreement) for reader in _listed(report)]
    sender = name_of(agreement, report.from_) if report.from_ else _("sender unknown")
    way = f"{sender} → {series(readers) if readers else _('reader unknown')}"
    by = due(report.due) if report.due else _("no day stated")
    often = how_often(report.how_often)
    if not often and not _is_once(report):
        often = _("how often unknown")
    return joined(safe(report.name or ""), way, often, by, by="; ")


def _is_once(report: Report) -> bool:
    """Whether the report has a time of its own, and is not counted from a period."""
    try:
        return report.due is not None and Moment.read(report.due).counted is None
    except NotRead:
        return False


def _listed(report: Report) -> list[str | PartyBody]:
    return report.to if isinstance(report.to, list) else [report.to] if report.to else []


def _reader(held: str | PartyBody, agreement: Agreement) -> str:
    if isinstance(held, PartyBody):
        return f"{name_of(agreement, held.party)} ({safe(held.body)})"
    return name_of(agreement, held)


def _readers(report: Report, agreement: Agreement) -> list[str]:
    return [
        f"{_party_name(agreement, r.party)}, {r.body}"
        if isinstance(r, PartyBody)
        else _party_name(agreement, r)
        for r in _listed(report)
    ]


def _party_name(agreement: Agreement, id: str) -> str:
    party = agreement.parties.get(id)
    return party.name if party else id


def indicators(agreement: Agreement) -> Section:
    """A row for each report that measures something, with its indicators."""
    reports = (agreement.follow_up.reports or {}) if agreement.follow_up else {}
    rows = tuple(
        Row(
            id,
            safe(id),
            (_indicators(report.indicators),),
            [
                {"id": key, "name": i.name, "unit": i.unit, "target": i.target}
                for key, i in report.indicators.items()
            ],
        )
        for id, report in reports.items()
        if report.indicators
    )
    return Section("indicators", _("Indicators"), rows)


def _indicators(held: dict[str, Indicator]) -> str:
    names = [f"{safe(i.name)} ({safe(i.unit)})" if i.unit else safe(i.name) for i in held.values()]
    return joined(*few(names), by="; ")
