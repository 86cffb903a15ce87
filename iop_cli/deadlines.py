"""Every date that follows from an agreement, and where today stands among them.

Knows the term, its extension and renewal, conditions, reports that have a day, and the log up to
today. Asks today only whether it is before or after a day; never decides whether late is wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from iop_cli.model.agreement import Renewal, Report
from iop_cli.model.kinds import NONE
from iop_cli.model.log import Entry
from iop_cli.quantity import Moment, NotRead, Period, periods_between
from iop_cli.reading import Reading
from iop_cli.words import _, mark, say

_DAY = timedelta(days=1)
_OVER = ("terminated", "superseded")
_ANSWERS = ("not_extended", "notice", "ended")


class State(StrEnum):
    """Where today stands in a term; the names are part of the command line."""

    UPCOMING = "upcoming"
    IN_FORCE = "in_force"
    OPEN = "open"
    UNDECIDED = "undecided"
    ENDED = "ended"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, order=True)
class What:
    """What is to be done or happens: `kind` is a stable word, `id` the condition or report."""

    kind: str
    id: str = ""
    name: str = ""
    period: str = ""

    def in_words(self) -> str:
        """The matter in the reader's language."""
        match self.kind:
            case "extension":
                return _("last day to decide on an extension")
            case "talks":
                return _("last day to begin talks about what follows")
            case "renewal":
                return _("last day to give notice before it is renewed")
            case "renews":
                return _("last day before it is renewed")
            case "condition":
                return say(mark("condition: {name}"), name=self.name)
            case "report" if self.period:
                return say(mark("report {name} for {period}"), name=self.name, period=self.period)
            case "report":
                return say(mark("report {name}"), name=self.name)
            case _:
                return _("the last day of the agreement")


class Deadline(NamedTuple):
    """A day, and what is to be done by it or happens on it."""

    day: date
    what: What


def next_deadlines(reading: Reading) -> list[Deadline]:
    """The dates that follow from the agreement and have not passed, the nearest first.

    Of each report only the next day that it is due. Empty for an agreement that was terminated or
    superseded.
    """
    if reading.agreement.status in _OVER:
        return []
    held = known(reading)
    dates = [*_of_the_term(held), *_of_conditions(held), *_of_reports(held)]
    return sorted(d for d in dates if not reading.today.is_after(d.day))


def state(reading: Reading) -> State:
    """Where today stands in the term; unknown where the start or the end is."""
    if reading.agreement.status in _OVER:
        return State.ENDED
    held = known(reading)
    start, end, term = held.first_day, current_end(held), held.agreement.term
    if end and reading.today.is_after(end):
        return State.ENDED
    if start and reading.today.is_before(start):
        return State.UPCOMING
    is_open = end is None and term is not None and term.end is NONE
    if start is None or (end is None and not is_open):
        return State.UNKNOWN
    if reading.agreement.status in ("draft", "proposed"):
        return State.UNDECIDED
    return State.OPEN if is_open else State.IN_FORCE


def current_end(reading: Reading) -> date | None:
    """The last day as the log knows it by today, also extended or renewed; None where unknown."""
    return known(reading).last_day


def known(reading: Reading) -> Reading:
    """The reading with only those entries of its log that have happened by today."""
    entries = reading.log.entries if reading.log else None
    if not reading.log or not entries:
        return reading
    past = [e for e in entries if not (day := entry_day(e)) or not reading.today.is_before(day)]
    if len(past) == len(entries):
        return reading
    return replace(reading, log=reading.log.model_copy(update={"entries": past}))


def entry_day(entry: Entry) -> date | None:
    """The day of an entry in a log; of a period, its last."""
    period = entry.complete or entry.period
    return entry.held or entry.submitted or entry.date or (period.end if period else None)


