"""What one payment comes to, calendar year by calendar year, as far as it can be said.

Takes a payment of any kind. What cannot be said is unknown and never zero; speaks no words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from iop_cli.deadlines import current_end
from iop_cli.model.agreement import Agreement
from iop_cli.model.payment import Fixed, Instalments, LumpSum, Payment, PerActivity, Total
from iop_cli.quantity import Amount, Moment, Period, periods_between, rounded, split
from iop_cli.reading import Reading
from iop_cli.rules.worth import MONTHS, worth_of
from iop_cli.sums import sum_over_term

# a year where the money is known and its year is not
NO_YEAR = 0


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum in kronor as far as it can be said; `amount` None is unknown.

    `lacks` tells that something unknown comes on top of it.
    """

    amount: Amount | None = None
    lacks: bool = False


def added(sums: Sequence[Sum]) -> Sum:
    """The sums together; what cannot be added is left out and told to be lacking."""
    amounts = [s.amount for s in sums if s.amount]
    lacks = any(s.lacks or s.amount is None for s in sums)
    kept = [a for a in amounts if a.currency == "SEK"]
    lacks = lacks or len(kept) < len(amounts)
    natures = {a.nature for a in kept} - {"exact"}
    if not kept or ("up to" in natures and natures & {"over", "at least"}):
        return Sum(None, lacks=bool(sums))
    nature = "about" if "about" in natures else min(natures, default="exact")
    return Sum(Amount(sum((a.value for a in kept), Decimal(0)), nature=nature), lacks)


def years_of(reading: Reading) -> list[int]:
    """The calendar years that the term touches; none where its days are not known."""
    first, last = reading.first_day, current_end(reading)
    return list(range(first.year, last.year + 1)) if first and last and first <= last else []


def money_by_year(id: str, payment: Payment, reading: Reading) -> dict[int, Sum]:
    """What a payment comes to in each calendar year; under NO_YEAR where the year is unknown."""
    years = years_of(reading)
    match payment:
        case LumpSum():
            return {_year_of(payment, years): Sum(payment.amount)}
        case Instalments():
            return _of_parts(payment, years)
        case Total():
            return _of_total(payment, reading, years)
        case PerActivity() if not payment.cap:
            return _of_activities(payment, reading, years)
        case _:
            return cumulated(id, payment, reading, years)


def only(years: list[int]) -> int:
    """The year, where there is only one."""
    return years[0] if len(years) == 1 else NO_YEAR


def _year_of(payment: LumpSum, years: list[int]) -> int:
    """The year that a single sum is charged to, covers, or is paid in."""
    if payment.charged_to and (year := year_in(str(payment.charged_to))):
        return year
    covers = payment.covers
    if covers and covers.start.year == covers.end.year:
        return covers.start.year
    day = payment.date.as_start if payment.date else None
    return day.year if day else only(years)


def year_in(text: str) -> int:
    """The year that a word is; NO_YEAR for any other."""
    return int(text) if text.isdecimal() and len(text) == 4 else NO_YEAR


def _of_parts(payment: Instalments, years: list[int]) -> dict[int, Sum]:
    found: dict[int, list[Sum]] = {}
    told = [p.amount if isinstance(p.amount, Amount) else None for p in payment.parts]
    if payment.amount and not any(told) and payment.amount.nature == "exact":
        equal = split(payment.amount.value, len(told), Decimal("0.01"), payment.rest or "last")
        told = [Amount(value) for value in equal]
    if payment.amount and not all(told):
        return {only(years): Sum(payment.amount)}
    for part, amount in zip(payment.parts, told, strict=True):
        day = part.date.as_start if part.date else None
        found.setdefault(day.year if day else only(years), []).append(Sum(amount))
    return {year: added(sums) for year, sums in found.items()}


def _of_total(payment: Total, reading: Reading, years: list[int]) -> dict[int, Sum]:
    if isinstance(payment.split, dict):
        return {year_in(str(y)) or NO_YEAR: Sum(a) for y, a in payment.split.items()}
    covers = payment.covers or _term(reading)
    if covers and payment.split and payment.amount and _is_whole_years(covers):
        held = list(range(covers.start.year, covers.end.year + 1))
        parts = split(payment.amount.value, len(held), Decimal("0.01"), payment.rest or "last")
        return {
            year: Sum(replace(payment.amount, value=part, unit="kr"))
            for year, part in zip(held, parts, strict=True)
        }
    return {only(years): Sum(payment.amount)}


def _term(reading: Reading) -> Period | None:
    first, last = reading.first_day, current_end(reading)
    return Period(f"{first}..{last}", first, last) if first and last else None


def _is_whole_years(held: Period) -> bool:
    return (held.start.month, held.start.day, held.end.month, held.end.day) == (1, 1, 12, 31)


