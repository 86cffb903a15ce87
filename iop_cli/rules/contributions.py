"""IOP4xx, what each party puts in: values, estimates, and other money for the same thing.

Judges what stands in the agreement. Never sets a value on anything itself.
"""

import re
from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from iop_cli.finding import at, read_path
from iop_cli.model.activity import Activity
from iop_cli.model.economy import Contribution, OtherFunding
from iop_cli.model.payment import Fixed, Payment
from iop_cli.quantity import Amount, Calculation
from iop_cli.reading import Reading
from iop_cli.rules.rule import INFO, WARNING, Findings, Where, found, rule
from iop_cli.words import Said, mark

_HOURS = re.compile(r"/\s*(?:h|tim|timme|timmar|hour|hours)\.?$", re.IGNORECASE)
_KINDS = {
    "cash": mark("money"),
    "staff": mark("staff"),
    "volunteer_time": mark("volunteer time"),
    "premises": mark("premises"),
    "material": mark("material"),
    "service": mark("services"),
    "training": mark("training"),
    "marketing": mark("marketing"),
    "other": mark("other things"),
}


@rule("IOP407", "contribution-without-value", INFO, rests=("payments", "budgets", "contributions"))
def contribution_without_value(reading: Reading) -> Findings:
    """A party puts in things that have no value in the text, so the parties' shares cannot be told.

    That every party contributes is a criterion in most guidelines, and it need not be with money.
    What has no value is unknown and is never counted as zero; a share worked out without it would
    be wrong. In Stockholm's memorandum of 2016-12-13 the city's money has an amount, and nothing
    that Bris puts in.

    Agree on a value with its source where the shares matter; otherwise leave it, and do not quote a
    share.
    """
    lacking: dict[str, list[tuple[int, Contribution]]] = {}
    for i, contribution in enumerate(reading.agreement.contributions or []):
        if not _has_value(reading, contribution):
            lacking.setdefault(contribution.by, []).append((i, contribution))
    for by, given in lacking.items():
        party = reading.agreement.parties.get(by)
        kinds = [Said(_KINDS[kind]) for kind in dict.fromkeys(c.kind for _i, c in given)]
        says = mark("no value is set on what {party} gives in {kinds}; the shares are unknown")
        name = party.name if party else by
        yield found("contributions", given[0][0], says=says, party=name, kinds=kinds)


@rule("IOP408", "approximate-amount", WARNING)
def approximate_amount(reading: Reading) -> Findings:
    """An amount that is to be paid is only approximate.

    An invoice needs one figure, and a budget needs a limit. In Borås the city is to pay for
    child-minding and refreshments with about 7 000 kr, without a ceiling. An estimate of what a
    thing is worth is another matter and is not reported.

    Agree on the amount, or on the most that is paid, and write it as up to.
    """
    for where, amount in _paid_amounts(reading):
        if amount.nature in ("about", "over"):
            says = mark("{amount} is to be paid, but is not a settled sum")
            yield found(*where, says=says, amount=amount)


@rule("IOP409", "volunteer-value-without-source", WARNING)
def volunteer_value_without_source(reading: Reading) -> Findings:
    """Volunteer time has a value in kronor, and nothing says where the value comes from.

    The value of an hour decides the association's share. In Timrå it is 134 kr; other funders use
    145 to 220 kr. No law sets it, so the text has to say whose figure it is and from which year.

    Write the source and its year as value_source beside the value.
    """
    holders: list[tuple[Where, object]] = [
        (("budgets", name, "lines", i), line)
        for name, budget in (reading.agreement.budgets or {}).items()
        for i, line in budget.lines.items()
    ]
    given = enumerate(reading.agreement.contributions or [])
    holders += [(("contributions", i), c) for i, c in given if not c.budget_line]
    for where, holder in holders:
        if getattr(holder, "kind", None) != "volunteer_time" or getattr(
            holder, "value_source", None
        ):
            continue
        rate = _hourly(getattr(holder, "calculation", None))
        amount: Amount | None = getattr(holder, "amount", None)
        if rate:
            says = mark("{rate} has no source")
            yield found(*where, "calculation", says=says, rate=rate)
        elif amount:
            says = mark("volunteer time is valued at {amount}, and no source is given")
            yield found(*where, "kind", says=says, amount=amount)


@rule(
    "IOP420",
    "one-sided",
    WARNING,
    rests=("parties", "payments", "contributions", "commitments", "activities"),
)
def one_sided(reading: Reading) -> Findings:
    """A party puts nothing in: no contribution, no commitment, no activity of its own, no payment.

    A partnership rests on every party giving something, in money or otherwise; Forum's criteria of
    2010 and the guidelines after them say so. A party that only receives has a grant, or sells.

    Write what the party does or gives under commitments or contributions, or give it the role named
    if it is only mentioned.
    """
    agreement = reading.agreement
    if not agreement.contributions and not agreement.commitments:
        return
    giving = {c.by for c in agreement.contributions or []}
    for commitment in agreement.commitments or []:
        giving |= {commitment.by, *(commitment.together_with or [])}
    for activity in (agreement.activities or {}).values():
        giving |= set(activity.run_by or [])
    for payment in _payments(reading).values():
        giving |= {payment.from_} if isinstance(payment.from_, str) else set(payment.from_ or [])
    for name, party in agreement.parties.items():
        if party.role != "named" and name not in giving:
            says = mark("nothing is said of what {party} does or gives")
            yield found("parties", name, says=says, party=party.name)


