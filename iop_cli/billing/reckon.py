"""One payment reckoned up to a day: its charges, held to conditions, caps and what is billed.

Everything that no single kind of payment decides. Makes no invoice.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from iop_cli.billing.billed import again, label
from iop_cli.billing.calendar import MONTHS, Days, wholes
from iop_cli.billing.counted import cost_cap, per_unit
from iop_cli.billing.fixed import fixed, settlement
from iop_cli.billing.held import per_activity
from iop_cli.billing.listed import lump_sum, total
from iop_cli.billing.parts import instalments
from iop_cli.billing.work import Charge, LeftOut, Outcome, Refused, Version, Work, belongs, window
from iop_cli.invoice import Billed
from iop_cli.model.payment import (
    CostCap,
    Fixed,
    Instalments,
    LumpSum,
    Payment,
    PerActivity,
    PerUnit,
    Total,
)
from iop_cli.words import mark


@dataclass
class Reckoned:
    """What came of a payment: charges to bill now, what is left out, and what is refused."""

    charges: list[Charge] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def reckoned(work: Work) -> Reckoned:
    """The charges of one payment that may be billed in the days asked for."""
    found = Reckoned()
    payment = work.holding[-1][1]
    days = window(work, payment)
    if isinstance(days, Refused):
        found.refused.append(days)
        return found
    charges = _charges(work, days, found)
    charges = [c for c in charges if not _is_held_back(work, c, found)]
    left = []
    for charge in charges:
        if out := again(work, charge, charges):
            found.left_out.append(out)
        else:
            left.append(charge)
    charges = left
    if not work.uncapped:
        charges = list(_capped(work, charges, days, found))
    found.charges = [c for c in charges if work.asked.holds(c.day)]
    found.left_out = [o for o in found.left_out if o.day is None or work.asked.holds(o.day)]
    found.refused = [r for r in found.refused if not r.days or r.days.touches(work.asked)]
    if not work.uncapped:
        found.refused = _once(found.refused)
    return found


def _charges(work: Work, days: Days, found: Reckoned) -> list[Charge]:
    """What the payment comes to, run by run, with its settlement last."""
    made: list[Charge] = []
    for run in _runs(work):
        held = _time(run, work)
        if isinstance(held, Refused):
            found.refused.append(held)
            return []
        made += _sorted(_outcomes(run, run.holding[-1][1], held), found)
    made += _sorted(settlement(work, days, made) if days else (), found)
    return list(_lump_sums(work, made, days, found))


def running(work: Work) -> Days | None:
    """From the first day that the payment runs to the last; None where they are unknown."""
    times = [_time(run, work) for run in _runs(work)] if work.holding else []
    known = [days for days in times if isinstance(days, Days)]
    if len(known) < len(times) or not known:
        return None
    held = [days for days in known if days] or known
    return Days(min(d.first for d in held), max(d.last for d in held))


def _sorted(outcomes: Iterable[Outcome], found: Reckoned) -> list[Charge]:
    """The charges; what is left out and what is refused goes to what was found."""
    charges: list[Charge] = []
    for outcome in outcomes:
        match outcome:
            case Charge():
                charges.append(outcome)
            case LeftOut():
                found.left_out.append(outcome)
            case Refused():
                found.refused.append(outcome)
    return charges


def _time(run: Work, work: Work) -> Days | Refused:
    """The days that a run is for: all that the payment runs, or those of its versions."""
    (first, _payment), (last, payment) = run.holding[0], run.holding[-1]
    days = window(run, payment)
    if isinstance(days, Refused) or len(run.holding) == len(work.holding):
        return days
    return days.within(Days(first.days.first, last.days.last))


def _runs(work: Work) -> Iterator[Work]:
    """The versions that follow each other with the same kind, period and time of the payment.

    An amendment may make a yearly sum a monthly one: what was owed before it stays as it was.
    """
    same = groupby(work.holding, key=lambda held: _rhythm(held[1]))
    runs = [tuple(version.number for version, _p in held) for _k, held in same]
    yield from (replace(work, only=run) for run in runs) if len(runs) > 1 else (work,)


def _rhythm(payment: Payment) -> tuple[object, ...]:
    return type(payment), payment.per, payment.valid


def _lump_sums(
    work: Work, charges: list[Charge], days: Days, found: Reckoned
) -> Iterator[Charge]:  # fmt: skip
    """The charges; of a lump sum that an amendment changes after its day, what it comes to.

    It is the same sum where it covers the same days, and another where it covers others.
    """
    lumps = [c for c in charges if isinstance(work.of(c)[1], LumpSum)]
    yield from (c for c in charges if c not in lumps)
    told = [getattr(work.of(c)[1], "covers", None) for c in lumps]
    if len(lumps) > 1 and not all(told):
        says = mark("an amendment moves the day from {before} to {after}, and nothing tells whether"
                    " it is the same sum or another")  # fmt: skip
        help = mark("Write covers in both, or the new sum as a payment of its own.")
        reason = work.clause(work.of(lumps[-1])[0], "date")
        told_days = {"before": lumps[-2].day, "after": lumps[-1].day}
        found.refused.append(work.refused(says, help, reason=reason, values=told_days))
        return
    highest = max((int(c.part) for c in charges if c.place), default=0)
    spans = [Days(period.start, period.end) for period in told if period] or [days]
    for place, charge in enumerate(lumps):
        if not any(spans[place].touches(later) for later in spans[place + 1 :]):
            part = 1 + sum(not spans[place].touches(before) for before in spans[:place])
            yield replace(charge, part=str(highest + part))


def _once(refused: Iterable[Refused]) -> list[Refused]:
    """Refusals without those that say the same thing again of another period."""
    kept: dict[tuple[str, str], Refused] = {}
    for one in refused:
        kept.setdefault((one.reason, one.entry), one)
    return list(kept.values())


def _outcomes(work: Work, payment: Payment, days: Days) -> Iterator[Outcome]:
    if not days:
        return
    if isinstance(payment, Fixed):
        yield from fixed(work, days)
    elif isinstance(payment, PerUnit):
        yield from per_unit(work, days)
    else:
        for version, now in work.holding:
            for outcome in _of_version(work, version, now, days):
                if _belongs(work, outcome, version, now):
                    yield outcome


def _of_version(work: Work, version: Version, payment: Payment, days: Days) -> Iterator[Outcome]:
    match payment:
        case PerActivity():
            return per_activity(work, version, payment, days)
        case Instalments():
            return instalments(work, version, payment, days)
        case LumpSum():
            return lump_sum(work, version, payment, days)
        case Total():
            return total(work, version, payment, days)
        case CostCap():
            return cost_cap(work, version, payment, days)
        case _:
            return iter(())


def _belongs(work: Work, outcome: Outcome, version: Version, payment: Payment) -> bool:
    """Whether an outcome is of the days that a version of the agreement holds."""
    if isinstance(outcome, Refused):
        return outcome.days is None or outcome.days.touches(version.days)
    if outcome.day is None:
        return version.number == work.holding[-1][0].number
    if isinstance(payment, Total) and isinstance(outcome, Charge):
        return version.days.holds(outcome.first)
    if isinstance(payment, Instalments | LumpSum):
        return belongs(work, version, outcome.day)
    return version.days.holds(outcome.day)


def _is_held_back(work: Work, charge: Charge, found: Reckoned) -> bool:
    """Whether a condition is not met, or a report that releases the money was not handed in."""
    version, payment = work.of(charge)
    part = _part(payment, charge)
    for source in (payment, part):
        name = getattr(source, "condition", None)
        if name and (says := _unmet(work, version, name)):
            reason = work.clause(version, "condition") if source is payment else None
            out = work.left_out(says, charge.day, reason=reason, part=label(charge), name=name)
            found.left_out.append(out)
            return True
        report = getattr(source, "released_by", None)
        if report and not _is_released(work, report, charge):
            says = mark("{name} has not been handed in, and releases the money")
            out = work.left_out(says, charge.day, part=label(charge), name=report)
            found.left_out.append(out)
            return True
    return False


def _part(payment: Payment, charge: Charge) -> object:
    if isinstance(payment, Instalments) and charge.place:
        return payment.parts[charge.place - 1]
    return None


def _unmet(work: Work, version: Version, name: str) -> str | None:
    """Why a condition keeps the money back; None where it is met."""
    met = any(e.event == "condition_met" and e.condition == name for _i, e in work.entries)
    condition = (version.agreement.conditions or {}).get(name)
    fulfilled = condition.fulfilled if condition else None
    if met or isinstance(fulfilled, date):
        return None
    if fulfilled is not None:
        return mark("the condition {name} was not fulfilled")
    return mark("nothing tells that the condition {name} is fulfilled")


def _is_released(work: Work, report: str, charge: Charge) -> bool:
    """Whether a report was handed in that is for the charge's time, or for some time before it."""
    is_instalment = charge.place > 0
    for _index, entry in work.entries:
        if entry.report != report or entry.submitted is None or entry.period is None:
            continue
        if is_instalment:
            return True
        span = Days(charge.first, charge.last)
        before = Days(date.fromordinal(max(1, span.first.toordinal() - span.count)), span.last)
        if before.touches(Days(entry.period.start, entry.period.end)):
            return True
    return False


