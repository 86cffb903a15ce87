"""How money moves: each payment in one line, with what is unknown said as unknown; the budgets."""

from iop_cli.model.agreement import Agreement
from iop_cli.model.economy import Budget
from iop_cli.model.kinds import NONE, Span
from iop_cli.model.payment import (
    CostCap,
    Fixed,
    Instalments,
    LumpSum,
    PaymentBase,
    PerActivity,
    PerUnit,
    Rate,
    Total,
)
from iop_cli.phrases import INVOICED, PAYMENT, VAT, chosen, joined, moment, money, per, shown, told
from iop_cli.quantity import Amount
from iop_cli.reading import Reading
from iop_cli.report.safe import safe
from iop_cli.sheet import Row, Section
from iop_cli.sums import sum_over_term
from iop_cli.words import _, mark, plural, series


def payments(reading: Reading) -> Section:
    """A row for each payment, the sum that the text states, and the sum over the term."""
    agreement = reading.agreement
    held = agreement.payments if isinstance(agreement.payments, dict) else {}
    rows = [Row(id, safe(id), (_payment(payment, agreement),)) for id, payment in held.items()]
    stated, whole = agreement.stated_sum, sum_over_term(reading) if held else None
    if stated:
        words = joined(shown(stated.amount), safe(stated.as_ or ""))
        rows.append(Row("", _("Stated sum"), (words,)))
    if whole:
        rows.append(Row("", _("Over the term"), (shown(whole),)))
    is_settled = agreement.payments is NONE
    value = {
        "payments": "none" if is_settled else {id: _data(p) for id, p in held.items()} or None,
        "stated_sum": money(stated.amount) if stated else None,
        "sum_over_term": money(whole),
    }
    instead = _("No money moves, as settled.") if is_settled else ""
    return Section("money", _("Money"), tuple(rows), instead, value)


def _data(held: PaymentBase) -> dict[str, object]:
    rates = {id: money(_amount_of(rate)) for id, rate in _rates(held).items()}
    amount = getattr(held, "rate", None) or getattr(held, "amount", None) or held.cap
    return {
        "kind": getattr(held, "kind", None),
        "amount": money(amount),
        "rates": rates or None,
        "per": held.per,
        "from": _ids(held.from_),
        "to": _ids(held.to),
        "unknown": [key for key, _words in _unknown(held)],
    }


def _ids(held: object) -> list[str] | None:
    if isinstance(held, str):
        return [held]
    return [str(id) for id in held] if isinstance(held, list | dict) else None


def _payment(held: PaymentBase, agreement: Agreement) -> str:
    kind = chosen(PAYMENT, getattr(held, "kind", None))
    amount = _amount(held, agreement)
    first = told(mark("{label}: {words}"), label=kind, words=amount) if amount else kind
    way = f"{_names(held.from_, agreement)} → {_names(held.to, agreement)}"
    unknown = [words for _key, words in _unknown(held)]
    says = told(mark("unknown: {what}"), what=unknown) if unknown else ""
    return joined(first, way, *_when(held), *_terms(held, agreement), says, by="; ")


def _names(held: object, agreement: Agreement) -> str:
    parties = [agreement.parties.get(id) for id in _ids(held) or []]
    names = [p.name if p else id for p, id in zip(parties, _ids(held) or [], strict=True)]
    return series([safe(name) for name in names]) or _("unknown")


def _rates(held: PaymentBase) -> dict[str, Amount | Rate]:
    return held.rates or {} if isinstance(held, PerActivity) else {}


def _amount_of(rate: Amount | Rate) -> Amount:
    return rate.amount if isinstance(rate, Rate) else rate


def _amount(held: PaymentBase, agreement: Agreement) -> str:
    """The amount as printed, and what it is for; empty where it is unknown."""
    match held:
        case PerActivity():
            activity = (agreement.activities or {}).get(held.activity)
            name = activity.name if activity else held.activity
            rates = [_rate(id, rate) for id, rate in _rates(held).items()]
            amount = joined(_told(held.amount), *rates, by=f" {_('or')} ")
            return joined(amount, safe(name))
        case Fixed():
            more = held.yearly_uplift
            uplift = told(mark("then {amount} more each year"), amount=more) if more else ""
            first = held.first_year
            start = told(mark("first year {amount}"), amount=first) if first else ""
            return joined(joined(_told(held.amount), per(held.per), by=" "), start, uplift)
        case Instalments():
            parts = [_part(p.date, p.amount) for p in held.parts]
            return joined(_told(held.amount), series(parts))
        case CostCap():
            share = told(mark("{share} of the costs"), share=held.share) if held.share else ""
            cap = told(mark("at most {amount}"), amount=held.cap) if held.cap else ""
            return joined(share, joined(cap, per(held.per), by=" "))
        case PerUnit():
            rate = told(mark("{amount} each"), amount=held.rate) if held.rate else ""
            return joined(joined(rate, per(held.per), by=" "), safe(held.quantity))
        case LumpSum() | Total():
            covers = told(mark("covers {period}"), period=held.covers) if held.covers else ""
            return joined(_told(held.amount), covers)
        case _:
            return ""


