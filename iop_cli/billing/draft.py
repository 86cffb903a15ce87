"""Charges become invoices: one for each payer, payee, series and treatment of VAT.

Knows the parties' details and the days of payment; reckons no charge.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from iop_cli.billing.billed import is_taken
from iop_cli.billing.calendar import Days
from iop_cli.billing.periodic import in_kronor
from iop_cli.billing.reckon import Reckoned, reckoned
from iop_cli.billing.shares import Way, absent, divided, ways
from iop_cli.billing.work import Charge, LeftOut, Refused, Version, Work
from iop_cli.book import Opened
from iop_cli.identifiers import organisation_number
from iop_cli.invoice import Billed, Invoice, Line, Side
from iop_cli.model.agreement import Agreement
from iop_cli.model.party import Party
from iop_cli.model.payment import Payment
from iop_cli.quantity import Length, NotRead
from iop_cli.words import mark, say

_DAY = timedelta(days=1)
DUE = Length.read("30 days")


@dataclass(frozen=True)
class Asked:
    """What is to be computed: the days (all up to `today` without them), or one entry of the log.

    `billed` is what earlier invoices have taken up; `payments` restricts to some. `cuts` are days
    on which money without pay days is cut besides; `uncapped` computes without regard to caps.
    """

    today: date
    days: Days | None = None
    entry: str = ""
    billed: tuple[Billed, ...] = ()
    payments: tuple[str, ...] = ()
    cuts: tuple[date, ...] = ()
    uncapped: bool = False


@dataclass
class Drafted:
    """The drafts, what is left out of them, and what could not be computed."""

    invoices: list[Invoice] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


_Key = tuple[str, str, str, str, str]


def draft(opened: Opened, asked: Asked) -> Drafted:
    """What is owed by an agreement that was read, with what is left out and what is refused."""
    out = Drafted()
    reading = opened.readings[-1]
    days = asked.days or Days(date.min + _DAY, asked.today)
    if "payments" in opened.inherited:
        says = mark("its payments stand in the master agreement {master}, and are billed there")
        out.left_out.append(LeftOut("", say(says, master=reading.agreement.part_of or "")))
        return out
    lines: dict[_Key, list[tuple[Line, Charge, Payment]]] = {}
    for id in payment_ids(opened):
        if asked.payments and id not in asked.payments:
            continue
        billed = tuple(b for b in asked.billed if b.payment == id)
        cuts = (*_cuts(asked, billed), *asked.cuts)
        work = Work(id, opened, days, billed, cuts, asked.uncapped)
        if damage := _damage(work):
            out.refused.append(damage)
            continue
        try:
            found = reckoned(work)
        except InvalidOperation:
            says = mark("its sums are larger than can be reckoned")
            out.refused.append(work.refused(says, mark("Correct the amounts.")))
            continue
        if asked.entry:
            _only(work, found, asked.entry)
        out.left_out += found.left_out
        out.refused += found.refused
        _gather(work, found.charges, lines, out)
    for key, held in lines.items():
        out.invoices.append(_invoice(opened, asked.days, key, held))
    out.invoices.sort(key=lambda i: (i.series, i.payee.id, i.payer.id, i.lines[0].vat))
    if not payment_ids(opened) and reading.agreement.payments is None:
        says = mark("the agreement does not say what is paid")
        help = mark("Write payments, or payments: none where no money moves.")
        out.refused.append(Refused("", say(says), say(help)))
    return out


def payment_ids(opened: Opened) -> list[str]:
    """The payments of every reading, in the order that they came."""
    ids: dict[str, None] = {}
    for reading in opened.readings:
        payments = reading.agreement.payments
        if isinstance(payments, dict):
            ids |= dict.fromkeys(payments)
    return list(ids)


def _cuts(asked: Asked, billed: Iterable[Billed]) -> Iterator[date]:
    """The days on which money without pay days is cut: where what is asked or billed begins.

    Where no period is asked for, whole months up to today are billed.
    """
    if asked.days:
        yield asked.days.first
        if asked.days.last < date.max:
            yield asked.days.last + _DAY
    else:
        yield (asked.today + _DAY).replace(day=1)
    for one in billed:
        if one.start and one.end and not one.part:
            yield one.start
            yield one.end + _DAY


def _damage(work: Work) -> Refused | None:
    """A refusal where something that the payment rests on could not be read."""
    opened = work.opened
    rests = ({"parties", "term", "activities", "amendments", "conditions"}, ("payments", work.id))
    lost = opened.body.damaged | (opened.document.lost if opened.document else frozenset())
    for where in sorted(lost, key=str):
        if where[:1] and (where[0] in rests[0] or where[:2] == rests[1] or where == ("payments",)):
            says = mark("a part of the agreement that it rests on cannot be read")
            help = mark("iop validate {agreement} tells what is wrong.")
            return work.refused(says, help, agreement=work.today.file_id)
    has_log = opened.log_document is not None or bool(opened.log.problems)
    if has_log and (opened.log.value is None or opened.log.problems):
        says = mark("the log cannot be read whole")
        help = mark("iop validate {agreement} tells what is wrong.")
        return work.refused(says, help, agreement=work.today.file_id)
    return None


def _only(work: Work, found: Reckoned, entry: str) -> None:
    """Keep what concerns one entry of the log."""
    entry = work.first_id(entry)
    found.charges = [c for c in found.charges if entry in c.entries]
    found.left_out = [o for o in found.left_out if o.entry == entry]
    found.refused = [r for r in found.refused if r.entry in ("", entry)]


def _gather(
    work: Work, charges: list[Charge], lines: dict[_Key, list[tuple[Line, Charge, Payment]]],
    out: Drafted,
) -> None:  # fmt: skip
    """Put each charge's lines with those of the same payer, payee, series and VAT."""
    refused: dict[str, Refused] = {}
    for charge in charges:
        version, payment = work.of(charge)
        found = ways(work, version, payment, charge.payer)
        if isinstance(found, Refused):
            refused[found.reason] = found
            continue
        if stopped := _untaxed(work, version, payment, found):
            refused[stopped.reason] = stopped
            continue
        for way, amount in divided(charge, found):
            gone = absent(work, charge, way) if amount else None
            out.left_out += [gone] if gone else []
            if not amount or gone or is_taken(work, charge, way):
                continue
            key = _key(version, payment, way)
            lines.setdefault(key, []).append(
                (_line(work, charge, payment, way, amount), charge, payment)
            )
    out.refused += refused.values()


