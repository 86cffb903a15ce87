"""Days and the periods that money is counted in: how large a part of a year some days are.

Exact fractions; rounds nothing, knows no payment.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from iop_cli.quantity import Period, periods_between

_DAY = timedelta(days=1)
MONTHS = {"month": 1, "quarter": 3, "tertial": 4, "half_year": 6, "school_term": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `first` to `last`, both included; none where `last` is before `first`."""

    first: date
    last: date

    def __bool__(self) -> bool:
        """Whether there is any day."""
        return self.first <= self.last

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.first <= day <= self.last

    def within(self, other: "Days") -> "Days":
        """The days that are in both."""
        return Days(max(self.first, other.first), min(self.last, other.last))

    def touches(self, other: "Days") -> bool:
        """Whether any day is in both."""
        return bool(self.within(other))

    def is_in(self, other: "Days") -> bool:
        """Whether every day is one of the others."""
        return other.first <= self.first and self.last <= other.last

    @property
    def count(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def cut(self, starts: Iterable[date]) -> "Iterator[Days]":
        """The days in pieces, a new one from each of some days on."""
        inner = sorted({day for day in starts if self.first < day <= self.last})
        firsts = [self.first, *inner]
        for first, following in zip(firsts, [*inner, None], strict=True):
            yield Days(first, following - _DAY if following else self.last)


def months_of(days: Days) -> Iterator[tuple[Days, Days]]:
    """Each calendar month that the days touch: the days in it, and the whole month."""
    for month in periods_between("month", days.first, days.last):
        whole = Days(month.start, month.end)
        yield days.within(whole), whole


def share(days: Days, whole: Days, months: int, by: str | None) -> Fraction:
    """How large a part of a calendar period of so many months some days in it are.

    By days if the terms say so; else twelfths for whole months and days of the month for a broken
    one. `months` is 0 for days and weeks, which are counted in days.
    """
    if not days:
        return Fraction(0)
    if by == "days" or not months:
        return Fraction(days.count, whole.count)
    return sum(
        (Fraction(part.count, month.count) / months for part, month in months_of(days)), Fraction(0)
    )


def is_broken(days: Days) -> bool:
    """Whether the days begin or end inside a month."""
    return days.first.day != 1 or (days.last + _DAY).day != 1


def wholes(per: str, days: Days) -> list[Days]:
    """The calendar periods that some days touch, whole."""
    return [Days(p.start, p.end) for p in periods_between(per, days.first, days.last)]


def named(days: Days) -> str:
    """The days as people name them: 2018, 2018-H1, 2018-Q1, 2018-03, or from day to day."""
    if days.first == days.last:
        return days.first.isoformat()
    for per in ("year", "half_year", "tertial", "quarter", "month"):
        period: Period = periods_between(per, days.first, days.first)[0]
        if (period.start, period.end) == (days.first, days.last):
            return period.text
    if (days.first.month, days.first.day, days.last.month, days.last.day) == (1, 1, 12, 31):
        return f"{days.first.year}\u2013{days.last.year}"
    return f"{days.first.isoformat()}\u2013{days.last.isoformat()}"
