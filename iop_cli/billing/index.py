"""How an amount follows a published index: from year to year, with share, lag, floor and rounding.

The values stand in the log, each with its source; a value that is not there is never guessed.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from iop_cli.billing.work import DAY, Reason, Refused, Version, Work
from iop_cli.model.log import Entry
from iop_cli.model.payment import Index
from iop_cli.quantity import Amount as Money
from iop_cli.quantity import NotRead, Period, rounded
from iop_cli.words import _, form, mark, number, say

CENT = Decimal("0.01")
_BEFORE = re.compile(r"([0-9]{1,2}) years? before")
_STEP = re.compile(r"(?:(up|down)(?: to)? )?(?:to )?(.+)")


@dataclass(frozen=True, slots=True)
class Adjusted:
    """An amount as the index has made it, and the reasons, the latest year's last."""

    amount: Decimal
    reasons: tuple[Reason, ...] = ()


def step_of(text: str | None) -> tuple[Decimal, str]:
    """The rounding that `down to 100 kr`, `up to 1 kr` or `0,01 kr` tells: a step, a direction.

    To the öre, half up, where nothing is told; raises NotRead for what is no amount.
    """
    if not text:
        return CENT, "nearest"
    found = _STEP.fullmatch(text.strip())
    if not found:
        raise NotRead(mark("{text} is not a rounding; write for example {example}"),
                      text=text, example="down to 100 kr")  # fmt: skip
    return Money.read(found[2]).value, found[1] or "nearest"


def adjusted(
    work: Work, version: Version, index: Index, base: Decimal, year: int, *, final: bool = False
) -> Adjusted | Refused:
    """The amount of a year: `base` changed once for each year from the first that is adjusted.

    With `final`, by final values also where the terms bill by preliminary ones.
    """
    first = index.from_.as_start.year if index.from_ and index.from_.as_start else None
    if first is None or not index.series:
        says = mark("the index names no series or no first year, so it cannot be followed")
        help = mark("Write index.series and index.from.")
        return work.refused(says, help, reason=work.clause(version, "index"))
    renewed = _set_in(work, version)
    first = max(first, renewed + 1) if renewed else first
    amount, reasons = base, list[Reason]()
    for each in range(first, year + 1):
        step = _changed(work, version, index, amount, base, each, final)
        if isinstance(step, Refused):
            return step
        amount, reasons = step.amount, [*reasons, *step.reasons]
    return Adjusted(amount, tuple(reasons[-3:]))


def _set_in(work: Work, version: Version) -> int | None:
    """The year in which an amendment set the amount that holds; None for the first amount."""
    holding = [(v, _base(p)) for v, p in work.holding if v.number <= version.number]
    now = holding[-1][1]
    start = next((i for i in range(len(holding), 0, -1) if holding[i - 1][1] != now), 0)
    since = holding[start][0].days.first
    return since.year if start else None


def _base(payment: object) -> object:
    return getattr(payment, "amount", None) or getattr(payment, "rate", None)


def _changed(
    work: Work, version: Version, index: Index, amount: Decimal, base: Decimal, year: int,
    final: bool,
) -> Adjusted | Refused:  # fmt: skip
    """The amount of a year from that of the year before, or from the base where that is told."""
    compared = _compared(index, year)
    if compared is None:
        says = mark("the index does not tell which two periods are compared")
        help = mark("Write index.compare, such as 2 years before and 1 year before.")
        return work.refused(says, help, reason=work.clause(version, "index"))
    before = _value(work, version, index, compared[0], final)
    after = _value(work, version, index, compared[1], final)
    if isinstance(before, Refused):
        return before
    if isinstance(after, Refused):
        return after
    share = index.share.value if index.share else Decimal(1)
    from_, to = before[0], after[0]
    moved = (to - from_) / (100 if index.reads == "points" else from_)
    start = amount if index.compare else base
    try:
        step, direction = step_of(index.rounded)
    except NotRead as error:
        reason = work.clause(version, "index", "rounded")
        help = mark("Write index.rounded as a step, such as down to 100 kr.")
        return work.refused(error.message, help, reason=reason, values=error.values)
    result = rounded(start * (1 + share * moved), step, direction)
    floored = bool(index.never_lower) and result < amount
    told = _told(start, share, index, from_, to, result, year)
    reason = replace(work.clause(version, "index"), says=told)
    kept = [replace(reason, says=say(mark("never lower, so {amount} kr"), amount=amount))]
    return Adjusted(amount if floored else result,
                    (before[1], after[1], reason, *(kept if floored else ())))  # fmt: skip


