"""The follow-up report of a period: what was agreed and what happened, with its figures.

Only what the log, the ledgers and the agreement tell; what they do not tell is called not reported,
and missing only where the log calls its days complete. Names no person.
"""

from dataclasses import replace

from iop_cli.deadlines import entry_day, known
from iop_cli.diagnostic import Diagnostic
from iop_cli.documents import accounts, doings, naming, results, spoken
from iop_cli.documents.common import capital, chained, own, table, woven
from iop_cli.documents.measures import Scope, default_period
from iop_cli.documents.values import Markup, Subject
from iop_cli.finding import Where, read_path
from iop_cli.model.agreement import Agreement
from iop_cli.model.log import Entry
from iop_cli.quantity import Period
from iop_cli.reading import Reading
from iop_cli.words import _, mark, plural, speaking

# what is told here in its own words: too few or too many took part, too little was held, no report
_TOLD_HERE = ("IOP902", "IOP903", "IOP909", "IOP606", "IOP608")
# the keys of an entry that name something of the agreement, and where that stands
_ABOUT: dict[str, Where] = {
    "activity": ("activities",),
    "meeting": ("governance",),
    "report": ("follow_up", "reports"),
    "cost": ("payments",),
}


def applies(subject: Subject) -> bool:
    """Whether there is a log to follow up."""
    return subject.reading.log is not None


def values(subject: Subject) -> dict[str, object]:
    """All that the template needs, in words; a part that holds nothing is empty."""
    with speaking(subject.language):
        return _values(subject)


def _values(subject: Subject) -> dict[str, object]:
    reading = known(_published(subject))
    period = subject.period or default_period(reading) or _of_log(reading, subject)
    scope = Scope(reading, period)
    # names are those of the period
    subject = replace(subject, reading=replace(reading, agreement=scope.agreement))
    done, met = doings.activities(subject, scope), doings.meetings(subject, scope)
    reports, money = results.reports(subject, scope), accounts.money(subject, scope)
    deviations = [
        *_list(done["deviations"]),
        *_list(met["deviations"]),
        *_list(reports["deviations"]),
        *_found(subject, scope),
    ]
    return {
        "title": woven(
            subject, mark("Follow-up report for {period}"), period=spoken.period(period)
        ),
        "agreement": own(scope.agreement.title),
        "frame": _frame(subject, scope),
        "remarks": _remarks(subject, scope),
        "summary": _summary(subject, done, reports, money, deviations),
        "activities": done,
        "indicators": results.indicators(subject, scope),
        "reports": reports,
        "meetings": met,
        "events": doings.events(subject, scope),
        "record_checks": doings.record_checks(subject, scope),
        "quantities": accounts.quantities(subject, scope),
        "index_values": accounts.index_values(subject, scope),
        "costs": accounts.costs(subject, scope),
        "money": money,
        "in_kind": accounts.in_kind(subject, scope),
        "deviations": deviations,
        "basis": _basis(subject),
    }


def _list(held: object) -> list[Markup]:
    assert isinstance(held, list)
    return held


def _of_log(reading: Reading, subject: Subject) -> Period:
    """Where the term is unknown: the year of the last entry, else the year that is over."""
    days = [day for _i, entry in reading.entries if (day := entry_day(entry))]
    return Period.of(max(days).year if days else subject.today.year - 1)


def _published(subject: Subject) -> Reading:
    """What is read, less what the file lists as not public, in a public document."""
    reading = subject.reading
    if not subject.public:
        return reading
    versions = tuple((since, _disclosed(subject, a)) for since, a in reading.versions)
    agreement = _disclosed(subject, reading.agreement)
    places = {read_path(path) for path in reading.agreement.not_public or []}
    log = reading.log
    if log and log.entries:
        kept = [entry for entry in log.entries if not _is_within(entry, places)]
        log = log.model_copy(update={"entries": kept})
    return replace(reading, agreement=agreement, versions=versions, log=log)


def _disclosed(subject: Subject, agreement: Agreement) -> Agreement:
    held = replace(subject, reading=replace(subject.reading, agreement=agreement))
    return naming.disclosed(held).reading.agreement


def _is_within(entry: Entry, places: set[Where]) -> bool:
    """Whether an entry is about something that is not public."""
    about = [(*path, id) for key, path in _ABOUT.items() if (id := getattr(entry, key))]
    return any(place[: len(other)] == other for place in about for other in places if other)