def _told(amount: Amount | None) -> str:
    return shown(amount) if amount else ""


def _rate(id: str, rate: Amount | Rate) -> str:
    when = rate.when if isinstance(rate, Rate) else None
    return f"{_told(_amount_of(rate))} ({safe(when or id)})"


def _part(day: object, amount: object) -> str:
    date = moment(day) if day else _("day unknown")  # type: ignore[arg-type] # a Moment where it is not None
    return joined(date, shown(amount) if amount else "", by=" ")


def _when(held: PaymentBase) -> list[str]:
    """When it is paid and invoiced, as the text says."""
    day = getattr(held, "date", None)
    plans = [
        joined(_span(p.valid), _parts(p.parts), safe(p.pay or "")) for p in held.schedule or []
    ]
    parts = getattr(held, "parts", None)
    times = [chosen(INVOICED, word) for word in held.invoiced or []]
    return [
        told(mark("paid {when}"), when=moment(day)) if day else "",
        _parts(parts) if isinstance(parts, int) else "",
        *plans,
        told(mark("invoiced {when}"), when=times) if times else "",
        told(mark("due after {length}"), length=held.due) if held.due else "",
        _span(held.valid),
    ]


def _parts(count: int | None) -> str:
    return plural("{count} part", "{count} parts", count) if count else ""


def _span(valid: Span | None) -> str:
    start = moment(valid.from_) if valid and valid.from_ else ""
    end = moment(valid.to) if valid and valid.to else ""
    if start and end:
        return start if start == end else f"{start} – {end}"
    if start:
        return told(mark("from {day}"), day=start)
    return told(mark("until {day}"), day=end) if end else ""


def _terms(held: PaymentBase, agreement: Agreement) -> list[str]:
    """What the payment hangs on and follows."""
    condition = (agreement.conditions or {}).get(held.condition or "")
    series_of = held.index.series if held.index else None
    is_ceiling = held.cap is not None and not isinstance(held, CostCap)
    gate = getattr(held, "gate", None)
    return [
        told(mark("on condition: {what}"), what=condition.what) if condition else "",
        _("only with enough participants")
        if gate and gate.participants not in (None, NONE)
        else "",
        told(mark("follows {series}"), series=series_of or _("an index")) if held.index else "",
        told(mark("at most {amount}"), amount=held.cap) if is_ceiling else "",
        told(mark("released by {report}"), report=held.released_by) if held.released_by else "",
        _("advances, settled afterwards") if held.settled else "",
        chosen(VAT, held.vat),
    ]


def _unknown(held: PaymentBase) -> list[tuple[str, str]]:
    """What the payment needs and the file does not say: a stable word, and the reader's."""
    dated = getattr(held, "date", None) or getattr(held, "parts", None)
    has_amount = any(getattr(held, key, None) for key in ("amount", "rates", "rate", "first_year"))
    lacks = {
        "amount": (not (has_amount or held.cap), _("amount")),
        "per": (isinstance(held, Fixed) and held.per is None, _("per what")),
        "split": (isinstance(held, Total) and held.split is None, _("what falls on each year")),
        "shares": (isinstance(held.to, list) and len(held.to) > 1, _("how it is shared")),
        "when": (not (dated or held.schedule or held.invoiced), _("when it is paid")),
        "vat": (held.vat is None, _("VAT")),
    }
    return [(key, words) for key, (is_lacking, words) in lacks.items() if is_lacking]


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
    party = agreement.parties.get(budget.party or "")
    total = _("total unknown")
    if budget.total:
        total = told(mark("total {amount}"), amount=budget.total)
    lines = plural("{count} line", "{count} lines", len(budget.lines))
    return joined(safe(budget.year or ""), safe(party.name) if party else "", total, lines)
