"""IOP404, instalments: listed, equal, or year by year, against the whole.

Divides what the text divides and tells what does not fit. Never invoices.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from iop_cli.finding import at
from iop_cli.model.payment import Fixed, Instalments, LumpSum, Payment, Plan, Total
from iop_cli.quantity import Amount, NotRead, Share, rounded
from iop_cli.reading import Reading
from iop_cli.rules.rule import ERROR, Finding, Findings, Where, found, rule
from iop_cli.words import mark

_YEAR = re.compile(r"(?<![0-9])(?:19|20|21)[0-9]{2}(?![0-9])")
_ORE = Decimal("0.01")


@rule("IOP404", "instalments-do-not-add-up", ERROR)
def instalments_do_not_add_up(reading: Reading) -> Findings:
    """Instalments that are not together the amount, or an amount that does not divide evenly while
    nothing says which instalment takes the rest.

    What is left over is small but has to stand on some invoice: 253 600 kr in three whole-krona
    parts is 84 533, 84 533 and 84 534 kr. A printed instalment that is not the amount divided by
    the number of parts leaves two sums to choose between.

    Correct the instalment or the amount as the document is corrected; where an amount does not
    divide evenly, agree on rest: first or rest: last.
    """
    for name, payment in _payments(reading).items():
        where: Where = ("payments", name)
        if isinstance(payment, Instalments):
            yield from _listed(reading, where, payment)
        if isinstance(payment, Total):
            yield from _by_year(reading, where, payment)
        if isinstance(payment, Fixed | LumpSum):
            yield from _equal(where, payment)


def _payments(reading: Reading) -> dict[str, Payment]:
    payments = reading.agreement.payments
    return payments if isinstance(payments, dict) else {}


def _days(reading: Reading, payment: Payment) -> tuple[date | None, date | None]:
    """The first and last day that a payment is for: its own, else those of the term."""
    covers = payment.covers if isinstance(payment, LumpSum | Total) else None
    if covers:
        return covers.start, covers.end
    valid = payment.valid
    first = valid.from_.as_start if valid and valid.from_ else None
    last = valid.to.as_end if valid and valid.to else None
    return first or reading.first_day, last or reading.agreed_end


def _listed(reading: Reading, where: Where, payment: Instalments) -> Iterator[Finding]:
    """Listed instalments against the whole."""
    parts = [p.amount for p in payment.parts if p.amount is not None]
    written = at(reading.data, (*where, "parts"))
    all_known = len(parts) == (len(written) if isinstance(written, list) else len(payment.parts))
    shares = [p for p in parts if isinstance(p, Share)]
    amounts = [p for p in parts if isinstance(p, Amount)]
    if shares and not amounts:
        added = sum((s.value for s in shares), Decimal(0))
        if added > 1 or (all_known and added != 1):
            says = mark("the parts add up to {added} of the whole")
            share = Share(added, f"{added.scaleb(2).normalize():f} %")
            yield found(*where, "parts", says=says, added=share)
        return
    whole = payment.amount
    if whole is None or not _alike([whole, *amounts]):
        return
    of_shares = sum((s.value * whole.value for s in shares), Decimal(0))
    total = Amount.of(sum((a.value for a in amounts), of_shares), whole)
    yield from _difference((*where, "parts"), whole, total, all_known)


def _difference(where: Where, whole: Amount, total: Amount, all_known: bool) -> Iterator[Finding]:
    if all_known and total.value != whole.value:
        says = mark("the parts add up to {total}; the amount says {whole}")
        yield found(*where, says=says, total=total, whole=whole)
    elif total.value > whole.value:
        says = mark("the parts with an amount alone give {total}; the amount says {whole}")
        yield found(*where, says=says, total=total, whole=whole)


def _by_year(reading: Reading, where: Where, payment: Total) -> Iterator[Finding]:
    """A total against its years: listed, or in equal parts."""
    whole, split = payment.amount, payment.split
    if whole is None or split is None:
        return
    first, last = _days(reading, payment)
    years = set(range(first.year, last.year + 1)) if first and last else set()
    if isinstance(split, dict):
        amounts = list(split.values())
        given = {year for key in split for year in _years_in(key)}
        if _alike([whole, *amounts]):
            total = Amount.of(sum((a.value for a in amounts), Decimal(0)), whole)
            yield from _difference((*where, "split"), whole, total, years <= given)
    elif years and f"{first:%m-%d}" == "01-01" and f"{last:%m-%d}" == "12-31":
        yield from _left_over((*where, "split"), payment, whole, len(years))


def _equal(where: Where, payment: Fixed | LumpSum) -> Iterator[Finding]:
    """A number of equal parts, of a period or of the one sum."""
    if isinstance(payment, Fixed) and payment.parts and payment.amount:
        yield from _left_over((*where, "parts"), payment, payment.amount, payment.parts)
    for i, plan in enumerate(payment.schedule or []):
        whole = plan.amount or payment.amount
        if not whole or not plan.parts:
            continue
        place: Where = (*where, "schedule", i)
        if plan.printed and not _is_part(plan, plan.printed, whole, _step(payment.rounded)):
            part = Amount.of(whole.value / plan.parts, plan.printed)
            says = mark("{whole} in {parts} parts is {part}; the text says {printed}")
            yield found(
                *place, "printed", says=says,
                whole=whole, parts=plan.parts, part=part, printed=plan.printed,
            )  # fmt: skip
        else:
            yield from _left_over((*place, "parts"), payment, whole, plan.parts)


def _is_part(plan: Plan, printed: Amount, whole: Amount, step: Decimal | None) -> bool:
    """Whether a printed part is the whole divided, to the step or as roughly as it is printed."""
    if not plan.parts or step is None or not _alike([printed, whole]):
        return True
    even = whole.value / plan.parts
    down = rounded(even, step, "down")
    fits = (rounded(even), rounded(even, step), down, whole.value - down * (plan.parts - 1))
    unit = {"tkr": Decimal(1000), "mkr": Decimal(1_000_000)}.get(printed.unit, Decimal(1))
    decimals = re.search(r"[.,]([0-9]+)[^0-9]*$", printed.text)
    printed_step = unit.scaleb(-len(decimals[1]) if decimals else 0)
    return printed.value in fits or printed.value == rounded(even, printed_step)


def _left_over(where: Where, payment: Payment, whole: Amount, parts: int) -> Iterator[Finding]:
    """What equal parts leave over, where nothing says which part takes it."""
    step = _step(payment.rounded)
    if payment.rest or step is None or not _alike([whole]):
        return
    rest = whole.value - rounded(whole.value, step * parts, "down")
    if rest:
        unit = "kr" if whole.currency == "SEK" else whole.unit
        left = Amount.of(rest, Amount(rest, whole.currency, unit))
        says = mark(
            "{whole} in {parts} equal parts leaves {rest} over; nothing says which part takes it"
        )
        yield found(*where, says=says, whole=whole, parts=parts, rest=left)


def _step(text: str | None) -> Decimal | None:
    """The step that parts are rounded to, öre where none is written; None where it is unclear."""
    if text is None:
        return _ORE
    try:
        step = Amount.read(re.sub(r"^\s*(?:down|up)\s+to\s+", "", text)).value
    except NotRead:
        return None
    return step if step > 0 else None


def _alike(amounts: list[Amount]) -> bool:
    """Whether amounts can be added and compared: all exact, and in one currency."""
    one_currency = len({a.currency for a in amounts}) == 1
    return one_currency and all(a.nature == "exact" for a in amounts)


def _years_in(text: str) -> set[int]:
    """The years that a text names, from the first to the last."""
    years = [int(year) for year in _YEAR.findall(text)]
    return set(range(min(years), max(years) + 1)) if years else set()
