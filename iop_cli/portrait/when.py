"""When and how often: moments, spans, days of the week and frequencies in the reader's words.

Every value that came from a file comes out safe to print. Reckons no day (see deadlines).
"""

import re

from iop_cli.model.kinds import NONE, Frequency, Settled
from iop_cli.phrases import count, joined, per, spoken, told
from iop_cli.quantity import Moment, NotRead
from iop_cli.quantity.day import MONTH_NAMES
from iop_cli.report.safe import safe
from iop_cli.words import _, mark

_ANCHOR = {
    "end": mark("the end"),
    "start": mark("the start"),
    "period": mark("the period"),
    "decision": mark("the decision"),
    "signature": mark("the signing"),
    "notice": mark("the notice"),
    "activity": mark("the activity"),
    "meeting": mark("the meeting"),
    "report": mark("the report"),
    "invoice": mark("the invoice"),
    "year": mark("the year"),
    "half_year": mark("the half-year"),
    "school_term": mark("the school term"),
    "tertial": mark("the tertial"),
    "quarter": mark("the quarter"),
    "month": mark("the month"),
}
_NTH = {
    ("first", "day"): mark("the first day"),
    ("first", "week"): mark("the first week"),
    ("first", "month"): mark("the first month"),
    ("second", "day"): mark("the second day"),
    ("second", "week"): mark("the second week"),
    ("second", "month"): mark("the second month"),
    ("third", "day"): mark("the third day"),
    ("third", "week"): mark("the third week"),
    ("third", "month"): mark("the third month"),
    ("fourth", "day"): mark("the fourth day"),
    ("fourth", "week"): mark("the fourth week"),
    ("fourth", "month"): mark("the fourth month"),
    ("last", "day"): mark("the last day"),
    ("last", "week"): mark("the last week"),
    ("last", "month"): mark("the last month"),
}
_DAY_OF_YEAR = {
    "": mark("{day} {month}"),
    "before": mark("{day} {month} before"),
    "after": mark("{day} {month} after"),
}
_WEEKDAY = {
    "mon": mark("Mon"),
    "tue": mark("Tue"),
    "wed": mark("Wed"),
    "thu": mark("Thu"),
    "fri": mark("Fri"),
    "sat": mark("Sat"),
    "sun": mark("Sun"),
}


def how_many(frequency: Frequency | None) -> str:
    """How many in a period: 3–4 per year, 15 hours per week; empty where nothing is told."""
    if frequency is None:
        return ""
    many = count(frequency.min, frequency.max) or (_("once") if frequency.per else "")
    return joined(many, safe(frequency.unit or ""), per(frequency.per), by=" ")


def how_often(frequency: Frequency | None) -> str:
    """How many times: once per month, at least 2 times per year; empty where nothing is told."""
    if frequency is None or frequency.unit:
        return how_many(frequency)
    many = count(frequency.min, frequency.max)
    if not many or (frequency.min, frequency.max) == (1, 1):
        many = _("once") if many or frequency.per else ""
    else:
        many = told(mark("{often} times"), often=many)
    return joined(many, per(frequency.per), by=" ")


def moment(value: Moment) -> str:
    """A moment in words: a day, or so long before or after what it is counted from."""
    counted = value.counted
    if counted is None and value.precision == "counted":
        return _recurring(value.text)
    if counted is None:
        words = value.in_words()
        return safe(spoken(value.otherwise or words) if value.precision == "span" else words)
    anchor = _(_ANCHOR.get(counted.anchor, ""))
    if counted.side == "before":
        says = mark("{length} before {anchor}") if anchor else mark("{length} before")
    else:
        says = mark("{length} after {anchor}") if anchor else mark("{length} after")
    return told(says, length=counted.length, anchor=anchor)


def _recurring(text: str) -> str:
    """What comes back every year or period: the first week of the quarter, 1 November before."""
    match text.casefold().split():
        case [which, unit, "of", whole] if (which, unit) in _NTH and whole in _ANCHOR:
            part = _(_NTH[which, unit])
            return told(mark("{part} of {whole}"), part=part, whole=_(_ANCHOR[whole]))
        case [day, month, *side] if month.capitalize() in MONTH_NAMES:
            says = _DAY_OF_YEAR["".join(side)]
            return told(says, day=day, month=_(month.capitalize()))
        case _:
            return safe(text)


def timing(text: str | None) -> str:
    """When something is, as the file writes it in words; a moment in the reader's words."""
    try:
        return moment(Moment.read(text)) if text else ""
    except NotRead:
        return safe(text or "")


def due(text: str) -> str:
    """By when: due 2025-01-31, due 1 month after the period; a time in words as it is written."""
    try:
        is_told = Moment.read(text).precision != "season"
    except NotRead:
        is_told = False
    return told(mark("due {when}") if is_told else mark("due: {when}"), when=timing(text))


def span(start: Moment | None, end: Moment | Settled | None) -> str:
    """From one moment to another: 2020-03 – 2021-02, from 2024; empty where neither is told."""
    first = moment(start) if start else ""
    last = moment(end) if isinstance(end, Moment) else ""
    if first and last:
        return first if first == last else f"{first} – {last}"
    if end is NONE:
        last = _("until further notice")
        return f"{first} – {last}" if first else last
    if first:
        return told(mark("from {day}"), day=first)
    return told(mark("until {day}"), day=last) if last else ""


def weekdays(text: str) -> str:
    """Days such as mon-fri or sat, sun in the reader's words; anything else as it is written."""
    days = re.split(r"[-\u2013,\s]+", text.casefold())
    if not all(day in _WEEKDAY for day in days):
        return safe(text)
    named = re.sub("[a-z]{3}", lambda day: _(_WEEKDAY[day[0]]), text.casefold())
    return safe(named.replace("-", "–"))
