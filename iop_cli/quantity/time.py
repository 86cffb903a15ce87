"""Lengths of time, hours of the day and ages: 6 months, 2 h, 20:30, 7-13.

Knows no day of any agreement: moments and periods are read elsewhere.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from iop_cli.quantity.day import month_end
from iop_cli.quantity.reading import NotRead, common_slip, tidy
from iop_cli.words import _, mark, plural

LENGTH = r"([0-9]{1,5})\s+(day|week|month|year)s?"

LENGTH_PATTERN = rf"^\s*(?:{LENGTH}|at once)\s*$"
DURATION_PATTERN = (
    r"^\s*(?:([0-9]{1,4})(?:[.,]([0-9]{1,2}))?\s*h(?:\s*([0-9]{1,2})\s*min)?"
    r"|([0-9]{1,5})\s*min)\s*$"
)
CLOCK_PATTERN = r"^\s*(?:([01]?[0-9]|2[0-3]):([0-5][0-9])|24:00)\s*$"
AGES_PATTERN = r"^\s*([0-9]{1,3})\s*(?:([-\u2013])\s*([0-9]{1,3})|\+)\s*$"

_LENGTH = re.compile(LENGTH_PATTERN)
_LOOSE_LENGTH = r"(?:([0-9][0-9\s]{0,9}?)|([^\W\d_]+))[\s-]*([^\W\d_]+)\.?"
_LOOSE_DURATION = r"([0-9]{1,4}(?:[.,][0-9]{1,2})?)\s*([^\W\d_]+)\.?"
_LOOSE_CLOCK = r"(?:kl\.?|klockan)?\s*([0-9]{1,2})(?:[.: ]?([0-5][0-9]))?"
_LOOSE_AGES = (
    r"(?:från\s+)?([0-9]{1,3})(?:\s*(?:[-\u2013]|\.\.|till|to)\s*([0-9]{1,3}))?"
    r"\s*(?:års?\b.*|years?\b.*)?"
)

OLDEST = 120
_MOST = {"day": 73_000, "week": 10_400, "month": 2_400, "year": 200}
_SHORTEST_DAYS = (0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334)

UNIT_WORDS = {
    **dict.fromkeys(("day", "days", "dag", "dagar", "dagars", "dygn", "d"), "day"),
    **dict.fromkeys(("week", "weeks", "vecka", "veckor", "veckors", "v"), "week"),
    **dict.fromkeys(("month", "months", "månad", "månader", "månaders", "mån"), "month"),
    **dict.fromkeys(("year", "years", "år", "års"), "year"),
}
_COUNTS = (
    ("one", "en", "ett"),
    ("two", "två"),
    ("three", "tre"),
    ("four", "fyra"),
    ("five", "fem"),
    ("six", "sex"),
    ("seven", "sju"),
    ("eight", "åtta"),
    ("nine", "nio"),
    ("ten", "tio"),
    ("eleven", "elva"),
    ("twelve", "tolv"),
)
_COUNT_WORDS = {word: count for count, words in enumerate(_COUNTS, 1) for word in words}
_AT_ONCE = frozenset({"omgående", "omedelbart", "genast", "direkt", "immediately"})
_CLOCK_UNITS = {
    **dict.fromkeys(("h", "tim", "timme", "timmar", "timmars", "hour", "hours"), "h"),
    **dict.fromkeys(("min", "m", "minut", "minuter", "minute", "minutes"), "min"),
}


@dataclass(frozen=True, slots=True)
class Length:
    """A length on the calendar: `count` of day, week, month or year; at once is 0 days."""

    count: int
    unit: str
    text: str

    @classmethod
    def read(cls, text: str) -> "Length":
        """Read 6 months, 30 days, 1 year or at once."""
        return _read_length(text)

    @classmethod
    def days(cls, count: int) -> "Length":
        """A computed number of days."""
        return cls(count, "day", _written(count, "day"))

    @classmethod
    def of_months(cls, count: int) -> "Length":
        """A computed number of months."""
        return cls(count, "month", _written(count, "month"))

    def after(self, day: date) -> date:
        """The day this long after `day`; 31 January and one month is the last of February."""
        return self._moved(day, self.count)

    def before(self, day: date) -> date:
        """The day this long before `day`; months clamp to the month's end."""
        return self._moved(day, -self.count)

    @property
    def months(self) -> int | None:
        """The length in months, where it is told in months or years."""
        return {"month": self.count, "year": 12 * self.count}.get(self.unit)

    @property
    def days_at_least(self) -> int:
        """The fewest days that the length can cover, wherever it begins: lengths in order."""
        if self.months is None:
            return self.count * (7 if self.unit == "week" else 1)
        years, months = divmod(self.months, 12)
        return 365 * years + _SHORTEST_DAYS[months]

    def in_words(self) -> str:
        """The length in the reader's language: 6 months, 1 day, at once."""
        match self.unit:
            case "week":
                return plural("{count} week", "{count} weeks", self.count)
            case "month":
                return plural("{count} month", "{count} months", self.count)
            case "year":
                return plural("{count} year", "{count} years", self.count)
            case _ if self.text == "at once":
                return _("at once")
            case _:
                return plural("{count} day", "{count} days", self.count)

    def _moved(self, day: date, count: int) -> date:
        months = {"month": count, "year": 12 * count}.get(self.unit)
        if months is None:
            return day + timedelta(days=count * (7 if self.unit == "week" else 1))
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        return date(year, month + 1, min(day.day, month_end(year, month + 1).day))


