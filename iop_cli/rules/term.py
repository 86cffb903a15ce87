"""IOP3xx, when it holds: the days and the length of the term, and dates that name no day.

What was decided about the term stands in decisions; how the parties get on or out, in notice.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from pydantic import BaseModel

from iop_cli.model.agreement import Agreement
from iop_cli.model.kinds import Range, Span
from iop_cli.model.term import Term
from iop_cli.quantity import Amount, Length, Moment, Period, Share
from iop_cli.reading import Reading
from iop_cli.rules.rule import ERROR, INFO, WARNING, Finding, Findings, Where, found, rule
from iop_cli.words import mark

DAY = timedelta(1)
BEGINS = ("start", "from")
# what most values are; no moment is among them
_LEAVES = frozenset({type(None), str, bool, int, date, Amount, Share, Length})
ENDS = ("end", "to", "decide", "talks", "unless_notice")


@rule("IOP301", "end-before-start", ERROR)
def end_before_start(reading: Reading) -> Findings:
    """A term, a decided term, a valid range or a report period that ends before it begins.

    Such a term binds nobody, and a decision that names it decides on nothing. Usually the year is a
    slip of the pen; in the Orust memo of 2024-12-20 the proposal ends on 2023-12-31.

    Correct the year. If the document really says so, keep it as printed, have it corrected there,
    and accept the finding with the reason.
    """
    says = mark("ends {end}, before it begins {start}")
    for where, item in _ranges(reading.agreement):
        start, end = _days(item)
        if start and end and end < start:
            yield found(*where, says=says, start=start, end=end)


def _ranges(agreement: Agreement) -> Iterator[tuple[Where, object]]:
    """Every range with the place of its end."""
    yield ("term", "end"), agreement.term
    pieces = agreement.term.periods if agreement.term else None
    for i, piece in enumerate(pieces or []):
        yield ("term", "periods", i, "end"), piece
    if isinstance(agreement.follows, BaseModel):
        yield ("follows", "term", "end"), agreement.follows.term
    for name, decision in (agreement.decisions or {}).items():
        yield ("decisions", name, "term", "end"), decision.term
    yield from _ranges_of_payments(agreement)
    reports = agreement.follow_up.reports if agreement.follow_up else None
    for name, report in (reports or {}).items():
        yield ("follow_up", "reports", name, "first"), report.first


def _ranges_of_payments(agreement: Agreement) -> Iterator[tuple[Where, object]]:
    payments = agreement.payments if isinstance(agreement.payments, dict) else {}
    for name, payment in payments.items():
        yield ("payments", name, "valid", "to"), payment.valid
        yield ("payments", name, "covers"), getattr(payment, "covers", None)
        for i, plan in enumerate(payment.schedule or []):
            yield ("payments", name, "schedule", i, "valid", "to"), plan.valid


def _days(item: object) -> tuple[date | None, date | None]:
    """The first and the last day of a range; None where open or unknown."""
    match item:
        case Period():
            return item.start, item.end
        case Span():
            return _first(item.from_), _last(item.to)
        case Range():
            return _first(item.start), _last(item.end)
        case _:
            return None, None


def _first(moment: Moment | None) -> date | None:
    return moment.as_start if moment else None


def _last(moment: object) -> date | None:
    return moment.as_end if isinstance(moment, Moment) else None


@rule("IOP303", "term-shorter-than-recommended", WARNING, rests=("term",))
def term_shorter_than_recommended(reading: Reading) -> Findings:
    """The term is shorter than recommended: 36 months, unless the guideline says otherwise.

    A partnership needs time to find its form, to employ people and to be evaluated; money for a
    year at a time is what many associations want to leave behind. Helsingborg's guideline (read
    2026-11-22) calls three to five years usual.

    Agree on a longer term or on an extension, or accept the finding with the reason.
    """
    term, months = reading.agreement.term, reading.recommended_months
    if not term:
        return
    recommended = Length.of_months(months)
    length = _length(reading, term)
    start, end = reading.first_day, reading.agreed_end
    if start and end:
        short = start <= end < recommended.after(start) - DAY
    else:
        short = bool(length) and length[0].days_at_least < recommended.days_at_least
    if short:
        says = mark("the term is {length}; at least {recommended} is recommended")
        where = _end_place(term)
        yield found(*where, says=says, length=length, recommended=recommended)


def _length(reading: Reading, term: Term) -> list[Length]:
    """How long the term is: as it says, or in months and days."""
    if term.length and term.end is None:
        return [term.length]
    start, end = reading.first_day, reading.agreed_end
    return _between(start, end) if start and end and start <= end else []


def _between(start: date, end: date) -> list[Length]:
    """The months and the days from one day to another, both included."""
    months = Period("", start, end).months()
    days = (end - Length.of_months(months).after(start)).days + 1
    both = [Length.of_months(months)] * bool(months) + [Length.days(days)] * bool(days)
    return both


def _end_place(term: Term) -> Where:
    """Where the term's end stands, or what gives it."""
    if term.end is None and term.length is not None:
        return "term", "length"
    return ("term", "periods") if term.end is None and term.periods else ("term", "end")


