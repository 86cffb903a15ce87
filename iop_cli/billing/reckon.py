"""One payment reckoned up to a day: its charges, held to conditions, caps and what is billed.

Everything that no single kind of payment decides. Makes no invoice.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from iop_cli.billing.calendar import MONTHS, Days, named, wholes
from iop_cli.billing.counted import cost_cap, per_unit
from iop_cli.billing.fixed import fixed, settlement
from iop_cli.billing.held import per_activity
from iop_cli.billing.listed import instalments, lump_sum, total
from iop_cli.billing.shares import Way, of_charge, ways
from iop_cli.billing.work import Charge, LeftOut, Outcome, Refused, Version, Work, window
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
    charges: list[Charge] = []
    for outcome in _outcomes(work, payment, days):
        match outcome:
            case Charge():
                charges.append(outcome)
            case LeftOut():
                found.left_out.append(outcome)
            case Refused():
                found.refused.append(outcome)
    charges = [c for c in charges if not _is_held_back(work, c, found)]
    charges = [c for c in charges if not _is_billed(work, c, found)]
    if not work.uncapped:
        charges = list(_capped(work, charges, days, found))
    found.charges = [c for c in charges if work.asked.holds(c.day)]
    found.left_out = [o for o in found.left_out if o.day is None or work.asked.holds(o.day)]
    found.refused = [r for r in found.refused if not r.days or r.days.touches(work.asked)]
    if not work.uncapped:
        found.refused = _once(found.refused)
    return found


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
        advances: list[Charge] = []
        for outcome in fixed(work, days):
            if isinstance(outcome, Charge):
                advances.append(outcome)
            yield outcome
        yield from settlement(work, days, advances, payment)
    elif isinstance(payment, PerUnit):
        yield from per_unit(work, days)
    else:
        for version, now in work.holding:
            for outcome in _of_version(work, version, now, days):
                if _belongs(outcome, version):
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


def _belongs(outcome: Outcome, version: Version) -> bool:
    """Whether an outcome is of the days that a version of the agreement holds."""
    if isinstance(outcome, Refused):
        return outcome.days is None or outcome.days.touches(version.days)
    return outcome.day is None or version.days.holds(outcome.day)


def _is_held_back(work: Work, charge: Charge, found: Reckoned) -> bool:
    """Whether a condition is not met, or a report that releases the money was not handed in."""
    held = work.on(charge.day) or work.holding[-1]
    version, payment = held
    part = _part(payment, charge)
    for source in (payment, part):
        name = getattr(source, "condition", None)
        if name and (says := _unmet(work, version, name)):
            reason = work.clause(version, "condition") if source is payment else None
            out = work.left_out(says, charge.day, reason=reason, part=_label(charge), name=name)
            found.left_out.append(out)
            return True
        report = getattr(source, "released_by", None)
        if report and not _is_released(work, report, charge):
            says = mark("{name} has not been handed in, and releases the money")
            out = work.left_out(says, charge.day, part=_label(charge), name=report)
            found.left_out.append(out)
            return True
    return False


def _part(payment: Payment, charge: Charge) -> object:
    if isinstance(payment, Instalments) and charge.part.isdecimal():
        return payment.parts[int(charge.part) - 1]
    return None


def _label(charge: Charge) -> str:
    """What a charge is called where it is left out: its part, else its days."""
    return charge.part or named(Days(charge.first, charge.last))


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
    is_instalment = charge.part.isdecimal()
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


def _is_billed(work: Work, charge: Charge, found: Reckoned) -> bool:
    """Whether an earlier invoice has taken it up: the same part, or any of the same days."""
    days = Days(charge.first, charge.last)
    taken = [b for b in work.billed if _is_same(b, charge, days)]
    version, payment = work.on(charge.day) or work.holding[-1]
    both = ways(work, version, payment)
    pairs = {(b.payer, b.payee) for b in taken}
    if not taken or (
        not isinstance(both, Refused)
        and any((w.payer, w.payee) not in pairs for w in of_charge(charge, both))
    ):
        return False
    numbers = sorted({b.number for b in taken})
    entry = charge.entries[0] if charge.entries else ""
    out = work.left_out(
        mark("already on invoice {numbers}"), charge.day, entry=entry, part=_label(charge),
        numbers=numbers,
    )  # fmt: skip
    found.left_out.append(out)
    return True


def is_taken(work: Work, charge: Charge, way: Way) -> bool:
    """Whether an earlier invoice has taken up what one party owes another of a charge."""
    days = Days(charge.first, charge.last)
    return any(
        (b.payer, b.payee) == (way.payer, way.payee) and _is_same(b, charge, days)
        for b in work.billed
    )


def _is_same(billed: Billed, charge: Charge, days: Days) -> bool:
    if billed.payment == "" or (charge.payer and billed.payer != charge.payer):
        return False
    if charge.part or billed.part:
        return charge.part == billed.part
    if billed.start is None or billed.end is None:
        return False
    return days.touches(Days(billed.start, billed.end))


def _capped(
    work: Work, charges: list[Charge], days: Days, found: Reckoned
) -> Iterator[Charge]:  # fmt: skip
    """The charges in order of their days, up to the cap of each period."""
    used: dict[Days, Decimal] = {}
    for charge in sorted(charges, key=lambda c: (c.day, c.first)):
        version, payment = work.on(charge.day) or work.holding[-1]
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
            work.left_out(says, charge.day, reason=clause, entry=entry, part=_label(charge),
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