def day_of(moment: object, start: date | None, end: date | None) -> date | None:
    """The last day that is meant, reckoned from the term where it is counted; else None."""
    if not isinstance(moment, Moment) or moment.counted is None:
        return moment.last if isinstance(moment, Moment) else None
    anchor = {"end": end, "": end, "start": start}.get(moment.counted.anchor)
    length = moment.counted.length
    if anchor is None:
        return None
    return length.before(anchor) if moment.counted.side == "before" else length.after(anchor)


def _renewal(reading: Reading) -> Renewal | None:
    term = reading.agreement.term
    return term.at_end if term and isinstance(term.at_end, Renewal) else None


def _goes_on(reading: Reading, end: date | None) -> bool:
    """Whether the term is renewed after its last day, as things stand."""
    stops = ("notice", "not_extended", "ended")
    events = [e for _i, e in reading.entries if e.event in stops]
    is_stopped = any(e.date is None or (end and e.date <= end) for e in events)
    return end is not None and _renewal(reading) is not None and not is_stopped


def _of_the_term(reading: Reading) -> Iterator[Deadline]:
    term, end = reading.agreement.term, current_end(reading)
    if term is None:
        return
    renewal, goes_on = _renewal(reading), _goes_on(reading, end)
    if term.extension and not _is_answered(reading):
        for kind, moment in (("extension", term.extension.decide), ("talks", term.extension.talks)):
            day = day_of(moment, reading.first_day, end)
            if day and not (moment and moment.counted is None and _extensions(reading)):
                yield Deadline(day, What(kind))
    if renewal and goes_on and (day := day_of(renewal.unless_notice, reading.first_day, end)):
        yield Deadline(day, What("renewal"))
    if end:
        yield Deadline(end, What("renews" if goes_on else "end"))


def _is_answered(reading: Reading) -> bool:
    """Whether the log says how it went, or every extension that was agreed has been used."""
    extension = reading.agreement.term.extension if reading.agreement.term else None
    used = _extensions(reading)
    if extension and extension.times is not None and len(used) >= extension.times:
        return True
    without_end = any(e.until is None for e in used)
    return without_end or any(e.event in _ANSWERS for _i, e in reading.entries)


def _extensions(reading: Reading) -> list[Entry]:
    return [e for _i, e in reading.entries if e.event == "extended"]


def _of_conditions(reading: Reading) -> Iterator[Deadline]:
    met = {e.condition for _i, e in reading.entries if e.event == "condition_met"}
    for id, condition in (reading.agreement.conditions or {}).items():
        day = day_of(condition.latest, reading.first_day, current_end(reading))
        if day and id not in met and not isinstance(condition.fulfilled, date):
            yield Deadline(day, What("condition", id, condition.what))


def _of_reports(reading: Reading) -> Iterator[Deadline]:
    follow_up = reading.agreement.follow_up
    for id, report in ((follow_up.reports or {}) if follow_up else {}).items():
        due = _due(report)
        name = report.name or id
        if due and due.last:
            yield Deadline(due.last, What("report", id, name))
        elif due and (found := _next_period(reading, id, report, due)):
            day, period = found
            yield Deadline(day, What("report", id, name, period.text))


def _due(report: Report) -> Moment | None:
    """When a report is due: one day, or so long after its period; None where that is not told."""
    try:
        due = Moment.read(report.due) if report.due else None
    except NotRead:
        return None
    if due and due.counted:
        return due if (due.counted.side, due.counted.anchor) == ("after", "period") else None
    return due


def _next_period(
    reading: Reading, id: str, report: Report, due: Moment
) -> tuple[date, Period] | None:
    """The first period whose report is not in the log and not due before today."""
    start = report.first.start if report.first else reading.first_day
    end, per = current_end(reading), report.how_often.per if report.how_often else None
    given = {e.period.end for _i, e in reading.entries if e.report == id and e.period}
    if start is None or per in (None, "all") or due.counted is None:
        return None
    while end is None or start <= end:
        period = periods_between(str(per), start, start)[0]
        day = due.counted.length.after(period.end)
        if period.end not in given and not reading.today.is_after(day):
            return day, period
        start = period.end + _DAY
    return None
