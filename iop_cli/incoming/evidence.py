"""How well a line of an incoming invoice fits one thing that is owed: by days, ids, places, names.

Weighs; decides nothing.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from iop_cli.billing.calendar import Days
from iop_cli.incoming.owed import Owed
from iop_cli.incoming.spoken import Times, times
from iop_cli.incoming.ubl_read import Told

_CERTAIN, _LIKELY, _HINT = 12, 8, 3


@dataclass(frozen=True)
class Known:
    """The places and the entries' ids that the log knows."""

    places: frozenset[str]
    ids: frozenset[str]


@dataclass(frozen=True)
class Words:
    """A line with what its text says of time, and its text as words are compared."""

    told: Told
    times: Times
    text: str
    ids: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()

    @property
    def period(self) -> Days | None:
        """The days that the line itself names, beside its text."""
        start, end = self.told.start, self.told.end
        if start and end and start <= end:
            return Days(start, end)
        only = start or end
        return Days(only, only) if only else None

    @property
    def days(self) -> tuple[date, ...]:
        """The single days that it speaks of."""
        period = self.period
        single = (period.first,) if period and period.first == period.last else ()
        return (*self.times.days, *(d for d in single if d not in self.times.days))

    @property
    def periods(self) -> tuple[Days, ...]:
        """The periods that it speaks of, its own first."""
        period = self.period
        own = (period,) if period and period.first < period.last else ()
        return (*own, *self.times.periods)


NOTHING = Known(frozenset(), frozenset())


def periods(told: Told) -> tuple[Days, ...]:
    """The periods that a line speaks of."""
    return words(told, NOTHING).periods


@dataclass(frozen=True)
class Fit:
    """How well a line fits: a weight, whether it names the thing, whether it names another."""

    weight: int
    is_named: bool
    is_against: bool
    is_equal: bool

    @property
    def order(self) -> tuple[bool, int]:
        """What fits better comes later."""
        return (self.is_equal, self.weight)


def words(told: Told, known: Known) -> Words:
    """A line's words, read once; with the entries and places that it names."""
    text = plain(told.text)
    ids = frozenset(id for id in known.ids if names(text, id))
    places = frozenset(place for place in known.places if names(text, place))
    return Words(told, times(told.text), text, ids, places)


def plain(text: str) -> str:
    """A text as it is compared: composed, and without capitals."""
    return unicodedata.normalize("NFC", text).casefold()


def names(text: str, word: str) -> bool:
    """Whether a word stands in a plain text; letters must be among its characters."""
    sought = plain(word)
    if sought not in text or not any(c.isalpha() for c in sought):
        return False
    return _pattern(sought).search(text) is not None


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w]){re.escape(word)}(?![\w])")


def fit(line: Words, owed: Owed, period: Days | None, *, credit: bool) -> Fit:
    """How well a line fits something that is owed; a credit note may take a part of it.

    `period` is the invoice's own.
    """
    told, days = line.told, owed.days
    is_equal = told.amount == owed.line.amount
    if credit and not is_equal:
        is_equal = Decimal(0) < told.amount < owed.line.amount
    weight = 6 * (told.amount == owed.line.amount) + _HINT * (not owed.taken)
    if told.price is not None and told.price == owed.line.price and owed.line.quantity != 1:
        weight += _HINT
    by_id = bool(line.ids & owed.ids)
    by_time, against = _time(line, owed, days)
    here = bool(line.places & owed.places)
    is_timed = bool(line.days or line.periods)
    is_span = bool(owed.ids) or days.first < days.last  # a day of payment may lie elsewhere
    if period and not is_timed and is_span and not days.touches(period):
        against = True
    if owed.ids and not by_id and line.ids:
        against = True
    if owed.places and not here:
        against |= bool(line.places)
    weight += _CERTAIN * by_id + by_time + _HINT * here - min(owed.rank, _HINT)
    weight += min(2, sum(names(line.text, name) for name in owed.names))
    named = by_id or by_time >= _LIKELY or here
    return Fit(weight, named and (by_id or not against), against and not by_id, is_equal)


def _time(line: Words, owed: Owed, days: Days) -> tuple[int, bool]:
    """How much the days speak for it, and whether they speak against it."""
    if owed.ids and days.first == days.last:
        if line.days:
            found = days.first in line.days
            return (_LIKELY if found else 0), not found
        if line.periods:
            inside = any(period.holds(days.first) for period in line.periods)
            return (1 if inside else 0), not inside
        return 0, False
    if not line.periods:
        return (1 if any(days.holds(day) for day in line.days) else 0), False
    if days in line.periods:
        return _LIKELY, False
    touching = any(days.touches(period) for period in line.periods)
    return (1 if touching else 0), not touching
