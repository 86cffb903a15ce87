"""A follow-up in words: what was held, who met, what happened and whose records were checked.

Takes what measures found and returns tables and sentences. Names no person; counts nothing itself.
"""

from collections import Counter

from iop_cli.documents import naming, spoken
from iop_cli.documents.common import capital, chained, listed, own, table, woven
from iop_cli.documents.measures import Held, Occasion, Scope, held, met
from iop_cli.documents.values import Markup, Own, Subject
from iop_cli.model.log import Entry
from iop_cli.phrases import EVENT, EVENT_BY, chosen, count
from iop_cli.words import _, form, mark, plural, say

# more occasions than these are told by their number alone
MOST_OCCASIONS = 60
_MOST_DAYS = 12


def activities(subject: Subject, scope: Scope) -> dict[str, object]:
    """What was held, as a whole and occasion by occasion, with what departs from the agreement."""
    found = held(scope)
    rows = [_activity(subject, one) for one in found]
    columns = (
        ("name", _("Activity")),
        ("agreed", _("Agreed")),
        ("held", _("Held"), "right"),
        ("below", _("Below the least number"), "right"),
        ("participants", _("Participants in all"), "right"),
        ("fewest", _("Fewest"), "right"),
        ("most", _("Most"), "right"),
    )
    lists = [x for one in found for x in (_occasions(subject, one), _places(subject, one)) if x]
    notes = [note for one in found for note in _notes(subject, one)]
    if any(len(one.told) > 1 for one in found):
        says = mark(
            "Participants are counted at each occasion, so someone who took part several times is"
            " counted each time."
        )
        notes.append(woven(subject, says))
    if any(one.is_sum_hidden for one in found):
        notes.append(small(subject, scope.limit))
    return {
        "table": table(subject, columns, rows),
        "lists": lists,
        "notes": notes,
        "summary": [_summary(subject, one) for one in found],
        "deviations": [says for one in found for says in _deviations(subject, one)],
    }


def small(subject: Subject, limit: int | None) -> Markup:
    """That small numbers are hidden, and the sums that would tell them."""
    says = mark(
        "Numbers below {limit} are given as fewer than {limit}, and a sum that would reveal one"
        " is withheld."
    )
    return woven(subject, says, limit=limit)


def hidden(subject: Subject, limit: int | None) -> Markup:
    """What stands in the place of a small number."""
    return woven(subject, mark("fewer than {limit}"), limit=limit)


def _name(one: Held) -> Own:
    return own(one.activity.name if one.activity else one.id.replace("_", " "))


def _activity(subject: Subject, one: Held) -> dict[str, object]:
    activity, told = one.activity, one.told
    people = activity.participants if activity else None
    who = Own((people.who if people else None) or "")
    many = count(people.min, people.max) if people else ""
    is_counted = bool(people and people.min is not None and told)
    limits = [_participants(subject, o) for o in (told[0], told[-1])] if told else ["", ""]
    return {
        "name": _name(one),
        "agreed": chained(
            subject,
            spoken.how_many(subject, activity.volume if activity else None),
            chained(subject, many, who or _("participants"), by=" ") if many else "",
            by="; ",
        ),
        "held": _held(one),
        "below": form(one.below) if is_counted else "",
        "participants": _in_all(one),
        "fewest": limits[0],
        "most": limits[1],
    }


def _held(one: Held) -> str:
    """How many were held; a number only where the log tells of any, or is complete."""
    if one.occasions:
        return form(len(one.occasions))
    return form(0) if one.is_whole and one.is_countable else _("not reported")


def _in_all(one: Held) -> str:
    if not one.told:
        is_agreed = one.activity is not None and one.activity.participants is not None
        return _("not reported") if one.occasions and is_agreed else ""
    if one.is_sum_hidden:
        return _("withheld")
    words = form(one.participants)
    is_all = len(one.told) == len(one.occasions)
    return words if is_all else say(mark("at least {count}"), count=words)


