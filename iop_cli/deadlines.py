"""Every date that follows from an agreement, and where today stands among them.

The only place that reckons them, for what is shown and for the rules. Knows the term, its extension
and renewal, conditions, reports that have a day, and the log. Asks today only whether it is before
or after a day; never decides whether late is wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from iop_cli.finding import Where
from iop_cli.model.kinds import NONE
from iop_cli.model.log import Entry
from iop_cli.model.steering import Report
from iop_cli.model.term import Renewal, Term
from iop_cli.quantity import Length, Moment, NotRead, Period, periods_between
from iop_cli.reading import Reading
from iop_cli.words import _, mark, say

_DAY = timedelta(days=1)
_OVER = ("terminated", "superseded")
_ANSWERS = ("not_extended", "notice", "ended")
_MONTHS = {"month": 1, "quarter": 3, "tertial": 4, "school_term": 6, "half_year": 6, "year": 12}
_LAST_YEAR = 2200


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
                period = self.period.replace("..", " – ")
                return say(mark("report {name} for {period}"), name=self.name, period=period)
            case "report":
                return say(mark("report {name}"), name=self.name)
            case _:
                return _("the last day of the agreement")

    @property
    def where(self) -> Where:
        """The place in the agreement that the matter follows from."""
        match self.kind:
            case "extension":
                return "term", "extension", "decide"
            case "talks":
                return "term", "extension", "talks"
            case "renewal":
                return "term", "at_end", "unless_notice"
            case "condition":
                return "conditions", self.id, "latest"
            case "report":
                return "follow_up", "reports", self.id, "due"
            case _:
                return "term", "end"


@dataclass(frozen=True, slots=True, order=True)
class Deadline:
    """A day, and what is to be done by it or happens on it; `moves` when the end moves it too."""

    day: date
    what: What
    moves: bool = field(default=False, compare=False)


def next_deadlines(reading: Reading) -> list[Deadline]:
    """The dates that follow from the agreement and have not passed, the nearest first.

    Of each report only the next day that it is due. Empty for an agreement that was terminated or
    superseded.
    """
    if reading.agreement.status in _OVER:
        return []
    held = known(reading)
    dates = [*_of_the_term(held), *condition_deadlines(held), *_of_reports(held)]
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


def term_deadlines(reading: Reading) -> Iterator[Deadline]:
    """The days to act by that the term names, also those that have passed or were answered."""
    term, start, end = reading.agreement.term, reading.first_day, reading.last_day
    for kind, moment in _moments(term) if term else ():
        if moment and (day := day_of(moment, start, end)):
            yield Deadline(day, What(kind), moves=moment.counted is not None)


def _moments(term: Term) -> Iterator[tuple[str, Moment | None]]:
    if term.extension:
        yield "extension", term.extension.decide
        yield "talks", term.extension.talks
    if isinstance(term.at_end, Renewal):
        yield "renewal", term.at_end.unless_notice


def is_answered(reading: Reading, deadline: Deadline) -> bool:
    """Whether the log tells how it went with a day that the term names.

    An extension that moves the end moves the next day too, and leaves that one open.
    """
    extension = reading.agreement.term.extension if reading.agreement.term else None
    used, most = _extensions(reading), extension.times if extension else None
    if any(e.event in _ANSWERS for _i, e in reading.entries):
        return True
    is_used_up = most is not None and len(used) >= most
    return is_used_up or any(not (deadline.moves and e.until) for e in used)


def _extensions(reading: Reading) -> list[Entry]:
    return [e for _i, e in reading.entries if e.event == "extended"]


def condition_deadlines(reading: Reading) -> Iterator[Deadline]:
    """The days by which conditions shall be met, of those that are not known to have been."""
    met = {e.condition for _i, e in reading.entries if e.event == "condition_met"}
    for id, condition in (reading.agreement.conditions or {}).items():
        day = day_of(condition.latest, reading.first_day, reading.last_day)
        if day and id not in met and not isinstance(condition.fulfilled, date):
            yield Deadline(day, What("condition", id, condition.what))


def _of_the_term(reading: Reading) -> Iterator[Deadline]:
    """What is still to be answered, and the end or what comes instead of it."""
    goes_on = _goes_on(reading)
    for deadline in term_deadlines(reading):
        # every renewal can be stopped, also when the log says that the last one came about
        is_renewal = deadline.what.kind == "renewal"
        if goes_on if is_renewal else not is_answered(reading, deadline):
            yield deadline
    if reading.last_day:
        yield Deadline(reading.last_day, What("renews" if goes_on else "end"))


def _goes_on(reading: Reading) -> bool:
    """Whether the term is renewed after its last day, as things stand."""
    term, end = reading.agreement.term, reading.last_day
    if end is None or term is None or not isinstance(term.at_end, Renewal):
        return False
    events = [e for _i, e in reading.entries if e.event in _ANSWERS]
    return not any(e.date is None or e.date <= end for e in events)


def _of_reports(reading: Reading) -> Iterator[Deadline]:
    follow_up = reading.agreement.follow_up
    for id, report in ((follow_up.reports or {}) if follow_up else {}).items():
        due = due_of(report)
        name = report.name or id
        if due and due.last and not is_handed_in(id, reading):
            yield Deadline(due.last, What("report", id, name))
        elif due and due.counted:
            for period, day in report_days(report, due.counted.length, reading):
                if not reading.today.is_after(day) and not is_handed_in(id, reading, period):
                    yield Deadline(day, What("report", id, name, period.text))
                    break


def due_of(report: Report) -> Moment | None:
    """When a report is due: one day, or so long after its period; None where that is not told."""
    try:
        due = Moment.read(report.due) if report.due else None
    except NotRead:
        return None
    if due and due.counted and (due.counted.side, due.counted.anchor) != ("after", "period"):
        return None
    return due


def report_days(report: Report, after: Length, reading: Reading) -> Iterator[tuple[Period, date]]:
    """The periods of a report that begin within the term, each with the day that it is due."""
    per = report.how_often.per if report.how_often else None
    first = report.first.start if report.first else reading.first_day
    if first is None or per in (None, "all"):
        return
    for period in periods_from(str(per), first):
        if reading.last_day and period.start > reading.last_day:
            return
        yield period, after.after(period.end)


def periods_from(per: str, first: date) -> Iterator[Period]:
    """The periods from a day on: those of the calendar, else as long ones counted from the day."""
    period = periods_between(per, first, first)[0]
    by_calendar = per in ("day", "week", "school_term") or period.start == first
    if not by_calendar:
        period = _from(first, _MONTHS[per])
    while period.end.year < _LAST_YEAR:
        yield period
        after = period.end + _DAY
        period = (
            periods_between(per, after, after)[0] if by_calendar else _from(after, _MONTHS[per])
        )


def _from(first: date, months: int) -> Period:
    last = Length.of_months(months).after(first) - _DAY
    return Period(f"{first}..{last}", first, last)


def is_handed_in(id: str, reading: Reading, period: Period | None = None) -> bool:
    """Whether the log holds a report: any, or one for a period, or that covers or ends in it."""
    told = [e.period for _i, e in reading.entries if e.report == id]
    if period is None:
        return bool(told)
    return any(t and _covers(t, period) for t in told)


def _covers(told: Period, period: Period) -> bool:
    return period.contains(told.end) or (told.start <= period.start and period.end <= told.end)