@rule("IOP421", "funded-elsewhere-too", WARNING)
def funded_elsewhere_too(reading: Reading) -> Findings:
    """The same activity has, or has had, other public money, and the text does not tell how the two
    stand to each other.

    The risk is that one cost is paid twice, and that a purchase and a partnership are mixed: Borås
    had paid for the circles through two administrations before, and in Timrå the association runs
    a library and a youth centre under contract. Money that ended before the term is not reported.

    Write when the other money ends (until), or how its costs are kept apart from those of the
    partnership.
    """
    funding = reading.agreement.other_funding
    first = reading.first_day
    words = {
        "earlier": mark("{what}: the text does not say whether this money has ended"),
        "parallel": mark("{what}: other money for the same activity at the same time"),
        "contract": mark("{what}: a paid task beside the partnership"),
    }
    for i, other in enumerate(funding if isinstance(funding, list) else []):
        until = getattr(other.until, "as_end", None)
        over = until is not None and (first is None or until < first)
        if other.relation in words and not over:
            says = words[other.relation]
            yield found("other_funding", i, "relation", says=says, what=_short(other))


@rule("IOP425", "amount-per-what-missing", WARNING, rests=("activities",))
def amount_per_what_missing(reading: Reading) -> Findings:
    """An amount does not say what it is for: a year, an activity, or all of it.

    Where something happens again and again, such an amount can be read in several ways. In Borås
    about 7 000 kr for child-minding is 21 000 kr over three years if it is per year, and 63 000 to
    84 000 kr if it is per course.

    Find out what was meant, have it written in the text, and add per; per: all stands for the whole
    time.
    """
    for i, given in enumerate(reading.agreement.contributions or []):
        own = given.amount and not (given.per or given.budget_line or given.payment)
        if own and _recurs(reading, given):
            says = mark("{amount}: for each time, each year, or in all?")
            yield found("contributions", i, "amount", says=says, amount=given.amount)
    for name, payment in _payments(reading).items():
        key = {"fixed": "amount", "cost_cap": "cap", "per_unit": "rate"}.get(payment.kind, "")
        amount: Amount | None = getattr(payment, key, None) if key else None
        several_years = isinstance(payment, Fixed) or _years(reading) != 1
        if amount and not payment.per and several_years:
            says = mark("{amount}: for each year, for another period, or in all?")
            yield found("payments", name, key, says=says, amount=amount)


def _payments(reading: Reading) -> dict[str, Payment]:
    payments = reading.agreement.payments
    return payments if isinstance(payments, dict) else {}


def _has_value(reading: Reading, given: Contribution) -> bool:
    """Whether a contribution has a value: its own, its payment's or its budget line's."""
    if given.amount or given.calculation:
        return True
    payment = at(reading.data, ("payments", given.payment or ""))
    if given.payment and payment is None:
        return True  # a payment that nothing defines is found as such
    keys = ("amount", "rates", "rate", "cap", "first_year", "calculation")
    if isinstance(payment, dict) and any(key in payment for key in keys):
        return True
    line = at(reading.data, read_path(given.budget_line)) if given.budget_line else None
    return isinstance(line, dict) and "amount" in line


def _paid_amounts(reading: Reading) -> Iterator[tuple[Where, Amount]]:
    """Every amount that is to be paid, and where it stands."""
    for name, payment in _payments(reading).items():
        for where, amount in _amounts(payment):
            yield ("payments", name, *where), amount
    for i, given in enumerate(reading.agreement.contributions or []):
        if given.kind in ("cash", "service") and given.amount:
            yield ("contributions", i, "amount"), given.amount


def _amounts(value: object, where: Where = ()) -> Iterator[tuple[Where, Amount]]:
    """Every amount inside a payment."""
    inner: Iterable[tuple[str | int, object]] = ()
    match value:
        case Amount():
            yield where, value
        case BaseModel():
            fields = type(value).model_fields.items()
            inner = [(field.alias or name, getattr(value, name)) for name, field in fields]
        case dict():
            inner = value.items()
        case list():
            inner = enumerate(value)
    for part, item in inner:
        yield from _amounts(item, (*where, part))


def _hourly(calculation: Calculation | None) -> str | None:
    """The money per hour that a calculation counts with, as printed."""
    for step in calculation.steps if calculation else ():
        for factor in step.factors:
            if factor.scale and _HOURS.search(factor.unit):
                return factor.in_words()
    return None


def _short(other: OtherFunding) -> str:
    """What other money it is, in one short line."""
    return other.what if len(other.what) <= 80 else f"{other.what[:79].rstrip()}\u2026"


def _recurs(reading: Reading, given: Contribution) -> bool:
    """Whether what an amount is for can happen more than once."""
    activities = reading.agreement.activities or {}
    held = [activities[given.activity]] if given.activity in activities else [*activities.values()]
    return any(_happens_again(a) for a in held) or (_years(reading) or 1) > 1


def _happens_again(activity: Activity) -> bool:
    volume, in_all, sessions = activity.volume, activity.volume_in_all, activity.sessions
    counts = [in_all.max or in_all.min if in_all else None, sessions.count if sessions else None]
    return volume is not None or any((count or 0) > 1 for count in counts)


def _years(reading: Reading) -> int | None:
    """The number of calendar years that the term touches; None where it is open or unknown."""
    first, last = reading.first_day, reading.agreed_end
    return last.year - first.year + 1 if first and last else None