def _participants(subject: Subject, one: Occasion) -> str:
    if one.participants is None:
        return _("not reported")
    return hidden(subject, one.limit) if one.is_hidden else form(one.participants)


def _occasions(subject: Subject, one: Held) -> Markup:
    """Each occasion with its day, place and participants."""
    if len(one.occasions) > MOST_OCCASIONS:
        return Markup("")
    columns = (
        ("day", _("Day")),
        ("place", _("Place")),
        ("group", _("Group")),
        ("participants", _("Participants"), "right"),
        ("remark", _("Remark")),
    )
    is_told = any(o.participants is not None or o.least or o.most for o in one.occasions)
    rows = [
        {
            "day": spoken.day(o.entry.held) if o.entry.held else _("not reported"),
            "place": own(_place(one, o.entry)),
            "group": own(o.entry.group),
            "participants": _participants(subject, o) if is_told else "",
            "remark": _remark(subject, o),
        }
        for o in one.occasions
    ]
    caption = woven(subject, mark("{activity}: occasions in the period"), activity=_name(one))
    return table(subject, columns, rows, caption)


def _place(one: Held, entry: Entry) -> str:
    places = one.activity.places if one.activity else None
    if isinstance(places, dict) and entry.place in places:
        return places[entry.place].name
    return entry.place or ""


def _remark(subject: Subject, one: Occasion) -> Markup:
    if one.is_below:
        return woven(subject, mark("below the least number ({least})"), least=one.least)
    if one.is_above:
        return woven(subject, mark("above the largest number ({most})"), most=one.most)
    return Markup("")


def _places(subject: Subject, one: Held) -> Markup:
    """Each agreed place, and how many occasions it had."""
    if not one.occasions or not (one.activity and one.activity.places):
        return Markup("")
    rows = [
        {
            "place": own(name),
            "count": form(number) if number or one.is_whole else _("not reported"),
        }
        for name, number in one.places
    ]
    columns = (("place", _("Place")), ("count", _("Occasions"), "right"))
    caption = woven(subject, mark("{activity}: occasions at each place"), activity=_name(one))
    return table(subject, columns, rows, caption)


def _notes(subject: Subject, one: Held) -> list[Markup]:
    """What the table has no column for."""
    notes = []
    in_all = one.activity.volume_in_all if one.activity else None
    if in_all and one.since_start and one.is_countable:
        says = mark(
            "{activity} has been held {times} since the agreement began; the agreement states"
            " {agreed} for the whole term."
        )
        if not one.is_whole_since_start:
            says = mark(
                "According to the log {activity} has been held {times} since the agreement began;"
                " the agreement states {agreed} for the whole term."
            )
        agreed = count(in_all.min, in_all.max)
        notes.append(
            woven(subject, says, activity=_name(one), times=_times(one.since_start), agreed=agreed)
        )
    unknown = len(one.occasions) - len(one.told)
    if unknown and one.told:
        says = mark("{activity}: how many took part is not reported for {count}.")
        occasions = plural("{count} occasion", "{count} occasions", unknown)
        notes.append(woven(subject, says, activity=_name(one), count=occasions))
    volume = one.activity.volume if one.activity else None
    if volume and volume.unit and not one.is_countable:
        says = mark("{activity}: what is agreed is counted in {unit}, which the log does not tell.")
        notes.append(woven(subject, says, activity=_name(one), unit=own(volume.unit)))
    if len(one.occasions) > MOST_OCCASIONS:
        says = mark("{activity}: the {count} occasions are listed in the log.")
        notes.append(woven(subject, says, activity=_name(one), count=len(one.occasions)))
    return notes


def _times(count: int) -> str:
    return plural("{count} time", "{count} times", count)


def _summary(subject: Subject, one: Held) -> Markup:
    if not one.occasions:
        if one.is_whole and one.is_countable:
            return woven(subject, mark("{activity} was not held."), activity=_name(one))
        return woven(subject, mark("{activity}: not reported in the log."), activity=_name(one))
    times = _times(len(one.occasions))
    says = mark("{activity} was held {times}.")
    if one.below:
        says = mark(
            "{activity} was held {times}, {below} of them with fewer participants than agreed."
        )
    return woven(subject, says, activity=_name(one), times=times, below=one.below)


