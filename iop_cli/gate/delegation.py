"""Who must decide a change: the table in `iop.toml`, held against what the change is worth.

A row that names a payer or a kind of change goes before one that does not; else the first that
reaches far enough decides. What is worth an unknown sum goes to a row without a limit, or the last.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from iop_cli.book import Opened
from iop_cli.config import Delegation
from iop_cli.diagnostic import IopError
from iop_cli.difference import SECTIONS, Rank, Row, Worth
from iop_cli.gate.fault import Case
from iop_cli.gate.terms import SETTLED
from iop_cli.quantity import Amount, NotRead
from iop_cli.sums import sum_over_term
from iop_cli.words import mark, nearest, say
from iop_cli.years import worth_by_year

# what is changed there moves no money
_NO_MONEY = frozenset({
    "purpose", "notice", "steering", "follow_up", "criteria", "clauses", "decisions", "signatures",
    "document", "log", "findings",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limit:
    """One row of the table: who decides, and how far; None is without limit, or of any kind."""

    decides: str
    up_to: Amount | None = None
    payer: str | None = None
    what: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decider:
    """Who must decide, on what sections, and of what worth; None where the worth is unknown."""

    who: str
    about: tuple[str, ...]
    amount: Amount | None


def limits(rows: Sequence[Delegation], file: str = "iop.toml") -> tuple[Limit, ...]:
    """The table as it is judged by; raises IopError for an amount or a kind that nobody knows."""
    return tuple(_limit(row, number, file) for number, row in enumerate(rows, 1))


def _limit(row: Delegation, number: int, file: str) -> Limit:
    for what in row.what:
        if what not in SECTIONS:
            meant = nearest(what, list(SECTIONS))
            says = mark(
                "{file}: delegation {number}: {what} is no kind of change; there are {known}"
            )
            if meant:
                says = mark(
                    "{file}: delegation {number}: {what} is not known; did you mean {meant}?"
                )
            values = {"what": what, "meant": meant, "known": " | ".join(SECTIONS)}
            words = say(says, file=file, number=str(number), **values)
            raise IopError(words, file=file, code="configuration")
    try:
        up_to = None if row.up_to is None else Amount.read(row.up_to)
    except NotRead as error:
        says = mark("{file}: delegation {number}: {reason}")
        reason = say(error.message, **error.values)
        words = say(says, file=file, number=str(number), reason=reason)
        raise IopError(words, file=file, code="configuration") from error
    return Limit(row.decides, up_to, row.payer, row.what)


def deciders(case: Case, held: Worth, table: Sequence[Limit]) -> list[Decider]:
    """Everybody who must decide a change, in the order of the table; nobody without one."""
    abouts = list(dict.fromkeys(material(case)))
    if not table or not abouts:
        return []
    found: dict[str, tuple[list[str], Amount | None]] = {}
    for payer in _payers(held):
        for about in abouts:
            row = _row(table, about, payer, held, case)
            amount = weight(case, held, payer if row.payer else None)
            sections, _amount = found.setdefault(row.decides, ([], amount))
            if about not in sections:
                sections.append(about)
    order = [row.decides for row in table]
    return [
        Decider(who, tuple(sections), amount)
        for who, (sections, amount) in sorted(found.items(), key=lambda f: order.index(f[0]))
    ]


def material(case: Case) -> Iterator[str]:
    """The sections of what somebody must decide; what an amendment changes by its own section."""
    for change in case.changes:
        if change.in_log or change.rank is not Rank.MATERIAL or change.pattern[:1] == ("seal",):
            continue
        if change.pattern[:1] == ("amendments",) and change.where[2:3] == ("seal",):
            continue
        inner = [one for one in change.inner if one.rank is Rank.MATERIAL]
        yield from (one.about for one in (inner or ([] if change.inner else [change])))


def weight(case: Case, held: Worth, payer: str | None = None) -> Amount | None:
    """What a change is worth over the term, as no less than nothing; None where it is unknown.

    A new agreement, one that is gone and one that comes to be decided weigh their whole sum.
    """
    rows = [row for row in held.rows if payer is None or payer in row.payers]
    is_known = all(_is_told(opened) for opened in (case.before, case.after))
    if case.before is None or case.after is None or _is_settled_now(case):
        return _whole(held, rows, payer, is_gone=case.after is None) if is_known else None
    turnover = _turnover(rows)
    if is_known and _is_firm(held.before) and _is_firm(held.after):
        if payer is not None:
            return None if turnover is None else Amount(turnover)
        if held.by is not None:
            value = max(abs(held.by), turnover or Decimal(0))
            return Amount(value, held.after.currency if held.after else "SEK")
    if set(material(case)) <= _NO_MONEY and all(row.is_same for row in rows):
        return Amount(Decimal(0))
    return None


def _is_told(opened: Opened | None) -> bool:
    """Whether all that is paid under an agreement can be said; nothing is paid where there is none.

    A payment without an end or without an amount has no part in any year, and is still no nothing.
    """
    if opened is None:
        return True
    if not opened.readings:
        return False
    reading = opened.readings[-1]
    latest = replace(reading, agreement=reading.versions[-1][1]) if reading.versions else reading
    money = worth_by_year(latest).money
    return sum_over_term(latest) is not None or (money.amount is not None and not money.lacks)


def _is_settled_now(case: Case) -> bool:
    now, earlier = case.words_after.get("status"), case.words_before.get("status")
    return now in SETTLED and earlier not in SETTLED


def _whole(held: Worth, rows: list[Row], payer: str | None, *, is_gone: bool) -> Amount | None:
    whole = held.before if is_gone else held.after
    if payer is None or len({row.payers for row in held.rows}) < 2:
        return whole if _is_firm(whole) else None
    sums = [row.before if is_gone else row.after for row in rows]
    if whole is None or any(s and (s.amount is None or s.lacks) for s in sums):
        return None
    return Amount(sum((s.amount.value for s in sums if s and s.amount), Decimal(0)))


def _is_firm(amount: Amount | None) -> bool:
    """Whether a sum is no more than it says."""
    return amount is not None and amount.nature not in ("over", "at least")


def _turnover(rows: list[Row]) -> Decimal | None:
    """What comes on top, or what falls away, whichever is more; None where it is unknown."""
    differing = [row.by for row in rows if not row.is_same]
    if any(by is None for by in differing):
        return None
    more = sum((by for by in differing if by and by > 0), Decimal(0))
    less = sum((-by for by in differing if by and by < 0), Decimal(0))
    return max(more, less)


def _payers(held: Worth) -> list[str | None]:
    """Those whose money moves, else all who pay, else nobody in particular."""
    moved = [id for row in held.rows if not row.is_same for id in row.payers]
    every = moved or [id for row in held.rows for id in row.payers]
    return list(dict.fromkeys(every)) or [None]


def _row(
    table: Sequence[Limit], about: str, payer: str | None, held: Worth, case: Case
) -> Limit:  # fmt: skip
    """The row that decides one section of what one party pays."""
    fit = [r for r in table if _concerns(r, about, payer, held)]
    special = sorted(fit, key=lambda row: -(bool(row.what) + bool(row.payer)))
    for row in special:
        amount = weight(case, held, payer if row.payer else None)
        if _reaches(row, amount):
            return row
    last = next((row for row in reversed(fit) if row.up_to is None), None)
    return last or (fit or table)[-1]


def _concerns(row: Limit, about: str, payer: str | None, held: Worth) -> bool:
    if row.what and about not in row.what:
        return False
    names = {payer, held.names.get(payer, "")} if payer else set()
    return row.payer is None or row.payer in names


def _reaches(row: Limit, amount: Amount | None) -> bool:
    if row.up_to is None:
        return True
    known = amount is not None and amount.currency == row.up_to.currency
    return known and amount is not None and amount.value <= row.up_to.value
