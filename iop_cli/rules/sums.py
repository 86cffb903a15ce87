"""IOP4xx, what is reckoned: printed totals and calculations, and money that stands twice.

Recomputes what the text prints and tells the difference. Mends nothing, counts no unknown as zero.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from iop_cli.finding import at, read_path
from iop_cli.model.agreement import Agreement
from iop_cli.model.economy import Budget, BudgetLine, Contribution
from iop_cli.model.payment import Fixed, Instalments, LumpSum, Payment, Total
from iop_cli.quantity import Amount, Calculation, rounded, wrong_steps
from iop_cli.reading import Reading
from iop_cli.rules.rule import ERROR, INFO, WARNING, Findings, Where, found, rule
from iop_cli.words import mark

_PRINTED_DECIMALS = re.compile(r"[.,]([0-9]+)[^0-9]*$")
_KRONOR = ("kr", "sek", "tkr", "mkr")


@rule("IOP401", "printed-total-differs", ERROR)
def printed_total_differs(reading: Reading) -> Findings:
    """A total that is printed is not the sum of its lines.

    Readers trust the total and pay after it; a slip of one line or of the total becomes a dispute
    when the money is settled. In the Timrå budget for 2018 the total says 995 tkr and the lines
    give 991. A line without an amount is unknown and not zero, so the total is then judged only
    where the other lines already exceed it. A total in thousands may round finer lines.

    Ask the parties which figure is right, have it corrected in the document, and then change the
    line or the total here.
    """
    for name, budget in (reading.agreement.budgets or {}).items():
        amounts = [line.amount for line in budget.lines.values() if line.amount]
        if budget.total is None or not _alike([budget.total, *amounts]):
            continue
        total = budget.total
        added = Amount.of(sum((a.value for a in amounts), Decimal(0)), total)
        difference = rounded(added.value, _printed_step(total)) - total.value
        says = mark("the total says {total}; the lines add up to {added}")
        if len(amounts) < _lines_written(reading, name, budget):
            says = mark("the total says {total}; the lines with an amount alone give {added}")
            difference = max(difference, Decimal(0))
        if difference:
            yield found("budgets", name, "total", says=says, total=total, added=added)


@rule("IOP402", "calculation-wrong", ERROR)
def calculation_wrong(reading: Reading) -> Findings:
    """A step of a printed calculation does not hold, or its result is not the amount beside it.

    Each step is judged with its own printed factors, and money at the precision that it is printed
    with. In the Timrå budget for 2018, 44 weeks of 40 hours are printed as 176 h, a tenth of what
    they are; a wrong result that is taken up again in the next step is reported once.

    Find out whether a factor or the result is the slip, and have it corrected in the document
    before it is corrected here.
    """
    for where, calculation, amount in _calculations(reading.agreement):
        wrong = wrong_steps(calculation)
        for step in wrong:
            left, right, printed = step.said()
            says = mark("{left} is {right}; the text says {printed}")
            yield found(*where, "calculation", says=says, left=left, right=right, printed=printed)
        if not wrong and amount and not _same_result(calculation, amount):
            result = calculation.steps[-1].result
            says = mark("the calculation gives {result}; the amount says {amount}")
            yield found(*where, "amount", says=says, result=result.in_words(), amount=amount)


@rule("IOP403", "counted-twice", WARNING, rests=("payments", "budgets", "contributions"))
def counted_twice(reading: Reading) -> Findings:
    """The same money stands in two budgets: as what one party gives and as a cost of the other.

    Added together such budgets show more money than there is, and the shares of the parties come
    out wrong. In Timrå in 2018 the municipality's 500 tkr is also the association's cost for work
    leaders: the sheets show 1 525 tkr together, and without the second count 1 021.

    Keep both lines as printed. Say in the text that it is the same money, and count it once when
    the shares are worked out.
    """
    budgets = reading.agreement.budgets or {}
    for name, budget in budgets.items():
        for line_name, line in budget.lines.items():
            where: Where = ("budgets", name, "lines", line_name)
            other = _budget_of_payer(reading, budget, line)
            if other and line.amount:
                says = mark(
                    "{amount}, paid by {payer}, stands in the budget {other} too; together the "
                    "budgets count it twice"
                )
                yield found(*where, says=says, amount=line.amount, payer=line.paid_by, other=other)
            elif other:
                says = mark(
                    "the money, paid by {payer}, stands in the budget {other} too; together the "
                    "budgets count it twice"
                )
                yield found(*where, says=says, payer=line.paid_by, other=other)


@rule(
    "IOP424", "stated-sum-differs", INFO, rests=("contributions", "budgets", "payments", "parties")
)
def stated_sum_differs(reading: Reading) -> Findings:
    """The sum in the running text is the money alone, and the contribution is larger by what is in
    kind.

    Both figures are right as long as the reader knows which is which. In Timrå in 2018 the text
    speaks of 500 tkr in all and the municipality's budget of 530, of which 30 in kind.

    Say beside the sum that it is money, or give both: the money, and the whole contribution.
    """
    stated = reading.agreement.stated_sum
    values = _public_values(reading)
    if not stated or values is None or stated.amount.nature != "exact":
        return
    cash, in_kind, unknown = values
    if not in_kind or cash != stated.amount.value:
        return
    says = mark("{stated} is the money alone; with what is in kind the contribution is {whole}")
    if unknown:
        says = mark(
            "{stated} is the money alone; with what is in kind the contribution is at least {whole}"
        )
    whole = Amount.of(cash + in_kind, stated.amount)
    yield found("stated_sum", "amount", says=says, stated=stated.amount, whole=whole)


def _payments(reading: Reading) -> dict[str, Payment]:
    payments = reading.agreement.payments
    return payments if isinstance(payments, dict) else {}


def _alike(amounts: list[Amount]) -> bool:
    """Whether amounts can be added and compared: all exact, and in one currency."""
    one_currency = len({a.currency for a in amounts}) == 1
    return one_currency and all(a.nature == "exact" for a in amounts)


def _printed_step(amount: Amount) -> Decimal:
    """What the last printed digit stands for: 1000 for 995 tkr, 100000 for 1,3 mkr."""
    decimals = _PRINTED_DECIMALS.search(amount.text)
    unit = {"tkr": Decimal(1000), "mkr": Decimal(1_000_000)}.get(amount.unit, Decimal(1))
    return unit.scaleb(-len(decimals[1])) if decimals else unit


def _lines_written(reading: Reading, name: str, budget: Budget) -> int:
    """How many lines stand in the file: one that could not be read is unknown too."""
    written = at(reading.data, ("budgets", name, "lines"))
    return max(len(budget.lines), len(written) if isinstance(written, dict) else 0)


def _calculations(agreement: Agreement) -> Iterator[tuple[Where, Calculation, Amount | None]]:
    """Every printed calculation: where its holder stands, and the amount beside it."""
    holders: list[tuple[Where, object]] = []
    for name, budget in (agreement.budgets or {}).items():
        holders += [(("budgets", name, "lines", i), line) for i, line in budget.lines.items()]
    holders += [(("contributions", i), c) for i, c in enumerate(agreement.contributions or [])]
    if isinstance(agreement.payments, dict):
        holders += [(("payments", i), p) for i, p in agreement.payments.items()]
    for where, holder in holders:
        calculation = getattr(holder, "calculation", None)
        if calculation:
            yield where, calculation, getattr(holder, "amount", None)


def _same_result(calculation: Calculation, amount: Amount) -> bool:
    """Whether the last result is the amount, one of them perhaps printed more roughly."""
    result = calculation.steps[-1].result
    if result.unit.casefold() not in _KRONOR or not _alike([amount]) or amount.currency != "SEK":
        return True
    exponent = int(result.value.as_tuple().exponent)
    step = (result.scale or Decimal(1)).scaleb(min(0, exponent))
    as_printed = rounded(result.plain, _printed_step(amount)) == amount.value
    return as_printed or rounded(amount.value, step) == result.plain


def _budget_of_payer(reading: Reading, budget: Budget, line: BudgetLine) -> str | None:
    """The budget of the party that pays a line, for the same year; None where none is shown."""
    if not line.paid_by or not budget.party:
        return None
    payment = _payments(reading).get(line.paid_by)
    payers = _ids(payment.from_) if payment else [line.paid_by]
    for name, other in (reading.agreement.budgets or {}).items():
        same_year = not budget.year or not other.year or budget.year == other.year
        if other.party in payers and other.party != budget.party and same_year:
            return name
    return None


def _ids(recipients: str | Iterable[str] | None) -> list[str]:
    return [recipients] if isinstance(recipients, str) else list(recipients or [])


def _public_values(reading: Reading) -> tuple[Decimal, Decimal, bool] | None:
    """What the public parties give in money and in kind, and whether some of it has no value.

    None where their money is unknown, or the values are for different lengths of time.
    """
    parties = reading.agreement.parties
    given = [
        c
        for c in reading.agreement.contributions or []
        if c.by in parties and parties[c.by].role == "public"
    ]
    cash = [_value(reading, c) for c in given if c.kind == "cash"]
    in_kind = [_value(reading, c) for c in given if c.kind != "cash"]
    known = [v for v in [*cash, *in_kind] if v is not None]
    if not cash or None in cash or len({per for _amount, per in known}) > 1:
        return None
    if not _alike([amount for amount, _per in known]):
        return None
    money = sum((v[0].value for v in cash if v), Decimal(0))
    things = sum((v[0].value for v in in_kind if v), Decimal(0))
    return money, things, None in in_kind


def _value(reading: Reading, contribution: Contribution) -> tuple[Amount, str | None] | None:
    """A contribution's value and what it is per; None where it has none."""
    if contribution.amount:
        return contribution.amount, contribution.per
    payment = _payments(reading).get(contribution.payment or "")
    if isinstance(payment, Fixed | Instalments | LumpSum | Total) and payment.amount:
        return payment.amount, payment.per
    match read_path(contribution.budget_line or ""):
        case ("budgets", str(budget), "lines", str(line)):
            held = (reading.agreement.budgets or {}).get(budget)
            found_line = held.lines.get(line) if held else None
            return (found_line.amount, None) if found_line and found_line.amount else None
        case _:
            return None
