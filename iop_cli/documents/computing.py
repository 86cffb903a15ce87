"""How each payment is computed, in words, with an example in figures for each kind.

The examples are reckoned as the bills are: same parts, same rounding, same index.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from iop_cli.billing.calendar import Days
from iop_cli.billing.index import step_of
from iop_cli.billing.plan import slots
from iop_cli.documents.common import (
    activity_name,
    amount,
    amount_per,
    blocks,
    bullets,
    capital,
    chained,
    listed,
    own,
    payment_amount,
    payment_name,
    payments,
    span,
    woven,
)
from iop_cli.documents.lasting import first_and_last
from iop_cli.documents.paying import instalment, least_participants, rate_of, rate_words
from iop_cli.documents.values import Markup, Subject
from iop_cli.model.payment import (
    CostCap,
    Fixed,
    Index,
    Instalments,
    LumpSum,
    PaymentBase,
    PerActivity,
    PerUnit,
    Plan,
    Total,
)
from iop_cli.phrases import per
from iop_cli.quantity import Amount, NotRead, Share, rounded, split
from iop_cli.reading import Today
from iop_cli.sums import sum_over_term
from iop_cli.words import _, form, mark

_EXAMPLE = Decimal(100)
_ROSE = (Decimal("100.0"), Decimal("103.0"))


def computing(subject: Subject) -> list[object]:
    """Each payment under its own heading: the rule, and what it comes to."""
    made: list[object] = []
    for id, held in payments(subject).items():
        lines = [line for line in _of_one(subject, held) if line]
        if lines:
            heading = chained(subject, own(capital(payment_name(id, held))))
            made += [Markup(f"### {heading}"), chained(subject, *lines, by="\n")]
    whole = over_term(subject)
    return blocks(made, whole) if made else []


def as_agreed(subject: Subject) -> Subject:
    """The subject as its text has it: what its log knows and later days change is left out."""
    reading = subject.reading
    end = reading.agreed_end
    today = Today(end) if end else reading.today
    return replace(subject, reading=replace(reading, log=None, today=today))


def over_term(subject: Subject) -> Markup:
    """What the payments come to over the whole term; empty where that cannot be said."""
    whole = sum_over_term(subject.reading) if payments(subject) else None
    if whole is None:
        return Markup("")
    says = mark("Over the whole term the payments come to {amount}.")
    return woven(subject, says, amount=amount(whole))


def _of_one(subject: Subject, held: PaymentBase) -> Iterator[Markup]:
    match held:
        case PerActivity():
            yield from _per_activity(subject, held)
        case Fixed():
            yield from _fixed(subject, held)
        case Instalments():
            yield from _instalments(subject, held)
        case LumpSum():
            if held.amount:
                says = mark("{amount} is paid once.")
                yield woven(subject, says, amount=amount(held.amount))
        case Total():
            yield from _total(subject, held)
        case CostCap():
            yield from _costs(subject, held)
        case PerUnit():
            yield from _by_quantity(subject, held)
    if held.index and (base := _base(held)):
        yield from _indexed(subject, held.index, base)


def _base(held: PaymentBase) -> Amount | None:
    found: Amount | None = getattr(held, "amount", None) or getattr(held, "rate", None)
    return found


def kronor(value: Decimal, like: Amount) -> str:
    """A computed amount in whole currency units, with two decimals where it has any."""
    unit = "kr" if like.currency == "SEK" else like.currency
    return amount(Amount(rounded(value), like.currency, unit))


def _per_activity(subject: Subject, held: PerActivity) -> Iterator[Markup]:
    rates = [rate_of(rate) for rate in (held.rates or {}).values()]
    rates += [held.amount] if held.amount else []
    if not rates:
        return
    name = activity_name(subject, held.activity)
    says = mark("For each {activity} that is held, {amount} is paid.")
    told: list[object] = [rate_words(subject, k, r) for k, r in (held.rates or {}).items()]
    either = chained(subject, *told, amount(held.amount), by=f" {_('or')} ")
    yield woven(subject, says, activity=name, amount=either)
    if (least := least_participants(subject, held)) is not None:
        says = mark("With fewer than {count} participants nothing is paid.")
        yield woven(subject, says, count=least)
    low, high = min(rates, key=_value), max(rates, key=_value)
    activity = (subject.reading.agreement.activities or {}).get(held.activity)
    volume, whole = (activity.volume, activity.volume_in_all) if activity else (None, None)
    if volume and volume.min and volume.max and not volume.unit:
        yield _range(subject, per(volume.per), (volume.min, volume.max), low, high)
    if whole and whole.min and whole.max and not whole.unit:
        yield _range(subject, _("over the whole term"), (whole.min, whole.max), low, high)


def _value(held: Amount) -> Decimal:
    return held.value


def _range(
    subject: Subject, when: str, counts: tuple[int, int], low: Amount, high: Amount
) -> Markup:
    """The least and the most that the agreed volume comes to."""
    says = mark("{when}: at least {few} × {low} = {least}, at most {many} × {high} = {most}.")
    least, most = kronor(counts[0] * low.value, low), kronor(counts[1] * high.value, high)
    values = {"few": counts[0], "low": amount(low), "many": counts[1], "high": amount(high)}
    return woven(subject, says, when=capital(when), least=least, most=most, **values)


def _fixed(subject: Subject, held: Fixed) -> Iterator[Markup]:
    told = payment_amount(subject, held)
    if told:
        yield woven(subject, mark("The amount is {amount}."), amount=told)
    plans: list[Plan | None] = list(held.schedule or []) or [None]
    for plan in plans:
        yield _divided(subject, held, plan)
    if held.first_year and isinstance(held.yearly_uplift, Amount):
        amounts = [held.first_year.value + held.yearly_uplift.value * year for year in range(3)]
        said = [kronor(value, held.first_year) for value in amounts]
        says = mark("The first three years: {amounts}.")
        yield woven(subject, says, amounts=listed(subject, said))


def _divided(subject: Subject, held: Fixed, plan: Plan | None) -> Markup:
    """The parts that a period is paid in, in kronor."""
    sum_ = plan.amount if plan and plan.amount else held.amount
    first = subject.reading.first_day
    if plan and plan.valid and plan.valid.from_ and plan.valid.from_.as_start:
        first = plan.valid.from_.as_start
    if sum_ is None or first is None or held.per != "year":
        return Markup("")
    year = Days(date(first.year, 1, 1), date(first.year, 12, 31))
    count = len(slots(held, year, "year"))
    amounts = _parts(held, sum_.value, count)
    if len(amounts) < 2:
        return Markup("")
    valid = span(plan.valid.from_, plan.valid.to) if plan and plan.valid else ""
    says = mark("{when}: {amount} in {count} parts, {parts}.")
    if not valid:
        says = mark("A whole year: {amount} in {count} parts, {parts}.")
    parts = listed(subject, [kronor(value, sum_) for value in amounts])
    if len(set(amounts)) == 1:
        parts = woven(subject, mark("each {amount}"), amount=kronor(amounts[0], sum_))
    return woven(subject, says, when=capital(valid), amount=amount(sum_), count=count, parts=parts)


def _parts(held: PaymentBase, whole: Decimal, count: int) -> list[Decimal]:
    try:
        step, _direction = step_of(held.rounded)
    except NotRead:
        return []
    return split(rounded(whole, step), count, step, held.rest or "last") if count else []


def _instalments(subject: Subject, held: Instalments) -> Iterator[Markup]:
    if held.amount:
        yield woven(subject, mark("The whole is {amount}."), amount=amount(held.amount))
    yield woven(subject, mark("It is paid in these parts:"))
    yield Markup("\n" + bullets(subject, [instalment(subject, part) for part in held.parts]))


def _total(subject: Subject, held: Total) -> Iterator[Markup]:
    told = payment_amount(subject, held)
    if told:
        yield woven(subject, mark("The amount is {amount}."), amount=told)
    if held.split != "equal" or held.amount is None:
        return
    years = _years(subject, held)
    amounts = _parts(held, held.amount.value, len(years))
    each = [f"{y}: {kronor(a, held.amount)}" for y, a in zip(years, amounts, strict=False)]
    if each:
        yield woven(subject, mark("For each year: {amounts}."), amounts=listed(subject, each))


def _years(subject: Subject, held: Total) -> list[int]:
    """The calendar years that a sum covers, where it covers whole ones."""
    first, last = first_and_last(subject)
    if held.covers:
        first, last = held.covers.start, held.covers.end
    if not first or not last or (first.month, first.day, last.month, last.day) != (1, 1, 12, 31):
        return []
    return list(range(first.year, last.year + 1))


def _costs(subject: Subject, held: CostCap) -> Iterator[Markup]:
    yield woven(subject, mark("Costs that have been accounted for are paid."))
    if held.share:
        like = Amount(_EXAMPLE * 1000)
        paid = kronor(like.value * held.share.value, like)
        says = mark("Example: costs of {costs} at {share} give {amount}.")
        share = form(held.share)
        yield woven(subject, says, costs=kronor(like.value, like), share=share, amount=paid)
    if held.cap:
        says = mark("No more is paid than {amount}.")
        yield woven(subject, says, amount=amount_per(held.cap, held.per))


def _by_quantity(subject: Subject, held: PerUnit) -> Iterator[Markup]:
    if held.rate is None:
        return
    what = own(held.quantity.replace("_", " "))
    says = mark("{rate} is multiplied by what is counted ({what}).")
    yield woven(subject, says, rate=amount_per(held.rate, held.per), what=what)
    number = Decimal(held.least or _EXAMPLE)
    says = mark("Example: {count} × {rate} = {amount}.")
    total = kronor(number * held.rate.value, held.rate)
    yield woven(subject, says, count=number, rate=amount(held.rate), amount=total)
    if held.least:
        says = mark("At least {count} are paid for, also when fewer are counted.")
        yield woven(subject, says, count=held.least)
    if held.cap:
        says = mark("No more is paid than {amount}.")
        yield woven(subject, says, amount=amount(held.cap))


def _indexed(subject: Subject, held: Index, base: Amount) -> Iterator[Markup]:
    """What an index that rises from 100 to 103 makes of the amount."""
    before, after = _ROSE
    share = held.share or Share(Decimal(1), "100 %")
    moved = (after - before) / (Decimal(100) if held.reads == "points" else before)
    exact = base.value * (1 + share.value * moved)
    try:
        step, direction = step_of(held.rounded)
    except NotRead:
        return
    says = mark(
        "Example: when the index rises from {before} to {after} and {share} of the change counts, "
        "{amount} becomes {exact}, rounded {result}."
    )
    values = {"before": before, "after": after, "share": form(share), "amount": amount(base)}
    result = kronor(rounded(exact, step, direction), base)
    if result == kronor(exact, base):
        says = mark(
            "Example: when the index rises from {before} to {after} and {share} of the change "
            "counts, {amount} becomes {exact}."
        )
    yield woven(subject, says, **values, exact=kronor(exact, base), result=result)
