"""What a partnership costs and is worth, calendar year by calendar year, party by party.

Adds what is told and what follows from it; what cannot be said stays unknown and is never zero.
Speaks no words: see words_of.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from iop_cli.finding import read_path
from iop_cli.model.agreement import Agreement
from iop_cli.model.economy import Budget, BudgetLine, Contribution
from iop_cli.model.payment import Fixed, PaymentBase
from iop_cli.quantity import Amount
from iop_cli.reading import Reading
from iop_cli.yearly import (
    NO_YEAR,
    Sum,
    added,
    cumulated,
    money_by_year,
    only,
    whole_of,
    year_in,
    years_of,
)

Parties = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What some parties give together in a year: money, and what has been given a value."""

    year: int
    parties: Parties
    money: Sum | None = None
    in_kind: Sum | None = None

    @property
    def whole(self) -> Sum:
        """Money and valued contributions together."""
        return added([one for one in (self.money, self.in_kind) if one])


@dataclass(frozen=True, slots=True)
class Worth:
    """The shares year by year, and the contributions that no sum holds.

    `unclear` have a value and no telling of what it is for; `unvalued` have none.
    """

    shares: tuple[Share, ...] = ()
    unvalued: tuple[Contribution, ...] = ()
    unclear: tuple[Contribution, ...] = ()
    payments: tuple[Sum, ...] = ()

    @property
    def money(self) -> Sum:
        """All money."""
        return added(self.payments)

    @property
    def in_kind(self) -> Sum:
        """All contributions that have been given a value."""
        return added([s.in_kind for s in self.shares if s.in_kind])

    @property
    def whole(self) -> Sum:
        """All money and all contributions that have been given a value."""
        return added([*self.payments, *([self.in_kind] if self.is_valued else [])])

    @property
    def is_valued(self) -> bool:
        """Whether some contribution in kind has a value that is counted."""
        return any(s.in_kind for s in self.shares)


def worth_by_year(reading: Reading) -> Worth:
    """What each party gives in each calendar year of the term as it stands today."""
    found: dict[tuple[int, Parties, str], list[Sum]] = {}
    agreement = reading.agreement
    payments = agreement.payments if isinstance(agreement.payments, dict) else {}
    whole = list[Sum]()
    for id, payment in payments.items():
        by_year = money_by_year(id, payment, reading)
        whole.append(whole_of(id, payment, reading, by_year))
        for year, sum_ in by_year.items():
            found.setdefault((year, _payers(payment), "money"), []).append(sum_)
    unvalued, unclear = list[Contribution](), list[Contribution]()
    for held in _in_kind(agreement):
        years = _valued(held, reading)
        if years is None:
            (unclear if _value(held, agreement) else unvalued).append(held)
        for year, sum_ in (years or {}).items():
            found.setdefault((year, (held.by,), "in_kind"), []).append(sum_)
    return Worth(tuple(_shares(found, agreement)), tuple(unvalued), tuple(unclear), tuple(whole))


def _shares(
    found: dict[tuple[int, Parties, str], list[Sum]], agreement: Agreement
) -> Iterator[Share]:
    order = list(agreement.parties)
    keys = {(year, parties) for year, parties, _kind in found}
    place = {party: index for index, party in enumerate(order)}
    for year, parties in sorted(
        keys, key=lambda k: (k[0] or 9999, [place.get(p, 99) for p in k[1]] or [99])
    ):
        money, in_kind = (found.get((year, parties, kind)) for kind in ("money", "in_kind"))
        yield Share(
            year, parties, added(money) if money else None, added(in_kind) if in_kind else None
        )


def _payers(payment: PaymentBase) -> Parties:
    held = payment.from_
    if held is None:
        return ()
    return (held,) if isinstance(held, str) else tuple(str(id) for id in held)


def _in_kind(agreement: Agreement) -> Iterator[Contribution]:
    """The contributions that are no payment, and money where no payment is told."""
    has_payments = isinstance(agreement.payments, dict)
    for held in agreement.contributions or []:
        if held.payment is None and not (held.kind == "cash" and has_payments):
            yield held


def _value(held: Contribution, agreement: Agreement) -> Amount | None:
    line = _budget_line(held, agreement)
    return held.amount or (line[1].amount if line else None)


def _budget_line(held: Contribution, agreement: Agreement) -> tuple[Budget, BudgetLine] | None:
    path = read_path(held.budget_line) if held.budget_line else ()
    match path:
        case ("budgets", str(name), "lines", str(line)):
            budget = (agreement.budgets or {}).get(name)
            found = budget.lines.get(line) if budget else None
            return (budget, found) if budget and found else None
        case _:
            return None


def _valued(held: Contribution, reading: Reading) -> dict[int, Sum] | None:
    """The value of a contribution year by year; None where it has none, or it is unclear when."""
    agreement, years = reading.agreement, years_of(reading)
    amount, line = _value(held, agreement), _budget_line(held, agreement)
    if amount is None:
        return None
    if held.per in (None, "all"):
        year = year_in(str(line[0].year)) if line and line[0].year else NO_YEAR
        if not year and held.per is None:
            return None
        return {year or only(years): Sum(amount)}
    each = Fixed.model_construct(kind="fixed", amount=amount, per=held.per)
    return cumulated("value", each, reading, years)