def _deviations(subject: Subject, one: Held) -> list[Markup]:
    found = [_departs(subject, one, o) for o in one.occasions if o.is_below or o.is_above]
    if len(found) > MOST_OCCASIONS:
        found = []
    values = {"activity": _name(one), "times": _times(len(one.occasions))}
    least, most = one.agreed or (None, None)
    if one.short:
        says = mark(
            "{activity} was held {times} in the period; the agreement states at least {least}."
        )
        found.append(woven(subject, says, **values, least=least))
    if one.over:
        says = mark(
            "{activity} was held {times} in the period; the agreement states at most {most}."
        )
        found.append(woven(subject, says, **values, most=most))
    return found


def _departs(subject: Subject, one: Held, occasion: Occasion) -> Markup:
    says = mark("{what}: {count} took part; the agreement states at most {most}.")
    if occasion.is_below:
        says = mark("{what}: {count} took part; the agreement states at least {least}.")
    day = spoken.day(occasion.entry.held) if occasion.entry.held else ""
    what = chained(subject, _name(one), own(_place(one, occasion.entry)), day)
    many = _participants(subject, occasion)
    return woven(subject, says, what=what, count=many, least=occasion.least, most=occasion.most)


def meetings(subject: Subject, scope: Scope) -> dict[str, object]:
    """The bodies that steer, how often they shall meet, and when the log says that they did."""
    found = met(scope)
    columns = (
        ("name", _("Body")),
        ("agreed", _("Agreed")),
        ("held", _("Meetings held"), "right"),
        ("days", _("Days")),
    )
    rows = [
        {
            "name": naming.name(subject, one.id),
            "agreed": spoken.how_often(subject, one.body.meets if one.body else None),
            "held": form(len(one.days)) if one.days or one.is_whole else _("not reported"),
            "days": listed(subject, [spoken.day(day) for day in one.days])
            if len(one.days) <= _MOST_DAYS
            else "",
        }
        for one in found
    ]
    says = mark("{body}: {meetings} in the period; the agreement states at least {least}.")
    short = [
        woven(
            subject,
            says,
            body=naming.name(subject, one.id),
            meetings=plural("{count} meeting held", "{count} meetings held", len(one.days)),
            least=one.agreed[0],
        )
        for one in found
        if one.short and one.agreed
    ]
    return {"table": table(subject, columns, rows), "deviations": short}


def events(subject: Subject, scope: Scope) -> Markup:
    """What the log says happened to the partnership itself in the period."""
    rows = [
        {"day": spoken.day(entry.date), "what": _happened(subject, scope, entry)}
        for _i, entry in scope.entries("event")
        if entry.date
    ]
    return table(subject, (("day", _("Day")), ("what", _("Event"))), rows)


def _happened(subject: Subject, scope: Scope, entry: Entry) -> Markup:
    agreement = scope.reading.agreement
    party = agreement.parties.get(entry.by or "")
    says = EVENT_BY.get(entry.event or "")
    if says and party:
        return woven(subject, says, party=own(party.name))
    what = chained(subject, capital(chosen(EVENT, entry.event)))
    condition = (agreement.conditions or {}).get(entry.condition or "")
    if condition:
        what = woven(subject, mark("{label}: {words}"), label=what, words=own(condition.what))
    if entry.until:
        return woven(subject, mark("{what} until {day}"), what=what, day=spoken.day(entry.until))
    return what


def record_checks(subject: Subject, scope: Scope) -> Markup:
    """For which roles criminal records were shown, and how many times; never by whom."""
    roles = Counter(entry.record_check for _i, entry in scope.entries("record_check"))
    rows = [{"role": own(role), "count": form(number)} for role, number in roles.items()]
    columns = (("role", _("Role")), ("count", _("Record checks"), "right"))
    return table(subject, columns, rows)