def _capped(
    work: Work, charges: list[Charge], days: Days, found: Reckoned
) -> Iterator[Charge]:  # fmt: skip
    """The charges in order of their days, up to the cap of each period."""
    used: dict[Days, Decimal] = {}
    for charge in sorted(charges, key=lambda c: (c.day, c.first)):
        version, payment = work.of(charge)
        cap = payment.cap
        if cap is None or cap.nature not in ("exact", "up to"):
            yield charge
            continue
        time = cap_time(payment, charge.last, days)
        before = used.get(time)
        if before is None:
            before = sum((b.amount for b in work.billed if _lies_in(b, time)), Decimal(0))
        room = cap.value - before
        used[time] = before + min(charge.amount, max(room, Decimal(0)))
        if charge.amount <= room or charge.amount < 0:
            yield charge
            continue
        clause = work.clause(version, "cap")
        entry = charge.entries[0] if charge.entries else ""
        says = mark("{over} kr is above the cap of {cap}")
        over = charge.amount - max(room, Decimal(0))
        found.left_out.append(
            work.left_out(says, charge.day, reason=clause, entry=entry, part=label(charge),
                          over=over, cap=cap)
        )  # fmt: skip
        if room > 0:
            yield replace(charge, amount=room, quantity=Decimal(1), unit_price=None,
                          reasons=(*charge.reasons, clause))  # fmt: skip


def cap_time(payment: Payment, last: date, days: Days) -> Days:
    """The time that a cap is for on a day: the payment's own period, or all of its days."""
    if payment.per in MONTHS and not (isinstance(payment, PerActivity) and payment.per is None):
        return wholes(payment.per, Days(last, last))[0]
    return days


def _lies_in(billed: Billed, time: Days) -> bool:
    return billed.end is None or time.holds(billed.end)
