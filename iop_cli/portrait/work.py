"""What is done, who steers it, and how it is followed up."""

from iop_cli.model.activity import Activity
from iop_cli.model.agreement import Agreement
from iop_cli.model.kinds import NONE, Frequency
from iop_cli.model.steering import Body, Indicator, Member, PartyBody, Report
from iop_cli.phrases import DECIDES, chosen, count, few, how_often, joined, told
from iop_cli.report.safe import safe
from iop_cli.sheet import Row, Section
from iop_cli.words import _, form, mark, plural, series


def name_of(agreement: Agreement, id: str) -> str:
    """The name of a party, else the id as it stands."""
    party = agreement.parties.get(id)
    return safe(party.name if party else id)


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
    places = few([safe(place) for place in _places(held) or []])
    return joined(
        safe(held.name),
        told(mark("run by {parties}"), parties=by) if by else "",
        how_often(held.volume) or ("" if whole else _("volume unknown")),
        told(mark("{count} in all"), count=whole) if whole else "",
        _sessions(held),
        who,
        told(mark("ages {ages}"), ages=ages) if ages else "",
        _room(held),
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
    number = form(room.normal) if room.normal is not None else count(room.min, room.max)
    most = told(mark("at most {count}"), count=room.max) if room.normal and room.max else ""
    unit = safe(room.unit or _("places to fill"))
    return joined(f"{number} {unit}" if number else "", most)


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
    meets, caller = how_often(body.meets), body.convened_by
    return joined(
        safe(body.name or ""),
        series(members) if members else _("members unknown"),
        told(mark("meets {often}"), often=meets) if meets else _("meetings unknown"),
        _("and when needed") if body.when_needed else "",
        chosen(DECIDES, body.decides),
        told(mark("called by {party}"), party=name_of(agreement, caller)) if caller else "",
        by="; ",
    )


def _member(held: Member, agreement: Agreement) -> str:
    number = form(held.count) if held.count else ""
    party = name_of(agreement, held.party) if held.party else ""
    where = joined(safe(held.office or ""), safe(held.unit or ""))
    who = joined(number, party or where, by=" ")
    return f"{who} ({where})" if party and where else who


def follow_up(agreement: Agreement) -> Section:
    """A row for each report that is owed, and one for other follow-up."""
    held = agreement.follow_up
    reports, duties = ((held.reports or {}), held.duties or []) if held else ({}, [])
    rows = [Row(id, safe(id), (_report(r, agreement),)) for id, r in reports.items()]
    if duties:
        lines = tuple(joined(safe(d.what), how_often(d.how_often)) for d in duties)
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


def _report(report: Report, agreement: Agreement) -> str:
    readers = [safe(reader) for reader in _readers(report, agreement)]
    sender = name_of(agreement, report.from_) if report.from_ else _("sender unknown")
    way = f"{sender} → {series(readers) if readers else _('reader unknown')}"
    due = told(mark("due {when}"), when=report.due) if report.due else _("no day stated")
    often = how_often(report.how_often) or _("how often unknown")
    return joined(safe(report.name or ""), way, often, due, by="; ")


def _readers(report: Report, agreement: Agreement) -> list[str]:
    held = report.to if isinstance(report.to, list) else [report.to] if report.to else []
    return [
        f"{_party_name(agreement, r.party)}, {r.body}"
        if isinstance(r, PartyBody)
        else _party_name(agreement, r)
        for r in held
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
