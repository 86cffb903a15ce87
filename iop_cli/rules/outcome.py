"""IOP9xx, what came of it: volumes and indicators as the log tells them, held against what was
agreed.

Speaks of what is missing only in periods that the log calls complete. Knows no payment.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from iop_cli.model.log import Entry
from iop_cli.model.steering import Indicator
from iop_cli.quantity import Period, periods_between
from iop_cli.reading import Reading, agreed_end
from iop_cli.rules.rule import WARNING, Findings, Where, found, rule
from iop_cli.words import mark

_MOST_PERIODS = 2_000
_ONE_DAY = timedelta(days=1)
# what one entry of the log is one of; of any other unit the log does not tell the number
_COUNTED_AS_HELD = frozenset({
    "aktivitet", "aktiviteter", "cirkel", "cirklar", "gång", "gånger", "kurs", "kurser", "möte",
    "möten", "studiecirkel", "studiecirklar", "tillfälle", "tillfällen", "träff", "träffar",
    "course", "courses", "meeting", "meetings", "time", "times",
})  # fmt: skip


@rule("IOP909", "volume-missed", WARNING, on="log", rests=("activities", "term"))
def volume_missed(reading: Reading) -> Findings:
    """In a period that the log calls complete, less was held than was agreed.

    Only what was held is counted, also where too few took part for it to be paid. The rule is
    silent about periods that the log does not call complete, about periods that lie partly outside
    the term, and about volumes in hours, places or anything else that an entry is not one of.

    Take it up at the follow-up: make up for what was missed, or agree on another volume. If
    something that was held is not recorded, add it to the log.
    """
    held = _held_days(reading)
    spans = _complete_spans(reading)
    windows: dict[str, list[Period]] = {}
    for name in _all_activities(reading):
        missed: dict[int, list[tuple[Period, int, int]]] = {}
        for window, least in _agreed(reading, name, spans, windows):
            count = _between(held.get(name, []), window)
            if count < least:
                missed.setdefault(_told_complete(reading, window), []).append(
                    (window, count, least)
                )
        for index, shortfalls in missed.items():
            yield from _missed(reading, name, index, shortfalls)


def _missed(
    reading: Reading, name: str, index: int, shortfalls: list[tuple[Period, int, int]]
) -> Findings:
    window, count, least = shortfalls[0]
    activity = (reading.on(window.end).activities or {}).get(name)
    shown = activity.name if activity else name
    place: Where = ("entries", index, "complete")
    if len(shortfalls) == 1:
        says = mark("{activity}: {count} held in {period}; at least {least} are agreed")
        values: dict[str, Any] = {
            "activity": shown,
            "count": count,
            "period": window,
            "least": least,
        }
        yield found(*place, says=says, **values)
    else:
        says = mark("{activity}: fewer held than agreed in {periods}")
        yield found(*place, says=says, activity=shown, periods=[w for w, _c, _l in shortfalls])


def _all_activities(reading: Reading) -> list[str]:
    versions = [agreement for _since, agreement in reading.versions]
    return list(dict.fromkeys(name for a in versions for name in a.activities or {}))


def _held_days(reading: Reading) -> dict[str, list[date | None]]:
    """The days on which each activity was held, in order; one of an unknown day may be any."""
    days: dict[str, list[date | None]] = {}
    for _index, entry in reading.entries:
        if entry.activity:
            days.setdefault(entry.activity, []).append(entry.held)
    return {name: sorted(held, key=lambda d: d or date.min) for name, held in days.items()}


def _between(days: list[date | None], window: Period) -> int:
    known = [day for day in days if day]
    inside = bisect_right(known, window.end) - bisect_left(known, window.start)
    return inside + len(days) - len(known)


def _complete_spans(reading: Reading) -> list[tuple[date, date]]:
    """The days that the log calls complete and that lie in the term, joined where they meet."""
    first, last = reading.first_day, reading.last_day
    if first is None:
        return []
    spans: list[tuple[date, date]] = []
    for period in sorted((e.complete for _i, e in reading.complete if e.complete), key=_start):
        start, end = max(period.start, first), min(period.end, last or date.max)
        if spans and start <= spans[-1][1] + _ONE_DAY:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        elif start <= end:
            spans.append((start, end))
    return spans


def _start(period: Period) -> date:
    return period.start


def _agreed(
    reading: Reading, name: str, spans: list[tuple[date, date]], windows: dict[str, list[Period]]
) -> Iterator[tuple[Period, int]]:
    """The complete periods that an activity has a least volume for, and that volume."""
    for per in _pers(reading, name):
        if per not in windows:
            windows[per] = list(_whole(per, spans))
        for window in windows[per] if len(windows[per]) <= _MOST_PERIODS else ():
            volume = _volume(reading, name, window.start)
            if volume and volume[0] == per and _volume(reading, name, window.end) == volume:
                yield window, volume[1]
    whole = _whole_term(reading, spans)
    activity = (reading.agreement.activities or {}).get(name)
    in_all = activity.volume_in_all if activity else None
    if whole and in_all and in_all.min and _is_counted(in_all.unit):
        yield whole, in_all.min


def _pers(reading: Reading, name: str) -> list[str]:
    found_in = [_volume(reading, name, max(since, date.min)) for since, _a in reading.versions]
    return list(dict.fromkeys(volume[0] for volume in found_in if volume))


def _volume(reading: Reading, name: str, day: date) -> tuple[str, int] | None:
    """Per what and how many at least, as agreed on a day; None where the log does not tell it."""
    activity = (reading.on(day).activities or {}).get(name)
    volume = activity.volume if activity else None
    if not volume or not volume.per or volume.per == "all" or not volume.min:
        return None
    return (volume.per, volume.min) if _is_counted(volume.unit) else None


def _is_counted(unit: str | None) -> bool:
    return unit is None or unit.strip().casefold() in _COUNTED_AS_HELD


def _whole(per: str, spans: Iterable[tuple[date, date]]) -> Iterator[Period]:
    for start, end in spans:
        for window in periods_between(per, start, end):
            if start <= window.start and window.end <= end:
                yield window


def _whole_term(reading: Reading, spans: list[tuple[date, date]]) -> Period | None:
    first, last = reading.first_day, agreed_end(reading.agreement)
    if first and last and any(start <= first and last <= end for start, end in spans):
        return Period(f"{first}..{last}", first, last)
    return None


def _told_complete(reading: Reading, window: Period) -> int:
    """The last entry that calls some of a period complete."""
    return max(
        index
        for index, entry in reading.complete
        if entry.complete and entry.complete.start <= window.end
        if entry.complete.end >= window.start
    )


@rule("IOP910", "value-implausible", WARNING, on="log")
def value_implausible(reading: Reading) -> Findings:
    """A reported value lies outside what its indicator allows: below or above its limits, not whole
    though it is a number of something, or above a hundred per cent.

    It is usually a slip of the keys or a value in the wrong place, and a follow-up that builds on
    it shows something that has not happened.

    Add an entry that corrects this one. If the value is right, state the indicator's limits with
    min and max.
    """
    for index, entry in reading.entries:
        for id, value in (entry.values or {}).items():
            indicator = _indicator(reading, entry, id)
            if indicator:
                yield from _implausible(("entries", index, "values", id), indicator, value)


def _indicator(reading: Reading, entry: Entry, id: str) -> Indicator | None:
    """The indicator as it was defined when the value was reported."""
    day = entry.submitted or (entry.period.end if entry.period else None) or entry.date
    agreement = reading.on(day) if day else reading.agreement
    reports = (agreement.follow_up.reports or {}) if agreement.follow_up else {}
    asked = [r for name, r in reports.items() if entry.report in (None, name)]
    defined = [r.indicators[id] for r in asked if r.indicators and id in r.indicators]
    common = (reading.profile.indicators or {}) if reading.profile else {}
    return defined[0] if defined else common.get(id)


def _implausible(where: Where, indicator: Indicator, value: Decimal) -> Findings:
    unit = (indicator.unit or "").strip().casefold().split(" ")[0]
    least = Decimal(0) if indicator.min is None else indicator.min
    most = indicator.max
    if most is None and unit in ("%", "procent", "percent"):
        most = Decimal(100)
    values: dict[str, Any] = {"indicator": indicator.name, "value": value}
    if value < least:
        says = mark("{indicator} is {value}; it cannot be below {least}")
        yield found(*where, says=says, least=least, **values)
    elif most is not None and value > most:
        says = mark("{indicator} is {value}; it cannot be above {most}")
        yield found(*where, says=says, most=most, **values)
    elif unit in ("antal", "st", "number") and value % 1:
        says = mark("{indicator} is {value}; it is counted in whole numbers")
        yield found(*where, says=says, **values)
