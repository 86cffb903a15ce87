"""Moments as agreements tell them: a day, a month, a year, a span, a season in words, or counted.

Knows no term: a counted moment tells its length and its anchor, and somebody else reckons.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from iop_cli.quantity.day import MONTH_NAMES, MONTH_NUMBERS, misspelt_day, month_end, read_stretch
from iop_cli.quantity.reading import NotRead, common_slip, tidy
from iop_cli.quantity.time import LENGTH, Length, meant_length
from iop_cli.words import mark

_EXAMPLE = "2018-03-14"
ANCHORS = (
    "end|start|period|decision|signature|notice|activity|meeting|report|invoice"
    "|year|half_year|school_term|tertial|quarter|month"
)


COUNTED = rf"({LENGTH})\s+(before|after)(?:\s+({ANCHORS}))?"
ORDINAL = rf"(?:first|second|third|fourth|last) (?:day|week|month) of (?:{ANCHORS})"
TIME_WORDS = (
    r"vår(?:en|ens|termin\w*)?|sommar\w*|höst\w*|vint(?:er|rar)\w*|spring|summer|autumn|fall"
    r"|winter|veck(?:a|an|or|orna)|weeks?|månad\w*|months?|kvartal\w*|quarters?|tertial\w*"
    r"|halvår\w*|half-?years?|termin\w*|term|läsår\w*|verksamhetsår\w*|årsskift\w*|nyår\w*"
    r"|år|året|årets|years?|mid|mitten|början|slutet|beginning|early|late|jul|julen|påsk\w*"
    rf"|midsommar\w*|christmas|easter|{'|'.join(MONTH_NUMBERS)}|(?:19|2[01])[0-9]{{2}}"
)
LIKE_A_DATE = r"[0-9]+(?:$|[-/.\u2013])|[0-9]{3}"
_COUNTED = re.compile(COUNTED)
_DAY_OF_YEAR = rf"(?i)([0-9]{{1,2}})\s+({'|'.join(MONTH_NAMES)})(?:\s+(?:before|after))?"
_TIME_WORD = rf"(?i)\b(?:{TIME_WORDS})\b"
_LOOSE_COUNTED = r"(?i)(\S+(?:\s+\S+){0,2}?)\s+(before|after|före|efter|innan)\b\s*(.*)"
_LOOSE_DAY_OF_YEAR = r"(?i)(?:den\s+)?([0-9]{1,2})(?::e|:a|\.|th)?\s+([^\W\d_]+)"
_LIKE_A_PERIOD = r"(?i)[0-9]{4}-?(?:[hqtw][0-9]{1,2}|[vh]t)"
_OPEN_ENDED = frozenset({"tills vidare", "until further notice", "löpande"})
_START_WORDS = ("start", "början", "begynnelse")


@dataclass(frozen=True, slots=True)
class Counted:
    """So long before or after an anchor such as end; the anchor is empty where none is told."""

    length: Length
    side: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is: `precision` is day, month, year, span, season or counted.

    `otherwise` is the normal spelling of a date that was written in another.
    """

    text: str
    precision: str
    first: date | None = None
    last: date | None = None
    counted: Counted | None = None
    otherwise: str | None = None

    @classmethod
    def read(cls, text: str) -> "Moment":
        """Read 2018-03-14, 2018-03, 2018, 2016..2017, 6 months before end, or a season in words."""
        return _read_moment(text)

    @classmethod
    def on(cls, day: date) -> "Moment":
        """The moment of a day that was computed."""
        return cls(day.isoformat(), "day", day, day)

    @property
    def as_start(self) -> date | None:
        """The first day that is meant; None for a season and for what is counted."""
        return self.first

    @property
    def as_end(self) -> date | None:
        """The last day that is meant; None for a season and for what is counted."""
        return self.last

    @property
    def is_exact(self) -> bool:
        """Whether a single day is told."""
        return self.precision == "day"

    def in_words(self) -> str:
        """The day as YYYY-MM-DD; anything else as written."""
        return self.first.isoformat() if self.is_exact and self.first else self.text


