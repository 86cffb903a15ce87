"""What is done: the activities, what each party undertakes, who steers, how it is followed up."""

from iop_cli.documents.common import (
    activity_name,
    ages,
    amount,
    blocks,
    chained,
    due,
    facts,
    how_many,
    how_often,
    length,
    listed,
    name,
    names,
    own,
    period,
    report_name,
    table,
    woven,
)
from iop_cli.documents.values import Markup, Subject
from iop_cli.model.activity import Activity, Commitment, Hours, SessionPart
from iop_cli.model.kinds import NONE
from iop_cli.model.steering import Body, Indicator, Member, PartyBody, Report
from iop_cli.phrases import DECIDES, chosen, count, joined, per
from iop_cli.portrait.when import weekdays
from iop_cli.quantity import Amount
from iop_cli.words import _, form, mark, plural, say

DOES = {
    "organise": mark("organises"),
    "lead": mark("leads"),
    "staff": mark("staffs"),
    "pay": mark("pays"),
    "premises": mark("provides premises"),
    "recruit": mark("recruits"),
    "inform": mark("informs"),
    "report": mark("reports"),
    "other": mark("other tasks"),
}


def activities(subject: Subject) -> list[dict[str, object]]:
    """Each activity: its name, and what, where, when, for whom and how much."""
    held = (subject.reading.agreement.activities or {}).values()
    return [{"name": own(a.name), "blocks": blocks(_activity(subject, a))} for a in held]


def _activity(subject: Subject, held: Activity) -> Markup:
    people, whole, room = held.participants, held.volume_in_all, held.capacity
    together = _("together") if held.together else ""
    in_all = chained(subject, count(whole.min, whole.max), own(whole.unit), by=" ") if whole else ""
    numbers = count(people.min, people.max) if people else ""
    children = _("Children take part or are looked after.") if held.minors else ""
    parts = (
        [chained(subject, form(n), own(k), by=" ") for k, n in (room.parts or {}).items()]
        if room
        else []
    )
    return facts(
        subject,
        [
            (_("What it is"), own(held.what)),
            (_("Run by"), chained(subject, names(subject, held.run_by), together)),
            (_("How many"), how_many(subject, held.volume)),
            (_("In all over the term"), in_all),
            (_("Participants"), chained(subject, own(people.who), numbers) if people else ""),
            (_("Ages"), ages(held.ages or (people.ages if people else None))),
            (_("Meetings"), sessions(subject, held)),
            (_("Room for"), capacity(subject, held)),
            (_("Of which"), listed(subject, parts)),
            (_("Opening hours"), listed(subject, [opening(h) for h in held.hours or []])),
            (_("Where"), places(subject, held)),
            (_("Price for participants"), _price(held)),
            (_("Children"), children),
        ],
    )


def _price(held: Activity) -> str:
    if held.price is NONE:
        return _("none, as settled")
    if not isinstance(held.price, Amount):
        return ""
    free = _("it is free to take part")
    return joined(amount(held.price), free) if held.price.value == 0 else amount(held.price)


