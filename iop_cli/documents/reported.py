"""What was reported of a period: the reports that were due, and the indicators' values over time.

Hides small numbers, also where a value for a longer period would tell them. Knows no words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import takewhile

from iop_cli.billing.calendar import MONTHS, Days
from iop_cli.deadlines import due_of, periods_from, report_days
from iop_cli.documents.measures import Scope, is_small
from iop_cli.model.log import Entry
from iop_cli.model.steering import Indicator, Report
from iop_cli.quantity import Period
from iop_cli.reading import Reading

# so many of the latest periods are shown
MOST_PERIODS = 60
# where an indicator asks for it and the agreement names no limit
USUAL_LIMIT = 5
# units that measure and do not count: a low value of them points at nobody
_MEASURES = frozenset({
    "%", "procent", "procentenheter", "andel", "percent", "kr", "kronor", "tkr", "mkr", "sek",
    "sekunder", "minuter", "min", "timmar", "tim", "h", "dagar", "dygn", "veckor", "månader", "år",
    "minutes", "hours", "days", "weeks", "months", "years", "poäng", "betyg", "index", "points",
})  # fmt: skip


@dataclass(frozen=True)
class Owed:
    """A report for a period (None: one for the whole term, or by a set day), and its entry.

    `entry` is None where the log does not hold it; `is_missing` tells that it should, since the log
    is complete for the days from the end of its period until it was due.
    """

    id: str
    report: Report | None
    period: Period | None
    due: date | None = None
    entry: Entry | None = None
    is_missing: bool = False
    is_to_come: bool = False

    @property
    def late(self) -> int | None:
        """How many days late it was handed in; 0 in time; None where either day is unknown."""
        submitted = self.entry.submitted if self.entry else None
        if submitted is None or self.due is None:
            return None
        return max((submitted - self.due).days, 0)


def owed(scope: Scope) -> list[Owed]:
    """The reports about the period, or due in it where they are about none, in order of time."""
    follow_up = scope.agreement.follow_up
    reports = (follow_up.reports or {}) if follow_up else {}
    found: list[Owed] = []
    used: set[str] = set()
    for id, report in reports.items():
        handed_in = [e for _i, e in scope.reading.entries if e.report == id]
        for one in _expected(id, report, scope):
            entry = _entry_for(one, handed_in)
            used |= {entry.id} if entry else set()
            found.append(_judged(replace(one, entry=entry), scope))
    for _index, entry in scope.entries("report"):
        if entry.id not in used and entry.report and not _is_replaced(entry, scope):
            found.append(Owed(entry.report, reports.get(entry.report), entry.period, entry=entry))
    order = list(reports)
    return sorted(found, key=lambda o: (_place(o.id, order), _end(o), o.period is None))


def _is_replaced(entry: Entry, scope: Scope) -> bool:
    """Whether the same report was handed in again for the same period."""
    same = [
        e
        for _i, e in scope.reading.entries
        if e.report == entry.report and e.period and entry.period
        if (e.period.start, e.period.end) == (entry.period.start, entry.period.end)
    ]
    return same[-1].id != entry.id


def _place(id: str, order: list[str]) -> int:
    return order.index(id) if id in order else len(order)


def _end(one: Owed) -> date:
    return one.period.end if one.period else one.due or date.max


def _expected(id: str, report: Report, scope: Scope) -> Iterator[Owed]:
    """The reports that the agreement asks for about the period."""
    due = due_of(report)
    if due and due.last:
        if scope.inside and scope.days.holds(due.last):
            yield Owed(id, report, None, due.last)
        return
    often = report.how_often
    if often and often.per == "all":
        last = scope.reading.last_day
        if last and scope.days.holds(last):
            yield Owed(id, report, None)
        return
    for period, day in _periods(report, scope.reading, scope.period.end):
        if scope.days.holds(period.end):
            yield Owed(id, report, period, day)


def _periods(report: Report, reading: Reading, until: date) -> Iterator[tuple[Period, date | None]]:
    """The periods of a report that begin in the term and are over by a day; when each is due."""
    per = report.how_often.per if report.how_often else None
    first = report.first.start if report.first else reading.first_day
    if per not in MONTHS or first is None:
        return
    due, last = due_of(report), reading.last_day or date.max
    days: dict[Period, date] = {}
    if due and due.counted:
        dated = report_days(report, due.counted.length, reading)
        days = dict(takewhile(lambda held: held[0].end <= until, dated))
    for period in takewhile(lambda p: p.end <= until, periods_from(per, first)):
        if period.start <= last:
            yield period, days.get(period)


def _entry_for(one: Owed, handed_in: list[Entry]) -> Entry | None:
    """The entry that hands a report in; the last, where it was handed in again."""
    if one.period is None:
        until = one.due or date.max
        early = [e for e in handed_in if e.period is None or e.period.end <= until]
        return early[-1] if early else None
    covering = [e for e in handed_in if e.period and _covers(e.period, one.period)]
    return covering[-1] if covering else None


def _covers(told: Period, period: Period) -> bool:
    """Whether what was reported ends in a period, or holds all of it."""
    return period.contains(told.end) or (told.start <= period.start and period.end <= told.end)


def _judged(one: Owed, scope: Scope) -> Owed:
    if one.entry is not None or one.due is None:
        return one
    if not scope.reading.today.is_after(one.due):
        return replace(one, is_to_come=True)
    first = one.period.end if one.period else one.due
    return replace(one, is_missing=scope.is_complete(Days(first, one.due)))


@dataclass(frozen=True)
class Value:
    """What an indicator came to in a period: None where it was not reported."""

    period: Period
    value: Decimal | None
    is_hidden: bool = False


@dataclass(frozen=True)
class Development:
    """An indicator of a report, and its values from the first period to the last, until a day."""

    report_id: str
    id: str
    indicator: Indicator | None
    limit: int | None
    values: tuple[Value, ...]

    @property
    def shown(self) -> list[tuple[Period, Decimal]]:
        """The values that are told and not hidden."""
        return [(v.period, v.value) for v in self.values if v.value is not None and not v.is_hidden]


def developments(scope: Scope) -> list[Development]:
    """Every indicator that is agreed at the end of the period, or was reported by then."""
    follow_up = scope.agreement.follow_up
    reports = (follow_up.reports or {}) if follow_up else {}
    told = _told(scope)
    agreed = [
        (report_id, id) for report_id, r in reports.items() for id in r.indicators or {}
    ] if scope.inside else []  # fmt: skip
    found = []
    for report_id, id in dict.fromkeys([*agreed, *told]):
        report = reports.get(report_id)
        indicator = _indicator(report_id, id, scope)
        values = dict(told.get((report_id, id), []))
        dated = _periods(report, scope.reading, scope.period.end) if report else ()
        periods = [period for period, _due in dated]
        rows = [Value(p, None) for p in periods if not any(_covers(q, p) for q in values)]
        rows += [Value(p, v) for p, v in values.items()]
        rows.sort(key=lambda v: (v.period.end, v.period.start))
        limit = limit_of(indicator, scope.limit)
        found.append(Development(report_id, id, indicator, limit, tuple(rows[-MOST_PERIODS:])))
    return _hidden(found)


def _told(scope: Scope) -> dict[tuple[str, str], list[tuple[Period, Decimal]]]:
    """The reported values of each indicator until the end of the period; the last of each holds."""
    told: dict[tuple[str, str], list[tuple[Period, Decimal]]] = {}
    for _index, entry in scope.reading.entries:
        if entry.values and entry.period and entry.period.end <= scope.period.end:
            period = Period(entry.period.in_words(), entry.period.start, entry.period.end)
            for id, value in entry.values.items():
                told.setdefault((entry.report or "", id), []).append((period, value))
    return told


def _indicator(report_id: str, id: str, scope: Scope) -> Indicator | None:
    """The indicator as agreed, in its report or in another; else as the guideline has it."""
    follow_up = scope.agreement.follow_up
    reports = (follow_up.reports or {}) if follow_up else {}
    own = reports.get(report_id)
    for report in [own, *reports.values()] if own or not report_id else []:
        if report and report.indicators and id in report.indicators:
            return report.indicators[id]
    profile = scope.reading.profile
    return (profile.indicators or {}).get(id) if profile else None


def limit_of(indicator: Indicator | None, limit: int | None) -> int | None:
    """Below what an indicator's values are hidden; None where they are shown as they are."""
    told = indicator.small_numbers if indicator else None
    if told == "show":
        return None
    if told == "suppress":
        return USUAL_LIMIT if limit is None else limit
    unit = (indicator.unit or "").strip().casefold().split() if indicator else []
    measures = bool(unit) and unit[0] in _MEASURES
    return None if measures and not (indicator and indicator.individuals) else limit


