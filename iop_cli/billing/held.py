"""Money for activities that were held: the gate, the rate that the log chooses, the volume."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from iop_cli.billing.calendar import MONTHS, Days, wholes
from iop_cli.billing.index import CENT
from iop_cli.billing.work import Charge, LeftOut, Outcome, Reason, Refused, Version, Work, not_paid
from iop_cli.model.kinds import NONE
from iop_cli.model.log import Entry
from iop_cli.model.payment import PerActivity, Rate
from iop_cli.quantity import rounded
from iop_cli.words import form, mark, nearest, plural, say


def per_activity(
    work: Work, version: Version, payment: PerActivity, days: Days
) -> Iterator[Outcome]:
    """So much for each activity that the log tells was held, if it meets the gate."""
    seen: dict[tuple[object, ...], str] = {}
    counted: dict[tuple[str, object], int] = {}
    for index, entry in work.entries:
        if entry.activity != payment.activity or entry.held is None:
            continue
        what = (entry.place, entry.group, entry.held)
        if what in seen and version.days.holds(entry.held):
            says = mark("the same activity, place and day as {other}; the same one is paid once")
            yield not_paid(work, index, entry, says, other=seen[what])
            continue
        seen[what] = work.id_of(entry)
        yield from _held(work, version, payment, days, index, entry, counted)


def _held(
    work: Work, version: Version, payment: PerActivity, days: Days, index: int, entry: Entry,
    counted: dict[tuple[str, object], int],
) -> Iterator[Outcome]:  # fmt: skip
    assert entry.held is not None  # see above
    if not days.holds(entry.held) or work.on(entry.held) is None:
        says = mark("held {day}, outside the time that is paid for")
        yield not_paid(work, index, entry, says, day=entry.held)
        return
    gate = _gate(work, version, payment, index, entry)
    if isinstance(gate, LeftOut | Refused):
        yield gate
        return
    rate = _rate(work, version, payment, index, entry)
    if isinstance(rate, Refused):
        yield rate
        return
    if full := _above_volume(work, version, payment, index, entry, counted):
        yield full
        return
    amount, clause = rate
    activities = version.agreement.activities or {}
    activity = activities.get(payment.activity)
    name = activity.name if activity and activity.name else payment.activity
    parts = [name, *([entry.place] if entry.place else []), *([entry.group] if entry.group else [])]
    yield Charge(
        amount=rounded(amount, CENT),
        day=entry.held,
        first=entry.held,
        last=entry.held,
        text=", ".join([*parts, entry.held.isoformat()]),
        part=work.id_of(entry),
        entries=(work.id_of(entry),),
        reasons=(clause, gate),
        version=version.number,
    )


def _gate(
    work: Work, version: Version, payment: PerActivity, index: int, entry: Entry
) -> Reason | LeftOut | Refused:
    """How many took part, and that it was enough; else why nothing is paid."""
    least = _least(version, payment)
    if isinstance(least, str):
        says = mark("the gate asks for the least number of participants, and none is agreed")
        help = mark("Write participants.min for the activity, or the number in the gate.")
        return work.refused(
            says, help, reason=work.clause(version, "gate"), entry=work.id_of(entry)
        )
    there = entry.participants
    if least is None:
        says = say(mark("{id}: held {day}"), id=entry.id, day=entry.held)
        return work.entry_reason(index, says, "held")
    if there is None:
        says = mark(
            "{id} does not tell how many took part; the agreement asks for at least {least}"
        )
        help = mark("Correct it: iop record {agreement} correct {id} --participants N")
        reason = work.entry_reason(index, "")
        held = entry.held or date.min
        return work.refused(
            says, help, reason=reason, days=Days(held, held), entry=work.id_of(entry),
            id=entry.id, least=least, agreement=work.today.file_id,
        )  # fmt: skip
    told = plural("{count} participant", "{count} participants", there)
    if there < least:
        says = mark("{participants}; the agreement asks for at least {least}")
        return not_paid(work, index, entry, says, participants=told, least=least)
    says = say(mark("{participants}, at least {least}"), participants=told, least=least)
    return work.entry_reason(index, says, "participants")


def _least(version: Version, payment: PerActivity) -> int | str | None:
    """The least number of participants; None where nothing is asked, `min` where it is unknown."""
    told = payment.gate.participants if payment.gate else None
    if told is None or told is NONE:
        return None
    if told != "min":
        return int(str(told))
    activity = (version.agreement.activities or {}).get(payment.activity)
    least = activity.participants.min if activity and activity.participants else None
    return "min" if least is None else least


def _rate(
    work: Work, version: Version, payment: PerActivity, index: int, entry: Entry
) -> tuple[Decimal, Reason] | Refused:
    """The amount that the entry chooses among the rates, or the only one."""
    rates = payment.rates or {}
    held = entry.held or date.min
    reason, days = work.entry_reason(index, ""), Days(held, held)
    if not rates:
        value = work.exact(payment.amount, version, "amount")
        return value if isinstance(value, Refused) else (value, work.clause(version, "amount"))
    name = entry.rate or (next(iter(rates)) if len(rates) == 1 else "")
    if name not in rates:
        meant = nearest(name, rates) if name else ""
        says = mark("{id} names no rate, and the agreement has several: {rates}")
        if name:
            says = mark("{id} names the rate {name}, and the agreement has {rates}")
        if meant:
            says = mark("{id} names the rate {name}; did you mean {meant}?")
        help = mark("Choose one: iop record {agreement} correct {id} --rate RATE")
        return work.refused(
            says, help, reason=reason, days=days, entry=work.id_of(entry), id=entry.id, name=name,
            meant=meant, rates=" | ".join(rates), agreement=work.today.file_id,
        )  # fmt: skip
    rate = rates[name]
    amount = rate.amount if isinstance(rate, Rate) else rate
    place = ("rates", name, "amount") if isinstance(rate, Rate) else ("rates", name)
    value = work.exact(amount, version, *place)
    return value if isinstance(value, Refused) else (value, work.clause(version, *place))


def _above_volume(
    work: Work, version: Version, payment: PerActivity, index: int, entry: Entry,
    counted: dict[tuple[str, object], int],
) -> LeftOut | None:  # fmt: skip
    """That more was held than the agreement has at the most, in a period or in all."""
    activity = (version.agreement.activities or {}).get(payment.activity)
    held = entry.held
    if activity is None or held is None:
        return None
    volume, in_all = activity.volume, activity.volume_in_all
    limits: list[tuple[tuple[str, object], int, str]] = []
    if volume and volume.max and volume.per in MONTHS:
        period = wholes(volume.per, Days(held, held))[0]
        limits.append((("per", period), volume.max, mark("more than {most} per {per}")))
    if in_all and in_all.max:
        limits.append((("all", 0), in_all.max, mark("more than {most} in all")))
    for key, _most, _says in limits:
        counted[key] = counted.get(key, 0) + 1
    for key, most, says in limits:
        if counted[key] > most:
            per = form(say(mark(str(volume.per)))) if volume and volume.per else ""
            return not_paid(work, index, entry, says, most=most, per=per)
    return None
