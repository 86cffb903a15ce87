"""What final index values change of what was billed by preliminary ones, where the terms say so."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from iop_cli.billing.calendar import Days, named
from iop_cli.billing.index import settled_on
from iop_cli.billing.periodic import HeldOn, Span, in_kronor, span_of, title, whole_ore
from iop_cli.billing.work import Charge, Work
from iop_cli.words import mark, say


def adjustments(
    work: Work, days: Days, periods: list[Days], per: str, held: Callable[[bool, Days], HeldOn],
    breaks: Iterable[date],
) -> Iterator[Charge]:  # fmt: skip
    """One charge for each period whose final index differs from the preliminary one.

    `held` tells the sum that holds on a day: by preliminary values, or with True by final ones.
    """
    breaks = list(breaks)
    for whole in periods:
        active = whole.within(days)
        found = work.on(active.first)
        index = found[1].index if found else None
        if not index or not index.retroactive or index.values != "preliminary":
            continue
        known = settled_on(work, index, whole.first.year)
        if known is None:
            continue
        spans = [span_of(work, whole, per, active, held(f, whole), breaks) for f in (False, True)]
        before, after = spans
        if isinstance(before, Span) and isinstance(after, Span):
            yield from _difference(work, before, after, active, max(known, active.first))


def _difference(work: Work, before: Span, after: Span, days: Days, known: date) -> Iterator[Charge]:
    old, new = (sum((c.worth for c in s.cells), Fraction(0)) for s in (before, after))
    amount = whole_ore(new) - whole_ore(old)
    if not amount or not after.cells:
        return
    held = after.cells[-1].held
    clause = work.clause(held.version, "index", "retroactive")
    sum_ = f"{in_kronor(whole_ore(new))} - {in_kronor(whole_ore(old))} = {in_kronor(amount)} kr"
    what = mark("{what}, adjustment to the final index, {period}")
    yield Charge(
        amount=amount,
        day=known,
        first=days.first,
        last=days.last,
        text=say(what, what=title(work, held.payment), period=str(days.first.year)),
        part=f"index {named(after.whole)}",
        reasons=(*held.reasons, replace(clause, says=sum_)),
        payer=held.payer,
        version=held.version.number,
    )
