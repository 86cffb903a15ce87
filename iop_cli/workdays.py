"""Working days in Sweden: which day is free, and which working day comes before it.

Knows Sundays, Saturdays, public holidays (lagen (1989:253) om allmänna helgdagar) and the eves
that nobody works on. Holidays are known for 1939-2100; before and after that only the fixed eves,
Midsummer and the weekends are. Reckons no deadline.
"""

from datetime import date, timedelta
from functools import cache

from iop_cli.words import mark

_DAY = timedelta(days=1)

_HOLIDAYS = {
    "New Year's Day": mark("New Year's Day"),
    "Epiphany": mark("Epiphany"),
    "Good Friday": mark("Good Friday"),
    "Easter Sunday": mark("Easter Sunday"),
    "Easter Monday": mark("Easter Monday"),
    "May Day": mark("May Day"),
    "Ascension Day": mark("Ascension Day"),
    "Pentecost": mark("Whit Sunday"),
    "Pentecost Monday": mark("Whit Monday"),
    "National Day": mark("the National Day"),
    "Midsummer Day": mark("Midsummer Day"),
    "All Saints' Day": mark("All Saints' Day"),
    "Christmas Day": mark("Christmas Day"),
    "Second Day of Christmas": mark("the day after Christmas Day"),
}
_FIRST_MIDSUMMER_EVE = 19
# between which days of a year, months first, public holidays fall, whenever Easter is
_SEASONS = (((1, 1), (1, 6)), ((3, 20), (6, 26)), ((10, 31), (11, 6)), ((12, 25), (12, 26)))


def working_day_before(day: date) -> date:
    """The last working day before a day."""
    before = day - _DAY
    while not_a_working_day(before):
        before -= _DAY
    return before


def not_a_working_day(day: date) -> str | None:
    """What makes a day free, as a marked message (Christmas Eve); None for a working day."""
    return _eve(day) or _holiday(day) or _weekend(day)


def _eve(day: date) -> str | None:
    """The eves that are free in practice; Midsummer Eve is the Friday from 19 to 25 June."""
    if (day.month, day.day) == (12, 24):
        return mark("Christmas Eve")
    if (day.month, day.day) == (12, 31):
        return mark("New Year's Eve")
    since_first = day.day - _FIRST_MIDSUMMER_EVE
    if day.month == 6 and day.weekday() == 4 and 0 <= since_first < 7:
        return mark("Midsummer Eve")
    return None


def _weekend(day: date) -> str | None:
    return {5: mark("a Saturday"), 6: mark("a Sunday")}.get(day.weekday())


def _holiday(day: date) -> str | None:
    """The public holiday of a day; the library is asked only for days that one may fall on."""
    at = (day.month, day.day)
    may_be = any(first <= at <= last for first, last in _SEASONS)
    return _holidays(day.year).get(day) if may_be else None


@cache
def _holidays(year: int) -> dict[date, str]:
    """The public holidays of a year; the library costs 70 ms to import, so it is met here only."""
    from holidays import country_holidays  # noqa: PLC0415 # the cost is told above

    found = country_holidays("SE", years=year, language="en_US")
    named = {day: name.split(";")[0] for day, name in found.items()}
    return {day: _HOLIDAYS[name] for day, name in named.items() if name in _HOLIDAYS}
