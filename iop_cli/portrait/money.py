"""How money moves: a row for each payment, what they come to, and the budgets."""

from dataclasses import replace
from decimal import Decimal

from iop_cli.model.agreement import Agreement
from iop_cli.model.economy import Budget
from iop_cli.model.kinds import NONE
from iop_cli.model.payment import Instalments, Part, PaymentBase, Plan, Total
from iop_cli.phrases import joined, money, shown, spoken, told
from iop_cli.portrait.payment import amount_of, calculation_of, ids_of, in_words, rates_of, unknown
from iop_cli.portrait.who import name_of
from iop_cli.quantity import Amount, Share, rounded
from iop_cli.reading import Reading
from iop_cli.report.safe import safe
from iop_cli.sheet import Row, Section
from iop_cli.sums import sum_over_term
from iop_cli.words import _, mark, plural


def payments(reading: Reading) -> Section:
    """A row for each payment, the sum that the text states, and the sum over the term."""
    agreement = reading.agreement
    held = agreement.payments if isinstance(agreement.payments, dict) else {}
    rows = [Row(id, safe(id), (in_words(payment, agreement),)) for id, payment in held.items()]
    stated, whole = agreement.stated_sum, sum_over_term(reading) if held else None
    if stated:
        words = joined(shown(stated.amount), safe(stated.as_ or ""))
        rows.append(Row("", _("Stated sum"), (words,)))
    if whole:
        rows.append(Row("", _("Over the term"), (shown(_whole_kronor(whole)),)))
    is_settled = agreement.payments is NONE
    value = {
        "payments": "none" if is_settled else {id: _data(p) for id, p in held.items()} or None,
        "stated_sum": money(stated.amount) if stated else None,
        "sum_over_term": money(whole),
    }
    instead = _("No money moves, as settled.") if is_settled else ""
    return Section("money", _("Money"), tuple(rows), instead, value)


def _whole_kronor(amount: Amount) -> Amount:
    """A sum that is only about right, without its decimals."""
    is_loose = amount.nature == "about"
    return replace(amount, value=rounded(amount.value, Decimal(1))) if is_loose else amount


def _data(held: PaymentBase) -> dict[str, object]:
    rates = {id: money(amount_of(rate)) for id, rate in rates_of(held).items()}
    amount = getattr(held, "rate", None) or getattr(held, "amount", None) or held.cap
    calculation = calculation_of(held)
    return {
        "kind": getattr(held, "kind", None),
        "amount": money(amount),
        "calculation": calculation.text if calculation else None,
        "rates": rates or None,
        "cap": money(held.cap),
        "per": held.per,
        "from": ids_of(held.from_),
        "to": ids_of(held.to),
        "from_each": _each(held.from_),
        "to_each": _each(held.to),
        "schedule": [_plan_data(plan) for plan in held.schedule or []] or None,
        "parts": [_part_data(p) for p in held.parts] if isinstance(held, Instalments) else None,
        "split": _each(held.split) or held.split if isinstance(held, Total) else None,
        "condition": held.condition,
        "unknown": [key for key, _words in unknown(held)],
    }


def _each(held: object) -> dict[str, object] | None:
    """What falls on each, where a map tells it: an amount or a share."""
    return (
        {str(id): _piece(value) for id, value in held.items()} if isinstance(held, dict) else None
    )


def _piece(value: object) -> object:
    if isinstance(value, Share):
        return {"share": value.text}
    return money(value) if isinstance(value, Amount) else None


def _plan_data(plan: Plan) -> dict[str, object]:
    valid = plan.valid
    return {
        "from": valid.from_.text if valid and valid.from_ else None,
        "to": valid.to.text if valid and valid.to else None,
        "parts": plan.parts,
        "amount": money(plan.amount),
        "printed": money(plan.printed),
        "pay": plan.pay,
    }


def _part_data(part: Part) -> dict[str, object]:
    return {
        "date": part.date.text if part.date else None,
        "amount": _piece(part.amount),
        "condition": part.condition,
        "released_by": part.released_by,
    }


def budgets(agreement: Agreement) -> Section:
    """A row for each budget with its total as printed."""
    rows = tuple(
        Row(
            id,
            safe(id),
            (_budget(budget, agreement),),
            {
                "year": budget.year,
                "party": budget.party,
                "total": money(budget.total),
            },
        )
        for id, budget in (agreement.budgets or {}).items()
    )
    return Section("budgets", _("Budgets"), rows)


def _budget(budget: Budget, agreement: Agreement) -> str:
    party = name_of(agreement, budget.party) if budget.party else ""
    total = _("total unknown")
    if budget.total:
        total = told(mark("total {amount}"), amount=budget.total)
    lines = plural("{count} line", "{count} lines", len(budget.lines))
    return joined(safe(spoken(budget.year or "")), party, total, lines)
