"""Who pays and who receives: each pair of parties, and its part of every charge.

A division that the terms do not tell is refused, never guessed.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from iop_cli.billing.calendar import Days, named
from iop_cli.billing.listed import apportioned
from iop_cli.billing.work import Charge, LeftOut, Refused, Version, Work
from iop_cli.invoice import money
from iop_cli.model.payment import Payment, PerUnit
from iop_cli.quantity import Amount, Share
from iop_cli.words import mark, nearest


@dataclass(frozen=True, slots=True)
class Way:
    """From one party to another: the part of each charge that goes there."""

    payer: str
    payee: str
    part: Fraction


def ways(
    work: Work, version: Version, payment: Payment, payer: str = ""
) -> list[Way] | Refused:  # fmt: skip
    """Each payer with each payee and its part of the money; the parts add up to one.

    `payer` is the one who pays where only one does.
    """
    whole = _whole(payment)
    from_ = _ends(work, version, payment, "from", whole)
    to = _ends(work, version, payment, "to", whole)
    if isinstance(from_, Refused):
        return from_
    if isinstance(to, Refused):
        return to
    if payer and payer not in from_:
        says = mark("{payer} does not pay it by the agreement")
        help = mark("Correct the party in the log, or write it among those who pay.")
        return work.refused(says, help, reason=work.clause(version, "from"), payer=payer)
    return [Way(a, b, x * y) for a, x in from_.items() for b, y in to.items()]


def _whole(payment: Payment) -> Decimal | None:
    amount = getattr(payment, "amount", None) or payment.cap
    return amount.value if isinstance(amount, Amount) else None


def _ends(
    work: Work, version: Version, payment: Payment, side: str, whole: Decimal | None
) -> dict[str, Fraction] | Refused:
    """The parties at one end of a payment, each with its part of the money."""
    told = payment.from_ if side == "from" else payment.to
    clause = work.clause(version, side)
    if told is None:
        says = mark("the agreement does not say who pays it")
        if side == "to":
            says = mark("the agreement does not say who receives it")
        return work.refused(says, mark("Write from and to: the ids of the parties."))
    names = [told] if isinstance(told, str) else list(told)
    for name in names:
        if name not in version.agreement.parties:
            says = mark("{name} is not a party of the agreement")
            meant = nearest(name, version.agreement.parties)
            if meant:
                says = mark("{name} is not a party of the agreement; did you mean {meant}?")
            help = mark("Write the id of a party.")
            return work.refused(says, help, reason=clause, name=name, meant=meant)
    if isinstance(told, dict):
        return _divided(work, version, told, side, whole)
    if len(names) > 1 and not (side == "from" and isinstance(payment, PerUnit)):
        says = mark("it is for {names} together, and the terms do not divide it")
        if side == "from":
            says = mark("{names} pay it together, and the terms do not divide it")
        help = mark("Write each party's amount or share, once the parties have agreed.")
        return work.refused(says, help, reason=clause, names=names)
    return {name: Fraction(1) for name in names}


def _divided(
    work: Work, version: Version, told: dict[str, Amount | Share], side: str,
    whole: Decimal | None,
) -> dict[str, Fraction] | Refused:  # fmt: skip
    """The parts that amounts or shares come to."""
    clause = work.clause(version, side)
    help = mark("The text contradicts itself; agree on the amounts in an amendment.")
    if all(isinstance(value, Share) for value in told.values()):
        parts = {name: Fraction(value.value) for name, value in told.items()}
        if sum(parts.values()) == 1:
            return parts
        says = mark("the shares do not add up to 100 %")
        return work.refused(says, help, reason=clause)
    values = [v for v in told.values() if isinstance(v, Amount) and v.nature == "exact"]
    if len(values) < len(told):
        says = mark("amounts and shares stand side by side, or an amount is not exact")
        return work.refused(says, mark("Write an exact amount for each party."), reason=clause)
    total = sum((v.value for v in values), Decimal(0))
    if whole is not None and total != whole:
        says = mark("the parties' amounts add up to {parts} kr, and the whole is {whole} kr")
        return work.refused(says, help, reason=clause, parts=total, whole=whole)
    if not total:
        return work.refused(mark("the parties' amounts are all 0"), help, reason=clause)
    return {n: Fraction(v.value) / Fraction(total) for n, v in told.items() if v.value}


def of_charge(charge: Charge, found: list[Way]) -> list[Way]:
    """The ways that a charge goes: all, or those of the one payer that it is for."""
    return [way for way in found if not charge.payer or way.payer == charge.payer]


def divided(charge: Charge, found: list[Way]) -> list[tuple[Way, Decimal]]:
    """A charge's amount for each way; the last takes what is left, so that they add up."""
    own = of_charge(charge, found)
    if len(own) == 1:
        return [(own[0], Decimal(money(charge.amount)))]
    total = sum((way.part for way in own), Fraction(0))
    amounts = apportioned(charge.amount, [way.part / total for way in own])
    return list(zip(own, amounts, strict=True))


def absent(work: Work, charge: Charge, way: Way) -> LeftOut | None:
    """That one of the two had left the partnership by then, or had not joined it yet."""
    day = charge.day if charge.part else charge.first
    for name in (way.payer, way.payee):
        told = [
            (e.date, e.event) for _i, e in work.entries
            if e.date and e.event in ("left", "joined") and e.by == name
        ]  # fmt: skip
        last = max((one for one in told if one[0] <= day), default=None)
        first = min(told, default=None)
        if last and last[1] == "left":
            says, when = mark("{name} left the partnership on {day}"), last[0]
        elif not last and first and first[1] == "joined":
            says, when = mark("{name} joined the partnership on {day}"), first[0]
        else:
            continue
        part = charge.part or named(Days(charge.first, charge.last))
        return work.left_out(says, charge.day, part=part, name=name, day=when)
    return None