def sessions(subject: Subject, held: Activity) -> Markup:
    """The meetings that make up one: 8 meetings of 2 h."""
    told = held.sessions
    if told is None:
        return Markup("")
    hours = ""
    if told.count and told.length:
        minutes = told.count * told.length.minutes
        is_whole = minutes % 60 == 0 and told.count > 1
        hours = say(mark("{hours} h in all"), hours=minutes // 60) if is_whole else ""
    parts = [_session(subject, part) for part in told.parts or []]
    words = own(told.as_written)
    quote = woven(subject, mark("the text's words: ”{words}”"), words=words) if words else ""
    return chained(subject, _session(subject, told), hours, *parts, quote, by="; ")


def _session(subject: Subject, held: SessionPart) -> Markup:
    many = plural("{count} meeting", "{count} meetings", held.count) if held.count else ""
    long = say(mark("of {length}"), length=length(held.length)) if held.length else ""
    return chained(subject, chained(subject, many, long, by=" "), own(held.what), by=": ")


def capacity(subject: Subject, held: Activity) -> Markup:
    """How many there is room for: 45 sängplatser, at least 20, at most 60."""
    room = held.capacity
    if room is None:
        return Markup("")
    unit: object = own(room.unit) or _("places to fill")
    if room.normal is None:
        return chained(subject, count(room.min, room.max), unit, by=" ")
    return chained(
        subject,
        chained(subject, form(room.normal), unit, by=" "),
        count(room.min, None),
        count(None, room.max),
    )


def opening(held: Hours) -> str:
    """When it is open: Mon–Fri 09:00–17:00."""
    start, end = (form(clock) if clock else "" for clock in (held.from_, held.to))
    hours = f"{start}–{end}" if start and end else ""
    if start and not end:
        hours = say(mark("from {day}"), day=start)
    elif end and not start:
        hours = say(mark("until {day}"), day=end)
    return joined(weekdays(held.days or ""), hours, by=" ")


def places(subject: Subject, held: Activity) -> Markup:
    """Where it is held, each with its area and room."""
    if not isinstance(held.places, dict):
        return listed(subject, [own(place) for place in held.places or []])
    made = []
    for place in held.places.values():
        room = say(mark("{count} places"), count=place.capacity) if place.capacity else ""
        more = chained(subject, own(place.area), room)
        says = mark("{place} ({more})") if more else mark("{place}")
        made.append(woven(subject, says, place=own(place.name), more=more))
    return listed(subject, made)


def commitments(subject: Subject) -> list[dict[str, object]]:
    """Each party with a table of what it undertakes, in the order of the parties."""
    held = subject.reading.agreement.commitments or []
    named = [c.by for c in held]
    owners = [p for p in dict.fromkeys([*subject.reading.agreement.parties, *named]) if p in named]
    columns = [
        ("task", _("Task")),
        ("does", _("Kind")),
        ("activity", _("Activity")),
        ("unit", _("Unit")),
        ("often", _("How often")),
        ("shared", _("Together with")),
        ("words", _("The text's words")),
    ]
    return [
        {
            "party": name(subject, owner),
            "blocks": [
                table(subject, columns, [task_row(subject, c) for c in held if c.by == owner])
            ],
        }
        for owner in owners
    ]


def task_row(subject: Subject, held: Commitment) -> dict[str, object]:
    """A commitment as a row."""
    return {
        "task": own(held.task),
        "does": chosen(DOES, held.does),
        "activity": activity_name(subject, held.activity),
        "unit": own(held.unit),
        "often": how_often(subject, held.how_often),
        "shared": names(subject, held.together_with),
        "words": own(held.as_written),
    }


def organisation(subject: Subject) -> list[object]:
    """The bodies that steer: who sits in them, how often they meet, how they decide."""
    held = subject.reading.agreement.governance
    if held is NONE:
        return [_("The parties have settled that no body steers the partnership.")]
    columns = [
        ("body", _("Body")),
        ("members", _("Members")),
        ("meets", _("Meets")),
        ("decides", _("Decides")),
        ("tie", _("When they cannot agree")),
        ("caller", _("Called by")),
        ("task", _("Task")),
    ]
    bodies = held if isinstance(held, dict) else {}
    rows = [_body(subject, id, body) for id, body in bodies.items()]
    return blocks(table(subject, columns, rows))


def _body(subject: Subject, id: str, held: Body) -> dict[str, object]:
    return {
        "body": name(subject, id),
        "members": listed(subject, [member(subject, m) for m in held.members or []]),
        "meets": meetings(subject, held),
        "decides": chosen(DECIDES, held.decides),
        "tie": own(held.tie_break),
        "caller": name(subject, held.convened_by) if held.convened_by else "",
        "task": own(held.task),
    }


def meetings(subject: Subject, held: Body) -> Markup:
    """How often a body meets."""
    needed = _("and when needed") if held.when_needed else ""
    return chained(subject, how_often(subject, held.meets), needed, by=" ")


def member(subject: Subject, held: Member) -> Markup:
    """Who sits in a body: 2 from Exempelby kommun (socialchef)."""
    where = chained(subject, own(held.office), own(held.unit))
    if not held.party:
        return chained(subject, form(held.count) if held.count else "", where, by=" ")
    says = mark("{count} from {party}") if held.count else mark("{party}")
    who = woven(subject, says, count=held.count or "", party=name(subject, held.party))
    return woven(subject, mark("{place} ({more})"), place=who, more=where) if where else who


def follow_up(subject: Subject) -> list[object]:
    """The reports that are owed, what they measure, and other follow-up."""
    held = subject.reading.agreement.follow_up
    if held is None:
        return []
    reports = held.reports or {}
    below = held.small_numbers.below if held.small_numbers else 0
    hidden = woven(subject, mark("Counts below {count} are not published."), count=below)
    return blocks(
        _reports(subject, reports),
        [indicators(subject, id, r.indicators or {}) for id, r in reports.items()],
        hidden if below else "",
        _duties(subject),
    )


def _reports(subject: Subject, reports: dict[str, Report]) -> Markup:
    columns = [
        ("name", _("Report")),
        ("from", _("From")),
        ("to", _("To")),
        ("often", _("How often")),
        ("due", _("When")),
        ("first", _("First period")),
        ("words", _("The text's words")),
    ]
    rows = [
        {
            "name": report_name(subject, id),
            "from": name(subject, held.from_) if held.from_ else "",
            "to": readers(subject, held),
            "often": how_often(subject, held.how_often),
            "due": due(subject, held.due),
            "first": period(held.first) if held.first else "",
            "words": own(held.as_written),
        }
        for id, held in reports.items()
    ]
    return table(subject, columns, rows)


def readers(subject: Subject, held: Report) -> Markup:
    """Who gets a report: parties, their bodies, bodies of the partnership."""
    several = held.to if isinstance(held.to, list) else [held.to] if held.to else []
    made: list[object] = []
    for reader in several:
        if isinstance(reader, PartyBody):
            says = mark("{place} ({more})")
            party, body = name(subject, reader.party), own(reader.body)
            made.append(woven(subject, says, place=party, more=body))
        else:
            made.append(name(subject, reader))
    return listed(subject, made)


def indicators(subject: Subject, id: str, held: dict[str, Indicator]) -> Markup:
    """A table of what a report measures."""
    columns = [
        ("name", _("Indicator")),
        ("unit", _("Unit of measure")),
        ("per", _("Counted")),
        ("baseline", _("Starting point")),
        ("target", _("Target")),
        ("measure", _("How it is measured")),
        ("small", _("Small numbers")),
    ]
    small = {"suppress": _("are hidden"), "show": _("are shown")}
    rows = [
        {
            "name": own(i.name),
            "unit": own(i.unit),
            "per": per(i.per),
            "baseline": own(i.baseline),
            "target": own(i.target),
            "measure": own(i.measure),
            "small": small.get(i.small_numbers or "", ""),
        }
        for i in held.values()
    ]
    says = mark("Indicators in {report}")
    return table(subject, columns, rows, woven(subject, says, report=report_name(subject, id)))


def _duties(subject: Subject) -> Markup:
    held = subject.reading.agreement.follow_up
    columns = [
        ("what", _("Other follow-up")),
        ("by", _("By")),
        ("often", _("How often")),
        ("note", _("Note")),
    ]
    rows = [
        {
            "what": own(duty.what),
            "by": name(subject, duty.by) if duty.by else "",
            "often": how_often(subject, duty.how_often),
            "note": _("a suggestion in the text") if duty.firm is False else "",
        }
        for duty in (held.duties or [] if held else [])
    ]
    return table(subject, columns, rows)