def _of_activities(payment: PerActivity, reading: Reading, years: list[int]) -> dict[int, Sum]:
    """At most so much a year: the most activities of its periods, each at the highest rate."""
    worth = worth_of(payment, reading)
    if worth is None or not years:
        return dict.fromkeys(years or [NO_YEAR], Sum())
    nature = "at least" if worth.more else "up to"
    activity = (reading.agreement.activities or {}).get(payment.activity)
    per = activity.volume.per if activity and activity.volume else None
    always = worth_of(payment.model_copy(update={"valid": None}), reading)
    if always is None or always.monthly is None or per not in MONTHS:
        return {only(years): Sum(_kronor(worth.in_term, nature))}
    each = always.monthly * MONTHS[per]
    most = None if worth.more or _is_prolonged(reading) else worth.in_term
    found: dict[int, Sum] = {}
    for year in years:
        days = _paid_days(payment, year, reading)
        value = each * (len(periods_between(per, *days)) if days else 0)
        if value:
            found[year] = Sum(_kronor(value if most is None else min(value, most), nature))
    return found


def _is_prolonged(reading: Reading) -> bool:
    return current_end(reading) != reading.agreed_end


def _paid_days(payment: PerActivity, year: int, reading: Reading) -> tuple[date, date] | None:
    """The days of a year on which a payment holds; None where there are none."""
    term, valid = _term(reading), payment.valid
    first, last = date(year, 1, 1), date(year, 12, 31)
    starts = [first, term.start if term else first]
    ends = [last, term.end if term else last]
    starts += [valid.from_.as_start] if valid and valid.from_ and valid.from_.as_start else []
    ends += [valid.to.as_end] if valid and valid.to and valid.to.as_end else []
    return (max(starts), min(ends)) if max(starts) <= min(ends) else None


def whole_of(id: str, payment: Payment, reading: Reading, years: dict[int, Sum]) -> Sum:
    """What a payment comes to in all; a ceiling for the whole may be lower than for each year."""
    if isinstance(payment, PerActivity) and not payment.cap and not _is_prolonged(reading):
        worth = worth_of(payment, reading)
        if worth is not None:
            return Sum(_kronor(worth.in_term, "at least" if worth.more else "up to"))
    if len(years) > 1 and not isinstance(payment, Instalments | Total):
        whole = _up_to(id, payment, reading, current_end(reading))
        return Sum(whole) if whole else added(list(years.values()))
    return added(list(years.values()))


def _kronor(value: Fraction, nature: str) -> Amount:
    return Amount(rounded(Decimal(value.numerator) / Decimal(value.denominator)), nature=nature)


def cumulated(id: str, payment: Payment, reading: Reading, years: list[int]) -> dict[int, Sum]:
    """What it comes to up to each year's end, less what it came to before."""
    if not years or getattr(payment, "per", None) in (None, "all"):
        is_yearly = isinstance(payment, Fixed) and payment.per is None
        whole = None if is_yearly else _up_to(id, payment, reading, current_end(reading))
        return {only(years): Sum(whole)}
    found: dict[int, Sum] = {}
    before: Amount | None = Amount(Decimal(0))
    last = current_end(reading)
    for year in years:
        end = min(date(year, 12, 31), last) if last else date(year, 12, 31)
        now = _up_to(id, payment, reading, end)
        if now is None or before is None:
            found[year] = Sum()
        elif now.value != before.value:
            found[year] = Sum(_in_whole_kronor(replace(now, value=now.value - before.value)))
        before = now
    return found


def _in_whole_kronor(amount: Amount) -> Amount:
    """A part of a period that does not come out even is only about right."""
    if amount.value == int(amount.value):
        return amount
    nature = "about" if amount.nature == "exact" else amount.nature
    return replace(amount, value=rounded(amount.value, Decimal(1)), nature=nature)


def _up_to(id: str, payment: Payment, reading: Reading, end: date | None) -> Amount | None:
    """What one payment comes to in a term that ends on a day."""
    if end is None:
        return None

    def cut(agreement: Agreement) -> Agreement:
        held = agreement.payments if isinstance(agreement.payments, dict) else {}
        term = agreement.term or reading.agreement.term
        none = {"extension": None, "at_end": None, "length": None, "periods": None}
        short = term.model_copy(update={**none, "start": _start(reading), "end": Moment.on(end)}) \
            if term else None  # fmt: skip
        return agreement.model_copy(update={"payments": {id: held.get(id, payment)}, "term": short})

    versions = tuple((day, cut(version)) for day, version in reading.versions)
    return sum_over_term(
        replace(reading, agreement=cut(reading.agreement), versions=versions, log=None)
    )


def _start(reading: Reading) -> Moment | None:
    return Moment.on(reading.first_day) if reading.first_day else None