@dataclass(frozen=True, slots=True)
class Duration:
    """A length on the clock, in minutes."""

    minutes: int
    text: str

    @classmethod
    def read(cls, text: str) -> "Duration":
        """Read 2 h, 1,5 h, 1 h 30 min or 90 min."""
        bare = tidy(text)
        found = re.fullmatch(DURATION_PATTERN, bare)
        if not found:
            raise _unread_duration(bare)
        if found[4]:
            return cls(int(found[4]), bare)
        minutes = Decimal(f"{found[1]}.{found[2] or 0}") * 60 + int(found[3] or 0)
        if minutes != int(minutes):
            message = mark("{text} is not a whole number of minutes; write it in min")
            raise NotRead(message, text=bare)
        return cls(int(minutes), bare)

    def in_words(self) -> str:
        """The length as written; h and min read alike in every language."""
        return self.text


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, in minutes after midnight; 24:00 is the end of the day."""

    minutes: int
    text: str

    @classmethod
    def read(cls, text: str) -> "Clock":
        """Read 20:30, 7:30 or 24:00."""
        bare = tidy(text)
        found = re.fullmatch(CLOCK_PATTERN, bare)
        if not found:
            raise _unread_clock(bare)
        hours, minutes = (found[1], found[2]) if found[1] else ("24", "00")
        return cls(int(hours) * 60 + int(minutes), bare)

    def in_words(self) -> str:
        """The time with two digits for the hour: 07:30."""
        return f"{self.minutes // 60:02}:{self.minutes % 60:02}"


@dataclass(frozen=True, slots=True)
class AgeRange:
    """The ages from `low` to `high`, both included; `high` None is without an upper end."""

    low: int
    high: int | None
    text: str
    otherwise: str | None = None

    @classmethod
    def read(cls, text: str) -> "AgeRange":
        """Read 7-13 or 18+; a range that runs backwards is read."""
        bare = tidy(text)
        found = re.fullmatch(AGES_PATTERN, bare)
        if not found:
            raise _unread_ages(bare)
        low, high = int(found[1]), int(found[3]) if found[3] else None
        if max(low, high or 0) > OLDEST:
            message = mark("{text} holds an age above {oldest}; correct it")
            raise NotRead(message, text=bare, oldest=OLDEST)
        normal = f"{low}+" if high is None else f"{low}-{high}"
        return cls(low, high, bare, normal if found[2] == "\u2013" else None)

    @property
    def runs_backwards(self) -> bool:
        """Whether the upper end is below the lower."""
        return self.high is not None and self.high < self.low

    @property
    def youngest(self) -> int:
        """The lowest age, even of a range that runs backwards."""
        return min(self.low, self.low if self.high is None else self.high)

    def in_words(self) -> str:
        """The ages in their normal spelling."""
        return f"{self.low}+" if self.high is None else f"{self.low}-{self.high}"


def meant_length(text: str) -> str | None:
    """The normal spelling of a length in Swedish or in words: 6 months for sex månader."""
    found = re.fullmatch(_LOOSE_LENGTH, text.casefold())
    unit = UNIT_WORDS.get(found[3]) if found else None
    if not found or not unit:
        return None
    count = int("".join(found[1].split())) if found[1] else _COUNT_WORDS.get(found[2])
    return None if count is None else _written(count, unit)


@lru_cache(maxsize=4096)
def _read_length(text: str) -> Length:
    bare = tidy(text)
    found = _LENGTH.fullmatch(bare)
    if not found:
        raise _unread_length(bare)
    if not found[1]:
        return Length(0, "day", bare)
    count, unit = int(found[1]), found[2]
    if count > _MOST[unit]:
        message = mark("{text} is more than two hundred years; correct the number")
        raise NotRead(message, text=bare)
    return Length(count, unit, bare)


def _written(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def _unread_length(text: str) -> NotRead:
    slip = common_slip(text, "6 months")
    if slip:
        return slip
    suggestion = "at once" if text.casefold() in _AT_ONCE else meant_length(text)
    if suggestion:
        message = mark("{text} is not read as a length; write {suggestion}")
        return NotRead(message, text=text, suggestion=suggestion)
    if re.fullmatch("[0-9]{1,5}", text):
        message = mark("{text} has no unit; write {suggestion}, or days, weeks or years")
        return NotRead(message, text=text, suggestion=_written(int(text), "month"))
    if re.match("[0-9]+[.,][0-9]", text):
        message = mark("{text} is not a whole number; write for example {example}")
        return NotRead(message, text=text, example="18 months")
    message = mark("{text} is not a length; write for example {example}")
    return NotRead(message, text=text, example="6 months")


def _unread_duration(text: str) -> NotRead:
    slip = common_slip(text, "2 h")
    loose = re.fullmatch(_LOOSE_DURATION, text)
    unit = _CLOCK_UNITS.get(loose[2].casefold()) if loose else None
    if slip:
        return slip
    if loose and unit:
        message = mark("{text} is not read as a length; write {suggestion}")
        return NotRead(message, text=text, suggestion=f"{loose[1]} {unit}")
    message = mark("{text} is not a length in hours or minutes; write for example {example}")
    return NotRead(message, text=text, example="2 h")


def _unread_clock(text: str) -> NotRead:
    slip = common_slip(text, "20:30")
    loose = re.fullmatch(_LOOSE_CLOCK, text.casefold())
    if slip:
        return slip
    if loose and (int(loose[1]) < 24 or (int(loose[1]) == 24 and not int(loose[2] or 0))):
        message = mark("{text} is not how a time of day is written here; write {suggestion}")
        suggestion = f"{int(loose[1]):02}:{loose[2] or '00'}"
        return NotRead(message, text=text, suggestion=suggestion)
    message = mark("{text} is not a time of day; write for example {example}")
    return NotRead(message, text=text, example="20:30")


def _unread_ages(text: str) -> NotRead:
    slip = common_slip(text, "7-13")
    loose = re.fullmatch(_LOOSE_AGES, text.casefold())
    if slip:
        return slip
    if not loose:
        message = mark("{text} is not a range of ages; write for example {example}")
        return NotRead(message, text=text, example="7-13")
    if loose[2]:
        message = mark("{text} is not read as ages; write {suggestion}")
        return NotRead(message, text=text, suggestion=f"{loose[1]}-{loose[2]}")
    message = mark("{text} is a single age; write {range} or {upwards}")
    return NotRead(message, text=text, range=f"{loose[1]}-{loose[1]}", upwards=f"{loose[1]}+")