@rule("IOP309", "vague-date", WARNING)
def vague_date(reading: Reading) -> Findings:
    """A date that names no day: a span or a season, or a month or a year where a day decides.

    A span or a season can be read in several ways wherever it stands. A month or a year is enough
    for a programme, but not for a term, a decision or a payment: there it is read as its first day
    where something begins and as its last where something ends, and the parties may have meant
    another.

    Write the day. If the document names none, ask the parties which they meant, or accept the
    finding with the reason.
    """
    moments: list[tuple[Where, Moment]] = []
    _gather(reading.agreement, (), moments)
    for where, moment in moments:
        if moment.precision == "span":
            says = mark("{moment} is a span of time and names no day")
            yield found(*where, says=says, moment=moment)
        elif moment.precision == "season":
            says = mark("{moment} is a time in words and names no day")
            yield found(*where, says=says, moment=moment)
        elif moment.precision in ("month", "year") and _needs_a_day(where):
            yield _read_as(where, moment)


def _gather(value: object, where: Where, moments: list[tuple[Where, Moment]]) -> None:
    """Add every moment in a record, with its place."""
    if isinstance(value, Moment):
        moments.append((where, value))
    elif isinstance(value, (dict, list)):
        for part, inner in value.items() if isinstance(value, dict) else enumerate(value):
            if type(inner) not in _LEAVES:
                _gather(inner, (*where, part), moments)
    elif isinstance(value, BaseModel):
        keys = _keys(type(value))
        for name, inner in vars(value).items():
            if type(inner) not in _LEAVES:
                _gather(inner, (*where, keys[name]), moments)


@cache
def _keys(record: type[BaseModel]) -> dict[str, str]:
    """The fields of a record with the keys that they are written as."""
    return {name: field.alias or name for name, field in record.model_fields.items()}


def _needs_a_day(where: Where) -> bool:
    return where[0] in ("term", "decisions") or (where[0] == "payments" and where[-1] == "date")


def _read_as(where: Where, moment: Moment) -> Finding:
    says = mark("{moment} names no day; it is read as {day}")
    if where[-1] in BEGINS:
        return found(*where, says=says, moment=moment, day=moment.first)
    if where[-1] in ENDS:
        return found(*where, says=says, moment=moment, day=moment.last)
    return found(*where, says=mark("{moment} names no day"), moment=moment)


@rule("IOP311", "part-budget-year", INFO, rests=("term",))
def part_budget_year(reading: Reading) -> Findings:
    """The term begins or ends within a calendar year, so that a budget year holds a part of it.

    Municipalities and regions budget by calendar year. An amount per year then has to be divided,
    and a text that does not say how leaves it to whoever pays.

    Say in the payment how a part of a year is counted (`pro_rata`), or let the term follow the
    calendar year.
    """
    term, start, end = reading.agreement.term, reading.first_day, reading.agreed_end
    if not term or not start or not end or end < start:
        return
    begins, ends = (start.month, start.day) != (1, 1), (end.month, end.day) != (12, 31)
    where = _start_place(term) if begins else _end_place(term)
    in_first = _between(start, min(end, date(start.year, 12, 31)))
    in_last = _between(max(start, date(end.year, 1, 1)), end)
    if begins and ends and start.year != end.year:
        says = mark("the term holds {part} of {year} and {last_part} of {last_year}")
        first, last = {"part": in_first, "year": str(start.year)}, str(end.year)
        yield Finding(where, says, {**first, "last_part": in_last, "last_year": last})
    elif begins or ends:
        part, year = (in_first, start.year) if begins else (in_last, end.year)
        says = mark("the term holds {part} of {year}")
        yield found(*where, says=says, part=part, year=str(year))


def _start_place(term: Term) -> Where:
    return ("term", "start") if term.start else ("term", "periods")
