"""Periods: a year, half, tertial, quarter, school term, month or week, or from day to day.

Cuts nothing to a term: a period is whole, and the caller looks at its days.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from iop_cli.quantity.day import FIRST_YEAR, LAST_YEAR, STRETCH, month_end, read_stretch
from iop_cli.quantity.reading import NotRead, common_slip, tidy
from iop_cli.quantity.time import Length
from iop_cli.words import mark

_NAME = "[HhTtQq][1-4]|[Ww][0-9]{2}|[VvHh][Tt]"

PERIOD_PATTERN = (
    rf"^\s*(?:[0-9]{{4}}-(?:{_NAME})|{STRETCH}(?:\s*(?:\.\.|[-/\u2013])\s*{STRETCH})?)\s*$"
)

_NAMED = re.compile(rf"([0-9]{{4}})-({_NAME})")
_LOOSE = (
    r"(?:(vt|ht|våren|hösten|vårterminen|höstterminen)\s*([0-9]{4}|[0-9]{2})"
    r"|(?:([0-9]{4})\s*)?(?:(q|kvartal|t|tertial|h|halvår)\s*([1-4]))(?:[\s,-]*([0-9]{4}))?)"
)
_LETTERS = {"kvartal": "Q", "tertial": "T", "halvår": "H"}
_MONTHS = {"H": 6, "T": 4, "Q": 3}
_PARTS = {"month": 1, "quarter": 3, "tertial": 4, "half_year": 6, "year": 12}
_PART_LETTERS = {3: "Q", 4: "T", 6: "H"}


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end`, both included."""

    text: str
    start: date
    end: date
    otherwise: str | None = None

    @classmethod
    def read(cls, text: str) -> "Period":
        """Read 2018, 2018-H1, 2018-T1, 2018-Q1, 2018-vt, 2018-03 or 2018-09-01..2019-08-31.

        A period that runs backwards is read.
        """
        return _read_period(text)

    @classmethod
    def of(cls, year: int) -> "Period":
        """A calendar year."""
        return _part_of_year(year, 1, 12)

    def contains(self, day: date) -> bool:
        """Whether a day lies in the period."""
        return self.start <= day <= self.end

    def months(self) -> int:
        """The whole months from the first day on; 0 where there is none."""
        after = self.end + timedelta(days=1)
        count = (after.year - self.start.year) * 12 + after.month - self.start.month
        if count > 0 and Length.of_months(count).after(self.start) > after:
            count -= 1
        return max(count, 0)

    def in_words(self) -> str:
        """The period in its normal spelling."""
        return self.otherwise or self.text


def periods_between(per: str, start: date, end: date) -> list[Period]:
    """The whole periods that touch the days from `start` to `end`, in order.

    `per` is day, week, month, quarter, tertial, school_term, half_year or year. A school term is
    half a calendar year; weeks begin on Monday.
    """
    found = [_around(per, start)] if start <= end else []
    while found and found[-1].end < end:
        found.append(_around(per, found[-1].end + timedelta(days=1)))
    return found


@lru_cache(maxsize=4096)
def _read_period(text: str) -> Period:
    bare = tidy(text)
    named = _NAMED.fullmatch(bare)
    period = _named(named[1], named[2].upper(), bare) if named else None
    if period:
        other = period.text if period.text != bare else None
        return Period(bare, period.start, period.end, other)
    stretch = None if named else read_stretch(bare)
    if not stretch:
        raise _unread(bare)
    other = stretch.normal if stretch.normal != bare else None
    return Period(bare, stretch.first, stretch.last, other)


def _named(year_text: str, name: str, text: str) -> Period | None:
    """The period of a year and a name such as H1; None where the year has no such part."""
    year = int(year_text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = mark("the year in {text} is not between {first} and {last}; correct it")
        raise NotRead(message, text=text, first=str(FIRST_YEAR), last=str(LAST_YEAR))
    if name in ("VT", "HT"):
        return _school_term(year, is_spring=name == "VT")
    if name[0] == "W":
        return _week(year, int(name[1:]))
    months = _MONTHS[name[0]]
    number = int(name[1:])
    return _part_of_year(year, number, months) if number * months <= 12 else None


def _around(per: str, day: date) -> Period:
    match per:
        case "day":
            return Period(day.isoformat(), day, day)
        case "week":
            monday = day - timedelta(days=day.weekday())
            return _week_from(monday)
        case "school_term":
            return _school_term(day.year, is_spring=day.month <= 6)
        case _ if per in _PARTS:
            months = _PARTS[per]
            return _part_of_year(day.year, (day.month - 1) // months + 1, months)
        case _:
            raise ValueError(f"{per} is not a kind of period")


def _part_of_year(year: int, number: int, months: int) -> Period:
    start = date(year, (number - 1) * months + 1, 1)
    match months:
        case 1:
            text = f"{year}-{number:02}"
        case 12:
            text = str(year)
        case _:
            text = f"{year}-{_PART_LETTERS[months]}{number}"
    return Period(text, start, month_end(year, number * months))


def _school_term(year: int, *, is_spring: bool) -> Period:
    if is_spring:
        return Period(f"{year}-vt", date(year, 1, 1), date(year, 6, 30))
    return Period(f"{year}-ht", date(year, 7, 1), date(year, 12, 31))


def _week(year: int, number: int) -> Period | None:
    try:
        return _week_from(date.fromisocalendar(year, number, 1))
    except ValueError:
        return None


def _week_from(monday: date) -> Period:
    year, number, _day = monday.isocalendar()
    return Period(f"{year}-W{number:02}", monday, monday + timedelta(days=6))


def _unread(text: str) -> NotRead:
    slip = common_slip(text, "2018-H1")
    if slip:
        return slip
    if _NAMED.fullmatch(text):
        message = mark("{text} is not in the calendar; a year has {halves}, {tertials}, {quarters}")
        return NotRead(message, text=text, halves="H1-H2", tertials="T1-T3", quarters="Q1-Q4")
    suggestion = _meant(text)
    if suggestion:
        message = mark("{text} is not read as a period; write {suggestion}")
        return NotRead(message, text=text, suggestion=suggestion)
    message = mark("{text} is not a period; write for example {examples}")
    return NotRead(message, text=text, examples=["2018", "2018-H1", "2018-01-01..2018-06-30"])


def _meant(text: str) -> str | None:
    """The normal spelling of våren 2018, kvartal 1 2018 or 2018Q1."""
    found = re.fullmatch(_LOOSE, text.casefold())
    if not found:
        return None
    if found[1]:
        year = found[2] if len(found[2]) == 4 else f"20{found[2]}"
        return f"{year}-{'vt' if found[1].startswith('v') else 'ht'}"
    year = found[3] or found[6]
    return f"{year}-{_LETTERS.get(found[4], found[4].upper())}{found[5]}" if year else None