def _told(
    start: Decimal, share: Decimal, index: Index, before: Decimal, after: Decimal,
    result: Decimal, year: int,
) -> str:  # fmt: skip
    """The arithmetic of one year as it is shown."""
    whole = "100" if index.reads == "points" else number(before)
    how = f"({number(after)} - {number(before)}) / {whole}"
    percent = number((share * 100).normalize())
    told = f"{year}: {number(start)} * (1 + {percent} % * {how}) = {number(result)} kr"
    return f"{told} ({index.rounded})" if index.rounded else told


def _compared(index: Index, year: int) -> tuple[Period, Period] | None:
    told = [_period(text, year) for text in index.compare or []]
    if len(told) == 2 and told[0] and told[1]:
        return told[0], told[1]
    if not index.compare and index.base:
        return index.base, Period.of(year - 1)
    return None


def _period(text: str, year: int) -> Period | None:
    found = _BEFORE.fullmatch(text.strip())
    if found:
        return Period.of(year - int(found[1]))
    try:
        return Period.read(text)
    except NotRead:
        return None


def _value(
    work: Work, version: Version, index: Index, period: Period, final: bool
) -> tuple[Decimal, Reason] | Refused:
    """The index of a period as the log tells it, of the kind that the terms ask for."""
    found = _of_kind(work, index, period, "final" if final else index.values)
    if found is None:
        says = mark("the log has no value of {series} for {period}")
        if (final or index.values == "final") and _of_kind(work, index, period, None):
            says = mark("the log has only a preliminary value of {series} for {period}")
        help = mark('Record it: iop record {agreement} index "{series}" --period {period}')
        values = {"series": index.series or "", "period": period, "agreement": work.today.file_id}
        return work.refused(says, help, reason=work.clause(version, "index"), values=values)
    place, entry = found
    value = entry.value
    assert value is not None  # an entry of an index has a value
    if not value:
        says = mark("the index of {period} is 0, and nothing can be reckoned from it")
        reason = work.entry_reason(place, "", "value")
        return work.refused(says, mark("Correct it in the log."), reason=reason, period=period)
    kind = _("preliminary value") if entry.preliminary else _("final value")
    source = f", {entry.source}" if entry.source else ""
    says = f"{index.series} {form(period)}: {number(value)} ({kind}{source})"
    return value, work.entry_reason(place, says, "value")


def _of_kind(
    work: Work, index: Index, period: Period, kind: str | None
) -> tuple[int, Entry] | None:
    """The last entry of a period: a preliminary one where the terms say so and there is one."""
    log = work.today.log
    entries = list(enumerate((log.entries if log else None) or []))
    withdrawn = {e.withdraws for _i, e in entries}
    by_id = {e.id: e for _i, e in entries}
    replaced = {e.corrects: e for e in by_id.values() if e.corrects}
    of_period = [
        (i, e) for i, e in entries
        if e.index == index.series and e.value is not None and e.id not in withdrawn
        and e.period and (e.period.start, e.period.end) == (period.start, period.end)
    ]  # fmt: skip
    standing = [(i, e) for i, e in of_period if e.id not in replaced]
    if kind == "preliminary":
        early = [
            (i, e) for i, e in of_period
            if e.preliminary and not (e.id in replaced and replaced[e.id].preliminary)
        ]  # fmt: skip
        standing = early or standing
    if kind == "final":
        standing = [(i, e) for i, e in standing if not e.preliminary]
    return standing[-1] if standing else None


def settled_on(work: Work, index: Index, year: int) -> date | None:
    """The day on which the last final value that a year rests on became known; None until then."""
    compared = _compared(index, year)
    days = []
    for period in compared or ():
        found = _of_kind(work, index, period, "final")
        if found is None:
            return None
        days.append(found[1].date or period.end + DAY)
    return max(days, default=None)