def _untaxed(work: Work, version: Version, payment: Payment, found: list[Way]) -> Refused | None:
    """A refusal where the VAT is not chosen, or is charged by one who is not registered for it."""
    if payment.vat is None:
        says = mark("whether it carries VAT is not chosen; nobody but a person can choose it")
        help = mark("Write vat: outside, exempt, 25, 12 or 6; if unsure, ask the tax agency.")
        return work.refused(says, help)
    for way in found if payment.vat.isdecimal() else ():
        party = version.agreement.parties[way.payee]
        if not party.payee or party.payee.vat_number in (None, "none"):
            # whoever writes an amount as VAT on an invoice owes it (16 kap. 23 § ML)
            says = mark("it carries {vat} % VAT, and {name} has no VAT number")
            help = mark("Write payee.vat_number of the party that is paid, or another vat.")
            clause = work.clause(version, "vat")
            return work.refused(says, help, reason=clause, vat=payment.vat, name=party.name)
    return None


def _key(version: Version, payment: Payment, way: Way) -> _Key:
    party = version.agreement.parties[way.payee]
    series = (party.payee.series if party.payee else None) or ""
    return way.payer, way.payee, series, payment.vat or "", _currency(payment)


def _currency(payment: Payment) -> str:
    told = [getattr(payment, key, None) for key in ("amount", "rate", "cap")]
    rates = getattr(payment, "rates", None) or {}
    told += [getattr(rate, "amount", rate) for rate in rates.values()]
    return next((amount.currency for amount in told if amount is not None), "SEK")


def _line(work: Work, charge: Charge, payment: Payment, way: Way, amount: Decimal) -> Line:
    is_all = amount == charge.amount
    reasons = list(charge.reasons)
    if not is_all:
        version = work.of(charge)[0]
        side = "to" if isinstance(payment.to, dict) else "from"
        sum_ = f"{in_kronor(charge.amount)} * {_part(way)} = {in_kronor(amount)} kr"
        reasons.append(replace(work.clause(version, side), says=sum_))
    return Line(
        payment=work.id,
        text=charge.text,
        amount=amount,
        vat=payment.vat or "",
        entries=charge.entries,
        part=charge.part,
        start=charge.first,
        end=charge.last,
        quantity=charge.quantity if is_all else Decimal(1),
        unit_price=charge.unit_price if is_all else None,
        because=tuple(work.place(reason) for reason in reasons),
        vat_reason=payment.vat_reason or "",
    )


