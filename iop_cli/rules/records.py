"""IOP9xx, what has happened: the log's entries held against what was agreed on their day.

Entries that were corrected or withdrawn no longer count. Knows no invoice and no ledger.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from iop_cli.model.activity import Activity
from iop_cli.model.agreement import Agreement
from iop_cli.model.kinds import Settled
from iop_cli.model.log import Entry
from iop_cli.model.payment import PerActivity
from iop_cli.model.term import Renewal
from iop_cli.quantity import NotRead, Period, whole_number
from iop_cli.reading import Reading
from iop_cli.rules.rule import ERROR, INFO, WARNING, Findings, Where, found, rule
from iop_cli.words import mark


@rule("IOP901", "entry-outside-term", ERROR, on="log", rests=("term",))
def entry_outside_term(reading: Reading) -> Findings:
    """Something was held, or a cost or a report concerns a period, before the agreement began or
    after it ended.

    Outside its term an agreement obliges nobody: what is done then is not paid for under it, and no
    decision rests behind it. Payments and reports that come after the end are as they should be and
    are not remarked on; nor is anything where the term goes on by itself or its end is unknown.

    Correct the day, or move the entry to the log of the agreement that held then. Where the term
    was extended, record that as an event with its new last day.
    """
    versions = reading.versions or ((date.min, reading.agreement),)
    terms = [(since, _days(reading, agreement)) for since, agreement in versions]
    for index, entry in reading.entries:
        day = entry.held or (entry.period.start if entry.period else None)
        if day is None:
            continue
        first, last = [term for since, term in terms if since <= day][-1]
        if first and last and last < first:
            continue  # the term itself is at fault, and is found there
        if entry.held:
            yield from _held_outside(index, entry.held, first, last)
        elif entry.period and (entry.cost or entry.report or entry.activity):
            yield from _period_outside(index, entry.period, first, None if entry.report else last)


def _days(reading: Reading, agreement: Agreement) -> tuple[date | None, date | None]:
    """The first and the last day of a version; no last day where it may have gone on."""
    version = replace(reading, agreement=agreement)
    term, events = agreement.term, {e.event: e for _i, e in reading.entries if e.event}
    goes_on = bool(term and isinstance(term.at_end, Renewal))
    if goes_on and not events.keys() & {"ended", "not_extended", "notice"}:
        return version.first_day, None
    if "extended" in events and events["extended"].until is None:
        return version.first_day, None
    return version.first_day, version.last_day


def _held_outside(index: int, day: date, first: date | None, last: date | None) -> Findings:
    if first and day < first:
        says = mark("held {day}, before the agreement began {first}")
        yield found("entries", index, "held", says=says, day=day, first=first)
    elif last and day > last:
        says = mark("held {day}, after the agreement ended {last}")
        yield found("entries", index, "held", says=says, day=day, last=last)


def _period_outside(index: int, period: Period, first: date | None, last: date | None) -> Findings:
    if first and period.end < first:
        says = mark("{period} was over before the agreement began {first}")
        yield found("entries", index, "period", says=says, period=period, first=first)
    elif last and period.start > last:
        says = mark("{period} begins after the agreement ended {last}")
        yield found("entries", index, "period", says=says, period=period, last=last)


@rule("IOP902", "too-few-participants", INFO, on="log", rests=("activities", "payments"))
def too_few_participants(reading: Reading) -> Findings:
    """Fewer took part than the agreement asks for before anything is paid.

    The log tells what happened, and this is no fault in it. It is said so that nobody expects
    money: such an entry gives no line on any invoice. In the Borås agreement for 2018 to 2020 a
    course with fewer than ten parents is not paid for.

    Nothing needs to be done. If the number was miscounted, add an entry that corrects this one.
    """
    for index, entry in reading.entries:
        least = _gate(reading, entry)
        if least is None or entry.participants is None or _is_reversed(reading, entry):
            continue
        if entry.participants < least:
            says = mark("{count} took part; at least {least} are needed for anything to be paid")
            place: Where = ("entries", index, "participants")
            yield found(*place, says=says, count=entry.participants, least=least)


@rule("IOP903", "too-many-participants", WARNING, on="log", rests=("activities",))
def too_many_participants(reading: Reading) -> Findings:
    """More took part than the agreement has room for.

    The upper limit protects those who take part: the leaders, the premises and the child-minding
    are planned for it. It changes nothing in what is paid. In the Borås agreement for 2018 to 2020
    a course has at most twenty parents.

    Check the number. If it is right, take it up at the follow-up: divide the group, or agree on
    another limit.
    """
    for index, entry in reading.entries:
        activity = _activity(reading, entry)
        most = activity.participants.max if activity and activity.participants else None
        if most is None or entry.participants is None or _is_reversed(reading, entry):
            continue
        if entry.participants > most:
            says = mark("{count} took part; at most {most} are agreed")
            place: Where = ("entries", index, "participants")
            yield found(*place, says=says, count=entry.participants, most=most)


def _is_reversed(reading: Reading, entry: Entry) -> bool:
    """Whether the limits themselves are at fault: the least above the most is found there."""
    activity = _activity(reading, entry)
    limits = activity.participants if activity else None
    return bool(limits and limits.min and limits.max is not None and limits.min > limits.max)


@rule("IOP904", "entry-twice", ERROR, on="log")
def entry_twice(reading: Reading) -> Findings:
    """Two entries have the same id, or record the same activity at the same place, with the same
    group and on the same day.

    What stands twice is counted twice, and may be paid for twice. Two people who recorded the same
    course on different branches both keep their line when git joins the branches. An entry and the
    one that it corrects are not the same.

    Withdraw one of them with a new entry. If both took place, correct one so that its place or
    group tells them apart; two different things with one id get an id each.
    """
    first: dict[str, int] = {}
    twice: set[int] = set()
    for index, entry in enumerate(reading.log.entries or [] if reading.log else []):
        if entry.id in first:
            twice.add(index)
            related = ((("entries", first[entry.id], "id"), mark("it stands here first")),)
            finding = found("entries", index, "id", says=mark("{id} stands twice"), id=entry.id)
            yield replace(finding, related=related)
        first.setdefault(entry.id, index)
    yield from _same_twice(reading, twice)


def _same_twice(reading: Reading, told: set[int]) -> Findings:
    first: dict[tuple[object, ...], tuple[int, Entry]] = {}
    for index, entry in reading.entries:
        if entry.activity is None or entry.held is None or index in told:
            continue
        same = (entry.activity, _place(reading, entry), _folded(entry.group), entry.held)
        before, other = first.setdefault(same, (index, entry))
        if before == index:
            continue
        says = mark("{other} already records {activity} on {day} at the same place")
        if entry.place is None and entry.group is None:
            says = mark("{other} already records {activity} on {day}; no place tells them apart")
        values: dict[str, Any] = {"other": other.id, "activity": entry.activity, "day": entry.held}
        finding = found("entries", index, says=says, **values)
        yield replace(finding, related=((("entries", before), mark("it stands here first")),))


def _place(reading: Reading, entry: Entry) -> str:
    """A place by its name, whether the entry names it or gives its id."""
    activity = _activity(reading, entry)
    places = activity.places if activity else None
    if isinstance(places, dict) and entry.place in places:
        return _folded(places[entry.place].name)
    return _folded(entry.place)


def _folded(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


@rule("IOP905", "rate-not-chosen", ERROR, on="log", rests=("payments",))
def rate_not_chosen(reading: Reading) -> Findings:
    """An activity that is paid for by one of several rates was held, and the entry names none of
    them.

    The amount cannot be reckoned until somebody has chosen, and a program does not choose. The
    Borås agreement for 2018 to 2020 names 6 500 kr and 10 000 kr a course and no condition for
    either. An entry that gives no money, since too few took part, needs no rate.

    Add an entry that corrects this one and names the rate that the parties agree on.
    """
    for index, entry in reading.entries:
        if entry.rate:
            continue
        for payment in _paying(reading, entry):
            count, least = entry.participants, _gate_of(payment, reading, entry)
            too_few = count is not None and least is not None and count < least
            if payment.rates and len(payment.rates) > 1 and not too_few:
                says = mark("no rate is chosen for {activity}; choose between {rates}")
                values: dict[str, Any] = {"activity": entry.activity, "rates": list(payment.rates)}
                yield found("entries", index, "rate", says=says, **values)
                break


def _agreed(reading: Reading, entry: Entry) -> Agreement:
    """The agreement on the day of an entry; as it is today where the entry has no day."""
    return reading.on(entry.held) if entry.held else reading.agreement


def _activity(reading: Reading, entry: Entry) -> Activity | None:
    """The activity that was held, as agreed then."""
    activities = _agreed(reading, entry).activities or {}
    return activities.get(entry.activity) if entry.activity else None


def _paying(reading: Reading, entry: Entry) -> Iterator[PerActivity]:
    """The payments for what was held that hold on its day."""
    payments = _agreed(reading, entry).payments if entry.activity else None
    if payments is None or isinstance(payments, Settled):
        return
    for payment in payments.values():
        if isinstance(payment, PerActivity) and payment.activity == entry.activity:
            start = payment.valid.from_.as_start if payment.valid and payment.valid.from_ else None
            end = payment.valid.to.as_end if payment.valid and payment.valid.to else None
            day = entry.held
            if day is None or (start or date.min) <= day <= (end or date.max):
                yield payment


def _gate(reading: Reading, entry: Entry) -> int | None:
    """How many it takes for anything to be paid; None where it may be paid all the same."""
    gates = [_gate_of(payment, reading, entry) for payment in _paying(reading, entry)]
    least = [gate for gate in gates if gate is not None]
    return min(least, default=None) if len(least) == len(gates) else None


def _gate_of(payment: PerActivity, reading: Reading, entry: Entry) -> int | None:
    """How many one payment takes; None where it has no gate, or one that cannot be read."""
    written = payment.gate.participants if payment.gate else None
    if written == "min":
        activity = _activity(reading, entry)
        return activity.participants.min if activity and activity.participants else None
    return None if isinstance(written, Settled) else _count(written)


def _count(text: str | None) -> int | None:
    try:
        return whole_number(text) if text else None
    except NotRead:
        return None
