"""What the money comes to before and after a change: calendar year by year, payer by payer.

Takes the sums from where they are reckoned for the documents; reckons only the difference.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from iop_cli.book import Opened
from iop_cli.quantity import Amount
from iop_cli.reading import Reading
from iop_cli.sums import sum_over_term
from iop_cli.yearly import NO_YEAR, Sum, added
from iop_cli.years import Share, worth_by_year

Parties = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What some parties pay in a year, before and after; `year` None where it is unknown.

    None is that nothing is paid; a sum without an amount is unknown.
    """

    year: int | None
    payers: Parties
    before: Sum | None
    after: Sum | None

    @property
    def by(self) -> Decimal | None:
        """How much more it is after; None where one of the sums is unknown."""
        return _more(self.before, self.after)

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class Worth:
    """The money year by year, and over the term where it can be said; names of payers by id."""

    rows: tuple[Row, ...]
    before: Amount | None
    after: Amount | None
    names: dict[str, str]

    @property
    def by(self) -> Decimal | None:
        """How much more it is over the term; None where one of the sums is unknown."""
        if self.before is None or self.after is None:
            return None
        return _more(Sum(self.before), Sum(self.after))


def _more(before: Sum | None, after: Sum | None) -> Decimal | None:
    """The difference; nothing paid is zero, and something unknown gives no difference."""
    held = [one for one in (before, after) if one is not None]
    if any(one.amount is None or one.lacks for one in held):
        return None
    if len({one.amount.currency for one in held if one.amount}) > 1:
        return None
    return _value(after) - _value(before)


def _value(held: Sum | None) -> Decimal:
    return held.amount.value if held and held.amount else Decimal(0)


def worth(before: Opened | None, after: Opened | None) -> Worth:
    """The money of an agreement before and after, with every amendment of each."""
    readings = [_latest(opened) for opened in (before, after)]
    was, now = (_by_year(reading) for reading in readings)
    names = {
        id: party.name for reading in readings if reading
        for id, party in reading.agreement.parties.items()
    }  # fmt: skip
    place = {id: index for index, id in enumerate(names)}
    keys = sorted(
        was.keys() | now.keys(), key=lambda k: (k[0] or 9999, [place.get(p, 999) for p in k[1]])
    )
    rows = tuple(
        Row(None if year == NO_YEAR else year, payers, was.get((year, payers)),
            now.get((year, payers)))
        for year, payers in keys
    )  # fmt: skip
    return Worth(rows, _over_term(readings[0], was), _over_term(readings[1], now), names)


def _shares(reading: Reading) -> Iterator[Share]:
    """The money of each year by the text that holds at its end; earlier years stay as they were."""
    versions = reading.versions or ((date.min, reading.agreement),)
    for index, (_since, agreement) in enumerate(versions):
        for share in worth_by_year(replace(reading, agreement=agreement)).shares:
            end = date.max if share.year == NO_YEAR else date(share.year, 12, 31)
            holding = max((i for i, (day, _a) in enumerate(versions) if day <= end), default=0)
            if holding == index:
                yield share


def _over_term(reading: Reading | None, years: dict[tuple[int, Parties], Sum]) -> Amount | None:
    """The sum over the term, else the years together where each of them can be said."""
    if reading is None:
        return None
    whole = added(list(years.values()))
    return sum_over_term(reading) or (None if whole.lacks else whole.amount)


def _latest(opened: Opened | None) -> Reading | None:
    """The text with every amendment, also those whose day is still to come."""
    if opened is None or not opened.readings:
        return None
    reading = opened.readings[-1]
    return replace(reading, agreement=reading.versions[-1][1]) if reading.versions else reading


def _by_year(reading: Reading | None) -> dict[tuple[int, Parties], Sum]:
    found: dict[tuple[int, Parties], list[Sum]] = {}
    for share in _shares(reading) if reading else ():
        if share.money:
            found.setdefault((share.year, share.parties), []).append(share.money)
    return {key: added(sums) for key, sums in found.items()}
