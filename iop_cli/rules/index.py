"""IOP4xx, amounts that follow a published index: what the clause has to say, and the values.

Knows which values are needed. Adjusts no amount.
"""

import re
from collections.abc import Iterator

from iop_cli.model.payment import Index, Payment
from iop_cli.reading import Reading
from iop_cli.rules.rule import ERROR, WARNING, Findings, Where, found, rule
from iop_cli.words import Said, mark

_YEARS_BEFORE = re.compile(r"([0-9]{1,2})\s+years?\s+before")


@rule("IOP417", "index-incomplete", WARNING)
def index_incomplete(reading: Reading) -> Findings:
    """An amount follows an index, and the text leaves out something that decides the result.

    Needed are the series, what it is counted from, the share of the change that counts, which
    periods are compared, how the result is rounded, and whether the amount can fall. A worked case:
    247 700 kr, index 100,0 to 103,0, share 80 %, down to whole hundreds, gives 253 600 kr; without
    the rounding it would be 253 644,80 kr.

    Agree on what is missing and write it under index; never_lower: no says that the amount may
    fall.
    """
    for name, payment in _payments(reading).items():
        missing = [Said(word) for word in _missing_in(payment.index)] if payment.index else []
        if missing:
            says = mark("the index clause leaves out {missing}")
            yield found("payments", name, "index", says=says, missing=missing)


@rule("IOP418", "index-value-missing", ERROR, on="log")
def index_value_missing(reading: Reading) -> Findings:
    """The log calls a period complete that is paid by an index, and a value of the index that the
    period needs is not in the log.

    Without the value nobody can tell whether the right amount was paid. Periods that are not called
    complete are left alone; to bill them is refused until the value is there.

    Add the value to the log with its period, its source, and whether it is preliminary.
    """
    told: set[tuple[str, int]] = set()
    for payment in _payments(reading).values():
        index = payment.index
        if not index or not index.series:
            continue
        for i, entry in reading.complete:
            period = entry.complete
            if not period or not reading.today.is_after(period.end):
                continue
            years = range(period.start.year, period.end.year + 1)
            for year in _years_needed(reading, index, years):
                if (index.series, year) in told or _is_logged(reading, index, year):
                    continue
                told.add((index.series, year))
                says = mark("{series} for {year} is not in the log; {period} is paid by it")
                where: Where = ("entries", i, "complete")
                yield found(*where, says=says, series=index.series, year=str(year), period=period)


def _payments(reading: Reading) -> dict[str, Payment]:
    payments = reading.agreement.payments
    return payments if isinstance(payments, dict) else {}


def _missing_in(index: Index) -> Iterator[str]:
    if not index.series:
        yield mark("the series")
    if not index.base and not index.compare:
        yield mark("what it is counted from")
    if index.share is None:
        yield mark("the share that counts")
    if not index.compare:
        yield mark("the periods that are compared")
    if not index.rounded:
        yield mark("the rounding")
    if index.never_lower is None:
        yield mark("whether the amount can fall")


def _years_needed(reading: Reading, index: Index, years: range) -> Iterator[int]:
    """The years whose index values are needed to pay some years of the term."""
    start = index.from_.as_start if index.from_ else None
    first, last = reading.first_day, reading.agreed_end
    before = [_YEARS_BEFORE.fullmatch(text.strip()) for text in index.compare or []]
    for year in years:
        outside = (first and year < first.year) or (last and year > last.year)
        if start and year >= start.year and not outside:
            yield from (year - int(b[1]) for b in before if b)


def _is_logged(reading: Reading, index: Index, year: int) -> bool:
    return any(
        e.index == index.series
        and e.period is not None
        and e.period.start.year <= year <= e.period.end.year
        and not (index.values == "final" and e.preliminary)
        for _i, e in reading.entries
    )