def _place_of(line: Line) -> tuple[object, ...]:
    """Where a line stands on the invoice: by its days, what settles or adjusts them below."""
    settles = line.part.startswith(("settlement", "index"))
    return line.end, settles, line.start, line.payment, line.part


def _part(way: Way) -> str:
    return f"{way.part.numerator}/{way.part.denominator}"


def _invoice(
    opened: Opened, days: Days | None, key: _Key, held: list[tuple[Line, Charge, Payment]]
) -> Invoice:
    payer, payee, series, _vat, currency = key
    last = max(charge.last for _l, charge, _p in held)
    agreement = opened.readings[-1].on(last)
    lines = tuple(line for line, _c, _p in sorted(held, key=lambda h: _place_of(h[0])))
    assumed = dict.fromkeys(text for _l, charge, _p in held for text in charge.assumptions)
    due, silent = _due([p for _l, _c, p in held])
    seller, buyer = agreement.parties[payee], agreement.parties[payer]
    starts = [line.start for line in lines if line.start] + ([days.first] if days else [])
    ends = [line.end for line in lines if line.end] + ([days.last] if days else [])
    return Invoice(
        agreement=opened.readings[-1].file_id,
        title=agreement.title,
        series=series,
        payee=_sender(side(payee, seller, vat=lines[0].vat)),
        payer=side(payer, buyer, vat=lines[0].vat),
        lines=lines,
        start=min(starts),
        end=max(ends),
        due=due.text,
        currency=currency,
        language=agreement.language or "sv",
        reference=(buyer.invoice.reference if buyer.invoice else None) or "",
        contract=_contract(agreement),
        means=_means(seller),
        accounts=_accounts(seller),
        assumptions=(*assumed, *silent),
    )


def _due(payments: list[Payment]) -> tuple[Length, tuple[str, ...]]:
    """How long after the invoice it is to be paid; the longest, where the terms have several."""
    told = [p.due for p in payments if p.due]
    if not told:
        says = mark("30 days to pay; the agreement does not tell")
        return DUE, (say(says),)
    day = date(2001, 1, 1)
    longest = max(told, key=lambda length: length.after(day))
    if len({length.after(day) for length in told}) > 1:
        says = mark("the payments have different times to pay; the longest is used")
        return longest, (say(says),)
    return longest, ()


def side(id: str, party: Party, *, vat: str) -> Side:
    """A party as it stands on an invoice; a grant outside VAT carries no VAT number."""
    number = party.org_number or ""
    with suppress(NotRead):  # readiness tells it, with its place
        number = organisation_number(number) if number else ""
    payee, address = party.payee, party.address
    vat_number = payee.vat_number if payee and payee.vat_number != "none" else None
    return Side(
        id=id,
        name=party.name,
        org_number=number,
        electronic=(party.invoice.electronic if party.invoice else None) or "",
        vat_number="" if vat == "outside" else vat_number or "",
        f_tax=bool(payee and payee.f_tax),
        street=(address.street if address else None) or "",
        postcode=(address.postcode if address else None) or "",
        city=(address.city if address else None) or "",
        country=(address.country if address else None) or "",
        office=(party.contact.office if party.contact else None) or "",
        unit=party.acts_through or (party.units or [""])[0],
    )


def _sender(side: Side) -> Side:
    """The payee with an electronic address: its own number is one (scheme 0007), if none is told.

    A payer's address is never made up: it may be that of a unit.
    """
    if side.electronic or not side.org_number:
        return side
    return replace(side, electronic=f"0007:{side.org_number.replace('-', '')}")


def _means(party: Party) -> dict[str, str]:
    payee = party.payee
    keys = ("bankgiro", "plusgiro", "iban", "bic")
    return {k: getattr(payee, k) for k in keys if payee and getattr(payee, k)}


def _accounts(party: Party) -> dict[str, str]:
    told = party.payee.accounts if party.payee else None
    keys = ("claim", "income", "vat")
    return {k: getattr(told, k) for k in keys if told and getattr(told, k)}


def _contract(agreement: Agreement) -> str:
    """The case number that the agreement was decided under; the first one."""
    decisions = agreement.decisions
    numbers = [d.case_number for d in decisions.values() if d.case_number] if decisions else []
    return numbers[0] if numbers else ""
