"""Amounts, days, lengths, moments, frequencies and ages as a document says them.

In the language spoken now: 6 500 kr, 31 december 2027, at least 2 times per year. Reckons nothing.
"""

from dataclasses import replace
from datetime import date

from babel.dates import format_date

from iop_cli.documents.values import Markup, Own, Subject
from iop_cli.documents.weaving import chained, own, woven
from iop_cli.model.kinds import NONE, Frequency
from iop_cli.paper import figures
from iop_cli.phrases import count, per
from iop_cli.portrait import when
from iop_cli.quantity import AgeRange, Amount, Calculation, Duration, Length, Moment, Period
from iop_cli.words import _, form, language, mark, say

NO_BREAK = figures.NO_BREAK
_HALVES = (mark("the first half of {year}"), mark("the second half of {year}"))
_QUARTERS = (
    mark("the first quarter of {year}"),
    mark("the second quarter of {year}"),
    mark("the third quarter of {year}"),
    mark("the fourth quarter of {year}"),
)
_TERTIALS = (
    mark("the first four months of {year}"),
    mark("the second four months of {year}"),
    mark("the last four months of {year}"),
)
_NAMED = {"H": _HALVES, "Q": _QUARTERS, "T": _TERTIALS}


def amount(held: Amount | None) -> str:
    """An amount in its own unit: 995 tkr, 6 500,50 kr, about 7 000 kr; empty where unknown."""
    if held is None:
        return ""
    exact = replace(held, nature="exact").in_words().replace(" ", NO_BREAK)
    match held.nature:
        case "about":
            return say(mark("about {amount}"), amount=exact)
        case "up to":
            return say(mark("up to {amount}"), amount=exact)
        case "over":
            return say(mark("over {amount}"), amount=exact)
        case "at least":
            return say(mark("at least {amount}"), amount=exact)
        case _:
            return exact


def amount_per(held: Amount | None, period: str | None) -> str:
    """An amount and what it is for: 711 833 kr per year; empty where the amount is unknown."""
    return " ".join(x for x in (amount(held), per(period)) if x) if held else ""


def calculation(held: Calculation | None) -> str:
    """A calculation as printed, with the sign of multiplication that a reader expects."""
    return held.text.replace(" * ", " × ") if held else ""


def day(held: date) -> str:
    """A day in words: 31 december 2027."""
    return figures.day(held)


def month(held: date) -> str:
    """A month in words: november 2018."""
    return str(format_date(held, "MMMM y", locale=figures.LOCALES[language()]))


def moment(held: Moment | None) -> str:
    """A moment in words; one that is only told in the agreement's words is its own text."""
    if held is None:
        return ""
    match held.precision:
        case "day" if held.first:
            return day(held.first)
        case "month" if held.first:
            return month(held.first)
        case "span" if held.first and held.last:
            return _span(held)
        case "season":
            return Own(held.text)
        case _:
            return when.moment(held)


def _span(held: Moment) -> str:
    first, _dots, last = (held.otherwise or held.text).partition("..")
    ends = [moment(Moment.read(text.strip())) for text in (first, last) if text.strip()]
    return between(*ends) if len(ends) == 2 else held.text


def between(first: str, last: str) -> str:
    """From one to the other: 2017–2020, 1 januari 2018 – 31 december 2020."""
    if first == last:
        return first
    return f"{first} – {last}" if " " in first + last else f"{first}–{last}"


def span(start: Moment | None, end: object) -> str:
    """From one moment to another, as short as it can be said; empty where neither is known."""
    first = moment(start)
    last = moment(end) if isinstance(end, Moment) else ""
    if first and last:
        return between(first, last)
    if end is NONE:
        words = _("until further notice")
        return say(mark("from {day}, {words}"), day=first, words=words) if first else words
    if first:
        return say(mark("from {day}"), day=first)
    return say(mark("until {day}"), day=last) if last else ""


def period(held: Period) -> str:
    """A period in words: 2018, the first half of 2018, november 2018, or its days."""
    year, _dash, name = held.in_words().partition("-")
    if name[:1].upper() in _NAMED and name[1:].isdecimal():
        return say(_NAMED[name[0].upper()][int(name[1:]) - 1], year=year)
    if name.lower() in ("vt", "ht"):
        says = mark("the spring term of {year}") if name.lower() == "vt" else ""
        return say(says or mark("the autumn term of {year}"), year=year)
    if not name:
        return year.replace("..", "–")
    is_month = len(name) == 2 and name.isdecimal()
    return month(held.start) if is_month else between(day(held.start), day(held.end))


def length(held: Length | Duration | None) -> str:
    """A length in words: 6 months, 2 h; empty where there is none."""
    return form(held).replace(" ", NO_BREAK) if held else ""


def ages(held: AgeRange | None) -> str:
    """Ages in words: 7–13 years, 18 years or older; empty where there are none."""
    if held is None:
        return ""
    if held.high is None:
        return say(mark("{age} years or older"), age=held.low)
    if held.low == held.high:
        return say(mark("{age} years"), age=held.low)
    return say(mark("{ages} years"), ages=f"{held.low}–{held.high}")


def how_many(subject: Subject, held: Frequency | None) -> Markup:
    """How many in a period: 3–4 per year, 15 hours per week; empty where nothing is told."""
    if held is None:
        return Markup("")
    many = count(held.min, held.max) or ("" if held.unit or not held.per else _("once"))
    return chained(subject, many, own(held.unit), per(held.per), by=" ")


def how_often(subject: Subject, held: Frequency | None) -> Markup:
    """How many times: once per month, at least 2 times per year; empty where nothing is told."""
    if held is None or held.unit:
        return how_many(subject, held)
    return chained(subject, when.how_often(held))


def due(subject: Subject, text: str | None) -> Markup:
    """By when a report comes, as the file tells it; in the agreement's words where it must."""
    if not text:
        return Markup("")
    try:
        held = Moment.read(text)
    except ValueError:
        return chained(subject, own(text))
    return chained(subject, moment(held))


def latest(limit: Moment | None, falls: date | None) -> str:
    """By when something is done: its day, and how it is counted where it is counted."""
    if limit is None:
        return ""
    if falls is None or limit.is_exact:
        return moment(limit)
    return say(mark("{day} ({limit})"), day=day(falls), limit=moment(limit))


def sentence(subject: Subject, text: object) -> Markup:
    """Words that end as a sentence does."""
    said = chained(subject, text)
    return said if said.endswith((".", "!", "?")) else woven(subject, mark("{words}."), words=said)
