"""Days, months, years and spans of them, as written: 2018-03-14, 2018-03, 2018, 2016..2017.

20240101, 2024/01/01 and an en dash are read too, and their normal spelling is told. Knows no words.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from iop_cli.quantity.reading import NotRead, common_slip, tidy
from iop_cli.words import _, mark

FIRST_YEAR = 1900
LAST_YEAR = 2200

_YEAR = "(?:19[0-9]{2}|2[01][0-9]{2}|2200)"
_DATE = r"(?:0[1-9]|1[0-2])[-/\u2013]?(?:0[1-9]|[12][0-9]|3[01])"

DAY_PATTERN = rf"^\s*{_YEAR}[-/\u2013]?{_DATE}\s*$"
STRETCH = r"[0-9]{4}(?:[-/\u2013]?[0-9]{2}[-/\u2013]?[0-9]{2}|[-/\u2013][0-9]{2})?"

_ONE = re.compile(r"([0-9]{4})(?:([-/\u2013]?)([0-9]{2})\2([0-9]{2})|[-/\u2013]([0-9]{2}))?")
_SPANS = (
    re.compile(rf"({STRETCH})\s*\.\.\s*({STRETCH})"),
    re.compile(rf"({STRETCH})\s+[-\u2013]\s+({STRETCH})"),
    re.compile(r"([0-9]{4})[-/\u2013]([0-9]{4})"),
    re.compile(r"([0-9-]{4,10})\u2013([0-9-]{4,10})"),
)
_LOOSE_DAY = r"([0-9]{4})[-/.\u2013]([0-9]{1,2})[-/.\u2013]([0-9]{1,2})(?:[T ].*)?"
_DAY_FIRST = r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})"
_SHORT_YEAR = r"([0-9]{2})([-/.]?)([0-9]{2})\2([0-9]{2})"
_IN_WORDS = r"([0-9]{1,2})(?::e|:a|\.|st|nd|rd|th)?\s+([^\W\d_]+)\.?,?\s+([0-9]{4})"

_MONTHS = (
    ("January", "januari", "jan"),
    ("February", "februari", "feb"),
    ("March", "mars", "mar"),
    ("April", "april", "apr"),
    ("May", "maj", "maj"),
    ("June", "juni", "jun"),
    ("July", "juli", "jul"),
    ("August", "augusti", "aug"),
    ("September", "september", "sep"),
    ("October", "oktober", "okt"),
    ("November", "november", "nov"),
    ("December", "december", "dec"),
)
MONTH_NUMBERS = {
    name.casefold(): number for number, names in enumerate(_MONTHS, 1) for name in names
}
MONTH_NAMES = tuple(names[0] for names in _MONTHS)


@dataclass(frozen=True, slots=True)
class MonthOfYear:
    """One month of one year, which reads as February 2023."""

    year: int
    month: int

    def in_words(self) -> str:
        """The month's name in the reader's language, and the year."""
        return f"{_month_name(self.month)} {self.year}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days that a date, a month, a year or a span covers, and its normal spelling."""

    first: date
    last: date
    precision: str
    normal: str


def read_day(text: str) -> date:
    """Read a calendar day 2018-03-14; raises NotRead with what is wrong and what to write."""
    bare = tidy(text)
    stretch = read_stretch(bare)
    if stretch and stretch.precision == "day":
        return stretch.first
    refused = common_slip(bare, "2018-03-14") or misspelt_day(bare)
    if refused:
        raise refused
    message = mark("{text} is not a day; write year, month and day: {example}")
    raise NotRead(message, text=bare, example="2018-03-14")


@lru_cache(maxsize=4096)
def read_stretch(bare: str) -> Stretch | None:
    """The days of a date, month, year or span; None where it is something else.

    Raises NotRead for a date that no calendar holds. A span that runs backwards is read.
    """
    one = _one(bare)
    if one:
        return one
    for pattern in _SPANS:
        found = pattern.fullmatch(bare)
        first, last = (_one(found[1]), _one(found[2])) if found else (None, None)
        if first and last:
            return Stretch(first.first, last.last, "span", f"{first.normal}..{last.normal}")
    return None


def misspelt_day(bare: str) -> NotRead | None:
    """The refusal of a day in some other order or in words, with the day that was meant."""
    for pattern, order in (
        (_LOOSE_DAY, (1, 2, 3)),
        (_DAY_FIRST, (3, 2, 1)),
        (_IN_WORDS, (3, 2, 1)),
        (_SHORT_YEAR, (1, 3, 4)),
    ):
        found = re.fullmatch(pattern, bare)
        if found:
            year, month, day = (found[place] for place in order)
            return _meant(bare, year if len(year) == 4 else f"20{year}", month, day)
    return None


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)


def _one(text: str) -> Stretch | None:
    found = _ONE.fullmatch(text)
    if not found:
        return None
    year = int(found[1])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = mark("the year in {text} is not between {first} and {last}; correct it")
        raise NotRead(message, text=text, first=str(FIRST_YEAR), last=str(LAST_YEAR))
    if found[3]:
        day = _day(text, year, found[3], found[4])
        return Stretch(day, day, "day", day.isoformat())
    if found[5]:
        month = _month(text, year, found[5], is_day=False)
        return Stretch(date(year, month, 1), month_end(year, month), "month", f"{year}-{month:02}")
    return Stretch(date(year, 1, 1), date(year, 12, 31), "year", str(year))


def _month(text: str, year: int, month: str, *, is_day: bool) -> int:
    if 1 <= int(month) <= 12:
        return int(month)
    if not is_day and int(month) > year % 100:
        message = mark("there is no month {month}; if {text} is a span, write {suggestion}")
        suggestion = f"{year}..{year // 100}{month}"
        raise NotRead(message, text=text, month=month, suggestion=suggestion)
    message = mark("{text} is not in the calendar; there is no month {month}")
    raise NotRead(message, text=text, month=month)


def _day(text: str, year: int, month: str, day: str) -> date:
    numbered = _month(text, year, month, is_day=True)
    days = month_end(year, numbered).day
    if 1 <= int(day) <= days:
        return date(year, numbered, int(day))
    message = mark("{text} is not in the calendar; {month} has {days} days")
    raise NotRead(message, text=text, month=MonthOfYear(year, numbered), days=days)


def _meant(text: str, year: str, month: str, day: str) -> NotRead | None:
    number = MONTH_NUMBERS.get(month.casefold()) or (int(month) if month.isdecimal() else 0)
    try:
        meant = _one(f"{year}-{number:02}-{int(day):02}")
    except NotRead:
        return None
    message = mark("{text} is not how a day is written here; write {suggestion}")
    return NotRead(message, text=text, suggestion=meant.normal) if meant else None


def _month_name(month: int) -> str:
    names = (
        _("January"),
        _("February"),
        _("March"),
        _("April"),
        _("May"),
        _("June"),
        _("July"),
        _("August"),
        _("September"),
        _("October"),
        _("November"),
        _("December"),
    )
    return names[month - 1]