def _frame(subject: Subject, scope: Scope) -> Markup:
    """What the report is about: parties, period, term, the day it was made."""
    agreement, reading = scope.agreement, scope.reading
    parties = [id for id, party in agreement.parties.items() if naming.enters(party)]
    term = agreement.term
    started, ended = reading.first_day, reading.last_day
    span = spoken.between(spoken.day(started), spoken.day(ended)) if started and ended else ""
    rows = [
        {"what": _("Agreement"), "words": own(agreement.title)},
        {"what": _("Parties"), "words": naming.names(subject, parties)},
        {"what": _("Term"), "words": span or (spoken.span(term.start, term.end) if term else "")},
        {"what": _("Period"), "words": capital(_days(scope.period))},
        {"what": _("Made on"), "words": spoken.day(subject.today)},
    ]
    columns = (("what", _("Item")), ("words", _("Content")))
    return table(subject, columns, rows)


def _days(period: Period) -> str:
    """A period in words, with its days where the words do not hold them."""
    words, days = (
        spoken.period(period),
        spoken.between(spoken.day(period.start), spoken.day(period.end)),
    )
    return words if words == days else f"{words} ({days})"


def _remarks(subject: Subject, scope: Scope) -> list[Markup]:
    """How the report is to be read: what the log is, and how much of the period it covers."""
    told = []
    is_outside = scope.reading.first_day is not None and not scope.inside
    log = scope.reading.log
    if log and log.illustrative:
        told.append(mark("The log is an example: what it tells has not happened."))
    if is_outside:
        told.append(mark("The period lies outside the term of the agreement."))
    elif scope.reading.first_day and scope.inside != scope.days:
        told.append(mark("A part of the period lies outside the term of the agreement."))
    if scope.is_complete(scope.inside or scope.days):
        told.append(mark("The log is stated to be complete for the period."))
    elif not is_outside:
        told.append(
            mark(
                "The log is not stated to be complete for the period. What it does not tell is"
                " therefore called not reported, and may have happened all the same."
            )
        )
    if not scope.reading.entries:
        told.append(mark("The log has no entries."))
    elif not subject.today > scope.period.end:
        told.append(mark("The period is not over yet."))
    return [woven(subject, says) for says in told]


def _summary(
    subject: Subject,
    done: dict[str, object],
    reports: dict[str, object],
    money: dict[str, object],
    deviations: list[Markup],
) -> list[Markup]:
    """The report in a few sentences."""
    count = len(deviations)
    last = woven(subject, mark("The log shows no deviation."))
    if count:
        says = plural(
            "{count} deviation is described below.",
            "{count} deviations are described below.",
            count,
        )
        last = chained(subject, says)
    return [*_list(done["summary"]), *_list(reports["summary"]), *_list(money["summary"]), last]


def _found(subject: Subject, scope: Scope) -> list[Markup]:
    """What the rules find in the log for the period and nobody has accepted."""
    entries = dict(subject.opened.readings[-1].entries)
    log = subject.opened.log_document
    found = []
    for one in subject.findings:
        is_of_log = one.code.startswith("IOP9") or (log is not None and one.file == log.name)
        if not is_of_log or one.code in _TOLD_HERE:
            continue
        place = read_path(one.where) if one.where else ()
        index = place[1] if len(place) > 1 and place[0] == "entries" else None
        entry = entries.get(index) if isinstance(index, int) else None
        if index is None or (entry and _is_of(entry, scope)):
            found.append(_finding(subject, one, place))
    return found


def _is_of(entry: Entry, scope: Scope) -> bool:
    day = entry_day(entry)
    return day is None or scope.days.holds(day)


def _finding(subject: Subject, one: Diagnostic, place: Where) -> Markup:
    """A finding in a sentence; never a reported value, which may be a hidden number."""
    if "values" in place or "participants" in place:
        return woven(subject, mark("A reported number is outside what is possible."))
    return spoken.sentence(subject, capital(one.message))


def _basis(subject: Subject) -> Markup:
    """What the report rests on."""
    says = mark(
        "The report rests on the agreement, its log and the invoices issued, as they stood on"
        " {day}."
    )
    return woven(subject, says, day=spoken.day(subject.today))
