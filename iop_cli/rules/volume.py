"""IOP5xx, what is done: least and most, parts and whole, a year and the whole term.

Compares numbers that the agreement gives twice. Says nothing of a number that is not there.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from iop_cli.model.activity import Activity, VolumeInAll
from iop_cli.model.agreement import Agreement
from iop_cli.model.kinds import Frequency
from iop_cli.quantity import AgeRange, Amount, Period, Share
from iop_cli.reading import Reading
from iop_cli.rules.rule import ERROR, Finding, Findings, Where, found, rule
from iop_cli.words import mark

MONTHS = {"month": 1, "quarter": 3, "tertial": 4, "school_term": 6, "half_year": 6, "year": 12}
# equal shares may be told in whole per cent (33 % three times); others lose a decimal at most
_THIRDS, _ROUNDED = Decimal("0.01"), Decimal("0.002")
_LOOSE = {"about", "over", "at least"}
_Number = Decimal | int | None
_ABOVE = mark("the least is {least} and the most {most}")
_PARTS = mark("the parts add up to {sum}, and the whole is {whole}")


@rule("IOP501", "least-above-most", ERROR)
def least_above_most(reading: Reading) -> Findings:
    """A least number above the most, a normal capacity above the largest, or ages in reverse.

    No number of participants, activities, places or meetings can meet both, so nobody can tell
    whether the agreement was kept. The two are usually swapped, or one has a digit too many.

    Swap the two numbers, or correct the one that is wrong.
    """
    agreement = reading.agreement
    for where, ages in _all_ages(agreement):
        if ages.runs_backwards:
            yield found(*where, says=mark("the ages {ages} run backwards"), ages=ages)
    for where, least, most in _bounds(agreement):
        if least is not None and most is not None and least > most:
            yield found(*where, says=_ABOVE, least=least, most=most)
    for name, activity in (agreement.activities or {}).items():
        yield from _capacity(("activities", name, "capacity"), activity)


def _capacity(where: Where, activity: Activity) -> Iterator[Finding]:
    capacity = activity.capacity
    if not capacity:
        return
    least, normal, most = capacity.min, capacity.normal, capacity.max
    if least is not None and most is not None and least > most:
        yield found(*where, "min", says=_ABOVE, least=least, most=most)
    elif normal is not None and most is not None and normal > most:
        says = mark("the normal is {normal} and the most {most}")
        yield found(*where, "normal", says=says, normal=normal, most=most)
    elif least is not None and normal is not None and least > normal:
        says = mark("the least is {least} and the normal {normal}")
        yield found(*where, "min", says=says, least=least, normal=normal)


def _all_ages(agreement: Agreement) -> Iterator[tuple[Where, AgeRange]]:
    if agreement.target_group and agreement.target_group.ages:
        yield ("target_group", "ages"), agreement.target_group.ages
    yield from _activity_ages(agreement)


def _activity_ages(agreement: Agreement) -> Iterator[tuple[Where, AgeRange]]:
    for name, activity in (agreement.activities or {}).items():
        if activity.ages:
            yield ("activities", name, "ages"), activity.ages
        if activity.participants and activity.participants.ages:
            yield ("activities", name, "participants", "ages"), activity.participants.ages


def _bounds(agreement: Agreement) -> Iterator[tuple[Where, _Number, _Number]]:
    """Every least and most, at the place of the least."""
    for name, activity in (agreement.activities or {}).items():
        at: Where = ("activities", name)
        for key in ("participants", "volume", "volume_in_all"):
            if pair := getattr(activity, key):
                yield (*at, key, "min"), pair.min, pair.max
    for where, often in _frequencies(agreement):
        yield (*where, "min"), often.min, often.max
    for name, report in ((agreement.follow_up and agreement.follow_up.reports) or {}).items():
        for key, indicator in (report.indicators or {}).items():
            place: Where = ("follow_up", "reports", name, "indicators", key, "min")
            yield place, indicator.min, indicator.max


def _frequencies(agreement: Agreement) -> Iterator[tuple[Where, Frequency]]:
    """How often bodies meet, tasks are done and reports are made."""
    for i, task in enumerate(agreement.commitments or []):
        if task.how_often:
            yield ("commitments", i, "how_often"), task.how_often
    bodies = agreement.governance if isinstance(agreement.governance, dict) else {}
    for name, body in bodies.items():
        if body.meets:
            yield ("governance", name, "meets"), body.meets
    follow_up = agreement.follow_up
    for name, report in ((follow_up and follow_up.reports) or {}).items():
        if report.how_often:
            yield ("follow_up", "reports", name, "how_often"), report.how_often
    for i, duty in enumerate((follow_up and follow_up.duties) or []):
        if duty.how_often:
            yield ("follow_up", "duties", i, "how_often"), duty.how_often


@rule("IOP505", "parts-differ-from-whole", ERROR)
def parts_differ_from_whole(reading: Reading) -> Findings:
    """Sites, places or recipients that do not add up to the whole.

    Either a part or the whole is wrong, and an invoice or a follow-up made from one of them will
    not agree with the other. Amounts that are about so much are not compared.

    Add the parts up again and correct the number that is wrong, or keep what the text says and
    accept the finding with the reason.
    """
    for name, activity in (reading.agreement.activities or {}).items():
        yield from _parts_of_capacity(("activities", name), activity)
    payments = reading.agreement.payments
    for name, payment in (payments if isinstance(payments, dict) else {}).items():
        whole = payment.cap if payment.kind == "cost_cap" else getattr(payment, "amount", None)
        for key, shares in (("from", payment.from_), ("to", payment.to)):
            if isinstance(shares, dict):
                yield from _parts_of_money(("payments", name, key), list(shares.values()), whole)


def _parts_of_capacity(at: Where, activity: Activity) -> Iterator[Finding]:
    capacity = activity.capacity
    if not capacity:
        return
    parts, normal = sum((capacity.parts or {}).values()), capacity.normal
    if capacity.parts and normal is not None and parts != normal:
        yield found(*at, "capacity", "parts", says=_PARTS, sum=parts, whole=normal)
    places = list(activity.places.values()) if isinstance(activity.places, dict) else []
    sites = [p.capacity for p in places if p.capacity is not None]
    wholes = [n for n in (capacity.normal, capacity.max) if n is not None]
    if sites and len(sites) == len(places) and wholes and sum(sites) not in wholes:
        yield found(*at, "places", says=_PARTS, sum=sum(sites), whole=wholes[0])


def _parts_of_money(
    at: Where, parts: list[Amount | Share], whole: Amount | None
) -> Iterator[Finding]:
    shares = [p for p in parts if isinstance(p, Share)]
    if len(shares) == len(parts):
        total = sum((s.value for s in shares), Decimal(0))
        if abs(total - 1) > (_THIRDS if len({s.value for s in shares}) == 1 else _ROUNDED):
            says = mark("the shares add up to {sum} %, not to 100 %")
            yield found(*at, says=says, sum=(total * 100).normalize())
        return
    amounts = [p for p in parts if isinstance(p, Amount)]
    if shares or whole is None or {a.nature for a in (*amounts, whole)} & _LOOSE:
        return
    if any(a.currency != whole.currency for a in amounts):
        return
    money = sum((a.value for a in amounts), Decimal(0))
    if money != whole.value:
        yield found(*at, says=_PARTS, sum=Amount.of(money, whole), whole=whole)


@rule("IOP506", "yearly-volume-disagrees", ERROR, rests=("term", "activities"))
def yearly_volume_disagrees(reading: Reading) -> Findings:
    """The volume of a period, times the periods of the term, is not the volume in all.

    The two promise different things, and a follow-up can be right by one and wrong by the other.
    Three to four courses a year for three years are nine to twelve, as the Borås agreement of 2018
    to 2020 says. Where the term does not divide into whole periods, both roundings are taken.

    Correct the volume of a period, the volume in all or the term, whichever is wrong.
    """
    first, last = reading.first_day, reading.agreed_end
    for name, activity in (reading.agreement.activities or {}).items():
        often, in_all = activity.volume, activity.volume_in_all
        times = _times(often, first, last)
        if not often or not in_all or not times or _of_other_things(often, in_all):
            continue
        once = 1 if often.min is None and often.max is None else None
        for each, whole in ((often.max or once, in_all.max), (often.min or once, in_all.min)):
            if each is None or whole is None or times[0] * each <= whole <= times[1] * each:
                continue
            says = mark("{each} times {periods} periods of the term are {product}, not {whole}")
            yield found("activities", name, "volume_in_all", says=says, each=each,
                        periods=times[0], product=each * times[0], whole=whole)  # fmt: skip
            break


def _of_other_things(often: Frequency, in_all: VolumeInAll) -> bool:
    return bool(often.unit and in_all.unit and often.unit != in_all.unit)


def _times(
    often: Frequency | None, first: date | None, last: date | None
) -> tuple[int, int] | None:
    """How many of the frequency's periods the term holds, rounded down and up."""
    if not often or not first or not last or last < first or often.per not in MONTHS:
        return None
    months = Period("", first, last).months()
    whole, rest = divmod(months, MONTHS[often.per])
    return (whole, whole + bool(rest)) if whole else None
