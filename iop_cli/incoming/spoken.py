"""Days and periods in running text: 2018-03-14, 14 mars 2018, kvartal 4 2026, november 2026.

Reads what stands there and guesses no year. Knows no invoice.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from iop_cli.billing.calendar import Days
from iop_cli.quantity import NotRead, Period, periods_between
from iop_cli.quantity.day import MONTH_NUMBERS

_MONTH = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20|21)[0-9]{2})"
_BOUNDS = r"(?<![0-9A-Za-zÅÄÖåäö-]){}(?![0-9A-Za-zÅÄÖåäö]|-[0-9])"
_DAYS = (
    re.compile(_BOUNDS.format(_YEAR + r"-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")),
    re.compile(
        _BOUNDS.format(
            r"(?P<day>[0-9]{1,2})(?::e|\.|st|nd|rd|th)?\s+"
            rf"(?P<name>{_MONTH})\.?,?\s+{_YEAR}"
        ),
        re.I,
    ),
    re.compile(_BOUNDS.format(r"(?P<day>[0-9]{1,2})[/.](?P<month>[0-9]{1,2})[ /.-]" + _YEAR)),
)
_QUARTER = r"(?:kvartal(?:et)?|kvart|kv\.?|quarter|q)"
_HALF = r"(?:halvår(?:et)?|half[- ]year|h)"
_TERTIAL = r"(?:tertial(?:et)?|t)"
_PARTS = tuple(
    (letter, re.compile(_BOUNDS.format(form), re.I))
    for letter, name in (("Q", _QUARTER), ("H", _HALF), ("T", _TERTIAL))
    for form in (
        rf"{name}\s?(?P<part>[1-4])[ ,/-]*{_YEAR}",
        rf"{_YEAR}[ ,/-]*{name}\s?(?P<part>[1-4])",
        rf"(?P<part>[1-4])(?::[ae]|st|nd|rd|th)?\s+{name}(?:et)?\s+{_YEAR}",
    )
)
_MONTHS = (
    re.compile(_BOUNDS.format(rf"(?P<name>{_MONTH})\.?,?\s+{_YEAR}"), re.I),
    re.compile(_BOUNDS.format(_YEAR + r"-(?P<month>0[1-9]|1[0-2])")),
)
_YEARS = re.compile(_BOUNDS.format(_YEAR))


@dataclass(frozen=True)
class Times:
    """What a text says of time: single days, and periods, each as written."""

    days: tuple[date, ...]
    periods: tuple[Days, ...]


def times(text: str) -> Times:
    """The days and the periods that a text names; a year counts only where nothing finer does."""
    text, days = _taken(text)
    spans = _between(days, text)
    found: list[Days] = []
    for letter, pattern in _PARTS:
        for hit in pattern.finditer(text):
            with suppress(NotRead):
                period = Period.read(f"{hit['year']}-{letter}{hit['part']}")
                found.append(Days(period.start, period.end))
        text = pattern.sub(" ", text)
    for pattern in _MONTHS:
        found += [_month(hit) for hit in pattern.finditer(text)]
        text = pattern.sub(" ", text)
    if not found and not days:
        years = [int(hit["year"]) for hit in _YEARS.finditer(text)]
        found = [Days(date(year, 1, 1), date(year, 12, 31)) for year in dict.fromkeys(years)]
    return Times(() if spans else tuple(dict.fromkeys(days)), (*spans, *dict.fromkeys(found)))


def _taken(text: str) -> tuple[str, list[date]]:
    """The text without the days in it (each leaves a sign behind), and the days in order."""
    held: list[tuple[int, date]] = []
    for pattern in _DAYS:
        for hit in pattern.finditer(text):
            with suppress(ValueError):
                held.append((hit.start(), _day(hit)))
        text = pattern.sub(lambda hit: "\0".ljust(len(hit[0])), text)
    return text, [day for _at, day in sorted(held)]


def _between(days: list[date], text: str) -> tuple[Days, ...]:
    """Two days with a dash or `to` between them are a period."""
    marks = re.search(r"\0\s*(?:[-–—]|\.\.|till|t\.?o\.?m\.?|to|until)\s*\0", text)
    if marks and len(days) == 2 and days[0] <= days[1]:
        return (Days(days[0], days[1]),)
    return ()


def _day(hit: re.Match[str]) -> date:
    told = hit.groupdict()
    month = MONTH_NUMBERS[told["name"].casefold()] if told.get("name") else int(told["month"])
    return date(int(told["year"]), month, int(told["day"]))


def _month(hit: re.Match[str]) -> Days:
    told = hit.groupdict()
    month = MONTH_NUMBERS[told["name"].casefold()] if told.get("name") else int(told["month"])
    period = Period.read(f"{told['year']}-{month:02}")
    return Days(period.start, period.end)


def nearby(day: date) -> Iterator[Days]:
    """The month, quarter, tertial, half-year and year of a day, and those before them."""
    for per in ("month", "quarter", "tertial", "half_year", "year"):
        here = periods_between(per, day, day)[0]
        yield Days(here.start, here.end)
        before = date.fromordinal(here.start.toordinal() - 1)
        earlier = periods_between(per, before, before)[0]
        yield Days(earlier.start, earlier.end)