def otherwise(text: str) -> str | None:
    """The normal spelling of a date or span that is written in another, such as 20240101."""
    try:
        return Moment.read(text).otherwise
    except NotRead:
        return None


@lru_cache(maxsize=4096)
def _read_moment(text: str) -> Moment:
    bare = tidy(text)
    moment = _dated(bare) or _counted(bare) or _recurring(bare)
    if moment:
        return moment
    refused = common_slip(bare, _EXAMPLE) or misspelt_day(bare) or _slip(bare)
    if refused:
        raise refused
    if re.search(_TIME_WORD, bare) and not re.match(LIKE_A_DATE, bare):
        return Moment(bare, "season")
    message = mark("{text} is not a moment; write a day {day}, a month {month} or a year {year}")
    raise NotRead(message, text=bare, day=_EXAMPLE, month="2018-03", year="2018")


def _dated(bare: str) -> Moment | None:
    stretch = read_stretch(bare)
    if not stretch:
        return None
    if stretch.last < stretch.first:
        first, _dots, last = stretch.normal.partition("..")
        message = mark("{text} runs backwards; write {suggestion}")
        raise NotRead(message, text=bare, suggestion=f"{last}..{first}")
    other = stretch.normal if stretch.normal != bare else None
    return Moment(bare, stretch.precision, stretch.first, stretch.last, otherwise=other)


def _counted(bare: str) -> Moment | None:
    found = _COUNTED.fullmatch(bare)
    if not found:
        return None
    counted = Counted(Length.read(found[1]), found[4], found[5] or "")
    return Moment(bare, "counted", counted=counted)


def _recurring(bare: str) -> Moment | None:
    """1 November before, first week of quarter: told for every year or period, so undated."""
    if re.fullmatch(ORDINAL, bare):
        return Moment(bare, "counted")
    found = re.fullmatch(_DAY_OF_YEAR, bare)
    if not found:
        return None
    # Any leap year will do: 29 February comes back.
    days = month_end(2000, MONTH_NUMBERS[found[2].casefold()]).day
    if not 1 <= int(found[1]) <= days:
        message = mark("{text} is not in the calendar; the month has {days} days")
        raise NotRead(message, text=bare, days=days)
    return Moment(bare, "counted")


def _slip(bare: str) -> NotRead | None:
    """The refusal of what would pass for a season and is meant as something stricter."""
    if bare.casefold() in _OPEN_ENDED:
        return NotRead(mark("{text} is not a moment; write none for an open end"), text=bare)
    if re.fullmatch(_LIKE_A_PERIOD, bare):
        message = mark("{text} is a period; write its first or its last day, such as {example}")
        return NotRead(message, text=bare, example=_EXAMPLE)
    length = meant_length(bare)
    if length:
        message = mark("{text} is a length; write a moment, such as {example}")
        return NotRead(message, text=bare, example=f"{length} before end")
    suggestion = _meant_count(bare) or _meant_day_of_year(bare) or _half_a_count(bare)
    if suggestion:
        message = mark("{text} is not read; write {suggestion}")
        return NotRead(message, text=bare, suggestion=suggestion)
    return None


def _meant_count(bare: str) -> str | None:
    found = re.fullmatch(_LOOSE_COUNTED, bare)
    length = meant_length(found[1]) if found else None
    if not found or not length:
        return None
    side = "after" if found[2].casefold() in ("after", "efter") else "before"
    anchor = found[3].casefold()
    point = "start" if any(word in anchor for word in _START_WORDS) else "end"
    return f"{length} {side} {point}"


def _half_a_count(bare: str) -> str | None:
    """What begins as a length and goes on in some other way: 6 months befor end."""
    found = re.match(r"[0-9]{1,4}\s+[^\W\d_]+", bare)
    length = meant_length(found[0]) if found else None
    return f"{length} before end" if length else None


def _meant_day_of_year(bare: str) -> str | None:
    found = re.fullmatch(_LOOSE_DAY_OF_YEAR, bare)
    month = MONTH_NUMBERS.get(found[2].casefold()) if found else None
    return f"{int(found[1])} {MONTH_NAMES[month - 1]}" if found and month else None