def _hidden(found: list[Development]) -> list[Development]:
    """The same with small values hidden, and each sum that would tell one of them."""
    alike: dict[str, list[tuple[Value, int | None]]] = {}
    for one in found:
        alike.setdefault(one.id, []).extend((value, one.limit) for value in one.values)
    return [
        replace(
            one,
            values=tuple(
                replace(value, is_hidden=_is_hidden(value, one.limit, alike[one.id]))
                for value in one.values
            ),
        )
        for one in found
    ]


def _is_hidden(value: Value, limit: int | None, others: list[tuple[Value, int | None]]) -> bool:
    """Whether a value is small, or leaves something small when what it holds is taken from it."""
    if limit is None or value.value is None:
        return False
    within = [(v, low) for v, low in others if v.value is not None and _is_part(v, value)]
    if is_small(value.value, limit) or any(is_small(v.value, low) for v, low in within):
        return True
    parts = list(_apart(v for v, _low in within))
    rest = value.value - sum((v.value for v in parts if v.value is not None), Decimal(0))
    return bool(parts) and 0 < rest < limit


def _is_part(part: Value, whole: Value) -> bool:
    inner, outer = part.period, whole.period
    is_within = outer.start <= inner.start and inner.end <= outer.end
    return is_within and (inner.start, inner.end) != (outer.start, outer.end)


def _apart(values: Iterable[Value]) -> Iterator[Value]:
    """The values whose periods share no day, the first to end first."""
    last = date.min
    for value in sorted(values, key=lambda v: (v.period.end, v.period.start)):
        if value.period.start > last:
            last = value.period.end
            yield value
